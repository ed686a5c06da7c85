// A page goes to a translation office and comes back, used as a person uses it.
#include <doctest/doctest.h>

#include "api-client/content/translation.hpp"
#include "panels/content/content_ui.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using kit::Chord;
using kit::Key;
using UiRole = test::Role;

namespace {

struct Translating : test::Desk<ContentPanel> {
  static client::State city(contract::Role role) {
    auto start = sample::working_city(role);
    sample::write(start, sample::now(), 0);
    return start;
  }
  explicit Translating(contract::Role role = contract::Role::editor)
      : test::Desk<ContentPanel>(city(role), {.width = 1440, .height = 1000}) {
    ui.frame(2);
    open(sample::housing_page());
  }
  void open(const contract::ContentPage& page) {
    panel.open({"content", page.id, ""}, world());
    sample::open(state, page, now);
    ui.frame(3);
  }
  void choose(const char* item) {
    CHECK(ui.click(UiRole::button, "Weitere Schritte"));
    ui.frame(2);
    CHECK(ui.click(UiRole::menuitem, item));
    ui.frame(2);
  }
  /// The file that the dialog writes.
  SaveFile written() {
    choose("Für die Übersetzung ausgeben …");
    CHECK(ui.click(UiRole::button, "Ausgeben"));
    ui.frame(2);
    const auto files = asked<SaveFile>();
    REQUIRE(files.size() == 1);
    return files.front();
  }
  void receive(const std::string& bytes) {
    panel.receive({pages::TranslationDialogs::kPurpose, "zurück.xlf", bytes});
    ui.frame(3);
  }
  [[nodiscard]] bool can_take() const {
    const auto* button = ui.find(UiRole::button, "Übernehmen");
    return button != nullptr && (button->state & test::semantic::kDisabled) == 0;
  }
  [[nodiscard]] std::string english(const char* block, const char* field) const {
    const auto& text = panel.editor().find(block)->text(field);
    const auto at = text.by_language.find("en");
    return at == text.by_language.end() ? "" : at->second;
  }
};

/// With a translation of the first unit whose source is this.
std::string with_target(std::string file, const std::string& source, const std::string& target) {
  const auto at = file.find("<source>" + source);
  REQUIRE(at != std::string::npos);
  const auto end = file.find("</source>", at) + 9;
  return file.insert(end, "<target state=\"translated\">" + target + "</target>");
}

}  // namespace

TEST_CASE("a page is written out in the language and format that are chosen") {
  Translating desk;
  const auto file = desk.written();
  CHECK(file.name == "wohngeld-beantragen-en.xlf");
  CHECK(file.bytes.find("version=\"1.2\"") != std::string::npos);
  CHECK(file.bytes.find("original=\"pag_wohngeld\"") != std::string::npos);
  CHECK(file.bytes.find("<bpt id=\"1\" ctype=\"bold\">**</bpt>Haushalte") != std::string::npos);
  desk.forget();
  desk.choose("Für die Übersetzung ausgeben …");
  CHECK(desk.ui.click(UiRole::combobox, "In welche Sprache"));
  desk.ui.press(Key::home);
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::tab, "XLIFF 2.0"));
  CHECK(desk.ui.click(UiRole::button, "Ausgeben"));
  desk.ui.frame(2);
  REQUIRE(desk.asked<SaveFile>().size() == 1);
  CHECK(desk.asked<SaveFile>().front().name == "wohngeld-beantragen-de-simple.xlf");
  CHECK(desk.asked<SaveFile>().front().bytes.find("trgLang=\"de-simple\"") != std::string::npos);
}

TEST_CASE("what came back is shown before it is taken, is one step of undo and is kept") {
  Translating desk;
  const auto file = with_target(with_target(desk.written().bytes, "Mit dem",
                                            "The city <bpt id=\"1\">**</bpt>helps<ept id=\"1\">**</ept>."),
                                "Ausweis", "Identity card");
  desk.choose("Übersetzung einlesen …");
  CHECK(desk.ui.click(UiRole::button, "Datei wählen"));
  REQUIRE(desk.asked<ChooseFile>().size() == 1);
  CHECK(desk.asked<ChooseFile>().front().purpose == pages::TranslationDialogs::kPurpose);
  desk.receive(file);
  CHECK(desk.says("English: 2 neu, 0 geändert, 0 bestätigt, 1 unverändert"));
  CHECK(desk.says("noch nicht übersetzt"));
  CHECK(desk.ui.has(UiRole::row, "Absatz, Text: The city **helps**."));
  CHECK(desk.english("b3", "text").empty());
  CHECK(desk.can_take());
  CHECK(desk.ui.click(UiRole::button, "Übernehmen"));
  desk.ui.frame(2);
  CHECK(desk.english("b3", "text") == "The city **helps**.");
  const auto& text = desk.panel.editor().text();
  CHECK(content::state_of(text.texts(), "b3/text", "en") == content::TextState::current);
  CHECK(desk.draft("page:pag_wohngeld").find("The city **helps**.") != std::string::npos);
  desk.ui.press(Chord{.key = Key::z, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.english("b3", "text").empty());
  CHECK_FALSE(desk.panel.editor().dirty());
}

TEST_CASE("a file that does not fit is refused with every place, and typing meanwhile counts") {
  Translating desk;
  const auto good = with_target(desk.written().bytes, "Ausweis", "Identity card");
  auto bad = good;
  bad.replace(bad.find("<source>Mietvertrag"), 19, "<source>Mietvertraege");
  desk.receive(bad);
  CHECK(desk.says("Die Datei wird nicht übernommen"));
  CHECK(desk.says("Der deutsche Text wurde in der Datei geändert."));
  CHECK_FALSE(desk.can_take());
  desk.receive("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>");
  CHECK(desk.says("DOCTYPE"));
  CHECK_FALSE(desk.can_take());
  CHECK(desk.ui.click(UiRole::button, "Abbrechen"));
  desk.ui.frame(2);
  CHECK(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Ganz anders"));
  desk.ui.frame(2);
  desk.receive(good);
  CHECK(desk.says("Der deutsche Text wurde seit dem Ausgeben geändert."));
  CHECK(desk.english("b3", "text").empty());
}

TEST_CASE("a dropped file opens the dialog by its name") {
  Translating desk;
  const auto file = desk.written().bytes;
  CHECK_FALSE(desk.panel.takes_dropped("foto.png"));
  CHECK(desk.panel.takes_dropped("zurück.xlf"));
  desk.panel.receive({"", "zurück.xlf", file});
  desk.ui.frame(2);
  CHECK(desk.says("Übersetzung für „Wohngeld beantragen“ einlesen?"));
  CHECK_FALSE(desk.can_take());  // it changes nothing
}

TEST_CASE("a page in review can be written out and not read in") {
  Translating desk;
  auto page = sample::housing_page();
  page.state = contract::PageState::in_review;
  page.revision = 9;
  desk.apply(client::PageLoaded{page.id, page, desk.now});
  desk.ui.frame(3);
  desk.receive(with_target(desk.written().bytes, "Ausweis", "Identity card"));
  CHECK_FALSE(desk.can_take());
}
