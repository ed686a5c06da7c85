#include "platform/domain/checklist.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/base/trim.hpp"

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
  list.passed(
      "package",
      web ? LocalizedText("miniApp.json gültig, Stand festgehalten", "miniApp.json valid, state pinned")
          : LocalizedText("Paket gültig, jede Datei festgehalten", "Package valid, every file pinned"));

  std::vector<std::string> without_reason;
  bool high = false;
  for (const auto& permission : facts.permissions) {
    if (permission.change == PermissionChange::removed) continue;
    high = high || permission.level == PermissionLevel::high;
    if (base::is_blank(permission.reason)) without_reason.push_back(permission.name);
  }
  const LocalizedText reasons("Berechtigungen begründet", "Permissions have reasons");
  if (without_reason.empty())
    list.passed("permission-reasons", reasons);
  else
    list.for_a_person("permission-reasons", reasons, joined(without_reason));

  const LocalizedText german("Texte auf Deutsch vorhanden", "Texts are there in German");
  if (std::any_of(facts.languages.begin(), facts.languages.end(), is_german))
    list.passed("language", german);
  else
    list.for_a_person("language", german, joined(facts.languages));

  if (!web) {
    const LocalizedText labels("Symbole haben Namen zum Vorlesen", "Icons have names for screen readers");
    if (facts.icons_without_label.empty())
      list.passed("icon-labels", labels);
    else
      list.for_a_person("icon-labels", labels, joined(facts.icons_without_label));
  }

  list.for_a_person("content", {"Inhalte richtig und vollständig", "Content correct and complete"});
  const LocalizedText provider("Anbieter geprüft", "Provider verified");
  if (facts.organisation_verified)
    list.passed("provider", provider);
  else
    list.for_a_person("provider", provider);
  if (high)
    list.for_a_person("data-protection",
                      {"Zwecke mit Datenschutz abgestimmt", "Purposes agreed with data protection"});
  list.for_a_person("accessibility", {"Barrierefreiheit ausprobiert", "Accessible use tried out"});
  return std::move(list.items);
}

}  // namespace stadtpult::platform
