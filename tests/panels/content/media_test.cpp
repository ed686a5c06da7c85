// The media library and its picker, used as a person uses them.
#include <doctest/doctest.h>

#include <algorithm>

#include "panels/content/content_ui.hpp"
#include "panels/content/media_view.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Media;
using contract::Operation;
using kit::Chord;
using kit::Key;
using UiRole = test::Role;

namespace {

struct Drawn {
  std::string id;
  PictureShelf::Size size;
};

/// Every picture is there at once; what was asked for is noted.
class FakeShelf final : public PictureShelf {
 public:
  Picture find(std::string_view media_id, Size size) override {
    drawn.push_back({std::string(media_id), size});
    return {reinterpret_cast<void*>(1), 400, 200, false};
  }
  [[nodiscard]] bool showed(std::string_view id, Size size) const {
    return std::any_of(drawn.begin(), drawn.end(),
                       [&](const Drawn& each) { return each.id == id && each.size == size; });
  }
  std::vector<Drawn> drawn;
};

struct MediaDesk : test::Desk<ContentPanel> {
  explicit MediaDesk(contract::Role role = contract::Role::editor,
                     const test::UiOptions& options = {.width = 1440, .height = 1000})
      : test::Desk<ContentPanel>(sample::media_city(role), options) {
    ui.frame(2);
  }
  void library() {
    REQUIRE(ui.click(UiRole::tab, "Medien"));
    ui.frame(3);
  }
  Media file(const std::string& id) const { return *state.media.find(id); }
  bool wants(Need::What what, const std::string& id) const {
    const auto all = asked<Need>();
    return std::any_of(all.begin(), all.end(),
                       [&](const Need& need) { return need.what == what && need.id == id; });
  }
  void uses(const std::string& id, std::vector<contract::ContentPage> pages) {
    apply(client::DemandLoading{client::DemandLoading::What::media_pages, id});
    apply(client::MediaPagesLoaded{id, std::move(pages), now});
    ui.frame(3);
  }
  /// The platform has taken a file: it is in the list, and the change that carried it is answered.
  void taken(const std::string& key, const Media& media) {
    apply(client::ThingsChanged<Media>{{media}, now});
    client::CommandDone done;
    done.id = "cmd_upload";
    done.draft_key = key;
    done.object_id = media.id;
    apply(done);
    ui.frame(3);
  }
};

std::string shown(const media::Index& index, const client::State& state) {
  std::string out;
  for (const auto row : index.rows()) out += state.media.items()[row].name + "|";
  return out;
}

/// What the picture says about its focus point.
std::string centre(double x, double y) {
  return "Bildmitte: " + kit::format_percent(x) + " von links, " + kit::format_percent(y) + " von oben";
}

IncomingFile a_png(const std::string& name) {
  return {media::kPurpose, name, "\x89PNG\r\n\x1A\n and so on"};
}

}  // namespace

TEST_CASE("files by shelf and search: the newest first, what lacks words, what nobody uses") {
  const auto state = sample::media_city(contract::Role::editor);
  const auto world = sample::world_of(state);
  media::Index index;
  index.update(world, {});
  CHECK(shown(index, state) == "rathaus.jpg|antrag.pdf|marktplatz.png|linie.webp|");
  CHECK(index.count(media::Shelf::pictures) == 3);
  CHECK(index.count(media::Shelf::archived) == 1);
  index.update(world, {.shelf = media::Shelf::without_text});
  CHECK(shown(index, state) == "marktplatz.png|");
  index.update(world, {.shelf = media::Shelf::unused});
  CHECK(shown(index, state) == "antrag.pdf|marktplatz.png|linie.webp|");
  index.update(world, {.search = "Fassade"});  // what a picture shows finds it
  CHECK(shown(index, state) == "rathaus.jpg|");
  index.update(world, {.search = "pdf"});
  CHECK(shown(index, state) == "antrag.pdf|");
}

TEST_CASE("a text in another language is none in German") {
  Media media;
  media.media_type = "image/png";
  media.alternative_text.by_language["en"] = "Town hall";
  CHECK(media::lacks_text(media));
  media.decorative = true;
  CHECK_FALSE(media::lacks_text(media));
}

