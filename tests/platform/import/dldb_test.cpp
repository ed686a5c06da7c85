#include <nlohmann/json.hpp>
#include <random>

#include "tests/platform/import/support.hpp"

using namespace import_test;
using nlohmann::json;

namespace {

ImportPlan planned_topics(const ImportRequest& request) {
  auto plan = plan_import(request);
  REQUIRE_MESSAGE(plan.ok(), (plan ? "" : plan.error().message));
  check_sound(*plan);
  const auto topics = [&] {
    std::set<std::string> made;
    for (const auto& c : plan->categories) made.insert(c.source.substr(c.source.find_last_of("/:") + 1));
    return made.size();
  }();
  CHECK(plan->rows == static_cast<std::int64_t>(plan->miniapps.size() + topics + plan->not_taken.size()));
  return *plan;
}

json service(const std::string& id, const std::string& name, const std::string& root) {
  return {{"id", id}, {"name", name}, {"relation", {{"root_topic", root}}}};
}

json topic(const std::string& id, const std::string& name, bool navi,
           const std::vector<std::string>& services,
           const std::vector<std::pair<std::string, int>>& children = {}) {
  json entry = {{"id", id}, {"name", name}, {"relation", {{"navi", navi ? "1" : "0"}}}};
  entry["relation"]["services"] = json::array();
  entry["relation"]["childs"] = json::array();
  for (const auto& each : services) entry["relation"]["services"].push_back({{"id", each}});
  for (const auto& [child, rank] : children)
    entry["relation"]["childs"].push_back({{"id", child}, {"rank", std::to_string(rank)}});
  return entry;
}

std::string file(const json& data) {
  return json{{"data", data}}.dump();
}

std::string category_of(const ImportPlan& plan, const std::string& source) {
  for (const auto& miniapp : plan.miniapps)
    if (miniapp.source == source) return miniapp.category_source;
  return "not there";
}

}  // namespace

TEST_CASE("dldb: the real files") {
  const auto services = data_file("municipal-catalogue/services_de.json");
  const auto topics = data_file("municipal-catalogue/topic_de.json");
  if (services.empty() || topics.empty()) {
    MESSAGE("skipped: test data municipal-catalogue is absent");
    return;
  }
  const auto plan = planned_topics(dldb(services, topics));
  CHECK(plan.rows == 560 + 170);
  CHECK(plan.miniapps.size() == 560);  // the one with an unknown root topic is listed by another topic
  CHECK(category_of(plan, "dldb:326690") == "dldb:topic:324837/325241");
  auto counts = rules(plan);
  CHECK(counts["topic.empty"] > 0);
  CHECK(counts["topic.unknown"] == 0);
  CHECK(same(plan, planned_topics(dldb(services, topics))));
}

TEST_CASE("dldb: where a service stands") {
  const json topics = {topic("1", "Verkehr", true, {"a"}, {{"11", 2}, {"12", 1}, {"2", 0}}),
                       topic("2", "Wirtschaft", true, {}, {{"11", 0}}),
                       topic("11", "Parken", false, {"b", "c", "d"}, {{"111", 0}}),
                       topic("12", "Rad", false, {"b"}, {}),
                       topic("111", "Ausweise", false, {"e"}, {{"1", 0}, {"11", 0}}),
                       topic("9", "Allein", false, {"g"})};
  const json services = {service("a", "Im Obersten", "1"), service("b", "In zweien", "1"),
                         service("c", "Anderer Weg", "2"), service("d", "Ohne Wurzel", "77"),
                         service("e", "Tief", "1"),        service("f", "Nirgends", "78"),
                         service("g", "Allein", "79"),     service("h", "Nur Wurzel", "2")};
  const auto plan = planned_topics(dldb(file(services), file(topics)));
  CHECK(category_of(plan, "dldb:a") == "dldb:topic:1");
  CHECK(category_of(plan, "dldb:b") == "dldb:topic:1/12");  // rank 1 before rank 2
  CHECK(category_of(plan, "dldb:c") == "dldb:topic:2/11");
  CHECK(category_of(plan, "dldb:d") == "dldb:topic:1/11");
  CHECK(category_of(plan, "dldb:e") == "dldb:topic:1/11");  // folded into the topic below the top
  CHECK(category_of(plan, "dldb:f") == "not there");
  CHECK(category_of(plan, "dldb:g") == "dldb:topic:9");
  CHECK(category_of(plan, "dldb:h") == "dldb:topic:2");
  CHECK(rules(plan) == std::map<std::string, int>{{"topic.unknown", 1}, {"topic.elsewhere", 1}});
  CHECK(plan.categories[1].source == "dldb:topic:1/12");  // order of rank
}

