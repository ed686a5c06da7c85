#include "panels/organisations/organisations_ui.hpp"

#include <functional>

#include "api-client/contract/codec.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using client::RemoteState;
using contract::Organisation;
using contract::Role;

constexpr const char* kNewNameKey = "draft:organisations.new";

std::uint64_t key_of(std::string_view id) {
  return std::hash<std::string_view>{}(id) | 1U;
}

std::string kind_words(contract::OrganisationKind kind) {
  return tr_or(std::string("organisations.kind.") + contract::enum_name(kind), "");
}

bool may_verify(const World& world) {
  return world.role == Role::reviewer || world.role == Role::project_lead;
}
bool may_edit(const World& world, const Organisation& organisation) {
  return contract::may(world.role, contract::Operation::change_organisation) &&
         (world.role != Role::merchant || organisation.id == world.organisation_id);
}

/// The change from one state of an organisation to another, with its undo.
Change change_of(const Organisation& before, const Organisation& after, const char* title) {
  const auto patch = [&](const Organisation& from, const Organisation& to) {
    Change change;
    change.operation = contract::Operation::change_organisation;
    change.ids = {before.id};
    change.body = contract::encode_patch(from, to);
    change.title = title;
    change.detail = before.name;
    return change;
  };
  Change change = patch(before, after);
  change.if_match = contract::etag(before.id, before.revision);
  change.undo = std::make_shared<Change>(patch(after, before));
  return change;
}

void verified_chip(bool verified, bool on_selection) {
  if (verified)
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

void OrganisationsPanel::open(const Go& go, const World&) {
  selected_id_ = go.object_id;
}

void OrganisationsPanel::restore(std::string_view key, std::string_view value) {
  if (key == kNewNameKey) new_name_ = value;
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
      found.push_back(
          {"organisations", organisation.id, organisation.name, kind_words(organisation.kind), "storefront"});
  }
  return found;
}

void OrganisationsPanel::refresh(const World& world) {
  if (generation_ == world.state.organisations.generation && shown_for_ == search_) return;
  generation_ = world.state.organisations.generation;
  shown_for_ = search_;
  shown_.clear();
  const std::string wanted = folded(search_);
  const auto& all = world.state.organisations.items();
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (wanted.empty() || folded(all[i].name).find(wanted) != std::string::npos) shown_.push_back(i);
  std::sort(shown_.begin(), shown_.end(),
            [&](auto a, auto b) { return folded(all[a].name) < folded(all[b].name); });
}

void OrganisationsPanel::list(const World& world, const Rect& rect, Intents& intents) {
  const Region region{rect};
  const auto& remote = world.state.organisations.remote;
  if (remote.value() == nullptr) {
    if (remote.state() == RemoteState::failed) {
      if (error_card("organisations.failed", {.title = tr("organisations.failed"),
                                              .detail = tr("shell.failed.unavailable"),
                                              .technical = remote.error().message}))
        intents.push_back(Need{Need::What::lists, ""});
      return;
    }
    return skeleton_rows(8, 44, static_cast<double>(world.now.ms - remote.loading_since().ms) / 1000.0);
  }
  if (shown_.empty()) {
    if (no_matches("organisations.none")) search_.clear();
    return;
  }
  const auto& all = world.state.organisations.items();
  const std::string name = tr("organisations.column.name"), state = tr("organisations.column.state"),
                    apps = tr("organisations.column.apps");
  std::vector<Column> columns{{.id = "name", .title = name, .width = 0, .min_width = 200},
                              {.id = "state", .title = state, .width = 150}};
  const auto event = table("organisations.table", table_,
                           {.name = tr("shell.panel.organisations"),
                            .columns = columns,
                            .rows = static_cast<int>(shown_.size()),
                            .footer = true,
                            .key = [&](int i) { return key_of(all[shown_[static_cast<size_t>(i)]].id); },
                            .rect = available(),
                            .cursor_opens = true},
                           [&](TableRow& row) {
                             const auto& organisation = all[shown_[static_cast<size_t>(row.index())]];
                             row.name(organisation.name);
                             if (row.cell("name"))
                               row.two_lines(organisation.name, kind_words(organisation.kind));
                             if (row.cell("state")) verified_chip(organisation.verified, row.selected());
                           });
  if (event.opened >= 0) selected_id_ = all[shown_[static_cast<size_t>(event.opened)]].id;
}

void OrganisationsPanel::edit(const Organisation& organisation, const World& world, Intents& intents) {
  // What is typed stays as long as the organisation is open; news of others about other fields come in when
  // it is opened anew.
  if (edited_id_ != organisation.id ||
      (edited_revision_ != organisation.revision && edited_ == organisation)) {
    edited_ = organisation;
    edited_id_ = organisation.id;
  }
  if (edited_revision_ != organisation.revision) edited_revision_ = organisation.revision;
  if (!may_edit(world, organisation)) {
    key_value(tr("organisations.contact"), organisation.contact_name);
    key_value(tr("organisations.email"), organisation.contact_email.value_or(""));
    key_value(tr("organisations.website"), organisation.website.value_or(""));
    return;
  }
  std::string email = edited_.contact_email.value_or(""), website = edited_.website.value_or("");
  bool left = false;
  if (world.role != Role::merchant)
    left |= text_field("name", edited_.name,
                       {.label = tr("organisations.column.name"), .max_length = 120, .required = true})
                .left;
  left |=
      text_field("contact", edited_.contact_name, {.label = tr("organisations.contact"), .max_length = 120})
          .left;
  left |= text_field("email", email, {.label = tr("organisations.email"), .max_length = 254}).left;
  left |= text_field("website", website,
                     {.label = tr("organisations.website"), .placeholder = "https://", .max_length = 500})
              .left;
  edited_.contact_email = email.empty() ? std::nullopt : std::optional(email);
  edited_.website = website.empty() ? std::nullopt : std::optional(website);
  edited_.verified = organisation.verified;
  edited_.revision = organisation.revision;
  edited_.updated_at = organisation.updated_at;
  if (left && !(edited_ == organisation))
    intents.push_back(change_of(organisation, edited_, tr("organisations.changed")));
}

