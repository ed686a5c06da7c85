#include "tests/panels/areas/sample.hpp"

#include <fmt/format.h>

#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/catalogue/sample.hpp"

namespace stadtpult::sample {
namespace {

using contract::DiffChange;
using contract::DiffKind;
using contract::LocalizedText;
using contract::OrganisationKind;
using contract::Role;

constexpr std::int64_t kMinuteMs = 60'000, kHourMs = 60 * kMinuteMs, kDayMs = 24 * kHourMs;

base::Timestamp ago(std::int64_t ms) {
  return {now().ms - ms};
}

LocalizedText text(const char* de, const char* en) {
  return LocalizedText(std::string(de), std::string(en));
}

contract::Organisation organisation(const char* name, OrganisationKind kind, bool verified) {
  contract::Organisation made;
  made.id = std::string("org_") + name;
  made.name = name;
  made.kind = kind;
  made.contact_name = "Sabine Krug";
  made.contact_email = "kontakt@worms.example";
  made.verified = verified;
  made.revision = 4;
  return made;
}

contract::Review review(int number, const char* app, const char* name, const char* version,
                        std::int64_t age_ms, contract::ReviewState state) {
  contract::Review made;
  made.id = fmt::format("rev_{}", number);
  made.miniapp_id = app;
  made.version_id = fmt::format("ver_{}", number);
  made.miniapp_name = text(name, name);
  made.version = version;
  made.organisation_name = "Bürgerservice";
  made.state = state;
  made.submitted_by = "usr_vogt";
  made.submitted_by_name = "Lena Vogt";
  made.submitted_at = ago(age_ms);
  made.due_at = ago(age_ms - 3 * kDayMs);
  made.revision = 2;
  return made;
}

contract::DiffItem difference(const char* id, DiffKind kind, DiffChange change, LocalizedText title,
                              std::vector<contract::FieldChange> fields,
                              std::vector<std::string> needs = {}) {
  contract::DiffItem made;
  made.id = id;
  made.kind = kind;
  made.object_id = std::string(id).substr(std::string(id).find(':') + 1);
  made.change = change;
  made.title = std::move(title);
  made.fields = std::move(fields);
  made.needs = std::move(needs);
  return made;
}

contract::Release release(int number, contract::Ring ring, const char* note, std::int64_t age_ms) {
  contract::Release made;
  made.id = fmt::format("rel_{}", number);
  made.number = number;
  made.ring = ring;
  made.note = note;
  made.items = differences();
  made.created_by_name = "Jana Arndt";
  made.catalogue_sha256 = "9f2c41d088aa03bee7a39f2c41d088aa03bee7a39f2c41d088aa03bee7a39f2c";
  made.created_at = ago(age_ms);
  made.revision = 1;
  return made;
}

contract::Me me(Role role) {
  contract::Me made;
  made.role = role;
  made.id = std::string("usr_") + contract::enum_name(role);
  made.name = role == Role::project_lead ? "Jana Arndt"
              : role == Role::merchant   ? "Mira Wendel"
                                         : "Lena Voss";
  if (role == Role::merchant) {
    made.organisation_id = "org_Händler";
    made.organisation_name = "Händler";
  }
  return made;
}

template <typename T>
void load(client::State& state, std::vector<T> items) {
  state.apply(client::ListLoaded<T>{std::move(items), now()}, now());
}

}  // namespace

std::vector<contract::Organisation> organisations() {
  std::vector<contract::Organisation> all{
      organisation("Verkehrsbetriebe", OrganisationKind::transport, true),
      organisation("Händler", OrganisationKind::merchant, false),
      organisation("Amt für Soziales", OrganisationKind::city, true),
      organisation("Stadtwerke", OrganisationKind::utility, true),
      organisation("Stadtbibliothek", OrganisationKind::culture, true),
      organisation("Familienbüro", OrganisationKind::city, true),
      organisation("Straßenverkehr", OrganisationKind::city, true),
      organisation("Volkshochschule", OrganisationKind::education, true),
      organisation("Entsorgung", OrganisationKind::utility, true),
      organisation("Kulturamt", OrganisationKind::culture, true),
      organisation("IHK Rheinhessen", OrganisationKind::chamber, true),
      organisation("Konditorei Wendel", OrganisationKind::merchant, false)};
  auto gone = organisation("Altes Amt", OrganisationKind::city, true);
  gone.archived = true;
  all.push_back(std::move(gone));
  return all;
}

std::vector<contract::Reason> reasons() {
  const auto reason = [](const char* id, const char* de, const char* en, double position, bool archived) {
    contract::Reason made;
    made.id = id;
    made.text = text(de, en);
    made.position = position;
    made.archived = archived;
    made.revision = 2;
    return made;
  };
  return {reason("rsn_2", "Texte sind nicht verständlich", "Texts are not understandable", 2, false),
          reason("rsn_1", "Begründung der Berechtigung fehlt", "Permission without a reason", 1, false),
          reason("rsn_3", "Barrierefreiheit nicht erfüllt", "Not accessible", 3, false),
          reason("rsn_4", "Logo fehlt", "Logo is missing", 4, true)};
}

std::vector<contract::Review> reviews() {
  using contract::ReviewState;
  std::vector<contract::Review> all{
      review(1, "app_wohngeld", "Wohngeld beantragen", "1.2.0", 2 * kHourMs, ReviewState::waiting),
      review(2, "app_speichenglueck", "Rad Speichenglück", "0.9.2", 51 * kMinuteMs, ReviewState::waiting),
      review(3, "app_babysitter", "Babysitter-Börse", "0.8.0", 4 * kDayMs, ReviewState::waiting)};
  all[1].round = 2;
  // The past fortnight, for the chart: more on working days.
  constexpr int kPerDay[] = {0, 2, 1, 3, 5, 4, 2, 0, 1, 3, 2, 4, 1, 2};
  int number = 10;
  for (int day = 0; day < 14; ++day)
    for (int i = 0; i < kPerDay[day]; ++i)
      all.push_back(review(number++, "app_strom", "Strom-Abrechnung", "2.0.4",
                           (day + 1) * kDayMs + i * kMinuteMs, ReviewState::approved));
  return all;
}

std::vector<contract::DiffItem> differences() {
  return {
      difference(
          "category:cat_hilfe", DiffKind::category, DiffChange::added, text("Alltagshilfe", "Everyday help"),
          {{"name", "", R"({"de":"Alltagshilfe","en":"Everyday help"})"}, {"icon", "", R"("pedal_bike")"}}),
      difference("category:cat_mobil", DiffKind::category, DiffChange::changed, text("Mobilität", "Mobility"),
                 {{"name", R"({"de":"Verkehr"})", R"({"de":"Mobilität"})"}}),
      difference("miniapp:app_busfahrplan", DiffKind::miniapp, DiffChange::changed,
                 text("Busfahrplan live", "Bus times live"),
                 {{"version", R"("1.0.9")", R"("1.1.0")"},
                  {"version_id", R"("ver_a")", R"("ver_b")"},
                  {"category_id", R"("cat_frei")", R"("cat_mobil")"}}),
      difference("miniapp:app_speichenglueck", DiffKind::miniapp, DiffChange::added,
                 text("Rad Speichenglück", "Bike repair Speichenglück"),
                 {{"version", "", R"("0.9.2")"}, {"category_id", "", R"("cat_hilfe")"}},
                 {"category:cat_hilfe"}),
      difference("miniapp:app_ferienpass", DiffKind::miniapp, DiffChange::removed,
                 text("Ferienpass 2026", "Holiday pass 2026"), {{"version", R"("1.0.0")", ""}})};
}

std::vector<contract::Release> releases() {
  std::vector<contract::Release> all{
      release(11, contract::Ring::employees, "", 8 * kDayMs),
      release(14, contract::Ring::everyone, "Neue Formulare im Bürgerservice", kDayMs),
      release(13, contract::Ring::pilot, "Strom-Abrechnung für die Pilotgruppe", 3 * kDayMs),
      release(12, contract::Ring::everyone, "Theater und Konzert", 5 * kDayMs)};
  all[2].state = contract::ReleaseState::undone;
  return all;
}

std::vector<contract::AuditRecord> audit_records(int count, std::int64_t newest) {
  constexpr std::int64_t kNewestLine = 200;  // is of now
  std::vector<contract::AuditRecord> all;
  const char* actions[] = {"category.change", "miniapp.create", "version.submit", "review.change",
                           "release.create"};
  // From the first line on, so that pages of one record fit together.
  std::string head = contract::kChainStart;
  for (std::int64_t id = 1; id <= newest; ++id) {
    contract::AuditRecord made;
    made.id = id;
    const auto i = kNewestLine - id;
    made.at = ago(i * 20 * kMinuteMs);
    made.principal_name = i % 3 == 0 ? "Jana Arndt" : "Lena Vogt";
    made.role = i % 3 == 0 ? "project_lead" : "reviewer";
    made.action = actions[made.id % 5];
    made.object_type = made.action.substr(0, made.action.find('.'));
    made.object_id = fmt::format("obj_{}", made.id);
    made.object_title = made.id % 5 == 0 ? "Mobilität" : "Wohngeld beantragen";
    made.request_id = fmt::format("req_{}", made.id);
    made.changes = {{"name", R"({"de":"Verkehr"})", R"({"de":"Mobilität"})"}, {"archived", "true", "false"}};
    made.prev_hash = head;
    made.hash = head = contract::line_hash(made);
    if (id > newest - count) all.insert(all.begin(), std::move(made));
  }
  return all;
}

client::State working_city(Role role) {
  client::State state;
  state.apply(client::LineChanged{client::Line::live, ago(kHourMs), {}, {}}, now());
  state.apply(client::SignedIn{me(role)}, now());
  load(state, categories());
  load(state, miniapps());
  load(state, organisations());
  load(state, reasons());
  load(state, reviews());
  load(state, releases());
  for (const auto ring : contract::enum_values<contract::Ring>())
    state.apply(client::DiffLoaded{ring, differences(), now()}, now());
  contract::Page<contract::AuditRecord> page;
  page.items = audit_records(60, 200);
  page.next = "cursor_2";
  page.total = 200;
  state.apply(client::AuditLoaded{"", "", std::move(page), now()}, now());
  return state;
}

panels::World world_of(const client::State& state) {
  panels::World world{state, now()};
  world.online = state.line.line == client::Line::live;
  world.language = panels::kit::language();
  world.role = state.me->role;
  world.principal_id = state.me->id;
  world.organisation_id = state.me->organisation_id.value_or("");
  return world;
}

}  // namespace stadtpult::sample
