#include "platform/routes/demo_seeder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "platform/domain/demo/demo_package.hpp"
#include "platform/domain/demo/demo_story.hpp"
#include "platform/domain/test_code.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/feedback.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/page_schedule.hpp"
#include "platform/routes/publish.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {
namespace {

using base::Done;
using base::Result;
using contract::Operation;
using namespace demo;

std::string category_id(const std::string& key) {
  return "cat_" + key;
}
std::string miniapp_id(const DemoMiniapp& miniapp) {
  return "app_" + miniapp.key;
}
std::string version_words(const DemoMiniapp& miniapp, const DemoVersion& version) {
  return miniapp.key + "-" + version.name;
}
Actor actor_of(const Person& person) {
  return {"usr_" + person.key, person.name, person.role, person.organisation, person.stakeholder};
}

/// A call of a route, as far as the deeds need it.
struct Words {
  Operation operation;
  Names path;
  std::string body;
  std::string if_match = {};
  std::string content_type = "application/json";
  Names query = {};
};

/// How the ids of what a call makes are formed: the prefix of its kind and these words, or the words alone.
struct IdWords {
  std::string words;
  bool whole = false;
};

/// Performs the deeds one after the other.
class Seeder {
 public:
  Seeder(Change& change, const DemoCity& city, const ServiceOptions& options)
      : change_(change), city_(city), options_(options) {}

  Done run() {
    const auto story = demo_story(city_, change_.now());
    for (const auto& person : city_.people)
      insert_principal(change_.database(), actor_of(person), story.front().at);
    for (const auto& step : story) {
      step_ = &step;
      const auto done = std::visit([&](const auto& deed) { return perform(deed); }, step.deed);
      if (!done) return told(done.error());
      if (const auto& failure = change_.database().failure()) return *failure;
    }
    return {};
  }

 private:
  /// The error with the deed that met it.
  [[nodiscard]] base::Error told(base::Error error) const {
    error.message = fmt::format("The demo city could not be made; {} met this on {}: {}", step_->by->name,
                                base::to_rfc3339(step_->at), error.message);
    for (const auto& field : error.fields)
      error.message += fmt::format(" ({}: {})", field.field, field.message);
    return error;
  }

  // ---- calls

  Done call(Words words, const IdWords& id) {
    auto call = std::make_shared<Call>();
    call->route = &contract::route(words.operation);
    call->path = std::move(words.path);
    call->query = std::move(words.query);
    call->options = &options_;
    call->actor = actor_of(*step_->by);
    call->request.body = std::move(words.body);
    call->request.content_type = std::move(words.content_type);
    call->request.if_match = std::move(words.if_match);
    if (!call->actor.role || !contract::may(*call->actor.role, words.operation))
      return base::fail(base::ErrorKind::forbidden, "This role may not do that.");
    const auto plan = find_handler(words.operation)->write(call);
    if (!plan) return plan.error();
    Change own = change_.in_the_name_of(occasion(id));
    for (const auto& part : plan->parts) {
      const auto answer = part(own);
      if (!answer) return answer.error();
      if (answer->status >= 300) return contract::error_from_answer(answer->status, answer->body);
    }
    return {};
  }

  Occasion occasion(const IdWords& id) {
    return {actor_of(*step_->by), step_->at, fmt::format("req_demo-{}", ++requests_),
            [this, id](std::string_view prefix) {
              const auto wanted = id.whole ? id.words : std::string(prefix) + id.words;
              auto made = wanted;
              for (int n = 2; !ids_.insert(made).second; ++n) made = fmt::format("{}-{}", wanted, n);
              return made;
            },
            change_.key()};
  }

  template <contract::Described T>
  Result<T> find(const std::string& id) {
    auto thing = change_.find<T>(id);
    if (!thing) return no_such_thing(id);
    return std::move(*thing);
  }

  /// A PATCH that makes `before` into `after`.
  template <contract::Described T>
  Done patch(Operation operation, const T& before, const T& after) {
    return call({operation, {{"id", before.id}}, contract::encode_patch(before, after), etag_of(before)},
                {before.id});
  }

  Done patch_version(const DemoMiniapp& miniapp, const DemoVersion& version,
                     const contract::VersionChange& wanted) {
    const auto words = version_words(miniapp, version);
    const auto now = find<contract::Version>("ver_" + words);
    if (!now) return now.error();
    return call({Operation::change_version,
                 {{"id", now->miniapp_id}, {"version_id", now->id}},
                 contract::encode_patch(contract::VersionChange{}, wanted),
                 etag_of(*now)},
                {words});
  }

