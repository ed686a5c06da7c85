#include "panels/audit/audit_ui.hpp"

#include <doctest/doctest.h>

#include "tests/panels/areas/desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using kit::Key;
using test::Desk;
using SemRole = test::Role;

namespace {

using Audit = Desk<AuditPanel>;

client::AuditPages pages_of(std::vector<contract::AuditRecord> records) {
  client::AuditPages pages;
  pages.records = std::move(records);
  return pages;
}

client::AuditLoaded loaded(std::string query, std::string cursor, std::vector<contract::AuditRecord> records,
                           std::optional<std::string> next) {
  contract::Page<contract::AuditRecord> page;
  page.items = std::move(records);
  page.next = std::move(next);
  page.total = 200;
  return {std::move(query), std::move(cursor), std::move(page), sample::now()};
}

}  // namespace

TEST_CASE("audit: the chain holds only where every line names the one before") {
  auto records = sample::audit_records(20, 100);
  CHECK(chain_of(pages_of(records)) == Chain::holds);
  auto changed = records;
  changed[7].hash = "something else";
  CHECK(chain_of(pages_of(changed)) == Chain::broken);
  auto missing = records;
  missing.erase(missing.begin() + 5);
  CHECK(chain_of(pages_of(missing)) == Chain::broken);
  auto filtered = pages_of(missing);
  filtered.query = "filter=object_type:review";
  CHECK(chain_of(filtered) == Chain::unknown);
  CHECK(chain_of(pages_of({})) == Chain::unknown);
}

TEST_CASE("audit: actions in words") {
  kit::set_language("de");
  CHECK(action_words("category.change") == "Rubrik geändert");
  CHECK(action_words("version.suspend") == "Fassung ausgesetzt");
  CHECK(action_words("strange.thing") == "strange thing");
  contract::AuditRecord record;
  record.changes = {{"name", "", ""}, {"category_id", "", ""}};
  CHECK(record_summary(record) == "Name, Rubrik");
}

TEST_CASE("audit: the next page is asked for once, when the end comes near") {
  Audit desk;
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "\n");
  desk.forget();
  REQUIRE(desk.ui.focus(SemRole::row, "Rubrik geändert: Mobilität"));
  desk.ui.press(Key::end);
  desk.ui.frame(5);
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "\ncursor_2");
  desk.apply(loaded("", "cursor_2", sample::audit_records(60, 140), "cursor_3"));
  desk.ui.frame(5);
  CHECK(desk.state.audit.value()->records.size() == 120);
  CHECK(desk.asked<Need>().size() == 1);
}

TEST_CASE("audit: a page that fails keeps what is there and can be tried again") {
  Audit desk;
  REQUIRE(desk.ui.focus(SemRole::row, "Rubrik geändert: Mobilität"));
  desk.ui.press(Key::end);
  desk.ui.frame(5);
  desk.apply(client::AuditLoaded{"", "cursor_2", base::fail(base::ErrorKind::unavailable, "gone"), desk.now});
  desk.ui.frame(3);
  CHECK(desk.state.audit.value()->records.size() == 60);
  CHECK(desk.ui.shows("Das Prüfprotokoll lässt sich nicht laden"));
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Erneut versuchen"));
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "\ncursor_2");
}

TEST_CASE("audit: by kind of thing") {
  Audit desk;
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::tab, "Prüfungen"));
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "filter=object_type:review\n");
}

TEST_CASE("audit: a line opened shows every field before and after") {
  Audit desk;
  REQUIRE(desk.ui.click(SemRole::row, "Rubrik geändert: Mobilität"));
  CHECK(desk.ui.shows("Deutsch: Verkehr"));
  CHECK(desk.ui.shows("Deutsch: Mobilität"));
  CHECK(desk.ui.shows("Archiviert"));
  CHECK(desk.ui.shows("Projektleitung"));
}

TEST_CASE("audit: all lives") {
  auto state = sample::working_city();
  state.audit = {};
  Audit desk{state, {}};
  desk.apply(client::DemandLoading{client::DemandLoading::What::audit, ""});
  desk.now.ms += 500;
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Wird geladen"));
  desk.apply(client::AuditLoaded{"", "", base::fail(base::ErrorKind::forbidden, "no"), desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Dafür fehlt Ihnen das Recht"));
  desk.apply(client::AuditLoaded{"", "", base::fail(base::ErrorKind::unavailable, "no"), desk.now});
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Erneut versuchen"));
  CHECK(desk.asked<Need>().size() == 1);
  desk.apply(loaded("", "", {}, std::nullopt));
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Keine Einträge"));
}
