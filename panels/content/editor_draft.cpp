// The draft of a page as text: what is written, what it is based on, and the steps of undo.
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "panels/content/editor_view.hpp"

namespace stadtpult::panels::pages {

namespace {

using Json = nlohmann::json;

}  // namespace

std::string Editor::draft() const {
  if (revision_ == 0 || (!dirty() && undo_.empty() && redo_.empty())) return {};
  const auto steps = [](const Steps& from) {
    Json out = Json::array();
    for (const auto& step : from) out.push_back({step.at, step.before, step.after, step.key});
    return out;
  };
  Json out = Json{{"page", page_id_},     {"revision", revision_},    {"base", snapshot_of(base_)},
                  {"text", snapshot_},    {"content", base_content_}, {"undo", steps(undo_)},
                  {"redo", steps(redo_)}, {"at", edited_at_.ms}};
  if (sent_) out["sent"] = snapshot_of(*sent_);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool Editor::restore(std::string_view draft) {
  const Json json = base::parse_json(draft);
  if (!json.is_object()) return false;
  try {
    auto base = text_from(json.at("base").get_ref<const std::string&>());
    auto text = text_from(json.at("text").get_ref<const std::string&>());
    const auto revision = json.at("revision").get<std::int64_t>();
    if (!base || !text || revision <= 0) return false;
    const auto steps = [&](const char* name) {
      Steps out;
      for (const auto& each : json.at(name)) {
        Step step;
        step.at = each.at(0).get<std::size_t>();
        step.before = each.at(1).get<std::string>();
        step.after = each.at(2).get<std::string>();
        step.key = each.at(3).get<std::string>();
        out.push_back(std::move(step));
      }
      return out;
    };
    auto undo = steps("undo"), redo = steps("redo");
    page_id_ = json.at("page").get<std::string>();
    base_content_ = json.at("content").get<std::string>();
    edited_at_.ms = json.at("at").get<std::int64_t>();
    revision_ = revision;
    base_ = std::move(*base);
    undo_ = std::move(undo);
    redo_ = std::move(redo);
    set(std::move(*text));
    restored_ = dirty();
    if (json.contains("sent")) sent_ = text_from(json.at("sent").get_ref<const std::string&>());
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

}  // namespace stadtpult::panels::pages
