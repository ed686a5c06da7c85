#pragma once
// A panel that is a list with the detail of one row beside it: where its parts are, the divider between them,
// the way back where the detail covers the list, and what stands in place of a list that is not there. Frame
// thread only.

#include <cstdint>
#include <string>
#include <string_view>

#include "panels/kit/layout.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

/// Height of the head of a low sheet, logical px: one line.
inline constexpr float kLowHead = 48;
/// Whether rows count more than titles: so little height is left at 200 % in the smallest window.
bool is_low(const kit::Rect& sheet);

class ListDetail {
 public:
  /// Whose width the person sets: the detail's beside a table, or the list's beside a detail that is a page
  /// of its own.
  enum class Sized : std::uint8_t { detail, list };
  /// `area` names what is kept ("audit.detail_width").
  explicit ListDetail(std::string area, Sized sized = Sized::detail);

  /// Where the parts of the sheet are, physical px. An empty rectangle: not shown now.
  struct Places {
    kit::Rect head, list, foot, detail;
    bool beside = false;    ///< list and detail stand side by side
    bool has_room = false;  ///< for both of them
    [[nodiscard]] bool shows_list() const { return list.width() > 0; }
    [[nodiscard]] bool shows_detail() const { return detail.width() > 0; }
  };
  /// Divides the sheet and draws the divider. Head and foot are logical px. Where there is no room for both
  /// (DESIGN §4), the detail covers the sheet while it is open. `has_detail`: something is chosen, or will be
  /// as soon as the list is drawn; without it a list in a narrow window has the sheet to itself, for its
  /// names need the room more than the words that nothing is chosen.
  Places divide(const kit::Rect& sheet, float head, float foot, Intents& intents, bool has_detail = true);
  /// Takes the kept width back.
  void restore(std::string_view key, std::string_view value);

  void open() { open_ = true; }
  void close() { open_ = false; }
  /// The way back to the list, in the first line of a detail that covers it; Escape goes it too,
  /// out of a field first.
  void way_back(const Places& places);

 private:
  Sized sized_;
  std::string key_;
  float width_;  ///< of the detail or the list, logical px
  bool open_ = false;
};

/// One field of a comparison: its label, what it was and what it is ("" for nothing).
void before_and_after(std::string_view label, std::string_view before, std::string_view after);

/// The words of a list that is not there.
struct MissingWords {
  const char* id;
  const char* failed;          ///< key: "Das Prüfprotokoll lässt sich nicht laden"
  std::string forbidden = {};  ///< who may see it
  int rows = 8;                ///< of the skeleton
  float row_height = 44;       ///< logical px
};
/// What life has come to of a value that is not there.
struct Missing {
  client::RemoteState state;
  const base::Error& error;
  base::Timestamp loading_since;
};
/// Draws the life of a value that never came: loading, failed, forbidden, or no line. True when the person
/// wants it tried again.
bool draw_missing(const World& world, const Missing& missing, const MissingWords& words);
template <typename T>
bool draw_missing(const World& world, const client::Remote<T>& remote, const MissingWords& words) {
  return draw_missing(world, Missing{remote.state(), remote.error(), remote.loading_since()}, words);
}

}  // namespace stadtpult::panels
