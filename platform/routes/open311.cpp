// Open311 GeoReport v2 (docs/open311.md): what the city's other report tools send becomes feedback, and they
// read what became of it. Only what came this way is shown: its text was meant for everybody.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "api-client/base/trim.hpp"
#include "api-client/base/utf8.hpp"
#include "platform/domain/publishing.hpp"
#include "platform/open311/format.hpp"
#include "platform/routes/feedback.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/multipart.hpp"
#include "platform/security/alerts.hpp"
#include "platform/store/live.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {

using base::Result;
using base::Timestamp;
using contract::Feedback;
using contract::FeedbackKind;
using contract::FeedbackState;
using open311::Format;
using open311::Record;
using Errors = std::vector<std::pair<int, std::string>>;

namespace {

constexpr std::string_view kCityApp = "city-app";
constexpr std::size_t kLongestBody = 64 * 1024, kMostListed = 100;
constexpr std::size_t kLongestDescription = 4'000, kLongestAddress = 300, kLongestUrl = 500;
constexpr std::int64_t kLongestSpanMs = 90 * base::kDayMs;
constexpr std::int64_t kSameRequestMs = 10 * base::kMinuteMs;
constexpr int kMostOnAPage = 1'000;

struct KindRow {
  FeedbackKind kind;
  std::string_view keyword;
};
constexpr KindRow kKinds[] = {{FeedbackKind::bug, "problem"},
                              {FeedbackKind::wish, "idea"},
                              {FeedbackKind::question, "tip"},
                              {FeedbackKind::praise, "tip"}};

std::string keyword_of(FeedbackKind kind) {
  for (const auto& row : kKinds)
    if (row.kind == kind) return std::string(row.keyword);
  return {};
}

const char* detailed_status(FeedbackState state) {
  switch (state) {
    case FeedbackState::received:
      return "PENDING";
    case FeedbackState::triaged:
      return "RECEIVED";
    case FeedbackState::planned:
    case FeedbackState::in_progress:
      return "IN_PROCESS";
    case FeedbackState::done:
      return "PROCESSED";
    case FeedbackState::declined:
      return "REJECTED";
  }
  return "PENDING";
}

// ---- what is asked for

/// ".json" or ".xml" at the end of what stands in the path; JSON where there is neither.
struct Named {
  std::string id;
  Format format = Format::json;
};
Named named311(std::string id) {
  for (const auto& [end, format] : {std::pair(".json", Format::json), std::pair(".xml", Format::xml)})
    if (std::string_view(id).ends_with(end))
      return {id.substr(0, id.size() - std::string_view(end).size()), format};
  return {std::move(id), Format::json};
}

/// Nothing for a format that does not exist.
std::optional<Format> format_of(const Call& call) {
  const std::string& word = call.id("format");
  if (word.empty() || word == "json") return Format::json;
  if (word == "xml") return Format::xml;
  return std::nullopt;
}

Answer refused311(Format format, const Errors& errors) {
  Answer answer;
  answer.status = errors.front().first;
  answer.content_type = open311::content_type(format);
  answer.body = open311::encode_errors(format, errors);
  return answer;
}

Answer no_format() {
  return refused311(Format::json, {{404, "This format is not known here. There are .json and .xml."}});
}

Answer told311(Format format, std::string body) {
  Answer answer;
  answer.content_type = open311::content_type(format);
  answer.body = std::move(body);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

bool is_true(const Names& query, const char* name) {
  const auto* value = find_name(query, name);
  return value != nullptr && (*value == "true" || *value == "1");
}

/// Of this city, or of none in particular.
bool is_ours(const Call& call, const std::string* jurisdiction) {
  if (jurisdiction == nullptr || jurisdiction->empty()) return true;
  static const std::vector<std::string> kDefault = {"07319000", "worms"};
  const auto& set = call.options->jurisdictions;
  const auto& ours = set.empty() ? kDefault : set;
  return std::find(ours.begin(), ours.end(), *jurisdiction) != ours.end();
}
const std::pair<int, std::string> kNotOurs{404, "jurisdiction_id is not one of this city."};

std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    std::string part = text.substr(at, end - at);
    part.erase(0, part.find_first_not_of(' '));
    while (!part.empty() && part.back() == ' ') part.pop_back();
    if (!part.empty()) parts.push_back(std::move(part));
    at = end + 1;
  }
  return parts;
}

