#include "panels/security/devices_ui.hpp"

#include <algorithm>

#include "api-client/base/trim.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"
#include "panels/security/devices_view.hpp"
#include "panels/security/rows_ui.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using namespace security;
using contract::Device;
using contract::DeviceState;

}  // namespace

void DevicesPart::show(const std::string& device_id) {
  open_id_ = device_id;
  table_.selected = row_key(device_id);
}

void DevicesPart::refresh(const World& world) {
  if (generation_ == world.state.devices.generation) return;
  generation_ = world.state.devices.generation;
  rows_ = device_rows(world);
}

void DevicesPart::draw(const World& world, const ListDetail::Places& places, ListDetail& panes,
                       Intents& intents) {
  refresh(world);
  if (places.shows_list()) {
    const Pane pane{"security.devices",
                    {.rect = places.list, .name = tr("security.tab.devices"), .scroll = false, .gap = 8}};
    const Rect rest = places.list;
    const Region region{rest};
    if (draw_no_rows(world, world.state.devices.remote, rows_.empty(), "security.devices",
                     icons::phonelink_lock, intents)) {
      const std::string who = tr("security.device.who"), state = tr("security.column.status"),
                        since = tr("security.device.since"), seen = tr("security.device.seen");
      std::vector<Column> columns{{.id = "who", .title = who, .weight = 1, .min_width = 160},
                                  {.id = "state", .title = state, .width = 176}};
      if (rest.width() >= px(480))
        columns.push_back({.id = "since", .title = since, .width = 104, .right = true});
      if (rest.width() >= px(600))
        columns.push_back({.id = "seen", .title = seen, .width = 120, .right = true});
      draw_rows(
          "devices", table_, columns, rows_, rest, places, panes, open_id_,
          [&](TableRow& row, const Device& device) {
            const Mark mark = device_state_mark(device.state);
            row.name(device.principal_name + ", " + device.name + ": " + mark.word);
            if (row.cell("who")) {
              tile({.icon = icons::phonelink_lock,
                    .tone = mark.tone,
                    .size = 28,
                    .icon_size = 16,
                    .on_selection = row.selected()});
              row.two_lines(is_this_device(world, device)
                                ? device.principal_name + " · " + tr("security.device.this")
                                : device.principal_name,
                            device.name);
            }
            if (row.cell("state"))
              chip(
                  {.label = mark.word, .icon = mark.icon, .tone = mark.tone, .on_selection = row.selected()});
            if (row.cell("since")) row.text(format_when(device.state_since, world.now));
            if (row.cell("seen")) row.text(format_ago(device.last_seen_at, world.now));
          });
    }
  }
  if (!places.shows_detail()) return;
  const Pane pane{"security.device",
                  {.rect = places.detail, .name = tr("security.device"), .padding = 16, .gap = 8}};
  panes.way_back(places);
  if (const auto* device = world.state.devices.find(open_id_))
    detail(world, *device, intents);
  else
    empty_state("security.device.empty", {.icon = icons::phonelink_lock,
                                          .title = tr("security.device.empty"),
                                          .detail = tr("security.device.empty.detail")});
}

void DevicesPart::detail(const World& world, const Device& device, Intents& intents) {
  const Mark mark = device_state_mark(device.state);
  {
    const Row line{{.height = 28}};
    chip({.label = mark.word, .icon = mark.icon, .tone = mark.tone});
    if (is_this_device(world, device))
      chip({.label = tr("security.device.this"), .icon = icons::person, .tone = Tone::info});
  }
  heading(device.name, Heading::detail);
  const KeyValueOptions line{.key_width = 130, .wrap = true};
  key_value(tr("security.device.who"), device.principal_name, line);
  if (!device.system.empty()) key_value(tr("security.device.system"), device.system, line);
  key_value(tr("security.device.first"), format_date_time(device.created_at), line);
  key_value(tr("security.device.seen"), format_date_time(device.last_seen_at), line);
  if (device.decided_by_name && !device.decided_by_name->empty())
    key_value(tr(device.state == DeviceState::revoked ? "security.device.revoked_by"
                                                      : "security.device.approved_by"),
              *device.decided_by_name + ", " + format_date_time(device.state_since), line);
  if (!device.reason.empty()) key_value(tr("security.device.reason"), device.reason, line);
  key_value(tr("security.device.key"), short_hash(device.thumbprint), {.key_width = 130, .mono = true});
  gap(4);
  if (device.state == DeviceState::revoked) return note(tr("security.device.for_good"), icons::block);
  const std::string because = why_no_decision(world);
  if (device.state == DeviceState::waiting) {
    note(tr("security.device.compare"), icons::verified_user);
    const std::string own = is_own(world, device) ? tr("security.device.own") : "";
    if (button("security.device.approve", {.kind = Button::primary,
                                           .label = tr("security.device.approve"),
                                           .icon = icons::check,
                                           .disabled_because = !because.empty() ? because : own}))
      intents.push_back(decide_device(device, DeviceState::approved, ""));
  }
  revoke(world, device, because, intents);
}

void DevicesPart::revoke(const World& world, const Device& device, const std::string& because,
                         Intents& intents) {
  const std::string here = is_this_device(world, device) ? tr("security.device.here") : "";
  const std::string why_not = !because.empty() ? because : here;
  std::string& reason = reasons_[device.id];
  text_field("security.device.reason", reason,
             {.label = tr("security.device.reason"),
              .hint = tr("security.device.reason_hint"),
              .max_length = 1000,
              .disabled_because = why_not});
  const std::string empty = base::is_blank(reason) ? tr("security.device.needs_reason") : "";
  if (button("security.device.revoke", {.kind = Button::danger,
                                        .label = tr("security.device.revoke"),
                                        .icon = icons::block,
                                        .disabled_because = !why_not.empty() ? why_not : empty}))
    intents.push_back(decide_device(device, DeviceState::revoked, std::exchange(reason, {})));
}

}  // namespace stadtpult::panels