TEST_CASE("dldb: entries that cannot be taken") {
  json services = {service("a", "Gut", "1"),
                   service("a", "Doppelt", "1"),
                   service("b", "  ", "1"),
                   service("", "Ohne Id", "1"),
                   service("c/d", "Id", "1"),
                   service("e", std::string(301, 'x'), "1"),
                   service("f", "A\u0007B", "1"),
                   "kein Objekt",
                   nullptr};
  services.push_back({{"id", 17}, {"name", "Zahl als Id"}, {"relation", {{"root_topic", 1}}}});
  services.push_back({{"id", "k"}, {"name", {"Liste"}}, {"relation", "Text"}});
  const json topics = {topic("1", "Eins", true, {}), topic("1", "Nochmal", true, {}),
                       topic("2", "", true, {}), topic("3", "Leer", true, {}), 4};
  const auto plan = planned_topics(dldb(file(services), file(topics)));
  CHECK(plan.miniapps.size() == 2);
  CHECK(rules(plan) == std::map<std::string, int>{{"entry.type", 3},
                                                  {"id.duplicate", 2},
                                                  {"id.form", 2},
                                                  {"name.empty", 3},
                                                  {"name.long", 1},
                                                  {"text.broken", 1},
                                                  {"topic.empty", 1}});
  CHECK(plan.not_taken[0].line == 2);
}

TEST_CASE("dldb: an unreadable file plans nothing and names the place") {
  const auto good = file(json::array({topic("1", "Eins", true, {})}));
  const auto message = [&](const std::string& services, const std::string& topics) {
    const auto plan = plan_import(dldb(services, topics));
    REQUIRE_FALSE(plan.ok());
    return plan.error().message;
  };
  CHECK(message("{\n \"data\": [1,]\n}", good).find("services_de.json, line 2, column 13") == 0);
  CHECK(message("", good).find("services_de.json, line 1") == 0);
  CHECK(message("[]", good).find("\"data\"") != std::string::npos);
  CHECK(message("{\"data\":{}}", good).find("\"data\"") != std::string::npos);
  CHECK(message("{\"data\":[\"\xFF\"]}", good).find("services_de.json, line 1") == 0);
  CHECK(message("{\"data\":[1e999]}", good).find("services_de.json") == 0);
  CHECK(message("{\"data\":" + std::string(1'000'000, '['), good).find("nesting") != std::string::npos);
  CHECK(message("{\"data\":\n[]}" + std::string(1, '\0') + "x", good)
            .find("services_de.json, line 2, column 4") == 0);
  CHECK(message("{\"data\":[]}", good + std::string(1, '\0')).find("topic_de.json, line 1") == 0);
  CHECK(message("{\"data\":[]}", "{\"data\":").find("topic_de.json, line 1") == 0);
  CHECK(message("{\"data\":[]}", "").find("topic") != std::string::npos);
}

TEST_CASE("dldb: a net of topics that is no tree ends in time") {
  // Cycles, and 1,500 top topics that all lead to the same 3,000 others: 4.5 million links are refused.
  json topics = json::array();
  std::vector<std::pair<std::string, int>> all;
  for (int i = 0; i < 3000; ++i) all.emplace_back("c" + std::to_string(i), 0);
  for (int i = 0; i < 1500; ++i)
    topics.push_back(topic("t" + std::to_string(i), "T", true, {}, {{"hub", 0}}));
  topics.push_back(topic("hub", "Hub", false, {}, all));
  for (int i = 0; i < 3000; ++i)
    topics.push_back(
        topic("c" + std::to_string(i), "C", false, {}, {{"hub", 0}, {"c" + std::to_string(i), 0}}));
  const auto plan = plan_import(dldb(file(json::array()), file(topics)));
  REQUIRE_FALSE(plan.ok());
  CHECK(plan.error().message.find("too densely") != std::string::npos);
}

TEST_CASE("dldb: damaged copies of a file never crash") {
  const auto services = file(json::array({service("a", "Straße & Co", "1"), service("b", "Zwei", "2")}));
  const auto topics =
      file(json::array({topic("1", "Eins", true, {"a"}, {{"2", 0}}), topic("2", "Zwei", false, {"b"})}));
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    auto damaged = round % 2 == 0 ? services : topics;
    for (int i = 0; i < 3; ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
    const auto plan = plan_import(round % 2 == 0 ? dldb(damaged, topics) : dldb(services, damaged));
    if (plan) check_sound(*plan);
  }
}