TEST_CASE("what is no picture and no PDF, is empty or too large is not even sent") {
  CHECK(media::trouble_with(a_png("a.png")).empty());
  CHECK(media::trouble_with({"", "a.pdf", "%PDF-1.7"}).empty());
  CHECK(media::trouble_with({"", "a.png", "GIF89a"}).find("PNG, JPEG, WebP und PDF") != std::string::npos);
  CHECK_FALSE(media::trouble_with({"", "a.png", ""}).empty());
  CHECK(media::trouble_with({"", "a.pdf", "%PDF-1.7" + std::string(21U << 20, ' ')}).find("21,0 MB") ==
        std::string::npos);
  CHECK_FALSE(media::trouble_with({"", "a.pdf", "%PDF-1.7" + std::string(21U << 20, ' ')}).empty());
}

TEST_CASE("what a replacement does is said before: drafts, live pages, approvals, what is put away") {
  auto one = sample::housing_page(), two = one, three = one;
  two.state = contract::PageState::scheduled;
  two.live_version = 2;
  three.state = contract::PageState::archived;
  const auto words = media::consequences({one, two, three});
  REQUIRE(words.size() == 4);
  CHECK(words[0] == "2 Seiten bekommen einen neuen Entwurf.");
  CHECK(words[1].starts_with("Eine davon ist veröffentlicht"));
  CHECK(words[2].starts_with("Eine davon ist in Prüfung oder freigegeben"));
  CHECK(words[3].starts_with("Eine Seite ist abgelegt"));
}

TEST_CASE("the library: list with pictures, detail with uses; keys reach everything") {
  MediaDesk desk;
  FakeShelf shelf;
  desk.shelf = &shelf;
  desk.library();
  CHECK(desk.ui.has(UiRole::row, "rathaus.jpg"));
  CHECK(shelf.showed("med_1", PictureShelf::Size::small));
  CHECK_FALSE(shelf.showed("med_pdf", PictureShelf::Size::small));  // a document has no picture
  CHECK(desk.ui.click(UiRole::row, "rathaus.jpg"));
  desk.ui.frame(3);
  CHECK(shelf.showed("med_1", PictureShelf::Size::large));
  CHECK(desk.wants(Need::What::media_pages, "med_1"));
  CHECK(desk.ui.has(UiRole::img, "Fassade des Rathauses"));
  desk.uses("med_1", {sample::housing_page()});
  CHECK(desk.ui.has(UiRole::link, "Wohngeld beantragen"));
  CHECK(desk.says("Alternativtext fehlt: Leichte Sprache, Englisch."));
  CHECK(desk.ui.reachability_problems().empty());
  desk.forget();
  CHECK(desk.ui.click(UiRole::link, "Wohngeld beantragen"));
  REQUIRE_FALSE(desk.asked<Go>().empty());
  CHECK(desk.asked<Go>().front().object_id == "pag_wohngeld");
}

TEST_CASE("a file in use is not archived, and says why; another one is, and comes back") {
  MediaDesk desk;
  desk.library();
  CHECK(desk.ui.click(UiRole::row, "rathaus.jpg"));
  desk.ui.frame(2);
  const auto* archive = desk.ui.find(UiRole::button, "Archivieren");
  REQUIRE(archive != nullptr);
  CHECK(archive->has(test::semantic::kDisabled));
  CHECK(archive->description.find("Eine Seite zeigt diese Datei") != std::string_view::npos);
  CHECK(desk.ui.click(UiRole::row, "antrag.pdf"));
  desk.ui.frame(2);
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Archivieren"));
  const auto change = desk.change();
  CHECK(change.operation == Operation::change_media);
  CHECK(change.body == R"({"archived":true})");
  CHECK(change.if_match == contract::etag("med_pdf", 1));
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->body == R"({"archived":false})");
}

