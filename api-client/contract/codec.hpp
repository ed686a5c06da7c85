#pragma once
// JSON of the contract's structs, both ways. Only the codec's own sources see the JSON library. Any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/bookings.hpp"
#include "api-client/contract/content.hpp"
#include "api-client/contract/imports.hpp"
#include "api-client/contract/merchants.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/release.hpp"
#include "api-client/contract/review.hpp"
#include "api-client/contract/security.hpp"
#include "api-client/contract/testphase.hpp"

namespace stadtpult::contract {

/// A page of a list: {"items": […], "next": cursor | null, "total": n}.
template <typename T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
};

namespace detail {

/// What is done with a value of one type, with the type forgotten (codec_ways.hpp).
struct ValueWays;
/// Defined for every type that goes over the line (codec_catalogue.cpp, codec_services.cpp); a missing one is
/// an error of the linker.
template <typename V>
const ValueWays& ways_of();

/// How strictly a body is read.
enum class Mode { answer, new_body, patch };

std::string write_whole(const ValueWays& ways, const void* value);
std::string write_page(const ValueWays& list_ways, const void* items, const std::optional<std::string>& next,
                       std::int64_t total);
/// Reads a whole text into the value; what is wrong is returned. `object`: nothing but a JSON object will do.
std::optional<base::Error> read_whole(Mode mode, std::string_view text, bool object, const ValueWays& ways,
                                      void* value);
std::optional<base::Error> read_page(std::string_view text, const ValueWays& list_ways, void* items,
                                     std::optional<std::string>& next, std::int64_t& total);
std::string patch_of(const ValueWays& ways, const void* before, const void* after);
std::string new_body_of(const ValueWays& ways, const void* value);
std::vector<FieldChange> changes_between(const ValueWays& ways, const void* before, const void* after);

template <typename T>
base::Result<T> read_into(Mode mode, std::string_view text, base::Result<T> thing) {
  if (auto error = read_whole(mode, text, Described<T>, ways_of<T>(), &*thing)) thing = std::move(*error);
  return thing;
}

}  // namespace detail

template <Described T>
std::string encode(const T& value) {
  return detail::write_whole(detail::ways_of<T>(), &value);
}
template <Described T>
std::string encode_page(const Page<T>& page) {
  return detail::write_page(detail::ways_of<std::vector<T>>(), &page.items, page.next, page.total);
}

/// Reads what the platform sent: members it does not know are passed over, a missing one keeps its default.
template <Described T>
base::Result<T> decode(std::string_view json) {
  return detail::read_into<T>(detail::Mode::answer, json, std::in_place);
}
template <Described T>
base::Result<Page<T>> decode_page(std::string_view text) {
  base::Result<Page<T>> page(std::in_place);
  if (auto error =
          detail::read_page(text, detail::ways_of<std::vector<T>>(), &page->items, page->next, page->total))
    page = std::move(*error);
  return page;
}

/// Reads the body of a POST: unknown and read-only members, missing required ones and broken rules are
/// errors, all of them in Error::fields. Text that is no JSON object is an error without a field.
template <Described T>
base::Result<T> decode_new(std::string_view json) {
  return detail::read_into<T>(detail::Mode::new_body, json, std::in_place);
}

/// Applies a JSON merge patch (RFC 7396) to a copy of `current`. Read-only and create-only members may stand
/// in it with the value they have. null sets an optional member to nothing and removes a language of a
/// localized text.
template <Described T>
base::Result<T> decode_patch(std::string_view json, const T& current) {
  return detail::read_into<T>(detail::Mode::patch, json, current);
}

/// The body of a PATCH that makes `before` into `after`: only the members that differ and may be changed.
template <Described T>
std::string encode_patch(const T& before, const T& after) {
  return detail::patch_of(detail::ways_of<T>(), &before, &after);
}
/// The body of a POST: the members that may be given.
template <Described T>
std::string encode_new(const T& value) {
  return detail::new_body_of(detail::ways_of<T>(), &value);
}

/// Every stored field that differs, as JSON text; revision and times are left out. For the audit record and
/// diffs.
template <Described T>
std::vector<FieldChange> changed_fields(const T& before, const T& after) {
  return detail::changes_between(detail::ways_of<T>(), &before, &after);
}

/// A single value as JSON text and back, for columns and for texts of differences: a LocalizedText, or a list
/// that a struct holds.
template <typename V>
std::string encode_value(const V& value) {
  return detail::write_whole(detail::ways_of<V>(), &value);
}
template <typename V>
base::Result<V> decode_value(std::string_view json) {
  return detail::read_into<V>(detail::Mode::answer, json, std::in_place);
}

/// True where the text is one JSON document within the depth limit (64) and valid UTF-8.
bool is_json(std::string_view text);
/// The document without insignificant space and with sorted members: equal documents give equal texts. ""
/// where it is none.
std::string canonical_json(std::string_view text);

/// The problem details for an error (RFC 9457).
Problem problem_from(const base::Error& error, int status, std::string_view instance,
                     std::string_view request_id);
/// The error that an answer with this status and body stands for (problem details, or anything).
base::Error error_from_answer(int status, std::string_view body);

}  // namespace stadtpult::contract
