#pragma once
// Writes mini-app packages: for the demo city and for tests.

#include <string>
#include <vector>

namespace stadtpult::platform {

struct PackageContent {
  std::string path;  ///< "pages/home/home.html"; UTF-8
  std::string bytes;
};

/// A valid .ma with these files in this order, stored or deflated, whichever is smaller. The same files give
/// the same bytes: there is no clock in it. The names are written as given; check_package judges them. Any
/// thread.
std::string build_package(const std::vector<PackageContent>& files);

}  // namespace stadtpult::platform
