// What is wrong with an expression, in German.

#include <fmt/format.h>

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

}  // namespace

std::string sentence_of(const Problem& problem) {
  if (problem.position == 0) return what_is_wrong(problem);
  return fmt::format("Zeichen {}: {}", problem.position, what_is_wrong(problem));
}

}  // namespace stadtpult::hours
