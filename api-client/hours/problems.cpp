// What is wrong with an expression, in German and in English.

#include <fmt/format.h>

#include <utility>

#include "api-client/hours/parser.hpp"

namespace stadtpult::hours {
namespace {

std::string what_is_wrong(const Problem& problem) {
  const auto& word = problem.word;
  const auto& hint = problem.hint;
  switch (problem.fault) {
    case Fault::empty:
      return "Es steht noch nichts da.";
    case Fault::too_long:
      return fmt::format("Die Angabe ist mit {} Bytes zu lang; höchstens {} sind möglich.", hint, kLongest);
    case Fault::encoding:
      return "Hier steht ein Zeichen, das kein gültiges UTF-8 ist.";
    case Fault::character:
      if (!hint.empty()) return fmt::format("Statt „{}“ steht hier „{}“.", word, hint);
      return fmt::format("Das Zeichen „{}“ kommt in Öffnungszeiten nicht vor.", word);
    case Fault::word:
      if (!hint.empty()) return fmt::format("„{}“ heißt in dieser Schreibweise „{}“.", word, hint);
      return fmt::format("Das Wort „{}“ gehört nicht zu dieser Schreibweise.", word);
    case Fault::sun:
      return fmt::format(
          "„{}“ hängt vom Sonnenstand am Ort ab und wird nicht verstanden; bitte Uhrzeiten angeben.", word);
    case Fault::comment_end:
      return "Der Kommentar hat kein Anführungszeichen am Ende.";
    case Fault::unexpected:
      return word.empty() ? "Hier fehlt noch etwas."
                          : fmt::format("„{}“ passt an dieser Stelle nicht.", word);
    case Fault::rule_empty:
      return "Zwischen zwei Trennzeichen steht keine Angabe.";
    case Fault::twice:
      return fmt::format(
          "„{}“ steht neben einer Angabe gleicher Art; dazwischen fehlt ein Komma oder Semikolon.", word);
    case Fault::no_minutes:
      return fmt::format("Zur Uhrzeit „{}“ fehlen die Minuten, etwa „08:00-18:00“.", word);
    case Fault::bad_time:
      return fmt::format("Die Uhrzeit mit der Stunde „{}“ gibt es nicht.", word);
    case Fault::time_end:
      return "Zur Uhrzeit fehlt das Ende, etwa „08:00-18:00“, oder „+“ für ein offenes Ende.";
    case Fault::past_two_days:
      return "Die Zeit reicht über das Ende des nächsten Tages hinaus.";
    case Fault::which_half:
      return "Die Zeit reicht über Mitternacht; bitte die Stunden mit zwei Ziffern schreiben, nachmittags ab "
             "„13:00“.";
    case Fault::no_such_date:
      return fmt::format("Den Tag „{}“ gibt es in diesem Monat nicht.", word);
    case Fault::years_differ:
      return "Das Jahr steht nur auf einer Seite des Zeitraums; es muss auf beiden stehen.";
    case Fault::backwards:
      return fmt::format("Der Bereich ab „{}“ endet, bevor er beginnt.", word);
    case Fault::number_range:
      return fmt::format("„{}“ ist hier nicht möglich, nur {}.", word, hint);
    case Fault::school_holidays:
      return fmt::format("Die Schulferien (SH) sind für {} nicht bekannt.", hint);
  }
  return {};
}

/// Hints are ranges and places, written in German: "1 bis 53", "Rheinland-Pfalz im Jahr 2039".
std::string in_english(std::string hint) {
  for (const auto& [german, english] :
       {std::pair<std::string_view, std::string_view>{" bis ", " to "}, {" im Jahr ", " in "}})
    for (auto at = hint.find(german); at != std::string::npos; at = hint.find(german, at + english.size()))
      hint.replace(at, german.size(), english);
  return hint;
}

std::string wrong_in_english(const Problem& problem) {
  const auto& word = problem.word;
  const auto hint = in_english(problem.hint);
  switch (problem.fault) {
    case Fault::empty:
      return "Nothing is there yet.";
    case Fault::too_long:
      return fmt::format("With {} bytes it is too long; at most {} are possible.", hint, kLongest);
    case Fault::encoding:
      return "There is a character that is no valid UTF-8.";
    case Fault::character:
      if (!hint.empty()) return fmt::format("“{}” is written as “{}” here.", word, hint);
      return fmt::format("The character “{}” does not occur in opening hours.", word);
    case Fault::word:
      if (!hint.empty()) return fmt::format("“{}” is written as “{}” here.", word, hint);
      return fmt::format("The word “{}” does not belong to this notation.", word);
    case Fault::sun:
      return fmt::format("“{}” depends on the sun at that place and is not understood; please give times.",
                         word);
    case Fault::comment_end:
      return "The comment has no quotation mark at its end.";
    case Fault::unexpected:
      return word.empty() ? "Something is missing here." : fmt::format("“{}” does not fit here.", word);
    case Fault::rule_empty:
      return "Nothing stands between two separators.";
    case Fault::twice:
      return fmt::format(
          "“{}” stands beside something of the same kind; a comma or semicolon is missing between them.",
          word);
    case Fault::no_minutes:
      return fmt::format("The time “{}” lacks its minutes, as in “08:00-18:00”.", word);
    case Fault::bad_time:
      return fmt::format("There is no time with the hour “{}”.", word);
    case Fault::time_end:
      return "The time lacks its end, as in “08:00-18:00”, or “+” for an open end.";
    case Fault::past_two_days:
      return "The time goes beyond the end of the next day.";
    case Fault::which_half:
      return "The time goes over midnight; please write hours with two digits, and the afternoon from "
             "“13:00” on.";
    case Fault::no_such_date:
      return fmt::format("This month has no day “{}”.", word);
    case Fault::years_differ:
      return "The year stands on one side of the range only; it has to stand on both.";
    case Fault::backwards:
      return fmt::format("The range from “{}” ends before it begins.", word);
    case Fault::number_range:
      return fmt::format("“{}” is not possible here, only {}.", word, hint);
    case Fault::school_holidays:
      return fmt::format("The school holidays (SH) are not known for {}.", hint);
  }
  return {};
}

}  // namespace

std::string sentence_of(const Problem& problem, std::string_view language) {
  const bool english = language == "en";
  auto words = english ? wrong_in_english(problem) : what_is_wrong(problem);
  if (problem.position == 0) return words;
  return fmt::format("{} {}: {}", english ? "Character" : "Zeichen", problem.position, words);
}

}  // namespace stadtpult::hours
