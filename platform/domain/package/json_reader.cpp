#include "platform/domain/package/json_reader.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

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
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t at = 0; at < std::min(offset, text.size()); ++at) {
    ++column;
    if (text[at] == '\n') {
      ++line;
      column = 1;
    }
  }
  return std::string(file) + ":" + std::to_string(line) + ":" + std::to_string(column);
}

/// Builds the document from the parser's events and notes what a plain parser lets pass.
class Builder {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  Builder(const JsonSource& source, Findings& findings) : source_(source), findings_(findings) {}

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(number_integer_t value) { return add(value); }
  bool number_unsigned(number_unsigned_t value) { return add(value); }
  bool number_float(number_float_t value, const string_t&) { return add(value); }
  bool binary(binary_t&) { return false; }
  bool string(string_t& value) {
    const bool has_nul = value.find('\0') != std::string::npos;
    const bool added = add(std::move(value));
    if (has_nul) note_nul();
    return added;
  }

  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(string_t& name) {
    auto& level = levels_.back();
    if (level.value->size() >= source_.most_members) {
      too_wide = true;
      return false;
    }
    const bool twice = level.value->contains(name);
    level.name = std::move(name);
    if (twice) note("duplicate-member", "stands more than once in its object");
    if (level.name.find('\0') != std::string::npos) note_nul();
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) {
    error_offset = position > 0 ? position - 1 : 0;
    number_too_large = error.id == 406;  // nlohmann: number overflow
    return false;
  }

  Json root;
  std::size_t error_offset = 0;
  bool number_too_large = false;
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

  void note(const char* name, const std::string& what) {
    if (source_.one_of_many)
      findings_.error(source_.file, rule(name), "\"" + printable(path()) + "\" " + what);
    else
      findings_.error(path(), rule(name), what);
  }
  void note_nul() { note("control-character", "holds U+0000"); }

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

  bool close() {
    levels_.pop_back();
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
  // The parser would take it for the end and leave the rest unread.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    findings.error(place(source.file, text, nul), rule("json"),
                   what + " is not valid JSON: it holds a NUL character");
    return false;
  }
  Builder builder(source, findings);
  if (!Json::sax_parse(text, &builder)) {
    if (builder.too_deep) {
      findings.error(source.file, rule("depth"),
                     what + " is nested more than " + std::to_string(kDeepestJson) + " levels deep");
    } else if (builder.too_wide) {
      findings.error(
          source.file, rule("members"),
          what + " has an object of more than " + std::to_string(source.most_members) + " members");
    } else if (builder.number_too_large) {
      findings.error(place(source.file, text, builder.error_offset), rule("number"),
                     "number is out of range");
    } else {
      findings.error(place(source.file, text, builder.error_offset), rule("json"),
                     what + " is not valid JSON");
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
