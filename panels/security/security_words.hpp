#pragma once
// How alerts, incidents and blocks are called and marked. Pure, no ImGui.

#include <cstdint>
#include <string>
#include <string_view>

#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::security {

/// An icon, a word and a tone: never colour alone.
struct Mark {
  std::string word;
  const char* icon = nullptr;
  kit::Tone tone = kit::Tone::neu;
};
Mark severity_mark(std::int64_t severity_id);
Mark status_mark(std::int64_t status_id);
Mark block_state_mark(contract::BlockState state);
Mark block_kind_mark(contract::BlockKind kind);
Mark filter_state_mark(contract::FilterState state);
Mark layer_state_mark(contract::LayerState state);
Mark step_mark(std::string_view action);

std::string verdict_word(std::int64_t verdict_id);
/// "AL-104295", "IN-12", "FI-3".
std::string alert_number(std::int64_t number);
std::string incident_number(std::int64_t number);
std::string filter_number(std::int64_t number);
/// "09:17:02" today, "22.11. 09:17" before.
std::string alert_time(base::Timestamp at, base::Timestamp now);
/// Name of a mini-app, by its id or its package name; the id itself where it is not known.
std::string miniapp_name(const client::State& state, std::string_view id, std::string_view language);

}  // namespace stadtpult::panels::security
