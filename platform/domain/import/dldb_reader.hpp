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

/// What a page says of a service, beyond its name. Texts are plain: marks of HTML are taken off, lists stay
/// lists.
struct DldbDetails {
  struct Part {
    std::string module;  ///< "08": the text module that it belongs to
    std::string text;    ///< small Markdown
  };
  std::string id, description;
  std::vector<Part> parts;
  struct At {
    std::string location;
    bool appointment = false;
  };
  std::vector<At> locations;
  std::vector<std::string> authorities;
};

struct DldbLocation {
  std::int64_t line = 0;
  std::string id, name, street, postal_code, city, phone, email, link;
  std::string hours;         ///< as OpenStreetMap writes them; "" where they are not given or cannot be read
  std::string unread_hours;  ///< the words that could not be read; "" for none
};

struct DldbAuthority {
  std::int64_t line = 0;
  std::string id, name, link;
};

base::Result<std::vector<DldbDetails>> read_dldb_details(std::string_view services);
base::Result<std::vector<DldbLocation>> read_dldb_locations(std::string_view text);
base::Result<std::vector<DldbAuthority>> read_dldb_authorities(std::string_view text);

/// Words of a piece of HTML: tags off, entities read, entries of lists behind "- ", paragraphs apart.
std::string words_of_html(std::string_view html);

inline constexpr const char* kDldbLocationsFile = "locations_de.json";
inline constexpr const char* kDldbAuthoritiesFile = "authority_de.json";
inline constexpr const char* kDldbServicesFile = "services_de.json";
inline constexpr const char* kDldbTopicsFile = "topic_de.json";

}  // namespace stadtpult::platform::import
