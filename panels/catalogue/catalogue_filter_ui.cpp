// Search, filter chips and saved views.
#include <algorithm>

#include "panels/catalogue/catalogue_ui.hpp"
#include "panels/catalogue/catalogue_words.hpp"
#include "panels/kit/fold.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using catalogue::Audience;
using catalogue::Filter;
using catalogue::FilterField;
using catalogue::Since;
using catalogue::Tab;

constexpr int kMostProviders = 60;  // of those found; typing narrows the list

constexpr const char* kFieldMenu = "catalogue.filter.menu";
constexpr const char* kFieldPopover = "catalogue.filter.popover";
constexpr const char* kViewsPopover = "catalogue.views.popover";

/// A checkbox that sets or clears bits.
template <typename Bits>
bool bit_checkbox(const char* id, Bits& bits, Bits bit, const char* label) {
  bool on = (bits & bit) != 0;
  if (!checkbox(id, on, {.label = label})) return false;
  bits = static_cast<Bits>(on ? bits | bit : bits & ~bit);
  return true;
}

}  // namespace

void CataloguePanel::change_filter(Filter filter) {
  if (filter == view_.filter()) return;
  view_.set_filter(std::move(filter));
  filter_dirty_ = true;
  request_frame();
}

void CataloguePanel::draw_search(float logical_width) {
  std::string typed = view_.filter().search;
  const auto event = search_box(
      "catalogue.search", typed,
      {.placeholder =
           tr(breakpoint_ == Breakpoint::wide ? "catalogue.search.placeholder" : "catalogue.search.short"),
       .name = tr("catalogue.search.name"),
       .width = logical_width,
       .focus_now = std::exchange(focus_search_, false)});
  if (!event.changed) return;
  Filter filter = view_.filter();
  filter.search = std::move(typed);
  change_filter(std::move(filter));
}

void CataloguePanel::draw_chips() {
  int no_room = 0;
  for (int i = 0; i < catalogue::kFilterFieldCount; ++i) {
    const auto field = static_cast<FilterField>(i);
    const bool set = is_set(view_.filter(), field);
    if (!set && field != FilterField::category)
      continue;  // the category is always offered, others behind "+ Filter"
    if (available_width() < px(220)) {
      ++no_room;
      continue;
    }
    const IdScope scope{static_cast<std::uint64_t>(i) + 1};
    const std::string value = chip_value(view_, field);
    const auto action =
        filter_chip("chip", {.field = catalogue::field_text(field), .value = value, .set = set});
    if (action == ChipAction::removed) {
      Filter filter = view_.filter();
      clear(filter, field);
      change_filter(std::move(filter));
    } else if (action == ChipAction::pressed) {
      opened_field_ = field;
      open_field_ = last_rect();
    }
  }
  const std::string more = no_room == 0 ? std::string(tr("catalogue.filter.add"))
                                        : tr("catalogue.filter.add_more", {{"n", format_number(no_room)}});
  if (add_chip("catalogue.filter.add", more)) ask_popover(kFieldMenu);
}

void CataloguePanel::draw_filter_popovers() {
  if (Menu menu{kFieldMenu, tr("catalogue.filter.menu"), 220}; menu) {
    for (int i = 0; i < catalogue::kFilterFieldCount; ++i) {
      const auto field = static_cast<FilterField>(i);
      const IdScope scope{static_cast<std::uint64_t>(i) + 1};
      if (menu.item("field",
                    {.label = catalogue::field_text(field), .checked = is_set(view_.filter(), field)})) {
        opened_field_ = field;
        open_field_ = last_rect();
      }
    }
  }
  if (open_field_) {
    organisation_search_.clear();
    open_popover(kFieldPopover, *open_field_);
    open_field_.reset();
  }
  if (Popover popover{kFieldPopover, {.name = catalogue::field_text(opened_field_), .width = 300}}; popover) {
    heading(catalogue::field_text(opened_field_), Heading::group);
    filter_body(opened_field_);
  }
}