TEST_CASE("words are written per language and kept as they are typed") {
  MediaDesk desk;
  desk.library();
  CHECK(desk.ui.click(UiRole::row, "marktplatz.png"));
  desk.ui.frame(2);
  CHECK(desk.says("Alternativtext fehlt"));
  CHECK(desk.ui.fill(UiRole::textbox, "Alternativtext (Deutsch)", "Der Marktplatz am Morgen"));
  CHECK(desk.draft("draft:media.edit/med_2/alternative_text.de") == "Der Marktplatz am Morgen");
  desk.forget();
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.body == R"({"alternative_text":{"de":"Der Marktplatz am Morgen"}})");
  CHECK(change.draft_key == "draft:media.edit/med_2/alternative_text.de");
}

TEST_CASE("the focus point is set by a click at once and by keys in one change") {
  MediaDesk desk;
  FakeShelf shelf;
  desk.shelf = &shelf;
  desk.library();
  CHECK(desk.ui.click(UiRole::row, "rathaus.jpg"));
  desk.ui.frame(3);
  const auto* point = desk.ui.find(UiRole::button, centre(0.5, 0.5));
  REQUIRE(point != nullptr);
  const auto box = point->bounds;
  desk.forget();
  desk.ui.click_at(box.x + box.width * 0.75F, box.y + box.height * 0.25F);
  desk.ui.frame(2);
  const auto clicked = contract::decode_patch(desk.change().body, desk.file("med_1"));
  REQUIRE(clicked.ok());
  CHECK(clicked->focus_x == doctest::Approx(0.75).epsilon(0.02));
  CHECK(clicked->focus_y == doctest::Approx(0.25).epsilon(0.02));
  desk.forget();
  CHECK(desk.ui.focus(UiRole::button, centre(0.5, 0.5)));
  desk.ui.press(Key::right);
  desk.ui.press(Chord{.key = Key::right, .shift = true});
  desk.ui.press(Key::up);
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.says(centre(0.62, 0.48)));
  desk.ui.frame(8, 0.1F);
  const auto moved = contract::decode_patch(desk.change().body, desk.file("med_1"));
  REQUIRE(moved.ok());
  CHECK(moved->focus_x == doctest::Approx(0.62));
  CHECK(moved->focus_y == doctest::Approx(0.48));
  CHECK(desk.change().undo != nullptr);
}

TEST_CASE("a file that arrives is sent, shown on its way, and opened once it is there") {
  MediaDesk desk;
  CHECK_FALSE(desk.panel.takes_dropped("bild.png"));
  desk.library();
  CHECK(desk.panel.takes_dropped("bild.png"));
  CHECK(desk.ui.click(UiRole::button, "Datei hinzufügen"));
  REQUIRE_FALSE(desk.asked<ChooseFile>().empty());
  desk.forget();
  desk.panel.receive(a_png("neues bild.png"));
  desk.ui.frame(1);
  const auto change = desk.change();
  CHECK(change.operation == Operation::create_media);
  CHECK(change.query == "name=neues%20bild.png");
  CHECK(change.body.starts_with("\x89PNG"));
  CHECK(change.content_type == "application/octet-stream");
  client::OutboxEntry entry;
  entry.id = "cmd_1";
  entry.operation = Operation::create_media;
  entry.detail = "neues bild.png";
  entry.state = client::CommandState::sending;
  desk.apply(client::OutboxChanged{{entry}});
  desk.ui.frame(2);
  CHECK(desk.says("neues bild.png wird übertragen und geprüft"));
  desk.apply(client::OutboxChanged{});
  auto made = desk.file("med_2");
  made.id = "med_new";
  made.name = "neues bild.png";
  desk.taken(change.draft_key, made);
  CHECK(desk.ui.has(UiRole::heading, "neues bild.png"));
  desk.forget();
  desk.panel.receive({media::kPurpose, "lied.mp3", "ID3"});
  desk.ui.frame(1);
  CHECK(desk.asked<Change>().empty());
  REQUIRE_FALSE(desk.asked<Notice>().empty());
  CHECK(desk.asked<Notice>().front().error);
}

