#pragma once
// A service over a store of its own, with people of every role, and requests as one line.

#include <atomic>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "platform/routes/service_impl.hpp"

namespace stadtpult::platform::test {

using Json = nlohmann::ordered_json;
using contract::Role;

/// That the tests' own people are new is an alert too; for a list's filter.
inline const std::string kNotNewPeople = "-rule_id:a113034d-8411-4ee5-aef2-09f995a91f22";

/// A folder that goes away with the object.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Reply {
  int status = 0;
  Json body;
  std::string text, etag, content_type;
  std::map<std::string, std::string> headers;

  [[nodiscard]] std::string id() const { return body.value("id", ""); }
  /// Which refusal it is, with why where it says so: "needs-another-person/handed_in".
  [[nodiscard]] std::string problem() const;
  /// A member by value: a range-for over it may stand on a temporary reply.
  [[nodiscard]] Json part(const char* name) const { return body.contains(name) ? body.at(name) : Json(); }
};

struct Extra {
  std::string if_match = {}, if_none_match = {}, key = {}, content_type = {}, source = {}, device = {},
              cookie = {}, host = {}, origin = {}, fetch_site = {}, proof = {}, scheme = "Bearer",
              user_agent = {};
  base::Timestamp received_at = {};
};
/// A package (.ma) is sent.
inline const Extra kAsPackage{.content_type = std::string(contract::kPackageType)};

/// A clock that the test turns while the platform's threads read it.
struct Now {
  std::atomic<std::int64_t> ms{1'795'000'000'000};
  operator base::Timestamp() const { return {ms.load()}; }
};

class Platform {
 public:
  explicit Platform(ServiceOptions options = {});

  /// A token of somebody with this role; the same one each time for the same arguments.
  const std::string& token(Role role, const std::string& organisation = "", const std::string& name = "");
  Reply ask(const std::string& method, const std::string& target, const std::string& token,
            const std::string& body = "", const Extra& extra = {});
  Reply get(const std::string& target, const std::string& token) { return ask("GET", target, token); }
  Reply post(const std::string& target, const std::string& token, const Json& body) {
    return ask("POST", target, token, body.dump());
  }
  /// Reads the thing's ETag first.
  Reply patch(const std::string& target, const std::string& token, const Json& body);

  const std::string& lead() { return token(Role::project_lead); }
  const std::string& editor() { return token(Role::editor); }
  const std::string& analyst() { return token(Role::security_analyst, "", "Ali Demir"); }
  const std::string& second_analyst() { return token(Role::security_analyst, "", "Berta Kern"); }
  const std::string& reviewer() { return token(Role::reviewer); }
  const std::string& merchant() { return token(Role::merchant, "demo-merchant"); }

  /// Makes a category and returns its id.
  std::string category(const std::string& name, const std::string& parent = "");
  std::string miniapp(const std::string& app_id, const std::string& category, const std::string& token = "");

  /// A package of this app and version, with one permission where `permission` names it.
  static std::string package(const std::string& app_id, const std::string& version, int code,
                             const std::string& permission = "");
  static Json manifest(const std::string& app_id, const std::string& version, int code);
  static std::string package_of(const Json& manifest);
  /// A mini-app of the demo merchant made from a package; with its version as a draft.
  struct Draft {
    std::string miniapp, version;
    [[nodiscard]] std::string path() const { return "/v1/miniapps/" + miniapp + "/versions/" + version; }
  };
  Draft draft(const std::string& app_id, const std::string& category, const std::string& token = "");
  /// Another version of it.
  Draft next_version(const Draft& draft, const std::string& app_id, const std::string& version, int code,
                     const std::string& token = "");
  Reply step(const Draft& draft, const std::string& token, const std::string& state);
  /// The open review of a version that was handed in.
  std::string review_of(const Draft& draft);
  /// Submitted by the merchant, passed line by line and approved by the reviewer.
  void approve(const Draft& draft, const std::string& submitter = "");
  Reply release(const std::string& ring, const std::vector<std::string>& items);
  /// Draft, approved, and live for this ring together with its category.
  Draft live(const std::string& app_id, const std::string& category, const std::string& ring = "everyone");
  Json catalogue(const std::string& ring = "everyone", const std::string& language = "de");

  Service& service() { return *service_; }
  ServiceImpl& impl() { return static_cast<ServiceImpl&>(*service_); }
  [[nodiscard]] std::string file() const { return folder_.path() + "/store.sqlite"; }
  /// Sends lines to the security events and returns the answer.
  Reply send(const std::string& lines, const std::string& query = "") {
    return ask("POST", "/v1/security/events" + query, analyst(), lines,
               {.content_type = "application/x-ndjson"});
  }
  /// Waits until the monitor has looked at everything.
  void settle() { impl().security().monitor().settle(); }
  /// The platform's own events with this code, oldest first, as they are stored.
  std::vector<Json> own_events(const std::string& code);
  /// From the next opening on.
  void watch() { options_.watch = true; }
  /// Closes and opens again.
  void restart();

  Now time;  ///< what the platform takes as now

 private:
  TempFolder folder_;
  ServiceOptions options_;
  std::unique_ptr<Service> service_;
  std::map<std::string, std::string> tokens_;
};

/// Puts an organisation with a chosen id into the store.
void add_organisation(ServiceImpl& service, const std::string& id, contract::OrganisationKind kind,
                      bool verified = true);

}  // namespace stadtpult::platform::test
