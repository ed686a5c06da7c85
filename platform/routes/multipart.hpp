#pragma once
// multipart/form-data (RFC 7578, RFC 2046): what browsers send for a form with files. Strict, so that no two
// readers can understand a body differently. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::platform {

struct FormPart {
  std::string name;       ///< of the field, as the form calls it
  bool is_file = false;   ///< has a file name, which may be ""
  std::string file_name;  ///< as sent, valid UTF-8 without control characters; may hold a path
  std::string_view body;  ///< in the body that was parsed
};

inline constexpr std::size_t kMostParts = 250;
inline constexpr std::size_t kLongestPartHead = 8 << 10;  ///< bytes of the header fields of one part
inline constexpr std::size_t kLongestPartName = 120;      ///< bytes of a field's name
inline constexpr std::size_t kLongestFileName = 1'000;    ///< bytes, of which the end is kept

/// The parts in the order sent; what stands before the first and behind the last is passed over. The error
/// names what is wrong and, where it is known, the field.
base::Result<std::vector<FormPart>> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace stadtpult::platform
