#pragma once
// How fast feedback may come from one code and from one address, and how often a wrong code may be tried.
// What comes faster is turned away with the time to wait, and counted: in memory first, and by the writer at
// once for who is slowed for the first time in an hour, then at most once a second. Bounded. Any thread.

#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "api-client/contract/testphase.hpp"

namespace stadtpult::platform {

/// Who is one caller: an IPv4 address, or the first 64 bits of an IPv6 address, which one household has,
/// written as the network's own address. A text that is no address stands for itself.
std::string caller_of(const std::string& address);

/// So many at once, then so many a second.
struct Rate {
  double burst = 1, per_second = 1;
};
inline constexpr Rate kCodeRate{20, 1.0 / 6};
inline constexpr Rate kSourceRate{60, 1};  ///< many citizens share an address
inline constexpr Rate kGuessRate{10, 1.0 / 30};
inline constexpr Rate kLetterRate{20, 1.0 / 60};  ///< codes by e-mail that one address asks for
/// Codes to one recipient that one network asks for. Those of others leave them be: nobody locks somebody
/// else out by asking in their place.
inline constexpr Rate kRecipientRate{5, 1.0 / 600};
inline constexpr Rate kRecipientDayRate{20, 20.0 / 86'400};  ///< codes to one recipient, whoever asks
inline constexpr Rate kCityRate{300, 300.0 / 3'600};         ///< codes by e-mail, all together
inline constexpr Rate kCounterCodeRate{5, 1.0 / 300};        ///< codes for the counter of one account
inline constexpr Rate kCounterGuessRate{5, 1.0 / 60};        ///< wrong ones that one of the staff enters
inline constexpr Rate kHoldRate{300, 2};       ///< tries to hold a slot, most of which find it taken
inline constexpr std::size_t kMostHolds = 10;  ///< open at one time, of one address

class Buckets {
 public:
  explicit Buckets(Rate rate) : rate_(rate) {}
  /// Takes a token; ms to wait where there is none, 0: go on.
  int take(const std::string& key, base::Timestamp now);
  /// As take, but leaves the token there.
  int look(const std::string& key, base::Timestamp now);
  /// A token that was taken is not needed.
  void give_back(const std::string& key, base::Timestamp now);
  [[nodiscard]] std::size_t size() const { return buckets_.size(); }

  static constexpr std::size_t kMost = 10'000;

 private:
  struct Bucket {
    double tokens = 0;
    base::Timestamp at;
  };
  Bucket& filled(const std::string& key, base::Timestamp now);
  void make_room(base::Timestamp now);

  const Rate rate_;
  std::unordered_map<std::string, Bucket> buckets_;
};

class IntakeGate {
 public:
  /// One more item by this code: ms to wait, 0: go on. What has to wait is counted.
  int by_code(const std::string& round_id, std::int64_t number, base::Timestamp now);
  /// One more item from this address; "" is nowhere and never waits.
  int by_source(const std::string& address, base::Timestamp now);
  /// May this address try a code? It has to wait after too many wrong ones.
  int may_guess(const std::string& address, base::Timestamp now);
  void guessed_wrong(const std::string& address, base::Timestamp now);
  /// Counts a guess before it is known whether it is right: ms to wait, 0: go on. For what is written, so
  /// that guesses that come at the same time are no more than those that come in turn.
  int take_guess(const std::string& address, base::Timestamp now);
  /// It was right.
  void guessed_right(const std::string& address, base::Timestamp now);

  /// One more code by e-mail that this address asks for.
  int by_letter(const std::string& address, base::Timestamp now);
  struct LetterTurn {
    bool goes = false;
    int wait_ms = 0;    ///< until the city sends codes again; 0 where it does, or the recipient has enough
    bool news = false;  ///< the city's are used up, for the first time in this hour
  };
  /// One more code to this recipient, named by a hash, that this address asks for. What does not go is
  /// counted nowhere: it may be somebody else who asked before.
  LetterTurn by_recipient(const std::string& recipient, const std::string& address, base::Timestamp now);

  /// One more code for the counter that this account asks for: ms to wait, 0: go on.
  int by_account(const std::string& account_id, base::Timestamp now);
  /// Counts a code that this person at the counter entered before it is known whether it is right: ms to
  /// wait, 0: go on.
  int take_counter_guess(const std::string& principal_id, base::Timestamp now);
  /// It was right.
  void counter_guess_right(const std::string& principal_id, base::Timestamp now);

  /// One more try to hold a slot from this address.
  int by_hold(const std::string& address, base::Timestamp now);
  /// Notes a hold of this address until it runs out; false where it has as many as it may have.
  bool take_hold(const std::string& address, const std::string& booking_id, base::Timestamp until,
                 base::Timestamp now);
  /// It was confirmed or cancelled.
  void end_hold(const std::string& address, const std::string& booking_id);

  /// Who was slowed: of an address the address itself, which its pseudonym stands for in the store.
  using Slowed = contract::FeedbackFlood;
  /// What is to be written now, else nothing; `all`: whatever was not written yet.
  std::vector<Slowed> due(base::Timestamp now, bool all = false);
  /// What was not written yet.
  [[nodiscard]] std::vector<Slowed> waiting() const;

 private:
  struct Count {
    std::int64_t count = 0;
    bool written = false;  ///< once already in this hour
  };
  using Key = std::tuple<std::int64_t, contract::FloodKind, std::string, std::string>;
  /// Takes one of the address's network; how many milliseconds to wait where there is none.
  int by_network(Buckets& buckets, const std::string& address, base::Timestamp now);
  void slowed(contract::FloodKind kind, const std::string& who, const std::string& round_id,
              base::Timestamp now);
  [[nodiscard]] static Slowed row_of(const Key& key, const Count& count);

  mutable std::mutex mutex_;
  Buckets codes_{kCodeRate}, sources_{kSourceRate}, guesses_{kGuessRate}, hold_tries_{kHoldRate},
      letters_{kLetterRate}, recipients_{kRecipientDayRate}, askers_{kRecipientRate}, city_{kCityRate},
      counter_codes_{kCounterCodeRate}, counter_guesses_{kCounterGuessRate};
  base::Timestamp used_up_hour_;  ///< in which it was told last that the city's codes are used up
  /// By address: booking and when it runs out.
  std::map<std::string, std::map<std::string, base::Timestamp>> holds_;
  std::map<Key, Count> slowed_;
  base::Timestamp written_at_;
  bool news_ = false;  ///< somebody was slowed who was not before in this hour
};

}  // namespace stadtpult::platform
