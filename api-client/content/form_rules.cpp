#include "api-client/content/form_rules.hpp"

#include <algorithm>
#include <charconv>

namespace stadtpult::content {
namespace {

/// A whole number of a field; `otherwise` where it is empty, none, or not from 1 to `most`.
int number_or(const std::string& text, int most, int otherwise) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(number >= 1 && number <= most))
    return otherwise;
  return static_cast<int>(number);
}

std::string joined(const FileRule& rule, std::string_view between, std::string_view FileRule::Kind::*member) {
  std::string all;
  for (const auto& each : rule.kinds) all.append(all.empty() ? "" : between).append(each.*member);
  return all;
}

}  // namespace

bool FileRule::takes(std::string_view media_type) const {
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](const Kind& each) { return each.media_type == media_type; });
}

std::string FileRule::accept() const {
  return joined(*this, ",", &Kind::media_type);
}

std::string FileRule::in_words() const {
  return joined(*this, ", ", &Kind::word);
}

FileRule file_rule(const Record& field) {
  static constexpr FileRule::Kind kKinds[] = {
      {"application/pdf", "PDF"}, {"image/jpeg", "JPEG"}, {"image/png", "PNG"}, {"image/webp", "WebP"}};
  const auto& accept = field.value("accept");
  FileRule rule;
  for (const auto& each : kKinds) {
    const bool picture = each.media_type != "application/pdf";
    if ((accept != "pdf" || !picture) && (accept != "pictures" || picture)) rule.kinds.push_back(each);
  }
  rule.max_megabytes = number_or(field.value("max_megabytes"), kMostFileMegabytes, kUsualFileMegabytes);
  return rule;
}

int keep_days(const Block& form) {
  return number_or(form.value("keep_days"), 3'650, 0);
}

}  // namespace stadtpult::content
