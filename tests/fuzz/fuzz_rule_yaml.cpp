// Rule files: whatever is given, each document is loaded or has a reason, and what was loaded matches with
// and without the search for literals in the same way.

#include "platform/detection/engine.hpp"
#include "platform/detection/loader.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::platform::detection;

std::vector<Event> events() {
  std::vector<Event> out(3);
  out[0].at.ms = 1'800'000'000'000;
  out[0].add("f", std::string("C:\\Windows\\cmd.exe /c whoami"));
  out[0].add("cs-method", std::string("GET"));
  out[0].add("sc-status", std::int64_t{500});
  out[1].at.ms = 1'800'000'001'000;
  out[1].source.category = "webserver";
  out[1].add("http_request.url.url_string", std::string("/a?q=${jndi:ldap://x}&Größe=\xff"));
  out[1].add("f", std::monostate{});
  out[2].add("f", 1.5);
  out[2].add("f", true);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const RuleText file{"fuzz.yml", std::string(fuzz::text_of(data, size))};
  const auto loaded = load_texts({&file, 1});
  const auto plain = load_texts({&file, 1}, {.literals = false});
  for (const auto& verdict : loaded.verdicts) fuzz::require(verdict.loaded == verdict.reason.empty());
  fuzz::require(!loaded.verdicts.empty());
  for (const auto& rule : loaded.rules->rules()) {
    fuzz::require(!rule.meta.title.empty());
    for (const auto part : rule.parts) fuzz::require(part < loaded.rules->rules().size());
  }
  Engine with(loaded.rules, {.all = true}), without(plain.rules, {.all = true});
  for (const auto& event : events()) fuzz::require(with.match(event).size() == without.match(event).size());
  return 0;
}
