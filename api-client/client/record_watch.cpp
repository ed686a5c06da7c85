#include "api-client/client/record_watch.hpp"

#include "api-client/base/log.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::client {
namespace {

using contract::Operation;
using contract::RecordFault;

constexpr int kRecordCheckMs = 300'000;  // many millions of lines
constexpr const char* kCheckpointKey = "record.checkpoint:";
constexpr const char* kFindingKey = "record.finding:";

template <contract::Described T>
std::optional<T> kept_as(const std::map<std::string, std::string>& settings, const std::string& key) {
  const auto at = settings.find(key);
  if (at == settings.end() || at->second.empty()) return std::nullopt;
  auto value = contract::decode<T>(at->second);
  return value ? std::optional<T>(std::move(*value)) : std::nullopt;
}

std::optional<base::Proof> proof_of(std::string_view json) {
  const auto answer = contract::decode<contract::AuditConsistency>(json);
  if (!answer) return std::nullopt;
  base::Proof proof;
  for (const auto& each : answer->proof) {
    const auto digest = base::digest_from_hex(each);
    if (!digest) return std::nullopt;
    proof.push_back(*digest);
  }
  return proof;
}

}  // namespace

RecordWatch::RecordWatch(Transport& transport, Keeper& keeper, base::Clock clock, std::string account,
                         std::function<void(Update)> post)
    : transport_(transport),
      keeper_(keeper),
      clock_(std::move(clock)),
      account_(std::move(account)),
      post_(std::move(post)) {}

void RecordWatch::restore(const std::map<std::string, std::string>& settings) {
  kept_ = kept_as<contract::AuditCheckpoint>(settings, kCheckpointKey + account_);
  finding_ = kept_as<contract::RecordFinding>(settings, kFindingKey + account_);
  if (kept_ || finding_) show();
}

void RecordWatch::look() {
  if (looking_) return;
  looking_ = true;
  transport_.send(reading(*target_of(Operation::audit_checkpoint)), [this](base::Result<HttpAnswer> got) {
    looking_ = false;
    if (!got) return base::log::warn("GET /v1/audit/checkpoint: {}", got.error().message);
    if (!got->ok()) return refused(*got);
    const auto seen = contract::decode<contract::AuditCheckpoint>(got->body);
    if (!seen) return found(RecordFault::withheld, 0);
    took(*seen);
  });
}

/// What the note says counts; the members beside it are for those who read JSON alone.
void RecordWatch::took(const contract::AuditCheckpoint& seen) {
  const auto checkpoint = contract::open_checkpoint(seen.note, kept_ ? kept_->key : seen.key);
  if (!checkpoint) {
    base::log::warn("the checkpoint of the audit record: {}", checkpoint.error().message);
    return found(RecordFault::bad_signature, seen.size);
  }
  contract::AuditCheckpoint next = seen;
  next.size = static_cast<std::int64_t>(checkpoint->size);
  next.root = base::to_hex(checkpoint->root);
  next.at = checkpoint->at;
  if (kept_) next.key = kept_->key;
  compare(next.size, checkpoint->root, [this, next] { keep(next); });
}

void RecordWatch::compare(std::int64_t size, const base::Digest& root, std::function<void()> good) {
  if (!kept_ || kept_->size == 0) return good();
  const auto kept_root = base::digest_from_hex(kept_->root).value_or(base::Digest{});
  if (size < kept_->size) return found(RecordFault::cut_off, size);
  if (size == kept_->size) return root == kept_root ? good() : found(RecordFault::rewritten, size);
  Query query;
  query.add("from", std::to_string(kept_->size)).add("to", std::to_string(size));
  const auto from = static_cast<std::uint64_t>(kept_->size), to = static_cast<std::uint64_t>(size);
  transport_.send(reading(*target_of(Operation::audit_consistency, {}, query.text())),
                  [this, from, to, kept_root, root, good = std::move(good)](base::Result<HttpAnswer> got) {
                    if (!got) return base::log::warn("GET /v1/audit/consistency: {}", got.error().message);
                    if (!got->ok()) return refused(*got);
                    const auto proof = proof_of(got->body);
                    if (proof && base::verify_consistency(from, kept_root, to, root, *proof)) return good();
                    found(RecordFault::rewritten, static_cast<std::int64_t>(to));
                  });
}

