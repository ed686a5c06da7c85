// Open311 GeoReport v2: what the city's other report tools send and read, in JSON and XML.

#include <doctest/doctest.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include <random>

#include "tests/platform/service/pages_desk.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

constexpr const char* kForm = "application/x-www-form-urlencoded";

struct Tool {
  Platform platform;
  std::string key;
  explicit Tool(ServiceOptions options = {}) : platform(std::move(options)) {
    auto made = platform.service().make_open311_key("Klarschiff");
    REQUIRE(made.ok());
    key = *made;
  }
  Reply post(const std::string& fields, const std::string& format = "json", const Extra& extra = {}) {
    Extra more = extra;
    if (more.content_type.empty()) more.content_type = kForm;
    return platform.ask("POST", "/open311/v2/requests." + format, "", fields, more);
  }
  Reply get(const std::string& target) { return platform.ask("GET", "/open311/v2/" + target, ""); }
  /// Sends with the key and gives the id back.
  std::string send(const std::string& fields) {
    const Reply sent = post("api_key=" + key + "&service_code=city-app&" + fields);
    REQUIRE_MESSAGE(sent.status == 200, sent.text);
    REQUIRE(sent.body.size() == 1);
    return sent.body[0]["service_request_id"];
  }
  Json item(const std::string& number) {
    for (const auto& each : platform.get("/v1/feedback?limit=1000", platform.lead()).part("items"))
      if (std::to_string(each["number"].get<int>()) == number)
        return platform.get("/v1/feedback/" + each["id"].get<std::string>(), platform.lead()).body;
    return {};
  }
  void change(const std::string& number, const Json& body) {
    const Reply done =
        platform.patch("/v1/feedback/" + item(number)["id"].get<std::string>(), platform.lead(), body);
    REQUIRE_MESSAGE(done.status == 200, done.text);
  }
  Json one(const std::string& number) {
    const Reply reply = get("requests/" + number + ".json?extensions=true");
    REQUIRE_MESSAGE(reply.status == 200, reply.text);
    return reply.body[0];
  }
  Reply named_key(const std::string& name, const std::string& fields) {
    auto made = platform.service().make_open311_key(name);
    REQUIRE(made.ok());
    return post("api_key=" + *made + "&service_code=city-app&" + fields);
  }
};

/// The Content-Type of what multipart() makes.
std::string type_with(const std::string& boundary) {
  return "multipart/form-data; boundary=" + boundary;
}
std::string multipart(const std::string& boundary,
                      const std::vector<std::pair<std::string, std::string>>& fields,
                      const std::string& more = "") {
  std::string body;
  for (const auto& [name, value] : fields)
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value +
            "\r\n";
  return body + more + "--" + boundary + "--\r\n";
}

/// What an XPath finds in a document that must be well-formed.
std::string xpath(const Reply& reply, const std::string& path) {
  xmlDoc* document = xmlReadMemory(reply.text.data(), static_cast<int>(reply.text.size()), nullptr, nullptr,
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  REQUIRE_MESSAGE(document != nullptr, reply.text);
  xmlXPathContext* context = xmlXPathNewContext(document);
  xmlXPathObject* found =
      xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(("string(" + path + ")").c_str()), context);
  xmlChar* text = xmlXPathCastToString(found);
  std::string out = reinterpret_cast<const char*>(text);
  xmlFree(text);
  xmlXPathFreeObject(found);
  xmlXPathFreeContext(context);
  xmlFreeDoc(document);
  return out;
}

/// An error in the standard's format: a list of {code, description}.
void check_error(const Reply& reply, int status) {
  CHECK_MESSAGE(reply.status == status, reply.text);
  if (reply.content_type.starts_with("text/xml")) {
    CHECK(xpath(reply, "/errors/error/code") == std::to_string(status));
    CHECK_FALSE(xpath(reply, "/errors/error/description").empty());
    return;
  }
  CHECK(reply.content_type.starts_with("application/json"));
  REQUIRE(reply.body.is_array());
  REQUIRE_FALSE(reply.body.empty());
  CHECK(reply.body[0]["code"] == status);
  CHECK_FALSE(reply.body[0]["description"].get<std::string>().empty());
}

}  // namespace

