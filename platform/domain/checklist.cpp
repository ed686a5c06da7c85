#include "platform/domain/checklist.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::platform {

using contract::CheckItem;
using contract::CheckState;
using contract::LocalizedText;
using contract::MiniappKind;
using contract::PermissionChange;
using contract::PermissionLevel;

namespace {

class Builder {
 public:
  explicit Builder(base::Timestamp now) : now_(now) {}

  void passed(const char* key, LocalizedText text) {
    CheckItem& item = add(key, std::move(text));
    item.automatic = true;
    item.state = CheckState::passed;
    item.at = now_;
  }
  void for_a_person(const char* key, LocalizedText text, std::string note = {}) {
    add(key, std::move(text)).note = std::move(note);
  }
  std::vector<CheckItem> items;

 private:
  CheckItem& add(const char* key, LocalizedText text) {
    CheckItem& item = items.emplace_back();
    item.key = key;
    item.text = std::move(text);
    return item;
  }
  base::Timestamp now_;
};

bool is_german(const std::string& tag) {
  return tag == "de" || tag.starts_with("de-");
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out.substr(0, 400);
}

}  // namespace

std::vector<CheckItem> make_checklist(const ChecklistFacts& facts, base::Timestamp now) {
  Builder list(now);
  const bool web = facts.version.kind == MiniappKind::web;
  list.passed("package", web ? LocalizedText("Die miniApp.json ist gültig, ihr Stand ist festgehalten",
                                             "miniApp.json is valid and its state is pinned")
                             : LocalizedText("Das Paket ist gültig und Datei für Datei festgehalten",
                                             "The package is valid and pinned file by file"));

  std::vector<std::string> without_reason;
  bool high = false;
  for (const auto& permission : facts.permissions) {
    if (permission.change == PermissionChange::removed) continue;
    high = high || permission.level == PermissionLevel::high;
    if (permission.reason.find_first_not_of(" \t\n") == std::string::npos)
      without_reason.push_back(permission.name);
  }
  const LocalizedText reasons("Jede Berechtigung ist begründet", "Every permission has a reason");
  if (without_reason.empty())
    list.passed("permission-reasons", reasons);
  else
    list.for_a_person("permission-reasons", reasons, joined(without_reason));

  const LocalizedText german("Die Texte liegen auf Deutsch vor", "The texts are there in German");
  if (std::any_of(facts.languages.begin(), facts.languages.end(), is_german))
    list.passed("language", german);
  else
    list.for_a_person("language", german, joined(facts.languages));

  if (!web) {
    const LocalizedText labels("Die Symbole haben Namen für Vorleseprogramme",
                               "Icons have names for screen readers");
    if (facts.icons_without_label.empty())
      list.passed("icon-labels", labels);
    else
      list.for_a_person("icon-labels", labels, joined(facts.icons_without_label));
  }

  list.for_a_person("content",
                    {"Die Inhalte sind richtig und vollständig", "The content is correct and complete"});
  const LocalizedText provider("Der Anbieter ist geprüft", "The provider is verified");
  if (facts.organisation_verified)
    list.passed("provider", provider);
  else
    list.for_a_person("provider", provider);
  if (high)
    list.for_a_person("data-protection", {"Die Zwecke sind mit dem Datenschutz abgestimmt",
                                          "The purposes are agreed with data protection"});
  list.for_a_person("accessibility",
                    {"Die Bedienung ist barrierefrei ausprobiert", "Accessible use has been tried out"});
  return std::move(list.items);
}

}  // namespace stadtpult::platform
