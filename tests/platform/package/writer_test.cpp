// What build_package writes is a package for our reader and for libzip in its strict mode.

#include <doctest/doctest.h>
#include <zip.h>

#include <memory>

#include "platform/domain/package/package_writer.hpp"
#include "tests/platform/package/package_samples.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;

std::vector<platform::PackageContent> good_files() {
  std::vector<platform::PackageContent> files;
  for (const auto& item : good_items()) {
    if (!item.name.ends_with('/')) files.push_back({item.name, item.content});
  }
  files.push_back({"common/größe.txt", std::string(10'000, 'g')});
  return files;
}

/// Names and contents as libzip sees them; empty where it refuses the file.
std::vector<std::pair<std::string, std::string>> read_by_libzip(const std::string& bytes) {
  zip_error_t error;
  zip_error_init(&error);
  auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  auto* opened =
      source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (opened == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  const std::unique_ptr<zip_t, void (*)(zip_t*)> archive(opened, [](zip_t* each) { zip_discard(each); });
  std::vector<std::pair<std::string, std::string>> files;
  const auto count = archive ? zip_get_num_entries(archive.get(), 0) : 0;
  for (zip_int64_t index = 0; index < count; ++index) {
    zip_stat_t stat;
    REQUIRE(zip_stat_index(archive.get(), static_cast<zip_uint64_t>(index), 0, &stat) == 0);
    std::string content(stat.size, '\0');
    auto* file = zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(index), 0);
    REQUIRE(file != nullptr);
    CHECK(zip_fread(file, content.data(), content.size()) == static_cast<zip_int64_t>(content.size()));
    zip_fclose(file);
    files.emplace_back(stat.name, content);
  }
  return files;
}

}  // namespace

TEST_CASE("writer: a package that both readers take") {
  const auto files = good_files();
  const auto bytes = platform::build_package(files);
  const auto checked = platform::check_package(bytes);
  CHECK_FINDS(checked.report, {});
  CHECK(checked.files.size() == files.size());
  const auto seen = read_by_libzip(bytes);
  REQUIRE(seen.size() == files.size());
  for (std::size_t index = 0; index < files.size(); ++index) {
    CHECK(seen[index].first == files[index].path);
    CHECK(seen[index].second == files[index].bytes);
  }
  CHECK(bytes.size() < 5'000);  // the long text is deflated
}

TEST_CASE("writer: the same files give the same bytes, other files other bytes") {
  auto files = good_files();
  const auto bytes = platform::build_package(files);
  CHECK(platform::build_package(files) == bytes);
  files.back().bytes += "!";
  CHECK(platform::build_package(files) != bytes);
  CHECK(lines(platform::check_package(platform::build_package({})).report)[0] ==
        "error package.missing-file manifest.json");
}
