#pragma once

#include "panels/kit/table.hpp"
#include "panels/overview/overview_view.hpp"

namespace stadtpult::panels {

/// The panel "overview".
class OverviewPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "overview"; }
  Intents draw(const World& world) override;
  void open(const Go&, const World&) override {}
  [[nodiscard]] int badge(const World& world) const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World&) const override;

 private:
  void refresh(const World& world);
  /// The tabs that have rows, and the rows of the present one.
  struct Tabs {
    std::vector<std::string> labels;
    std::vector<int> counts;
    std::vector<WaitKind> kinds;
  };
  [[nodiscard]] Tabs tabs() const;
  void show_tab();

  void body(Intents& intents);
  void figures(Intents& intents);
  void main_column(const kit::Rect& column, bool stretch, Intents& intents);
  void inbox(const kit::Rect& box, Intents& intents);
  void choose_tab(const Tabs& all, bool wide);
  void inbox_rows(const kit::Rect& rect, Intents& intents);
  void rings(const kit::Rect& box) const;
  void chart_box(const kit::Rect& box) const;
  void recent(const char* title, const std::vector<RecentLine>& lines, int rows, const kit::Rect& box,
              const Go& all, Intents& intents) const;
  void side(const kit::Rect& column, Intents& intents) const;

  OverviewView view_;
  std::vector<const WaitingItem*> shown_;  ///< rows of the present tab, into view_
  std::uint64_t generation_ = ~0ULL;
  std::string language_;
  std::int64_t minute_ = 0;
  contract::Role role_ = contract::Role::editor;
  int tab_ = 0;
  WaitKind tab_kind_ = WaitKind::review;
  kit::TableState list_;
  std::string cursor_key_;  ///< the row of the cursor stays the same while rows come and go
  mutable std::uint64_t badge_generation_ = ~0ULL;
  mutable int badge_ = 0;
};

/// Bars of a chart with an axis from zero, a label on the highest and the last, and the unfinished one
/// dashed.
void draw_day_chart(std::string_view name, const std::vector<DayCount>& days, const kit::Rect& rect);

}  // namespace stadtpult::panels
