// Codes of test rounds: made, printed, and opened by the tester's browser.

#include <fmt/format.h>

#include <charconv>

#include "api-client/content/words.hpp"
#include "platform/domain/german_time.hpp"
#include "platform/domain/test_code.hpp"
#include "platform/print/document.hpp"
#include "platform/routes/account_parts.hpp"
#include "platform/routes/account_rounds.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/security/security.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using content::word;
using contract::TestRound;

namespace {

constexpr std::int64_t kMostPrinted = 300;

// ---- making

Result<Answer> make_codes(const Call& call, std::int64_t count, Change& change) {
  const auto round = visible<TestRound>(call, change.database(), call.id());
  if (!round) return round.error();
  if (round->closed)
    return base::fail(ErrorKind::conflict, "This round is closed; its codes are over.", "count");
  // Its codes are made of the accounts that it draws: one on a card would be nobody's.
  if (round->cohort == contract::Cohort::share)
    return base::fail(ErrorKind::conflict, "This round draws its testers among the accounts.", "count");
  const std::int64_t last = last_code(change.database(), round->id, kMostCards);
  if (last + count > kMostCards)
    return base::fail(ErrorKind::conflict,
                      fmt::format("A round has {} codes at most; this one has {}.", kMostCards, last),
                      "count");
  for (std::int64_t number = last + 1; number <= last + count; ++number) {
    const auto code = code_of(*change.key(), round->id, number);
    insert_code(change.database(), hash_of_code(*change.key(), code), round->id, number, change.now());
  }
  change.note("test_round.invite", "test_round", round->id, round->name,
              {{"from", "", std::to_string(last + 1)}, {"to", "", std::to_string(last + count)}});
  change.tell<TestRound>(round->id);
  Answer answer = answer_after<TestRound>(change, round->id);
  answer.status = 201;
  answer.location = "/v1/test-rounds/" + round->id;
  return answer;
}

// ---- printing

struct Range {
  std::int64_t from = 1, to = 0;
};

Result<std::int64_t> number_in(const Call& call, const char* name, std::int64_t otherwise) {
  const auto* text = find_name(call.query, name);
  if (text == nullptr) return otherwise;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < 1 || number > kMostCards)
    return bad_request("This must be the number of a code.", name);
  return number;
}

Result<Range> range_of(const Call& call, std::int64_t last) {
  const auto from = number_in(call, "from", 1);
  if (!from) return from.error();
  const auto to = number_in(call, "to", last);
  if (!to) return to.error();
  if (*from > *to || *from > last)
    return bad_request(fmt::format("The codes of this round have the numbers 1 to {}.", last), "from");
  const Range range{*from, std::min(*to, last)};
  if (range.to - range.from >= kMostPrinted)
    return bad_request(fmt::format("At most {} codes are printed at once.", kMostPrinted), "to");
  return range;
}

/// Where the codes are opened: as the operator said, else as the caller reached this platform.
std::string public_address(const Call& call) {
  if (!call.options->public_url.empty()) return call.options->public_url;
  const std::string& host = call.request.host;
  const bool good =
      !host.empty() && host.size() < 260 &&
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:[]-") ==
          std::string::npos;
  return "https://" + (good ? host : std::string("localhost"));
}

/// Cards of 90 x 54 mm, two beside and five below each other, to be cut along the lines.
class CardSheet {
 public:
  CardSheet(print::Document& document, const TestRound& round, std::string address)
      : document_(document), round_(round), address_(std::move(address)) {}

  base::Done card(std::int64_t number, const std::string& code) {
    if (place_ == kAcross * kDown) {
      document_.new_page();
      place_ = 0;
    }
    if (place_ == 0) cut_lines();
    const double x = kLeft + (place_ % kAcross) * kCardWidth + kPadding;
    const double y = kUpper + (place_ / kAcross) * kCardHeight + kPadding;
    ++place_;
    return draw(x, y, number, code);
  }

 private:
  static constexpr int kAcross = 2, kDown = 5;
  static constexpr double kLeft = 15, kUpper = 13.5, kCardWidth = 90, kCardHeight = 54, kPadding = 4;
  static constexpr double kQr = 38, kWords = kCardWidth - 2 * kPadding - kQr - 1;

  void cut_lines() {
    for (int i = 0; i <= kAcross; ++i)
      document_.put_line(kLeft + i * kCardWidth, kUpper, kLeft + i * kCardWidth, kUpper + kDown * kCardHeight,
                         0.7, true);
    for (int i = 0; i <= kDown; ++i)
      document_.put_line(kLeft, kUpper + i * kCardHeight, kLeft + kAcross * kCardWidth,
                         kUpper + i * kCardHeight, 0.7, true);
  }

