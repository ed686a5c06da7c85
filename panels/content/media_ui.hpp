#pragma once
// The media library: list, detail with focus point and uses, replacing everywhere. Frame thread.

#include <optional>
#include <string>
#include <vector>

#include "panels/content/media_picker_ui.hpp"
#include "panels/content/media_view.hpp"
#include "panels/form/edit_form.hpp"
#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::media {

class Library {
 public:
  /// Draws list and detail into the rectangle.
  void draw(const World& world, const kit::Rect& rect, Intents& out);
  void restore(std::string_view key, std::string_view value);
  void select(const std::string& id);
  /// Opens it from elsewhere.
  void show(const std::string& id) {
    select(id);
    reveal_ = true;
  }
  [[nodiscard]] const std::string& selected() const { return selected_; }
  void ask_search() { focus_search_ = true; }
  /// Sends a file to the platform; the key by which its answer is found, "" where it is refused right away.
  std::string add(IncomingFile file, Intents& out);
  /// Opens the file that is added under this key, once the platform has it.
  void show_when_there(std::string key) { awaited_ = std::move(key); }
  /// Its own picker waits for a file.
  [[nodiscard]] Picker& picker() { return picker_; }
  [[nodiscard]] const Picker& picker() const { return picker_; }

 private:
  void head(const World& world, const kit::Rect& rect);
  void list(const World& world, const ListDetail::Places& places, Intents& out);
  void detail(const World& world, const ListDetail::Places& places, Intents& out);
  void picture(const World& world, const contract::Media& media, Intents& out);
  [[nodiscard]] std::pair<double, double> focus_of(const contract::Media& media) const;
  void move_focus(const World& world, const contract::Media& media, const kit::Rect& shown, Intents& out);
  void send_focus(const World& world, Intents& out);
  void crops(const World& world, const contract::Media& media);
  void actions(const World& world, const contract::Media& media, Intents& out);
  void words(const World& world, const contract::Media& media, Intents& out);
  void facts_of(const World& world, const contract::Media& media, Intents& out);
  void uses(const World& world, const contract::Media& media, Intents& out);
  void replacing(const World& world, Intents& out);

  Wish wish_;
  Index index_;
  kit::TableState table_;
  std::string selected_, asked_for_;  ///< ids; the second: whose pages were asked for
  std::string awaited_;               ///< key of the upload that is opened once it is there
  ListDetail panes_{"media"};
  form::EditForm edit_{"media"};
  bool focus_search_ = false;
  bool reveal_ = false;  ///< the row of what was opened from elsewhere is brought into view
  int uploads_ = 0;

  /// A focus point that is moved and not sent yet.
  struct Moved {
    std::string id;
    double x = 0.5, y = 0.5;
    double at_s = 0;  ///< ImGui time of the last step
  };
  std::optional<Moved> moved_;

  Picker picker_;  ///< of replacing
  std::string replace_, by_;
  bool replace_open_ = false;
};

}  // namespace stadtpult::panels::media
