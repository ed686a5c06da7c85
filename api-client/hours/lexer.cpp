#include "api-client/hours/lexer.hpp"

#include <algorithm>

#include "api-client/base/utf8.hpp"

namespace stadtpult::hours {
namespace {

using Kind = Token::Kind;

constexpr std::size_t kMostProblems = 5, kLongestWord = 24;

struct Word {
  std::string_view text;
  Kind kind;
  int value;
};

constexpr Word kWords[] = {
    {"mo", Kind::weekday, 0},
    {"tu", Kind::weekday, 1},
    {"we", Kind::weekday, 2},
    {"th", Kind::weekday, 3},
    {"fr", Kind::weekday, 4},
    {"sa", Kind::weekday, 5},
    {"su", Kind::weekday, 6},
    {"jan", Kind::month, 1},
    {"feb", Kind::month, 2},
    {"mar", Kind::month, 3},
    {"apr", Kind::month, 4},
    {"may", Kind::month, 5},
    {"jun", Kind::month, 6},
    {"jul", Kind::month, 7},
    {"aug", Kind::month, 8},
    {"sep", Kind::month, 9},
    {"oct", Kind::month, 10},
    {"nov", Kind::month, 11},
    {"dec", Kind::month, 12},
    {"ph", Kind::holiday, static_cast<int>(HolidayName::publicly)},
    {"sh", Kind::holiday, static_cast<int>(HolidayName::school)},
    {"open", Kind::state, static_cast<int>(State::open)},
    {"off", Kind::state, static_cast<int>(State::closed)},
    {"closed", Kind::state, static_cast<int>(State::closed)},
    {"unknown", Kind::state, static_cast<int>(State::unknown)},
    {"week", Kind::week, 0},
    {"easter", Kind::easter, 0},
    {"day", Kind::days, 0},
    {"days", Kind::days, 0},
};

/// What people write instead, in lower case, and what it is called here. Only a hint: it is not taken for it.
struct Hint {
  std::string_view word, instead;
};
constexpr Hint kHints[] = {
    {"montag", "Mo"},     {"montags", "Mo"},     {"dienstag", "Tu"},     {"dienstags", "Tu"},
    {"di", "Tu"},         {"mittwoch", "We"},    {"mittwochs", "We"},    {"mi", "We"},
    {"donnerstag", "Th"}, {"donnerstags", "Th"}, {"do", "Th"},           {"freitag", "Fr"},
    {"freitags", "Fr"},   {"samstag", "Sa"},     {"samstags", "Sa"},     {"sonnabend", "Sa"},
    {"sonnabends", "Sa"}, {"sonntag", "Su"},     {"sonntags", "Su"},     {"so", "Su"},
    {"feiertag", "PH"},   {"feiertags", "PH"},   {"feiertage", "PH"},    {"feiertagen", "PH"},
    {"ferien", "SH"},     {"schulferien", "SH"}, {"geschlossen", "off"}, {"zu", "off"},
    {"ruhetag", "off"},   {"offen", "open"},     {"bis", "-"},           {"und", ","},
    {"ab", "08:00+"},     {"januar", "Jan"},     {"februar", "Feb"},     {"märz", "Mar"},
    {"mrz", "Mar"},       {"april", "Apr"},      {"mai", "May"},         {"juni", "Jun"},
    {"juli", "Jul"},      {"august", "Aug"},     {"september", "Sep"},   {"sept", "Sep"},
    {"oktober", "Oct"},   {"okt", "Oct"},        {"november", "Nov"},    {"dezember", "Dec"},
    {"dez", "Dec"},       {"ostern", "easter"},  {"kw", "week"},         {"woche", "week"},
    {"täglich", "Mo-Su"}, {"immer", "24/7"},     {"monday", "Mo"},       {"tuesday", "Tu"},
    {"tue", "Tu"},        {"wednesday", "We"},   {"wed", "We"},          {"thursday", "Th"},
    {"thu", "Th"},        {"friday", "Fr"},      {"fri", "Fr"},          {"saturday", "Sa"},
    {"sat", "Sa"},        {"sunday", "Su"},      {"sun", "Su"},          {"mon", "Mo"},
    {"to", "-"},          {"and", ","},          {"holiday", "PH"},      {"holidays", "PH"},
    {"weeks", "week"},
};
constexpr Hint kCharacterHints[] = {{"–", "-"},  {"—", "-"},  {"−", "-"},  {"‐", "-"},
                                    {"‑", "-"},  {"&", ","},  {"„", "\""}, {"“", "\""},
                                    {"”", "\""}, {"'", "\""}, {".", ":"},  {"：", ":"}};
constexpr std::string_view kSun[] = {"sunrise", "sunset", "dawn", "dusk"};

std::string_view hint_for(const Hint* from, const Hint* to, std::string_view word) {
  const auto* const found = std::find_if(from, to, [&](const Hint& one) { return one.word == word; });
  return found == to ? std::string_view() : found->instead;
}

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}
/// A letter, or a part of a character beyond ASCII that letters are written with (Latin-1 and Latin
/// Extended-A).
bool is_letter(std::string_view text) {
  const auto c = static_cast<unsigned char>(text[0]);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC3 && c <= 0xC5);
}

