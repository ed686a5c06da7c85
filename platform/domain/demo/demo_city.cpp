#include "platform/domain/demo/demo_city.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "api-client/base/json.hpp"
#include "api-client/content/document.hpp"
#include "assets/assets.hpp"

namespace stadtpult::platform::demo {
namespace {

using nlohmann::json;

contract::LocalizedText localized(const json& value) {
  contract::LocalizedText text;
  for (const auto& [language, words] : value.items()) text.by_language[language] = words.get<std::string>();
  return text;
}

std::string text_or(const json& row, const char* name, std::string other = "") {
  return row.value(name, std::move(other));
}

/// "09:40" as minutes.
int minute_of(const std::string& time) {
  return std::stoi(time.substr(0, 2)) * 60 + std::stoi(time.substr(3));
}

template <typename E>
E word(const json& row, const char* name) {
  const auto found = contract::enum_from<E>(row.at(name).get<std::string>());
  if (!found) throw std::invalid_argument(fmt::format("\"{}\" has an unknown word", name));
  return *found;
}

std::vector<std::string> texts(const json& row, const char* name) {
  return row.value(name, std::vector<std::string>{});
}

/// The city's own departments hand in through its editors, everybody else through the own contact.
bool hands_in_itself(contract::OrganisationKind kind) {
  using enum contract::OrganisationKind;
  return kind == merchant || kind == utility || kind == transport;
}

class Reader {
 public:
  base::Result<DemoCity> run() {
    read("people", [&](const json& row) { person(row); });
    read("organisations", [&](const json& row) { organisation(row); });
    read("categories", [&](const json& row) { category(row); });
    read("reasons", [&](const json& row) { reason(row); });
    read("releases", [&](const json& row) { release(row); });
    read("changes", [&](const json& row) { change(row); });
    read("pages", [&](const json& row) { page(row); });
    read_file(file("testphase"), "feedback", [&](const json& row) { feedback(row); });
    read_file(file("testphase"), "acts", [&](const json& row) { act(row); });
    read("merchants", [&](const json& row) { merchant(row); });
    for (const auto& asset : assets::all())
      if (asset.path.starts_with(kFolder + "miniapps-"))
        read_file(asset, "miniapps", [&](const json& row) { miniapp(row); });
    if (error_) return *error_;
    if (const auto wrong = check_demo_city(city_); !wrong.empty())
      return base::fail(base::ErrorKind::internal, "The demo city is not sound: " + wrong.front());
    return std::move(city_);
  }

 private:
  static inline const std::string kFolder = "demo/worms/";

  template <typename Each>
  void read(const std::string& what, Each&& each) {
    read_file(file(what), what, std::forward<Each>(each));
  }
  static assets::Asset file(const std::string& name) {
    const auto path = kFolder + name + ".json";
    return {path, assets::find(path)};
  }

  template <typename Each>
  void read_file(const assets::Asset& file, const std::string& what, Each&& each) {
    if (error_) return;
    try {
      const auto document = base::parse_json(file.bytes);
      for (const auto& row : document.at(what)) each(row);
    } catch (const std::exception& error) {  // json and std::stoi throw; nothing leaves this file
      error_ = base::fail(base::ErrorKind::internal, fmt::format("{}: {}", file.path, error.what()));
    }
  }

  void person(const json& row) {
    city_.people.push_back({row.at("key"), row.at("name"), word<contract::Role>(row, "role"),
                            text_or(row, "organisation"), stakeholder(row)});
  }

  static std::optional<contract::Stakeholder> stakeholder(const json& row) {
    if (!row.contains("stakeholder")) return std::nullopt;
    return word<contract::Stakeholder>(row, "stakeholder");
  }

  void organisation(const json& row) {
    DemoOrganisation made;
    made.data.id = row.at("id");
    made.data.name = row.at("name");
    made.data.kind = word<contract::OrganisationKind>(row, "kind");
    made.data.contact_name = row.at("contact");
    made.data.contact_email = row.at("email");
    made.data.website = row.at("website");
    made.data.verified = row.at("verified");
    made.day = row.at("day");
    if (hands_in_itself(made.data.kind))
      city_.people.push_back(
          {made.data.id, made.data.contact_name, contract::Role::merchant, made.data.id, stakeholder(row)});
    city_.organisations.push_back(std::move(made));
  }

