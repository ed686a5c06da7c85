#include "panels/settings/reasons_view.hpp"

#include <algorithm>

#include "api-client/contract/codec.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels {
namespace {

using contract::Operation;
using contract::Reason;
using kit::tr;

std::string shown_text(const Reason& reason) {
  return reason.text.in(kit::language());
}

/// The compensating change; the console fills in the revision that the change itself makes.
std::shared_ptr<const Change> undo_with(std::string id, std::string body, std::string detail) {
  Change undo;
  undo.operation = Operation::change_reason;
  undo.ids = {std::move(id)};
  undo.body = std::move(body);
  undo.title = tr("settings.reason.changed");
  undo.detail = std::move(detail);
  return std::make_shared<const Change>(std::move(undo));
}

}  // namespace

bool may_keep_reasons(const World& world) {
  return contract::may(world.role, Operation::create_reason);
}

std::vector<const Reason*> reasons_shown(const World& world, bool archived) {
  std::vector<const Reason*> shown;
  for (const auto& reason : world.state.reasons.items())
    if (reason.archived == archived) shown.push_back(&reason);
  std::sort(shown.begin(), shown.end(), [](const Reason* a, const Reason* b) {
    return a->position != b->position ? a->position < b->position : a->id < b->id;
  });
  return shown;
}

std::vector<form::Field> reason_fields(const Reason& reason) {
  std::vector<std::string> languages = {"de", "en"};
  for (const auto& [language, text] : reason.text.by_language)
    if (std::find(languages.begin(), languages.end(), language) == languages.end())
      languages.push_back(language);
  auto fields =
      form::fields_of(contract::type_info<Reason>(), "settings.reason", languages, {"position", "archived"});
  for (auto& field : fields) field.long_text = false;  // a reason is one line
  return fields;
}

Change change_reason(const Reason& before, const Reason& after, std::string title, std::string draft_key) {
  Change change = patch_of(Operation::change_reason, before, after, std::move(title), shown_text(after));
  change.draft_key = std::move(draft_key);
  change.undo = undo_with(before.id, contract::encode_patch(after, before), change.detail);
  return change;
}

Change create_reason(const Reason& made, std::string draft_key) {
  Change change;
  change.operation = Operation::create_reason;
  change.body = contract::encode_new(made);
  change.title = tr("settings.reason.made");
  change.detail = shown_text(made);
  change.draft_key = std::move(draft_key);
  Reason gone = made;
  gone.archived = true;
  change.undo = undo_with("", contract::encode_patch(made, gone), change.detail);
  return change;
}

}  // namespace stadtpult::panels
