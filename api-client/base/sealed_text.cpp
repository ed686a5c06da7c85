#include "api-client/base/sealed_text.hpp"

namespace stadtpult::base {

std::string seal_text(const Key& key, std::string_view plain, std::string_view context) {
  return to_hex(seal(key, plain, context));
}

Result<std::string> open_text(const Key& key, std::string_view sealed, std::string_view context) {
  // What is no hex holds no nonce either, and is refused as what is too short.
  return open_sealed(key, from_hex(sealed).value_or(""), context);
}

}  // namespace stadtpult::base
