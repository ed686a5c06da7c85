#include <nlohmann/json.hpp>

#include "platform/app/account_pages.hpp"

namespace stadtpult::platform::app {
namespace {

nlohmann::ordered_json instant(base::Timestamp at) {
  return base::to_rfc3339(at);
}

}  // namespace

std::string account_json(const AccountView& view) {
  using Ordered = nlohmann::ordered_json;
  Ordered sessions = Ordered::array(), codes = Ordered::array(), record = Ordered::array();
  for (const auto& each : view.sessions)
    sessions.push_back({{"signed_in_at", instant(each.since)},
                        {"last_visit_at", instant(each.seen_at)},
                        {"ends_at", instant(each.ends_at)},
                        {"this_device", each.here}});
  for (const auto& each : view.attempts)
    codes.push_back({{"asked_for_at", instant(each.at)}, {"good_until", instant(each.good_until)}});
  for (const auto& each : view.record) record.push_back({{"at", instant(each.at)}, {"action", each.action}});
  Ordered rounds = Ordered::array();
  for (const auto& each : view.parts) {
    Ordered part{{"round", each.round_name}, {"tester", each.tester}, {"joined_at", instant(each.joined_at)}};
    if (each.left_at) part["left_at"] = instant(each.left_at);
    rounds.push_back(std::move(part));
  }
  Ordered identity;  // null: not confirmed
  if (view.identity)
    identity = {{"confirmed_at", instant(view.identity->checked_at)},
                {"method", contract::enum_name(view.identity->method)},
                {"document", contract::enum_name(view.identity->document)},
                {"name", view.identity->name},
                {"check", view.identity->id},
                {"confirmed_by", view.identity->checked_by}};
  if (view.identity_code)
    codes.push_back({{"asked_for_at", instant(view.identity_code->at)},
                     {"good_until", instant(view.identity_code->good_until)},
                     {"for", "identity"}});
  return Ordered{{"account", view.id},
                 {"email", view.email},
                 {"merchant", view.merchant},
                 {"identity", std::move(identity)},
                 {"created_at", instant(view.created_at)},
                 {"last_visit_at", instant(view.seen_at)},
                 {"sessions", std::move(sessions)},
                 {"codes", std::move(codes)},
                 {"test_rounds", std::move(rounds)},
                 {"record", std::move(record)}}
      .dump(2);
}

}  // namespace stadtpult::platform::app
