#pragma once
// Decides conditions over an EventView. Internal to detection; one thread.

#include <vector>

#include "platform/detection/event_view.hpp"

namespace stadtpult::platform::detection {

class Evaluator {
 public:
  /// `seen`: which literals stand in the event, by id; null where they were not looked for.
  Evaluator(const Program& program, const EventView& view, const std::vector<bool>* seen,
            Regex::Scratch& scratch)
      : program_(program), view_(view), seen_(seen), scratch_(scratch) {}

  bool holds(std::uint32_t root);

  /// Expressions that met their limit of steps; they count as not found.
  [[nodiscard]] std::size_t gave_up() const { return gave_up_; }

 private:
  bool matches(const Test& test);
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
  Regex::Scratch& scratch_;
  std::size_t gave_up_ = 0;
};

}  // namespace stadtpult::platform::detection
