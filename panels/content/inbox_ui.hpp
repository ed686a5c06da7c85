#pragma once
// The inbox of forms: list, one answer with its steps, and the export. Frame thread.

#include <string>

#include "panels/content/identity_ui.hpp"
#include "panels/content/inbox_view.hpp"
#include "panels/dialog_drafts.hpp"
#include "panels/form/edit_form.hpp"
#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/panel.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::inbox {

class Inbox {
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
  void ask_search() { focus_search_ = true; }
  void ask_export();
  void ask_identity(const World& world) { identity_.ask(world); }
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const;
  /// False where it is none of the inbox's commands.
  bool run(std::string_view command);

 private:
  void head(const kit::Rect& rect);
  void list(const World& world, const ListDetail::Places& places, Intents& out);
  void detail(const World& world, const ListDetail::Places& places, Intents& out);
  void actions(const World& world, const FormAnswer& answer, Intents& out);
  void assigning(const World& world, const FormAnswer& answer, Intents& out);
  void entries(const FormAnswer& answer, Intents& out);
  static void file(const FormAnswer& answer, const Entry& entry, Intents& out);
  void note(const World& world, const FormAnswer& answer, Intents& out);
  void keys(const World& world, Intents& out);
  [[nodiscard]] const contract::FormAnswer* at_cursor(const World& world) const;
  void send_note(const contract::FormAnswer& answer, const std::optional<contract::FormAnswer>& after,
                 const World& world, Intents& out);
  using People = std::vector<std::pair<std::string, std::string>>;  ///< id, name
  const People& colleagues(const World& world);
  std::string assignee(const contract::FormAnswer& answer, const World& world);
  void take_step(const World& world, const FormAnswer& answer, FormAnswerState to, Intents& out);
  void take_over(const World& world, const FormAnswer& answer, Intents& out);
  void move(const World& world, int by);
  void export_dialog(const World& world, Intents& out);
  void ask_erase(const FormAnswer& answer);
  void erase_dialog(const World& world, Intents& out);

  Wish wish_;
  Index index_;
  kit::TableState table_;
  SteadyCursor steady_;
  std::string selected_, wanted_;  ///< wanted_: a command from the palette, run with the next frame
  People people_;
  std::string people_of_;  ///< what people_ were made of
  ListDetail panes_{"inbox"};
  bool detail_shown_ = false;  ///< else keys are for the row under the cursor
  form::EditForm edit_{"inbox"};
  bool focus_search_ = false;
  bool asked_ = false;   ///< for the list, which is read when somebody looks
  bool reveal_ = false;  ///< the row of what was opened from elsewhere is brought into view
  DialogDrafts dialogs_{"draft:inbox.dialog/"};
  bool export_open_ = false;
  std::string export_page_, export_reason_;
  bool erase_open_ = false;
  std::string erase_id_, erase_reason_;
  identity::IdentityDialog identity_;
};

}  // namespace stadtpult::panels::inbox
