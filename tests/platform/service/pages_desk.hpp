#pragma once
// Two editors and a lead who write, judge and publish pages.

#include <doctest/doctest.h>

#include "platform/store/live.hpp"
#include "tests/platform/service/harness.hpp"

namespace stadtpult::platform::test {

inline constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

inline Json paragraph(const std::string& text) {
  return {{"blocks", {{{"id", "b1"}, {"type", "paragraph"}, {"text", {{"de", text}}}}}}};
}

inline std::string rfc3339(std::int64_t ms) {
  return base::to_rfc3339({ms});
}

struct Desk {
  Platform platform;
  std::string category = platform.category("Soziales");
  const std::string& editor = platform.token(Role::editor, "", "Lena Vogt");
  const std::string second = platform.token(Role::editor, "", "Mehmet Kaya");

  Reply make(const std::string& title, const Json& more = {}) {
    Json body = {{"title", title}, {"category_id", category}, {"content", paragraph("Guten Tag.")}};
    if (!more.is_null()) body.update(more);
    return platform.post("/v1/pages", editor, body);
  }
  std::string page(const std::string& title, const Json& more = {}) {
    const Reply made = make(title, more);
    REQUIRE_MESSAGE(made.status == 201, made.text);
    return made.id();
  }
  Json get(const std::string& id) { return platform.get("/v1/pages/" + id, editor).body; }
  Reply patch(const std::string& id, const Json& body, const std::string& token) {
    return platform.patch("/v1/pages/" + id, token, body);
  }
  Reply patch(const std::string& id, const Json& body) { return patch(id, body, editor); }
  Reply state(const std::string& id, const std::string& to, const std::string& token) {
    return patch(id, {{"state", to}}, token);
  }
  void approve(const std::string& id) {
    const Reply submitted = state(id, "in_review", editor);
    REQUIRE_MESSAGE(submitted.status == 200, submitted.text);
    const Reply approved = state(id, "approved", second);
    REQUIRE_MESSAGE(approved.status == 200, approved.text);
  }
  /// Approved and out for everyone, with its category where that is not out yet.
  void publish(const std::string& id) {
    approve(id);
    std::vector<std::string> items{"page:" + id};
    const Json different = diff();
    for (const auto& item : different["items"])
      if (item["kind"] == "category") items.push_back(item["id"]);
    const Reply released = platform.release("everyone", items);
    REQUIRE_MESSAGE(released.status == 201, released.text);
  }
  Json diff(const std::string& ring = "everyone") {
    return platform.get("/v1/releases/diff?ring=" + ring, platform.lead()).body;
  }
  /// Newest first, each with its content, which their list leaves out.
  Json versions(const std::string& id) {
    const std::string path = "/v1/pages/" + id + "/versions";
    Json all = Json::array();
    for (const auto& each : platform.get(path, editor).part("items"))
      all.push_back(platform.get(path + "/" + each["id"].get<std::string>(), editor).body);
    return all;
  }
  std::vector<LiveEntry> live(const std::string& id) {
    std::vector<LiveEntry> entries;
    const auto done =
        platform.impl().store().read([&](Database& database) { entries = live_of_object(database, id); });
    REQUIRE(done.ok());
    return entries;
  }
  int run_due() { return platform.impl().schedule().run_due(); }
  std::vector<std::string> audit(const std::string& id) {
    std::vector<std::string> actions;
    for (const auto& line :
         platform.get("/v1/audit?limit=200&filter=object_id:" + id, platform.lead()).part("items"))
      actions.insert(actions.begin(), line["action"].get<std::string>());
    return actions;
  }
};

}  // namespace stadtpult::platform::test
