#include "panels/catalogue/handin_ui.hpp"

#include <algorithm>
#include <array>

#include "api-client/contract/codec.hpp"
#include "panels/catalogue/detail_changes.hpp"
#include "panels/catalogue/detail_sections_ui.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::detail {

namespace {

using contract::Severity;
using kit::Tone;
using kit::tr;
namespace icons = kit::icons;

constexpr float kWidth = 600;  // logical px

void draw_findings_of(Severity severity, const std::vector<FindingLine>& lines) {
  const auto count =
      std::count_if(lines.begin(), lines.end(), [&](const auto& line) { return line.severity == severity; });
  if (count == 0) return;
  const std::string title =
      tr(severity == Severity::error ? "miniapp.handin.errors" : "miniapp.handin.warnings");
  kit::heading(title, kit::Heading::card, kit::format_number(count));
  const kit::semantic::Scope list(kit::semantic::Role::list, {.name = title});
  for (const auto& line : lines)
    if (line.severity == severity) draw_finding(line);
}

void draw_all_findings(const std::vector<contract::Finding>& findings) {
  const auto lines = findings_of(findings);
  draw_findings_of(Severity::error, lines);
  draw_findings_of(Severity::warning, lines);
}

}  // namespace

void HandInDialog::open(const World& world, const std::string& miniapp_id, const std::string& category_id,
                        const Drafts& drafts) {
  open_ = true;
  // Closed without sending and opened again for the same: everything is as it was left.
  if (opened_before_ && handin_.stage == Stage::filling && handin_.miniapp_id == miniapp_id) {
    if (!category_id.empty()) handin_.category_id = category_id;
    return;
  }
  handin_ = {};
  miniapp_form_.clear();
  version_form_.clear();
  checked_.clear();
  handin_.key = "miniapp.handin." + std::to_string(world.now.ms);
  handin_.check_key = handin_.key;
  handin_.miniapp_id = miniapp_id;
  handin_.category_id = category_id;
  handin_.miniapp_values["icon"] = "widgets";
  handin_.submit_now = true;
  opened_before_ = true;
  for (const auto& [key, text] : drafts.under("miniapp.handin.")) {
    HandIn found;
    if (!from_draft(found, text) || found.miniapp_id != miniapp_id) continue;
    found.key = key;
    found.check_key = handin_.check_key;
    handin_ = std::move(found);
    if (!category_id.empty()) handin_.category_id = category_id;
  }
}

void HandInDialog::receive(IncomingFile file) {
  files_.push_back(std::move(file));
}

void HandInDialog::take_file(const World& world, Drafts& drafts, Intents& out) {
  auto files = std::exchange(files_, {});
  for (auto& file : files) {
    if (!open_) open(world, "", "", drafts);
    if (handin_.stage != Stage::filling) continue;
    if (is_package(file.bytes)) {
      handin_.source = Source::package;
      handin_.file_name = std::move(file.name);
      handin_.bytes = std::move(file.bytes);
    } else if (contract::is_json(file.bytes)) {
      handin_.source = Source::web;
      handin_.manifest = std::move(file.bytes);
      keep(drafts, out);
    } else {
      // Something that calls itself a package and is none: the platform's check says what is wrong with it.
      handin_.source = Source::package;
      handin_.file_name = std::move(file.name);
      handin_.bytes = std::move(file.bytes);
    }
  }
}

void HandInDialog::ask_check(Intents& out) {
  const auto& content = content_to_check(handin_);
  if (content.empty() || content == checked_) return;
  checked_ = content;
  ++handin_.checks;
  out.push_back(check(handin_));
}

// ---- one request after the other
// ---------------------------------------------------------------------------------------

