// The citizens' pages in a browser: what its accessibility tree says is what the phone's preview is drawn
// from, for every type of block; nothing typed becomes markup; nothing is loaded from elsewhere; axe-core
// finds nothing.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "api-client/content/render.hpp"
#include "platform/domain/account_rules.hpp"
#include "platform/routes/service_impl.hpp"
#include "tests/browser/browser.hpp"
#include "tests/support/fault_proxy.hpp"
#include "tests/support/json.hpp"
#include "tests/support/served_platform.hpp"
#include "tests/support/smtp_server.hpp"

using namespace stadtpult;
using namespace stadtpult::testing;
using Json = nlohmann::json;
using content::Node;

namespace {

std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\t') {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// ---- what the preview is drawn from, as lines ----

void expect_runs(const std::vector<content::Run>& runs, const std::string& role,
                 std::vector<std::string>& lines) {
  std::string text;
  for (const auto& run : runs) text += run.text;
  lines.push_back(role + " " + squeezed(text));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].href.empty() || (i > 0 && runs[i - 1].href == runs[i].href)) continue;
    std::string words;  // one link may have words of several looks
    for (std::size_t k = i; k < runs.size() && runs[k].href == runs[i].href; ++k) words += runs[k].text;
    lines.push_back("link " + squeezed(words));
  }
}

void expect(const std::vector<Node>& nodes, std::vector<std::string>& lines) {
  for (const auto& node : nodes) {
    const auto add = [&](const std::string& role) { lines.push_back(role + " " + squeezed(node.name)); };
    using Role = Node::Role;
    switch (node.role) {
      case Role::heading:
        add("heading" + std::to_string(node.level));
        break;
      case Role::paragraph:
        expect_runs(node.runs, "paragraph", lines);
        break;
      case Role::item:
        expect_runs(node.runs, "listitem", lines);
        break;
      case Role::list:
      case Role::numbered:
        lines.emplace_back("list ");
        expect(node.children, lines);
        break;
      case Role::note:
        add("note");
        lines.push_back("paragraph " + squeezed(node.name));
        expect(node.children, lines);
        break;
      case Role::image:
        if (!node.name.empty()) add("image");  // what is decorative says nothing
        break;
      case Role::link:
        lines.push_back("paragraph " + squeezed(node.name));
        add("link");
        break;
      case Role::form:
        add("form");
        expect(node.children, lines);
        break;
      case Role::button:
        add("button");
        break;
      default:
        if (!node.hint.empty()) lines.push_back("paragraph " + squeezed(node.hint));
        add(node.role == Role::text_field || node.role == Role::text_area ? "textbox"
            : node.role == Role::number_field                             ? "spinbutton"
            : node.role == Role::date_field                               ? "Date"
            : node.role == Role::choice                                   ? "combobox"
            : node.role == Role::file_field                               ? "button"
                                                                          : "checkbox");
    }
  }
}

// ---- what the browser says, as the same lines ----

bool is_text(const AccessibleNode& node) {
  return node.role == "StaticText" || node.role == "LineBreak";
}

std::vector<std::string> heard(const std::vector<AccessibleNode>& nodes) {
  std::vector<std::string> lines;
  const auto words_below = [&](std::size_t at) {
    std::string text;
    for (std::size_t k = at + 1; k < nodes.size() && nodes[k].depth > nodes[at].depth; ++k)
      if (is_text(nodes[k])) text += nodes[k].role == "LineBreak" ? "\n" : nodes[k].name;
    return squeezed(text);
  };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& node = nodes[i];
    if (node.role == "heading")
      lines.push_back("heading" + std::to_string(node.level) + " " + squeezed(node.name));
    else if (node.role == "paragraph" || node.role == "listitem")
      lines.push_back(node.role + " " + words_below(i));
    else if (node.role == "list")
      lines.emplace_back("list ");
    else if (node.role == "note" || node.role == "link" || node.role == "form" || node.role == "button" ||
             node.role == "image" || node.role == "textbox" || node.role == "spinbutton" ||
             node.role == "Date" || node.role == "combobox" || node.role == "checkbox")
      lines.push_back(node.role + " " + squeezed(node.name));
    // The parts of a date field are its own affair.
    if (node.role == "Date" || node.role == "combobox")
      while (i + 1 < nodes.size() && nodes[i + 1].depth > node.depth) ++i;
  }
  return lines;
}

// ---- a page with everything ----

Json words(const std::string& german) {
  return {{"de", german}, {"en", german + " (en)"}};
}

