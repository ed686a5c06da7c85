#pragma once
// The demo city "Worms" as it stands in assets/demo/worms: people, organisations, categories, mini-apps and
// what became of their versions. Everything in it is invented. Days count back from the day of seeding.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/content.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/review.hpp"
#include "api-client/contract/routes.hpp"
#include "api-client/contract/testphase.hpp"

namespace stadtpult::platform::demo {

struct Person {
  std::string key, name;
  contract::Role role = contract::Role::editor;
  std::string organisation;                               ///< "" for people of the project
  std::optional<contract::Stakeholder> stakeholder = {};  ///< for whom they sign requirements
};

struct DemoOrganisation {
  contract::Organisation data;  ///< without times and revision
  int day = 0;
};

struct DemoCategory {
  std::string key, parent;  ///< parent "" for a top one
  contract::LocalizedText name;
  std::string icon;
};

/// One round of a review.
struct Decision {
  int day = 0;           ///< of the submission
  std::string reviewer;  ///< "" where nobody took it yet
  std::vector<std::string> reasons;
  std::string comment;
};

struct DemoVersion {
  std::string name;
  std::int64_t code = 1;  ///< counts the mini-app's versions
  int day = 0;            ///< made on this day; handed in too unless it stays a draft
  contract::VersionState state = contract::VersionState::draft;  ///< where its story ends
  std::string by;                                                ///< who made it and handed it in
  Decision review;
  std::optional<Decision> first_round;  ///< it was returned once before
  int ticked = 0;                       ///< lines of the checklist done in an open review
  std::string note;
  std::vector<contract::Permission> permissions;  ///< name and reason
  std::vector<std::string> releases;              ///< keys of the releases that take it along
  std::string why;                                ///< of a suspension or withdrawal
  int ended_day = 0;                              ///< of a suspension or withdrawal
  std::string ended_by;
  std::string resume_by;  ///< who asked to resume; "" for nobody
};

struct DemoMiniapp {
  std::string key;  ///< last part of its app_id
  contract::Miniapp
      data;  ///< app_id, kind, texts, icon, keys of services; category_id holds the category's key
  std::vector<DemoVersion> versions;  ///< oldest first
};

struct DemoRelease {
  std::string key;
  int day = 0, minute = 0;  ///< minute of that day, UTC
  contract::Ring ring = contract::Ring::employees;
  std::string note;
  bool categories = false;           ///< takes along every category as it then stands
  std::optional<int> undone_minute;  ///< taken back on the same day
};

/// A change of the working catalogue, most of them not published yet.
struct DemoChange {
  int day = 0, minute = 0;
  std::string by;
  std::string miniapp, category;  ///< what is changed: the mini-app, or else the category
  std::optional<contract::LocalizedText> name, summary;
  std::string move_to;  ///< category that the mini-app or category goes to; "" where it stays
  bool archive = false;
};

/// A page and what became of it. Texts of `revised` replace those of its blocks by their path; the
/// translations that are not among them are outdated from then on.
struct DemoPage {
  std::string key, parent;  ///< parent "" for a top one of its category
  contract::ContentPage
      data;  ///< type, texts, owner, leika_key and content; category_id holds the category's key
  std::string by;
  int day = 0;
  contract::PageState state = contract::PageState::draft;  ///< where its first version's story ends
  std::string note;                                        ///< of what was sent back
  std::string release;                                     ///< that took it along; "" for none
  int publish_in = 0, expire_in = 0;                       ///< days after the day of seeding; 0: not planned
  int expired_day = 0;                                     ///< it ran out on this day; 0: it did not
  int revised_day = 0;                                     ///< 0: it was not revised
  std::string revised_content, revised_release;            ///< a revision without a release is still a draft
};

/// What a tester said.
struct DemoFeedback {
  std::string key;
  int day = 0, minute = 0;
  contract::Feedback data;
};

/// Something that a person did in the test phase, in the API's own words.
struct DemoAct {
  int day = 0, minute = 0;
  std::string by;
  contract::Operation operation = contract::Operation::create_requirement;
  std::string key;   ///< of what it makes: the words of its id
  std::string of;    ///< id that fills the path; "" for none
  std::string body;  ///< JSON; "@-3 08:00" in it is that time (UTC) of the day so far from the day of seeding
  std::vector<std::pair<std::string, std::string>> query = {};
};

struct DemoCity {
  std::vector<Person> people;  ///< also one contact for each organisation that hands in for itself
  std::vector<DemoOrganisation> organisations;
  std::vector<DemoCategory> categories;  ///< parents before children, in the citizens' order
  std::vector<contract::Reason> reasons;
  std::vector<DemoMiniapp> miniapps;
  std::vector<DemoRelease> releases;  ///< in order of time
  std::vector<DemoChange> changes;    ///< in order of time
  std::vector<DemoPage> pages;        ///< parents before children
  std::vector<DemoFeedback> feedback;
  std::vector<DemoAct> acts;  ///< acts and feedback of one minute happen in the order they stand here

  [[nodiscard]] const Person* person(const std::string& key) const;
};

/// Reads the city from the programs' own files. An error names the file and the first thing that is wrong
/// there; a test makes sure that there is none. Any thread.
base::Result<DemoCity> load_demo_city();

/// What is wrong with a city: a sentence for each reference that leads nowhere, text that lacks a language,
/// key that stands twice, or story that cannot happen. Empty for a sound one.
std::vector<std::string> check_demo_city(const DemoCity& city);

}  // namespace stadtpult::platform::demo
