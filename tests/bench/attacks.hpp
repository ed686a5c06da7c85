#pragma once
// Events for benchmarks: requests of ordinary visitors, with an attack among them where one is wanted.

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "api-client/base/clock.hpp"

namespace stadtpult::bench {

/// `count` lines from number `first` on; the middle one is an attack where `source` says from which address.
inline std::string batch_of_requests(int first, int count, std::optional<int> source) {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    nlohmann::json event;
    event["class_uid"] = 4002;
    event["logsource"]["category"] = "webserver";
    event["time"] = base::now().ms;
    const bool attack = source && i == count / 2;
    event["http_request"] = {
        {"http_method", "GET"},
        {"url",
         {{"path", "/suche"},
          {"query_string", attack ? "q=1%27%20UNION%20ALL%20SELECT%20null,password%20FROM%20users--"
                                  : fmt::format("seite={}", (first + i) % 31)}}}};
    event["src_endpoint"]["ip"] =
        attack ? fmt::format("203.{}.{}.{}", *source / 65'536 % 256, *source / 256 % 256, *source % 256)
               : fmt::format("198.51.100.{}", i % 251);
    event["metadata"]["sequence"] = first + i + 1;
    lines += event.dump() + "\n";
  }
  return lines;
}

}  // namespace stadtpult::bench
