#include "panels/catalogue/detail_ui.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "panels/catalogue/compare_ui.hpp"
#include "panels/catalogue/detail_bar_ui.hpp"
#include "panels/catalogue/detail_changes.hpp"
#include "panels/catalogue/detail_manifest.hpp"
#include "panels/catalogue/detail_sections_ui.hpp"
#include "panels/catalogue/detail_texts_ui.hpp"
#include "panels/catalogue/handin_ui.hpp"
#include "panels/catalogue/review_ui.hpp"
#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"

namespace stadtpult::panels {

namespace {

using namespace detail;
using kit::tr;
namespace icons = kit::icons;

constexpr float kDetailPadding = 16;  // logical px
constexpr float kHeadHeight = 118;    // name and stepper, as in the picture
constexpr float kLowHeadHeight = 54;  // name and station
constexpr const char* kCommandPrefix = "miniapp.";
constexpr int kWithdrawReasons = 4;  // "miniapp.withdraw.reason.<n>"

std::vector<FactLine> lines_of(const contract::Version& version) {
  std::vector<FactLine> lines;
  for (auto& fact : manifest_facts(version.manifest.text)) {
    if (fact.value == "true") fact.value = tr("miniapp.yes");
    if (fact.value == "false") fact.value = tr("miniapp.no");
    lines.push_back({kit::tr_or("miniapp.manifest." + fact.key, ""), std::move(fact.value), false, {}});
  }
  return lines;
}

}  // namespace

struct DetailPane::Impl {
  Drafts drafts;
  Checklist checklist;
  RefuseDialog refuse;
  CompareDialog compare;
  ManifestDialog manifest;
  FilesDialog files;
  HandInDialog handin;
  TextsForm texts;
  kit::ConfirmState withdraw;
  contract::Version withdrawn;  ///< what the confirmation is about
  std::string withdraw_app_id;  ///< to be typed; "" where it is not live

  std::string miniapp_id;       ///< drawn last
  std::string version_id;       ///< chosen in the list of versions; "" = the newest
  std::string said_of;          ///< name of the version that what led here was said about; "" for nothing
  std::string said_of_miniapp;  ///< where it is not shown yet
  std::string asked_for;        ///< mini-app whose versions were asked for
  std::string command;          ///< from the palette, waits for the next draw

  // Manifests are parsed once per version, not in every frame.
  std::string facts_of_version;
  std::vector<FactLine> manifest_facts;

  void show(const std::string& id) {
    if (miniapp_id == id) return;
    miniapp_id = id;
    version_id.clear();
    if (said_of_miniapp != id) forget_what_was_said();
  }
  void forget_what_was_said() {
    said_of.clear();
    said_of_miniapp.clear();
  }

