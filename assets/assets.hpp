#pragma once
// Files of assets/ that are part of the programs, by their path below assets/ (for example
// "text/de/catalogue.json").

#include <string_view>
#include <vector>

namespace stadtpult::assets {

struct Asset {
  std::string_view path;   ///< relative to assets/, with '/'
  std::string_view bytes;  ///< lives as long as the program
};

/// Every embedded file, sorted by path. Any thread.
const std::vector<Asset>& all();

/// The bytes of one file; empty where there is no such file. Any thread.
std::string_view find(std::string_view path);

}  // namespace stadtpult::assets
