// The form of a category, its draft, and what the panel keeps of the table.
#include <doctest/doctest.h>

#include "panels/catalogue/catalogue_form.hpp"
#include "panels/catalogue/catalogue_layout_ui.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/catalogue/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using namespace stadtpult::panels::catalogue;

TEST_CASE("a form gives the category back, and only changes what was typed") {
  const auto before = sample::categories()[1];
  CategoryForm form = CategoryForm::of(&before, {});
  CHECK(form.result(before) == before);
  CHECK(form.draft_key() == "catalogue.category.cat_melde");
  form.names[1].second = "  Residents  ";
  form.names.emplace_back("tr", "Nüfus");
  const auto after = form.result(before);
  CHECK(after.name.by_language.at("en") == "Residents");
  CHECK(after.name.by_language.at("tr") == "Nüfus");
  CHECK(after.parent_id == before.parent_id);
  form.names[1].second = " ";
  CHECK_FALSE(form.result(before).name.by_language.contains("en"));
}

TEST_CASE("the German name is needed, and no name is longer than the contract allows") {
  kit::set_language("de");
  CategoryForm form = CategoryForm::of(nullptr, "cat_buerger");
  CHECK_FALSE(is_valid(form));
  CHECK(name_error(form, 0) == "Der deutsche Name fehlt.");
  CHECK(name_error(form, 1).empty());
  for (int i = 0; i < 80; ++i) form.names[0].second += "ü";
  CHECK(is_valid(form));
  form.names[0].second += "ü";
  CHECK_FALSE(is_valid(form));
}

TEST_CASE("typed text comes back after a crash as it was") {
  CategoryForm form = CategoryForm::of(nullptr, "cat_1");
  form.names[0].second = "Feste & Märkte = 50 %";
  form.names.emplace_back("de-x-simple", "Feste");
  form.icon = "cake";
  const CategoryForm back = form_from(to_text(form));
  CHECK(back.names == form.names);
  CHECK(back.icon == "cake");
  CHECK(back.parent_id == "cat_1");
  CHECK(back.restored);
  CHECK(back.draft_key() == "catalogue.category.new");
  CHECK(form_from("&&x=%zz&name.=").names.size() >= 2);
}

TEST_CASE("sort order, columns and widths survive; nonsense changes nothing") {
  kit::TableState table;
  first_layout(table);
  table.sort_column = "name";
  table.order = {"name", "updated"};
  table.widths = {{"state", 140.4F}};
  kit::TableState back;
  read_layout(layout_text(table), back);
  CHECK(back.sort_column == "name");
  CHECK(back.sort_descending);
  CHECK(back.hidden == table.hidden);
  CHECK(back.order == table.order);
  REQUIRE(back.widths.size() == 1);
  CHECK(back.widths[0].second == doctest::Approx(140));
  read_layout("width=state,x:,y:-4&foo&=", back);
  CHECK(back.widths.empty());
  CHECK(back.sort_column == "name");
}
