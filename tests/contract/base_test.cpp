#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "api-client/base/clock.hpp"
#include "api-client/base/crypto.hpp"
#include "api-client/base/inbox.hpp"
#include "api-client/base/json.hpp"
#include "api-client/base/merkle.hpp"
#include "api-client/base/percent.hpp"
#include "api-client/base/sealed_text.hpp"
#include "api-client/base/sha256_lanes.hpp"
#include "api-client/base/utf8.hpp"

using namespace stadtpult::base;

TEST_CASE("a time is written and read as RFC 3339 says") {
  CHECK(to_rfc3339(Timestamp{1795421822418}) == "2026-11-23T08:17:02.418Z");
  CHECK(from_rfc3339("2026-11-23T08:17:02.418Z")->ms == 1795421822418);
  CHECK(from_rfc3339("2026-11-23T09:17:02.418+01:00")->ms == 1795421822418);
  CHECK(from_rfc3339("2026-11-23t08:17:02z")->ms == 1795421822000);
  CHECK(from_rfc3339("2026-11-23T08:17:02.4185551Z")->ms == 1795421822418);
  CHECK(to_rfc3339({}).empty());
  for (const auto* wrong :
       {"", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T08:17:02",
        "2026-11-23T08:17:02.Z", "2026-11-23T08:17:02+1:00", "2026-11-23T08:17:02Zx", "x026-11-23T08:17:02Z"})
    CHECK_MESSAGE(!from_rfc3339(wrong), wrong);
}

TEST_CASE("SHA-256 gives the values of FIPS 180-4") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 pieces;
  pieces.add("a");
  pieces.add("bc");
  CHECK(pieces.hex() == sha256_hex("abc"));
}

TEST_CASE("SHA-256 of many texts at once is that of each, whatever their lengths") {
  std::vector<std::string> texts;
  // Around every edge of a block, long beside short, and numbers that leave lanes empty.
  for (size_t i = 0; i < 611; ++i) texts.emplace_back(i * 37 % 263, '\0');
  texts[300].resize(100'000);
  for (size_t i = 0; i < texts.size(); ++i)
    for (size_t k = 0; k < texts[i].size(); ++k) texts[i][k] = static_cast<char>(i * 31 + k * 7 + k / 64);
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  for (const auto way : {Sha256Way::one_by_one, Sha256Way::lanes}) {
    if (!has_way(way)) {
      MESSAGE("skipped: this processor has no wide registers");
      continue;
    }
    for (const size_t count : {0UL, 1UL, 2UL, 3UL, 7UL, 8UL, 9UL, 15UL, 611UL}) {
      std::vector<Digest> digests(count);
      sha256_each(std::span(views).first(count), digests, way);
      bool equal = true;
      for (size_t i = 0; i < count; ++i) equal = equal && digests[i] == sha256(texts[i]);
      CHECK(equal);
    }
  }
}

TEST_CASE("hex is read in both cases, and anything else is nothing") {
  CHECK(from_hex("00fF7a") == std::string("\0\xff\x7a", 3));
  CHECK(from_hex("") == "");
  for (const char* wrong : {"0", "0g", "g0", "0x", " 0", "\xc3\xa4"}) CHECK(from_hex(wrong) == std::nullopt);
  const auto digest = sha256("abc");
  CHECK(digest_from_hex(to_hex(digest)) == digest);
  CHECK(digest_from_hex(to_hex(digest).substr(2)) == std::nullopt);
  auto spoiled = to_hex(digest);
  spoiled[63] = 'x';
  CHECK(digest_from_hex(spoiled) == std::nullopt);
}

TEST_CASE("leaves and nodes of a Merkle tree made at once are those made singly") {
  std::vector<Digest> level(256);
  for (size_t i = 0; i < level.size(); ++i) level[i] = sha256(std::to_string(i));
  std::vector<Digest> expected;
  for (const auto& entry : level)
    expected.push_back(leaf_hash({reinterpret_cast<const char*>(entry.data()), entry.size()}));
  leaf_hashes(level);
  CHECK(level == expected);
  for (size_t i = 0; i < 128; ++i) expected[i] = node_hash(expected[2 * i], expected[2 * i + 1]);
  expected.resize(128);
  node_hashes(level);
  CHECK(level == expected);
}

TEST_CASE("a sealed value opens with its key and context only, and not after a change") {
  Key key{};
  key[3] = 7;
  const std::string sealed = seal(key, "Bahnhofstraße 5", "drafts/1");
  CHECK(sealed.find("Bahnhof") == std::string::npos);
  CHECK(*open_sealed(key, sealed, "drafts/1") == "Bahnhofstraße 5");
  CHECK(*open_sealed(key, seal(key, "", "x"), "x") == "");
  CHECK(!open_sealed(key, sealed, "drafts/2"));
  Key other = key;
  other[0] ^= 1;
  CHECK(!open_sealed(other, sealed, "drafts/1"));
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string broken = sealed;
    broken[i] = static_cast<char>(broken[i] ^ 1);
    CHECK(!open_sealed(key, broken, "drafts/1"));
  }
  CHECK(!open_sealed(key, "short", "drafts/1"));
  CHECK(seal(key, "same", "x") != seal(key, "same", "x"));
}

