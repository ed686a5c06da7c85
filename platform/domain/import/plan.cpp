#include "platform/domain/import/plan.hpp"

#include "platform/domain/import/plan_parts.hpp"

namespace stadtpult::platform {

base::Result<ImportPlan> plan_import(const contract::ImportRequest& request) {
  switch (request.format) {
    case contract::ImportFormat::dldb:
      return import::plan_dldb(request.services, request.topics);
    case contract::ImportFormat::dldb_pages:
      return import::plan_dldb_pages(request);
    case contract::ImportFormat::ozg:
      return import::plan_ozg(request.services, request.topics);
    case contract::ImportFormat::xliff:
      break;  // changes what is there (routes/translations.cpp); nothing to plan
  }
  return base::fail(base::ErrorKind::invalid, "There is no importer for this format.", "format");
}

}  // namespace stadtpult::platform
