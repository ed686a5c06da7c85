#pragma once
// JSON of the contract's structs, both ways. Only codec.cpp sees the JSON library. Any thread.

#include <string>
#include <string_view>
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

template <Described T>
std::string encode(const T& value);
template <Described T>
std::string encode_page(const Page<T>& page);

/// Reads what the platform sent: members it does not know are passed over, a missing one keeps its default.
template <Described T>
base::Result<T> decode(std::string_view json);
template <Described T>
base::Result<Page<T>> decode_page(std::string_view json);

/// Reads the body of a POST: unknown and read-only members, missing required ones and broken rules are
/// errors, all of them in Error::fields. Text that is no JSON object is an error without a field.
template <Described T>
base::Result<T> decode_new(std::string_view json);

/// Applies a JSON merge patch (RFC 7396) to a copy of `current`. Read-only and create-only members may stand
/// in it with the value they have. null sets an optional member to nothing and removes a language of a
/// localized text.
template <Described T>
base::Result<T> decode_patch(std::string_view json, const T& current);

/// The body of a PATCH that makes `before` into `after`: only the members that differ and may be changed.
template <Described T>
std::string encode_patch(const T& before, const T& after);
/// The body of a POST: the members that may be given.
template <Described T>
std::string encode_new(const T& value);

/// Every stored field that differs, as JSON text; revision and times are left out. For the audit record and
/// diffs.
template <Described T>
std::vector<FieldChange> changed_fields(const T& before, const T& after);

/// A single value as JSON text and back, for columns and for texts of differences. Instantiated for
/// LocalizedText and for the lists that the structs hold.
template <typename V>
std::string encode_value(const V& value);
template <typename V>
base::Result<V> decode_value(std::string_view json);

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
