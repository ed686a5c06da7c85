#include "panels/requirements/requirement_detail_ui.hpp"

#include <algorithm>
#include <cstdio>

#include "api-client/base/trim.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::requirements {

using namespace kit;
using contract::Evidence;
using contract::EvidenceKind;

namespace {

constexpr std::size_t kFeedbackShown = 12;
constexpr std::size_t kHashShown = 12;

std::string by_and_when(const std::string& name, base::Timestamp at, base::Timestamp now) {
  return name + ", " + format_when_time(at, now);
}

std::string evidence_detail(const World& world, const Evidence& each) {
  std::string words;
  if (each.kind == EvidenceKind::round && each.round_id) {
    const auto* round = world.state.test_rounds.find(*each.round_id);
    if (round != nullptr) words = round->conclusion;
  } else if (each.kind == EvidenceKind::file) {
    words = "SHA-256 " + each.sha256.substr(0, kHashShown) + "… · " +
            format_bytes(static_cast<std::uint64_t>(each.size_bytes));
  } else {
    words = each.detail;
  }
  return words;
}

LineOptions look_of_evidence(const Evidence& each) {
  if (each.withdrawn_at) return {.icon = icons::undo, .icon_color = theme().tx3};
  if (!each.passed) return {.icon = icons::error_outline, .icon_color = theme().tone(Tone::err).text};
  return {.icon = icons::check_circle, .icon_color = theme().tone(Tone::ok).text};
}

}  // namespace

void RequirementDetail::heads(const World& world, const Requirement& requirement, Intents& out) {
  heading(title_of(requirement), Heading::detail);
  {
    const Row row{{.height = 24}};
    const auto state = look_of(requirement.state);
    chip({.label = word(requirement.state), .icon = state.icon, .tone = state.tone});
    const auto priority = look_of(requirement.priority);
    chip({.label = word(requirement.priority), .icon = priority.icon, .tone = priority.tone});
    if (requirement.app_version_id) {
      const auto name = version_name(world, requirement.app_version_id);
      if (link("version", {.label = name,
                           .icon = icons::rocket_launch,
                           .name = tr("requirements.open_version", {{"name", name}})}))
        out.emplace_back(Go{"requirements", *requirement.app_version_id, "versions"});
    }
  }
  if (const auto missing = missing_words(requirement); !missing.empty())
    note(missing, icons::hourglass_empty, Tone::info);
  else
    note(tr("requirements.done_since", {{"when", format_when_time(requirement.done_at, world.now)}}),
         icons::task_alt, Tone::ok);
  if (requirement.maturity_model != contract::MaturityModel::none)
    key_value(tr("requirements.grade"),
              tr("requirements.grade_words", {{"grade", format_number(requirement.maturity)},
                                              {"model", model_word(requirement.maturity_model)}}));
}

// ---- signatures

void RequirementDetail::signatures(const World& world, const Requirement& requirement) {
  const Card card{{.padding = 14, .name = tr("requirements.signatures")}};
  heading(tr("requirements.signatures"), Heading::card);
  if (requirement.stakeholders.empty()) meta(tr("requirements.missing.stakeholder"));
  for (const auto stakeholder : requirement.stakeholders) {
    const auto* sign = signature(requirement, stakeholder);
    const bool counts = sign != nullptr && sign->counts;
    std::string detail = tr("requirements.not_signed");
    if (sign != nullptr) {
      detail = by_and_when(sign->principal_name, sign->at, world.now);
      if (!sign->note.empty()) detail += ". " + sign->note;
    }
    line_item({.icon = counts            ? icons::verified
                       : sign != nullptr ? icons::warning_amber
                                         : icons::radio_button_unchecked,
               .icon_color = counts            ? theme().tone(Tone::ok).text
                             : sign != nullptr ? theme().tone(Tone::warn).text
                                               : theme().tx3,
               .words = word(stakeholder),
               .detail = detail,
               .height = 42});
    if (sign != nullptr && !counts) paragraph(tr("requirements.counts_no_more"), {.font = Font::meta});
  }
  const auto mine = signs_for(world);
  if (!mine) return;
  const auto* sign = signature(requirement, *mine);
  if (button("sign", {.kind = Button::primary,
                      .label = tr("requirements.sign_for", {{"who", word(*mine)}}),
                      .icon = icons::draw,
                      .disabled_because = why_not_sign(world, requirement)}))
    ask_signature(world, requirement);
  if (sign != nullptr && button("unsign", {.label = tr("requirements.unsign"), .icon = icons::undo})) {
    asked_for_ = requirement.id;
    unsigning_ = {.open = true};
  }
}

