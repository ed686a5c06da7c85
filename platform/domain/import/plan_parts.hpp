#pragma once
// The importers behind plan_import.

#include "platform/domain/import/plan.hpp"

namespace stadtpult::platform::import {

/// services_de.json and topic_de.json of a DLDB city directory.
base::Result<ImportPlan> plan_dldb(std::string_view services, std::string_view topics);
/// The same services as pages, with what the directory says of them, of their locations and authorities.
base::Result<ImportPlan> plan_dldb_pages(const contract::ImportRequest& request);
/// ozg_leistungen.csv and leika_leistungen.csv (which may be "").
base::Result<ImportPlan> plan_ozg(std::string_view services, std::string_view leika);

}  // namespace stadtpult::platform::import
