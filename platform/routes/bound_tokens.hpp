#pragma once
// Tokens that are bound to a device: taken with a proof of its key, once each (RFC 9449, section 7.1). Any
// thread.

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/domain/proof/proof_check.hpp"
#include "platform/domain/proof/seen_proofs.hpp"
#include "platform/routes/service.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

class BoundTokens {
 public:
  explicit BoundTokens(const ServiceOptions& options) : options_(options) {}

  /// By which names this platform goes on the line, beside --public-url. Before the first request; without
  /// it, where there is no line, any name counts.
  void set_names(std::function<bool(const std::string& host)> is_ours) { is_ours_ = std::move(is_ours); }

  /// May this token, bound to `device`, be taken from this request? `proved`: it came as "DPoP". `why` is
  /// said where it is refused (RequestFact::refused).
  base::Done check(const Request& request, std::string_view token, bool proved, const TokenDevice& device,
                   std::string& why);
  /// The same of one that is bound to none.
  base::Done check_unbound(bool proved, std::string& why) const;
  /// The proof of a key that is to be registered. It counts once it is taken.
  [[nodiscard]] base::Result<KeyProof> read(const Request& request, std::string_view token, std::string& why,
                                            std::string* signed_by = nullptr) const;
  /// Takes it. `token_hash`: of the token that it came with; each may try so often.
  base::Done take_registration(const KeyProof& proof, const std::string& token_hash);

  /// Tries it: a made-up bound token without a proof, with one of another key, with its own, and with that a
  /// second time. True where all but the third are refused.
  bool hold();

 private:
  /// A body may follow its head so late; until then the proof in the head must not count twice.
  static constexpr std::int64_t kLongestBodyMs = 600'000;
  /// One token registers one machine; some tries are for a line that breaks.
  static constexpr std::size_t kMostRegistrations = 20, kMostRegistrationsOfAll = 20'000;

  base::Done keep(const KeyProof& proof, std::string_view by, SeenProofs& seen, std::string& why);
  [[nodiscard]] bool is_ours(std::string_view authority) const;

  const ServiceOptions& options_;
  std::function<bool(const std::string&)> is_ours_;
  SeenProofs seen_;
  SeenProofs registrations_{kMostRegistrations, kMostRegistrationsOfAll};  ///< by token, not by key
};

}  // namespace stadtpult::platform
