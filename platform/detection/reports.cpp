#include "platform/detection/reports.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

namespace stadtpult::platform::detection {
namespace {

using OrderedJson = nlohmann::ordered_json;

/// Names of files and values of foreign events may be no UTF-8; what is not is shown as U+FFFD.
std::string line_of(const OrderedJson& object) {
  return object.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

OrderedJson id_or_null(const std::string& id) {
  return id.empty() ? OrderedJson(nullptr) : OrderedJson(id);
}

}  // namespace

std::string encode(const Verdict& verdict) {
  return line_of({{"file", verdict.file},
                  {"id", id_or_null(verdict.id)},
                  {"loaded", verdict.loaded},
                  {"reason", verdict.reason}});
}

std::string encode(const LineReport& report) {
  OrderedJson id;
  std::visit(
      [&id](const auto& value) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) id = value;
      },
      report.id);
  OrderedJson object = {{"line", report.line}, {"id", id}, {"alerts", report.alerts}};
  if (report.alerts.empty()) object["alerts"] = OrderedJson::array();
  if (!report.error.empty()) object["error"] = report.error;
  return line_of(object);
}

std::string encode(const RuleTestReport& report) {
  return line_of({{"file", report.file},
                  {"id", id_or_null(report.id)},
                  {"passed", report.passed},
                  {"positive", report.positive},
                  {"negative", report.negative},
                  {"reason", fmt::format("{}", fmt::join(report.problems, "; "))}});
}

}  // namespace stadtpult::platform::detection
