#include <doctest/doctest.h>
#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <map>
#include <regex>
#include <set>

#include "api-client/base/crypto.hpp"
#include "api-client/content/check.hpp"
#include "api-client/content/translation.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/routes/service.hpp"

using namespace stadtpult;
using contract::Role;
using platform::Request;
using platform::Response;
using platform::Service;

namespace {

constexpr const char* kNow = "2026-11-23T09:41:00Z";

/// The salts of the audit record are random, and with them every hash.
std::string without_chance(const std::string& json) {
  static const std::regex kHash(R"re("(salted-sha256:)?[0-9a-f]{32,64}")re");
  return std::regex_replace(json, kHash, "\"\"");
}

enum class Begin { empty, seed, copy };

/// A store of its own in a folder that goes with it.
class Seeded {
 public:
  /// A copy of the city that this program seeded first, unless it is to be seeded here or not at all.
  explicit Seeded(Begin begin = Begin::copy) {
    if (begin == Begin::copy) {
      static Seeded first(Begin::seed);
      if (first.service_ != nullptr) first.close();
      std::filesystem::copy(first.folder_, folder_);
    }
    std::filesystem::create_directories(folder_);
    auto opened = Service::open({.store = "sqlite:" + (folder_ / "store.sqlite").string(),
                                 .clock = [] { return base::from_rfc3339(kNow).value(); }});
    REQUIRE_MESSAGE(opened.ok(), (opened ? "" : opened.error().message));
    service_ = std::move(*opened);
    if (begin == Begin::seed) seed();
  }
  ~Seeded() {
    close();
    std::filesystem::remove_all(folder_);
  }

  void seed() {
    const auto start = std::chrono::steady_clock::now();
    const auto done = service_->seed_demo_city();
    REQUIRE_MESSAGE(done.ok(), (done ? "" : done.error().message));
    MESSAGE("seeding took " << std::chrono::duration_cast<std::chrono::milliseconds>(
                                   std::chrono::steady_clock::now() - start)
                                   .count()
                            << " ms");
  }

