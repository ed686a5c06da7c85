#pragma once
// The query above the alerts: "schwere:≥hoch -quelle:Q-81F0 zeit:09:10–09:25 anmeldung". Words of both
// languages are understood whichever is shown. Pure, no ImGui.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/client/alerts.hpp"

namespace stadtpult::panels::security {

enum class Field : std::uint8_t {
  any,
  time,
  severity,
  rule,
  status,
  source,
  person,
  device,
  session,
  miniapp,
  assignee,
  verdict,
  number,
  incident,
};

/// One term that was understood. Scales, times and numbers are ranges, both ends included; all else is words.
struct Term {
  Field field = Field::any;
  bool negate = false;
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges = {};  ///< any of them
  std::vector<std::string> words = {};                             ///< folded; any of them
  bool operator==(const Term&) const = default;
};

/// What a term may refer to.
struct QueryContext {
  base::Timestamp now;            ///< "09:10" is today
  std::string_view principal_id;  ///< "zuständig:ich"
};

struct ParsedTerm {
  Term term;
  std::string error;  ///< in the person's language; "" where the term is right
};
ParsedTerm parse_term(std::string_view text, const QueryContext& context);

/// The terms of a line: split at spaces, but not inside quotes.
std::vector<std::string> split_query(std::string_view line);

/// "gerät", as the language in use calls it.
std::string field_word(Field field);
/// A term for a value of a field, quoted where it needs to be; `exclude` puts "-" in front.
std::string term_text(Field field, std::string_view value, bool exclude = false);
/// "zeit:09:10–09:25"; with dates where they are not of today.
std::string time_term(base::Timestamp from, base::Timestamp to, base::Timestamp now);
/// The word that stands for a step of a scale: "hoch", "neu", "fehlalarm".
std::string scale_word(Field field, int step);
/// Inverse of kit::local_time: the moment these fields of the zone in use stand for.
base::Timestamp moment_of(int year, int month, int day, int hour, int minute);

/// Names of mini-apps by id: alerts carry ids alone.
using NameOf = std::function<std::string(std::string_view)>;

/// A query made ready for very many rows: each text is looked at once and remembered.
class Matcher {
 public:
  Matcher() = default;
  Matcher(std::vector<Term> terms, const client::AlertTable& table, std::string language, NameOf miniapp);
  [[nodiscard]] bool matches(const client::AlertRow& row);
  /// Leaves the numbers of those rows that match, in their order: a pass a term over what is left.
  void narrow(std::span<const client::AlertRow> rows, std::vector<std::uint32_t>& numbers);
  [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }

 private:
  enum class Memo : std::uint8_t { text, rule, miniapp, person };
  /// Gives `use` what tells whether a row is what this term asks for.
  template <typename Use>
  auto with_term(std::size_t index, Use use);
  bool words_match(std::size_t term, Memo memo, std::uint32_t number) {
    const auto& known = memos_[term * 4 + static_cast<std::size_t>(memo)];
    return number < known.size() && known[number] != 0 ? known[number] == 2 : look_once(term, memo, number);
  }
  bool look_once(std::size_t term, Memo memo, std::uint32_t number);
  [[nodiscard]] bool look(const Term& term, Memo memo, std::uint32_t number) const;

  std::vector<Term> terms_;
  const client::AlertTable* table_ = nullptr;
  std::string language_;
  NameOf miniapp_;
  /// By term and kind, then by the number of the text: 0 not looked at yet, 1 no, 2 yes.
  std::vector<std::vector<std::uint8_t>> memos_;
  std::vector<std::vector<std::int64_t>> numbers_;  ///< by term: those among its words
};

/// What may follow what is typed: names of fields, or values of the field. At most `most`.
std::vector<std::string> suggestions(std::string_view typed, const client::AlertTable& table,
                                     std::span<const std::uint32_t> newest, const std::string& language,
                                     const NameOf& miniapp, std::size_t most = 8);

/// The same alerts in the platform's own words ("filter=severity_id:4,5&filter=status_id:1"), for a job; ""
/// where the platform knows no such query (times, numbers, free text).
std::string platform_query(const std::vector<Term>& terms, const client::AlertTable& table,
                           const std::string& language, const NameOf& miniapp);

}  // namespace stadtpult::panels::security
