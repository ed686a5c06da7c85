#include "tests/panels/miniapp/sample.hpp"

namespace stadtpult::test {

using namespace contract;

namespace {

constexpr std::int64_t kMinute = 60'000, kDay = 86'400'000;

Timestamp ago(std::int64_t ms) {
  return {sample_now().ms - ms};
}

CheckItem item(const char* key, const char* german, const char* english, bool automatic, CheckState state,
               const char* by = nullptr) {
  CheckItem made;
  made.key = key;
  made.text = {german, english};
  made.automatic = automatic;
  made.state = state;
  if (by != nullptr) made.by_name = by;
  if (by != nullptr && state != CheckState::open) made.at = ago(5 * kMinute);
  return made;
}

std::vector<CheckItem> checklist() {
  return {
      item("manifest", "Signatur und Manifest gültig", "Signature and manifest valid", true,
           CheckState::passed),
      item("permissions", "Berechtigungen begründet", "Permissions have reasons", true, CheckState::passed),
      item("accessible", "Barrierefreiheit, 0 Fehler", "Accessibility, 0 errors", true, CheckState::passed),
      item("languages", "Sprachen DE, EN, Leichte Sprache", "Languages DE, EN, easy language", false,
           CheckState::passed, "Lena Vogt"),
      item("content", "Inhalt fachlich richtig", "Content is correct", false, CheckState::passed,
           "Jana Arndt"),
      item("privacy", "Zwecke mit Datenschutz abgestimmt", "Purposes agreed with data protection", false,
           CheckState::open)};
}

Version version(const char* id, const char* name, std::int64_t code, VersionState state) {
  Version made;
  made.id = id;
  made.miniapp_id = kMiniappId;
  made.organisation_id = "org_soziales";
  made.name = name;
  made.code = code;
  made.kind = MiniappKind::web;
  made.state = state;
  made.url = "https://miniapps.worms.example/wohngeld";
  made.manifest.text =
      R"({"version":"2.0","fullScreen":true,"theme":"light","navigationBar":{"title":"Wohngeld )" +
      std::string(name) + R"("}})";
  made.sha256 = "9f2c41d0" + std::string(52, static_cast<char>('0' + code % 10)) + "e7a3";
  made.languages = {"de", "en"};
  made.size_bytes = 48'200 + code * 100;
  made.created_by = made.submitted_by.emplace("p_soz");
  made.created_by_name = made.submitted_by_name.emplace("Paul Soz");
  made.created_at = ago(kDay * (10 - code));
  made.submitted_at = made.created_at;
  made.revision = 4;
  return made;
}

}  // namespace

base::Timestamp sample_now() {
  return *base::from_rfc3339("2026-11-23T08:41:08Z");
}

Miniapp sample_miniapp() {
  Miniapp made;
  made.id = kMiniappId;
  made.app_id = "de.worms.wohngeld";
  made.kind = MiniappKind::web;
  made.name = {"Wohngeld beantragen", "Apply for housing benefit"};
  made.summary = {"Antrag stellen und den Stand verfolgen.", "Apply and follow the progress."};
  made.category_id = "cat_soziales";
  made.organisation_id = "org_soziales";
  made.organisation_name = "Amt für Soziales";
  made.icon = "account_balance";
  made.state = VersionState::in_review;
  made.version_id = "ver_3";
  made.version = "1.2.0";
  made.live_version_id = "ver_2";
  made.live_version = "1.1.3";
  made.live_ring = Ring::everyone;
  made.updated_at = ago(123 * kMinute);
  made.revision = 7;
  return made;
}

std::vector<Version> sample_versions() {
  auto newest = version("ver_3", "1.2.0", 3, VersionState::in_review);
  newest.permissions = {{"system.permission.IDENTITY", "Antrag einer Person zuordnen", PermissionLevel::high,
                         PermissionChange::same},
                        {"system.permission.READ_DOCUMENTS", "Einkommensnachweise beifügen",
                         PermissionLevel::high, PermissionChange::added},
                        {"system.permission.NOTIFICATION", "Bescheid ist da, Unterlagen fehlen",
                         PermissionLevel::low, PermissionChange::same}};
  newest.review_id = kReviewId;
  newest.findings = {{Severity::warning, "miniApp.json", "web.theme", "Das Farbschema folgt nicht der App."}};
  newest.note = "Unterlagen lassen sich jetzt beifügen.";
  newest.submitted_at = ago(123 * kMinute);
  newest.files = {{"app.js", std::string(64, 'a'), 1200}, {"index.html", std::string(64, 'b'), 800}};
  auto live = version("ver_2", "1.1.3", 2, VersionState::released);
  live.permissions = {newest.permissions[0], newest.permissions[2]};
  live.permissions[1].reason = "Bescheid ist da";
  live.approved_by = "p_lena";
  live.approved_by_name = "Lena Vogt";
  live.approved_at = ago(21 * kDay);
  live.released_at = ago(21 * kDay);
  live.files = {{"app.js", std::string(64, 'c'), 1100}, {"old.html", std::string(64, 'd'), 700}};
  auto first = version("ver_1", "1.1.2", 1, VersionState::approved);
  first.released_at = ago(36 * kDay);
  first.updated_at = ago(36 * kDay);
  return {newest, live, first};
}

