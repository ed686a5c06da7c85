#include "api-client/contract/audit_line.hpp"

#include <charconv>
#include <cstring>
#include <iterator>

#include "api-client/base/merkle.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::contract {
namespace {

constexpr std::string_view kSalted = "salted-sha256:";

constexpr size_t kDigits = 20;  // of a 64-bit number with its sign

/// Writes "SIZE:TEXT," and goes on behind it.
void put(std::string_view part, char*& at) {
  at = std::to_chars(at, at + kDigits, part.size()).ptr;
  *at++ = ':';
  if (!part.empty()) std::memcpy(at, part.data(), part.size());
  at += part.size();
  *at++ = ',';
}

void put(std::int64_t number, char*& at) {
  char digits[kDigits];
  put({digits, static_cast<size_t>(std::to_chars(digits, digits + kDigits, number).ptr - digits)}, at);
}

}  // namespace

std::string salted_hash(std::string_view salt, std::string_view value) {
  base::Sha256 hash;
  hash.add(salt);
  hash.add(value);
  return std::string(kSalted) + hash.hex();
}

bool is_salted_hash(std::string_view value) {
  return value.starts_with(kSalted);
}

void put_line_bytes(const LineParts& line, std::string& out) {
  const std::string_view texts[] = {line.principal_id, line.principal_name, line.role,
                                    line.action,       line.object_type,    line.object_id,
                                    line.object_title, line.changes,        line.request_id};
  // Room for all of it at once: a check of the record does this a million times.
  size_t room = line.prev_hash.size() + (std::size(texts) + 3) * (kDigits + 2) + 2 * kDigits;
  for (const auto& text : texts) room += text.size();
  const size_t before = out.size();
  out.resize(before + room);
  char* at = out.data() + before;
  put(line.prev_hash, at);
  put(line.id, at);
  put(line.at_ms, at);
  for (const auto& text : texts) put(text, at);
  out.resize(static_cast<size_t>(at - out.data()));
}

std::string* value_at(AuditRecord& line, std::string_view place) {
  if (place == "principal_name") return &line.principal_name;
  if (place == "object_title") return &line.object_title;
  constexpr std::string_view kChanges = "changes[";
  if (!place.starts_with(kChanges)) return nullptr;
  size_t index = 0;
  const char* const last = place.data() + place.size();
  const auto [end, error] = std::from_chars(place.data() + kChanges.size(), last, index);
  if (error != std::errc() || index >= line.changes.size()) return nullptr;
  const std::string_view rest(end, static_cast<size_t>(last - end));
  if (rest == "].old") return &line.changes[index].old_value;
  return rest == "].new" ? &line.changes[index].new_value : nullptr;
}

AuditRecord chained(const AuditRecord& line) {
  AuditRecord out = line;
  for (const auto& each : line.personal)
    if (auto* value = value_at(out, each.place)) *value = each.hash;
  out.personal.clear();
  return out;
}

std::string line_hash(const AuditRecord& line) {
  const AuditRecord kept = chained(line);
  const std::string changes = encode_value(kept.changes);
  std::string bytes;
  put_line_bytes({kept.prev_hash, kept.id, kept.at.ms, kept.principal_id, kept.principal_name, kept.role,
                  kept.action, kept.object_type, kept.object_id, kept.object_title, changes, kept.request_id},
                 bytes);
  return base::sha256_hex(bytes);
}

base::Digest leaf_of(std::string_view line_hash_hex) {
  const auto bytes = base::from_hex(line_hash_hex);
  return bytes && bytes->size() == sizeof(base::Digest) ? base::leaf_hash(*bytes) : base::Digest{};
}

std::string wrong_with(const AuditRecord& line) {
  AuditRecord copy = line;
  for (const auto& each : line.personal) {
    const auto* value = value_at(copy, each.place);
    if (value == nullptr) return "a personal value stands at no place of the line";
    if (each.salt && salted_hash(*each.salt, *value) != each.hash) return "a personal value was changed";
  }
  return line_hash(line) == line.hash ? "" : "the line was changed";
}

}  // namespace stadtpult::contract
