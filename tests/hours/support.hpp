#pragma once
// Short ways to ask in tests.

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "api-client/hours/evaluator.hpp"

namespace stadtpult::hours::testing {

inline LocalTime time(std::string_view text) {
  const auto read_time = local_time_of(text);
  if (!read_time) throw std::runtime_error("no time: " + std::string(text));
  return *read_time;
}

inline Evaluator evaluator(std::string_view expression, std::string_view region = "de-rp") {
  const auto reading = read(expression);
  if (!reading.understood()) throw std::runtime_error(sentence_of(reading.problems.front()));
  return {reading.expression, land_of(region).value()};
}

/// "2026-12-14T08:00/2026-12-14T12:00", with "?" where it is unknown and the comment, joined by "; ".
inline std::string text_of(const std::vector<Interval>& intervals) {
  std::string out;
  for (const auto& one : intervals) {
    out += (out.empty() ? "" : "; ") + hours::text_of(one.from) + "/" + hours::text_of(one.to);
    if (one.unknown) out += " ?";
    if (!one.comment.empty()) out += " " + one.comment;
  }
  return out;
}

inline std::string open_at(std::string_view expression, std::string_view from, std::string_view to,
                           std::string_view region = "de-rp") {
  return text_of(evaluator(expression, region).intervals(time(from), time(to)));
}

inline std::filesystem::path shared_hours() {
  const char* folder = std::getenv("STADTPULT_DATA");
  return std::filesystem::path(folder != nullptr ? folder : STADTPULT_DATA_DIR) / "opening-hours";
}

}  // namespace stadtpult::hours::testing