  void category(const json& row) {
    city_.categories.push_back(
        {row.at("key"), text_or(row, "parent"), localized(row.at("name")), row.at("icon")});
  }

  void reason(const json& row) {
    contract::Reason made;
    made.id = row.at("id");
    made.text = localized(row.at("text"));
    city_.reasons.push_back(std::move(made));
  }

  void release(const json& row) {
    DemoRelease made{row.at("key"),
                     row.at("day"),
                     minute_of(row.at("time")),
                     word<contract::Ring>(row, "ring"),
                     row.at("note"),
                     row.value("categories", false),
                     {}};
    if (row.contains("undone")) made.undone_minute = minute_of(row.at("undone"));
    city_.releases.push_back(std::move(made));
  }

  void change(const json& row) {
    DemoChange made;
    made.day = row.at("day");
    made.minute = minute_of(row.at("time"));
    made.by = row.at("by");
    made.miniapp = text_or(row, "app");
    made.category = made.miniapp.empty() ? text_or(row, "category") : "";
    made.move_to = text_or(row, made.miniapp.empty() ? "parent" : "category");
    if (row.contains("name")) made.name = localized(row.at("name"));
    if (row.contains("summary")) made.summary = localized(row.at("summary"));
    made.archive = row.value("archived", false);
    city_.changes.push_back(std::move(made));
  }

  void page(const json& row) {
    DemoPage made;
    made.key = row.at("key");
    made.parent = text_or(row, "parent");
    auto& data = made.data;
    data.type = word<contract::PageType>(row, "type");
    data.category_id = row.at("category");
    data.title = localized(row.at("title"));
    if (row.contains("summary")) data.summary = localized(row.at("summary"));
    data.owner = row.at("owner");
    if (row.contains("leika")) data.leika_key = row.at("leika");
    data.content.text = json{{"blocks", row.at("blocks")}}.dump();
    auto document = content::decode_document(data.content.text);
    if (!document) throw std::invalid_argument(made.key + ": " + document.error().message);
    made.by = row.at("by");
    made.day = row.at("day");
    made.state = word<contract::PageState>(row, "state");
    made.note = text_or(row, "note");
    made.release = text_or(row, "release");
    made.publish_in = row.value("publish_in", 0);
    made.expire_in = row.value("expire_in", 0);
    made.expired_day = row.value("expired_day", 0);
    if (row.contains("revised")) {
      const auto& revised = row.at("revised");
      made.revised_day = revised.at("day");
      made.revised_release = text_or(revised, "release");
      for (const auto& [path, words] : revised.at("texts").items()) {
        auto* text = content::find_text(*document, path);
        if (text == nullptr) throw std::invalid_argument(made.key + ": there is no text \"" + path + "\"");
        for (const auto& [language, one] : words.items())
          text->by_language[language] = one.get<std::string>();
      }
      made.revised_content = content::encode_document(*document);
    }
    city_.pages.push_back(std::move(made));
  }

  void feedback(const json& row) {
    DemoFeedback made;
    made.key = row.at("key");
    made.day = row.at("day");
    made.minute = minute_of(row.at("time"));
    auto& data = made.data;
    data.kind = word<contract::FeedbackKind>(row, "kind");
    data.title = text_or(row, "title");
    data.text = row.at("text");
    data.rating = row.value("rating", 0);
    if (row.contains("app")) data.miniapp_id = "app_" + row.at("app").get<std::string>();
    data.screen = text_or(row, "screen");
    data.device = row.at("device");
    data.app_version = row.at("app_version");
    data.tester = text_or(row, "tester");
    if (row.contains("round")) data.round_id = "trd_" + row.at("round").get<std::string>();
    city_.feedback.push_back(std::move(made));
  }

  void act(const json& row) {
    const auto name = row.at("do").get<std::string>();
    const auto operation = contract::operation_from(name);
    if (!operation) throw std::invalid_argument(fmt::format("there is no operation \"{}\"", name));
    city_.acts.push_back({row.at("day"), minute_of(row.at("time")), row.at("by"), *operation,
                          text_or(row, "id"), text_or(row, "of"), row.at("body").dump()});
  }

