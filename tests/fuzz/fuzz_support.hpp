#pragma once
// What must hold for every report, whatever was judged.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "api-client/contract/codec.hpp"

namespace stadtpult::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Accepted means no error; there is a bound to the findings; it can be sent and read back.
inline void check_report(const contract::CheckReport& report) {
  bool errors = false;
  for (const auto& finding : report.findings) {
    errors = errors || finding.severity == contract::Severity::error;
    require(!finding.rule.empty() && !finding.message.empty() && finding.path.size() < 400);
  }
  require(report.accepted == !errors);
  require(report.findings.size() <= 1'001);
  const auto json = contract::encode(report);
  require(contract::is_json(json));
  const auto back = contract::decode<contract::CheckReport>(json);
  require(back.ok() && *back == report);
}

}  // namespace stadtpult::fuzz
