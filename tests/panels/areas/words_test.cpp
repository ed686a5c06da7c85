#include <doctest/doctest.h>

#include <set>

#include "api-client/contract/codec.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/areas/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;

namespace {
struct German {
  German() { kit::set_language("de"); }
  ~German() { kit::set_language("de"); }
};
}  // namespace

TEST_CASE("fields have a word in both languages, and a language of their own") {
  const German german;
  CHECK(field_label("category_id") == "Rubrik");
  CHECK(field_label("name.tr") == "Name (Türkisch)");
  CHECK(field_label("made_up") == "made_up");
  kit::set_language("en");
  CHECK(field_label("category_id") == "Category");
  CHECK(field_label("name.tr") == "Name (Turkish)");
}

TEST_CASE("every field that the audit record or a difference can name has a word") {
  const auto check = [](const contract::TypeInfo& type) {
    for (const auto& field : type.fields) {
      if (field.name == "id" || field.name == "revision" || field.name == "created_at" ||
          field.name == "updated_at" || field.name == "miniapp_count")
        continue;
      CAPTURE(field.name);
      CHECK(std::string(kit::tr_or("field." + std::string(field.name), "")) != "");
    }
  };
  for (const char* language : {"de", "en"}) {
    kit::set_language(language);
    check(contract::type_info<contract::Category>());
    check(contract::type_info<contract::Miniapp>());
    check(contract::type_info<contract::Organisation>());
    check(contract::type_info<contract::Reason>());
    check(contract::type_info<contract::Alert>());
    check(contract::type_info<contract::Incident>());
    check(contract::type_info<contract::Block>());
    check(contract::type_info<contract::Device>());
    check(contract::type_info<contract::SecurityJob>());
    check(contract::type_info<contract::RuleFilter>());
  }
  kit::set_language("de");
}

TEST_CASE("every field that a choice between two revisions can name has a word, and so has its value") {
  const auto check = [](const contract::TypeInfo& type, const panels::World& world) {
    CAPTURE(type.name);
    for (const auto& field : type.fields) {
      if (field.rule.read_only || field.rule.create_only) continue;
      CAPTURE(field.name);
      CHECK(field_label(field.name) != field.name);
      for (const auto word : field.words) {
        CAPTURE(word);
        const std::string one = "\"" + std::string(word) + "\"";
        CHECK(field_value(world, field.name, field.list ? "[" + one + "]" : one) != word);
      }
    }
  };
  const auto state = sample::working_city();
  const auto world = sample::world_of(state);
  for (const char* language : {"de", "en"}) {
    kit::set_language(language);
    check(contract::type_info<contract::Feedback>(), world);
    check(contract::type_info<contract::Merchant>(), world);
    check(contract::type_info<contract::Offering>(), world);
    check(contract::type_info<contract::Resource>(), world);
    check(contract::type_info<contract::Booking>(), world);
    check(contract::type_info<contract::Requirement>(), world);
    check(contract::type_info<contract::AppVersion>(), world);
    check(contract::type_info<contract::TestRound>(), world);
    check(contract::type_info<contract::ReplyTemplate>(), world);
    check(contract::type_info<contract::Media>(), world);
    check(contract::type_info<contract::FormAnswer>(), world);
  }
  kit::set_language("de");
  CHECK(field_value(world, "price_cents", "5950") == kit::format_money(5950));
  CHECK(field_value(world, "stakeholders", R"(["ihk","retail"])") == "IHK, Handel");
  CHECK(
      field_value(world, "closures",
                  R"([{"from":"2026-12-24T07:00:00Z","to":"2026-12-26T07:00:00Z","reason":"Feiertage"}])") ==
      "24.12.2026, 08:00 – 26.12.2026, 08:00: Feiertage");
  CHECK(field_value(world, "closures", "[]").empty());
}

