// The panel of the merchants, used as reviewers and merchants use it.
#include <doctest/doctest.h>

#include <memory>
#include <utility>

#include "api-client/contract/codec.hpp"
#include "panels/merchants/merchants_ui.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/areas/kept_dialog.hpp"
#include "tests/panels/merchants/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Merchant;
using contract::MerchantAct;
using contract::MerchantActKind;
using contract::Operation;
using kit::Key;
using panels::merchants::MerchantsPanel;
using UiRole = test::Role;

namespace {

struct TradeDesk : test::Desk<MerchantsPanel> {
  explicit TradeDesk(contract::Role role = contract::Role::reviewer,
                     const test::UiOptions& options = {.width = 1240, .height = 900})
      : test::Desk<MerchantsPanel>(sample::trading_city(role), options) {
    ui.frame(3);
  }
  void open(const std::string& id) {
    panel.open({"merchants", id, ""}, world());
    ui.frame(2);
    sample::open_merchant(state, id);
    ui.frame(3);
    forget();
  }
  MerchantAct act() const {
    const auto sent = change();
    if (sent.operation == Operation::act_on_merchant)
      if (const auto read = contract::decode_new<MerchantAct>(sent.body)) return *read;
    MerchantAct none;
    none.note = "no act: " + sent.title;
    return none;
  }
};

/// How the queue's rows end: their age, and until when they are to be answered.
std::string queue(int number) {
  return ", vor 12 Tagen eingereicht, fällig " +
         kit::format_day({sample::now().ms + number * base::kDayMs / 2});
}

}  // namespace

TEST_CASE("the list says where everybody stands; what waits for this person comes first") {
  TradeDesk desk;
  CHECK(desk.says("Aufnahme"));
  CHECK(desk.ui.has(UiRole::row, "Rad Speichenglück, Fahrradwerkstatt, Wartet auf Sie" + queue(1)));
  CHECK(desk.ui.has(UiRole::row, "Trattoria Rosalba, Restaurant, Bei der IHK" + queue(2)));
  CHECK(desk.ui.has(UiRole::row, "Sternschnuppe, Babysitter-Vermittlung, Angaben fehlen"));
  CHECK(desk.ui.has(UiRole::row, "Schlüsseldienst Kern, Handwerk, Abgelehnt"));
  CHECK_FALSE(desk.says("Buchhandlung Lesezeit"));
  // Of the offices, this reviewer stands for business development; identities are everybody's.
  CHECK(desk.panel.badge(desk.world()) == 3);
}

TEST_CASE("an application tells its age from the first day, and once overdue since when") {
  TradeDesk desk;
  Merchant late = *desk.state.merchants.find("mer_2");
  late.submitted_at = {desk.now.ms - base::kDayMs};
  late.due_at = {desk.now.ms - 1};
  Merchant fresh = *desk.state.merchants.find("mer_1");
  fresh.submitted_at = desk.now;
  desk.apply(client::ThingsChanged<Merchant>{{late, fresh}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::row, "Trattoria Rosalba, Restaurant, Überfällig seit " +
                                     kit::format_day(late.due_at) + ", vor 1 Tag eingereicht"));
  CHECK(desk.ui.has(UiRole::row,
                    "Rad Speichenglück, Fahrradwerkstatt, Wartet auf Sie, heute eingereicht, "
                    "fällig " +
                        kit::format_day(fresh.due_at)));
  CHECK(desk.says("1 Tag"));
}

TEST_CASE("IHK sees its own as waiting") {
  TradeDesk desk;
  desk.state.me->stakeholder = contract::Stakeholder::ihk;
  desk.apply(client::ThingsChanged<Merchant>{{*desk.state.merchants.find("mer_1")}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::row, "Trattoria Rosalba, Restaurant, Wartet auf Sie" + queue(2)));
  CHECK(desk.ui.has(UiRole::row,
                    "Rad Speichenglück, Fahrradwerkstatt, Bei der Wirtschaftsförderung" + queue(1)));
}

TEST_CASE("known and active are two things, and stand side by side") {
  TradeDesk desk;
  desk.panel.open({"merchants", "mer_12", ""}, desk.world());
  desk.ui.frame(3);
  CHECK(desk.says("Identität bestätigt"));
  CHECK(desk.says("Gesperrt"));
  CHECK(desk.says("Hygieneprüfung offen"));
}

