// DLDB services become service pages: under the same categories as the mini-apps would, with the directory's
// texts as text modules, the authorities that are in charge and the locations with their addresses and hours.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>

#include "api-client/content/document.hpp"
#include "api-client/content/markdown.hpp"
#include "platform/domain/import/dldb_reader.hpp"
#include "platform/domain/import/plan_parts.hpp"
#include "platform/domain/import/text.hpp"

namespace stadtpult::platform::import {
namespace {

using content::Block;
using content::Document;

constexpr std::size_t kMostTitle = 120, kMostPart = 8'000, kMostNamed = 200;
constexpr std::string_view kPageSource = "dldb:page:";

class PagePlanner {
 public:
  base::Result<ImportPlan> run(const contract::ImportRequest& request) {
    auto plan = plan_dldb(request.services, request.topics);
    if (!plan) return plan.error();
    plan_ = std::move(*plan);
    auto details = read_dldb_details(request.services);
    if (!details) return details.error();
    for (auto& each : *details) details_.emplace(each.id, std::move(each));
    if (const auto done = read_places(request); !done) return done.error();
    for (const auto& miniapp : plan_.miniapps) make_page(miniapp);
    plan_.miniapps.clear();
    report_unused();
    return std::move(plan_);
  }

 private:
  base::Done read_places(const contract::ImportRequest& request) {
    if (!request.locations.empty()) {
      auto locations = read_dldb_locations(request.locations);
      if (!locations) return locations.error();
      locations_ = std::move(*locations);
    }
    if (!request.authorities.empty()) {
      auto authorities = read_dldb_authorities(request.authorities);
      if (!authorities) return authorities.error();
      authorities_ = std::move(*authorities);
    }
    plan_.rows += static_cast<std::int64_t>(locations_.size() + authorities_.size());
    for (const auto& each : locations_) location_by_id_.emplace(each.id, &each);
    for (const auto& each : authorities_) authority_by_id_.emplace(each.id, &each);
    return {};
  }

  void make_page(const PlannedMiniapp& miniapp) {
    const std::string id = miniapp.source.substr(miniapp.source.find(':') + 1);
    about_ = {id, miniapp.name.in("de")};
    const auto& details = details_.at(id);
    // The whole name stands in the summary where it was too long for a mini-app; a page has room for more.
    const auto& whole = miniapp.summary.in("de").empty() ? miniapp.name.in("de") : miniapp.summary.in("de");
    PlannedPage page;
    page.source = std::string(kPageSource) + id;
    page.title = contract::LocalizedText(fitting(whole, kMostTitle));
    page.category_source = miniapp.category_source;
    page.content = content::encode_document(document_of(details));
    plan_.pages.push_back(std::move(page));
  }

