#pragma once
// `stadtpult-platform check FILE`: judges a manifest or a package offline.

#include <iosfwd>
#include <string>

namespace stadtpult::platform {

/// Writes the report of check_file as one JSON document and a line break to `out`. 0 where it is accepted,
/// else 1; a file that cannot be read is a finding too, and a sentence on `err`.
int run_check(const std::string& file, std::ostream& out, std::ostream& err);

}  // namespace stadtpult::platform
