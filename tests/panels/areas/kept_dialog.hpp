#pragma once
// What a person types into a dialog is never lost: the proof, for any dialog of any panel.

#include <doctest/doctest.h>

#include <string>

#include "tests/support/ui.hpp"

namespace stadtpult::test {

struct KeptDialog {
  std::string key;    ///< of its draft
  std::string field;  ///< the text field's name
  std::string typed = "Ein Satz, der nicht verloren geht";
  std::string send;  ///< the button's name
};

template <typename D>
void send_dialog(D& desk, const KeptDialog& dialog) {
  desk.forget();
  // A button behind the dialog may have the same name.
  const auto buttons = desk.ui.tree().find_all(Role::button, dialog.send);
  REQUIRE(!buttons.empty());
  REQUIRE_FALSE(buttons.back()->has(semantic::kDisabled));
  desk.ui.click_at(buttons.back()->bounds.center_x(), buttons.back()->bounds.center_y());
  desk.ui.frame(3);
}

/// `make` gives a desk of its own (a pointer), `open` opens the dialog on it, `fill` what else it needs to be
/// sent. The text stands there again after a restart and after a refusal; on its way and taken, it does not.
template <typename Make, typename Open, typename Fill>
void keeps_what_is_typed(const KeptDialog& dialog, const Make& make, const Open& open, const Fill& fill) {
  CAPTURE(dialog.key);
  const auto value = [&](auto& desk) {
    REQUIRE(desk.ui.has(Role::textbox, dialog.field));
    return std::string(desk.ui.value(Role::textbox, dialog.field));
  };
  std::string kept;
  {
    auto desk = make();
    open(*desk);
    fill(*desk);
    REQUIRE(desk->ui.fill(Role::textbox, dialog.field, dialog.typed));
    desk->ui.frame(2);
    kept = desk->draft(dialog.key);
    CHECK(kept.find(dialog.typed) != std::string::npos);
  }
  auto desk = make();
  desk->panel.restore(dialog.key, kept);
  open(*desk);
  CHECK(value(*desk) == dialog.typed);
  fill(*desk);
  send_dialog(*desk, dialog);
  REQUIRE(desk->change().draft_key == dialog.key);
  open(*desk);
  CHECK(value(*desk) != dialog.typed);  // it is on its way
  desk->ui.press(panels::kit::Key::escape);
  desk->ui.frame(3);
  desk->answer(dialog.key, false);
  open(*desk);
  CHECK(value(*desk) == dialog.typed);
  send_dialog(*desk, dialog);
  desk->answer(dialog.key, true);
  open(*desk);
  CHECK(value(*desk) != dialog.typed);
}

template <typename Make, typename Open>
void keeps_what_is_typed(const KeptDialog& dialog, const Make& make, const Open& open) {
  keeps_what_is_typed(dialog, make, open, [](auto&) {});
}

}  // namespace stadtpult::test
