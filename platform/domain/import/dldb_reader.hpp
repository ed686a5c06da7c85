#pragma once
// The JSON of a DLDB city directory as plain structs. Only dldb_reader.cpp sees the JSON library.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::platform::import {

/// One entry of "data" in services_de.json. Texts are as they stand; "" where a member is missing or of
/// another type.
struct DldbService {
  std::int64_t line = 0;  ///< number of the entry, from 1
  bool is_object = false;
  std::string id, name, root_topic;
};

/// One entry of "data" in topic_de.json.
struct DldbTopic {
  struct Child {
    std::string id;
    double rank = 0;
  };
  std::int64_t line = 0;
  bool is_object = false;
  std::string id, name;
  bool navi = false;  ///< stands in the directory's main navigation
  std::vector<std::string> services;
  std::vector<Child> children;  ///< in order of rank
};

/// Errors name the file and, where the text is no JSON, line and column.
base::Result<std::vector<DldbService>> read_dldb_services(std::string_view text);
base::Result<std::vector<DldbTopic>> read_dldb_topics(std::string_view text);

inline constexpr const char* kDldbServicesFile = "services_de.json";
inline constexpr const char* kDldbTopicsFile = "topic_de.json";

}  // namespace stadtpult::platform::import