  base::Done draw(double x, double y, std::int64_t number, const std::string& code) {
    const std::string link = address_ + "/app/test/" + shown_code(code);
    double at = y;
    at += document_.put_text(x, at, kWords, "City-App", {.size_pt = 12, .bold = true}) + 0.8;
    at += document_.put_text(x, at, kWords, "Testrunde: " + round_.name, {.size_pt = 9, .max_lines = 3});
    at += document_.put_text(
        x, at, kWords, fmt::format("{} bis {}", german_day(round_.starts_at), german_day(round_.ends_at)),
        {.size_pt = 9});
    document_.put_text(x, at + 1.2, kWords, tester_name(number), {.size_pt = 8, .grey = 0.35});
    const double below = y + kQr + 0.5;
    document_.put_text(x, below - 10.5, kWords, shown_code(code),
                       {.size_pt = 13, .bold = true, .mono = true});
    document_.put_text(x, below - 4.5, kWords, address_ + "/app/test",
                       {.size_pt = 7, .grey = 0.35, .max_lines = 1});
    document_.put_text(
        x, below, kCardWidth - 2 * kPadding,
        "Richten Sie die Kamera Ihres Telefons auf das Quadrat, oder öffnen Sie die Adresse und "
        "geben Sie den Code ein.",
        {.size_pt = 8, .max_lines = 3});
    return document_.put_qr(x + kWords + 1, y, kQr, link);
  }

  print::Document& document_;
  const TestRound& round_;
  const std::string address_;
  int place_ = 0;
};

// ---- opening

/// Why a round for the city's own people lets somebody in only who is signed in as one, and where to sign in.
Answer not_an_employee(const Call& call) {
  const auto frame = frame_for(call, "/app/test", std::string(word("test.title", language_for(call))));
  std::string path = "/app/", why = std::string(word("test.staff_nowhere", frame.language));
  if (call.citizen && !call.options->staff_domains.empty()) {
    path = "/app/account";
    why = fmt::format(fmt::runtime(word("test.staff_other", frame.language)), call.citizen->email);
  } else if (call.options->mail && !call.options->staff_domains.empty()) {
    path = "/app/sign-in";
    why = word("test.staff", frame.language);
  }
  return html_for_once(app::test_refusal(frame, why, path), 403);
}

/// Why a code opens nothing; nothing where it does.
std::optional<Answer> not_open(const Call& call, const GivenCode& given, base::Timestamp now, int unknown) {
  const auto frame = frame_for(call, "/app/test", std::string(word("test.title", language_for(call))));
  if (!given.found)
    return html_for_once(app::test_form(frame, std::string(word("test.unknown", frame.language))), unknown);
  const auto& code = *given.found;
  const auto time = time_of(code, now);
  if (time == RoundTime::running)
    return given.employees_alone ? std::optional(not_an_employee(call)) : std::nullopt;
  const bool early = time == RoundTime::not_yet;
  const std::string why =
      early ? fmt::format(fmt::runtime(word("test.not_yet", frame.language)), german_day(code.starts_at))
            : std::string(word("test.over", frame.language));
  return html_for_once(app::message(frame, frame.title, {why}, app::address("/app/", frame.language)),
                       early ? 403 : 410);
}

Result<Answer> let_in(const Call& call, const std::string& typed, Change& change) {
  const auto code = typed_code(typed);
  const auto given = code ? use_code_of(change, call, *code) : GivenCode{};
  if (given.found) call.gate->guessed_right(call.request.source, change.now());
  if (auto refusal = not_open(call, given, change.now(), 422)) return *std::move(refusal);
  const auto seconds = std::max<std::int64_t>(1, (given.found->ends_at.ms - change.now().ms) / 1000);
  return see_other(app::address("/app/", language_for(call)),
                   set_cookie(contract::kTesterCookie, shown_code(given.own), seconds));
}

}  // namespace

base::Timestamp day_told(base::Timestamp at) {
  return {at.ms - at.ms % base::kDayMs};
}

std::optional<StoredCode> use_code(Change& change, const std::string& code) {
  const std::string hash = hash_of_code(*change.key(), code);
  auto found = find_code(change.database(), hash);
  if (!found) return found;
  const bool cards = found->account_id.empty();
  if (time_of(*found, change.now()) == RoundTime::running &&
      mark_used(change.database(), hash, cards ? change.now() : day_told(change.now())))
    change.tell<TestRound>(found->round_id);
  return found;
}