TEST_CASE("values are read as a person says them") {
  const German german;
  const auto state = sample::working_city();
  const auto world = sample::world_of(state);
  CHECK(field_value(world, "name", R"({"de":"Mobilität","en":"Mobility"})") ==
        "Deutsch: Mobilität\nEnglisch: Mobility");
  CHECK(field_value(world, "category_id", R"("cat_mobil")") == "Mobilität");
  CHECK(field_value(world, "category_id", R"("cat_unknown")") == "cat_unknown");
  CHECK(field_value(world, "organisation_id", R"("org_Stadtwerke")") == "Stadtwerke");
  CHECK(field_value(world, "reasons", R"(["rsn_1","rsn_3"])") ==
        "Begründung der Berechtigung fehlt, Barrierefreiheit nicht erfüllt");
  CHECK(field_value(world, "state", R"("changes_requested")") == "Zurückgegeben");
  CHECK(field_value(world, "archived", "true") == "Ja");
  CHECK(field_value(world, "released_at", R"("2026-11-23T08:41:00Z")") == "23.11.2026, 09:41");
  CHECK(field_value(world, "sha256", R"("9f2c41d088aa03bee7a3")") == "9f2c 41d0 88aa 03be …");
  CHECK(field_value(world, "position", "2.5") == "2.5");
  CHECK(field_value(world, "status_id", "4") == "Erledigt");
  CHECK(field_value(world, "kind", R"("source")") == "Quelle");
  CHECK(field_value(world, "state", R"("lift_requested")") == "Aufhebung beantragt");
  CHECK(field_value(world, "timeline",
                    R"([{"at":null,"principal_id":"","principal_name":"","action":"raised","detail":""}])") ==
        "Ausgelöst");
  for (const char* nothing : {"", "null", "\"\""}) CHECK(field_value(world, "name", nothing).empty());
}

TEST_CASE("values that are no JSON are shown as they are, not lost") {
  const auto state = sample::working_city();
  const auto world = sample::world_of(state);
  CHECK(field_value(world, "name", "\"half") == "\"half");
  CHECK(field_value(world, "name", "{half") == "{half");
  CHECK(field_value(world, "name", "[1,{}]") == "[1,{}]");
}

TEST_CASE("a refusal of the platform is said in the person's language, by its problem and not by its words") {
  base::Error error = base::conflict("waits-for-version", "\"Bus\" is being tried …", "ring",
                                     {{"title", "Bus"},
                                      {"round", "Runde 2"},
                                      {"version", "2.0"},
                                      {"requirements", "2"},
                                      {"feedback", "0"},
                                      {"rounds", "1"}});
  // As it comes over the line.
  const auto problem = contract::encode(contract::problem_from(error, 0, "/v1/releases", "req_1"));
  CHECK(problem.find("urn:stadtpult:problem:waits-for-version") != std::string::npos);
  error = contract::error_from_answer(409, problem);
  CHECK(error.kind == base::ErrorKind::conflict);
  kit::set_language("de");
  CHECK(error_words(error) ==
        "„Bus“ gehört zu Version 2.0 und wird in der Testrunde „Runde 2“ erprobt. Für alle wird es erst "
        "veröffentlicht, wenn Version 2.0 live ist. 2 Muss-Anforderungen sind nicht erledigt. Eine Testrunde "
        "ist nicht abgeschlossen.");
  kit::set_language("en");
  CHECK(error_words(error).starts_with("“Bus” belongs to version 2.0"));
  CHECK(error_words(base::conflict("gate-shut", "", "state", {{"feedback", "1"}})) ==
        "The version cannot go live yet. One critical feedback item is open.");
  CHECK(error_words(base::conflict("before-go-live", "", "ring", {{"version", "1.0"}}))
            .starts_with("Version 1.0 is in its test phase."));
  const auto refused = [](const char* of_problem) {
    base::Error of_device = base::fail(base::ErrorKind::forbidden, "English words");
    of_device.problem = of_problem;
    return error_words(of_device);
  };
  CHECK(refused("device-unapproved") == "This device is not approved yet.");
  CHECK(refused("device-missing") == "This device is not approved yet.");
  CHECK(refused("device-revoked") == "This device is revoked.");
  base::Error missing = base::fail(base::ErrorKind::internal, "PDFs cannot be checked here: …");
  missing.problem = "no-pdf-reader";
  missing = contract::error_from_answer(500, contract::encode(contract::problem_from(missing, 0, "", "")));
  CHECK(error_words(missing).find("lacks the program stadtpult-pdf") != std::string::npos);
  CHECK(error_words(base::conflict("version-not-approved", "", "items",
                                   {{"title", "Bus"}, {"version", "2.0.0"}, {"state", "withdrawn"}}))
            .starts_with("Version 2.0.0 of “Bus” is not approved"));
  base::Error changed = base::fail(base::ErrorKind::stale, "English words");
  changed.problem = "difference-changed";
  changed = contract::error_from_answer(412, contract::encode(contract::problem_from(changed, 0, "", "")));
  CHECK(error_words(changed).starts_with("What differs has changed meanwhile"));
  CHECK(error_words(base::conflict("version-never-out", "", "", {{"title", "Bus"}, {"version", "2.0.0"}}))
            .starts_with("Version 2.0.0 of “Bus” was never published."));
  // One that this console does not know yet is said by its kind.
  CHECK(error_words(base::conflict("of-later", "English words", "")) == kit::tr("shell.failed.conflict"));
  CHECK(contract::error_from_answer(409, contract::encode(contract::problem_from(
                                             base::fail(base::ErrorKind::conflict, "x"), 0, "", "")))
            .problem.empty());
  kit::set_language("de");
}

