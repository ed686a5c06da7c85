// Reads from the console's state what the detail shows.
#include <algorithm>
#include <tuple>

#include "api-client/contract/codec.hpp"
#include "panels/catalogue/detail_view.hpp"

namespace stadtpult::panels::detail {

namespace {

using client::RemoteState;

template <typename T>
Part part_of(const client::Remote<T>& remote, base::Timestamp now) {
  Part part;
  part.life = static_cast<Life>(remote.state());
  if (part.life == Life::failed) part.why = remote.error().message;
  if (part.life == Life::loading)
    part.loading_for = static_cast<double>(now.ms - remote.loading_since().ms) / 1000.0;
  return part;
}

static_assert(static_cast<int>(Life::forbidden) == static_cast<int>(RemoteState::forbidden) &&
                  static_cast<int>(Life::there) == static_cast<int>(RemoteState::there),
              "both name the same five lives in the same order");

/// Pointers to the items that are not archived, in the order of `less`.
template <typename T, typename Less>
std::vector<const T*> in_use(const client::Held<T>& held, Less less) {
  std::vector<const T*> kept;
  for (const auto& item : held.items())
    if (!item.archived) kept.push_back(&item);
  std::sort(kept.begin(), kept.end(), [&](const T* a, const T* b) { return less(*a, *b); });
  return kept;
}

bool by_position(const auto& a, const auto& b) {
  return std::tie(a.position, a.id) < std::tie(b.position, b.id);
}

/// Top categories in the citizens' order, each followed by those below it.
std::vector<const contract::Category*> in_tree_order(const client::Held<contract::Category>& held) {
  const auto all = in_use(held, [](const auto& a, const auto& b) { return by_position(a, b); });
  std::vector<const contract::Category*> ordered;
  for (const auto* top : all) {
    if (top->parent_id) continue;
    ordered.push_back(top);
    for (const auto* below : all)
      if (below->parent_id == top->id) ordered.push_back(below);
  }
  return ordered;
}

/// A tick shows at once: what is on its way is laid over the list of the platform.
void lay_over(contract::Review& review, const contract::ReviewChange& change) {
  for (const auto& wanted : change.checklist)
    for (auto& item : review.checklist) {
      if (item.key != wanted.key) continue;
      item.state = wanted.state;
      item.note = wanted.note;
    }
}

/// Follows what waits in the outbox for these reviews and versions.
void add_waiting(Facts& facts, const client::State& state) {
  for (const auto& entry : state.outbox) {
    if (entry.state != client::CommandState::waiting && entry.state != client::CommandState::sending)
      continue;
    if (entry.operation == contract::Operation::change_version) facts.deciding.push_back(entry.object_id);
    if (entry.operation != contract::Operation::change_review) continue;
    const auto change = contract::decode_patch(entry.mine, contract::ReviewChange{});
    if (change && change->state) facts.deciding.push_back(entry.object_id);
    for (auto& review : facts.reviews) {
      if (!change || change->checklist.empty() || review->id != entry.object_id) continue;
      facts.shown.push_back(*review);
      lay_over(facts.shown.back(), *change);
      review = &facts.shown.back();
    }
  }
}

}  // namespace

Facts facts_of(const World& world, std::string_view miniapp_id) {
  const auto& state = world.state;
  Facts facts;
  facts.person = {world.role, world.principal_id, world.organisation_id, world.online};
  facts.now = world.now;
  facts.language = world.language;
  facts.my_name = state.me ? state.me->name : std::string();
  facts.catalogue = part_of(state.miniapps.remote, world.now);
  facts.reviews_part = part_of(state.reviews.remote, world.now);
  facts.reasons = in_use(state.reasons, [](const auto& a, const auto& b) { return by_position(a, b); });
  facts.categories = in_tree_order(state.categories);
  facts.organisations =
      in_use(state.organisations, [](const auto& a, const auto& b) { return a.name < b.name; });
  if (miniapp_id.empty()) return facts;
  facts.miniapp = state.miniapps.find(miniapp_id);
  if (facts.miniapp == nullptr) return facts;
  facts.organisation = state.organisations.find(facts.miniapp->organisation_id);
  const auto& versions = state.versions_of(miniapp_id);
  facts.versions_part = part_of(versions, world.now);
  facts.versions = versions.value();
  for (const auto& review : state.reviews.items())
    if (review.miniapp_id == miniapp_id) facts.reviews.push_back(&review);
  std::sort(facts.reviews.begin(), facts.reviews.end(), [](const auto* a, const auto* b) {
    return std::tie(a->submitted_at, a->round) > std::tie(b->submitted_at, b->round);
  });
  add_waiting(facts, state);
  return facts;
}

Intents needs_of(const Facts& facts, const std::string& miniapp_id) {
  if (facts.miniapp == nullptr || facts.versions_part.life != Life::not_asked) return {};
  return {Need{Need::What::versions, miniapp_id}};
}

}  // namespace stadtpult::panels::detail