std::size_t length_of_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 ? 1 : (byte < 0xE0 ? 2 : (byte < 0xF0 ? 3 : 4));
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Tokens run() {
    while (at_ < text_.size() && found_.problems.size() < kMostProblems) step();
    add(Kind::end, 0, 0);
    return std::move(found_);
  }

 private:
  void step() {
    const char c = text_[at_];
    const auto rest = text_.substr(at_);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || rest.starts_with("\u00A0")) {
      spaced_ = true;
      skip(length_of_character(c));
    } else if (is_figure(c)) {
      number(rest);
    } else if (is_letter(rest)) {
      word(rest);
    } else if (c == '"') {
      comment(rest);
    } else if (rest.starts_with("||")) {
      add(Kind::symbol, kFallback, 2);
    } else if (std::string_view(",;:-+/[]()").find(c) != std::string_view::npos) {
      add(Kind::symbol, c, 1);
    } else {
      const auto character = rest.substr(0, length_of_character(c));
      problem(Fault::character, character,
              hint_for(std::begin(kCharacterHints), std::end(kCharacterHints), character));
      skip(character.size());
    }
  }

  void number(std::string_view rest) {
    std::size_t length = 0;
    int value = 0;
    for (; length < rest.size() && is_figure(rest[length]); ++length)
      value = std::min(kHuge, value * 10 + (rest[length] - '0'));
    add(Kind::number, value, length);
  }

  void word(std::string_view rest) {
    std::size_t length = 0;
    while (length < rest.size() && is_letter(rest.substr(length)))
      length += length_of_character(rest[length]);
    const auto text = rest.substr(0, length);
    const auto plain = lower(text);
    const auto* const name = std::find_if(std::begin(kWords), std::end(kWords),
                                          [&](const Word& one) { return one.text == plain; });
    if (name != std::end(kWords)) return add(name->kind, name->value, length);
    const bool sun = std::find(std::begin(kSun), std::end(kSun), plain) != std::end(kSun);
    problem(sun ? Fault::sun : Fault::word, text, hint_for(std::begin(kHints), std::end(kHints), plain));
    skip(length);
  }

  void comment(std::string_view rest) {
    const auto end = rest.find('"', 1);
    if (end == std::string_view::npos || end == 1) {
      problem(end == 1 ? Fault::unexpected : Fault::comment_end, rest.substr(0, end == 1 ? 2 : rest.size()),
              "");
      return skip(end == 1 ? 2 : rest.size());
    }
    add(Kind::comment, 0, end + 1);
    found_.tokens.back().text = rest.substr(1, end - 1);
  }

  void add(Kind kind, int value, std::size_t length) {
    found_.tokens.push_back({kind, value, text_.substr(at_, length), position_, spaced_});
    spaced_ = false;
    skip(length);
  }

  void problem(Fault fault, std::string_view word, std::string_view hint) {
    found_.problems.push_back({fault, position_, shortened(word), std::string(hint)});
  }

  void skip(std::size_t length) {
    position_ += base::characters(text_.substr(at_, length));
    at_ += length;
  }

  std::string_view text_;
  std::size_t at_ = 0, position_ = 1;
  bool spaced_ = false;
  Tokens found_;
};

}  // namespace

Tokens tokens_of(std::string_view text) {
  return Lexer(text).run();
}

std::string shortened(std::string_view text) {
  if (base::characters(text) <= kLongestWord) return std::string(text);
  std::size_t end = 0;
  for (std::size_t taken = 0; taken < kLongestWord; ++taken) end += length_of_character(text[end]);
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace stadtpult::hours
