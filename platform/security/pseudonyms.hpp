#pragma once
// Persons and addresses by another name. The value is sealed with a key that lies beside the store, so that
// neither the store alone nor a list of likely values gives it away.

#include <optional>
#include <string>

#include "api-client/base/clock.hpp"
#include "api-client/base/crypto.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

enum class Personal { person, source };  ///< "P-5C19", "Q-81F0"

class Pseudonyms {
 public:
  explicit Pseudonyms(const base::Key& key) : key_(key) {}

  /// The pseudonym of a value; makes one where it has none. "" for "". All forms of an address are one value.
  /// On the writer's thread.
  std::string of(Database& database, Personal kind, const std::string& given, base::Timestamp now);
  /// The pseudonym where there is one already. Any thread.
  [[nodiscard]] std::optional<std::string> known(Database& database, Personal kind,
                                                 const std::string& value) const;
  /// The value behind a pseudonym; not_found where there is none. Any thread.
  [[nodiscard]] base::Result<std::string> value_of(Database& database, const std::string& pseudonym) const;

  /// Events at rest. Any thread.
  [[nodiscard]] std::string seal_events(const std::string& lines) const;
  [[nodiscard]] base::Result<std::string> open_events(const std::string& sealed) const;

  /// What was sealed last in this store, a value or else events, opens with this key; true where nothing was.
  /// Any thread.
  static bool opens_sealed(Database& database, const base::Key& key);

 private:
  [[nodiscard]] std::string lookup_of(Personal kind, const std::string& value) const;

  const base::Key key_;
};

}  // namespace stadtpult::platform
