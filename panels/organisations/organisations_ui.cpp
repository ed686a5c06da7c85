#include "panels/organisations/organisations_ui.hpp"

#include "panels/dialog_end.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using contract::Organisation;
using contract::Role;

void verified_chip(const Organisation& organisation, bool on_selection) {
  if (organisation.archived)
    chip({.label = tr("organisations.archived"), .icon = icons::archive, .on_selection = on_selection});
  else if (organisation.verified)
    chip({.label = tr("organisations.verified"),
          .icon = icons::verified,
          .tone = Tone::ok,
          .on_selection = on_selection});
  else
    chip({.label = tr("organisations.not_verified"),
          .icon = icons::pending,
          .tone = Tone::warn,
          .on_selection = on_selection});
}

}  // namespace

void OrganisationsPanel::select(const std::string& id) {
  selected_id_ = id;
  table_.selected = row_key(id);
  panes_.open();
}

void OrganisationsPanel::open(const Go& go, const World&) {
  if (go.view == "new") new_open_ = true;
  if (!go.object_id.empty()) select(go.object_id);
}

void OrganisationsPanel::restore(std::string_view key, std::string_view value) {
  panes_.restore(key, value);
  edit_.restore(key, value);
  new_.restore(key, value);
}

std::vector<PanelCommand> OrganisationsPanel::commands(const World& world) const {
  if (!contract::may(world.role, contract::Operation::create_organisation)) return {};
  return {{"organisations.new", tr("organisations.new"), "add", "", "", false}};
}

void OrganisationsPanel::run(std::string_view command, const World&) {
  if (command == "organisations.new") new_open_ = true;
}

