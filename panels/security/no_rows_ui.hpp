#pragma once
// In place of rows: what has become of a list of the panel, or that it is empty. Frame thread.

#include <string>

#include "panels/kit/kit.hpp"
#include "panels/panel.hpp"

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

}  // namespace stadtpult::panels::security
