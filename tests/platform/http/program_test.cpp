// stadtpult-platform as its operator meets it: the real program, several processes on one store, signals, and
// what it says when something is wrong.

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <thread>

#include "api-client/contract/proof.hpp"
#include "api-client/contract/routes.hpp"
#include "platform/routes/service.hpp"
#include "tests/support/https_client.hpp"
#include "tests/support/json.hpp"
#include "tests/support/process.hpp"

namespace stadtpult::testing {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Ran {
  int code = -1;
  std::string output, error;
};

Ran run(const std::vector<std::string>& arguments) {
  Process process(STADTPULT_PLATFORM_PROGRAM, arguments);
  const int code = process.wait();
  return {code, process.output, process.error};
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() {
    static std::atomic<int> count{0};
    path_ = fs::temp_directory_path() /
            ("stadtpult_program_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] std::string store() const { return "sqlite:" + file("store.sqlite"); }

 private:
  fs::path path_;
};

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A running `serve` on a free port.
struct Serving {
  Process process;
  int port = 0;
  explicit Serving(const Folder& folder, std::vector<std::string> more = {})
      : process(STADTPULT_PLATFORM_PROGRAM, arguments(folder, std::move(more))) {
    static const std::string kReady = "listening on https://127.0.0.1:";
    REQUIRE_MESSAGE(process.wait_for_error_text(kReady), process.error);
    REQUIRE(process.wait_for_error_text("\n"));
    port = std::stoi(process.error.substr(process.error.find(kReady) + kReady.size()));
  }

 private:
  static std::vector<std::string> arguments(const Folder& folder, std::vector<std::string> more) {
    more.insert(more.begin(), {"serve", "--store", folder.store(), "--listen", "127.0.0.1:0"});
    return more;
  }
};

/// The token on the last line. A new folder gets the store of a new city, as a first `serve` makes it.
std::string make_token(const Folder& folder, std::vector<std::string> arguments) {
  if (!fs::exists(folder.file("store.sqlite")))
    REQUIRE(platform::Service::open({.store = folder.store()}).ok());
  arguments.insert(arguments.begin(), "token");
  arguments.insert(arguments.end(), {"--store", folder.store()});
  const Ran ran = run(arguments);
  REQUIRE_MESSAGE(ran.code == 0, ran.error);
  std::istringstream lines(ran.output);
  std::string line, last;
  while (std::getline(lines, line)) last = line;
  REQUIRE_FALSE(last.empty());
  return last;
}

HttpsClient::Headers headers(const std::string& token) {
  return {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}};
}

}  // namespace

TEST_CASE("serve makes its certificate once, and tokens of another process are good at once") {
  const Folder folder;
  std::string fingerprint;
  for (int start = 0; start < 2; ++start) {
    Serving serving(folder);
    const std::string certificate = read_file(folder.file("store.sqlite.cert.pem"));
    struct stat info {};
    REQUIRE(::stat(folder.file("store.sqlite.key.pem").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    const size_t at = serving.process.error.find("SHA-256 ");
    REQUIRE(at != std::string::npos);
    if (start == 1) CHECK(serving.process.error.substr(at + 8, 95) == fingerprint);
    fingerprint = serving.process.error.substr(at + 8, 95);
    const std::string token =
        make_token(folder, {"--role", "reviewer", "--name", "Frau Test", "--days", "1"});
    HttpsClient client(serving.port, {.ca_pem = certificate});
    REQUIRE_MESSAGE(client.connected(), client.error());
    const Json me = json_in(client.request("GET", "/v1/me", headers(token)).body);
    CHECK(me["role"] == "reviewer");
    CHECK(me["name"] == "Frau Test");
    serving.process.kill(start == 0 ? SIGTERM : SIGINT);
    CHECK(serving.process.wait() == 0);
    CHECK_FALSE(says(serving.process.error, token));
  }
}

TEST_CASE("what was acknowledged is in the store: after SIGTERM under load, and after kill -9") {
  const Folder folder;
  const std::string token = make_token(folder, {"--role", "project_lead"});
  std::set<std::string> acknowledged;
  for (const int signal : {SIGTERM, SIGKILL, SIGKILL}) {
    Serving serving(folder);
    std::mutex mutex;
    std::atomic<int> count{0}, unanswered{0};
    std::vector<std::thread> writers;
    for (int i = 0; i < 6; ++i)
      writers.emplace_back([&, i] {
        HttpsClient client(serving.port);
        for (int n = 0; client.connected() && n < 100'000; ++n) {
          const std::string body = R"({"text":{"de":"Grund )" + std::to_string(i * 100'000 + n) + R"("}})";
          const Reply reply = client.request("POST", "/v1/reasons", headers(token), body);
          if (reply.status != 201) {
            ++unanswered;
            break;
          }
          const std::lock_guard lock(mutex);
          acknowledged.insert(json_in(reply.body)["id"].get<std::string>());
          ++count;
          if (reply.header("connection") == "close") break;
        }
      });
    for (int i = 0; i < 2000 && count < 60; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(count >= 60);
    serving.process.kill(signal);
    const int code = serving.process.wait();
    for (auto& writer : writers) writer.join();
    CHECK(code == (signal == SIGTERM ? 0 : 128 + SIGKILL));
  }
  Serving serving(folder);
  HttpsClient client(serving.port);
  std::set<std::string> stored;
  std::string cursor;
  for (int page = 0; page < 10'000; ++page) {
    const Reply reply = client.request("GET", "/v1/reasons?limit=1000" + cursor, headers(token));
    REQUIRE(reply.status == 200);
    const Json list = json_in(reply.body);
    for (const auto& item : list["items"]) stored.insert(item["id"].get<std::string>());
    if (list["next"].is_null()) break;
    cursor = "&cursor=" + list["next"].get<std::string>();
  }
  size_t lost = 0;
  for (const auto& id : acknowledged) lost += stored.count(id) == 0 ? 1 : 0;
  CHECK(lost == 0);
}

TEST_CASE("audit check: the program that watches hears of it; a store at rest stays as it is") {
  const Folder folder, rules;
  std::ofstream(rules.file("checked.yml"))
      << "title: Checked\nlogsource:\n  product: stadtpult\n  service: audit\ndetection:\n  s:\n    "
         "metadata.event_code: audit_checked\n  condition: s\n";
  const std::string analyst = make_token(folder, {"--role", "security_analyst"});
  const std::string copy = folder.file("copy.sqlite");
  fs::copy_file(folder.file("store.sqlite"), copy);
  const std::string bytes = read_file(copy);
  const Ran of_copy = run({"audit", "check", "--store", "sqlite:" + copy});
  CHECK_MESSAGE(of_copy.code == 0, of_copy.error);
  CHECK(json_in(of_copy.output)["valid"] == true);
  CHECK(read_file(copy) == bytes);
  for (const char* key : {".key", ".audit.key"}) CHECK_FALSE(fs::exists(copy + key));
  CHECK(run({"audit", "check", "--store", folder.store()}).code == 0);  // with its keys, open nowhere
  CHECK(read_file(folder.file("store.sqlite")) == bytes);

  Serving serving(folder, {"--rules", rules.file("")});
  HttpsClient client(serving.port);
  const Ran checked = run({"audit", "check", "--store", folder.store()});
  CHECK_MESSAGE(checked.code == 0, checked.error);
  CHECK(json_in(checked.output)["valid"] == true);
  bool heard = false;
  for (int i = 0; i < 2'000 && !heard; ++i) {
    const Reply reply = client.request("GET", "/v1/security/alerts", headers(analyst));
    REQUIRE(reply.status == 200);
    heard = says(reply.body, "\"Checked\"");
    if (!heard) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(heard);
}

TEST_CASE("tokens: a merchant needs its organisation, roles and organisations must be known") {
  const Folder folder;
  const Ran seeded = run({"seed", "worms", "--store", folder.store()});
  REQUIRE_MESSAGE(seeded.code == 0, seeded.error);
  CHECK(run({"seed", "--store", folder.store(), "worms"}).code == 0);
  CHECK_FALSE(make_token(folder, {"--role", "merchant", "--organisation", "demo-merchant"}).empty());
  const Ran without = run({"token", "--role", "merchant", "--store", folder.store()});
  CHECK(without.code == 1);
  CHECK(says(without.error, "--organisation"));
  const Ran unknown =
      run({"token", "--store", folder.store(), "--role", "merchant", "--organisation", "nobody"});
  CHECK(unknown.code == 1);
  CHECK(says(unknown.error, "nobody"));
  CHECK(unknown.output.empty());
  const Ran role = run({"token", "--role", "king", "--store", folder.store()});
  CHECK(role.code == 1);
  CHECK(says(role.error, "project_lead"));
  CHECK(run({"token", "--role", "editor", "--days", "0", "--store", folder.store()}).code == 1);
  CHECK(run({"seed", "atlantis", "--store", folder.store()}).code == 1);
}

TEST_CASE("what is wrong is said in a sentence, with exit code 1") {
  const Folder folder;
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"serve"}, {"token", "--role", "editor"}, {"seed", "worms"}, {"import", "dldb", "/dev/null"}}) {
    const Ran ran = run(arguments);
    CHECK(ran.code == 1);
    CHECK(says(ran.error, "--store sqlite:FILE"));
  }
  CHECK(run({}).code == 1);
  const Ran unknown = run({"frobnicate"});
  CHECK(unknown.code == 1);
  CHECK(says(unknown.error, "\"frobnicate\" is not a command"));
  CHECK(run({"serve", "--store", "postgres:x"}).code == 1);
  CHECK(says(run({"serve", "--store", folder.store(), "--listen", "here"}).error, "HOST:PORT"));
  CHECK(says(run({"serve", "--store", folder.store(), "--tls-cert", "/x"}).error, "--tls-key"));
  CHECK(says(run({"serve", "--store", folder.store(), "--tls-cert", "/x", "--tls-key", "/y"}).error, "/x"));
  const Ran domain = run({"serve", "--store", folder.store(), "--staff-domain", "eva@worms.example"});
  CHECK(domain.code == 1);
  CHECK(says(domain.error, "\"eva@worms.example\" is no mail domain"));
  const Ran line_0 = run({"audit", "export", folder.file("r"), "--from", "0", "--store", folder.store()});
  CHECK(line_0.code == 1);
  CHECK(says(line_0.error, "--from: it must be a whole number from 1"));
  const Ran verify = run({"audit", "verify", folder.file("")});
  CHECK(verify.code == 1);
  CHECK(says(json_in(verify.output)["reason"], "is a folder, not a file"));
  const Ran nowhere = run({"serve", "--store", "sqlite:/nowhere/at/all.sqlite"});
  CHECK(nowhere.code == 1);
  CHECK(says(nowhere.error, "/nowhere/at/all.sqlite"));
  std::ofstream(folder.file("damaged.sqlite")) << std::string(8192, 'x');
  const Ran damaged =
      run({"serve", "--store", "sqlite:" + folder.file("damaged.sqlite"), "--listen", "127.0.0.1:0"});
  CHECK(damaged.code == 1);
  CHECK(says(damaged.error, "damaged.sqlite"));
  Serving serving(folder);
  const Ran second =
      run({"serve", "--store", folder.store(), "--listen", "127.0.0.1:" + std::to_string(serving.port)});
  CHECK(second.code == 1);
  CHECK(says(second.error, "in use"));
}

TEST_CASE("what is typed is UTF-8, and a name is one line: the record stays one that can be exported") {
  const Folder folder;
  make_token(folder, {"--role", "editor", "--name", "Frau Müller"});
  const std::string latin = "Frau M\xfcller";
  const auto refused = [&](std::vector<std::string> arguments, const std::string& words) {
    arguments.insert(arguments.end(), {"--store", folder.store()});
    const Ran ran = run(arguments);
    CHECK(ran.code == 1);
    CHECK_MESSAGE(says(ran.error, words), ran.error);
    CHECK_FALSE(says(ran.error, "\xfc"));
  };
  refused({"token", "--role", "editor", "--name", latin}, "The value of --name is not UTF-8");
  refused({"token", "--role", "editor", "--name=" + latin}, "The value of --name is not UTF-8");
  refused({"open311-key", "add", "--name", latin}, "The value of --name is not UTF-8");
  refused({"audit", "erase", "--principal", "usr_1", "--reason", latin},
          "The value of --reason is not UTF-8");
  for (const std::string& name :
       {std::string("Frau\nMüller"), std::string("Frau\x1b[31m"), std::string("  "), std::string(201, 'x')}) {
    refused({"token", "--role", "editor", "--name", name}, "one line of 1 to 200 characters");
    refused({"open311-key", "add", "--name", name}, "one line of 1 to 200 characters");
  }
  const std::string file = folder.file("record.ndjson");
  REQUIRE(run({"audit", "export", file, "--store", folder.store()}).code == 0);
  const Ran verified = run({"audit", "verify", file});
  CHECK_MESSAGE(verified.code == 0, verified.output);
}

TEST_CASE("commands take a store that is there: a mistyped path makes no new city") {
  const Folder folder;
  const std::string file = folder.file("store.sqlite");
  const std::vector<std::vector<std::string>> commands = {
      {"token", "--role", "editor"},
      {"devices", "list"},
      {"open311-key", "list"},
      {"audit", "export", folder.file("record.ndjson")},
      {"export", "xliff", "--language", "en", folder.file("en.xlf")},
      {"ingest", "--format", "combined", "/dev/null"},
  };
  const auto each_says = [&](const std::string& words) {
    for (auto command : commands) {
      command.insert(command.end(), {"--store", folder.store()});
      const Ran ran = run(command);
      CHECK(ran.code == 1);
      CHECK_MESSAGE(says(ran.error, words), command[0], ": ", ran.error);
    }
  };
  each_says("There is no store " + file);
  std::ofstream(file).close();
  each_says("There is no store " + file);
  CHECK(fs::file_size(file) == 0);
  CHECK_FALSE(fs::exists(file + ".key"));
}

TEST_CASE(
    "serve: without any rule, without a key and over an emptied store it does not start, and says why") {
  const Folder folder, rules;
  const auto refusal = [&](std::vector<std::string> more = {}) {
    if (std::find(more.begin(), more.end(), "--listen") == more.end())
      more.insert(more.end(), {"--listen", "127.0.0.1:0"});
    more.insert(more.begin(), {"serve", "--store", folder.store()});
    const Ran ran = run(more);
    CHECK(ran.code == 1);
    // One sentence, and nothing behind it.
    const auto last = ran.error.rfind("stadtpult-platform: ");
    REQUIRE(last != std::string::npos);
    CHECK(ran.error.find('\n', last) == ran.error.size() - 1);
    return ran.error.substr(last);
  };
  const std::string file = folder.file("store.sqlite");
  CHECK(says(refusal({"--rules", folder.file("nope")}), folder.file("nope")));
  CHECK(says(refusal({"--rules", rules.file("")}), "There is no detection rule"));
  CHECK_FALSE(fs::exists(file));
  make_token(folder, {"--role", "editor"});
  {
    Serving serving(folder);
    CHECK(says(refusal({"--listen", "127.0.0.1:" + std::to_string(serving.port)}), "in use"));
  }
  for (const char* key : {".key", ".audit.key"}) {
    fs::rename(file + key, file + ".kept");
    CHECK(says(refusal(), file + key + " is missing"));
    CHECK_FALSE(fs::exists(file + key));
    fs::rename(file + ".kept", file + key);
  }
  fs::rename(file, file + ".whole");
  for (const char* beside : {"-wal", "-shm"}) fs::remove(file + beside);
  std::ofstream(file).close();
  CHECK(says(refusal(), "its keys lie beside it"));
  CHECK(says(run({"token", "--role", "editor", "--store", folder.store()}).error, "its keys lie beside it"));
}

TEST_CASE("openapi, --version, --help and check need no store") {
  const Ran openapi = run({"openapi"});
  CHECK(openapi.code == 0);
  CHECK(openapi.output == contract::openapi_document() + "\n");
  CHECK(says(run({"--version"}).output, "stadtpult-platform "));
  const Ran help = run({"--help"});
  CHECK(help.code == 0);
  for (const char* command : {"serve", "token", "seed", "import", "check", "openapi"})
    CHECK(says(help.output, command));
  CHECK(says(run({"import", "ozg", "--help"}).output, "--leika"));
  const Folder folder;
  std::ofstream(folder.file("manifest.json")) << "{}";
  const Ran check = run({"check", folder.file("manifest.json")});
  CHECK(check.code == 1);
  CHECK(json_in(check.output)["accepted"] == false);
}

TEST_CASE("opening-hours prints JSON for every expression; what stands around it is checked") {
  const std::vector<std::string> asked = {"opening-hours",    "--region", "de-rp",     "--from",
                                          "2026-12-24T00:00", "--to",     "2026-12-29"};
  const auto answer = [&](const std::string& expression) {
    auto command = asked;
    command.push_back(expression);
    const Ran ran = run(command);
    CHECK(ran.code == 0);
    return json_in(ran.output);
  };
  CHECK(answer("Mo-Fr 08:00-12:00; PH off") ==
        json_in(
            R"({"understood": true, "intervals": [{"from": "2026-12-24T08:00", "to": "2026-12-24T12:00"},
          {"from": "2026-12-28T08:00", "to": "2026-12-28T12:00"}],
          "sentence": "Montag bis Freitag 8 bis 12 Uhr, an Feiertagen geschlossen.", "problems": []})"));
  CHECK(
      answer("Mo 18:00-20:00 \"evtl.\"")["intervals"] ==
      json_in(
          R"([{"from": "2026-12-28T18:00", "to": "2026-12-28T20:00", "unknown": true, "comment": "evtl."}])"));
  for (const auto& expression : {std::string("Montag bis Freitag"), std::string(), std::string("Mo \xFF"),
                                 std::string(100'000, '[')}) {
    const auto refused = answer(expression);
    CHECK(refused["understood"] == false);
    CHECK(refused["intervals"].empty());
    CHECK(refused["problems"].size() > 0);
  }
  for (const auto& [at, wrong] :
       std::map<std::size_t, std::string>{{2, "de-xx"}, {4, "2026-02-30"}, {6, "morgen"}}) {
    auto command = asked;
    command[at] = wrong;
    command.emplace_back("24/7");
    const Ran ran = run(command);
    CHECK(ran.code == 1);
    CHECK(says(ran.error, asked[at - 1].c_str()));
  }
  auto backwards = asked;
  backwards[6] = backwards[4];
  backwards.emplace_back("24/7");
  CHECK(says(run(backwards).error, "--to must be later"));
  CHECK(run(asked).code == 1);
}

TEST_CASE("imports: a report that is read by people or by programs, and twice changes nothing") {
  const fs::path data = STADTPULT_DATA_DIR;
  const std::string services = (data / "municipal-catalogue/services_de.json").string();
  const std::string topics = (data / "municipal-catalogue/topic_de.json").string();
  const std::string ozg = (data / "ozg/ozg_leistungen.csv").string();
  const std::string leika = (data / "ozg/leika_leistungen.csv").string();
  if (!fs::exists(services) || !fs::exists(ozg)) {
    MESSAGE("skipped: no municipal catalogues in " << data.string());
    return;
  }
  const Folder folder;
  const Ran first = run({"import", "dldb", services, "--topics", topics, "--store", folder.store()});
  REQUIRE_MESSAGE(first.code == 0, first.error);
  CHECK(says(first.output, "rows read"));
  const Ran again =
      run({"import", "--json", "--store", folder.store(), "dldb", "--topics", topics, services});
  REQUIRE_MESSAGE(again.code == 0, again.error);
  const Json report = json_in(again.output);
  CHECK(report["created"] == 0);
  CHECK(report["changed"] == 0);
  CHECK(report["categories_created"] == 0);
  CHECK(report["unchanged"].get<int>() > 0);
  const Ran other = run({"--store", folder.store(), "import", "ozg", ozg, "--leika", leika, "--json"});
  REQUIRE_MESSAGE(other.code == 0, other.error);
  CHECK(json_in(other.output)["created"].get<int>() > 0);
  const Ran wrong = run({"import", "dldb", leika, "--store", folder.store()});
  CHECK(wrong.code == 1);
  CHECK_FALSE(wrong.error.empty());
  CHECK(says(run({"import", "dldb", "/nowhere.json", "--store", folder.store()}).error, "/nowhere.json"));
}

TEST_CASE("tables of offices: Windows-1252, UTF-16, an odd byte and the end of a file of DOS") {
  const Folder folder;
  const auto take = [&](const std::string& services, const std::string& leika = "") {
    std::ofstream(folder.file("ozg.csv"), std::ios::binary) << services;
    std::vector<std::string> command = {"import", "ozg",     folder.file("ozg.csv"),
                                        "--json", "--store", folder.store()};
    if (!leika.empty()) {
      std::ofstream(folder.file("leika.csv"), std::ios::binary) << leika;
      command.insert(command.end(), {"--leika", folder.file("leika.csv")});
    }
    return run(command);
  };
  const std::string head = "ozg_id;name;lebenslage;themenfeld\r\n";
  const Ran office = take(head +
                              "10001;B\xFCrgerb\xFCro;Stra\xDF"
                              "e;B\xFC"
                              "cher\r\n\x1A",
                          "leika;name;leika_typ;ozg_id\r\n99000001000000;B\xFCro;5;10001\r\n");
  REQUIRE_MESSAGE(office.code == 0, office.error);
  CHECK(says(office.error, "ozg.csv is not in UTF-8; it was read as Windows-1252."));
  CHECK(says(office.error, "leika.csv is not in UTF-8; it was read as Windows-1252."));
  CHECK(json_in(office.output)["created"] == 1);
  CHECK(json_in(office.output)["not_taken"].empty());
  // The same words in UTF-8 and in UTF-16 change nothing.
  const std::string text = head + "10001;Bürgerbüro;Straße;Bücher\r\n";
  CHECK_FALSE(says(take(text).error, "1252"));
  const Ran plain = take(text);
  CHECK(json_in(plain.output)["unchanged"] == 1);
  std::string wide = "\xFF\xFE";
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0xC0) c = static_cast<unsigned char>((c << 6) | (text[++at] & 0x3F));  // U+00C0 to U+00FF
    (wide += static_cast<char>(c)) += '\0';
  }
  const Ran utf16 = take(wide);
  REQUIRE_MESSAGE(utf16.code == 0, utf16.error);
  CHECK(utf16.output == plain.output);
  const Ran odd = take(text + "10002;A\x01;X;Y\r\n10003;C;X;Y\r\n");
  REQUIRE_MESSAGE(odd.code == 0, odd.error);
  const Json report = json_in(odd.output);
  CHECK(report["created"] == 1);
  REQUIRE(report["not_taken"].size() == 1);
  CHECK(report["not_taken"][0]["line"] == 3);
}

TEST_CASE("an option that may come several times leaves the file behind it alone") {
  const Folder folder;
  REQUIRE(run({"seed", "worms", "--store", folder.store()}).code == 0);
  const auto all = folder.file("all.xlf"), one = folder.file("one.xlf");
  REQUIRE(run({"export", "xliff", "--language", "en", all, "--store", folder.store()}).code == 0);
  const auto pages_in = [](const std::string& file) {
    std::vector<std::string> ids;
    const auto text = read_file(file);
    const std::string mark = "original=\"";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      at += mark.size();
      ids.push_back(text.substr(at, text.find('"', at) - at));
    }
    return ids;
  };
  const auto ids = pages_in(all);
  REQUIRE(ids.size() > 2);
  const Ran first =
      run({"export", "xliff", "--language", "en", "--page", ids[0], one, "--store", folder.store()});
  REQUIRE_MESSAGE(first.code == 0, first.error);
  CHECK(pages_in(one) == std::vector<std::string>{ids[0]});
  const Ran two = run({"export", "xliff", "--language", "en", "--page", ids[0], "--page", ids[1], one,
                       "--store", folder.store()});
  REQUIRE_MESSAGE(two.code == 0, two.error);
  CHECK(pages_in(one).size() == 2);

  std::ofstream(folder.file("r.csv")) << "id,title\nX-1,Gut\nX-2,\nX-3,\nX-4,\n";
  for (const auto& skip :
       std::vector<std::vector<std::string>>{{"--skip", "3,4,5"}, {"--skip", "3", "--skip", "4,5"}}) {
    std::vector<std::string> command = {"import", "requirements"};
    command.insert(command.end(), skip.begin(), skip.end());
    command.insert(command.end(), {folder.file("r.csv"), "--store", folder.store(), "--json", "--check"});
    const Ran table = run(command);
    REQUIRE_MESSAGE(table.code == 0, table.error);
    CHECK(json_in(table.output)["taken"] == 1);
  }
  // What is missing is a rule, not the file.
  const Ran detect =
      run({"detect", "--rules", folder.file(""), folder.file("none.log"), "--format", "combined"});
  CHECK(detect.code == 1);
  CHECK(says(detect.error, "There is no rule that could be loaded"));
}

TEST_CASE("pages go out to a translation office and come back, by commands") {
  const Folder folder;
  REQUIRE(run({"seed", "worms", "--store", folder.store()}).code == 0);
  const auto text_of = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(file), {}};
  };
  for (const char* version : {"1.2", "2.0"}) {
    const auto file = folder.file(std::string("en-") + version + ".xlf");
    const Ran out =
        run({"export", "xliff", "--language", "en", "--version", version, file, "--store", folder.store()});
    REQUIRE_MESSAGE(out.code == 0, out.error);
    CHECK(says(out.output, "texts to translate"));
    const Ran in = run({"import", "xliff", file, "--store", folder.store(), "--json"});
    REQUIRE_MESSAGE(in.code == 0, in.error);
    const Json report = json_in(in.output);
    CHECK(report["rows"].get<int>() > 100);
    CHECK(report["created"] == 0);
    CHECK(report["changed"] == 0);
    CHECK(report["rows"].get<int>() == report["unchanged"].get<int>() + report["skipped"].get<int>());
  }
  // The pages of one category are some of all.
  const auto pages_exported = [&](std::vector<std::string> more) {
    std::vector<std::string> command = {"export",  "xliff",        "--language",           "en",
                                        "--store", folder.store(), folder.file("some.xlf")};
    command.insert(command.end(), more.begin(), more.end());
    const Ran out = run(command);
    REQUIRE_MESSAGE(out.code == 0, out.error);
    return std::stoi(out.output);
  };
  const int all = pages_exported({}), some = pages_exported({"--category", "cat_meldewesen"});
  CHECK(some > 0);
  CHECK(some < all);
  // A word changed by the office: seen by --check, taken without it.
  const auto file = folder.file("tr.xlf");
  REQUIRE(run({"export", "xliff", "--language", "tr", file, "--needed", "--store", folder.store()}).code ==
          0);
  auto words = text_of(file);
  const auto source = words.find("</source>");
  REQUIRE(source != std::string::npos);
  words.insert(source + 9, "<target>Merhaba</target>");
  auto target = words.find("<target", source + 30);
  if (target < words.find("</trans-unit>", source))
    words.erase(target, words.find("</target>", target) + 9 - target);
  std::ofstream(file, std::ios::binary) << words;
  const Ran checked = run({"import", "xliff", file, "--check", "--json", "--store", folder.store()});
  REQUIRE_MESSAGE(checked.code == 0, checked.error);
  const Ran taken = run({"import", "xliff", file, "--json", "--store", folder.store()});
  CHECK(taken.output == checked.output);
  const Json report = json_in(taken.output);
  CHECK(report["created"].get<int>() + report["changed"].get<int>() == 1);
  const Ran again = run({"import", "xliff", file, "--json", "--store", folder.store()});
  CHECK(json_in(again.output)["changed"] == 0);
  // Everything that is wrong is named, and nothing is taken.
  const auto cut = words.find("<trans-unit"), end = words.find("</trans-unit>") + 13;
  std::ofstream(file, std::ios::binary) << words.erase(cut, end - cut);
  const Ran refused = run({"import", "xliff", file, "--store", folder.store()});
  CHECK(refused.code == 1);
  CHECK(says(refused.error, "/title: The file lacks this text"));
  std::ofstream(file, std::ios::binary)
      << "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xliff>&e;</xliff>";
  CHECK(says(run({"import", "xliff", file, "--store", folder.store()}).error, "DOCTYPE"));
  CHECK(run({"export", "xliff", "--language", "de", file, "--store", folder.store()}).code == 1);
  CHECK(
      run({"export", "xliff", "--language", "en", "--version", "3", file, "--store", folder.store()}).code ==
      1);
}

