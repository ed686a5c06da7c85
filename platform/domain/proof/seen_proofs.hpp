#pragma once
// Proofs that were taken a short while ago, so that none counts twice (RFC 9449, section 11.1). In memory: a
// proof of the last minute could be used once more after a restart, by who also has the token and the line.

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api-client/base/clock.hpp"

namespace stadtpult::platform {

class SeenProofs {
 public:
  /// So many proofs of one key at a time (25 a second for as long as they are kept), and of all keys.
  static constexpr std::size_t kMostOfKey = 20'000, kMostOfAll = 500'000;

  explicit SeenProofs(std::size_t most_of_key = kMostOfKey, std::size_t most_of_all = kMostOfAll)
      : most_of_key_(most_of_key), most_of_all_(most_of_all) {}

  enum class Verdict {
    fresh,     ///< kept from now on
    repeated,  ///< taken before
    full       ///< cannot be kept, so it cannot be taken: forgetting another one would let that one in again
  };
  /// Any thread.
  Verdict take(std::string_view thumbprint, std::string_view jti, base::Timestamp until, base::Timestamp now);
  [[nodiscard]] std::size_t size() const;

 private:
  using Mark = std::array<unsigned char, 16>;  ///< of a jti, whatever its length
  struct OfKey {
    std::map<Mark, std::int64_t> until;                    ///< by mark
    std::multimap<std::int64_t, Mark> in_order_of_ending;  ///< the same
  };
  void forget_ended(OfKey& of, std::int64_t now);
  void forget_all_ended(std::int64_t now);

  const std::size_t most_of_key_, most_of_all_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, OfKey> keys_;
  std::size_t all_ = 0;
  std::int64_t swept_at_ = 0;
};

}  // namespace stadtpult::platform
