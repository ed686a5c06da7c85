#pragma once
// Every call of the platform in one table: method, path, who may call it, what goes in, what comes out. The
// server binds its handlers to it, the client builds its requests from it, and OpenAPI is written from it.

#include <span>
#include <string_view>

#include "api-client/contract/imports.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/review.hpp"
#include "api-client/contract/security.hpp"

namespace stadtpult::contract {

enum class Method { get, post, patch };
BOOST_DESCRIBE_ENUM(Method, get, post, patch)

enum class Operation {
  health,
  openapi,
  me,
  list_categories,
  create_category,
  get_category,
  change_category,
  list_miniapps,
  create_miniapp,
  get_miniapp,
  change_miniapp,
  list_versions,
  create_version,
  get_version,
  change_version,
  get_package,
  list_reviews,
  get_review,
  change_review,
  list_reasons,
  create_reason,
  get_reason,
  change_reason,
  release_diff,
  list_releases,
  create_release,
  get_release,
  change_release,
  list_organisations,
  create_organisation,
  get_organisation,
  change_organisation,
  list_audit,
  check_package,
  import_catalogue,
  stream,
  public_catalogue,
  public_package,
  list_alerts,
  get_alert,
  change_alert,
  list_incidents,
  create_incident,
  get_incident,
  change_incident,
  list_blocks,
  create_block,
  get_block,
  change_block,
  list_security_jobs,
  create_security_job,
  get_security_job,
  change_security_job,
  list_detection_rules,
  list_protection_layers,
  send_security_events,
  reveal_pseudonym
};
BOOST_DESCRIBE_ENUM(Operation, health, openapi, me, list_categories, create_category, get_category,
                    change_category, list_miniapps, create_miniapp, get_miniapp, change_miniapp,
                    list_versions, create_version, get_version, change_version, get_package, list_reviews,
                    get_review, change_review, list_reasons, create_reason, get_reason, change_reason,
                    release_diff, list_releases, create_release, get_release, change_release,
                    list_organisations, create_organisation, get_organisation, change_organisation,
                    list_audit, check_package, import_catalogue, stream, public_catalogue, public_package,
                    list_alerts, get_alert, change_alert, list_incidents, create_incident, get_incident,
                    change_incident, list_blocks, create_block, get_block, change_block, list_security_jobs,
                    create_security_job, get_security_job, change_security_job, list_detection_rules,
                    list_protection_layers, send_security_events, reveal_pseudonym)

/// A set of roles as bits; kAnyone stands for "no token needed".
using Roles = std::uint16_t;
constexpr Roles role_bit(Role role) {
  return static_cast<Roles>(1U << static_cast<unsigned>(role));
}
constexpr Roles kAnyone = 0x8000;
constexpr Roles kSignedIn = role_bit(Role::project_lead) | role_bit(Role::editor) | role_bit(Role::reviewer) |
                            role_bit(Role::merchant) | role_bit(Role::security_analyst) |
                            role_bit(Role::privacy_officer);

/// What a request carries.
enum class Body {
  none,
  create,   ///< JSON of the request type without read-only members
  patch,    ///< JSON merge patch of the request type; needs If-Match
  package,  ///< JSON as create, or the bytes of a package (kPackageType)
  bytes     ///< any bytes
};

/// What an answer carries.
enum class Answer { one, page, bytes, events };

struct Route {
  Operation operation;
  Method method;
  std::string_view path;  ///< with {id} and {version_id}
  Roles roles;
  Body body = Body::none;
  const TypeInfo* (*request)() = nullptr;
  Answer answer = Answer::one;
  const TypeInfo* (*response)() = nullptr;
  std::string_view summary;
  std::string_view query = "";  ///< names of further query parameters, separated by spaces
};

/// The table. Any thread.
std::span<const Route> routes();
const Route& route(Operation operation);
/// May this role call it?
bool may(Role role, Operation operation);

inline constexpr std::string_view kPackageType = "application/miniapp-pkg+zip";      // W3C MiniApp packaging
inline constexpr std::string_view kEventsType = "application/x-ndjson";              // one JSON object a line
inline constexpr std::string_view kProblemType = "application/problem+json";         // RFC 9457
inline constexpr std::string_view kMergePatchType = "application/merge-patch+json";  // RFC 7396

/// The entity tag of a thing in this revision, with its quotes (RFC 9110, section 8.8.3): what If-Match
/// names.
std::string etag(std::string_view id, std::int64_t revision);

/// The OpenAPI 3.1 document of the table, as JSON text.
const std::string& openapi_document();

}  // namespace stadtpult::contract