void CataloguePanel::filter_body(FilterField field) {
  Filter filter = view_.filter();
  switch (field) {
    case FilterField::category:
      return category_choices();
    case FilterField::organisation:
      return organisation_choices();
    case FilterField::state:
      for (const auto state : contract::enum_values<contract::VersionState>())
        bit_checkbox(contract::enum_name(state), filter.states, catalogue::state_bit(state),
                     catalogue::state_text(state));
      break;
    case FilterField::audience:
      for (int i = 0; i < catalogue::kAudienceCount; ++i) {
        const IdScope scope{static_cast<std::uint64_t>(i) + 1};
        const auto audience = static_cast<Audience>(i);
        bit_checkbox("audience", filter.audiences, catalogue::audience_bit(audience),
                     catalogue::audience_text(audience));
      }
      break;
    case FilterField::kind: {
      int chosen = filter.kind ? 1 + static_cast<int>(*filter.kind) : 0;
      const RadioOption choices[] = {{.label = tr("catalogue.chip.all")},
                                     {.label = catalogue::kind_text(contract::MiniappKind::package)},
                                     {.label = catalogue::kind_text(contract::MiniappKind::web)}};
      if (radio_group("kind", chosen, choices, {.name = catalogue::field_text(field)})) {
        filter.kind.reset();
        if (chosen > 0) filter.kind = static_cast<contract::MiniappKind>(chosen - 1);
      }
      break;
    }
    case FilterField::since: {
      int chosen = static_cast<int>(filter.since);
      RadioOption choices[catalogue::kSinceCount];
      for (int i = 0; i < catalogue::kSinceCount; ++i)
        choices[i].label = catalogue::since_text(static_cast<Since>(i));
      if (radio_group("since", chosen, choices, {.name = catalogue::field_text(field)}))
        filter.since = static_cast<Since>(chosen);
      break;
    }
    case FilterField::archived:
      checkbox("archived", filter.archived, {.label = tr("catalogue.field.archived_only")});
      break;
  }
  change_filter(std::move(filter));
}

void CataloguePanel::category_choices() {
  Filter filter = view_.filter();
  category_combobox("category", "", filter.category_id, {});
  change_filter(std::move(filter));
}

void CataloguePanel::organisation_choices() {
  Filter filter = view_.filter();
  search_box("search", organisation_search_,
             {.placeholder = tr("catalogue.filter.provider_search"),
              .name = tr("catalogue.filter.provider_search")});
  const std::string wanted = folded(organisation_search_),
                    spelled = folded(organisation_search_, Fold::spelled);
  int shown = 0, found = 0;
  for (const auto& provider : view_.providers()) {
    if (folded(provider.name).find(wanted) == std::string::npos &&
        folded(provider.name, Fold::spelled).find(spelled) == std::string::npos)
      continue;
    if (++found > kMostProviders) continue;
    ++shown;
    const auto at = std::lower_bound(filter.organisations.begin(), filter.organisations.end(), provider.id);
    bool on = at != filter.organisations.end() && *at == provider.id;
    const std::string label = provider.name + " (" + format_number(provider.count) + ")";
    if (!checkbox(provider.id.c_str(), on, {.label = label})) continue;
    if (on)
      filter.organisations.insert(at, provider.id);
    else
      filter.organisations.erase(at);
  }
  if (found > shown) meta(tr_n("catalogue.filter.more_providers", found - shown));
  divider(4);
  checkbox("except", filter.organisations_except,
           {.label = tr("catalogue.filter.except"),
            .disabled_because = filter.organisations.empty() ? tr("catalogue.filter.except_why") : ""});
  change_filter(std::move(filter));
}