Json filled(const content::BlockType& type, const std::string& media, const std::string& miniapp) {
  Json block = {{"id", std::string("x_") + type.name}, {"type", type.name}};
  const std::function<void(Json&, std::span<const content::BlockField>)> fill =
      [&](Json& record, std::span<const content::BlockField> fields) {
        for (const auto& field : fields) {
          using Kind = content::FieldKind;
          const std::string name = field.name;
          if (name == "pattern" || name.starts_with("shown_if") || name == "contrast_checked" ||
              name == "has_text" || name == "decorative" || name == "minimum" || name == "maximum")
            continue;
          if (field.kind == Kind::items) {
            Json entry = {{"id", record["id"].get<std::string>() + "_" + name}};
            fill(entry, field.item_fields);
            record[name] = Json::array({entry});
          } else if (field.localized) {
            record[name] =
                words(field.kind == Kind::text
                          ? "Ein **Satz** mit [Verweis auf Worms](https://worms.example/).\n\n- eins\n- zwei"
                          : "Wort " + name);
          } else if (field.kind == Kind::choice) {
            record[name] = field.words.front();
          } else if (field.kind == Kind::number) {
            record[name] = name == "amount_cents" ? 1250 : 8.3;
          } else if (field.kind == Kind::link) {
            record[name] = "https://worms.example/a?b=c&d=e";
          } else if (field.kind == Kind::media) {
            record[name] = media;
          } else if (field.kind == Kind::miniapp) {
            record[name] = miniapp;
          } else if (field.kind == Kind::expression) {
            record[name] = "Mo-Fr 08:00-12:00; Sa off";
          } else if (field.kind == Kind::line) {
            record[name] = name == "email" ? "amt@worms.example" : "06241 8530";
          }
        }
      };
  fill(block, type.fields);
  if (std::string(type.name) == "heading") block["level"] = "2";
  if (std::string(type.name) == "form") {
    Json fields = Json::array();
    for (const auto* input : {"text", "long_text", "number", "date", "choice", "file", "consent"}) {
      Json field = {{"id", std::string("f_") + input},
                    {"input", input},
                    {"label", words(std::string("Feld ") + input)},
                    {"help", words("Hilfe")},
                    {"required", std::string(input) == "text"}};
      if (std::string(input) == "choice")
        field["options"] =
            Json::array({{{"id", "o1"}, {"label", words("Ja")}}, {{"id", "o2"}, {"label", words("Nein")}}});
      fields.push_back(field);
    }
    block["fields"] = fields;
  }
  return block;
}

/// One pixel, as small as a PNG can be.
std::string small_png() {
  static constexpr unsigned char kBytes[] = {
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
      0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00,
      0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78,
      0x9c, 0x63, 0x60, 0x60, 0x60, 0x60, 0x00, 0x00, 0x00, 0x05, 0x00, 0x01, 0xa5, 0xf6,
      0x45, 0x40, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
  return {reinterpret_cast<const char*>(kBytes), sizeof kBytes};
}

/// A city with one live category and a page that two people have brought to life.
class City {
 public:
  explicit City(platform::ServiceOptions options = {}) : platform_(false, std::move(options)) {
    lead_ = platform_.token(contract::Role::project_lead, "Jana Arndt");
    editor_ = platform_.token(contract::Role::editor, "Lena Vogt");
    const Json category = sent("POST", "/v1/categories", lead_, {{"name", words("Bürgerservice")}});
    category_ = category["id"];
    const auto reply = platform_.ask("POST", "/v1/media?name=Rathaus", editor_, small_png(),
                                     {{"Content-Type", "image/png"}});
    INFO(reply.body);
    REQUIRE(reply.status == 201);
    media_ = json_in(reply.body)["id"];
  }

  /// Writes, hands in, approves and releases; answers the address.
  std::string publish(const std::string& slug, const Json& title, const Json& blocks,
                      const std::string& type = "page") {
    Json page = sent("POST", "/v1/pages", editor_,
                     {{"type", type},
                      {"title", title},
                      {"summary", words("Kurz gesagt.")},
                      {"slug", slug},
                      {"category_id", category_},
                      {"content", {{"blocks", blocks}}}});
    ids_[slug] = page["id"];
    bring_out(page);
    return "https://127.0.0.1:" + std::to_string(platform_.port()) + "/app/p/" + slug;
  }

  /// Other blocks for a page that is live.
  void rewrite(const std::string& slug, const Json& blocks) {
    const Json page = sent("GET", "/v1/pages/" + ids_[slug], editor_, {});
    bring_out(changed(page, editor_, {{"content", {{"blocks", blocks}}}}));
  }

  /// A mini-app that is live for everyone; its id.
  std::string miniapp(const Json& name) {
    const std::string offers =
        sent("POST", "/v1/organisations", lead_, {{"name", "Verkehrsbetrieb"}, {"kind", "transport"}})["id"];
    const std::string id = sent("POST", "/v1/miniapps", editor_,
                                {{"app_id", "de.worms.bus"},
                                 {"organisation_id", offers},
                                 {"name", name},
                                 {"category_id", category_},
                                 {"kind", "web"}})["id"];
    const std::string versions = "/v1/miniapps/" + id + "/versions";
    Json version = sent("POST", versions, editor_,
                        {{"name", "1.0.0"},
                         {"code", 1},
                         {"url", "https://worms.example/bus"},
                         {"manifest", {{"version", "2.0"}}}});
    const auto step = [&](const std::string& target, const Json& thing, const std::string& token,
                          const Json& patch) {
      const std::string tag =
          "\"" + thing["id"].get<std::string>() + "-" + std::to_string(thing["revision"].get<int>()) + "\"";
      return sent("PATCH", target, token, patch, {{"If-Match", tag}});
    };
    version =
        step(versions + "/" + version["id"].get<std::string>(), version, editor_, {{"state", "submitted"}});
    const std::string review = "/v1/reviews/" + version["review_id"].get<std::string>();
    const Json open = sent("GET", review, lead_, {});
    Json ticks = Json::array();
    for (const auto& item : open["checklist"])
      if (!item["automatic"].get<bool>()) ticks.push_back({{"key", item["key"]}, {"state", "passed"}});
    step(review, open, lead_, {{"state", "approved"}, {"checklist", ticks}});
    release({"miniapp:" + id});
    return id;
  }

  /// A round that draws everybody who has an account.
  void start_share_round(const std::string& name) {
    const auto now = base::now().ms;
    sent("POST", "/v1/test-rounds", lead_,
         {{"name", name},
          {"cohort", "share"},
          {"share_percent", 100},
          {"ring", "pilot"},
          {"starts_at", base::to_rfc3339({now - base::kDayMs})},
          {"ends_at", base::to_rfc3339({now + base::kDayMs})}});
  }

  /// Somebody with this code stands at the counter with a passport.
  void confirm_identity(const std::string& code) {
    sent("POST", "/v1/identity-checks", editor_,
         {{"code", code}, {"name", "Ada Lovelace"}, {"document", "passport"}, {"original_seen", true}});
  }

  ServedPlatform& platform() { return platform_; }
  [[nodiscard]] const std::string& media() const { return media_; }

 private:
  void bring_out(const Json& page) {
    changed(changed(page, editor_, {{"state", "in_review"}}), lead_, {{"state", "approved"}});
    release({"page:" + page["id"].get<std::string>()});
  }
  void release(Json items) {
    if (!released_) items.push_back("category:" + category_);
    released_ = true;
    sent("POST", "/v1/releases", lead_, {{"ring", "everyone"}, {"items", std::move(items)}});
  }
  Json sent(const std::string& method, const std::string& target, const std::string& token, const Json& body,
            HttpsClient::Headers headers = {}) {
    if (!body.is_null()) headers.emplace_back("Content-Type", "application/json");
    const auto reply = platform_.ask(method, target, token, body.is_null() ? "" : body.dump(), headers);
    INFO(target << ": " << reply.body);
    REQUIRE(reply.status / 100 == 2);
    return json_in(reply.body);
  }
  Json changed(const Json& page, const std::string& token, const Json& patch) {
    const std::string id = page["id"];
    return sent("PATCH", "/v1/pages/" + id, token, patch,
                {{"If-Match", "\"" + id + "-" + std::to_string(page["revision"].get<int>()) + "\""}});
  }

  ServedPlatform platform_;
  std::string lead_, editor_, category_, media_;
  std::map<std::string, std::string> ids_;  ///< of pages, by the word in their address
  bool released_ = false;
};

/// axe-core's script where npm has put it; "" where it is not there.
std::string axe_script() {
  const char* path = std::getenv("STADTPULT_AXE");
  std::ifstream file(path != nullptr ? path : "node_modules/axe-core/axe.min.js");
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return text.str();
}

/// What axe-core (axe_script) finds on the open page; "" for nothing.
std::string axe_findings(Browser& browser, const std::string& axe) {
  browser.evaluate(axe);
  return browser.evaluate(
      "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | "
      "')).join('\\n'))");
}

}  // namespace