TEST_CASE("a long name is not cut for the two states beside it: they get a line of their own") {
  TradeDesk desk{contract::Role::reviewer, {.width = 1024, .height = 640, .scale = 2}};
  Merchant long_one = *desk.state.merchants.find("mer_1");
  long_one.name = "Buchhandlung und Antiquariat Zum goldenen Schlüssel am Dom";
  desk.apply(client::ThingsChanged<Merchant>{{long_one}, desk.now});
  desk.panel.open({"merchants", "mer_1", ""}, desk.world());
  desk.ui.frame(3);
  const auto* name = desk.ui.find(UiRole::text, long_one.name);
  const auto* known = desk.ui.find(UiRole::status, "In Prüfung");
  const auto* active = desk.ui.find(UiRole::status, "Nicht aktiv");
  REQUIRE(name != nullptr);
  REQUIRE(known != nullptr);
  REQUIRE(active != nullptr);
  CHECK(name->bounds.height > 80);  // two lines at 200 %
  CHECK(known->bounds.y >= name->bounds.y + name->bounds.height);
  CHECK(known->bounds.y == active->bounds.y);
  CHECK(active->bounds.x + active->bounds.width <= 1024);
}

TEST_CASE("a merchant asks the platform for what its list leaves out") {
  TradeDesk desk;
  desk.forget();
  desk.panel.open({"merchants", "mer_2", ""}, desk.world());
  desk.ui.frame(2);
  const auto asked = desk.asked<Need>();
  REQUIRE_FALSE(asked.empty());
  CHECK(asked.front().what == Need::What::merchant);
  CHECK(asked.front().id == "mer_2");
}

TEST_CASE("what is to be checked is there in full at every width, its digits in groups") {
  CHECK(panels::merchants::grouped_phone("+496241123456") == "+49 624 112 3456");
  CHECK(panels::merchants::grouped_phone("+4915123456789") == "+49 151 234 567 89");
  CHECK(panels::merchants::grouped_phone("06241 4711") == "06241 4711");
  CHECK(panels::merchants::grouped_phone("+33140000000") == "+33140000000");
  for (const auto& options : {test::UiOptions{.width = 1240, .height = 2400},
                              test::UiOptions{.width = 1024, .height = 4000, .scale = 2}}) {
    CAPTURE(options.width);
    TradeDesk desk{contract::Role::reviewer, options};
    desk.open("mer_1");
    int seen = 0;
    for (const auto* line : desk.ui.tree().find_all(UiRole::listitem)) {
      if (line->value.find("DE89 3704 0044 0532 0130 00, ") != 0 &&
          line->value.find("+49 624 112 3456, ") != 0)
        continue;
      ++seen;
      CAPTURE(std::string(line->value));
      const float wrap = line->bounds.width - kit::px(24);
      const auto font = line->description.empty() ? kit::Font::base : kit::Font::base_medium;
      const float beside =
          kit::text_width(font, line->name) + kit::px(12) + kit::text_width(kit::Font::meta, line->value);
      if (beside > wrap)
        CHECK(line->bounds.height >=
              kit::line_height(kit::Font::base) + kit::text_size(kit::Font::meta, line->value, wrap).y);
    }
    CHECK(seen == 2);
  }
}

TEST_CASE("one line is checked with how it was checked") {
  TradeDesk desk;
  CHECK(desk.panel.hints(desk.world()).front().first == "J+K");  // a cap each
  desk.open("mer_1");
  CHECK(desk.says("Standort"));
  CHECK(desk.says("Kämmererstraße 12, 67547 Worms"));
  REQUIRE(desk.ui.click(UiRole::button, "Standort: Kämmererstraße 12, 67547 Worms, offen"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::menuitem, "vor Ort"));
  desk.ui.frame(2);
  const auto act = desk.act();
  CHECK(act.act == MerchantActKind::check);
  CHECK(act.key == contract::MerchantCheckKey::address);
  CHECK(act.state == contract::CheckState::passed);
  CHECK(act.method == contract::CheckMethod::visit);
}

TEST_CASE("Ctrl+Enter confirms every open line of the office, each by its usual way, as one act") {
  TradeDesk desk;
  desk.open("mer_1");
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  const auto changes = desk.asked<Change>();
  REQUIRE(changes.size() == 4);
  for (const auto& each : changes) {
    CHECK(each.group == changes.front().group);
    const auto act = contract::decode_new<MerchantAct>(each.body);
    REQUIRE(act);
    CHECK(act->method != contract::CheckMethod::none);
  }
}

TEST_CASE("what another office checks can be read and not ticked") {
  TradeDesk desk;
  desk.open("mer_2");
  CHECK(desk.says("Registereintrag"));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Branche: Restaurant, offen"));
  CHECK(desk.ui.has(UiRole::button, "Standort: Marktplatz 3, 67547 Worms, offen"));
}