void RequirementDetail::ask_signature(const World& world, const Requirement& requirement) {
  if (!why_not_sign(world, requirement).empty()) return;
  asked_for_ = requirement.id;
  note_.clear();
  signature_open_ = true;
}

void RequirementDetail::signature_dialog(const World& world, Intents& out) {
  const auto* requirement = world.state.requirements.find(asked_for_);
  if (!signature_open_ || requirement == nullptr) return;
  const Dialog dialog{"requirements.sign",
                      signature_open_,
                      {.title = tr("requirements.sign_title", {{"key", requirement->key}}),
                       .body = tr("requirements.sign_body"),
                       .icon = icons::draw}};
  if (!dialog) return;
  auto typed = dialogs_.typed("sign", requirement->id, dialog.appearing(), world.state, out, {&note_});
  text_field("note", note_,
             {.label = tr("requirements.sign_note"), .max_length = 1000, .multiline = true, .lines = 3});
  if (!dialog_end(signature_open_, "go", tr("requirements.sign"))) return;
  out.emplace_back(typed.sent(sign_of(*requirement, note_)));
  signature_open_ = false;
}

// ---- evidence

void RequirementDetail::evidence_line(const World& world, const Requirement& requirement,
                                      const Evidence& each) {
  const IdScope scope{each.id.c_str()};
  const std::string kind = tr_or(std::string("requirements.evidence.") + contract::enum_name(each.kind), "");
  auto line = look_of_evidence(each);
  const std::string words = kind + ": " + each.title;
  std::string detail = by_and_when(each.created_by_name, each.created_at, world.now);
  if (each.withdrawn_at)
    detail = tr("requirements.withdrawn_at", {{"when", format_when_time(each.withdrawn_at, world.now)}});
  else if (each.kind == EvidenceKind::check)
    detail = std::string(tr(each.passed ? "requirements.passed" : "requirements.failed")) + " · " + detail;
  line.words = words;
  line.detail = detail;
  line.height = 42;
  line_item(line);
  if (const auto more = evidence_detail(world, each); !more.empty())
    paragraph(more, {.font = Font::meta, .color = theme().tx2});
  if (each.withdrawn_at || !may_prove(world)) return;
  if (link("withdraw", {.label = tr("requirements.withdraw"),
                        .meta = true,
                        .name = tr("requirements.withdraw_name", {{"title", each.title}})})) {
    asked_for_ = requirement.id;
    withdrawn_evidence_ = each.id;
    withdrawing_ = {.open = true};
  }
}

void RequirementDetail::evidence(const World& world, const Requirement& requirement) {
  const Card card{{.padding = 14, .name = tr("requirements.evidence")}};
  {
    Row row{{.height = 30}};
    heading(tr("requirements.evidence"), Heading::card);
    row.right();
    if (may_prove(world) &&
        button("add", {.label = tr("requirements.evidence.add"), .icon = icons::add, .small = true}))
      ask_evidence(requirement);
  }
  if (requirement.evidence.empty()) meta(tr("requirements.evidence.none"));
  // The newest is what counts, so it comes first.
  for (auto each = requirement.evidence.rbegin(); each != requirement.evidence.rend(); ++each)
    evidence_line(world, requirement, *each);
}

void RequirementDetail::ask_evidence(const Requirement& requirement) {
  asked_for_ = requirement.id;
  wanted_ = {};
  check_title_.clear();
  check_record_.clear();
  evidence_open_ = true;
}

void RequirementDetail::receive(const IncomingFile& file) {
  if (!evidence_open_ || file.purpose != kEvidenceFile) return;
  wanted_.title = file.name;
  wanted_.sha256 = file.sha256;
  wanted_.size_bytes = static_cast<std::int64_t>(file.bytes.size());
}

void RequirementDetail::round_choice(const World& world) {
  std::vector<std::string> ids, names;
  int chosen = -1;
  for (const auto& round : world.state.test_rounds.items()) {
    if (!round.closed) continue;
    if (wanted_.round_id == round.id) chosen = static_cast<int>(ids.size());
    ids.push_back(round.id);
    names.push_back(format_number(round.number) + ". " + round.name);
  }
  if (ids.empty()) return note(tr("requirements.evidence.no_round"), icons::info, Tone::info);
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < names.size(); ++i) choices.push_back({.label = names[i], .id = ids[i]});
  if (!combobox("round", chosen, choices,
                {.label = tr("requirements.evidence.round"), .placeholder = tr("requirements.choose")}))
    return;
  wanted_.round_id = ids[static_cast<std::size_t>(chosen)];
  wanted_.title = names[static_cast<std::size_t>(chosen)];
}