std::optional<std::int64_t> whole(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

/// A time with its offset, or a day. A "+" that was not escaped arrives as a blank.
std::optional<Timestamp> time_in(std::string text) {
  if (text.size() == 10) text += "T00:00:00Z";
  if (text.size() > 10) std::replace(text.begin() + 11, text.end(), ' ', '+');
  return base::from_rfc3339(text);
}

// ---- services

struct Service311 {
  std::string code, name, description, group;
};

std::vector<Service311> services_in(Database& database) {
  const auto catalogue =
      public_view(contract::Ring::everyone, "de", newest_release_number(database, contract::Ring::everyone),
                  seen_in(database, contract::Ring::everyone, false));
  std::vector<Service311> services{
      {std::string(kCityApp), "City-App", "Die City-App als Ganzes: Bedienung, Inhalte, Ideen.", "City-App"}};
  for (const auto& app : catalogue.miniapps) {
    Service311 service{app.id, app.name, app.summary, ""};
    for (const auto& category : catalogue.categories)
      if (category.id == app.category_id) service.group = category.name;
    services.push_back(std::move(service));
  }
  return services;
}

Record record_of(const Service311& service) {
  return {{{"service_code", service.code},
           {"service_name", service.name},
           {"description", service.description},
           {"metadata", false},
           {"type", std::string("realtime")},
           {"keywords", std::string("problem,idea,tip")},
           {"group", service.group}}};
}

// ---- requests

Record record_of(Database& database, const Feedback& item, const std::vector<Service311>& services,
                 bool extensions) {
  const Feedback root = root_of(database, item).value_or(item);
  const bool closed =
      item.archived || root.state == FeedbackState::done || root.state == FeedbackState::declined;
  // What was blacked out or put away is shown to nobody outside, nor is where it was.
  const bool shown = !item.redacted && !item.archived;
  // What was answered to people with a receipt is not for everybody.
  const bool public_root = root.source == contract::FeedbackSource::open311;
  const auto text = [](const std::string& words) -> open311::Value {
    if (words.empty()) return std::monostate();
    return words;
  };
  const auto number = [&](const std::optional<double>& value) -> open311::Value {
    if (!value || !shown) return std::monostate();
    return *value;
  };
  const auto service = std::find_if(services.begin(), services.end(),
                                    [&](const auto& each) { return each.code == item.service_code; });
  Record record;
  record.fields = {
      {"service_request_id", std::to_string(item.number)},
      {"status", std::string(closed ? "closed" : "open")},
      {"status_notes", text(shown ? last_reply(item, public_root ? root : item).text : "")},
      {"service_name", text(service == services.end() ? "" : service->name)},
      {"service_code", item.service_code},
      {"description", text(shown ? item.text : "")},
      {"agency_responsible", std::monostate()},
      {"requested_datetime", base::to_rfc3339(item.created_at)},
      {"updated_datetime", base::to_rfc3339(std::max(item.updated_at, root.updated_at))},
      {"expected_datetime", std::monostate()},
      {"address", text(shown ? item.address : "")},
      {"address_id", std::monostate()},
      {"zipcode", std::monostate()},
      {"lat", number(item.latitude)},
      {"long", number(item.longitude)},
      {"media_url", std::monostate()},
  };
  if (extensions)
    record.fields.emplace_back(
        "extended_attributes",
        std::vector<Record>{{{{"detailed_status", std::string(detailed_status(root.state))},
                              {"votes", root.votes},
                              {"keyword", keyword_of(item.kind)}}}});
  return record;
}

struct Asked {
  Open311Query query;
  Errors errors;
};

void read_times(const Names& query, Timestamp now, Asked& asked) {
  std::optional<Timestamp> from, to;
  for (const auto& [name, value] : {std::pair("start_date", &from), std::pair("end_date", &to)}) {
    const auto* text = find_name(query, name);
    if (text == nullptr || text->empty()) continue;
    *value = time_in(*text);
    if (!*value)
      asked.errors.emplace_back(
          400, fmt::format("{} must be a time such as 2026-11-27T08:00:00Z (RFC 3339).", name));
  }
  if (!asked.errors.empty()) return;
  if (!to) to = from ? std::min(now, Timestamp{from->ms + kLongestSpanMs}) : now;
  if (!from) from = Timestamp{to->ms - kLongestSpanMs};
  if (*to < *from && find_name(query, "end_date") != nullptr)
    asked.errors.emplace_back(400, "end_date must not be before start_date.");
  else if (to->ms - from->ms > kLongestSpanMs)
    asked.errors.emplace_back(400, "start_date and end_date may be 90 days apart at most.");
  asked.query.from = *from;
  asked.query.to = *to;
}

void read_page(const Names& query, Asked& asked) {
  std::int64_t page = 1, size = kMostOnAPage;
  for (const auto& [name, value, most] : {std::tuple("page", &page, std::int64_t{100}),
                                          std::tuple("page_size", &size, std::int64_t{kMostOnAPage})}) {
    const auto* text = find_name(query, name);
    if (text == nullptr) continue;
    const auto number = whole(*text);
    if (!number || *number < 1 || *number > most)
      asked.errors.emplace_back(400, fmt::format("{} must be a number from 1 to {}.", name, most));
    else
      *value = *number;
  }
  asked.query.limit = static_cast<int>(size);
  asked.query.offset = (page - 1) * size;
}

void read_ids(const std::string& ids, Asked& asked) {
  const auto list = list_of(ids);
  // A program that joins a list of none must not get everybody's.
  if (list.empty()) asked.errors.emplace_back(400, "service_request_id names no request.");
  if (list.size() > kMostListed)
    asked.errors.emplace_back(400, "service_request_id names more than 100 requests.");
  for (const auto& id : list) asked.query.numbers.push_back(whole(id).value_or(-1));  // -1: nobody has it
}

Asked asked_for(const Call& call) {
  Asked asked;
  const Names& query = call.query;
  if (!is_ours(call, find_name(query, "jurisdiction_id"))) {
    asked.errors.push_back(kNotOurs);
    return asked;
  }
  // "This overrides all other arguments" (GeoReport v2, GET Service Requests): what is wrong with those is
  // nothing, too.
  if (const auto* ids = find_name(query, "service_request_id")) {
    read_ids(*ids, asked);
    return asked;
  }
  for (const auto& [name, value] : query)
    if (!base::is_utf8(value)) asked.errors.emplace_back(400, "A parameter is not valid UTF-8.");
  if (const auto* codes = find_name(query, "service_code"); codes != nullptr && !codes->empty()) {
    asked.query.service_codes = list_of(*codes);
    if (asked.query.service_codes.empty()) asked.errors.emplace_back(400, "service_code names no service.");
    if (asked.query.service_codes.size() > kMostListed)
      asked.errors.emplace_back(400, "service_code names more than 100 services.");
  }
  if (const auto* status = find_name(query, "status"); status != nullptr && !status->empty()) {
    const auto list = list_of(*status);
    if (list.empty()) asked.errors.emplace_back(400, "status must be open or closed.");
    bool open = false, closed = false;
    for (const auto& each : list) {
      open = open || each == "open";
      closed = closed || each == "closed";
      if (each != "open" && each != "closed")
        asked.errors.emplace_back(400, "status must be open or closed.");
    }
    if (open != closed) asked.query.closed = closed;
  }
  read_page(query, asked);
  read_times(query, call.at, asked);
  return asked;
}

std::vector<Record> records_for(const Reading& reading, const Open311Query& query) {
  const auto services = services_in(reading.database);
  std::vector<Record> records;
  for (const auto& id : open311_items(reading.database, query))
    if (const auto item = Table<Feedback>::find(reading.database, id))
      records.push_back(
          record_of(reading.database, *item, services, is_true(reading.call.query, "extensions")));
  return records;
}

// ---- taking a request

/// The fields of a form, of either kind. Files are passed over, as are fields that are not known here.
Result<Names> fields_of(const Request& request) {
  const std::string type = media_type(request.content_type);
  if (type == "application/x-www-form-urlencoded") {
    auto form = parse_target("/?" + request.body);
    if (!form) return base::fail(base::ErrorKind::invalid, "The body is no form: " + form.error().message);
    return std::move(form->query);
  }
  if (type != "multipart/form-data")
    return base::fail(base::ErrorKind::invalid,
                      "The body must be application/x-www-form-urlencoded or multipart/form-data.");
  const auto parts = parse_multipart(request.content_type, request.body);
  if (!parts) return base::fail(base::ErrorKind::invalid, "The body is no form: " + parts.error().message);
  Names fields;
  for (const auto& part : *parts)
    if (!part.is_file) fields.emplace_back(part.name, std::string(part.body));
  return fields;
}

/// A field of the form, with lines that end in one character.
std::string form_field(const Names& form, std::string_view name) {
  const auto* value = find_name(form, name);
  if (value == nullptr) return {};
  std::string text = *value;
  for (std::size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at))
    text.erase(at, 1);
  return text;
}

