#include "platform/routes/list_query.hpp"

#include <fmt/format.h>

#include <charconv>

#include "api-client/base/crypto.hpp"
#include "platform/store/collation.hpp"

namespace stadtpult::platform {

using base::Error;
using base::Result;
using contract::FieldInfo;
using contract::Kind;

namespace {

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 1'000;
constexpr size_t kMaxFilterValues = 200;
constexpr size_t kMaxSearch = 200;

std::string names_where(const contract::TypeInfo& type, bool contract::Rule::*flag) {
  std::string names;
  for (const auto& field : type.fields)
    if (field.rule.*flag) names += (names.empty() ? "" : ", ") + std::string(field.name);
  return names.empty() ? "none" : names;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<Value> filter_value(const FieldInfo& field, const std::string& text) {
  if (text == "null") return Value{};
  switch (field.kind) {
    case Kind::boolean:
      if (text != "true" && text != "false")
        return bad_request(fmt::format("{} is filtered by true or false.", field.name), "filter");
      return Value{std::int64_t{text == "true"}};
    case Kind::integer: {
      const auto number = whole_number(text);
      if (!number) return bad_request(fmt::format("{} is filtered by a whole number.", field.name), "filter");
      return Value{*number};
    }
    case Kind::word: {
      std::string words;
      for (const auto word : field.words) {
        if (word == text) return Value{text};
        words += (words.empty() ? "" : ", ") + std::string(word);
      }
      return bad_request(fmt::format("{} is filtered by one of {}.", field.name, words), "filter");
    }
    default:
      return Value{text};
  }
}

/// "A..B" with either end left out: from A on and before B.
Result<Filter> parse_range(Filter filter, const FieldInfo& field, std::string_view text) {
  const auto wrong = [&] {
    return bad_request(
        fmt::format(
            "{} is filtered by a range of times, 2026-11-23T00:00:00Z..2026-11-24T00:00:00Z; one end may "
            "be left out.",
            field.name),
        "filter");
  };
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos || text.size() == 2) return wrong();
  const auto take = [](std::string_view part, std::optional<std::int64_t>& end) {
    if (part.empty()) return true;
    const auto at = base::from_rfc3339(std::string(part));
    if (at) end = at->ms;
    return at.has_value();
  };
  if (!take(text.substr(0, dots), filter.from) || !take(text.substr(dots + 2), filter.to)) return wrong();
  return filter;
}

Result<Filter> parse_filter(const TableInfo& table, std::string_view text) {
  Filter filter;
  filter.negated = text.starts_with('-');
  if (filter.negated) text.remove_prefix(1);
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos)
    return bad_request("A filter has the form field:value, field:a,b or -field:value.", "filter");
  const auto* field = table.type->find(text.substr(0, colon));
  if (field == nullptr || !field->rule.filter)
    return bad_request(fmt::format("Lists of this kind are filtered by: {}.",
                                   names_where(*table.type, &contract::Rule::filter)),
                       "filter");
  filter.column = std::string(field->name);
  if (field->kind == Kind::time) return parse_range(std::move(filter), *field, text.substr(colon + 1));
  for (std::string_view rest = text.substr(colon + 1);;) {
    const size_t comma = rest.find(',');
    auto value = filter_value(*field, std::string(rest.substr(0, comma)));
    if (!value) return value.error();
    filter.values.push_back(std::move(*value));
    if (filter.values.size() > kMaxFilterValues)
      return bad_request(fmt::format("A list takes {} filter values at most.", kMaxFilterValues), "filter");
    if (comma == std::string_view::npos) return filter;
    rest.remove_prefix(comma + 1);
  }
}

Result<Order> parse_sort(const TableInfo& table, std::string_view text) {
  const bool descending = text.starts_with('-');
  if (descending) text.remove_prefix(1);
  const auto* field = table.type->find(text);
  if (field == nullptr || !field->rule.sort)
    return bad_request(
        fmt::format("Lists of this kind are sorted by: {}.", names_where(*table.type, &contract::Rule::sort)),
        "sort");
  return Order{sort_column(*field), descending};
}

// ---- cursors: hex of parts with their lengths, so that a value may hold anything

std::string part_of(const Value& value) {
  std::string text;
  char kind = 's';
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    kind = 'i';
    text = std::to_string(*whole);
  } else if (const auto* number = std::get_if<double>(&value)) {
    kind = 'd';
    text = fmt::format("{}", *number);
  } else {
    text = as_text(value);
  }
  return fmt::format("{}{}:{}", kind, text.size(), text);
}

