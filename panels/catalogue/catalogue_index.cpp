#include "panels/catalogue/catalogue_index.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <functional>
#include <numeric>

#include "panels/kit/fold.hpp"

namespace stadtpult::panels::catalogue {
namespace {

void mix(std::uint64_t& hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
  hash ^= hash >> 29U;
}
void mix(std::uint64_t& hash, std::string_view text) {
  mix(hash, std::hash<std::string_view>{}(text));
}
void mix_optional(std::uint64_t& hash, const std::optional<std::string>& text) {
  mix(hash, text ? std::hash<std::string_view>{}(*text) : std::uint64_t{1});
}

std::uint64_t content_of(const contract::Miniapp& miniapp) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const auto& [tag, words] : miniapp.name.by_language) {
    mix(hash, tag);
    mix(hash, words);
  }
  mix(hash, miniapp.app_id);
  mix(hash, miniapp.category_id);
  mix(hash, miniapp.organisation_id);
  mix(hash, miniapp.organisation_name);
  mix_optional(hash, miniapp.leika_key);
  mix_optional(hash, miniapp.ozg_id);
  mix_optional(hash, miniapp.version);
  mix(hash, static_cast<std::uint64_t>(miniapp.state) | static_cast<std::uint64_t>(miniapp.kind) << 8U |
                static_cast<std::uint64_t>(audience_of(miniapp)) << 16U |
                static_cast<std::uint64_t>(miniapp.archived) << 24U);
  mix(hash, static_cast<std::uint64_t>(miniapp.updated_at.ms));
  return hash;
}

/// Up to three numbers of 21 bits: 1.12.3 sorts behind 1.9.
std::uint64_t packed_version(const std::optional<std::string>& version) {
  if (!version) return 0;
  std::uint64_t packed = 0;
  const char* at = version->data();
  const char* end = at + version->size();
  for (int part = 0; part < 3; ++part) {
    std::uint32_t number = 0;
    const auto read = std::from_chars(at, end, number);
    packed = packed << 21U | std::min<std::uint32_t>(number, 0x1FFFFF);
    at = read.ptr != end && *read.ptr == '.' ? read.ptr + 1 : end;
  }
  return packed + 1;  // 0 stays "no version yet"
}

/// The first 8 bytes as a number that compares as the text does.
std::uint64_t prefix_of(std::string_view text) {
  std::array<unsigned char, 8> bytes{};
  std::memcpy(bytes.data(), text.data(), std::min(text.size(), bytes.size()));
  std::uint64_t value = 0;
  for (const unsigned char byte : bytes) value = value << 8U | byte;
  return value;
}

std::vector<std::uint32_t> ranks_by_name(const Names& names) {
  std::vector<std::string> folded;
  for (const auto& word : names.words) folded.push_back(kit::folded(word));
  std::vector<std::uint32_t> order(folded.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return folded[a] < folded[b]; });
  std::vector<std::uint32_t> ranks(order.size());
  for (std::uint32_t at = 0; at < order.size(); ++at) ranks[order[at]] = at;
  return ranks;
}

/// One word of a query in both ways an umlaut is written.
struct Word {
  std::string plain, spelled;
  [[nodiscard]] bool narrows(const Word& other) const {
    return plain.find(other.plain) != std::string::npos && spelled.find(other.spelled) != std::string::npos;
  }
};

std::vector<Word> words_of(std::string_view query) {
  std::vector<Word> words;
  const std::string plain = kit::folded(query), spelled = kit::folded(query, kit::Fold::spelled);
  const auto next = [](std::string_view text, std::size_t& at) {
    at = std::min(text.find_first_not_of(' ', at), text.size());
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    at = end;
    return std::string(word);
  };
  for (std::size_t p = 0, s = 0;;) {  // folding keeps spaces, so both have the same words
    Word word{next(plain, p), next(spelled, s)};
    if (word.plain.empty()) break;
    words.push_back(std::move(word));
  }
  std::sort(words.begin(), words.end(),
            [](const Word& a, const Word& b) { return a.plain.size() > b.plain.size(); });
  return words;
}

bool holds(std::string_view text, std::string_view needle) {
  return memmem(text.data(), text.size(), needle.data(), needle.size()) != nullptr;
}