void RequirementDetail::file_choice(Intents& out) {
  meta(tr("requirements.evidence.file_stays"));
  if (!wanted_.sha256.empty()) {
    key_value(tr("requirements.evidence.file"), wanted_.title);
    key_value("SHA-256", wanted_.sha256, {.mono = true, .wrap = true});
  }
  if (button("choose", {.label = tr("requirements.choose_file"), .icon = icons::description}))
    out.emplace_back(ChooseFile{kEvidenceFile});
}

std::string RequirementDetail::why_no_evidence() const {
  switch (wanted_.kind) {
    case EvidenceKind::round:
      return wanted_.round_id ? "" : tr("requirements.why.round");
    case EvidenceKind::file:
      return wanted_.sha256.empty() ? tr("requirements.why.file") : "";
    case EvidenceKind::check:
      break;
  }
  return base::is_blank(wanted_.title) || base::is_blank(wanted_.detail) ? tr("requirements.why.record") : "";
}

void RequirementDetail::evidence_dialog(const World& world, Intents& out) {
  const auto* requirement = world.state.requirements.find(asked_for_);
  if (!evidence_open_ || requirement == nullptr) return;
  const Dialog dialog{"requirements.evidence",
                      evidence_open_,
                      {.title = tr("requirements.evidence.title", {{"key", requirement->key}}),
                       .body = tr("requirements.evidence.body"),
                       .icon = icons::verified}};
  if (!dialog) return;
  auto typed = dialogs_.typed("evidence", requirement->id, dialog.appearing(), world.state, out,
                              {&check_title_, &check_record_});
  const Segment kinds[] = {{.label = tr("requirements.evidence.check"), .icon = icons::checklist},
                           {.label = tr("requirements.evidence.round"), .icon = icons::group},
                           {.label = tr("requirements.evidence.file"), .icon = icons::description}};
  int kind = static_cast<int>(wanted_.kind);
  if (segmented("kind", kind, kinds, {.name = tr("requirements.evidence.kind"), .width = kFill})) {
    wanted_ = {};
    wanted_.kind = static_cast<EvidenceKind>(kind);
  }
  if (wanted_.kind == EvidenceKind::round) round_choice(world);
  if (wanted_.kind == EvidenceKind::file) file_choice(out);
  if (wanted_.kind == EvidenceKind::check) {
    text_field("title", check_title_,
               {.label = tr("requirements.evidence.what"), .max_length = 200, .required = true});
    text_field("record", check_record_,
               {.label = tr("requirements.evidence.record"),
                .max_length = 4000,
                .multiline = true,
                .lines = 4,
                .required = true});
    const RadioOption results[] = {{.label = tr("requirements.passed")},
                                   {.label = tr("requirements.failed")}};
    int result = wanted_.passed ? 0 : 1;
    radio_group("result", result, results, {.name = tr("requirements.evidence.result"), .horizontal = true});
    wanted_.passed = result == 0;
    wanted_.title = check_title_;
    wanted_.detail = check_record_;
  }
  if (!dialog_end(evidence_open_, "go", tr("requirements.evidence.do"), why_no_evidence())) return;
  auto change = evidence_of(*requirement, wanted_);
  out.emplace_back(wanted_.kind == EvidenceKind::check ? typed.sent(std::move(change)) : std::move(change));
  evidence_open_ = false;
}

// ---- words

void RequirementDetail::words(const World& world, const Requirement& requirement, Intents& out) {
  heading(tr("requirements.words"), Heading::card);
  const auto written = written_of(requirement);
  const auto all = fields(world);
  if (!may_write(world)) {
    for (const auto& field : all) {
      if (field.path == "title" || field.path == "priority" || field.path == "app_version_id") continue;
      auto value = form::value_of(written, field.path);
      if (value.empty() || field.path.starts_with("maturity")) continue;
      text(field.label, {.font = Font::meta_semi, .color = theme().tx2});
      paragraph(value);
    }
    return;
  }
  if (const auto after = edit_.draw(written, all, world, out)) {
    auto change = edit_of(requirement, with(requirement, *after), tr("requirements.done.changed"));
    change.draft_key = edit_.draft_key();
    out.push_back(std::move(change));
  }
}

void RequirementDetail::stakeholders(const World& world, const Requirement& requirement, Intents& out) {
  if (!may_write(world)) return;
  heading(tr("requirements.stakeholders"), Heading::group);
  for (const auto stakeholder : contract::enum_values<Stakeholder>()) {
    auto& asked = requirement.stakeholders;
    const bool was = std::find(asked.begin(), asked.end(), stakeholder) != asked.end();
    bool is = was;
    if (!checkbox(contract::enum_name(stakeholder), is, {.label = word(stakeholder)})) continue;
    Requirement after = requirement;
    if (was)
      std::erase(after.stakeholders, stakeholder);
    else
      after.stakeholders.push_back(stakeholder);
    out.emplace_back(edit_of(requirement, after, tr("requirements.done.changed")));
  }
}

