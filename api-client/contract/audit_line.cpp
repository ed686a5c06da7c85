#include "api-client/contract/audit_line.hpp"

#include <charconv>

#include "api-client/base/merkle.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::contract {
namespace {

constexpr std::string_view kSalted = "salted-sha256:";

struct Digits {
  explicit Digits(std::int64_t number) : end(std::to_chars(text, text + sizeof(text), number).ptr) {}
  [[nodiscard]] std::string_view view() const { return {text, static_cast<size_t>(end - text)}; }
  char text[20];
  char* end;
};

void put(std::string_view part, std::string& out) {
  out += Digits(static_cast<std::int64_t>(part.size())).view();
  out += ':';
  out += part;
  out += ',';
}

void put(std::int64_t number, std::string& out) {
  put(Digits(number).view(), out);
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
  put(line.prev_hash, out);
  put(line.id, out);
  put(line.at_ms, out);
  for (const auto& part : {line.principal_id, line.principal_name, line.role, line.action, line.object_type,
                           line.object_id, line.object_title, line.changes, line.request_id})
    put(part, out);
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
