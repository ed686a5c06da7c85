// What the citizens' app reads.

#include "api-client/contract/language_tag.hpp"
#include "platform/domain/package/package.hpp"
#include "platform/domain/publishing.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/public_query.hpp"
#include "platform/store/live.hpp"
#include "platform/store/packages.hpp"

namespace stadtpult::platform {

using base::Result;
using contract::Ring;

Result<Ring> ring_for(const Call& call) {
  const auto* word = find_name(call.query, "ring");
  if (word == nullptr) return Ring::everyone;
  if (const auto known = contract::enum_from<Ring>(*word)) return *known;
  return bad_request("ring must be one of employees, pilot, everyone.", "ring");
}

Result<std::string> asked_language(const Call& call) {
  const auto* tag = find_name(call.query, "language");
  if (tag == nullptr) return std::string("de");
  if (is_language_tag(*tag)) return contract::usual_case(*tag);
  return bad_request("language must be a language tag such as \"de\" or \"en\".", "language");
}

Result<Answer> public_catalogue(const Reading& reading) {
  const auto ring = ring_for(reading.call);
  if (!ring) return ring.error();
  const auto language = asked_language(reading.call);
  if (!language) return language.error();
  const auto catalogue = public_view(*ring, *language, newest_release_number(reading.database, *ring),
                                     seen_in(reading.database, *ring));
  Answer answer;
  answer.body = contract::encode(catalogue);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

Result<Answer> public_package(const Reading& reading) {
  const auto ring = ring_for(reading.call);
  if (!ring) return ring.error();
  const std::string& sha256 = reading.call.id("sha256");
  if (!package_is_live(reading.database, *ring, sha256))
    return base::fail(base::ErrorKind::not_found, "No live mini-app has this package.");
  auto bytes = read_package(reading.database, sha256);
  if (!bytes) return bytes.error();
  Answer answer;
  answer.content_type = std::string(contract::kPackageType);
  answer.etag = "\"" + sha256 + "\"";
  answer.body = std::move(*bytes);
  return answer;
}

Result<WritePlan> check_any_file(const WriteCall& call) {
  Answer answer;
  answer.body = contract::encode(check_file(call->request.body, ""));
  return WritePlan(std::move(answer));
}

}  // namespace stadtpult::platform
