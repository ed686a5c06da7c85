// Rounds, requirements with their evidence and signatures, and versions of the City-App with the gate before
// everyone.

#include "platform/routes/testphase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "platform/domain/other_person.hpp"
#include "platform/domain/requirement_proof.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/security/alerts.hpp"
#include "platform/store/intake.hpp"
#include "platform/store/security.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::AppVersion;
using contract::AppVersionState;
using contract::Cohort;
using contract::Evidence;
using contract::EvidenceKind;
using contract::MaturityModel;
using contract::Requirement;
using contract::TestRound;

namespace {

constexpr std::size_t kMostScopeSteps = 800;  // of the 1,000 that a history has

constexpr std::size_t kKeysNamed = 10;  // of a table that came into a version

base::Error refuse(std::string sentence, std::string field, ErrorKind kind = ErrorKind::invalid) {
  return base::fail(kind, std::move(sentence), std::move(field));
}

/// "2026-11-27", in UTC.
std::string day_of(base::Timestamp at) {
  return base::to_rfc3339(at).substr(0, 10);
}

/// A plan that moved is not hidden: what came into a version and left it stands in its history.
void note_scope(Change& change, const std::optional<std::string>& version_id, const char* action,
                const std::string& detail) {
  if (!version_id) return;
  const auto version = change.find<AppVersion>(*version_id);
  if (!version || version->state == AppVersionState::planned) return;
  AppVersion after = *version;
  // Room is left for what must never be refused: dates, an override, going live.
  if (after.history.size() < kMostScopeSteps) after.history.push_back(step_of(change, action, detail));
  change.update(*version, after);
}

// ---- rounds

Done check_round(Change& change, const TestRound& round) {
  if (round.ends_at <= round.starts_at) return refuse("A round ends after it starts.", "ends_at");
  const bool share = round.cohort == Cohort::share;
  if (share != (round.share_percent > 0))
    return refuse(share ? "Say the share of the citizens, in percent." : "Only the cohort share has a share.",
                  "share_percent");
  if (round.app_version_id && !change.find<AppVersion>(*round.app_version_id))
    return refuse("There is no version with this id.", "app_version_id");
  return {};
}

Result<Answer> patch_round(const Call& call, Change& change) {
  const auto before = to_change<TestRound>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (before->closed)
    return refuse("A closed round is a proof: it is not changed any more.", "closed", ErrorKind::conflict);
  if (const Done done = check_round(change, *after); !done) return done.error();
  // Codes are cards or belong to accounts, and a card may be for employees alone: none opens another kind.
  if (before->cohort != after->cohort && last_code(change.database(), before->id) > 0)
    return refuse("This round has codes already; they belong to who it was made for.", "cohort",
                  ErrorKind::conflict);
  if (after->closed) {
    if (after->conclusion.empty()) return refuse("Closing needs a closing report.", "conclusion");
    if (after->starts_at > change.now())
      return refuse("It has not started yet.", "closed", ErrorKind::conflict);
    after->closed_at = change.now();
    after->closed_by = change.actor().id;
    after->closed_by_name = change.actor().name;
  }
  change.update(*before, *after, after->closed ? "close" : "change");
  if (before->app_version_id != after->app_version_id) {
    note_scope(change, before->app_version_id, "removed", title_of(*before));
    note_scope(change, after->app_version_id, "added", title_of(*after));
  }
  return answer_after<TestRound>(change, before->id);
}

// ---- requirements

Done check_requirement(Change& change, const Requirement& requirement) {
  const bool old_scale = requirement.maturity_model == MaturityModel::ozg_1_1;
  if (requirement.maturity_model == MaturityModel::none && requirement.maturity != 0)
    return refuse("Say which model's scale the grade is on.", "maturity_model");
  if (old_scale && requirement.maturity > 4) return refuse("Model 1.1 has the grades 0 to 4.", "maturity");
  if (requirement.app_version_id && !change.find<AppVersion>(*requirement.app_version_id))
    return refuse("There is no version with this id.", "app_version_id");
  auto sorted = requirement.stakeholders;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    return refuse("A stakeholder stands there twice.", "stakeholders");
  for (const auto& key : requirement.depends_on) {
    if (key == requirement.key) return refuse("It cannot depend on itself.", "depends_on");
    if (change.where<Requirement>("key", key).empty())
      return refuse(fmt::format("There is no requirement {}.", key), "depends_on");
  }
  return {};
}

void keep_requirement(Change& change, const Requirement& before, Requirement& after,
                      std::string_view action = "change") {
  settle(after, change.now());
  change.update(before, after, action);
  if (before.app_version_id != after.app_version_id || before.archived != after.archived) {
    if (!before.archived) note_scope(change, before.app_version_id, "removed", title_of(before));
    if (!after.archived) note_scope(change, after.app_version_id, "added", title_of(after));
  }
  if (before.priority != after.priority && before.app_version_id == after.app_version_id)
    note_scope(change, after.app_version_id, "priority",
               title_of(after) + ": " + contract::enum_name(before.priority) + " → " +
                   contract::enum_name(after.priority));
  for (const auto& id : {before.app_version_id, after.app_version_id})
    if (id) keep_burnup(change.database(), *id, day_of(change.now()));
}

Result<Answer> patch_requirement(const Call& call, Change& change) {
  const auto before = to_change<Requirement>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (const Done done = check_requirement(change, *after); !done) return done.error();
  keep_requirement(change, *before, *after);
  return answer_after<Requirement>(change, before->id);
}

Done check_evidence(Change& change, const Evidence& evidence) {
  if (evidence.kind == EvidenceKind::round) {
    const auto round = evidence.round_id ? change.find<TestRound>(*evidence.round_id) : std::nullopt;
    if (!round) return refuse("Name the round.", "round_id");
    if (!round->closed)
      return refuse("A round is evidence once it is closed.", "round_id", ErrorKind::conflict);
  }
  if (evidence.kind == EvidenceKind::check && evidence.detail.empty())
    return refuse("A check needs its record: what was tried, and what came out.", "detail");
  if (evidence.kind == EvidenceKind::file && evidence.sha256.empty())
    return refuse("A file needs its hash.", "sha256");
  if (evidence.kind != EvidenceKind::check && !evidence.passed)
    return refuse("Only a check can fail.", "passed");
  return {};
}

Result<Answer> insert_evidence(const Call& call, Evidence evidence, Change& change) {
  const auto before = visible<Requirement>(call, change.database(), call.id());
  if (!before) return before.error();
  if (const Done done = check_evidence(change, evidence); !done) return done.error();
  evidence.id = change.make_id("evd_");
  evidence.created_by = change.actor().id;
  evidence.created_by_name = change.actor().name;
  evidence.created_at = change.now();
  Requirement after = *before;
  if (after.evidence.size() >= 1'000)
    return refuse("This requirement has too much evidence.", "title", ErrorKind::conflict);
  after.evidence.push_back(evidence);
  keep_requirement(change, *before, after, "evidence");
  return answer_after<Requirement>(change, before->id);
}

Result<Answer> withdraw_evidence(const Call& call, const std::string& id, Change& change) {
  const auto before = visible<Requirement>(call, change.database(), call.id());
  if (!before) return before.error();
  Requirement after = *before;
  const auto at = std::find_if(after.evidence.begin(), after.evidence.end(),
                               [&](const Evidence& each) { return each.id == id && !each.withdrawn_at; });
  if (at == after.evidence.end()) return no_such_thing("evidence");
  at->withdrawn_at = change.now();
  keep_requirement(change, *before, after, "withdraw_evidence");
  return answer_after<Requirement>(change, before->id);
}

Result<Answer> sign(const Call& call, const contract::NewSignOff& wish, Change& change) {
  const auto before = visible<Requirement>(call, change.database(), call.id());
  if (!before) return before.error();
  // Who says what they read signs only that.
  if (!call.request.if_match.empty())
    if (const Done fresh = check_if_match(call.request.if_match, before->id, before->revision); !fresh)
      return fresh.error();
  const auto mine = call.actor.stakeholder;
  if (!mine)
    return needs_another_person(
        "stands_for_nobody",
        "This account stands for no stakeholder. The project lead can have one made that does.", "");
  const auto& asked = before->stakeholders;
  if (std::find(asked.begin(), asked.end(), *mine) == asked.end())
    return needs_another_person("other_stakeholder",
                                fmt::format("This requirement is none of {}'s.", contract::enum_name(*mine)),
                                "", {{"stakeholder", std::string(contract::enum_name(*mine))}});
  Requirement after = *before;
  const auto gone =
      std::erase_if(after.signoffs, [&](const auto& each) { return each.stakeholder == *mine; });
  if (wish.withdraw) {
    if (gone == 0) return refuse("There is no signature of this stakeholder.", "", ErrorKind::conflict);
  } else {
    settle(after, change.now());
    if (!is_evidenced(after))
      return refuse("There is no evidence yet that it is met.", "", ErrorKind::conflict);
    after.signoffs.push_back(
        {*mine, change.actor().id, change.actor().name, change.now(), after.sha256, wish.note, true});
  }
  keep_requirement(change, *before, after, wish.withdraw ? "withdraw_signature" : "sign");
  return answer_after<Requirement>(change, before->id);
}

// ---- versions

/// The date, the state and an override: what a change of a version may do.
class VersionAct {
 public:
  VersionAct(Change& change, const AppVersion& before, AppVersion& after)
      : change_(change), before_(before), after_(after) {}

  Done run() {
    if (before_.state == AppVersionState::live)
      return refuse("This version is live. Plan the next one.", "state", ErrorKind::conflict);
    if (const Done done = date(); !done) return done;
    if (const Done done = override_gate(); !done) return done;
    if (const Done done = state(); !done) return done;
    if (after_.history.size() > 1'000) return refuse("The history is full.", "reason", ErrorKind::conflict);
    after_.reason.clear();
    return {};
  }

 private:
  void step(const char* action, std::string detail) {
    after_.history.push_back(step_of(change_, action, std::move(detail)));
  }

  Done date() {
    if (after_.due_at == before_.due_at) return {};
    if (after_.reason.empty()) return refuse("Another date needs a reason.", "reason");
    step("date", fmt::format("{} → {}: {}", day_of(before_.due_at), day_of(after_.due_at), after_.reason));
    return {};
  }

  Done override_gate() {
    if (after_.override_reason != before_.override_reason) {
      if (!before_.override_agreed_by.empty())
        return refuse("Two people agreed to this reason; it stands.", "override_reason", ErrorKind::conflict);
      const bool asks = !after_.override_reason.empty();
      after_.override_by = asks ? change_.actor().id : "";
      after_.override_by_name = asks ? change_.actor().name : "";
      step("override", after_.override_reason);
    }
    if (after_.override_agreed_by == before_.override_agreed_by) return {};
    if (after_.override_agreed_by != "me" && after_.override_agreed_by != change_.actor().id)
      return refuse("Everybody agrees for themselves: \"me\".", "override_agreed_by");
    if (after_.override_reason.empty() || after_.override_by.empty())
      return refuse("Nobody asked for an override.", "override_agreed_by", ErrorKind::conflict);
    if (after_.override_by == change_.actor().id)
      return needs_another_person("asked_for_override", "Somebody else than who asked for it has to agree.",
                                  "override_agreed_by");
    after_.override_agreed_by = change_.actor().id;
    after_.override_agreed_by_name = change_.actor().name;
    step("agreed", after_.override_reason);
    return {};
  }

  Done state() {
    if (after_.state == before_.state) return {};
    if (after_.state == AppVersionState::planned)
      return refuse("A test phase that began is not taken back. Move the date instead.", "state",
                    ErrorKind::conflict);
    if (after_.state == AppVersionState::live) {
      if (before_.state != AppVersionState::testing)
        return refuse("A version goes live from its test phase.", "state", ErrorKind::conflict);
      const auto gate = read_gate(change_.database(), before_.id);
      if (!gate.open && after_.override_agreed_by.empty())
        return base::conflict(
            "gate-shut",
            fmt::format("The gate is shut: {} must requirements are not done, {} critical items are open, {} "
                        "rounds are not closed.",
                        gate.requirements.size(), gate.feedback.size(), gate.rounds.size()),
            "state", gate_values(gate));
      after_.live_at = change_.now();
      if (!gate.open)
        step("override", fmt::format("{} / {} / {}: {}", gate.requirements.size(), gate.feedback.size(),
                                     gate.rounds.size(), after_.override_reason));
    }
    step("state", contract::enum_name(after_.state) + (after_.reason.empty() ? "" : ": " + after_.reason));
    return {};
  }

  Change& change_;
  const AppVersion& before_;
  AppVersion& after_;
};

Done check_name(Change& change, const AppVersion& version) {
  for (const auto& each : change.where<AppVersion>("name", version.name))
    if (each.id != version.id) return refuse("There is a version of this name.", "name", ErrorKind::conflict);
  return {};
}

Result<Answer> patch_app_version(const Call& call, Change& change) {
  const auto before = to_change<AppVersion>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (const Done done = check_name(change, *after); !done) return done.error();
  if (const Done done = VersionAct(change, *before, *after).run(); !done) return done.error();
  change.update(*before, *after,
                after->state != before->state ? contract::enum_name(after->state) : "change");
  keep_burnup(change.database(), before->id, day_of(change.now()));
  return answer_with(*after);
}

}  // namespace

Result<WritePlan> create_test_round(const WriteCall& call) {
  const auto wanted = contract::decode_new<TestRound>(call->request.body);
  if (!wanted) return wanted.error();
  return WritePlan([wanted = *wanted](Change& change) -> Result<Answer> {
    TestRound made = wanted;
    if (made.closed) return refuse("A round is closed once it has run.", "closed");
    if (const Done done = check_round(change, made); !done) return done.error();
    made.number = next_number(change.database(), table_info<TestRound>());
    change.insert(made);
    return created(made, "/v1/test-rounds/" + made.id);
  });
}

Result<WritePlan> change_test_round(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_round(*call, change); });
}

