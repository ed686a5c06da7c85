#include "platform/app/booking_page.hpp"

#include <fmt/format.h>

#include "api-client/base/percent.hpp"
#include "api-client/content/words.hpp"
#include "api-client/hours/local_time.hpp"
#include "platform/domain/german_time.hpp"

namespace stadtpult::platform::app {

using content::escape_html;
using content::word;
using contract::BookingState;
using contract::Merchant;
using contract::Resource;
using contract::Slot;
using contract::Timestamp;

namespace {

std::string words_of(std::string_view key, const Frame& frame) {
  return escape_html(word(key, frame.language));
}

std::string words_with(std::string_view key, const Frame& frame, const std::string& value) {
  return fmt::format(fmt::runtime(words_of(key, frame)), escape_html(value));
}

std::string anchor(const std::string& href, const std::string& words) {
  return fmt::format("<a href=\"{}\">{}</a>", escape_html(href), words);
}

std::string day_text(Timestamp at, const std::string& language) {
  auto text = time_text(at, language);
  // What follows the last comma, or the last blank, is the time.
  return text.substr(0, language.starts_with("de") ? text.rfind(", ") : text.rfind(' '));
}

std::string clock_of(Timestamp at) {
  return hours::text_of(hours::local_of(at)).substr(11);
}

hours::Day day_on(Timestamp at) {
  return hours::local_of(at).day();
}

std::string alert_note(std::string_view key, const Frame& frame) {
  return key.empty() ? ""
                     : fmt::format("<div role=\"alert\" class=\"note warning\"><p>{}</p></div>\n",
                                   words_of(key, frame));
}

std::string day_paging(const Frame& frame, const FreeTimes& times) {
  std::string out;
  for (const auto& [day, key] : {std::pair(times.earlier, "booking.earlier"), {times.later, "booking.later"}})
    if (!day.empty())
      out += fmt::format("<li>{}</li>\n",
                         anchor(address(frame.path, frame.language, "from=" + day), words_of(key, frame)));
  if (out.empty()) return {};
  return fmt::format("<nav aria-label=\"{}\"><ul>\n{}</ul></nav>\n", words_of("booking.days", frame), out);
}

/// One of the free times, for a form.
std::string time_choice(const Frame& frame, const std::vector<Slot>& slots, bool wrong) {
  std::string out = fmt::format(
      "<div class=\"field\"><label for=\"starts_at\">{}</label>\n<select id=\"starts_at\" "
      "name=\"starts_at\"{}>\n",
      words_of("booking.free", frame),
      wrong ? " aria-invalid=\"true\" aria-describedby=\"starts_at-wrong\"" : "");
  for (const auto& slot : slots)
    out += fmt::format("<option value=\"{}\">{}</option>\n", base::to_rfc3339(slot.starts_at),
                       escape_html(time_text(slot.starts_at, frame.language)));
  return out + "</select>\n";
}

/// A labelled field with what was typed and, below it, what is wrong.
class Fields {
 public:
  Fields(const Frame& frame, const BookingForm& form) : frame_(frame), form_(form) {}

  std::string line(const std::string& name, std::string_view label, const std::string& attributes) const {
    return begin(name, label) +
           fmt::format("<input id=\"{0}\" name=\"{0}\" value=\"{1}\" {2}{3}>\n", name,
                       escape_html(typed(name)), attributes, described(name)) +
           end(name);
  }
  std::string area(const std::string& name, std::string_view label) const {
    return begin(name, label) +
           fmt::format(
               "<textarea id=\"{0}\" name=\"{0}\" rows=\"3\" maxlength=\"1000\"{2}>\n{1}</textarea>\n", name,
               escape_html(typed(name)), described(name)) +
           end(name);
  }
  [[nodiscard]] bool is_wrong(const std::string& name) const { return form_.wrong.contains(name); }
  std::string end(const std::string& name) const {
    const auto at = form_.wrong.find(name);
    if (at == form_.wrong.end()) return "</div>\n";
    return fmt::format("<p class=\"wrong\" id=\"{}-wrong\">{}</p></div>\n", name,
                       words_of(at->second, frame_));
  }

 private:
  [[nodiscard]] std::string typed(const std::string& name) const {
    const auto at = form_.typed.find(name);
    return at != form_.typed.end() ? at->second : "";
  }
  std::string begin(const std::string& name, std::string_view label) const {
    return fmt::format("<div class=\"field\"><label for=\"{}\">{}</label>\n", name, words_of(label, frame_));
  }
  [[nodiscard]] std::string described(const std::string& name) const {
    return is_wrong(name) ? fmt::format(" aria-invalid=\"true\" aria-describedby=\"{}-wrong\"", name)
                          : (name == "email" || name == "phone" ? " aria-describedby=\"reach\"" : "");
  }

