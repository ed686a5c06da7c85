#pragma once
// Texts and place of a mini-app in the detail: a form from the contract's description; a field is saved when
// it is left. Frame thread.

#include <map>
#include <string>

#include "panels/catalogue/detail_context.hpp"
#include "panels/form/form_ui.hpp"

namespace stadtpult::panels::detail {

class TextsForm {
 public:
  void draw(const Context& context);

 private:
  void show(const Context& context);
  void draw_closed(const Context& context);
  void draw_languages();
  void save(const Context& context, const form::Field& field);
  void settle(const Context& context);
  [[nodiscard]] std::vector<form::Field> fields(const Context& context) const;
  [[nodiscard]] static std::string prefix(const Context& context);

  std::string miniapp_id_;  ///< whose texts the form holds
  bool editing_ = false;
  form::FormState form_;
  std::map<std::string, std::string> sent_;  ///< by path: saved, not acknowledged yet
  std::vector<std::string> added_;           ///< languages that have no text yet
  std::string new_language_, language_error_;
};

}  // namespace stadtpult::panels::detail
