// The file: schema, damage, locks, a full disk, group commit.

#include "platform/store/store.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "api-client/base/crypto.hpp"
#include "platform/audit/chain.hpp"
#include "platform/store/backup.hpp"
#include "platform/store/bookings.hpp"
#include "platform/store/migrations.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

template <contract::Described T>
void check_columns(Database& database) {
  const TableInfo& table = table_info<T>();
  for (const auto& field : table.type->fields) {
    INFO(std::string(table.table), ".", std::string(field.name));
    if (field.rule.stored)
      database.query(std::string("SELECT ") + std::string(field.name) + " FROM " + table.table + " LIMIT 1",
                     "s");
    else
      CHECK(!joined_column(table, field.name).empty());
    if (field.rule.sort)
      database.query("SELECT " + sort_column(field) + " FROM " + table.table + " LIMIT 1", "s");
    CHECK_MESSAGE(!database.failure(), (database.failure() ? database.failure()->message : ""));
    database.clear_failure();
  }
}

Occasion now_by_system() {
  return {system_actor(), base::now(), "", base::new_id};
}

/// A second connection to the file, outside of any store.
std::unique_ptr<Database> open_raw(const std::string& file) {
  auto database = Database::open(file, Database::Access::write);
  REQUIRE(database.ok());
  return std::move(*database);
}

}  // namespace

TEST_CASE("every field of the contract has its column") {
  TempFolder folder;
  auto database = open_raw(folder.path() + "/s.sqlite");
  REQUIRE(migrate(*database).ok());
  check_columns<contract::Category>(*database);
  check_columns<contract::Miniapp>(*database);
  check_columns<contract::Version>(*database);
  check_columns<contract::Review>(*database);
  check_columns<contract::Reason>(*database);
  check_columns<contract::Release>(*database);
  check_columns<contract::Organisation>(*database);
  check_columns<contract::AuditRecord>(*database);
}

TEST_CASE("what was live under schema 6 loses its copy of the text and nothing else") {
  TempFolder folder;
  auto database = open_raw(folder.path() + "/s.sqlite");
  REQUIRE(migrate(*database, 6).ok());
  const std::string old_payload =
      R"({"content":"{\"blocks\":[]}","name":{"de":"Wohngeld ß"},"position":1.5})";
  const std::string other = R"({"content":"kein Text einer Seite"})";
  for (const char* kind : {"page", "category"})
    database->run("INSERT INTO live VALUES('everyone', :p1, :p1, 'x', NULL, :p2)",
                  {std::string(kind), kind == std::string("page") ? old_payload : other});
  database->run(
      "INSERT INTO release_entries VALUES('rel_1', 'everyone', 'page:x', 1, 'page', 'x', NULL, NULL, 'v', "
      ":p1)",
      {old_payload});
  REQUIRE(migrate(*database).ok());
  const std::string kept = R"({"name":{"de":"Wohngeld ß"},"position":1.5})";
  const auto live = database->query("SELECT payload FROM live ORDER BY kind", "s");
  REQUIRE(live.size() == 2);
  CHECK(as_text(live[0][0]) == other);
  CHECK(as_text(live[1][0]) == kept);
  const auto entries = database->query("SELECT before_payload, after_payload FROM release_entries", "ss");
  REQUIRE(entries.size() == 1);
  CHECK(is_null(entries[0][0]));
  CHECK(as_text(entries[0][1]) == kept);
}

TEST_CASE("tickets and seats of schema 15 stay whose they are") {
  TempFolder folder;
  auto database = open_raw(folder.path() + "/s.sqlite");
  REQUIRE(migrate(*database, 15).ok());
  database->run("INSERT INTO booking_tickets(ticket_sha256, booking_id) VALUES('hash', 'bkg_1')");
  for (const std::int64_t seat : {0, 1})
    database->run(
        "INSERT INTO booking_seats(resource_id, starts_at, seat, booking_id) VALUES('res_1', "
        "3600000, :p1, :p2)",
        {seat, std::string(seat == 0 ? "bkg_1" : "bkg_2")});
  REQUIRE(migrate(*database).ok());
  CHECK(booking_of_ticket(*database, "hash") == "bkg_1");
  contract::Booking booking;
  booking.id = "bkg_1";
  booking.resource_id = "res_1";
  booking.starts_at = {3'600'000};
  free_seats(*database, booking);
  const auto left = database->query("SELECT booking_id FROM booking_seats", "s");
  REQUIRE(left.size() == 1);
  CHECK(as_text(left[0][0]) == "bkg_2");
  delete_hold(*database, "bkg_1", "hash");
  CHECK_FALSE(booking_of_ticket(*database, "hash"));
  CHECK_FALSE(database->failure());
}