TEST_CASE("replace everywhere: chosen in the picker, told in full, sent with the line only") {
  MediaDesk desk;
  desk.library();
  CHECK(desk.ui.click(UiRole::row, "rathaus.jpg"));
  auto live = sample::housing_page();
  live.live_version = 1;
  desk.uses("med_1", {live});
  CHECK(desk.ui.click(UiRole::button, "Ersetzen …"));
  desk.ui.frame(3);
  CHECK(desk.says("Was kommt an die Stelle von rathaus.jpg?"));
  desk.ui.type("markt");
  desk.ui.frame(2);
  desk.ui.press(Key::enter);
  desk.ui.frame(3);
  CHECK(desk.says("rathaus.jpg auf allen Seiten ersetzen?"));
  CHECK(desk.says("Eine Seite bekommt einen neuen Entwurf."));
  CHECK(desk.says("Eine davon ist veröffentlicht"));
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Auf einer Seite ersetzen"));
  const auto change = desk.change();
  CHECK(change.operation == Operation::replace_media);
  CHECK(change.ids == std::vector<std::string>{"med_1"});
  CHECK(change.body == R"({"by":"med_2"})");
  CHECK_FALSE(change.queueable);
}

TEST_CASE("who may not write looks: no actions, no fields, but everything to read") {
  MediaDesk desk(contract::Role::reviewer);
  desk.library();
  CHECK(desk.ui.click(UiRole::row, "rathaus.jpg"));
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.has(UiRole::button, "Datei hinzufügen"));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Archivieren"));
  CHECK_FALSE(desk.ui.has(UiRole::textbox, "Alternativtext (Deutsch)"));
  CHECK(desk.says("Fassade des Rathauses"));
}