struct Sent {
  Format format = Format::json;
  std::string key, fields, media_url;  ///< `fields`: all that was sent, to know the same again
  Feedback item;
  Errors errors;
};

void check_words(const std::string& text, const char* name, std::size_t most, Errors& errors) {
  if (!base::is_utf8(text)) {
    errors.emplace_back(400, fmt::format("{} is not valid UTF-8.", name));
    return;
  }
  if (base::characters(text) > most)
    errors.emplace_back(400, fmt::format("{} has more than {} characters.", name, most));
  for (const unsigned char c : text)
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
      errors.emplace_back(400, fmt::format("{} holds a control character.", name));
      return;
    }
}

std::optional<double> degrees(const std::string& text, double most) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value) ||
      std::abs(value) > most)
    return std::nullopt;
  return value;
}

void read_place(const Names& form, Sent& sent) {
  const std::string lat = form_field(form, "lat"), lon = form_field(form, "long");
  sent.item.address = form_field(form, "address_string");
  check_words(sent.item.address, "address_string", kLongestAddress, sent.errors);
  if (lat.empty() && lon.empty()) return;
  sent.item.latitude = degrees(lat, 90);
  sent.item.longitude = degrees(lon, 180);
  if (!sent.item.latitude || !sent.item.longitude)
    sent.errors.emplace_back(
        400, "lat and long must both be there, as degrees from -90 to 90 and from -180 to 180 (WGS 84).");
}