bool holds(std::string_view text, const Word& word) {
  return holds(text, std::string_view(word.plain)) ||
         (word.spelled != word.plain && holds(text, std::string_view(word.spelled)));
}

std::uint8_t tab_bits(const contract::Miniapp& miniapp) {
  std::uint8_t bits = 0;
  for (int tab = 0; tab < kTabCount; ++tab)
    if (in_tab(static_cast<Tab>(tab), miniapp))
      bits = static_cast<std::uint8_t>(bits | 1U << static_cast<unsigned>(tab));
  return bits;
}

}  // namespace

std::uint64_t key_of(std::string_view id) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash == 0 ? 1 : hash;
}

SortColumn sort_column(std::string_view word) {
  constexpr std::array<std::string_view, 9> kWords = {
      "name", "organisation", "category", "state", "version", "audience", "kind", "created", "updated"};
  const auto at = std::find(kWords.begin(), kWords.end(), word);
  return at == kWords.end() ? SortColumn::name : static_cast<SortColumn>(at - kWords.begin());
}

std::uint32_t Names::number(const std::string& id, const std::string& word) {
  const auto [at, added] = numbers.try_emplace(id, static_cast<std::uint32_t>(ids.size()));
  if (added) {
    ids.push_back(id);
    words.push_back(word);
  } else if (words[at->second] != word) {
    words[at->second] = word;
  }
  return at->second;
}

void Index::append_row(const contract::Miniapp& miniapp, std::string_view language) {
  const std::size_t begin = words_.size();
  const auto add_fields = [&](kit::Fold how) {
    const auto add = [&](std::string_view field) {
      kit::append_folded(words_, field, how);
      words_ += '\n';
    };
    for (const auto& [tag, words] : miniapp.name.by_language) add(words);
    add(miniapp.app_id);
    add(miniapp.organisation_name);
    if (miniapp.leika_key) add(*miniapp.leika_key);
    if (miniapp.ozg_id) add(*miniapp.ozg_id);
  };
  add_fields(kit::Fold::plain);
  const std::size_t middle = words_.size();
  add_fields(kit::Fold::spelled);
  const std::string_view all = words_;
  if (all.substr(begin, middle - begin) == all.substr(middle)) words_.resize(middle);
  word_ends_.push_back(static_cast<std::uint32_t>(words_.size()));
  kit::append_folded(names_, miniapp.name.in(language));
  name_ends_.push_back(static_cast<std::uint32_t>(names_.size()));
}

bool Index::update(std::span<const contract::Miniapp> miniapps, std::string_view language) {
  Index old;
  std::swap(old.facts_, facts_);
  std::swap(old.words_, words_);
  std::swap(old.word_ends_, word_ends_);
  std::swap(old.names_, names_);
  std::swap(old.name_ends_, name_ends_);
  const bool reuse = language_ == language;
  bool changed = !reuse || old.size() != miniapps.size();
  language_ = language;
  facts_.reserve(miniapps.size());
  words_.reserve(old.words_.size());
  word_ends_.reserve(miniapps.size());
  names_.reserve(old.names_.size());
  name_ends_.reserve(miniapps.size());

  // The table behind the span appends, and fills the hole of a removed row with its last one; the old rows
  // are walked beside the new ones so that what did not change is copied instead of folded again.
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < miniapps.size(); ++i) {
    const auto& miniapp = miniapps[i];
    const std::uint64_t key = key_of(miniapp.id), content = content_of(miniapp);
    if (at + 1 < old.size() && old.facts_[at].key != key && old.facts_[at + 1].key == key) ++at;
    const bool same_row = at < old.size() && old.facts_[at].key == key;
    if (reuse && same_row && old.facts_[at].content == content) {
      facts_.push_back(old.facts_[at]);
      words_ += slice(old.words_, old.word_ends_, at);
      names_ += slice(old.names_, old.name_ends_, at);
      word_ends_.push_back(static_cast<std::uint32_t>(words_.size()));
      name_ends_.push_back(static_cast<std::uint32_t>(names_.size()));
      ++at;
      continue;
    }
    const bool inserted = !same_row && at < old.size() && i + 1 < miniapps.size() &&
                          old.facts_[at].key == key_of(miniapps[i + 1].id);
    if (!inserted) ++at;
    changed = true;
    append_row(miniapp, language);
    facts_.push_back(
        {.key = key,
         .content = content,
         .updated_ms = miniapp.updated_at.ms,
         .created_ms = miniapp.created_at.ms,
         .version = packed_version(miniapp.version),
         .category = categories_.number(miniapp.category_id, {}),
         .organisation = organisations_.number(miniapp.organisation_id, miniapp.organisation_name),
         .state = state_bit(miniapp.state),
         .audience = audience_bit(audience_of(miniapp)),
         .kind = static_cast<std::uint8_t>(miniapp.kind),
         .tabs = tab_bits(miniapp),
         .archived = miniapp.archived});
  }
  return changed;
}