  Document document_of(const DldbDetails& details) {
    Document document;
    const auto add = [&](const char* type) -> Block& {
      document.blocks.push_back(content::new_block(*content::find_block_type(type),
                                                   fmt::format("d{}", document.blocks.size() + 1)));
      return document.blocks.back();
    };
    if (!details.description.empty())
      add("paragraph").texts["text"] = contract::LocalizedText(fitting(details.description, 4'000));
    for (const auto& part : details.parts) {
      Block& block = add("part");
      block.values["module"] = part.module;
      block.texts["text"] = contract::LocalizedText(fitting(part.text, kMostPart));
    }
    if (auto names = authorities_of(details); !names.empty()) {
      Block& block = add("part");
      block.values["module"] = "22";
      block.texts["text"] = contract::LocalizedText(fitting(std::move(names), kMostPart));
    }
    std::string with_appointment;
    std::size_t named = 0;
    for (const auto& at : details.locations) {
      const auto found = location_by_id_.find(at.location);
      if (found == location_by_id_.end()) continue;
      if (++named > kMostNamed) {
        if (named == kMostNamed + 1)
          lost("locations.many", fmt::format("More than {} locations.", kMostNamed));
        continue;
      }
      used_locations_.insert(at.location);
      const auto& location = *found->second;
      if (at.appointment) with_appointment += (with_appointment.empty() ? "- " : "\n- ") + location.name;
      add_contact(location, add("contact"));
      if (!location.hours.empty()) add("opening_hours").values["hours"] = location.hours;
    }
    if (!with_appointment.empty()) {
      Block block = content::new_block(*content::find_block_type("part"), "d0");
      block.values["module"] = "11";
      block.texts["text"] = contract::LocalizedText("Einen Termin können Sie vereinbaren bei:\n\n" +
                                                    fitting(std::move(with_appointment), kMostPart - 100));
      const auto first = std::find_if(document.blocks.begin(), document.blocks.end(),
                                      [](const Block& each) { return each.type == "contact"; });
      document.blocks.insert(first, std::move(block));
    }
    return document;
  }

  std::string authorities_of(const DldbDetails& details) {
    std::string names;
    for (const auto& id : details.authorities) {
      const auto found = authority_by_id_.find(id);
      if (found == authority_by_id_.end() || found->second->name.empty()) continue;
      used_authorities_.insert(id);
      const auto& authority = *found->second;
      names += names.empty() ? "- " : "\n- ";
      names += content::is_safe_link(authority.link) ? fmt::format("[{}]({})", authority.name, authority.link)
                                                     : authority.name;
    }
    return names;
  }

  void add_contact(const DldbLocation& location, Block& block) {
    const auto put = [&](const char* field, const std::string& value, std::size_t most) {
      if (!value.empty()) block.values[field] = fitting(value, most);
    };
    block.texts["name"] =
        contract::LocalizedText(fitting(location.name.empty() ? "Standort" : location.name, 120));
    put("street", location.street, 200);
    put("postal_code", location.postal_code, 10);
    put("city", location.city, 80);
    put("phone", location.phone, 40);
    put("email", location.email, 120);
    if (content::is_safe_link(location.link)) put("link", location.link, 500);
  }

  /// Cut to the field's length, at a line where it can be, and said.
  std::string fitting(std::string text, std::size_t most) {
    if (length(text) <= most) return text;
    lost("text.cut", fmt::format("A text has {} characters and was cut to {}: \"{}\"", length(text), most,
                                 shorten(text, 60)));
    return shorten(text, most);
  }

  /// A part of the page that is made now does not come along.
  void lost(const char* rule, std::string reason) {
    plan_.not_taken.push_back(
        not_taken(kDldbServicesFile, 0, about_.id, about_.name, rule, std::move(reason)));
  }

  /// What no page names is no loss of the import's, but it is said. So are hours that nobody can read.
  void report_unused() {
    std::set<std::string> seen;
    for (const auto& each : locations_)
      if (!used_locations_.contains(each.id) || !seen.insert(each.id).second)
        plan_.not_taken.push_back(not_taken(kDldbLocationsFile, each.line, each.id, each.name,
                                            "location.unused",
                                            "No service that was taken names this location."));
      else if (!each.unread_hours.empty())
        plan_.not_taken.push_back(not_taken(
            kDldbLocationsFile, each.line, each.id, each.name, "hours.unreadable",
            fmt::format("The opening hours are not only times: \"{}\"", shorten(each.unread_hours, 120))));
    seen.clear();
    for (const auto& each : authorities_)
      if (!used_authorities_.contains(each.id) || !seen.insert(each.id).second)
        plan_.not_taken.push_back(not_taken(kDldbAuthoritiesFile, each.line, each.id, each.name,
                                            "authority.unused",
                                            "No service that was taken names this authority."));
  }

  struct About {
    std::string id, name;
  };

  ImportPlan plan_;
  About about_;  ///< the service whose page is made now
  std::unordered_map<std::string, DldbDetails> details_;
  std::vector<DldbLocation> locations_;
  std::vector<DldbAuthority> authorities_;
  std::unordered_map<std::string, const DldbLocation*> location_by_id_;
  std::unordered_map<std::string, const DldbAuthority*> authority_by_id_;
  std::set<std::string> used_locations_, used_authorities_;
};

}  // namespace

base::Result<ImportPlan> plan_dldb_pages(const contract::ImportRequest& request) {
  return PagePlanner().run(request);
}

}  // namespace stadtpult::platform::import
