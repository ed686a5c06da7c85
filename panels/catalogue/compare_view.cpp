#include "panels/catalogue/compare_view.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "panels/catalogue/detail_manifest.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::detail {

namespace {

using contract::Permission;
using contract::PermissionChange;
using contract::Version;
using kit::tr;

/// Old and new texts by name; adds a row for each that differs.
void add_rows(CompareSection& section, const std::map<std::string, std::string>& older,
              const std::map<std::string, std::string>& newer, bool mono,
              std::string (*named)(const std::string&)) {
  std::map<std::string, int> names;
  for (const auto& [name, text] : older) names[name] |= 1;
  for (const auto& [name, text] : newer) names[name] |= 2;
  for (const auto& [name, where] : names) {
    CompareRow row;
    row.what = named(name);
    row.mono = mono;
    if ((where & 1) != 0) row.old_text = older.at(name);
    if ((where & 2) != 0) row.new_text = newer.at(name);
    row.difference = where == 1 ? Difference::removed : where == 2 ? Difference::added : Difference::changed;
    if (row.difference != Difference::changed || row.old_text != row.new_text)
      section.rows.push_back(std::move(row));
  }
}

std::string as_it_is(const std::string& name) {
  return name;
}

/// Two permissions may have the same word, so their own names stand behind it.
std::string full_permission_name(const std::string& name) {
  const auto word = permission_name(name);
  return word == name ? name : word + " · " + name;
}

std::map<std::string, std::string> permissions_of(const Version& version) {
  std::map<std::string, std::string> texts;
  for (const auto& permission : version.permissions) {
    // The list also names what an earlier version asked for; this one does not.
    if (permission.change == PermissionChange::removed) continue;
    const auto level =
        tr(permission.level == contract::PermissionLevel::high ? "miniapp.level.high" : "miniapp.level.low");
    texts[permission.name] =
        permission.reason.empty() ? std::string(tr("miniapp.permission_without_reason")) : permission.reason;
    texts[permission.name] += " (" + std::string(level) + ")";
  }
  return texts;
}

std::map<std::string, std::string> files_of(const Version& version) {
  std::map<std::string, std::string> texts;
  for (const auto& file : version.files)
    texts[file.path] =
        hash_ends(file.sha256) + ", " + kit::format_bytes(static_cast<std::uint64_t>(file.size_bytes));
  return texts;
}

/// Files differ by their whole hash; two different ones may be shortened to the same text.
void add_files(CompareSection& section, const Version& older, const Version& newer) {
  const auto old_texts = files_of(older), new_texts = files_of(newer);
  std::map<std::string, std::string> old_hashes, new_hashes;
  for (const auto& file : older.files) old_hashes[file.path] = file.sha256;
  for (const auto& file : newer.files) new_hashes[file.path] = file.sha256;
  add_rows(section, old_hashes, new_hashes, true, as_it_is);
  for (auto& row : section.rows) {
    if (row.difference != Difference::added) row.old_text = old_texts.at(row.what);
    if (row.difference != Difference::removed) row.new_text = new_texts.at(row.what);
  }
}

std::map<std::string, std::string> facts_of(const Version& version) {
  std::map<std::string, std::string> facts;
  facts["1code"] = std::to_string(version.code);
  if (version.url) facts["2url"] = *version.url;
  std::string languages;
  for (const auto& language : version.languages) languages += (languages.empty() ? "" : ", ") + language;
  if (!languages.empty()) facts["3languages"] = languages;
  if (version.size_bytes > 0)
    facts["4size"] = kit::format_bytes(static_cast<std::uint64_t>(version.size_bytes));
  if (version.sha256) facts["5sha256"] = *version.sha256;
  if (!version.note.empty()) facts["6note"] = version.note;
  return facts;
}

/// The digit keeps the order; the word follows it.
std::string fact_name(const std::string& name) {
  return kit::tr_or("miniapp.fact." + name.substr(1), "");
}

/// Lower-case words behind the last separator, each after a "_": "system.permission.READ_CONTACTS" and
/// "readContacts" → "_read_contacts".
std::string permission_words(const std::string& name) {
  const auto last = name.find_last_of(".:/");
  std::string words = "_";
  bool after_lower = false;
  for (const char c : name.substr(last == std::string::npos ? 0 : last + 1)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && after_lower) words += '_';
    words += upper ? static_cast<char>(c - 'A' + 'a') : c == '-' || c == ' ' ? '_' : c;
    after_lower = c >= 'a' && c <= 'z';
  }
  return words;
}

