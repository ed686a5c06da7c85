#include "platform/routes/body_codec.hpp"

#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"

namespace stadtpult::platform {

bool has_member(std::string_view json, const char* name) {
  const auto parsed = base::parse_json(json);
  return parsed.is_object() && parsed.contains(name) && !parsed[name].is_null();
}

}  // namespace stadtpult::platform
