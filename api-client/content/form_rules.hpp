#pragma once
// What a form asks beyond its fields' words: which files it takes and how long answers are kept. Pure; any
// thread.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/content/document.hpp"

namespace stadtpult::content {

/// What a field for a file takes.
struct FileRule {
  struct Kind {
    std::string_view media_type, word;
  };
  std::vector<Kind> kinds;
  int max_megabytes = kUsualFileMegabytes;

  [[nodiscard]] bool takes(std::string_view media_type) const;
  [[nodiscard]] std::size_t max_bytes() const { return static_cast<std::size_t>(max_megabytes) << 20; }
  [[nodiscard]] std::string accept() const;    ///< "image/png,image/jpeg", for HTML
  [[nodiscard]] std::string in_words() const;  ///< "PNG, JPEG": the same in every language
};
FileRule file_rule(const Record& field);

/// Days after which an answer to this form is erased; 0: it is kept until somebody erases it.
int keep_days(const Block& form);

}  // namespace stadtpult::content
