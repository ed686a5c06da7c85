#pragma once
// The audit record and what proves it: lines, checkpoints, proofs, checks, exports and erasures.

#include "api-client/contract/release.hpp"

namespace stadtpult::contract {

/// A value of an audit line that names a person.
struct PersonalValue {
  std::string place;
  std::string hash;
  std::optional<std::string> salt;

  bool operator==(const PersonalValue&) const = default;
  static constexpr const char* kTypeName = "PersonalValue";
  static constexpr void describe(auto&& visit) {
    visit(
        field("place", &PersonalValue::place,
              {.help = "principal_name, object_title, or changes[0].old and changes[0].new.",
               .read_only = true}),
        field("hash", &PersonalValue::hash,
              {.help = "SHA-256 over salt and value: what the chain holds in its place.", .read_only = true}),
        field("salt", &PersonalValue::salt, {.help = "null: the value was erased.", .read_only = true}));
  }
};

/// One line of the append-only audit record. `hash` covers this line and `prev_hash`: a chain. What names a
/// person stands in the chain as a salted hash (contract/audit_line.hpp).
struct AuditRecord {
  std::int64_t id = 0;
  Timestamp at;
  std::string principal_id, principal_name;
  std::string role;
  std::string action;
  std::string object_type, object_id, object_title;
  std::vector<FieldChange> changes;
  std::string request_id;
  std::string prev_hash, hash;
  std::vector<PersonalValue> personal;

  bool operator==(const AuditRecord&) const = default;
  static constexpr const char* kTypeName = "AuditRecord";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &AuditRecord::id,
                {.help = "Counts on without gaps.", .read_only = true, .filter = true, .sort = true}),
          field("at", &AuditRecord::at, {.read_only = true, .sort = true}),
          field("principal_id", &AuditRecord::principal_id, {.read_only = true, .filter = true}),
          field("principal_name", &AuditRecord::principal_name, {.read_only = true}),
          field("role", &AuditRecord::role, {.help = "A role, or \"system\".", .read_only = true}),
          field("action", &AuditRecord::action,
                {.help = "For example \"miniapp.create\".", .read_only = true, .filter = true}),
          field("object_type", &AuditRecord::object_type, {.read_only = true, .filter = true}),
          field("object_id", &AuditRecord::object_id, {.read_only = true, .filter = true}),
          field("object_title", &AuditRecord::object_title, {.read_only = true}),
          field("changes", &AuditRecord::changes, {.read_only = true}),
          field("request_id", &AuditRecord::request_id, {.read_only = true}),
          field("prev_hash", &AuditRecord::prev_hash, {.read_only = true}),
          field("hash", &AuditRecord::hash,
                {.help = "SHA-256 over prev_hash and this line.", .read_only = true}),
          field("personal", &AuditRecord::personal,
                {.help = "The values of this line that name a person; the chain holds their salted hashes.",
                 .read_only = true,
                 .stored = false}));
  }
};

/// What the record was at a moment, signed by the platform: enough to notice later that it was cut off or
/// rewritten.
struct AuditCheckpoint {
  std::int64_t size = 0;
  std::string root;
  Timestamp at;
  std::string note, key;

  bool operator==(const AuditCheckpoint&) const = default;
  static constexpr const char* kTypeName = "AuditCheckpoint";
  static constexpr void describe(auto&& visit) {
    visit(field("size", &AuditCheckpoint::size, {.help = "How many lines.", .read_only = true}),
          field("root", &AuditCheckpoint::root,
                {.help = "Root of the Merkle tree over them (RFC 9162), hex.", .read_only = true}),
          field("at", &AuditCheckpoint::at, {.help = "When it was signed.", .read_only = true}),
          field("note", &AuditCheckpoint::note,
                {.help = "The same as a signed note (C2SP tlog-checkpoint); what is said here counts.",
                 .read_only = true}),
          field("key", &AuditCheckpoint::key,
                {.help = "The verifier key of the note (C2SP signed-note, Ed25519).", .read_only = true}));
  }
};