void read_kind(const Names& form, Sent& sent) {
  std::string keyword = form_field(form, "keyword");
  if (keyword.empty()) keyword = form_field(form, "keywords");
  if (keyword.empty()) return;
  for (const auto& row : kKinds)
    if (row.keyword == keyword) {
      sent.item.kind = row.kind;
      return;
    }
  sent.errors.emplace_back(400, "keyword must be problem, idea or tip.");
}

/// The boundary of a form is another one each time that it is sent, its fields are the same.
std::string all_fields(const Names& form) {
  std::string all;
  for (const auto& [name, value] : form)
    all += fmt::format("{}:{},{}:{},", name.size(), name, value.size(), value);
  return all;
}

/// E-mail, names and phone numbers, device and account ids may come; they are read past and stored nowhere.
void read_form(const Call& call, const Names& form, Sent& sent) {
  const auto* jurisdiction = find_name(form, "jurisdiction_id");
  if (jurisdiction == nullptr) jurisdiction = find_name(call.query, "jurisdiction_id");
  if (!is_ours(call, jurisdiction)) sent.errors.push_back(kNotOurs);
  const auto* in_query = find_name(call.query, "api_key");
  sent.key = form_field(form, "api_key");
  if (sent.key.empty() && in_query != nullptr) sent.key = *in_query;
  Feedback& item = sent.item;
  item.source = contract::FeedbackSource::open311;
  item.service_code = form_field(form, "service_code");
  check_words(item.service_code, "service_code", 80, sent.errors);
  if (item.service_code.empty()) sent.errors.emplace_back(400, "service_code is missing.");
  item.text = form_field(form, "description");
  check_words(item.text, "description", kLongestDescription, sent.errors);
  if (base::is_blank(item.text)) sent.errors.emplace_back(400, "description is missing.");
  sent.media_url = form_field(form, "media_url");
  check_words(sent.media_url, "media_url", kLongestUrl, sent.errors);
  if (!sent.media_url.empty() && !sent.media_url.starts_with("https://") &&
      !sent.media_url.starts_with("http://"))
    sent.errors.emplace_back(400, "media_url must be an address that begins with https:// or http://.");
  read_kind(form, sent);
  read_place(form, sent);
}

