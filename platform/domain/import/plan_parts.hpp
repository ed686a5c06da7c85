#pragma once
// The two importers behind plan_import.

#include "platform/domain/import/plan.hpp"

namespace stadtpult::platform::import {

/// services_de.json and topic_de.json of a DLDB city directory.
base::Result<ImportPlan> plan_dldb(std::string_view services, std::string_view topics);
/// ozg_leistungen.csv and leika_leistungen.csv (which may be "").
base::Result<ImportPlan> plan_ozg(std::string_view services, std::string_view leika);

}  // namespace stadtpult::platform::import
