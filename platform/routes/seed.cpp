// The demo city in a store: made once, in one transaction.

#include <algorithm>
#include <charconv>

#include "assets/assets.hpp"
#include "platform/domain/demo/demo_city.hpp"
#include "platform/routes/demo_seeder.hpp"
#include "platform/routes/service_impl.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::Done;

namespace {

/// The demo city's first category; no other catalogue has an id like it.
constexpr const char* kMark = "cat_buergerservice";

bool holds_a_catalogue(Database& database) {
  return !Table<contract::Organisation>::where(database, {}).empty() ||
         !Table<contract::Category>::where(database, {}).empty();
}

/// The hour before, as a security team sees it: scans, guessed passwords, probed payments. Each line begins
/// with its time, counted back from the city's present.
void add_demo_events(Database& database, const Pseudonyms& pseudonyms, base::Timestamp now) {
  constexpr std::string_view kTime = R"({"time":)";
  std::string text;
  EventBatch batch;
  std::string_view rest = assets::find("demo/worms/events.ndjson");
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    std::int64_t back = 0;
    if (!line.starts_with(kTime)) continue;
    const char* end = std::from_chars(line.data() + kTime.size(), line.data() + line.size(), back).ptr;
    const base::Timestamp at{now.ms + back};
    text += std::string(kTime) + std::to_string(at.ms);
    text.append(end, line.data() + line.size()).push_back('\n');
    if (batch.count++ == 0) batch.first = at;
    batch.last = at;
  }
  if (batch.count == 0) return;
  batch.sealed = pseudonyms.seal_events(text);
  insert_batch(database, batch, now, false);
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
                                  if (const Done done = perform_demo_story(change, *city); !done) return done;
                                  Monitor::pass_over(change);  // the story's past is no news
                                  if (security_->watches())
                                    add_demo_events(change.database(), security_->pseudonyms(), change.now());
                                  return {};
                                });
}

}  // namespace stadtpult::platform