  const Frame& frame_;
  const BookingForm& form_;
};

std::string fact_row(const Frame& frame, const char* key, const std::string& html) {
  return html.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", words_of(key, frame), html);
}

std::string move_part(const Frame& frame, const BookingView& view) {
  const auto& times = *view.move;
  std::string out = fmt::format("<h2 id=\"move\">{}</h2>\n", words_of("booking.move_to", frame));
  if (times.slots.empty()) {
    out += fmt::format("<p>{}</p>\n", words_of("booking.none", frame));
  } else {
    out += fmt::format(
        "<form method=\"post\" action=\"{}\" aria-labelledby=\"move\">\n<input type=\"hidden\" name=\"act\" "
        "value=\"move\">\n",
        escape_html(address(frame.path, frame.language)));
    out += time_choice(frame, times.slots, false) + "</div>\n" +
           fmt::format("<button type=\"submit\">{}</button>\n</form>\n", words_of("booking.move", frame));
  }
  return out + day_paging(frame, times);
}

std::string change_part(const Frame& frame, const BookingView& view) {
  std::string out = fmt::format(
      "<p>{}</p>\n", words_with("booking.until", frame, time_text(view.ticket.cancel_until, frame.language)));
  if (view.move)
    out += move_part(frame, view);
  else
    out += fmt::format(
        "<p><a class=\"secondary\" href=\"{}\">{}</a></p>\n",
        escape_html(address(frame.path, frame.language,
                            "from=" + hours::text_of(hours::local_of(view.ticket.starts_at)).substr(0, 10))),
        words_of("booking.move", frame));
  out += fmt::format("<h2 id=\"cancel\">{}</h2>\n", words_of("booking.cancel", frame));
  out += fmt::format(
      "<form method=\"post\" action=\"{}\" aria-labelledby=\"cancel\">\n<input type=\"hidden\" name=\"act\" "
      "value=\"cancel\">\n",
      escape_html(address(frame.path, frame.language)));
  out += fmt::format(
      "<div class=\"field\"><label for=\"reason\">{}</label>\n<input id=\"reason\" name=\"reason\" "
      "maxlength=\"500\"></div>\n",
      words_of("booking.reason", frame));
  // Without scripts nothing asks again: the tick does.
  out += fmt::format(
      "<div class=\"field check\"><input type=\"checkbox\" id=\"sure\" name=\"sure\" value=\"yes\" "
      "required><label for=\"sure\">{}</label></div>\n<button type=\"submit\">{}</button>\n</form>\n",
      words_of("booking.sure", frame), words_of("booking.cancel_now", frame));
  return out;
}

const char* heading_of(BookingState state) {
  switch (state) {
    case BookingState::held:
      return "booking.held";
    case BookingState::confirmed:
      return "booking.booked";
    case BookingState::cancelled:
      return "booking.cancelled";
    default:
      return "booking.over";
  }
}

}  // namespace

std::string book_path(const std::string& merchant_id, const std::string& resource_id) {
  return "/app/m/" + base::percent_encode(merchant_id) + "/book/" + base::percent_encode(resource_id);
}

std::string booking_path(const std::string& ticket) {
  return "/app/bookings/" + base::percent_encode(ticket);
}

std::string time_text(Timestamp at, const std::string& language) {
  if (language.starts_with("de")) return german_time(at);
  static constexpr const char* kDays[] = {"day.Mo", "day.Tu", "day.We", "day.Th",
                                          "day.Fr", "day.Sa", "day.Su"};
  auto text = hours::text_of(hours::local_of(at));
  text[10] = ' ';
  return fmt::format("{}, {}", word(kDays[hours::weekday_of(day_on(at))], language), text);
}

std::string free_times(const Frame& frame, const Merchant& merchant, const Resource& resource,
                       const FreeTimes& times) {
  std::string main = fmt::format("<h1>{}: {}</h1>\n", escape_html(merchant.name), escape_html(resource.name));
  main += fmt::format("<p>{}</p>\n", words_of("booking.choose", frame));
  if (times.slots.empty()) {
    main += fmt::format("<p>{}</p>\n", words_of("booking.none", frame));
    if (times.next)
      main += fmt::format("<p>{}</p>\n",
                          anchor(address(frame.path, frame.language,
                                         "from=" + hours::text_of(hours::local_of(times.next)).substr(0, 10)),
                                 words_with("booking.next", frame, time_text(times.next, frame.language))));
  }
  std::optional<hours::Day> day;
  for (const auto& slot : times.slots) {
    if (day != day_on(slot.starts_at))
      main += fmt::format("{}<h2>{}</h2>\n<ul class=\"times\">\n", day ? "</ul>\n" : "",
                          escape_html(day_text(slot.starts_at, frame.language)));
    day = day_on(slot.starts_at);
    // The address of this very page with another query keeps a long list short.
    main += fmt::format("<li>{}</li>\n",
                        anchor(address("", frame.language, "at=" + base::to_rfc3339(slot.starts_at)),
                               clock_of(slot.starts_at)));
  }
  if (day) main += "</ul>\n";
  main += day_paging(frame, times);
  main += fmt::format("<p>{}</p>\n",
                      anchor(address("/app/m/" + merchant.id, frame.language), escape_html(merchant.name)));
  return document(frame, main);
}

std::string booking_form(const Frame& frame, const Merchant& merchant, const Resource& resource,
                         const BookingForm& form) {
  const Fields fields(frame, form);
  std::string main = fmt::format("<h1>{}: {}</h1>\n", escape_html(merchant.name), escape_html(resource.name));
  if (!form.wrong.empty())
    main += alert_note(fields.is_wrong("starts_at") ? form.wrong.at("starts_at") : "booking.wrong", frame);
  const bool other = fields.is_wrong("starts_at");
  if (!other)
    main += fmt::format(
        "<p><strong>{}</strong></p>\n<p>{}</p>\n", escape_html(time_text(form.starts_at, frame.language)),
        anchor(address(frame.path, frame.language,
                       "from=" + hours::text_of(hours::local_of(form.starts_at)).substr(0, 10)),
               words_of("booking.other", frame)));
  if (other && form.others.empty())
    return document(frame, main + fmt::format("<p>{}</p>\n", anchor(address(frame.path, frame.language),
                                                                    words_of("booking.other", frame))));
  main +=
      fmt::format("<form method=\"post\" action=\"{}\">\n", escape_html(address(frame.path, frame.language)));
  main += fmt::format("<input type=\"hidden\" name=\"token\" value=\"{}\">\n", escape_html(form.token));
  if (other)
    main += time_choice(frame, form.others, true) + fields.end("starts_at");
  else
    main += fmt::format("<input type=\"hidden\" name=\"starts_at\" value=\"{}\">\n",
                        base::to_rfc3339(form.starts_at));
  if (resource.capacity > 1)
    main += fields.line("seats", "booking.seats",
                        fmt::format("type=\"number\" min=\"1\" max=\"{}\" required", resource.capacity));
  main += fields.line("name", "booking.name", "maxlength=\"120\" autocomplete=\"name\" required");
  main += fmt::format("<p class=\"hint\" id=\"reach\">{}</p>\n", words_of("booking.reach", frame));
  main += fields.line("email", "booking.email", "type=\"email\" maxlength=\"254\" autocomplete=\"email\"");
  main += fields.line("phone", "booking.phone", "type=\"tel\" maxlength=\"40\" autocomplete=\"tel\"");
  main += fields.area("note", "booking.note");
  main += fmt::format("<p class=\"hint\">{}</p>\n", words_with("booking.privacy", frame, merchant.name));
  main += fmt::format("<button type=\"submit\">{}</button>\n</form>\n", words_of("booking.send", frame));
  return document(frame, main);
}

std::string booking(const Frame& frame, const BookingView& view) {
  const auto& ticket = view.ticket;
  std::string main =
      fmt::format("<h1>{}</h1>\n", words_of(heading_of(ticket.state), frame)) + alert_note(view.wrong, frame);
  std::string place = escape_html(ticket.street);
  if (!ticket.city.empty())
    place += (place.empty() ? "" : "<br>") + escape_html(ticket.postal_code + " " + ticket.city);
  std::string rows =
      fact_row(frame, "booking.when", escape_html(time_text(ticket.starts_at, frame.language)));
  rows += fact_row(
      frame, "booking.what",
      anchor(address("/app/m/" + view.merchant_id, frame.language), escape_html(ticket.merchant_name)) +
          ": " + escape_html(ticket.resource_name));
  rows += fact_row(frame, "merchant.address", place);
  if (ticket.seats > 1) rows += fact_row(frame, "booking.seats", std::to_string(ticket.seats));
  rows += fact_row(frame, "booking.number", fmt::format("B-{:04}", ticket.number));
  main += fmt::format("<dl>\n{}</dl>\n", rows);
  if (ticket.state == BookingState::confirmed) {
    main += fmt::format("<p>{}</p>\n",
                        anchor("/v1/public/bookings/" + base::percent_encode(ticket.ticket) + "/event.ics",
                               words_of("booking.calendar", frame)));
    if (view.may_change)
      main += fmt::format("<p class=\"note\">{}</p>\n", words_of("booking.keep", frame)) +
              change_part(frame, view);
    else
      main += fmt::format("<p>{}</p>\n",
                          words_with("booking.late", frame,
                                     ticket.merchant_name + (view.phone.empty() ? "" : ", " + view.phone)));
  }
  return document(frame, main);
}

}  // namespace stadtpult::platform::app
