#include "panels/form/edit_form.hpp"

#include <algorithm>

#include "api-client/base/utf8.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::form {

void EditForm::restore(std::string_view key, std::string_view text) {
  if (!key.starts_with(prefix_) || text.empty()) return;
  drafts_.insert_or_assign(std::string(key), std::string(text));
  from_disk_.insert(std::string(key));
}

bool EditForm::has_draft(std::string_view id) const {
  const auto start = prefix_ + std::string(id) + "/";
  const auto at = drafts_.lower_bound(start);
  return at != drafts_.end() && at->first.starts_with(start);
}

/// Another thing: its fields, with what was typed and not taken. A refused one may be sent once more.
void EditForm::show(const std::string& id, const World& world) {
  if (id_ != id) {
    id_ = id;
    state_.clear();
    sent_.clear();
    answered_.clear();
    judged_.clear();
    const auto start = key("");
    for (auto at = drafts_.lower_bound(start); at != drafts_.end() && at->first.starts_with(start); ++at)
      state_.set(at->first.substr(start.size()), at->second);
  }
  // What was refused may be sent once more. What was taken is taken, though the platform may write it in
  // another way (an IBAN without its blanks).
  std::erase_if(sent_, [&](const auto& each) {
    const auto* answer = world.state.answer_for(key(each.first));
    // An answer that was there already is one to an earlier value of the field.
    const auto [before, is_first] = answered_.try_emplace(each.first, answer != nullptr ? answer->id : "");
    if (is_first || answer == nullptr || answer->id == before->second) return false;
    answered_.erase(before);
    const auto typed = state_.typed.find(each.first);
    if (answer->ok && typed != state_.typed.end() && typed->second == each.second) {
      state_.forget(each.first);
      drafts_.erase(key(each.first));
      from_disk_.erase(key(each.first));
    }
    return true;
  });
}

/// Forgets what the platform has taken over.
void EditForm::settle(Current current) {
  std::erase_if(sent_, [&](const auto& each) {
    if (current(each.first) != each.second) return false;
    const auto typed = state_.typed.find(each.first);
    if (typed != state_.typed.end() && typed->second == each.second) {
      state_.forget(each.first);
      drafts_.erase(key(each.first));
      from_disk_.erase(key(each.first));
    }
    return true;
  });
}

/// Path of a field that was left with a valid value.
std::string EditForm::draw_fields_of(const std::vector<Field>& fields, Current current, Intents& out) {
  for (const auto& field : fields)
    if (from_disk_.contains(key(field.path))) {
      kit::note(kit::tr("form.restored"), kit::icons::restore, kit::Tone::info);
      break;
    }
  // What is typed is judged against the contract's rules: from the first time the field was left, and at once
  // where it can only get worse (too long).
  const auto event = draw_fields(state_, fields, current);
  const auto field_at = [&](const std::string& path) {
    return std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.path == path; });
  };
  const auto judge = [&](const Field& field) {
    auto wrong = problem(field, state_.typed[field.path]);
    if (wrong.empty())
      state_.errors.erase(field.path);
    else
      state_.errors[field.path] = std::move(wrong);
  };
  if (!event.changed.empty()) {
    const auto& text = state_.typed[event.changed];
    drafts_[key(event.changed)] = text;
    out.push_back(KeepDraft{key(event.changed), text});
    const auto& field = *field_at(event.changed);
    if (judged_.contains(field.path) || (field.max_length != 0 && base::characters(text) > field.max_length))
      judge(field);
    else if (auto wrong = field.check ? field.check(text, true) : std::string(); !wrong.empty())
      state_.errors[field.path] = std::move(wrong);
  }
  if (event.left.empty()) return {};
  judge(*field_at(event.left));
  if (!state_.errors.contains(event.left)) return event.left;
  judged_.insert(event.left);
  return {};
}

/// Typed back to what it was.
void EditForm::drop(const std::string& path, Intents& out) {
  state_.forget(path);
  drafts_.erase(key(path));
  from_disk_.erase(key(path));
  out.push_back(KeepDraft{key(path), ""});
}

}  // namespace stadtpult::panels::form
