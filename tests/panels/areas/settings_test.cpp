#include "panels/settings/settings_ui.hpp"

#include <doctest/doctest.h>

#include "api-client/contract/codec.hpp"
#include "api-client/contract/proof.hpp"
#include "panels/field_words.hpp"
#include "panels/help/help_ui.hpp"
#include "tests/panels/areas/desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Role;
using kit::Key;
using test::Desk;
using SemRole = test::Role;

namespace {

const Settings& settings() {
  static const Settings kDefaults;
  return kDefaults;
}
const SettingsFacts& facts() {
  static const SettingsFacts kFacts{"https://127.0.0.1:8443", "/data", "1.0.0", true};
  return kFacts;
}

struct SettingsDesk : Desk<SettingsPanel> {
  explicit SettingsDesk(Role role = Role::project_lead)
      : Desk(sample::working_city(role), test::UiOptions{.height = 1400}, settings(), facts()) {}
};

}  // namespace

TEST_CASE("settings: every row and value has words in both languages") {
  for (const char* language : {"de", "en"}) {
    kit::set_language(language);
    const auto missing = kit::missing_texts();
    for (const auto& row : setting_rows()) {
      CHECK(std::string(kit::tr(row.title_key)) != row.title_key);
      CHECK(std::string(kit::tr(row.detail_key)) != row.detail_key);
      if (row.key == "scale") continue;  // numbers
      for (const auto& value : row.values)
        CHECK(std::string(kit::tr_or(setting_value_key(row.key, value), "")) != "");
    }
    CHECK(kit::missing_texts() == missing);
  }
  kit::set_language("de");
}

TEST_CASE("settings: a percentage is written as everywhere in this language") {
  for (const auto& [language, words] : {std::pair{"de", "100\u00A0%"}, std::pair{"en", "100%"}}) {
    Desk<SettingsPanel> desk(sample::working_city(), test::UiOptions{.height = 1400, .language = language},
                             settings(), facts());
    desk.ui.frame(2);
    CHECK(desk.ui.value(SemRole::combobox, kit::tr("settings.scale")) == words);
  }
  kit::set_language("de");
}

TEST_CASE("settings: only known values are taken") {
  Settings mine;
  CHECK(mine.get("theme") == "system");
  CHECK(mine.set("theme", "dark"));
  CHECK(mine.get("theme") == "dark");
  CHECK_FALSE(mine.set("theme", "purple"));
  CHECK_FALSE(mine.set("nothing", "dark"));
  CHECK(mine.get("theme") == "dark");
}

TEST_CASE("settings: a choice is handed over by its key") {
  SettingsDesk desk;
  REQUIRE(desk.ui.click(SemRole::tab, "Dunkel"));
  REQUIRE(desk.asked<Keep>().size() == 1);
  CHECK(desk.asked<Keep>().front().key == "setting:theme");
  CHECK(desk.asked<Keep>().front().value == "dark");
  CHECK(desk.ui.shows("Dies ist die Demo-Stadt"));
}