std::vector<std::uint32_t> Index::sorted(SortColumn column, bool descending,
                                         std::span<const std::uint32_t> category_rank) const {
  const auto organisation_rank =
      column == SortColumn::organisation ? ranks_by_name(organisations_) : std::vector<std::uint32_t>{};
  const auto rank_of = [&](std::uint32_t row) -> std::uint64_t {
    const Facts& facts = facts_[row];
    switch (column) {
      case SortColumn::name:
        return prefix_of(sort_name(row));
      case SortColumn::organisation:
        return organisation_rank[facts.organisation];
      case SortColumn::category:
        return facts.category < category_rank.size() ? category_rank[facts.category] : UINT32_MAX;
      case SortColumn::state:
        return facts.state;
      case SortColumn::version:
        return facts.version;
      case SortColumn::audience:
        return facts.audience;
      case SortColumn::kind:
        return facts.kind;
      case SortColumn::created:
        return static_cast<std::uint64_t>(facts.created_ms);
      case SortColumn::updated:
        return static_cast<std::uint64_t>(facts.updated_ms);
    }
    return 0;
  };
  std::vector<std::pair<std::uint64_t, std::uint32_t>> ranked(size());
  for (std::uint32_t row = 0; row < size(); ++row) ranked[row] = {rank_of(row), row};
  // By name the other way round, the whole name is turned; by anything else equal rows stay in alphabetical
  // order.
  const bool names_turn = descending && column == SortColumn::name;
  std::sort(ranked.begin(), ranked.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return descending ? a.first > b.first : a.first < b.first;
    const int names = sort_name(a.second).compare(sort_name(b.second));
    if (names != 0) return names_turn ? names > 0 : names < 0;
    return a.second < b.second;
  });
  std::vector<std::uint32_t> order(size());
  std::transform(ranked.begin(), ranked.end(), order.begin(), [](const auto& each) { return each.second; });
  return order;
}

void Index::scan(std::string_view needle, std::vector<std::uint8_t>& match) const {
  const char* const begin = words_.data();
  const char* const end = begin + words_.size();
  std::uint32_t row = 0;
  for (const char* at = begin; at < end;) {
    at = static_cast<const char*>(
        memmem(at, static_cast<std::size_t>(end - at), needle.data(), needle.size()));
    if (at == nullptr) return;
    const auto offset = static_cast<std::uint32_t>(at - begin);
    while (word_ends_[row] <= offset) ++row;
    match[row] = 1;
    at = begin + word_ends_[row];  // one hit is enough for a row
  }
}

void Index::search(std::string_view query, std::vector<std::uint8_t>& match, std::string& match_query) const {
  const auto words = words_of(query);
  const auto before = words_of(match_query);
  const bool narrows =
      match.size() == size() && std::all_of(before.begin(), before.end(), [&](const Word& old) {
        return std::any_of(words.begin(), words.end(), [&](const Word& word) { return word.narrows(old); });
      });
  std::size_t next = 0;  // words from here on are still to be looked for in the marked rows
  if (!narrows || before.empty()) {
    match.assign(size(), words.empty() ? 1 : 0);
    if (!words.empty()) {
      scan(words[0].plain, match);
      if (words[0].spelled != words[0].plain) scan(words[0].spelled, match);
      next = 1;
    }
  }
  for (std::uint32_t row = 0; row < size() && next < words.size(); ++row) {
    if (match[row] == 0) continue;
    const auto text = slice(words_, word_ends_, row);
    match[row] = std::all_of(words.begin() + static_cast<std::ptrdiff_t>(next), words.end(),
                             [&](const Word& word) { return holds(text, word); });
  }
  match_query = query;
}

}  // namespace stadtpult::panels::catalogue