void OrganisationsPanel::detail(const World& world, const Rect& rect, Intents& intents) {
  const Pane pane{"organisations.detail",
                  {.rect = rect,
                   .name = tr("organisations.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  const auto* organisation = world.state.organisations.find(selected_id_);
  if (organisation == nullptr) {
    empty_state("organisations.detail.empty",
                {.icon = icons::storefront, .title = tr("organisations.detail.empty")});
    return;
  }
  const IdScope scope{organisation->id.c_str()};
  heading(organisation->name, Heading::detail);
  meta(kind_words(organisation->kind));
  verified_chip(organisation->verified, false);
  if (may_verify(world)) {
    Organisation after = *organisation;
    after.verified = !organisation->verified;
    if (button("verify",
               {.label = tr(organisation->verified ? "organisations.unverify" : "organisations.verify"),
                .icon = icons::verified}))
      intents.push_back(
          change_of(*organisation, after,
                    tr(organisation->verified ? "organisations.unverified" : "organisations.now_verified")));
  }
  gap(4);
  edit(*organisation, world, intents);
  gap(8);
  int count = 0;
  for (const auto& app : world.state.miniapps.items()) count += app.organisation_id == organisation->id;
  heading(tr_n("organisations.apps", count));
  int line = 0;
  for (const auto& app : world.state.miniapps.items()) {
    if (app.organisation_id != organisation->id || ++line > 20) continue;
    const IdScope row{app.id.c_str()};
    if (link("app", {.label = app.name.in(world.language)})) intents.push_back(Go{"catalogue", app.id, ""});
  }
}

void OrganisationsPanel::new_dialog(const World&, Intents& intents) {
  if (!new_open_) return;
  Dialog dialog{
      "organisations.new",
      new_open_,
      {.title = tr("organisations.new"), .body = tr("organisations.new.body"), .icon = icons::storefront}};
  if (!dialog) return;
  if (text_field("name", new_name_,
                 {.label = tr("organisations.column.name"), .max_length = 120, .required = true}))
    intents.push_back(KeepDraft{kNewNameKey, new_name_});
  std::vector<std::string> words;
  std::vector<Choice> kinds;
  for (const auto kind : contract::enum_values<contract::OrganisationKind>())
    words.push_back(kind_words(kind));
  for (const auto& word : words) kinds.push_back({.label = word});
  combobox("kind", new_kind_, kinds, {.label = tr("organisations.kind")});
  Row row{{.height = 40}};
  row.right();
  if (button("cancel", {.label = tr("shell.cancel")})) new_open_ = false;
  const bool empty = new_name_.find_first_not_of(' ') == std::string::npos;
  if (button("make", {.kind = Button::primary,
                      .label = tr("organisations.make"),
                      .disabled_because = empty ? tr("organisations.name_missing") : ""})) {
    Organisation made;
    made.name = new_name_;
    made.kind = static_cast<contract::OrganisationKind>(new_kind_);
    Change change;
    change.operation = contract::Operation::create_organisation;
    change.body = contract::encode_new(made);
    change.title = tr("organisations.made");
    change.detail = new_name_;
    change.draft_key = kNewNameKey;
    intents.push_back(std::move(change));
    new_name_.clear();
    new_open_ = false;
  }
}

Intents OrganisationsPanel::draw(const World& world) {
  Intents intents;
  refresh(world);
  Rect rest = available();
  const bool two_panes = rest.width() >= px(860);
  const Rect right = two_panes ? rest.cut_right(px(size::kDetailPane)) : Rect{};
  {
    const Pane pane{"organisations.head",
                    {.rect = rest.cut_top(px(104)),
                     .name = tr("shell.panel.organisations"),
                     .surface = Surface::none,
                     .padding = 16,
                     .scroll = false,
                     .gap = 8}};
    heading(tr("shell.panel.organisations"), Heading::page);
    Row row{{.height = 34}};
    search_box("organisations.search", search_, {.placeholder = tr("organisations.search"), .width = 260});
    row.right();
    if (contract::may(world.role, contract::Operation::create_organisation) &&
        button("organisations.new",
               {.kind = Button::primary, .label = tr("organisations.new"), .icon = icons::add}))
      new_open_ = true;
  }
  const Rect top = two_panes ? rest : rest.cut_top(rest.height() * 0.5F);
  list(world, top, intents);
  detail(world, two_panes ? right : rest, intents);
  new_dialog(world, intents);
  return intents;
}

}  // namespace stadtpult::panels
