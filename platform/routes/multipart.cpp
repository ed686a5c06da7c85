#include "platform/routes/multipart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "api-client/base/utf8.hpp"

namespace stadtpult::platform {
namespace {

using base::Error;
using base::Result;

constexpr std::size_t kLongestBoundary = 70;  // RFC 2046, 5.1.1
constexpr std::string_view kBlank = " \t";

Error wrong(std::string sentence, std::string field = {}) {
  Error error = base::fail(base::ErrorKind::invalid, std::move(sentence), std::move(field));
  error.status = 400;
  return error;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}
bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}
/// RFC 9110, 5.6.2.
bool in_token(char c) {
  return is_letter_or_digit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool in_boundary(char c) {
  return is_letter_or_digit(c) || std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// Reads "word; name=value; name="value"" from the front on.
class Parameters {
 public:
  explicit Parameters(std::string_view rest) : rest_(rest) {}

  std::string_view word() {
    blank();
    return token('/');
  }
  /// Is there a further parameter? False at the end, and with `broken` where something else stands there.
  bool next(std::string& name, std::string& value) {
    blank();
    if (rest_.empty()) return false;
    if (rest_.front() != ';') return fail();
    rest_.remove_prefix(1);
    blank();
    if (rest_.empty()) return false;  // a last ";" is harmless
    name = token();
    if (name.empty() || rest_.empty() || rest_.front() != '=') return fail();
    rest_.remove_prefix(1);
    if (!rest_.empty() && rest_.front() == '"') return quoted(value) || fail();
    value = token();
    return !value.empty() || fail();
  }
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  bool fail() {
    broken_ = true;
    return false;
  }
  void blank() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlank), rest_.size())); }
  std::string_view token(char also = '\0') {
    std::size_t end = 0;
    while (end < rest_.size() && (in_token(rest_[end]) || (also != '\0' && rest_[end] == also))) ++end;
    const auto text = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return text;
  }
  /// A backslash stands for itself but before a quote or another one: browsers send names with it as they
  /// are.
  bool quoted(std::string& value) {
    value.clear();
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return true;
      }
      const bool escapes =
          rest_[i] == '\\' && i + 1 < rest_.size() && (rest_[i + 1] == '"' || rest_[i + 1] == '\\');
      if (escapes) ++i;
      value += rest_[i];
    }
    return false;
  }

  std::string_view rest_;
  bool broken_ = false;
};

Result<std::string> boundary_of(std::string_view content_type) {
  Parameters parameters(content_type);
  if (!same_word(parameters.word(), "multipart/form-data"))
    return wrong("The body must be multipart/form-data.", "Content-Type");
  std::optional<std::string> boundary;
  std::string name, value;
  while (parameters.next(name, value)) {
    if (!same_word(name, "boundary")) continue;
    if (boundary) return wrong("The boundary must stand once.", "Content-Type");
    boundary = value;
  }
  if (parameters.broken()) return wrong("The Content-Type cannot be read.", "Content-Type");
  if (!boundary || boundary->empty()) return wrong("The Content-Type names no boundary.", "Content-Type");
  if (boundary->size() > kLongestBoundary || boundary->back() == ' ' ||
      !std::all_of(boundary->begin(), boundary->end(), in_boundary))
    return wrong("The boundary is none that RFC 2046 allows.", "Content-Type");
  return *boundary;
}

/// What browsers write for a quote and for line ends in names (HTML, "multipart/form-data encoding").
std::string without_escapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto three = text.substr(i, 3);
    const char c = same_word(three, "%22")   ? '"'
                   : same_word(three, "%0d") ? '\r'
                   : same_word(three, "%0a") ? '\n'
                                             : '\0';
    out += c != '\0' ? c : text[i];
    if (c != '\0') i += 2;
  }
  return out;
}

/// A name as a message may show it.
std::string shown(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 60)) out += is_control(c) ? ' ' : c;
  return base::is_utf8(out) ? out : std::string();
}

class Reader {
 public:
  Reader(std::string_view body, const std::string& boundary) : body_(body), delimiter_("\r\n--" + boundary) {}

  Result<std::vector<FormPart>> read() {
    if (!open()) return wrong("The body does not begin with its boundary.");
    std::vector<FormPart> parts;
    while (true) {
      const auto after = delimiter_end();
      if (!after) return after.error();
      if (*after) return parts;
      if (parts.size() == kMostParts)
        return wrong(fmt::format("The form has more than {} fields.", kMostParts));
      FormPart part;
      if (const auto done = head(part); !done) return done.error();
      const auto end = body_.find(delimiter_, at_);
      if (end == std::string_view::npos) return wrong("The form was cut off.", shown(part.name));
      part.body = body_.substr(at_, end - at_);
      at_ = end + delimiter_.size();
      parts.push_back(std::move(part));
    }
  }

