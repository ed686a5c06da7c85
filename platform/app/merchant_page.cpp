#include "platform/app/merchant_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/checks/checks.hpp"
#include "api-client/content/markdown.hpp"
#include "api-client/content/render.hpp"
#include "api-client/content/words.hpp"
#include "api-client/hours/evaluator.hpp"
#include "api-client/hours/sentence.hpp"
#include "platform/app/booking_page.hpp"

namespace stadtpult::platform::app {

using content::escape_html;
using content::word;
using contract::Merchant;
using contract::Offering;

namespace {

std::string say(std::string_view key, const std::string& language) {
  return escape_html(word(key, language));
}

/// "1.234,50".
std::string euros(std::int64_t cents) {
  std::string whole = std::to_string(cents / 100);
  for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3)
    whole.insert(static_cast<std::size_t>(at), 1, '.');
  return fmt::format("{},{:02}", whole, cents % 100);
}

/// "Heute" is not said: the time is that of the wall, with the day where it is another one.
std::string open_now(const MerchantFacts& facts, const hours::Evaluator& evaluator,
                     const std::string& language) {
  const auto now = hours::local_of(facts.at);
  if (evaluator.gap(now, {now.minutes + 7 * hours::kDayMinutes})) return {};
  const auto state = evaluator.at(now).state;
  if (state == hours::State::unknown) return {};
  const auto next = evaluator.next_change(now);
  const bool open = state == hours::State::open;
  // What never changes, and what lies far ahead, is said without a time.
  if (!next || next->minutes - now.minutes > 7 * hours::kDayMinutes)
    return std::string(word(open ? "merchant.open_now" : "merchant.closed_now", language));
  auto text = hours::text_of(*next);
  text[10] = ' ';
  const auto when = next->day() == now.day() ? text.substr(11) : text;
  return fmt::format(fmt::runtime(word(open ? "merchant.open_until" : "merchant.opens_at", language)), when);
}

std::string hours_part(const MerchantFacts& facts, const Frame& frame) {
  const auto reading = hours::read(facts.merchant.opening_hours);
  if (facts.merchant.opening_hours.empty() || !reading.understood()) return {};
  std::string out = fmt::format("<h2>{}</h2>\n", say("hours", frame.language));
  const auto now = open_now(facts, hours::Evaluator(reading.expression, facts.land), frame.language);
  if (!now.empty()) out += fmt::format("<p><strong>{}</strong></p>\n", escape_html(now));
  return out + fmt::format("<p{}>{}</p>\n",
                           content::word_language(frame.language) == "de" ? "" : " lang=\"de\"",
                           escape_html(hours::sentence_of(reading.expression)));
}

/// The pictures of the merchant ("") or of an offering. Their sizes keep the page from jumping.
std::string pictures_part(const MerchantFacts& facts, const std::string& offering_id, const Frame& frame) {
  std::string out;
  for (const auto& each : facts.pictures) {
    if (each.offering_id != offering_id) continue;
    out += fmt::format("<img src=\"{}\" alt=\"{}\"{} width=\"{}\" height=\"{}\"{}>\n", escape_html(each.path),
                       escape_html(each.alternative_text.in(frame.language)),
                       language_beside(each.alternative_text, frame), each.width, each.height,
                       offering_id.empty() ? "" : " loading=\"lazy\"");
  }
  return out;
}

std::string bookings_part(const MerchantFacts& facts, const Frame& frame) {
  if (facts.resources.empty()) return {};
  std::string out =
      fmt::format("<h2>{}</h2>\n<ul class=\"entries\">\n", say("booking.title", frame.language));
  for (const auto& each : facts.resources)
    out += fmt::format("<li><a href=\"{}\">{}</a> <span class=\"by\">{}</span></li>\n",
                       escape_html(address(book_path(facts.merchant.id, each.id), frame.language)),
                       escape_html(each.name),
                       fmt::format(fmt::runtime(say("merchant.minutes", frame.language)), each.slot_minutes));
  return out + "</ul>\n";
}

std::string offerings_part(const MerchantFacts& facts, const Frame& frame) {
  if (facts.offerings.empty()) return {};
  std::string out =
      fmt::format("<h2>{}</h2>\n<ul class=\"entries\">\n", say("merchant.offerings", frame.language));
  for (const auto& each : facts.offerings) {
    out += fmt::format("<li><strong{}>{}</strong>", language_beside(each.name, frame),
                       escape_html(each.name.in(frame.language)));
    if (const auto& text = each.description.in(frame.language); !text.empty())
      out += fmt::format("<p{}>{}</p>", language_beside(each.description, frame), escape_html(text));
    out += pictures_part(facts, each.id, frame);
    out += fmt::format("<p class=\"by\">{}", escape_html(price_text(each, frame.language)));
    if (each.duration_minutes > 0)
      out +=
          " · " + fmt::format(fmt::runtime(say("merchant.minutes", frame.language)), each.duration_minutes);
    out += "</p></li>\n";
  }
  return out + "</ul>\n";
}

/// What Art. 30(7) has citizens be shown.
std::string who_part(const Merchant& merchant, const Frame& frame) {
  std::string rows;
  const auto row = [&](const char* key, const std::string& html) {
    if (!html.empty()) rows += fmt::format("<dt>{}</dt><dd>{}</dd>\n", say(key, frame.language), html);
  };
  row("merchant.name", escape_html(merchant.legal_name.empty() ? merchant.name : merchant.legal_name));
  std::string place = escape_html(merchant.street);
  const auto town = escape_html(merchant.postal_code + " " + merchant.city);
  if (town.size() > 1) place += (place.empty() ? "" : "<br>") + town;
  if (const auto map = checks::map_link_of(merchant); !map.empty())
    place += fmt::format("<br><a href=\"{}\" rel=\"noopener noreferrer\">{}</a>", escape_html(map),
                         say("merchant.map", frame.language));
  row("merchant.address", place);
  if (!merchant.phone.empty()) {
    std::string digits;
    std::copy_if(merchant.phone.begin(), merchant.phone.end(), std::back_inserter(digits),
                 [](char c) { return c == '+' || (c >= '0' && c <= '9'); });
    row("merchant.phone", fmt::format("<a href=\"tel:{}\">{}</a>", digits, escape_html(merchant.phone)));
  }
  if (!merchant.contact_email.empty())
    row("merchant.email", fmt::format("<a href=\"mailto:{0}\">{0}</a>", escape_html(merchant.contact_email)));
  if (const auto website = merchant.website.value_or(""); !website.empty() && content::is_safe_link(website))
    row("merchant.website",
        fmt::format("<a href=\"{0}\" rel=\"noopener noreferrer\">{0}</a>", escape_html(website)));
  row("merchant.register", escape_html(register_entry(merchant)));
  std::string out = fmt::format("<h2>{}</h2>\n<dl>\n{}</dl>\n", say("merchant.who", frame.language), rows);
  if (merchant.self_certified) out += fmt::format("<p>{}</p>\n", say("merchant.certified", frame.language));
  return out;
}

}  // namespace

