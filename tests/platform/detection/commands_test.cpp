// rules check, rules test and detect as one calls them.

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "platform/detection_commands.hpp"
#include "tests/platform/detection/support.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult::platform;
using Json = nlohmann::json;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "rules_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }

  std::filesystem::path path;
};

std::vector<Json> lines_of(const std::string& text) {
  std::vector<Json> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(stadtpult::json_in(line));
  return out;
}

std::string rule(const std::string& id, const std::string& item) {
  return "title: T\nid: " + id + "\nlogsource: {category: webserver}\ndetection: {s: {" + item +
         "}, condition: s}\n";
}

}  // namespace

TEST_CASE("rules check prints a line a document, files in the order of their paths") {
  const Folder folder;
  folder.write("b.yml", rule("two", "f|expand: 1"));
  folder.write("a/z.yaml", rule("one", "f: 1"));
  folder.write("c.yml", "title: [");
  folder.write("readme.md", "no rule");
  std::ostringstream out, errors;
  CHECK(run_rules_check(folder.path, out, errors) == 1);
  const auto lines = lines_of(out.str());
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["id"] == "one");
  CHECK(lines[0]["loaded"] == true);
  CHECK(lines[0]["file"].get<std::string>().ends_with("a/z.yaml"));
  CHECK(lines[1]["id"] == "two");
  CHECK(lines[1]["loaded"] == false);
  CHECK(lines[1]["reason"].get<std::string>().find("expand") != std::string::npos);
  CHECK(lines[2]["id"].is_null());
  std::filesystem::remove(folder.path / "b.yml");
  std::filesystem::remove(folder.path / "c.yml");
  CHECK(run_rules_check(folder.path, out, errors) == 0);
  CHECK(errors.str().empty());
  CHECK(run_rules_check(folder.path / "none", out, errors) == 1);
  CHECK(errors.str().find("cannot be read") != std::string::npos);
}

TEST_CASE("detect prints a line a line") {
  const Folder folder;
  folder.write("a.yml", rule("one", "cs-uri-query|contains: passwd"));
  folder.write("b.yml", rule("two", "cs-uri-query|contains: etc"));
  std::istringstream in(
      "{\"id\": \"x\", \"cs-uri-query\": \"/etc/passwd\"}\r\n"
      "\n"
      "{\"id\": 7, \"http_request\": {\"url\": {\"url_string\": \"/etc\"}}}\n"
      "broken\n"
      "{\"a\": 1}");
  std::ostringstream out, errors;
  CHECK(run_detect({{folder.path}, "ndjson", "-"}, in, out, errors) == 0);
  const auto lines = lines_of(out.str());
  REQUIRE(lines.size() == 5);
  CHECK(lines[0] == Json{{"line", 1}, {"id", "x"}, {"alerts", {"one", "two"}}});
  CHECK(lines[1] == Json{{"line", 2}, {"id", nullptr}, {"alerts", Json::array()}});
  CHECK(lines[2] == Json{{"line", 3}, {"id", 7}, {"alerts", {"two"}}});
  CHECK(lines[3]["line"] == 4);
  CHECK(lines[3]["alerts"] == Json::array());
  CHECK(lines[3]["error"].is_string());
  CHECK(lines[4] == Json{{"line", 5}, {"id", nullptr}, {"alerts", Json::array()}});
  CHECK(errors.str().empty());

  folder.write("c.yml", "broken");
  std::istringstream none;
  CHECK(run_detect({{folder.path}, "ndjson", "-"}, none, out, errors) == 0);
  CHECK(errors.str().find("1 of 3 rules were not loaded") != std::string::npos);
  CHECK(run_detect({{folder.path / "none"}, "ndjson", "-"}, none, out, errors) == 1);
  CHECK(run_detect({{folder.path}, "ndjson", (folder.path / "none").string()}, none, out, errors) == 1);
}

