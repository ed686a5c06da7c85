#include "panels/security/alert_actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "api-client/contract/codec.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::security {
namespace {

namespace icons = kit::icons;
using client::AlertRow;
using client::AlertTable;
using contract::AlertChange;
using contract::BlockKind;
using contract::BlockState;
using contract::Operation;
using kit::tr;

std::string body_of(const AlertChange& change) {
  return contract::encode_patch(AlertChange{}, change);
}

/// What the person saw, in the members of AlertChange: the change goes on by itself where nobody touched what
/// it touches, however often the alert's count grew meanwhile.
std::string seen(const AlertTable& table, const AlertRow& row) {
  const auto text = [&](std::uint32_t number) {
    return number == 0 ? std::string("null") : contract::encode_value(std::string(table.text(number)));
  };
  return fmt::format(
      R"({{"status_id":{},"verdict_id":{},"assignee_id":{},"incident_id":{},"note":null,"acknowledge_minutes":null}})",
      row.status, row.verdict, text(row.assignee), text(row.incident));
}

bool stands(const contract::Block& block) {
  return block.state == BlockState::active || block.state == BlockState::lift_requested ||
         block.state == BlockState::requested;
}

/// Puts status and assignee back.
AlertChange as_it_was(const AlertTable& table, const AlertRow& row) {
  AlertChange back;
  back.status_id = row.status;
  back.assignee_id = std::string(table.text(row.assignee));
  return back;
}

}  // namespace

bool may_change(const World& world) {
  return contract::may(world.role, Operation::change_alert);
}
bool may_stop(const World& world) {
  return contract::may(world.role, Operation::create_block);
}

std::vector<StopOffer> stop_offers(const AlertTable& table, const AlertRow& row) {
  std::vector<StopOffer> offers;
  const auto add = [&](BlockKind kind, std::uint32_t target) {
    if (target == 0) return;
    offers.push_back({kind, std::string(table.text(target)),
                      kit::tr_or(fmt::format("security.stop.{}", contract::enum_name(kind)), ""),
                      block_kind_mark(kind).icon});
  };
  add(BlockKind::session, row.session);
  add(BlockKind::device, row.device);
  add(BlockKind::person, row.principal);
  add(BlockKind::source, row.source);
  add(BlockKind::miniapp, row.miniapp);
  add(BlockKind::organisation, row.organisation);
  return offers;
}

const contract::Block* standing_block(const World& world, BlockKind kind, std::string_view target) {
  for (const auto& block : world.state.blocks.items())
    if (block.kind == kind && block.target == target && stands(block) &&
        (!block.expires_at || block.expires_at > world.now))
      return &block;
  return nullptr;
}

bool is_wide(BlockKind kind) {
  return kind == BlockKind::organisation;
}

std::optional<StopOffer> next_stop(const World& world, const AlertRow& row) {
  for (auto& offer : stop_offers(world.state.alerts, row))
    if (!is_wide(offer.kind) && standing_block(world, offer.kind, offer.target) == nullptr) return offer;
  return std::nullopt;
}

bool is_mine(const World& world, const AlertRow& row) {
  return world.state.alerts.text(row.assignee) == world.principal_id &&
         row.status == contract::kStatusInProgress;
}

Change main_change(const World& world, const AlertRow& row) {
  return is_mine(world, row) ? resolve(world.state.alerts, row) : take_over(world.state.alerts, row);
}

Change change_alert(const AlertTable& table, const AlertRow& row, const AlertChange& change,
                    std::string title, std::optional<AlertChange> undo) {
  Change made;
  made.operation = Operation::change_alert;
  made.ids = {std::string(table.id(row))};
  made.body = body_of(change);
  made.if_match = contract::etag(made.ids.front(), row.revision);
  made.before = seen(table, row);
  made.title = std::move(title);
  made.detail = alert_number(row.number);
  if (!undo) return made;
  Change back;
  back.operation = Operation::change_alert;
  back.ids = made.ids;
  back.body = body_of(*undo);
  back.title = made.title;
  back.detail = made.detail;
  made.undo = std::make_shared<const Change>(std::move(back));
  return made;
}

Change take_over(const AlertTable& table, const AlertRow& row) {
  AlertChange change;
  change.assignee_id = "me";
  change.status_id = contract::kStatusInProgress;
  return change_alert(table, row, change, tr("security.did.taken"), as_it_was(table, row));
}

Change assign(const AlertTable& table, const AlertRow& row, const std::string& person_id) {
  AlertChange change;
  change.assignee_id = person_id;
  AlertChange back;
  back.assignee_id = std::string(table.text(row.assignee));
  return change_alert(table, row, change,
                      tr(person_id.empty() ? "security.did.unassigned" : "security.did.assigned"), back);
}