TEST_CASE("preview and page agree for every type of block, in two languages") {
  if (Browser::program().empty()) {
    MESSAGE("skipped: there is no chromium");
    return;
  }
  City city;
  Browser browser;
  REQUIRE(browser.works());
  Json blocks = Json::array();
  const auto miniapp = city.miniapp(words("Busfahrplan"));
  for (const auto& type : content::block_types()) blocks.push_back(filled(type, city.media(), miniapp));
  const auto url = city.publish("alles", words("Alles auf einer Seite"), blocks);
  // What stands above every page is none of the page's own, which the preview shows.
  city.publish("hochwasser", {{"de", "Hochwasser"}},
               Json::array({{{"id", "w"}, {"type", "paragraph"}, {"text", words("Der Pegel steigt.")}}}),
               "banner");
  const auto document = content::decode_document(Json({{"blocks", blocks}}).dump());
  REQUIRE(document);
  const std::string axe = axe_script();
  for (const std::string language : {"de", "en"}) {
    CAPTURE(language);
    REQUIRE(browser.open(url + (language == "de" ? "" : "?language=en")));
    content::View view;
    view.language = language;
    view.find = [&](std::string_view reference) {
      content::Target target{"/x", "", 1, 1, 0.5, 0.5, {}};
      if (reference == "miniapp:" + miniapp)
        target.name = language == "de" ? "Busfahrplan" : "Busfahrplan (en)";
      return std::optional(target);
    };
    std::vector<std::string> wanted;
    expect(
        content::render_page(contract::LocalizedText("Alles auf einer Seite", "Alles auf einer Seite (en)"),
                             contract::LocalizedText("Kurz gesagt.", "Kurz gesagt. (en)"), *document, view),
        wanted);
    const std::string alerts = language == "de" ? "Wichtige Meldungen" : "Important notices";
    const auto banner = browser.accessible_within("region");
    REQUIRE_FALSE(banner.empty());
    CHECK(heard(banner) ==
          std::vector<std::string>{"heading2 " + alerts, "heading3 Hochwasser", "link Hochwasser",
                                   "paragraph Kurz gesagt." + std::string(language == "de" ? "" : " (en)")});
    const auto got = heard(browser.accessible_within("article"));
    for (std::size_t i = 0; i < std::max(wanted.size(), got.size()); ++i) {
      const std::string left = i < wanted.size() ? wanted[i] : "(nothing)",
                        right = i < got.size() ? got[i] : "(nothing)";
      CAPTURE(i);
      REQUIRE(left == right);
    }
    CHECK(browser.complaints().empty());
    if (axe.empty()) {
      MESSAGE("axe-core skipped: there is no node_modules/axe-core/axe.min.js");
    } else {
      CHECK(axe_findings(browser, axe) == "");
    }
  }
}

