#include "platform/security/demo_story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/base/log.hpp"
#include "assets/assets.hpp"
#include "platform/security/acts.hpp"
#include "platform/security/segments.hpp"
#include "platform/store/principals.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::Done;
using contract::Alert;
using contract::Incident;
using Json = nlohmann::json;

namespace {

/// The cursor of this name says how far the story is.
const char* const kCursor = "demo";
constexpr std::int64_t kPromised = 0, kHappened = 1, kTold = 2;

Json story() {
  return base::parse_json(assets::find("demo/worms/security.json"));
}

/// "{i}" in every text of the event becomes the number of the repetition.
void number_texts(Json& value, int number) {
  if (value.is_string()) {
    auto text = value.get<std::string>();
    for (size_t at = text.find("{i}"); at != std::string::npos; at = text.find("{i}"))
      text.replace(at, 3, std::to_string(number));
    value = text;
  } else if (value.is_structured()) {
    for (auto& each : value) number_texts(each, number);
  }
}

/// The scenes as batches that nobody has looked at yet: one a class of events, in the order of time.
void let_happen(Change& change, const Pseudonyms& pseudonyms, const Json& told) {
  std::vector<std::pair<std::int64_t, Json>> events;
  for (const auto& scene : told["scenes"])
    for (int i = 0; i < scene["repeat"].get<int>(); ++i) {
      Json event = scene["event"];
      number_texts(event, i + 1);
      const std::int64_t at = change.now().ms - scene["minutes_ago"].get<std::int64_t>() * base::kMinuteMs +
                              i * scene["every_s"].get<std::int64_t>() * 1'000;
      event["time"] = at;
      events.emplace_back(at, std::move(event));
    }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto& one, const auto& other) { return one.first < other.first; });
  Segments segments;
  for (const auto& [at, event] : events)
    segments.add(event["class_uid"].get<std::int64_t>(), {at}, event.dump());
  segments.store(change.database(), pseudonyms, "worms", change.now(), false);
}

std::vector<Alert> alerts_of(Database& database, const std::string& rule_id) {
  auto alerts = Table<Alert>::where(database, {{"rule_id", {rule_id}}});
  std::sort(alerts.begin(), alerts.end(),
            [](const Alert& one, const Alert& other) { return one.first_at < other.first_at; });
  return alerts;
}

/// One act on one alert, as the call does it.
void act(Change& change, const Alert& before, const contract::AlertChange& wanted) {
  const auto acts = resolve(wanted, change.database(), change.actor(), change.now());
  if (!acts) return base::log::warn("The demo city's story: {}", acts.error().message);
  act_on(change, before, *acts);
}

void let_people_act(Change& change, const Json& told) {
  for (const auto& one : told["acts"]) {
    const auto wanted = contract::decode_patch(one["change"].dump(), contract::AlertChange{});
    if (!wanted) continue;
    for (const auto& alert : alerts_of(change.database(), one["rule"].get<std::string>())) {
      act(change, alert, *wanted);
      if (one.value("oldest", false)) break;
    }
  }
  for (const auto& one : told["incidents"]) {
    Incident incident;
    incident.title = one["title"].get<std::string>();
    incident.summary = one["summary"].get<std::string>();
    incident.severity_id = one["severity_id"].get<std::int64_t>();
    incident.number = next_number(change.database(), table_info<Incident>());
    incident.timeline.push_back(step_of(change, "raised"));
    change.insert(incident);
    contract::AlertChange link;
    link.incident_id = incident.id;
    for (const auto& rule : one["rules"])
      for (const auto& alert : alerts_of(change.database(), rule.get<std::string>()))
        act(change, alert, link);
  }
}

}  // namespace

void promise_demo_story(Change& change) {
  move_cursor(change.database(), kCursor, std::nullopt, kPromised);
}

bool demo_story_is_open(Database& database) {
  return read_cursor(database, kCursor).value_or(kTold) < kTold;
}

bool tell_demo_story(Store& store, const Pseudonyms& pseudonyms,
                     const std::function<Occasion(const Actor&)>& occasion) {
  std::optional<std::int64_t> at;
  std::int64_t unseen = 0;
  Actor person = system_actor();
  const Json told = story();
  if (!told.is_object()) return false;
  const Done read = store.read([&](Database& database) {
    at = read_cursor(database, kCursor);
    unseen = undetected_events(database);
    if (auto found =
            find_principal(database, told["by"].get<std::string>(), contract::Role::security_analyst, ""))
      person = std::move(*found);
  });
  if (!read || !at || *at >= kTold || unseen > 0) return false;
  const Done done = store.write_and_wait([&] { return occasion(*at == kPromised ? system_actor() : person); },
                                         [&](Change& change) -> Done {
                                           if (!move_cursor(change.database(), kCursor, at, *at + 1))
                                             return {};
                                           if (*at == kPromised)
                                             let_happen(change, pseudonyms, told);
                                           else
                                             let_people_act(change, told);
                                           return {};
                                         });
  if (!done) base::log::warn("The demo city's story was not told: {}", done.error().message);
  return done.ok();
}

}  // namespace stadtpult::platform
