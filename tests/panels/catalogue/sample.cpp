#include "tests/panels/catalogue/sample.hpp"

#include <array>

namespace stadtpult::sample {
namespace {

using contract::Category;
using contract::Miniapp;
using contract::Ring;
using contract::VersionState;

Category category(const char* id, const char* parent, const char* de, const char* en, const char* icon,
                  double position) {
  Category made;
  made.id = id;
  if (*parent != '\0') made.parent_id = parent;
  made.name = contract::LocalizedText(std::string(de), std::string(en));
  made.icon = icon;
  made.position = position;
  made.revision = 3;
  return made;
}

struct Line {
  const char *name, *english, *app, *organisation, *category, *icon;
  VersionState state;
  const char* version;
  int minutes_ago;
};

constexpr int kDay = 24 * 60;
/// The rows of the picture.
constexpr Line kLines[] = {
    {"Busfahrplan live", "Bus times live", "busfahrplan", "Verkehrsbetriebe", "cat_mobil", "directions_bus",
     VersionState::approved, "1.1.0", 29},
    {"Rad Speichenglück", "Bike repair Speichenglück", "speichenglueck", "Händler", "cat_hilfe", "pedal_bike",
     VersionState::submitted, "0.9.2", 51},
    {"Wohngeld beantragen", "Apply for housing benefit", "wohngeld", "Amt für Soziales", "cat_sozial",
     "account_balance", VersionState::in_review, "1.2.0", 123},
    {"Strom-Abrechnung", "Electricity bill", "strom", "Stadtwerke", "cat_strom", "bolt",
     VersionState::released, "2.0.4", kDay},
    {"Bücherei-Ausweis", "Library card", "buecherei", "Stadtbibliothek", "cat_bildung", "school",
     VersionState::changes_requested, "1.0.1", kDay + 20},
    {"Wasserzähler melden", "Report the water meter", "wasser", "Stadtwerke", "cat_strom", "water_drop",
     VersionState::released, "1.4.0", kDay + 60},
    {"Babysitter-Börse", "Babysitters", "babysitter", "Familienbüro", "cat_sozial", "child_care",
     VersionState::in_review, "0.8.0", 3 * kDay},
    {"Parkausweis", "Parking permit", "parkausweis", "Straßenverkehr", "cat_kfz", "account_balance",
     VersionState::released, "1.3.2", 3 * kDay + 30},
    {"Buchhandlung Lesezeit", "Bookshop Lesezeit", "lesezeit", "Händler", "cat_kauf", "shopping_bag",
     VersionState::released, "1.0.3", 4 * kDay},
    {"Lieferdienst Rheinbote", "Delivery Rheinbote", "rheinbote", "Händler", "cat_liefer", "local_shipping",
     VersionState::suspended, "1.1.5", 4 * kDay + 10},
    {"Kurse der Volkshochschule", "Adult education courses", "vhs", "Volkshochschule", "cat_bildung",
     "school", VersionState::released, "2.1.0", 5 * kDay},
    {"Sperrmüll anmelden", "Bulky waste", "sperrmuell", "Entsorgung", "cat_bauen", "account_balance",
     VersionState::draft, "0.3.0", 5 * kDay + 10},
    {"Theater und Konzert", "Theatre and concerts", "kultur", "Kulturamt", "cat_bildung", "theater_comedy",
     VersionState::released, "1.2.1", 6 * kDay},
    {"Ferienpass 2026", "Holiday pass 2026", "ferienpass", "Jugendamt", "cat_frei", "place",
     VersionState::withdrawn, "1.0.0", 7 * kDay},
    {"Vereine und Ehrenamt", "Clubs and volunteering", "vereine", "Stadtmarketing", "cat_frei", "place",
     VersionState::released, "1.0.2", 7 * kDay + 10},
    {"Reisepass", "Passport", "reisepass", "Bürgerbüro", "cat_melde", "account_balance",
     VersionState::rejected, "0.2.0", 8 * kDay},
};

bool was_live(VersionState state) {
  return state == VersionState::released || state == VersionState::approved;
}

Miniapp miniapp(int number, const Line& line) {
  Miniapp made;
  const std::string suffix = number < static_cast<int>(std::size(kLines)) ? "" : std::to_string(number);
  made.id = std::string("app_") + line.app + suffix;
  made.app_id = std::string("de.worms.") + line.app + suffix;
  made.kind = number % 3 == 0 ? contract::MiniappKind::web : contract::MiniappKind::package;
  made.name = contract::LocalizedText(line.name + (suffix.empty() ? "" : " " + suffix),
                                      line.english + (suffix.empty() ? "" : " " + suffix));
  made.category_id = line.category;
  made.organisation_id = std::string("org_") + line.organisation;
  made.organisation_name = line.organisation;
  made.icon = line.icon;
  made.state = line.state;
  made.version_id = "ver_" + std::to_string(number);
  made.version = line.version;
  if (was_live(line.state)) {
    const bool newer = line.state == VersionState::approved;
    made.live_version_id = newer ? "ver_live_" + std::to_string(number) : made.version_id;
    made.live_version = newer ? "1.0.9" : line.version;
    made.live_ring = newer ? Ring::pilot : Ring::everyone;
  }
  made.created_at = {now().ms - 400LL * kDay * 60'000};
  made.updated_at = {now().ms -
                     (line.minutes_ago + (suffix.empty() ? 0 : number * 10LL + 8 * kDay)) * 60'000};
  made.revision = 7;
  return made;
}

client::State loaded(std::vector<Miniapp> apps) {
  client::State state;
  state.apply(client::ListLoaded<Category>{categories(), now()}, now());
  state.apply(client::ListLoaded<Miniapp>{std::move(apps), now()}, now());
  return state;
}

}  // namespace

base::Timestamp now() {
  return *base::from_rfc3339("2026-11-23T09:41:08+01:00");
}

std::vector<Category> categories() {
  return {category("cat_buerger", "", "Bürgerservice", "Citizen services", "account_balance", 1),
          category("cat_melde", "cat_buerger", "Meldewesen", "Registration", "badge", 1),
          category("cat_kfz", "cat_buerger", "Kfz, Parken", "Cars, parking", "place", 2),
          category("cat_sozial", "cat_buerger", "Soziales, Familie", "Social, family", "group", 3),
          category("cat_bauen", "cat_buerger", "Bauen, Wohnen", "Building, housing", "home", 4),
          category("cat_strom", "", "Strom, Wasser", "Power, water", "bolt", 2),
          category("cat_mobil", "", "Mobilität", "Mobility", "directions_bus", 3),
          category("cat_bank", "", "Banken", "Banks", "account_balance_wallet", 4),
          category("cat_bildung", "", "Bildung, Kultur", "Education, culture", "school", 5),
          category("cat_kauf", "", "Einkaufen", "Shopping", "shopping_bag", 6),
          category("cat_essen", "", "Essen, Trinken", "Food, drink", "restaurant", 7),
          category("cat_liefer", "", "Lieferdienste", "Delivery", "local_shipping", 8),
          category("cat_hilfe", "", "Alltagshilfe", "Everyday help", "pedal_bike", 9),
          category("cat_frei", "", "Stadt, Freizeit", "City, leisure", "place", 10)};
}

std::vector<Miniapp> miniapps() {
  std::vector<Miniapp> made;
  for (int i = 0; i < 64; ++i)
    made.push_back(miniapp(i, kLines[static_cast<std::size_t>(i) % std::size(kLines)]));
  return made;
}

client::State city() {
  return loaded(miniapps());
}

client::State big_city(int count) {
  std::vector<Miniapp> made;
  made.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    made.push_back(miniapp(i, kLines[static_cast<std::size_t>(i) % std::size(kLines)]));
  return loaded(std::move(made));
}

}  // namespace stadtpult::sample