TEST_CASE("the second pair of eyes is somebody else's") {
  TradeDesk desk;
  desk.open("mer_4");
  Merchant whole = *desk.state.open_merchant.value();
  for (auto& check : whole.checks)
    if (check.key == contract::MerchantCheckKey::payment_account) {
      check.by = desk.world().principal_id;
      check.by_name = "Kemal Brandt";
      check.at = desk.now;
    }
  desk.apply(client::MerchantLoaded{"mer_4", whole, desk.now});
  desk.ui.frame(2);
  CHECK(desk.says("zweite Person fehlt"));
  const auto line = std::find_if(whole.checks.begin(), whole.checks.end(), [](const auto& each) {
    return each.key == contract::MerchantCheckKey::payment_account;
  });
  CHECK(merchants::why_not_check(*line, whole, desk.world()).find("Vier-Augen") == 0);
}

TEST_CASE("who made the code that let the merchant in is not asked to confirm it, nor to put it live") {
  TradeDesk desk;
  desk.open("mer_4");
  Merchant whole = *desk.state.open_merchant.value();
  whole.step = contract::MerchantStep::live;
  whole.activity = contract::MerchantActivity::inactive;
  whole.verification = contract::MerchantVerification::verified;
  whole.agreed_at = desk.now;
  const auto show = [&](const std::string& inviter) {
    whole.timeline = {{desk.now, inviter, "", "invite", ""},
                      {desk.now, "mer_4", "", "sign_in", ""},
                      {desk.now, desk.world().principal_id, "", "invite", ""}};
    desk.apply(client::MerchantLoaded{"mer_4", whole, desk.now});
    desk.ui.frame(2);
  };
  contract::MerchantCheck identity;
  identity.key = contract::MerchantCheckKey::identity_document;
  // A code that nobody has used yet is not the one they came in by.
  show("prn_other");
  CHECK(desk.ui.has(UiRole::button, "Freischalten"));
  CHECK(merchants::why_not_pass(identity, whole, desk.world()).empty());
  show(desk.world().principal_id);
  CHECK_FALSE(desk.ui.has(UiRole::button, "Freischalten"));
  CHECK(desk.says("schaltet jemand anderes frei"));
  CHECK(merchants::why_not_pass(identity, whole, desk.world()).find("Sie haben eingeladen") == 0);
  // That it is forged, anybody may say.
  CHECK(merchants::why_not_check(identity, whole, desk.world()).empty());
}

TEST_CASE("changes are asked for field by field, each with its why") {
  TradeDesk desk;
  desk.open("mer_1");
  desk.ui.press(Key::r);
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::checkbox, "IBAN"));
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.find(UiRole::button, "Nachfordern") == nullptr);
  REQUIRE(desk.ui.click(UiRole::textbox, "Warum"));
  desk.ui.type("Der Inhaber passt nicht zum Namen.");
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  const auto act = desk.act();
  CHECK(act.act == MerchantActKind::request_changes);
  REQUIRE(act.requests.size() == 1);
  CHECK(act.requests[0].field_name == "iban");
  CHECK(act.requests[0].why == "Der Inhaber passt nicht zum Namen.");
}

TEST_CASE("suspending needs a reason, and a time that is still to come") {
  TradeDesk desk;
  desk.panel.open({"merchants", "mer_10", ""}, desk.world());
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::button, "Weitere Befehle"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Sperren"));
  desk.ui.frame(3);
  desk.ui.type("Beschwerden über nicht gelieferte Ware");
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::textbox, "Bis (leer: bis jemand die Sperre aufhebt)"));
  desk.ui.type("01.01.2020");
  desk.ui.frame(2);
  desk.forget();
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.says("Der Zeitpunkt ist vorbei."));
}

