#pragma once
// What a page still needs: errors stop publishing, hints do not. Pure; any thread.

#include <functional>
#include <string>
#include <vector>

#include "api-client/content/document.hpp"

namespace stadtpult::content {

/// One thing to mend. Its sentence stands at "content.finding.<rule>" in assets/text (console) and in
/// message().
struct Finding {
  enum class Severity { error, hint };
  Severity severity = Severity::hint;
  std::string rule;      ///< "image.alternative-text"
  std::string path;      ///< "BLOCK/field" as in each_text; "title" and "" for the page
  std::string language;  ///< "" where it is not about one
  std::string detail;    ///< the words that it is about; "" for none
  bool operator==(const Finding&) const = default;
  [[nodiscard]] std::string block() const { return path.substr(0, path.find('/')); }
};

/// What the document is judged against.
struct CheckContext {
  contract::LocalizedText title;
  /// Is there something of this name ("page:ID", "miniapp:ID", "media:ID")? Not set: not asked.
  std::function<bool(std::string_view reference)> exists = {};
  /// Did an address outside ("https://…") not answer when somebody asked last? Called for each. Not set: not
  /// asked.
  std::function<bool(std::string_view href)> is_dead = {};
  /// Has a media file an alternative text in this language, or is it decorative?
  std::function<bool(std::string_view media_id, std::string_view language)> has_alternative_text = {};
};

/// Errors first, then in the order of the page.
std::vector<Finding> check(const Document& document, const CheckContext& context);
[[nodiscard]] bool stops_publishing(const std::vector<Finding>& findings);
/// An English sentence for the API.
std::string message(const Finding& finding);

}  // namespace stadtpult::content
