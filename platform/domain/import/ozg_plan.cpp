// OZG services become drafts under Themenfeld (category) and Lebenslage (sub-category). The LeiKa file gives
// each its service key, by this rule:
//   of the LeiKa rows with its ozg_id, in this order: one that a municipality carries out (type 3 under
//   federal law, 4 under the law of the state, 5 under its own; "2/3" counts as 3), one that bears the
//   service's own name, one that holds a word of it ("Melderegisterauskunft" for "Meldebescheinigung und
//   -registerauskunft"), the type nearest to the city (5, 4, 3), a key of the object as a whole ("…000000")
//   before one of a single action, the smallest key.
// A service has one key: the other rows stand in the report with the key that it has.

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "platform/domain/import/csv.hpp"
#include "platform/domain/import/plan_parts.hpp"
#include "platform/domain/import/text.hpp"

namespace stadtpult::platform::import {
namespace {

constexpr const char* kServicesFile = "ozg_leistungen.csv";
constexpr const char* kLeikaFile = "leika_leistungen.csv";

bool all_digits(std::string_view text, std::size_t wanted) {
  return text.size() == wanted && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// 14 digits that begin with 99.
bool is_leika_key(std::string_view key) {
  return all_digits(key, 14) && key.substr(0, 2) == "99";
}

/// The level of a LeiKa type that is nearest to the city: 1 federal to 6; 0 where the type is none of
/// "4", "2/3", "1, 2/3".
int nearest_level(std::string_view type) {
  int nearest = 0;
  bool expects_digit = true;
  for (const char c : type) {
    if (c == ' ') continue;
    if (expects_digit) {
      if (c < '1' || c > '6') return 0;
      nearest = std::max(nearest, c - '0');
    } else if (c != '/' && c != ',') {
      return 0;
    }
    expects_digit = !expects_digit;
  }
  return expects_digit ? 0 : nearest;
}

bool is_municipal(int level) {
  return level >= 3 && level <= 5;
}

/// How far a row's name is from the service's, both as slugs: 0 the same, 1 one of the service's words stands
/// in it, 2 neither.
int strangeness(const std::string& row, const std::string& service) {
  constexpr std::size_t kShortestWord = 5;  // "und", "von" and "zur" say nothing
  if (row == service) return 0;
  for (std::size_t from = 0; from < service.size();) {
    const auto end = std::min(service.find('-', from), service.size());
    if (end - from >= kShortestWord && row.find(service.substr(from, end - from)) != std::string::npos)
      return 1;
    from = end + 1;
  }
  return 2;
}

/// Less is better; the rule at the top of this file.
using Fitness = std::tuple<bool, int, int, bool, std::string>;

struct Service {
  std::string id, name, theme, situation;
  std::optional<Fitness> best;  ///< with the key as its last member
};

/// A row that could give its service the key.
struct LeikaRow {
  std::int64_t line = 0;
  std::string key, name;
  std::size_t service = 0;
  std::size_t reported_before = 0;  ///< rows that stood in the report when this one was read
};

class OzgPlanner {
 public:
  base::Result<ImportPlan> run(std::string_view services, std::string_view leika) {
    static constexpr std::string_view kServiceColumns[] = {"ozg_id", "name", "lebenslage", "themenfeld"};
    static constexpr std::string_view kLeikaColumns[] = {"leika", "name", "leika_typ", "ozg_id"};
    auto service_file = read_csv(services, kServiceColumns);
    if (!service_file) return wrong_file(kServicesFile, "services", service_file.error());
    for (const auto& row : service_file->rows) read_service(*service_file, row);
    if (!leika.empty()) {
      auto leika_file = read_csv(leika, kLeikaColumns);
      if (!leika_file) return wrong_file(kLeikaFile, "topics", leika_file.error());
      for (const auto& row : leika_file->rows) read_leika(*leika_file, row);
      report_other_keys();
    }
    make_categories();
    for (const auto& service : services_) make_miniapp(service);
    return std::move(plan_);
  }

 private:
  static base::Error wrong_file(const char* file, const char* field, const base::Error& error) {
    return base::fail(error.kind, fmt::format("{}, {}.", file, error.message), field);
  }

  /// The wanted columns of a row, cleaned; nothing (and a line in the report) where the row is broken as
  /// such.
  std::optional<std::vector<std::string>> cells(const char* file, const CsvFile& csv, const CsvRow& row,
                                                std::initializer_list<std::string_view> columns,
                                                std::string_view id_column) {
    const auto raw = [&](std::string_view column) -> std::string_view {
      const auto at = static_cast<std::size_t>(csv.column(column));
      return at < row.fields.size() ? std::string_view(row.fields[at]) : std::string_view{};
    };
    const auto refuse = [&](const char* rule, std::string reason) {
      plan_.not_taken.push_back(
          not_taken(file, row.line, raw(id_column), raw("name"), rule, std::move(reason)));
      return std::nullopt;
    };
    ++plan_.rows;
    if (row.text_after_quote) return refuse("csv.quote", "A field goes on after its closing quote.");
    if (row.fields.size() != csv.header.size())
      return refuse("csv.columns", fmt::format("The row has {} columns, the header has {}.",
                                               row.fields.size(), csv.header.size()));
    std::vector<std::string> cleaned;
    for (const auto column : columns) {
      auto text = clean(raw(column));
      if (!text)
        return refuse("text.broken",
                      fmt::format("The column \"{}\" holds broken UTF-8 or control characters.", column));
      cleaned.push_back(std::move(*text));
    }
    return cleaned;
  }

  void read_service(const CsvFile& csv, const CsvRow& row) {
    const auto found =
        cells(kServicesFile, csv, row, {"ozg_id", "name", "lebenslage", "themenfeld"}, "ozg_id");
    if (!found) return;
    const auto& [id, name, situation, theme] = std::tie((*found)[0], (*found)[1], (*found)[2], (*found)[3]);
    const auto refuse = [&, &service_id = id, &title = name](const char* rule, std::string reason) {
      plan_.not_taken.push_back(
          not_taken(kServicesFile, row.line, service_id, title, rule, std::move(reason)));
    };
    if (!all_digits(id, 5)) return refuse("ozg.id", "The OZG id is not 5 digits.");
    if (name.empty()) return refuse("name.empty", "The name is empty.");
    if (length(name) > kMostSummary)
      return refuse("name.long", fmt::format("The name is longer than {} characters.", kMostSummary));
    if (theme.empty()) return refuse("ozg.theme", "The Themenfeld is empty.");
    if (std::max(length(theme), length(situation)) > kMostName)
      return refuse("ozg.theme",
                    fmt::format("Themenfeld or Lebenslage is longer than {} characters.", kMostName));
    if (!by_id_.emplace(id, services_.size()).second)
      return refuse("id.duplicate", "An earlier row has the same OZG id.");
    services_.push_back({id, name, theme, situation, {}});
  }

  void read_leika(const CsvFile& csv, const CsvRow& row) {
    const auto found = cells(kLeikaFile, csv, row, {"leika", "name", "leika_typ", "ozg_id"}, "leika");
    if (!found) return;
    const auto& [key, name, type, ozg_id] = std::tie((*found)[0], (*found)[1], (*found)[2], (*found)[3]);
    const auto refuse = [&, &leika_key = key, &title = name](const char* rule, std::string reason) {
      plan_.not_taken.push_back(not_taken(kLeikaFile, row.line, leika_key, title, rule, std::move(reason)));
    };
    if (key == "nicht im LeiKa")
      return refuse("leika.not-listed", "The row has no key (\"nicht im LeiKa\").");
    if (!is_leika_key(key)) return refuse("leika.key", "The key is not 14 digits that begin with 99.");
    if (name.empty()) return refuse("name.empty", "The name is empty.");
    const int level = nearest_level(type);
    if (level == 0)
      return refuse("leika.type", fmt::format("The type \"{}\" is none from 1 to 6.", showable(type)));
    if (ozg_id.empty()) return refuse("ozg.missing", "The row names no OZG id.");
    const auto service = by_id_.find(ozg_id);
    if (service == by_id_.end())
      return refuse("ozg.unknown", fmt::format("No service has the OZG id \"{}\".", showable(ozg_id)));
    if (!keys_.insert(key).second) return refuse("id.duplicate", "An earlier row has the same key.");
    offer(services_[service->second], key, name, level);
    candidates_.push_back({row.line, key, name, service->second, plan_.not_taken.size()});
  }

  /// The rows that gave no service its key, each where its row stood in the file.
  void report_other_keys() {
    std::vector<contract::ImportRow> all;
    std::size_t reported = 0;
    const auto up_to = [&](std::size_t end) {
      for (; reported < end; ++reported) all.push_back(std::move(plan_.not_taken[reported]));
    };
    for (const auto& row : candidates_) {
      const auto& service = services_[row.service];
      const auto& key = std::get<std::string>(*service.best);
      if (key == row.key) continue;
      up_to(row.reported_before);
      all.push_back(
          not_taken(kLeikaFile, row.line, row.key, row.name, "leika.other-key",
                    fmt::format("Service {} has the key {}, which is nearer to it and to the city; it "
                                "takes one.",
                                service.id, key)));
    }
    up_to(plan_.not_taken.size());
    plan_.not_taken = std::move(all);
  }

  static void offer(Service& service, const std::string& key, const std::string& name, int level) {
    Fitness fitness{!is_municipal(level), strangeness(slug(name), slug(service.name)), std::abs(5 - level),
                    key.substr(8) != "000000", key};
    if (!service.best || fitness < *service.best) service.best = std::move(fitness);
  }

  static std::string theme_source(const Service& service) { return "ozg:themenfeld:" + service.theme; }

  /// Services without a Lebenslage stand in the Themenfeld itself.
  static std::string category_source(const Service& service) {
    return service.situation.empty() ? theme_source(service)
                                     : "ozg:lebenslage:" + service.theme + "/" + service.situation;
  }

  /// Themes and situations in the order of the alphabet: the file has no other.
  void make_categories() {
    using Sorted = std::pair<std::string, std::string>;  // slug first, then the name itself
    std::map<Sorted, std::map<Sorted, const Service*>> themes;
    for (const auto& service : services_)
      themes[{slug(service.theme), service.theme}].emplace(
          Sorted{service.situation.empty() ? "" : slug(service.situation), service.situation}, &service);
    for (const auto& [theme, situations] : themes) {
      plan_.categories.push_back({theme_source(*situations.begin()->second), "",
                                  contract::LocalizedText(theme.second), icon_for(theme.second)});
      for (const auto& [situation, service] : situations) {
        if (situation.second.empty()) continue;
        auto icon = icon_for(situation.second);
        plan_.categories.push_back({category_source(*service), theme_source(*service),
                                    contract::LocalizedText(situation.second), std::move(icon)});
      }
    }
  }

  void make_miniapp(const Service& service) {
    PlannedMiniapp planned;
    planned.source = "ozg:" + service.id;
    planned.app_id = "de.worms." + slug(service.name) + "-ozg" + service.id;
    auto texts = name_and_summary(service.name);
    planned.name = std::move(texts.name);
    planned.summary = std::move(texts.summary);
    planned.category_source = category_source(service);
    planned.ozg_id = service.id;
    if (service.best) planned.leika_key = std::get<std::string>(*service.best);
    plan_.miniapps.push_back(std::move(planned));
  }

  ImportPlan plan_;
  std::vector<Service> services_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_set<std::string> keys_;
  std::vector<LeikaRow> candidates_;
};

}  // namespace

base::Result<ImportPlan> plan_ozg(std::string_view services, std::string_view leika) {
  return OzgPlanner().run(services, leika);
}

}  // namespace stadtpult::platform::import
