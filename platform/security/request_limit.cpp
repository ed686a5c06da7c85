#include "platform/security/request_limit.hpp"

namespace stadtpult::platform {

int RequestLimit::take(const std::string& address, base::Timestamp now) {
  if (per_second_ == 0 || address.empty()) return 0;
  const std::string network = caller_of(address);
  const std::lock_guard lock(mutex_);
  const int wait_ms = buckets_.take(network, now);
  if (wait_ms > 0) ++held_back_;
  return wait_ms;
}

}  // namespace stadtpult::platform
