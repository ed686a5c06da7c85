// https://schema.org/LocalBusiness. JSON-LD is data: a browser runs nothing of it.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api-client/content/html.hpp"
#include "api-client/content/markdown.hpp"
#include "api-client/hours/evaluator.hpp"
#include "api-client/hours/week.hpp"
#include "platform/app/merchant_page.hpp"

namespace stadtpult::platform::app {

using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kDays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                 "Friday", "Saturday", "Sunday"};
constexpr int kShownDays = 14;

std::string clock(int minute) {
  minute %= hours::kDayMinutes;
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

/// schema.org's whole day ends a minute before midnight; what goes on behind it closes on the next day.
Json span_json(const hours::Span& span) {
  return {{"@type", "OpeningHoursSpecification"},
          {"opens", clock(span.from)},
          {"closes", span.to == hours::kDayMinutes ? "23:59" : clock(span.to)}};
}

Json closed_json() {
  return {{"@type", "OpeningHoursSpecification"}, {"opens", "00:00"}, {"closes", "00:00"}};
}

std::string day_text(hours::Day day) {
  return hours::text_of(hours::at_minute(day, 0)).substr(0, 10);
}

void add_week(Json& list, const hours::Week& week) {
  for (std::size_t day = 0; day < week.days.size(); ++day)
    for (const auto& span : week.days[day]) {
      Json each = span_json(span);
      each["dayOfWeek"] = std::string("https://schema.org/") + kDays[day];
      list.push_back(std::move(each));
    }
  if (week.holidays == hours::Week::Holidays::as_weekday) return;
  const auto& spans = week.holiday_spans;
  if (week.holidays == hours::Week::Holidays::closed || spans.empty())
    list.push_back(closed_json());
  else
    for (const auto& span : spans) list.push_back(span_json(span));
  const std::size_t added =
      week.holidays == hours::Week::Holidays::closed || spans.empty() ? 1 : spans.size();
  for (std::size_t i = list.size() - added; i < list.size(); ++i)
    list[i]["dayOfWeek"] = "https://schema.org/PublicHolidays";
}

bool has_open_end(const hours::Week& week) {
  const auto open = [](const std::vector<hours::Span>& spans) {
    for (const auto& span : spans)
      if (span.open_end) return true;
    return false;
  };
  for (const auto& day : week.days)
    if (open(day)) return true;
  return open(week.holiday_spans);
}

/// The days to come, one by one, as they really are.
void add_days(Json& list, const hours::Evaluator& evaluator, base::Timestamp at) {
  const hours::Day first = hours::local_of(at).day();
  const auto from = hours::at_minute(first, 0), to = hours::at_minute(first + kShownDays, 0);
  if (evaluator.gap(from, to)) return;
  for (hours::Day day = first; day < first + kShownDays; ++day) {
    bool open = false;
    for (const auto& one : evaluator.intervals(hours::at_minute(day, 0), hours::at_minute(day + 1, 0))) {
      if (one.unknown) continue;
      open = true;
      Json each =
          span_json({one.from.of_day(), static_cast<int>(one.to.minutes - hours::at_minute(day, 0).minutes)});
      each["validFrom"] = each["validThrough"] = day_text(day);
      list.push_back(std::move(each));
    }
    if (open) continue;
    Json each = closed_json();
    each["validFrom"] = each["validThrough"] = day_text(day);
    list.push_back(std::move(each));
  }
}

/// A week where it says everything; else, and for special days, the days to come.
Json opening_hours(const MerchantFacts& facts) {
  Json list = Json::array();
  const auto reading = hours::read(facts.merchant.opening_hours);
  if (!reading.understood()) return list;
  const auto week = hours::week_of(reading.expression);
  if (week && week->specials.empty() && !has_open_end(*week))
    add_week(list, *week);
  else
    add_days(list, hours::Evaluator(reading.expression, facts.land), facts.at);
  return list;
}

/// Addresses of the pictures of the merchant ("") or of an offering.
Json images(const MerchantFacts& facts, const std::string& offering_id) {
  Json list = Json::array();
  for (const auto& each : facts.pictures)
    if (each.offering_id == offering_id) list.push_back(facts.base + each.path);
  return list;
}

Json offer(const contract::Offering& offering, Json pictures) {
  const bool product = offering.kind == contract::OfferingKind::product;
  Json item = {{"@type", product ? "Product" : "Service"}, {"name", offering.name.in("de")}};
  if (const auto& text = offering.description.in("de"); !text.empty()) item["description"] = text;
  if (!pictures.empty()) item["image"] = std::move(pictures);
  const auto price = fmt::format("{}.{:02}", offering.price_cents / 100, offering.price_cents % 100);
  Json made = {{"@type", "Offer"}, {"itemOffered", std::move(item)}};
  if (offering.price_from) {
    made["priceSpecification"] = {{"@type", "PriceSpecification"},
                                  {"minPrice", price},
                                  {"priceCurrency", "EUR"},
                                  {"valueAddedTaxIncluded", true}};
  } else {
    made["price"] = price;
    made["priceCurrency"] = "EUR";
  }
  return made;
}

}  // namespace

std::string local_business(const MerchantFacts& facts) {
  const auto& merchant = facts.merchant;
  Json json = {{"@context", "https://schema.org"}, {"@type", "LocalBusiness"}, {"name", merchant.name}};
  if (!facts.url.empty()) json["@id"] = facts.url;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
  };
  add("legalName", merchant.legal_name);
  add("description", merchant.description.in("de"));
  if (auto pictures = images(facts, ""); !pictures.empty()) json["image"] = std::move(pictures);
  add("telephone", merchant.phone);
  add("email", merchant.contact_email);
  const auto website = merchant.website.value_or("");
  add("url", content::is_safe_link(website) && !website.empty() ? website : facts.url);
  Json address = {{"@type", "PostalAddress"}, {"addressCountry", "DE"}};
  if (!merchant.street.empty()) address["streetAddress"] = merchant.street;
  if (!merchant.postal_code.empty()) address["postalCode"] = merchant.postal_code;
  if (!merchant.city.empty()) address["addressLocality"] = merchant.city;
  json["address"] = std::move(address);
  if (merchant.latitude && merchant.longitude)
    json["geo"] = {
        {"@type", "GeoCoordinates"}, {"latitude", *merchant.latitude}, {"longitude", *merchant.longitude}};
  if (!merchant.languages.empty()) json["knowsLanguage"] = merchant.languages;
  if (auto hours = opening_hours(facts); !hours.empty()) json["openingHoursSpecification"] = std::move(hours);
  Json offers = Json::array();
  for (const auto& each : facts.offerings) offers.push_back(offer(each, images(facts, each.id)));
  if (!offers.empty()) json["makesOffer"] = std::move(offers);
  // Nothing in it may end the script element or begin a comment.
  std::string out;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    if (c == '<' || c == '>' || c == '&')
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return out;
}

}  // namespace stadtpult::platform::app
