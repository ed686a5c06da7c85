#pragma once

#include <doctest/doctest.h>

#include <string>

#include "api-client/content/document.hpp"

namespace stadtpult::content {

/// A document of these blocks: JSON, with commas between them.
inline Document document_of(const std::string& blocks) {
  const auto document = decode_document("{\"blocks\":[" + blocks + "]}");
  REQUIRE(document);
  return *document;
}

}  // namespace stadtpult::content
