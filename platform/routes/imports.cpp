// Applies the plan of an import: what is new is made, what the source says differently now is changed, the
// rest is left alone, also where somebody has edited it since.

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "api-client/base/crypto.hpp"
#include "platform/domain/import/plan.hpp"
#include "platform/domain/miniapps.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/miniapp_parts.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/page_parts.hpp"
#include "platform/store/imports.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Category;
using contract::ImportReport;
using contract::Miniapp;
using contract::MiniappKind;
using contract::Organisation;
using contract::OrganisationKind;

namespace {

/// Mini-apps or pages in one transaction: others wait no longer than a moment.
constexpr size_t kChunk = 200;

std::string fingerprint_of(const PlannedMiniapp& planned, const std::string& category_id) {
  return base::sha256_hex(fmt::format("{}\n{}\n{}\n{}\n{}\n{}", planned.app_id,
                                      contract::encode_value(planned.name),
                                      contract::encode_value(planned.summary), category_id,
                                      planned.leika_key.value_or(""), planned.ozg_id.value_or("")));
}

/// The category that an earlier import made from this source, or nothing.
std::optional<Category> category_from(Change& change, const std::string& source) {
  const auto imported = find_imported(change.database(), source);
  if (!imported) return std::nullopt;
  return change.find<Category>(imported->object_id);
}

Done make_categories(Change& change, const std::vector<PlannedCategory>& planned, ImportReport& report) {
  const auto all = Table<Category>::where(change.database(), {});
  double position = 0;
  for (const auto& each : all) position = std::max(position, each.position);
  for (const auto& each : planned) {
    if (category_from(change, each.source)) continue;
    Category category;
    category.name = each.name;
    category.icon = each.icon;
    category.position = ++position;
    if (!each.parent_source.empty()) {
      const auto parent = category_from(change, each.parent_source);
      if (!parent)
        return base::fail(ErrorKind::internal,
                          fmt::format("The plan names no category {}.", each.parent_source));
      category.parent_id = parent->id;
    }
    change.insert(category, "import");
    keep_imported(change.database(), each.source, {category.id, ""});
    ++report.categories_created;
  }
  return {};
}

/// Municipal services are the city's: whose they become must be clear before anything is made. An empty store
/// gets its city here.
Done check_city(Change& change) {
  const auto organisations = Table<Organisation>::where(change.database(), {});
  const bool has_city = std::any_of(organisations.begin(), organisations.end(), [](const Organisation& each) {
    return each.kind == OrganisationKind::city;
  });
  if (has_city) {
    const auto owner = owner_for(change.actor(), "", organisations);
    return owner ? Done() : Done(owner.error());
  }
  Organisation city;
  city.id = "city";
  city.name = "Stadtverwaltung";
  city.kind = OrganisationKind::city;
  city.verified = true;
  change.insert(city, "import");
  return {};
}

void not_taken(ImportReport& report, const std::string& source, const contract::LocalizedText& title,
               std::string reason) {
  contract::ImportRow row;
  row.source = source;
  row.id = source;
  row.title = title.in("de");
  row.reason = std::move(reason);
  row.rule = "catalogue.refused";
  report.not_taken.push_back(std::move(row));
  ++report.skipped;
}

Miniapp draft_of(const PlannedMiniapp& planned, const std::string& category_id) {
  Miniapp miniapp;
  miniapp.kind = MiniappKind::web;
  miniapp.app_id = planned.app_id;
  miniapp.name = planned.name;
  miniapp.summary = planned.summary;
  miniapp.category_id = category_id;
  miniapp.leika_key = planned.leika_key;
  miniapp.ozg_id = planned.ozg_id;
  miniapp.source = planned.source;
  return miniapp;
}

Done apply_one(Change& change, const PlannedMiniapp& planned, ImportReport& report) {
  const auto category = category_from(change, planned.category_source);
  if (!category)
    return base::fail(ErrorKind::internal,
                      fmt::format("The plan names no category {}.", planned.category_source));
  const std::string fingerprint = fingerprint_of(planned, category->id);
  if (const auto known = find_imported(change.database(), planned.source)) {
    if (known->fingerprint == fingerprint) {
      ++report.unchanged;
      return {};
    }
    if (const auto before = change.find<Miniapp>(known->object_id)) {
      Miniapp after = *before;
      after.name = planned.name;
      after.summary = planned.summary;
      if (!category->archived) after.category_id = category->id;
      after.leika_key = planned.leika_key;
      after.ozg_id = planned.ozg_id;
      change.update(*before, after, "import");
      keep_imported(change.database(), planned.source, {before->id, fingerprint});
      ++report.changed;
      return {};
    }
  }
  const auto made = insert_miniapp(change, draft_of(planned, category->id), false);
  if (!made) {
    not_taken(report, planned.source, planned.name, made.error().message);
    return {};
  }
  keep_imported(change.database(), planned.source, {made->id, fingerprint});
  ++report.created;
  return {};
}

Done apply_page(Change& change, const PlannedPage& planned, ImportReport& report) {
  const auto category = category_from(change, planned.category_source);
  if (!category)
    return base::fail(ErrorKind::internal,
                      fmt::format("The plan names no category {}.", planned.category_source));
  const std::string fingerprint = base::sha256_hex(
      fmt::format("{}\n{}\n{}", contract::encode_value(planned.title), category->id, planned.content));
  const auto known = find_imported(change.database(), planned.source);
  if (known && known->fingerprint == fingerprint) {
    ++report.unchanged;
    return {};
  }
  contract::ContentPage page;
  page.type = contract::PageType::service;
  page.title = planned.title;
  page.category_id = category->id;
  page.source = planned.source;
  page.content.text = planned.content;
  const auto before = known ? change.find<contract::ContentPage>(known->object_id) : std::nullopt;
  const auto made =
      before ? Result<contract::ContentPage>(*before) : insert_page(change, page, false, "import");
  if (before) {
    contract::ContentPage after = *before;
    after.title = planned.title;
    after.content = page.content;
    // What somebody hands in or has in the trash stays as it is; the report says so.
    if (const auto done = patch_page(change, *before, contract::encode_patch(*before, after)); !done) {
      not_taken(report, planned.source, planned.title, done.error().message);
      return {};
    }
    ++report.changed;
  } else if (!made) {
    not_taken(report, planned.source, planned.title, made.error().message);
    return {};
  } else {
    ++report.created;
  }
  keep_imported(change.database(), planned.source, {made->id, fingerprint});
  return {};
}

/// Parts share the report through the writer's thread, one after the other. A part may run again after a
/// failure of the disk, so each begins from the report as it was before it.
struct Progress {
  ImportPlan plan;
  std::vector<ImportReport> before;  ///< each part
};

}  // namespace

