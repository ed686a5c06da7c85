// The ZIP file itself, honest and hostile.

#include <doctest/doctest.h>

#include "tests/platform/package/package_samples.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;

contract::CheckReport check_bytes(const std::string& bytes) {
  return platform::check_package(bytes).report;
}

/// The good package with one entry more.
contract::CheckReport check(ZipItem item, const ZipShape& shape = {}) {
  return check_bytes(write_zip(with(good_items(), std::move(item)), shape));
}
contract::CheckReport check_shape(const ZipShape& shape) {
  return check_bytes(write_zip(good_items(), shape));
}

ZipItem item(const char* name = "common/x") {
  return {.name = name, .content = "some content, some content", .deflate = true};
}

bool has_rule(const contract::CheckReport& report, const std::string& rule) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const auto& each) { return each.rule == rule; });
}

}  // namespace

TEST_CASE("zip: stored, deflated, with and without descriptor") {
  CHECK_FINDS(check(item()), {});
  auto stored = item();
  stored.deflate = false;
  CHECK_FINDS(check(stored), {});
  for (const bool signature : {true, false}) {
    auto streamed = item();
    streamed.descriptor = true;
    streamed.descriptor_signature = signature;
    CHECK_FINDS(check(streamed), {});
  }
}

TEST_CASE("zip: what is none") {
  CHECK_FINDS(check_bytes(""),
              {"error package.type", "error package.truncated", "error package.missing-file manifest.json",
               "error package.missing-file app.js", "error package.missing-file app.css",
               "error package.missing-folder pages/", "warning package.no-languages i18n/"});
  for (const auto& bytes :
       {std::string("GIF89a"), std::string(100'000, '\0'), std::string("PK\3\4"), std::string("PK\5\6")}) {
    const auto report = check_bytes(bytes);
    CHECK_FALSE(report.accepted);
    CHECK(has_rule(report, "package.truncated"));
  }
}

TEST_CASE("zip: version needed") {
  auto newer = item();
  newer.version_needed = 45;
  CHECK_FINDS(check(newer), {"error package.version-needed common/x"});
  newer.version_needed = 21;
  CHECK_FINDS(check(newer), {"error package.version-needed common/x"});
  auto local_only = item();
  local_only.local_version_needed = 45;
  CHECK_FINDS(check(local_only), {"error package.version-needed common/x"});
  auto older = item();
  older.version_needed = 10;
  CHECK_FINDS(check(older), {});
}

TEST_CASE("zip: methods") {
  for (const std::uint16_t method : {1, 9, 12, 14, 93, 99}) {
    auto other = item();
    other.method = method;
    CHECK_FINDS(check(other), {"error package.method common/x"});
  }
}

TEST_CASE("zip: encryption and patches") {
  for (const unsigned bit : {0U, 6U, 13U}) {
    auto secret = item();
    secret.flags = static_cast<std::uint16_t>(1U << bit);
    CHECK_FINDS(check(secret), {"error package.encryption common/x"});
  }
  auto local_only = item();
  local_only.local_flags = 1;
  CHECK_FINDS(check(local_only),
              {"error package.encryption common/x", "error package.header-mismatch common/x"});
  auto patched = item();
  patched.flags = 1U << 5U;
  CHECK_FINDS(check(patched), {"error package.patched-data common/x"});
}

TEST_CASE("zip: CRC") {
  auto wrong = item();
  wrong.crc = 0x12345678;
  CHECK_FINDS(check(wrong), {"error package.crc common/x"});
  wrong.deflate = false;
  CHECK_FINDS(check(wrong), {"error package.crc common/x"});
  auto local = item();
  local.local_crc = 1;
  CHECK_FINDS(check(local), {"error package.header-mismatch common/x"});
  auto descriptor = item();
  descriptor.descriptor = true;
  descriptor.descriptor_crc = 1;
  CHECK_FINDS(check(descriptor), {"error package.data-descriptor common/x"});
}

TEST_CASE("zip: sizes that lie") {
  auto shorter = item();
  shorter.unpacked_size = 3;
  CHECK_FINDS(check(shorter), {"error package.size common/x"});
  auto longer = item();
  longer.unpacked_size = 300;
  CHECK_FINDS(check(longer), {"error package.size common/x"});
  auto stored = item();
  stored.deflate = false;
  stored.unpacked_size = 5;
  CHECK_FINDS(check(stored), {"error package.size common/x"});
  auto padded = item();
  padded.packed = deflate_raw(padded.content) + "rubbish";
  CHECK_FINDS(check(padded), {"error package.size common/x"});
  auto cut = item();
  cut.packed = deflate_raw(cut.content).substr(0, 5);
  CHECK_FINDS(check(cut), {"error package.size common/x"});
  auto damaged = item();
  damaged.packed = "\x07no deflate";
  CHECK_FINDS(check(damaged), {"error package.size common/x"});
  auto outside = item();
  outside.packed_size = 1'000'000;
  CHECK_FINDS(check(outside), {"error package.truncated common/x"});
}

TEST_CASE("zip: bombs") {
  ZipItem ratio{
      .name = "common/zeros", .content = std::string(3'000'000, '\0'), .deflate = true};  // about 1000:1
  CHECK_FINDS(check(ratio), {"error package.ratio common/zeros"});
  ratio.content.resize(1'000'000);  // up to here any ratio is fine
  CHECK_FINDS(check(ratio), {});

  // Says it is small and is not: never unpacked beyond what it says.
  ZipItem liar{
      .name = "common/zeros", .content = std::string(3'000'000, '\0'), .deflate = true, .unpacked_size = 10};
  CHECK_FINDS(check(liar), {"error package.size common/zeros"});

  platform::PackageLimits limits;
  limits.unpacked_bytes = 5'000;
  auto items = good_items();
  for (const char* name : {"common/1", "common/2", "common/3"}) {
    items.push_back({.name = name, .content = std::string(2'000, 'x'), .deflate = true});
  }
  CHECK_FINDS(platform::check_package(write_zip(items), limits).report, {"error package.unpacked-size"});

  ZipItem declared{.name = "common/x", .content = "x", .deflate = true, .unpacked_size = 0xfffffff0};
  CHECK_FINDS(check(declared), {"error package.unpacked-size common/x"});
  declared.unpacked_size = 200'000'001;
  CHECK_FINDS(check(declared), {"error package.unpacked-size common/x"});
}

TEST_CASE("zip: many small bombs are one large one, and the rest is judged as ever") {
  auto items = good_items();
  items[0].content.insert(1, "\"x\":1,");
  const auto zeros = [&](int index) {
    return ZipItem{
        .name = "common/" + std::to_string(index), .content = std::string(1'000'000, '\0'), .deflate = true};
  };
  for (int index = 0; index < 4; ++index) items.push_back(zeros(index));
  CHECK_FINDS(check_bytes(write_zip(items)), {"warning manifest.vendor-extension x"});
  for (int index = 4; index < 7; ++index) items.push_back(zeros(index));  // beyond the floor of 5 MB
  const auto checked = platform::check_package(write_zip(items));
  CHECK_FINDS(checked.report, {"error package.ratio", "warning manifest.vendor-extension x"});
  CHECK(checked.files.size() == 9);  // the bombs were not unpacked
  platform::PackageLimits limits;
  limits.unpacked_bytes = 6'000'000;
  const auto large = platform::check_package(write_zip(items), limits);
  CHECK_FINDS(large.report, {"error package.unpacked-size", "warning manifest.vendor-extension x"});
  CHECK(large.files.size() == 9);
  // What pays for its size may be large: text that packs to a twentieth.
  auto honest = good_items();
  for (int index = 0; index < 7; ++index) {
    auto text = zeros(index);
    for (std::size_t at = 0; at < text.content.size(); at += 100)
      text.content.replace(at, 8, std::to_string(10'000'000 + (at * 7919 + 31) % 89'999'999).substr(0, 8));
    honest.push_back(std::move(text));
  }
  CHECK_FINDS(check_bytes(write_zip(honest)), {});
}

TEST_CASE("zip: too many entries, too large a package") {
  platform::PackageLimits limits;
  limits.entries = good_items().size();
  CHECK_FINDS(platform::check_package(write_zip(good_items()), limits).report, {});
  const auto one_more = write_zip(with(good_items(), {.name = "common/x", .content = "x"}));
  CHECK_FINDS(platform::check_package(one_more, limits).report, {"error package.entries"});
  std::vector<ZipItem> many = good_items();
  for (int index = 0; index < 6'000; ++index)
    many.push_back({.name = "common/" + std::to_string(index), .content = "x"});
  CHECK_FINDS(check_bytes(write_zip(many)), {"error package.entries"});

  const auto bytes = write_zip(good_items());
  limits.package_bytes = bytes.size();
  CHECK(platform::check_package(bytes, limits).report.accepted);
  limits.package_bytes = bytes.size() - 1;
  CHECK_FINDS(platform::check_package(bytes, limits).report, {"error package.package-size"});
}

TEST_CASE("zip: split archives") {
  auto elsewhere = item();
  elsewhere.disk = 1;
  CHECK_FINDS(check(elsewhere), {"error package.split common/x"});
  CHECK_FINDS(check_shape({.disk = 1}), {"error package.split"});
  CHECK(has_rule(check_shape({.prefix = "PK\7\10"}), "package.split"));
}

TEST_CASE("zip: ZIP64") {
  auto central = item();
  central.extra = extra_field(0x0001, std::string(8, '\0'));
  CHECK_FINDS(check(central), {"error package.zip64 common/x"});
  auto local = item();
  local.local_extra = extra_field(0x0001, std::string(16, '\0'));
  CHECK_FINDS(check(local), {"error package.zip64 common/x"});
  CHECK(has_rule(check_shape({.entries = 0xffff}), "package.zip64"));
  const auto locator = "PK\6\7" + std::string(16, '\0');
  CHECK(has_rule(check_shape({.before_end = locator}), "package.zip64"));
  CHECK(has_rule(
      check_shape({.directory_offset_shift =
                       0xffffffff - static_cast<std::uint32_t>(write_zip(good_items()).find("PK\1\2"))}),
      "package.zip64"));
}

TEST_CASE("zip: links and devices") {
  const auto with_mode = [](std::uint32_t mode) {
    auto odd = item();
    odd.external_attributes = mode << 16U;
    return check(odd);
  };
  CHECK_FINDS(with_mode(0120777), {"error package.symlink common/x"});
  for (const std::uint32_t mode : {0060600U, 0020600U, 0010600U, 0140600U}) {
    CHECK_FINDS(with_mode(mode), {"error package.special-file common/x"});
  }
  CHECK_FINDS(with_mode(0100644), {});
  CHECK_FINDS(with_mode(0600), {});
  CHECK_FINDS(with_mode(0040755), {"error package.file-folder-clash common/x"});
  ZipItem folder{.name = "common/f/", .external_attributes = (040755U << 16U) | 0x10U};
  CHECK_FINDS(check(folder), {});
  folder.content = "hidden";
  CHECK_FINDS(check(folder), {"error package.folder-data common/f/"});
}

TEST_CASE("zip: a folder carries no bytes, whatever it declares") {
  const ZipItem folder{.name = "common/f/", .external_attributes = (040755U << 16U) | 0x10U};
  auto stored = folder;
  stored.packed = std::string(700, 'M');
  CHECK_FINDS(check(stored), {"error package.folder-data common/f/"});
  auto deflated = folder;
  deflated.deflate = true;
  CHECK_FINDS(check(deflated), {});  // an empty stream, as some programs write it
  deflated.packed = std::string("\1\0\0\xff\xff", 5);
  CHECK_FINDS(check(deflated), {});
  deflated.packed = deflate_raw(std::string(700, 'M'));
  CHECK_FINDS(check(deflated), {"error package.folder-data common/f/"});
  deflated.packed = std::string("\3\0MM", 4);
  CHECK_FINDS(check(deflated), {"error package.folder-data common/f/"});
  auto wrong = folder;
  wrong.crc = 0x1234;
  CHECK_FINDS(check(wrong), {"error package.crc common/f/"});
}

TEST_CASE("zip: local headers that say something else") {
  auto renamed = item();
  renamed.local_name = "common/y";
  CHECK_FINDS(check(renamed), {"error package.name-mismatch common/x"});
  auto second_name = item();
  second_name.extra = extra_field(0x7075, std::string("\1\0\0\0\0", 5) + "other");
  CHECK_FINDS(check(second_name), {"error package.name-mismatch common/x"});
  second_name.extra = extra_field(0x7075, std::string("\1\0\0\0\0", 5) + "common/x");
  CHECK_FINDS(check(second_name), {});
  auto nowhere = item();
  nowhere.header_offset = 5;
  CHECK_FINDS(check(nowhere), {"error package.local-header common/x"});
  nowhere.header_offset = 0xfffffff0;
  CHECK_FINDS(check(nowhere), {"error package.local-header common/x"});
}

TEST_CASE("zip: extra fields are whole") {
  const std::string time = extra_field(0x5455, std::string(5, '\1'));
  const std::string cut = time.substr(0, time.size() - 1);
  for (const bool local : {true, false}) {
    auto odd = item();
    auto& extra = local ? odd.local_extra : odd.extra;
    extra = time + extra_field(0xcafe, "");
    CHECK_FINDS(check(odd), {});
    for (const auto& bytes : {cut, time + cut, time + "abc", std::string("a"), std::string("\0\0\1", 3)}) {
      extra = bytes;
      CHECK_FINDS(check(odd), {"error package.extra-field common/x"});
    }
    extra = time + std::string(3, '\0');  // how content is aligned
    CHECK_FINDS(check(odd), {"warning package.extra-field common/x"});
  }
}

TEST_CASE("zip: entries that share bytes") {
  auto items = good_items();
  items[1].deflate = false;
  auto twin = items[0];  // the manifest's header once more, under its own offset
  twin.local = false;
  twin.header_offset = 0;
  CHECK_FINDS(check_bytes(write_zip(with(items, twin))),
              {"error package.overlap manifest.json", "error package.duplicate manifest.json"});
  // Data of the first reaches over the second.
  const auto inner = write_zip({{.name = "common/b", .content = "bbbb"}});
  const auto local = inner.substr(0, inner.find("PK\1\2"));
  auto front = good_items();
  const auto start = static_cast<std::uint32_t>(write_zip(front).find("PK\1\2"));
  front.push_back({.name = "common/a", .content = local});
  front.push_back({.name = "common/b", .content = "bbbb", .header_offset = start + 30 + 8, .local = false});
  CHECK_FINDS(check_bytes(write_zip(front)), {"error package.overlap common/b"});
}

TEST_CASE("zip: bytes that belong to no entry") {
  auto gap = item();
  gap.before = "hidden";
  CHECK_FINDS(check(gap), {"error package.hidden-bytes common/x"});
  auto hidden = item();
  hidden.central = false;  // a reader of streams would see it
  CHECK_FINDS(check_bytes(write_zip(with(with(good_items(), hidden), item("common/y")))),
              {"error package.hidden-bytes common/y"});
  CHECK_FINDS(check(hidden), {"error package.hidden-bytes"});
  CHECK_FINDS(
      check_shape({.prefix = "#!/bin/sh\n"}),
      {"error package.type", "error package.central-directory", "error package.hidden-bytes manifest.json"});
  CHECK_FINDS(check_shape({.suffix = "rubbish"}), {"error package.trailing-bytes"});
  CHECK_FINDS(check_shape({.comment = "made by hand"}), {"warning package.comment"});
  const auto second_end = write_zip({});
  CHECK(has_rule(check_shape({.comment = second_end}), "package.ambiguous-end"));
}

TEST_CASE("zip: a file that is cut off") {
  const auto bytes = write_zip(good_items());
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    CHECK_FALSE(check_bytes(bytes.substr(0, size)).accepted);
  }
  // A changed byte is found, or it is one that changes nothing of what was handed in (a date).
  const auto whole = platform::check_package(bytes);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    auto flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x55);
    const auto checked = platform::check_package(flipped);
    CHECK((!checked.report.accepted || checked.files == whole.files));
  }
  const auto directory = bytes.find("PK\1\2");
  auto broken = bytes;
  broken[broken.rfind("PK\1\2") + 1] = 'X';
  CHECK(has_rule(check_bytes(broken), "package.central-directory"));
  CHECK(has_rule(check_bytes(bytes.substr(0, directory) + bytes.substr(directory + 46)),
                 "package.central-directory"));
  CHECK(has_rule(check_shape({.entries = 3}), "package.central-directory"));
}

TEST_CASE("zip: a package in the package is a file like any other") {
  const auto inner = write_zip(good_items());
  CHECK_FINDS(check({.name = "common/inner.zip", .content = inner}), {});
  CHECK_FINDS(check({.name = "common/inner.zip", .content = inner, .deflate = true}), {});
}

TEST_CASE("zip: a signing block is reported and not verified") {
  std::string block;
  put32(block, 40);
  put32(block, 0);
  block += std::string(16, 's');
  put32(block, 40);
  put32(block, 0);
  block += "RPK Sig Block 42";
  const auto checked = platform::check_package(write_zip(good_items(), {.signing_block = block}));
  CHECK_FINDS(checked.report, {"warning package.signing-block"});
  CHECK(checked.signing_block);
  CHECK(checked.report.findings[0].message.find("present, unverified") != std::string::npos);
  CHECK(checked.report.findings[0].message.find("RPK Sig Block 42") != std::string::npos);
  CHECK_FINDS(check_shape({.signing_block = "too short"}), {"error package.hidden-bytes"});
  CHECK_FINDS(check_shape({.signing_block = std::string(64, '\0')}), {"error package.hidden-bytes"});
}