void HandInDialog::follow(const World& world, const Facts& facts, Drafts& drafts, Intents& out) {
  refused_ = nullptr;
  const auto* answer = world.state.answer_for(request_key(handin_, handin_.stage));
  if (handin_.stage == Stage::filling) {
    // An answer to an earlier try of this hand-in: what the platform refused stays on screen.
    answer = world.state.answer_for(request_key(handin_, Stage::creating_version));
    if (answer == nullptr) answer = world.state.answer_for(request_key(handin_, Stage::creating_miniapp));
    if (answer != nullptr && !answer->ok) refused_ = answer;
    return;
  }
  if (handin_.stage == Stage::done) return finish(drafts);
  if (answer == nullptr) return;
  if (answer->ok) return follow_creation(*answer, facts, out);
  handin_.stage = Stage::filling;
  refused_ = answer;
  for (const auto& field : answer->error.fields) {
    miniapp_form_.errors[field.field] = field.message;
    version_form_.errors[field.field] = field.message;
  }
}

void HandInDialog::follow_creation(const client::CommandDone& answer, const Facts& facts, Intents& out) {
  if (handin_.stage == Stage::creating_miniapp) {
    const auto miniapp = contract::decode<contract::Miniapp>(answer.answer);
    handin_.miniapp_id = miniapp ? miniapp->id : answer.object_id;
    if (handin_.source == Source::web) {
      handin_.stage = Stage::creating_version;
      out.push_back(create_version(handin_, facts));
      return;
    }
  }
  handin_.stage = Stage::done;
  out.push_back(Go{"catalogue", handin_.miniapp_id, ""});
}

void HandInDialog::finish(Drafts& drafts) {
  drafts.sent(handin_.key);
  handin_ = {};
  opened_before_ = open_ = false;
}

// ---- drawing
// -----------------------------------------------------------------------------------------------------------

void HandInDialog::draw(const World& world, Drafts& drafts, Intents& out) {
  take_file(world, drafts, out);
  // A hand-in that was sent goes on while its dialog is closed.
  if (!open_ && !shown_ && (!opened_before_ || handin_.stage == Stage::filling)) return;
  const auto facts = facts_of(world, handin_.miniapp_id);
  follow(world, facts, drafts, out);
  if (!open_ && !shown_) return;
  const std::string title = facts.miniapp == nullptr ? std::string(tr("miniapp.handin.title"))
                                                     : tr("miniapp.handin.title_version",
                                                          {{"name", facts.miniapp->name.in(facts.language)}});
  const float width = std::min(kWidth, ImGui::GetIO().DisplaySize.x / kit::scale() - 48);
  kit::Dialog dialog("handin", open_, {.title = title, .icon = icons::inbox, .width = width});
  shown_ = static_cast<bool>(dialog);
  if (!shown_) return;
  // As high as its content, as long as the window has room for it.
  const float most = ImGui::GetIO().DisplaySize.y - kit::px(210);
  const float height = std::clamp(body_height_, kit::px(120), std::max(kit::px(120), most));
  const auto rect = kit::place({kit::available_width(), height});
  {
    const kit::Pane pane(
        "body",
        {.rect = rect, .name = title, .surface = kit::Surface::raised, .gap = 6, .is_f6_stop = false});
    const float from = ImGui::GetCursorPosY();
    draw_body(world, facts, drafts, out);
    const float used = ImGui::GetCursorPosY() - from + kit::px(4);
    if (used != body_height_) kit::request_frame();
    body_height_ = used;
  }
  kit::dialog_foot();
  draw_buttons(world, facts, drafts, out);
}

void HandInDialog::draw_body(const World& world, const Facts& facts, Drafts& drafts, Intents& out) {
  if (drafts.was_restored(handin_.key)) kit::note(tr("miniapp.restored"), icons::restore, Tone::info);
  if (refused_ != nullptr) draw_refusal();
  draw_source(drafts, out);
  if (handin_.source == Source::package)
    draw_package(out);
  else
    draw_web(drafts, out);
  draw_check(world, out);
  if (handin_.miniapp_id.empty()) draw_place(facts, drafts, out);
  draw_fields(version_fields(handin_.source), version_form_, handin_.version_values, "version", drafts, out);
  bool later = !handin_.submit_now;
  if (kit::checkbox("later", later, {.label = tr("miniapp.handin.submit_later")})) {
    handin_.submit_now = !later;
    keep(drafts, out);
  }
}

void HandInDialog::draw_refusal() {
  if (refused_->findings.empty())
    kit::note(refused_->error.message, icons::error_outline, Tone::err);
  else
    kit::note(tr("miniapp.handin.refused_create"), icons::error_outline, Tone::err);
  draw_all_findings(refused_->findings);
}

