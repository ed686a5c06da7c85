// From a key in the editor to the disk, on one clock: the panel's frames, the keeper behind them and the
// store's files.
#include <doctest/doctest.h>

#include "api-client/client/client.hpp"
#include "api-client/client/keeper.hpp"
#include "panels/content/content_ui.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/content/sample.hpp"
#include "tests/support/hand_clock.hpp"
#include "tests/support/kept_drafts.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using UiRole = test::Role;

namespace {

constexpr std::int64_t kOnDiskMs = 250;
constexpr std::int64_t kFrameMs = 17;

/// A desk whose intents go where the console sends them, after each frame.
struct JournalDesk : test::Desk<ContentPanel> {
  JournalDesk()
      : test::Desk<ContentPanel>(
            [] {
              auto start = sample::working_city(contract::Role::editor);
              sample::write(start, sample::now(), 0);
              return start;
            }(),
            {.width = 1440, .height = 1000}) {
    auto opened = client::LocalStore::open(dir.path());
    REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
    store = std::move(*opened);
    keeper = std::make_unique<client::Keeper>(
        [this](std::chrono::milliseconds delay, std::function<void()> task) {
          time.after(delay, std::move(task));
        },
        *store, time.clock(), client::ClientOptions{}.draft_delay_ms, [](const client::Update&) {});
    ui.frame(2);
    const auto page = sample::housing_page();
    panel.open({"content", page.id, ""}, world());
    sample::open(state, page, now);
    run(3);
  }
  /// Frames with the time that they take; none is drawn while nothing happens.
  void run(int frames) {
    for (int i = 0; i < frames; ++i) {
      ui.frame(1, static_cast<float>(kFrameMs) / 1000);
      carry_out();
      time.pass(kFrameMs);
    }
  }
  void carry_out() {
    for (const auto& draft : asked<KeepDraft>()) keeper->save_draft(draft.key, draft.text);
    forget();
  }
  /// The key goes down; the frame that it wakes is drawn.
  void key(const std::string& letter) {
    ui.type(letter);
    carry_out();
    time.pass(2 * kFrameMs);
  }
  [[nodiscard]] bool on_disk(const std::string& words) const {
    for (const auto& [key, draft] : test::drafts_on_disk(dir.path()))
      if (draft.text.find(words) != std::string::npos) return true;
    return false;
  }

  test::TempDir dir;
  test::HandClock time;
  std::unique_ptr<client::LocalStore> store;
  std::unique_ptr<client::Keeper> keeper;
};

}  // namespace

TEST_CASE("every key in the editor is on disk within 250 ms, also of somebody who types without a pause") {
  JournalDesk desk;
  REQUIRE(desk.ui.click(UiRole::textbox, "Titel der Seite"));
  desk.ui.press({kit::Key::end});
  desk.run(1);
  // One key, then nothing: no later frame has to come for it.
  desk.key("q");
  desk.time.pass(kOnDiskMs - 2 * kFrameMs);
  std::string typed = desk.ui.value(UiRole::textbox, "Titel der Seite");
  REQUIRE(typed.ends_with("q"));
  CHECK(desk.on_disk(typed));

  const std::string letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
  std::vector<std::pair<std::int64_t, std::string>> keys;  // when it went down, and what stood there then
  std::size_t judged = 0;
  for (const char letter : letters) {
    typed += letter;
    keys.emplace_back(desk.time.ms(), typed);
    desk.key(std::string(1, letter));
    while (judged < keys.size() && keys[judged].first + kOnDiskMs <= desk.time.ms()) {
      CAPTURE(judged);
      REQUIRE(desk.on_disk(keys[judged].second));
      ++judged;
    }
  }
  REQUIRE(judged > letters.size() / 2);
  desk.time.pass(kOnDiskMs);
  CHECK(desk.on_disk(typed));
  CHECK(desk.ui.value(UiRole::textbox, "Titel der Seite") == typed);
}
