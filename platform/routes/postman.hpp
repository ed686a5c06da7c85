#pragma once
// What happens to bookings and accounts by itself: letters go out when they are due, holds and codes run out,
// and letters lose their words when nobody needs them any more. One thread; it waits for the mail server, the
// writer never does.

#include <functional>
#include <mutex>
#include <optional>

#include "platform/mail/smtp.hpp"
#include "platform/routes/ticker.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

class Postman {
 public:
  using MakeOccasion = std::function<Occasion(const Actor&)>;

  /// Without an account the letters wait.
  Postman(Store& store, base::Clock clock, MakeOccasion occasion, std::optional<mail::Account> account)
      : store_(store),
        clock_(std::move(clock)),
        occasion_(std::move(occasion)),
        account_(std::move(account)) {}

  /// Looks once a second from now on.
  void start() { ticker_.start(); }
  void stop() { ticker_.stop(); }
  /// Does everything that is due now; how many letters were handed over, or not taken. Not on the writer's
  /// thread.
  int run_due();

 private:
  void end_holds_that_ran_out();
  void blank_old_letters();
  /// Who booked goes half a year after it, holds that came to nothing after a week.
  void erase_old_bookings();
  /// Codes and sessions that are over, and accounts that nobody used for two years.
  void forget_old_sign_ins();
  /// A letter that was being handed over when the service stopped may have been taken: it is not sent again.
  void give_up_on_interrupted();
  /// Notes that it is being handed over; nothing where it need not be sent any more.
  std::optional<contract::Letter> claim(const std::string& id);
  void note(const contract::Letter& letter, const mail::Handover& handover);
  base::Done write(const std::function<base::Done(Change&)>& act);

  Store& store_;
  const base::Clock clock_;
  const MakeOccasion occasion_;
  const std::optional<mail::Account> account_;
  std::mutex running_;  ///< one look at a time; guards those below
  bool looked_back_ = false;
  base::Timestamp blanked_at_, erased_at_, forgot_at_;

  Ticker ticker_{std::chrono::seconds(1),
                 [this] { run_due(); }};  ///< last: its thread uses the members above
};

}  // namespace stadtpult::platform
