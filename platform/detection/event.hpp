#pragma once
// A security event in the form that rules are matched against. Plain values; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api-client/base/clock.hpp"

namespace stadtpult::platform::detection {

/// Where an event comes from, in the words of a Sigma rule's `logsource` (Sigma rules specification 2.1.0).
/// "" where it is not known: rules of every such source are tried then.
struct LogSource {
  std::string category, product, service;
  bool operator==(const LogSource&) const = default;
};

/// std::monostate is JSON's null, which is neither "" nor a member that is absent.
using FieldValue = std::variant<std::monostate, std::string, std::int64_t, double, bool>;

/// An attribute. `name` is its OCSF path ("http_request.url.path") or, where a source has its own, that name.
struct Field {
  std::string name;
  FieldValue value;
};

struct Event {
  base::Timestamp at;  ///< when it happened, by the clock of its source
  LogSource source;
  std::vector<Field> fields;  ///< several of one name stand for a list

  void add(std::string name, FieldValue value) { fields.push_back({std::move(name), std::move(value)}); }
};

}  // namespace stadtpult::platform::detection