  /// The review of the version's last submission.
  Result<contract::Review> review_of(const DemoVersion& version) {
    const auto stored = find<contract::Version>("ver_" + version_words_.at(&version));
    if (!stored) return stored.error();
    return find<contract::Review>(stored->review_id.value_or("review"));
  }

  Done patch_review(const contract::Review& review, const contract::ReviewChange& wanted) {
    return call({Operation::change_review,
                 {{"id", review.id}},
                 contract::encode_patch(contract::ReviewChange{}, wanted),
                 etag_of(review)},
                {review.id});
  }

  // ---- deeds

  Done perform(const AddOrganisation& deed) {
    const auto& organisation = deed.organisation->data;
    return call({Operation::create_organisation, {}, contract::encode_new(organisation)},
                {organisation.id, true});
  }

  Done perform(const AddCategory& deed) {
    contract::Category category;
    category.name = deed.category->name;
    category.icon = deed.category->icon;
    if (!deed.category->parent.empty()) category.parent_id = category_id(deed.category->parent);
    category.position = ++positions_["below " + deed.category->parent];
    return call({Operation::create_category, {}, contract::encode_new(category)}, {deed.category->key});
  }

  Done perform(const AddReason& deed) {
    if (change_.find<contract::Reason>(deed.reason->id))
      return {};  // every new store begins with most of them
    auto reason = *deed.reason;
    const auto all = Table<contract::Reason>::where(change_.database(), {});
    reason.position = all.empty() ? 1 : all.back().position + 1;
    return call({Operation::create_reason, {}, contract::encode_new(reason)}, {reason.id, true});
  }

  Done perform(const AddMiniapp& deed) {
    auto miniapp = deed.miniapp->data;
    miniapp.category_id = category_id(miniapp.category_id);
    miniapp.position = ++positions_["in " + miniapp.category_id];
    return call({Operation::create_miniapp, {}, contract::encode_new(miniapp)}, {deed.miniapp->key});
  }

  Done perform(const AddVersion& deed) {
    const auto words = version_words(*deed.miniapp, *deed.version);
    version_words_[deed.version] = words;
    const Names path{{"id", miniapp_id(*deed.miniapp)}};
    if (deed.miniapp->data.kind == contract::MiniappKind::web)
      return call({Operation::create_version, path, web_version(deed)}, {words});
    auto done = call({Operation::create_version, path, demo_package(*deed.miniapp, *deed.version), "",
                      std::string(contract::kPackageType)},
                     {words});
    if (!done || deed.version->note.empty()) return done;
    contract::VersionChange texts;
    texts.note = deed.version->note;
    return patch_version(*deed.miniapp, *deed.version, texts);
  }

  static std::string web_version(const AddVersion& deed) {
    contract::Version version;
    version.name = deed.version->name;
    version.code = deed.version->code;
    version.url = demo_url(*deed.miniapp);
    version.manifest = {demo_web_manifest(*deed.miniapp)};
    version.permissions = deed.version->permissions;
    version.note = deed.version->note;
    return contract::encode_new(version);
  }

  Done perform(const MoveVersion& deed) {
    contract::VersionChange wanted;
    wanted.state = deed.to;
    if (!deed.reason.empty()) wanted.reason = deed.reason;
    return patch_version(*deed.miniapp, *deed.version, wanted);
  }

  Done perform(const TakeReview& deed) {
    const auto review = review_of(*deed.version);
    if (!review) return review.error();
    contract::ReviewChange wanted;
    wanted.state = contract::ReviewState::in_review;
    return patch_review(*review, wanted);
  }

  Done perform(const TickReview& deed) {
    const auto review = review_of(*deed.version);
    if (!review) return review.error();
    contract::ReviewChange wanted;
    wanted.checklist =
        passed(*review, deed.all ? review->checklist.size() : static_cast<std::size_t>(deed.lines));
    return patch_review(*review, wanted);
  }

  /// The first `most` lines that a person answers, as passed.
  static std::vector<contract::CheckItem> passed(const contract::Review& review, std::size_t most) {
    std::vector<contract::CheckItem> lines;
    for (auto line : review.checklist) {
      if (line.automatic || lines.size() >= most) continue;
      line.state = contract::CheckState::passed;
      lines.push_back(std::move(line));
    }
    return lines;
  }

  Done perform(const DecideReview& deed) {
    const auto review = review_of(*deed.version);
    if (!review) return review.error();
    contract::ReviewChange wanted;
    wanted.state = deed.to;
    wanted.reasons = deed.decision->reasons;
    if (!deed.decision->comment.empty()) wanted.comment = deed.decision->comment;
    const bool approved = deed.to == contract::ReviewState::approved;
    if (deed.in_one_go) wanted.checklist = passed(*review, approved ? review->checklist.size() : 1);
    return patch_review(*review, wanted);
  }

