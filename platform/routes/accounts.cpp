// Citizens sign in by a code that comes by e-mail, and see, sign out of and erase their account.

#include <fmt/format.h>

#include "api-client/base/crypto.hpp"
#include "api-client/base/percent.hpp"
#include "api-client/content/words.hpp"
#include "platform/app/account_pages.hpp"
#include "platform/domain/account_rules.hpp"
#include "platform/domain/identity_rules.hpp"
#include "platform/domain/test_code.hpp"
#include "platform/routes/account_parts.hpp"
#include "platform/routes/account_rounds.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/booking_parts.hpp"
#include "platform/security/security.hpp"
#include "platform/store/identities.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using content::word;

namespace {

constexpr std::size_t kAttemptHexDigits = 32;  // 128 bits
constexpr const char* kAskedFor = "Wunsch der Person";

app::Frame account_frame(const Call& call, std::string path, std::string_view title) {
  return frame_for(call, std::move(path), std::string(word(title, language_for(call))));
}

/// Without a mail server nobody could sign in.
Done offered(const Call& call) {
  if (call.options->mail) return {};
  return base::fail(ErrorKind::not_found, "Nobody can sign in here: no letters are sent.");
}

bool is_attempt(const std::string& text) {
  return base::is_lower_hex(text, kAttemptHexDigits);
}

std::string session_cookie(const std::string& value) {
  return set_cookie(kAccountCookie, value, value.empty() ? 0 : kSessionDays * base::kDayMs / 1000);
}

// ---- the code

Answer ask_for_code(const Call& call, const std::string& wrong, int status = 200) {
  const auto frame = account_frame(call, "/app/sign-in/" + call.id("attempt"), "account.code_title");
  return html_for_once(app::code_form(frame, call.id("attempt"),
                                      wrong.empty() ? "" : std::string(word(wrong, frame.language))),
                       status);
}

/// Notes that somebody asked, with a letter that the postman writes when it goes out.
Result<Answer> begin_sign_in(const Call& call, const std::string& email, const std::string& ticket,
                             Change& change) {
  StoredAttempt attempt;
  attempt.id = change.make_id("sgn_");
  attempt.ticket_hash = base::sha256_hex(ticket);
  attempt.email_mark = mark_of_email(*change.key(), email);
  attempt.sealed = seal_email(*change.key(), email, attempt.id);
  attempt.language = language_for(call);
  attempt.created_at = change.now();
  attempt.expires_at = {change.now().ms + kCodeMinutes * base::kMinuteMs};
  insert_attempt(change.database(), attempt);
  contract::Letter letter;
  letter.kind = kCodeLetter;
  letter.object_id = attempt.id;
  letter.due_at = change.now();
  change.insert_unrecorded(letter);
  return see_other(app::address("/app/sign-in/" + ticket, language_for(call)));
}

/// What the first part found out for the second.
struct SignInProgress {
  std::string session;  ///< the new cookie; "" where the code was not good
};

bool takes_codes(const StoredAttempt& attempt, base::Timestamp now) {
  return attempt.expires_at > now && attempt.tries < kMostTries;
}

/// Whose code it is; nothing where it is none, and that is counted.
std::optional<StoredAttempt> use_attempt(const Call& call, const std::string& typed, Change& change) {
  Database& database = change.database();
  auto attempt = find_attempt_by_ticket(database, base::sha256_hex(call.id("attempt")));
  if (!attempt || !takes_codes(*attempt, change.now())) return std::nullopt;
  const auto digits = typed_digits(typed);
  if (!digits || !base::same_secret(code_of_attempt(*change.key(), attempt->id), *digits)) {
    count_try(database, attempt->id);
    return std::nullopt;
  }
  delete_attempt(database, attempt->id);
  return attempt;
}

StoredAccount account_for(const StoredAttempt& attempt, const std::string& email, Change& change) {
  if (auto account = find_account_of(change.database(), attempt.email_mark)) return *std::move(account);
  StoredAccount made;
  made.id = change.make_id("acc_");
  made.email_mark = attempt.email_mark;
  made.sealed = seal_email(*change.key(), email, made.id);
  made.created_at = made.seen_at = change.now();
  insert_account(change.database(), made);
  change.note("account.create", "account", made.id, "", {});
  return made;
}

Result<Answer> let_citizen_in(const Call& call, const std::string& typed, Change& change,
                              SignInProgress& progress) {
  progress = {};
  Database& database = change.database();
  const auto attempt = use_attempt(call, typed, change);
  const auto email =
      attempt ? open_email(*change.key(), attempt->sealed, attempt->id) : std::optional<std::string>();
  if (!email) return Answer{};
  Change own = as_citizen(change, call);
  const auto account = account_for(*attempt, *email, own);
  // Who signs in anew on this device leaves the session before.
  if (call.citizen) delete_session(database, call.citizen->session);
  const auto before = sessions_of(database, account.id);
  for (std::size_t i = 0; i + kMostSessions <= before.size(); ++i) delete_session(database, before[i].hash);
  progress.session = base::random_hex(kSessionHexDigits / 2);
  const auto hash = base::sha256_hex(progress.session);
  insert_session(
      database,
      {hash, account.id, change.now(), change.now(), {change.now().ms + kSessionDays * base::kDayMs}});
  note_visit(database, hash, change.now());
  own.note("account.sign_in", "account", account.id, "", {});
  return Answer{};
}

// ---- the account

std::vector<app::AccountView::Offer> offers_of(const Call& call, Database& database) {
  std::vector<app::AccountView::Offer> offers;
  for (const auto& each : offers_for(database, call.security->key(), *call.citizen, call.at)) {
    app::AccountView::Offer offer{each.round.id, each.round.name, shown_code(each.code), each.round.ends_at};
    offer.employees = each.round.cohort == contract::Cohort::employees;
    using enum app::AccountView::Offer::State;
    if (each.part) offer.state = each.part->left_at ? left : elsewhere;
    if (offer.state == elsewhere && call.tester && call.tester->round_id == each.round.id) offer.state = here;
    offers.push_back(std::move(offer));
  }
  return offers;
}

app::AccountView view_of(Database& database, const base::Key& key, const Citizen& citizen) {
  app::AccountView view;
  view.id = citizen.account_id;
  view.email = citizen.email;
  view.merchant = citizen.reader.audience == content::Audience::merchant;
  const auto account = find_account(database, citizen.account_id);
  if (!account) return view;
  view.created_at = account->created_at;
  view.seen_at = account->seen_at;
  for (const auto& each : sessions_of(database, account->id))
    view.sessions.push_back({each.created_at, each.seen_at, each.expires_at, each.hash == citizen.session});
  for (const auto& each : attempts_of(database, account->email_mark))
    view.attempts.push_back({each.created_at, each.expires_at});
  if (const auto code = identity_code_of(database, account->id))
    view.identity_code = {{code->made_at, code->expires_at}};
  if (const auto identity = identity_of(database, account->id))
    view.identity = {{identity->checked_at, identity->method, identity->document,
                      open_identity_name(key, identity->sealed_name, identity->id).value_or(""), identity->id,
                      identity->checked_by}};
  for (const auto& each : record_of_account(database, account->id))
    view.record.push_back({each.at, each.action});
  for (const auto& each : parts_of_account(database, account->id))
    view.parts.push_back({each.round_name, tester_name(each.number), each.joined_at, each.left_at});
  return view;
}

}  // namespace

