#pragma once
// The words of a report: assets/text/LANGUAGE/report.json. Any thread.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stadtpult::platform {

class ReportWords {
 public:
  using Values = std::vector<std::pair<std::string_view, std::string>>;

  /// German where there is no report in this language.
  explicit ReportWords(std::string_view language);
  /// Has the report this language?
  static bool known(std::string_view language);

  [[nodiscard]] const std::string& language() const { return language_; }
  [[nodiscard]] bool is_german() const { return language_ == "de"; }
  /// The words with "{name}" filled in; what a value holds is not looked into. The key where there are none.
  [[nodiscard]] std::string say(std::string_view key, const Values& values = {}) const;
  /// The form for one or for several, with "{n}".
  [[nodiscard]] std::string count(std::string_view key, std::int64_t n, Values values = {}) const;

 private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> words_;  ///< forms by "key/one" and "key/other"
};

}  // namespace stadtpult::platform
