// What people type into the query bar above the alerts.

#include "api-client/base/trim.hpp"
#include "panels/kit/text.hpp"
#include "panels/security/alert_query.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::panels::security;

constexpr base::Timestamp kNow{1'764'147'600'000};

const client::AlertTable& table() {
  static const client::AlertTable made = [] {
    client::AlertTable alerts;
    for (int i = 0; i < 6; ++i) {
      contract::Alert alert;
      alert.id = "alr_" + std::to_string(i);
      alert.number = 100 + i;
      alert.rule_id = "R-" + std::to_string(i % 2);
      alert.rule_title = contract::LocalizedText(i % 2 == 0 ? "Drei falsche PIN-Eingaben" : "Fremdes Gerät");
      alert.severity_id = 1 + i % 5;
      alert.status_id = 1 + i % 4;
      alert.source = "Q-81F" + std::to_string(i);
      alert.principal = "P-5C19";
      alert.device = i == 3 ? "" : "WO-4F2A91";
      alert.last_at = {kNow.ms - i * 60'000};
      if (i > 3) alert.assignee_id = "usr_tarik";
      alerts.put(alert);
    }
    return alerts;
  }();
  return made;
}

std::string name_of(std::string_view id) {
  return std::string(id);
}

void check_term(const std::string& text) {
  const QueryContext context{kNow, "usr_tarik"};
  const auto parsed = parse_term(text, context);
  (void)suggestions(text, table(), {}, "de", name_of);
  if (!parsed.error.empty()) return;
  for (const auto& [low, high] : parsed.term.ranges) fuzz::require(low <= high);
  Term opposite = parsed.term;
  opposite.negate = !opposite.negate;
  Matcher matcher({parsed.term}, table(), "de", name_of), other({opposite}, table(), "de", name_of);
  for (const auto& row : table().rows()) fuzz::require(matcher.matches(row) != other.matches(row));
  const std::string query = platform_query({parsed.term}, table(), "de", name_of);
  for (const char c : query) fuzz::require(static_cast<unsigned char>(c) > 0x20 && c != '#');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto line = fuzz::text_of(data, size);
  std::string again;
  const auto terms = split_query(line);
  for (const auto& term : terms) {
    check_term(term);
    again += (again.empty() ? "" : " ") + term;
  }
  // A kept query comes back as it was.
  fuzz::require(split_query(again) == terms);
  // A value from a cell of the table becomes a term that finds it.
  if (line.size() < 100 && !base::is_blank(line)) {
    const auto term = term_text(Field::device, line);
    fuzz::require(split_query(term).size() <= 1 || line.find('"') != std::string_view::npos);
  }
  return 0;
}
