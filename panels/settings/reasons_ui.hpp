#pragma once
// The card "reasons" of the settings. Frame thread only.

#include <string>

#include "panels/form/edit_form.hpp"
#include "panels/form/new_form.hpp"
#include "panels/settings/reasons_view.hpp"

namespace stadtpult::panels {

class ReasonsCard {
 public:
  void restore(std::string_view key, std::string_view value);
  /// Draws nothing for those who do not keep the list. `width` in logical px.
  void draw(const World& world, float width, Intents& intents);

 private:
  void line(const contract::Reason& reason, const World& world, Intents& intents);
  void archived(const World& world, Intents& intents);
  void add(const World& world, Intents& intents);

  std::string open_id_;  ///< the one whose texts are being edited
  bool show_archived_ = false, adding_ = false;
  form::EditForm edit_{"settings.reason"};
  form::NewForm<contract::Reason> new_{"draft:settings.reason.new"};
};

}  // namespace stadtpult::panels
