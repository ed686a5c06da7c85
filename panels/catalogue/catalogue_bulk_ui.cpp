// What is done with many mini-apps at once.
#include <algorithm>

#include "panels/catalogue/catalogue_ui.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using catalogue::Bulk;
using catalogue::Miniapps;

const contract::Version* version_in(const std::vector<contract::Version>* versions, const std::string& id) {
  if (versions == nullptr) return nullptr;
  const auto at =
      std::find_if(versions->begin(), versions->end(), [&](const auto& each) { return each.id == id; });
  return at == versions->end() ? nullptr : &*at;
}

}  // namespace

const Miniapps& CataloguePanel::selection() const {
  if (selection_version_ == view_.version() && selection_size_ == table_.checked.size()) return selection_;
  selection_version_ = view_.version();
  selection_size_ = table_.checked.size();
  selection_.clear();
  if (!table_.checked.empty())
    for (std::size_t i = 0; i < view_.rows().size(); ++i)
      if (table_.checked.contains(view_.key_at(i))) selection_.push_back(&view_.at(i));
  return selection_;
}

void CataloguePanel::draw_bulk_bar(const World& world, const Rect& rect) {
  fill_rect(rect, theme().subtle);
  fill_rect({rect.min, {rect.max.x, rect.min.y + px(1)}}, theme().line);
  const Region region{rect.shrunk(px(16), px(8))};
  Row row{{.height = 32}};
  const auto count = static_cast<std::int64_t>(selection().size());
  text(tr_n("catalogue.bulk.selected", count), {.font = Font::base_semi});
  struct Act {
    const char *id, *label, *icon;
    Bulk action;
  };
  const Act acts[] = {
      {"catalogue.bulk.move", "catalogue.bulk.move", icons::category, Bulk::move},
      {"catalogue.bulk.submit", "catalogue.bulk.submit", icons::inbox, Bulk::submit},
      {"catalogue.bulk.suspend", "catalogue.bulk.suspend", icons::pause_circle, Bulk::suspend},
      {"catalogue.bulk.csv", "catalogue.bulk.csv", icons::content_copy, Bulk::copy_csv}};
  const bool words = available_width() >= px(530);
  for (const auto& act : acts) {
    const std::string why = bulk_.waiting ? std::string(tr("catalogue.bulk.waiting"))
                                          : catalogue::why_not(act.action, selection(), world);
    // Where there is no room for words, the icons say it and the words are their tooltips.
    const bool pressed =
        words
            ? button(act.id,
                     {.label = tr(act.label), .icon = act.icon, .small = true, .disabled_because = why})
            : icon_button(act.id,
                          {.icon = act.icon, .name = tr(act.label), .border = true, .disabled_because = why});
    if (pressed) start_bulk(act.action, world);
  }
  row.right();
  if (icon_button("catalogue.bulk.none",
                  {.icon = icons::close, .name = tr("catalogue.bulk.none"), .small = true}))
    table_.checked.clear();
}

void CataloguePanel::start_bulk(Bulk action, const World& world) {
  const Miniapps chosen = catalogue::suitable(action, selection());
  switch (action) {
    case Bulk::move:
      move_ = {.open = true, .target = {}};
      return;
    case Bulk::copy_csv:
      out_.emplace_back(CopyText{catalogue::csv_of(selection(), view_, world.language)});
      out_.emplace_back(
          Notice{.title = tr("catalogue.done.copied"),
                 .detail = tr_n("catalogue.miniapps", static_cast<std::int64_t>(selection().size()))});
      return;
    case Bulk::submit:
    case Bulk::suspend:
      break;
  }
  bulk_ = {.waiting = true, .action = action, .ids = {}, .asked = {}};
  for (const auto* miniapp : chosen) bulk_.ids.push_back(miniapp->id);
  continue_bulk(world);
}

void CataloguePanel::continue_bulk(const World& world) {
  if (!bulk_.waiting) return;
  catalogue::VersionsById versions;
  Miniapps chosen;
  bool all_known = true;
  for (const auto& id : bulk_.ids) {
    const contract::Miniapp* miniapp = world.state.miniapps.find(id);
    const std::string* wanted = miniapp == nullptr ? nullptr : catalogue::version_of(bulk_.action, *miniapp);
    if (wanted == nullptr) continue;  // it went away, or somebody else was faster
    const auto& remote = world.state.versions_of(id);
    const contract::Version* version = version_in(remote.value(), *wanted);
    if (version != nullptr) {
      versions.emplace(version->id, *version);
      chosen.push_back(miniapp);
    } else if (bulk_.asked.insert(id).second) {
      // A change names the revision it is based on, so the versions have to be known first.
      out_.emplace_back(Need{.what = Need::What::versions, .id = id});
      all_known = false;
    } else {
      all_known = all_known && remote.state() != client::RemoteState::not_asked &&
                  remote.state() != client::RemoteState::loading;
    }
  }
  if (!all_known) return;
  bulk_.waiting = false;
  if (chosen.size() < bulk_.ids.size())
    out_.emplace_back(Notice{.title = tr("catalogue.bulk.left_out_title"),
                             .detail = tr_n("catalogue.bulk.left_out",
                                            static_cast<std::int64_t>(bulk_.ids.size() - chosen.size())),
                             .error = true});
  add(catalogue::step_versions(bulk_.action, chosen, versions));
}

void CataloguePanel::draw_move_dialog() {
  if (!move_.open) return;
  const Miniapps chosen = catalogue::suitable(Bulk::move, selection());
  const std::string title = tr_n("catalogue.move.title", static_cast<std::int64_t>(chosen.size()));
  Dialog dialog{"catalogue.move", move_.open, {.title = title, .icon = icons::category}};
  if (!dialog) return;
  category_combobox("target", tr("catalogue.move.target"), move_.target, {});
  gap(8);
  Row row{{.height = 32}};
  row.right();
  if (button("cancel", {.label = tr("catalogue.cancel")})) move_.open = false;
  const catalogue::TreeEntry* target = view_.category(move_.target);
  if (button("move", {.kind = Button::primary,
                      .label = tr("catalogue.move.action"),
                      .disabled_because = target == nullptr ? tr("catalogue.move.choose") : ""})) {
    add(catalogue::move_miniapps(chosen, *target->category));
    move_.open = false;
  }
}

}  // namespace stadtpult::panels
