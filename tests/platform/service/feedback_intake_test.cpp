// The ways in of the test phase: codes and their rings, feedback with its receipt, floods.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "platform/domain/browser_kind.hpp"
#include "platform/domain/test_code.hpp"
#include "platform/print/document.hpp"
#include "platform/routes/intake.hpp"
#include "tests/platform/service/pages_desk.hpp"
#include "tests/support/pdf_writer.hpp"
#include "tests/support/process.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

constexpr const char* kFeedbackPng =
    "89504e470d0a1a0a0000000d49484452000000080000000408020000003cafe9a7000000114944415478da63f8cfc0801531504f"
    "02005a5e1fe10d76d8e30000000049454e44ae426082";

std::uint32_t crc_of(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const unsigned char byte : bytes) {
    crc ^= byte;
    for (int i = 0; i < 8; ++i) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0);
  }
  return ~crc;
}

std::string big_endian(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xFFU);
  return out;
}

/// The picture with a text in it that says where it was taken.
std::string png_with_text(const std::string& text) {
  std::string png = base::from_hex(kFeedbackPng).value_or("");
  const std::string chunk = "tEXt" + std::string("Comment") + std::string(1, '\0') + text;
  png.insert(33,
             big_endian(static_cast<std::uint32_t>(chunk.size() - 4)) + chunk + big_endian(crc_of(chunk)));
  return png;
}

struct Test {
  explicit Test(ServiceOptions options = {}) : platform(std::move(options)) {}
  Platform platform;

  std::string round(const std::string& ring = "pilot", std::int64_t from = -1, std::int64_t days = 14) {
    const std::int64_t now = platform.time.ms;
    const Reply made = platform.post("/v1/test-rounds", platform.lead(),
                                     {{"name", "Bürgerinnen und Bürger"},
                                      {"cohort", "invited"},
                                      {"ring", ring},
                                      {"starts_at", rfc3339(now + from * kDay)},
                                      {"ends_at", rfc3339(now + days * kDay)}});
    REQUIRE_MESSAGE(made.status == 201, made.text);
    return made.id();
  }
  Json invite(const std::string& round_id, int count) {
    const Reply made =
        platform.post("/v1/test-rounds/" + round_id + "/invitations", platform.lead(), {{"count", count}});
    REQUIRE_MESSAGE(made.status == 201, made.text);
    return made.body;
  }
  std::string code(const std::string& round_id, std::int64_t number) {
    return shown_code(code_of(platform.impl().security().key(), round_id, number));
  }
  Reply send(const Json& body, const std::string& source = "", const std::string& key = "") {
    return platform.ask("POST", "/v1/public/feedback", "", body.dump(), {.key = key, .source = source});
  }
  Reply page(const std::string& target, const std::string& cookie = "", const std::string& source = "") {
    return platform.ask("GET", target, "", "", {.source = source, .cookie = cookie});
  }
  Reply join(const std::string& code, const std::string& cookie = "", const std::string& source = "") {
    return platform.ask(
        "POST", "/app/test", "", "code=" + code,
        {.content_type = "application/x-www-form-urlencoded", .source = source, .cookie = cookie});
  }
  /// The cookie that taking part with the code sets.
  std::string enter(const std::string& code) {
    const Reply in = join(code);
    REQUIRE_MESSAGE(in.status == 303, in.text);
    return in.headers.at("Set-Cookie").substr(0, in.headers.at("Set-Cookie").find(';'));
  }
  Json item(const Json& receipt) {
    const Json list = platform.get("/v1/feedback?limit=1000", platform.lead()).body;
    for (const auto& each : list["items"])
      if (each["number"] == receipt["number"])
        return platform.get("/v1/feedback/" + each["id"].get<std::string>(), platform.lead()).body;
    return {};
  }
  /// Whatever the store's files hold.
  std::string stored() {
    std::string all;
    for (const char* end : {"", "-wal"}) {
      std::ifstream file(platform.file() + end, std::ios::binary);
      std::ostringstream text;
      text << file.rdbuf();
      all += text.str();
    }
    return all;
  }
};

Json report(const std::string& client, const std::string& text) {
  return {{"client_id", client}, {"kind", "bug"}, {"text", text}};
}

}  // namespace

TEST_CASE("codes are typed as people type, and none is like another") {
  base::Key key{};
  std::set<std::string> seen;
  for (int i = 1; i <= 3000; ++i) {
    const std::string code = code_of(key, "trd_1", i);
    CHECK(seen.insert(code).second);
    CHECK(typed_code(shown_code(code)) == code);
  }
  CHECK(code_of(key, "trd_1", 1) == code_of(key, "trd_1", 1));
  CHECK(code_of(key, "trd_2", 1) != code_of(key, "trd_1", 1));
  CHECK(std::regex_match(shown_code(code_of(key, "trd_1", 7)),
                         std::regex("([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}")));
  CHECK(typed_code("0123-4567-89ab") == "0123456789AB");
  CHECK(typed_code("oiL0-abcd-efgh") == "0110ABCDEFGH");
  for (const char* wrong :
       {"", "0123-4567-89a", "0123-4567-89abc", "0123-4567-89aU", "0123-4567-89ä", "../../etc/passwd"})
    CHECK_FALSE(typed_code(wrong));
  CHECK(tester_name(317) == "Testperson 0317");
}