void HandInDialog::draw_source(Drafts& drafts, Intents& out) {
  const std::array<kit::Segment, 2> sources{
      kit::Segment{.label = tr("miniapp.handin.package"), .icon = icons::archive},
      kit::Segment{.label = tr("miniapp.handin.web"), .icon = icons::public_}};
  int source = handin_.source == Source::web ? 1 : 0;
  if (!kit::segmented("source", source, sources, {.name = tr("miniapp.handin.source"), .width = kit::kFill}))
    return;
  handin_.source = source == 1 ? Source::web : Source::package;
  keep(drafts, out);
}

void HandInDialog::draw_package(Intents& out) {
  const auto box = kit::place({kit::available_width(), kit::px(64)});
  kit::dashed_rect(box, kit::theme().line2, kit::radius::kBlock);
  const kit::Region inside(box, 12);
  kit::Row row({.height = 40});
  kit::icon(icons::archive, kit::theme().tx2, 24);
  const bool empty = handin_.bytes.empty();
  const auto size = kit::format_bytes(handin_.bytes.size());
  const std::string words = empty ? std::string(tr("miniapp.handin.drop"))
                                  : tr("miniapp.handin.file", {{"name", handin_.file_name}, {"size", size}});
  const kit::ButtonOptions choose{.label = tr(empty ? "miniapp.handin.choose" : "miniapp.handin.other_file")};
  const float room = std::max(kit::px(60), kit::available_width() - kit::button_width(choose) - kit::px(8));
  kit::text(words, {.width = room / kit::scale()});
  if (kit::button("choose", choose)) out.push_back(ChooseFile{"miniapp.handin"});
}

void HandInDialog::draw_web(Drafts& drafts, Intents& out) {
  if (handin_.miniapp_id.empty())
    draw_fields(miniapp_fields(), miniapp_form_, handin_.miniapp_values, "miniapp", drafts, out);
  const auto manifest = kit::text_field("manifest", handin_.manifest,
                                        {.label = tr("miniapp.handin.manifest"),
                                         .hint = tr("miniapp.handin.manifest_hint"),
                                         .multiline = true,
                                         .lines = 5,
                                         .mono = true});
  const bool choose =
      kit::button("choose_manifest", {.label = tr("miniapp.handin.choose_manifest"), .small = true});
  if (choose) out.push_back(ChooseFile{"miniapp.handin"});
  const auto permissions = kit::text_field("permissions", handin_.permissions,
                                           {.label = tr("miniapp.handin.permissions"),
                                            .hint = tr("miniapp.handin.permissions_hint"),
                                            .multiline = true,
                                            .lines = 3});
  if (manifest.changed || permissions.changed) keep(drafts, out);
  if (manifest.left) ask_check(out);
}

void HandInDialog::draw_check(const World& world, Intents& out) {
  if (content_to_check(handin_).empty()) return;
  // A package is checked as soon as it is here; a text when its field is left (or by the button).
  if (world.online && handin_.source == Source::package) ask_check(out);
  const bool current = content_to_check(handin_) == checked_;
  if (!current) {
    if (kit::button("check", {.label = tr("miniapp.handin.check"),
                              .icon = icons::rule,
                              .small = true,
                              .disabled_because = world.online ? "" : tr("miniapp.because.offline")}))
      ask_check(out);
    return;
  }
  const auto found = world.state.checks.find(check_tag(handin_));
  if (found == world.state.checks.end())
    return kit::note(tr("miniapp.handin.checking"), icons::hourglass_empty, Tone::info);
  if (!found->second) {
    if (kit::error_card("check_failed", {.title = tr("miniapp.handin.check_failed"),
                                         .detail = tr("miniapp.handin.check_failed_detail"),
                                         .technical = found->second.error().message}))
      checked_.clear();
    return;
  }
  const auto& report = *found->second;
  const auto errors = std::count_if(report.findings.begin(), report.findings.end(),
                                    [](const auto& finding) { return finding.severity == Severity::error; });
  if (report.accepted)
    kit::note(tr("miniapp.handin.accepted"), icons::check_circle, Tone::ok);
  else
    kit::note(kit::tr_n("miniapp.handin.refused", errors), icons::error_outline, Tone::err);
  draw_all_findings(report.findings);
}