Result<WritePlan> create_requirement(const WriteCall& call) {
  const auto wanted = contract::decode_new<Requirement>(call->request.body);
  if (!wanted) return wanted.error();
  return WritePlan([wanted = *wanted](Change& change) -> Result<Answer> {
    auto made = insert_requirement(change, wanted);
    if (!made) return made.error();
    scope_grew(change, {*made});
    return created(*made, "/v1/requirements/" + made->id);
  });
}

Result<Requirement> insert_requirement(Change& change, Requirement made) {
  if (made.key.empty())
    made.key = next_requirement_key(change.database());
  else if (!change.where<Requirement>("key", made.key).empty())
    return refuse(fmt::format("There is a requirement {} already.", made.key), "key", ErrorKind::conflict);
  if (const Done done = check_requirement(change, made); !done) return done.error();
  settle(made, change.now());
  change.insert(made);
  return made;
}

void scope_grew(Change& change, const std::vector<Requirement>& made) {
  std::map<std::string, std::vector<const Requirement*>> by_version;
  for (const auto& each : made)
    if (each.app_version_id) by_version[*each.app_version_id].push_back(&each);
  for (const auto& [version_id, all] : by_version) {
    // A table of hundreds is one step, not hundreds.
    std::string detail = all.size() == 1 ? title_of(*all.front()) : fmt::format("{}:", all.size());
    for (std::size_t i = 0; all.size() > 1 && i < all.size() && i <= kKeysNamed; ++i)
      detail += (i == 0 ? " " : ", ") + (i < kKeysNamed ? all[i]->key : std::string("…"));
    note_scope(change, version_id, "added", detail);
    keep_burnup(change.database(), version_id, day_of(change.now()));
  }
}