TEST_CASE("a merchant fills in its own application, and a look-alike letter is told at once") {
  TradeDesk desk{contract::Role::merchant, {.width = 1240, .height = 1200}};
  desk.open("mer_6");
  REQUIRE(desk.ui.click(UiRole::tab, "Angaben"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::textbox, "IBAN"));
  desk.ui.press({.key = Key::a, .ctrl = true});
  desk.ui.type("DE89 3704 0044 0532 013O");
  desk.ui.frame(2);
  CHECK(desk.says("gehört hier eine Ziffer hin"));
  CHECK(desk.draft("draft:merchants.edit/mer_6/iban") == "DE89 3704 0044 0532 013O");
  desk.ui.press({.key = Key::a, .ctrl = true});
  desk.ui.type("DE89 3704 0044 0532 0130 01");
  desk.ui.frame(2);
  CHECK_FALSE(desk.says("Prüfziffern"));
  desk.forget();
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  CHECK(desk.says("Prüfziffern"));
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("what is missing is named, and submitting waits for it") {
  TradeDesk desk{contract::Role::merchant};
  desk.open("mer_6");
  Merchant whole = *desk.state.open_merchant.value();
  whole.iban.clear();
  whole.proofs.clear();
  desk.apply(client::MerchantLoaded{"mer_6", whole, desk.now});
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::tab, "Angaben"));
  desk.ui.frame(3);
  CHECK(desk.says("IBAN und Kontoinhaber"));
  CHECK(desk.says("Ausweis oder Auszug"));
  const auto* before = desk.ui.find(UiRole::button, "Antrag einreichen");
  REQUIRE(before != nullptr);
  const auto place = before->bounds;
  // A field that was just filled in moves no button away from under the pointer.
  Merchant paid = whole;
  paid.iban = "DE89370400440532013000";
  desk.apply(client::MerchantLoaded{"mer_6", paid, desk.now});
  desk.ui.frame(2);
  CHECK(desk.says("IBAN und Kontoinhaber"));
  const auto* after = desk.ui.find(UiRole::button, "Antrag einreichen");
  REQUIRE(after != nullptr);
  CHECK(after->bounds.y == place.y);
  desk.open("mer_6");
  REQUIRE(desk.ui.click(UiRole::button, "Antrag einreichen"));
  desk.ui.frame(2);
  CHECK(desk.act().act == MerchantActKind::submit);
}

TEST_CASE("where a merchant is can be looked up on a map, by coordinates where they are known") {
  TradeDesk desk{contract::Role::reviewer, {.width = 1240, .height = 1700}};
  desk.open("mer_1");
  Merchant whole = *desk.state.open_merchant.value();
  REQUIRE(desk.ui.click(UiRole::tab, "Angaben"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::button, "Kartenlink kopieren"));
  REQUIRE(desk.asked<CopyText>().size() == 1);
  CHECK(desk.asked<CopyText>()[0].text ==
        "https://www.openstreetmap.org/search?query=K%C3%A4mmererstra%C3%9Fe%2012%2C%2067547%20Worms");
  whole.latitude = 49.6317;
  whole.longitude = 8.3656;
  desk.apply(client::MerchantLoaded{"mer_1", whole, desk.now});
  desk.forget();
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Kartenlink kopieren"));
  REQUIRE(desk.asked<CopyText>().size() == 1);
  CHECK(desk.asked<CopyText>()[0].text ==
        "https://www.openstreetmap.org/?mlat=49.631700&mlon=8.365600#map=18/49.631700/8.365600");
  whole.latitude.reset();
  whole.street.clear();
  desk.apply(client::MerchantLoaded{"mer_1", whole, desk.now});
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.has(UiRole::button, "Kartenlink kopieren"));
}

TEST_CASE("a document is opened with a reason") {
  TradeDesk desk{contract::Role::reviewer, {.width = 1240, .height = 1700}};
  desk.open("mer_1");
  REQUIRE(desk.ui.click(UiRole::tab, "Angaben"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::button, "Öffnen: Ausweis.pdf"));
  desk.ui.frame(3);
  desk.ui.type("kurz");
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
  CHECK(desk.asked<Download>().empty());
  REQUIRE(desk.ui.click(UiRole::textbox, "Grund"));
  desk.ui.press(Key::end);
  desk.ui.type(" geprüft für die Identität");
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
  const auto asked = desk.asked<Download>();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].operation == Operation::read_merchant_proof);
  CHECK(asked[0].ids == std::vector<std::string>{"mer_1", "prf_1"});
  CHECK(asked[0].query == "reason=kurz%20gepr%C3%BCft%20f%C3%BCr%20die%20Identit%C3%A4t");
}

TEST_CASE("a merchant that was made gets its code, shown once") {
  TradeDesk desk;
  desk.ui.press(Key::n);
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::textbox, "Name in der App"));
  desk.ui.type("Blumen Anders");
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.change().operation == Operation::create_merchant);
  Merchant made = *desk.state.merchants.find("mer_6");
  made.id = "mer_new";
  made.number = 99;
  made.name = "Blumen Anders";
  desk.apply(client::ThingsChanged<Merchant>{{made}, desk.now});
  client::CommandDone done;
  done.id = "cmd_made";
  done.draft_key = "draft:merchants.new";
  done.object_id = "mer_new";
  desk.apply(done);
  desk.ui.frame(3);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Code erstellen"));
  desk.ui.frame(2);
  const auto sent = desk.change();
  CHECK(sent.operation == Operation::invite_merchant);
  CHECK_FALSE(sent.queueable);
  contract::MerchantInvitation invitation;
  invitation.code = "H7KQ-2MXD-9RTE";
  invitation.expires_at = {desk.now.ms + 14 * base::kDayMs};
  client::CommandDone told;
  told.id = "cmd_invited";
  told.draft_key = sent.draft_key;
  told.answer = contract::encode(invitation);
  desk.apply(told);
  desk.ui.frame(3);
  CHECK(desk.says("H7KQ-2MXD-9RTE"));
  REQUIRE(desk.ui.click(UiRole::button, "Kopieren"));
  desk.ui.frame(2);
  REQUIRE(desk.asked<CopyText>().size() == 1);
  CHECK(desk.asked<CopyText>()[0].text == "H7KQ-2MXD-9RTE");
}