TEST_CASE("values survive the store as they are") {
  Platform platform;
  contract::Version version;
  version.id = "ver_x";
  version.name = std::string("a\0b", 3);
  version.code = 9007199254740991;
  version.size_bytes = 9'000'000'000'000;
  version.manifest.text = R"({"a": [1, null]})";
  version.permissions = {{"p", "r", contract::PermissionLevel::high, contract::PermissionChange::added}};
  version.languages = {"de", "sr-Latn"};
  version.url = "";
  version.submitted_at = {1'795'000'000'123};
  const auto category = platform.category("K");
  version.miniapp_id = platform.miniapp("de.a", category);
  std::optional<contract::Version> read;
  REQUIRE(platform.impl()
              .store()
              .write_and_wait(now_by_system,
                              [&](Change& change) -> base::Done {
                                change.insert(version);
                                read = change.find<contract::Version>("ver_x");
                                return {};
                              })
              .ok());
  REQUIRE(read.has_value());
  CHECK(*read == version);
}

TEST_CASE("a store of a newer program is refused with a sentence") {
  TempFolder folder;
  const std::string file = folder.path() + "/s.sqlite";
  REQUIRE(Service::open({.store = "sqlite:" + file}).ok());
  open_raw(file)->run("INSERT INTO schema_migrations(number, at) VALUES(99, '')");
  const auto opened = Service::open({.store = "sqlite:" + file});
  REQUIRE(!opened.ok());
  CHECK(opened.error().message.find("newer version") != std::string::npos);
}

TEST_CASE("a damaged file is refused with a sentence") {
  TempFolder folder;
  const std::string file = folder.path() + "/s.sqlite";
  REQUIRE(Service::open({.store = "sqlite:" + file}).ok());
  SUBCASE("no database at all") {
    std::ofstream(file, std::ios::trunc) << std::string(8192, 'x');
  }
  SUBCASE("pages overwritten") {
    std::filesystem::remove(file + "-wal");
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 1; page < 30; page += 2) {
      bytes.seekp(page * 4096);
      bytes << std::string(2000, '\x5a');
    }
  }
  const auto opened = Service::open({.store = "sqlite:" + file});
  REQUIRE(!opened.ok());
  CHECK(opened.error().message.find("damaged") != std::string::npos);
  CHECK(opened.error().message.find(file) != std::string::npos);
}

TEST_CASE("a path that cannot be is refused with a sentence") {
  CHECK(Service::open({.store = "mysql:x"}).error().message.find("sqlite:FILE") != std::string::npos);
  CHECK(Service::open({.store = "sqlite:"}).error().field == "store");
  const auto opened = Service::open({.store = "sqlite:/no/such/folder/s.sqlite"});
  REQUIRE(!opened.ok());
  CHECK(opened.error().message.find("/no/such/folder") != std::string::npos);
}

TEST_CASE("the database of another program is refused and left as it is") {
  TempFolder folder;
  const std::string file = folder.path() + "/s.sqlite";
  open_raw(file)->run("CREATE TABLE bookmarks(url TEXT)");
  const auto opened = Service::open({.store = "sqlite:" + file});
  REQUIRE(!opened.ok());
  CHECK(opened.error().message.find("another program (it has a table \"bookmarks\")") != std::string::npos);
  const auto tables = open_raw(file)->query("SELECT name FROM sqlite_master", "s");
  REQUIRE(tables.size() == 1);
  CHECK(as_text(tables[0][0]) == "bookmarks");
}

