// The check of a whole package, in the order of the draft.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "api-client/base/crypto.hpp"
#include "platform/domain/package/json_reader.hpp"
#include "platform/domain/package/manifest_check.hpp"
#include "platform/domain/package/names.hpp"
#include "platform/domain/package/zip_archive.hpp"

namespace stadtpult::platform {

namespace {

constexpr std::string_view kLanguageFolder = "i18n/";

class PackageCheck {
 public:
  PackageCheck(std::string_view bytes, const PackageLimits& limits) : bytes_(bytes), limits_(limits) {}

  CheckedPackage run() {
    checked_.size_bytes = static_cast<std::int64_t>(bytes_.size());
    checked_.sha256 = base::sha256_hex(bytes_);
    if (bytes_.size() > limits_.package_bytes) {
      error("", "package-size",
            "package has " + std::to_string(bytes_.size()) + " bytes, at most " +
                std::to_string(limits_.package_bytes) + " are allowed");
    } else {
      unzip();
      check_manifest_file();
      check_root_files();
      check_references();
      check_languages();
    }
    checked_.report = findings_.take();
    return std::move(checked_);
  }

 private:
  void error(std::string_view path, const char* rule, std::string message) {
    findings_.error(path, std::string("package.") + rule, std::move(message));
  }

  // ---- unzip

  void unzip() {
    const auto archive = read_zip(bytes_, limits_, findings_);
    checked_.signing_block = archive.signing_block;
    NameTree tree;
    for (const auto& entry : archive.entries) {
      if (!entry.named) continue;
      tree.add(entry.name, findings_);
      if (!entry.is_folder()) names_.insert(entry.name);
      if (entry.name.starts_with("pages/")) has_pages_folder_ = true;
    }
    auto budget = limits_.unpacked_bytes;
    for (const auto& entry : archive.entries) {
      if (entry.readable) unpack(entry, budget);
    }
    std::stable_sort(checked_.files.begin(), checked_.files.end(),
                     [](const auto& a, const auto& b) { return a.path < b.path; });
  }

  void unpack(const ZipEntry& entry, std::uint64_t& budget) {
    const bool is_manifest = entry.name == "manifest.json" && !manifest_text_;
    const bool is_language = entry.name.starts_with(kLanguageFolder) && entry.name.ends_with(".json");
    const bool keep = (is_manifest || is_language) && entry.unpacked <= limits_.json_bytes;
    base::Sha256 hash;
    std::string content;
    const auto sink = [&](std::string_view piece) {
      hash.add(piece);
      if (keep) content += piece;
    };
    if (!read_content(bytes_, entry, budget, sink, findings_)) return;
    checked_.files.push_back({printable(entry.name), hash.hex(), static_cast<std::int64_t>(entry.unpacked)});
    if ((is_manifest || is_language) && !keep) {
      error(entry.name, "json-size",
            "JSON file is larger than " + std::to_string(limits_.json_bytes) + " bytes");
    } else if (is_manifest) {
      manifest_text_ = std::move(content);
    } else if (is_language) {
      nlohmann::json ignored;
      const auto name = printable(entry.name);
      read_json_object(content, {.file = name, .what = name, .rules = "language", .one_of_many = true},
                       language_findings_, ignored);
    }
  }

  // ---- manifest, app.js, app.css

  void check_manifest_file() {
    if (!names_.contains("manifest.json")) {
      const auto elsewhere = std::find_if(names_.begin(), names_.end(), [](const std::string& name) {
        return name.ends_with("/manifest.json");
      });
      const auto hint =
          elsewhere == names_.end() ? std::string() : " (there is \"" + printable(*elsewhere) + "\")";
      error("manifest.json", "missing-file", "manifest.json is missing in the root of the package" + hint);
    }
    if (!manifest_text_) return;
    auto reading = read_manifest(*manifest_text_, findings_);
    references_ = std::move(reading.references);
    if (reading.readable) checked_.manifest = std::move(reading.manifest);
  }

  void check_root_files() {
    for (const char* name : {"app.js", "app.css"}) {
      if (!names_.contains(name))
        error(name, "missing-file", std::string(name) + " is missing in the root of the package");
    }
    for (const auto& file : checked_.files) {
      if (file.path != "app.js" || file.size_bytes != 0) continue;
      findings_.warning("app.js", "package.empty-file", "app.js is empty");
    }
    if (!has_pages_folder_)
      error("pages/", "missing-folder", "the folder pages/ is missing in the root of the package");
  }

  // ---- pages, widgets, icons, start page

  void check_references() {
    for (const auto& reference : references_) {
      switch (reference.kind) {
        case ManifestReference::Kind::page:
          if (reference.member != "pages[0]") check_page(reference, "missing-page", "page");
          break;
        case ManifestReference::Kind::widget:
          if (!names_.contains(reference.path)) check_page(reference, "missing-widget", "widget");
          break;
        // The draft asks for pages and widgets only: without its icon a mini-app still runs.
        case ManifestReference::Kind::icon:
          if (names_.contains(reference.path)) break;
          findings_.warning(reference.member, "package.missing-icon",
                            printable(reference.path) + " is not in the package");
          break;
      }
    }
    for (const auto& reference : references_) {
      if (reference.member == "pages[0]") check_page(reference, "missing-start-page", "start page");
    }
  }

  /// A page is an .html file; a manifest may leave the extension out.
  void check_page(const ManifestReference& reference, const char* rule, const std::string& what) {
    const bool whole = reference.path.ends_with(".html") && names_.contains(reference.path);
    if (whole || names_.contains(reference.path + ".html")) return;
    if (names_.contains(reference.path)) {
      error(reference.member, "page-type", what + " " + printable(reference.path) + " is not an .html file");
    } else {
      error(reference.member, rule, what + " " + printable(reference.path) + " is not in the package");
    }
  }

  // ---- languages

  void check_languages() {
    std::set<std::string> languages;
    for (const auto& name : names_) {
      if (!name.starts_with(kLanguageFolder)) continue;
      const auto file = std::string_view(name).substr(kLanguageFolder.size());
      const auto tag = file.substr(0, file.size() - std::min<std::size_t>(5, file.size()));
      if (file.ends_with(".json") && is_language_tag(tag)) {
        languages.emplace(tag);
      } else {
        findings_.warning(name, "package.language-file", "not named <BCP 47 language tag>.json, ignored");
      }
    }
    if (languages.empty()) {
      findings_.warning(kLanguageFolder, "package.no-languages",
                        "should hold i18n/<BCP 47 language tag>.json");
    }
    findings_.append(language_findings_);
    if (checked_.manifest && !checked_.manifest->lang.empty()) languages.insert(checked_.manifest->lang);
    checked_.languages.assign(languages.begin(), languages.end());
  }

  std::string_view bytes_;
  const PackageLimits& limits_;
  Findings findings_;
  Findings language_findings_;  ///< found while unpacking, reported last
  CheckedPackage checked_;
  std::set<std::string, std::less<>> names_;  ///< of the files
  bool has_pages_folder_ = false;
  std::optional<std::string> manifest_text_;
  std::vector<ManifestReference> references_;
};

}  // namespace

CheckedPackage check_package(std::string_view bytes, const PackageLimits& limits) {
  return PackageCheck(bytes, limits).run();
}

}  // namespace stadtpult::platform
