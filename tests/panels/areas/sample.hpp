#pragma once
// A city in the middle of its work, for tests and pictures of overview, publishing, providers, audit record
// and settings. Built on the catalogue's sample.

#include "panels/panel.hpp"

namespace stadtpult::sample {

/// Everything loaded, signed in as this role, the line live.
client::State working_city(contract::Role role = contract::Role::project_lead);
/// What a panel is given for it.
panels::World world_of(const client::State& state);

std::vector<contract::Organisation> organisations();
std::vector<contract::Reason> reasons();
std::vector<contract::Review> reviews();
std::vector<contract::Release> releases();
std::vector<contract::DiffItem> differences();
/// Newest first, ids from `newest` downwards, with a chain that holds.
std::vector<contract::AuditRecord> audit_records(int count, std::int64_t newest);

}  // namespace stadtpult::sample
