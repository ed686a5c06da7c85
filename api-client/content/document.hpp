#pragma once
// The document of a page: its blocks, and what its translations were made from. Values; any thread.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/content/blocks.hpp"
#include "api-client/contract/describe.hpp"

namespace stadtpult::content {

template <typename V>
using ByName = std::map<std::string, V, std::less<>>;

/// The fields of a block, or of an entry of one of its lists. What is empty is left out.
struct Record {
  std::string id;                         ///< unique in the page; letters, digits, "_" and "-", at most 40
  ByName<contract::LocalizedText> texts;  ///< fields that are written per language
  ByName<std::string> values;             ///< the others: words, numbers, "true", ids, as text
  ByName<std::vector<Record>> lists;
  /// Members that this version does not know, as JSON text: kept as they are.
  ByName<std::string> unknown;
  bool operator==(const Record&) const = default;

  [[nodiscard]] const contract::LocalizedText& text(std::string_view field) const;
  [[nodiscard]] const std::string& value(std::string_view field) const;
  [[nodiscard]] bool flag(std::string_view field) const { return value(field) == "true"; }
  [[nodiscard]] const std::vector<Record>& list(std::string_view field) const;
};

/// Whom a block is for.
enum class Audience { all, guest, signed_in, verified, merchant };
BOOST_DESCRIBE_ENUM(Audience, all, guest, signed_in, verified, merchant)

struct Block : Record {
  std::string type;
  Audience audience = Audience::all;
  base::Timestamp visible_from, visible_until;  ///< unset: always
  /// The whole block as JSON text where its type is not known here (a newer version wrote it): kept
  /// untouched, and shown as unknown.
  std::string foreign;
  bool operator==(const Block&) const = default;
};

struct Document {
  std::vector<Block> blocks;
  /// For each language and text (by its path, see each_text): the hash of the German text that it was made
  /// from.
  ByName<ByName<std::string>> made_from;
  bool operator==(const Document&) const = default;
};

/// Reads the JSON of a document; "" is an empty one. What is malformed is an error for each place
/// ("blocks[2].items[0].question"), all at once; what is merely unfinished is no error here but a finding
/// (check.hpp).
base::Result<Document> decode_document(std::string_view json);
std::string encode_document(const Document& document);

/// A new block with its choices set to their first words.
Block new_block(const BlockType& type, std::string id);
/// An id that nobody else gives, also on another desk at the same moment.
std::string fresh_id();
/// Gives a new id to every block and entry whose id stands before it already.
void make_ids_unique(Document& document);

/// Calls `visit(path, field, text)` for every text that is written per language, in the order of reading. The
/// path is "BLOCK/field" or "BLOCK/field/ENTRY/field", made of ids, so that it survives moves.
using TextVisitor = std::function<void(const std::string& path, const BlockField& field,
                                       const contract::LocalizedText& text)>;
void each_text(const Document& document, const TextVisitor& visit);
/// The ids and fields that a path is made of.
std::vector<std::string_view> steps_of(std::string_view path);
/// The text with this path, to be changed; nullptr where there is no such block, entry or field.
contract::LocalizedText* find_text(Document& document, std::string_view path);

/// The ids of the files of the media library that it shows.
std::set<std::string> media_of(const Document& document);

/// What a search finds the page by, in this language; all languages where it is "".
std::string search_text(const Document& document, std::string_view language);

}  // namespace stadtpult::content
