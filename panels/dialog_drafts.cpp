#include "panels/dialog_drafts.hpp"

#include <algorithm>

namespace stadtpult::panels {
namespace {

constexpr char kBetween = '\x1F';  // ASCII's unit separator: nobody types it

std::vector<std::string> values_of(const std::vector<std::string*>& fields) {
  std::vector<std::string> values;
  for (const auto* field : fields) values.push_back(*field);
  return values;
}

std::string joined(const std::vector<std::string>& values) {
  std::string all;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) all += kBetween;
    all += values[i];
  }
  return all;
}

std::vector<std::string> split(std::string_view all) {
  std::vector<std::string> values{""};
  for (const char c : all)
    if (c == kBetween)
      values.emplace_back();
    else
      values.back() += c;
  return values;
}

}  // namespace

void DialogDrafts::give_back(std::string_view dialog, std::string_view object, const std::string& text,
                             const client::State& state, Intents& out) {
  const std::string key = key_of(dialog, object);
  if (drafts_.find(key, state) == nullptr) drafts_.keep(key, text, out);
}

void DialogDrafts::forget(std::string_view dialog, std::string_view object, std::string_view text,
                          Intents& out) {
  const std::string key = key_of(dialog, object);
  if (drafts_.holds(key, text)) drafts_.keep(key, "", out);
}

std::string DialogDrafts::key_of(std::string_view dialog, std::string_view object) const {
  return drafts_.key(std::string(dialog) + "/" + std::string(object));
}

DialogDrafts::Typed DialogDrafts::typed(std::string_view dialog, std::string_view object, bool appearing,
                                        const client::State& state, Intents& out,
                                        std::vector<std::string*> fields) {
  if (appearing) {
    key_ = key_of(dialog, object);
    begun_ = values_of(fields);
    if (const auto* text = drafts_.find(key_, state)) {
      const auto values = split(*text);
      for (std::size_t i = 0; i < fields.size() && values.size() == fields.size(); ++i)
        *fields[i] = values[i];
    }
    kept_ = values_of(fields);
  }
  return {*this, out, std::move(fields)};
}

void DialogDrafts::Typed::keep() {
  auto values = values_of(fields_);
  if (values == of_.kept_) return;
  of_.drafts_.keep(of_.key_, values == of_.begun_ ? "" : joined(values), out_);
  of_.kept_ = std::move(values);
}

Change DialogDrafts::Typed::sent(Change change) {
  keep();
  change.draft_key = of_.key_;
  of_.drafts_.send(of_.key_);
  return change;
}

std::vector<Change> DialogDrafts::Typed::sent(std::vector<Change> changes) {
  if (!changes.empty()) changes.back() = sent(std::move(changes.back()));
  return changes;
}

void DialogDrafts::Typed::done() {
  of_.kept_ = values_of(fields_);
  of_.drafts_.keep(of_.key_, "", out_);
}

}  // namespace stadtpult::panels