TEST_CASE("an active merchant of the demo city with a picture: what it is, and how to book there") {
  if (Browser::program().empty()) {
    MESSAGE("skipped: there is no chromium");
    return;
  }
  ServedPlatform platform(false);
  const auto seeded = platform.service().seed_demo_city();
  REQUIRE_MESSAGE(seeded, (seeded ? "" : seeded.error().message));
  const auto lead = platform.token(contract::Role::project_lead, "Jana Arndt");
  const auto sent = [&](const std::string& method, const std::string& target, const std::string& token,
                        const std::string& body, HttpsClient::Headers headers) {
    const auto reply = platform.ask(method, target, token, body, std::move(headers));
    INFO(target << ": " << reply.body);
    REQUIRE(reply.status / 100 == 2);
    return json_in(reply.body);
  };
  // One that says when it is open.
  const Json active = sent("GET", "/v1/merchants?filter=activity:active", lead, "", {});
  Json merchant;
  for (const auto& each : active["items"])
    if (!each["opening_hours"].get<std::string>().empty()) merchant = each;
  REQUIRE(merchant.is_object());
  const std::string id = merchant["id"];
  const auto own = platform.token(contract::Role::merchant, "Wer dort arbeitet", merchant["organisation_id"]);
  const auto tag = [](const Json& thing) {
    return "\"" + thing["id"].get<std::string>() + "-" + std::to_string(thing["revision"].get<int>()) + "\"";
  };
  const HttpsClient::Headers json = {{"Content-Type", "application/json"}};
  const Json media = sent("POST", "/v1/media?name=Laden", own, small_png(), {{"Content-Type", "image/png"}});
  sent("PATCH", "/v1/media/" + media["id"].get<std::string>(), own,
       Json({{"alternative_text", {{"de", "Das Schaufenster"}}}}).dump(),
       {{"Content-Type", "application/json"}, {"If-Match", tag(media)}});
  const Json now = sent("GET", "/v1/merchants/" + id, own, "", {});
  sent("PATCH", "/v1/merchants/" + id, own, Json({{"media_ids", {media["id"]}}}).dump(),
       {{"Content-Type", "application/json"}, {"If-Match", tag(now)}});
  const std::string resource = sent("POST", "/v1/resources", own,
                                    Json({{"merchant_id", id},
                                          {"name", "Beratung"},
                                          {"opening_hours", "24/7"},
                                          {"slot_minutes", 60},
                                          {"cancel_minutes", 0}})
                                        .dump(),
                                    json)["id"];
  Browser browser;
  REQUIRE(browser.works());
  const std::string axe = axe_script();
  const auto quiet = [&] {
    for (const auto& complaint : browser.complaints())
      // A form that comes back with its mistakes is told to the browser's log, too.
      if (complaint.find("status of 422") == std::string::npos) CHECK_MESSAGE(complaint.empty(), complaint);
    if (axe.empty()) {
      MESSAGE("axe-core skipped: there is no node_modules/axe-core/axe.min.js");
      return;
    }
    browser.evaluate(axe);
    CHECK(browser.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => "
                           "n.html).join(' | ')).join('\\n'))") == "");
  };
  const std::string address = "https://127.0.0.1:" + std::to_string(platform.port());
  for (const std::string language : {"", "?language=en"}) {
    REQUIRE(browser.open(address + "/app/m/" + id + language));
    quiet();
    const auto data = json_in(
        browser.evaluate("document.querySelector('script[type=\"application/ld+json\"]').textContent"));
    CHECK(data["@context"] == "https://schema.org");
    CHECK(data["@type"] == "LocalBusiness");
    CHECK_FALSE(data["openingHoursSpecification"].empty());
    CHECK(data["image"].size() == 1);
    // It is there, and has its size.
    CHECK(
        browser.evaluate("String([...document.images].every(i => i.complete && i.naturalWidth === 1 && i.alt "
                         "=== 'Das Schaufenster' && i.getAttribute('width') === '1'))") == "true");
  }
  // From there by links alone: the times, the form, and what was typed wrong.
  const auto follow = [&](const std::string& link) {
    const auto href = browser.evaluate("document.querySelector('" + link + "').href");
    REQUIRE_MESSAGE(browser.open(href), href);
    quiet();
  };
  REQUIRE(browser.open(address + "/app/m/" + id));
  follow("a[href*=\"/book/" + resource + "\"]");
  follow(".times a");
  CHECK(browser.evaluate("String(document.querySelectorAll('main form').length)") == "1");
  browser.evaluate(
      "document.getElementById('name').value = 'Jörg'; document.getElementById('phone').value = 'abends'; "
      "document.querySelector('main form').submit()");
  CHECK(test::within([&] {
    return browser.evaluate(
               "String(!!document.getElementById('phone-wrong') && "
               "document.getElementById('name').value === 'Jörg')") == "true";
  }));
  quiet();
  browser.evaluate(
      "document.getElementById('phone').value = '06241 998877'; document.querySelector('main "
      "form').submit()");
  CHECK(test::within([&] {
    return browser.evaluate("document.querySelector('h1').innerText") == "Ihr Termin ist gebucht";
  }));
  quiet();
  CHECK(browser.evaluate("location.pathname").starts_with("/app/bookings/"));
  follow("a.secondary");
}