void CataloguePanel::draw_filter_dialog() {
  const bool was_open = filter_dialog_;
  Dialog dialog{"catalogue.filter.dialog",
                filter_dialog_,
                {.title = tr("catalogue.filter.menu"), .icon = icons::filter_list}};
  if (!was_open || !dialog) return;
  if (breakpoint_ == Breakpoint::phone) draw_search(kFill);
  int tab = static_cast<int>(view_.filter().tab);
  Choice tabs[catalogue::kTabCount];
  for (int i = 0; i < catalogue::kTabCount; ++i) tabs[i].label = catalogue::tab_text(static_cast<Tab>(i));
  if (combobox("tab", tab, tabs, {.label = tr("catalogue.table.tabs")})) {
    Filter filter = view_.filter();
    filter.tab = static_cast<Tab>(tab);
    change_filter(std::move(filter));
  }
  Filter filter = view_.filter();
  if (category_combobox("category", tr("catalogue.column.category"), filter.category_id, {}))
    change_filter(std::move(filter));
  {
    Row row{{.height = 32, .gap = 6}};
    for (int i = 1; i < catalogue::kFilterFieldCount; ++i) {
      const auto field = static_cast<FilterField>(i);
      const IdScope scope{static_cast<std::uint64_t>(i)};
      if (icon_button("field",
                      {.icon = is_set(view_.filter(), field) ? icons::filter_alt : icons::filter_list,
                       .name = catalogue::field_text(field),
                       .selected = opened_field_ == field}))
        opened_field_ = field;
    }
  }
  if (opened_field_ != FilterField::category) {
    heading(catalogue::field_text(opened_field_), Heading::group);
    filter_body(opened_field_);
  }
  divider(8);
  Row row{{.height = 32}};
  if (button("reset", {.kind = Button::ghost, .label = tr("catalogue.filter.reset")})) change_filter({});
  draw_views();
  row.right();
  if (button("done",
             {.kind = Button::primary,
              .label = tr_n("catalogue.filter.show", static_cast<std::int64_t>(view_.rows().size()))}))
    filter_dialog_ = false;
}

void CataloguePanel::draw_views() {
  const std::string now = to_text(view_.filter());
  const auto current =
      std::find_if(views_.begin(), views_.end(), [&](const auto& each) { return each.filter == now; });
  if (icon_button("catalogue.views", {.icon = current == views_.end() ? icons::star_border : icons::star,
                                      .name = tr("catalogue.views.name"),
                                      .selected = current != views_.end()}))
    open_popover(kViewsPopover);
  const Popover popover{kViewsPopover,
                        {.name = tr("catalogue.views.name"), .width = 300, .right_aligned = true}};
  if (!popover) return;
  heading(tr("catalogue.views.name"), Heading::group);
  if (views_.empty()) meta(tr("catalogue.views.none"));
  std::optional<std::size_t> gone;
  for (std::size_t i = 0; i < views_.size(); ++i) {
    const IdScope scope{i + 1};
    Row row{{.height = 32}};
    if (link("apply", {.label = views_[i].name, .icon = icons::star})) apply_view(views_[i]);
    row.right();
    if (icon_button("remove", {.icon = icons::close,
                               .name = tr("catalogue.views.remove", {{"name", views_[i].name}}),
                               .small = true}))
      gone = i;
  }
  if (gone) {
    views_.erase(views_.begin() + static_cast<std::ptrdiff_t>(*gone));
    out_.emplace_back(Keep{"catalogue.views", to_text(views_)});
  }
  divider(4);
  const auto typed =
      text_field("name", view_name_, {.label = tr("catalogue.views.save_as"), .max_length = 60});
  const bool can = !view_name_.empty();
  const bool pressed = button("save", {.label = tr("catalogue.views.save"),
                                       .icon = icons::star_border,
                                       .disabled_because = can ? "" : tr("catalogue.views.name_first")});
  if (can && (pressed || typed.submitted)) save_view();
}

void CataloguePanel::save_view() {
  const catalogue::SavedView saved{view_name_, to_text(view_.filter()), catalogue::layout_text(table_)};
  const auto same =
      std::find_if(views_.begin(), views_.end(), [&](const auto& each) { return each.name == saved.name; });
  if (same == views_.end())
    views_.push_back(saved);
  else
    *same = saved;
  view_name_.clear();
  out_.emplace_back(Keep{"catalogue.views", to_text(views_)});
}

void CataloguePanel::apply_view(const catalogue::SavedView& saved) {
  catalogue::read_layout(saved.layout, table_);
  view_.set_sort(table_.sort_column, table_.sort_descending);
  change_filter(catalogue::filter_from(saved.filter));
  layout_dirty_ = true;
  close_popover();
}

}  // namespace stadtpult::panels
