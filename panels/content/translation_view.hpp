#pragma once
// A page for a translation office, and what came back for it. Frame thread; no ImGui.

#include <string>
#include <vector>

#include "api-client/xliff/xliff.hpp"
#include "panels/content/editor_view.hpp"

namespace stadtpult::panels::pages {

/// The page as it stands in the editor, also what is not sent yet.
xliff::Page page_to_translate(const Editor& editor, std::int64_t version);
/// "wohngeld-beantragen-en.xlf".
std::string translation_file_name(const contract::ContentPage& page, std::string_view language);
/// In the person's language.
std::string problem_words(const xliff::Problem& problem);

/// A file that came back, against the open page.
class TranslationFile {
 public:
  /// A text that becomes another one.
  struct Row {
    std::string path, before, after;
  };

  void receive(std::string name, std::string_view bytes);
  [[nodiscard]] bool there() const { return !name_.empty(); }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Judged anew where somebody has typed meanwhile.
  void judge(const Editor& editor);

  /// All of them; nothing is taken while there is one.
  [[nodiscard]] const std::vector<xliff::Problem>& problems() const { return problems_; }
  [[nodiscard]] const std::string& language() const { return reading_.file.language; }
  [[nodiscard]] const xliff::Taken& taken() const { return taken_; }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] bool may_be_taken() const { return there() && problems_.empty() && taken_.changes(); }
  /// One step, which undo takes back.
  void apply(Editor& editor, base::Timestamp now) const;

 private:
  std::string name_;
  xliff::Reading reading_;
  std::uint64_t judged_ = ~0ULL;  ///< generation of the editor
  std::vector<xliff::Problem> problems_;
  xliff::Taken taken_;
  std::vector<Row> rows_;
};

}  // namespace stadtpult::panels::pages