void RecordWatch::keep(const contract::AuditCheckpoint& seen) {
  looked_at_ = clock_();
  // Behind a finding the old checkpoint stays: it is what the record is held against.
  if (!finding_ && (!kept_ || seen.size >= kept_->size)) {
    kept_ = seen;
    keeper_.save_setting(kCheckpointKey + account_, contract::encode(seen));
  }
  show();
}

void RecordWatch::found(RecordFault fault, std::int64_t seen_size) {
  looked_at_ = clock_();
  // The first finding says since when; a later one changes nothing about it.
  if (!finding_) {
    finding_ = contract::RecordFinding{fault, looked_at_, kept_ ? kept_->at : base::Timestamp{},
                                       kept_ ? kept_->size : 0, seen_size};
    base::log::error(
        "the audit record of the platform is not the one that this console saw: {}, {} lines "
        "kept, {} seen",
        contract::enum_name(fault), finding_->kept_size, seen_size);
    keeper_.save_setting(kFindingKey + account_, contract::encode(*finding_));
  }
  if (fault == RecordFault::cut_off || fault == RecordFault::rewritten) tell_platform();
  show();
}

void RecordWatch::tell_platform() {
  if (told_ || !kept_) return;
  told_ = true;
  HttpRequest request;
  request.method = contract::Method::post;
  request.target = *target_of(Operation::compare_audit);
  request.headers = {{"Content-Type", "application/json"}};
  request.body =
      std::make_shared<const std::string>(contract::encode_new(contract::KeptCheckpoint{kept_->note}));
  transport_.send(std::move(request), [this](base::Result<HttpAnswer> got) {
    if (got && got->ok()) return;
    // With the next connect once more.
    told_ = false;
    base::log::warn("the platform was not told of its record: {}",
                    got ? error_of(*got).message : got.error().message);
  });
}

/// An answer that there is none hides something where there was one before.
void RecordWatch::refused(const HttpAnswer& answer) {
  const bool passing = answer.status == 401 || answer.status == 429 || answer.status >= 500;
  if (passing || !kept_)
    return base::log::warn("the audit record's proof: the platform answered {}", answer.status);
  found(RecordFault::withheld, 0);
}

void RecordWatch::accept() {
  kept_.reset();
  finding_.reset();
  told_ = false;
  keeper_.save_setting(kCheckpointKey + account_, "");
  keeper_.save_setting(kFindingKey + account_, "");
  show();
  look();
}

void RecordWatch::check_lines() {
  if (checking_) return;
  checking_ = true;
  post_(RecordChecking{});
  HttpRequest request = reading(*target_of(Operation::audit_check));
  request.timeout_ms = kRecordCheckMs;
  transport_.send(std::move(request), [this](base::Result<HttpAnswer> got) {
    checking_ = false;
    if (!got) return post_(RecordChecked{got.error(), clock_()});
    if (!got->ok()) return post_(RecordChecked{error_of(*got), clock_()});
    const auto report = contract::decode<contract::AuditCheck>(got->body);
    post_(RecordChecked{report, clock_()});
    // The platform checked itself: whether it did so on the record that is known here is checked here.
    const auto root = report && report->valid ? base::digest_from_hex(report->root) : std::nullopt;
    if (root) compare(report->lines, *root, [this] { look(); });
  });
}

void RecordWatch::export_lines(const contract::AuditExport& wish) {
  HttpRequest request;
  request.method = contract::Method::post;
  request.target = *target_of(Operation::export_audit);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::make_shared<const std::string>(contract::encode_new(wish));
  request.timeout_ms = kRecordCheckMs;
  transport_.send(std::move(request), [this](base::Result<HttpAnswer> got) {
    if (!got) return post_(RecordExported{got.error()});
    if (!got->ok()) return post_(RecordExported{error_of(*got)});
    post_(RecordExported{contract::decode<contract::AuditExported>(got->body)});
  });
}

void RecordWatch::show() {
  post_(RecordLooked{kept_, finding_, looked_at_});
}

}  // namespace stadtpult::client
