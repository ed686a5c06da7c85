#include "panels/form/form_view.hpp"

#include <doctest/doctest.h>

#include "panels/kit/text.hpp"
#include "tests/panels/miniapp/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;

TEST_CASE("a form has what a person may change, in each language") {
  kit::set_language("de");
  auto fields =
      form::fields_of(contract::type_info<contract::Miniapp>(), "miniapp", {"de", "uk"}, {"position"});
  std::string paths;
  for (const auto& field : fields) paths += field.path + " ";
  CHECK(paths == "name.de name.uk summary.de summary.uk category_id icon leika_key ozg_id archived ");
  CHECK(form::find(fields, "name.uk")->label == "Name (Ukrainisch)");
  CHECK(form::find(fields, "name.de")->required);
  CHECK_FALSE(form::find(fields, "name.uk")->required);
  CHECK(form::find(fields, "name.de")->max_length == 80);
  CHECK(form::find(fields, "summary.de")->long_text);
  CHECK(form::find(fields, "app_id") == nullptr);
  fields = form::fields_of(contract::type_info<contract::Miniapp>(), "miniapp", {"de"}, {}, true);
  CHECK(form::find(fields, "app_id") != nullptr);
  CHECK(form::find(fields, "kind")->choices.size() == 2);
}

TEST_CASE("rules of the contract become sentences") {
  auto fields = form::fields_of(contract::type_info<contract::Miniapp>(), "miniapp", {"de"}, {}, true);
  const auto problem = [&](const char* path, std::string_view value) {
    return form::problem(*form::find(fields, path), value);
  };
  CHECK(problem("name.de", "  ") == "Name (Deutsch) fehlt noch.");
  CHECK(problem("name.de", std::string(80, 'a')).empty());
  CHECK(problem("name.de", std::string(82, 'a')) == "Der Text ist 2 Zeichen zu lang.");
  std::string umlauts;
  for (int i = 0; i < 80; ++i) umlauts += "ü";
  CHECK(problem("name.de", umlauts).empty());
  CHECK(problem("app_id", "de.worms.wohngeld").empty());
  CHECK_FALSE(problem("app_id", "wohngeld").empty());
  CHECK(problem("leika_key", "").empty());
  CHECK(problem("leika_key", "98012001000000") == "Ein LeiKa-Schlüssel hat 14 Ziffern und beginnt mit 99.");
  CHECK(problem("position", "1.5").empty());
  CHECK_FALSE(problem("position", "eins").empty());
}

TEST_CASE("values go into a thing and come out again") {
  auto miniapp = test::sample_miniapp();
  CHECK(form::value_of(miniapp, "name.en") == "Apply for housing benefit");
  CHECK(form::value_of(miniapp, "leika_key").empty());
  CHECK(form::set_value(miniapp, "leika_key", "99012001000000"));
  CHECK(miniapp.leika_key == "99012001000000");
  CHECK(form::set_value(miniapp, "leika_key", ""));
  CHECK_FALSE(miniapp.leika_key);
  CHECK(form::set_value(miniapp, "summary.en", ""));
  CHECK_FALSE(miniapp.summary.by_language.contains("en"));
  CHECK(form::set_value(miniapp, "kind", "package"));
  CHECK_FALSE(form::set_value(miniapp, "kind", "book"));
  CHECK_FALSE(form::set_value(miniapp, "no_such", "x"));
  CHECK(miniapp.kind == contract::MiniappKind::package);
}

TEST_CASE("every form that a text may have is named by a sentence of its own, or the general one") {
  kit::set_language("de");
  auto fields = form::fields_of(contract::type_info<contract::ContentPage>(), "content", {"de"}, {}, true);
  REQUIRE(form::find(fields, "slug") != nullptr);
  CHECK(form::problem(*form::find(fields, "slug"), "Wohngeld beantragen") ==
        "Die Adresse besteht aus kleinen Buchstaben und Ziffern mit Bindestrichen dazwischen, zum Beispiel "
        "wohngeld-beantragen.");
  CHECK(form::problem(*form::find(fields, "slug"), "wohngeld-beantragen").empty());
  CHECK_FALSE(form::problem(*form::find(fields, "leika_key"), "12").empty());
}