  static std::string page_id(const DemoPage& page) { return "pag_" + page.key; }

  Done perform(const AddPage& deed) {
    auto page = deed.page->data;
    page.category_id = category_id(page.category_id);
    if (!deed.page->parent.empty()) page.parent_id = "pag_" + deed.page->parent;
    page.slug = deed.page->key;
    page.position = ++positions_["pages in " + page.category_id + " below " + deed.page->parent];
    return call({Operation::create_page, {}, contract::encode_new(page)}, {deed.page->key});
  }

  /// A PATCH of a page; the id of a version that it makes counts them.
  template <typename Edit>
  Done edit_page(const DemoPage& page, Edit&& edit) {
    auto before = find<contract::ContentPage>(page_id(page));
    if (!before) return before.error();
    fill_content(change_.database(), *before);
    auto after = *before;
    edit(after);
    return patch_page(*before, after, page.key);
  }
  Done patch_page(const contract::ContentPage& before, const contract::ContentPage& after,
                  const std::string& key) {
    return call(
        {Operation::change_page, {{"id", before.id}}, contract::encode_patch(before, after), etag_of(before)},
        {key});
  }

  Done perform(const RevisePage& deed) {
    return edit_page(*deed.page,
                     [&](contract::ContentPage& page) { page.content.text = deed.page->revised_content; });
  }

  Done perform(const MovePage& deed) {
    return edit_page(*deed.page, [&](contract::ContentPage& page) {
      page.state = deed.to;
      if (deed.to == contract::PageState::changes_requested) page.note = deed.page->note;
    });
  }

  Done perform(const PlanPage& deed) {
    return edit_page(*deed.page, [&](contract::ContentPage& page) {
      page.publish_at = deed.publish_at;
      page.expire_at = deed.expire_at;
    });
  }

  Done perform(const ExpirePage& deed) {
    const auto page = find<contract::ContentPage>(page_id(*deed.page));
    if (!page) return page.error();
    auto by_itself = occasion({deed.page->key + "-expired"});
    by_itself.actor = schedule_actor();
    by_itself.request_id.clear();
    Change own = change_.in_the_name_of(by_itself);
    return expire_page(own, *page);
  }

  Done perform(const Publish& deed) {
    const auto items = selection(*deed.release);
    if (!items) return items.error();
    contract::NewRelease wanted;
    wanted.ring = deed.release->ring;
    wanted.note = deed.release->note;
    wanted.items = *items;
    return call({Operation::create_release, {}, contract::encode_new(wanted)}, {deed.release->key});
  }

  /// Keys of what the release takes along: its versions' mini-apps with the categories that they need, and
  /// every category where it says so.
  Result<std::vector<std::string>> selection(const DemoRelease& release) {
    std::map<std::string, contract::DiffItem> different;
    for (auto& item :
         difference(change_.database(), release.ring, working_catalogue(change_.database(), release.ring)))
      different.emplace(item.id, item);
    std::set<std::string> chosen;
    std::vector<std::string> waiting;
    for (const auto& [key, item] : different)
      if (release.categories && item.kind == contract::DiffKind::category) waiting.push_back(key);
    for (const auto& miniapp : city_.miniapps)
      for (const auto& version : miniapp.versions) {
        if (std::find(version.releases.begin(), version.releases.end(), release.key) ==
            version.releases.end())
          continue;
        const auto at = different.find("miniapp:" + miniapp_id(miniapp));
        if (at == different.end() || at->second.version_id != "ver_" + version_words(miniapp, version))
          return base::fail(base::ErrorKind::conflict,
                            fmt::format("{} cannot bring {} {}.", release.key, miniapp.key, version.name));
        waiting.push_back(at->first);
      }
    for (const auto& page : city_.pages)
      if (page.release == release.key || page.revised_release == release.key) {
        if (!different.contains("page:" + page_id(page)))
          return base::fail(base::ErrorKind::conflict,
                            fmt::format("{} cannot bring the page {}.", release.key, page.key));
        waiting.push_back("page:" + page_id(page));
      }
    while (!waiting.empty()) {
      const auto key = std::move(waiting.back());
      waiting.pop_back();
      const auto at = different.find(key);
      if (at == different.end() || !chosen.insert(key).second) continue;
      waiting.insert(waiting.end(), at->second.needs.begin(), at->second.needs.end());
    }
    return std::vector<std::string>(chosen.begin(), chosen.end());
  }