TEST_CASE("in a narrow window the merchant covers the list, and Escape goes back") {
  TradeDesk desk{contract::Role::reviewer, {.width = 620, .height = 560}};
  desk.open("mer_1");
  CHECK_FALSE(desk.ui.has(UiRole::row, "Trattoria Rosalba, Restaurant, Bei der IHK" + queue(2)));
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::row, "Trattoria Rosalba, Restaurant, Bei der IHK" + queue(2)));
}

TEST_CASE("a table is judged before anything of it is taken; its columns can be said anew") {
  TradeDesk desk{contract::Role::reviewer, {.width = 1240, .height = 960}};
  panels::IncomingFile file;
  file.purpose = merchants::kMerchantTable;
  file.name = "haendler.csv";
  file.bytes = "Betrieb;Was\r\nBlumen Anders;Blumen\r\nCaf\xE9 Domblick;Caf\xE9\r\n";  // Windows-1252
  desk.panel.receive(std::move(file));
  desk.ui.frame(2);
  const auto asked = desk.change();
  REQUIRE(asked.operation == Operation::import_merchants);
  const auto wish = contract::decode_new<contract::MerchantImport>(asked.body);
  REQUIRE(wish);
  CHECK_FALSE(wish->apply);
  CHECK(wish->csv.find("Caf\xC3\xA9") != std::string::npos);
  contract::MerchantImportReport report;
  report.headings = {"Betrieb", "Was"};
  report.columns = {"name", ""};
  contract::ImportedMerchant fine, twin, neighbour;
  fine.line = 2;
  fine.name = "Blumen Anders";
  twin.line = 3;
  twin.name = "Café Domblick";
  twin.duplicate_of = "mer_11";
  twin.duplicate_name = "Café Domblick";
  twin.duplicate_by = "name";
  neighbour.line = 4;
  neighbour.name = "Blumen am Eck";
  neighbour.duplicate_of = "mer_11";
  neighbour.duplicate_name = "Café Domblick";
  neighbour.duplicate_by = "address";
  report.rows = {fine, twin, neighbour};
  report.problems = {{3, "name", "duplicate", "Café Domblick", "It is there already."}};
  report.undecided = 1;
  report.taken = 2;
  client::CommandDone done;
  done.id = "cmd_table";
  done.draft_key = asked.draft_key;
  done.answer = contract::encode(report);
  desk.apply(done);
  desk.ui.frame(3);
  CHECK(desk.says("Schon vorhanden: Café Domblick (gleicher Name)."));
  CHECK(desk.says("Gleiche Anschrift wie Café Domblick."));
  CHECK(desk.says("Windows-1252"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::combobox, "Was"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::option, "Branche"));
  desk.ui.frame(3);
  const auto again = contract::decode_new<contract::MerchantImport>(desk.change().body);
  REQUIRE(again);
  CHECK(again->columns == std::vector<std::string>{"name", "trade"});
}

TEST_CASE("the history says in words what was done, by whom") {
  TradeDesk desk;
  desk.open("mer_1");
  REQUIRE(desk.ui.click(UiRole::tab, "Verlauf"));
  desk.ui.frame(3);
  CHECK(desk.says("Geprüft, Sabine Krämer"));
  CHECK(desk.says("Branche: bestanden, steht im Register"));
  using merchants::words_of;
  CHECK(words_of({{}, "", "", "request_changes", "iban, proofs"}).detail == "IBAN, Dokumente");
  CHECK(words_of({{}, "", "", "proof", "register_extract"}).detail == "Registerauszug");
}

TEST_CASE("a suspension is lifted from the menu, based on what was seen") {
  TradeDesk desk;
  desk.panel.open({"merchants", "mer_12", ""}, desk.world());
  desk.ui.frame(3);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Weitere Befehle"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Sperre aufheben"));
  desk.ui.frame(2);
  CHECK(desk.act().act == MerchantActKind::lift_suspension);
  CHECK(desk.change().if_match == contract::etag("mer_12", 1));
}