Answer request_made(Format format, std::int64_t number) {
  Answer answer = told311(format, open311::encode(format, "service_requests", "request",
                                                  {{{{"service_request_id", std::to_string(number)},
                                                     {"service_notice", std::monostate()},
                                                     {"account_id", std::monostate()}}}}));
  answer.etag.clear();
  return answer;
}

/// Tools send again where an answer was lost: the same from the same tool within minutes is the same.
std::string name_of_sending(const base::Key& key, const std::string& tool, const std::string& fields,
                            std::int64_t turn) {
  return fmt::format("open311:{}:{}", base::keyed_hash_hex(key, tool + "\n" + fields), turn);
}

Result<Answer> take_request(const Call& call, const Sent& sent, Change& change) {
  Database& database = change.database();
  const auto tool = sent.key.empty() ? std::nullopt : find_open311_key(database, base::sha256_hex(sent.key));
  if (!tool) {
    if (!sent.key.empty()) call.gate->guessed_wrong(call.request.source, change.now());
    return refused311(sent.format,
                      {{403, sent.key.empty() ? "api_key is missing." : "api_key is not known here."}});
  }
  if (!sent.errors.empty()) return refused311(sent.format, sent.errors);
  const auto services = services_in(database);
  const bool known = std::any_of(services.begin(), services.end(),
                                 [&](const auto& each) { return each.code == sent.item.service_code; });
  if (!known) return refused311(sent.format, {{404, "There is no service with this service_code."}});
  const std::int64_t turn = change.now().ms / kSameRequestMs;
  for (const auto each : {turn, turn - 1})
    if (const auto before =
            find_receipt_by_client(database, name_of_sending(*change.key(), *tool, sent.fields, each)))
      if (const auto item = change.find<Feedback>(before->feedback_id))
        return request_made(sent.format, item->number);
  // In the record it is the tool that sent it.
  Change as_tool = change.in_the_name_of(
      {Actor{"open311:" + *tool, *tool, std::nullopt, ""}, change.now(), call.request.request_id,
       [&change](std::string_view prefix) { return change.make_id(prefix); }, change.key()});
  Feedback item = sent.item;
  if (item.service_code != kCityApp) item.miniapp_id = item.service_code;
  item = receive_feedback(as_tool, std::move(item));
  if (!sent.media_url.empty()) {
    Feedback more = item;
    more.timeline.push_back(step_of(as_tool, "note", "media_url: " + sent.media_url));
    as_tool.update(item, more);
  }
  insert_receipt(database, name_of_sending(*change.key(), *tool, sent.fields, turn), {item.id, ""},
                 base::sha256_hex(base::random_hex(32)), change.now());
  return request_made(sent.format, item.number);
}

}  // namespace