  /// As the public way in does it, which nobody has to sign in for.
  Done perform(const SayFeedback& deed) {
    auto by_itself = occasion({deed.feedback->key});
    by_itself.actor = system_actor();
    Change own = change_.in_the_name_of(by_itself);
    receive_feedback(own, deed.feedback->data);
    return {};
  }

  /// Testers open the first codes of a round, as a browser does it, which nobody signs in for.
  Done open_codes(const DemoAct& act, const std::string& body) {
    const auto first = contract::decode_new<contract::NewInvitations>(body);
    if (!first) return first.error();
    auto by_themselves = occasion({"codes"});
    by_themselves.actor = system_actor();
    Change own = change_.in_the_name_of(by_themselves);
    for (std::int64_t number = 1; number <= first->count; ++number) {
      const auto found = use_code(own, code_of(*change_.key(), act.of, number));
      if (!found || time_of(*found, own.now()) != RoundTime::running)
        return base::fail(base::ErrorKind::conflict,
                          fmt::format("Code {} of {} cannot be opened now.", number, act.of));
    }
    return {};
  }

  Done perform(const UseRoute& deed) {
    const auto& act = *deed.act;
    if (act.operation == Operation::app_join_test) return open_codes(act, deed.body);
    Words words{act.operation, {}, deed.body};
    if (!act.of.empty()) words.path = {{"id", act.of}};
    words.query = act.query;
    const auto& route = contract::route(act.operation);
    if (route.method == contract::Method::patch || act.operation == Operation::act_on_merchant ||
        act.operation == Operation::act_on_offering) {
      const auto tag = etag_now(route, act.of);
      if (!tag) return tag.error();
      words.if_match = *tag;
    }
    return call(std::move(words), {act.key.empty() ? act.of : act.key});
  }

  Result<std::string> etag_now(const contract::Route& route, const std::string& id) {
    const auto tag = [&](const auto& thing) -> Result<std::string> {
      if (!thing) return thing.error();
      return etag_of(*thing);
    };
    if (route.operation == Operation::change_test_round) return tag(find<contract::TestRound>(id));
    if (route.operation == Operation::change_requirement) return tag(find<contract::Requirement>(id));
    if (route.operation == Operation::change_app_version) return tag(find<contract::AppVersion>(id));
    if (route.operation == Operation::change_merchant || route.operation == Operation::act_on_merchant)
      return tag(find<contract::Merchant>(id));
    if (route.operation == Operation::act_on_offering) return tag(find<contract::Offering>(id));
    return tag(find<contract::Feedback>(id));
  }

  Done perform(const demo::UndoRelease& deed) {
    const auto release = find<contract::Release>("rel_" + deed.release->key);
    if (!release) return release.error();
    return call({Operation::change_release,
                 {{"id", release->id}},
                 contract::encode_new(contract::ReleaseChange{}),
                 etag_of(*release)},
                {deed.release->key + "-undone"});
  }

  Done perform(const ChangeCatalogue& deed) {
    const auto& wanted = *deed.change;
    if (wanted.miniapp.empty()) return change_category(wanted);
    const auto before = find<contract::Miniapp>("app_" + wanted.miniapp);
    if (!before) return before.error();
    auto after = *before;
    if (wanted.name) after.name = *wanted.name;
    if (wanted.summary) after.summary = *wanted.summary;
    if (!wanted.move_to.empty()) after.category_id = category_id(wanted.move_to);
    after.archived = after.archived || wanted.archive;
    return patch(Operation::change_miniapp, *before, after);
  }

  Done change_category(const DemoChange& wanted) {
    const auto before = find<contract::Category>(category_id(wanted.category));
    if (!before) return before.error();
    auto after = *before;
    if (wanted.name) after.name = *wanted.name;
    if (!wanted.move_to.empty()) after.parent_id = category_id(wanted.move_to);
    after.archived = after.archived || wanted.archive;
    return patch(Operation::change_category, *before, after);
  }

  Change& change_;
  const DemoCity& city_;
  const ServiceOptions& options_;
  const Step* step_ = nullptr;
  std::map<const DemoVersion*, std::string> version_words_;
  std::map<std::string, int> positions_;  ///< how many there are so far, by what they stand in
  std::set<std::string> ids_;
  int requests_ = 0;
};

}  // namespace

Done perform_demo_story(Change& change, const DemoCity& city, const ServiceOptions& options) {
  return Seeder(change, city, options).run();
}

}  // namespace stadtpult::platform
