#include "panels/publish/publish_view.hpp"

#include <algorithm>
#include <unordered_map>

#include "api-client/contract/codec.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/icons.hpp"

namespace stadtpult::panels {
namespace {

namespace icons = kit::icons;
using contract::DiffChange;
using contract::DiffItem;
using contract::DiffKind;
using kit::Tone;
using kit::tr;

}  // namespace

std::string ring_name(contract::Ring ring) {
  return kit::tr_or(std::string("publish.ring.") + contract::enum_name(ring), "");
}

namespace {

/// What needs a thing that stays stays, too.
void keep_with_needs(std::vector<DiffRow>& rows) {
  std::unordered_map<std::string_view, const DiffRow*> staying;
  for (const auto& row : rows)
    if (!row.waits.empty()) staying.emplace(row.item.id, &row);
  for (std::size_t before = 0; before != staying.size();) {
    before = staying.size();
    for (auto& row : rows) {
      if (!row.waits.empty()) continue;
      for (const auto& key : row.item.needs)
        if (const auto needed = staying.find(key); needed != staying.end() && row.waits.empty())
          row.waits = kit::tr("publish.waits.needs", {{"name", needed->second->title}});
      if (!row.waits.empty()) staying.emplace(row.item.id, &row);
    }
  }
}

}  // namespace

ChangeLook look_of(DiffChange change) {
  switch (change) {
    case DiffChange::added:
      return {icons::add, Tone::ok, tr("publish.change.added")};
    case DiffChange::removed:
      return {icons::remove, Tone::err, tr("publish.change.removed")};
    case DiffChange::changed:
      break;
  }
  return {icons::edit, Tone::info, tr("publish.change.changed")};
}

std::vector<DiffRow> diff_rows(const World& world, contract::Ring ring) {
  std::vector<DiffRow> rows;
  const auto* items = world.state.diff_of(ring).value();
  if (items == nullptr) return rows;
  for (const auto& item : *items) {
    DiffRow row;
    row.item = item;
    row.title = item.title.in(world.language);
    row.kind = kit::tr_or(std::string("publish.kind.") + contract::enum_name(item.kind),
                          contract::enum_name(item.kind));
    const auto look = look_of(item.change);
    row.icon = look.icon;
    row.tone = look.tone;
    row.change = look.word;
    row.waits = why_waiting(item);
    for (const auto& line : diff_lines(world, item))
      row.summary += (row.summary.empty() ? "" : ", ") + line.label;
    rows.push_back(std::move(row));
  }
  keep_with_needs(rows);
  return rows;
}

std::vector<DiffLine> diff_lines(const World& world, const DiffItem& item) {
  std::vector<DiffLine> lines;
  for (const auto& field : item.fields) {
    // The version's name says these to a person.
    if (field.field == "version_id" || (item.kind == DiffKind::page && field.field == "sha256")) continue;
    lines.push_back({field_label(field.field), field_value(world, field.field, field.old_value),
                     field_value(world, field.field, field.new_value)});
  }
  return lines;
}

Selection with_needs(const std::vector<DiffRow>& all, const std::set<std::string>& ticked) {
  std::unordered_map<std::string_view, const DiffItem*> by_key;
  for (const auto& row : all) by_key.emplace(row.item.id, &row.item);
  Selection chosen;
  std::vector<std::string> open(ticked.begin(), ticked.end());
  while (!open.empty()) {
    const std::string key = std::move(open.back());
    open.pop_back();
    const auto item = by_key.find(key);
    if (item == by_key.end() || !chosen.keys.insert(key).second) continue;
    if (ticked.count(key) == 0) chosen.along.insert(key);
    open.insert(open.end(), item->second->needs.begin(), item->second->needs.end());
  }
  return chosen;
}

form::Field note_field() {
  auto fields = form::fields_of(contract::type_info<contract::NewRelease>(), "publish", {},
                                {"ring", "rollback_version_id"}, true);
  auto* note = form::find(fields, "note");
  return note != nullptr ? *note : form::Field{};
}

Change publish_change(const World& world, contract::Ring ring, const std::set<std::string>& keys,
                      const std::string& note) {
  contract::NewRelease body;
  body.ring = ring;
  body.note = note;
  body.items.assign(keys.begin(), keys.end());
  Change change;
  change.operation = contract::Operation::create_release;
  change.body = contract::encode_new(body);
  change.if_match = world.state.diff_etag(ring);  // nothing goes out that was not seen here
  change.title = kit::tr_n("publish.done", static_cast<std::int64_t>(keys.size()));
  change.detail = ring_name(ring);
  change.queueable = false;
  change.draft_key = kNoteKey;
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

std::string why_waiting(const DiffItem& item) {
  std::string words;
  for (const auto& each : item.waits_for) {
    if (!words.empty()) words += " ";
    words += each.round_name.empty()
                 ? kit::tr("publish.waits.first", {{"version", each.app_version_name}})
                 : kit::tr("publish.waits", {{"round", each.round_name}, {"version", each.app_version_name}});
  }
  return words;
}

std::string left_out(const std::vector<DiffRow>& rows) {
  const auto count =
      std::count_if(rows.begin(), rows.end(), [](const auto& row) { return !row.waits.empty(); });
  return count == 0 ? "" : kit::tr_n("publish.left_out", count);
}

std::vector<const contract::Release*> releases_by_number(const World& world) {
  std::vector<const contract::Release*> releases;
  for (const auto& release : world.state.releases.items()) releases.push_back(&release);
  std::sort(releases.begin(), releases.end(),
            [](const auto* a, const auto* b) { return a->number > b->number; });
  return releases;
}

}  // namespace stadtpult::panels
