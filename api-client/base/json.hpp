#pragma once
// JSON that somebody else wrote, or a file that may have changed since. The parser is instantiated in
// json.cpp alone: it takes long to compile, and it needs a guard, for it takes a NUL for the end of the text
// and leaves whatever stands behind it unread. JSON never holds one outside an escape (RFC 8259, section 2).
// Plain functions; any thread.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace stadtpult::base {

/// What is still read.
struct JsonLimits {
  std::size_t depth = 256;         ///< of objects and lists within each other; whoever walks them recurses
  std::size_t members = SIZE_MAX;  ///< of one object; a parsed ordered_json looks for one by walking them all
  bool names_once = false;  ///< no member may stand twice in its object: readers differ in which counts
};

/// For those who bound the depth themselves while they walk.
inline constexpr JsonLimits kAnyDepth{.depth = SIZE_MAX};

/// Why a text was not read. A NUL is told first, then depth and members, then the rest.
struct JsonFault {
  enum class Kind {
    nul,
    too_deep,
    too_wide,  ///< an object of more members than are allowed
    number,    ///< out of a double's range
    twice,     ///< a member stands twice in its object; the first of them is `member`
    syntax,    ///< or no UTF-8
    stopped,   ///< a JsonEvents wished for no more
  };
  Kind kind = Kind::syntax;
  std::size_t at = 0;  ///< offset in bytes; 0 for `twice` and `stopped`, and for a `number` in a tree
  std::string member;  ///< "a.b", without numbers of entries; for `twice` alone
};

/// The document, or a discarded value (neither object nor list nor anything else) where the text is none;
/// `fault`, if given, then says why. The last of equal names counts unless `limits` forbid them.
nlohmann::json parse_json(std::string_view text, const JsonLimits& limits = {}, JsonFault* fault = nullptr);
/// With the members in the order of the text.
nlohmann::ordered_json parse_ordered_json(std::string_view text, const JsonLimits& limits = {},
                                          JsonFault* fault = nullptr);

/// What a document consists of, one after the other. The reading ends where a function returns false.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  virtual bool null() { return true; }
  virtual bool boolean(bool) { return true; }
  virtual bool integer(std::int64_t) { return true; }   ///< below 0
  virtual bool natural(std::uint64_t) { return true; }  ///< from 0
  virtual bool real(double) { return true; }
  virtual bool text(std::string&) { return true; }    ///< may be moved from
  virtual bool member(std::string&) { return true; }  ///< the name; its value follows; may be moved from
  virtual bool open_object() { return true; }
  virtual bool open_list() { return true; }
  virtual bool close() { return true; }  ///< of either
};

/// Tells `events` of a document without building it, at any depth. False where the text is none, though it
/// may have told of a part by then; where it holds a NUL, nothing is told.
bool read_json(std::string_view text, JsonEvents& events, JsonFault* fault = nullptr);

/// Where in a text an offset is: both from 1, columns in bytes.
struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 1;
};
TextPlace place_in(std::string_view text, std::size_t offset);
/// "line 3, column 17".
std::string said_place(std::string_view text, std::size_t offset);

}  // namespace stadtpult::base
