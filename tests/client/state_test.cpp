#include <doctest/doctest.h>

#include "api-client/client/command.hpp"
#include "api-client/client/request.hpp"
#include "api-client/client/state.hpp"

using namespace stadtpult;
using namespace stadtpult::client;

namespace {

contract::Category category(const std::string& id, const std::string& name, std::int64_t revision) {
  contract::Category made;
  made.id = id;
  made.name = contract::LocalizedText(name);
  made.revision = revision;
  return made;
}

ListLoaded<contract::Category> loaded(std::vector<contract::Category> items) {
  return {std::move(items), {1'000}, false};
}

OutboxEntry renaming(const std::string& id, const std::string& body,
                     CommandState state = CommandState::waiting) {
  OutboxEntry entry;
  entry.id = "cmd_" + id;
  entry.operation = contract::Operation::change_category;
  entry.object_id = id;
  entry.state = state;
  entry.mine = body;
  return entry;
}

const base::Timestamp kNow{5'000};

}  // namespace

TEST_CASE("each list is told of by its name, and its count grows when all is forgotten") {
  State state;
  for (int list = 0; list <= static_cast<int>(List::devices); ++list)
    state.apply(ListFailed{static_cast<List>(list), base::fail(base::ErrorKind::unavailable, "no line")},
                kNow);
  const auto failed_once = [](const auto&... held) {
    return ((held.remote.state() == RemoteState::failed && held.generation == 1) && ...);
  };
  CHECK(failed_once(state.categories, state.miniapps, state.reviews, state.reasons, state.organisations,
                    state.releases, state.incidents, state.blocks, state.security_jobs, state.rule_filters,
                    state.pages, state.media, state.form_answers, state.test_rounds, state.feedback,
                    state.reply_templates, state.requirements, state.app_versions, state.merchants,
                    state.offerings, state.resources, state.bookings, state.devices));
  state.apply(Forgotten{}, kNow);
  CHECK(state.categories.generation == 2);
  CHECK(state.devices.generation == 2);
  CHECK(state.devices.remote.state() == RemoteState::not_asked);
}

TEST_CASE("things are asked for by their ids in one way") {
  const std::string ids[] = {"cat_1", "cat_2"};
  CHECK(asking_for(ids).text() == "filter=id%3Acat_1%2Ccat_2&limit=100");
}

TEST_CASE("a list has a life") {
  State state;
  CHECK(state.categories.remote.state() == RemoteState::not_asked);
  state.apply(ListLoading{List::categories, 10, 40}, kNow);
  CHECK(state.categories.remote.state() == RemoteState::loading);
  CHECK(state.categories.total == 40);
  state.apply(loaded({category("a", "Bus", 1)}), kNow);
  CHECK(state.categories.remote.state() == RemoteState::there);
  CHECK(state.categories.find("a")->name.in("de") == "Bus");
  state.apply(ListFailed{List::categories, base::fail(base::ErrorKind::unavailable, "no line")}, kNow);
  CHECK(state.categories.remote.state() == RemoteState::failed);
  CHECK(state.categories.items().size() == 1);  // the old value is kept
  state.apply(ListFailed{List::categories, base::fail(base::ErrorKind::forbidden, "no right")}, kNow);
  CHECK(state.categories.remote.state() == RemoteState::forbidden);
}

TEST_CASE("changes replace, add and remove, and an older revision changes nothing") {
  State state;
  state.apply(loaded({category("a", "Bus", 3), category("b", "Bahn", 1), category("c", "Rad", 1)}), kNow);
  const auto before = state.categories.generation;
  ThingsChanged<contract::Category> change;
  change.items = {category("a", "Old", 2), category("d", "Fuß", 1)};
  change.removed = {"b", "unknown"};
  state.apply(change, kNow);
  CHECK(state.categories.generation > before);
  CHECK(state.categories.find("a")->name.in("de") == "Bus");
  CHECK(state.categories.find("b") == nullptr);
  CHECK(state.categories.find("d") != nullptr);
  CHECK(state.categories.items().size() == 3);
  for (const auto& item : state.categories.items()) CHECK(state.categories.find(item.id) == &item);
}

TEST_CASE("a change shows at once and falls back when it is refused") {
  State state;
  state.apply(loaded({category("a", "Bus", 3)}), kNow);
  state.apply(OutboxChanged{{renaming("a", R"({"name":{"de":"Busse"}})")}}, kNow);
  CHECK(state.categories.find("a")->name.in("de") == "Busse");
  CHECK(state.categories.pending("a"));

  SUBCASE("news from the platform lie under it") {
    ThingsChanged<contract::Category> change;
    change.items = {category("a", "Bus", 4)};
    change.items[0].icon = "tram";
    state.apply(change, kNow);
    CHECK(state.categories.find("a")->name.in("de") == "Busse");
    CHECK(state.categories.find("a")->icon == "tram");
    state.apply(OutboxChanged{}, kNow);
    CHECK(state.categories.find("a")->name.in("de") == "Bus");
    CHECK(state.categories.find("a")->revision == 4);
  }
  SUBCASE("a reload keeps it") {
    state.apply(loaded({category("a", "Bus", 3), category("b", "Bahn", 1)}), kNow);
    CHECK(state.categories.find("a")->name.in("de") == "Busse");
    state.apply(OutboxChanged{}, kNow);
    CHECK(state.categories.find("a")->name.in("de") == "Bus");
  }
  SUBCASE("two changes of one thing follow each other") {
    state.apply(
        OutboxChanged{{renaming("a", R"({"name":{"de":"Busse"}})"), renaming("a", R"({"icon":"train"})")}},
        kNow);
    CHECK(state.categories.find("a")->name.in("de") == "Busse");
    CHECK(state.categories.find("a")->icon == "train");
  }
  SUBCASE("a conflict shows what the platform has") {
    state.apply(OutboxChanged{{renaming("a", R"({"name":{"de":"Busse"}})", CommandState::conflict)}}, kNow);
    CHECK(state.categories.find("a")->name.in("de") == "Bus");
  }
  SUBCASE("the thing goes away under it") {
    ThingsChanged<contract::Category> change;
    change.removed = {"a"};
    state.apply(change, kNow);
    CHECK(state.categories.find("a") == nullptr);
    state.apply(OutboxChanged{}, kNow);
    CHECK(state.categories.items().empty());
  }
  SUBCASE("somebody else signs in") {
    const auto before = state.categories.generation;
    state.apply(Forgotten{}, kNow);
    CHECK(state.categories.items().empty());
    CHECK(state.categories.generation > before);
  }
}

TEST_CASE("a conflict is told field by field") {
  OutboxEntry entry;
  entry.before = R"({"name":{"de":"Bus","en":"Bus"},"icon":"a","position":1})";
  entry.mine = R"({"name":{"de":"Busse"},"icon":"b","position":2})";
  entry.theirs = R"({"name":{"de":"Omnibus","en":"Coach"},"icon":"a","position":2})";
  const auto fields = conflict_fields(entry);
  REQUIRE(fields.size() == 3);
  const auto at = [&](const std::string& name) {
    for (const auto& field : fields)
      if (field.field == name) return field;
    FAIL("no field " << name);
    return ConflictField{};
  };
  CHECK(at("name.de").differs);
  CHECK(at("name.de").before == "\"Bus\"");
  CHECK(at("name.de").mine == "\"Busse\"");
  CHECK(at("name.de").theirs == "\"Omnibus\"");
  CHECK_FALSE(at("icon").differs);      // only mine changed
  CHECK_FALSE(at("position").differs);  // both came to the same
  CHECK(patch_of({{"name.de", "\"Busse und Omnibusse\""}, {"icon", "\"b\""}, {"leika_key", ""}}) ==
        R"({"icon":"b","leika_key":null,"name":{"de":"Busse und Omnibusse"}})");
}