void HandInDialog::draw_place(const Facts& facts, Drafts& drafts, Intents& out) {
  std::vector<std::string> labels;
  std::vector<kit::Choice> choices;
  int current = -1;
  for (const auto* category : facts.categories) {
    labels.push_back((category->parent_id ? "  " : "") + category->name.in(facts.language));
    if (category->id == handin_.category_id) current = static_cast<int>(labels.size()) - 1;
  }
  for (std::size_t i = 0; i < labels.size(); ++i)
    choices.push_back({labels[i], kit::icon_by_name(facts.categories[i]->icon)});
  if (kit::combobox(
          "category", current, choices,
          {.label = tr("miniapp.handin.category"), .placeholder = tr("miniapp.handin.choose_one")})) {
    handin_.category_id = facts.categories[static_cast<std::size_t>(current)]->id;
    keep(drafts, out);
  }
  if (facts.person.role == contract::Role::merchant) return;  // it hands in for its own organisation
  choices.clear();
  current = -1;
  for (const auto* organisation : facts.organisations) {
    choices.push_back({organisation->name});
    if (organisation->id == handin_.organisation_id) current = static_cast<int>(choices.size()) - 1;
  }
  if (kit::combobox(
          "organisation", current, choices,
          {.label = tr("miniapp.handin.organisation"), .placeholder = tr("miniapp.handin.choose_one")})) {
    handin_.organisation_id = facts.organisations[static_cast<std::size_t>(current)]->id;
    keep(drafts, out);
  }
}

void HandInDialog::draw_fields(std::vector<form::Field> fields, form::FormState& state,
                               std::map<std::string, std::string>& values, const char* id, Drafts& drafts,
                               Intents& out) {
  const kit::IdScope scope(id);
  const auto current = [&](const std::string& path) {
    const auto at = values.find(path);
    return at == values.end() ? std::string() : at->second;
  };
  const auto event = form::draw_fields(state, fields, current);
  if (!event.changed.empty()) {
    values[event.changed] = state.typed[event.changed];
    state.forget(event.changed);
    keep(drafts, out);
  }
  // Each field says by itself what is wrong with it once it was left.
  if (event.left.empty()) return;
  const auto* field = form::find(fields, event.left);
  const auto wrong = field == nullptr ? std::string() : form::problem(*field, current(event.left));
  if (!wrong.empty()) state.errors[event.left] = wrong;
}

void HandInDialog::draw_buttons(const World& world, const Facts& facts, Drafts& drafts, Intents& out) {
  const auto found = world.state.checks.find(check_tag(handin_));
  const bool checked = content_to_check(handin_) == checked_ && found != world.state.checks.end();
  const bool sending = handin_.stage != Stage::filling;
  const auto why_not = sending ? std::string(tr("miniapp.handin.sent"))
                               : missing(handin_, facts, checked ? &found->second : nullptr);
  kit::Row row({.height = 36});
  row.right();
  if (kit::button("cancel", {.label = tr("miniapp.cancel"), .key = kit::Key::escape})) open_ = false;
  const bool pressed =
      kit::button("send", {.kind = kit::Button::primary,
                           .label = tr(handin_.submit_now ? "miniapp.handin.send" : "miniapp.handin.save"),
                           .disabled_because = why_not});
  const bool by_key = why_not.empty() && kit::take({.key = kit::Key::enter, .ctrl = true});
  if (!pressed && !by_key) return;
  const bool make_miniapp = handin_.miniapp_id.empty();
  // Another key for another try: the answer to the last one must not be taken for the answer to this one.
  if (refused_ != nullptr) {
    drafts.discard(handin_.key, out);
    handin_.key = "miniapp.handin." + std::to_string(world.now.ms);
    keep(drafts, out);
  }
  handin_.stage = make_miniapp ? Stage::creating_miniapp : Stage::creating_version;
  out.push_back(make_miniapp ? create_miniapp(handin_, facts) : create_version(handin_, facts));
}

}  // namespace stadtpult::panels::detail