TEST_CASE("what cannot be opened or written is said without the database's own words") {
  TempFolder folder;
  const auto opened = Service::open({.store = "sqlite:" + folder.path()});
  REQUIRE(!opened.ok());
  CHECK(opened.error().message.find(folder.path() + ": The store's file cannot be opened. Check") == 0);
  auto reader = Database::open(folder.path() + "/new.sqlite", Database::Access::write);
  REQUIRE(reader.ok());
  (*reader)->run("PRAGMA query_only=ON");
  (*reader)->run("CREATE TABLE t(a)");
  REQUIRE((*reader)->failure().has_value());
  CHECK((*reader)->failure()->message.find("may only be read") != std::string::npos);
  CHECK((*reader)->failure()->message.find("sqlite") == std::string::npos);
}

TEST_CASE("while another program holds the store, a write is 503 and reading goes on") {
  Platform platform;
  const auto id = platform.category("K");
  const auto& token = platform.lead();
  auto other = open_raw(platform.file());
  other->run("BEGIN IMMEDIATE");
  const Reply locked = platform.post("/v1/categories", token, {{"name", "A"}});
  CHECK(locked.status == 503);
  CHECK(locked.headers.contains("Retry-After"));
  CHECK(locked.body["detail"].get<std::string>().find("locked") != std::string::npos);
  CHECK(platform.get("/v1/categories/" + id, token).status == 200);
  const auto opened = Service::open({.store = "sqlite:" + platform.file()});
  CHECK(!opened.ok());
  other->run("ROLLBACK");
  CHECK(platform.post("/v1/categories", token, {{"name", "A"}}).status == 201);
}

