#pragma once
// Entity tags and the conditions made of them (RFC 9110, sections 8.8.3, 13.1).

#include <string>
#include <string_view>

#include "api-client/base/crypto.hpp"
#include "api-client/base/result.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::platform {

/// "id-revision", and behind a dot a mark of what is joined when read: a category whose count of mini-apps
/// changed is another answer, but the same thing to base a change on.
template <contract::Described T>
std::string etag_of(const T& thing) {
  std::string joined;
  contract::for_each_field<T>([&](const auto& each) {
    if (each.rule.stored) return;
    if constexpr (std::is_same_v<std::decay_t<decltype(thing.*each.member)>, std::string>)
      joined += thing.*each.member + "\n";
    else if constexpr (std::is_integral_v<std::decay_t<decltype(thing.*each.member)>>)
      joined += std::to_string(thing.*each.member) + "\n";
  });
  // What grows by itself is another answer too, but the same thing to base a change on.
  if constexpr (std::is_same_v<T, contract::Alert>)
    joined += std::to_string(thing.count) + "\n" + std::to_string(thing.last_at.ms);
  if constexpr (std::is_same_v<T, contract::Block>)
    joined += std::to_string(thing.cut_connections) + "\n" + std::to_string(thing.cut_after_ms);
  if constexpr (std::is_same_v<T, contract::Device>)
    joined += std::to_string(thing.last_seen_at.ms) + thing.name + thing.principal_name;
  if constexpr (std::is_same_v<T, contract::SecurityJob>)
    joined += std::to_string(thing.done) + "\n" + std::to_string(thing.skipped);
  std::string tag = "\"" + thing.id + "-" + std::to_string(thing.revision);
  if (!joined.empty()) tag += "." + base::sha256_hex(joined).substr(0, 8);
  return tag + "\"";
}

/// For lists and bytes: by content.
std::string etag_of_body(std::string_view body);

/// May a change based on `if_match` be made to the thing with this id and revision? 428 where the header is
/// missing, 412 where it names another revision, 400 where it is no list of entity tags. Weak tags never
/// match.
base::Done check_if_match(std::string_view if_match, const std::string& id, std::int64_t revision);
/// The same where every revision from `oldest` on will do.
base::Done check_if_match(std::string_view if_match, const std::string& id, std::int64_t oldest,
                          std::int64_t newest);

/// "mark.hash-of-the-body": pages of one list, and what is joined to it, are other answers, but what a step
/// is based on is the list. `mark` is a hash of it in hexadecimal digits.
std::string etag_of_page(const std::string& mark, std::string_view body);
/// May a step based on `if_match` be taken where the list has this mark now? Also where the header is
/// missing. 412 where it names another one, 400 where it is no list of entity tags.
base::Done check_if_seen(std::string_view if_match, const std::string& mark);

/// Is the answer with this tag what the reader has already? Weak comparison; what is no tag matches nothing.
bool matches_none(std::string_view if_none_match, std::string_view etag);

}  // namespace stadtpult::platform
