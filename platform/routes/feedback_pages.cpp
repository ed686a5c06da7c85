// Feedback by hand: the form that citizens open in a browser, and the page that tells what became of it.

#include <fmt/format.h>

#include <algorithm>

#include "api-client/base/crypto.hpp"
#include "api-client/base/percent.hpp"
#include "api-client/base/utf8.hpp"
#include "api-client/content/words.hpp"
#include "platform/domain/browser_kind.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/multipart.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using content::word;
using contract::NewFeedback;

namespace {

constexpr std::size_t kLongestForm = 64 * 1024;             // bytes of its words
constexpr std::size_t kLongestWithPicture = kLargestMedia;  // of all; what is too large to be kept is told so

/// What the form holds: its words, and the bytes of a picture, in the request's body; "" for none.
struct SentWords {
  Names fields;
  std::string_view picture;
};

Result<SentWords> words_from(const Request& request) {
  SentWords sent;
  if (media_type(request.content_type) != "multipart/form-data") {
    auto fields = form_fields(request, kLongestForm);
    if (!fields) return fields.error();
    sent.fields = std::move(*fields);
    return sent;
  }
  const auto too_large = [](std::size_t most) {
    return base::fail(ErrorKind::too_large, fmt::format("A form has at most {} bytes here.", most));
  };
  if (request.body.size() > kLongestWithPicture) return too_large(kLongestWithPicture);
  const auto parts = parse_multipart(request.content_type, request.body);
  if (!parts) return parts.error();
  std::size_t length = 0;
  for (const auto& part : *parts) {
    if (!part.is_file) {
      length += part.body.size();
      sent.fields.emplace_back(part.name, part.body);
    } else if (part.name == "picture") {
      sent.picture = part.body;
    }
  }
  if (length > kLongestForm) return too_large(kLongestForm);
  return sent;
}

app::Frame form_frame(const Call& call, const app::FeedbackForm& form) {
  auto frame = frame_for(call, "/app/feedback", std::string(word("feedback", language_for(call))));
  if (!form.miniapp.empty()) frame.query = "miniapp=" + base::percent_encode(form.miniapp);
  if (!form.screen.empty())
    frame.query += (frame.query.empty() ? "screen=" : "&screen=") + base::percent_encode(form.screen);
  return frame;
}

/// With what this browser says of itself, in coarse words, and which City-App it is.
app::FeedbackForm form_from(const Call& call, const Names& fields) {
  app::FeedbackForm form;
  form.device = browser_of(call.request.user_agent);
  form.app_version = "Web " STADTPULT_VERSION;
  form.client_id = text_in(fields, "client_id");
  form.kind = text_in(fields, "kind");
  form.text = text_in(fields, "text");
  form.rating = text_in(fields, "rating");
  form.miniapp = text_in(fields, "miniapp");
  form.miniapp_version = text_in(fields, "miniapp_version");
  form.screen = text_in(fields, "screen");
  return form;
}

/// By the rules of the contract, as what an app sends.
Result<NewFeedback> feedback_from(const app::FeedbackForm& form, std::string_view picture, const Call& call) {
  NewFeedback sent;
  sent.client_id = form.client_id;
  sent.kind = contract::enum_from<contract::FeedbackKind>(form.kind).value_or(sent.kind);
  sent.text = form.text;
  sent.rating = form.rating.size() == 1 ? std::clamp(form.rating[0] - '0', 0, 5) : 0;
  if (!form.miniapp.empty()) {
    sent.miniapp_id = form.miniapp;
    sent.miniapp_version = form.miniapp_version;
  }
  sent.device = form.device;
  sent.app_version = form.app_version;
  sent.screen = form.screen;
  if (call.tester) sent.code = call.tester->code;
  sent.picture = base::to_base64(picture);
  return contract::decode_new<NewFeedback>(contract::encode_new(sent));
}

std::string wrong_words(const base::Error& error, const std::string& text, const std::string& language) {
  const auto is_of = [&](const char* field) {
    return error.field == field || std::any_of(error.fields.begin(), error.fields.end(),
                                               [&](const auto& each) { return each.field == field; });
  };
  if (is_of("picture")) return std::string(word("feedback.picture_wrong", language));
  if (!is_of("text")) return std::string(word("form.wrong", language));
  return std::string(word(base::characters(text) > 4000 ? "feedback.too_long" : "feedback.empty", language));
}

Answer again(const Call& call, app::FeedbackForm form, const base::Error& error, bool with_picture) {
  form.wrong = wrong_words(error, form.text, language_for(call));
  // No page can put a file into a form.
  if (with_picture) form.wrong += " " + std::string(word("feedback.picture_again", language_for(call)));
  // Sent before, with other words: what is sent now is an item of its own.
  if (error.kind == ErrorKind::conflict) form.client_id = "web-" + base::random_hex(16);
  return html(app::feedback_form(form_frame(call, form), form), 422);
}

}  // namespace

Result<Answer> app_feedback(const Reading& reading) {
  app::FeedbackForm form = form_from(reading.call, reading.call.query);
  form.text.clear();
  form.client_id = "web-" + base::random_hex(16);
  form.miniapp_version.clear();
  if (!form.miniapp.empty()) {
    // As this browser sees it: testers may have another version.
    Live live(reading.database, ring_of(reading.call), language_for(reading.call));
    if (const auto* app = live.shown_miniapp(form.miniapp)) {
      form.miniapp_name = app->name;
      form.miniapp_language = live.language_of_miniapp(form.miniapp);
      form.miniapp_version = app->version;
    } else {
      form.miniapp.clear();  // the link is an old one
    }
  }
  // Each form is sent once: another one has another name.
  return html_for_once(app::feedback_form(form_frame(reading.call, form), form));
}

Result<WritePlan> app_send_feedback(const WriteCall& call) {
  const auto& request = call->request;
  const auto words = words_from(request);
  if (!words) return words.error();
  if (const int wait_ms = call->gate->by_source(request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  const auto form = form_from(*call, words->fields);
  const bool pictured = !words->picture.empty();
  auto sent = feedback_from(form, words->picture, *call);
  if (!sent) return WritePlan(again(*call, form, sent.error(), pictured));
  auto intake = checked_intake(std::move(*sent));
  if (!intake) return WritePlan(again(*call, form, intake.error(), pictured));
  return WritePlan(take_feedback(
      call, std::move(*intake), [call, form, pictured](const Result<Taken>& taken) -> Result<Answer> {
        if (!taken && taken.error().kind == ErrorKind::rate_limited) return taken.error();
        if (!taken) return again(*call, form, taken.error(), pictured);
        return see_other(app::address("/app/feedback/" + taken->receipt.receipt, language_for(*call)));
      }));
}

Result<Answer> app_receipt(const Reading& reading) {
  auto frame = frame_for(reading.call, "/app/feedback/" + reading.call.id("receipt"));
  const auto receipt = receipt_of(reading.database, reading.call.id("receipt"));
  if (!receipt) {
    frame.path = "/app/feedback";
    frame.title = word("feedback.unknown", frame.language);
    return html(app::message(frame, frame.title, {}, app::address("/app/", frame.language)), 404);
  }
  frame.title = word("feedback.receipt", frame.language);
  return html_for_once(app::receipt(frame, *receipt));
}

}  // namespace stadtpult::platform
