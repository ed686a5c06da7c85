// stadtpult-platform check FILE.

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/domain/package/check_command.hpp"
#include "tests/platform/package/package_samples.hpp"
#include "tests/support/json.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;
namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("stadtpult-check-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path / name, std::ios::binary) << bytes;
    return (path / name).string();
  }
};

struct Ran {
  int code;
  Json document;
  std::string error;
};

Ran run(const std::string& file) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = platform::run_check(file, out, err);
  return {code, json_in(out.str()), err.str()};  // throws where it is not exactly one document
}

}  // namespace

TEST_CASE("check: accepted and refused files") {
  const Folder folder;
  const auto good = run(folder.write("good.ma", write_zip(good_items())));
  CHECK(good.code == 0);
  CHECK(good.document == json_in(R"({"accepted": true, "findings": []})"));

  const auto bad = run(folder.write("bad.ma", write_zip(without(good_items(), "app.js"))));
  CHECK(bad.code == 1);
  CHECK(bad.document["accepted"] == false);
  REQUIRE(bad.document["findings"].size() == 1);
  CHECK(bad.document["findings"][0] == json_in(R"({"severity": "error", "path": "app.js",
    "rule": "package.missing-file", "message": "app.js is missing in the root of the package"})"));

  auto odd = good_manifest();
  odd["color_scheme"] = "blue";
  const auto warned = run(folder.write("manifest.json", odd.dump()));
  CHECK(warned.code == 0);
  CHECK(warned.document["accepted"] == true);
  CHECK(warned.document["findings"][0]["severity"] == "warning");
}

TEST_CASE("check: files that cannot be read, and hostile names") {
  const Folder folder;
  for (const auto& file : {(folder.path / "none.ma").string(), folder.path.string(), std::string()}) {
    const auto ran = run(file);
    CHECK(ran.code == 1);
    CHECK(ran.document["accepted"] == false);
    CHECK(ran.document["findings"][0]["rule"] == "file.unreadable");
    CHECK(ran.document["findings"][0]["path"] == file);
    CHECK_FALSE(ran.error.empty());
  }
  const auto empty = run(folder.write("empty.ma", ""));
  CHECK(empty.code == 1);
  const auto hostile =
      run(folder.write("x.ma", write_zip(with(good_items(), {.name = "\xff\x01\"", .content = "x"}))));
  CHECK(hostile.code == 1);
  CHECK(hostile.document["findings"][0]["path"] == "\\xFF\\u0001\"");
}
