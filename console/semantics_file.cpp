#include "console/semantics_file.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "panels/kit/semantic.hpp"

namespace stadtpult::console {
namespace {

/// Tabs and line ends would break the lines apart.
std::string one_line(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return out;
}

}  // namespace

base::Done write_semantics(const std::string& path, std::uint64_t frame, int width, int height) {
  const std::string draft = path + ".new";
  {
    std::ofstream file(draft, std::ios::trunc);
    file << frame << '\t' << width << '\t' << height << '\n';
    for (const auto& node : panels::kit::semantic::tree().nodes())
      file << fmt::format("{}\t{:.0f}\t{:.0f}\t{:.0f}\t{:.0f}\t{}\t{}\t{}\t{}\n",
                          panels::kit::semantic::role_name(node.role), node.bounds.x, node.bounds.y,
                          node.bounds.width, node.bounds.height, node.state, one_line(node.name),
                          one_line(node.value), one_line(node.description));
    if (!file.flush()) return base::fail(base::ErrorKind::storage, "cannot write " + draft);
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0)
    return base::fail(base::ErrorKind::storage, "cannot write " + path);
  return {};
}

}  // namespace stadtpult::console
