// The exact changes that a hand on the catalogue makes, and what takes each back.
#include <doctest/doctest.h>

#include "panels/catalogue/catalogue_changes.hpp"
#include "panels/catalogue/catalogue_import.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/catalogue/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using namespace stadtpult::panels::catalogue;
using contract::Operation;

namespace {

struct City {
  std::vector<contract::Miniapp> miniapps = sample::miniapps();
  std::vector<contract::Category> categories = sample::categories();
  View view;
  City() {
    kit::set_language("de");
    update(1);
  }
  void update(std::uint64_t generation) {
    view.update({.miniapps = miniapps, .categories = categories, .generation = generation}, "de",
                sample::now());
  }
  Intents move(const char* id, const char* parent, const char* before) {
    return move_category(view, {.key = key_of(id),
                                .parent = *parent == '\0' ? 0 : key_of(parent),
                                .before = *before == '\0' ? 0 : key_of(before)});
  }
};

const Change& only(const Intents& intents) {
  REQUIRE(intents.size() == 1);
  return std::get<Change>(intents.front());
}

}  // namespace

TEST_CASE("a category moves to the middle between its new neighbours") {
  City city;
  const Intents intents = city.move("cat_bank", "", "cat_strom");
  const Change& change = only(intents);
  CHECK(change.operation == Operation::change_category);
  CHECK(change.ids == std::vector<std::string>{"cat_bank"});
  CHECK(change.body == R"({"position":1.5})");
  CHECK(change.if_match == contract::etag("cat_bank", 3));
  CHECK(change.title == "Rubrik verschoben");
  CHECK(change.detail == "Banken");
  CHECK(change.queueable);
  REQUIRE(change.undo);
  CHECK(change.undo->body == R"({"position":4})");
  CHECK(change.undo->if_match.empty());
}

TEST_CASE("to the start, to the end, into another and out again") {
  City city;
  CHECK(only(city.move("cat_bank", "", "cat_buerger")).body == R"({"position":0})");
  CHECK(only(city.move("cat_bank", "", "")).body == R"({"position":11})");
  const Intents in = city.move("cat_bank", "cat_buerger", "");
  CHECK(only(in).body == R"({"parent_id":"cat_buerger","position":5})");
  CHECK(only(in).undo->body == R"({"parent_id":null,"position":4})");
  CHECK(only(city.move("cat_kfz", "", "cat_strom")).body == R"({"parent_id":null,"position":1.5})");
  CHECK(only(city.move("cat_bank", "cat_mobil", "")).body == R"({"parent_id":"cat_mobil","position":1})");
}

TEST_CASE("a move to where it is is none, and a third level is refused with a reason") {
  City city;
  CHECK(city.move("cat_bank", "", "cat_bildung").empty());
  CHECK(city.move("cat_frei", "", "").empty());
  CHECK(city.move("cat_gone", "", "").empty());
  const Intents deep = city.move("cat_buerger", "cat_mobil", "");
  REQUIRE(deep.size() == 1);
  CHECK(std::get<Notice>(deep.front()).detail == "Der Katalog hat höchstens zwei Ebenen.");
  CHECK(std::holds_alternative<Notice>(city.move("cat_bank", "cat_melde", "").front()));
}

TEST_CASE("where no number lies between, all siblings are numbered anew as one act") {
  City city;
  for (auto& category : city.categories)
    if (!category.parent_id) category.position = 7;
  city.update(2);
  const std::string first = city.view.tree().front().category->id;
  const std::string second = city.view.tree()[1].category->id;
  const Intents intents =
      move_category(city.view, {.key = key_of("cat_strom"), .parent = 0, .before = key_of(second)});
  REQUIRE(intents.size() > 1);
  std::string group;
  for (const auto& intent : intents) {
    const auto& change = std::get<Change>(intent);
    if (group.empty()) group = change.group;
    CHECK(change.group == group);
    CHECK_FALSE(change.group.empty());
    CHECK(change.title == "Rubrik verschoben");
    CHECK(change.undo);
  }
  CHECK(std::get<Change>(intents.front()).ids.front() == first);
}

TEST_CASE("renaming sends only what is another, per language") {
  City city;
  const contract::Category before = *city.view.category("cat_mobil")->category;
  contract::Category after = before;
  after.name.by_language["de"] = "Verkehr";
  after.name.by_language["tr"] = "Ulaşım";
  const Change change = category_change(before, after, "Rubrik umbenannt");
  CHECK(change.body.find("\"position\"") == std::string::npos);
  CHECK(change.body.find("Verkehr") != std::string::npos);
  CHECK(change.undo->body.find("Mobilität") != std::string::npos);
  CHECK(change.undo->body.find("\"tr\":null") != std::string::npos);
}

TEST_CASE("a new category can be taken back") {
  contract::Category category;
  category.name = contract::LocalizedText("Feste", "Festivals");
  category.position = 11;
  const Change change = new_category(category);
  CHECK(change.operation == Operation::create_category);
  CHECK(change.if_match.empty());
  CHECK(change.body.find("\"Feste\"") != std::string::npos);
  REQUIRE(change.undo);
  CHECK(change.undo->ids == std::vector<std::string>{""});
  CHECK(change.undo->body == R"({"archived":true})");
}

