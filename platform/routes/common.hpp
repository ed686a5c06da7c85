#pragma once
// The parts that most operations share: a list of a table, one thing of it, a change by merge patch.

#include "platform/routes/etag.hpp"
#include "platform/routes/handlers.hpp"
#include "platform/routes/list_query.hpp"

namespace stadtpult::platform {

/// A page of a table. `scope` narrows it beyond what the sender asked for; `finish` completes each item.
template <contract::Described T>
base::Result<Answer> read_page(const Reading& reading, std::vector<Filter> scope = {},
                               const std::function<void(T&)>& finish = {}) {
  const TableInfo& table = table_info<T>();
  auto query = parse_list_query(table, reading.call.query);
  if (!query) return query.error();
  for (auto& filter : scope) query->filters.push_back(std::move(filter));
  auto slice = Table<T>::list(reading.database, *query);
  contract::Page<T> page;
  page.items = std::move(slice.items);
  if (finish)
    for (auto& item : page.items) finish(item);
  if (slice.next) page.next = make_cursor(*query->order, *slice.next);
  query->behind.reset();
  page.total = reading.counts.get(select_count(table, *query), reading.counter,
                                  [&] { return Table<T>::count(reading.database, *query); });
  Answer answer;
  answer.body = contract::encode_page(page);
  answer.items = static_cast<std::int64_t>(page.items.size());
  answer.etag = etag_of_body(answer.body);
  return answer;
}

/// Merchants see their own organisation's things only.
inline std::vector<Filter> own_only(const Call& call, const char* column) {
  if (!call.actor.is_merchant()) return {};
  return {{column, {call.actor.organisation_id}}};
}

template <contract::Described T>
Answer answer_with(const T& thing, int status = 200) {
  Answer answer;
  answer.status = status;
  answer.body = contract::encode(thing);
  answer.etag = etag_of(thing);
  return answer;
}

template <contract::Described T>
Answer created(const T& thing, const std::string& path) {
  Answer answer = answer_with(thing, 201);
  answer.location = path;
  return answer;
}

/// One thing that the sender may see, or 404.
template <contract::Described T>
base::Result<T> visible(const Call& call, Database& database, const std::string& id) {
  auto thing = Table<T>::find(database, id);
  if (!thing || !call.sees(owner_of(*thing))) return no_such_thing(table_info<T>().word);
  return std::move(*thing);
}

template <contract::Described T>
base::Result<Answer> read_one(const Reading& reading) {
  const auto thing = visible<T>(reading.call, reading.database, reading.call.id());
  if (!thing) return thing.error();
  return answer_with(*thing);
}

/// The thing as a change finds it: visible and, by If-Match, as its author saw it.
template <contract::Described T>
base::Result<T> to_change(const Call& call, Change& change, const std::string& id) {
  auto thing = visible<T>(call, change.database(), id);
  if (!thing) return thing.error();
  const auto fresh = check_if_match(call.request.if_match, thing->id, thing->revision);
  if (!fresh) return fresh.error();
  return thing;
}

/// As it reads after the change, with what is joined.
template <contract::Described T>
Answer answer_after(Change& change, const std::string& id) {
  const auto thing = change.find<T>(id);
  return thing ? answer_with(*thing) : Answer{};
}

/// A merge patch of a thing that has no rules beyond its description.
template <contract::Described T>
base::Result<Answer> patch_one(const Call& call, Change& change) {
  const auto before = to_change<T>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  change.update(*before, *after);
  return answer_after<T>(change, before->id);
}

}  // namespace stadtpult::platform