  std::string token(Role role, const std::string& name, const std::string& organisation = "") {
    auto made = service_->make_token(role, name, organisation, 3'600'000);
    REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().message));
    return *made;
  }

  Response ask(const std::string& method, const std::string& target, const std::string& token,
               const std::string& body = "") {
    Request request;
    request.method = method;
    request.target = target;
    request.authorization = "Bearer " + token;
    request.content_type = "application/json";
    request.request_id = "req_test";
    request.body = body;
    std::promise<Response> promise;
    auto answer = promise.get_future();
    service_->handle(std::move(request), [&](Response response) { promise.set_value(std::move(response)); });
    REQUIRE(answer.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    return answer.get();
  }

  /// Every item of a list, page by page.
  template <contract::Described T>
  std::vector<T> all(const std::string& target, const std::string& token) {
    std::vector<T> items;
    std::string cursor;
    for (int page = 0; page < 100; ++page) {
      const auto joint = target.find('?') == std::string::npos ? "?" : "&";
      const auto answer = ask("GET", target + joint + "limit=200" + cursor, token);
      REQUIRE_MESSAGE(answer.status == 200, *answer.body);
      auto read = contract::decode_page<T>(*answer.body);
      REQUIRE(read.ok());
      items.insert(items.end(), read->items.begin(), read->items.end());
      if (!read->next) {
        CHECK(static_cast<std::int64_t>(items.size()) == read->total);
        return items;
      }
      cursor = "&cursor=" + *read->next;
    }
    FAIL("the list does not end");
    return items;
  }

  /// Changes the store behind the platform's back.
  void run(const char* sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open((folder_ / "store.sqlite").c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
  }

  Service& service() { return *service_; }

 private:
  void close() {
    if (service_ != nullptr) service_->stop();
    service_.reset();
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / base::new_id("stadtpult-demo-");
  std::unique_ptr<Service> service_;
};

contract::PublicCatalogue catalogue(Seeded& city, const std::string& ring, const std::string& token) {
  const auto answer = city.ask("GET", "/v1/public/catalogue?ring=" + ring + "&language=de", token);
  REQUIRE_MESSAGE(answer.status == 200, *answer.body);
  auto read = contract::decode<contract::PublicCatalogue>(*answer.body);
  REQUIRE(read.ok());
  return *read;
}

}  // namespace

TEST_CASE("seed: every state, as the people left it") {
  Seeded city;
  const auto lead = city.token(Role::project_lead, "Jana Arndt");
  const auto miniapps = city.all<contract::Miniapp>("/v1/miniapps", lead);
  CHECK(miniapps.size() >= 70);
  std::map<contract::VersionState, int> states, version_states;
  std::size_t most = 0;
  bool added = false;
  for (const auto& miniapp : miniapps) {
    ++states[miniapp.state];
    const auto versions = city.all<contract::Version>("/v1/miniapps/" + miniapp.id + "/versions", lead);
    CHECK_FALSE(versions.empty());
    most = std::max(most, versions.size());
    for (const auto& version : versions) {
      ++version_states[version.state];
      for (const auto& permission : version.permissions)
        added = added || permission.change == contract::PermissionChange::added;
      for (const auto& finding : version.findings)
        FAIL_CHECK(miniapp.app_id, ": ", finding.path, ": ", finding.message);
    }
  }
  CHECK(most >= 3);
  CHECK(added);
  for (const auto state : contract::enum_values<contract::VersionState>()) {
    CAPTURE(contract::enum_name(state));
    CHECK(states[state] >= 1);
  }
  const auto resume_asked = city.ask("GET", "/v1/miniapps/app_leihrad/versions/ver_leihrad-1.0.1", lead);
  const auto leihrad = contract::decode<contract::Version>(*resume_asked.body);
  REQUIRE(leihrad.ok());
  CHECK(leihrad->state == contract::VersionState::suspended);
  CHECK(leihrad->resume_requested_by_name == "Jana Arndt");
}

TEST_CASE("seed: reviews, releases, the difference and what citizens read") {
  Seeded city;
  const auto lead = city.token(Role::project_lead, "Jana Arndt");
  std::map<contract::ReviewState, int> reviews;
  std::int64_t rounds = 0;
  bool partly = false;
  for (const auto& review : city.all<contract::Review>("/v1/reviews", lead)) {
    ++reviews[review.state];
    rounds = std::max(rounds, review.round);
    int open = 0, passed = 0;
    for (const auto& line : review.checklist) {
      open += line.state == contract::CheckState::open;
      passed += !line.automatic && line.state == contract::CheckState::passed;
    }
    partly = partly || (review.state == contract::ReviewState::in_review && open > 0 && passed > 0);
    if (review.state == contract::ReviewState::changes_requested ||
        review.state == contract::ReviewState::rejected) {
      CHECK_FALSE(review.reasons.empty());
      CHECK_FALSE(review.comment.empty());
    }
  }
  CHECK(partly);
  CHECK(rounds >= 2);
  for (const auto state :
       {contract::ReviewState::waiting, contract::ReviewState::in_review, contract::ReviewState::approved,
        contract::ReviewState::changes_requested, contract::ReviewState::rejected})
    CHECK(reviews[state] >= 1);

  int undone = 0;
  for (const auto& release : city.all<contract::Release>("/v1/releases", lead)) {
    undone += release.state == contract::ReleaseState::undone;
    CHECK_FALSE(release.note.empty());
  }
  CHECK(undone == 1);

  std::set<std::string> fields;
  std::set<contract::DiffChange> changes;
  for (const auto& item : city.all<contract::DiffItem>("/v1/releases/diff?ring=everyone", lead)) {
    changes.insert(item.change);
    for (const auto& field : item.fields)
      fields.insert(std::string(contract::enum_name(item.kind)) + "." + field.field);
  }
  CHECK(changes.size() == 3);
  for (const char* field : {"category.name", "category.parent_id", "miniapp.summary", "miniapp.category_id"})
    CHECK_MESSAGE(fields.contains(field), field);

  std::size_t wider = 0;
  for (const char* ring : {"everyone", "pilot", "employees"}) {
    const auto live = catalogue(city, ring, lead);
    CAPTURE(ring);
    CHECK(live.categories.size() >= 10);
    CHECK(live.miniapps.size() >= 40);
    CHECK(live.miniapps.size() > wider);  // narrower rings see more
    wider = live.miniapps.size();
    std::set<std::string> seen;
    for (const auto& category : live.categories) {
      CHECK((!category.parent_id || seen.contains(*category.parent_id)));
      seen.insert(category.id);
    }
    for (const auto& miniapp : live.miniapps) {
      CHECK(seen.contains(miniapp.category_id));
      CHECK(miniapp.id != "app_rheinbote");   // suspended
      CHECK(miniapp.id != "app_ferienpass");  // withdrawn
    }
    CHECK(live.categories.front().name == "Bürgerservice");
  }
}

TEST_CASE("seed: all but what a test round tries goes to everyone in one release") {
  Seeded city;
  const auto lead = city.token(Role::project_lead, "Leitung");
  const auto items = city.all<contract::DiffItem>("/v1/releases/diff?ring=everyone", lead);
  std::set<std::string> staying;
  const auto stays = [&](const contract::DiffItem& item) {
    return !item.waits_for.empty() || std::any_of(item.needs.begin(), item.needs.end(),
                                                  [&](const auto& key) { return staying.contains(key); });
  };
  for (std::size_t before = 1; before != staying.size();) {
    before = staying.size();
    for (const auto& item : items)
      if (stays(item)) staying.insert(item.id);
  }
  CHECK_FALSE(staying.empty());
  CHECK(staying.size() < items.size());
  contract::NewRelease wanted;
  wanted.ring = contract::Ring::everyone;
  wanted.note = "Alles, was bereit ist";
  for (const auto& item : items) wanted.items.push_back(item.id);
  const auto refused = city.ask("POST", "/v1/releases", lead, contract::encode_new(wanted));
  REQUIRE(refused.status == 409);
  CHECK(contract::error_from_answer(409, *refused.body).problem == "waits-for-version");
  std::erase_if(wanted.items, [&](const auto& key) { return staying.contains(key); });
  const auto released = city.ask("POST", "/v1/releases", lead, contract::encode_new(wanted));
  CHECK_MESSAGE(released.status == 201, *released.body);
}

TEST_CASE("seed: pages in every state, of every type, live ones released with what they need") {
  Seeded city;
  const auto editor = city.token(Role::editor, "Lena Vogt");
  const auto pages = city.all<contract::ContentPage>("/v1/pages", editor);
  CHECK(pages.size() >= 40);
  std::map<contract::PageState, int> states;
  std::set<contract::PageType> types;
  std::set<std::string> blocks;
  int live = 0, english = 0, turkish = 0, simple = 0, outdated = 0, titled = 0;
  for (const auto& row : pages) {
    CAPTURE(row.id);
    ++states[row.state];
    types.insert(row.type);
    live += row.live_ring ? 1 : 0;
    titled += row.title.by_language.contains("tr") ? 1 : 0;
    CHECK(row.schedule_error.empty());
    const auto page =
        contract::decode<contract::ContentPage>(*city.ask("GET", "/v1/pages/" + row.id, editor).body);
    REQUIRE(page.ok());
    const auto document = content::decode_document(page->content.text);
    REQUIRE(document.ok());
    for (const auto& block : document->blocks) blocks.insert(block.type);
    content::CheckContext context;
    context.title = page->title;
    const auto findings = content::check(*document, context);
    CHECK_FALSE(content::stops_publishing(findings));
    for (const auto& each : findings) CHECK(each.rule != "hours.not-understood");
    const content::Texts texts{page->title, page->summary, *document};
    for (const auto& language : content::languages_of(texts)) {
      english += language == "en" ? 1 : 0;
      turkish += language == "tr" ? 1 : 0;
      simple += language == "de-simple" ? 1 : 0;
      outdated += content::state_of(texts, language).outdated > 0 ? 1 : 0;
    }
  }
  for (const auto state : contract::enum_values<contract::PageState>()) {
    CAPTURE(contract::enum_name(state));
    CHECK(states[state] >= 1);
  }
  CHECK(types.size() == contract::enum_values<contract::PageType>().size());
  CHECK(live >= 30);
  CHECK(english >= 30);
  CHECK(turkish >= 10);
  CHECK(simple >= 4);
  CHECK(outdated >= 2);
  CHECK(titled >= 8);
  for (const char* type :
       {"heading", "notice", "questions", "list", "part", "map", "button", "form", "appointment", "payment",
        "survey", "opening_hours", "contact", "departures", "paragraph", "miniapp"})
    CHECK_MESSAGE(blocks.contains(type), type);
  CHECK(city.ask("GET", "/v1/pages?q=Mietvertrag", editor).body->find("pag_wohngeld") != std::string::npos);
}

TEST_CASE("seed: a test phase under way, with proof in every state and a gate that is shut") {
  Seeded city;
  const auto lead = city.token(Role::project_lead, "Jana Arndt");
  std::map<contract::AppVersionState, std::string> versions;
  for (const auto& version : city.all<contract::AppVersion>("/v1/app-versions", lead)) {
    versions[version.state] = version.id;
    if (version.state != contract::AppVersionState::testing) continue;
    const bool moved = std::any_of(version.history.begin(), version.history.end(),
                                   [](const auto& step) { return step.action == "date"; });
    CHECK(moved);
    CHECK(version.due_at > base::from_rfc3339(kNow).value());
  }
  CHECK(versions.size() == 3);
  std::map<contract::RequirementState, int> states;
  std::set<contract::Stakeholder> stakeholders;
  bool failed = false, outdated = false, graded = false;
  for (const auto& each : city.all<contract::Requirement>("/v1/requirements", lead)) {
    ++states[each.state];
    stakeholders.insert(each.stakeholders.begin(), each.stakeholders.end());
    graded = graded || each.maturity_model != contract::MaturityModel::none;
    for (const auto& one : each.evidence) failed = failed || !one.passed;
    for (const auto& one : each.signoffs) outdated = outdated || !one.counts;
  }
  CHECK(stakeholders.size() == contract::enum_values<contract::Stakeholder>().size());
  for (const auto state : contract::enum_values<contract::RequirementState>()) CHECK(states[state] >= 3);
  CHECK(failed);
  CHECK(outdated);
  CHECK(graded);
  std::map<contract::FeedbackState, int> feedback;
  int merged = 0, linked = 0;
  for (const auto& each : city.all<contract::Feedback>("/v1/feedback", lead)) {
    ++feedback[each.state];
    merged += each.merged_into ? 1 : 0;
    linked += each.requirement_id ? 1 : 0;
  }
  for (const auto state : contract::enum_values<contract::FeedbackState>()) CHECK(feedback[state] >= 1);
  CHECK(merged >= 2);
  CHECK(linked >= 10);
  int closed = 0, running = 0;
  for (const auto& round : city.all<contract::TestRound>("/v1/test-rounds", lead))
    ++(round.closed ? closed : running);
  CHECK(closed == 1);
  CHECK(running == 1);
  CHECK(city.all<contract::ReplyTemplate>("/v1/reply-templates", lead).size() == 4);
  const auto gate = contract::decode<contract::GoLiveGate>(
      *city.ask("GET", "/v1/app-versions/" + versions[contract::AppVersionState::testing] + "/gate", lead)
           .body);
  REQUIRE(gate.ok());
  CHECK_FALSE(gate->open);
  CHECK_FALSE(gate->requirements.empty());
  CHECK(gate->feedback.size() == 1);
  CHECK(gate->rounds.size() == 1);
}

TEST_CASE("seed: people find their own work") {
  Seeded city;
  const auto merchant = city.token(Role::merchant, "Miriam Falk", "demo-merchant");
  const auto own = city.all<contract::Miniapp>("/v1/miniapps", merchant);
  CHECK(own.size() >= 2);
  for (const auto& miniapp : own) CHECK(miniapp.organisation_id == "demo-merchant");
  const auto me = contract::decode<contract::Me>(*city.ask("GET", "/v1/me", merchant).body);
  REQUIRE(me.ok());
  CHECK(me->id == "usr_demo-merchant");  // the person of the story, not somebody new
  CHECK(me->organisation_name == "Buchhandlung Lesezeit");
  const auto reviewer = city.token(Role::reviewer, "Dr. Anke Wendt", "org-ihk");
  CHECK(city.all<contract::Review>("/v1/reviews?filter=reviewer_id:usr_wendt", reviewer).size() > 10);
}

TEST_CASE("seed: the audit record is a whole chain") {
  Seeded city;
  const auto officer = city.token(Role::privacy_officer, "Dr. Paul Reuter");
  const auto lines = city.all<contract::AuditRecord>("/v1/audit?sort=id", officer);
  REQUIRE(lines.size() > 800);
  base::Timestamp last;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(lines[i].id == static_cast<std::int64_t>(i) + 1);
    if (i > 0) CHECK(lines[i].prev_hash == lines[i - 1].hash);
    // What the store began with, this test's tokens, and this test as a reader.
    if (lines[i].principal_id == "system" || lines[i].action == "audit.read") continue;
    CHECK(lines[i].at >= last);
    last = lines[i].at;
    CHECK_FALSE(lines[i].principal_name.empty());
  }
  CHECK(last < base::from_rfc3339(kNow).value());
}

