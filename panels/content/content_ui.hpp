#pragma once

#include <map>
#include <string>
#include <vector>

#include "panels/content/editor_ui.hpp"
#include "panels/content/history_ui.hpp"
#include "panels/content/inbox_ui.hpp"
#include "panels/content/media_ui.hpp"
#include "panels/content/page_changes.hpp"
#include "panels/content/page_list_view.hpp"
#include "panels/content/preview_ui.hpp"
#include "panels/content/translation_ui.hpp"
#include "panels/dialog_drafts.hpp"
#include "panels/form/edit_form.hpp"
#include "panels/form/new_form.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/table.hpp"
#include "panels/kit/tree.hpp"
#include "panels/panel.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels {

/// The panel "content": the pages of the city, and the editor of one with the phone beside it.
class ContentPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "content"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;
  void restore(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const override;
  void run(std::string_view command, const World& world) override;
  [[nodiscard]] std::vector<Findable> find(std::string_view words, const World& world,
                                           int most) const override;
  [[nodiscard]] int badge(const World& world) const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World& world) const override;
  [[nodiscard]] std::string looking_at(const World&) const override { return open_id_; }
  [[nodiscard]] bool takes_dropped(std::string_view name) const override;
  void receive(IncomingFile file) override;
  [[nodiscard]] const pages::Editor& editor() const { return editor_; }

 private:
  // ---- areas_ui.cpp: what stands beside the pages ----
  enum class Area { pages, media, inbox };
  void area_bar(const World& world, const kit::Rect& rect);
  void draw_area(const World& world, const kit::Rect& sheet);
  void take_files();
  void pick_media(const World& world);
  void find_others(std::string_view words, const World& world, int most, std::vector<Findable>& found) const;

  // ---- content_ui.cpp: the list, and what comes from and goes to the platform ----
  void draw_list(const World& world, const kit::Rect& sheet);
  void list_head(const kit::Rect& rect, bool narrow);
  void categories(const World& world, const kit::Rect& rect);
  void table(const World& world, const kit::Rect& rect, bool narrow);
  void move_by_key(const World& world, const contract::ContentPage& page);
  void new_dialog(const World& world);
  void show_page(const std::string& id, const World& world);
  void leave(const World& world);
  void sync(const World& world);
  void settle_outbox(const World& world);
  void keep_draft();
  void send(const World& world);

  // ---- page_ui.cpp: one page ----
  void draw_page(const World& world, const kit::Rect& sheet);
  void page_bar(const World& world, const contract::ContentPage& page, const kit::Rect& rect, bool narrow,
                bool low);
  [[nodiscard]] std::string saved_words(const World& world) const;
  void bar_menu(const World& world, kit::Menu& menu, bool narrow, bool low);
  void steps(const World& world, const contract::ContentPage& page, bool narrow, bool low);
  void take_step(const World& world, const contract::ContentPage& page, const pages::StepOffer& offer);
  void languages(const World& world, const kit::Rect& rect);
  void language_choice(const World& world, float narrow);
  void middle(const World& world, const kit::Rect& rect, bool with_insert, bool folded);
  void conflicts(const World& world);
  void reason_dialog(const World& world, const contract::ContentPage& page);
  void properties_dialog(const World& world, const contract::ContentPage& page);
  void plan_dialog(const World& world, const contract::ContentPage& page);
  void check(const World& world);
  void page_keys(const World& world);
  [[nodiscard]] const contract::ContentPage* page_of(const World& world) const;
  [[nodiscard]] bool can_write(const World& world) const;

  Intents out_;
  mutable pages::PageIndex index_;  ///< made when it is looked at
  kit::TableState table_;
  SteadyCursor steady_;
  kit::TreeState tree_;
  std::string search_;
  bool focus_search_ = false;

  Area area_ = Area::pages;
  media::Library library_;
  media::Picker picker_;  ///< of the fields of blocks
  inbox::Inbox inbox_;
  std::vector<IncomingFile> arrived_;  ///< dropped or chosen since the last frame

  std::string open_id_;
  pages::Editor editor_;
  pages::BlockEditor blocks_;
  pages::Preview preview_;
  pages::PageHistory history_;
  pages::TranslationDialogs translation_;
  bool preview_shown_ = false;  ///< where it has no place beside the blocks
  std::string language_ = "de";
  std::vector<std::string> added_languages_;
  std::string new_language_;
  std::vector<content::Finding> findings_;
  std::vector<content::LanguageState> language_states_;
  std::vector<std::string> links_;  ///< addresses outside that the page leads to
  std::string checked_around_;      ///< what else findings_ were made of
  std::uint64_t checked_ = ~0ULL;   ///< generation that findings_ are of
  std::uint64_t kept_ = 0;          ///< generation that the draft on disk is of
  double edited_at_s_ = -1;         ///< ImGui time of the last change; -1: nothing to send
  std::string sent_;                ///< snapshot of the last sending: it is not sent again as it is
  std::map<std::string, std::string> seen_answers_;  ///< by page: id of the answer that was looked at last
  bool sent_earlier_ = false;  ///< an earlier run sent the text; its answer was not seen
  std::string versions_for_;
  std::string version_asked_;  ///< whose content the preview waits for
  base::Error unreadable_;     ///< the open page's blocks cannot be read

  struct Draft {
    std::string text;
    bool unsent = false;
    base::Timestamp at;
  };
  std::map<std::string, Draft> drafts_;  ///< by page: of pages that are not open

  bool new_open_ = false, reason_open_ = false, plan_open_ = false, properties_open_ = false,
       properties_shown_ = false;
  bool making_ = false;  ///< a page was made that is opened once it is there
  bool more_menu_ = false, language_menu_ = false;
  form::NewForm<contract::ContentPage> new_{"content.new"};
  form::EditForm properties_{"content"};
  std::string made_answer_;
  DialogDrafts dialogs_{"draft:content.dialog/"};
  std::string reason_, plan_from_, plan_until_;
};

}  // namespace stadtpult::panels
