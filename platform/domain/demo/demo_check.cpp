#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "platform/domain/demo/demo_city.hpp"

namespace stadtpult::platform::demo {
namespace {

using contract::VersionState;

class Checker {
 public:
  explicit Checker(const DemoCity& city) : city_(city) {}

  std::vector<std::string> run() {
    keys("person", city_.people, people_, [](const auto& each) { return each.key; });
    keys("organisation", city_.organisations, organisations_, [](const auto& each) { return each.data.id; });
    keys("reason", city_.reasons, reasons_, [](const auto& each) { return each.id; });
    keys("release", city_.releases, releases_, [](const auto& each) { return each.key; });
    keys("mini-app", city_.miniapps, miniapps_, [](const auto& each) { return each.key; });
    for (const auto& act : city_.acts)
      if (act.operation == contract::Operation::create_merchant) organisations_.insert("org_" + act.key);
    for (const auto& person : city_.people)
      if (!person.organisation.empty())
        known(organisations_, person.organisation, "organisation", person.key);
    for (const auto& reason : city_.reasons) both_languages(reason.text, reason.id);
    check_categories();
    for (const auto& miniapp : city_.miniapps) check(miniapp);
    for (const auto& change : city_.changes) check(change);
    for (const auto& page : city_.pages) check(page);
    for (const auto& each : city_.feedback)
      if (each.data.miniapp_id) known(miniapps_, each.data.miniapp_id->substr(4), "mini-app", each.key);
    for (const auto& act : city_.acts)
      known(people_, act.by, "person",
            std::string(contract::operation_name(act.operation)) + " " + act.key + act.of);
    for (std::size_t i = 1; i < city_.releases.size(); ++i)
      if (city_.releases[i - 1].day < city_.releases[i].day) wrong("the releases are not in order of time");
    return std::move(wrong_);
  }

 private:
  using Names = std::set<std::string>;

  void wrong(std::string sentence) { wrong_.push_back(std::move(sentence)); }

  template <typename Things, typename Key>
  void keys(const char* what, const Things& things, Names& names, Key&& key) {
    for (const auto& each : things)
      if (!names.insert(key(each)).second) wrong(fmt::format("the {} \"{}\" stands twice", what, key(each)));
  }

  void known(const Names& names, const std::string& name, const char* what, const std::string& where) {
    if (!names.contains(name)) wrong(fmt::format("{}: there is no {} \"{}\"", where, what, name));
  }

  void both_languages(const contract::LocalizedText& text, const std::string& where) {
    for (const char* language : {"de", "en"})
      if (!text.has(language)) wrong(fmt::format("{}: a text is missing in \"{}\"", where, language));
  }

  void check(const DemoPage& page) {
    known(categories_, page.data.category_id, "category", page.key);
    if (city_.person(page.by) == nullptr) wrong(page.key + ": there is no person \"" + page.by + "\"");
    if (!page.parent.empty()) known(pages_, page.parent, "page before it", page.key);
    if (!pages_.insert(page.key).second) wrong(page.key + ": the page stands twice");
    for (const auto& release : {page.release, page.revised_release})
      if (!release.empty()) known(releases_, release, "release", page.key);
    if ((page.state == contract::PageState::live) == page.release.empty())
      wrong(page.key + ": what is live was released");
  }

  void check_categories() {
    for (const auto& category : city_.categories) {
      both_languages(category.name, category.key);
      if (!category.parent.empty()) {
        known(categories_, category.parent, "category before it", category.key);
        if (!tops_.contains(category.parent)) wrong(category.key + ": lies deeper than two levels");
      } else {
        tops_.insert(category.key);
      }
      if (!categories_.insert(category.key).second) wrong(category.key + ": the category stands twice");
    }
  }

  void check(const DemoMiniapp& miniapp) {
    both_languages(miniapp.data.name, miniapp.key);
    both_languages(miniapp.data.summary, miniapp.key);
    known(categories_, miniapp.data.category_id, "category", miniapp.key);
    known(organisations_, miniapp.data.organisation_id, "organisation", miniapp.key);
    if (miniapp.versions.empty()) wrong(miniapp.key + ": has no version");
    int day = 1000;
    for (const auto& version : miniapp.versions) {
      const auto where = miniapp.key + " " + version.name;
      const int first_day = version.first_round ? version.first_round->day : version.day;
      if (first_day >= day) wrong(where + ": is not newer than the version before it");
      day = version.day;
      check(version, where);
    }
    check_order(miniapp);
  }

  void check(const DemoVersion& version, const std::string& where) {
    known(people_, version.by, "person", where);
    known(people_, version.ended_by, "person", where);
    if (!version.resume_by.empty()) known(people_, version.resume_by, "person", where);
    for (const auto* round : {&version.review, version.first_round ? &*version.first_round : nullptr}) {
      if (round == nullptr) continue;
      known(people_, round->reviewer, "person", where);
      for (const auto& reason : round->reasons) known(reasons_, reason, "reason", where);
    }
    const bool returned =
        version.state == VersionState::changes_requested || version.state == VersionState::rejected;
    if (returned && version.review.reasons.empty()) wrong(where + ": is returned without a reason");
    if (version.first_round && version.first_round->day <= version.day + 1)
      wrong(where + ": its first round is not over before the second");
    const bool ended = version.state == VersionState::suspended || version.state == VersionState::withdrawn;
    if (ended && version.why.empty()) wrong(where + ": ends without saying why");
    if (version.state == VersionState::released && version.releases.empty())
      wrong(where + ": is released by no release");
    check_releases(version, where);
  }

  /// A version is approved the day after it is handed in at the latest, and only then goes out.
  void check_releases(const DemoVersion& version, const std::string& where) {
    for (const auto& key : version.releases) {
      known(releases_, key, "release", where);
      const auto release = std::find_if(city_.releases.begin(), city_.releases.end(),
                                        [&](const auto& each) { return each.key == key; });
      if (release == city_.releases.end()) continue;
      if (release->day > version.day - 2) wrong(fmt::format("{}: cannot be approved before {}", where, key));
      if (version.ended_day > 0 && release->day <= version.ended_day)
        wrong(fmt::format("{}: has ended before {}", where, key));
    }
  }

  /// A release takes the newest approved version along, so an older one cannot go out after that.
  void check_order(const DemoMiniapp& miniapp) {
    int last_release = 1000;
    for (const auto& version : miniapp.versions) {
      const bool approved = !version.releases.empty() || version.state == VersionState::approved;
      if (approved && version.day >= last_release)
        wrong(fmt::format("{} {}: is approved before an older version goes out", miniapp.key, version.name));
      for (const auto& release : city_.releases)
        if (std::find(version.releases.begin(), version.releases.end(), release.key) !=
            version.releases.end())
          last_release = release.day;
    }
  }

  void check(const DemoChange& change) {
    known(people_, change.by, "person", "changes");
    if (change.miniapp.empty())
      known(categories_, change.category, "category", "changes");
    else
      known(miniapps_, change.miniapp, "mini-app", "changes");
    if (!change.move_to.empty()) known(categories_, change.move_to, "category", "changes");
    if (change.name) both_languages(*change.name, "changes");
    if (change.summary) both_languages(*change.summary, "changes");
  }

  const DemoCity& city_;
  std::vector<std::string> wrong_;
  Names people_, organisations_, reasons_, releases_, miniapps_, categories_, tops_, pages_;
};

}  // namespace

std::vector<std::string> check_demo_city(const DemoCity& city) {
  return Checker(city).run();
}

}  // namespace stadtpult::platform::demo
