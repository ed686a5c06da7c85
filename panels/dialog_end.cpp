#include "panels/dialog_end.hpp"

namespace stadtpult::panels {

bool dialog_end(bool& open, const char* id, std::string_view label, std::string_view disabled_because,
                kit::Button kind, const char* icon) {
  using namespace kit;
  dialog_foot();
  gap(8);
  Row row{{.height = 32}};
  row.right();
  if (button("cancel", {.label = tr("kit.cancel")})) open = false;
  const bool pressed =
      button(id, {.kind = kind, .label = label, .icon = icon, .disabled_because = disabled_because});
  const bool by_key = kind != Button::danger && take({.key = Key::enter, .ctrl = true});
  return disabled_because.empty() && (pressed || by_key);
}

}  // namespace stadtpult::panels
