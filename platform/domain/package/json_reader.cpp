#include "platform/domain/package/json_reader.hpp"

#include <unicode/utf8.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "api-client/base/json.hpp"

namespace stadtpult::platform {

namespace {

using Json = nlohmann::json;

/// Offset of the first byte that is no UTF-8; npos where all is.
std::size_t first_bad_byte(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < length;) {
    const auto start = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    if (c < 0) return static_cast<std::size_t>(start);
  }
  return std::string_view::npos;
}

/// "manifest.json:3:17": line and column, in bytes, both from 1.
std::string place(std::string_view file, std::string_view text, std::size_t offset) {
  const auto place = base::place_in(text, offset);
  return std::string(file) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// Builds the document from the parser's events and notes what a plain parser lets pass.
class Builder : public base::JsonEvents {
 public:
  Builder(const JsonSource& source, Findings& findings) : source_(source), findings_(findings) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool integer(std::int64_t value) override { return add(value); }
  bool natural(std::uint64_t value) override { return add(value); }
  bool real(double value) override { return add(value); }
  bool text(std::string& value) override {
    const bool has_nul = value.find('\0') != std::string::npos;
    const bool added = add(std::move(value));
    if (has_nul) note_nul();
    return added;
  }

  bool open_object() override { return open(Json::object()); }
  bool open_list() override { return open(Json::array()); }
  bool close() override {
    levels_.pop_back();
    return true;
  }

  bool member(std::string& name) override {
    auto& level = levels_.back();
    if (level.value->size() >= source_.most_members) {
      too_wide = true;
      return false;
    }
    const bool twice = level.value->contains(name);
    level.name = std::move(name);
    if (twice) findings_.error(path(), rule("duplicate-member"), "stands more than once in its object");
    if (level.name.find('\0') != std::string::npos) note_nul();
    return true;
  }

  Json root;
  bool too_deep = false;
  bool too_wide = false;

 private:
  struct Level {
    Json* value;
    std::string name;  ///< of the member that was met last, in an object
  };

  [[nodiscard]] std::string rule(const char* name) const { return std::string(source_.rules) + "." + name; }

  /// Where the parser is: the value that was added last, or the member whose name was read last.
  [[nodiscard]] std::string path() const {
    std::string path;
    for (const auto& [value, name] : levels_) {
      path = value->is_array() ? item_path(path, value->size() - 1) : member_path(path, name);
    }
    return path;
  }

  void note_nul() { findings_.error(path(), rule("control-character"), "holds U+0000"); }

  bool add(Json value) {
    if (levels_.empty()) {
      root = std::move(value);
      last_ = &root;
    } else if (auto& level = levels_.back(); level.value->is_array()) {
      level.value->push_back(std::move(value));
      last_ = &level.value->back();
    } else {
      last_ = &((*level.value)[level.name] = std::move(value));
    }
    return true;
  }

  bool open(Json empty) {
    if (levels_.size() >= static_cast<std::size_t>(kDeepestJson)) {
      too_deep = true;
      return false;
    }
    if (!add(std::move(empty))) return false;
    levels_.push_back({last_, {}});
    return true;
  }

  const JsonSource& source_;
  Findings& findings_;
  std::vector<Level> levels_;
  Json* last_ = nullptr;  ///< the value added last; valid until the next one
};

}  // namespace

std::string member_path(std::string_view parent, std::string_view member) {
  // Longer ones are cut where they are shown; nested hostile names must not grow without bound here.
  constexpr std::size_t kLongest = 400;
  if (parent.size() + member.size() > kLongest)
    return std::string(parent.empty() ? member.substr(0, kLongest) : parent);
  return parent.empty() ? std::string(member) : std::string(parent) + "." + std::string(member);
}

std::string item_path(std::string_view parent, std::size_t index) {
  return std::string(parent) + "[" + std::to_string(index) + "]";
}

bool read_json_object(std::string_view text, const JsonSource& source, Findings& findings, Json& out) {
  const std::string what(source.what);
  const auto rule = [&](const char* name) { return std::string(source.rules) + "." + name; };
  if (const auto bad = first_bad_byte(text); bad != std::string_view::npos) {
    findings.error(place(source.file, text, bad), rule("utf8"), what + " is not valid UTF-8");
    return false;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    findings.warning(source.file, rule("byte-order-mark"),
                     "starts with a byte order mark, which JSON does not allow");
    text.remove_prefix(3);
  }
  using Kind = base::JsonFault::Kind;
  base::JsonFault fault;
  Builder builder(source, findings);
  if (!base::read_json(text, builder, &fault)) {
    if (builder.too_deep) {
      findings.error(source.file, rule("depth"),
                     what + " is nested more than " + std::to_string(kDeepestJson) + " levels deep");
    } else if (builder.too_wide) {
      findings.error(
          source.file, rule("members"),
          what + " has an object of more than " + std::to_string(source.most_members) + " members");
    } else if (fault.kind == Kind::number) {
      findings.error(place(source.file, text, fault.at), rule("number"), "number is out of range");
    } else {
      findings.error(
          place(source.file, text, fault.at), rule("json"),
          what + " is not valid JSON" + (fault.kind == Kind::nul ? ": it holds a NUL character" : ""));
    }
    return false;
  }
  if (!builder.root.is_object()) {
    findings.error(source.file, rule("object"), what + " must be a JSON object");
    return false;
  }
  out = std::move(builder.root);
  return true;
}

}  // namespace stadtpult::platform
