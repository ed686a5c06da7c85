#include "platform/domain/proof/seen_proofs.hpp"

#include <algorithm>

#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {
namespace {

constexpr std::int64_t kSweepEveryMs = 60'000;

}  // namespace

void SeenProofs::forget_ended(OfKey& of, std::int64_t now) {
  while (!of.in_order_of_ending.empty() && of.in_order_of_ending.begin()->first < now) {
    of.until.erase(of.in_order_of_ending.begin()->second);
    of.in_order_of_ending.erase(of.in_order_of_ending.begin());
    --all_;
  }
}

void SeenProofs::forget_all_ended(std::int64_t now) {
  swept_at_ = now;
  for (auto at = keys_.begin(); at != keys_.end();) {
    forget_ended(at->second, now);
    at = at->second.until.empty() ? keys_.erase(at) : std::next(at);
  }
}

SeenProofs::Verdict SeenProofs::take(std::string_view thumbprint, std::string_view jti, base::Timestamp until,
                                     base::Timestamp now) {
  const auto digest = base::sha256(jti);
  Mark mark{};
  std::copy_n(digest.begin(), mark.size(), mark.begin());
  const std::lock_guard lock(mutex_);
  if (now.ms - swept_at_ >= kSweepEveryMs || now.ms < swept_at_) forget_all_ended(now.ms);
  OfKey& of = keys_[std::string(thumbprint)];
  forget_ended(of, now.ms);
  if (of.until.contains(mark)) return Verdict::repeated;
  if (of.until.size() >= most_of_key_ || all_ >= most_of_all_) return Verdict::full;
  of.until.emplace(mark, until.ms);
  of.in_order_of_ending.emplace(until.ms, mark);
  ++all_;
  return Verdict::fresh;
}

std::size_t SeenProofs::size() const {
  const std::lock_guard lock(mutex_);
  return all_;
}

}  // namespace stadtpult::platform
