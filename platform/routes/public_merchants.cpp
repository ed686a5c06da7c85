// Merchants as citizens see them: as JSON for the City-App, and as a page with schema.org's description of
// it.

#include <fmt/format.h>

#include "api-client/content/words.hpp"
#include "platform/app/merchant_page.hpp"
#include "platform/domain/booking_rules.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/merchant_media.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/public_merchants.hpp"
#include "platform/routes/ticket_desk.hpp"

namespace stadtpult::platform {

using base::Result;
using contract::Merchant;
using contract::PublicMerchant;

namespace {

const std::string kActive = contract::enum_name(contract::MerchantActivity::active);

PublicMerchant public_view_of(const Merchant& merchant) {
  PublicMerchant shown;
  shown.id = merchant.id;
  shown.name = merchant.name;
  shown.trade = merchant.trade;
  shown.category_id = merchant.category_id.value_or("");
  shown.legal_name = merchant.legal_name;
  shown.register_entry = app::register_entry(merchant);
  shown.street = merchant.street;
  shown.postal_code = merchant.postal_code;
  shown.city = merchant.city;
  shown.phone = merchant.phone;
  shown.email = merchant.contact_email;
  shown.description = merchant.description;
  shown.website = merchant.website.value_or("");
  shown.opening_hours = merchant.opening_hours;
  shown.languages = merchant.languages;
  shown.verified = merchant.verification == contract::MerchantVerification::verified;
  return shown;
}

void add_pictures(Database& database, const std::string& offering_id, const std::vector<std::string>& ids,
                  std::vector<contract::PublicPicture>& all) {
  for (const auto& media : pictures_of(database, ids)) {
    contract::PublicPicture picture;
    picture.offering_id = offering_id;
    picture.path = "/app/media/" + media.sha256;
    picture.media_type = media.media_type;
    picture.width = media.width;
    picture.height = media.height;
    if (!media.decorative) picture.alternative_text = media.alternative_text;
    all.push_back(std::move(picture));
  }
}

/// Of the profile, then of what it offers as that was approved.
std::vector<contract::PublicPicture> public_pictures(Database& database, const Merchant& merchant,
                                                     const std::vector<contract::Offering>& offerings) {
  std::vector<contract::PublicPicture> all;
  add_pictures(database, "", merchant.media_ids, all);
  for (const auto& each : offerings) add_pictures(database, each.id, each.media_ids, all);
  return all;
}

std::optional<Merchant> shown_merchant(Database& database, const std::string& id) {
  auto merchant = Table<Merchant>::find(database, id);
  if (!merchant || merchant->activity != contract::MerchantActivity::active) return std::nullopt;
  return merchant;
}

}  // namespace

std::vector<Merchant> active_merchants_in(Database& database, const std::string& category_id) {
  ListQuery query;
  query.filters = {{"activity", {kActive}}, {"category_id", {category_id}}};
  query.order = Order{"name_sort"};
  query.limit = 200;
  return Table<Merchant>::list(database, query).items;
}

Result<Answer> public_merchants(const Reading& reading) {
  const auto& asked = reading.call.query;
  // What citizens do not see is not found by either.
  for (const char* name : {"q", "filter", "sort"})
    if (find_name(asked, name) != nullptr)
      return bad_request(fmt::format("This list takes no {}.", name), name);
  Names plain{{"sort", "name"}};
  for (const char* name : {"limit", "cursor"})
    if (const auto* value = find_name(asked, name)) plain.emplace_back(name, *value);
  const TableInfo& table = table_info<Merchant>();
  auto query = parse_list_query(table, plain);
  if (!query) return query.error();
  query->filters.push_back({"activity", {kActive}});
  if (const auto* category = find_name(asked, "category_id"))
    query->filters.push_back({"category_id", {*category}});
  const auto slice = Table<Merchant>::list(reading.database, *query);
  contract::Page<PublicMerchant> page;
  for (const auto& merchant : slice.items) page.items.push_back(public_view_of(merchant));
  if (slice.next) page.next = make_cursor(*query->order, *slice.next);
  query->behind.reset();
  page.total = reading.counts.get(select_count(table, *query), reading.counter,
                                  [&] { return Table<Merchant>::count(reading.database, *query); });
  Answer answer;
  answer.body = contract::encode_page(page);
  answer.items = static_cast<std::int64_t>(page.items.size());
  answer.etag = etag_of_body(answer.body);
  return answer;
}

Result<Answer> public_merchant(const Reading& reading) {
  const auto merchant = shown_merchant(reading.database, reading.call.id());
  if (!merchant) return no_such_thing("merchant");
  PublicMerchant shown = public_view_of(*merchant);
  shown.offerings = live_offerings(reading.database, merchant->id);
  shown.pictures = public_pictures(reading.database, *merchant, shown.offerings);
  Answer answer;
  answer.body = contract::encode(shown);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

Result<Answer> app_merchant(const Reading& reading) {
  const Call& call = reading.call;
  const auto merchant = shown_merchant(reading.database, call.id());
  if (!merchant) {
    const auto frame = frame_for(call, "/app/", std::string(content::word("not_found", language_for(call))));
    return html(app::message(frame, frame.title, {}, app::address("/app/", frame.language)), 404);
  }
  app::MerchantFacts facts;
  facts.merchant = *merchant;
  facts.offerings = live_offerings(reading.database, merchant->id);
  facts.pictures = public_pictures(reading.database, *merchant, facts.offerings);
  facts.resources = bookable_at(reading.database, merchant->id);
  facts.land = land_of_city(call.options->jurisdictions);
  facts.at = call.at;
  facts.base = call.options->public_url;
  if (!call.options->public_url.empty())
    facts.url = fmt::format("{}/app/m/{}", call.options->public_url, merchant->id);
  return html(app::merchant(frame_for(call, "/app/m/" + merchant->id, merchant->name), facts));
}

}  // namespace stadtpult::platform