TEST_CASE("Open311 lists the City-App and each live mini-app as services") {
  Tool tool;
  const auto live = tool.platform.live("de.worms.rad", tool.platform.category("Mobilität & <mehr>"));
  tool.platform.live("de.worms.pilot", tool.platform.category("Pilot"), "pilot");
  const Reply services = tool.get("services.json?jurisdiction_id=07319000");
  REQUIRE(services.status == 200);
  REQUIRE(services.body.size() == 2);
  CHECK(services.body[0]["service_code"] == "city-app");
  CHECK(services.body[1]["service_code"] == live.miniapp);
  CHECK(services.body[1]["group"] == "Mobilität & <mehr>");
  CHECK(services.body[1]["keywords"] == "problem,idea,tip");
  CHECK(services.body[1]["metadata"] == false);
  CHECK(services.body[1]["type"] == "realtime");
  CHECK(tool.get("services").body == services.body);
  const Reply xml = tool.get("services.xml");
  CHECK(xml.content_type == "text/xml; charset=utf-8");
  CHECK(xpath(xml, "count(/services/service)") == "2");
  CHECK(xpath(xml, "/services/service[2]/group") == "Mobilität & <mehr>");
  CHECK(xpath(xml, "/services/service[1]/metadata") == "false");
  CHECK(tool.get("services/city-app.json").body["attributes"] == Json::array());
  CHECK(xpath(tool.get("services/" + live.miniapp + ".xml"), "/service_definition/service_code") ==
        live.miniapp);
  check_error(tool.get("services/nobody.json"), 404);
  check_error(tool.get("services/nobody.xml"), 404);
  check_error(tool.get("services.json?jurisdiction_id=berlin"), 404);
  check_error(tool.get("services.xml?jurisdiction_id=berlin"), 404);
  check_error(tool.get("services.csv"), 404);
  check_error(tool.get("nothing.json"), 404);
  check_error(tool.get("nothing/at/all.xml"), 404);
  CHECK(tool.get("services.json?jurisdiction_id=worms").status == 200);
  // Suspended, it can be reported on no more.
  tool.platform.step(live, tool.platform.lead(), "suspended");
}

TEST_CASE("a request comes in once, becomes feedback, and keeps nobody's name") {
  Tool tool;
  const auto live = tool.platform.live("de.worms.rad", tool.platform.category("Mobilität"));
  const std::string body =
      "api_key=" + tool.key + "&service_code=" + live.miniapp +
      "&description=Die+Karte+zeigt+%C3%BCberall+%22Rathaus%22%0D%0Abitte+%C3%A4ndern&lat=49.6341&long=8.3507"
      "&address_string=Marktplatz+2&keyword=idea&email=erika%40example.de&first_name=Erika&last_name="
      "Mustermann"
      "&phone=0621-4711&device_id=abc-device&account_id=77&media_url=https%3A%2F%2Fexample.de%2Fb.jpg&extra="
      "1";
  const Reply sent = tool.post(body);
  REQUIRE_MESSAGE(sent.status == 200, sent.text);
  const std::string id = sent.body[0]["service_request_id"];
  CHECK(tool.post(body).body[0]["service_request_id"] == id);
  CHECK(tool.platform.get("/v1/feedback", tool.platform.lead()).body["total"] == 1);
  const Json item = tool.item(id);
  CHECK(item["source"] == "open311");
  CHECK(item["kind"] == "wish");
  CHECK(item["text"] == "Die Karte zeigt überall \"Rathaus\"\nbitte ändern");
  CHECK(item["miniapp_id"] == live.miniapp);
  CHECK(item["latitude"] == 49.6341);
  CHECK(item["address"] == "Marktplatz 2");
  const std::string all = item.dump() + tool.platform.get("/v1/audit?limit=200", tool.platform.lead()).text;
  for (const char* personal : {"erika", "Erika", "Mustermann", "0621-4711", "abc-device", "\"77\""})
    CHECK_MESSAGE(all.find(personal) == std::string::npos, personal);
  CHECK(item.dump().find("https://example.de/b.jpg") != std::string::npos);
  const Json line =
      tool.platform.get("/v1/audit?filter=action:feedback.receive", tool.platform.lead()).body["items"][0];
  CHECK(line["principal_name"] == "Klarschiff");
  // An hour later the same words are another report; another tool's are at once.
  tool.platform.time.ms += kHour;
  CHECK(tool.post(body).body[0]["service_request_id"] != id);
  CHECK(tool.named_key("Zweites", "description=x").status == 200);

  const Reply xml =
      tool.post("api_key=" + tool.key + "&service_code=city-app&description=Tipp&keyword=tip", "xml");
  REQUIRE_MESSAGE(xml.status == 200, xml.text);
  const std::string number = xpath(xml, "/service_requests/request/service_request_id");
  CHECK(tool.item(number)["kind"] == "question");
  CHECK(tool.get("tokens/" + number + ".json").body[0]["service_request_id"] == number);
  CHECK(xpath(tool.get("tokens/" + number + ".xml"), "/service_requests/request/token") == number);
  check_error(tool.get("tokens/99999.json"), 404);
}