Result<WritePlan> change_requirement(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_requirement(*call, change); });
}

Result<WritePlan> add_evidence(const WriteCall& call) {
  if (const auto* withdrawn = find_name(call->query, "withdraw"))
    return WritePlan(
        [call, id = *withdrawn](Change& change) { return withdraw_evidence(*call, id, change); });
  const auto evidence = contract::decode_new<Evidence>(call->request.body);
  if (!evidence) return evidence.error();
  return WritePlan(
      [call, evidence = *evidence](Change& change) { return insert_evidence(*call, evidence, change); });
}

Result<WritePlan> sign_requirement(const WriteCall& call) {
  const auto wish = contract::decode_new<contract::NewSignOff>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, wish = *wish](Change& change) { return sign(*call, wish, change); });
}

Result<WritePlan> create_app_version(const WriteCall& call) {
  const auto wanted = contract::decode_new<AppVersion>(call->request.body);
  if (!wanted) return wanted.error();
  return WritePlan([wanted = *wanted](Change& change) -> Result<Answer> {
    AppVersion made = wanted;
    if (made.state == AppVersionState::live)
      return refuse("A version goes live from its test phase.", "state");
    if (!made.override_reason.empty() || !made.override_agreed_by.empty())
      return refuse("An override is asked for once it is needed.", "override_reason");
    if (const Done done = check_name(change, made); !done) return done.error();
    made.history = {step_of(change, "created", day_of(made.due_at))};
    made.reason.clear();
    change.insert(made);
    keep_burnup(change.database(), made.id, day_of(change.now()));
    return created(made, "/v1/app-versions/" + made.id);
  });
}

Result<WritePlan> change_app_version(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_app_version(*call, change); });
}

Result<Answer> go_live_gate(const Reading& reading) {
  const auto version = visible<AppVersion>(reading.call, reading.database, reading.call.id());
  if (!version) return version.error();
  Answer answer;
  answer.body = contract::encode(read_gate(reading.database, version->id));
  answer.etag = etag_of_body(answer.body);
  return answer;
}

Result<Answer> list_burnup(const Reading& reading) {
  const auto version = visible<AppVersion>(reading.call, reading.database, reading.call.id());
  if (!version) return version.error();
  return plain_page(reading, read_burnup(reading.database, version->id));
}

}  // namespace stadtpult::platform