TEST_CASE("a sealed text is hex, and opens as what it was; what is no hex is refused like any other change") {
  Key key{};
  key[5] = 9;
  const std::string sealed = seal_text(key, "Bahnhofstraße 5", "names/1");
  CHECK(sealed.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(*open_text(key, sealed, "names/1") == "Bahnhofstraße 5");
  CHECK(open_sealed(key, *from_hex(sealed), "names/1").ok());
  CHECK(!open_text(key, sealed, "names/2"));
  for (const std::string& wrong : {std::string(), sealed.substr(1), sealed + "x", "Bahnhofstraße 5" + sealed})
    CHECK(open_text(key, wrong, "names/1").error().kind == ErrorKind::storage);
}

TEST_CASE("the key file is made with mode 0600 and refused when others may read it") {
  const auto folder = std::filesystem::temp_directory_path() / ("stadtpult-key-" + random_hex(4));
  std::filesystem::create_directory(folder);
  const auto path = folder / "key";
  const auto made = load_or_create_key(path);
  REQUIRE(made);
  // Whole or not there: it comes by its name once it is written, and leaves nothing beside it.
  CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(*load_or_create_key(path) == *made);
  ::chmod(path.c_str(), 0644);
  CHECK(load_or_create_key(path).error().kind == ErrorKind::storage);
  const auto open = load_or_create_key(path);
  REQUIRE(!open);
  CHECK(open.error().problem == "key-mode");
  CHECK(open.error().message == "Others may read the key file " + path.string() +
                                    ". Take that away with \"chmod 600 " + path.string() + "\".");
  ::chmod(path.c_str(), 0600);
  std::ofstream(path) << "too short";
  const auto damaged = load_or_create_key(path);
  REQUIRE(!damaged);
  CHECK(damaged.error().problem == "key-length");
  CHECK(damaged.error().message ==
        "The key file " + path.string() + " is damaged: it has 9 bytes instead of 32. Put the old one back.");
  std::filesystem::remove_all(folder);
}

TEST_CASE("an inbox keeps order over threads and wakes its taker") {
  Inbox<int> inbox;
  std::atomic<int> wakes = 0;
  inbox.on_post([&] { ++wakes; });
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) inbox.post(i);
  });
  other.join();
  const auto all = inbox.take();
  REQUIRE(all.size() == 1000);
  CHECK(all.front() == 0);
  CHECK(all.back() == 999);
  CHECK(wakes == 1000);
  CHECK(inbox.empty());
}

TEST_CASE("hex of our own is known by its length and its digits") {
  const auto made = random_hex(8);
  CHECK(is_lower_hex(made, 16));
  CHECK_FALSE(is_lower_hex(made, 15));
  CHECK_FALSE(is_lower_hex(made + "0", 16));
  CHECK(is_lower_hex("", 0));
  for (const char* wrong : {"0123456789abcdeF", "0123456789abcdeg", "0123456789abcde ", "0123456789abcä"})
    CHECK_FALSE(is_lower_hex(wrong, 16));
  CHECK_FALSE(is_lower_hex(std::string_view("0123456789abcde\0", 16), 16));
}