TEST_CASE("the pages can be installed, and what was opened is read without a line") {
  if (Browser::program().empty()) {
    MESSAGE("skipped: there is no chromium");
    return;
  }
  City city;
  Browser browser;
  REQUIRE(browser.works());
  const auto paragraph = [](const char* text) {
    return Json::array({{{"id", "a"}, {"type", "paragraph"}, {"text", {{"de", text}}}}});
  };
  const auto read = city.publish("markt", {{"de", "Wochenmarkt"}}, paragraph("Jeden Donnerstag."));
  const auto unread = city.publish("bad", {{"de", "Freibad"}}, paragraph("Im Sommer."));
  const auto main = [&] { return browser.evaluate("document.querySelector('main').innerText"); };

  REQUIRE(browser.open(read));
  CHECK(browser.evaluate("navigator.serviceWorker.ready.then(r => r.active ? 'ready' : '')") == "ready");
  const auto manifest = json_in(
      browser.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then(r => r.text())"));
  CHECK(manifest["display"] == "standalone");
  CHECK(manifest["start_url"] == "/app/");
  CHECK_FALSE(manifest["icons"].empty());
  REQUIRE(test::within([&] {  // from when the worker stands before the page
    return browser.evaluate("navigator.serviceWorker.controller ? 'yes' : 'no'") == "yes";
  }));
  REQUIRE(browser.open(read));
  REQUIRE(main().find("Jeden Donnerstag.") != std::string::npos);
  REQUIRE(test::within(
      [&] { return browser.evaluate("caches.match(location.href).then(r => r ? 'kept' : '')") == "kept"; }));

  city.platform().go_away();
  const auto shows = [&](const std::string& url, const std::string& words) {
    browser.evaluate("setTimeout(() => location.replace('" + url + "'))");
    return test::within([&] {
      return browser.evaluate("location.href") == url &&
             browser.evaluate("document.body ? document.body.innerText : ''").find(words) !=
                 std::string::npos;
    });
  };
  const std::string start = read.substr(0, read.find("/app/")) + "/app/";  // which nobody opened
  CHECK(shows(start, "City-App"));
  CHECK(shows(read, "Jeden Donnerstag."));
  CHECK(test::within([&] {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)";
  }));
  CHECK(shows(unread, "Bereits geöffnete Seiten können Sie weiter lesen."));
}

TEST_CASE(
    "where the line does not answer, a page that was seen is shown after a while, and the newest the next "
    "time") {
  if (Browser::program().empty()) {
    MESSAGE("skipped: there is no chromium");
    return;
  }
  City city;
  Browser browser;
  REQUIRE(browser.works());
  test::FaultProxy line(city.platform().port(), [](int) { return test::Fault(); });
  const auto over_line = [&](const std::string& url) {
    return "https://127.0.0.1:" + std::to_string(line.port()) + url.substr(url.find("/app/"));
  };
  const auto paragraph = [](const char* text) {
    return Json::array({{{"id", "a"}, {"type", "paragraph"}, {"text", {{"de", text}}}}});
  };
  const auto read = over_line(city.publish("markt", {{"de", "Wochenmarkt"}}, paragraph("Jeden Donnerstag.")));
  const auto unread = over_line(city.publish("bad", {{"de", "Freibad"}}, paragraph("Im Sommer.")));
  REQUIRE(browser.open(read));
  CHECK(browser.evaluate("navigator.serviceWorker.ready.then(r => r.active ? 'ready' : '')") == "ready");
  REQUIRE(test::within(
      [&] { return browser.evaluate("navigator.serviceWorker.controller ? 'yes' : 'no'") == "yes"; }));
  REQUIRE(browser.open(read));
  const auto kept_says = [&](const std::string& words) {
    return test::within([&] {
      return browser.evaluate("caches.match('" + read +
                              "').then(r => r ? r.text() : '').then(t => String(t.includes('" + words +
                              "')))") == "true";
    });
  };
  REQUIRE(kept_says("Jeden Donnerstag."));
  const auto go = [&](const std::string& url) {
    browser.evaluate("window.left = true; setTimeout(() => location.replace('" + url + "'))");
  };
  const auto arrives = [&](const std::string& url, const std::string& words) {
    return test::within([&] {
      return browser.evaluate("window.left ? '' : location.href") == url &&
             browser.evaluate("document.body ? document.body.innerText : ''").find(words) !=
                 std::string::npos;
    });
  };

  city.rewrite("markt", paragraph("Jeden Freitag."));
  line.hold(true);
  go(read);
  CHECK(arrives(read, "Jeden Donnerstag."));
  CHECK(test::within([&] {  // with what belongs to it
    return browser.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)";
  }));
  line.hold(false);
  CHECK(kept_says("Jeden Freitag."));
  line.hold(true);
  go(read);
  CHECK(arrives(read, "Jeden Freitag."));
  // What was never seen is waited for: no line is said to be missing that is only slow.
  go(unread);
  line.hold(false);
  CHECK(arrives(unread, "Im Sommer."));
  // Once an answer came in time the line is not taken for a slow one any more: the newest is shown again.
  city.rewrite("bad", paragraph("Auch im Winter."));
  go(unread);
  CHECK(arrives(unread, "Auch im Winter."));
}

