// The header DPoP, as a stranger sends it: as it is, and, so that what lies behind the signature is met, as
// head and claims (parted by a line feed) that are signed here.

#include "api-client/contract/proof.hpp"
#include "platform/domain/proof/proof_check.hpp"
#include "platform/domain/proof/seen_proofs.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using namespace stadtpult;

void judge(std::string_view proof) {
  const platform::ProofOf what{
      "GET", {"stadt.test"}, "/v1/me", "spt_token", base::Timestamp{1'795'000'000'000}};
  const auto checked = platform::check_proof(proof, what);
  if (!checked) {
    fuzz::require(checked.error().kind == base::ErrorKind::unauthenticated);
    fuzz::require(!checked.error().message.empty());
    fuzz::require(checked.error().problem == contract::kProofWrong ||
                  checked.error().problem == contract::kProofTime);
    return;
  }
  fuzz::require(checked->thumbprint == contract::thumbprint(checked->key));
  fuzz::require(checked->thumbprint.size() == 43);
  fuzz::require(checked->jti.size() <= 200);
  fuzz::require(checked->until > what.now);
  platform::SeenProofs seen;
  fuzz::require(seen.take(checked->thumbprint, checked->jti, checked->until, what.now) ==
                platform::SeenProofs::Verdict::fresh);
  fuzz::require(seen.take(checked->thumbprint, checked->jti, checked->until, what.now) ==
                platform::SeenProofs::Verdict::repeated);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  judge(text);
  static const base::Key kKey{1, 2, 3, 4};
  const auto end = std::min(text.find('\n'), text.size());
  const auto claims = end < text.size() ? text.substr(end + 1) : std::string_view();
  std::string sent = base::to_base64url(text.substr(0, end)) + '.' + base::to_base64url(claims);
  sent += '.' + base::to_base64url(base::ed25519_sign(kKey, sent));
  judge(sent);
  return 0;
}
