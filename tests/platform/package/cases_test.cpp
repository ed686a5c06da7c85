// The cases of the shared test data: every expected error and warning is found, and no error that is not
// expected.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/platform/package/package_samples.hpp"
#include "tests/support/json.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;
namespace fs = std::filesystem;

const fs::path kFolder = fs::path(STADTPULT_DATA_DIR) / "miniapp";

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The cases of one list; none where the data is not on this machine.
Json cases_of(const std::string& list) {
  const auto path = kFolder / "cases" / list;
  if (!fs::exists(path)) {
    MESSAGE("skipped: " << path.string() << " is not there");
    return Json::array();
  }
  return json_in(read(path)).at("cases");
}

/// "path: message", or the message alone, as the lists write it.
bool says(const contract::Finding& finding, const std::string& expected) {
  return finding.message == expected || finding.path + ": " + finding.message == expected;
}

void check_findings(const contract::CheckReport& report, contract::Severity severity, const Json& expected) {
  std::size_t count = 0;
  for (const auto& finding : report.findings) count += finding.severity == severity ? 1U : 0U;
  CHECK(count == expected.size());
  for (const auto& each : expected) {
    const auto text = each.get<std::string>();
    INFO("expected: " << text);
    CHECK(std::any_of(report.findings.begin(), report.findings.end(), [&](const auto& finding) {
      return finding.severity == severity && says(finding, text);
    }));
  }
}

}  // namespace

TEST_CASE("cases: manifests") {
  for (const auto& each : cases_of("manifest-expected.json")) {
    const auto file = each.at("file").get<std::string>();
    const auto bytes = read(kFolder / "cases" / file);
    const auto report = platform::check_file(bytes, file);
    INFO(file << ": " << shown(report));
    CHECK(report.accepted == each.at("accept").get<bool>());
    check_findings(report, contract::Severity::error, each.at("errors"));
    check_findings(report, contract::Severity::warning, each.at("warnings"));
  }
}

TEST_CASE("cases: packages") {
  const std::vector<std::pair<std::string, std::string>> rules = {
      {"bad-root-in-subdir", "package.missing-file"},
      {"bad-no-app.js", "package.missing-file"},
      {"bad-no-app.css", "package.missing-file"},
      {"bad-zip-slip", "package.path-traversal"},
      {"bad-absolute-path", "package.absolute-path"},
      {"bad-backslash-name", "package.forbidden-character"},
      {"bad-casefold-duplicate", "package.case-fold-duplicate"},
      {"bad-duplicate-entry", "package.duplicate"},
      {"bad-method-bzip2", "package.method"},
      {"bad-encrypted-flag", "package.encryption"}};
  for (const auto& each : cases_of("package-expected.json")) {
    const auto file = each.at("file").get<std::string>();
    const auto report = platform::check_file(read(kFolder / "cases" / file), file);
    INFO(file << ": " << shown(report));
    CHECK(report.accepted == each.at("accept").get<bool>());
    for (const auto& [name, rule] : rules) {
      if (file != "package/" + name + ".ma") continue;
      CHECK(std::any_of(report.findings.begin(), report.findings.end(),
                        [&](const auto& finding) { return finding.rule == rule; }));
    }
  }
}

TEST_CASE("cases: manifests of the W3C's own tests and of the web format are accepted without a finding") {
  for (const std::string folder : {"w3c-manifests", "kobil"}) {
    if (!fs::exists(kFolder / folder)) {
      MESSAGE("skipped: " << folder << " is not there");
      continue;
    }
    for (const auto& entry : fs::directory_iterator(kFolder / folder)) {
      const auto name = entry.path().filename().string();
      const auto report = platform::check_file(read(entry.path()), name);
      INFO(name << ": " << shown(report));
      const bool other_format =
          name == "service-definition.json";  // how a web mini-app is registered, no manifest
      CHECK(report.accepted != other_format);
      CHECK(report.findings.empty() != other_format);
    }
  }
}