TEST_CASE("codes are made for a round, kept as hashes only, and printed as a sheet that is noted") {
  Test test;
  const std::string round = test.round();
  const std::string path = "/v1/test-rounds/" + round + "/invitations";
  CHECK(test.platform.get(path, test.platform.lead()).status == 409);
  CHECK(test.invite(round, 12)["invited"] == 12);
  CHECK(test.invite(round, 3)["invited"] == 15);
  CHECK(test.platform.post(path, test.platform.editor(), {{"count", 1}}).status == 403);
  for (const Json& wrong : {Json{{"count", 0}}, Json{{"count", 2001}}, Json::object(), Json{{"count", "x"}}})
    CHECK(test.platform.post(path, test.platform.lead(), wrong).status == 422);
  CHECK(test.platform.post("/v1/test-rounds/trd_none/invitations", test.platform.lead(), {{"count", 1}})
            .status == 404);
  const std::string stored = test.stored();
  for (int number : {1, 15}) {
    CHECK(stored.find(test.code(round, number)) == std::string::npos);
    CHECK(stored.find(code_of(test.platform.impl().security().key(), round, number)) == std::string::npos);
    CHECK(stored.find(base::sha256_hex(test.code(round, number))) == std::string::npos);
  }

  const auto print = [&](const std::string& query) {
    return test.platform.ask("GET", path + query, test.platform.lead(), "", {.host = "app.example.de"});
  };
  const Reply sheet = print("");
  REQUIRE(sheet.status == 200);
  CHECK(sheet.content_type == "application/pdf");
  CHECK(sheet.text.starts_with("%PDF-"));
  CHECK(print("").text == sheet.text);  // byte for byte
  CHECK(print("?from=2&to=3").text != sheet.text);
  for (const char* wrong : {"?from=0", "?from=x", "?from=9&to=8", "?from=16", "?to=-1", "?from=1&from=2"})
    CHECK(print(wrong).status == 400);
  CHECK(test.platform.get(path, test.platform.editor()).status == 403);
  const Json lines =
      test.platform.get("/v1/audit?filter=action:test_round.print", test.platform.lead()).body["items"];
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["object_id"] == round);
  CHECK(lines[0]["changes"][0]["new"] == "2");
  CHECK(lines[0]["changes"][1]["new"] == "3");
}

TEST_CASE("a scanner reads from the printed sheet the codes that were made, each once") {
  const std::string draw = "/usr/bin/pdftoppm", scan = "/usr/bin/zbarimg";
  if (!std::filesystem::exists(draw) || !std::filesystem::exists(scan)) {
    MESSAGE("skipped: pdftoppm (poppler-utils) or zbarimg (zbar-tools) is not there");
    return;
  }
  Test test;
  const std::string round = test.round();
  test.invite(round, 23);
  const Reply sheet = test.platform.ask("GET", "/v1/test-rounds/" + round + "/invitations?from=2&to=23",
                                        test.platform.lead(), "", {.host = "app.worms.example"});
  REQUIRE(sheet.status == 200);
  const TempFolder folder;
  std::ofstream(folder.path() + "/sheet.pdf", std::ios::binary) << sheet.text;
  // As an office printer prints at the least.
  testing::Process paper(draw, {"-r", "150", "-gray", folder.path() + "/sheet.pdf", folder.path() + "/page"});
  REQUIRE_MESSAGE(paper.wait() == 0, paper.error);
  std::vector<std::string> pages{"--raw", "-q", "--nodbus", "-Sdisable", "-Sqrcode.enable"};
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    if (entry.path().extension() == ".pgm") pages.push_back(entry.path());
  REQUIRE(pages.size() == 5 + 3);  // ten cards a page
  testing::Process scanner(scan, pages);
  REQUIRE_MESSAGE(scanner.wait() == 0, scanner.error);
  std::multiset<std::string> read, made;
  std::istringstream lines(scanner.output);
  for (std::string line; std::getline(lines, line);) read.insert(line);
  for (int number = 2; number <= 23; ++number)
    made.insert("https://app.worms.example/app/test/" + test.code(round, number));
  CHECK(read == made);
}

TEST_CASE("a package is given to whom its ring's catalogue is, whoever knows its hash") {
  Test test;
  Platform& platform = test.platform;
  platform.live("de.worms.pilot", platform.category("Nur im Test"), "pilot");
  const std::string round = test.round("pilot"), inside = test.round("employees");
  test.invite(round, 1);
  test.invite(inside, 1);
  const std::string cookie = test.enter(test.code(round, 1)), other = test.enter(test.code(inside, 1));
  const auto catalogue = platform.get("/v1/public/catalogue?ring=pilot", platform.lead());
  const std::string path = catalogue.body["miniapps"][0]["package_path"];
  const std::string bare = path.substr(0, path.find('?'));
  CHECK(path == bare + "?ring=pilot");
  const auto ask = [&](const std::string& target, const std::string& token, const std::string& with = "",
                       const std::string& etag = "") {
    return platform.ask("GET", target, token, "", {.if_none_match = etag, .cookie = with});
  };
  const Reply given = ask(path, "", cookie);
  REQUIRE(given.status == 200);
  CHECK(given.headers.at("Cache-Control") == "private, no-cache");
  CHECK(given.headers.at("Vary") == "Authorization, Cookie");
  CHECK(ask(path, platform.reviewer()).status == 200);
  CHECK(ask(path, "", cookie, given.etag).status == 304);
  // The narrower ring has it, too; everyone does not, whoever asks.
  CHECK(ask(bare + "?ring=employees", "", other).status == 200);
  for (const auto& token : {std::string(), platform.lead()}) CHECK(ask(bare, token).status == 404);
  CHECK(ask(bare, "", cookie).status == 404);
  // Nor does who knows its tag learn that it is there.
  CHECK(ask(bare, "", "", given.etag).status == 404);
  CHECK(ask(path, "").status == 401);
  CHECK(ask(path, "", other).status == 403);
  CHECK(ask(path, platform.merchant()).status == 403);
  const Json app = catalogue.body["miniapps"][0];
  REQUIRE(platform
              .release("everyone", {"miniapp:" + app["id"].get<std::string>(),
                                    "category:" + app["category_id"].get<std::string>()})
              .status == 201);
  CHECK(ask(bare, "").text == given.text);
}