/// That a tree of `from` lines is the beginning of the one of `to` lines.
struct AuditConsistency {
  std::int64_t from = 0, to = 0;
  std::vector<std::string> proof;

  bool operator==(const AuditConsistency&) const = default;
  static constexpr const char* kTypeName = "AuditConsistency";
  static constexpr void describe(auto&& visit) {
    visit(field("from", &AuditConsistency::from, {.read_only = true}),
          field("to", &AuditConsistency::to, {.read_only = true}),
          field("proof", &AuditConsistency::proof,
                {.help = "Consistency proof of RFC 9162, section 2.1.4, hex.", .read_only = true}));
  }
};

/// That a line is in the tree of a checkpoint.
struct AuditProof {
  std::int64_t id = 0, index = 0, size = 0;
  std::string leaf_hash, root;
  std::vector<std::string> proof;
  AuditCheckpoint checkpoint;

  bool operator==(const AuditProof&) const = default;
  static constexpr const char* kTypeName = "AuditProof";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &AuditProof::id, {.help = "Number of the line.", .read_only = true}),
          field("index", &AuditProof::index, {.help = "Its leaf, from 0.", .read_only = true}),
          field("size", &AuditProof::size, {.help = "Leaves of the tree.", .read_only = true}),
          field("leaf_hash", &AuditProof::leaf_hash,
                {.help = "SHA-256 over 0x00 and the 32 bytes of the line's hash, hex.", .read_only = true}),
          field("root", &AuditProof::root, {.read_only = true}),
          field("proof", &AuditProof::proof,
                {.help = "Inclusion proof of RFC 9162, section 2.1.3, hex.", .read_only = true}),
          field("checkpoint", &AuditProof::checkpoint, {.help = "Of this size.", .read_only = true}));
  }
};

/// What a check of the whole record found.
struct AuditCheck {
  bool valid = false;
  std::int64_t lines = 0;
  std::optional<std::int64_t> wrong_id;
  std::string reason, root;
  std::int64_t duration_ms = 0;

  bool operator==(const AuditCheck&) const = default;
  static constexpr const char* kTypeName = "AuditCheck";
  static constexpr void describe(auto&& visit) {
    visit(field("valid", &AuditCheck::valid, {.read_only = true}),
          field("lines", &AuditCheck::lines, {.help = "How many were checked.", .read_only = true}),
          field("wrong_id", &AuditCheck::wrong_id,
                {.help = "The first line that is wrong.", .read_only = true}),
          field("reason", &AuditCheck::reason, {.help = "What is wrong with it.", .read_only = true}),
          field("root", &AuditCheck::root,
                {.help = "Root of the tree over the checked lines, hex.", .read_only = true}),
          field("duration_ms", &AuditCheck::duration_ms, {.read_only = true}));
  }
};

/// Body of POST /v1/audit/exports: which lines.
struct AuditExport {
  std::int64_t from_id = 1;
  std::optional<std::int64_t> to_id;
  std::optional<std::string> object_id, principal_id;

  bool operator==(const AuditExport&) const = default;
  static constexpr const char* kTypeName = "AuditExport";
  static constexpr void describe(auto&& visit) {
    visit(
        field("from_id", &AuditExport::from_id, {.help = "The first line.", .minimum = 1}),
        field("to_id", &AuditExport::to_id, {.help = "The last one; else the newest.", .minimum = 1}),
        field("object_id", &AuditExport::object_id, {.help = "Lines of this thing only.", .max_length = 200}),
        field("principal_id", &AuditExport::principal_id,
              {.help = "Lines of this person only.", .max_length = 200}));
  }
};

/// Lines as a file that `stadtpult-platform audit verify` checks offline.
struct AuditExported {
  std::int64_t lines = 0;
  std::string name, text;

  bool operator==(const AuditExported&) const = default;
  static constexpr const char* kTypeName = "AuditExported";
  static constexpr void describe(auto&& visit) {
    visit(field("lines", &AuditExported::lines, {.read_only = true}),
          field("name", &AuditExported::name, {.help = "A name for the file.", .read_only = true}),
          field("text", &AuditExported::text,
                {.help = "JSON lines: a checkpoint, then each record with its inclusion proof.",
                 .read_only = true}));
  }
};