Change acknowledge(const AlertTable& table, const AlertRow& row, std::int64_t minutes) {
  AlertChange change, back;
  change.acknowledge_minutes = minutes;
  back.acknowledge_minutes = 0;
  return change_alert(table, row, change,
                      tr(minutes > 0 ? "security.did.acknowledged" : "security.did.came_back"),
                      minutes > 0 ? std::optional(back) : std::nullopt);
}

Change judge(const AlertTable& table, const AlertRow& row, std::int64_t verdict_id, std::string reason) {
  AlertChange change;
  change.verdict_id = verdict_id;
  change.verdict_reason = std::move(reason);
  change.status_id = contract::kStatusResolved;
  AlertChange back;
  back.verdict_id = row.verdict;
  back.verdict_reason = tr("security.verdict.taken_back");
  back.status_id = row.status;
  return change_alert(table, row, change, tr("security.did.verdict", {{"verdict", verdict_word(verdict_id)}}),
                      back);
}

Change resolve(const AlertTable& table, const AlertRow& row) {
  AlertChange change, back;
  change.status_id = contract::kStatusResolved;
  back.status_id = row.status;
  return change_alert(table, row, change, tr("security.did.resolved"), back);
}

Change reopen(const AlertTable& table, const AlertRow& row) {
  AlertChange change, back;
  change.status_id = contract::kStatusNew;
  back.status_id = row.status;
  return change_alert(table, row, change, tr("security.did.reopened"), back);
}

Change add_note(const AlertTable& table, const AlertRow& row, std::string note) {
  AlertChange change;
  change.note = std::move(note);
  return change_alert(table, row, change, tr("security.did.note"));
}

Change link_incident(const AlertTable& table, const AlertRow& row, const std::string& incident_id) {
  AlertChange change, back;
  change.incident_id = incident_id;
  back.incident_id = std::string(table.text(row.incident));
  return change_alert(table, row, change,
                      tr(incident_id.empty() ? "security.did.unlinked" : "security.did.linked"), back);
}

Change stop(const AlertTable& table, const AlertRow& row, const StopOffer& offer,
            const std::string& language) {
  contract::Block block;
  block.kind = offer.kind;
  block.target = offer.target;
  block.reason = fmt::format("{}: {}", alert_number(row.number), table.rule(row).title.in(language));
  block.alert_id = std::string(table.id(row));
  return stop(block);
}

Change stop(const contract::Block& block) {
  Change made;
  made.operation = Operation::create_block;
  made.body = contract::encode_new(block);
  const bool wide = is_wide(block.kind);
  made.title = tr(wide ? "security.did.stop_requested" : "security.did.stopped",
                  {{"kind", block_kind_mark(block.kind).word}, {"target", block.target}});
  made.detail = tr(wide ? "security.did.stop_requested.detail" : "security.did.stopped.detail");
  made.queueable = false;
  contract::Block after = block;
  after.state = wide ? BlockState::lifted : BlockState::lift_requested;
  Change back;
  back.operation = Operation::change_block;
  back.ids = {""};  // the id that the platform gives
  back.body = contract::encode_patch(block, after);
  back.title = tr(wide ? "security.did.withdrawn" : "security.block.did_ask");
  back.detail = block_kind_mark(block.kind).word + " " + block.target;
  back.queueable = false;
  made.undo = std::make_shared<const Change>(std::move(back));
  return made;
}

Change change_block(const contract::Block& block, BlockState to, std::string title) {
  contract::Block after = block;
  after.state = to;
  Change made = patch_of(Operation::change_block, block, after, std::move(title),
                         block_kind_mark(block.kind).word + " " + block.target);
  made.queueable = false;
  return made;
}

Change propose_filter(const contract::RuleFilter& wish) {
  contract::RuleFilter filter;
  filter.rule_id = wish.rule_id;
  filter.title = wish.title;
  filter.text = wish.text;
  filter.alert_id = wish.alert_id;
  Change made;
  made.operation = Operation::create_rule_filter;
  made.body = contract::encode_new(filter);
  made.title = tr("security.filter.did_propose");
  made.detail = wish.title;
  made.queueable = false;
  return made;
}

Change change_filter(const contract::RuleFilter& filter, contract::FilterState to, std::string title) {
  contract::RuleFilter after = filter;
  after.state = to;
  Change made = patch_of(Operation::change_rule_filter, filter, after, std::move(title), filter.title);
  made.queueable = false;
  return made;
}

std::string cut_words(const contract::Block& block) {
  if (block.cut_after_ms < 0) return tr("security.block.not_measured");
  return kit::tr_n("security.block.cut", block.cut_connections,
                   {{"ms", kit::format_number(block.cut_after_ms)}});
}

}  // namespace stadtpult::panels::security
