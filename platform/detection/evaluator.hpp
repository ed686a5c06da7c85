#pragma once
// Decides conditions over an EventView. Internal to detection; one thread.

#include <vector>

#include "platform/detection/event_view.hpp"

namespace stadtpult::platform::detection {

/// Which bound tests have one of their literals in the event: of hundreds of words a rule looks for, most
/// stand in no event, and nobody has to ask for each of them.
class Chances {
 public:
  explicit Chances(std::size_t tests) : given_in_(tests) {}
  /// The next event: nothing has a chance yet.
  void begin() { ++event_; }
  void give(std::uint32_t test) { given_in_[test] = event_; }
  [[nodiscard]] bool has(std::uint32_t test) const { return given_in_[test] == event_; }

 private:
  std::vector<std::uint64_t> given_in_;  ///< by test: the last event that gave it one
  std::uint64_t event_ = 0;
};

class Evaluator {
 public:
  /// `seen`: which literals stand in the event, by id, and what follows of it; null where they were not
  /// looked for.
  Evaluator(const Program& program, const EventView& view, const std::vector<bool>* seen,
            const Chances* chances, Regex::Scratch& scratch)
      : program_(program), view_(view), seen_(seen), chances_(chances), scratch_(scratch) {}

  bool holds(std::uint32_t root);

  /// Expressions that met their limit of steps; they count as not found.
  [[nodiscard]] std::size_t gave_up() const { return gave_up_; }

 private:
  bool matches(std::uint32_t number);
  [[nodiscard]] bool is_hopeless(std::uint32_t number, const Test& test) const;
  bool matches(const Test& test, const ValueTest& value);
  bool matches_text(const Test& test, const ValueTest& value);
  bool matches_number(const Test& test, const ValueTest& value);
  bool matches_regex(const Test& test, const ValueTest& value);
  bool matches_field(const Test& test, const ValueTest& value);

  [[nodiscard]] bool may_stand(LiteralId literal) const {
    return seen_ == nullptr || literal == kNoLiteral || (*seen_)[literal];
  }
  template <typename Visit>
  bool any_cell(const Test& test, Visit visit) const;

  const Program& program_;
  const EventView& view_;
  const std::vector<bool>* seen_;
  const Chances* chances_;
  Regex::Scratch& scratch_;
  std::size_t gave_up_ = 0;
};

}  // namespace stadtpult::platform::detection
