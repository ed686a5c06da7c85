#pragma once
// Records as Open311 GeoReport v2 writes them, in JSON or XML. Any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace stadtpult::platform::open311 {

enum class Format { json, xml };

struct Record;
/// Nothing (null; an empty element), a value, or a record within. Of a list only the empty one is needed.
struct EmptyList {};
using Value =
    std::variant<std::monostate, std::string, std::int64_t, double, bool, std::vector<Record>, EmptyList>;
struct Record {
  std::vector<std::pair<std::string, Value>> fields;  ///< in this order; a vector holds one record
};

/// A list: an array, or elements `item` within `root`.
std::string encode(Format format, const char* root, const char* item, const std::vector<Record>& records);
/// One alone: an object, or the element `root`.
std::string encode_one(Format format, const char* root, const Record& record);
std::string encode_errors(Format format, const std::vector<std::pair<int, std::string>>& errors);
const char* content_type(Format format);

}  // namespace stadtpult::platform::open311
