#pragma once
// Reading the audit record, or the list of what citizens sent, is itself recorded: a line when a person
// starts to read, and one with the count when a quarter of an hour is over. Lines of every page would bury
// what the record is for. Any thread.

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/domain/actor.hpp"

namespace stadtpult::platform {

class ReadingBook {
 public:
  /// What its lines say.
  struct Words {
    const char *start, *end;  ///< actions
    const char* object;       ///< type of what is read, and id
  };
  static constexpr std::int64_t kSessionMs = 15LL * 60 * 1000;

  struct Session {
    Actor actor;
    base::Timestamp since;
    std::int64_t lines = 0;
  };

  explicit ReadingBook(Words says) : words(says) {}
  const Words words;

  /// True where this person starts to read: the start has to be recorded before the answer is given.
  bool starts(const Actor& actor, base::Timestamp now);
  /// It could not be recorded: the next try starts anew.
  void forget(const Actor& actor);
  void count(const Actor& actor, std::int64_t lines);
  /// Takes the sessions that are over; at the end of the service all of them.
  std::vector<Session> take_over(base::Timestamp now, bool all = false);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, Session> sessions_;  ///< by principal
};

}  // namespace stadtpult::platform
