#pragma once
// Collects what a check finds. Internal to the package checks; one thread at a time.

#include <cstddef>
#include <string>
#include <string_view>

#include "api-client/contract/catalogue.hpp"

namespace stadtpult::platform {

/// Text from hostile input that may stand in a finding: valid UTF-8, no control characters, at most 300
/// bytes.
std::string printable(std::string_view raw);

/// U+0000 to U+001F, U+007F and U+0080 to U+009F in valid UTF-8.
bool has_control_character(std::string_view utf8);

/// Keeps the first thousand; an error takes the place of the last warning where there is no more room, so
/// that no number of warnings hides what a refusal is for.
class Findings {
 public:
  void error(std::string_view path, std::string rule, std::string message);
  void warning(std::string_view path, std::string rule, std::string message);
  [[nodiscard]] bool has_errors() const { return errors_ > 0; }

  /// Puts what `other` found behind what is here; `other` is empty afterwards.
  void append(Findings& other);

  /// The report, errors and warnings in the order found. Leaves this empty.
  contract::CheckReport take();

 private:
  void keep(contract::Finding finding);

  std::vector<contract::Finding> found_;
  std::size_t errors_ = 0;
  std::size_t errors_kept_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace stadtpult::platform
