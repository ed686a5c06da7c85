// The list of pages as values.
#include <doctest/doctest.h>

#include "panels/content/page_changes.hpp"
#include "panels/content/page_list_view.hpp"
#include "panels/content/page_words.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using namespace stadtpult::panels::pages;

namespace {

client::State city(int extra = 0) {
  auto state = sample::working_city(contract::Role::editor);
  sample::write(state, sample::now(), extra);
  return state;
}

std::string titles(const PageIndex& index, const client::State& state) {
  std::string out;
  for (const auto& row : index.rows())
    out += std::string(static_cast<std::size_t>(row.depth), '>') +
           state.pages.items()[row.page].title.in("de") + "|";
  return out;
}

std::string offered(const contract::ContentPage& page, const World& world, bool errors = false) {
  std::string out;
  for (const auto& each : steps_of(page, world, errors))
    out += each.label + (each.disabled_because.empty() ? "" : " (zu)") + "|";
  return out;
}

}  // namespace

TEST_CASE("pages stand by category and below each other; a search is flat") {
  const auto state = city();
  const auto world = sample::world_of(state);
  PageIndex index;
  index.update(world);
  const auto all = titles(index, state);
  CHECK(all.find("Personalausweis|>Reisepass für Kinder|") != std::string::npos);
  CHECK(all.find("Alte Seite") == std::string::npos);
  CHECK(index.count(Shelf::all) == 4);
  CHECK(index.count(Shelf::in_review) == 1);
  index.wish({.search = "REISEPASS fur"});
  CHECK(titles(index, state) == "Reisepass für Kinder|");
  index.wish({.search = "backfischfest"});
  CHECK(titles(index, state) == "Backfischfest|");
  index.wish({.shelf = Shelf::away});
  CHECK(titles(index, state) == "Alte Seite|");
  index.wish({.category_id = "cat_bank"});
  CHECK(titles(index, state) == "Backfischfest|");
  for (const auto& entry : index.categories())
    if (entry.category->id == "cat_buerger") CHECK(entry.count == 3);
}

TEST_CASE("a ring of parents or a missing category loses no page that can be shown") {
  auto state = city();
  auto lost = sample::housing_page();
  lost.id = "pag_lost";
  lost.category_id = "cat_gone";
  lost.parent_id = "pag_gone";
  state.apply(client::ThingsChanged<contract::ContentPage>{{lost}, sample::now()}, sample::now());
  const auto world = sample::world_of(state);
  PageIndex index;
  index.update(world);
  CHECK(index.count(Shelf::all) == 5);
}