  /// A merchant's way from station to station, down to the one where its row says it stands.
  void merchant(const json& row) {
    const std::string key = row.at("key"), id = "mer_" + key, station = row.at("station");
    const auto organisation = text_or(row, "organisation", "org_" + key);
    if (city_.person(organisation) == nullptr)
      city_.people.push_back(
          {organisation, row.at("contact_name"), contract::Role::merchant, organisation, {}});
    const int day = row.at("day");
    const int start = 8 * 60 + static_cast<int>(city_.acts.size() % 90);
    const auto act = [&](int at, int minute, const std::string& by, contract::Operation operation,
                         const json& body) {
      city_.acts.push_back(
          {at, start + minute, by, operation, operation_key(operation, key), id, body.dump()});
    };
    using enum contract::Operation;
    json first = {{"name", row.at("name")},
                  {"trade", row.at("trade")},
                  {"category_id", "cat_" + row.at("category").get<std::string>()}};
    // Who takes over an organisation that is there already is for the project lead to say.
    act(day, 0, row.contains("organisation") ? "arndt" : "yildiz", create_merchant, first);
    city_.acts.back().of.clear();
    json rest = {{"self_certified", true}};
    for (const auto& [name, value] : row.items())
      if (!first.contains(name) && !kOfStory.contains(name)) rest[name] = value;
    act(day, 20, organisation, change_merchant, rest);
    offers(row, id, organisation);
    if (station == "application") return;
    act(day, 30, organisation, add_merchant_proof, json());
    city_.acts.back().body = kPaper;
    city_.acts.back().query = {{"kind", "identity_document"}, {"name", "Personalausweis.pdf"}};
    act(day, 40, organisation, act_on_merchant, {{"act", "submit"}});
    judge(row, station, day, organisation, act);
  }

  /// What it offers and what can be booked: written on the day it applied, and approved on the next.
  void offers(const json& row, const std::string& merchant_id, const std::string& own) {
    using enum contract::Operation;
    const int day = row.at("day");
    int minute = 10 * 60;
    const auto add = [&](int at, const std::string& by, contract::Operation operation, const std::string& key,
                         const std::string& of, const json& body) {
      city_.acts.push_back({at, minute++, by, operation, key, of, body.dump()});
    };
    for (const auto& each : row.value("offerings", json::array())) {
      const std::string key = each.at("key");
      json made = {{"merchant_id", merchant_id}};
      for (const auto& [name, value] : each.items())
        if (name != "key" && name != "state") made[name] = value;
      add(day, own, create_offering, key, "", made);
      const auto state = text_or(each, "state", "live");
      if (state != "draft") add(day, own, act_on_offering, "", "off_" + key, {{"act", "submit"}});
      if (state == "live") add(day - 1, "yildiz", act_on_offering, "", "off_" + key, {{"act", "approve"}});
    }
    for (const auto& each : row.value("resources", json::array())) {
      json made = {{"merchant_id", merchant_id}};
      for (const auto& [name, value] : each.items())
        if (name != "key") made[name] = value;
      add(day, own, create_resource, each.at("key"), "", made);
    }
  }

  template <typename Act>
  void judge(const json& row, const std::string& station, int day, const std::string& own, const Act& act) {
    using contract::Operation;
    const auto check = [&](int at, int minute, const char* by, const char* key, const char* method) {
      json body = {{"act", "check"}, {"method", method}};
      if (key != nullptr) body["key"] = key;
      act(at, minute, by, Operation::act_on_merchant, body);
    };
    const auto does = [&](int at, int minute, const std::string& by, json body) {
      act(at, minute, by, Operation::act_on_merchant, body);
    };
    check(day - 1, 30, "hahn", "identity_document", "document");
    check(day - 1, 40, "hahn", "payment_account", "phone");
    if (station == "identity") return;
    check(day - 1, 160, "arndt", "payment_account", "document");
    if (station == "changes_requested")
      return does(day - 2, 10, "wendt",
                  {{"act", "request_changes"}, {"requests", json::array({row.at("request")})}});
    if (station == "rejected")
      return does(day - 3, 10, "wendt",
                  {{"act", "reject"}, {"reasons", {"reason-content"}}, {"note", row.at("reason")}});
    if (station == "ihk") return;
    check(day - 3, 25, "wendt", nullptr, "official_register");
    if (station == "business_development") return;
    check(day - 5, 15, "yildiz", nullptr, "visit");
    if (station == "agreement") return;
    does(day - 6, 5, own, {{"act", "agree"}});
    does(day - 6, 90, "yildiz", {{"act", "go_live"}});
    if (station != "suspended") return;
    json suspend = {{"act", "suspend"}, {"note", row.at("reason")}};
    if (row.contains("until")) suspend["until"] = row.at("until");
    does(row.at("suspended_day"), 45, "yildiz", suspend);
  }

