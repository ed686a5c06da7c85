// The audit record proven: names apart and erased, checkpoints and proofs, checks, exports, readings.

#include <doctest/doctest.h>

#include <filesystem>

#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/checkpoint.hpp"
#include "platform/audit/proof_file.hpp"
#include "platform/store/audit_check.hpp"
#include "platform/store/audit_tree.hpp"
#include "platform/store/migrations.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

void in_store(Platform& platform, const std::function<void(Database&)>& work) {
  const auto done =
      platform.impl().store().write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                                             [&](Change& change) -> base::Done {
                                               work(change.database());
                                               return {};
                                             });
  REQUIRE_MESSAGE(done.ok(), (done ? "" : done.error().message));
}

contract::AuditCheck checked(Platform& platform) {
  const auto outcome = check_audit(platform.file());
  REQUIRE(outcome.ok());
  return outcome->report;
}

/// Everything that the audit's tables hold, as one text.
std::string all_bytes(Platform& platform) {
  std::string text;
  in_store(platform, [&](Database& database) {
    for (const char* sql : {"SELECT principal_name || object_title || changes FROM audit",
                            "SELECT value FROM audit_personal", "SELECT text FROM audit_search"})
      for (const auto& row : database.query(sql, "s")) text += as_text(row[0]) + "\n";
  });
  return text;
}

void many_lines(Platform& platform, int count) {
  const auto done =
      platform.impl().store().write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                                             [&](Change& change) -> base::Done {
                                               for (int i = 0; i < count; ++i)
                                                 change.note("test.line", "test", std::to_string(i), "", {});
                                               return {};
                                             });
  REQUIRE(done.ok());
}

const std::string& officer(Platform& platform) {
  return platform.token(Role::privacy_officer, "", "Paul Reuter");
}

base::Proof proof_in(const Json& list) {
  base::Proof proof;
  for (const auto& each : list) proof.push_back(*base::digest_from_hex(each.get<std::string>()));
  return proof;
}

contract::Checkpoint checkpoint(Platform& platform) {
  const Reply reply = platform.get("/v1/audit/checkpoint", platform.merchant());
  REQUIRE(reply.status == 200);
  const auto read =
      contract::open_checkpoint(reply.body["note"].get<std::string>(), reply.body["key"].get<std::string>());
  REQUIRE(read.ok());
  CHECK(base::to_hex(read->root) == reply.body["root"]);
  CHECK(static_cast<std::int64_t>(read->size) == reply.body["size"]);
  return *read;
}

}  // namespace

TEST_CASE("record: what names a person is not in the lines, and is read all the same") {
  Platform platform;
  const auto& editor = platform.token(Role::editor, "", "Hedwig Testfall");
  const auto made = platform.post("/v1/categories", editor, {{"name", "Bäder"}});
  REQUIRE(made.status == 201);
  in_store(platform, [](Database& database) {
    for (const auto& row : database.query("SELECT principal_name, object_title, changes FROM audit", "sss"))
      for (const auto& value : row) CHECK(as_text(value).find("Hedwig") == std::string::npos);
  });
  const Json line = platform.get("/v1/audit?filter=object_id:" + made.id(), platform.lead()).body["items"][0];
  CHECK(line["principal_name"] == "Hedwig Testfall");
  CHECK(line["personal"][0]["place"] == "principal_name");
  CHECK(platform.get("/v1/audit?q=Hedwig", platform.lead()).body["total"] >= 1);
  CHECK(checked(platform).valid);
}

TEST_CASE("record: contacts and names inside changes stand apart too") {
  Platform platform;
  const auto made = platform.post(
      "/v1/organisations", platform.reviewer(),
      {{"name", "Laden"}, {"contact_name", "Ilse Kontakt"}, {"contact_email", "ilse@laden.example"}});
  REQUIRE(made.status == 201);
  const auto draft = platform.draft("de.record", platform.category("K"));
  platform.approve(draft);
  in_store(platform, [](Database& database) {
    for (const auto& row : database.query("SELECT changes FROM audit", "s")) {
      CHECK(as_text(row[0]).find("Ilse") == std::string::npos);
      CHECK(as_text(row[0]).find("ilse@") == std::string::npos);
      CHECK(as_text(row[0]).find("\"Prüfstelle\"") == std::string::npos);
      CHECK(as_text(row[0]).find("\\\"Prüfstelle\\\"") == std::string::npos);
    }
  });
  const Json line = platform.get("/v1/audit?filter=object_id:" + made.id(), platform.lead()).body["items"][0];
  CHECK(line["changes"].dump().find("Ilse Kontakt") != std::string::npos);
  CHECK(checked(platform).valid);
}