TEST_CASE("without a key in force nothing is taken, and wrong keys are slowed") {
  Tool tool;
  const std::string body = "service_code=city-app&description=x";
  for (const std::string key : {"", "&api_key=", "&api_key=wrong", "&api_key=%ff"})
    for (const char* format : {"json", "xml"}) check_error(tool.post(body + key, format), 403);
  CHECK(tool.platform
            .ask("POST", "/open311/v2/requests.json?api_key=" + tool.key, "", body, {.content_type = kForm})
            .status == 200);
  REQUIRE(tool.platform.service().make_open311_key("Klarschiff").ok() == false);
  REQUIRE(tool.platform.service().revoke_open311_key("Klarschiff").ok());
  CHECK_FALSE(tool.platform.service().revoke_open311_key("Klarschiff").ok());
  check_error(tool.post(body + "&api_key=" + tool.key), 403);
  const auto keys = tool.platform.service().open311_key_list();
  REQUIRE(keys.ok());
  REQUIRE(keys->size() == 1);
  CHECK(std::get<2>(keys->front()));
  const std::string audit = tool.platform.get("/v1/audit?limit=200", tool.platform.lead()).text;
  CHECK(audit.find("open311_key.create") != std::string::npos);
  CHECK(audit.find("open311_key.revoke") != std::string::npos);
  CHECK(audit.find(tool.key) == std::string::npos);
  for (int i = 0; i < 10; ++i)
    check_error(tool.post(body + "&api_key=wrong" + std::to_string(i), "json", {.source = "203.0.113.9"}),
                403);
  const Reply slowed = tool.post(body + "&api_key=wrong", "xml", {.source = "203.0.113.9"});
  check_error(slowed, 429);
  CHECK(std::stoi(slowed.headers.at("Retry-After")) > 0);
}

