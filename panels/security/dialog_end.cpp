#include "panels/security/dialog_end.hpp"

#include "panels/kit/kit.hpp"

namespace stadtpult::panels::security {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \n\t") == std::string_view::npos;
}

bool dialog_end(bool& open, const char* id, std::string_view label, std::string_view disabled_because) {
  using namespace kit;
  gap(8);
  Row line{{.height = 32}};
  line.right();
  if (button("cancel", {.label = tr("shell.cancel")})) open = false;
  return button(id, {.kind = Button::primary, .label = label, .disabled_because = disabled_because});
}

}  // namespace stadtpult::panels::security