TEST_CASE("rules test tries the events beside a rule") {
  const Folder folder;
  folder.write("a.yml", rule("one", "f: 1"));
  folder.write("a.events.ndjson",
               "{\"expect\": true, \"event\": {\"f\": 1}}\n"
               "{\"expect\": false, \"event\": {\"f\": 1}, \"logsource\": {\"category\": \"proxy\"}}\n");
  folder.write("b.yml",
               "title: many\nid: many\ncorrelation: {type: event_count, rules: [base], timespan: 1m, "
               "condition: {gte: 2}}\n"
               "---\n" +
                   rule("base", "f: 1"));
  folder.write("b.events.ndjson",
               "{\"expect\": true, \"events\": [{\"time\": 1000, \"f\": 1}, {\"time\": 2000, \"f\": 1}]}\n"
               "{\"expect\": false, \"events\": [{\"time\": 1000, \"f\": 1}, {\"time\": "
               "\"1970-01-01T00:05:00Z\", \"f\": 1}]}\n"
               "{\"expect\": true, \"rule\": \"base\", \"event\": {\"f\": 1}}\n");
  std::ostringstream out, errors;
  CHECK(run_rules_test(folder.path, out, errors) == 0);
  for (const auto& line : lines_of(out.str())) {
    CAPTURE(line.dump());
    CHECK(line["passed"] == true);
  }

  folder.write("a.events.ndjson",
               "{\"expect\": true, \"event\": {\"f\": 2}}\n"
               "{\"expect\": false, \"event\": {\"f\": 1}}\nnonsense\n"
               "{\"expect\": true, \"event\": {\"f\": 1}}" +
                   std::string(1, '\0') + "{\"expect\": false, \"event\": {\"f\": 1}}\n");
  folder.write("c.yml", rule("bare", "f: 1"));
  std::ostringstream again;
  CHECK(run_rules_test(folder.path, again, errors) == 1);
  std::map<std::string, Json> by_id;
  for (const auto& line : lines_of(again.str())) by_id[line["id"]] = line;
  const auto reason = [&by_id](const char* id) { return by_id.at(id)["reason"].get<std::string>(); };
  CHECK(reason("one").find("events line 1: it does not match") != std::string::npos);
  CHECK(reason("one").find("events line 2: it matches and must not") != std::string::npos);
  CHECK(reason("one").find("events line 3: not a JSON object") != std::string::npos);
  CHECK(reason("one").find("events line 4: not a JSON object") != std::string::npos);  // a NUL hides nothing
  CHECK(reason("bare").find("no event that it has to match") != std::string::npos);
  CHECK(reason("bare").find("no event that it must not match") != std::string::npos);
}

TEST_CASE("detect answers each line, blank ones too, and reads on behind a mark of the byte order") {
  const Folder folder;
  folder.write("a.yml",
               "title: T\nid: one\nlogsource: {category: webserver}\n"
               "detection: {s: {c-ip: 1.2.3.4, cs-host: h.example}, t: {c-ip: 1.2.3.4, sc-bytes: 10, "
               "c-uri-extension: php}, condition: 1 of them}\n");
  std::istringstream in(
      "\xef\xbb\xbf"
      "1.2.3.4 - - [10/Oct/2026:13:55:36 +0200] \"GET /a.b/x.php?q=y.txt HTTP/1.1\" 200 10 \"-\" \"-\"\r\n"
      "\r\n"
      "1.2.3.4 - - [10/Oct/2026:13:55:36 +0200] \"GET /a.php/x HTTP/1.1\" 200 10 \"-\" \"-\"\n");
  std::ostringstream out, errors;
  CHECK(run_detect({{folder.path}, "combined", "-"}, in, out, errors) == 0);
  const auto lines = lines_of(out.str());
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["alerts"] == Json({"one"}));
  CHECK(lines[1] == Json({{"line", 2}, {"id", nullptr}, {"alerts", Json::array()}}));
  CHECK(lines[2]["alerts"].empty());
  folder.write("b.yml", rule("two", "cs-host: h.example, cs-cookie|contains: abc"));
  std::istringstream requests(
      R"({"id": "r", "method": "GET", "uri": "/", "headers": {"Host": "h.example", "Cookie": "sess=abc"}})");
  std::ostringstream second;
  CHECK(run_detect({{folder.path}, "requests", "-"}, requests, second, errors) == 0);
  CHECK(lines_of(second.str())[0]["alerts"] == Json({"two"}));
}
