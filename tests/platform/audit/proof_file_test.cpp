#include "platform/audit/proof_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/checkpoint.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/audit/merkle.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr base::Key kKey = {7, 7, 7};

/// A record of some lines as the platform would export it.
struct Sample {
  Sample() {
    for (std::int64_t id = 1; id <= 5; ++id) {
      contract::AuditRecord line;
      line.id = id;
      line.at = {1795421822000 + id};
      line.principal_id = "usr_1";
      line.principal_name = "Jana Arndt";
      line.action = "category.change";
      line.changes = {{"name", R"("Alt")", R"("Neu")"}};
      line.personal = {{"principal_name", contract::salted_hash("5a17", "Jana Arndt"), "5a17"}};
      line.prev_hash = lines.empty() ? contract::kChainStart : lines.back().hash;
      line.hash = contract::line_hash(line);
      tree.append(contract::leaf_of(line.hash));
      lines.push_back(line);
    }
    checkpoint = contract::sign_checkpoint({5, tree.root(5), {1795421900000}}, kKey);
  }
  [[nodiscard]] std::string text() const {
    std::string out = contract::encode(checkpoint) + "\n";
    for (const auto& line : lines) {
      contract::AuditExportLine one{line, line.id - 1, {}};
      for (const auto& each : inclusion_proof(static_cast<std::uint64_t>(one.index), 5, tree.reader()))
        one.proof.push_back(base::to_hex(each));
      out += contract::encode(one) + "\n";
    }
    return out;
  }
  std::vector<contract::AuditRecord> lines;
  MerkleTree tree;
  contract::AuditCheckpoint checkpoint;
};

}  // namespace

TEST_CASE("proof file: the published vectors, those that hold and those that must not") {
  const char* named = std::getenv("STADTPULT_DATA");
  const fs::path folder = fs::path(named != nullptr ? named : STADTPULT_DATA_DIR) / "merkle" / "testdata";
  if (!fs::exists(folder)) {
    MESSAGE("skipped: no " << folder.string());
    return;
  }
  std::map<std::string, int> judged;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto text = text_of(entry.path());
    const auto verdict = verify_proof_file(text);
    const bool must_fail = json_in(text)["wantErr"];
    CHECK_MESSAGE(verdict.valid != must_fail, entry.path().string(), ": ", verdict.reason);
    CHECK(!verdict.reason.empty());
    ++judged[fs::relative(entry.path(), folder).begin()->string()];
  }
  for (const char* kind : {"inclusion", "consistency", "subtreeinclusion", "subtreeconsistency"})
    CHECK_MESSAGE(judged[kind] > 50, kind);
}

TEST_CASE("proof file: an export holds as it is") {
  const Sample sample;
  CHECK(verify_proof_file(sample.text()).valid);
  CHECK(verify_proof_file(sample.text(), sample.checkpoint.key).valid);
  CHECK_FALSE(verify_proof_file(sample.text(), contract::sign_checkpoint({}, base::Key{}).key).valid);
}

TEST_CASE("proof file: whatever is changed in an export is found where it stands") {
  const Sample sample;
  const auto with = [&](auto change) {
    Sample other;
    change(other.lines[2]);
    return verify_proof_file(other.text());
  };
  using Line = contract::AuditRecord;
  CHECK(with([](Line& line) { line.action = "x"; }).reason == "line 4: the line was changed");
  CHECK(with([](Line& line) { line.changes[0].new_value = R"("x")"; }).reason ==
        "line 4: the line was changed");
  CHECK(with([](Line& line) { line.principal_name = "x"; }).reason == "line 4: a personal value was changed");
  CHECK(with([](Line& line) { line.action = "x", line.hash = contract::line_hash(line); }).reason ==
        "line 4: the line is not in the tree of the checkpoint");
  CHECK(with([](Line& line) { line.personal[0].salt.reset(), line.principal_name = "erased"; }).valid);
  std::string text = sample.text();
  text.replace(text.find("time 20"), 7, "time 21");
  CHECK(verify_proof_file(text).reason == "line 1: The signature of the checkpoint does not hold.");
}

TEST_CASE("proof file: anything else is refused with a reason") {
  for (const char* text :
       {"", " \n", "{", "[]", "{}", "null", "hello", R"({"note":1})", R"({"leafIdx":-1})", R"({"root1":[]})",
        R"({"leafIdx":1.5,"treeSize":2,"root":"","leafHash":"","proof":{}})",
        R"({"leafIdx":0,"proof":[1,{}]})"}) {
    const auto verdict = verify_proof_file(text);
    CHECK_MESSAGE(!verdict.valid, text);
    CHECK(!verdict.reason.empty());
  }
  CHECK(verdict_json({false, "a \"b\""}) == R"({"valid":false,"reason":"a \"b\""})");
}

TEST_CASE("checkpoint: a note is read back, and only with its own key") {
  contract::Checkpoint checkpoint{42, base::leaf_hash("x"), {1795421900123}};
  const auto made = contract::sign_checkpoint(checkpoint, kKey);
  const auto read = contract::open_checkpoint(made.note, made.key);
  REQUIRE(read);
  CHECK(read->size == 42);
  CHECK(read->root == checkpoint.root);
  CHECK(read->at.ms == 1795421900123);
  CHECK(made.note.starts_with("stadtpult/audit/"));
  const auto other = contract::sign_checkpoint(checkpoint, base::Key{1});
  CHECK_FALSE(contract::open_checkpoint(made.note, other.key));
  CHECK_FALSE(contract::open_checkpoint(made.note, ""));
  CHECK_FALSE(contract::open_checkpoint("", made.key));
  for (size_t i = 0; i < made.note.size(); ++i) {
    std::string changed = made.note;
    changed[i] ^= 1;
    CHECK_FALSE_MESSAGE(contract::open_checkpoint(changed, made.key), i);
  }
}
