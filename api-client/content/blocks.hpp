#pragma once
// Every type of block, described once: its fields, their limits, and what they need to be read by everybody.
// The editor's form, the JSON, the check, the preview, the HTML and the search text are derived from it: a
// new field is a line here and its words in assets/text. Any thread.

#include <cstddef>
#include <span>
#include <string_view>

namespace stadtpult::content {

/// How a field is written and stored.
enum class FieldKind {
  line,        ///< one line of text
  text,        ///< several lines: small Markdown (bold, italic, list, link)
  choice,      ///< one of `words`
  flag,        ///< yes or no
  number,      ///< decimal number
  link,        ///< http, https, mailto, tel, or "page:ID" and "miniapp:ID" for what is internal
  media,       ///< id of the media library
  miniapp,     ///< id of a mini-app
  expression,  ///< opening hours as OpenStreetMap writes them
  items        ///< a list of records with fields of their own
};

struct BlockField;

struct BlockField {
  const char* name;
  FieldKind kind;
  bool localized = false;                        ///< written once per language
  bool required = false;                         ///< an error that stops publishing where it is empty
  std::size_t max_length = 200;                  ///< characters (code points) of a text; entries of a list
  std::span<const char* const> words = {};       ///< of a choice; the first is what a new block has
  std::span<const BlockField> item_fields = {};  ///< of a list
  double minimum = -1e9, maximum = 1e9;          ///< of a number
};

/// Where the palette shows it.
enum class Group { text, media, action, data };

struct BlockType {
  const char* name;  ///< "notice": in JSON; its words stand at "content.block.notice" in assets/text
  const char* icon;  ///< name in the Material Icons font
  Group group;
  std::span<const BlockField> fields;
  const char* summary_field;  ///< what stands for the block in a closed row
};

/// The types in the order of the palette.
std::span<const BlockType> block_types();
/// nullptr for a type that this version does not know.
const BlockType* find_block_type(std::string_view name);
const BlockField* find_field(std::span<const BlockField> fields, std::string_view name);

inline constexpr std::size_t kMostBlocks = 500;
inline constexpr std::size_t kMostItems = 200;
/// Of a file that a citizen sends with a form, and of all files of one form together. A megabyte is 1,048,576
/// bytes.
inline constexpr int kMostFileMegabytes = 10, kUsualFileMegabytes = 5, kMostFormMegabytes = 20;
/// A text is taken up to here, so that nothing typed is lost; above a field's own limit it is an error that
/// stops publishing.
inline constexpr std::size_t kLongestText = 20'000;

}  // namespace stadtpult::content