TEST_CASE("the picker of a block: typed words, arrows and Enter take a file; the phone shows it") {
  MediaDesk desk;
  FakeShelf shelf;
  desk.shelf = &shelf;
  desk.panel.open({"content", "pag_wohngeld", ""}, desk.world());
  sample::open(desk.state, sample::housing_page(), desk.now);
  desk.ui.frame(3);
  CHECK(shelf.showed("med_1", PictureShelf::Size::large));  // the phone
  CHECK(desk.ui.click(UiRole::button, "Bild: Rathaus am Marktplatz"));
  desk.ui.frame(2);
  CHECK(desk.says("rathaus.jpg"));
  CHECK(desk.ui.click(UiRole::button, "Ändern: Bild"));
  desk.ui.frame(3);
  CHECK(desk.says("Welches Bild soll hier stehen?"));
  CHECK_FALSE(desk.ui.has(UiRole::row, "antrag.pdf"));  // a picture is asked for
  desk.ui.press(Key::down);
  desk.ui.press(Key::down);
  desk.ui.frame(2);
  desk.ui.press(Key::enter);
  desk.ui.frame(3);
  CHECK(desk.panel.editor().find("b1")->value("media") == "med_3");
  CHECK_FALSE(desk.ui.has(UiRole::dialog, "Welches Bild soll hier stehen?"));
  desk.ui.press(Chord{.key = Key::z, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.panel.editor().find("b1")->value("media") == "med_1");
}

TEST_CASE("Enter takes the file that the cursor stood on, also when a colleague's comes in front") {
  MediaDesk desk;
  desk.panel.open({"content", "pag_wohngeld", ""}, desk.world());
  sample::open(desk.state, sample::housing_page(), desk.now);
  desk.ui.frame(3);
  CHECK(desk.ui.click(UiRole::button, "Bild: Rathaus am Marktplatz"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::button, "Ändern: Bild"));
  desk.ui.frame(3);
  desk.ui.press(Key::down);
  desk.ui.frame(2);
  auto newest = desk.file("med_2");
  newest.id = "med_9";
  newest.name = "neu.png";
  newest.created_at = newest.updated_at = desk.now;
  desk.apply(client::ThingsChanged<contract::Media>{{newest}, desk.now});
  desk.ui.frame(2);
  REQUIRE(desk.ui.has(UiRole::row, "neu.png"));
  desk.ui.press(Key::enter);
  desk.ui.frame(3);
  CHECK(desk.panel.editor().find("b1")->value("media") == "med_2");
}

TEST_CASE("a file added in the picker is taken by it, where it fits") {
  MediaDesk desk;
  desk.panel.open({"content", "pag_wohngeld", ""}, desk.world());
  sample::open(desk.state, sample::housing_page(), desk.now);
  desk.ui.frame(3);
  CHECK(desk.ui.click(UiRole::button, "Bild: Rathaus am Marktplatz"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::button, "Ändern: Bild"));
  desk.ui.frame(3);
  CHECK(desk.ui.reachability_problems().empty());
  desk.forget();
  desk.panel.receive({media::kPurpose, "blatt.pdf", "%PDF-1.7"});
  desk.ui.frame(1);
  auto made = desk.file("med_pdf");
  made.id = "med_blatt";
  desk.taken(desk.change().draft_key, made);
  CHECK(desk.says("Diese Datei passt hier nicht."));
  desk.forget();
  desk.panel.receive(a_png("neu.png"));
  desk.ui.frame(1);
  made = desk.file("med_2");
  made.id = "med_neu";
  desk.taken(desk.change().draft_key, made);
  CHECK(desk.panel.editor().find("b1")->value("media") == "med_neu");
}

TEST_CASE("the library in all its lives, small, large and in English") {
  for (const auto& options : {test::UiOptions{.width = 1024, .height = 640},
                              test::UiOptions{.width = 1440, .height = 900, .dark = true, .language = "en"},
                              test::UiOptions{.width = 1024, .height = 640, .scale = 2.0F}}) {
    MediaDesk desk(contract::Role::editor, options);
    desk.panel.open({"content", "med_1", ""}, desk.world());
    desk.ui.frame(3);
    CHECK(desk.ui.reachability_problems().empty());
  }
  kit::set_language("de");
  MediaDesk failed;
  failed.library();
  client::State fresh = sample::working_city(contract::Role::editor);
  failed.state = fresh;
  failed.apply(client::ListFailed{client::List::media, base::fail(base::ErrorKind::unavailable, "weg")});
  failed.ui.frame(2);
  CHECK(failed.says("Die Medien lassen sich nicht laden"));
  failed.apply(client::ListLoaded<Media>{{}, failed.now});
  failed.ui.frame(2);
  CHECK(failed.says("Noch keine Dateien"));
}

TEST_CASE("picker and replacing stand whole in the smallest window") {
  for (const float scale : {1.0F, 1.3F}) {
    MediaDesk desk(contract::Role::editor, {.width = 1024, .height = 640, .scale = scale});
    const auto stands = [&](const std::string& title) {
      CAPTURE(scale);
      const auto* dialog = desk.ui.find(UiRole::dialog, title);
      REQUIRE(dialog != nullptr);
      const auto box = dialog->bounds;
      CHECK(box.x >= 0);
      CHECK(box.y >= 0);
      CHECK(box.x + box.width <= 1024);
      CHECK(box.y + box.height <= 640);
      const auto& nodes = desk.ui.tree().nodes();
      for (auto i = desk.ui.tree().index_of(*dialog) + 1; i < dialog->next; ++i) {
        const auto& node = nodes[static_cast<std::size_t>(i)];
        if (node.role != UiRole::button || node.bounds.width <= 0) continue;
        CAPTURE(node.name);
        CHECK(node.bounds.x >= box.x);
        CHECK(node.bounds.x + node.bounds.width <= box.x + box.width);
        CHECK(node.bounds.y + node.bounds.height <= box.y + box.height);
      }
    };
    desk.panel.open({"content", "med_1", ""}, desk.world());
    desk.ui.frame(3);
    desk.uses("med_1", sample::pages());
    CHECK(desk.ui.focus(UiRole::button, "Ersetzen …"));  // it may be below the fold
    desk.ui.press(Key::enter);
    desk.ui.frame(4);
    stands("Was kommt an die Stelle von rathaus.jpg?");
    desk.ui.press(Key::enter);
    desk.ui.frame(4);
    stands("rathaus.jpg auf allen Seiten ersetzen?");
  }
}
