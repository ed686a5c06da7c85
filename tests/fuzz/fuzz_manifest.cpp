// Manifests of both kinds, and the choice between them.

#include "platform/domain/package/package.hpp"
#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stadtpult;
  const auto text = fuzz::text_of(data, size);
  platform::Manifest manifest;
  const auto report = platform::check_manifest(text, &manifest);
  fuzz::check_report(report);
  if (report.accepted) {
    fuzz::require(!manifest.app_id.empty() && !manifest.name.empty() && !manifest.version_name.empty());
    fuzz::require(!manifest.pages.empty() && !manifest.icons.empty());
    fuzz::require(manifest.version_code >= 1 && manifest.min_code >= 0);
    fuzz::require(manifest.text == text);
    for (const auto& page : manifest.pages) {
      fuzz::require(page.front() != '/' && page.find('\\') == std::string::npos && !page.starts_with("../"));
    }
  }
  platform::WebManifest web;
  const auto web_report = platform::check_web_manifest(text, &web);
  fuzz::check_report(web_report);
  if (web_report.accepted) fuzz::require(web.version == "2.0");
  fuzz::check_report(platform::check_file(text, "manifest.json"));
  return 0;
}
