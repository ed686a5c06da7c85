#include "panels/dialog_end.hpp"

namespace stadtpult::panels {

bool dialog_end(bool& open, const char* id, std::string_view label, std::string_view disabled_because,
                kit::Button kind) {
  using namespace kit;
  gap(8);
  Row row{{.height = 32}};
  row.right();
  if (button("cancel", {.label = tr("kit.cancel")})) open = false;
  const bool pressed = button(id, {.kind = kind, .label = label, .disabled_because = disabled_because});
  return disabled_because.empty() && (pressed || take({.key = Key::enter, .ctrl = true}));
}

}  // namespace stadtpult::panels