/// A line of such a file behind the first, which is the checkpoint.
struct AuditExportLine {
  AuditRecord record;
  std::int64_t index = 0;
  std::vector<std::string> proof;

  bool operator==(const AuditExportLine&) const = default;
  static constexpr const char* kTypeName = "AuditExportLine";
  static constexpr void describe(auto&& visit) {
    visit(field("record", &AuditExportLine::record, {.read_only = true}),
          field("index", &AuditExportLine::index, {.help = "Its leaf, from 0.", .read_only = true}),
          field("proof", &AuditExportLine::proof,
                {.help = "Inclusion proof in the tree of the checkpoint, hex.", .read_only = true}));
  }
};

/// Body of POST /v1/audit/erasures: whose personal values are erased from the record, and why.
struct AuditErasure {
  std::string principal_id, reason;

  bool operator==(const AuditErasure&) const = default;
  static constexpr const char* kTypeName = "AuditErasure";
  static constexpr void describe(auto&& visit) {
    visit(
        field(
            "principal_id", &AuditErasure::principal_id,
            {.help =
                 "A person, an organisation for its contact, or an answer to a form, which is destroyed as a "
                 "whole.",
             .required = true,
             .max_length = 200}),
        field("reason", &AuditErasure::reason,
              {.help = "Stands in the record; must not name the person.",
               .required = true,
               .max_length = 500}));
  }
};

struct AuditErased {
  std::int64_t values = 0;

  bool operator==(const AuditErased&) const = default;
  static constexpr const char* kTypeName = "AuditErased";
  static constexpr void describe(auto&& visit) {
    visit(field("values", &AuditErased::values, {.help = "How many values were erased.", .read_only = true}));
  }
};

/// Body of POST /v1/audit/comparisons: what a console kept, to be held against the record as it is now.
struct KeptCheckpoint {
  std::string note;

  bool operator==(const KeptCheckpoint&) const = default;
  static constexpr const char* kTypeName = "KeptCheckpoint";
  static constexpr void describe(auto&& visit) {
    visit(field("note", &KeptCheckpoint::note,
                {.help = "The note of a checkpoint that this platform signed earlier.",
                 .required = true,
                 .max_length = 2000}));
  }
};

/// Does the record still begin with what the checkpoint was signed over?
struct AuditComparison {
  bool fits = false;
  std::int64_t kept_size = 0, size = 0;

  bool operator==(const AuditComparison&) const = default;
  static constexpr const char* kTypeName = "AuditComparison";
  static constexpr void describe(auto&& visit) {
    visit(field("fits", &AuditComparison::fits, {.read_only = true}),
          field("kept_size", &AuditComparison::kept_size,
                {.help = "Lines that the checkpoint is over.", .read_only = true}),
          field("size", &AuditComparison::size, {.help = "Lines of the record now.", .read_only = true}));
  }
};

/// What a console found when it held the record against the checkpoint that it kept.
enum class RecordFault { cut_off, rewritten, bad_signature, withheld };
BOOST_DESCRIBE_ENUM(RecordFault, cut_off, rewritten, bad_signature, withheld)

/// Kept by a console until a person accepts the record as it is now.
struct RecordFinding {
  RecordFault fault = RecordFault::rewritten;
  Timestamp found_at, good_at;
  std::int64_t kept_size = 0, seen_size = 0;

  bool operator==(const RecordFinding&) const = default;
  static constexpr const char* kTypeName = "RecordFinding";
  static constexpr void describe(auto&& visit) {
    visit(field("fault", &RecordFinding::fault), field("found_at", &RecordFinding::found_at),
          field("good_at", &RecordFinding::good_at, {.help = "When the record was last seen whole."}),
          field("kept_size", &RecordFinding::kept_size), field("seen_size", &RecordFinding::seen_size));
  }
};

}  // namespace stadtpult::contract