TEST_CASE("a dialog is about who was shown when it opened, and its words are kept") {
  TradeDesk desk;
  desk.panel.open({"merchants", "mer_10", ""}, desk.world());
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::button, "Weitere Befehle"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Vertrag beenden"));
  desk.ui.frame(3);
  desk.ui.type("Der Laden macht zu");
  desk.ui.frame(2);
  CHECK(desk.draft("draft:merchants.words/end/mer_10") == "Der Laden macht zu");
  desk.forget();
  desk.panel.open({"merchants", "mer_11", ""}, desk.world());
  desk.ui.frame(2);
  // What cannot be taken back has no key.
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.ui.click(UiRole::button, "Vertrag beenden"));
  desk.ui.frame(2);
  CHECK(desk.change().ids == std::vector<std::string>{"mer_10"});
  CHECK(desk.change().draft_key == "draft:merchants.words/end/mer_10");
}

TEST_CASE("Ctrl+Enter in a field of the application confirms nothing") {
  TradeDesk desk;
  desk.open("mer_1");
  REQUIRE(desk.ui.click(UiRole::tab, "Angaben"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::textbox, "Branche"));
  desk.forget();
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("what is typed to ask for changes is kept: over a restart, a refusal and another merchant") {
  const std::string key = "draft:merchants.words/request/mer_1";
  std::string kept;
  {
    TradeDesk desk;
    desk.open("mer_1");
    desk.ui.press(Key::r);
    desk.ui.frame(3);
    REQUIRE(desk.ui.click(UiRole::checkbox, "IBAN"));
    desk.ui.frame(3);
    REQUIRE(desk.ui.click(UiRole::textbox, "Warum"));
    desk.ui.type("Der Inhaber passt");
    desk.ui.frame(2);
    kept = desk.draft(key);
    CHECK(kept.find("Der Inhaber passt") != std::string::npos);
    // Signed out meanwhile: what is typed stays where it is, and goes on being kept.
    desk.apply(client::SignInNeeded{client::SignInNeeded::Why::expired});
    desk.ui.type(" nicht");
    desk.ui.frame(2);
    kept = desk.draft(key);
  }
  TradeDesk desk;
  desk.panel.restore(key, kept);
  desk.open("mer_2");
  desk.ui.press(Key::r);
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(UiRole::textbox, "Warum"));
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  desk.open("mer_1");
  desk.ui.press(Key::r);
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::textbox, "Warum") == "Der Inhaber passt nicht");
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  const auto sent = desk.change();
  CHECK(sent.draft_key == key);
  CHECK(desk.act().requests.at(0).why == "Der Inhaber passt nicht");
  // On its way it is not typed any more; refused it stands there again, taken it is gone.
  desk.ui.press(Key::r);
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(UiRole::textbox, "Warum"));
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  desk.answer(key, false);
  desk.ui.press(Key::r);
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::textbox, "Warum") == "Der Inhaber passt nicht");
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  desk.answer(key, true);
  desk.ui.press(Key::r);
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(UiRole::textbox, "Warum"));
}

TEST_CASE("the palette finds a merchant by what it is called now") {
  TradeDesk desk;
  CHECK(desk.panel.find("lesezeit", desk.world(), 6).size() == 1);
  CHECK(desk.panel.find("m-0010", desk.world(), 6).size() == 1);
  Merchant renamed = *desk.state.merchants.find("mer_10");
  renamed.name = "Buchhandlung Müller";
  renamed.revision = 2;
  desk.apply(client::ThingsChanged<Merchant>{{renamed}, desk.now});
  CHECK(desk.panel.find("lesezeit", desk.world(), 6).empty());
  REQUIRE(desk.panel.find("muller", desk.world(), 6).size() == 1);
  CHECK(desk.panel.find("muller", desk.world(), 6)[0].object_id == "mer_10");
}

