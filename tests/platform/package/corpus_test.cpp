// What the fuzzers start from and what they once found, judged again without them.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "api-client/contract/codec.hpp"
#include "tests/platform/package/package_samples.hpp"

TEST_CASE("corpus: every input is judged, and the report can be sent") {
  using namespace stadtpult;
  std::size_t judged = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(STADTPULT_FUZZ_CORPUS)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    INFO(entry.path().string());
    for (const auto& report :
         {platform::check_manifest(bytes), platform::check_web_manifest(bytes),
          platform::check_package(bytes).report, platform::check_file(bytes, "corpus")}) {
      CHECK(contract::is_json(contract::encode(report)));
    }
    ++judged;
  }
  CHECK(judged > 0);
}
