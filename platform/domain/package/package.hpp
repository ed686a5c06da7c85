#pragma once
// Judges mini-app packages (.ma) and manifests as they are handed in. The rules are the W3C MiniApp drafts of
// 2025-01-28 (miniapp-manifest, miniapp-packaging). Nothing is written to disk, nothing is executed, no
// exception leaves. Any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/contract/catalogue.hpp"

namespace stadtpult::platform {

struct ManifestIcon {
  std::string src;    ///< as handed in; a path in the package or an address
  std::string sizes;  ///< "48x48 96x96", "any" or ""
  std::string label;  ///< accessible name, "" where none is given
};

struct ManifestWidget {
  std::string name;
  std::string path;  ///< path in the package, without query
  std::int64_t min_code = 0;
};

/// The members of `window` with the defaults of the draft where a member is missing or was ignored.
struct ManifestWindow {
  bool auto_design_width = false;
  std::string background_color = "#ffffff";
  std::string background_text_style = "dark";
  double design_width = 750;
  bool enable_pull_down_refresh = false;
  bool fullscreen = false;
  std::string navigation_bar_background_color = "#000000";
  std::string navigation_bar_text_style = "white";
  std::string navigation_bar_title_text;
  std::string navigation_style = "default";
  double on_reach_bottom_distance = 50;
  std::string orientation = "portrait";
};

/// manifest.json as a MiniApp user agent would understand it: what must be ignored is left out or has its
/// default. Holds what could be read even when the report has errors; only an accepted one is complete.
struct Manifest {
  std::string app_id;
  std::string name, short_name, description;
  std::string version_name;
  std::int64_t version_code = 1;
  std::int64_t min_code = 0;     ///< lowest platform version it runs on
  std::int64_t target_code = 0;  ///< 0: not given
  std::string release_type;
  std::string lang;          ///< BCP 47, "" where none is given
  std::string dir = "auto";  ///< ltr, rtl or auto
  std::string color_scheme;  ///< auto, light, dark or ""
  std::vector<std::string>
      pages;  ///< paths in the package; the first is the start page; the extension may be left out
  std::vector<ManifestIcon> icons;
  std::vector<contract::Permission> permissions;  ///< without the entries that are dropped
  std::vector<ManifestWidget> widgets;
  std::vector<std::string> device_types;
  ManifestWindow window;
  std::vector<std::string> vendor_extensions;  ///< names of the unknown members; their values stand in `text`
  std::string text;                            ///< as handed in, byte for byte
};

/// miniApp.json of a web mini-app.
struct WebManifest {
  std::string version;
  bool full_screen = false;
  std::string theme;
  std::vector<std::string> vendor_extensions;
  std::string text;  ///< as handed in, byte for byte
};

/// What a package may cost the platform and a phone. All bounds are included.
struct PackageLimits {
  std::uint64_t package_bytes =
      50'000'000;  ///< the .ma itself; a mini-app on a phone network stays far below
  std::uint64_t unpacked_bytes = 200'000'000;  ///< all files together
  std::uint64_t entries = 5'000;               ///< files and folders
  std::uint64_t ratio = 200;  ///< unpacked to packed size of one file, and of the whole; plain text reaches
                              ///< about 20
  std::uint64_t ratio_from_bytes = 1'000'000;        ///< files up to this unpacked size may have any ratio
  std::uint64_t total_ratio_from_bytes = 5'000'000;  ///< the same for all files together
  std::uint64_t json_bytes = 1'000'000;              ///< manifest.json and each i18n file
};

struct CheckedPackage {
  contract::CheckReport report;
  std::optional<Manifest> manifest;          ///< set when manifest.json is a JSON object
  std::vector<contract::PackageFile> files;  ///< every file that could be read, by path; not the folders
  std::string sha256;                        ///< of the whole package
  std::int64_t size_bytes = 0;               ///< of the whole package
  std::vector<std::string> languages;        ///< of i18n/*.json and `lang`, sorted
  bool signing_block = false;                ///< a signing block is present; it is not verified
};

/// A W3C manifest alone: everything that can be said without the package. `out` may be null.
contract::CheckReport check_manifest(std::string_view json, Manifest* out = nullptr);

/// A whole package. Order: type, unzip, manifest, app.js and app.css, pages and widgets, start page,
/// languages; it goes on to the next step as long as something can be read. Unpacks in memory in small
/// pieces, never more than the limits.
CheckedPackage check_package(std::string_view bytes, const PackageLimits& limits = {});

/// miniApp.json, found at the root of a web mini-app. `out` may be null.
contract::CheckReport check_web_manifest(std::string_view json, WebManifest* out = nullptr);

/// Decides by the content: ZIP is a package; JSON is a W3C manifest, unless it looks like a miniApp.json. The
/// name decides only where the content says nothing.
contract::CheckReport check_file(std::string_view bytes, std::string_view file_name);

/// How much a permission lets a mini-app do: low only where its name is known to be harmless, else high. The
/// table stands in permissions.cpp.
contract::PermissionLevel permission_level(std::string_view name);

/// `asked` against `approved` (of the last approved version), by name: each permission of `asked` in its
/// order with what changed, then those that are no longer asked for as `removed`.
std::vector<contract::Permission> permission_changes(const std::vector<contract::Permission>& approved,
                                                     const std::vector<contract::Permission>& asked);

/// Well-formed by BCP 47 (RFC 5646, section 2.2.9), "de", "sr-Latn-RS".
bool is_language_tag(std::string_view tag);

}  // namespace stadtpult::platform