TEST_CASE("seed: twice changes nothing, other stores are left alone") {
  Seeded city;
  const auto lead = city.token(Role::project_lead, "Jana Arndt");
  const auto before = city.ask("GET", "/v1/audit?limit=1", lead);
  const auto miniapps = city.ask("GET", "/v1/miniapps?limit=200", lead);
  city.seed();
  CHECK(*city.ask("GET", "/v1/audit?limit=1", lead).body == *before.body);
  CHECK(*city.ask("GET", "/v1/miniapps?limit=200", lead).body == *miniapps.body);

  Seeded other(Begin::empty);
  const auto own = other.token(Role::project_lead, "Somebody");
  REQUIRE(other.ask("POST", "/v1/categories", own, R"({"name": {"de": "Eigene", "en": "Own"}})").status ==
          201);
  const auto refused = other.service().seed_demo_city();
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message.find("another catalogue") != std::string::npos);
  CHECK(other.all<contract::Category>("/v1/categories", own).size() == 1);
}

TEST_CASE("seed: what is live is what was reviewed, and packages are hashed again to know it") {
  Seeded city;
  const auto analyst = city.token(Role::security_analyst, "Ali Demir");
  const auto layer = [&] {
    const auto answer = city.ask("GET", "/v1/security/layers?q=package", analyst);
    REQUIRE_MESSAGE(answer.status == 200, *answer.body);
    const auto read = contract::decode_page<contract::ProtectionLayer>(*answer.body);
    REQUIRE((read.ok() && !read->items.empty()));
    return read->items.front();
  };
  // Mini-apps that are live by an address alone have no package and are no fault.
  CHECK_MESSAGE(layer().state == contract::LayerState::holds, layer().evidence.in("en"));
  city.run("UPDATE packages SET bytes = x'00'");
  CHECK(layer().state == contract::LayerState::broken);
}