std::vector<Review> sample_reviews() {
  Review now;
  now.id = kReviewId;
  now.miniapp_id = kMiniappId;
  now.version_id = "ver_3";
  now.miniapp_name = sample_miniapp().name;
  now.version = "1.2.0";
  now.organisation_id = "org_soziales";
  now.state = ReviewState::in_review;
  now.round = 2;
  now.submitted_by = "p_soz";
  now.submitted_by_name = "Paul Soz";
  now.submitted_at = ago(123 * kMinute);
  now.reviewer_id = "p_lead";
  now.reviewer_name = "Jana Arndt";
  now.checklist = checklist();
  now.updated_at = ago(20 * kMinute);
  now.revision = 3;
  Review before = now;
  before.id = "rev_1";
  before.state = ReviewState::changes_requested;
  before.round = 1;
  before.submitted_at = ago(3 * kDay);
  before.decided_at = ago(2 * kDay);
  before.reviewer_id = "p_lena";
  before.reviewer_name = "Lena Vogt";
  before.reasons = {"rea_reason"};
  before.comment = "Bitte begründen Sie den Zugriff auf Dokumente.";
  return {now, before};
}

std::vector<Reason> sample_reasons() {
  const auto reason = [](const char* id, const char* german, const char* english, double position) {
    Reason made;
    made.id = id;
    made.text = {german, english};
    made.position = position;
    return made;
  };
  auto archived = reason("rea_old", "Nicht mehr benutzt", "No longer used", 0);
  archived.archived = true;
  return {reason("rea_text", "Texte sind unvollständig", "Texts are incomplete", 2),
          reason("rea_reason", "Begründung der Berechtigung fehlt", "Permission without a reason", 1),
          reason("rea_access", "Nicht barrierefrei", "Not accessible", 3), archived};
}

void Sample::set_state(VersionState state) {
  auto& one = newest();
  miniapps.front().state = one.state = state;
  if (state == VersionState::draft) {
    one.submitted_by.reset();
    one.submitted_by_name.reset();
    one.submitted_at = {};
    one.review_id.reset();
    reviews.erase(reviews.begin());
  }
  if (state == VersionState::submitted) {
    review().state = ReviewState::waiting;
    review().reviewer_id.reset();
    review().reviewer_name.reset();
  }
  if (state == VersionState::changes_requested) review().state = ReviewState::changes_requested;
  if (state == VersionState::rejected) review().state = ReviewState::rejected;
  const bool approved = state == VersionState::approved || state == VersionState::released ||
                        state == VersionState::suspended || state == VersionState::withdrawn;
  if (!approved) return;
  review().state = ReviewState::approved;
  one.approved_by = "p_lead";
  one.approved_by_name = "Jana Arndt";
  one.approved_at = ago(kMinute);
  if (state == VersionState::approved) return;
  one.released_at = ago(kMinute);
  if (state == VersionState::withdrawn) return;
  miniapps.front().live_version_id = one.id;
  miniapps.front().live_version = one.name;
}

client::State Sample::state() const {
  client::State made;
  const auto now = sample_now();
  Me me;
  me.id = "p_lead";
  me.name = "Jana Arndt";
  me.role = contract::Role::project_lead;
  made.apply(client::SignedIn{me}, now);
  Category top, below;
  top.id = "cat_buerger";
  top.name = {"Bürgerservice", "Citizen services"};
  top.icon = "account_balance";
  below.id = "cat_soziales";
  below.parent_id = top.id;
  below.name = {"Soziales, Familie", "Social affairs, family"};
  Organisation office, books;
  office.id = "org_soziales";
  office.name = "Amt für Soziales";
  office.kind = OrganisationKind::city;
  office.verified = true;
  books.id = "org_lesezeit";
  books.name = "Buchhandlung Lesezeit";
  made.apply(client::ListLoaded<Category>{{top, below}, now, false}, now);
  made.apply(client::ListLoaded<Organisation>{{office, books}, now, false}, now);
  made.apply(client::ListLoaded<Reason>{reasons, now, false}, now);
  made.apply(client::ListLoaded<Miniapp>{miniapps, now, false}, now);
  made.apply(client::ListLoaded<Review>{reviews, now, false}, now);
  made.apply(client::VersionsLoaded{kMiniappId, versions, now}, now);
  return made;
}

panels::World sample_world(const client::State& state) {
  panels::World world{.state = state,
                      .now = sample_now(),
                      .online = true,
                      .language = "de",
                      .role = contract::Role::project_lead,
                      .principal_id = "p_lead",
                      .organisation_id = {}};
  return world;
}

}  // namespace stadtpult::test
