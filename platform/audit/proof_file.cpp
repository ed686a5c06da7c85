#include "platform/audit/proof_file.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/base/merkle.hpp"
#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/checkpoint.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::platform {
namespace {

using Json = nlohmann::json;
using base::Digest;
using base::Proof;

// ---- test vectors: hashes in base64, an absent proof is null

/// A member as hash or number; what is wrong with it is remembered once.
class Members {
 public:
  explicit Members(const Json& json) : json_(json) {}

  std::uint64_t number(const char* name) {
    const auto at = json_.find(name);
    if (at != json_.end() && at->is_number_unsigned()) return at->get<std::uint64_t>();
    note(fmt::format("{} is no whole number from 0 on", name));
    return 0;
  }
  Digest hash(const char* name) {
    const auto at = json_.find(name);
    return hash_of(at == json_.end() ? Json() : *at, name);
  }
  /// The vectors know roots of any length, which equal nothing but themselves: their hash stands for them.
  Digest root(const char* name) {
    const auto at = json_.find(name);
    const auto bytes = at != json_.end() && at->is_string()
                           ? base::from_base64(at->get_ref<const std::string&>())
                           : std::nullopt;
    if (!bytes) note(fmt::format("{} is no base64", name));
    return bytes ? base::digest_from(*bytes).value_or(base::sha256(*bytes)) : Digest{};
  }
  Proof proof() {
    Proof out;
    const auto at = json_.find("proof");
    if (at == json_.end() || at->is_null()) return out;
    if (!at->is_array()) note("proof is no list");
    for (const auto& each : *at) out.push_back(hash_of(each, "an entry of proof"));
    return out;
  }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  Digest hash_of(const Json& value, const char* name) {
    if (value.is_string())
      if (const auto bytes = base::from_base64(value.get_ref<const std::string&>()))
        if (const auto digest = base::digest_from(*bytes)) return *digest;
    note(fmt::format("{} is no SHA-256 in base64", name));
    return {};
  }
  void note(std::string wrong) {
    if (wrong_.empty()) wrong_ = std::move(wrong);
  }

  const Json& json_;
  std::string wrong_;
};

Verdict judged(const Members& members, bool holds, const char* what) {
  if (!members.wrong().empty()) return {false, members.wrong()};
  return {holds, fmt::format("the {} proof {}", what, holds ? "holds" : "does not hold")};
}

Verdict verify_vector(const Json& json) {
  Members in(json);
  const Proof proof = in.proof();
  const bool subtree = json.contains("start");
  if (json.contains("leafIdx")) {
    const auto index = in.number("leafIdx"), start = subtree ? in.number("start") : 0,
               end = in.number(subtree ? "end" : "treeSize");
    const Digest leaf = in.hash("leafHash"), root = in.root("root");
    return judged(in, base::verify_subtree_inclusion(index, start, end, leaf, proof, root), "inclusion");
  }
  const Digest root1 = in.root("root1"), root2 = in.root("root2");
  if (subtree) {
    const auto start = in.number("start"), end = in.number("end"), size = in.number("size");
    return judged(in, base::verify_subtree_consistency(start, end, size, root1, root2, proof), "consistency");
  }
  const auto size1 = in.number("size1"), size2 = in.number("size2");
  return judged(in, base::verify_consistency(size1, root1, size2, root2, proof), "consistency");
}

// ---- exports: a checkpoint, then a record with its proof on each line

std::string_view next_line(std::string_view& text) {
  const size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string wrong_with_line(std::string_view text, const contract::Checkpoint& checkpoint) {
  const auto line = contract::decode<contract::AuditExportLine>(text);
  if (!line) return line.error().message;
  const auto& record = line->record;
  if (auto reason = contract::wrong_with(record); !reason.empty()) return reason;
  Proof proof;
  for (const auto& each : line->proof) {
    const auto digest = base::digest_from_hex(each);
    if (!digest) return "an entry of the proof is no SHA-256 in hex";
    proof.push_back(*digest);
  }
  if (line->index != record.id - 1) return "the leaf is not that of the line";
  const bool holds = base::verify_inclusion(static_cast<std::uint64_t>(line->index), checkpoint.size,
                                            contract::leaf_of(record.hash), proof, checkpoint.root);
  return holds ? "" : "the line is not in the tree of the checkpoint";
}

Verdict verify_export(std::string_view text, std::string_view key) {
  const auto head = contract::decode<contract::AuditCheckpoint>(next_line(text));
  if (!head) return {false, "line 1: " + head.error().message};
  if (!key.empty() && head->key != key) return {false, "line 1: the checkpoint is signed with another key"};
  const auto checkpoint = contract::open_checkpoint(head->note, head->key);
  if (!checkpoint) return {false, "line 1: " + checkpoint.error().message};
  std::int64_t lines = 0;
  for (std::int64_t number = 2; !text.empty(); ++number) {
    const std::string_view line = next_line(text);
    if (line.empty()) continue;
    if (const auto wrong = wrong_with_line(line, *checkpoint); !wrong.empty())
      return {false, fmt::format("line {}: {}", number, wrong)};
    ++lines;
  }
  return {true, fmt::format("{} lines are in the record of {} lines signed {} with {}{}", lines,
                            checkpoint->size, base::to_rfc3339(checkpoint->at), head->key,
                            key.empty() ? "; compare this key with the platform's" : "")};
}

}  // namespace

Verdict verify_proof_file(std::string_view text, std::string_view key) {
  // Depth is bounded by the check of contract::is_json before anything is built.
  const size_t end = text.find_first_not_of(" \t\r\n");
  if (end == std::string_view::npos) return {false, "the file is empty"};
  text.remove_prefix(end);
  if (contract::is_json(text)) {
    const Json json = base::parse_json(text);
    if (json.is_object() && (json.contains("leafIdx") || json.contains("root1"))) return verify_vector(json);
  }
  std::string_view rest = text;
  const std::string_view first = next_line(rest);
  if (contract::is_json(first)) {
    const Json json = base::parse_json(first);
    if (json.is_object() && json.contains("note")) return verify_export(text, key);
  }
  return {false, "the file is neither an export of the audit record nor a test vector of a Merkle proof"};
}

std::string verdict_json(const Verdict& verdict) {
  const nlohmann::ordered_json json = {{"valid", verdict.valid}, {"reason", verdict.reason}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace stadtpult::platform