Result<WritePlan> create_invitations(const WriteCall& call) {
  const auto wish = contract::decode_new<contract::NewInvitations>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, count = wish->count](Change& change) { return make_codes(*call, count, change); });
}

Result<Answer> print_invitations(const Reading& reading) {
  const auto round = visible<TestRound>(reading.call, reading.database, reading.call.id());
  if (!round) return round.error();
  const std::int64_t last = last_code(reading.database, round->id, kMostCards);
  if (last == 0) return base::fail(ErrorKind::conflict, "No codes were made for this round yet.");
  const auto range = range_of(reading.call, last);
  if (!range) return range.error();
  std::vector<std::pair<std::int64_t, std::string>> codes;
  for (std::int64_t number = range->from; number <= range->to; ++number)
    codes.emplace_back(number, code_of(reading.call.security->key(), round->id, number));
  Answer answer;
  answer.later = [round = *round, codes = std::move(codes),
                  address = public_address(reading.call)]() -> Result<Answer> {
    print::Document document(
        {.title = "Einladungen: " + round.name, .made_at = round.created_at, .page_numbers = false});
    CardSheet sheet(document, round, address);
    for (const auto& [number, code] : codes)
      if (const auto done = sheet.card(number, code); !done) return done.error();
    auto file = document.finish();
    if (!file) return file.error();
    Answer made;
    made.content_type = "application/pdf";
    made.body = std::move(*file);
    return made;
  };
  return answer;
}

void record_print(const Call& call, Change& change) {
  const auto round = change.find<TestRound>(call.id());
  const auto range = round ? range_of(call, last_code(change.database(), round->id, kMostCards)) : Range{};
  if (!round || !range) return;  // it was there when the sheet was drawn; nothing takes it away
  change.note("test_round.print", "test_round", round->id, round->name,
              {{"from", "", std::to_string(range->from)}, {"to", "", std::to_string(range->to)}});
}

Result<Answer> show_code(const Reading& reading) {
  const Call& call = reading.call;
  auto frame = frame_for(call, "/app/test", std::string(word("test.title", language_for(call))));
  const auto* typed = find_name(call.path, "code");
  if (typed == nullptr) typed = find_name(call.query, "code");
  if (typed == nullptr || typed->empty()) return html(app::test_form(frame, ""));
  // Counted before it is looked up, so that guesses at the same time are no more than those in turn.
  if (const int wait_ms = call.gate->take_guess(call.request.source, call.at); wait_ms > 0)
    return too_fast(wait_ms);
  const auto code = typed_code(*typed);
  const auto given =
      code ? given_code(reading.database, call.security->key(), call.citizen, *code) : GivenCode{};
  if (given.found) call.gate->guessed_right(call.request.source, call.at);
  if (auto refusal = not_open(call, given, call.at, 404)) return *std::move(refusal);
  // Another language at the foot is one for the same code.
  frame.path = "/app/test/" + shown_code(*code);
  app::TestInvitation invitation;
  invitation.round_name = given.found->round_name;
  invitation.until = given.found->ends_at;
  invitation.code = shown_code(*code);
  invitation.by_account = !given.found->account_id.empty();
  return html_for_once(app::test_invitation(frame, invitation));
}

Result<WritePlan> join_test(const WriteCall& call) {
  const auto fields = own_fields(*call);
  if (!fields) return fields.error();
  if (const int wait_ms = call->gate->take_guess(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  return WritePlan(
      [call, typed = text_in(*fields, "code")](Change& change) { return let_in(*call, typed, change); });
}

Result<WritePlan> leave_test(const WriteCall& call) {
  std::string round_id;
  if (call->citizen && call->request.body.empty()) {
    if (const auto own = from_own_page(*call); !own) return own.error();
  } else if (call->citizen) {
    const auto fields = own_fields(*call);
    if (!fields) return fields.error();
    round_id = text_in(*fields, "round");
  }
  const std::string here = call->tester ? call->tester->round_id : "";
  // The account page names a round; the strip above every page means the one of this browser.
  const bool named = !round_id.empty();
  if (!named) round_id = here;
  Answer answer = see_other(app::address(named ? "/app/account" : "/app/", language_for(*call)));
  if (round_id == here) {
    answer = see_other(answer.location, set_cookie(contract::kTesterCookie, "", 0));
    // Pages of the ring that the browser keeps to be read without a connection go, too.
    answer.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
  }
  if (!call->citizen || round_id.empty()) return WritePlan(std::move(answer));
  return WritePlan([call, round_id, answer](Change& change) -> Result<Answer> {
    leave_round(change, *call, round_id);
    return answer;
  });
}

}  // namespace stadtpult::platform
