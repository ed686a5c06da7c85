#pragma once
// Draws the fields of a form. What is typed stands in FormState until the caller takes it over. Frame thread
// only.

#include <map>
#include <string>
#include <vector>

#include "panels/form/form_view.hpp"
#include "panels/kit/function_ref.hpp"

namespace stadtpult::panels::form {

struct FormState {
  std::map<std::string, std::string> typed;    ///< by path: differs from what is there
  std::map<std::string, std::string> errors;   ///< by path: shown below the field
  std::map<std::string, std::string> buffers;  ///< what the text fields edit
  std::string focus_on;                        ///< path of the text field that has the focus once it is drawn

  /// Text typed (or restored) for this field, as if typed now.
  void set(const std::string& path, std::string text) {
    buffers[path] = text;
    typed[path] = std::move(text);
  }
  void forget(const std::string& path) {
    typed.erase(path);
    errors.erase(path);
  }
  void clear() { *this = {}; }
};

struct FormEvent {
  std::string changed;  ///< path of the field whose text is another than before this frame; keep the draft
  std::string left;     ///< path of the field that was left with typed text in it: validate and save
};

/// Draws all fields below each other. `current` gives the value of a path where nothing is typed.
FormEvent draw_fields(FormState& state, const std::vector<Field>& fields,
                      kit::FunctionRef<std::string(const std::string&)> current);

/// Sets the errors of all fields by what is typed (or there); true when there are none.
bool validate(FormState& state, const std::vector<Field>& fields,
              kit::FunctionRef<std::string(const std::string&)> current);

}  // namespace stadtpult::panels::form