std::vector<Findable> OrganisationsPanel::find(std::string_view words, const World& world, int most) const {
  std::vector<Findable> found;
  for (const auto& organisation : world.state.organisations.items()) {
    if (static_cast<int>(found.size()) >= most) break;
    if (folded(organisation.name).find(words) != std::string::npos)
      found.push_back({"organisations", organisation.id, organisation.name,
                       organisation_kind(organisation.kind), "storefront"});
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> OrganisationsPanel::hints(const World&) const {
  return {{"Up+Down", tr("overview.hint.choose")}, {"Enter", tr("overview.hint.open")}};
}

void OrganisationsPanel::refresh(const World& world) {
  const std::string wanted = std::to_string(tab_) + search_;
  if (generation_ != world.state.organisations.generation || rows_for_ != wanted) {
    generation_ = world.state.organisations.generation;
    rows_for_ = wanted;
    rows_ = organisation_rows(world, static_cast<OrganisationTab>(tab_), search_);
  }
  // A merchant has one row, its own: it is open at once.
  if (world.role == Role::merchant && selected_id_.empty() && !world.organisation_id.empty()) {
    selected_id_ = world.organisation_id;
    table_.selected = row_key(selected_id_);
  }
}

void OrganisationsPanel::head(const World& world, const Rect& rect) {
  const Pane pane{"organisations.head",
                  {.rect = rect,
                   .name = tr("shell.panel.organisations"),
                   .surface = Surface::none,
                   .padding = 16,
                   .scroll = false,
                   .gap = 8}};
  const bool narrow = available_width() < px(560);
  const bool may_make = contract::may(world.role, contract::Operation::create_organisation);
  {
    Row row{{.height = 32}};
    panel_title(tr("shell.panel.organisations"));
    row.right();
    if (may_make &&
        button("organisations.new", {.kind = Button::primary,
                                     .label = tr(narrow ? "organisations.make" : "organisations.new"),
                                     .icon = icons::add,
                                     .name = tr("organisations.new")}))
      new_open_ = true;
  }
  Row row{{.height = 34}};
  const float width = available_width() / scale();
  search_box("organisations.search", search_,
             {.placeholder = tr("organisations.search"), .width = narrow ? std::min(width, 180.0F) : 220});
  const char* keys[] = {"organisations.tab.all", "organisations.tab.unverified",
                        "organisations.tab.archived"};
  if (narrow) {
    std::vector<Choice> choices;
    for (const char* key : keys) choices.push_back({.label = tr(key)});
    combobox("organisations.tab", tab_, choices,
             {.label = tr("organisations.tab"), .label_hidden = true, .width = std::max(90.0F, width - 188)});
    return;
  }
  std::vector<Segment> segments;
  for (int i = 0; i < kOrganisationTabs; ++i)
    segments.push_back({.label = tr(keys[i]), .count = rows_.counts[i]});
  segmented("organisations.tab", tab_, segments, {.name = tr("organisations.tab")});
}

void OrganisationsPanel::list(const World& world, const ListDetail::Places& places, Intents& intents) {
  const Region region{places.list};
  if (world.state.organisations.remote.value() == nullptr) {
    if (draw_missing(world, world.state.organisations.remote,
                     {.id = "organisations.missing", .failed = "organisations.failed", .forbidden = ""}))
      intents.push_back(Need{Need::What::lists, ""});
    return;
  }
  if (rows_.shown.empty() && search_.empty()) {
    empty_state("organisations.empty", {.icon = icons::storefront,
                                        .title = tr("organisations.empty"),
                                        .detail = tr("organisations.new.body")});
    return;
  }
  if (rows_.shown.empty()) {
    if (no_matches("organisations.none")) search_.clear();
    return;
  }
  const auto& all = world.state.organisations.items();
  const auto at = [&](int i) -> const Organisation& { return all[rows_.shown[static_cast<size_t>(i)]]; };
  const std::string name = tr("organisations.field.name"), state = tr("organisations.column.state");
  const Column columns[] = {{.id = "name", .title = name, .width = 0, .min_width = 160},
                            {.id = "state", .title = state, .width = 150}};
  const auto event = table("organisations.table", table_,
                           {.name = tr("shell.panel.organisations"),
                            .columns = columns,
                            .rows = static_cast<int>(rows_.shown.size()),
                            .footer = true,
                            .key = [&](int i) { return row_key(at(i).id); },
                            .rect = available(),
                            .cursor_opens = places.beside,
                            .first_opens = places.beside},
                           [&](TableRow& row) {
                             const auto& organisation = at(row.index());
                             row.name(organisation.name);
                             if (row.cell("name"))
                               row.two_lines(organisation.name, organisation_kind(organisation.kind));
                             if (row.cell("state")) verified_chip(organisation, row.selected());
                           });
  if (event.opened >= 0) select(at(event.opened).id);
}

void OrganisationsPanel::actions(const Organisation& organisation, const World& world, Intents& intents) {
  if (!may_verify(world) && !may_archive(world)) return;
  Organisation after = organisation;
  const char* done = nullptr;
  const Row row{{.height = 34}};
  if (may_verify(world) && !organisation.archived) {
    const bool verified = organisation.verified;
    if (button("verify", {.kind = verified ? Button::secondary : Button::primary,
                          .label = tr(verified ? "organisations.unverify" : "organisations.verify"),
                          .icon = icons::verified})) {
      after.verified = !verified;
      done = verified ? "organisations.unverified" : "organisations.now_verified";
    }
  }
  if (may_archive(world) &&
      button("archive",
             {.label = tr(organisation.archived ? "organisations.unarchive" : "organisations.archive"),
              .icon = organisation.archived ? icons::restore : icons::archive})) {
    after.archived = !organisation.archived;
    done = organisation.archived ? "organisations.unarchived" : "organisations.now_archived";
  }
  if (done != nullptr) intents.push_back(change_organisation(organisation, after, tr(done)));
}

void OrganisationsPanel::contact(const Organisation& organisation, const World& world, Intents& intents) {
  heading(tr("organisations.contact"));
  const auto fields = organisation_fields(world);
  if (may_edit(world, organisation)) {
    if (const auto after = edit_.draw(organisation, fields, world, intents))
      intents.push_back(
          change_organisation(organisation, *after, tr("organisations.changed"), edit_.draft_key()));
    return;
  }
  for (const auto& field : fields) {
    const std::string value = form::value_of(organisation, field.path);
    if (field.path != "name") key_value(field.label, value.empty() ? tr("form.none") : value.c_str());
  }
}

void OrganisationsPanel::offers(const Organisation& organisation, const World& world, Intents& intents) {
  const auto apps = miniapps_of(world, organisation.id);
  heading(tr_n("organisations.apps", static_cast<std::int64_t>(apps.size())));
  for (const auto* app : apps) {
    const IdScope scope{app->id.c_str()};
    const Row row{{.height = 26}};
    icon(icon_by_name(app->icon), theme().tx2, 16);
    if (link("app", {.label = app->name.in(world.language)})) intents.push_back(Go{"catalogue", app->id, ""});
    if (app->version) meta(*app->version);
  }
}

void OrganisationsPanel::detail(const World& world, const ListDetail::Places& places, Intents& intents) {
  const Pane pane{"organisations.detail",
                  {.rect = places.detail,
                   .name = tr("organisations.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  panes_.way_back(places);
  const auto* organisation = world.state.organisations.find(selected_id_);
  if (organisation == nullptr) {
    empty_state("organisations.detail.empty", {.icon = icons::storefront,
                                               .title = tr("organisations.detail.empty"),
                                               .detail = tr("organisations.detail.empty.detail")});
    return;
  }
  const IdScope scope{organisation->id.c_str()};
  heading(organisation->name, Heading::detail);
  {
    const Row row{{.height = 24}};
    verified_chip(*organisation, false);
    meta(organisation_kind(organisation->kind));
  }
  actions(*organisation, world, intents);
  gap(8);
  contact(*organisation, world, intents);
  gap(8);
  offers(*organisation, world, intents);
}

void OrganisationsPanel::new_dialog(const World& world, Intents& intents) {
  if (!new_open_) return;
  Dialog dialog{
      "organisations.new.dialog",
      new_open_,
      {.title = tr("organisations.new"), .body = tr("organisations.new.body"), .icon = icons::storefront}};
  if (!dialog) return;
  const auto fields = new_organisation_fields();
  new_.draw(fields, world, intents);
  if (!dialog_end(new_open_, "make", tr("organisations.make"))) return;
  if (const auto made = new_.take(fields)) {
    intents.push_back(create_organisation(*made, new_.draft_key()));
    new_open_ = false;
  }
}

Intents OrganisationsPanel::draw(const World& world) {
  Intents intents;
  refresh(world);
  const auto places = panes_.divide(available(), 104, 0, intents);
  if (places.shows_list()) {
    head(world, places.head);
    list(world, places, intents);
  }
  if (places.shows_detail()) detail(world, places, intents);
  new_dialog(world, intents);
  return intents;
}

}  // namespace stadtpult::panels