TEST_CASE("payloads that try to be script arrive as text") {
  if (Browser::program().empty()) {
    MESSAGE("skipped: there is no chromium");
    return;
  }
  City city;
  Browser browser;
  REQUIRE(browser.works());
  const char* payloads[] = {"<script>window.hit=1</script>",
                            "<img src=x onerror=window.hit=1>",
                            "<svg/onload=window.hit=1>",
                            "\"><script>window.hit=1</script>",
                            "' autofocus onfocus=window.hit=1 x='",
                            "<iframe srcdoc='<script>parent.hit=1</script>'>",
                            "[klick](javascript:window.hit=1)",
                            "<a href=javascript:window.hit=1>x</a>",
                            "<style>*{background:url(//evil.example)}</style>",
                            "</title><script>window.hit=1</script>",
                            "{{constructor.constructor('window.hit=1')()}}",
                            "<math><mi//xlink:href=\"data:x,<script>window.hit=1</script>\">"};
  Json blocks = Json::array();
  int number = 0;
  for (const auto* payload : payloads) {
    if (std::string(payload).find("](") != std::string::npos) continue;  // refused before it is live
    const auto id = "p" + std::to_string(number++);
    blocks.push_back({{"id", id}, {"type", "paragraph"}, {"text", {{"de", payload}}}});
    blocks.push_back({{"id", id + "h"}, {"type", "heading"}, {"level", "2"}, {"text", {{"de", payload}}}});
    blocks.push_back({{"id", id + "n"},
                      {"type", "notice"},
                      {"tone", "info"},
                      {"title", {{"de", std::string(payload).substr(0, 60)}}},
                      {"text", {{"de", payload}}}});
  }
  const auto url = city.publish("nutzlast", {{"de", "Titel </title><script>window.hit=1</script>"}}, blocks);
  REQUIRE(browser.open(url));
  CHECK(browser.evaluate("String(window.hit)") == "undefined");
  CHECK(browser.evaluate("String(document.querySelectorAll('main script, main img, main svg, main iframe, "
                         "main style').length)") == "0");
  const auto text = browser.evaluate("document.querySelector('main').innerText");
  for (const auto* payload : payloads)
    if (std::string(payload).find("](") == std::string::npos) CHECK(text.find(payload) != std::string::npos);
}

TEST_CASE("a form is sent without scripts, and what is wrong is said with what was typed") {
  if (Browser::program().empty()) {
    MESSAGE("skipped: there is no chromium");
    return;
  }
  City city;
  Browser browser;
  REQUIRE(browser.works());
  const Json blocks = Json::array(
      {{{"id", "f"},
        {"type", "form"},
        {"title", {{"de", "Rechner"}}},
        {"fields", Json::array({{{"id", "n"},
                                 {"input", "number"},
                                 {"label", {{"de", "Personen"}}},
                                 {"required", true},
                                 {"minimum", 1},
                                 {"maximum", 9}},
                                {{"id", "t"}, {"input", "text"}, {"label", {{"de", "Name"}}}}})}}});
  const auto url = city.publish("rechner", {{"de", "Rechner"}}, blocks);
  const auto post = [&](const std::string& body) {
    return city.platform().ask("POST", "/app/p/rechner/forms/f", "", body,
                               {{"Content-Type", "application/x-www-form-urlencoded"}});
  };
  const auto wrong = post("n=12&t=J%C3%B6rg+%3Cb%3E");
  CHECK(wrong.status == 422);
  CHECK(wrong.body.find("„Personen“ liegt nicht im erlaubten Bereich.") != std::string::npos);
  CHECK(wrong.body.find("value=\"Jörg &lt;b&gt;\"") != std::string::npos);
  REQUIRE(browser.open(url));
  browser.evaluate(
      "document.getElementById('f-n').value='3'; document.getElementById('f-t').value='Jörg'; "
      "document.querySelector('main form').submit()");
  const auto sent = [&] {
    return browser.evaluate("document.querySelector('h1').innerText") == "Ihre Nachricht ist angekommen.";
  };
  CHECK(test::within(sent));
}