void RequirementDetail::dependencies(const World& world, const Requirement& requirement, Intents& out) {
  if (requirement.depends_on.empty()) return;
  heading(tr("requirements.field.depends_on"), Heading::group);
  for (const auto& key : requirement.depends_on) {
    const auto& all = world.state.requirements.items();
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.key == key; });
    if (at == all.end()) {
      meta(key);
      continue;
    }
    const IdScope scope{at->id.c_str()};
    const Row row{{.height = 26}};
    icon(look_of(at->state).icon, theme().tone(look_of(at->state).tone).text, 16, word(at->state));
    if (link("requirement", {.label = title_of(*at)})) out.emplace_back(Go{"requirements", at->id, "list"});
  }
}

void RequirementDetail::said(const World& world, const Requirement& requirement, Intents& out) {
  const auto& rows = said_.about(world, requirement.id);
  heading(tr_n("requirements.said", static_cast<std::int64_t>(rows.size())), Heading::card);
  for (std::size_t i = 0; i < rows.size() && i < kFeedbackShown; ++i) {
    const auto& each = world.state.feedback.items()[rows[i]];
    const IdScope scope{each.id.c_str()};
    char number[32];
    std::snprintf(number, sizeof number, "RM-%04lld", static_cast<long long>(each.number));
    const Row row{{.height = 26}};
    icon(icons::thumb_up_off_alt, theme().tx3, 14);
    meta(format_number(each.votes));
    if (link("feedback", {.label = std::string(number) + " " + each.title}))
      out.emplace_back(Go{"testphase", each.id, ""});
  }
  if (rows.size() > kFeedbackShown)
    meta(tr_n("requirements.said_more", static_cast<std::int64_t>(rows.size() - kFeedbackShown)));
}

void RequirementDetail::draw(const World& world, const ListDetail::Places& places, ListDetail& panes,
                             const std::string& id, Intents& out) {
  const Pane pane{"requirements.detail",
                  {.rect = places.detail,
                   .name = tr("requirements.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  panes.way_back(places);
  const auto* requirement = world.state.requirements.find(id);
  if (requirement == nullptr) {
    empty_state("requirements.detail.empty", {.icon = icons::checklist,
                                              .title = tr("requirements.nothing_open"),
                                              .detail = tr("requirements.nothing_open_detail")});
    return;
  }
  const IdScope scope{requirement->id.c_str()};
  heads(world, *requirement, out);
  signatures(world, *requirement);
  evidence(world, *requirement);
  words(world, *requirement, out);
  stakeholders(world, *requirement, out);
  dependencies(world, *requirement, out);
  said(world, *requirement, out);
}

/// Evidence that is withdrawn counts no more, and signatures under it neither: that is asked for once more.
void RequirementDetail::withdraw_dialog(const World& world, Intents& out) {
  const auto* requirement = world.state.requirements.find(asked_for_);
  if (requirement == nullptr) return;
  for (const auto& each : requirement->evidence) {
    if (each.id != withdrawn_evidence_) continue;
    const std::string title = tr("requirements.withdraw_title", {{"title", each.title}});
    if (confirm("requirements.withdraw", withdrawing_,
                {.title = title,
                 .body = tr("requirements.withdraw_body"),
                 .icon = icons::undo,
                 .action = tr("requirements.withdraw")}))
      out.emplace_back(withdraw_of(*requirement, each));
  }
}

void RequirementDetail::unsign_dialog(const World& world, Intents& out) {
  const auto* requirement = world.state.requirements.find(asked_for_);
  if (requirement == nullptr) return;
  const std::string title = tr("requirements.unsign_title", {{"key", requirement->key}});
  if (confirm("requirements.unsign", unsigning_,
              {.title = title,
               .body = tr(requirement->state == RequirementState::done ? "requirements.unsign_body_done"
                                                                       : "requirements.unsign_body"),
               .icon = icons::undo,
               .action = tr("requirements.unsign_do")}))
    out.emplace_back(unsign_of(*requirement));
}

void RequirementDetail::draw_over(const World& world, Intents& out) {
  withdraw_dialog(world, out);
  unsign_dialog(world, out);
  evidence_dialog(world, out);
  signature_dialog(world, out);
}

}  // namespace stadtpult::panels::requirements
