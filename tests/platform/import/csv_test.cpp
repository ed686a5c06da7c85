#include "platform/domain/import/csv.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>

using stadtpult::platform::import::CsvFile;
using stadtpult::platform::import::read_csv;

namespace {

constexpr std::array<std::string_view, 2> kColumns{"id", "name"};

CsvFile read(std::string_view text) {
  auto file = read_csv(text, kColumns);
  REQUIRE_MESSAGE(file.ok(), (file ? "" : file.error().message));
  return *file;
}

std::string error_of(std::string_view text) {
  const auto file = read_csv(text, kColumns);
  REQUIRE_FALSE(file.ok());
  return file.error().message;
}

}  // namespace

TEST_CASE("csv: separators, byte order mark and line ends") {
  for (const char* text : {"id,name\n1,a\n", "id;name\r\n1;a\r\n", "id\tname\r1\ta",
                           "\xEF\xBB\xBFid,name\n1,a", "\"ID\" , NAME \n1,a\n\n  \n"}) {
    CAPTURE(text);
    const auto file = read(text);
    REQUIRE(file.rows.size() == 1);
    CHECK(file.rows[0].line == 2);
    CHECK(file.rows[0].fields == std::vector<std::string>{"1", "a"});
  }
}

TEST_CASE("csv: quotes, line breaks in fields, physical lines") {
  const auto file = read("id,name\n1,\"a, \"\"b\"\"\r\nc\"\n\n2,\"\"\n3\n\"4\"x,d\n");
  REQUIRE(file.rows.size() == 4);
  CHECK(file.rows[0].fields[1] == "a, \"b\"\nc");  // one line end for all readers
  CHECK(file.rows[0].line == 2);
  CHECK(file.rows[1].line == 5);
  CHECK(file.rows[1].fields[1].empty());
  CHECK(file.rows[2].fields.size() == 1);
  CHECK_FALSE(file.rows[2].text_after_quote);
  CHECK(file.rows[3].text_after_quote);
}

TEST_CASE("csv: the character that ends files of DOS is none of the table's") {
  CHECK(read("id,name\r\n1,a\r\n\x1A").rows.size() == 1);
  CHECK(read("id,name\n1,a\x1A").rows[0].fields[1] == "a");
  CHECK(read("id,name\n1,a\x1A"
             "b\n")
            .rows[0]
            .fields[1] ==
        "a\x1A"
        "b");
  CHECK(error_of("\x1A").find("empty") != std::string::npos);
}

TEST_CASE("csv: UTF-16 that nothing marks as such is refused by its name") {
  std::string wide;
  for (const char c : std::string("id,name\n1,a\n")) (wide += c) += '\0';
  CHECK(error_of(wide).find("UTF-16") != std::string::npos);
  CHECK(read("id,name\n1," + std::string(1, '\0') + "\n2,b\n").rows.size() == 2);
}

TEST_CASE("csv: what makes the whole file unreadable names the line") {
  CHECK(error_of("").find("line 1") != std::string::npos);
  CHECK(error_of("id,title\n1,a\n").find("\"name\"") != std::string::npos);
  CHECK(error_of("id,name,id\n").find("twice") != std::string::npos);
  CHECK(error_of("id,name\n1,a\n2,\"b\n3,c\n").find("line 3") != std::string::npos);
  CHECK(error_of("id,name\n" + std::string(5000, ',')).find("line 2: more than") != std::string::npos);
  std::string many = "id,name\n";
  for (std::size_t i = 0; i <= stadtpult::platform::import::kMostRows; ++i) many += "1\n";
  CHECK(error_of(many).find("more than") != std::string::npos);
}

TEST_CASE("csv: random bytes neither crash nor hang") {
  std::mt19937 random(7);
  constexpr std::string_view kBytes = "\",;\t\r\nab\xC3\x00\xFF";
  for (int round = 0; round < 2000; ++round) {
    std::string text = "id,name\n";
    for (unsigned i = random() % 80; i > 0; --i) text += kBytes[random() % kBytes.size()];
    const auto file = read_csv(text, kColumns);
    if (!file) continue;
    std::int64_t last = 1;
    for (const auto& row : file->rows) {
      CHECK(row.line > last);
      last = row.line;
    }
  }
}
