#pragma once
// The changes that the detail of a mini-app hands to the console: ids, body, what they are based on, what
// undoes them. Pure; no ImGui.

#include <optional>
#include <string>
#include <vector>

#include "panels/catalogue/detail_actions.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::detail {

/// The next step in a version's life: submit, recall, withdraw, suspend or resume. `name` is the mini-app's.
Change version_step(Action action, const contract::Version& version, const std::string& name,
                    const std::string& reason = {});
/// take, hand_back or approve.
Change review_step(Action action, const contract::Review& review, const std::string& name);
/// send_back or reject, with why: ids of /v1/reasons and text.
Change refuse_review(Action action, const contract::Review& review, const std::string& name,
                     std::vector<std::string> reason_ids, const std::string& comment,
                     const std::string& draft_key);
/// One line of the checklist, as it shall be.
Change tick(const contract::Review& review, const contract::CheckItem& before,
            const contract::CheckItem& after, const std::string& draft_key = {});
/// An earlier version goes live again in the ring where the mini-app is live now.
Change roll_back(const contract::Miniapp& miniapp, const contract::Version& version, const std::string& name);
/// The texts and the place of a mini-app.
Change edit(const contract::Miniapp& before, const contract::Miniapp& after, const std::string& name,
            const std::string& draft_key);

}  // namespace stadtpult::panels::detail
