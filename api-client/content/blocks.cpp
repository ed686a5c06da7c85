#include "api-client/content/blocks.hpp"

namespace stadtpult::content {
namespace {

using Kind = FieldKind;

constexpr BlockField line(const char* name, std::size_t max_length, bool required = false) {
  return {
      .name = name, .kind = Kind::line, .localized = true, .required = required, .max_length = max_length};
}
constexpr BlockField text(const char* name, std::size_t max_length, bool required = false) {
  return {
      .name = name, .kind = Kind::text, .localized = true, .required = required, .max_length = max_length};
}
/// One for all languages.
constexpr BlockField plain(const char* name, Kind kind, bool required = false, std::size_t max_length = 200) {
  return {.name = name, .kind = kind, .required = required, .max_length = max_length};
}
constexpr BlockField flag(const char* name) {
  return {.name = name, .kind = Kind::flag};
}
constexpr BlockField number(const char* name, double minimum, double maximum, bool required = false) {
  return {.name = name, .kind = Kind::number, .required = required, .minimum = minimum, .maximum = maximum};
}
constexpr BlockField choice(const char* name, std::span<const char* const> words) {
  return {.name = name, .kind = Kind::choice, .words = words};
}
constexpr BlockField items(const char* name, std::span<const BlockField> fields) {
  return {
      .name = name, .kind = Kind::items, .required = true, .max_length = kMostItems, .item_fields = fields};
}

constexpr const char* kLevels[] = {"2", "3"};
constexpr BlockField kHeading[] = {line("text", 120, true), choice("level", kLevels)};

constexpr BlockField kParagraph[] = {text("text", 4'000, true)};

constexpr const char* kTones[] = {"info", "important", "warning"};
constexpr BlockField kNotice[] = {choice("tone", kTones), line("title", 60), text("text", 240, true),
                                  flag("closable")};

constexpr BlockField kQuestion[] = {line("question", 200, true), text("answer", 2'000, true)};
constexpr BlockField kQuestions[] = {line("title", 120), items("items", kQuestion)};

constexpr const char* kListStyles[] = {"bullets", "numbers"};
constexpr BlockField kListItem[] = {line("text", 300, true)};
constexpr BlockField kList[] = {choice("style", kListStyles), items("items", kListItem)};

/// Text modules of a municipal service (XZuFi code list 20240216 and what stands beside it): number or word,
/// in the order in which citizens read them.
constexpr const char* kModules[] = {"24",       "05",    "06",       "09",           "08",      "11", "14",
                                    "deadline", "costs", "duration", "written_form", "16",      "25", "07",
                                    "15",       "22",    "23",       "18",           "approval"};
constexpr BlockField kPart[] = {choice("module", kModules), text("text", 8'000, true)};

constexpr BlockField kImage[] = {plain("media", Kind::media, true),
                                 line("alternative_text", 300),
                                 flag("decorative"),
                                 line("caption", 200),
                                 flag("has_text"),
                                 flag("contrast_checked")};

constexpr BlockField kMap[] = {line("label", 80, true), plain("address", Kind::line, true),
                               number("latitude", -90, 90), number("longitude", -180, 180)};

constexpr BlockField kFile[] = {plain("media", Kind::media, true), line("label", 120, true)};

constexpr const char* kButtonStyles[] = {"primary", "secondary"};
constexpr BlockField kButton[] = {line("label", 40, true), plain("link", Kind::link, true, 500),
                                  choice("style", kButtonStyles)};

constexpr const char* kInputs[] = {"text", "long_text", "number", "date", "choice", "file", "consent"};
constexpr const char* kAccepts[] = {"any", "pdf", "pictures"};
constexpr BlockField kOption[] = {line("label", 120, true)};
constexpr BlockField kFormField[] = {
    choice("input", kInputs),
    line("label", 120, true),
    line("help", 200),
    flag("required"),
    number("minimum", -1e9, 1e9),
    number("maximum", -1e9, 1e9),
    plain("pattern", Kind::line),
    line("pattern_hint", 120),
    {.name = "options", .kind = Kind::items, .max_length = 50, .item_fields = kOption},
    choice("accept", kAccepts),
    number("max_megabytes", 1, kMostFileMegabytes),
    plain("shown_if_field", Kind::line, false, 40),
    plain("shown_if_value", Kind::line, false, 120)};
constexpr BlockField kForm[] = {line("title", 80, true), text("intro", 600),  items("fields", kFormField),
                                line("send_label", 40),  text("thanks", 600), number("keep_days", 1, 3'650)};

constexpr BlockField kAppointment[] = {line("title", 80, true), text("text", 600),
                                       plain("link", Kind::link, true, 500), line("label", 40)};
constexpr BlockField kPayment[] = {line("title", 80, true), number("amount_cents", 0, 100'000'000, true),
                                   line("purpose", 140, true)};
constexpr BlockField kSurveyItem[] = {line("question", 200, true)};
constexpr BlockField kSurvey[] = {line("title", 80, true), items("items", kSurveyItem)};
constexpr BlockField kMiniapp[] = {plain("miniapp", Kind::miniapp, true), line("label", 80)};

constexpr BlockField kOpeningHours[] = {line("title", 80), plain("hours", Kind::expression, true, 500),
                                        line("note", 200)};
constexpr BlockField kContact[] = {line("name", 120, true),
                                   plain("street", Kind::line),
                                   plain("postal_code", Kind::line, false, 10),
                                   plain("city", Kind::line, false, 80),
                                   plain("phone", Kind::line, false, 40),
                                   plain("email", Kind::line, false, 120),
                                   plain("link", Kind::link, false, 500),
                                   line("note", 300)};
constexpr BlockField kDepartures[] = {plain("stop", Kind::line, true, 120),
                                      plain("lines", Kind::line, false, 80)};

constexpr BlockType kTypes[] = {
    {"heading", "title", Group::text, kHeading, "text"},
    {"paragraph", "article", Group::text, kParagraph, "text"},
    {"notice", "info", Group::text, kNotice, "title"},
    {"questions", "help_outline", Group::text, kQuestions, "title"},
    {"list", "format_list_bulleted", Group::text, kList, "items"},
    {"part", "description", Group::text, kPart, "text"},
    {"image", "image", Group::media, kImage, "alternative_text"},
    {"map", "map", Group::media, kMap, "label"},
    {"file", "attach_file", Group::media, kFile, "label"},
    {"button", "smart_button", Group::action, kButton, "label"},
    {"form", "list_alt", Group::action, kForm, "title"},
    {"appointment", "event", Group::action, kAppointment, "title"},
    {"payment", "payments", Group::action, kPayment, "title"},
    {"survey", "poll", Group::action, kSurvey, "title"},
    {"miniapp", "widgets", Group::action, kMiniapp, "label"},
    {"opening_hours", "schedule", Group::data, kOpeningHours, "title"},
    {"contact", "contact_support", Group::data, kContact, "name"},
    {"departures", "directions_bus", Group::data, kDepartures, "stop"},
};

}  // namespace

std::span<const BlockType> block_types() {
  return kTypes;
}

const BlockType* find_block_type(std::string_view name) {
  for (const auto& type : kTypes)
    if (name == type.name) return &type;
  return nullptr;
}

const BlockField* find_field(std::span<const BlockField> fields, std::string_view name) {
  for (const auto& field : fields)
    if (name == field.name) return &field;
  return nullptr;
}

}  // namespace stadtpult::content
