#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "api-client/checks/checks.hpp"

namespace stadtpult::checks::testing {

/// "iban.digit@7 O 8": rule, place and values of the first fault; "" where all is well.
inline std::string first(const Checked& checked) {
  if (checked.ok()) return {};
  const auto& fault = checked.faults.front();
  auto out = fault.rule + "@" + std::to_string(fault.at);
  for (const auto& each : fault.values) out += " " + each;
  return out;
}

}  // namespace stadtpult::checks::testing