Result<WritePlan> import_catalogue(const WriteCall& call) {
  const auto request = contract::decode_new<contract::ImportRequest>(call->request.body);
  if (!request) return request.error();
  if (request->format == contract::ImportFormat::xliff) return import_translations(*request);
  if (request->check)
    return base::fail(ErrorKind::invalid, "Only translations (xliff) can be checked without taking them.",
                      "check");
  auto plan = plan_import(*request);
  if (!plan) return plan.error();
  auto progress = std::make_shared<Progress>();
  progress->plan = std::move(*plan);
  const size_t things = progress->plan.miniapps.size() + progress->plan.pages.size();
  const size_t count = 1 + (things + kChunk - 1) / kChunk;
  progress->before.resize(count + 1);
  ImportReport& start = progress->before[0];
  start.rows = progress->plan.rows;
  start.not_taken = progress->plan.not_taken;
  start.skipped = static_cast<std::int64_t>(start.not_taken.size());

  std::vector<WritePart> parts;
  for (size_t part = 0; part < count; ++part) {
    parts.emplace_back([progress, part](Change& change) -> Result<Answer> {
      ImportReport report = progress->before[part];
      if (part == 0) {
        if (const auto done = check_city(change); !done) return done.error();
        if (const auto done = make_categories(change, progress->plan.categories, report); !done)
          return done.error();
      }
      const auto& [miniapps, pages] = std::tie(progress->plan.miniapps, progress->plan.pages);
      const size_t all = miniapps.size() + pages.size();
      for (size_t i = part == 0 ? all : (part - 1) * kChunk; i < all && i < part * kChunk; ++i) {
        const auto done = i < miniapps.size() ? apply_one(change, miniapps[i], report)
                                              : apply_page(change, pages[i - miniapps.size()], report);
        if (!done) return done.error();
      }
      Answer answer;
      if (part + 1 == progress->before.size() - 1) answer.body = contract::encode(report);
      progress->before[part + 1] = std::move(report);
      return answer;
    });
  }
  return WritePlan(std::move(parts));
}

}  // namespace stadtpult::platform