TEST_CASE("a file goes with its form as a browser sends it, and what the edge refuses is a page") {
  if (Browser::program().empty()) {
    MESSAGE("skipped: there is no chromium");
    return;
  }
  City city;
  Browser browser;
  REQUIRE(browser.works());
  const Json blocks = Json::array(
      {{{"id", "f"},
        {"type", "form"},
        {"title", {{"de", "Antrag"}}},
        {"fields", Json::array({{{"id", "t"}, {"input", "text"}, {"label", {{"de", "Name"}}}},
                                {{"id", "d"},
                                 {"input", "file"},
                                 {"label", {{"de", "Bild"}}},
                                 {"required", true},
                                 {"accept", "pictures"}},
                                {{"id", "e"}, {"input", "file"}, {"label", {{"de", "Mehr"}}}}})}}});
  const auto url = city.publish("antrag", {{"de", "Antrag"}}, blocks);
  REQUIRE(browser.open(url));
  std::string bytes;
  for (const char c : small_png()) bytes += std::to_string(static_cast<unsigned char>(c)) + ",";
  browser.evaluate(
      "const all = new DataTransfer(); all.items.add(new File([new Uint8Array([" + bytes +
      "])], 'Grün \"1\"\\n.png', {type: 'image/png'})); document.getElementById('f-d').files = all.files; "
      "document.getElementById('f-t').value = 'Jörg'; document.querySelector('main form').submit()");
  CHECK(test::within([&] {
    return browser.evaluate("document.querySelector('h1').innerText") == "Ihre Nachricht ist angekommen.";
  }));
  const auto editor = city.platform().token(contract::Role::editor, "Mehmet Kaya");
  const auto list = json_in(city.platform().ask("GET", "/v1/forms/answers", editor).body);
  REQUIRE(list["items"].size() == 1);
  const auto answer = list["items"][0];
  REQUIRE(answer["answers"].size() == 2);
  CHECK(answer["answers"][0]["value"] == "Jörg");
  CHECK(answer["answers"][1]["value"] == "Grün _1_.png");
  const auto file =
      city.platform().ask("GET", "/v1/forms/answers/" + answer["id"].get<std::string>() + "/files/d", editor);
  CHECK(file.status == 200);
  CHECK(file.header("content-type") == "image/png");
  CHECK(file.body.starts_with("\x89PNG"));
  HttpsClient large(city.platform().port());
  large.send("POST /app/p/antrag/forms/f HTTP/1.1\r\nHost: h\r\nContent-Length: 30000000\r\n\r\n");
  const auto refused = large.read_reply();
  CHECK(refused.status == 413);
  CHECK(refused.header("content-type").starts_with("text/html"));
  CHECK(refused.header("content-security-policy").starts_with("default-src 'none'"));
  CHECK(refused.body.find("Das ist zu viel auf einmal.") != std::string::npos);
  CHECK(refused.body.find("href=\"/app/p/antrag\"") != std::string::npos);
}

namespace {

/// The code in the newest letter, once the postman was there.
std::string code_by_mail(City& city, SmtpServer& server) {
  dynamic_cast<platform::ServiceImpl&>(city.platform().service()).postman().run_due();
  const auto mails = server.mails();
  REQUIRE_FALSE(mails.empty());
  const auto text = text_of(mails.back());
  for (std::size_t i = 0; i + 9 <= text.size(); ++i)
    if (const auto digits = platform::typed_digits(text.substr(i, 9)); digits && text[i + 4] == ' ')
      return *digits;
  return {};
}

}  // namespace