struct PermissionKind {
  const char* part;  ///< with which a word of the name begins
  const char* icon;
};
constexpr std::array kPermissionKinds = {
    PermissionKind{"identity", kit::icons::badge},
    PermissionKind{"location", kit::icons::place},
    PermissionKind{"camera", kit::icons::image},
    PermissionKind{"photo", kit::icons::image},
    PermissionKind{"microphone", kit::icons::campaign},
    PermissionKind{"record_audio", kit::icons::campaign},
    PermissionKind{"contact", kit::icons::group},
    PermissionKind{"calendar", kit::icons::event},
    PermissionKind{"notification", kit::icons::notifications_none},
    PermissionKind{"push", kit::icons::notifications_none},
    PermissionKind{"document", kit::icons::description},
    PermissionKind{"file", kit::icons::description},
    PermissionKind{"storage", kit::icons::description},
    PermissionKind{"payment", kit::icons::payments},
    PermissionKind{"nfc", kit::icons::sensors},
    PermissionKind{"bluetooth", kit::icons::sensors},
    PermissionKind{"biometric", kit::icons::verified_user},
    PermissionKind{"sms", kit::icons::chat_bubble_outline},
    PermissionKind{"chat", kit::icons::forum},
    PermissionKind{"phone", kit::icons::contact_support},
    PermissionKind{"network", kit::icons::public_},
    PermissionKind{"internet", kit::icons::public_},
    PermissionKind{"vibrat", kit::icons::sensors},
};

const PermissionKind* kind_of(const std::string& name) {
  const auto words = permission_words(name);
  const auto at =
      std::find_if(kPermissionKinds.begin(), kPermissionKinds.end(), [&](const PermissionKind& kind) {
        return words.find(std::string("_") + kind.part) != std::string::npos;
      });
  return at == kPermissionKinds.end() ? nullptr : &*at;
}

void keep_if_any(Comparison& comparison, CompareSection section) {
  section.title = kit::tr_or("miniapp.compare." + section.key, "");
  if (!section.rows.empty()) comparison.sections.push_back(std::move(section));
}

}  // namespace

int Comparison::differences() const {
  std::size_t count = 0;
  for (const auto& section : sections) count += section.rows.size();
  return static_cast<int>(count);
}

Comparison compare(const Version& older, const Version& newer) {
  Comparison comparison;
  comparison.old_name = older.name;
  comparison.new_name = newer.name;
  comparison.same_content = older.sha256 && older.sha256 == newer.sha256;
  CompareSection permissions{"permissions", {}, {}};
  add_rows(permissions, permissions_of(older), permissions_of(newer), false, full_permission_name);
  keep_if_any(comparison, std::move(permissions));
  CompareSection facts{"facts", {}, {}};
  add_rows(facts, facts_of(older), facts_of(newer), false, fact_name);
  keep_if_any(comparison, std::move(facts));
  CompareSection manifest{"manifest", {}, {}};
  add_rows(manifest, manifest_members(older.manifest.text), manifest_members(newer.manifest.text), true,
           as_it_is);
  keep_if_any(comparison, std::move(manifest));
  CompareSection files{"files", {}, {}};
  add_files(files, older, newer);
  keep_if_any(comparison, std::move(files));
  return comparison;
}

int compare_with(const std::vector<Version>& versions, int version, const std::string& live_id) {
  const int count = static_cast<int>(versions.size());
  if (version < 0 || version >= count) return -1;
  for (int i = 0; i < count; ++i)
    if (i != version && !live_id.empty() && versions[static_cast<std::size_t>(i)].id == live_id) return i;
  return version + 1 < count ? version + 1 : -1;
}

std::string to_text(const Comparison& comparison) {
  std::string text = comparison.old_name + " → " + comparison.new_name + "\n";
  for (const auto& section : comparison.sections) {
    text += "\n" + section.title + "\n";
    for (const auto& row : section.rows) {
      text += word_of(row.difference) + ": " + row.what + "\n";
      if (row.difference != Difference::added) text += "  − " + row.old_text + "\n";
      if (row.difference != Difference::removed) text += "  + " + row.new_text + "\n";
    }
  }
  return text;
}

std::string word_of(Difference difference) {
  switch (difference) {
    case Difference::added:
      return tr("miniapp.compare.word_added");
    case Difference::removed:
      return tr("miniapp.compare.word_removed");
    case Difference::changed:
      break;
  }
  return tr("miniapp.compare.word_changed");
}

std::string permission_name(const std::string& name) {
  const auto* kind = kind_of(name);
  return kind == nullptr ? name : kit::tr_or(std::string("miniapp.permission.") + kind->part, name.c_str());
}

const char* permission_icon(const std::string& name) {
  const auto* kind = kind_of(name);
  return kind == nullptr ? kit::icons::vpn_key : kind->icon;
}

std::string hash_ends(const std::string& sha256) {
  if (sha256.size() < 16) return sha256;
  return sha256.substr(0, 4) + " " + sha256.substr(4, 4) + " … " + sha256.substr(sha256.size() - 4);
}

}  // namespace stadtpult::panels::detail
