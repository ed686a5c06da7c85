#pragma once
// What a citizen sent by a form, against the form. Pure.

#include <map>
#include <string>
#include <vector>

#include "api-client/content/document.hpp"

namespace stadtpult::platform {

struct FormField {
  std::string field, label, value;
};

struct CheckedForm {
  std::vector<FormField> answers;     ///< those that were filled in and asked for, in the form's order
  std::vector<std::string> problems;  ///< sentences in the citizen's language
};

inline constexpr std::size_t kLongestAnswer = 4'000;  ///< characters of one field

/// `values` by the fields' ids. What the form does not ask for is an error of the sender and not taken; a
/// field whose condition does not hold is not asked for.
CheckedForm check_form(const content::Block& form, const std::map<std::string, std::string>& values,
                       const std::string& language);

/// The answers as the JSON text that is stored.
std::string encode_answers(const std::vector<FormField>& answers);

}  // namespace stadtpult::platform