TEST_CASE("signing in by e-mail: the pages have no flaw, and what is for some is kept nowhere") {
  if (Browser::program().empty()) {
    MESSAGE("skipped: there is no chromium");
    return;
  }
  SmtpServer server;
  platform::ServiceOptions options;
  options.mail = platform::mail::account_of(server.url(), "Stadt Worms <app@worms.example>", "")
                     .value_or(platform::mail::Account{});
  City city(std::move(options));
  Browser browser;
  REQUIRE(browser.works());
  test::FaultProxy line(city.platform().port(), [](int) { return test::Fault(); });
  const auto words_for = [](const char* id, const char* audience, const char* text) {
    return Json{{"id", id}, {"type", "paragraph"}, {"audience", audience}, {"text", {{"de", text}}}};
  };
  const auto published = city.publish(
      "markt", {{"de", "Markt"}},
      Json::array({words_for("a", "all", "Für jede."), words_for("s", "signed_in", "Nur angemeldet."),
                   words_for("v", "verified", "Nur mit Ausweis.")}));
  const auto top = "https://127.0.0.1:" + std::to_string(line.port());
  const auto url = top + published.substr(published.find("/app/"));
  const std::string axe = axe_script();
  if (axe.empty()) MESSAGE("axe-core skipped: there is no node_modules/axe-core/axe.min.js");
  const auto flaws = [&] { return axe.empty() ? std::string() : axe_findings(browser, axe); };
  const auto heading = [&](const std::string& words) {
    return test::within([&] { return browser.evaluate("document.querySelector('h1').innerText") == words; });
  };
  const auto shows = [&](const std::string& words) {
    return browser.evaluate("document.querySelector('main').innerText").find(words) != std::string::npos;
  };
  const auto send = [&](const std::string& before) {
    browser.evaluate(before + "document.querySelector('main form').requestSubmit()");
  };

  REQUIRE(browser.open(url));
  CHECK(shows("Für jede."));
  CHECK_FALSE(shows("Nur angemeldet."));
  REQUIRE(test::within([&] {  // once more through the worker, which keeps a guest's page
    return browser.evaluate("navigator.serviceWorker.controller ? 'yes' : 'no'") == "yes";
  }));
  REQUIRE(browser.open(url));
  browser.evaluate("document.querySelector('header a[href=\"/app/sign-in\"]').click()");
  REQUIRE(heading("Anmelden"));
  CHECK(flaws() == "");
  send("document.getElementById('email').value = 'ada@example.org'; ");
  REQUIRE(heading("Code eingeben"));
  CHECK(flaws() == "");
  send("document.getElementById('code').value = '0000 0000'; ");
  CHECK(test::within([&] { return shows("Dieser Code gilt nicht"); }));
  CHECK(flaws() == "");
  send("document.getElementById('code').value = '" + code_by_mail(city, server) + "'; ");
  REQUIRE(heading("Mein Konto"));
  CHECK(shows("ada@example.org"));
  CHECK(flaws() == "");
  CHECK(browser.evaluate("document.cookie") == "");  // out of reach of scripts

  REQUIRE(browser.open(url));
  CHECK(shows("Nur angemeldet."));
  CHECK_FALSE(shows("Nur mit Ausweis."));

  // At the counter: a code, then the page for verified persons.
  REQUIRE(browser.open(top + "/app/account"));
  browser.evaluate("document.querySelector('main form[action=\"/app/account/identity\"]').requestSubmit()");
  REQUIRE(heading("Ihr Code für das Bürgerbüro"));
  CHECK(flaws() == "");
  city.confirm_identity(browser.evaluate("document.querySelector('main p strong').innerText"));
  REQUIRE(browser.open(top + "/app/account"));
  CHECK(shows("Ada Lovelace"));
  CHECK(flaws() == "");
  REQUIRE(browser.open(url));
  CHECK(shows("Nur mit Ausweis."));
  // The worker keeps pages for reading without a line: none that only some may see.
  CHECK(browser.evaluate("navigator.serviceWorker.ready.then(r => r.active ? 'ready' : '')") == "ready");
  for (const char* path : {"/app/p/markt", "/app/account", "/app/"}) {
    REQUIRE(browser.open(top + path));
    REQUIRE(browser.open(top + path));  // the second time through the worker
  }
  const auto kept = browser.evaluate(
      "caches.keys().then(names => Promise.all(names.map(n => caches.open(n).then(c => c.keys().then(all => "
      "Promise.all(all.map(k => c.match(k).then(r => r.text()))))))).then(all => all.flat().join(' ')))");
  CHECK(kept.find("<h1>City-App</h1>") != std::string::npos);
  for (const char* secret : {"Nur angemeldet", "Nur mit Ausweis", "ada@example.org", "/app/account"})
    CHECK_MESSAGE(kept.find(secret) == std::string::npos, secret);

  // On a slow line no guest's page stands in for hers; the file that is asked for after it is there before
  // it.
  CHECK(kept.find("Für jede.") != std::string::npos);
  line.hold(true);
  CHECK(browser.evaluate("Promise.race([fetch('/app/p/markt').then(() => 'page'), "
                         "fetch('/app/files/app.css').then(() => 'file')])") == "file");
  line.hold(false);

  // A round draws her: she is asked, takes part, leaves and is not asked as if nothing had been.
  city.start_share_round("Worms probiert");
  REQUIRE(browser.open(top + "/app/account"));
  CHECK(shows("Das Los hat Sie bestimmt"));
  CHECK(flaws() == "");
  // By the way of a printed code: what is opened says what it is, its button takes part.
  const auto code = browser.evaluate("document.querySelector('main input[name=code]').value");
  REQUIRE(browser.open(top + "/app/test/" + code));
  CHECK(shows("Testrunde: Worms probiert"));
  CHECK(flaws() == "");
  CHECK(browser.evaluate("document.querySelector('form.round') === null") == "true");
  browser.evaluate("document.querySelector('main form[action=\"/app/test\"]').requestSubmit()");
  REQUIRE(heading("City-App"));
  CHECK(browser.evaluate("document.querySelector('form.round').innerText").find("Worms probiert") !=
        std::string::npos);
  CHECK(browser.evaluate("document.cookie") == "");
  REQUIRE(browser.open(top + "/app/account"));
  CHECK(shows("Sie nehmen in diesem Browser teil"));
  CHECK(flaws() == "");
  browser.evaluate("document.querySelector('main form[action=\"/app/test/end\"]').requestSubmit()");
  CHECK(test::within([&] { return shows("Sie haben Ihre Teilnahme beendet"); }));
  CHECK(browser.evaluate("document.querySelector('form.round') === null") == "true");
  CHECK(flaws() == "");

  // Taken back by herself, after a tick.
  REQUIRE(browser.open(top + "/app/account"));
  browser.evaluate(
      "document.getElementById('sure').click(); document.querySelector('main "
      "form[action=\"/app/account/identity/end\"]').requestSubmit()");
  CHECK(test::within([&] { return !shows("Ada Lovelace"); }));
  REQUIRE(browser.open(url));
  CHECK_FALSE(shows("Nur mit Ausweis."));

  REQUIRE(browser.open(top + "/app/account/erase"));
  CHECK(flaws() == "");
  send("");
  REQUIRE(heading("Ihr Konto ist gelöscht."));
  CHECK(flaws() == "");
  REQUIRE(browser.open(url));
  CHECK_FALSE(shows("Nur angemeldet."));
  CHECK(browser.complaints().empty());
}
