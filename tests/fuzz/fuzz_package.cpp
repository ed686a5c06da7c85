// Packages. An input that starts with "#" is taken as a list of names and contents that are put into an
// honest ZIP file, so that the fuzzer reaches what lies behind the CRC; any other is taken as the bytes of a
// package.

#include <vector>

#include "platform/domain/package/package.hpp"
#include "platform/domain/package/package_writer.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using namespace stadtpult;

/// "name\ncontent\n\nname\ncontent…"
std::vector<platform::PackageContent> files_of(std::string_view text) {
  std::vector<platform::PackageContent> files;
  while (!text.empty() && files.size() < 100) {
    const auto entry = text.substr(0, text.find("\n\n"));
    text.remove_prefix(std::min(text.size(), entry.size() + 2));
    const auto name = entry.substr(0, entry.find('\n'));
    const auto content = entry.substr(std::min(entry.size(), name.size() + 1));
    files.push_back({std::string(name), std::string(content)});
  }
  return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const bool listed = text.starts_with('#');
  const auto bytes = listed ? platform::build_package(files_of(text.substr(1))) : std::string(text);

  platform::PackageLimits limits;  // small, so that the fuzzer meets them
  limits.package_bytes = 100'000;
  limits.unpacked_bytes = 200'000;
  limits.entries = 50;
  limits.ratio_from_bytes = 10'000;
  limits.json_bytes = 20'000;
  const auto checked = platform::check_package(bytes, limits);
  fuzz::check_report(checked.report);
  fuzz::require(checked.sha256.size() == 64);
  std::uint64_t unpacked = 0;
  for (const auto& file : checked.files) unpacked += static_cast<std::uint64_t>(file.size_bytes);
  fuzz::require(unpacked <= limits.unpacked_bytes && checked.files.size() <= limits.entries);
  if (checked.report.accepted) fuzz::require(checked.manifest.has_value() && checked.files.size() >= 4);
  fuzz::check_report(platform::check_file(bytes, "fuzz"));
  return 0;
}