TEST_CASE("a tester sees the round's ring while it runs, and nobody else does") {
  Test test;
  Platform& platform = test.platform;
  platform.live("de.worms.alle", platform.category("Für alle"), "everyone");
  platform.live("de.worms.pilot", platform.category("Nur im Test"), "pilot");
  const std::string round = test.round("pilot");
  test.invite(round, 2);
  CHECK(test.page("/app/").text.find("Nur im Test") == std::string::npos);

  // What is printed is opened: it says what it is, and changes nothing.
  const Reply opened = test.page("/app/test/" + test.code(round, 1));
  CHECK(opened.status == 200);
  CHECK(opened.headers.count("Set-Cookie") == 0);
  CHECK(opened.etag.empty());
  CHECK(opened.text.size() < 30'000);
  for (const std::string& words :
       {std::string("Testrunde: Bürgerinnen und Bürger"),
        std::string("<form method=\"post\" action=\"/app/test\">"), "value=\"" + test.code(round, 1) + "\"",
        std::string("Teilnehmen</button>")})
    CHECK_MESSAGE(opened.text.find(words) != std::string::npos, words);
  CHECK(test.page("/app/test/" + test.code(round, 1) + "?language=en").text.find("Take part</button>") !=
        std::string::npos);
  CHECK(platform.get("/v1/test-rounds/" + round, platform.lead()).body["testers"] == 0);
  CHECK(platform
            .ask("POST", "/app/test", "", "code=" + test.code(round, 1),
                 {.content_type = "application/x-www-form-urlencoded", .fetch_site = "cross-site"})
            .status == 403);
  CHECK(platform.get("/v1/test-rounds/" + round, platform.lead()).body["testers"] == 0);

  const Reply in = test.join(test.code(round, 1));
  REQUIRE(in.status == 303);
  CHECK(in.headers.at("Location") == "/app/");
  const std::string set = in.headers.at("Set-Cookie");
  CHECK(set.starts_with("__Host-stadtpult-test="));
  for (const char* part : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age=1209600"})
    CHECK_MESSAGE(set.find(part) != std::string::npos, set);
  CHECK(set.find("Domain") == std::string::npos);
  const std::string cookie = set.substr(0, set.find(';'));
  CHECK(platform.get("/v1/test-rounds/" + round, platform.lead()).body["testers"] == 1);
  test.enter(test.code(round, 1));
  CHECK(platform.get("/v1/test-rounds/" + round, platform.lead()).body["testers"] == 1);

  // The same address, cached in between: each sees its own.
  for (int i = 0; i < 2; ++i) {
    const Reply mine = test.page("/app/", cookie), others = test.page("/app/");
    CHECK(mine.text.find("Nur im Test") != std::string::npos);
    CHECK(mine.text.find("Testrunde: Bürgerinnen und Bürger") != std::string::npos);
    CHECK(mine.text.find("Code beenden") != std::string::npos);
    CHECK(mine.headers.at("Vary") == "Cookie");
    CHECK(others.text.find("Nur im Test") == std::string::npos);
    CHECK(others.text.find("Testrunde") == std::string::npos);
    CHECK(mine.etag != others.etag);
  }
  CHECK(test.page("/app/", "a=b; " + cookie + "; c=d").text.find("Nur im Test") != std::string::npos);
  CHECK(test.page("/app/", "x" + cookie).text.find("Nur im Test") == std::string::npos);
  CHECK(test.page("/app/search?q=pilot", cookie).text.find("App de.worms.pilot") != std::string::npos);
  CHECK(test.page("/app/search?q=pilot").text.find("App de.worms.pilot") == std::string::npos);

  const Reply out = platform.ask("POST", "/app/test/end", "", "", {.cookie = cookie});
  CHECK(out.status == 303);
  CHECK(out.headers.at("Set-Cookie").find("Max-Age=0") != std::string::npos);

  // Over at its end, or once it is closed.
  platform.time.ms += 15 * kDay;
  CHECK(test.page("/app/", cookie).text.find("Nur im Test") == std::string::npos);
  CHECK(test.page("/app/test/" + test.code(round, 2)).status == 410);
  const Reply over = test.join(test.code(round, 2));
  CHECK(over.status == 410);
  CHECK(over.text.find("beendet") != std::string::npos);
  CHECK(over.headers.count("Set-Cookie") == 0);
}

TEST_CASE("an app reads a ring with a token of the city or a tester's code, and nobody else does") {
  Test test;
  Platform& platform = test.platform;
  platform.live("de.worms.alle", platform.category("Für alle"), "everyone");
  platform.live("de.worms.pilot", platform.category("Nur im Test"), "pilot");
  const std::string round = test.round("pilot"), inside = test.round("employees");
  test.invite(round, 1);
  test.invite(inside, 1);
  const std::string cookie = test.enter(test.code(round, 1)), other = test.enter(test.code(inside, 1));
  for (const std::string path :
       {"/v1/public/catalogue", "/v1/public/pages", "/v1/public/pages/keine", "/v1/public/packages/keine"}) {
    CAPTURE(path);
    const int there = path.ends_with("keine") ? 404 : 200;
    const auto ask = [&](const std::string& ring, const std::string& token, const std::string& with = "") {
      const Reply reply = platform.ask("GET", path + ring, token, "", {.cookie = with});
      CHECK(reply.headers.at("Vary") == "Authorization, Cookie");
      CHECK(reply.headers.at("Cache-Control") == (reply.status < 400 ? "private, no-cache" : "no-store"));
      if (reply.status >= 400) CHECK(reply.content_type == "application/problem+json");
      return reply.status;
    };
    // Who may first: what was kept of the answer lets nobody else in.
    CHECK(ask("?ring=pilot", platform.lead()) == there);
    CHECK(ask("?ring=pilot", platform.token(Role::reviewer)) == there);
    CHECK(ask("?ring=pilot", "", cookie) == there);
    CHECK(ask("?ring=employees", "", other) == there);
    CHECK(ask("?ring=employees", platform.editor()) == there);
    CHECK(ask("?ring=pilot", "") == 401);
    CHECK(ask("?ring=employees", "") == 401);
    CHECK(ask("?ring=pilot", "spt_unknown") == 401);
    CHECK(ask("?ring=pilot", "spt_unknown", cookie) == 401);
    CHECK(ask("?ring=pilot", platform.merchant()) == 403);
    CHECK(ask("?ring=employees", "", cookie) == 403);
    CHECK(ask("?ring=pilot", "", other) == 403);
    CHECK(ask("?ring=pilot", "", "__Host-stadtpult-test=ABCD-EFGH-JKMN") == 401);
    CHECK(ask("?ring=moon", "") == 400);
    // Everyone's is for everyone, whatever comes along.
    for (const char* ring : {"", "?ring=everyone"}) {
      CHECK(ask(ring, "") == there);
      CHECK(ask(ring, "", cookie) == there);
      CHECK(ask(ring, platform.merchant()) == there);
    }
  }
  const auto names = [&](const std::string& ring, const std::string& with) {
    std::string all;
    const Reply reply = platform.ask("GET", "/v1/public/catalogue" + ring, "", "", {.cookie = with});
    for (const auto& each : reply.part("categories")) all += each["name"].get<std::string>() + ";";
    return all;
  };
  CHECK(names("?ring=pilot", cookie) == "Für alle;Nur im Test;");
  CHECK(names("", cookie) == "Für alle;");
  CHECK(names("", "") == "Für alle;");
  // Not changed is said to who may read it only.
  const Reply first = platform.get("/v1/public/catalogue?ring=pilot", platform.lead());
  const auto again = [&](const std::string& with) {
    return platform.ask("GET", "/v1/public/catalogue?ring=pilot", "", "",
                        {.if_none_match = first.etag, .cookie = with});
  };
  CHECK(again(cookie).status == 304);
  CHECK(again(cookie).headers.at("Vary") == "Authorization, Cookie");
  CHECK(again("").status == 401);
  // The round is over: so is the code.
  platform.time.ms += 15 * kDay;
  CHECK(again(cookie).status == 401);
}

TEST_CASE("a code that lets nobody in says why") {
  Test test;
  const std::string early = test.round("pilot", 3), round = test.round("employees");
  test.invite(early, 1);
  test.invite(round, 1);
  const Reply not_yet = test.page("/app/test/" + test.code(early, 1));
  CHECK(not_yet.status == 403);
  CHECK(test.join(test.code(early, 1)).status == 403);
  CHECK(not_yet.text.find("beginnt erst am ") != std::string::npos);
  CHECK(test.page("/app/test").status == 200);
  CHECK(test.page("/app/test").text.find("name=\"code\"") != std::string::npos);
  std::string lower = test.code(round, 1);
  for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  CHECK(test.page("/app/test?code=" + lower).status == 200);
  CHECK(test.join(lower).status == 303);
  CHECK(test.join("2222-2222-2222").status == 422);
  CHECK(test.page("/app/test/2222-2222-2222").status == 404);
  CHECK(test.page("/app/test/nonsense").status == 404);
  const std::string cookie = test.enter(test.code(round, 1));
  CHECK(test.page("/app/", cookie).text.find("Testrunde") != std::string::npos);
  const Reply closed = test.platform.patch("/v1/test-rounds/" + round, test.platform.lead(),
                                           {{"closed", true}, {"conclusion", "Alles gesagt."}});
  REQUIRE_MESSAGE(closed.status == 200, closed.text);
  CHECK(test.page("/app/", cookie).text.find("Testrunde") == std::string::npos);
  CHECK(test.page("/app/test/" + test.code(round, 1)).status == 410);
  CHECK(test.platform.post("/v1/test-rounds/" + round + "/invitations", test.platform.lead(), {{"count", 1}})
            .status == 409);
}

TEST_CASE("wrong codes are slowed by address, by whichever way they come") {
  Test test;
  const std::string round = test.round();
  test.invite(round, 1);
  const std::string right = test.code(round, 1);
  for (int i = 0; i < 5; ++i) {
    CHECK(test.page("/app/test/2222-2222-222" + std::to_string(i), "", "203.0.113.9").status == 404);
    CHECK(test.join("2222-2222-222" + std::to_string(i), "", "203.0.113.9").status == 422);
  }
  CHECK(test.page("/app/test/" + right, "", "203.0.113.9").status == 429);
  const Reply slowed = test.join(right, "", "203.0.113.9");
  CHECK(slowed.status == 429);
  CHECK(std::stoi(slowed.headers.at("Retry-After")) > 0);
  Json body = report("c-1", "Text");
  body["code"] = right;
  CHECK(test.send(body, "203.0.113.9").status == 429);
  // Whoever takes part already is not put out by others in the same network who guess.
  CHECK(test.page("/app/", "__Host-stadtpult-test=" + right, "203.0.113.9").text.find("Testrunde") !=
        std::string::npos);
  CHECK(test.join(right, "", "203.0.113.10").status == 303);
  test.platform.time.ms += 40'000;
  // A right code is no guess that counts, however often it is opened.
  for (int i = 0; i < 3; ++i) CHECK(test.page("/app/test/" + right, "", "203.0.113.9").status == 200);
  CHECK(test.join(right, "", "203.0.113.9").status == 303);
}

TEST_CASE("feedback arrives once, whatever the line does") {
  Test test;
  Json body = report("app-77-1", "Die Karte springt. חיפוש не працює 検索 🙈");
  body["rating"] = 2;
  body["screen"] = "page:wohngeld";
  const Reply first = test.send(body);
  REQUIRE_MESSAGE(first.status == 201, first.text);
  const std::string receipt = first.body["receipt"];
  CHECK(receipt.size() == 32);
  CHECK(first.headers.at("Location") == "/v1/public/feedback/" + receipt);
  CHECK(first.body["state"] == "received");
  const Reply again = test.send(body);
  CHECK(again.status == 200);
  CHECK(again.body == first.body);
  CHECK(test.send(body, "", "key-1").body["receipt"] == receipt);
  CHECK(test.platform.get("/v1/feedback", test.platform.lead()).body["total"] == 1);
  const Reply other = test.send(report("app-77-1", "Etwas anderes"));
  CHECK(other.status == 409);
  CHECK(other.text.find("client_id") != std::string::npos);
  const Json item = test.item(first.body);
  CHECK(item["text"] == body["text"]);
  CHECK(item["source"] == "app");
  CHECK(item["tester"] == "");
  // The secret stands nowhere, nor in what is kept for Idempotency-Key.
  CHECK(test.stored().find(receipt) == std::string::npos);

  for (const Json& wrong :
       {Json{{"text", "x"}}, Json{{"client_id", "c"}}, report("c", " \n"), report("c/..", "x"),
        report("c", "a\u0001b"), report("c", std::string(4001, 'x'))}) {
    const Reply refused = test.send(wrong);
    CHECK_MESSAGE(refused.status == 422, refused.text);
  }
  CHECK(test.platform.ask("POST", "/v1/public/feedback", "", "{\"client_id\":\"c\",\"text\":\"\xff\"}")
            .status == 400);
  Json unknown = report("c-9", "x");
  unknown["miniapp_id"] = "app_nobody";
  const Reply named = test.send(unknown);
  CHECK(named.status == 422);
  CHECK(named.body["errors"][0]["field"] == "miniapp_id");
  CHECK(test.platform.get("/v1/feedback", test.platform.lead()).body["total"] == 1);
}

TEST_CASE("a code belongs to feedback while its round runs") {
  Test test;
  const std::string round = test.round();
  test.invite(round, 317);
  Json body = report("c-1", "Im Test gesehen");
  body["code"] = test.code(round, 317);
  const Reply sent = test.send(body);
  REQUIRE_MESSAGE(sent.status == 201, sent.text);
  const Json item = test.item(sent.body);
  CHECK(item["tester"] == "Testperson 0317");
  CHECK(item["round_id"] == round);
  body["client_id"] = "c-2";
  body["code"] = "2222-2222-2222";
  CHECK(test.send(body).status == 422);
  test.platform.time.ms += 15 * kDay;
  body["code"] = test.code(round, 1);
  const Reply over = test.send(body);
  CHECK(over.status == 409);
  CHECK(over.body["errors"][0]["field"] == "code");
  // What was taken before the end is answered afterwards, too.
  body["client_id"] = "c-1";
  body["code"] = test.code(round, 317);
  CHECK(test.send(body).status == 200);
}

TEST_CASE("a picture comes without its metadata, lies sealed, and is for the city's people") {
  Test test;
  Json body = report("c-1", "Siehe Bild");
  body["picture"] = base::to_base64(png_with_text("Worms, Marktplatz 2"));
  const Reply sent = test.send(body);
  REQUIRE_MESSAGE(sent.status == 201, sent.text);
  const Json item = test.item(sent.body);
  const std::string path = "/v1/feedback/" + item["id"].get<std::string>() + "/picture";
  const Reply picture = test.platform.get(path, test.platform.editor());
  REQUIRE(picture.status == 200);
  CHECK(picture.content_type == "image/png");
  CHECK(picture.text.find("Marktplatz") == std::string::npos);
  CHECK(base::sha256_hex(picture.text) == item["picture_sha256"]);
  CHECK(test.platform.get(path, test.platform.merchant()).status == 403);
  CHECK(test.platform.get(path, "").status == 401);
  const std::string stored = test.stored();
  CHECK(stored.find("Marktplatz") == std::string::npos);
  CHECK(stored.find(picture.text) == std::string::npos);

  int number = 2;
  const auto refused = [&](const std::string& bytes, bool plain = false) {
    Json wrong = report("c-" + std::to_string(number++), "Siehe Bild");
    wrong["picture"] = plain ? bytes : base::to_base64(bytes);
    const Reply reply = test.send(wrong);
    CHECK_MESSAGE((reply.status == 422 || reply.status == 413), reply.text);
    CHECK(reply.text.find("picture") != std::string::npos);
  };
  refused("no base64!", true);
  refused(testing::pdf_page("kein Bild"));
  {
    // A document is not even read: what it holds makes no difference.
    Json wrong = report("c-script", "Siehe Bild");
    wrong["picture"] =
        base::to_base64(testing::pdf_page("x", "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"));
    CHECK(test.send(wrong).text.find("Only a picture (PNG, JPEG or WebP) is taken here.") !=
          std::string::npos);
  }
  refused("<svg xmlns='http://www.w3.org/2000/svg'/>");
  refused(base::from_hex(kFeedbackPng)->substr(0, 50));
  refused(std::string(3 * 1024 * 1024 + 1, 'x'));
  CHECK(test.platform.get("/v1/feedback", test.platform.lead()).body["total"] == 1);
  CHECK(test.platform
            .get("/v1/feedback/" +
                     test.item(test.send(report("c-99", "ohne")).body)["id"].get<std::string>() + "/picture",
                 test.platform.lead())
            .status == 404);
}

TEST_CASE("a picture and a place that are taken out are nowhere any more, and the record stays whole") {
  Test test;
  Json body = report("c-1", "Siehe Bild");
  body["picture"] = base::to_base64(*base::from_hex(kFeedbackPng));
  const std::string id = test.item(test.send(body).body)["id"];
  const std::string path = "/v1/feedback/" + id;
  {
    // As one comes by Open311: with an address and coordinates.
    const auto done = test.platform.impl().store().write_and_wait(
        [&] { return test.platform.impl().occasion(system_actor(), "place"); },
        [&](Change& change) -> base::Done {
          const auto before = change.find<contract::Feedback>(id);
          contract::Feedback after = *before;
          after.address = "Wollgasse 4711, Worms";
          after.latitude = 49.6341234;
          after.longitude = 8.3571234;
          change.update(*before, after);
          return {};
        });
    REQUIRE(done.ok());
  }
  const Json item = test.platform.get(path, test.platform.lead()).body;
  const std::string sha256 = item["picture_sha256"];
  const auto traces = [&] {
    // Lines of the record, words that are searched, answers that are kept, and the files themselves.
    const std::string all = test.platform.get("/v1/audit?limit=500", test.platform.lead()).text +
                            test.stored() + test.platform.get(path, test.platform.lead()).text;
    std::set<std::string> found;
    for (const std::string& trace :
         {std::string("Wollgasse"), std::string("49.6341234"), std::string("8.3571234"), sha256})
      if (all.find(trace) != std::string::npos) found.insert(trace);
    return found;
  };
  CHECK(traces().size() == 4);
  const auto redact = [&](const Json& wish, const std::string& token = "") {
    return test.platform.post(path + "/redactions", token.empty() ? test.platform.lead() : token, wish);
  };
  CHECK(redact({{"picture", true}, {"reason", "Gesicht"}}, test.platform.editor()).status == 403);
  CHECK(redact({{"picture", true}}).status == 422);
  CHECK(redact({{"reason", "nichts"}}).status == 422);
  const Reply picture = redact({{"picture", true}, {"reason", "Gesicht"}});
  REQUIRE_MESSAGE(picture.status == 200, picture.text);
  CHECK(picture.body["picture_sha256"].is_null());
  CHECK(picture.body["redacted"] == true);
  CHECK(picture.body["text"] == "Siehe Bild");
  CHECK(picture.body["address"] == "Wollgasse 4711, Worms");
  CHECK(test.platform.get(path + "/picture", test.platform.lead()).status == 404);
  const auto pictures = [&] {
    std::int64_t count = 0;
    CHECK(test.platform.impl()
              .store()
              .read([&](Database& database) {
                count = as_int(database.query("SELECT COUNT(*) FROM feedback_pictures", "i")[0][0]);
              })
              .ok());
    return count;
  };
  CHECK(pictures() == 0);
  const Reply again = redact({{"picture", true}, {"reason", "Gesicht"}});
  CHECK(again.status == 422);
  CHECK(again.text.find("no picture") != std::string::npos);
  const Reply place = redact({{"place", true}, {"reason", "Wohnort"}});
  REQUIRE_MESSAGE(place.status == 200, place.text);
  CHECK(place.body["address"] == "");
  CHECK(place.body["latitude"].is_null());
  CHECK(place.body["longitude"].is_null());
  CHECK(place.body["timeline"].back()["detail"] == "Wohnort");
  CHECK(redact({{"place", true}, {"reason", "Wohnort"}}).status == 422);
  CHECK(traces().empty());
  const Json lines =
      test.platform.get("/v1/audit?filter=action:feedback.redact", test.platform.lead()).body["items"];
  REQUIRE(lines.size() == 2);
  const std::string told = lines.dump();
  for (const char* words : {"\"picture\"", "\"place\"", "Gesicht", "Wohnort"})
    CHECK_MESSAGE(told.find(words) != std::string::npos, told);
  CHECK(test.platform.get("/v1/audit/check", test.platform.lead()).body["valid"] == true);
}

TEST_CASE("the receipt tells the state and the answers, also of what it was merged into") {
  Test test;
  Platform& platform = test.platform;
  const Json one = test.send(report("c-1", "Die Karte springt")).body;
  const Json two = test.send(report("c-2", "Karte springt immer")).body;
  const auto change = [&](const Json& receipt, const Json& body) {
    const Reply done =
        platform.patch("/v1/feedback/" + test.item(receipt)["id"].get<std::string>(), platform.lead(), body);
    REQUIRE_MESSAGE(done.status == 200, done.text);
  };
  const auto read = [&](const Json& receipt) {
    return platform.get("/v1/public/feedback/" + receipt["receipt"].get<std::string>(), "").body;
  };
  change(two, {{"reply", "Wir sehen es uns an."}, {"note", "INTERN"}});
  platform.time.ms += 1000;
  change(two, {{"merged_into", test.item(one)["id"]}});
  platform.time.ms += 1000;
  change(one, {{"state", "done"}, {"reply", "Mit Version 1.1 behoben. <b>Danke!</b>"}});
  const Json seen = read(two);
  CHECK(seen["number"] == two["number"]);
  CHECK(seen["state"] == "done");
  REQUIRE(seen["replies"].size() == 2);
  CHECK(seen["replies"][0]["text"] == "Wir sehen es uns an.");
  CHECK(seen["replies"][1]["text"] == "Mit Version 1.1 behoben. <b>Danke!</b>");
  CHECK(seen.dump().find("INTERN") == std::string::npos);
  CHECK(read(one)["replies"].size() == 1);
  for (const std::string wrong : {"x", "00000000000000000000000000000000", "%2e%2e", "app_1"})
    CHECK(platform.get("/v1/public/feedback/" + wrong, "").status == 404);

  const Reply page = test.page("/app/feedback/" + two["receipt"].get<std::string>());
  REQUIRE(page.status == 200);
  CHECK(page.etag.empty());  // kept by nobody
  CHECK(page.text.find("Erledigt") != std::string::npos);
  CHECK(page.text.find("&lt;b&gt;Danke!") != std::string::npos);
  CHECK(test.page("/app/feedback/" + two["receipt"].get<std::string>() + "?language=uk")
            .text.find("Виконано") != std::string::npos);
  CHECK(test.page("/app/feedback/0000").status == 404);
}

TEST_CASE("the form sends once and leads to the receipt") {
  Test test;
  const Reply form = test.page("/app/feedback?screen=page:wohngeld&miniapp=app_gone");
  REQUIRE(form.status == 200);
  CHECK(test.page("/app/").text.find("href=\"/app/feedback\"") != std::string::npos);
  std::smatch found;
  REQUIRE(std::regex_search(form.text, found, std::regex("name=\"client_id\" value=\"([^\"]+)\"")));
  const std::string client = found[1];
  CHECK(form.text.find("app_gone") == std::string::npos);
  CHECK(test.page("/app/feedback").text.find(client) == std::string::npos);
  const auto send = [&](const std::string& body) {
    return test.platform.ask("POST", "/app/feedback", "", body,
                             {.content_type = "application/x-www-form-urlencoded"});
  };
  const std::string body =
      "client_id=" + client + "&kind=wish&text=Mehr+B%C3%A4nke%0D%0Abitte&rating=4&screen=page%3Awohngeld";
  const Reply sent = send(body);
  REQUIRE_MESSAGE(sent.status == 303, sent.text);
  CHECK(send(body).headers.at("Location") == sent.headers.at("Location"));
  const Reply page = test.page(sent.headers.at("Location"));
  CHECK(page.status == 200);
  CHECK(page.text.find("RM-0001") != std::string::npos);
  const Json item = test.platform.get("/v1/feedback", test.platform.lead()).body["items"][0];
  CHECK(item["text"] == "Mehr Bänke\nbitte");
  CHECK(item["kind"] == "wish");
  CHECK(item["rating"] == 4);
  CHECK(item["screen"] == "page:wohngeld");
  const Reply empty = send("client_id=web-2&kind=bug&text=+");
  CHECK(empty.status == 422);
  CHECK(empty.text.find("role=\"alert\"") != std::string::npos);
  const Reply long_text = send("client_id=web-3&text=%3Cscript%3E" + std::string(4001, 'x'));
  CHECK(long_text.status == 422);
  CHECK(long_text.text.find("4.000") != std::string::npos);
  CHECK(long_text.text.find("<script>xx") == std::string::npos);
  for (const char* wrong : {"", "%zz", "client_id=%ff&text=%ff", "text=x", "client_id=a b&text=x"}) {
    const Reply reply = send(wrong);
    CHECK_MESSAGE((reply.status == 422 || reply.status == 400), reply.status);
  }
  CHECK(test.platform.ask("POST", "/app/feedback", "", "{}").status == 415);
  CHECK(test.platform.get("/v1/feedback", test.platform.lead()).body["total"] == 1);
}

TEST_CASE("of a browser its kind is told, and no word of what it sends") {
  const auto mozilla = [](const std::string& rest) { return "Mozilla/5.0 " + rest; };
  for (const auto& [agent, kind] : std::vector<std::pair<std::string, std::string>>{
           {mozilla("(Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"), "Firefox, Android"},
           {mozilla("(Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
                    "Mobile "
                    "Safari/537.36"),
            "Chrome, Android"},
           {mozilla("(Linux; Android 14) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile "
                    "Safari/537.36"),
            "Samsung Internet, Android"},
           {mozilla(
                "(iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 "
                "Safari/604.1"),
            "Safari, iPhone"},
           {mozilla("(iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 CriOS/131.0 Mobile Safari/604.1"),
            "Chrome, iPad"},
           {mozilla("(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 "
                    "Edg/131.0.0.0"),
            "Edge, Windows"},
           {mozilla("(X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"), "Firefox, Linux"},
           {mozilla("(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15"),
            "Safari, macOS"},
           {"Firefox/133.0", "Firefox"},
           {"Lynx (Windows)", "Windows"},
           {"curl/8.5.0", ""},
           {"<script>alert(1)</script>", ""},
           {"", ""}})
    CHECK_MESSAGE(browser_of(agent) == kind, agent);
}

TEST_CASE(
    "the form says what it sends along, and sends that: kind of browser, City-App, version of the mini-app") {
  Test test;
  const std::string agent = "Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0";
  const auto app = test.platform.live("de.worms.karte", test.platform.category("Unterwegs"));
  const auto ask = [&](const std::string& method, const std::string& target, const std::string& body = "",
                       const std::string& with = "") {
    return test.platform.ask(
        method, target, "", body,
        {.content_type = body.empty() ? "" : "application/x-www-form-urlencoded", .user_agent = with});
  };
  const Reply form = ask("GET", "/app/feedback?miniapp=" + app.miniapp, "", agent);
  CHECK(form.text.find("(Firefox, Android)") != std::string::npos);
  CHECK(form.text.find("(Web " STADTPULT_VERSION ")") != std::string::npos);
  CHECK(form.text.find("name=\"miniapp_version\" value=\"1.0.0\"") != std::string::npos);
  CHECK(form.text.find("Zu: App de.worms.karte 1.0.0") != std::string::npos);
  CHECK(form.text.find("Gecko") == std::string::npos);
  CHECK(form.etag.empty());
  CHECK(ask("GET", "/app/feedback?language=en", "", "curl/8").text.find("nothing about your device") !=
        std::string::npos);
  REQUIRE(ask("POST", "/app/feedback",
              "client_id=web-1&kind=bug&text=Springt&miniapp_version=1.0.0&miniapp=" + app.miniapp, agent)
              .status == 303);
  Json item = test.platform.get("/v1/feedback", test.platform.lead()).body["items"][0];
  CHECK(item["device"] == "Firefox, Android");
  CHECK(item["app_version"] == "Web " STADTPULT_VERSION);
  CHECK(item["miniapp_version"] == "1.0.0");
  CHECK(test.stored().find("Gecko/133") == std::string::npos);
  // Who says nothing of a browser has none.
  REQUIRE(ask("POST", "/app/feedback", "client_id=web-2&kind=bug&text=Noch+etwas").status == 303);
  item = test.platform.get("/v1/feedback", test.platform.lead()).body["items"][0];
  CHECK(item["device"] == "");
  CHECK(item["miniapp_version"] == "");
}

TEST_CASE("one second is one, and several are several") {
  CHECK(too_fast(999).message.ends_with("again in 1 second."));
  CHECK(too_fast(1'999).message.ends_with("again in 1 second."));
  CHECK(too_fast(2'000).message.ends_with("again in 2 seconds."));
}

TEST_CASE("the form takes a picture as an app does, once, and says what is wrong with one") {
  Test test;
  CHECK(test.page("/app/feedback").text.find("enctype=\"multipart/form-data\"") != std::string::npos);
  const auto send = [&](const std::string& client, const std::string& text, const std::string& picture) {
    std::string body;
    for (const auto& [name, value] : {std::pair<std::string, std::string>{"client_id", client},
                                      {"kind", "bug"},
                                      {"text", text},
                                      {"rating", "0"}})
      body += "--grenze\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    body += "--grenze\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"" +
            std::string(picture.empty() ? "" : "bild.png") +
            "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + picture + "\r\n--grenze--\r\n";
    return test.platform.ask("POST", "/app/feedback", "", body,
                             {.content_type = "multipart/form-data; boundary=grenze"});
  };
  const auto picture = png_with_text("Ort 49.63 8.36");
  const Reply sent = send("web-1", "So sieht es aus", picture);
  REQUIRE_MESSAGE(sent.status == 303, sent.text);
  CHECK(send("web-1", "So sieht es aus", picture).headers.at("Location") == sent.headers.at("Location"));
  const Json item = test.platform.get("/v1/feedback", test.platform.lead()).body["items"][0];
  CHECK(item["picture_sha256"].is_string());
  const Reply shown =
      test.platform.get("/v1/feedback/" + item["id"].get<std::string>() + "/picture", test.platform.lead());
  CHECK(shown.content_type == "image/png");
  CHECK(shown.text.find("49.63") == std::string::npos);
  // A field that was left empty comes as a file without a name.
  REQUIRE(send("web-2", "Ohne Bild", "").status == 303);
  CHECK(test.platform.get("/v1/feedback", test.platform.lead()).body["items"][0]["picture_sha256"].is_null());
  for (const auto& wrong : {std::string("%PDF-1.4 kein Bild"), std::string("GIF89a"), picture.substr(0, 40),
                            std::string(4U << 20, 'x')}) {
    const Reply refused = send("web-3", "Mit Bild", wrong);
    CHECK(refused.status == 422);
    CHECK(refused.text.find("Dieses Bild lässt sich nicht annehmen") != std::string::npos);
    CHECK(refused.text.find("Mit Bild") != std::string::npos);  // what was written stands there again
  }
  const Reply empty = send("web-4", " ", picture);
  CHECK(empty.status == 422);
  CHECK(empty.text.find("Ihre Nachricht fehlt noch. Bitte wählen Sie das Bild noch einmal aus.") !=
        std::string::npos);
  for (const char* type : {"multipart/form-data", "multipart/form-data; boundary=andere"})
    CHECK(test.platform.ask("POST", "/app/feedback", "", "--grenze\r\n", {.content_type = type}).status >=
          400);
  CHECK(test.platform.get("/v1/feedback", test.platform.lead()).body["total"] == 2);
}

TEST_CASE("floods are slowed, told so, counted and shown, and nothing that was taken is lost") {
  Test test;
  const std::string round = test.round();
  test.invite(round, 2);
  int taken = 0, slowed = 0;
  const auto flood = [&](int count, const std::string& code, const std::string& source) {
    for (int i = 0; i < count; ++i) {
      Json body = report("f-" + std::to_string(taken + slowed) + "-" + source + code, "Text");
      if (!code.empty()) body["code"] = code;
      const Reply reply = test.send(body, source);
      if (reply.status == 201) {
        ++taken;
        continue;
      }
      ++slowed;
      CHECK(reply.status == 429);
      CHECK(reply.content_type == "application/problem+json");
      CHECK(std::stoi(reply.headers.at("Retry-After")) >= 1);
    }
  };
  flood(25, test.code(round, 1), "");
  CHECK(taken == 20);
  flood(5, test.code(round, 2), "");
  CHECK(taken == 25);
  flood(70, "", "198.51.100.7");
  CHECK(taken == 85);
  CHECK(slowed == 15);
  const Json rows = test.platform.get("/v1/feedback/floods", test.platform.editor()).body;
  REQUIRE(rows["total"] == 2);
  for (const auto& row : rows["items"]) {
    if (row["kind"] == "code") {
      CHECK(row["who"] == "Testperson 0001");
      CHECK(row["round_id"] == round);
      CHECK(row["count"] == 5);
    } else {
      CHECK(row["who"].get<std::string>().starts_with("Q-"));
      CHECK(row["round_id"].is_null());
      CHECK(row["count"] == 10);
    }
  }
  CHECK(rows.dump().find("198.51.100.7") == std::string::npos);
  CHECK(test.platform.get("/v1/feedback/floods", test.platform.merchant()).status == 403);
  CHECK(test.platform.get("/v1/feedback", test.platform.lead()).body["total"] == 85);
  // After the time that was named it goes on, and the counts outlive the program.
  test.platform.time.ms += 6'000;
  flood(1, test.code(round, 1), "");
  CHECK(taken == 86);
  flood(1, test.code(round, 1), "");
  CHECK(slowed == 16);
  test.platform.restart();
  const Json after = test.platform.get("/v1/feedback/floods", test.platform.lead()).body;
  int counted = 0;
  for (const auto& row : after["items"]) counted += row["count"].get<int>();
  CHECK(counted == 16);
}

TEST_CASE("a household of IPv6 is slowed as one network, which can be named for a reason") {
  Test test;
  int slowed = 0;
  for (int i = 0; i < 80; ++i) {
    const std::string source = i % 2 == 0 ? "2001:db8:1:2::7" : "2001:db8:1:2:a:b:c:d";
    slowed += test.send(report("h-" + std::to_string(i), "Text"), source).status == 429 ? 1 : 0;
  }
  CHECK(slowed == 20);
  const Json rows = test.platform.get("/v1/feedback/floods", test.platform.editor()).body;
  REQUIRE(rows["total"] == 1);
  CHECK(rows["items"][0]["count"] == 20);
  const Reply known =
      test.platform.post("/v1/security/reveals", test.platform.analyst(),
                         {{"pseudonym", rows["items"][0]["who"]}, {"reason", "Wer sendet so viel?"}});
  REQUIRE_MESSAGE(known.status < 300, known.text);
  CHECK(known.body["value"] == "2001:db8:1:2::");
}

TEST_CASE("what the gate remembers is bounded") {
  IntakeGate gate;
  Buckets buckets({2, 1});
  for (int i = 0; i < 50'000; ++i) buckets.take("a" + std::to_string(i), {1'000'000 + i});
  CHECK(buckets.size() <= Buckets::kMost);
  CHECK(buckets.take("b", {2'000'000}) == 0);
  CHECK(buckets.take("b", {2'000'000}) == 0);
  CHECK(buckets.take("b", {2'000'000}) == 1'000);
  CHECK(buckets.take("b", {1'000'000}) > 0);  // a clock that goes back gives nothing away
  CHECK(buckets.take("b", {2'001'000}) == 0);
  // Neighbours in one network of IPv6 are one, others are not.
  for (int i = 0; i < 60; ++i) CHECK(gate.by_source("2001:db8:1:1::" + std::to_string(i), {1'000'000}) == 0);
  CHECK(gate.by_source("2001:db8:1:1::ffff", {1'000'000}) > 0);
  CHECK(gate.by_source("2001:db8:1:2::1", {1'000'000}) == 0);
  CHECK(gate.by_source("::ffff:192.0.2.1", {1'000'000}) == 0);
  CHECK(gate.by_source("", {1'000'000}) == 0);
  CHECK(gate.due({1'000'000}).size() == 1);
  CHECK(gate.due({1'000'001}).empty());
}

TEST_CASE("a document on paper is the same each time, wraps, and numbers its pages") {
  const auto make = [](const std::string& word) {
    print::Document document({.title = "Bericht", .made_at = {1'795'000'000'000}, .footer = "Stadtpult"});
    document.heading("Überschrift");
    document.paragraph(word + " Ελληνικά Українська Türkçe", {.italic = true});
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < 80; ++i)
      rows.push_back(
          {std::to_string(i), "Ein Satz, der so lang ist, dass er in seiner Zelle umbrochen werden muss."});
    rows.push_back({"lang", std::string(6'000, 'w')});
    document.table({{"Nr.", 1, print::Align::right}, {"Text", 3}, {"Leer", 1}}, rows);
    CHECK(document.put_qr(20, 20, 40, "https://app.example.de/app/test/ABCD-EFGH-JKMN"));
    CHECK_FALSE(document.put_qr(20, 20, 40, std::string(5000, 'x')));
    CHECK(document.pages() > 3);
    CHECK(document.unknown_characters() == 0);
    CHECK(document.height_of(40, "kurz") < document.height_of(40, std::string(200, 'l')));
    CHECK(document.height_of(40, std::string(200, 'l'), {.max_lines = 1}) == document.height_of(40, "kurz"));
    auto file = document.finish();
    REQUIRE(file);
    return *file;
  };
  const std::string file = make("Wort");
  CHECK(file == make("Wort"));
  CHECK(file != make("Word"));
  CHECK(file.find("20261118110640") != std::string::npos);
  // Whatever comes is drawn.
  print::Document odd({.title = std::string("a\0b\xff", 4)});
  odd.paragraph("\xff\xfe ungültig \x01 " + std::string("null\0", 5));
  odd.table({{"A"}}, {{}, {"\xf0\x9f"}});
  CHECK(odd.finish());
}
