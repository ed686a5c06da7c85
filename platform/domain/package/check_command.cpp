#include "platform/domain/package/check_command.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>

#include "api-client/contract/codec.hpp"
#include "platform/domain/package/findings.hpp"
#include "platform/domain/package/package.hpp"

namespace stadtpult::platform {

namespace {

/// The file, or as much of it as shows that it is too large. `reason` where it cannot be read.
std::optional<std::string> read_file(const std::string& path, std::string& reason) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    reason = "is a folder, not a file";
    return std::nullopt;
  }
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    reason = std::string("cannot be opened: ") + std::strerror(errno);
    return std::nullopt;
  }
  std::string bytes;
  std::string piece(65'536, '\0');
  while (stream && bytes.size() <= PackageLimits{}.package_bytes) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    bytes.append(piece, 0, static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) {
    reason = "cannot be read to its end";
    return std::nullopt;
  }
  return bytes;
}

}  // namespace

int run_check(const std::string& file, std::ostream& out, std::ostream& err) {
  std::string reason;
  contract::CheckReport report;
  if (const auto bytes = read_file(file, reason)) {
    report = check_file(*bytes, file);
  } else {
    Findings findings;
    findings.error(file, "file.unreadable", reason);
    report = findings.take();
    err << file << ' ' << reason << '\n';
  }
  out << contract::encode(report) << '\n';
  return report.accepted ? 0 : 1;
}

}  // namespace stadtpult::platform
