#pragma once
// Manifests and packages that are right, to be made wrong in one place; and questions about a report.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "platform/domain/package/package.hpp"
#include "tests/support/json.hpp"
#include "tests/support/zip_writer.hpp"

namespace stadtpult::test {

using Json = nlohmann::json;

/// A manifest without any finding.
inline Json good_manifest() {
  return json_in(R"({
    "dir": "ltr", "lang": "de", "app_id": "de.worms.abfallkalender", "name": "Abfallkalender", "short_name": "Abfall",
    "description": "Abholtermine mit Erinnerung",
    "version": {"name": "1.2.0", "code": 12},
    "icons": [{"label": "Mülltonne", "src": "common/icon.png", "sizes": "48x48 96x96"}],
    "platform_version": {"min_code": 1, "target_code": 2, "release_type": "Beta1"},
    "pages": ["pages/home/home", "pages/detail/detail.html"],
    "window": {"background_color": "#ffffff", "fullscreen": true, "orientation": "landscape", "design_width": 720},
    "widgets": [{"name": "Nächste Abholung", "path": "widgets/next/next", "min_code": 1}],
    "req_permissions": [{"name": "system.permission.LOCATION", "reason": "Straße automatisch finden"}],
    "color_scheme": "auto", "device_type": ["smartphone", "tablet"]
  })");
}

/// The files of a package without any finding.
inline std::vector<ZipItem> good_items(const Json& manifest = good_manifest()) {
  return {{.name = "manifest.json", .content = manifest.dump(), .deflate = true},
          {.name = "app.js", .content = "App({});\n"},
          {.name = "app.css", .content = ""},
          {.name = "pages/", .content = ""},
          {.name = "pages/home/home.html", .content = "<p>Home</p>"},
          {.name = "pages/home/home.css", .content = ""},
          {.name = "pages/detail/detail.html", .content = "<p>Detail</p>"},
          {.name = "widgets/next/next.html", .content = "<p>W</p>"},
          {.name = "common/icon.png", .content = "\x89PNG"},
          {.name = "i18n/de.json", .content = R"({"title": "Abfallkalender"})"}};
}

inline std::vector<ZipItem> with(std::vector<ZipItem> items, ZipItem item) {
  items.push_back(std::move(item));
  return items;
}

inline std::vector<ZipItem> without(std::vector<ZipItem> items, std::string_view name) {
  std::erase_if(items, [&](const ZipItem& item) { return item.name == name; });
  return items;
}

/// "error package.crc app.js" for each finding, in order.
inline std::vector<std::string> lines(const contract::CheckReport& report) {
  std::vector<std::string> out;
  for (const auto& finding : report.findings) {
    const std::string severity = finding.severity == contract::Severity::error ? "error " : "warning ";
    out.push_back(severity + finding.rule + (finding.path.empty() ? "" : " " + finding.path));
  }
  return out;
}

/// Exactly these findings, in any order.
inline bool finds(const contract::CheckReport& report, std::vector<std::string> expected) {
  auto found = lines(report);
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  return found == expected;
}

inline std::string shown(const contract::CheckReport& report) {
  std::string text = report.accepted ? "accepted" : "refused";
  for (const auto& finding : report.findings) {
    text += "\n" + finding.rule + " [" + finding.path + "] " + finding.message;
  }
  return text;
}

/// Checks that a report has exactly these findings, and that it is accepted where none is an error.
#define CHECK_FINDS(report_expression, ...)                                          \
  do {                                                                               \
    const contract::CheckReport checked_report = report_expression;                  \
    const std::vector<std::string> expected_lines = __VA_ARGS__;                     \
    INFO(shown(checked_report));                                                     \
    CHECK(finds(checked_report, expected_lines));                                    \
    CHECK(checked_report.accepted ==                                                 \
          std::none_of(expected_lines.begin(), expected_lines.end(),                 \
                       [](const auto& line) { return line.starts_with("error"); })); \
  } while (false)

}  // namespace stadtpult::test
