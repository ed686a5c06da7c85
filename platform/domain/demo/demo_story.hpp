#pragma once
// The demo city's last weeks as a list of deeds in order of time: who did what when. Whoever seeds performs
// them one after the other as if the people had done them themselves.

#include <variant>
#include <vector>

#include "api-client/base/clock.hpp"
#include "platform/domain/demo/demo_city.hpp"

namespace stadtpult::platform::demo {

struct AddOrganisation {
  const DemoOrganisation* organisation;
};
struct AddCategory {
  const DemoCategory* category;
};
struct AddReason {
  const contract::Reason* reason;
};
struct AddMiniapp {
  const DemoMiniapp* miniapp;
};
struct AddVersion {
  const DemoMiniapp* miniapp;
  const DemoVersion* version;
};
/// A step in a version's life: submitted, suspended, withdrawn, or released (asking to resume).
struct MoveVersion {
  const DemoMiniapp* miniapp;
  const DemoVersion* version;
  contract::VersionState to;
  std::string reason;
};
/// A reviewer takes the version's open review.
struct TakeReview {
  const DemoVersion* version;
};
/// A reviewer passes the first `lines` lines that a person answers.
struct TickReview {
  const DemoVersion* version;
  int lines = 0;
  bool all = false;
};
struct DecideReview {
  const DemoVersion* version;
  contract::ReviewState to;
  const Decision* decision;
  bool in_one_go = false;  ///< taken and ticked by the same deed
};
struct AddPage {
  const DemoPage* page;
};
/// The page is written on: `revised_content` takes the place of its blocks.
struct RevisePage {
  const DemoPage* page;
};
struct MovePage {
  const DemoPage* page;
  contract::PageState to;
};
/// A time that is still to come, counted from the story's day 0: publish_at or expire_at.
struct PlanPage {
  const DemoPage* page;
  base::Timestamp publish_at, expire_at;
};
/// The schedule takes it out.
struct ExpirePage {
  const DemoPage* page;
};
struct Publish {
  const DemoRelease* release;
};
struct UndoRelease {
  const DemoRelease* release;
};
struct ChangeCatalogue {
  const DemoChange* change;
};
struct SayFeedback {
  const DemoFeedback* feedback;
};
/// A call in the API's own words; the times in `body` are real ones.
struct UseRoute {
  const DemoAct* act;
  std::string body;
};

using Deed = std::variant<AddOrganisation, AddCategory, AddReason, AddMiniapp, AddVersion, MoveVersion,
                          TakeReview, TickReview, DecideReview, AddPage, RevisePage, MovePage, PlanPage,
                          ExpirePage, Publish, UndoRelease, ChangeCatalogue, SayFeedback, UseRoute>;

struct Step {
  base::Timestamp at;
  const Person* by;
  Deed deed;
};

/// The whole story, ending before `now`; equal for equal arguments. `city` must outlive it.
std::vector<Step> demo_story(const DemoCity& city, base::Timestamp now);

}  // namespace stadtpult::platform::demo
