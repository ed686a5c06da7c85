#pragma once
// Choosing a file of the media library: typed words narrow, arrows move, Enter takes; a new file can be added
// right there. Frame thread.

#include <string>

#include "panels/content/media_view.hpp"
#include "panels/kit/table.hpp"
#include "panels/panel.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::media {

class Picker {
 public:
  struct Ask {
    std::string title;
    bool pictures_only = false;
    std::string replaces = {};  ///< id: only what may take the place of this file
    std::string current = {};   ///< id of the one that is chosen now
  };
  void open(Ask ask);
  [[nodiscard]] bool is_open() const { return open_; }
  /// A file is on its way for this picker: it is taken when the platform has it.
  void await(std::string draft_key) { awaited_ = std::move(draft_key); }
  /// The id of what was chosen in this frame; "" for nothing.
  std::string draw(const World& world, Intents& out);

 private:
  [[nodiscard]] bool fits(const World& world, const contract::Media& media) const;
  std::string arrived(const World& world);
  std::string results(const World& world, bool take_first);

  Ask ask_;
  bool open_ = false;
  std::string search_, awaited_, wrong_;
  Index index_;
  std::vector<std::uint32_t> rows_;
  kit::TableState list_;
  SteadyCursor steady_;
};

/// What the console is asked for with a file of the library (ChooseFile::purpose).
inline constexpr const char* kPurpose = "media";

}  // namespace stadtpult::panels::media
