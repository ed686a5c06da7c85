#include "panels/content/translation_ui.hpp"

#include <algorithm>

#include "api-client/content/translation.hpp"
#include "panels/content/page_words.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::pages {

using namespace kit;

namespace {

constexpr float kWide = 720, kRowsHeight = 300;

std::string language_name(const std::string& tag) {
  return tr_or("content.language.name." + tag, tag.c_str());
}

}  // namespace

void TranslationDialogs::ask_export(const std::string& language) {
  if (language != content::kSource) language_ = language;
  export_open_ = true;
}

void TranslationDialogs::ask_import() {
  file_ = {};
  import_open_ = true;
}

bool TranslationDialogs::is_translation(std::string_view name) {
  return name.ends_with(".xlf") || name.ends_with(".xliff");
}

bool TranslationDialogs::receive(const IncomingFile& file) {
  if (file.purpose != kPurpose && !(file.purpose.empty() && is_translation(file.name))) return false;
  file_ = {};
  file_.receive(file.name, file.bytes);
  import_open_ = true;
  return true;
}

void TranslationDialogs::draw(const World& world, const contract::ContentPage& page, Editor& editor,
                              const std::vector<content::LanguageState>& languages, bool may_write,
                              Intents& out) {
  export_dialog(page, editor, languages, out);
  import_dialog(world, editor, may_write, out);
}

void TranslationDialogs::export_dialog(const contract::ContentPage& page, const Editor& editor,
                                       const std::vector<content::LanguageState>& languages, Intents& out) {
  const Dialog dialog{
      "content.translation.out",
      export_open_,
      {.title = tr("content.translation.out_title", {{"title", editor.text().title.in("de")}}),
       .body = tr("content.translation.out_body")}};
  if (!dialog) return;
  std::vector<const content::LanguageState*> into;
  for (const auto& each : languages)
    if (each.language != content::kSource) into.push_back(&each);
  if (into.empty()) return;
  std::vector<std::string> names;
  int chosen = 0;
  for (std::size_t i = 0; i < into.size(); ++i) {
    names.push_back(language_name(into[i]->language));
    if (into[i]->language == language_) chosen = static_cast<int>(i);
  }
  std::vector<Choice> choices;
  for (const auto& name : names) choices.push_back({.label = name});
  combobox("language", chosen, choices, {.label = tr("content.translation.language")});
  const auto& state = *into[static_cast<std::size_t>(chosen)];
  language_ = state.language;
  const Segment versions[] = {{.label = "XLIFF 1.2"}, {.label = "XLIFF 2.0"}};
  segmented("version", version_, versions, {.name = tr("content.translation.version")});
  meta(tr("content.translation.out_counts", {{"texts", format_number(state.texts)},
                                             {"missing", format_number(state.missing)},
                                             {"outdated", format_number(state.outdated)}}));
  if (!dialog_end(export_open_, "write", tr("content.translation.out_do"))) return;
  export_open_ = false;
  auto text = xliff::write({page_to_translate(editor, page.version)}, language_,
                           version_ == 0 ? xliff::Version::v1_2 : xliff::Version::v2_0);
  if (text)
    out.emplace_back(SaveFile{translation_file_name(page, language_), std::move(*text)});
  else
    out.emplace_back(Notice{tr("content.translation.out_failed"), text.error().message, true});
}

void TranslationDialogs::problems(const Editor& editor) {
  const auto& all = file_.problems();
  note(tr_n("content.translation.refused", static_cast<std::int64_t>(all.size())), icons::error_outline,
       Tone::err);
  const std::string where = tr("content.translation.place"), what = tr("content.translation.problem");
  const Column columns[] = {{.id = "place", .title = where, .width = 240}, {.id = "problem", .title = what}};
  table("problems", rows_,
        {.name = what,
         .columns = columns,
         .rows = static_cast<int>(all.size()),
         .rect = place({available_width(), px(kRowsHeight)}),
         .padding = 8},
        [&](TableRow& row) {
          const auto& problem = all[static_cast<std::size_t>(row.index())];
          auto words = problem.unit.empty() ? std::string(tr("content.translation.whole_file"))
                                            : place_words(editor.text().document, problem.unit);
          const auto line = problem.line == 0
                                ? std::string()
                                : tr("content.translation.line", {{"line", format_number(problem.line)}});
          row.name(words + ": " + problem_words(problem));
          if (row.cell("place")) row.two_lines(words, line);
          if (row.cell("problem")) row.text(problem_words(problem));
        });
}

void TranslationDialogs::preview(const Editor& editor) {
  const auto& taken = file_.taken();
  meta(tr("content.translation.counts", {{"language", language_name(file_.language())},
                                         {"fresh", format_number(taken.fresh)},
                                         {"changed", format_number(taken.changed)},
                                         {"confirmed", format_number(taken.confirmed)},
                                         {"same", format_number(taken.same)}}));
  if (!taken.untranslated.empty())
    note(tr_n("content.translation.untranslated", static_cast<std::int64_t>(taken.untranslated.size())),
         icons::info, Tone::info);
  const auto& all = file_.rows();
  if (all.empty()) return;
  const std::string where = tr("content.translation.place"), before = tr("content.translation.before"),
                    after = tr("content.translation.after");
  const Column columns[] = {{.id = "place", .title = where, .width = 180},
                            {.id = "before", .title = before, .width = 220},
                            {.id = "after", .title = after}};
  table("texts", rows_,
        {.name = tr("content.translation.texts"),
         .columns = columns,
         .rows = static_cast<int>(all.size()),
         .rect = place({available_width(), px(kRowsHeight)}),
         .padding = 8},
        [&](TableRow& row) {
          const auto& text = all[static_cast<std::size_t>(row.index())];
          const auto words = place_words(editor.text().document, text.path);
          row.name(words + ": " + text.after);
          if (row.cell("place")) row.text(words);
          if (row.cell("before")) row.text(text.before);
          if (row.cell("after")) row.text(text.after);
        });
}

void TranslationDialogs::import_dialog(const World& world, Editor& editor, bool may_write, Intents& out) {
  if (!import_open_) file_ = {};
  file_.judge(editor);
  const Dialog dialog{
      "content.translation.in",
      import_open_,
      {.title = tr("content.translation.in_title", {{"title", editor.text().title.in("de")}}),
       .body = file_.there() ? std::string_view(file_.name()) : tr("content.translation.in_body"),
       .width = file_.there() ? kWide : size::kDialogWidth}};
  if (!dialog) return;
  if (file_.there()) {
    if (file_.problems().empty())
      preview(editor);
    else
      problems(editor);
  }
  Row row{{.height = 36}};
  if (button("choose", {.label = tr("content.translation.choose")})) out.emplace_back(ChooseFile{kPurpose});
  row.right();
  if (button("cancel", {.label = tr("content.cancel")})) import_open_ = false;
  const char* why = !may_write                  ? tr("content.translation.why.state")
                    : !file_.there()            ? tr("content.translation.why.no_file")
                    : !file_.problems().empty() ? tr("content.translation.why.problems")
                    : !file_.taken().changes()  ? tr("content.translation.why.nothing")
                                                : "";
  if (button("take",
             {.kind = Button::primary, .label = tr("content.translation.in_do"), .disabled_because = why})) {
    file_.apply(editor, world.now);
    import_open_ = false;
    file_ = {};
  }
}

}  // namespace stadtpult::panels::pages
