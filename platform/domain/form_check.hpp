#pragma once
// What a citizen sent by a form, against the form. Pure.

#include <map>
#include <string>
#include <vector>

#include "api-client/content/document.hpp"

namespace stadtpult::platform {

/// A file as it came, looked into already (media_file.hpp).
struct SentFile {
  std::string name;            ///< by kept_file_name
  std::size_t size_bytes = 0;  ///< as sent
  std::string media_type;      ///< what it begins like; "" for what is never taken
  bool sound = false;          ///< `bytes` are the file, without metadata
  /// Why nobody looked into it, as the word that says so ("file.later"); "" where somebody did.
  std::string_view unread = {};
  std::string bytes;
};
using SentFiles = std::map<std::string, SentFile>;  ///< by the fields' ids

struct FormField {
  std::string field, label, value;
  std::string media_type = {};  ///< of a file; "" for what is none. Its value is the file's name
  std::size_t size_bytes = 0;   ///< of a file, as it is kept
};

struct CheckedForm {
  std::vector<FormField> answers;     ///< those that were filled in and asked for, in the form's order
  std::vector<std::string> problems;  ///< sentences in the citizen's language
};

inline constexpr std::size_t kLongestAnswer = 4'000;  ///< characters of one field

/// `values` by the fields' ids. What the form does not ask for is an error of the sender and not taken; a
/// field whose condition does not hold is not asked for.
CheckedForm check_form(const content::Block& form, const std::map<std::string, std::string>& values,
                       const std::string& language, const SentFiles& files = {});

/// The name that a file is kept by: without folders and characters that deceive or that some system does not
/// allow, and with the ending of what the file is.
std::string kept_file_name(std::string_view sent, std::string_view media_type);

/// The answers as the JSON text that is stored.
std::string encode_answers(const std::vector<FormField>& answers);

}  // namespace stadtpult::platform
