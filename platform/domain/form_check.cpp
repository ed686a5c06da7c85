#include "platform/domain/form_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "api-client/base/utf8.hpp"
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

class Checker {
 public:
  Checker(const content::Block& form, const std::map<std::string, std::string>& values,
          const std::string& language)
      : form_(form), values_(values), language_(language) {}

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

  void one(const Record& field) {
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
  CheckedForm checked_;
};

}  // namespace

CheckedForm check_form(const content::Block& form, const std::map<std::string, std::string>& values,
                       const std::string& language) {
  return Checker(form, values, language).check();
}

std::string encode_answers(const std::vector<FormField>& answers) {
  auto json = nlohmann::ordered_json::array();
  for (const auto& each : answers)
    json.push_back({{"field", each.field}, {"label", each.label}, {"value", each.value}});
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace stadtpult::platform
