// Two hundred citizens want the same slot, each on a connection of their own over TLS.

#include <doctest/doctest.h>

#include <latch>
#include <thread>

#include "api-client/contract/codec.hpp"
#include "platform/routes/service_impl.hpp"
#include "tests/support/served_platform.hpp"

namespace stadtpult::testing {
namespace {

constexpr int kCitizens = 200;

std::string make_resource(ServedPlatform& served, std::int64_t capacity) {
  auto& service = static_cast<platform::ServiceImpl&>(served.service());
  std::string id;
  const auto done =
      service.store().write_and_wait([&] { return service.occasion(platform::system_actor(), ""); },
                                     [&](platform::Change& change) -> base::Done {
                                       contract::Merchant merchant;
                                       merchant.number = capacity;
                                       merchant.name = "Rad Speichenglück";
                                       merchant.opening_hours = "Mo-Su 00:00-24:00";
                                       merchant.activity = contract::MerchantActivity::active;
                                       change.insert(merchant);
                                       contract::Resource resource;
                                       resource.merchant_id = merchant.id;
                                       resource.name = "Werkbank";
                                       resource.capacity = capacity;
                                       change.insert(resource);
                                       id = resource.id;
                                       return {};
                                     });
  REQUIRE_MESSAGE(done.ok(), (done ? "" : done.error().message));
  return id;
}

}  // namespace

TEST_CASE("two hundred clients fight for one slot: as many get it as it has seats") {
  for (const std::int64_t capacity : {1, 3}) {
    ServedPlatform served(false);  // its own, since one address does not try without end
    const auto resource = make_resource(served, capacity);
    const auto day = base::now().ms / base::kDayMs + 3;
    const auto body = "{\"resource_id\":\"" + resource + "\",\"starts_at\":\"" +
                      base::to_rfc3339({day * base::kDayMs + 12 * 60 * base::kMinuteMs}) + "\"}";
    std::latch start(kCitizens);
    std::atomic<int> got = 0, taken = 0, other = 0;
    std::vector<std::thread> citizens;
    for (int i = 0; i < kCitizens; ++i)
      citizens.emplace_back([&] {
        HttpsClient client(served.port(), {.timeout_ms = 60'000});
        start.arrive_and_wait();
        const Reply reply =
            client.request("POST", "/v1/public/bookings", {{"Content-Type", "application/json"}}, body);
        const bool says_why = reply.body.find("\"starts_at\"") != std::string::npos &&
                              reply.body.find("taken meanwhile") != std::string::npos;
        ++(reply.status == 201 ? got : reply.status == 409 && says_why ? taken : other);
      });
    for (auto& each : citizens) each.join();
    CHECK(got == capacity);
    CHECK(taken == kCitizens - capacity);
    CHECK(other == 0);
  }
}

}  // namespace stadtpult::testing