std::string register_entry(const Merchant& merchant) {
  using enum contract::RegisterKind;
  if (merchant.register_kind == none || merchant.register_number.empty()) return {};
  std::string kind;
  switch (merchant.register_kind) {
    case gnr:
      kind = "GnR";
      break;
    case hwr:
      kind = "Handwerksrolle";
      break;
    default:
      for (const char* c = contract::enum_name(merchant.register_kind); *c != '\0'; ++c)
        kind += static_cast<char>(*c - 'a' + 'A');
  }
  return (merchant.register_court.empty() ? "" : merchant.register_court + " ") + kind + " " +
         merchant.register_number;
}

std::string price_text(const Offering& offering, const std::string& language) {
  if (offering.price_cents == 0 && !offering.price_from) return std::string(word("merchant.free", language));
  std::string text = euros(offering.price_cents) + "\u00a0€";
  if (offering.price_from) text = fmt::format(fmt::runtime(word("merchant.from", language)), text);
  const std::string unit = contract::enum_name(offering.price_unit);
  if (offering.price_unit != contract::PriceUnit::piece && offering.price_unit != contract::PriceUnit::flat)
    text += " " + std::string(word("merchant.per." + unit, language));
  else if (offering.price_unit == contract::PriceUnit::flat)
    text += " " + std::string(word("merchant.flat", language));
  return text;
}

std::string merchant(const Frame& frame, const MerchantFacts& facts) {
  const auto& merchant = facts.merchant;
  const bool verified = merchant.verification == contract::MerchantVerification::verified;
  std::string main = fmt::format("<article>\n<h1>{}</h1>\n", escape_html(merchant.name));
  if (!merchant.trade.empty()) main += fmt::format("<p class=\"by\">{}</p>\n", escape_html(merchant.trade));
  main += fmt::format("<p><strong>{}{}</strong></p>\n", verified ? "✓ " : "",
                      say(verified ? "merchant.verified" : "merchant.not_verified", frame.language));
  if (const auto& text = merchant.description.in(frame.language); !text.empty())
    main += fmt::format("<p{}>{}</p>\n", language_beside(merchant.description, frame), escape_html(text));
  main += pictures_part(facts, "", frame) + hours_part(facts, frame) + bookings_part(facts, frame) +
          offerings_part(facts, frame) + who_part(merchant, frame) + "</article>\n";
  main += "<script type=\"application/ld+json\">" + local_business(facts) + "</script>\n";
  return document(frame, main);
}

}  // namespace stadtpult::platform::app