TEST_CASE("record: an erased person is gone everywhere, and chain, tree and proofs hold") {
  Platform platform;
  const auto& editor = platform.token(Role::editor, "", "Hedwig Testfall");
  const auto made = platform.post("/v1/categories", editor, {{"name", "Bäder"}});
  const std::string id = platform.get("/v1/me", editor).body["id"];
  const auto before = checkpoint(platform);
  CHECK(
      platform.post("/v1/audit/erasures", platform.lead(), {{"principal_id", id}, {"reason", "x"}}).status ==
      403);
  CHECK(platform.post("/v1/audit/erasures", officer(platform), {{"principal_id", id}}).status == 422);
  CHECK(platform.post("/v1/audit/erasures", officer(platform), {{"principal_id", "nobody"}, {"reason", "x"}})
            .status == 404);
  const Reply erased = platform.post("/v1/audit/erasures", officer(platform),
                                     {{"principal_id", id}, {"reason", "Antrag vom 3. Mai"}});
  REQUIRE(erased.status == 200);
  CHECK(erased.body["values"] == 1);
  CHECK(all_bytes(platform).find("Hedwig") == std::string::npos);
  CHECK(platform.get("/v1/audit?q=Hedwig", platform.lead()).body["total"] == 0);
  CHECK(platform.get("/v1/audit?q=B%C3%A4der", platform.lead()).body["total"] == 1);
  const Json line = platform.get("/v1/audit?filter=object_id:" + made.id(), platform.lead()).body["items"][0];
  CHECK(line["principal_name"] == "erased");
  CHECK(line["personal"][0]["salt"].is_null());
  const auto read = contract::decode<contract::AuditRecord>(line.dump());
  CHECK(contract::wrong_with(*read).empty());
  CHECK(checked(platform).valid);
  // The same tree as before, and longer.
  const auto after = checkpoint(platform);
  const Json answer = platform
                          .get("/v1/audit/consistency?from=" + std::to_string(before.size) +
                                   "&to=" + std::to_string(after.size),
                               platform.merchant())
                          .body;
  CHECK(
      base::verify_consistency(before.size, before.root, after.size, after.root, proof_in(answer["proof"])));
  const Json note = platform.get("/v1/audit?filter=action:audit.erase", platform.lead()).body["items"][0];
  CHECK(note["object_id"] == id);
  CHECK(note["changes"][0]["new"] == "\"Antrag vom 3. Mai\"");
  CHECK(platform.get("/v1/me", editor).status == 401);
}

TEST_CASE("record: who worked on an alert, an incident and a block is erased from their lines, too") {
  Platform platform({.watch = true});
  const auto &ali = platform.analyst(), &berta = platform.second_analyst();
  const std::string id = platform.get("/v1/me", berta).body["id"];
  REQUIRE(platform
              .send(R"({"class_uid":4002,"logsource":{"category":"webserver"},"http_request":{"url":{"path":)"
                    R"("/suche","query_string":"q=1%27%20UNION%20SELECT%20name%20FROM%20users--"}},)"
                    R"("src_endpoint":{"ip":"203.0.113.7"}})")
              .status == 201);
  platform.settle();
  const Json found = platform.get("/v1/security/alerts?filter=" + kNotNewPeople, ali).part("items");
  REQUIRE_FALSE(found.empty());
  const std::string alert = "/v1/security/alerts/" + found[0]["id"].get<std::string>();
  REQUIRE(platform.patch(alert, ali, {{"assignee_id", id}}).status == 200);
  REQUIRE(platform.patch(alert, berta, {{"verdict_id", 2}, {"verdict_reason", "Echt"}}).status == 200);
  const Reply incident = platform.post("/v1/security/incidents", berta, {{"title", "Versuche"}});
  REQUIRE(incident.status == 201);
  REQUIRE(platform.patch("/v1/security/incidents/" + incident.id(), berta, {{"note", "Weiter"}}).status ==
          200);
  const Reply block = platform.post("/v1/security/blocks", berta,
                                    {{"kind", "source"}, {"target", "203.0.113.7"}, {"reason", "Angriff"}});
  REQUIRE_MESSAGE(block.status == 201, block.text);
  REQUIRE(platform.patch("/v1/security/blocks/" + block.id(), berta, {{"state", "lift_requested"}}).status ==
          200);
  // In the chain there was never a name; beside it there is, until it is erased.
  in_store(platform, [](Database& database) {
    for (const auto& row : database.query("SELECT principal_name || object_title || changes FROM audit", "s"))
      CHECK(as_text(row[0]).find("Berta") == std::string::npos);
  });
  const auto names = [&] {
    std::string all;
    for (const char* type : {"alert", "incident", "block"})
      all +=
          platform.get(std::string("/v1/audit?limit=100&filter=object_type:") + type, platform.lead()).text;
    return all;
  };
  const std::string before = names();
  for (const char* field : {"\"assignee_name\"", "\"created_by_name\"", "\"lift_requested_by_name\""})
    CHECK_MESSAGE(before.find(field) != std::string::npos, field);
  CHECK(before.find("Berta Kern") != std::string::npos);
  REQUIRE(
      platform.post("/v1/audit/erasures", officer(platform), {{"principal_id", id}, {"reason", "Art. 17"}})
          .status == 200);
  CHECK(names().find("Berta") == std::string::npos);
  CHECK(names().find("Ali Demir") != std::string::npos);
  CHECK(all_bytes(platform).find("Berta") == std::string::npos);
  const auto report = checked(platform);
  CHECK_MESSAGE(report.valid, report.reason);
}