TEST_CASE("seed: the same clock gives the same city") {
  Seeded one, two(Begin::seed);
  const auto first = one.token(Role::project_lead, "Jana Arndt"),
             second = two.token(Role::project_lead, "Jana Arndt");
  for (const char* list :
       {"/v1/categories", "/v1/miniapps", "/v1/reviews", "/v1/reasons", "/v1/releases", "/v1/organisations",
        "/v1/releases/diff?ring=pilot", "/v1/requirements", "/v1/app-versions", "/v1/feedback",
        "/v1/test-rounds", "/v1/pages", "/v1/pages/pag_wohngeld/versions", "/v1/audit?sort=id",
        "/v1/miniapps/app_abfallkalender/versions"}) {
    CAPTURE(list);
    const auto target =
        std::string(list) + (std::string(list).find('?') == std::string::npos ? "?" : "&") + "limit=200";
    const auto answer = one.ask("GET", target, first);
    CHECK(answer.status == 200);
    CHECK(without_chance(*answer.body) == without_chance(*two.ask("GET", target, second).body));
  }
}

TEST_CASE("seed: rounds have their people, by codes that were made and opened before they spoke") {
  Seeded city;
  const auto lead = city.token(Role::project_lead, "Jana Arndt");
  const auto rounds = city.all<contract::TestRound>("/v1/test-rounds", lead);
  REQUIRE_FALSE(rounds.empty());
  std::map<std::string, std::int64_t> testers;
  for (const auto& round : rounds) {
    CAPTURE(round.name);
    CHECK(round.testers > 0);
    CHECK(round.invited > round.testers);
    testers[round.id] = round.testers;
  }
  // "Testperson 0317" opened code 317.
  for (const auto& item : city.all<contract::Feedback>("/v1/feedback", lead)) {
    if (!item.round_id || item.tester.empty()) continue;
    CAPTURE(item.tester);
    CHECK(std::stoll(item.tester.substr(item.tester.find(' ') + 1)) <= testers[*item.round_id]);
  }
}