TEST_CASE("one request of a group fails alone") {
  TempFolder folder;
  auto store = Store::open(folder.path() + "/s.sqlite", base::now);
  REQUIRE(store.ok());
  // The first request holds the writer while the others queue up behind it: they form one group.
  std::promise<void> go;
  auto gate = go.get_future().share();
  std::vector<std::future<bool>> results;
  const auto add = [&](auto run) {
    auto promise = std::make_shared<std::promise<bool>>();
    results.push_back(promise->get_future());
    (*store)->write(
        {now_by_system, run, [promise](const base::Done& done) { promise->set_value(done.ok()); }});
  };
  const auto organisation = [](const std::string& id) {
    return [id](Change& change) -> base::Done {
      contract::Organisation one;
      one.id = id;
      one.name = id;
      change.insert(one);
      if (id == "bad") return base::fail(base::ErrorKind::conflict, "no");
      return {};
    };
  };
  add([gate](Change&) -> base::Done {
    gate.wait();
    return {};
  });
  add(organisation("a"));
  add(organisation("bad"));
  add(organisation("a"));  // the same id: the store itself refuses
  add(organisation("b"));
  go.set_value();
  std::vector<bool> outcome;
  for (auto& result : results) {
    REQUIRE(result.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    outcome.push_back(result.get());
  }
  CHECK(outcome == std::vector<bool>{true, true, false, false, true});
  std::vector<contract::AuditRecord> lines;
  std::vector<contract::Organisation> organisations;
  REQUIRE((*store)
              ->read([&](Database& database) {
                organisations = Table<contract::Organisation>::where(database, {});
                ListQuery all;
                all.order = Order{"id"};
                all.limit = 0;
                lines = Table<contract::AuditRecord>::list(database, all).items;
              })
              .ok());
  CHECK(organisations.size() == 2);
  CHECK(lines.size() == 2);
  ChainCheck chain;
  for (const auto& line : lines) CHECK(!chain.add(line));
  CHECK((*store)->events().newest() == 2);
}

TEST_CASE("a full disk is 507, loses nothing and passes") {
  Platform platform;
  const auto before = platform.category("Vorher");
  // SQLite answers SQLITE_FULL at this bound exactly as it does on a full disk.
  const auto limit = [&](const std::string& pages) {
    return platform.impl().store().write_and_wait(now_by_system, [&](Change& change) -> base::Done {
      change.database().query("PRAGMA max_page_count=" + pages, "i");
      return {};
    });
  };
  REQUIRE(limit("1").ok());  // no more than there are
  int full = 0;
  std::vector<std::string> made;
  for (int i = 0; i < 400 && full == 0; ++i) {
    const Reply reply =
        platform.post("/v1/categories", platform.lead(),
                      {{"name", {{"de", "K" + std::to_string(i)}, {"en", std::string(80, 'x')}}}});
    if (reply.status == 201)
      made.push_back(reply.id());
    else
      full = reply.status;
  }
  CHECK(full == 507);
  CHECK(platform.get("/v1/categories/" + before, platform.lead()).status == 200);
  CHECK(limit("1000000").ok());
  CHECK(platform.post("/v1/categories", platform.lead(), {{"name", "Danach"}}).status == 201);
  platform.restart();
  for (const auto& id : made) CHECK(platform.get("/v1/categories/" + id, platform.lead()).status == 200);
  CHECK(platform.get("/v1/categories?limit=1000", platform.lead()).body["total"] == made.size() + 2);
}

TEST_CASE("a store with content starts with its own keys only, and no other is made") {
  for (const std::string ending : {".key", ".audit.key"}) {
    INFO(ending);
    Platform platform({.watch = true});
    REQUIRE(platform.get("/v1/me", platform.lead()).status == 200);
    platform.service().stop();
    const std::string store = "sqlite:" + platform.file(), path = platform.file() + ending;
    const auto refusal = [&]() -> std::string {
      const auto opened = Service::open({.store = store});
      return opened ? std::string() : opened.error().message;
    };
    const auto names = [&](const std::string& text) {
      return text.find(path) != std::string::npos && text.find("put the old one back") != std::string::npos;
    };
    std::filesystem::rename(path, path + ".old");
    CHECK(names(refusal()));
    CHECK_FALSE(std::filesystem::exists(path));
    REQUIRE(base::load_or_create_key(path).ok());  // a new one
    CHECK(names(refusal()));
    const auto backup = make_backup(platform.file(), platform.file() + ".copies", base::now());
    CHECK(!backup.ok());
    std::filesystem::rename(path + ".old", path);
    CHECK(refusal() == "");
  }
}

TEST_CASE("a store from before the marks gets them once its key has opened what is sealed") {
  Platform platform({.watch = true});
  const std::string source = "203.0.113.50", path = platform.file() + ".key";
  REQUIRE(platform
              .post("/v1/security/blocks", platform.analyst(),
                    {{"kind", "source"}, {"target", source}, {"reason", "Verdacht"}})
              .status == 201);
  platform.service().stop();
  const auto marks = [&] {
    return open_raw(platform.file())->query("SELECT name FROM store_keys", "s").size();
  };
  const ServiceOptions options{.store = "sqlite:" + platform.file()};
  open_raw(platform.file())->run("DELETE FROM store_keys");
  std::filesystem::rename(path, path + ".old");
  REQUIRE(base::load_or_create_key(path).ok());
  CHECK(!Service::open(options).ok());
  CHECK(marks() == 0);
  std::filesystem::rename(path + ".old", path);
  CHECK(Service::open(options).ok());
  CHECK(marks() == 2);
}

TEST_CASE("a file of 0 bytes beside keys is no new city") {
  TempFolder folder;
  const std::string file = folder.path() + "/s.sqlite";
  REQUIRE(Service::open({.store = "sqlite:" + file}).ok());
  for (const char* beside : {"-wal", "-shm"}) std::filesystem::remove(file + beside);
  std::ofstream(file, std::ios::trunc).close();
  const auto opened = Service::open({.store = "sqlite:" + file});
  REQUIRE(!opened.ok());
  CHECK(opened.error().message.find("put the last backup back") != std::string::npos);
  CHECK(std::filesystem::file_size(file) == 0);
  // Without the file it is one: so the demo city is made anew.
  std::filesystem::remove(file);
  CHECK(Service::open({.store = "sqlite:" + file}).ok());
}

TEST_CASE("nobody else may read the store, nor what SQLite keeps beside it") {
  TempFolder folder;
  const std::string file = folder.path() + "/s.sqlite";
  const auto mode_of = [](const std::string& path) {
    return static_cast<unsigned>(std::filesystem::status(path).permissions());
  };
  const mode_t before = ::umask(022);
  auto store = Store::open(file, base::now);
  ::umask(before);
  REQUIRE(store.ok());
  for (const char* beside : {"", "-wal", "-shm"}) CHECK(mode_of(file + beside) == 0600U);
  // One from before is made so.
  (*store)->stop();
  (*store).reset();
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  REQUIRE(Store::open(file, base::now).ok());
  CHECK(mode_of(file) == 0600U);
}