TEST_CASE("record: proofs of a record with tiles, for every kind of size") {
  Platform platform;
  many_lines(platform, 700);
  platform.get("/v1/audit", platform.lead());  // its own line comes first
  const auto now = checkpoint(platform);
  CompactRange range;
  in_store(platform, [&](Database& database) {
    for (const auto& row : database.query("SELECT hash FROM audit ORDER BY id", "s"))
      range.append(contract::leaf_of(as_text(row[0])));
  });
  CHECK(range.size() == now.size);
  CHECK(range.root() == now.root);
  for (const std::uint64_t id : {1UL, 255UL, 256UL, 257UL, 512UL, 513UL, 700UL}) {
    const Reply proof = platform.get("/v1/audit/" + std::to_string(id) + "/proof", platform.lead());
    REQUIRE(proof.status == 200);
    const auto leaf = base::digest_from_hex(proof.body["leaf_hash"].get<std::string>());
    CHECK(base::verify_inclusion(id - 1, now.size, *leaf, proof_in(proof.body["proof"]), now.root));
    CHECK(proof.body["checkpoint"]["size"] == now.size);
  }
  CHECK(checked(platform).root == base::to_hex(now.root));
  for (const char* wrong : {"/v1/audit/0/proof", "/v1/audit/999999/proof", "/v1/audit/-1/proof",
                            "/v1/audit/x/proof", "/v1/audit/99999999999999999999/proof"})
    CHECK_MESSAGE(platform.get(wrong, platform.lead()).status == 404, wrong);
  for (const char* wrong : {"?to=0", "?from=0&to=1", "?from=2&to=1", "?from=1&to=999999", "?from=a&to=1",
                            "?from=1&to=99999999999999999999"})
    CHECK_MESSAGE(platform.get(std::string("/v1/audit/consistency") + wrong, platform.lead()).status == 400,
                  wrong);
}

TEST_CASE("record: the check names the first wrong line, whatever was done to it") {
  Platform platform;
  many_lines(platform, 600);
  platform.category("K");
  CHECK(checked(platform).valid);
  const auto lines = checked(platform).lines;
  const auto tampered = [&](const char* undo, const char* sql) {
    in_store(platform, [&](Database& database) {
      for (const char* trigger : {"audit_no_update", "audit_no_delete", "audit_tiles_no_update"})
        database.run(std::string("DROP TRIGGER IF EXISTS ") + trigger);
      database.run(sql);
    });
    const auto report = checked(platform);
    CHECK_FALSE(report.valid);
    CHECK_FALSE(report.reason.empty());
    in_store(platform, [&](Database& database) { database.run(undo); });
    CHECK(checked(platform).valid);
    return report.wrong_id.value_or(0);
  };
  CHECK(tampered("UPDATE audit SET action = 'test.line' WHERE id = 300",
                 "UPDATE audit SET action = 'x' WHERE id = 300") == 300);
  CHECK(tampered("UPDATE audit SET at = at - 1 WHERE id = 512",
                 "UPDATE audit SET at = at + 1 WHERE id = 512") == 512);
  CHECK(tampered("UPDATE audit SET id = 400 WHERE id = 100400",
                 "UPDATE audit SET id = 100400 WHERE id = 400") == 400);
  CHECK(tampered("UPDATE audit_tiles SET hash = substr(hash, 2) WHERE number = 1",
                 "UPDATE audit_tiles SET hash = 'f' || hash WHERE number = 1") == 257);
  CHECK(tampered("UPDATE audit_personal SET value = substr(value, 2) WHERE value LIKE '#%'",
                 "UPDATE audit_personal SET value = '#' || value WHERE value = 'Projektleitung'") > 0);
  // Two at once, close together: the earlier one is named, whatever kind of wrong the later one is.
  CHECK(tampered("UPDATE audit SET id = id % 100000, action = 'test.line' WHERE id IN (403, 100409)",
                 "UPDATE audit SET id = id + (id = 409) * 100000, "
                 "action = CASE id WHEN 403 THEN 'x' ELSE action END WHERE id IN (403, 409)") == 403);
  CHECK(checked(platform).lines == lines);
  // The service answers the same.
  const Reply reply = platform.get("/v1/audit/check", platform.lead());
  CHECK(reply.status == 200);
  CHECK(reply.body["valid"] == true);
  CHECK(reply.body["lines"] == lines);
}

