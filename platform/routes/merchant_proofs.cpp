// Documents of merchants: taken by their content, sealed, shown for a reason only.

#include <fmt/format.h>

#include "api-client/base/trim.hpp"
#include "api-client/base/utf8.hpp"
#include "platform/domain/media/media_file.hpp"
#include "platform/routes/merchant_parts.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/security.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Merchant;
using contract::MerchantProof;
using contract::ProofKind;

namespace {

constexpr std::size_t kLargestProof = 10U << 20, kLongestProofName = 120, kShortestReason = 10,
                      kLongestReason = 500;

/// A path is no part of a name.
Result<std::string> name_in(const Call& call) {
  const auto* given = find_name(call.query, "name");
  std::string name = given != nullptr ? *given : "";
  if (const auto cut = name.find_last_of("/\\"); cut != std::string::npos) name = name.substr(cut + 1);
  if (base::characters(name) > kLongestProofName)
    return bad_request(fmt::format("The name has more than {} characters.", kLongestProofName), "name");
  return name.empty() ? std::string("Ohne Namen") : name;
}

Result<std::string> reason_in(const Call& call) {
  const auto* given = find_name(call.query, "reason");
  const std::string reason(base::trimmed(given != nullptr ? *given : std::string_view()));
  const auto length = base::characters(reason);
  if (length < kShortestReason || length > kLongestReason)
    return base::fail(ErrorKind::invalid,
                      fmt::format("Say in {} to {} characters why you read this document.", kShortestReason,
                                  kLongestReason),
                      "reason");
  return reason;
}

Result<MerchantProof> proof_in(const Call& call, Database& database) {
  const auto merchant = visible<Merchant>(call, database, call.id());
  if (!merchant) return merchant.error();
  for (const auto& each : merchant->proofs)
    if (each.id == call.id("proof_id")) return each;
  return no_such_thing("document");
}

}  // namespace

Result<WritePlan> add_merchant_proof(const WriteCall& call) {
  const auto* word = find_name(call->query, "kind");
  const auto kind = word != nullptr ? contract::enum_from<ProofKind>(*word) : std::nullopt;
  if (!kind)
    return bad_request("Say what it proves: identity_document, eid_result, register_extract, …", "kind");
  const auto name = name_in(*call);
  if (!name) return name.error();
  if (call->request.body.size() > kLargestProof)
    return base::fail(ErrorKind::too_large, "A document has 10 MB at most.");
  // A signature is what makes an extract of a register a proof. It is never published, and who opens it says
  // why, so what tells of its makers may stay in it.
  auto file = clean_file(call->request.body, {.when_signed = SignedPdf::kept});
  if (!file) return file.error();
  MerchantProof proof;
  proof.kind = *kind;
  proof.name = *name;
  proof.media_type = file->media_type;
  proof.sha256 = file->sha256;
  proof.size = static_cast<std::int64_t>(file->bytes.size());
  const auto bytes = std::make_shared<const std::string>(std::move(file->bytes));
  return WritePlan([call, proof, bytes](Change& change) -> Result<Answer> {
    const auto before = visible<Merchant>(*call, change.database(), call->id());
    if (!before) return before.error();
    if (const Done done = keep_proof(change, *before, proof, *bytes); !done) return done.error();
    auto answer = answer_after<Merchant>(change, before->id);
    answer.status = 201;
    answer.location = "/v1/merchants/" + before->id;
    return answer;
  });
}

Result<Answer> read_merchant_proof(const Reading& reading) {
  const Call& call = reading.call;
  const auto proof = proof_in(call, reading.database);
  if (!proof) return proof.error();
  if (const auto reason = reason_in(call); !reason) return reason.error();
  const auto sealed = read_merchant_proof(reading.database, proof->id);
  if (!sealed) return base::fail(ErrorKind::not_found, "The document was erased.");
  if (call.security == nullptr) return base::fail(ErrorKind::internal, "The key of the store is not there.");
  auto plain = base::open_sealed(call.security->key(), *sealed, "stadtpult merchant proof " + proof->id);
  if (!plain) return plain.error();
  Answer answer;
  answer.content_type = proof->media_type;
  answer.body = std::move(*plain);
  return answer;
}

void record_proof_reading(const Call& call, Change& change) {
  const auto merchant = change.find<Merchant>(call.id());
  const auto reason = reason_in(call);
  if (!merchant || !reason) return;  // both were good when the bytes were read
  change.note("merchant.read_proof", "merchant", merchant->id, title_of(*merchant),
              {{"proof", "", contract::encode_value(call.id("proof_id"))},
               {"reason", "", contract::encode_value(*reason)}});
}

}  // namespace stadtpult::platform
