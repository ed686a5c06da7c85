#include "platform/domain/page_life.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/domain/other_person.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::fail;
using contract::ContentPage;
using contract::PageState;
using contract::PageVersion;
using contract::Role;

namespace {

constexpr std::size_t kLongestSlug = 80;

/// Letters of Latin alphabets that towns and people are named with, as ASCII writes them.
struct Folding {
  std::string_view letters;  ///< each as UTF-8, apart by a space
  std::string_view ascii;
};
constexpr Folding kFoldings[] = {
    {"ä Ä æ Æ", "ae"},
    {"ö Ö œ Œ", "oe"},
    {"ü Ü", "ue"},
    {"ß ẞ", "ss"},
    {"á à â ã å ā ă ą Á À Â Ã Å Ā Ă Ą", "a"},
    {"ç ć č Ç Ć Č", "c"},
    {"ď đ Ď Đ ð Ð", "d"},
    {"é è ê ë ē ę ě É È Ê Ë Ē Ę Ě", "e"},
    {"ğ ģ Ğ Ģ", "g"},
    {"í ì î ï ī ı İ Í Ì Î Ï Ī", "i"},
    {"ł ľ ļ Ł Ľ Ļ", "l"},
    {"ñ ń ň Ñ Ń Ň", "n"},
    {"ó ò ô õ ø ő Ó Ò Ô Õ Ø Ő", "o"},
    {"ř Ř", "r"},
    {"ś š ş ș Ś Š Ş Ș", "s"},
    {"ť ţ ț Ť Ţ Ț", "t"},
    {"ú ù û ů ű ū Ú Ù Û Ů Ű Ū", "u"},
    {"ý ÿ Ý", "y"},
    {"ź ż ž Ź Ż Ž", "z"},
};

std::string_view folded(std::string_view letter) {
  for (const auto& [letters, ascii] : kFoldings) {
    for (std::string_view rest = letters; !rest.empty();) {
      const auto end = std::min(rest.find(' '), rest.size());
      if (rest.substr(0, end) == letter) return ascii;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return "-";
}

std::size_t length_of_letter(unsigned char first) {
  return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

}  // namespace

std::vector<PageState> next_states(PageState from) {
  using enum PageState;
  switch (from) {
    case draft:
    case changes_requested:
      return {in_review, archived, trashed};
    case in_review:
      return {approved, changes_requested, archived, trashed};
    case approved:
      return {scheduled, archived, trashed};
    case scheduled:
      return {approved, archived, trashed};
    case live:
      return {archived, trashed};  // refused with what has to happen first
    case expired:
      return {draft, archived, trashed};
    case archived:
      return {draft, trashed};
    case trashed:
      return {draft};
  }
  return {};
}

Done check_step(const ContentPage& page, PageState from, PageState to, base::Timestamp now) {
  const auto steps = next_states(from);
  if (std::find(steps.begin(), steps.end(), to) == steps.end()) {
    std::string words;
    for (const auto step : steps)
      words += (words.empty() ? "" : ", ") + std::string(contract::enum_name(step));
    return fail(ErrorKind::conflict,
                fmt::format("A page that is {} cannot become {}. Possible: {}.", contract::enum_name(from),
                            contract::enum_name(to), words),
                "state");
  }
  if ((to == PageState::archived || to == PageState::trashed) && page.live_ring)
    return fail(ErrorKind::conflict,
                fmt::format("The page is live for {}. Let it expire first (expire_at).",
                            contract::enum_name(*page.live_ring)),
                "state");
  if (from == PageState::trashed && page.trashed_at && now.ms - page.trashed_at.ms >= kTrashMs)
    return fail(ErrorKind::conflict, "The page was in the trash for 30 days and is being deleted.", "state");
  if (to == PageState::scheduled && page.publish_at <= now)
    return fail(ErrorKind::conflict, "Planning needs a time in the future (publish_at).", "publish_at");
  return {};
}

Done check_who_steps(const Actor& actor, PageState to) {
  if (!actor.is(Role::reviewer) || to == PageState::approved || to == PageState::changes_requested) return {};
  return fail(ErrorKind::forbidden,
              "Reviewers approve pages or send them back; other steps are the editors'.", "state");
}

Done check_who_writes(const Actor& actor, const std::vector<contract::FieldChange>& changes,
                      bool content_changed) {
  if (!actor.is(Role::reviewer)) return {};
  const auto refuse = [](const std::string& field) {
    return fail(ErrorKind::forbidden, "Reviewers approve pages or send them back; they do not write on them.",
                field);
  };
  if (content_changed) return refuse("content");
  for (const auto& change : changes)
    if (change.field != "state" && change.field != "note") return refuse(change.field);
  return {};
}

Done check_four_eyes(const std::string& approver, const ContentPage& page, const PageVersion& newest) {
  if (approver != page.submitted_by && approver != newest.created_by) return {};
  return needs_another_person(
      "wrote", "In this category somebody else has to approve a page than who wrote it or handed it in.",
      "state");
}

bool goes_into(const PageVersion& newest, const std::string& author, base::Timestamp now) {
  return newest.state == PageState::draft && newest.created_by == author &&
         now.ms - newest.created_at.ms < kSameVersionMs;
}

std::string version_hash(const PageVersion& version) {
  const std::string json = fmt::format(
      R"({{"title":{},"summary":{},"content":{}}})", contract::encode_value(version.title),
      contract::encode_value(version.summary), version.content.text.empty() ? "null" : version.content.text);
  return base::sha256_hex(contract::canonical_json(json));
}

bool takes_text(PageState state) {
  return state != PageState::trashed && state != PageState::archived && state != PageState::expired;
}

bool takes_translation(PageState state) {
  return takes_text(state) && state != PageState::in_review;
}

PageState state_after_writing(PageState state) {
  using enum PageState;
  return state == in_review || state == approved || state == scheduled || state == live ? draft : state;
}

std::string slug_of(const std::string& title) {
  std::string slug;
  for (std::size_t i = 0; i < title.size();) {
    const auto length = length_of_letter(static_cast<unsigned char>(title[i]));
    const auto letter = std::string_view(title).substr(i, length);
    i += length;
    std::string_view ascii = letter;
    char lower = letter.front();
    if (length > 1) {
      ascii = folded(letter);
    } else {
      if (lower >= 'A' && lower <= 'Z') lower = static_cast<char>(lower + 32);
      const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
      ascii = kept ? std::string_view(&lower, 1) : "-";
    }
    if (ascii == "-" && (slug.empty() || slug.back() == '-')) continue;
    slug += ascii;
  }
  slug.resize(std::min(slug.size(), kLongestSlug));
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "seite" : slug;
}

Done check_parent(const ContentPage& page,
                  const std::function<std::optional<ContentPage>(const std::string& id)>& find) {
  std::set<std::string> seen{page.id};
  std::optional<std::string> above = page.parent_id;
  for (bool direct = true; above; direct = false) {
    if (!seen.insert(*above).second)
      return fail(ErrorKind::invalid, "A page cannot stand below itself.", "parent_id");
    const auto parent = find(*above);
    if (!parent) return fail(ErrorKind::invalid, "There is no such page to stand below.", "parent_id");
    if (direct && parent->category_id != page.category_id)
      return fail(ErrorKind::invalid, "The page above stands in another category.", "parent_id");
    if (direct && (parent->state == PageState::archived || parent->state == PageState::trashed))
      return fail(ErrorKind::invalid,
                  fmt::format("\"{}\" is {}.", parent->title.in("de"), contract::enum_name(parent->state)),
                  "parent_id");
    above = parent->parent_id;
  }
  return {};
}

Done check_times(const ContentPage& page) {
  if (page.publish_at && page.expire_at && page.expire_at <= page.publish_at)
    return fail(ErrorKind::invalid, "The page would expire before it goes out.", "expire_at");
  return {};
}

}  // namespace stadtpult::platform