TEST_CASE("a backup beside a running platform, its evidence, and the store put back from it") {
  const Folder folder;
  const std::string lead = make_token(folder, {"--role", "project_lead"});
  const std::string backups = folder.file("backups"), elsewhere = folder.file("elsewhere.sqlite");
  std::string copy;
  {
    Serving serving(folder);
    HttpsClient client(serving.port);
    const auto layer = [&] {
      return json_in(client.request("GET", "/v1/security/layers?q=backup", headers(lead)).body)["items"][0];
    };
    // The look is on a thread of its own; on a busy machine an answer may still be of the one before.
    const auto becomes = [&](const std::string& state) {
      Json seen;
      for (int i = 0; i < 100 && (seen = layer())["state"] != state; ++i) {
      }
      CHECK_MESSAGE(seen["state"] == state, seen.dump());
      return seen;
    };
    const auto reason = [&](const std::string& text) {
      return client.request("POST", "/v1/reasons", headers(lead), R"({"text":{"de":")" + text + R"("}})");
    };
    becomes("unknown");
    REQUIRE(reason("Vorher").status == 201);
    const Ran ran = run({"backup", "--store", folder.store(), "--to", backups});
    REQUIRE_MESSAGE(ran.code == 0, ran.error);
    CHECK(says(ran.error, "store.sqlite.key"));
    copy = ran.output.substr(66, ran.output.find('\n') - 66);
    CHECK(fs::path(copy).parent_path() == backups);
    struct stat info {};
    REQUIRE(::stat(copy.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK(std::distance(fs::directory_iterator(backups), {}) == 2);  // with its note; nothing half beside it
    const auto measured = becomes("holds");
    CHECK(says(measured["evidence"]["de"], copy));
    REQUIRE(reason("Nachher").status == 201);

    // What somebody did to the copy or its note is seen, and that it is gone.
    const std::string bytes = read_file(copy), note = read_file(copy + ".note");
    std::ofstream(copy, std::ios::binary) << bytes.substr(0, 4096) << std::string(bytes.size() - 4096, 'x');
    becomes("broken");
    std::ofstream(copy, std::ios::binary) << bytes << "x";
    becomes("broken");
    std::ofstream(copy, std::ios::binary) << bytes;
    becomes("holds");
    std::string forged = note;
    forged.replace(forged.find("\nline ") + 6, 1, "9");
    std::ofstream(copy + ".note", std::ios::binary) << forged;
    becomes("broken");
    std::ofstream(copy + ".note", std::ios::binary) << note;
    becomes("holds");
    fs::rename(copy, elsewhere);
    becomes("warning");
    fs::rename(copy + ".note", elsewhere + ".note");
    const auto record =
        json_in(client.request("GET", "/v1/audit?filter=action:backup.create", headers(lead)).body)["items"];
    REQUIRE(record.size() == 1);
    CHECK(record[0]["changes"][1]["new"] == "\"" + ran.output.substr(0, 64) + "\"");
  }
  const auto restore = [&](const std::string& from, const std::string& to) {
    return run({"restore", from, "--store", "sqlite:" + to});
  };
  // Not over a store, nor beside what SQLite would read into it, not without its keys or with others.
  CHECK(says(restore(elsewhere, folder.file("store.sqlite")).error, "already"));
  fs::create_directory(folder.file("new"));
  const std::string fresh = folder.file("new/store.sqlite");
  CHECK(says(restore(elsewhere, fresh).error, "store.sqlite.key is missing"));
  for (const char* key : {".key", ".audit.key"})
    fs::copy_file(folder.file("store.sqlite") + key, fresh + key);
  std::ofstream(fresh + "-wal") << "what a crash left";
  CHECK(says(restore(elsewhere, fresh).error, "store.sqlite-wal"));
  fs::remove(fresh + "-wal");
  fs::rename(fresh + ".key", fresh + ".right");
  fs::copy_file(fresh + ".audit.key", fresh + ".key");
  CHECK(says(restore(elsewhere, fresh).error, "not the one"));
  fs::rename(fresh + ".right", fresh + ".key");
  // Not from what is no copy, half of one, or changed in one place: a token more, say.
  CHECK(restore(folder.file("nowhere"), fresh).code == 1);
  const std::string whole = read_file(elsewhere);
  const std::string half = folder.file("half");
  fs::copy_file(elsewhere + ".note", half + ".note");
  std::ofstream(half, std::ios::binary) << whole.substr(0, whole.size() / 2);
  CHECK(restore(half, fresh).code == 1);
  std::string changed = whole;
  changed[changed.find("Vorher")] = 'W';
  std::ofstream(half, std::ios::binary) << changed;
  CHECK(says(restore(half, fresh).error, "not what was copied"));
  CHECK_FALSE(fs::exists(fresh));
  const Ran put_back = restore(elsewhere, fresh);
  REQUIRE_MESSAGE(put_back.code == 0, put_back.error);
  CHECK(std::distance(fs::directory_iterator(folder.file("new")), {}) == 3);
  Process serve(STADTPULT_PLATFORM_PROGRAM,
                {"serve", "--store", "sqlite:" + fresh, "--listen", "127.0.0.1:0"});
  REQUIRE(serve.wait_for_error_text("listening on https://127.0.0.1:"));
  REQUIRE(serve.wait_for_error_text("\n"));
  HttpsClient client(std::stoi(serve.error.substr(serve.error.find("127.0.0.1:") + 10)));
  const std::string reasons = client.request("GET", "/v1/reasons?limit=1000", headers(lead)).body;
  CHECK(says(reasons, "Vorher"));
  CHECK_FALSE(says(reasons, "Nachher"));
  CHECK(json_in(client.request("GET", "/v1/audit/check", headers(lead)).body)["valid"] == true);
}

TEST_CASE("of many backups the newest stay; other files and other cities' copies are left") {
  const Folder folder, other;
  const std::string backups = folder.file("backups");
  const auto back_up = [&](const Folder& of, std::vector<std::string> more = {}) {
    std::vector<std::string> all = {"backup", "--store", of.store(), "--to", backups};
    all.insert(all.end(), more.begin(), more.end());
    const Ran ran = run(all);
    REQUIRE_MESSAGE(ran.code == 0, ran.error);
    return fs::path(ran.output.substr(66, ran.output.find('\n') - 66)).filename().string();
  };
  for (const auto* each : {&folder, &other}) make_token(*each, {"--role", "editor"});
  const std::string others = back_up(other);
  const std::string first = back_up(folder);
  const std::string city = first.substr(0, 19);  // "stadtpult-1a2b3c4d-"
  CHECK(others.substr(0, 19) != city);
  for (const char* part : {"", ".note"})
    fs::rename(backups + "/" + first + part, backups + "/" + city + "20200102T000000Z.sqlite" + part);
  const std::vector<std::string> stay = {city + "20990101T000000Z.sqlite", city + "vor-dem-umzug-17.sqlite",
                                         "stadtpult-notes.sqlite", "wichtig.txt"};
  for (const auto& name : stay) std::ofstream(backups + "/" + name) << "x";
  const std::string partial = city + "20200101T000000Z.sqlite.partial";
  for (const auto& name : {city + "20200101T000000Z.sqlite", partial})
    std::ofstream(backups + "/" + name) << "x";
  const std::string second = back_up(folder, {"--keep", "2"});
  CHECK_FALSE(fs::exists(backups + "/" + city + "20200101T000000Z.sqlite"));
  CHECK_FALSE(fs::exists(backups + "/" + partial));
  for (const auto& name : {city + "20200102T000000Z.sqlite", second, second + ".note", others})
    CHECK_MESSAGE(fs::exists(backups + "/" + name), name);
  for (const auto& name : stay) CHECK_MESSAGE(fs::exists(backups + "/" + name), name);
  CHECK(run({"backup", "--store", folder.store(), "--to", folder.file("store.sqlite")}).code == 1);
  // A store that is not there is not made, and no copy of nothing.
  const Ran nowhere = run({"backup", "--store", "sqlite:" + folder.file("typo.sqlite"), "--to", backups});
  CHECK(nowhere.code == 1);
  CHECK(says(nowhere.error, "There is no store"));
  CHECK_FALSE(fs::exists(folder.file("typo.sqlite")));
}

TEST_CASE("serve takes the city's mail domains, in small letters, for the console to tell") {
  const Folder folder;
  const std::string lead = make_token(folder, {"--role", "project_lead"});
  Serving serving(folder, {"--staff-domain", "Worms.Example", "--staff-domain", "stadtwerke.example"});
  HttpsClient client(serving.port);
  CHECK(json_in(client.request("GET", "/v1/me", headers(lead)).body)["staff_domains"] ==
        Json::array({"worms.example", "stadtwerke.example"}));
}

TEST_CASE("a source that asks for too much waits, and the platform says so") {
  const Folder folder;
  const std::string lead = make_token(folder, {"--role", "project_lead"});
  Serving serving(folder, {"--requests-per-second", "1"});
  HttpsClient client(serving.port);
  Reply last;
  for (int i = 0; i < 30 && last.status != 429; ++i) last = client.request("GET", "/v1/me", headers(lead));
  REQUIRE(last.status == 429);
  CHECK(std::stoi(last.header("retry-after")) >= 1);
  CHECK(json_in(last.body)["status"] == 429);
}

TEST_CASE("ingest --follow goes on through new lines, rotation and kill -9, and counts nothing twice") {
  const Folder folder;
  const std::string analyst = make_token(folder, {"--role", "security_analyst"});
  const std::string log = folder.file("access.log");
  std::ofstream(log).flush();  // empty, as after a rotation
  Serving serving(folder);
  HttpsClient client(serving.port);
  // One alert a source: an attack that every rule set knows.
  const auto line = [](int n) {
    return "203.0.113." + std::to_string(n) +
           " - - [28/Nov/2026:08:00:00 +0000] \"GET /suche?q=1%27%20UNION%20ALL%20SELECT%20null,password%20"
           "FROM%20users-- HTTP/1.1\" 200 512 \"-\" \"curl/8\"\n";
  };
  const auto append = [&](const std::string& text) { std::ofstream(log, std::ios::app) << text; };
  const auto counts = [&] {
    std::vector<int> found;
    const auto alerts =
        json_in(client.request("GET", "/v1/security/alerts?limit=200", headers(analyst)).body)["items"];
    for (const auto& alert : alerts)
      if (!alert["source"].get<std::string>().empty() && says(alert["evidence"].dump(), "UNION"))
        found.push_back(alert["count"].get<int>());
    return found;
  };
  const auto reach = [&](size_t sources) {
    for (int i = 0; i < 400 && counts().size() < sources; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return counts();
  };
  const std::vector<std::string> follow = {"ingest", "--format", "combined",    "--follow",
                                           log,      "--store",  folder.store()};
  const size_t rules_each = [&] {
    Process ingest(STADTPULT_PLATFORM_PROGRAM, follow);
    const std::string first = line(1);
    append(first.substr(0, 30));  // the first line comes in two pieces
    std::this_thread::sleep_for(std::chrono::milliseconds(1'200));
    append(first.substr(30));
    const auto found = reach(1);
    REQUIRE_FALSE(found.empty());
    append(line(2) + line(3).substr(0, 40));
    REQUIRE(reach(2 * found.size()).size() == 2 * found.size());
    ingest.kill(SIGKILL);
    return found.size();
  }();
  append(line(3).substr(40) + line(4));
  Process ingest(STADTPULT_PLATFORM_PROGRAM, follow);
  REQUIRE(reach(4 * rules_each).size() == 4 * rules_each);
  append(line(5).substr(0, line(5).size() - 1));  // no line end: the file is moved away like this
  fs::rename(log, log + ".1");
  append(line(6));
  const auto all = reach(6 * rules_each);
  CHECK(all.size() == 6 * rules_each);
  for (const int count : all) CHECK(count == 1);
  ingest.kill(SIGKILL);
}

TEST_CASE("devices: the operator lets the first one in, also while serve runs") {
  const Folder folder;
  Serving serving(folder, {"--require-devices"});
  const std::string token = make_token(folder, {"--role", "project_lead", "--name", "Jana Arndt"});
  const auto key = *base::digest_from_hex(base::random_hex(32));
  const auto ask = [&](const std::string& method, const std::string& target, bool bound,
                       const std::string& body = "") {
    HttpsClient client(serving.port);
    const std::string proof = contract::make_proof(
        key, {method, "https://localhost" + target, token, base::now(), base::random_hex(12)});
    return client.request(method, target,
                          {{"Authorization", (bound ? "DPoP " : "Bearer ") + token},
                           {"DPoP", proof},
                           {"Content-Type", "application/json"}},
                          body);
  };
  CHECK(ask("GET", "/v1/categories", false).status == 403);
  const Reply made = ask("POST", "/v1/devices", false, R"({"name":"rathaus-214","system":"Debian"})");
  REQUIRE_MESSAGE(made.status == 201, made.body);
  const std::string id = json_in(made.body)["id"];
  CHECK(ask("GET", "/v1/categories", true).status == 403);
  const Ran listed = run({"devices", "list", "--store", folder.store()});
  CHECK(listed.code == 0);
  CHECK(says(listed.output, id + "\twaiting\t" + contract::thumbprint(base::ed25519_public(key)) +
                                "\tJana Arndt\trathaus-214\tDebian\n"));
  CHECK(run({"devices", "approve", "dev_nobody", "--store", folder.store()}).code == 1);
  const Ran approved = run({"devices", "approve", id, "--store", folder.store()});
  CHECK_MESSAGE(approved.code == 0, approved.error);
  // The other program's change is noticed by a look at the file every moment.
  int status = 403;
  for (int i = 0; i < 200 && status == 403; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    status = ask("GET", "/v1/categories", true).status;
  }
  CHECK(status == 200);
  CHECK(says(run({"devices", "list", "--store", folder.store()}).output, id + "\tapproved\t"));
}

}  // namespace stadtpult::testing
