#pragma once
// The city's reasons to return or reject a version, as the project lead keeps them. Pure.

#include <string>
#include <vector>

#include "panels/form/form_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

bool may_keep_reasons(const World& world);

/// In the order reviewers see them; the archived ones only when asked for.
std::vector<const contract::Reason*> reasons_shown(const World& world, bool archived);

/// One text per language: German and English, and those this reason has already.
std::vector<form::Field> reason_fields(const contract::Reason& reason);

/// From one state to another, with its undo.
Change change_reason(const contract::Reason& before, const contract::Reason& after, std::string title,
                     std::string draft_key = {});
Change create_reason(const contract::Reason& made, std::string draft_key);

}  // namespace stadtpult::panels
