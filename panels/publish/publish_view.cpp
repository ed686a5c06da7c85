#include "panels/publish/publish_view.hpp"

#include <algorithm>

#include "api-client/contract/codec.hpp"
#include "panels/kit/icons.hpp"

namespace stadtpult::panels {
namespace {

namespace icons = kit::icons;
using contract::DiffChange;
using contract::DiffItem;
using contract::DiffKind;
using kit::Tone;
using kit::tr;

std::string field_label(const std::string& field) {
  return kit::tr_or("publish.field." + field, field.c_str());
}

/// JSON text as a person reads it: a text in the person's language, a name instead of an id.
std::string readable(const World& world, const std::string& field, const std::string& json) {
  if (json.empty() || json == "null") return {};
  if (const auto text = contract::decode_value<contract::LocalizedText>(json); text && json.front() == '{') {
    std::string all;
    for (const auto& [language, words] : text->by_language)
      all += (all.empty() ? "" : "\n") + language + ": " + words;
    return all;
  }
  std::string plain = json;
  if (const auto text = contract::decode_value<std::string>(json)) plain = *text;
  if (field == "category_id" || field == "parent_id") {
    if (const auto* category = world.state.categories.find(plain)) return category->name.in(world.language);
  }
  return plain;
}

}  // namespace

std::string ring_name(contract::Ring ring) {
  return kit::tr_or(std::string("publish.ring.") + contract::enum_name(ring), "");
}

std::vector<DiffRow> diff_rows(const World& world, contract::Ring ring) {
  std::vector<DiffRow> rows;
  const auto* items = world.state.diff_of(ring).value();
  if (items == nullptr) return rows;
  for (const auto& item : *items) {
    DiffRow row;
    row.item = &item;
    row.title = item.title.in(world.language);
    row.kind = tr(item.kind == DiffKind::category ? "publish.kind.category" : "publish.kind.miniapp");
    const bool added = item.change == DiffChange::added, removed = item.change == DiffChange::removed;
    row.icon = added ? icons::add : removed ? icons::remove : icons::edit;
    row.tone = added ? Tone::ok : removed ? Tone::err : Tone::info;
    row.change = tr(added     ? "publish.change.added"
                    : removed ? "publish.change.removed"
                              : "publish.change.changed");
    for (const auto& field : item.fields)
      row.summary += (row.summary.empty() ? "" : ", ") + field_label(field.field);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<DiffLine> diff_lines(const World& world, const DiffItem& item) {
  std::vector<DiffLine> lines;
  for (const auto& field : item.fields)
    lines.push_back({field_label(field.field), readable(world, field.field, field.old_value),
                     readable(world, field.field, field.new_value)});
  return lines;
}

std::set<std::string> with_needs(const std::vector<DiffItem>& all, const std::set<std::string>& ticked,
                                 int* added) {
  std::set<std::string> keys;
  std::vector<std::string> open(ticked.begin(), ticked.end());
  while (!open.empty()) {
    const std::string key = open.back();
    open.pop_back();
    const auto item = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == key; });
    if (item == all.end() || !keys.insert(key).second) continue;
    open.insert(open.end(), item->needs.begin(), item->needs.end());
  }
  if (added != nullptr)
    *added = static_cast<int>(
        std::count_if(keys.begin(), keys.end(), [&](const auto& key) { return ticked.count(key) == 0; }));
  return keys;
}

Change publish_change(const World&, contract::Ring ring, const std::set<std::string>& keys,
                      const std::string& note) {
  contract::NewRelease body;
  body.ring = ring;
  body.note = note;
  body.items.assign(keys.begin(), keys.end());
  Change change;
  change.operation = contract::Operation::create_release;
  change.body = contract::encode_new(body);
  change.title = kit::tr_n("publish.done", static_cast<std::int64_t>(keys.size()));
  change.detail = ring_name(ring);
  change.queueable = false;
  change.draft_key = "draft:publish.note";
  auto undo = std::make_shared<Change>();
  undo->operation = contract::Operation::change_release;
  undo->ids = {""};
  undo->body = contract::encode_patch(contract::ReleaseChange{contract::ReleaseState::live},
                                      contract::ReleaseChange{});
  undo->title = tr("publish.undone");
  undo->queueable = false;
  change.undo = std::move(undo);
  return change;
}

Change undo_change(const World&, const contract::Release& release) {
  Change change;
  change.operation = contract::Operation::change_release;
  change.ids = {release.id};
  change.body = contract::encode_patch(contract::ReleaseChange{contract::ReleaseState::live},
                                       contract::ReleaseChange{});
  change.if_match = contract::etag(release.id, release.revision);
  change.title = tr("publish.undone");
  change.detail = release.note;
  change.queueable = false;
  return change;
}

std::vector<const contract::Release*> releases_by_number(const World& world) {
  std::vector<const contract::Release*> releases;
  for (const auto& release : world.state.releases.items()) releases.push_back(&release);
  std::sort(releases.begin(), releases.end(),
            [](const auto* a, const auto* b) { return a->number > b->number; });
  return releases;
}

}  // namespace stadtpult::panels
