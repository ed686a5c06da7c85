#pragma once
// libxml2 with an owner for everything, for the sources of this folder.

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>
#include <string>
#include <string_view>

namespace stadtpult::xliff {

inline constexpr std::string_view kNamespace12 = "urn:oasis:names:tc:xliff:document:1.2";
inline constexpr std::string_view kNamespace20 = "urn:oasis:names:tc:xliff:document:2.0";

struct FreeDoc {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Doc = std::unique_ptr<xmlDoc, FreeDoc>;

/// How reading a file as XML ended.
struct Parsed {
  Doc document;              ///< nullptr: not taken
  std::string rule, detail;  ///< why not
  std::int64_t line = 0;
};
Parsed parse(std::string_view bytes);

/// May stand in a document of XML 1.0.
inline bool is_xml_char(char32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

}  // namespace stadtpult::xliff
