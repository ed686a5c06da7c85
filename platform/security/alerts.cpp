#include "platform/security/alerts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "platform/security/own_events.hpp"
#include "platform/store/principals.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using contract::Alert;
using contract::Block;
using contract::BlockKind;
using contract::BlockState;
using detection::Event;

namespace {

constexpr size_t kShortestReplaced = 4;

std::string first_of(const Event& event, std::initializer_list<const char*> names) {
  for (const auto* name : names)
    if (auto text = text_field(event, name); !text.empty()) return text;
  return {};
}

std::string person_in(const Event& event) {
  // What the platform does by itself nobody did; then it is about whom it was done to.
  if (text_field(event, "actor.user.uid") == system_actor().id)
    return first_of(event, {"user.uid", "user.name"});
  return first_of(event,
                  {"actor.user.uid", "actor.user.name", "user.uid", "user.name", "actor.user.email_addr"});
}
std::string source_in(const Event& event) {
  return first_of(event, {"src_endpoint.ip", "src_endpoint.hostname"});
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address == "localhost";
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

using Replacements = std::vector<std::pair<std::string, std::string>>;

/// The event with pseudonyms, wherever a personal value stands in it.
std::string evidence_of(const Event& event, Replacements replacements) {
  // Longer values first: a name may stand within an address.
  std::sort(replacements.begin(), replacements.end(),
            [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  Event shown = event;
  std::erase_if(shown.fields, [](const auto& field) { return field.name == "src_endpoint.subnet_uid"; });
  for (auto& field : shown.fields) {
    auto* text = std::get_if<std::string>(&field.value);
    if (text == nullptr) continue;
    for (const auto& [value, pseudonym] : replacements) {
      if (*text == value)
        *text = pseudonym;
      else if (value.size() >= kShortestReplaced)
        replace_all(*text, value, pseudonym);
    }
  }
  return contract::canonical_json(to_json_line(shown));
}

}  // namespace

Subject subject_of(const Event& event, const std::vector<detection::GroupValue>& group) {
  Subject subject{person_in(event), source_in(event)};
  bool by_person = false, by_source = false;
  for (const auto& part : group) {
    by_person = by_person || part.value == subject.person;
    by_source = by_source || part.value == subject.source;
  }
  if (by_source && !by_person) subject.person.clear();
  return subject;
}

struct AlertWriter::Group {
  const Finding* first = nullptr;
  std::string person, source;  ///< values
  std::int64_t count = 0;
  base::Timestamp first_at, last_at;
  std::vector<std::int64_t> batches;
};

contract::TimelineStep step_of(const Change& change, std::string action, std::string detail) {
  return {change.now(), change.actor().id, change.actor().name, std::move(action), std::move(detail)};
}

std::vector<std::string> AlertWriter::write(Change& change, const RuleState& rules,
                                            const std::vector<Finding>& findings) {
  std::map<std::tuple<std::uint32_t, std::string, std::string>, Group> groups;
  for (const auto& finding : findings) {
    const auto [person, source] = subject_of(finding.event, finding.group);
    Group& group = groups[{finding.rule, person, source}];
    const base::Timestamp at = finding.event.at ? finding.event.at : change.now();
    if (group.first == nullptr) group = {&finding, person, source, 0, at, at, {}};
    ++group.count;
    group.first_at = std::min(group.first_at, at);
    group.last_at = std::max(group.last_at, at);
    if (finding.batch_id != 0 && (group.batches.empty() || group.batches.back() != finding.batch_id))
      group.batches.push_back(finding.batch_id);
  }
  std::vector<std::string> blocks;
  for (const auto& [key, group] : groups) raise(change, rules, group, blocks);
  tell_grown(change);
  return blocks;
}

bool AlertWriter::due() const {
  const auto now = Steady::now();
  return std::any_of(untold_.begin(), untold_.end(), [&](const auto& one) { return one.second <= now; });
}

void AlertWriter::tell_grown(Change& change) {
  constexpr size_t kMostRemembered = 20'000;
  const auto now = Steady::now();
  for (auto at = untold_.begin(); at != untold_.end();) {
    if (at->second > now) {
      ++at;
      continue;
    }
    change.tell<Alert>(at->first);
    if (told_.size() >= kMostRemembered) told_.clear();
    told_[at->first] = now;
    at = untold_.erase(at);
  }
  change.touch(TableId::alerts);  // lists show the counts at once
}

void AlertWriter::raise(Change& change, const RuleState& rules, const Group& group,
                        std::vector<std::string>& blocks) {
  Database& database = change.database();
  const auto& meta = rules.rules->rules()[group.first->rule].meta;
  const RuleExtras& extras = rules.extras[group.first->rule];
  const Event& event = group.first->event;
  const std::string principal = pseudonyms_.of(database, Personal::person, group.person, change.now());
  const std::string source = pseudonyms_.of(database, Personal::source, group.source, change.now());
  const base::Timestamp since{group.first_at.ms - kAlertWindowMs};
  if (const auto id = find_growing_alert(database, meta.key(), principal, source, since);
      id && grow_alert(database, *id, group.count, group.last_at, change.now())) {
    for (const auto batch : group.batches) link_batch(database, *id, batch);
    const auto told = told_.find(*id);
    const auto now = Steady::now();
    const auto due = told == told_.end() ? now : told->second + std::chrono::milliseconds(kTellGrownMs);
    untold_.emplace(*id, due);
    return;
  }
  Replacements replacements;
  const auto hide = [&](const std::string& value, const std::string& by) {
    if (!value.empty() && !by.empty()) replacements.emplace_back(value, by);
  };
  // Also whoever the alert is not about: one of many persons behind an address.
  const std::string actor = person_in(event);
  const std::string actor_hidden =
      actor == group.person ? principal : pseudonyms_.of(database, Personal::person, actor, change.now());
  hide(actor, actor_hidden);
  if (text_field(event, "actor.user.uid") != system_actor().id)
    for (const char* name :
         {"actor.user.uid", "actor.user.name", "actor.user.email_addr", "actor.user.full_name"})
      hide(text_field(event, name), actor_hidden);
  if (const auto other = first_of(event, {"user.uid", "user.name", "user.email_addr"}); !other.empty()) {
    const std::string hidden =
        other == actor ? actor_hidden : pseudonyms_.of(database, Personal::person, other, change.now());
    for (const char* name : {"user.uid", "user.name", "user.email_addr", "user.full_name"})
      hide(text_field(event, name), hidden);
  }
  hide(group.source, source);
  hide(text_field(event, "src_endpoint.hostname"), source);
  if (const std::string ip = text_field(event, "device.ip"); !ip.empty())
    hide(ip, pseudonyms_.of(database, Personal::source, ip, change.now()));

  Alert alert;
  alert.id = change.make_id("alr_");
  alert.number = next_number(database, table_info<Alert>());
  alert.rule_id = meta.key();
  alert.rule_title =
      contract::LocalizedText(extras.title_de.empty() ? meta.title : extras.title_de, meta.title);
  alert.rule_author = meta.author;
  alert.rule_version = meta.version();
  for (const auto& verdict : rules.verdicts)
    if (verdict.id == alert.rule_id) alert.techniques = verdict.techniques;
  alert.severity_id = static_cast<std::int64_t>(meta.level);
  alert.principal = principal;
  alert.source = source;
  alert.device = text_field(event, "device.uid");
  alert.session = text_field(event, "actor.session.uid");
  alert.organisation_id = first_of(event, {"actor.user.org.uid", "resource.owner.uid"});
  if (text_field(event, "resource.type") == "miniapp") alert.miniapp_id = text_field(event, "resource.uid");
  alert.count = group.count;
  alert.first_at = group.first_at;
  alert.last_at = group.last_at;
  alert.evidence.text = evidence_of(event, std::move(replacements));
  alert.evidence_sha256 = base::sha256_hex(alert.evidence.text);
  alert.timeline.push_back(step_of(change, "raised"));
  if (!extras.response.empty())
    if (auto answer = respond(change, extras.response, alert, group, blocks); !answer.empty())
      alert.timeline.push_back(step_of(change, "stopped", std::move(answer)));
  change.insert_unrecorded(alert);
  for (const auto batch : group.batches) link_batch(database, alert.id, batch);
}

std::string AlertWriter::respond(Change& change, const std::string& response, const Alert& alert,
                                 const Group& group, std::vector<std::string>& blocks) {
  // What is over for long is no reason to stop anybody now (a log that was read late).
  if (group.last_at.ms + kRuleBlockMs <= change.now().ms) return {};
  Database& database = change.database();
  Block block;
  if (response == "throttle_source") {
    block.kind = BlockKind::source;
    // Behind this machine's own address are all who come through it: a proxy, the console's own platform.
    if (!is_loopback(group.source)) block.target = alert.source;
  } else if (response == "end_session" || response == "end_sessions") {
    block.kind = BlockKind::session;
    block.target = alert.session;
  } else if (response == "block_token") {
    block.kind = BlockKind::token;
    block.target = alert.session;
  } else if (response == "block_device") {
    block.kind = BlockKind::device;
    block.target = alert.device;
  } else if (response == "block_person") {
    block.kind = BlockKind::person;
    // Only people of this platform can be stopped here; a name in a foreign log may be anybody's.
    if (find_principal(database, group.person)) block.target = alert.principal;
  } else if (response == "suspend_miniapp") {
    block.kind = BlockKind::miniapp;
    if (change.find<contract::Miniapp>(alert.miniapp_id)) block.target = alert.miniapp_id;
  } else if (response == "block_organisation") {
    block.kind = BlockKind::organisation;
    block.state = BlockState::requested;
    block.target = alert.organisation_id;
  }
  if (block.target.empty()) return {};
  for (const auto& other : Table<Block>::where(database, {{"target", {block.target}}}))
    if (other.kind == block.kind && other.state != BlockState::lifted && other.state != BlockState::expired &&
        other.expires_at > change.now())
      return {};
  block.reason = fmt::format("AL-{} {}", alert.number, alert.rule_title.in("de"));
  block.alert_id = alert.id;
  block.expires_at = {change.now().ms + kRuleBlockMs};
  block.created_by = change.actor().id;
  block.created_by_name = change.actor().name;
  change.insert(block);
  if (block.state == BlockState::active) blocks.push_back(block.id);
  return fmt::format("{} {}", contract::enum_name(block.kind), block.target);
}

}  // namespace stadtpult::platform
