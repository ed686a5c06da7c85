#include "panels/security/security_words.hpp"

#include <fmt/format.h>

#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::security {
namespace {

namespace icons = kit::icons;
using kit::Tone;
using kit::tr_or;

std::string word(const char* kind, std::string_view name) {
  return tr_or(fmt::format("security.{}.{}", kind, name), "");
}

}  // namespace

Mark severity_mark(std::int64_t severity_id) {
  switch (severity_id) {
    case 5:
      return {word("severity", "5"), icons::dangerous, Tone::err};
    case 4:
      return {word("severity", "4"), icons::warning, Tone::high};
    case 3:
      return {word("severity", "3"), icons::error_outline, Tone::warn};
    case 2:
      return {word("severity", "2"), icons::info_outline, Tone::info};
    default:
      return {word("severity", "1"), icons::radio_button_unchecked, Tone::neu};
  }
}

Mark status_mark(std::int64_t status_id) {
  switch (status_id) {
    case 2:
      return {word("status", "2"), icons::person, Tone::vio};
    case 3:
      return {word("status", "3"), icons::schedule, Tone::neu};
    case 4:
      return {word("status", "4"), icons::check_circle, Tone::ok};
    case 5:
      return {word("status", "5"), icons::archive, Tone::neu};
    default:
      return {word("status", "1"), icons::radio_button_unchecked, Tone::info};
  }
}

Mark block_kind_mark(contract::BlockKind kind) {
  using contract::BlockKind;
  const std::string words = word("kind", contract::enum_name(kind));
  switch (kind) {
    case BlockKind::session:
      return {words, icons::lock_outline, Tone::err};
    case BlockKind::token:
      return {words, icons::vpn_key, Tone::err};
    case BlockKind::device:
      return {words, icons::phonelink_lock, Tone::err};
    case BlockKind::person:
      return {words, icons::person, Tone::err};
    case BlockKind::organisation:
      return {words, icons::apartment, Tone::err};
    case BlockKind::miniapp:
      return {words, icons::pause_circle, Tone::err};
    case BlockKind::source:
      return {words, icons::dns, Tone::err};
  }
  return {words, icons::block, Tone::err};
}

Mark block_state_mark(contract::BlockState state) {
  using contract::BlockState;
  const std::string words = word("block", contract::enum_name(state));
  switch (state) {
    case BlockState::requested:
      return {words, icons::hourglass_empty, Tone::warn};
    case BlockState::active:
      return {words, icons::block, Tone::err};
    case BlockState::lift_requested:
      return {words, icons::lock_open, Tone::warn};
    case BlockState::lifted:
      return {words, icons::check_circle, Tone::ok};
    case BlockState::expired:
      return {words, icons::schedule, Tone::neu};
  }
  return {words, icons::block, Tone::neu};
}

Mark filter_state_mark(contract::FilterState state) {
  using contract::FilterState;
  const std::string words = word("filter", contract::enum_name(state));
  switch (state) {
    case FilterState::proposed:
      return {words, icons::hourglass_empty, Tone::warn};
    case FilterState::active:
      return {words, icons::check_circle, Tone::ok};
    case FilterState::withdrawn:
      return {words, icons::archive, Tone::neu};
  }
  return {words, icons::help_outline, Tone::neu};
}

Mark layer_state_mark(contract::LayerState state) {
  using contract::LayerState;
  const std::string words = word("layer_state", contract::enum_name(state));
  switch (state) {
    case LayerState::holds:
      return {words, icons::verified_user, Tone::ok};
    case LayerState::warning:
      return {words, icons::warning_amber, Tone::warn};
    case LayerState::broken:
      return {words, icons::dangerous, Tone::err};
    case LayerState::unknown:
      return {words, icons::help_outline, Tone::err};
  }
  return {words, icons::help_outline, Tone::err};
}

Mark step_mark(std::string_view action) {
  struct Row {
    const char* action;
    const char* icon;
    Tone tone;
  };
  static constexpr Row kRows[] = {
      {"raised", icons::sensors, Tone::neu},
      {"taken", icons::person, Tone::vio},
      {"assigned", icons::assignment_ind, Tone::info},
      {"acknowledged", icons::schedule, Tone::neu},
      {"came_back", icons::restore, Tone::warn},
      {"verdict", icons::flag, Tone::info},
      {"note", icons::chat_bubble_outline, Tone::neu},
      {"resolved", icons::check_circle, Tone::ok},
      {"reopened", icons::undo, Tone::warn},
      {"linked", icons::link, Tone::info},
      {"unlinked", icons::link, Tone::neu},
      {"stopped", icons::block, Tone::err},
      {"lifted", icons::lock_open, Tone::ok},
  };
  for (const auto& row : kRows)
    if (action == row.action) return {word("step", action), row.icon, row.tone};
  return {std::string(action), icons::info_outline, Tone::neu};  // of a newer platform: its own word
}

std::string verdict_word(std::int64_t verdict_id) {
  return word("verdict", std::to_string(verdict_id));
}

std::string alert_number(std::int64_t number) {
  return fmt::format("AL-{}", number);
}
std::string incident_number(std::int64_t number) {
  return fmt::format("IN-{}", number);
}
std::string filter_number(std::int64_t number) {
  return fmt::format("FI-{}", number);
}

std::string alert_time(base::Timestamp at, base::Timestamp now) {
  const auto a = kit::local_time(at), b = kit::local_time(now);
  if (a.year == b.year && a.month == b.month && a.day == b.day) return kit::format_time(at, true);
  return kit::format_day(at) + " " + kit::format_time(at);
}

std::string miniapp_name(const client::State& state, std::string_view id, std::string_view language) {
  if (id.empty()) return {};
  if (const auto* app = state.miniapps.find(id)) return app->name.in(std::string(language));
  return std::string(id);
}

}  // namespace stadtpult::panels::security