  /// The words of the ids that an act makes.
  static std::string operation_key(contract::Operation operation, const std::string& key) {
    return operation == contract::Operation::add_merchant_proof ? key + "-ausweis" : key;
  }

  /// Members of a merchant's row that tell its story.
  static inline const std::set<std::string> kOfStory = {
      "key",     "category", "organisation",  "station",   "day",      "reason",
      "request", "until",    "suspended_day", "offerings", "resources"};
  /// Stands for a document that somebody scanned.
  static constexpr const char* kPaper =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
      "1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
      "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
      "trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n";

  void miniapp(const json& row) {
    DemoMiniapp made;
    made.key = row.at("app");
    auto& data = made.data;
    data.app_id = "de.worms." + made.key;
    data.kind = word<contract::MiniappKind>(row, "kind");
    data.name = localized(row.at("name"));
    data.summary = localized(row.at("summary"));
    data.category_id = row.at("category");
    data.organisation_id = row.at("organisation");
    data.icon = row.at("icon");
    if (row.contains("leika_key")) data.leika_key = row.at("leika_key");
    if (row.contains("ozg_id")) data.ozg_id = row.at("ozg_id");
    const auto author = author_of(data.organisation_id, city_.miniapps.size());
    for (const auto& version_row : row.at("versions"))
      made.versions.push_back(version(version_row, author, data.organisation_id, made.versions.size()));
    city_.miniapps.push_back(std::move(made));
  }

  [[nodiscard]] std::string author_of(const std::string& organisation, std::size_t count) const {
    if (city_.person(organisation) != nullptr) return organisation;
    return count % 3 == 2 ? "kaya" : "vogt";
  }

  /// IHK and business development take turns; nobody decides for their own house.
  [[nodiscard]] std::string reviewer_of(const std::string& organisation, std::size_t count) const {
    const std::string first = count % 2 == 0 ? "wendt" : "yildiz",
                      second = count % 2 == 0 ? "yildiz" : "wendt";
    const auto* person = city_.person(first);
    return person != nullptr && person->organisation == organisation ? second : first;
  }

  DemoVersion version(const json& row, const std::string& author, const std::string& organisation,
                      std::size_t earlier) const {
    DemoVersion made;
    made.name = row.at("name");
    made.code = static_cast<std::int64_t>(earlier) + 1;
    made.day = row.at("day");
    made.state = word<contract::VersionState>(row, "state");
    made.by = text_or(row, "by", author);
    made.review = decision(row, made.day, reviewer_of(organisation, city_.miniapps.size() + earlier));
    if (row.contains("first_round")) {
      const auto& first = row.at("first_round");
      made.first_round = decision(first, first.at("day"), "");
    }
    made.ticked = row.value("ticked", 0);
    made.note = text_or(row, "note");
    if (row.contains("permissions"))
      for (const auto& [name, reason] : row.at("permissions").items())
        made.permissions.push_back({"system.permission." + name, reason.get<std::string>()});
    made.releases = texts(row, "releases");
    made.why = text_or(row, "why");
    made.ended_day = row.value("ended_day", 0);
    made.ended_by = text_or(row, "ended_by", author);
    made.resume_by = text_or(row, "resume_by");
    return made;
  }

  static Decision decision(const json& row, int day, const std::string& reviewer) {
    return {day, text_or(row, "reviewer", reviewer), texts(row, "reasons"), text_or(row, "comment")};
  }

  DemoCity city_;
  std::optional<base::Error> error_;
};

}  // namespace

const Person* DemoCity::person(const std::string& key) const {
  const auto at =
      std::find_if(people.begin(), people.end(), [&](const Person& each) { return each.key == key; });
  return at == people.end() ? nullptr : &*at;
}

base::Result<DemoCity> load_demo_city() {
  return Reader().run();
}

}  // namespace stadtpult::platform::demo
