// When typed text is on disk: by a clock that the test moves, read from the files as they are then.

#include "api-client/client/keeper.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <vector>

#include "api-client/client/client.hpp"
#include "tests/support/hand_clock.hpp"
#include "tests/support/kept_drafts.hpp"

using namespace stadtpult;
using namespace stadtpult::client;

namespace {

/// What the city demands: every key is on disk so long after it.
constexpr std::int64_t kSoonMs = 250;

/// The keeper with the delay that the console has.
struct Journal {
  Journal() {
    auto opened = LocalStore::open(dir.path());
    REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
    store = std::move(*opened);
    keeper =
        std::make_unique<Keeper>([this](std::chrono::milliseconds delay,
                                        std::function<void()> task) { time.after(delay, std::move(task)); },
                                 *store, time.clock(), ClientOptions{}.draft_delay_ms,
                                 [this](Update update) { told.push_back(std::move(update)); });
  }
  [[nodiscard]] std::string on_disk(const std::string& key) const {
    const auto drafts = test::drafts_on_disk(dir.path());
    const auto at = drafts.find(key);
    return at == drafts.end() ? "" : at->second.text;
  }

  test::TempDir dir;
  test::HandClock time;
  std::unique_ptr<LocalStore> store;
  std::vector<Update> told;
  std::unique_ptr<Keeper> keeper;
};

}  // namespace

TEST_CASE("a single key is on disk within 250 ms") {
  Journal journal;
  journal.keeper->save_draft("page", "W");
  journal.time.pass(kSoonMs);
  CHECK(journal.on_disk("page") == "W");
  // Others that are typed into at the same time, and one that was emptied, are no exception.
  journal.keeper->save_draft("page", "");
  journal.time.pass(20);
  journal.keeper->save_draft("note", "N");
  journal.keeper->save_setting("theme", "dark");
  journal.time.pass(kSoonMs);
  CHECK(journal.on_disk("note") == "N");
  CHECK_FALSE(test::drafts_on_disk(journal.dir.path()).contains("page"));
}

TEST_CASE("typing on does not postpone it: every key is on disk within 250 ms") {
  Journal journal;
  // A key every 30 ms is faster than anybody types; a held key comes as often.
  for (const std::int64_t pause : {30, 90, 110, 240}) {
    CAPTURE(pause);
    const std::int64_t begun = journal.time.ms();
    std::string text;
    for (int key = 1; key <= 40; ++key) {
      text += static_cast<char>('a' + key % 26);
      journal.keeper->save_draft("page", text);
      journal.time.pass(pause);
      // Those that went down 250 ms ago or longer.
      const std::int64_t due = (journal.time.ms() - begun - kSoonMs) / pause + 1;
      if (journal.time.ms() - begun < kSoonMs) continue;
      CHECK(journal.on_disk("page").size() >= static_cast<std::size_t>(due));
    }
    journal.time.pass(kSoonMs);
    CHECK(journal.on_disk("page") == text);
  }
}

TEST_CASE("a key after a disk that refused is on disk within 250 ms, too, with what it refused") {
  Journal journal;
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit full{64 * 1024, before.rlim_max};
  const std::string large(500'000, 'x');
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &full) == 0);
  journal.keeper->save_draft("page", large);
  journal.time.pass(kSoonMs);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  REQUIRE(journal.on_disk("page").empty());
  REQUIRE(journal.told.size() == 1);
  REQUIRE(journal.told.front().get_if<DiskState>() != nullptr);
  CHECK_FALSE(journal.told.front().get_if<DiskState>()->ok);
  journal.keeper->save_draft("page", large + "y");
  journal.time.pass(kSoonMs);
  CHECK(journal.on_disk("page") == large + "y");
  REQUIRE(journal.told.size() == 3);  // it takes again, and the draft is there
  REQUIRE(journal.told[1].get_if<DiskState>() != nullptr);
  CHECK(journal.told[1].get_if<DiskState>()->ok);
}

TEST_CASE("what a disk refused is tried again without another key") {
  Journal journal;
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit full{64 * 1024, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &full) == 0);
  journal.keeper->save_draft("page", std::string(500'000, 'x'));
  journal.time.pass(10'000);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  CHECK(journal.on_disk("page").empty());
  journal.time.pass(2'000);
  CHECK(journal.on_disk("page").size() == 500'000);
}