TEST_CASE("nonsense gets the standard's error, and changes nothing") {
  Tool tool;
  const std::string good = "api_key=" + tool.key + "&service_code=city-app&description=x";
  const auto with = [&](const std::string& more) { return tool.post(good + more); };
  for (const std::string wrong :
       {"&lat=91&long=8", "&lat=49", "&long=8", "&lat=x&long=y", "&lat=nan&long=8", "&lat=1e999&long=8",
        "&lat=49,6&long=8,3", "&keyword=rant", "&media_url=file%3A%2F%2F%2Fetc%2Fpasswd",
        "&address_string=%ff", "&address_string=a%00b"})
    check_error(with(wrong), 400);
  check_error(with("&jurisdiction_id=berlin"), 404);
  const std::string begin = "api_key=" + tool.key + "&service_code=city-app&description=";
  check_error(tool.post("api_key=" + tool.key + "&description=x"), 400);
  check_error(tool.post("api_key=" + tool.key + "&service_code=city-app"), 400);
  check_error(tool.post("api_key=" + tool.key + "&service_code=nobody&description=x"), 404);
  check_error(tool.post(begin + "+%0A"), 400);
  check_error(tool.post(begin + std::string(4001, 'x')), 400);
  check_error(tool.post(begin + "%ff"), 400);
  check_error(tool.post(begin + "a%07b"), 400);
  check_error(tool.post(begin + std::string(70'000, 'x')), 400);
  CHECK(tool.post(begin + "%F0%9F%99%88" + std::string(3999, 'x')).status == 200);
  const Reply several = tool.post("api_key=" + tool.key + "&lat=99&long=1");
  CHECK(several.body.size() == 3);  // each thing that is wrong
  for (const std::string body : {"", "%", "%zz=1", "&&&&", "{}", "<xml/>", "\xff\xfe"})
    for (const char* type : {kForm, "application/json", "multipart/form-data; boundary=x", "nonsense"}) {
      const Reply reply = tool.post(body, "json", {.content_type = type});
      CHECK((reply.status == 400 || reply.status == 403));
      check_error(reply, reply.status);
    }
  check_error(tool.post(good, "csv"), 404);
  const Reply patch = tool.platform.ask("PATCH", "/open311/v2/requests.json", "", "{}");
  check_error(patch, 405);
  CHECK(tool.platform.get("/v1/feedback", tool.platform.lead()).body["total"] == 1);

  std::mt19937 random(311);
  for (int i = 0; i < 400; ++i) {
    std::string body = random() % 2 == 0 ? good : "";
    for (unsigned k = random() % 30; k > 0; --k) body += static_cast<char>(random());
    const Reply reply = tool.post(body, random() % 2 == 0 ? "json" : "xml");
    CHECK(reply.status < 500);
    CHECK((reply.content_type.starts_with("application/json") || reply.content_type.starts_with("text/xml")));
  }
}

TEST_CASE("a form with parts is taken like any other, and the same sent again is the same") {
  Tool tool;
  const std::vector<std::pair<std::string, std::string>> fields = {{"api_key", tool.key},
                                                                   {"service_code", "city-app"},
                                                                   {"description", "Größe & 100 %\r\nzwei"},
                                                                   {"address_string", "Weg + Steg"},
                                                                   {"keyword", "idea"},
                                                                   {"email", "erika@example.de"}};
  const std::string picture =
      "--eins\r\nContent-Disposition: form-data; name=\"media\"; filename=\"b.jpg\"\r\nContent-Type: "
      "image/jpeg\r\n\r\n\xFF\xD8\xFF\r\n";
  const Reply sent =
      tool.post(multipart("eins", fields, picture), "json", {.content_type = type_with("eins")});
  REQUIRE_MESSAGE(sent.status == 200, sent.text);
  const std::string id = sent.body[0]["service_request_id"];
  const Json item = tool.item(id);
  CHECK(item["text"] == "Größe & 100 %\nzwei");
  CHECK(item["address"] == "Weg + Steg");
  CHECK(item["kind"] == "wish");
  CHECK(item.dump().find("erika") == std::string::npos);
  // Libraries make another boundary each time.
  CHECK(tool.post(multipart("zwei", fields), "json", {.content_type = type_with("zwei")})
            .body[0]["service_request_id"] == id);
  CHECK(tool.platform.get("/v1/feedback", tool.platform.lead()).body["total"] == 1);
  check_error(tool.post(multipart("eins", {{"service_code", "city-app"}, {"description", "x"}}), "xml",
                        {.content_type = type_with("eins")}),
              403);  // here the key is missing indeed
}

TEST_CASE("what is no form is told so, not that a key is missing that stands in it") {
  Tool tool;
  const std::string json =
      Json{{"api_key", tool.key}, {"service_code", "city-app"}, {"description", "x"}}.dump();
  for (const char* format : {"json", "xml"}) {
    for (const char* type : {"application/json", "text/xml", "nonsense"}) {
      const Reply reply = tool.post(json, format, {.content_type = type});
      check_error(reply, 400);
      CHECK(reply.text.find("multipart/form-data") != std::string::npos);
      CHECK(reply.text.find("api_key") == std::string::npos);
    }
    check_error(tool.post("no parts", format, {.content_type = "multipart/form-data"}), 400);
    check_error(tool.post("--x\r\ncut off", format, {.content_type = type_with("x")}), 400);
    check_error(tool.post("description=%zz", format), 400);
  }
  CHECK(tool.platform.get("/v1/feedback", tool.platform.lead()).body["total"] == 0);
}

TEST_CASE("a request without a place is taken, one without words is not (docs/open311.md)") {
  Tool tool;
  const Json shown = tool.one(tool.send("description=x&address_id=4711"));
  CHECK(shown["lat"].is_null());
  CHECK(shown["address"].is_null());
  CHECK(shown["address_id"].is_null());
  check_error(tool.post("api_key=" + tool.key + "&service_code=city-app&lat=49.6&long=8.3"), 400);
}

TEST_CASE("requests are listed by id, service, time and status, page by page") {
  Tool tool;
  const auto live = tool.platform.live("de.worms.rad", tool.platform.category("Mobilität"));
  const std::string first = tool.send("description=eins");
  tool.platform.time.ms += 100 * kDay;
  const std::string second = tool.send("description=zwei");
  const Reply sent = tool.post("api_key=" + tool.key + "&service_code=" + live.miniapp + "&description=drei");
  const std::string third = sent.body[0]["service_request_id"];
  tool.platform.time.ms += kHour;
  const std::string fourth = tool.send("description=vier");
  // What was sent by the app is nobody's business.
  REQUIRE(tool.platform.post("/v1/public/feedback", "", {{"client_id", "c"}, {"text", "GEHEIM"}}).status ==
          201);

  const auto ids = [&](const std::string& query) {
    const Reply reply = tool.get("requests.json" + query);
    REQUIRE_MESSAGE(reply.status == 200, reply.text);
    CHECK(reply.text.find("GEHEIM") == std::string::npos);
    std::vector<std::string> out;
    for (const auto& each : reply.body) out.push_back(each["service_request_id"]);
    return out;
  };
  using Ids = std::vector<std::string>;
  CHECK(ids("") == Ids{fourth, third, second});  // of the last 90 days
  CHECK(ids("?service_request_id=" + first + "," + third + ",999,x") == Ids{third, first});
  CHECK(ids("?service_request_id=999999999999999999999").empty());
  // The ids override all other arguments, also those that are wrong.
  for (const std::string more :
       {"&page=2", "&page_size=1", "&page=x", "&service_code=nobody", "&status=closed",
        "&start_date=yesterday", "&end_date=2020-01-01&start_date=2019-12-01"})
    CHECK_MESSAGE((ids("?service_request_id=" + first + "," + third + more) == Ids{third, first}), more);
  CHECK(ids("?service_code=" + live.miniapp) == Ids{third});
  CHECK(ids("?service_code=&status=") == Ids{fourth, third, second});
  CHECK(ids("?service_code=city-app," + live.miniapp) == Ids{fourth, third, second});
  CHECK(ids("?service_code=nobody").empty());
  const std::int64_t now = tool.platform.time.ms;
  CHECK(ids("?end_date=" + rfc3339(now - 50 * kDay)) == Ids{first});
  CHECK(ids("?start_date=" + rfc3339(now - 120 * kDay)) == Ids{first});
  CHECK(ids("?start_date=" + rfc3339(now - kMinute)) == Ids{fourth});
  CHECK(ids("?start_date=2026-11-18T00:00:00+01:00").size() == 1);  // its "+" was not escaped
  CHECK(ids("?start_date=2026-11-18") == Ids{first});
  CHECK(ids("?page_size=2") == Ids{fourth, third});
  CHECK(ids("?page_size=2&page=2") == Ids{second});
  CHECK(ids("?page_size=2&page=3").empty());
  for (const std::string wrong :
       {"?start_date=yesterday", "?end_date=2026-13-01", "?start_date=2026-01-01&end_date=2026-06-01",
        "?start_date=2026-11-20&end_date=2026-11-19", "?status=half", "?page=0", "?page_size=1001", "?page=x",
        "?service_code=%ff", "?start_date=%00", "?service_request_id=", "?service_request_id=,",
        "?service_request_id=%20,%20&page=1", "?service_code=,", "?status=,"}) {
    check_error(tool.get("requests.json" + wrong), 400);
    check_error(tool.get("requests.xml" + wrong), 400);
  }
  CHECK(tool.get("requests.json?unknown=1&extensions=true").status == 200);

  tool.change(second, {{"state", "declined"}, {"reason", "doppelt"}});
  tool.change(third, {{"merged_into", tool.item(fourth)["id"]}});
  CHECK(ids("?status=open") == Ids{fourth, third});
  CHECK(ids("?status=closed") == Ids{second});
  CHECK(ids("?status=open,closed") == Ids{fourth, third, second});
  tool.change(fourth, {{"state", "done"}, {"reply", "Behoben.\nDanke <3 & mehr"}});
  CHECK(ids("?status=open").empty());
  CHECK(ids("?status=closed") == Ids{fourth, third, second});
  const Json merged = tool.one(third);
  CHECK(merged["status"] == "closed");
  CHECK(merged["status_notes"] == "Behoben.\nDanke <3 & mehr");
  const Reply xml = tool.get("requests/" + third + ".xml?extensions=true");
  CHECK(xpath(xml, "/service_requests/request/status_notes") == "Behoben.\nDanke <3 & mehr");
  CHECK(xpath(xml, "/service_requests/request/extended_attributes/detailed_status") == "PROCESSED");
}

TEST_CASE("states are told in the words of German practice") {
  Tool tool;
  const std::string id = tool.send("description=Text&lat=49.5&long=8.5&keyword=idea");
  const Json fresh = tool.one(id);
  CHECK(fresh["status"] == "open");
  CHECK(fresh["description"] == "Text");
  CHECK(fresh["lat"] == 49.5);
  CHECK(fresh["service_name"] == "City-App");
  CHECK(base::from_rfc3339(fresh["requested_datetime"].get<std::string>()));
  CHECK(fresh["extended_attributes"] ==
        Json{{"detailed_status", "PENDING"}, {"votes", 1}, {"keyword", "idea"}});
  CHECK_FALSE(tool.get("requests/" + id + ".json").body[0].contains("extended_attributes"));
  for (const auto& [state, word, status] :
       {std::tuple("triaged", "RECEIVED", "open"), std::tuple("planned", "IN_PROCESS", "open"),
        std::tuple("in_progress", "IN_PROCESS", "open"), std::tuple("done", "PROCESSED", "closed"),
        std::tuple("declined", "REJECTED", "closed")}) {
    tool.change(id, {{"state", state}, {"reason", "INTERN"}, {"note", "INTERN"}});
    const Json now = tool.one(id);
    CHECK(now["extended_attributes"]["detailed_status"] == word);
    CHECK(now["status"] == status);
    CHECK(now["status_notes"].is_null());
    CHECK(now.dump().find("INTERN") == std::string::npos);
  }
}

TEST_CASE("what was blacked out or archived is shown to nobody outside") {
  Tool tool;
  const std::string black =
      tool.send("description=Frau+Mustermann+wohnt+hier&lat=49.5&long=8.5&address_string=Weg+1");
  const std::string gone = tool.send("description=Beleidigung&address_string=Weg+2");
  REQUIRE(tool.platform
              .post("/v1/feedback/" + tool.item(black)["id"].get<std::string>() + "/redactions",
                    tool.platform.lead(), {{"passages", {"Mustermann"}}, {"reason", "Name"}})
              .status == 200);
  tool.change(gone, {{"archived", true}});
  for (const auto& id : {black, gone}) {
    const Json shown = tool.one(id);
    CHECK(shown["description"].is_null());
    CHECK(shown["address"].is_null());
    CHECK(shown["lat"].is_null());
  }
  CHECK(tool.one(gone)["status"] == "closed");
  CHECK(tool.one(black)["status"] == "open");
  const Reply app = tool.platform.post("/v1/public/feedback", "", {{"client_id", "c"}, {"text", "GEHEIM"}});
  check_error(tool.get("requests/" + std::to_string(app.body["number"].get<int>()) + ".json"), 404);
  check_error(tool.get("requests/1x.json"), 404);
  check_error(tool.get("requests/-1.xml"), 404);
}