TEST_CASE("archiving moves the mini-apps first, each so that it can be taken back") {
  City city;
  const auto* strom = city.view.category("cat_strom");
  REQUIRE(strom->own_count == 8);
  const Intents intents = archive_category(city.view, *strom->category, "cat_mobil");
  REQUIRE(intents.size() == 9);
  const auto& first = std::get<Change>(intents.front());
  CHECK(first.operation == Operation::change_miniapp);
  CHECK(first.body == R"({"category_id":"cat_mobil"})");
  CHECK(first.undo->body == R"({"category_id":"cat_strom"})");
  const auto& last = std::get<Change>(intents.back());
  CHECK(last.operation == Operation::change_category);
  CHECK(last.body == R"({"archived":true})");
  CHECK(last.query == "move_miniapps_to=cat_mobil");
  CHECK(last.undo->body == R"({"archived":false})");
  CHECK(last.group == first.group);
  CHECK(last.title == "Rubrik archiviert");

  const Intents empty = archive_category(city.view, *city.view.category("cat_bank")->category, "");
  CHECK(only(empty).query.empty());
  CHECK(only(empty).group.empty());
}

TEST_CASE("bulk actions take those they are for, one change each") {
  City city;
  Miniapps selection;
  for (const char* id : {"app_wohngeld", "app_sperrmuell", "app_strom", "app_busfahrplan"})
    selection.push_back(city.view.find(key_of(id)));
  const client::State state;
  World world{.state = state,
              .now = sample::now(),
              .online = true,
              .role = contract::Role::project_lead,
              .principal_id = {},
              .organisation_id = {}};

  CHECK(suitable(Bulk::submit, selection).size() == 1);
  CHECK(suitable(Bulk::suspend, selection).size() == 2);
  CHECK(why_not(Bulk::suspend, selection, world).empty());
  world.online = false;
  CHECK(why_not(Bulk::suspend, selection, world) == "Braucht Verbindung");
  CHECK(why_not(Bulk::submit, selection, world).empty());
  world.online = true;
  world.role = contract::Role::reviewer;
  CHECK(why_not(Bulk::suspend, selection, world).empty());
  CHECK_FALSE(why_not(Bulk::move, selection, world).empty());
  world.role = contract::Role::merchant;
  CHECK_FALSE(why_not(Bulk::suspend, selection, world).empty());
  CHECK(why_not(Bulk::copy_csv, selection, world).empty());
  CHECK_FALSE(why_not(Bulk::copy_csv, {}, world).empty());

  const Intents moved = move_miniapps(selection, *city.view.category("cat_strom")->category);
  REQUIRE(moved.size() == 3);  // one is there already
  CHECK(std::get<Change>(moved[0]).detail == "3 Mini-Apps nach Strom, Wasser");

  VersionsById versions;
  for (const auto* miniapp : selection) {
    contract::Version version;
    version.id = *version_of(Bulk::suspend, *selection[2]);
    if (const auto* id = version_of(Bulk::suspend, *miniapp)) version.id = *id;
    version.revision = 5;
    versions.emplace(version.id, version);
  }
  const Intents stopped = step_versions(Bulk::suspend, suitable(Bulk::suspend, selection), versions);
  REQUIRE(stopped.size() == 2);
  const auto& stop = std::get<Change>(stopped.front());
  CHECK(stop.operation == Operation::change_version);
  CHECK(stop.body == R"({"state":"suspended"})");
  CHECK(stop.ids.size() == 2);
  CHECK(stop.if_match == contract::etag(stop.ids[1], 5));
  CHECK_FALSE(stop.queueable);
  CHECK(stop.detail == "2 Mini-Apps");
  CHECK(stop.undo->body == R"({"state":"released"})");
}

TEST_CASE("CSV keeps cells apart and harmless") {
  City city;
  city.miniapps[2].name = contract::LocalizedText(std::string("=cmd|' /C calc'!A0"));
  city.miniapps[2].organisation_name = "Amt \"für\" Soziales, Worms";
  city.update(2);
  const std::string csv = csv_of({city.view.find(key_of("app_wohngeld"))}, city.view, "de");
  CHECK(csv.starts_with("\"Mini-App\",\"Kennung\",\"Rubrik\",\"Anbieter\",\"Status\""));
  CHECK(csv.find("\r\n\"'=cmd|' /C calc'!A0\",\"de.worms.wohngeld\"") != std::string::npos);
  CHECK(csv.find("\"Amt \"\"für\"\" Soziales, Worms\",\"In Prüfung\",\"1.2.0\"") != std::string::npos);
}

TEST_CASE("a table of an office comes in UTF-8, whatever it was saved in") {
  ImportForm form;
  CHECK(form.take({.purpose = {}, .name = "ozg_leistungen.csv", .bytes = "ozg_id;name\n1;B\xFCro"}));
  CHECK(form.services.bytes == "ozg_id;name\n1;Büro");
  CHECK(form.services.converted);
  CHECK(form.change().body.find("Büro") != std::string::npos);
  CHECK(form.take(
      {.purpose = {}, .name = "leika_leistungen.csv", .bytes = std::string("\xFF\xFE\xFC\0x\0", 6)}));
  CHECK(form.topics.bytes == "üx");
  CHECK_FALSE(form.topics.converted);
}

TEST_CASE("files of an import find their place by name and ending") {
  ImportForm form;
  CHECK_FALSE(form.take({.purpose = {}, .name = "bild.png", .bytes = "x"}));
  CHECK(form.take({.purpose = {}, .name = "topic_de.json", .bytes = "[]"}));
  CHECK_FALSE(form.ready());
  CHECK(form.take({.purpose = {}, .name = "services_de.json", .bytes = "[1]"}));
  CHECK(form.ready());
  CHECK(form.topics.bytes == "[]");
  const Change change = form.change();
  CHECK(change.operation == Operation::import_catalogue);
  CHECK(change.body.find("\"dldb\"") != std::string::npos);
  CHECK_FALSE(change.queueable);
  CHECK(form.take({.purpose = {}, .name = "OZG_Leistungen.CSV", .bytes = "a;b"}));
  CHECK(form.format == contract::ImportFormat::ozg);
  CHECK(form.topics.bytes.empty());
  CHECK_FALSE(form.services.converted);
}
