#include "platform/domain/form_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "api-client/base/utf8.hpp"
#include "api-client/content/form_rules.hpp"
#include "api-client/content/words.hpp"
#include "platform/detection/regex.hpp"

namespace stadtpult::platform {
namespace {

using content::Record;

/// 1.5 and 1,5; nullopt for anything that is no number.
std::optional<double> number_of(std::string text) {
  std::replace(text.begin(), text.end(), ',', '.');
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(number > -1e15 && number < 1e15))
    return std::nullopt;
  return number;
}

/// As browsers send it: "2026-12-01".
bool is_date(const std::string& text) {
  return text.size() == 10 && base::from_rfc3339(text + "T00:00:00Z").has_value();
}

/// As the attribute "pattern" of HTML is meant: the whole value. An expression that is wrong asks for
/// nothing.
bool fits_pattern(const std::string& pattern, const std::string& value) {
  const auto regex = detection::Regex::compile("^(?:" + pattern + ")$", {}, detection::Place::anywhere);
  if (!regex) return true;
  detection::Regex::Scratch scratch;
  return regex->find(value, scratch) != detection::Regex::Found::no;
}

constexpr std::size_t kLongestKeptName = 150;  // bytes before the ending; file systems take 255

/// How many bytes of a character that is not seen, or turns what stands around it, lie at the front; 0 for
/// none.
std::size_t unseen(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
  };
  if (byte(0) < 0x20 || byte(0) == 0x7F) return 1;
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) <= 0x9F) return 2;  // U+0080 to U+009F
  const bool mark =
      byte(0) == 0xE2 &&
      ((byte(1) == 0x80 && ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xA8 && byte(2) <= 0xAE))) ||
       (byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xAF));
  return mark || (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) ? 3 : 0;
}

class Checker {
 public:
  Checker(const content::Block& form, const std::map<std::string, std::string>& values,
          const std::string& language, const SentFiles& files)
      : form_(form), values_(values), language_(language), files_(files) {}

  CheckedForm check() {
    for (const auto& field : form_.list("fields"))
      if (asked(field)) one(field);
    return std::move(checked_);
  }

 private:
  [[nodiscard]] std::string value_of(const std::string& id) const {
    const auto at = values_.find(id);
    if (at == values_.end()) return {};
    std::string value = at->second;
    while (!value.empty() && (value.back() == ' ' || value.back() == '\n' || value.back() == '\r'))
      value.pop_back();
    return value;
  }

  /// A condition names an option by its id, which is what is sent for it.
  [[nodiscard]] bool asked(const Record& field) const {
    const auto& other = field.value("shown_if_field");
    if (other.empty()) return true;
    for (const auto& each : form_.list("fields")) {
      if (each.id != other) continue;
      if (!asked_before(each, field)) return true;
      return asked(each) && value_of(other) == field.value("shown_if_value");
    }
    return true;
  }
  /// Conditions look back only, so that they cannot go round in a circle.
  [[nodiscard]] bool asked_before(const Record& first, const Record& second) const {
    for (const auto& each : form_.list("fields")) {
      if (each.id == second.id) return false;
      if (each.id == first.id) return true;
    }
    return false;
  }

  void wrong(std::string_view rule, const std::string& label) {
    checked_.problems.push_back(fmt::format(fmt::runtime(content::word(rule, language_)), label));
  }

  void file(const Record& field) {
    const std::string& label = field.text("label").in(language_);
    const auto at = files_.find(field.id);
    if (at == files_.end()) {
      if (field.flag("required")) wrong("form.missing", label);
      return;
    }
    const SentFile& sent = at->second;
    const auto rule = content::file_rule(field);
    const auto say = [&](std::string_view what, const auto& detail) {
      checked_.problems.push_back(fmt::format(fmt::runtime(content::word(what, language_)), label, detail));
    };
    if (sent.size_bytes == 0) return wrong("file.empty", label);
    if (sent.size_bytes > rule.max_bytes()) return say("file.too_large", rule.max_megabytes);
    if (!rule.takes(sent.media_type)) return say("file.kind", rule.in_words());
    if (!sent.unread.empty()) return wrong(sent.unread, label);
    if (!sent.sound) return wrong("file.refused", label);
    checked_.answers.push_back({field.id, label, sent.name, sent.media_type, sent.bytes.size()});
  }