 private:
  /// To behind the first boundary; what stands before it is nobody's.
  bool open() {
    const std::string_view first = std::string_view(delimiter_).substr(2);
    if (body_.starts_with(first)) {
      at_ = first.size();
      return true;
    }
    const auto found = body_.find(delimiter_);
    if (found == std::string_view::npos) return false;
    at_ = found + delimiter_.size();
    return true;
  }

  /// True at the last boundary ("--"), false where a part follows.
  Result<bool> delimiter_end() {
    const bool last = body_.substr(at_).starts_with("--");
    if (last) at_ += 2;
    at_ = std::min(body_.find_first_not_of(kBlank, at_), body_.size());
    if (body_.substr(at_).starts_with("\r\n")) {
      // A part without header fields begins with the empty line, which head() reads.
      at_ += 2;
      return last;
    }
    if (last && at_ == body_.size()) return true;
    return wrong("Behind a boundary stands something that does not belong there.");
  }

  base::Done head(FormPart& part) {
    const auto limit = std::min(body_.size(), at_ + kLongestPartHead);
    bool disposed = false;
    while (true) {
      const auto end = body_.find("\r\n", at_);
      if (end == std::string_view::npos || end >= limit)
        return wrong(end == std::string_view::npos ? "The form was cut off." : "A part's head is too long.",
                     shown(part.name));
      const auto line = body_.substr(at_, end - at_);
      at_ = end + 2;
      if (line.empty()) break;
      if (const auto done = header_field(line, part, disposed); !done) return done;
    }
    if (!disposed) return wrong("A part has no Content-Disposition.");
    return {};
  }

  base::Done header_field(std::string_view line, FormPart& part, bool& disposed) {
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (colon == std::string_view::npos || name.empty() || !std::all_of(name.begin(), name.end(), in_token) ||
        std::any_of(line.begin(), line.end(), [](char c) { return is_control(c) && c != '\t'; }))
      return wrong("A part's head cannot be read.", shown(part.name));
    const auto value = line.substr(colon + 1);
    if (same_word(name, "Content-Disposition")) {
      if (disposed) return wrong("A part has two Content-Disposition fields.", shown(part.name));
      disposed = true;
      return disposition(value, part);
    }
    if (same_word(name, "Content-Type")) return content_type(value, part);
    if (same_word(name, "Content-Transfer-Encoding")) {
      const auto coding = Parameters(value).word();
      if (!same_word(coding, "binary") && !same_word(coding, "8bit") && !same_word(coding, "7bit"))
        return wrong("Parts must come as they are, without Content-Transfer-Encoding.", shown(part.name));
    }
    return {};
  }

  static base::Done disposition(std::string_view text, FormPart& part) {
    Parameters parameters(text);
    if (!same_word(parameters.word(), "form-data"))
      return wrong("A part's Content-Disposition must be form-data.");
    std::optional<std::string> field, file;
    std::string name, value;
    while (parameters.next(name, value)) {
      if (same_word(name, "filename*") || same_word(name, "name*"))
        return wrong("Names in forms are not written with \"*\" (RFC 7578, 4.2).", shown(field.value_or("")));
      auto* known = same_word(name, "name") ? &field : same_word(name, "filename") ? &file : nullptr;
      if (known == nullptr) continue;
      if (*known) return wrong("A part is named twice.", shown(**known));
      *known = without_escapes(value);
    }
    if (parameters.broken())
      return wrong("A part's Content-Disposition cannot be read.", shown(field.value_or("")));
    if (!field || field->empty()) return wrong("A part has no name.");
    if (field->size() > kLongestPartName || !base::is_utf8(*field) ||
        std::any_of(field->begin(), field->end(), is_control))
      return wrong("The name of a field is too long or holds what no name holds.", shown(*field));
    part.name = std::move(*field);
    if (!file) return {};
    part.is_file = true;
    std::erase_if(*file, is_control);
    if (file->size() > kLongestFileName || !base::is_utf8(*file))
      return wrong("The name of a file is too long or not UTF-8.", part.name);
    part.file_name = std::move(*file);
    return {};
  }

  static base::Done content_type(std::string_view text, const FormPart& part) {
    Parameters parameters(text);
    const auto type = parameters.word();
    if (type.size() >= 10 && same_word(type.substr(0, 10), "multipart/"))
      return wrong("Parts within parts are not taken.", shown(part.name));
    std::string name, value;
    while (parameters.next(name, value))
      if (same_word(name, "charset") && !same_word(value, "utf-8") && !same_word(value, "us-ascii"))
        return wrong("Texts must come as UTF-8.", shown(part.name));
    return {};
  }

  std::string_view body_;
  const std::string delimiter_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<FormPart>> parse_multipart(std::string_view content_type, std::string_view body) {
  const auto boundary = boundary_of(content_type);
  if (!boundary) return boundary.error();
  return Reader(body, *boundary).read();
}

}  // namespace stadtpult::platform
