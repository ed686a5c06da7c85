#include "platform/domain/demo/demo_story.hpp"

#include <algorithm>
#include <cstdio>

namespace stadtpult::platform::demo {
namespace {

using contract::ReviewState;
using contract::VersionState;

constexpr std::int64_t kMinute = 60'000, kDay = 24 * 60 * kMinute;

/// A number from 0 to below `range` that looks like chance and is always the same for the same words
/// (FNV-1a).
int scattered(const std::string& words, int range) {
  std::uint32_t hash = 2166136261U;
  for (const char c : words) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return static_cast<int>(hash % static_cast<std::uint32_t>(range));
}

class Teller {
 public:
  Teller(const DemoCity& city, base::Timestamp now) : city_(city) {
    // The last deeds happen in the morning of day 0; seeded before that, day 0 is yesterday.
    midnight_ = now.ms / kDay * kDay;
    if (now.ms - midnight_ < 12 * 60 * kMinute) midnight_ -= kDay;
  }

  std::vector<Step> run() {
    foundations();
    for (const auto& miniapp : city_.miniapps) tell(miniapp);
    for (const auto& page : city_.pages) tell(page);
    for (const auto& release : city_.releases) {
      add(release.day, release.minute, "arndt", Publish{&release});
      if (release.undone_minute) add(release.day, *release.undone_minute, "arndt", UndoRelease{&release});
    }
    for (const auto& change : city_.changes)
      add(change.day, change.minute, change.by, ChangeCatalogue{&change});
    // Nobody of the city says what testers say; it is written down as the lead's day has it.
    for (const auto& each : city_.feedback) add(each.day, each.minute, "arndt", SayFeedback{&each});
    for (const auto& each : city_.acts)
      add(each.day, each.minute, each.by, UseRoute{&each, with_times(each.body)});
    std::stable_sort(steps_.begin(), steps_.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
    return std::move(steps_);
  }

 private:
  static constexpr int kFoundingDay = 61, kRecentDays = 5, kAll = -1;
  static constexpr const char* kCatalogueEditor = "vogt";  // gives each mini-app its place in the catalogue

  void add(int day, int minute, const std::string& by, Deed deed) {
    // Seconds and milliseconds scatter too, so that lists by time have one order.
    const auto second = scattered(by + std::to_string(steps_.size()), 60'000);
    steps_.push_back(
        {{midnight_ - day * kDay + minute * kMinute + second}, city_.person(by), std::move(deed)});
  }

  void foundations() {
    int minute = 8 * 60;
    for (const auto& reason : city_.reasons) add(kFoundingDay, minute++, "arndt", AddReason{&reason});
    for (const auto& category : city_.categories)
      add(kFoundingDay, minute++, "arndt", AddCategory{&category});
    minute = 9 * 60;
    for (const auto& each : city_.organisations)
      add(each.day, minute++, each.data.verified ? "wendt" : "yildiz", AddOrganisation{&each});
  }

  void tell(const DemoMiniapp& miniapp) {
    bool first = true;
    for (const auto& version : miniapp.versions) {
      const int day = version.first_round ? version.first_round->day : version.day;
      const int minute = 6 * 60 + scattered(miniapp.key + version.name, 150);
      if (first) add(day, minute, kCatalogueEditor, AddMiniapp{&miniapp});
      first = false;
      add(day, minute + 1, version.by, AddVersion{&miniapp, &version});
      if (version.state != VersionState::draft) tell(miniapp, version, minute);
    }
  }

  /// From handing in to where the version's story ends; `minute` is when it was made.
  void tell(const DemoMiniapp& miniapp, const DemoVersion& version, int minute) {
    if (version.first_round) {
      submit(miniapp, version, version.first_round->day, minute + 3);
      decide(version, *version.first_round, ReviewState::changes_requested);
    }
    submit(miniapp, version, version.day, minute + 5);
    // What is withdrawn without having been released had not been taken for review.
    const bool unreviewed = version.state == VersionState::submitted ||
                            (version.state == VersionState::withdrawn && version.releases.empty());
    switch (version.state) {
      case VersionState::changes_requested:
        decide(version, version.review, ReviewState::changes_requested);
        break;
      case VersionState::rejected:
        decide(version, version.review, ReviewState::rejected);
        break;
      case VersionState::in_review:
        review(version, version.review, version.ticked);
        break;
      case VersionState::draft:
      case VersionState::submitted:
        break;
      case VersionState::approved:
      case VersionState::released:
      case VersionState::suspended:
      case VersionState::withdrawn:
        if (!unreviewed) decide(version, version.review, ReviewState::approved);
        end(miniapp, version);
    }
  }

  /// Written in the morning, handed in and judged by a colleague before noon.
  void tell(const DemoPage& page) {
    using enum contract::PageState;
    const int minute = 6 * 60 + scattered(page.key, 60);
    const std::string colleague = page.by == "vogt" ? "kaya" : "vogt";
    add(page.day, minute, page.by, AddPage{&page});
    if (page.publish_in > 0 || page.expire_in > 0)
      add(page.day, minute + 2, page.by,
          PlanPage{&page, day_to_come(page.publish_in), day_to_come(page.expire_in)});
    if (page.state == trashed) return add(page.day - 1, minute, page.by, MovePage{&page, trashed});
    if (page.state == draft) return;
    add(page.day, minute + 5, page.by, MovePage{&page, in_review});
    if (page.state == in_review) return;
    if (page.state == changes_requested)
      return add(page.day, minute + 45, colleague, MovePage{&page, changes_requested});
    add(page.day, minute + 45, colleague, MovePage{&page, approved});
    if (page.state == archived) add(page.day - 1, minute, page.by, MovePage{&page, archived});
    if (page.expired_day > 0) add(page.expired_day, 22 * 60, page.by, ExpirePage{&page});
    if (page.revised_day == 0) return;
    add(page.revised_day, minute, page.by, RevisePage{&page});
    if (page.revised_release.empty()) return;
    add(page.revised_day, minute + 5, page.by, MovePage{&page, in_review});
    add(page.revised_day, minute + 45, colleague, MovePage{&page, approved});
  }

  /// Each "@-3 08:00" as the time that it stands for.
  [[nodiscard]] std::string with_times(std::string body) const {
    for (auto at = body.find("\"@"); at != std::string::npos; at = body.find("\"@", at + 1)) {
      const auto end = body.find('"', at + 1);
      int days = 0, hours = 0, minutes = 0;
      if (std::sscanf(body.c_str() + at, "\"@%d %d:%d\"", &days, &hours, &minutes) != 3) continue;
      const base::Timestamp time{midnight_ + days * kDay + (hours * 60 + minutes) * kMinute};
      body.replace(at + 1, end - at - 1, base::to_rfc3339(time));
    }
    return body;
  }

  [[nodiscard]] base::Timestamp day_to_come(int days) const {
    return days == 0 ? base::Timestamp{} : base::Timestamp{midnight_ + days * kDay + 7 * 60 * kMinute};
  }

  void submit(const DemoMiniapp& miniapp, const DemoVersion& version, int day, int minute) {
    add(day, minute, version.by, MoveVersion{&miniapp, &version, VersionState::submitted, ""});
  }

  /// Taken and ticked in the afternoon of the day of submission; `lines` kAll: all of them.
  void review(const DemoVersion& version, const Decision& round, int lines) {
    const int minute = 12 * 60 + scattered(round.reviewer + version.name, 90);
    add(round.day, minute, round.reviewer, TakeReview{&version});
    if (lines != 0) add(round.day, minute + 25, round.reviewer, TickReview{&version, lines, lines == kAll});
  }

  /// Reviews of the last days show each step; older ones were done in one go, which makes seeding faster.
  void decide(const DemoVersion& version, const Decision& round, ReviewState to) {
    const bool in_one_go = round.day > kRecentDays;
    if (!in_one_go) review(version, round, to == ReviewState::approved ? kAll : 1);
    const int minute = 15 * 60 + scattered(version.name + version.note, 60);
    add(round.day, minute, round.reviewer, DecideReview{&version, to, &round, in_one_go});
  }

  void end(const DemoMiniapp& miniapp, const DemoVersion& version) {
    if (version.state != VersionState::suspended && version.state != VersionState::withdrawn) return;
    const int minute = 10 * 60 + scattered(version.why, 120);
    add(version.ended_day, minute, version.ended_by,
        MoveVersion{&miniapp, &version, version.state, version.why});
    if (!version.resume_by.empty())
      add(version.ended_day - 1, minute, version.resume_by,
          MoveVersion{&miniapp, &version, VersionState::released, "Die Ursache ist behoben"});
  }

  const DemoCity& city_;
  std::int64_t midnight_ = 0;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> demo_story(const DemoCity& city, base::Timestamp now) {
  return Teller(city, now).run();
}

}  // namespace stadtpult::platform::demo
