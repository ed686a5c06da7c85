#include "panels/testphase/reported_view.hpp"

#include <algorithm>

#include "panels/catalogue/compare_view.hpp"
#include "panels/content/live_view.hpp"
#include "panels/kit/text.hpp"
#include "panels/testphase/feedback_view.hpp"

namespace stadtpult::panels::testphase {

using content::Node;
using kit::tr;

namespace {

Node words(Node::Role role, std::string text, int level = 0) {
  Node node;
  node.role = role;
  node.level = level;
  if (role == Node::Role::heading)
    node.name = std::move(text);
  else
    node.runs = {{std::move(text), false, false, ""}};
  return node;
}

std::vector<Node> entry_of(const pages::MiniappThen& then, const contract::Version& version,
                           const std::string& language) {
  std::vector<Node> nodes;
  nodes.push_back(words(Node::Role::heading, then.name.in(language), 1));
  nodes.back().icon = then.icon;
  if (!then.summary.in(language).empty())
    nodes.push_back(words(Node::Role::paragraph, then.summary.in(language)));
  nodes.push_back(words(Node::Role::paragraph, then.organisation));
  nodes.push_back(
      words(Node::Role::paragraph, tr("testphase.reported.version", {{"version", version.name}})));
  nodes.push_back(words(Node::Role::heading, tr("testphase.reported.permissions"), 2));
  Node list = words(Node::Role::list, "");
  list.runs.clear();
  for (const auto& each : version.permissions) {
    // What the version no longer asks for is kept for the comparison only.
    if (each.change == contract::PermissionChange::removed) continue;
    auto text = detail::permission_name(each.name);
    if (!each.reason.empty()) text += ": " + each.reason;
    list.children.push_back(words(Node::Role::item, std::move(text)));
  }
  if (list.children.empty())
    nodes.push_back(words(Node::Role::paragraph, tr("testphase.reported.no_permissions")));
  else
    nodes.push_back(std::move(list));
  return nodes;
}

std::string why_no_versions(const client::Remote<std::vector<contract::Version>>& versions,
                            const World& world) {
  if (versions.state() == client::RemoteState::forbidden) return tr("testphase.reported.forbidden");
  if (versions.state() == client::RemoteState::failed) return tr("testphase.reported.failed");
  return tr(world.online ? "testphase.reported.loading" : "testphase.reported.offline");
}

}  // namespace

Reported reported_of(const contract::Feedback& feedback, const World& world) {
  Reported reported;
  reported.screen = feedback.screen;
  const std::string id = feedback.miniapp_id.value_or("");
  const auto* round = feedback.round_id ? world.state.test_rounds.find(*feedback.round_id) : nullptr;
  const auto ring = round != nullptr ? round->ring : contract::Ring::everyone;
  const auto ring_word =
      kit::tr_or(std::string("testphase.round.field.ring.") + contract::enum_name(ring), "");
  const auto then = pages::miniapp_then(world.state, id, ring, feedback.created_at, feedback.miniapp_version);
  if (then.version_id.empty()) {
    reported.absent = feedback.miniapp_version.empty()
                          ? tr("testphase.reported.not_live", {{"ring", ring_word}})
                          : tr("testphase.reported.never_live",
                               {{"version", feedback.miniapp_version}, {"ring", ring_word}});
    return reported;
  }
  const auto& remote = world.state.versions_of(id);
  reported.needs_versions = remote.state() == client::RemoteState::not_asked;
  reported.failed = remote.state() == client::RemoteState::failed;
  const auto* versions = remote.value();
  if (versions == nullptr) {
    reported.absent = why_no_versions(remote, world);
    return reported;
  }
  const auto version = std::find_if(versions->begin(), versions->end(),
                                    [&](const auto& each) { return each.id == then.version_id; });
  if (version == versions->end()) {
    reported.absent = tr("testphase.reported.gone", {{"version", then.version}});
    return reported;
  }
  reported.nodes = entry_of(then, *version, world.language);
  reported.source = tr(
      feedback.miniapp_version.empty() ? "testphase.reported.by_release" : "testphase.reported.by_reporter",
      {{"version", version->name}, {"ring", ring_word}, {"release", std::to_string(then.release)}});
  return reported;
}

}  // namespace stadtpult::panels::testphase
