#pragma once
// A page as citizens meet it: nodes with a role, a name and an order. The phone's preview draws them, the
// platform writes them as HTML, so that both show the same. Roles follow WAI-ARIA 1.2. Any thread.

#include <compare>
#include <functional>
#include <optional>

#include "api-client/content/document.hpp"
#include "api-client/content/markdown.hpp"
#include "api-client/contract/content.hpp"

namespace stadtpult::content {

struct Node {
  enum class Role {
    heading,  ///< `level` 1 to 3
    paragraph,
    list,      ///< children are items
    numbered,  ///< a list that counts
    item,
    note,   ///< `tone` info, important, warning or unknown; `name` its title, may be ""
    image,  ///< `name` is the alternative text, "" where it is decorative
    link,   ///< `href`; `tone` "button" for one that looks like a button
    form,   ///< `name`; children are its fields and the button
    text_field,
    text_area,
    number_field,
    date_field,
    choice,  ///< one of `options`
    checkbox,
    file_field,  ///< one file of the kinds in `accept`
    button
  };
  Role role = Role::paragraph;
  int level = 0;
  std::string name;  ///< what a screen reader says; the label of a field
  /// The words of a paragraph or an item. Of a link: those of its name, where they are of several languages.
  std::vector<Run> runs;
  std::string href;
  std::string tone;
  std::string language;             ///< where it differs from the page's ("de" text in an English page)
  std::string field;                ///< id of a form field
  std::string hint;                 ///< below the label
  std::vector<Run> hint_runs = {};  ///< the same, where it is of several languages
  bool required = false, closable = false, external = false;
  std::string minimum, maximum, pattern;
  std::string accept;  ///< of a file field: media types, as HTML's attribute has them
  std::vector<std::string> options, option_ids;  ///< of a choice: the words, and what is sent for them
  int width = 0, height = 0;
  double focus_x = 0.5, focus_y = 0.5;
  std::string icon;  ///< name in the Material Icons font; drawn beside the words, says nothing itself
  std::vector<Node> children;
  std::string block;  ///< id of the block that it comes from
  bool operator==(const Node&) const = default;
};

/// Where something named by its id leads.
struct Target {
  std::string href;  ///< "" where a preview has no address
  std::string name;
  int width = 0, height = 0;
  double focus_x = 0.5, focus_y = 0.5;
  contract::LocalizedText alternative_text;
  std::string language = {};  ///< of the name, where it is not the one asked for
};

/// A file of the media library, at this address.
Target target_of(const contract::Media& media, std::string href);

/// Who reads. One person may be two: a merchant whose own identity was checked, too.
struct Reader {
  Audience audience = Audience::guest;
  bool verified = false;

  Reader() = default;
  Reader(Audience of) : audience(of), verified(of == Audience::verified) {}

  auto operator<=>(const Reader&) const = default;
};

/// For whom and when.
struct View {
  std::string language = "de";
  base::Timestamp at = {};  ///< blocks that are not visible then are left out
  Reader audience = {};
  /// What "page:ID", "miniapp:ID" or "media:ID" stands for; nullopt where there is nothing live of that name.
  std::function<std::optional<Target>(std::string_view reference)> find = {};
};

/// The language of the text that stands in where this one has none; "" where it has one.
std::string other_language(const contract::LocalizedText& text, std::string_view language);

/// Is a block for this audience shown to that reader? Verified persons and merchants are signed in, too.
bool shown_to(Audience block, Reader reader);
bool visible(const Block& block, const View& view);

/// The blocks that the view shows.
std::vector<Node> render(const Document& document, const View& view);
/// With the page's title as the one heading of level 1 and its summary before them.
std::vector<Node> render_page(const contract::LocalizedText& title, const contract::LocalizedText& summary,
                              const Document& document, const View& view);

/// The words of a node and of what stands in it, in order; for tests and for a comparison of two renderings.
std::string outline(const std::vector<Node>& nodes);

/// "Mo-Fr 08:00-12:00; Sa off" in words ("Montag bis Freitag: 08:00–12:00 Uhr"), one line a rule. What is
/// more than days and times is one sentence in German and shown as it is written in other languages, as is
/// what is not understood.
std::vector<std::string> hours_in_words(std::string_view expression, std::string_view language);

}  // namespace stadtpult::content