TEST_CASE("what the platform keeps of a failure is said by its code; a sentence of old stays") {
  const auto kept = [](const base::Error& error) {
    return contract::encode(contract::problem_from(error, 0, "", ""));
  };
  base::Error above = base::fail(base::ErrorKind::invalid, "English", "items");
  above.problem = "needs-what-is-above";
  const std::pair<base::Error, std::pair<const char*, const char*>> reasons[] = {
      {base::conflict("category-archived", "English", "category_id"), {"archiviert", "archived"}},
      {base::conflict("page-mistakes", "English", "content", {{"count", "3"}}),
       {"hat 3 Fehler", "has 3 mistakes"}},
      {base::conflict("page-mistakes", "English", "content", {{"count", "1"}}),
       {"einen Fehler", "a mistake"}},
      {above, {"Seite darüber", "page above"}},
      {base::conflict("address-taken", "English", "items", {{"address", "fest"}}), {"„fest“", "“fest”"}}};
  for (const auto& [error, words] : reasons) {
    kit::set_language("de");
    CHECK(kept_error_words(kept(error)).find(words.first) != std::string::npos);
    kit::set_language("en");
    CHECK(kept_error_words(kept(error)).find(words.second) != std::string::npos);
    CHECK(kept_error_words(kept(error)).find("English") == std::string::npos);
  }
  kit::set_language("de");
  CHECK(kept_error_words("It was not approved in time.") == "It was not approved in time.");
}

TEST_CASE("what another person has to do is said so, with why") {
  for (const char* language : {"de", "en"}) {
    kit::set_language(language);
    std::set<std::string> said;
    for (const char* because :
         {"handed_in", "worked_on", "own_organisation", "wrote", "asked_for_override", "stands_for_nobody",
          "other_stakeholder", "invited", "typed_account", "checked_first", "of_later"}) {
      base::Error error = base::conflict("needs-another-person", "English", "", {{"because", because}});
      error.kind = base::ErrorKind::forbidden;
      // As it comes over the line.
      error = contract::error_from_answer(
          403, contract::encode(contract::problem_from(error, 0, "/v1/releases", "req_1")));
      CHECK(error.kind == base::ErrorKind::forbidden);
      CHECK(error_words(error) != kit::tr("shell.failed.forbidden"));
      said.insert(error_words(error));
    }
    CHECK(said.size() == 11);
    CHECK(said.contains(kit::tr("shell.problem.another")));
  }
  kit::set_language("de");
  CHECK(std::string(kit::tr("shell.problem.another.asked_for_override")) ==
        "Sie haben das Übergehen selbst beantragt. Zustimmen muss eine andere Person.");
}