TEST_CASE("what is kept of merchants and when it goes, for who watches over it") {
  auto state = sample::trading_city(contract::Role::privacy_officer);
  auto late = *state.merchants.find("mer_13");
  late.id = "mer_20";
  late.number = 20;
  late.name = "Tabak Sommer";
  late.erase_at = {sample::now().ms - 2 * base::kDayMs};
  auto fresh = *state.merchants.find("mer_10");
  fresh.proofs.resize(1);
  fresh.proofs[0].erase_at = {sample::now().ms + 20 * base::kDayMs};
  fresh.revision = 2;
  auto old = *state.merchants.find("mer_11");
  old.proofs.resize(1);
  old.proofs[0].erased_at = {sample::now().ms - base::kDayMs};
  old.revision = 2;
  // What should be gone and is not stands above everything.
  auto stuck = *state.merchants.find("mer_5");
  stuck.proofs.resize(1);
  stuck.proofs[0].erase_at = {sample::now().ms - 3 * base::kDayMs};
  stuck.revision = 2;
  state.apply(client::ThingsChanged<Merchant>{{late, fresh, old, stuck}, sample::now()}, sample::now());
  for (const char* language : {"de", "en"}) {
    kit::set_language(language);
    const bool german = std::string_view(language) == "de";
    const auto world = sample::world_of(state);
    merchants::Index index;
    index.update(world, {.shelf = merchants::Shelf::kept});
    std::string said;
    for (const auto at : index.rows()) {
      const auto& item = state.merchants.items()[at];
      said += item.name + ": " + merchants::look_on(merchants::Shelf::kept, item, world).words + "\n";
    }
    const auto day = [](std::int64_t days) {
      return kit::format_date({sample::now().ms + days * base::kDayMs});
    };
    const std::string first =
        german ? "Konditorei Wendel: Überfällig: Dokumente sollten am " + day(-3) +
                     " vernichtet sein\nTabak Sommer: Überfällig: Alles sollte am " + day(-2) +
                     " gelöscht sein\nBuchhandlung Lesezeit: Dokumente werden bis " + day(20) +
                     " vernichtet\nSchuhhaus Vogt: Alles wird am " + day(122) + " gelöscht\n"
               : "Konditorei Wendel: Overdue: documents should have been destroyed on " + day(-3) +
                     "\nTabak Sommer: Overdue: everything should have been erased on " + day(-2) +
                     "\nBuchhandlung Lesezeit: Documents are destroyed by " + day(20) +
                     "\nSchuhhaus Vogt: Everything is erased on " + day(122) + "\n";
    CHECK(said.substr(0, first.size()) == first);
    // Whose documents wait for the check comes last; who has had its time is not there.
    CHECK(said.find(german
                        ? "Trattoria Rosalba: Dokumente bis 30 Tage nach der Prüfung"
                        : "Trattoria Rosalba: Documents until 30 days after the check") != std::string::npos);
    CHECK(said.find("Domblick") == std::string::npos);
    CHECK(said.find("Gemüsekiste") == std::string::npos);
  }
  kit::set_language("de");
}

