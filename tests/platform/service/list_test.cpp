// Lists: filter, sort, q, pages; and that an index stands behind each.

#include <doctest/doctest.h>

#include <set>

#include "platform/routes/count_cache.hpp"
#include "platform/routes/list_query.hpp"
#include "platform/store/collation.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

std::vector<std::string> names(const Json& page) {
  std::vector<std::string> out;
  for (const auto& item : page["items"]) out.push_back(item["name"]["de"]);
  return out;
}

/// A platform with mini-apps of these German names.
void make_apps(Platform& platform, const std::string& category, const std::vector<std::string>& german) {
  for (size_t i = 0; i < german.size(); ++i) {
    const Reply reply = platform.post("/v1/miniapps", platform.lead(),
                                      {{"app_id", "de.app" + std::to_string(i)},
                                       {"name", {{"de", german[i]}, {"tr", "Ağaç " + std::to_string(i)}}},
                                       {"summary", "Hinweis Nummer " + std::to_string(i)},
                                       {"category_id", category},
                                       {"leika_key", "9901200100000" + std::to_string(i % 10)}});
    REQUIRE_MESSAGE(reply.status == 201, reply.text);
    platform.time.ms += 1000;
  }
}

}  // namespace

TEST_CASE("names sort as a person expects") {
  CHECK(sort_key("Äpfel") < sort_key("Apfelmus"));
  CHECK(sort_key("apfel") < sort_key("Birne"));
  CHECK(sort_key("Zoo") > sort_key("Ämter"));
  CHECK(sort_key("straße") < sort_key("Strasz"));
  CHECK(sort_key("Linie 9") < sort_key("Linie 10"));
  CHECK(number_key(-2) < number_key(-1));
  CHECK(number_key(-0.0) == number_key(0.0));
  CHECK(number_key(1.5) < number_key(1e9));

  Platform platform;
  make_apps(platform, platform.category("K"), {"Zoo", "Äpfel", "apfelbaum", "Öffnungszeiten", "oase"});
  CHECK(names(platform.get("/v1/miniapps?sort=name", platform.lead()).body) ==
        std::vector<std::string>{"Äpfel", "apfelbaum", "oase", "Öffnungszeiten", "Zoo"});
  CHECK(names(platform.get("/v1/miniapps?sort=-name", platform.lead()).body).front() == "Zoo");
  CHECK(names(platform.get("/v1/miniapps", platform.lead()).body).front() == "oase");  // the newest
}

TEST_CASE("words are found by their beginning, in every language, with and without umlauts") {
  Platform platform;
  make_apps(platform, platform.category("K"), {"Bürgerbüro Termin", "Straßenfest", "Wohngeld"});
  const auto found = [&](const std::string& q) {
    return platform.get("/v1/miniapps?q=" + q, platform.lead()).body["total"].get<int>();
  };
  CHECK(found("b%C3%BCrger") == 1);
  CHECK(found("burger") == 1);
  CHECK(found("BUERGERB") == 1);
  CHECK(found("strassenf") == 1);
  CHECK(found("stra%C3%9Fe") == 1);
  CHECK(found("agac") == 3);
  CHECK(found("termin+burger") == 1);
  CHECK(found("termin+wohngeld") == 0);
  CHECK(found("99012001000002") == 1);
  CHECK(found("de.app1") == 1);
  CHECK(found("hinweis") == 3);
  CHECK(found("Organisation") == 3);
  CHECK(found("%22%29+ORX+*") == 0);
  CHECK(found("!!!") == 0);
  CHECK(found("") == 3);
  CHECK(found("++") == 3);  // blanks: nothing is looked for yet
}

TEST_CASE("filters: any of, none of, nothing, and what cannot be") {
  Platform platform;
  const auto k = platform.category("K"), l = platform.category("L");
  make_apps(platform, k, {"A", "B"});
  platform.miniapp("de.own", l, platform.merchant());
  const auto total = [&](const std::string& query) {
    const Reply reply = platform.get("/v1/miniapps?" + query, platform.lead());
    REQUIRE_MESSAGE(reply.status == 200, reply.text);
    return reply.body["total"].get<int>();
  };
  CHECK(total("filter=category_id:" + k) == 2);
  CHECK(total("filter=category_id:" + k + "," + l) == 3);
  CHECK(total("filter=-category_id:" + k) == 1);
  CHECK(total("filter=leika_key:null") == 1);
  CHECK(total("filter=-leika_key:null") == 2);
  CHECK(total("filter=-leika_key:99012001000000") == 2);
  CHECK(total("filter=state:draft&filter=kind:web") == 1);
  CHECK(total("filter=archived:false&filter=category_id:" + k) == 2);
  CHECK(total("filter=live_ring:null") == 3);
  for (const char* wrong : {"filter=name:A", "filter=state:flying", "filter=archived:maybe", "filter=state",
                            "filter=:x", "sort=summary", "limit=0", "limit=1001", "limit=x", "cursor=zz",
                            "cursor=00", "state=draft", "q=%FF", "limit=1&limit=2", "filter=%00%FF:1"}) {
    const Reply reply = platform.get(std::string("/v1/miniapps?") + wrong, platform.lead());
    INFO(std::string(wrong));
    CHECK(reply.status == 400);
    CHECK(reply.content_type == contract::kProblemType);
    CHECK(!reply.body["field"].get<std::string>().empty());
  }
}

