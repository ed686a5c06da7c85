#pragma once
// What may be done to an alert and what is sent for it. Pure, no ImGui.

#include <optional>
#include <string>
#include <vector>

#include "panels/panel.hpp"
#include "panels/security/security_words.hpp"

namespace stadtpult::panels::security {

/// May this role change alerts, incidents and jobs?
bool may_change(const World& world);
/// May this role stop something?
bool may_stop(const World& world);

/// Something that can be stopped from an alert: only what the alert names.
struct StopOffer {
  contract::BlockKind kind;
  std::string target;
  std::string label;  ///< "Gerät sperren"
  const char* icon = nullptr;
};
std::vector<StopOffer> stop_offers(const client::AlertTable& table, const client::AlertRow& row);
/// The block that holds for this target now, or waits for a second person; nullptr where there is none.
const contract::Block* standing_block(const World& world, contract::BlockKind kind, std::string_view target);
/// Stopping it concerns many and needs a second person.
bool is_wide(contract::BlockKind kind);
/// What one key on the alert stops: the narrowest that is not stopped yet and needs no second person; nullopt
/// where nothing is left.
std::optional<StopOffer> next_stop(const World& world, const client::AlertRow& row);

/// A change of one alert, based on the row as it is shown; `undo` is what takes it back.
Change change_alert(const client::AlertTable& table, const client::AlertRow& row,
                    const contract::AlertChange& change, std::string title,
                    std::optional<contract::AlertChange> undo = std::nullopt);
/// I work on it.
bool is_mine(const World& world, const client::AlertRow& row);
/// What comes next: taking it over, and resolving it once it is mine.
Change main_change(const World& world, const client::AlertRow& row);
/// Takes the alert over: mine and in progress.
Change take_over(const client::AlertTable& table, const client::AlertRow& row);
Change assign(const client::AlertTable& table, const client::AlertRow& row, const std::string& person_id);
Change acknowledge(const client::AlertTable& table, const client::AlertRow& row, std::int64_t minutes);
Change judge(const client::AlertTable& table, const client::AlertRow& row, std::int64_t verdict_id,
             std::string reason);
Change resolve(const client::AlertTable& table, const client::AlertRow& row);
Change reopen(const client::AlertTable& table, const client::AlertRow& row);
Change add_note(const client::AlertTable& table, const client::AlertRow& row, std::string note);
Change link_incident(const client::AlertTable& table, const client::AlertRow& row,
                     const std::string& incident_id);
/// Stops at once: no dialog, needs the line. Taking it back asks for the lifting, to which another person
/// agrees; a request of a wide one is withdrawn.
Change stop(const client::AlertTable& table, const client::AlertRow& row, const StopOffer& offer,
            const std::string& language);
Change stop(const contract::Block& block);
/// One step in the life of a block.
Change change_block(const contract::Block& block, contract::BlockState to, std::string title);
/// A filter of a rule, to be replayed before anybody puts it in force: of the alert's evidence where it has
/// no text.
Change propose_filter(const contract::RuleFilter& wish);
Change change_filter(const contract::RuleFilter& filter, contract::FilterState to, std::string title);
/// "3 Verbindungen getrennt nach 412 ms"
std::string cut_words(const contract::Block& block);

}  // namespace stadtpult::panels::security
