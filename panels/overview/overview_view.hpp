#pragma once
// "What needs me today", by role: an inbox, key figures, what went out lately. Pure; recomputed when the
// state changes.

#include <string>
#include <vector>

#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

/// Which kind of thing waits; also the tabs above the inbox.
enum class WaitKind : std::uint8_t { alert, device, review, publish, returned, stopped, outbox };

/// One row: what, why, by when, and one button.
struct WaitingItem {
  std::string key;  ///< of the thing that waits: the row keeps its place by it
  WaitKind kind = WaitKind::review;
  std::string title, detail;
  std::string when;  ///< "heute", "seit 2 Tagen"
  bool overdue = false;
  const char* icon = nullptr;
  kit::Tone tone = kit::Tone::info;
  std::string action;  ///< label of the button
  Go go;
  std::int64_t order = 0;  ///< smaller is more urgent
};

struct KeyFigure {
  std::string label, words;
  int number = 0;
  const char* icon = nullptr;
  kit::Tone tone = kit::Tone::info;
  Go go;
};

/// How much one ring sees, of all mini-apps.
struct RingLine {
  std::string name;
  int live = 0, all = 0;
};

/// A day of the chart.
struct DayCount {
  std::string day;   ///< "9.", and "heute"
  std::string date;  ///< "Montag, 9. November"
  int count = 0;
  bool unfinished = false;  ///< today: drawn dashed
};

struct RecentLine {
  std::string title, detail, when;
  Go go;
};

struct OverviewView {
  std::string greeting, sentence;
  std::vector<KeyFigure> figures;
  std::vector<WaitingItem> waiting;
  std::vector<RingLine> rings;
  std::vector<RecentLine> releases, changed;
  std::vector<DayCount> submissions;  ///< 14 days and today; empty for who does not see reviews
  std::string trend;                  ///< "3 mehr als in der Vorwoche"
  bool there = false;                 ///< mini-apps came, now or earlier
};

OverviewView make_overview(const World& world);

/// How many things wait for this role: the badge of the navigation.
int waiting_count(const World& world);

}  // namespace stadtpult::panels
