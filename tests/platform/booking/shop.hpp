#pragma once
// A merchant with something that can be booked, citizens who do it, and a calendar that stands at a Tuesday.

#include <doctest/doctest.h>

#include <thread>

#include "api-client/hours/local_time.hpp"
#include "tests/platform/service/harness.hpp"

namespace stadtpult::platform::test {

inline constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

inline std::int64_t utc_ms(std::string_view text) {
  return base::from_rfc3339(text).value().ms;
}
/// The instant of a time on the wall, as the API speaks it.
inline std::string wall(std::string_view text) {
  return base::to_rfc3339(hours::instant_of(hours::local_time_of(text).value()));
}

/// Puts a merchant into the store as it is, whatever its onboarding would say.
inline std::string add_merchant(ServiceImpl& service, contract::Merchant merchant) {
  const auto done = service.store().write_and_wait([&] { return service.occasion(system_actor(), ""); },
                                                   [&](Change& change) -> base::Done {
                                                     change.insert(merchant);
                                                     return {};
                                                   });
  REQUIRE_MESSAGE(done.ok(), (done ? "" : done.error().message));
  return merchant.id;
}

inline contract::Merchant bicycle_shop(std::string organisation = "demo-merchant", std::int64_t number = 1) {
  contract::Merchant merchant;
  merchant.number = number;
  merchant.organisation_id = std::move(organisation);
  merchant.name = "Rad Speichenglück";
  merchant.trade = "Fahrradwerkstatt";
  merchant.legal_name = "Speichenglück GmbH";
  merchant.register_court = "Mainz";
  merchant.register_kind = contract::RegisterKind::hrb;
  merchant.register_number = "4711";
  merchant.contact_name = "Gül Rad";
  merchant.contact_email = "kontakt@rad.example";
  merchant.phone = "+49 6241 123456";
  merchant.street = "Kämmererstr. 7";
  merchant.postal_code = "67547";
  merchant.city = "Worms";
  merchant.iban = "DE02120300000000202051";
  merchant.self_certified = true;
  merchant.opening_hours = "Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-13:00; PH off";
  merchant.verification = contract::MerchantVerification::verified;
  merchant.activity = contract::MerchantActivity::active;
  return merchant;
}

struct Shop {
  explicit Shop(ServiceOptions options = {}) : platform(std::move(options)) {
    platform.time.ms = utc_ms("2026-12-01T07:00:00Z");  // Tuesday, 8 o'clock in Worms
    merchant = add_merchant(platform.impl(), bicycle_shop());
  }
  Platform platform;
  std::string merchant;

  Reply make(const Json& more = {}) {
    Json body = {
        {"merchant_id", merchant}, {"name", "Werkbank 1"}, {"slot_minutes", 60}, {"lead_minutes", 0}};
    if (!more.is_null()) body.update(more);
    return platform.post("/v1/resources", platform.merchant(), body);
  }
  std::string resource(const Json& more = {}) {
    const Reply made = make(more);
    REQUIRE_MESSAGE(made.status == 201, made.text);
    return made.id();
  }
  Reply book(const std::string& resource_id, const std::string& at, const Json& more = {},
             const std::string& key = "") {
    Json body = {{"resource_id", resource_id}, {"starts_at", at}};
    if (!more.is_null()) body.update(more);
    return platform.ask("POST", "/v1/bookings", platform.merchant(), body.dump(), {.key = key});
  }
  Reply hold(const std::string& resource_id, const std::string& at, const Json& more = {},
             const Extra& extra = {}) {
    Json body = {{"resource_id", resource_id}, {"starts_at", at}};
    if (!more.is_null()) body.update(more);
    return platform.ask("POST", "/v1/public/bookings", "", body.dump(), extra);
  }
  std::string ticket(const std::string& resource_id, const std::string& at, const Json& more = {}) {
    const Reply held = hold(resource_id, at, more);
    REQUIRE_MESSAGE(held.status == 201, held.text);
    return held.body["ticket"];
  }
  Reply act(const std::string& ticket, const Json& body) {
    return platform.post("/v1/public/bookings/" + ticket, "", body);
  }
  /// Confirmed by a citizen.
  std::string confirmed(const std::string& resource_id, const std::string& at, const Json& more = {}) {
    const auto secret = ticket(resource_id, at);
    Json body = {{"state", "confirmed"}, {"name", "Ada Müller"}, {"email", "ada@example.org"}};
    if (!more.is_null()) body.update(more);
    const Reply done = act(secret, body);
    REQUIRE_MESSAGE(done.status == 200, done.text);
    return secret;
  }
  Json slots(const std::string& resource_id, const std::string& day) {
    const auto from = hours::local_time_of(day).value();
    return platform
        .get("/v1/public/resources/" + resource_id +
                 "/slots?from=" + base::to_rfc3339(hours::instant_of(from)) +
                 "&to=" + base::to_rfc3339(hours::instant_of({from.minutes + hours::kDayMinutes})),
             "")
        .part("items");
  }
  /// "08:00 09:00 …": where something is free.
  std::string free(const std::string& resource_id, const std::string& day) {
    std::string out;
    for (const auto& slot : slots(resource_id, day))
      if (slot["free"].get<int>() > 0)
        out +=
            (out.empty() ? "" : " ") +
            hours::text_of(hours::local_of(base::from_rfc3339(slot["starts_at"].get<std::string>()).value()))
                .substr(11);
    return out;
  }
  void set_activity(contract::MerchantActivity activity) {
    auto& service = platform.impl();
    const auto done = service.store().write_and_wait([&] { return service.occasion(system_actor(), ""); },
                                                     [&](Change& change) -> base::Done {
                                                       const auto before =
                                                           change.find<contract::Merchant>(merchant);
                                                       auto after = *before;
                                                       after.activity = activity;
                                                       change.update(*before, after);
                                                       return {};
                                                     });
    REQUIRE(done.ok());
  }
};

}  // namespace stadtpult::platform::test