TEST_CASE("a count that is remembered is never taken for another list's") {
  CountCache counts;
  const auto count = [&](std::vector<Value> params, std::int64_t fresh) {
    return counts.get({"SELECT", "", std::move(params)}, 1, [&] { return fresh; });
  };
  CHECK(count({"a\nb", "c"}, 1) == 1);
  CHECK(count({"a", "b\nc"}, 2) == 2);
  CHECK(count({"a\nb", "c"}, 3) == 1);
  CHECK(count({std::monostate{}, "c"}, 4) == 4);
  CHECK(count({"-", "c"}, 5) == 5);
}

TEST_CASE("pages hold while things are added before and behind") {
  Platform platform;
  const auto category = platform.category("K");
  std::vector<std::string> german;
  for (int i = 0; i < 25; ++i) german.push_back("App " + std::to_string(i));
  make_apps(platform, category, german);
  for (const char* sort :
       {"name", "-name", "app_id", "-created_at", "state", "organisation_name", "-updated_at"}) {
    INFO(std::string(sort));
    std::set<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
      const Reply page = platform.get(
          std::string("/v1/miniapps?limit=10&sort=") + sort + (cursor.empty() ? "" : "&cursor=" + cursor),
          platform.lead());
      REQUIRE_MESSAGE(page.status == 200, page.text);
      for (const auto& item : page.body["items"]) CHECK(seen.insert(item["id"]).second);
      cursor = page.body["next"].is_null() ? "" : page.body["next"].get<std::string>();
      if (pages == 0 && std::string(sort) == "name")
        platform.miniapp("de.first", category);  // "App de.first"
    } while (!cursor.empty() && ++pages < 10);
    CHECK(seen.size() >= 25);
  }
  const std::string of_name = platform.get("/v1/miniapps?limit=5&sort=name", platform.lead()).body["next"];
  CHECK(platform.get("/v1/miniapps?limit=5&sort=-name&cursor=" + of_name, platform.lead()).status == 400);
}

namespace {

template <contract::Described T>
void check_plans(Database& database) {
  const TableInfo& table = table_info<T>();
  const auto plan_of = [&](const ListQuery& query) {
    const Select select = select_items(table, query);
    std::string plan;
    for (const auto& row : database.query("EXPLAIN QUERY PLAN " + select.sql, "iiis", select.params))
      plan += as_text(row[3]) + "\n";
    return plan;
  };
  const std::string bare = std::string("SCAN ") + table.table;
  std::vector<Order> orders{table.order};
  for (const auto& field : table.type->fields)
    if (field.rule.sort) orders.push_back({sort_column(field), true});
  for (const auto& order : orders) {
    ListQuery query;
    query.order = order;
    const std::string first = plan_of(query);
    query.behind = Place{std::string("x"), std::string("y")};
    for (const auto& plan : {first, plan_of(query)}) {
      INFO(std::string(table.table), " by ", order.column, "\n", plan);
      // Walks an index in order; no heap of all rows is made for one page.
      CHECK(plan.find("TEMP B-TREE") == std::string::npos);
      if (order.column != "id")
        CHECK(plan.find(bare + "\n") == std::string::npos);  // rows lie in order of the id
    }
  }
  for (const auto& field : table.type->fields) {
    if (!field.rule.filter) continue;
    ListQuery query;
    query.filters.push_back({std::string(field.name), {std::string("x")}});
    const std::string plan = plan_of(query);
    INFO(std::string(table.table), " where ", std::string(field.name), "\n", plan);
    CHECK(plan.find(std::string("SEARCH ") + table.table) != std::string::npos);
    CHECK(plan.find("TEMP B-TREE") == std::string::npos);
  }
}

}  // namespace

TEST_CASE("an index stands behind every filter and every sort") {
  Platform platform;
  const auto done = platform.impl().store().read([](Database& database) {
    check_plans<contract::Category>(database);
    check_plans<contract::Miniapp>(database);
    check_plans<contract::Version>(database);
    check_plans<contract::Review>(database);
    check_plans<contract::Reason>(database);
    check_plans<contract::Release>(database);
    check_plans<contract::Organisation>(database);
    check_plans<contract::AuditRecord>(database);
    check_plans<contract::ContentPage>(database);
    check_plans<contract::PageVersion>(database);
    check_plans<contract::Media>(database);
    check_plans<contract::FormAnswer>(database);
    check_plans<contract::TestRound>(database);
    check_plans<contract::Feedback>(database);
    check_plans<contract::ReplyTemplate>(database);
    check_plans<contract::Requirement>(database);
    check_plans<contract::AppVersion>(database);
  });
  CHECK_MESSAGE(done.ok(), (done ? "" : done.error().message));
}
