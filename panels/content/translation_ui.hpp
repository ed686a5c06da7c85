#pragma once

#include <string>
#include <vector>

#include "panels/content/translation_view.hpp"
#include "panels/kit/table.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::pages {

/// The dialogs of a page that goes to a translation office and comes back.
class TranslationDialogs {
 public:
  static constexpr const char* kPurpose = "content.translation";  ///< of the file that is chosen

  void ask_export(const std::string& language);
  void ask_import();
  /// By the name of the file.
  static bool is_translation(std::string_view name);
  /// True where it is a file for these dialogs: chosen here, or dropped with a name that says so.
  bool receive(const IncomingFile& file);
  void reset() { *this = {}; }
  /// `languages`: those that the page may be written in, with German.
  void draw(const World& world, const contract::ContentPage& page, Editor& editor,
            const std::vector<content::LanguageState>& languages, bool may_write, Intents& out);

 private:
  void export_dialog(const contract::ContentPage& page, const Editor& editor,
                     const std::vector<content::LanguageState>& languages, Intents& out);
  void import_dialog(const World& world, Editor& editor, bool may_write, Intents& out);
  void problems(const Editor& editor);
  void preview(const Editor& editor);

  bool export_open_ = false, import_open_ = false;
  std::string language_ = "en";
  int version_ = 0;  ///< of kVersions
  TranslationFile file_;
  kit::TableState rows_;
};

}  // namespace stadtpult::panels::pages