  void ask(const Facts& facts, Intents& out);
  void go_to_what_was_said(const Facts& facts);
  void draw_what_was_said(const Context& context);
  bool draw_head(const Context& context, const kit::Rect& rect, bool as_sheet);
  void draw_body(const Context& context, const kit::Rect& rect, bool low);
  void draw_sections(const Context& context);
  void draw_review(const Context& context);
  bool draw_lives(const Facts& facts, Intents& out);
  void draw_versions_life(const Facts& facts, Intents& out);
  void act(const Context& context, const Offer& offer);
  void act_on(const Context& context, const Pressed& pressed);
  void run_command(const Context& context);
  void open_withdraw(const Context& context);
  void draw_withdraw(const Facts& facts, Intents& out);
};

// ---- lives
// -----------------------------------------------------------------------------------------------------------

/// Once for each mini-app, and again after "Erneut versuchen"; not in every frame while the answer is on its
/// way.
void DetailPane::Impl::ask(const Facts& facts, Intents& out) {
  if (asked_for == miniapp_id) return;
  auto needs = needs_of(facts, miniapp_id);
  if (needs.empty()) return;
  asked_for = miniapp_id;
  std::move(needs.begin(), needs.end(), std::back_inserter(out));
}

void DetailPane::Impl::go_to_what_was_said(const Facts& facts) {
  if (said_of_miniapp != miniapp_id || said_of.empty() || facts.versions == nullptr) return;
  said_of_miniapp.clear();
  const auto at = std::find_if(facts.versions->begin(), facts.versions->end(),
                               [&](const auto& each) { return each.name == said_of; });
  version_id = at == facts.versions->end() ? std::string() : at->id;
}

/// Which version is shown, and whether that is the one it was about.
void DetailPane::Impl::draw_what_was_said(const Context& context) {
  const auto* shown = context.view.version;
  if (said_of.empty() || shown == nullptr || !said_of_miniapp.empty()) return;
  const auto& newest = context.facts.versions->front();
  const std::string words =
      shown->name != said_of   ? tr("miniapp.said_of.gone", {{"version", said_of}, {"shown", shown->name}})
      : shown->id == newest.id ? tr("miniapp.said_of.newest", {{"version", said_of}})
                               : tr("miniapp.said_of", {{"version", said_of}, {"newest", newest.name}});
  kit::note(words, icons::visibility);
  section_gap();
}

/// While there is no mini-app to show. Returns whether there is one.
bool DetailPane::Impl::draw_lives(const Facts& facts, Intents& out) {
  if (facts.miniapp != nullptr) return true;
  switch (facts.catalogue.life) {
    case Life::not_asked:
    case Life::loading:
      kit::skeleton_rows(8, 40, facts.catalogue.loading_for);
      break;
    case Life::failed:
      if (kit::error_card("failed", {.title = tr("miniapp.life.versions_failed"),
                                     .detail = tr("miniapp.life.safe"),
                                     .technical = facts.catalogue.why}))
        out.push_back(Need{Need::What::versions, miniapp_id});
      break;
    case Life::forbidden:
      kit::forbidden_card("forbidden", tr("miniapp.life.versions_forbidden"),
                          tr("miniapp.life.forbidden_detail"));
      break;
    case Life::there:
      kit::empty_state("gone", {.icon = icons::widgets,
                                .title = tr(miniapp_id.empty() ? "miniapp.life.none" : "miniapp.life.gone"),
                                .detail = tr(miniapp_id.empty() ? "miniapp.life.none_detail"
                                                                : "miniapp.life.gone_detail")});
      break;
  }
  return false;
}

void DetailPane::Impl::draw_versions_life(const Facts& facts, Intents& out) {
  const auto& part = facts.versions_part;
  if (part.life == Life::failed &&
      kit::error_card("versions_failed", {.title = tr("miniapp.life.versions_failed"),
                                          .detail = tr("miniapp.life.safe"),
                                          .technical = part.why}))
    out.push_back(Need{Need::What::versions, miniapp_id});
  if (part.life == Life::forbidden)
    kit::forbidden_card("versions_forbidden", tr("miniapp.life.versions_forbidden"),
                        tr("miniapp.life.forbidden_detail"));
  if (facts.versions != nullptr) return;
  if (!facts.person.online) kit::note(tr("miniapp.offline_note"), icons::cloud_off, kit::Tone::warn);
  if (part.life == Life::loading || part.life == Life::not_asked) kit::skeleton_rows(6, 40, part.loading_for);
}

// ---- head and body
// ---------------------------------------------------------------------------------------------------

/// Returns whether the person leaves.
bool DetailPane::Impl::draw_head(const Context& context, const kit::Rect& rect, bool as_sheet) {
  const auto& view = context.view;
  kit::fill_rect({{rect.min.x, rect.max.y - kit::px(1)}, rect.max}, kit::theme().line);
  const bool low = rect.height() < kit::px(kHeadHeight);
  auto inner = rect.shrunk(kit::px(kDetailPadding), kit::px(low ? 6 : 14));
  bool leave = false;
  {
    const kit::Region region(inner.cut_top(kit::px(42)));
    kit::Row row({.height = 42, .gap = 10});
    if (as_sheet) leave = kit::icon_button("back", {.icon = icons::arrow_back, .name = tr("miniapp.back")});
    if (!low) kit::tile({.icon = kit::icon_by_name(view.miniapp->icon), .tone = kit::Tone::info, .size = 40});
    const bool has_address = view.version != nullptr && view.version->url;
    {
      const kit::Region words(kit::place({std::max(kit::px(60), kit::available_width()), kit::px(42)}));
      if (low)
        draw_low_head_words(view);
      else
        draw_head_words(context);
    }
    row.right();
    if (has_address &&
        kit::icon_button("address", {.icon = icons::open_in_new, .name = tr("miniapp.open_address")}))
      context.send(CopyText{*view.version->url});
    if (!as_sheet) leave = kit::icon_button("close", {.icon = icons::close, .name = tr("miniapp.close")});
  }
  if (low) return leave;
  inner.cut_top(kit::px(6));
  // The words below the first and the last step reach into the padding, as in the picture.
  const kit::Region region(inner.shrunk(-kit::px(kDetailPadding - 4), 0));
  draw_stepper(view);
  return leave;
}

void DetailPane::Impl::draw_review(const Context& context) {
  const auto& part = context.facts.reviews_part;
  if (part.life == Life::failed) {
    if (kit::error_card("review_failed", {.title = tr("miniapp.life.reviews_failed"),
                                          .detail = tr("miniapp.life.safe"),
                                          .technical = part.why}))
      context.send(Need{Need::What::lists, ""});
  } else if (part.life == Life::forbidden) {
    kit::forbidden_card("review_forbidden", tr("miniapp.life.reviews_forbidden"),
                        tr("miniapp.life.forbidden_detail"));
  }
  if (context.view.review != nullptr) {
    checklist.draw(context);
  } else if (part.life == Life::loading) {
    kit::skeleton_rows(4, 26, part.loading_for);
  } else if (part.life == Life::there) {
    kit::heading(tr("miniapp.checklist"), kit::Heading::card);
    kit::meta(tr("miniapp.checklist_none"));
  }
}

void DetailPane::Impl::draw_sections(const Context& context) {
  draw_permissions(context);
  section_gap();
  draw_review(context);
  draw_findings(context);
  const auto& version = *context.view.version;
  const auto wanted = version.id + "/" + std::to_string(version.revision) + "/" + context.facts.language;
  if (facts_of_version != wanted) {
    facts_of_version = wanted;
    manifest_facts = lines_of(version);
  }
  Pressed pressed;
  draw_manifest(context, manifest_facts, pressed);
  draw_versions(context, pressed);
  draw_history(context);
  act_on(context, pressed);
}

/// `low`: what head and bar have no room for comes first here.
void DetailPane::Impl::draw_body(const Context& context, const kit::Rect& rect, bool low) {
  const kit::Pane pane(
      "body",
      {.rect = rect, .name = context.view.name, .padding = kDetailPadding, .gap = 4, .is_f6_stop = false});
  if (low) {
    draw_provider(context);
    if (!context.view.eyes.empty()) kit::note(context.view.eyes, icons::group);
    section_gap();
  }
  draw_versions_life(context.facts, context.out);
  draw_what_was_said(context);
  // What is being written comes first for who writes, what is being checked for who checks.
  const auto* version = context.view.version;
  const bool writing = context.view.review == nullptr ||
                       (version != nullptr && version->state == contract::VersionState::changes_requested);
  if (writing) {
    texts.draw(context);
    section_gap();
  }
  if (version != nullptr)
    draw_sections(context);
  else if (context.facts.versions != nullptr)
    kit::empty_state("no_version", {.icon = icons::inbox, .title = tr("miniapp.versions_none")});
  if (writing) return;
  section_gap();
  texts.draw(context);
}

// ---- actions
// ---------------------------------------------------------------------------------------------------------

void DetailPane::Impl::act_on(const Context& context, const Pressed& pressed) {
  const auto& view = context.view;
  const auto title = [&](const char* key) {
    return tr(key, {{"name", view.name}, {"version", view.version->name}});
  };
  if (pressed.manifest) manifest.open(title("miniapp.manifest_title"), view.version->manifest.text);
  if (pressed.files) files.open(title("miniapp.files_of"), *view.version);
  if (!pressed.show_version.empty()) {
    version_id = pressed.show_version;
    forget_what_was_said();
  }
  if (!pressed.compare.empty()) {
    const auto* one = context.facts.version(pressed.compare);
    const auto* other = context.facts.version(pressed.compare_to);
    const bool swapped = one != nullptr && other != nullptr && one->code < other->code;
    compare.open(swapped ? pressed.compare : pressed.compare_to,
                 swapped ? pressed.compare_to : pressed.compare);
  }
  if (!pressed.roll_back.empty())
    if (const auto* version = context.facts.version(pressed.roll_back))
      context.send(roll_back(*view.miniapp, *version, view.name));
}

void DetailPane::Impl::open_withdraw(const Context& context) {
  withdrawn = *context.view.version;
  withdraw = {};
  withdraw.open = true;
  const bool live = context.view.miniapp->live_version_id == withdrawn.id;
  withdraw_app_id = live ? context.view.miniapp->app_id : std::string();
}

void DetailPane::Impl::draw_withdraw(const Facts& facts, Intents& out) {
  if (facts.miniapp == nullptr) withdraw.open = false;
  const std::string name = facts.miniapp == nullptr ? "" : facts.miniapp->name.in(facts.language);
  const bool live = !withdraw_app_id.empty();
  std::vector<std::string> words;
  if (live && facts.miniapp != nullptr && facts.miniapp->live_ring)
    words.push_back(tr("miniapp.withdraw.ring", {{"ring", ring_word(*facts.miniapp->live_ring)}}));
  if (live && withdrawn.released_at)
    words.push_back(tr("miniapp.withdraw.days", {{"when", kit::format_date(withdrawn.released_at)}}));
  const auto granted =
      std::count_if(withdrawn.permissions.begin(), withdrawn.permissions.end(),
                    [](const auto& each) { return each.change != contract::PermissionChange::removed; });
  if (live) words.push_back(kit::tr_n("miniapp.withdraw.permissions", granted));
  const auto earlier =
      facts.versions == nullptr
          ? 0
          : std::count_if(facts.versions->begin(), facts.versions->end(), [&](const auto& version) {
              return version.id != withdrawn.id && version.released_at &&
                     version.state == contract::VersionState::approved;
            });
  if (live) words.push_back(kit::tr_n("miniapp.withdraw.versions", earlier));
  static constexpr std::array kIcons = {icons::group, icons::event, icons::vpn_key, icons::restore};
  std::vector<kit::Consequence> consequences;
  for (std::size_t i = 0; i < words.size(); ++i)
    consequences.push_back(
        {kIcons[std::min(i + (kIcons.size() - words.size()), kIcons.size() - 1)], words[i]});
  std::vector<std::string> reasons;
  for (int i = 0; i < kWithdrawReasons; ++i)
    reasons.push_back(kit::tr_or("miniapp.withdraw.reason." + std::to_string(i), ""));
  const std::vector<std::string_view> reason_views(reasons.begin(), reasons.end());
  const int chosen = withdraw.reason;
  const std::string title = tr("miniapp.withdraw.title", {{"name", name}});
  const std::string body =
      tr(live ? "miniapp.withdraw.body" : "miniapp.withdraw.body_draft", {{"version", withdrawn.name}});
  if (kit::confirm("withdraw", withdraw,
                   {.title = title,
                    .body = body,
                    .icon = icons::archive,
                    .consequences = consequences,
                    .reasons = reason_views,
                    .object_id = withdraw_app_id,
                    .action = tr("miniapp.action.withdraw")}) &&
      chosen >= 0)
    out.push_back(version_step(Action::withdraw, withdrawn, name, reasons[static_cast<std::size_t>(chosen)]));
}

void DetailPane::Impl::act(const Context& context, const Offer& offer) {
  const auto& view = context.view;
  if (!offer.disabled_because.empty()) {
    context.send(Notice{offer.label, offer.disabled_because});
    return;
  }
  const auto* version = offer.on_live ? view.live : view.version;
  switch (offer.action) {
    case Action::submit:
    case Action::recall:
    case Action::suspend:
    case Action::resume:
      return context.send(version_step(offer.action, *version, view.name));
    case Action::take:
    case Action::hand_back:
    case Action::approve:
      return context.send(review_step(offer.action, *view.review, view.name));
    case Action::send_back:
    case Action::reject:
      return refuse.open(offer.action, *view.review, view.name, drafts);
    case Action::withdraw:
      return open_withdraw(context);
    case Action::publish:
      return context.send(Go{"publish", view.miniapp->id, ""});
    case Action::new_version:
      return handin.open(context.world, view.miniapp->id, "", drafts);
  }
}

/// Commands of the palette carry the name of the action, with ".live" where it acts on the live version.
void DetailPane::Impl::run_command(const Context& context) {
  const auto wanted = std::exchange(command, {});
  if (wanted.empty()) return;
  for (const auto& offer : context.view.offers)
    if (wanted ==
        std::string(kCommandPrefix) + contract::enum_name(offer.action) + (offer.on_live ? ".live" : ""))
      return act(context, offer);
}

// ---- the seam
// --------------------------------------------------------------------------------------------------------

DetailPane::DetailPane() : impl_(std::make_unique<Impl>()) {}
DetailPane::~DetailPane() = default;

Intents DetailPane::draw(const kit::Rect& rect, const World& world, const std::string& miniapp_id,
                         bool as_sheet, bool& close) {
  Intents out;
  impl_->show(miniapp_id);
  const auto facts = facts_of(world, miniapp_id);
  const kit::Pane pane("miniapp", {.rect = rect, .name = tr("miniapp.pane"), .scroll = false});
  if (!kit::overlay_open() && kit::take({.key = kit::Key::escape})) close = true;
  {
    const kit::Region region(rect, kDetailPadding);
    if (!impl_->draw_lives(facts, out)) return out;
  }
  impl_->ask(facts, out);
  impl_->go_to_what_was_said(facts);
  const auto view = build(facts, impl_->version_id);
  const Context context{world, facts, view, impl_->drafts, out};
  auto rest = rect;
  const bool low = is_low(rect);
  if (impl_->draw_head(context, rest.cut_top(kit::px(low ? kLowHeadHeight : kHeadHeight)), as_sheet))
    close = true;
  const std::string eyes = low ? std::string() : view.eyes;
  const bool has_bar = !view.offers.empty() || !eyes.empty();
  const auto bar = rest.cut_bottom(has_bar ? bar_height(eyes, rect.width()) : 0);
  impl_->draw_body(context, rest, low);
  impl_->run_command(context);
  if (!has_bar) return out;
  if (const auto chosen = draw_bar(bar, view.offers, eyes)) impl_->act(context, view.offers[*chosen]);
  const auto main =
      std::find_if(view.offers.begin(), view.offers.end(), [](const Offer& offer) { return offer.primary; });
  if (main != view.offers.end() && !kit::overlay_open() && kit::take({.key = kit::Key::enter, .ctrl = true}))
    impl_->act(context, *main);
  return out;
}

Intents DetailPane::draw_dialogs(const World& world) {
  Intents out;
  const auto facts = facts_of(world, impl_->miniapp_id);
  impl_->refuse.draw(facts, impl_->drafts, out);
  impl_->compare.draw(facts, out);
  impl_->manifest.draw(out);
  impl_->files.draw(out);
  impl_->draw_withdraw(facts, out);
  impl_->handin.draw(world, impl_->drafts, out);
  return out;
}

void DetailPane::receive(IncomingFile file) {
  impl_->handin.receive(std::move(file));
}

bool DetailPane::accepts(const IncomingFile& file) {
  return is_handin_file(file);
}

void DetailPane::open_handin(const World& world, std::string category_id) {
  impl_->handin.open(world, "", category_id, impl_->drafts);
}

void DetailPane::show_version(const std::string& miniapp_id, const std::string& name) {
  impl_->said_of_miniapp = miniapp_id;
  impl_->said_of = name;
}

void DetailPane::show_newest() {
  impl_->version_id.clear();
  impl_->forget_what_was_said();
}

std::vector<PanelCommand> DetailPane::commands(const World& world, const std::string& miniapp_id) const {
  std::vector<PanelCommand> made;
  const auto facts = facts_of(world, miniapp_id);
  const auto view = build(facts, miniapp_id == impl_->miniapp_id ? impl_->version_id : "");
  for (const auto& offer : view.offers)
    made.push_back(
        {std::string(kCommandPrefix) + contract::enum_name(offer.action) + (offer.on_live ? ".live" : ""),
         offer.label + ": " + view.name, action_icon(offer.action), offer.primary ? "Ctrl+Enter" : "",
         offer.disabled_because, needs_line(offer.action)});
  return made;
}

void DetailPane::run(std::string_view command, const World&) {
  impl_->command = command;
}

void DetailPane::restore(std::string_view key, std::string_view value) {
  impl_->drafts.restore(key, value);
}

}  // namespace stadtpult::panels