  void one(const Record& field) {
    if (field.value("input") == "file") return file(field);
    const std::string& label = field.text("label").in(language_);
    const std::string value = value_of(field.id);
    const auto& input = field.value("input");
    if (value.empty()) {
      if (field.flag("required")) wrong("form.missing", label);
      return;
    }
    if (!base::is_utf8(value)) return wrong("form.pattern", label);
    if (value.size() > 4 * kLongestAnswer) return wrong("form.too_long", label);
    if (input == "number") {
      const auto number = number_of(value);
      if (!number) return wrong("form.bad_number", label);
      const auto low = number_of(field.value("minimum")), high = number_of(field.value("maximum"));
      if ((low && *number < *low) || (high && *number > *high)) return wrong("form.range", label);
    } else if (input == "date") {
      if (!is_date(value)) return wrong("form.bad_date", label);
    } else if (input == "choice") {
      const auto& options = field.list("options");
      const auto chosen =
          std::find_if(options.begin(), options.end(), [&](const Record& each) { return each.id == value; });
      if (chosen == options.end()) return wrong("form.choice", label);
      checked_.answers.push_back({field.id, label, chosen->text("label").in(language_)});
      return;
    } else if (input == "consent") {
      if (value != "true") return wrong("form.choice", label);
    } else if (!field.value("pattern").empty() && !fits_pattern(field.value("pattern"), value)) {
      return wrong("form.pattern", label);
    }
    checked_.answers.push_back({field.id, label, value});
  }

  const content::Block& form_;
  const std::map<std::string, std::string>& values_;
  const std::string& language_;
  const SentFiles& files_;
  CheckedForm checked_;
};

}  // namespace

CheckedForm check_form(const content::Block& form, const std::map<std::string, std::string>& values,
                       const std::string& language, const SentFiles& files) {
  return Checker(form, values, language, files).check();
}

std::string kept_file_name(std::string_view sent, std::string_view media_type) {
  struct Kind {
    std::string_view media_type, ending, also = {};
  };
  static constexpr Kind kEndings[] = {{"application/pdf", ".pdf"},
                                      {"image/jpeg", ".jpg", ".jpeg"},
                                      {"image/png", ".png"},
                                      {"image/webp", ".webp"}};
  std::string name;
  sent.remove_prefix(sent.find_last_of("/\\") + 1);
  for (std::size_t at = 0; at < sent.size();) {
    if (const auto skip = unseen(sent.substr(at)); skip > 0) {
      at += skip;
      continue;
    }
    const char c = sent[at++];
    name += std::string_view("<>:\"|?*").find(c) == std::string_view::npos ? c : '_';
  }
  const auto first = name.find_first_not_of(" ."), last = name.find_last_not_of(" .");
  name = first == std::string::npos ? "Datei" : name.substr(first, last - first + 1);
  const Kind* row = nullptr;
  for (const auto& each : kEndings)
    if (each.media_type == media_type) row = &each;
  const auto ends = [&](std::string_view ending) {
    return !ending.empty() && name.size() > ending.size() &&
           std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
  };
  std::string ending(row == nullptr ? "" : row->ending);
  for (const auto each : {row == nullptr ? "" : row->ending, row == nullptr ? "" : row->also})
    if (ends(each)) {
      ending = name.substr(name.size() - each.size());
      name.resize(name.size() - each.size());
    }
  // Cut between characters.
  std::size_t end = std::min(name.size(), kLongestKeptName);
  while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return name.substr(0, end) + ending;
}

std::string encode_answers(const std::vector<FormField>& answers) {
  auto json = nlohmann::ordered_json::array();
  for (const auto& each : answers) {
    nlohmann::ordered_json entry = {{"field", each.field}, {"label", each.label}, {"value", each.value}};
    if (!each.media_type.empty())
      entry["file"] = {{"media_type", each.media_type}, {"size_bytes", each.size_bytes}};
    json.push_back(std::move(entry));
  }
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace stadtpult::platform
