#pragma once
// The rows of a part of the panel beside their detail, and what stands in their place: what has become of the
// list, or that it is empty. Frame thread.

#include <string>
#include <vector>

#include "panels/kit/kit.hpp"
#include "panels/panel.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::security {

/// True where there are rows to draw. `name` stands before its texts and ids.
template <typename T>
bool draw_no_rows(const World& world, const client::Remote<T>& remote, bool empty, const std::string& name,
                  const char* icon, Intents& intents) {
  if (remote.value() == nullptr) {
    const std::string id = name + ".missing", failed = name + ".failed";
    if (draw_missing(
            world, remote,
            {.id = id.c_str(), .failed = failed.c_str(), .forbidden = kit::tr("security.forbidden")}))
      intents.push_back(Need{Need::What::lists, ""});
    return false;
  }
  if (empty)
    kit::empty_state((name + ".none").c_str(), {.icon = icon,
                                                .title = kit::tr_or(name + ".none", ""),
                                                .detail = kit::tr_or(name + ".none.detail", "")});
  return !empty;
}

/// The table of the part ("devices"): moving the cursor opens where list and detail stand beside each other.
/// `draw_row` is given the row and what it stands for; what is opened goes into `open_id`.
template <typename T, typename DrawRow>
void draw_rows(const std::string& part, kit::TableState& table, const std::vector<kit::Column>& columns,
               const std::vector<const T*>& rows, const kit::Rect& rect, const ListDetail::Places& places,
               ListDetail& panes, std::string& open_id, DrawRow draw_row, bool footer = false) {
  const std::string id = "security." + part + ".table", name = kit::tr_or("security.tab." + part, "");
  const auto at = [&rows](int i) -> const T& { return *rows[static_cast<std::size_t>(i)]; };
  const auto event = kit::table(id.c_str(), table,
                                {.name = name,
                                 .columns = columns,
                                 .rows = static_cast<int>(rows.size()),
                                 .footer = footer,
                                 .key = [&](int i) { return row_key(at(i).id); },
                                 .rect = rect,
                                 .cursor_opens = places.beside,
                                 .first_opens = places.beside},
                                [&](kit::TableRow& row) { draw_row(row, at(row.index())); });
  if (event.opened < 0) return;
  open_id = at(event.opened).id;
  panes.open();
}

}  // namespace stadtpult::panels::security