std::optional<Value> take_part(std::string_view& text) {
  if (text.size() < 3) return std::nullopt;
  const char kind = text.front();
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto size = whole_number(text.substr(1, colon - 1));
  text.remove_prefix(colon + 1);
  if (!size || *size < 0 || static_cast<size_t>(*size) > text.size()) return std::nullopt;
  const std::string value(text.substr(0, static_cast<size_t>(*size)));
  text.remove_prefix(value.size());
  if (kind == 's') return Value{value};
  if (kind == 'i') {
    const auto number = whole_number(value);
    return number ? std::optional<Value>(*number) : std::nullopt;
  }
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (kind != 'd' || error != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return Value{number};
}

std::string order_mark(const Order& order) {
  return (order.descending ? "-" : "+") + order.column;
}

std::optional<Place> parse_cursor(const Order& order, std::string_view cursor) {
  const auto bytes = base::from_hex(cursor);
  if (!bytes) return std::nullopt;
  std::string_view rest = *bytes;
  const auto mark = take_part(rest);
  if (!mark || as_text(*mark) != order_mark(order)) return std::nullopt;
  auto sort = take_part(rest), id = take_part(rest);
  if (!sort || !id || !rest.empty()) return std::nullopt;
  return Place{std::move(*sort), std::move(*id)};
}

}  // namespace

std::string make_cursor(const Order& order, const Place& place) {
  return base::to_hex(part_of(order_mark(order)) + part_of(place.sort) + part_of(place.id));
}

Result<int> parse_limit(const Names& query) {
  const auto* text = find_name(query, "limit");
  if (text == nullptr) return kDefaultLimit;
  const auto number = whole_number(*text);
  if (!number || *number < 1 || *number > kMaxLimit)
    return bad_request(fmt::format("limit must be a whole number from 1 to {}.", kMaxLimit), "limit");
  return static_cast<int>(*number);
}

Result<ListQuery> parse_list_query(const TableInfo& table, const Names& query) {
  ListQuery list;
  size_t values = 0;
  for (const auto& [name, value] : query) {
    if (name != "filter") continue;
    auto filter = parse_filter(table, value);
    if (!filter) return filter.error();
    values += filter->values.size();
    if (values > kMaxFilterValues)
      return bad_request(fmt::format("A list takes {} filter values at most.", kMaxFilterValues), "filter");
    list.filters.push_back(std::move(*filter));
  }
  const auto limit = parse_limit(query);
  if (!limit) return limit.error();
  list.limit = *limit;
  list.order = table.order;
  if (const auto* sort = find_name(query, "sort")) {
    auto order = parse_sort(table, *sort);
    if (!order) return order.error();
    list.order = std::move(*order);
  }
  if (const auto* q = find_name(query, "q"); q != nullptr && q->find_first_not_of(' ') != std::string::npos) {
    if (q->size() > kMaxSearch * 4)
      return bad_request(fmt::format("q takes {} characters at most.", kMaxSearch), "q");
    list.match = match_expression(*q);
  }
  if (const auto* cursor = find_name(query, "cursor")) {
    list.behind = parse_cursor(*list.order, *cursor);
    if (!list.behind)
      return bad_request("The cursor is not one of this list in this order. Start again without it.",
                         "cursor");
  }
  return list;
}

}  // namespace stadtpult::platform
