#include "platform/detection/evaluator.hpp"

#include <algorithm>

#include "platform/detection/date_parts.hpp"

namespace stadtpult::platform::detection {
namespace {

bool is_null(const Cell& cell) {
  return std::holds_alternative<std::monostate>(*cell.value);
}

bool is_number(const FieldValue& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

bool holds_order(Compare kind, const Number& a, const Number& b) {
  const int order = compare(a, b);
  switch (kind) {
    case Compare::equal:
      return order == 0;
    case Compare::lt:
      return order < 0;
    case Compare::lte:
      return order <= 0;
    case Compare::gt:
      return order > 0;
    case Compare::gte:
      return order >= 0;
  }
  return false;
}

bool stands_at(Place place, std::string_view text, std::string_view part) {
  switch (place) {
    case Place::whole:
      return text == part;
    case Place::start:
      return text.starts_with(part);
    case Place::end:
      return text.ends_with(part);
    case Place::anywhere:
      return text.find(part) != std::string_view::npos;
  }
  return false;
}

}  // namespace

template <typename Visit>
bool Evaluator::any_cell(const Test& test, Visit visit) const {
  if (!test.keywords) return view_.any(test.slots, visit);
  return std::any_of(view_.cells().begin(), view_.cells().end(), visit);
}

bool Evaluator::holds(std::uint32_t root) {
  const auto& node = program_.nodes[root];
  switch (node.kind) {
    case Node::Kind::test:
      return matches(node.test);
    case Node::Kind::any:
      return std::any_of(node.parts.begin(), node.parts.end(),
                         [this](std::uint32_t part) { return holds(part); });
    case Node::Kind::all:
      return std::all_of(node.parts.begin(), node.parts.end(),
                         [this](std::uint32_t part) { return holds(part); });
    case Node::Kind::negation:
      return !holds(node.parts.front());
  }
  return false;
}

/// Without its negation it finds nothing, whatever its values are.
bool Evaluator::is_hopeless(std::uint32_t number, const Test& test) const {
  if (chances_ != nullptr && test.bound && !chances_->has(number)) return true;
  return test.absent_fails && !view_.any(test.slots, [](const Cell&) { return true; });
}

bool Evaluator::matches(std::uint32_t number) {
  const Test& test = program_.tests[number];
  if (is_hopeless(number, test)) return test.negated;
  const auto one = [this, &test](const ValueTest& value) { return matches(test, value); };
  const bool found = test.all ? std::all_of(test.values.begin(), test.values.end(), one)
                              : std::any_of(test.values.begin(), test.values.end(), one);
  return found != test.negated;
}

bool Evaluator::matches(const Test& test, const ValueTest& value) {
  switch (value.kind) {
    case Value::Kind::text:
      return matches_text(test, value);
    case Value::Kind::number:
      return matches_number(test, value);
    case Value::Kind::truth:
      return any_cell(test, [&](const Cell& cell) {
        const auto* truth = std::get_if<bool>(cell.value);
        return truth ? *truth == value.truth
                     : std::holds_alternative<std::string>(*cell.value) &&
                           (test.cased ? cell.raw : cell.folded) == (value.truth ? "true" : "false");
      });
    case Value::Kind::null: {
      bool there = false;
      return any_cell(test, [&there](const Cell& cell) { return there = true, is_null(cell); }) || !there;
    }
    case Value::Kind::existence:
      return any_cell(test, [](const Cell&) { return true; }) == value.truth;
    case Value::Kind::regex:
      return matches_regex(test, value);
    case Value::Kind::network:
      return any_cell(test, [&value](const Cell& cell) {
        const auto* text = std::get_if<std::string>(cell.value);
        const auto address = text ? parse_address(*text) : std::nullopt;
        return address && value.network->contains(*address);
      });
    case Value::Kind::field:
      return matches_field(test, value);
  }
  return false;
}

bool Evaluator::matches_text(const Test& test, const ValueTest& value) {
  return std::any_of(value.globs.begin(), value.globs.end(), [&](const Glob& glob) {
    if (!may_stand(glob.literal)) return false;
    return any_cell(test, [&](const Cell& cell) {
      return !is_null(cell) && glob.fits(test.cased ? cell.raw : cell.folded);
    });
  });
}

bool Evaluator::matches_number(const Test& test, const ValueTest& value) {
  if (test.part != TimePart::none)
    return any_cell(test, [&](const Cell& cell) {
      const auto part = part_of(*cell.value, test.part);
      return part && holds_order(test.compare, *part, value.number);
    });
  if (test.compare != Compare::equal)
    return any_cell(test, [&](const Cell& cell) {
      const auto number = number_of(*cell.value);
      return number && holds_order(test.compare, *number, value.number);
    });
  return any_cell(test, [&](const Cell& cell) {
    if (is_number(*cell.value)) return compare(*number_of(*cell.value), value.number) == 0;
    if (!std::holds_alternative<std::string>(*cell.value)) return false;
    return std::any_of(value.globs.begin(), value.globs.end(), [&](const Glob& glob) {
      return may_stand(glob.literal) && glob.fits(test.cased ? cell.raw : cell.folded);
    });
  });
}

bool Evaluator::matches_regex(const Test& test, const ValueTest& value) {
  if (!value.literals.empty() && std::none_of(value.literals.begin(), value.literals.end(),
                                              [this](LiteralId literal) { return may_stand(literal); }))
    return false;
  return any_cell(test, [&](const Cell& cell) {
    if (is_null(cell)) return false;
    const auto found = value.regex->find(cell.raw, scratch_);
    if (found == Regex::Found::gave_up) ++gave_up_;
    return found == Regex::Found::yes;
  });
}

bool Evaluator::matches_field(const Test& test, const ValueTest& value) {
  return view_.any(test.slots, [&](const Cell& cell) {
    if (is_null(cell)) return false;
    return view_.any(value.other, [&](const Cell& other) {
      if (is_null(other)) return false;
      if (test.place == Place::whole && is_number(*cell.value) && is_number(*other.value))
        return compare(*number_of(*cell.value), *number_of(*other.value)) == 0;
      return test.cased ? stands_at(test.place, cell.raw, other.raw)
                        : stands_at(test.place, cell.folded, other.folded);
    });
  });
}

}  // namespace stadtpult::platform::detection