Result<Answer> app_sign_in(const Reading& reading) {
  if (reading.call.citizen) return app_account(reading);
  if (const Done may = offered(reading.call); !may) return may.error();
  return html_for_once(
      app::sign_in_form(account_frame(reading.call, "/app/sign-in", "account.sign_in"), "", ""));
}

Result<WritePlan> app_send_code(const WriteCall& call) {
  if (const Done may = offered(*call); !may) return may.error();
  const auto fields = own_fields(*call);
  if (!fields) return fields.error();
  const auto typed = text_in(*fields, "email");
  const auto email = email_from(typed);
  if (!email) {
    const auto frame = account_frame(*call, "/app/sign-in", "account.sign_in");
    return WritePlan(html_for_once(
        app::sign_in_form(frame, typed, std::string(word("account.email_wrong", frame.language))), 422));
  }
  const auto& source = call->request.source;
  if (const int wait_ms = call->gate->by_letter(source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  const auto ticket = base::random_hex(kAttemptHexDigits / 2);
  // Nobody is told that a recipient gets no more letters now: somebody else may have asked for them.
  const auto recipient = mark_of_email(call->security->key(), *email);
  const auto turn = call->gate->by_recipient(recipient, source, call->at);
  if (turn.news) call->security->codes_are_used_up();
  if (turn.wait_ms > 0) return turned_away(call, turn.wait_ms);
  if (!turn.goes) return WritePlan(see_other(app::address("/app/sign-in/" + ticket, language_for(*call))));
  return WritePlan(
      [call, email = *email, ticket](Change& change) { return begin_sign_in(*call, email, ticket, change); });
}

Result<Answer> app_code_form(const Reading& reading) {
  if (const Done may = offered(reading.call); !may) return may.error();
  if (!is_attempt(reading.call.id("attempt"))) return no_such_thing("page");
  return ask_for_code(reading.call, "");
}

Result<WritePlan> app_check_code(const WriteCall& call) {
  if (!is_attempt(call->id("attempt"))) return no_such_thing("page");
  const auto fields = own_fields(*call);
  if (!fields) return fields.error();
  if (const int wait_ms = call->gate->take_guess(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  // What no code can be right for need not wait for the writer.
  bool open = false;
  const Done looked = call->store->read([&](Database& database) {
    const auto attempt = find_attempt_by_ticket(database, base::sha256_hex(call->id("attempt")));
    open = attempt && takes_codes(*attempt, call->at);
  });
  if (!looked) return looked.error();
  if (!open) return WritePlan(ask_for_code(*call, "account.code_wrong", 422));
  const auto progress = std::make_shared<SignInProgress>();
  // In two parts: a wrong code is counted, though it is refused.
  return WritePlan(std::vector<WritePart>{
      [call, typed = text_in(*fields, "code"), progress](Change& change) {
        return let_citizen_in(*call, typed, change, *progress);
      },
      [call, progress](Change& change) -> Result<Answer> {
        if (progress->session.empty()) return ask_for_code(*call, "account.code_wrong", 422);
        change.after_commit([call] { call->gate->guessed_right(call->request.source, call->at); });
        return see_other(app::address("/app/account", language_for(*call)),
                         session_cookie(progress->session));
      }});
}

Result<Answer> app_account(const Reading& reading) {
  if (!reading.call.citizen) return app_sign_in(reading);
  auto view = view_of(reading.database, reading.call.security->key(), *reading.call.citizen);
  view.offers = offers_of(reading.call, reading.database);
  return html_for_once(app::account(account_frame(reading.call, "/app/account", "account"), view));
}

Result<Answer> app_account_data(const Reading& reading) {
  if (!reading.call.citizen) return no_such_thing("page");
  Answer answer;
  answer.body =
      app::account_json(view_of(reading.database, reading.call.security->key(), *reading.call.citizen));
  return answer;
}

Result<Answer> app_erase_form(const Reading& reading) {
  if (!reading.call.citizen) return app_sign_in(reading);
  return html_for_once(app::erase_form(account_frame(reading.call, "/app/account/erase", "account.erase"),
                                       reading.call.citizen->email));
}

Result<WritePlan> app_sign_out(const WriteCall& call) {
  const auto fields = own_fields(*call);
  if (!fields) return fields.error();
  auto out = see_other(app::address("/app/", language_for(*call)), session_cookie(""));
  if (!call->citizen) return WritePlan(std::move(out));
  const bool everywhere = text_in(*fields, "everywhere") == "1";
  return WritePlan([call, everywhere, out](Change& change) -> Result<Answer> {
    const auto& citizen = *call->citizen;
    if (everywhere)
      delete_sessions_of(change.database(), citizen.account_id);
    else
      delete_session(change.database(), citizen.session);
    as_citizen(change, *call)
        .note(everywhere ? "account.sign_out_everywhere" : "account.sign_out", "account", citizen.account_id,
              "", {});
    return out;
  });
}

Result<WritePlan> app_erase_account(const WriteCall& call) {
  const auto fields = own_fields(*call);
  if (!fields) return fields.error();
  if (!call->citizen) return WritePlan(see_other(app::address("/app/sign-in", language_for(*call))));
  return WritePlan([call](Change& change) -> Result<Answer> {
    if (const auto account = find_account(change.database(), call->citizen->account_id)) {
      Change own = as_citizen(change, *call);
      erase_account(own, *account, kAskedFor);
    }
    auto frame = account_frame(*call, "/app/", "account.erased");
    frame.door = app::Frame::Door::sign_in;
    Answer answer =
        html_for_once(app::message(frame, frame.title, {}, app::address("/app/", frame.language)));
    answer.headers = {{"Set-Cookie", session_cookie("")}};
    return answer;
  });
}

}  // namespace stadtpult::platform
