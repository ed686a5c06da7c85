#pragma once
// A page of what stands in no table.

#include <fmt/format.h>

#include <charconv>

#include "platform/routes/common.hpp"

namespace stadtpult::platform {

/// A page of what is no table: limit and cursor (a place in the list), no filter and no order of one's own.
template <contract::Described T>
base::Result<Answer> plain_page(const Reading& reading, std::vector<T> items) {
  const auto& query = reading.call.query;
  const auto limit = parse_limit(query);
  if (!limit) return limit.error();
  for (const char* name : {"filter", "sort"})
    if (find_name(query, name) != nullptr)
      return bad_request(fmt::format("This list takes no {}.", name), name);
  size_t start = 0;
  if (const auto* cursor = find_name(query, "cursor")) {
    const auto [end, error] = std::from_chars(cursor->data(), cursor->data() + cursor->size(), start);
    if (error != std::errc() || end != cursor->data() + cursor->size() || start > items.size())
      return bad_request("The cursor is not one of this list. Start again without it.", "cursor");
  }
  contract::Page<T> page;
  page.total = static_cast<std::int64_t>(items.size());
  const size_t stop = std::min(items.size(), start + static_cast<size_t>(*limit));
  for (size_t i = start; i < stop; ++i) page.items.push_back(std::move(items[i]));
  if (stop < items.size()) page.next = std::to_string(stop);
  Answer answer;
  answer.body = contract::encode_page(page);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

}  // namespace stadtpult::platform
