#include "panels/catalogue/catalogue_filter.hpp"

#include <algorithm>
#include <array>

#include "api-client/base/percent.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::catalogue {
namespace {

constexpr std::array<std::string_view, kTabCount> kTabWords = {"all", "to_review", "live", "drafts",
                                                               "suspended"};
constexpr std::array<std::string_view, kAudienceCount> kAudienceWords = {"nobody", "employees", "pilot",
                                                                         "everyone"};
constexpr std::array<std::string_view, kSinceCount> kSinceWords = {"any", "today", "week", "month", "year"};

template <std::size_t N>
int index_of(const std::array<std::string_view, N>& words, std::string_view word) {
  const auto at = std::find(words.begin(), words.end(), word);
  return at == words.end() ? -1 : static_cast<int>(at - words.begin());
}

/// Calls `each` for the parts between separators.
template <typename Each>
void split(std::string_view text, char separator, Each&& each) {
  while (!text.empty()) {
    const auto end = text.find(separator);
    each(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void add_part(std::string& out, std::string_view key, std::string_view value) {
  if (!out.empty()) out += '&';
  out.append(key).append("=").append(value);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ",") + base::percent_encode(word);
  return out;
}

std::string state_words(std::uint16_t bits) {
  std::string out;
  for (const auto state : contract::enum_values<contract::VersionState>())
    if ((bits & state_bit(state)) != 0) out.append(out.empty() ? "" : ",").append(contract::enum_name(state));
  return out;
}

std::string audience_words(std::uint8_t bits) {
  std::string out;
  for (int i = 0; i < kAudienceCount; ++i)
    if ((bits & audience_bit(static_cast<Audience>(i))) != 0)
      out.append(out.empty() ? "" : ",").append(kAudienceWords[static_cast<std::size_t>(i)]);
  return out;
}

void read_organisations(Filter& filter, std::string_view value) {
  if (value.starts_with('-')) {
    filter.organisations_except = true;
    value.remove_prefix(1);
  }
  split(value, ',', [&](std::string_view id) {
    if (!id.empty()) filter.organisations.push_back(base::percent_decode(id));
  });
  std::sort(filter.organisations.begin(), filter.organisations.end());
}

void read_part(Filter& filter, std::string_view key, std::string_view value) {
  if (key == "tab") {
    if (const int at = index_of(kTabWords, value); at >= 0) filter.tab = static_cast<Tab>(at);
  } else if (key == "category") {
    filter.category_id = base::percent_decode(value);
  } else if (key == "q") {
    filter.search = base::percent_decode(value);
  } else if (key == "org") {
    read_organisations(filter, value);
  } else if (key == "state") {
    split(value, ',', [&](std::string_view word) {
      if (const auto state = contract::enum_from<contract::VersionState>(word))
        filter.states |= state_bit(*state);
    });
  } else if (key == "ring") {
    split(value, ',', [&](std::string_view word) {
      if (const int at = index_of(kAudienceWords, word); at >= 0)
        filter.audiences |= audience_bit(static_cast<Audience>(at));
    });
  } else if (key == "kind") {
    filter.kind = contract::enum_from<contract::MiniappKind>(value);
  } else if (key == "since") {
    if (const int at = index_of(kSinceWords, value); at >= 0) filter.since = static_cast<Since>(at);
  } else if (key == "archived") {
    filter.archived = value == "1";
  }
}

}  // namespace

int Filter::set_count() const {
  int count = 0;
  for (int i = 1; i < kFilterFieldCount; ++i) count += is_set(*this, static_cast<FilterField>(i)) ? 1 : 0;
  return count;
}

void Filter::reset() {
  const Filter old = *this;
  *this = {};
  tab = old.tab;
  category_id = old.category_id;
}

bool is_set(const Filter& filter, FilterField field) {
  switch (field) {
    case FilterField::category:
      return !filter.category_id.empty();
    case FilterField::organisation:
      return !filter.organisations.empty();
    case FilterField::state:
      return filter.states != 0;
    case FilterField::audience:
      return filter.audiences != 0;
    case FilterField::kind:
      return filter.kind.has_value();
    case FilterField::since:
      return filter.since != Since::any;
    case FilterField::archived:
      return filter.archived;
  }
  return false;
}

void clear(Filter& filter, FilterField field) {
  switch (field) {
    case FilterField::category:
      filter.category_id.clear();
      break;
    case FilterField::organisation:
      filter.organisations.clear();
      filter.organisations_except = false;
      break;
    case FilterField::state:
      filter.states = 0;
      break;
    case FilterField::audience:
      filter.audiences = 0;
      break;
    case FilterField::kind:
      filter.kind.reset();
      break;
    case FilterField::since:
      filter.since = Since::any;
      break;
    case FilterField::archived:
      filter.archived = false;
      break;
  }
}

std::string to_text(const Filter& filter) {
  std::string out;
  if (filter.tab != Tab::all) add_part(out, "tab", kTabWords[static_cast<std::size_t>(filter.tab)]);
  if (!filter.category_id.empty()) add_part(out, "category", base::percent_encode(filter.category_id));
  if (!filter.organisations.empty())
    add_part(out, "org", (filter.organisations_except ? "-" : "") + joined(filter.organisations));
  if (filter.states != 0) add_part(out, "state", state_words(filter.states));
  if (filter.audiences != 0) add_part(out, "ring", audience_words(filter.audiences));
  if (filter.kind) add_part(out, "kind", contract::enum_name(*filter.kind));
  if (filter.since != Since::any) add_part(out, "since", kSinceWords[static_cast<std::size_t>(filter.since)]);
  if (filter.archived) add_part(out, "archived", "1");
  if (!filter.search.empty()) add_part(out, "q", base::percent_encode(filter.search));
  return out;
}

Filter filter_from(std::string_view text) {
  Filter filter;
  split(text, '&', [&](std::string_view part) {
    const auto equals = part.find('=');
    if (equals != std::string_view::npos) read_part(filter, part.substr(0, equals), part.substr(equals + 1));
  });
  return filter;
}

std::string to_text(const std::vector<SavedView>& views) {
  std::string out;
  for (const auto& view : views)
    out += base::percent_encode(view.name) + "\t" + base::percent_encode(view.filter) + "\t" +
           base::percent_encode(view.layout) + "\n";
  return out;
}

std::vector<SavedView> views_from(std::string_view text) {
  std::vector<SavedView> views;
  split(text, '\n', [&](std::string_view line) {
    std::array<std::string, 3> parts;
    std::size_t at = 0;
    split(line, '\t', [&](std::string_view part) {
      if (at < parts.size()) parts[at++] = base::percent_decode(part);
    });
    if (!parts[0].empty()) views.push_back({parts[0], parts[1], parts[2]});
  });
  return views;
}

base::Timestamp since_start(Since since, base::Timestamp now) {
  constexpr std::int64_t kDay = 86'400'000;
  if (since == Since::any) return {};
  const auto local = kit::local_time(now);
  const std::int64_t midnight =
      now.ms - (local.hour * 3'600'000LL + local.minute * 60'000LL + local.second * 1000LL) - now.ms % 1000;
  constexpr std::int64_t kDaysBack[kSinceCount] = {0, 0, 6, 29, 364};
  return {midnight - kDaysBack[static_cast<int>(since)] * kDay};
}

bool in_tab(Tab tab, const contract::Miniapp& miniapp) {
  using contract::VersionState;
  switch (tab) {
    case Tab::all:
      return true;
    case Tab::to_review:
      return miniapp.state == VersionState::submitted || miniapp.state == VersionState::in_review;
    case Tab::live:
      return miniapp.live_ring.has_value();
    case Tab::drafts:
      return miniapp.state == VersionState::draft || miniapp.state == VersionState::changes_requested ||
             miniapp.state == VersionState::rejected;
    case Tab::suspended:
      return miniapp.state == VersionState::suspended;
  }
  return false;
}

Audience audience_of(const contract::Miniapp& miniapp) {
  return miniapp.live_ring ? static_cast<Audience>(static_cast<int>(*miniapp.live_ring) + 1)
                           : Audience::nobody;
}

}  // namespace stadtpult::panels::catalogue
