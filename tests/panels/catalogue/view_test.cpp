// What the catalogue shows, as text: rows, tree, numbers; and that 100,000 mini-apps answer within a frame.
#include <doctest/doctest.h>

#include <ctime>
#include <functional>

#include "api-client/base/percent.hpp"
#include "panels/catalogue/catalogue_view.hpp"
#include "panels/catalogue/catalogue_words.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/catalogue/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels::catalogue;
namespace kit = panels::kit;

namespace {

struct Shown {
  std::vector<contract::Miniapp> miniapps = sample::miniapps();
  std::vector<contract::Category> categories = sample::categories();
  std::uint64_t generation = 1;
  View view;
  std::string language = "de";

  explicit Shown(std::size_t keep = 16) {
    kit::set_time_zone("Europe/Berlin");
    kit::set_language("de");
    miniapps.resize(keep);
    update();
  }
  bool update() {
    return view.update({.miniapps = miniapps, .categories = categories, .generation = generation}, language,
                       sample::now());
  }
  void filter(const Filter& wanted) {
    view.set_filter(wanted);
    update();
  }
  void search(const std::string& words) {
    Filter wanted = view.filter();
    wanted.search = words;
    filter(wanted);
  }
  [[nodiscard]] std::string names() const {
    std::string out;
    for (std::size_t i = 0; i < view.rows().size(); ++i)
      out += (i == 0 ? "" : "|") + view.at(i).name.in(language);
    return out;
  }
  [[nodiscard]] std::string tree() const {
    std::string out;
    for (const auto& entry : view.tree())
      out += std::string(static_cast<std::size_t>(entry.depth) * 2, ' ') + entry.label + " " +
             std::to_string(entry.count) + "\n";
    return out;
  }
};

/// Time of the processor, not of the clock: other work on the machine does not count.
double milliseconds(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

TEST_CASE("folding: case, accents and both ways to write an umlaut") {
  CHECK(kit::folded("Bücherei-AUSWEIS") == "bucherei-ausweis");
  CHECK(kit::folded("Bücherei", kit::Fold::spelled) == "buecherei");
  CHECK(kit::folded("Straße") == "strasse");
  CHECK(kit::folded("STRAẞE") == "strasse");
  CHECK(kit::folded("Čeština Łódź İstanbul") == "cestina lodz istanbul");
  CHECK(kit::folded("МОСКВА Ёлка") == "москва елка");
  CHECK(kit::folded("A\xCC\x88pfel") == "apfel");  // A and a combining mark
  CHECK(kit::folded("Bau\xC2\xADhof\xC2\xA0"
                    "1") == "bauhof 1");   // soft hyphen, no-break space
  CHECK(kit::folded("a\xFF\xC3") == "a");  // bytes that are no text
}

TEST_CASE("rows stand newest first, and in any other order that is wanted") {
  Shown s(6);
  CHECK(s.names() ==
        "Busfahrplan live|Rad Speichenglück|Wohngeld "
        "beantragen|Strom-Abrechnung|Bücherei-Ausweis|Wasserzähler melden");
  s.view.set_sort("name", false);
  s.update();
  CHECK(s.names() ==
        "Bücherei-Ausweis|Busfahrplan live|Rad Speichenglück|Strom-Abrechnung|Wasserzähler melden|Wohngeld "
        "beantragen");
  s.view.set_sort("name", true);
  s.update();
  CHECK(s.names().starts_with("Wohngeld beantragen|Wasserzähler melden"));
  s.view.set_sort("organisation", false);
  s.update();
  CHECK(s.names() ==
        "Wohngeld beantragen|Rad Speichenglück|Bücherei-Ausweis|Strom-Abrechnung|Wasserzähler "
        "melden|Busfahrplan live");
  s.miniapps[0].version = "1.12.0";
  s.miniapps[1].version = "1.9.3";
  s.miniapps[2].version = std::nullopt;
  ++s.generation;
  s.view.set_sort("version", true);
  s.update();
  CHECK(s.names() ==
        "Strom-Abrechnung|Busfahrplan live|Rad Speichenglück|Wasserzähler melden|Bücherei-Ausweis|Wohngeld "
        "beantragen");
  s.view.set_sort("category", false);
  s.update();
  CHECK(s.names().starts_with("Wohngeld beantragen|Strom-Abrechnung|Wasserzähler melden|Busfahrplan live"));
}

TEST_CASE("search looks at names in all languages, ids and providers") {
  Shown s;
  s.search("bücherei");
  CHECK(s.names() == "Bücherei-Ausweis");
  s.search("BUECHEREI");
  CHECK(s.names() == "Bücherei-Ausweis");
  s.search("bucherei");
  CHECK(s.names() == "Bücherei-Ausweis");
  s.search("housing");
  CHECK(s.names() == "Wohngeld beantragen");
  s.search("de.worms.vhs");
  CHECK(s.names() == "Kurse der Volkshochschule");
  s.search("stadtwerke");
  CHECK(s.names() == "Strom-Abrechnung|Wasserzähler melden");
  s.search("stadtwerke wasser");
  CHECK(s.names() == "Wasserzähler melden");
  s.search("  wasser   STADT ");
  CHECK(s.names() == "Wasserzähler melden");
  s.search("strasse");
  CHECK(s.names() == "Parkausweis");
  s.search("gibt es nicht");
  CHECK(s.names().empty());
  s.search("");
  CHECK(s.view.rows().size() == 16);
}

TEST_CASE("typing on and taking back gives what a fresh search gives") {
  Shown s(64);
  for (const std::string typed : {"b", "bü", "büc", "bue", "buec", "bu", "b", "s", "st", "sta", "stad w",
                                  "stad wa", "sta", "", "wa st", "wass stadt"}) {
    s.search(typed);
    Shown fresh(64);
    fresh.search(typed);
    CHECK_MESSAGE(s.names() == fresh.names(), typed);
  }
}

TEST_CASE("filters narrow, and the tabs count what passes them") {
  Shown s;
  CHECK(s.view.count(Tab::all) == 16);
  CHECK(s.view.count(Tab::to_review) == 3);
  CHECK(s.view.count(Tab::live) == 8);
  CHECK(s.view.count(Tab::drafts) == 3);
  CHECK(s.view.count(Tab::suspended) == 1);
  s.filter(filter_from("tab=suspended"));
  CHECK(s.names() == "Lieferdienst Rheinbote");
  CHECK(s.view.count(Tab::live) == 8);
  s.filter(filter_from("category=cat_buerger"));
  CHECK(s.view.rows().size() == 5);
  s.filter(filter_from("category=cat_sozial"));
  CHECK(s.names() == "Wohngeld beantragen|Babysitter-Börse");
  s.filter(filter_from("org=org_Stadtwerke"));
  CHECK(s.names() == "Strom-Abrechnung|Wasserzähler melden");
  s.filter(filter_from("org=-" + base::percent_encode("org_Händler")));
  CHECK(s.view.rows().size() == 13);
  CHECK(s.view.count(Tab::suspended) == 0);
  s.filter(filter_from("state=rejected,withdrawn"));
  CHECK(s.names() == "Ferienpass 2026|Reisepass");
  s.filter(filter_from("ring=pilot"));
  CHECK(s.names() == "Busfahrplan live");
  s.filter(filter_from("kind=web&tab=drafts"));
  CHECK(s.names() == "Reisepass");
  s.filter(filter_from("since=today"));
  CHECK(s.names() == "Busfahrplan live|Rad Speichenglück|Wohngeld beantragen");
  s.filter(filter_from("since=week"));
  CHECK(s.view.rows().size() == 13);
}

TEST_CASE("archived mini-apps are out of sight and out of every count until they are asked for") {
  Shown s;
  s.miniapps[2].archived = true;
  ++s.generation;
  CHECK(s.update());
  CHECK(s.view.total() == 15);
  CHECK(s.view.to_review() == 2);
  CHECK(s.view.category("cat_sozial")->count == 1);
  s.filter(filter_from("archived=1"));
  CHECK(s.names() == "Wohngeld beantragen");
}

TEST_CASE("the tree stands in the citizens' order with counts of all below") {
  Shown s;
  CHECK(s.tree() ==
        "Bürgerservice 5\n  Meldewesen 1\n  Kfz, Parken 1\n  Soziales, Familie 2\n  Bauen, Wohnen 1\nStrom, "
        "Wasser 2\n"
        "Mobilität 1\nBanken 0\nBildung, Kultur 3\nEinkaufen 1\nEssen, Trinken 0\nLieferdienste "
        "1\nAlltagshilfe 1\n"
        "Stadt, Freizeit 2\n");
  s.categories[7].position = 0;
  s.categories[2].archived = true;
  s.categories[1].parent_id = "cat_gone";
  ++s.generation;
  s.update();
  CHECK(s.tree().starts_with(
      "Banken 0\nBürgerservice 3\n  Soziales, Familie 2\n  Bauen, Wohnen 1\nMeldewesen 1\n"));
  CHECK(s.view.category_path("cat_sozial") == "Bürgerservice, Soziales, Familie");
  s.language = "en";
  s.update();
  CHECK(s.tree().find("Citizen services") != std::string::npos);
}

TEST_CASE("nothing is computed while nothing changes; a change keeps the filter") {
  Shown s;
  s.search("stadtwerke");
  const auto version = s.view.version();
  CHECK_FALSE(s.update());
  CHECK(s.view.version() == version);
  s.miniapps[0].organisation_name = "Stadtwerke Nord";
  ++s.generation;
  CHECK(s.update());
  CHECK(s.names() == "Busfahrplan live|Strom-Abrechnung|Wasserzähler melden");
}

TEST_CASE("rows that come, go or are replaced leave the others right") {
  Shown s(64);
  const auto expect_fresh = [&] {
    ++s.generation;
    s.update();
    View fresh;
    fresh.update({.miniapps = s.miniapps, .categories = s.categories, .generation = 1}, "de", sample::now());
    REQUIRE(fresh.rows().size() == s.view.rows().size());
    for (std::size_t i = 0; i < fresh.rows().size(); ++i) CHECK(fresh.at(i).id == s.view.at(i).id);
    CHECK(fresh.count(Tab::live) == s.view.count(Tab::live));
  };
  s.miniapps.erase(s.miniapps.begin() + 5);
  expect_fresh();
  s.miniapps.insert(s.miniapps.begin() + 9, sample::miniapps()[5]);
  expect_fresh();
  s.miniapps[3] = s.miniapps.back();  // as the client's table fills a hole
  s.miniapps.pop_back();
  expect_fresh();
  s.miniapps[20].name = contract::LocalizedText("Ganz neu", "Brand new");
  s.miniapps.push_back(s.miniapps[0]);
  s.miniapps.back().id = "app_more";
  expect_fresh();
  s.search("ganz neu");
  CHECK(s.names() == "Ganz neu");
}

TEST_CASE("a filter survives as text, whatever an older or newer console wrote") {
  Filter filter = filter_from(
      "tab=live&category=cat_1&org=-a%2C1,b&state=draft,released&ring=nobody,pilot&kind=web&since=month&"
      "archived=1&q=B%C3%BC%26r");
  CHECK(filter.search == "Bü&r");
  CHECK(filter.organisations == std::vector<std::string>{"a,1", "b"});
  CHECK(filter.set_count() == 6);
  CHECK(filter_from(to_text(filter)) == filter);
  CHECK(filter_from("tab=soon&state=new,draft&what=ever&&=&q") == filter_from("state=draft"));
  CHECK(to_text(Filter{}).empty());
  const std::vector<SavedView> views = {{"Meine\tAnsicht\n", "tab=live", "sort=name"}, {"Zwei", "", ""}};
  CHECK(views_from(to_text(views)) == views);
  CHECK(views_from("\n\t\n%").size() == 1);
}

TEST_CASE("chips say what they stand for") {
  Shown s;
  s.filter(filter_from("category=cat_sozial&org=-org_Stadtwerke&state=draft,in_review&ring=pilot,everyone"));
  CHECK(chip_value(s.view, FilterField::category) == "Bürgerservice, Soziales, Familie");
  CHECK(chip_value(s.view, FilterField::organisation) == "alle außer Stadtwerke");
  CHECK(chip_value(s.view, FilterField::state) == "Entwurf, In Prüfung");
  CHECK(chip_value(s.view, FilterField::kind) == "Alle");
  s.filter(filter_from("state=draft,in_review,released,suspended"));
  CHECK(chip_value(s.view, FilterField::state) == "4 Status");
}

TEST_CASE("what is live is said where it is not the newest version") {
  const auto apps = sample::miniapps();
  kit::set_language("de");
  CHECK(live_words(apps[0]) == "Pilot: 1.0.9");
  CHECK(live_words(apps[3]).empty());
  CHECK(live_words(apps[2]).empty());
  CHECK(tone_of("directions_bus") == kit::Tone::teal);
  CHECK(tone_of("vpn_key") == tone_of("vpn_key"));
}

TEST_CASE("100,000 mini-apps are filtered at each key press, and nothing is done without one") {
  const client::State state = sample::big_city(100'000);
  View view;
  const Data data{
      .miniapps = state.miniapps.items(), .categories = state.categories.items(), .generation = 1};
  view.update(data, "de", sample::now());
  CHECK(view.total() == 100'000);
  CHECK(view.count(Tab::to_review) == 18'750);
  double slowest = 0;
  for (const char* typed : {"w", "wo", "woh", "wohn", "wohng", "wohn", "s", "stadt w", "99", "e"}) {
    Filter filter = view.filter();
    filter.search = typed;
    slowest = std::max(slowest, milliseconds([&] {
                         view.set_filter(filter);
                         view.update(data, "de", sample::now());
                       }));
  }
  MESSAGE("slowest key press: ", slowest, " ms");
  for (int i = 0; i < 1000; ++i) CHECK_FALSE(view.update(data, "de", sample::now()));
}