TEST_CASE("a file of an office is UTF-8, UTF-16 by its mark, or Windows-1252, which is said") {
  using namespace std::string_literals;
  const auto read = [](const std::string& bytes) {
    const auto text = from_office(bytes);
    CHECK(is_utf8(text.text));
    return text.text + (text.converted ? " (converted)" : "");
  };
  CHECK(read("Büro") == "Büro");
  CHECK(read("B\xFCro \x80") == "Büro € (converted)");
  CHECK(read("Büro für M\xFCll") == "Büro für M\xEF\xBF\xBDll");
  CHECK(read("\xEF\xBB\xBFid;M\xFCll") == "\xEF\xBB\xBFid;M\xEF\xBF\xBDll");
  CHECK(read("\xFF\xFE"
             "B\0\xFC\0\xAC\x20"s) == "Bü€");
  CHECK(read("\xFE\xFF"
             "\0B\0\xFC\x20\xAC"s) == "Bü€");
  // Half a pair, and half a unit at the end.
  CHECK(read("\xFF\xFE"
             "a\0\x3D\xD8"
             "b\0"s) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(read("\xFF\xFE"
             "a\0b"s)
            .starts_with("a"));
}

TEST_CASE("JSON: what is no document is discarded, and the fault says why and where") {
  using Kind = JsonFault::Kind;
  const std::string nul(1, '\0');
  const auto fault = [](const std::string& text, const JsonLimits& limits = {}) {
    JsonFault found;
    CHECK(parse_json(text, limits, &found).is_discarded());
    JsonFault same;
    CHECK(parse_ordered_json(text, limits, &same).is_discarded());
    CHECK(same.kind == found.kind);
    CHECK(same.at == found.at);
    return found;
  };
  CHECK(parse_json(R"({"b": 1, "a": [true]})").dump() == R"({"a":[true],"b":1})");
  CHECK(parse_ordered_json(R"({"b": 1, "a": [true]})").dump() == R"({"b":1,"a":[true]})");
  CHECK(parse_json(R"("\u0000")").get<std::string>() == nul);  // escaped, it is a character like others
  // The parser would stop at a NUL and be content.
  for (const auto& rest : {nul, nul + "x", nul + "{}"}) {
    CHECK(fault("{}" + rest).kind == Kind::nul);
    CHECK(fault("{}" + rest).at == 2);
  }
  CHECK(fault("{,}" + nul).kind == Kind::nul);
  CHECK(fault("").kind == Kind::syntax);
  CHECK(fault("[1,\n 2,]").kind == Kind::syntax);
  CHECK(fault("[1,\n 2,]").at == 7);
  CHECK(said_place("[1,\n 2,]", 7) == "line 2, column 4");
  CHECK(fault("[\"\xFF\"]").kind == Kind::syntax);
  CHECK(fault("[1] 2").kind == Kind::syntax);
  CHECK(fault("[1e999]").kind == Kind::number);

  CHECK(parse_json("[[[]]]", {.depth = 3}).is_array());
  CHECK(parse_json(R"(["[[[[\"[["])", {.depth = 1}).is_array());  // brackets of a text are none
  CHECK(fault("[[[]]]", {.depth = 2}).kind == Kind::too_deep);
  CHECK(fault("[[[]]]", {.depth = 2}).at == 2);
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  CHECK(fault(deep).kind == Kind::too_deep);
  CHECK(parse_json(deep, kAnyDepth).is_array());
  CHECK(parse_json(R"([{"a": 1}, {"a": 1}, {"a": {"a": 1}}])", {.members = 1}).is_array());
  CHECK(fault(R"({"a": 1, "b": 2})", {.members = 1}).kind == Kind::too_wide);

  const std::string twice = R"({"a": [{"b": 1, "b": 2}], "c": 3, "c": 4})";
  CHECK(parse_json(twice)["c"] == 4);
  CHECK(fault(twice, {.names_once = true}).kind == Kind::twice);
  CHECK(fault(twice, {.names_once = true}).member == "a.b");
  CHECK(parse_json(R"({"a": {"a": 1}, "b": [{"a": 1}, {"a": 1}]})", {.names_once = true}).is_object());
}

TEST_CASE("JSON: events tell of a document in its order, and can end the reading") {
  struct Told : JsonEvents {
    std::string all;
    bool add(const std::string& each) {
      all += (all.empty() ? "" : " ") + each;
      return each != "stop";
    }
    bool null() override { return add("null"); }
    bool boolean(bool value) override { return add(value ? "yes" : "no"); }
    bool integer(std::int64_t value) override { return add("i" + std::to_string(value)); }
    bool natural(std::uint64_t value) override { return add("n" + std::to_string(value)); }
    bool real(double value) override { return add("r" + std::to_string(value)); }
    bool text(std::string& value) override { return add(value); }
    bool member(std::string& name) override { return add(name + ":"); }
    bool open_object() override { return add("{"); }
    bool open_list() override { return add("["); }
    bool close() override { return add("end"); }
  };
  Told whole;
  CHECK(read_json(R"({"a": [null, true, -3, 3, 0.5, "t"], "b": {}})", whole));
  CHECK(whole.all == "{ a: [ null yes i-3 n3 r0.500000 t end b: { end end");

  const auto fault = [](const std::string& text, std::string_view told) {
    Told part;
    JsonFault found;
    CHECK_FALSE(read_json(text, part, &found));
    CHECK(part.all == told);
    return found;
  };
  const auto nul = fault("[1]" + std::string(1, '\0') + "[2]", "");
  CHECK(nul.kind == JsonFault::Kind::nul);
  CHECK(nul.at == 3);
  const auto syntax = fault("[1, 2", "[ n1 n2");
  CHECK(syntax.kind == JsonFault::Kind::syntax);
  CHECK(syntax.at == 5);
  CHECK(fault("[1e999]", "[").kind == JsonFault::Kind::number);
  CHECK(fault(R"(["stop", 1])", "[ stop").kind == JsonFault::Kind::stopped);
}
