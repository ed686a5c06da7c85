#pragma once
// What is being written on one page: title, summary and blocks, with undo over the whole session, kept on
// disk as a draft, and merged with what others write meanwhile. Frame thread; no ImGui.

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/content/blocks.hpp"
#include "api-client/content/document.hpp"
#include "api-client/content/merge.hpp"
#include "api-client/content/translation.hpp"
#include "api-client/contract/content.hpp"

namespace stadtpult::panels::pages {

/// What people write on a page.
struct PageText {
  contract::LocalizedText title, summary;
  content::Document document;
  bool operator==(const PageText&) const = default;
  [[nodiscard]] content::Texts texts() const { return {title, summary, document}; }
};

/// The text of a page as the platform has it. A document that cannot be read is an error.
base::Result<PageText> text_of(const contract::ContentPage& page);

class Editor {
 public:
  static constexpr std::size_t kMostSteps = 200;
  /// Typing in one field is one step, until it rests for so long.
  static constexpr std::int64_t kPauseMs = 1'500;

  [[nodiscard]] bool ready() const { return revision_ > 0; }
  [[nodiscard]] const std::string& page_id() const { return page_id_; }
  [[nodiscard]] const PageText& text() const { return text_; }
  [[nodiscard]] const PageText& base() const { return base_; }
  [[nodiscard]] std::int64_t revision() const { return revision_; }
  /// Something is written that the platform does not have.
  [[nodiscard]] bool dirty() const { return text_ != base_; }
  /// Grows with every change of the text: what is computed from it is computed again.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] base::Timestamp edited_at() const { return edited_at_; }
  [[nodiscard]] bool was_restored() const { return restored_; }
  /// The text in one line each, as it was last; equal where nothing changed.
  [[nodiscard]] const std::string& snapshot() const { return snapshot_; }

  /// The page as the platform has it. The first time it is what is edited; a newer revision is merged with
  /// what was written since, in the undo steps, too. Older ones change nothing.
  base::Done take(const contract::ContentPage& page);
  /// What both sides changed, and differently: mine stands in the text until somebody chooses.
  [[nodiscard]] const std::vector<content::Conflict>& conflicts() const { return conflicts_; }
  void keep_mine(std::size_t conflict);
  void take_theirs(std::size_t conflict, base::Timestamp now);

  /// One step. Steps with the same key that follow each other without a pause are one; "" is always its own.
  void edit(std::string_view key, base::Timestamp now, const std::function<void(PageText&)>& change);
  [[nodiscard]] bool can_undo() const { return !undo_.empty(); }
  [[nodiscard]] bool can_redo() const { return !redo_.empty(); }
  bool undo(base::Timestamp now);
  bool redo(base::Timestamp now);

  // ---- blocks; each is one step. Places count from 0. ----
  /// Returns the new block's id; "" where the page is full.
  std::string insert(const content::BlockType& type, std::size_t at, base::Timestamp now);
  std::string duplicate(std::string_view id, base::Timestamp now);
  void remove(std::string_view id, base::Timestamp now);
  /// By -1 up, +1 down; false at the end of the page.
  bool move(std::string_view id, int by, base::Timestamp now);
  /// Before the block that stands at this place now; the number of blocks: behind the last.
  void move_to(std::string_view id, std::size_t at, base::Timestamp now);
  /// The number of blocks where there is none.
  [[nodiscard]] std::size_t place_of(std::string_view id) const;
  [[nodiscard]] const content::Block* find(std::string_view id) const;

  /// The draft as text, to be restored after a restart; "" where there is nothing to keep.
  [[nodiscard]] std::string draft() const;
  /// False for a text that is no draft; nothing changes then.
  bool restore(std::string_view draft);

  /// The PATCH body of what differs from the platform's page ("" for nothing), and the page it is based on.
  [[nodiscard]] std::string patch() const;
  [[nodiscard]] std::string before() const;
  /// The text is on its way as it stands now; what comes back is compared with that.
  void sent() { sent_ = text_; }
  /// The platform has taken it, or not.
  void answered(bool taken);
  [[nodiscard]] bool on_its_way() const { return sent_.has_value(); }

 private:
  /// From one text to the next: what stands at `at` in the one and in the other.
  struct Step {
    std::size_t at = 0;
    std::string before, after, key;
    base::Timestamp time;
  };
  using Steps = std::deque<Step>;
  static Step difference(std::string_view before, std::string_view after);
  static std::optional<std::string> applied(const std::string& text, std::size_t at, std::string_view from,
                                            std::string_view to);
  bool step_back(Steps& from, Steps& to, bool is_undo, base::Timestamp now);
  void rebase(Steps& steps, bool is_undo, const PageText& theirs);
  void set(PageText text);

  std::string page_id_;
  std::int64_t revision_ = 0;
  PageText base_, text_;
  std::optional<PageText> sent_;
  std::string base_content_;  ///< as the platform wrote it
  std::string snapshot_;
  Steps undo_, redo_;
  std::vector<content::Conflict> conflicts_;
  PageText theirs_;  ///< of the conflicts
  std::uint64_t generation_ = 0;
  base::Timestamp edited_at_;
  bool restored_ = false;
};

/// A text in one line each for title, summary and document; and back.
std::string snapshot_of(const PageText& text);
std::optional<PageText> text_from(std::string_view snapshot);

}  // namespace stadtpult::panels::pages