TEST_CASE("ten thousand pages are indexed and searched") {
  const auto state = city(10'000);
  const auto world = sample::world_of(state);
  PageIndex index;
  index.update(world);
  index.wish({.search = "leistung 99"});
  CHECK(index.rows().size() == 111);
}

TEST_CASE("steps are offered to whom they are open") {
  kit::set_language("de");
  const auto state = city();
  auto world = sample::world_of(state);
  auto page = sample::housing_page();
  world.role = contract::Role::editor;
  CHECK(offered(page, world) == "Zur Freigabe|Planen|In den Papierkorb|Archivieren|");
  CHECK(offered(page, world, true).starts_with("Zur Freigabe (zu)|"));
  page.state = contract::PageState::in_review;
  page.submitted_by = world.principal_id;
  CHECK(offered(page, world).starts_with("Freigeben (zu)|Zurückgeben (zu)|Zurück zum Entwurf|"));
  page.submitted_by = "usr_other";
  CHECK(offered(page, world).starts_with("Freigeben|Zurückgeben|"));
  world.role = contract::Role::reviewer;
  CHECK(offered(page, world) == "Freigeben|Zurückgeben|");
  world.role = contract::Role::privacy_officer;
  CHECK(offered(page, world).empty());
  world.role = contract::Role::editor;
  page.state = contract::PageState::trashed;
  CHECK(offered(page, world) == "Wiederherstellen|");
}

TEST_CASE("changes say what they do, and are based on what was seen") {
  const auto state = city();
  const auto world = sample::world_of(state);
  const auto page = sample::housing_page();
  const auto submit = step_of(page, Step::submit, "", world);
  CHECK(submit.body == R"({"state":"in_review"})");
  CHECK(submit.if_match == contract::etag(page.id, 3));
  CHECK(submit.title == "Zur Freigabe gegeben");
  const auto back = step_of(page, Step::send_back, "Bitte kürzer", world);
  CHECK(back.body == R"({"state":"changes_requested","note":"Bitte kürzer"})");
  const auto trash = step_of(page, Step::trash, "", world);
  REQUIRE(trash.undo != nullptr);
  CHECK(trash.undo->body == R"({"state":"draft"})");
  CHECK(restore_of(page, 1, world).query == "restore=1");
  CHECK(restore_of(page, 1, world).body == "{}");
}

TEST_CASE("every block type, field, choice and finding has its words in both languages") {
  for (const auto* language : {"de", "en"}) {
    kit::set_language(language);
    const auto missing = kit::missing_texts();
    const std::function<void(const char*, std::span<const content::BlockField>)> fields =
        [&](const char* type, std::span<const content::BlockField> all) {
          for (const auto& field : all) {
            CHECK_FALSE(field_word(type, field.name).empty());
            for (const auto* word : field.words) CHECK_FALSE(choice_word(type, field.name, word).empty());
            if (field.kind == content::FieldKind::items)
              CHECK_FALSE(field_word(type, std::string(field.name) + "_one").empty());
            fields(type, field.item_fields);
          }
        };
    for (const auto& type : content::block_types()) {
      CHECK_FALSE(block_word(type.name).empty());
      fields(type.name, type.fields);
    }
    for (const auto* rule :
         {"title.missing", "page.empty", "block.unknown", "block.never-visible", "heading.order",
          "field.missing", "text.too-long", "link.broken", "link.not-allowed", "link.says-nothing",
          "image.alternative-text", "image.contrast", "form.no-options", "form.condition",
          "form.pattern-hint", "reading.hard-sentence", "reading.hard-page"}) {
      content::Finding finding;
      finding.rule = rule;
      CHECK_FALSE(finding_words(finding).empty());
    }
    CAPTURE(kit::last_missing_text());
    CHECK(kit::missing_texts() == missing);
  }
  kit::set_language("de");
}

TEST_CASE("pages that somebody has to check again are a list of their own") {
  auto state = city();
  auto due = state.pages.items()[0];
  due.check_due_at = {sample::now().ms - 1};
  auto later = state.pages.items()[1];
  later.check_due_at = {sample::now().ms + 1};
  state.apply(client::ThingsChanged<contract::ContentPage>{{due, later}, {}}, sample::now());
  const World world{state, sample::now()};
  PageIndex index;
  index.update(world);
  CHECK(index.count(Shelf::due) == 1);
  index.wish({.shelf = Shelf::due});
  CHECK(titles(index, state) == due.title.in("de") + "|");
  const auto change = checked_of(due, world);
  CHECK(change.body.find("checked_at") != std::string::npos);
  CHECK(change.body.find("check_due_at") != std::string::npos);
}

TEST_CASE("a page moves past its neighbour, and no further than the end") {
  auto state = city();
  std::vector<contract::ContentPage> three(3, state.pages.items()[0]);
  for (int i = 0; i < 3; ++i) {
    three[i].id = "pag_m" + std::to_string(i);
    three[i].category_id = "cat_of_three";
    three[i].parent_id.reset();
    three[i].state = contract::PageState::draft;
    three[i].position = i + 1;
  }
  state.apply(client::ThingsChanged<contract::ContentPage>{three, {}}, sample::now());
  const World world{state, sample::now()};
  CHECK_FALSE(move_of(three[0], true, world));
  CHECK_FALSE(move_of(three[2], false, world));
  CHECK(move_of(three[1], true, world)->body == R"({"position":0.5})");
  CHECK(move_of(three[2], true, world)->body == R"({"position":1.5})");
  CHECK(move_of(three[0], false, world)->body == R"({"position":2.5})");
  CHECK(move_of(three[0], false, world)->undo->body == R"({"position":1})");
}

TEST_CASE("a page can stand below pages of its category, not below itself or what is below it") {
  auto state = city();
  auto above = state.pages.items()[0];
  above.id = "pag_above";
  above.category_id = "cat_family";
  above.parent_id.reset();
  above.state = contract::PageState::draft;
  auto below = above, deeper = above, beside = above, elsewhere = above;
  below.id = "pag_below", below.parent_id = above.id;
  deeper.id = "pag_deeper", deeper.parent_id = below.id;
  beside.id = "pag_beside", beside.position = above.position + 1;
  elsewhere.id = "pag_elsewhere", elsewhere.category_id = "cat_other";
  state.apply(client::ThingsChanged<contract::ContentPage>{{above, below, deeper, beside, elsewhere}, {}},
              sample::now());
  const World world{state, sample::now()};
  PageIndex index;
  index.update(world);
  auto fields = property_fields(above, index, world);
  const auto* parent = form::find(fields, "parent_id");
  REQUIRE(parent != nullptr);
  std::string offered_ids;
  for (const auto& choice : parent->choices) offered_ids += choice.value + "|";
  CHECK(offered_ids == "|pag_beside|");
  CHECK(form::find(fields, "state") == nullptr);
  CHECK(form::problem(*form::find(fields, "check_due_at"), "32.01.2027") != "");
  CHECK(form::problem(*form::find(fields, "check_due_at"), "31.01.2027") == "");
}
