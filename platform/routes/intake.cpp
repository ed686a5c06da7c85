// Feedback as apps send it (POST /v1/public/feedback). A picture is sealed like what citizens send by forms
// (form_answers.cpp); of a receipt only the hash is stored. The receipt is made of the store's key and the
// sender's own name of the item, so that who sends again after a lost answer gets the same one.

#include "platform/routes/intake.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/base/percent.hpp"
#include "platform/domain/test_code.hpp"
#include "platform/routes/account_parts.hpp"
#include "platform/routes/account_rounds.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/feedback.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/security/security.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Error;
using base::ErrorKind;
using base::Result;
using contract::Feedback;
using contract::FeedbackReceipt;
using contract::FloodKind;
using contract::NewFeedback;

namespace {

constexpr std::size_t kReceiptDigits = 32;         // 128 bits
constexpr std::size_t kLargestPicture = 3U << 20;  // bytes as a file

std::string context_of_picture(const std::string& feedback_id) {
  return "stadtpult feedback picture " + feedback_id;
}

std::string receipt_for(const base::Key& key, const std::string& client_id, const std::string& feedback_id) {
  return base::keyed_hash_hex(key, fmt::format("stadtpult feedback receipt\n{}\n{}", client_id, feedback_id))
      .substr(0, kReceiptDigits);
}

/// The same for the same content, and telling nobody anything about it.
std::string content_of(const base::Key& key, const NewFeedback& sent) {
  return base::keyed_hash_hex(key, "stadtpult feedback content\n" + contract::encode_new(sent));
}

bool is_receipt(const std::string& text) {
  return base::is_lower_hex(text, kReceiptDigits);
}

std::vector<contract::FeedbackReply> replies_of(const Feedback& item) {
  std::vector<contract::FeedbackReply> replies;
  for (const auto& step : item.timeline)
    if (step.action == "reply") replies.push_back({step.at, step.detail});
  return replies;
}

FeedbackReceipt receipt_with(Database& database, const Feedback& item, const std::string& receipt) {
  const Feedback root = root_of(database, item).value_or(item);
  FeedbackReceipt out;
  out.receipt = receipt;
  out.number = item.number;
  out.state = root.state;
  out.replies = replies_of(item);
  if (root.id != item.id) {
    for (auto& reply : replies_of(root)) out.replies.push_back(std::move(reply));
    std::stable_sort(out.replies.begin(), out.replies.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
  }
  out.created_at = item.created_at;
  out.updated_at = std::max(item.updated_at, root.updated_at);
  return out;
}

Feedback feedback_from(const NewFeedback& sent) {
  Feedback made;
  made.kind = sent.kind;
  made.text = sent.text;
  made.rating = sent.rating;
  made.miniapp_id = sent.miniapp_id;
  made.miniapp_version = sent.miniapp_version;
  made.screen = sent.screen;
  made.device = sent.device;
  made.app_version = sent.app_version;
  made.source = contract::FeedbackSource::app;
  return made;
}

/// The round that the code lets into, or why not.
Result<StoredCode> open_round(const Call& call, Change& change, const std::string& typed) {
  const auto refuse = [](const char* why, ErrorKind kind = ErrorKind::conflict) {
    return base::fail(kind, why, "code");
  };
  const auto code = typed_code(typed);
  const auto given = code ? given_code(change.database(), *change.key(), call.citizen, *code) : GivenCode{};
  const auto& found = given.found;
  if (!found) {
    call.gate->guessed_wrong(call.request.source, change.now());
    return refuse("There is no such code.", ErrorKind::invalid);
  }
  if (given.employees_alone)
    return refuse("This code is good for who is signed in with an address of the city's mail domains.");
  switch (time_of(*found, change.now())) {
    case RoundTime::not_yet:
      return refuse("The test round of this code has not started yet.");
    case RoundTime::over:
      return refuse("The test round of this code is over.");
    case RoundTime::running:
      break;
  }
  // Feedback takes nobody into a round, and nobody back who left it.
  const bool takes_part = found->account_id.empty() || (found->number > 0 && !found->left_at);
  if (!takes_part) return refuse("Take part in the test round first (POST /app/test).");
  return *found;
}

/// The item that was sent under this name before.
Result<Taken> taken_before(Change& change, const NewFeedback& sent, const StoredReceipt& before) {
  if (before.content != content_of(*change.key(), sent))
    return base::fail(ErrorKind::conflict, "Something else was sent under this client_id.", "client_id");
  const auto item = change.find<Feedback>(before.feedback_id);
  if (!item) return base::fail(ErrorKind::internal, "The feedback of this client_id is not there.");
  return Taken{receipt_with(change.database(), *item, receipt_for(*change.key(), sent.client_id, item->id)),
               true};
}

Result<Taken> insert_intake(Change& change, const Intake& intake, const std::optional<StoredCode>& code) {
  const NewFeedback& sent = intake.sent;
  if (sent.miniapp_id && !change.find<contract::Miniapp>(*sent.miniapp_id))
    return base::fail(ErrorKind::invalid, "There is no mini-app with this id.", "miniapp_id");
  Feedback item = feedback_from(sent);
  item.id = change.make_id("fbk_");
  if (code) {
    item.round_id = code->round_id;
    item.tester = tester_name(code->number);
  }
  if (intake.picture) item.picture_sha256 = intake.picture->sha256;
  item = receive_feedback(change, std::move(item));
  if (intake.picture)
    keep_picture(change.database(), item.id,
                 base::seal(*change.key(), intake.picture->media_type + "\n" + intake.picture->bytes,
                            context_of_picture(item.id)));
  const std::string receipt = receipt_for(*change.key(), sent.client_id, item.id);
  insert_receipt(change.database(), sent.client_id, {item.id, content_of(*change.key(), sent)},
                 base::sha256_hex(receipt), change.now());
  return Taken{receipt_with(change.database(), item, receipt), false};
}

/// What the first part found out for the second.
struct CodeProgress {
  std::optional<StoredCode> code;
  int wait_ms = 0;
};

/// Who uses the code, and whether it comes too fast: what was slowed is written though nothing is taken.
Result<Answer> look_at_code(const WriteCall& call, Change& change, const Intake& intake,
                            CodeProgress& progress) {
  progress = {};
  if (find_receipt_by_client(change.database(), intake.sent.client_id)) return Answer{};
  auto code = open_round(*call, change, intake.sent.code);
  if (!code) return code.error();
  progress.code = std::move(*code);
  progress.wait_ms = call->gate->by_code(progress.code->round_id, progress.code->number, change.now());
  if (progress.wait_ms > 0) write_floods(change, *call->security, call->gate->due(change.now()));
  return Answer{};
}

Result<Taken> take_intake(Change& change, const Intake& intake, const CodeProgress& progress) {
  if (change.key() == nullptr) return base::fail(ErrorKind::internal, "The key of the store is not there.");
  if (progress.wait_ms > 0) return too_fast(progress.wait_ms);
  if (const auto before = find_receipt_by_client(change.database(), intake.sent.client_id))
    return taken_before(change, intake.sent, *before);
  return insert_intake(change, intake, progress.code);
}

Result<std::shared_ptr<const CleanFile>> picture_from(const std::string& base64) {
  const auto refuse = [](std::string why, ErrorKind kind = ErrorKind::invalid) {
    return base::fail(kind, std::move(why), "picture");
  };
  if (base64.empty()) return std::shared_ptr<const CleanFile>();
  const auto bytes = base::from_base64(base64);
  if (!bytes) return refuse("This is no base64 (RFC 4648, with padding).");
  if (bytes->size() > kLargestPicture)
    return refuse(
        fmt::format("The picture has {} bytes; at most {} are taken.", bytes->size(), kLargestPicture),
        ErrorKind::too_large);
  // What is no picture is not looked into: documents take a reader of their own.
  if (!media_type_of(*bytes).starts_with("image/"))
    return refuse("Only a picture (PNG, JPEG or WebP) is taken here.");
  auto file = clean_file(*bytes);
  if (!file) return refuse(file.error().message, file.error().kind);
  return std::make_shared<const CleanFile>(std::move(*file));
}

}  // namespace

RoundTime time_of(const StoredCode& code, base::Timestamp now) {
  if (code.closed || now >= code.ends_at) return RoundTime::over;
  return now < code.starts_at ? RoundTime::not_yet : RoundTime::running;
}

std::optional<Tester> tester_of(const Call& call, Store& store) {
  const auto cookie = cookie_value(call.request.cookie, contract::kTesterCookie);
  const auto code = cookie ? typed_code(*cookie) : std::nullopt;
  if (!code) return std::nullopt;
  std::optional<StoredCode> found;
  const Done read = store.read(
      [&](Database& database) { found = find_code(database, hash_of_code(call.security->key(), *code)); });
  if (!read) return std::nullopt;
  // A cookie is no guess worth counting: who guesses sends codes to /app/test, and is slowed there.
  if (!found || time_of(*found, call.at) != RoundTime::running) return std::nullopt;
  // Who asks for a ring of the public API was not looked for yet.
  const bool unknown = !found->account_id.empty() && !call.citizen;
  if (!may_use(unknown ? citizen_of(call, store) : call.citizen, *found)) return std::nullopt;
  return Tester{*code, found->round_id, found->round_name, found->number, found->ring};
}

Error too_fast(int wait_ms) {
  const int seconds = std::max(1, wait_ms / 1000);
  Error error =
      base::fail(ErrorKind::rate_limited,
                 fmt::format("This comes too fast. Nothing was taken; please send it again in {} {}.",
                             seconds, seconds == 1 ? "second" : "seconds"));
  error.retry_after_ms = wait_ms;
  return error;
}

Result<WritePlan> turned_away(const WriteCall& call, int wait_ms) {
  const auto rows = call->gate->due(call->at);
  if (rows.empty()) return too_fast(wait_ms);
  return WritePlan(
      std::vector<WritePart>{[call, rows](Change& change) -> Result<Answer> {
                               write_floods(change, *call->security, rows);
                               return Answer{};
                             },
                             [wait_ms](Change&) -> Result<Answer> { return too_fast(wait_ms); }});
}

void write_floods(Change& change, Security& security, const std::vector<IntakeGate::Slowed>& rows) {
  for (auto row : rows) {
    if (row.kind == FloodKind::source)
      row.who = security.pseudonyms().of(change.database(), Personal::source, row.who, change.now());
    count_flood(change.database(), row);
    change.tell_of("feedback_flood", row.who,
                   contract::route(contract::Operation::list_feedback_floods).roles);
  }
}

Result<Intake> checked_intake(NewFeedback sent) {
  auto picture = picture_from(sent.picture);
  if (!picture) return picture.error();
  return Intake{std::move(sent), std::move(*picture)};
}

std::vector<WritePart> take_feedback(const WriteCall& call, Intake given,
                                     std::function<Result<Answer>(const Result<Taken>&)> answer) {
  const auto intake = std::make_shared<const Intake>(std::move(given));
  const auto progress = std::make_shared<CodeProgress>();
  std::vector<WritePart> parts;
  if (!intake->sent.code.empty())
    parts.emplace_back(
        [call, intake, progress](Change& change) { return look_at_code(call, change, *intake, *progress); });
  parts.emplace_back([intake, progress, answer = std::move(answer)](Change& change) {
    return answer(take_intake(change, *intake, *progress));
  });
  return parts;
}

std::optional<FeedbackReceipt> receipt_of(Database& database, const std::string& receipt) {
  if (!is_receipt(receipt)) return std::nullopt;
  const auto id = find_receipt(database, base::sha256_hex(receipt));
  const auto item = id ? Table<Feedback>::find(database, *id) : std::nullopt;
  if (!item) return std::nullopt;
  return receipt_with(database, *item, receipt);
}

contract::FeedbackReply last_reply(const Feedback& item, const Feedback& root) {
  contract::FeedbackReply last;
  for (const auto* each : {&item, &root})
    for (auto& reply : replies_of(*each))
      if (reply.at >= last.at) last = std::move(reply);
  return last;
}

// ---- the calls

Result<WritePlan> send_feedback(const WriteCall& call) {
  if (const int wait_ms = call->gate->by_source(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  auto sent = contract::decode_new<NewFeedback>(call->request.body);
  if (!sent) return sent.error();
  if (!sent->code.empty())
    if (const int wait_ms = call->gate->may_guess(call->request.source, call->at); wait_ms > 0)
      return turned_away(call, wait_ms);
  auto intake = checked_intake(std::move(*sent));
  if (!intake) return intake.error();
  return WritePlan(take_feedback(call, std::move(*intake), [](const Result<Taken>& taken) -> Result<Answer> {
    if (!taken) return taken.error();
    Answer answer;
    answer.status = taken->again ? 200 : 201;
    answer.body = contract::encode(taken->receipt);
    answer.location = "/v1/public/feedback/" + taken->receipt.receipt;
    return answer;
  }));
}

Result<Answer> read_receipt(const Reading& reading) {
  const auto receipt = receipt_of(reading.database, reading.call.id("receipt"));
  if (!receipt) return base::fail(ErrorKind::not_found, "There is no feedback with this receipt.");
  Answer answer;
  answer.body = contract::encode(*receipt);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

Result<Answer> get_feedback_picture(const Reading& reading) {
  const auto item = visible<Feedback>(reading.call, reading.database, reading.call.id());
  if (!item) return item.error();
  const auto sealed = read_picture(reading.database, item->id);
  if (!sealed) return base::fail(ErrorKind::not_found, "This item came without a picture.");
  const auto plain = base::open_sealed(reading.call.security->key(), *sealed, context_of_picture(item->id));
  if (!plain) return plain.error();
  Answer answer;
  answer.content_type = plain->substr(0, plain->find('\n'));
  answer.body = plain->substr(answer.content_type.size() + 1);
  answer.etag = "\"" + item->picture_sha256.value_or("") + "\"";
  return answer;
}

Result<Answer> list_feedback_floods(const Reading& reading) {
  auto rows = read_floods(reading.database);
  for (auto waiting : reading.call.gate->waiting()) {
    if (waiting.kind == FloodKind::source)
      waiting.who = reading.call.security->pseudonyms()
                        .known(reading.database, Personal::source, waiting.who)
                        .value_or("");
    const auto same = std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
      return row.hour == waiting.hour && row.kind == waiting.kind && row.who == waiting.who &&
             row.round_id == waiting.round_id;
    });
    if (same != rows.end())
      same->count += waiting.count;
    else
      rows.insert(rows.begin(), waiting);
  }
  return plain_page(reading, std::move(rows));
}

}  // namespace stadtpult::platform
