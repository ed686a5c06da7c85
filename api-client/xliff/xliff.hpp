#pragma once
// Pages for translation offices and back: XLIFF 1.2 and 2.0 (OASIS). One <file> a page, one unit a German
// text; a unit's id carries the text's path and the hash of the German that it was written from, because an
// id is what every tool keeps. The marks of small Markdown are inline codes. docs/xliff.md says the rules.
// Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/content/document.hpp"

namespace stadtpult::xliff {

enum class Version { v1_2, v2_0 };

/// "1.2", "2.0"; nothing for another word.
std::optional<Version> version_from(std::string_view word);

/// A page as it is translated.
struct Page {
  std::string id;
  std::int64_t version = 0;  ///< number of its newest version; a note to readers
  contract::LocalizedText title, summary;
  content::Document document;
};

/// The file, UTF-8. `language` is a tag other than German. An error where a page's text is no UTF-8 or
/// nothing is to be translated.
base::Result<std::string> write(const std::vector<Page>& pages, std::string_view language, Version version);

// ---- the way back ----

inline constexpr std::size_t kLargestFile = 32U << 20;
inline constexpr std::int64_t kMostElements = 1'000'000;
inline constexpr std::size_t kMostProblems = 1'000;

/// Why a file is not taken. Its sentence stands at "content.xliff.problem.<rule>" in assets/text (console)
/// and in message().
struct Problem {
  std::string page;       ///< id; "" where it is about the whole file
  std::string unit;       ///< path of the text ("title", "b1/text"); "" where it is about the page
  std::string rule;       ///< "unit.missing"
  std::string detail;     ///< what stands there, or how much is allowed; "" for nothing
  std::int64_t line = 0;  ///< in the file, from 1; 0: in none
  bool operator==(const Problem&) const = default;
};
/// An English sentence for the API and the command line.
std::string message(const Problem& problem);
/// "Nothing was taken" with each problem as a field of its own; there is at least one.
base::Error refusal(const std::vector<Problem>& problems);

/// A text as it came back.
struct Unit {
  std::string path, hash, source;
  std::string target;    ///< "": not translated yet
  bool settled = false;  ///< the tool says that it is translated, reviewed or final
  std::int64_t line = 0;
};

struct PageUnits {
  std::string page;
  std::int64_t line = 0;
  std::vector<Unit> units;
};

struct File {
  Version version = Version::v1_2;
  std::string language;
  std::vector<PageUnits> pages;
};

/// What can be said without the pages. `problems` are complete; a file with one is not taken at all.
struct Reading {
  File file;
  std::vector<Problem> problems;
};

/// Any bytes. UTF-8 and UTF-16 and what else the file declares; no entities, no network, no other files.
Reading read(std::string_view bytes);
/// The same file in UTF-8, for where only text travels; `read` of both is the same. An error for what is no
/// XML.
base::Result<std::string> in_utf8(std::string_view bytes);

/// A page with what came back for it. Its notes of what translations were made from are kept.
struct Taken {
  contract::LocalizedText title, summary;
  content::Document document;
  int fresh = 0;                          ///< were missing
  int changed = 0;                        ///< had another translation
  int confirmed = 0;                      ///< were outdated and still hold, says the office
  int same = 0;                           ///< as it was
  std::vector<std::string> untranslated;  ///< paths of what came back empty; what was there stays
  [[nodiscard]] bool changes() const { return fresh + changed + confirmed > 0; }
};

/// Judges everything that came back for this page; each problem is added to `problems`, and the result is for
/// nothing then.
Taken take(const PageUnits& units, std::string_view language, const Page& page,
           std::vector<Problem>& problems);

}  // namespace stadtpult::xliff
