#pragma once
// The dialogs that only show: two versions side by side, the whole manifest, the checksums of the files.
// Frame thread.

#include <string>

#include "panels/catalogue/detail_context.hpp"
#include "panels/kit/table.hpp"

namespace stadtpult::panels::detail {

/// Any two versions of one mini-app and what differs between them.
class CompareDialog {
 public:
  void open(const std::string& older_id, const std::string& newer_id);
  void draw(const Facts& facts, Intents& out);

 private:
  void choose(const Facts& facts);
  void draw_section(const CompareSection& section);

  bool open_ = false;
  bool shown_ = false;  ///< in the last frame: then it has to be closed by the kit
  std::string older_id_, newer_id_;
  // The comparison is made once for two revisions, not in every frame: manifests and file lists can be long.
  std::string made_for_;
  Comparison made_;
};

/// The whole text of a manifest, laid out, to read and to copy.
class ManifestDialog {
 public:
  void open(const std::string& title, const std::string& manifest);
  void draw(Intents& out);

 private:
  bool open_ = false;
  std::string title_, original_, laid_out_;
};

/// Every file of a package with its size and its SHA-256.
class FilesDialog {
 public:
  void open(const std::string& title, const contract::Version& version);
  void draw(Intents& out);

 private:
  bool open_ = false;
  std::string title_;
  std::string sha256_;
  std::vector<contract::PackageFile> files_;
  kit::TableState table_;
};

}  // namespace stadtpult::panels::detail
