// The demo city in a store: made once, in one transaction.

#include "platform/domain/demo/demo_city.hpp"
#include "platform/routes/demo_seeder.hpp"
#include "platform/routes/service_impl.hpp"
#include "platform/security/demo_story.hpp"

namespace stadtpult::platform {

using base::Done;

namespace {

/// The demo city's first category; no other catalogue has an id like it.
constexpr const char* kMark = "cat_buergerservice";

bool holds_a_catalogue(Database& database) {
  return !Table<contract::Organisation>::where(database, {}).empty() ||
         !Table<contract::Category>::where(database, {}).empty();
}

}  // namespace

Done ServiceImpl::seed_demo_city() {
  const auto city = demo::load_demo_city();
  if (!city) return city.error();
  return store_->write_and_wait([this] { return occasion(system_actor(), ""); },
                                [&](Change& change) -> Done {
                                  if (change.find<contract::Category>(kMark)) return {};
                                  if (holds_a_catalogue(change.database()))
                                    return base::fail(
                                        base::ErrorKind::conflict,
                                        "The store holds another catalogue already. The demo city "
                                        "goes into an empty store only; name another file.");
                                  if (const Done done = perform_demo_story(change, *city, options_); !done)
                                    return done;
                                  Monitor::pass_over(change);  // the story's past is no news
                                  promise_demo_story(change);
                                  return {};
                                });
}

}  // namespace stadtpult::platform