TEST_CASE("settings: this device as whoever approves it has it in the list") {
  using contract::DeviceState;
  SettingsDesk desk(Role::editor);
  CHECK(desk.says("Bei der Plattform nicht angemeldet"));
  desk.apply(client::MachineKnown{"rathaus-214", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"});
  auto me = *desk.state.me;
  me.device_id = "dev_1";
  me.device_state = DeviceState::waiting;
  me.device_since = base::Timestamp{desk.now.ms - 3'600'000};
  desk.apply(client::SignedIn{me});
  desk.ui.frame(2);
  CHECK(desk.says("rathaus-214"));
  CHECK(desk.says(short_hash("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")));
  CHECK(desk.says("Wartet auf Freigabe seit " + kit::format_date_time(*me.device_since)));
  // What was decided meanwhile is asked for, and not with every frame.
  const auto asked = [&] {
    const auto needs = desk.asked<Need>();
    return std::count_if(needs.begin(), needs.end(),
                         [](const Need& need) { return need.what == Need::What::me; });
  };
  CHECK(asked() == 1);
  desk.now.ms += 60'000;
  desk.ui.frame(3);
  CHECK(asked() == 2);
  me.device_state = DeviceState::approved;
  me.device_since = desk.now;
  desk.apply(client::SignedIn{me});
  desk.ui.frame(2);
  CHECK(desk.says("Freigegeben seit " + kit::format_date_time(desk.now)));
  // A refusal counts more than what was known before; since when it is so, nobody has said.
  base::Error revoked = base::fail(base::ErrorKind::forbidden, "");
  revoked.problem = contract::kDeviceRevoked;
  desk.apply(client::LineChanged{client::Line::offline, desk.now, {}, revoked});
  desk.ui.frame(2);
  CHECK(desk.says("Gesperrt"));
  CHECK_FALSE(desk.says("Gesperrt seit"));
}

TEST_CASE("reasons: in the order reviewers see them, archived ones apart") {
  const auto state = sample::working_city();
  const auto world = sample::world_of(state);
  const auto shown = reasons_shown(world, false);
  REQUIRE(shown.size() == 3);
  CHECK(shown.front()->id == "rsn_1");
  CHECK(reasons_shown(world, true).size() == 1);
}

TEST_CASE("reasons: reworded per language, with undo") {
  SettingsDesk desk;
  REQUIRE(desk.ui.click(SemRole::button, "Umformulieren: Texte sind nicht verständlich"));
  desk.forget();
  REQUIRE(desk.ui.fill(SemRole::textbox, "Grund (Deutsch)", "Texte bitte einfacher"));
  CHECK(desk.draft("draft:settings.reason.edit/rsn_2/text.de") == "Texte bitte einfacher");
  desk.ui.press(Key::tab);
  const auto change = desk.change();
  CHECK(change.operation == contract::Operation::change_reason);
  CHECK(change.if_match == contract::etag("rsn_2", 2));
  CHECK(change.body == R"({"text":{"de":"Texte bitte einfacher","en":"Texts are not understandable"}})");
  CHECK(change.undo->body ==
        R"({"text":{"de":"Texte sind nicht verständlich","en":"Texts are not understandable"}})");
}

TEST_CASE("reasons: German must not be empty") {
  SettingsDesk desk;
  REQUIRE(desk.ui.click(SemRole::button, "Umformulieren: Texte sind nicht verständlich"));
  desk.forget();
  REQUIRE(desk.ui.fill(SemRole::textbox, "Grund (Deutsch)", ""));
  desk.ui.press(Key::tab);
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.says("fehlt noch"));
}

TEST_CASE("reasons: added, archived and taken back") {
  SettingsDesk desk;
  REQUIRE(desk.ui.click(SemRole::button, "Grund hinzufügen"));
  REQUIRE(desk.ui.fill(SemRole::textbox, "Grund (Deutsch)", "Preise fehlen"));
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Hinzufügen"));
  auto change = desk.change();
  CHECK(change.operation == contract::Operation::create_reason);
  CHECK(contract::decode_new<contract::Reason>(change.body)->text.in("de") == "Preise fehlen");
  CHECK(change.undo->body == R"({"archived":true})");
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Archivieren: Barrierefreiheit nicht erfüllt"));
  CHECK(desk.change().body == R"({"archived":true})");
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::link, "Einen archivierten Grund zeigen"));
  REQUIRE(desk.ui.click(SemRole::button, "Wieder aufnehmen: Logo fehlt"));
  CHECK(desk.change().body == R"({"archived":false})");
}

TEST_CASE("reasons: kept by the project lead alone") {
  for (const auto role : {Role::editor, Role::reviewer, Role::merchant}) {
    SettingsDesk desk{role};
    CHECK_FALSE(desk.ui.shows("Gründe für Rückgabe und Ablehnung"));
  }
}

TEST_CASE("help: first steps by role, keys found by word and by key") {
  Desk<HelpPanel> desk{sample::working_city(Role::reviewer), test::UiOptions{}, [] {
                         return std::vector<HelpKey>{{"Überall", "Größer", {"Strg", "+"}},
                                                     {"Überall", "Hilfe und alle Tasten", {"F1"}}};
                       }};
  CHECK(desk.ui.shows("Neue Berechtigungen sind markiert."));
  REQUIRE(desk.ui.fill(SemRole::searchbox, "Taste oder Befehl suchen", "GRÖSSER"));
  CHECK(desk.ui.shows("Größer"));
  CHECK_FALSE(desk.ui.shows("Hilfe und alle Tasten"));
  REQUIRE(desk.ui.fill(SemRole::searchbox, "Taste oder Befehl suchen", "f1"));
  CHECK(desk.ui.shows("Hilfe und alle Tasten"));
  REQUIRE(desk.ui.fill(SemRole::searchbox, "Taste oder Befehl suchen", "zzz"));
  CHECK(desk.ui.shows("Keine Treffer"));
}

TEST_CASE("help: every role has its first steps in both languages") {
  for (const char* language : {"de", "en"}) {
    kit::set_language(language);
    for (const auto role : contract::enum_values<Role>())
      for (int step = 1; step <= 3; ++step) {
        const std::string key = std::string("help.") + contract::enum_name(role) + "." + std::to_string(step);
        CAPTURE(key);
        CHECK(std::string(kit::tr_or(key, "")) != "");
      }
  }
  kit::set_language("de");
}
