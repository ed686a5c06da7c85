#include <fmt/format.h>

#include <algorithm>

#include "platform/detection/network.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/alerts.hpp"
#include "platform/security/security.hpp"
#include "platform/store/principals.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Alert;
using contract::Block;
using contract::BlockKind;
using contract::BlockState;

namespace {

constexpr std::int64_t kBlockMs = 24LL * 3600 * 1000;
constexpr std::int64_t kLongestBlockMs = 366LL * 24 * 3600 * 1000;

base::Error unknown_target(const char* what) {
  return base::fail(ErrorKind::invalid, fmt::format("There is no {} with this id.", what), "target");
}

bool is_session_id(const std::string& text) {
  return text.size() == 20 && text.starts_with("tok_") &&
         std::all_of(text.begin() + 4, text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// The target is something that can be stopped, in the form in which it is kept.
Done settle_target(Security& security, Change& change, Block& block) {
  Database& database = change.database();
  switch (block.kind) {
    case BlockKind::session:
    case BlockKind::token:
      if (!is_session_id(block.target) || !token_exists(database, block.target.substr(4)))
        return unknown_target("token");
      return {};
    case BlockKind::device:
      return {};
    case BlockKind::person: {
      if (!block.target.starts_with("P-"))
        return find_principal(database, block.target) ? Done() : Done(unknown_target("person"));
      const auto value = security.pseudonyms().value_of(database, block.target);
      if (value && find_principal(database, *value)) return {};
      return unknown_target("person of this platform");
    }
    case BlockKind::organisation:
      if (!change.find<contract::Organisation>(block.target)) return unknown_target("organisation");
      return {};
    case BlockKind::miniapp:
      if (!change.find<contract::Miniapp>(block.target)) return unknown_target("mini-app");
      return {};
    case BlockKind::source:
      // An address is kept by its pseudonym only.
      if (!block.target.starts_with("Q-")) {
        if (!detection::parse_address(block.target))
          return base::fail(ErrorKind::invalid, "A source is an address or its pseudonym (Q-…).", "target");
        block.target = security.pseudonyms().of(database, Personal::source, block.target, change.now());
        return {};
      }
      return security.pseudonyms().value_of(database, block.target) ? Done() : Done(unknown_target("source"));
  }
  return {};
}

/// Whoever locked themselves out could not undo it.
Done check_not_self(const Call& call, Change& change, const Block& block) {
  bool self = block.target == call.session || block.target == call.actor.id;
  if (block.kind == BlockKind::person && block.target.starts_with("P-")) {
    const auto value = call.security->pseudonyms().value_of(change.database(), block.target);
    self = self || (value && *value == call.actor.id);
  }
  if (block.kind == BlockKind::source)
    if (const auto value = call.security->pseudonyms().value_of(change.database(), block.target))
      self = self || *value == call.request.source;
  if (block.kind == BlockKind::device) self = self || block.target == call.request.device;
  if (block.kind == BlockKind::organisation)
    self = self || (!call.actor.organisation_id.empty() && block.target == call.actor.organisation_id);
  if (!self) return {};
  return base::fail(ErrorKind::conflict, "This would stop you yourself. Somebody else may do it.", "target");
}

void add_step(Change& change, const std::string& alert_id, const char* action, const Block& block) {
  const auto before = change.find<Alert>(alert_id);
  if (!before) return;
  Alert after = *before;
  after.timeline.push_back(
      step_of(change, action, fmt::format("{} {}", contract::enum_name(block.kind), block.target)));
  change.update_unrecorded(*before, after);
}

Result<Answer> insert_block(const Call& call, Change& change, Block block, Stops::Steady::time_point asked) {
  if (const auto done = settle_target(*call.security, change, block); !done) return done.error();
  if (const auto done = check_not_self(call, change, block); !done) return done.error();
  if (!block.expires_at) block.expires_at = {change.now().ms + kBlockMs};
  if (block.expires_at <= change.now() || block.expires_at.ms > change.now().ms + kLongestBlockMs)
    return base::fail(ErrorKind::invalid, "A block ends in the future, within a year.", "expires_at");
  if (block.alert_id && !change.find<Alert>(*block.alert_id))
    return base::fail(ErrorKind::invalid, "There is no alert with this id.", "alert_id");
  block.state = block.kind == BlockKind::organisation ? BlockState::requested : BlockState::active;
  block.created_by = call.actor.id;
  block.created_by_name = call.actor.name;
  change.insert(block);
  if (block.alert_id) add_step(change, *block.alert_id, "stopped", block);
  if (block.state == BlockState::active) call.security->stops().begin(block.id, asked);
  return created(block, "/v1/security/blocks/" + block.id);
}

base::Error second_person(const char* what) {
  return base::fail(ErrorKind::forbidden, fmt::format("{} needs a second person.", what), "state");
}

/// The verb of the step, with what it sets.
Result<std::string> take_block_step(const Call& call, const Block& before, Block& after) {
  const std::string& me = call.actor.id;
  const auto wanted = after.state;
  switch (before.state) {
    case BlockState::requested:
      if (wanted == BlockState::active) {
        if (before.created_by == me) return second_person("A block of a whole organisation");
        return std::string("agree");
      }
      if (wanted == BlockState::lifted) return std::string("withdraw");  // nothing was stopped yet
      break;
    case BlockState::active:
      if (wanted != BlockState::lift_requested) break;
      after.lift_requested_by = me;
      after.lift_requested_by_name = call.actor.name;
      return std::string("request_lift");
    case BlockState::lift_requested:
      if (wanted == BlockState::lifted) {
        if (before.lift_requested_by == me) return second_person("Lifting a block");
        return std::string("lift");
      }
      if (wanted == BlockState::active) {
        after.lift_requested_by.reset();
        after.lift_requested_by_name.reset();
        return std::string("keep");
      }
      break;
    default:
      break;
  }
  return base::fail(ErrorKind::conflict,
                    fmt::format("A block that is {} cannot become {}.", contract::enum_name(before.state),
                                contract::enum_name(wanted)),
                    "state");
}

Result<Answer> patch_block(const Call& call, Change& change, Stops::Steady::time_point asked) {
  const auto before = to_change<Block>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (after->state == before->state) return answer_with(*before);
  const auto action = take_block_step(call, *before, *after);
  if (!action) return action.error();
  change.update(*before, *after, *action);
  if (*action == "agree") call.security->stops().begin(after->id, asked);
  if (*action == "lift" && after->alert_id) add_step(change, *after->alert_id, "lifted", *after);
  return answer_after<Block>(change, before->id);
}

}  // namespace

Result<WritePlan> create_block(const WriteCall& call) {
  auto block = contract::decode_new<Block>(call->request.body);
  if (!block) return block.error();
  const auto asked = Stops::Steady::now();
  return WritePlan(
      [call, block = *block, asked](Change& change) { return insert_block(*call, change, block, asked); });
}

Result<WritePlan> change_block(const WriteCall& call) {
  const auto asked = Stops::Steady::now();
  return WritePlan([call, asked](Change& change) { return patch_block(*call, change, asked); });
}

}  // namespace stadtpult::platform
