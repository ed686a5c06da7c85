// The audit record and the stream of changes.

#include <doctest/doctest.h>

#include "platform/audit/chain.hpp"
#include "tests/platform/service/harness.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

std::vector<contract::AuditRecord> all_lines(Platform& platform) {
  std::vector<contract::AuditRecord> lines;
  const auto done = platform.impl().store().read([&](Database& database) {
    ListQuery all;
    all.order = Order{"id"};
    all.limit = 0;
    lines = Table<contract::AuditRecord>::list(database, all).items;
  });
  REQUIRE(done.ok());
  return lines;
}

std::optional<BrokenLine> first_broken(const std::vector<contract::AuditRecord>& lines) {
  ChainCheck chain;
  for (const auto& line : lines)
    if (auto broken = chain.add(line)) return broken;
  return std::nullopt;
}

StreamTicket ticket(Platform& platform, const std::string& token, const std::string& last = "") {
  Request request;
  request.method = "GET";
  request.target = "/v1/stream";
  request.authorization = "Bearer " + token;
  request.last_event_id = last;
  const auto opened = platform.service().open_stream(request);
  REQUIRE(opened.ok());
  return *opened;
}

}  // namespace

TEST_CASE("every write leaves who, when, what, old and new") {
  Platform platform;
  const auto id = platform.category("Alt");
  platform.patch("/v1/categories/" + id, platform.editor(), {{"name", "Neu"}});
  const Json line =
      platform.get("/v1/audit?filter=object_id:" + id + "&limit=1", platform.lead()).body["items"][0];
  CHECK(line["action"] == "category.change");
  CHECK(line["principal_name"] == "Redaktion");
  CHECK(line["role"] == "editor");
  CHECK(line["object_title"] == "Neu");
  CHECK(line["request_id"] == "req_test");
  CHECK(line["changes"][0]["field"] == "name");
  CHECK(line["changes"][0]["old"] == R"({"de":"Alt"})");
  CHECK(line["changes"][0]["new"] == R"({"de":"Neu"})");
  // A change that changes nothing, and one that is refused, leave nothing.
  const auto total = [&] { return platform.get("/v1/audit", platform.lead()).body["total"].get<int>(); };
  const int before = total();
  const Reply same = platform.patch("/v1/categories/" + id, platform.editor(), {{"name", "Neu"}});
  CHECK(same.body["revision"] == 2);
  platform.patch("/v1/categories/" + id, platform.editor(), {{"name", ""}});
  CHECK(total() == before);
}

TEST_CASE("a changed, missing or added line breaks the chain where it stands") {
  Platform platform;
  for (const char* name : {"A", "B", "C", "D"}) platform.category(name);
  const auto lines = all_lines(platform);
  REQUIRE(lines.size() > 6);
  CHECK(!first_broken(lines));
  auto changed = lines;
  changed[3].principal_name = "Jemand anders";
  CHECK(first_broken(changed)->id == changed[3].id);
  changed = lines;
  changed[3].changes.push_back({"x", "", "1"});
  CHECK(first_broken(changed)->id == changed[3].id);
  auto missing = lines;
  missing.erase(missing.begin() + 2);
  CHECK(first_broken(missing)->id == lines[2].id);
  auto rehashed = lines;
  rehashed[3].action = "x";
  rehashed[3].hash = contract::line_hash(rehashed[3]);
  CHECK(first_broken(rehashed)->id == lines[4].id);
  // Where one value ends and the next begins is part of the hash.
  auto a = lines[0], b = lines[0];
  a.object_type = "ab", a.object_id = "c";
  b.object_type = "a", b.object_id = "bc";
  CHECK(line_hash(a) != contract::line_hash(b));
}

TEST_CASE("the store itself refuses to change the record") {
  Platform platform;
  const auto done =
      platform.impl().store().write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                                             [](Change& change) -> base::Done {
                                               change.database().run("UPDATE audit SET action = 'x'");
                                               return {};
                                             });
  CHECK(!done.ok());
  CHECK(!first_broken(all_lines(platform)));
}

TEST_CASE("the stream tells each role what it may see") {
  Platform platform;
  const auto start = ticket(platform, platform.lead()).after;
  const auto category = platform.category("K");
  const auto own = platform.miniapp("de.own", category, platform.merchant());
  const auto events = platform.service().events_after(start, 100);
  REQUIRE(events.size() == 2);
  CHECK(events[0].id == start + 1);
  CHECK(json_in(events[0].data)["type"] == "category");
  CHECK(json_in(events[1].data)["id"] == own);
  CHECK(json_in(events[1].data)["change"] == "created");
  CHECK(events[0].organisation_id.empty());
  CHECK(events[1].organisation_id == "demo-merchant");
  CHECK((events[1].roles & contract::role_bit(Role::merchant)) != 0);
  platform.release("employees", {"category:" + category});
  const auto released = platform.service().events_after(events[1].id, 100);
  REQUIRE(!released.empty());
  CHECK((released[0].roles & contract::role_bit(Role::merchant)) == 0);
}

TEST_CASE("a reader goes on where it was, or is told to read all again") {
  Platform platform;
  platform.category("A");
  const auto newest = ticket(platform, platform.lead()).after;
  CHECK(newest > 0);
  CHECK(!ticket(platform, platform.lead()).resync);
  const auto earlier = ticket(platform, platform.lead(), std::to_string(newest - 1));
  CHECK(!earlier.resync);
  CHECK(earlier.after == newest - 1);
  for (const std::string& unknown : {std::to_string(newest + 1), std::string("-1"), std::string("abc"),
                                     std::string("9999999999999999999999")}) {
    const auto again = ticket(platform, platform.lead(), unknown);
    CHECK(again.resync);
    CHECK(again.after == newest);
  }
  platform.restart();
  CHECK(!ticket(platform, platform.lead(), std::to_string(newest - 1)).resync);
  Request without;
  without.method = "GET";
  without.target = "/v1/stream";
  CHECK(platform.service().open_stream(without).error().kind == base::ErrorKind::unauthenticated);
}

TEST_CASE("only the newest changes are kept, and an older id asks for a resync") {
  Platform platform;
  const auto done =
      platform.impl().store().write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                                             [](Change& change) -> base::Done {
                                               for (int i = 0; i < kKeptEvents + 50; ++i) {
                                                 contract::Reason reason;
                                                 reason.text = contract::LocalizedText("R");
                                                 change.insert(reason);
                                               }
                                               return {};
                                             });
  REQUIRE(done.ok());
  const auto newest = ticket(platform, platform.lead()).after;
  CHECK(ticket(platform, platform.lead(), "1").resync);
  CHECK(!ticket(platform, platform.lead(), std::to_string(newest - kKeptEvents)).resync);
  std::int64_t kept = 0;
  const auto read = platform.impl().store().read(
      [&](Database& database) { kept = static_cast<std::int64_t>(load_events(database, 0).size()); });
  CHECK(read.ok());
  CHECK(kept <= kKeptEvents);
}
