#pragma once
// Confirming at the counter whose a citizen's account is: who may, what is missing, and the changes. No
// ImGui; frame thread.

#include <string>
#include <string_view>

#include "panels/panel.hpp"

namespace stadtpult::panels::identity {

/// The answers are found by these (State::answer_for).
inline constexpr const char* kCheckKey = "identity.check";
inline constexpr const char* kRevokeKey = "identity.revoke";

/// What is typed at the counter.
struct Form {
  std::string code, name;
  int document = -1;  ///< index among contract::IdentityDocument; -1: not chosen
  bool original_seen = false;
};

bool may_confirm(const World& world);
/// Why the form cannot be sent, in the person's language; "" where it can.
std::string_view missing_in(const Form& form, const World& world);
std::string document_word(contract::IdentityDocument document);

/// Where a change of these is in the outbox: on its way, or its answer never came. nullptr: nowhere.
struct Way {
  const client::OutboxEntry* under_way = nullptr;
  const client::OutboxEntry* lost = nullptr;
};
Way way_of(const client::State& state);

/// Both are told at once or not at all: they do not wait in the outbox, and stay in no draft.
Change check_of(const Form& form);
Change revocation_of(const contract::IdentityCheck& check, const std::string& reason);

}  // namespace stadtpult::panels::identity
