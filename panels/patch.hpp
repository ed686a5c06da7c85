#pragma once
// What every change of a thing that is there has in common.

#include <string>
#include <utility>

#include "api-client/contract/codec.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

/// `before` becomes `after`, if it is still in the revision of `before`. Without a way back.
template <contract::Described T>
Change patch_of(contract::Operation operation, const T& before, const T& after, std::string title,
                std::string detail) {
  Change change;
  change.operation = operation;
  change.ids = {before.id};
  change.body = contract::encode_patch(before, after);
  change.if_match = contract::etag(before.id, before.revision);
  change.title = std::move(title);
  change.detail = std::move(detail);
  return change;
}

}  // namespace stadtpult::panels