Result<Answer> open311_services(const Reading& reading) {
  const auto format = format_of(reading.call);
  if (!format) return no_format();
  if (!is_ours(reading.call, find_name(reading.call.query, "jurisdiction_id")))
    return refused311(*format, {kNotOurs});
  std::vector<Record> records;
  for (const auto& service : services_in(reading.database)) records.push_back(record_of(service));
  return told311(*format, open311::encode(*format, "services", "service", records));
}

Result<Answer> open311_service(const Reading& reading) {
  const auto asked = named311(reading.call.id("code"));
  if (!is_ours(reading.call, find_name(reading.call.query, "jurisdiction_id")))
    return refused311(asked.format, {kNotOurs});
  for (const auto& service : services_in(reading.database)) {
    if (service.code != asked.id) continue;
    Record record = record_of(service);
    record.fields.emplace_back("attributes", open311::EmptyList());
    return told311(asked.format, open311::encode_one(asked.format, "service_definition", record));
  }
  return refused311(asked.format, {{404, "There is no service with this service_code."}});
}

Result<Answer> open311_requests(const Reading& reading) {
  const auto format = format_of(reading.call);
  if (!format) return no_format();
  const auto asked = asked_for(reading.call);
  if (!asked.errors.empty()) return refused311(*format, asked.errors);
  return told311(*format,
                 open311::encode(*format, "service_requests", "request", records_for(reading, asked.query)));
}

Result<Answer> open311_request(const Reading& reading) {
  const auto asked = named311(reading.call.id());
  if (!is_ours(reading.call, find_name(reading.call.query, "jurisdiction_id")))
    return refused311(asked.format, {kNotOurs});
  Open311Query query;
  query.numbers = {whole(asked.id).value_or(-1)};
  const auto records = records_for(reading, query);
  if (records.empty())
    return refused311(asked.format, {{404, "There is no request with this service_request_id."}});
  return told311(asked.format, open311::encode(asked.format, "service_requests", "request", records));
}

Result<Answer> open311_token(const Reading& reading) {
  const auto asked = named311(reading.call.id());
  if (!is_ours(reading.call, find_name(reading.call.query, "jurisdiction_id")))
    return refused311(asked.format, {kNotOurs});
  Open311Query query;
  query.numbers = {whole(asked.id).value_or(-1)};
  if (open311_items(reading.database, query).empty())
    return refused311(asked.format, {{404, "There is no request with this token."}});
  return told311(asked.format, open311::encode(asked.format, "service_requests", "request",
                                               {{{{"service_request_id", asked.id}, {"token", asked.id}}}}));
}

Result<WritePlan> open311_send(const WriteCall& call) {
  const auto format = format_of(*call);
  if (!format) return WritePlan(no_format());
  const auto& request = call->request;
  if (const int wait_ms = call->gate->by_source(request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  if (const int wait_ms = call->gate->may_guess(request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  if (request.body.size() > kLongestBody)
    return WritePlan(
        refused311(*format, {{400, fmt::format("The body has more than {} bytes.", kLongestBody)}}));
  // The key stands in the form: of what is none it cannot be said that the key is missing.
  const auto form = fields_of(request);
  if (!form) return WritePlan(refused311(*format, {{400, form.error().message}}));
  auto sent = std::make_shared<Sent>();
  sent->format = *format;
  sent->fields = all_fields(*form);
  read_form(*call, *form, *sent);
  return WritePlan([call, sent](Change& change) { return take_request(*call, *sent, change); });
}

}  // namespace stadtpult::platform
