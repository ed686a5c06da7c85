#include "api-client/contract/checkpoint.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace stadtpult::contract {
namespace {

using base::ErrorKind;
using base::Result;

constexpr char kEd25519 = 0x01;           // C2SP signed-note, signature types
constexpr std::string_view kDash = "— ";  // U+2014 and a space
constexpr std::string_view kTime = "time ";

std::string_view view(const std::array<std::uint8_t, 32>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The first four bytes of SHA-256 over name, line end, type and key.
std::string key_id(std::string_view name, const base::PublicKey& key) {
  std::string text(name);
  text += '\n';
  text += kEd25519;
  text += view(key);
  const auto digest = base::sha256(text);
  return {reinterpret_cast<const char*>(digest.data()), 4};
}

std::string name_of(const base::PublicKey& key) {
  return "stadtpult/audit/" + base::to_hex(view(key)).substr(0, 16);
}

base::Error wrong(const char* sentence) {
  return base::fail(ErrorKind::invalid, sentence);
}

struct Verifier {
  std::string name;
  base::PublicKey key{};
};

Result<Verifier> read_key(std::string_view text) {
  const size_t first = text.find('+'), second = text.find('+', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos || first == 0)
    return wrong("The key of the checkpoint does not have the form NAME+HASH+KEY.");
  const auto bytes = base::from_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 33 || bytes->front() != kEd25519)
    return wrong("The key of the checkpoint is no Ed25519 key.");
  Verifier verifier{std::string(text.substr(0, first)), *base::digest_from(bytes->substr(1))};
  if (base::to_hex(key_id(verifier.name, verifier.key)) != text.substr(first + 1, second - first - 1))
    return wrong("The key of the checkpoint does not fit its own hash.");
  return verifier;
}

/// One signature line of ours that holds is enough; lines of others are passed over.
bool is_signed(std::string_view body, std::string_view signatures, const Verifier& verifier) {
  const std::string start = std::string(kDash) + verifier.name + " ";
  while (!signatures.empty()) {
    const size_t end = signatures.find('\n');
    const std::string_view line = signatures.substr(0, end);
    if (line.starts_with(start)) {
      const auto bytes = base::from_base64(line.substr(start.size()));
      if (bytes && bytes->size() == 68 && bytes->substr(0, 4) == key_id(verifier.name, verifier.key) &&
          base::ed25519_verify(verifier.key, body, std::string_view(*bytes).substr(4)))
        return true;
    }
    if (end == std::string_view::npos) break;
    signatures.remove_prefix(end + 1);
  }
  return false;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

AuditCheckpoint sign_checkpoint(const Checkpoint& checkpoint, const base::Key& key) {
  const base::PublicKey public_key = base::ed25519_public(key);
  const std::string name = name_of(public_key), id = key_id(name, public_key);
  const std::string body =
      fmt::format("{}\n{}\n{}\n{}{}\n", name, checkpoint.size, base::to_base64(view(checkpoint.root)), kTime,
                  base::to_rfc3339(checkpoint.at));
  AuditCheckpoint out;
  out.size = static_cast<std::int64_t>(checkpoint.size);
  out.root = base::to_hex(checkpoint.root);
  out.at = checkpoint.at;
  out.note =
      fmt::format("{}\n{}{} {}\n", body, kDash, name, base::to_base64(id + base::ed25519_sign(key, body)));
  out.key = fmt::format("{}+{}+{}", name, base::to_hex(id),
                        base::to_base64(std::string(1, kEd25519) + std::string(view(public_key))));
  return out;
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view verifier_key) {
  const auto verifier = read_key(verifier_key);
  if (!verifier) return verifier.error();
  const size_t gap = note.rfind("\n\n");
  if (gap == std::string_view::npos) return wrong("The checkpoint has no signature.");
  const std::string_view body = note.substr(0, gap + 1);
  if (!is_signed(body, note.substr(gap + 2), *verifier))
    return wrong("The signature of the checkpoint does not hold.");
  const auto lines = lines_of(body);
  if (lines.size() < 4 || lines[0] != verifier->name) return wrong("The checkpoint is of another record.");
  Checkpoint out;
  const auto [end, error] = std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), out.size);
  const auto root = base::from_base64(lines[2]);
  const auto digest = root ? base::digest_from(*root) : std::nullopt;
  const auto at =
      lines[3].starts_with(kTime) ? base::from_rfc3339(lines[3].substr(kTime.size())) : std::nullopt;
  if (error != std::errc() || end != lines[1].data() + lines[1].size() || !digest || !at)
    return wrong("The checkpoint cannot be read.");
  out.root = *digest;
  out.at = *at;
  return out;
}

}  // namespace stadtpult::contract