TEST_CASE("record: lines cut off behind the last tile show in the tree") {
  Platform platform;
  many_lines(platform, 520);
  in_store(platform, [](Database& database) {
    database.run("DROP TRIGGER audit_no_delete");
    database.run("DELETE FROM audit WHERE id > 500");
  });
  const auto report = checked(platform);
  CHECK_FALSE(report.valid);
  CHECK(report.wrong_id == 501);
}

TEST_CASE("record: an export is verified offline, and is itself recorded") {
  Platform platform;
  const auto id = platform.category("Bäder");
  const Reply reply = platform.post("/v1/audit/exports", platform.lead(), {{"from_id", 1}});
  REQUIRE(reply.status == 200);
  std::string text = reply.body["text"];
  const std::string key = platform.get("/v1/audit/checkpoint", platform.lead()).body["key"];
  CHECK_MESSAGE(verify_proof_file(text, key).valid, verify_proof_file(text, key).reason);
  text.replace(text.find("Bäder"), 3, "Ufa");
  CHECK_FALSE(verify_proof_file(text, key).valid);
  const Json note = platform.get("/v1/audit?filter=action:audit.export", platform.lead()).body;
  CHECK(note["total"] == 1);
  const Reply one = platform.post("/v1/audit/exports", platform.lead(), {{"object_id", id}});
  CHECK(one.body["lines"] == 1);
  CHECK(verify_proof_file(one.body["text"].get<std::string>(), key).valid);
  CHECK(platform.post("/v1/audit/exports", platform.lead(), {{"from_id", 5}, {"to_id", 2}}).status == 422);
  CHECK(platform.post("/v1/audit/exports", platform.lead(), {{"from_id", 0}}).status == 422);
  many_lines(platform, 5'100);
  CHECK(platform.post("/v1/audit/exports", platform.lead(), Json::object()).status == 422);
  // The operator's export has no such limit.
  std::string whole;
  const auto lines = platform.service().export_audit({}, [&](const std::string& piece) { whole += piece; });
  REQUIRE(lines.ok());
  CHECK(*lines > 5'100);
  CHECK_MESSAGE(verify_proof_file(whole, key).valid, verify_proof_file(whole, key).reason);
}

TEST_CASE("record: reading it is recorded once in a quarter of an hour, with the count") {
  Platform platform;
  const auto reads = [&](const char* action) {
    std::int64_t count = 0;
    in_store(platform, [&](Database& database) {
      count = as_int(database.query(std::string("SELECT COUNT(*) FROM audit WHERE action = '") + action + "'",
                                    "i")[0][0]);
    });
    return count;
  };
  const auto first = platform.get("/v1/audit?limit=2", platform.lead());
  CHECK(first.body["items"][0]["action"] == "audit.read");  // before it is answered
  platform.get("/v1/audit?limit=3", platform.lead());
  platform.get("/v1/audit?limit=2", platform.lead());
  CHECK(reads("audit.read") == 1);
  platform.get("/v1/audit?limit=1", officer(platform));
  CHECK(reads("audit.read") == 2);
  platform.time.ms += 16 * 60 * 1000;
  platform.get("/v1/audit?limit=1", platform.lead());
  CHECK(reads("audit.read") == 3);
  CHECK(reads("audit.read_end") == 2);
  const Json line = platform
                        .get("/v1/audit?filter=action:audit.read_end&filter=principal_id:" +
                                 platform.get("/v1/me", platform.lead()).body["id"].get<std::string>(),
                             platform.lead())
                        .body["items"][0];
  CHECK(line["changes"][0]["field"] == "lines");
  CHECK(line["changes"][0]["new"] == "7");
  platform.restart();
  CHECK(reads("audit.read_end") == 3);  // nothing is left open
}

TEST_CASE("record: a store of schema 1 goes over with its chain checked and its old head named") {
  TempFolder folder;
  const std::string file = folder.path() + "/old.sqlite";
  std::string head = contract::kChainStart;
  for (const bool broken : {false, true}) {
    CAPTURE(broken);
    std::filesystem::remove(file);
    auto opened = Database::open(file, Database::Access::write);
    REQUIRE(opened.ok());
    Database& database = **opened;
    REQUIRE(migrate(database, 1).ok());
    head = contract::kChainStart;
    for (std::int64_t id = 1; id <= 300; ++id) {
      const std::vector<std::string> parts = {
          "usr_1",        "Hedwig Testfall", "editor", "organisation.change",
          "organisation", "org_1",           "Laden",  "req_1"};
      base::Sha256 hash;
      const auto add = [&](const std::string& part) {
        hash.add(std::to_string(part.size()) + ":" + part + ",");
      };
      add(head);
      add(std::to_string(id));
      add("1000");
      for (const auto& part : parts) add(part);
      for (const auto* part : {"contact_name", "\"Ilse\"", "\"Ilse Kontakt\""}) add(part);
      const std::string prev = head;
      head = broken && id == 7 ? std::string(64, 'a') : hash.hex();
      database.run(
          "INSERT INTO audit VALUES(:p1, 1000, 'usr_1', 'Hedwig Testfall', 'editor', 'organisation.change', "
          "'organisation', 'org_1', 'Laden', :p2, 'req_1', :p3, :p4)",
          {id, std::string(R"([{"field":"contact_name","old":"\"Ilse\"","new":"\"Ilse Kontakt\""}])"), prev,
           head});
    }
    REQUIRE(migrate(database).ok());
    const auto report = check_audit(file)->report;
    CHECK_MESSAGE(report.valid, report.reason);
    CHECK(report.lines == 301);
    const auto last = Table<contract::AuditRecord>::find_by(database, "id", std::int64_t{301});
    CHECK(last->action == "audit.rebase");
    CHECK(last->changes[0].old_value == "300");
    CHECK(last->changes[1].old_value == "\"" + head + "\"");
    CHECK(last->changes[2].old_value == (broken ? "\"broken at line 7\"" : "\"holds\""));
    const auto line = Table<contract::AuditRecord>::find_by(database, "id", std::int64_t{17});
    CHECK(line->principal_name == "Hedwig Testfall");
    CHECK(line->changes[0].new_value == "\"Ilse Kontakt\"");
    for (const auto& row : database.query("SELECT principal_name || changes FROM audit", "s")) {
      CHECK(as_text(row[0]).find("Hedwig") == std::string::npos);
      CHECK(as_text(row[0]).find("Ilse") == std::string::npos);
    }
    CHECK(erase_personal(database, "usr_1") == 1);
    CHECK(check_audit(file)->report.valid);
    database.run("UPDATE audit SET action = 'x' WHERE id = 1");
    CHECK(database.failure().has_value());  // append-only again
  }
}

TEST_CASE("record: the key is made once, is nobody else's to read, and stays") {
  Platform platform;
  const std::string key = platform.get("/v1/audit/checkpoint", platform.lead()).body["key"];
  const auto mode = std::filesystem::status(platform.file() + ".audit.key").permissions();
  CHECK((mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);
  platform.restart();
  CHECK(platform.get("/v1/audit/checkpoint", platform.lead()).body["key"] == key);
}

TEST_CASE("a line of the record is UTF-8, whatever was handed in") {
  Platform platform;
  const auto done = platform.impl().store().write_and_wait(
      [&] { return platform.impl().occasion(system_actor(), ""); },
      [](Change& change) -> base::Done {
        change.note("test.note", "test", "t\xe4st", "Frau M\xfcller", {{"name", "", "\"M\xfcller\""}});
        return {};
      });
  REQUIRE(done.ok());
  std::string text;
  REQUIRE(platform.service().export_audit({}, [&](const std::string& piece) { text += piece; }).ok());
  CHECK(text.find("Frau Müller") != std::string::npos);
  CHECK(verify_proof_file(text, "").valid);
}