TEST_CASE("the privacy officer opens what is kept as a shelf of its own; a reviewer has none") {
  TradeDesk desk{contract::Role::privacy_officer};
  REQUIRE(desk.ui.click(UiRole::combobox, "Welche Händler"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::option, "Aufbewahrung 7"));
  desk.ui.frame(3);
  CHECK(desk.says("Schuhhaus Vogt, Schuhe, Alles wird am " +
                  kit::format_date({desk.now.ms + 122 * base::kDayMs}) + " gelöscht"));
  REQUIRE(desk.ui.click(UiRole::button, "Weitere Befehle der Liste"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Liste als CSV sichern"));
  desk.ui.frame(2);
  REQUIRE(desk.asked<SaveFile>().size() == 1);
  CHECK(desk.asked<SaveFile>()[0].bytes.find("Alles wird am") != std::string::npos);
  TradeDesk reviewer;
  REQUIRE(reviewer.ui.click(UiRole::combobox, "Welche Händler"));
  reviewer.ui.frame(2);
  CHECK(reviewer.says("Beendet"));
  CHECK_FALSE(reviewer.says("Aufbewahrung"));
  CHECK_FALSE(merchants::watches_data(reviewer.world()));
}

TEST_CASE("why a check failed is kept for that check, and stands at no other") {
  TradeDesk desk;
  desk.open("mer_1");
  std::vector<std::string> open;
  for (const auto* each : desk.ui.tree().find_all(UiRole::button))
    if (each->name.ends_with(", offen")) open.emplace_back(each->name);
  REQUIRE(open.size() >= 2);
  const auto fail = [&](const std::string& line) {
    REQUIRE(desk.ui.click(UiRole::button, line));
    desk.ui.frame(2);
    REQUIRE(desk.ui.click(UiRole::menuitem, "Nicht bestanden"));
    desk.ui.frame(3);
    REQUIRE(desk.ui.has(UiRole::textbox, "Grund"));
  };
  const auto words = [&] { return std::string(desk.ui.value(UiRole::textbox, "Grund")); };
  const auto leave = [&] {
    desk.ui.press(Key::escape);
    desk.ui.frame(3);
  };
  fail(open[0]);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Grund", "Die Hausnummer gibt es nicht"));
  desk.ui.frame(2);
  leave();
  fail(open[1]);
  CHECK(words().empty());
  leave();
  fail(open[0]);
  CHECK(words() == "Die Hausnummer gibt es nicht");
}

TEST_CASE("the words and reasons of a rejection, and how long somebody is suspended, are kept") {
  const auto reject = [](TradeDesk& desk) {
    REQUIRE(desk.ui.click(UiRole::button, "Ablehnen"));
    desk.ui.frame(3);
  };
  const auto checked = [](TradeDesk& desk) {
    const auto boxes = desk.ui.tree().find_all(UiRole::checkbox);
    return std::count_if(boxes.begin(), boxes.end(),
                         [](const auto* box) { return box->has(test::semantic::kChecked); });
  };
  bool begun = false;
  test::keeps_what_is_typed(
      {.key = "draft:merchants.words/reject/mer_1", .field = "Anmerkung", .send = "Ablehnen"},
      [] {
        auto desk = std::make_unique<TradeDesk>();
        desk->open("mer_1");
        return desk;
      },
      reject,
      [&](TradeDesk& desk) {
        const std::string reason = desk.state.reasons.items().front().text.in("de");
        // The second desk finds it ticked.
        if (!std::exchange(begun, true)) REQUIRE(desk.ui.click(UiRole::checkbox, reason));
        desk.ui.frame(2);
        CHECK(checked(desk) == 1);
      });
  test::keeps_what_is_typed(
      {.key = "draft:merchants.words/suspend/mer_10",
       .field = "Bis (leer: bis jemand die Sperre aufhebt)",
       .typed = "01.02.2031, 06:00",
       .send = "Sperren"},
      [] {
        auto desk = std::make_unique<TradeDesk>();
        desk->open("mer_10");
        return desk;
      },
      [](TradeDesk& desk) {
        REQUIRE(desk.ui.click(UiRole::button, "Weitere Befehle"));
        desk.ui.frame(2);
        REQUIRE(desk.ui.click(UiRole::menuitem, "Sperren"));
        desk.ui.frame(3);
      },
      [](TradeDesk& desk) {
        REQUIRE(desk.ui.fill(UiRole::textbox, "Grund", "Beschwerden"));
        desk.ui.frame(1);
      });
}

TEST_CASE("a chosen document goes to the merchant that it was chosen for, and as what it was chosen") {
  TradeDesk desk{contract::Role::reviewer, {.width = 1240, .height = 2000}};
  desk.open("mer_1");
  REQUIRE(desk.ui.click(UiRole::tab, "Angaben"));
  desk.ui.frame(3);
  const auto ask = [&] {
    desk.forget();
    REQUIRE(desk.ui.click(UiRole::button, "Hinzufügen"));
    desk.ui.frame(1);
    REQUIRE(desk.asked<ChooseFile>().size() == 1);
    return desk.asked<ChooseFile>()[0].purpose;
  };
  const auto first = ask();
  REQUIRE(desk.ui.click(UiRole::combobox, "Art des Dokuments"));
  desk.ui.frame(2);
  desk.ui.press(Key::down);
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
  const auto second = ask();
  // The drive is slow: somebody else is shown by the time the files have been read.
  desk.open("mer_7");
  desk.panel.receive({.purpose = second, .name = "zwei.pdf", .bytes = "%PDF-2"});
  desk.panel.receive({.purpose = first, .name = "eins.pdf", .bytes = "%PDF-1"});
  desk.ui.frame(2);
  const auto sent = desk.asked<Change>();
  REQUIRE(sent.size() == 2);
  const auto kinds = contract::enum_values<contract::ProofKind>();
  for (std::size_t i = 0; i < sent.size(); ++i) {
    CAPTURE(i);
    CHECK(sent[i].operation == Operation::add_merchant_proof);
    CHECK(sent[i].ids == std::vector<std::string>{"mer_1"});
    CHECK(sent[i].query == std::string("kind=") + contract::enum_name(kinds[1 - i]) +
                               (i == 0 ? "&name=zwei.pdf" : "&name=eins.pdf"));
  }
  CHECK(sent[0].body == "%PDF-2");
}

TEST_CASE("a document for a merchant that is gone is sent to nobody, and that is said") {
  TradeDesk desk;
  desk.open("mer_7");
  desk.panel.receive({.purpose = "merchants.proof/mer_99/identity", .name = "eins.pdf", .bytes = "%PDF-1"});
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.asked<Notice>().size() == 1);
  CHECK(desk.asked<Notice>()[0].error);
}
