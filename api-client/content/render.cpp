#include "api-client/content/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api-client/base/percent.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/content/form_rules.hpp"
#include "api-client/content/words.hpp"
#include "api-client/hours/parser.hpp"
#include "api-client/hours/sentence.hpp"

namespace stadtpult::content {
namespace {

using contract::LocalizedText;
using Role = Node::Role;

/// Turns one block into nodes.
class Renderer {
 public:
  Renderer(const View& view, std::vector<Node>& out) : view_(view), out_(out) {}

  void add(const Block& block) {
    block_ = block.id;
    const auto* type = find_block_type(block.type);
    if (type == nullptr || !block.foreign.empty()) return note("unknown", "", runs_of(say("unknown_block")));
    for (const auto& row : kRows)
      if (block.type == row.type) (this->*row.way)(block);
  }

 private:
  using Way = void (Renderer::*)(const Block&);
  struct Row {
    std::string_view type;
    Way way;
  };
  static const std::array<Row, 18> kRows;

  // ---- words ----

  [[nodiscard]] std::string say(std::string_view key) const { return std::string(word(key, view_.language)); }
  [[nodiscard]] const std::string& words(const LocalizedText& text) const { return text.in(view_.language); }
  /// The language of say(), where the platform does not speak the page's: "de".
  [[nodiscard]] std::string own_language() const {
    const auto spoken = word_language(view_.language);
    return spoken == view_.language ? std::string() : std::string(spoken);
  }
  /// "de" where the page's language has no such text and German stands in for it.
  [[nodiscard]] std::string language_of(const LocalizedText& text) const {
    return other_language(text, view_.language);
  }
  static std::vector<Run> runs_of(std::string text) { return {Run{std::move(text), false, false, ""}}; }

  // ---- nodes ----

  Node& push(Role role, std::string name = {}) {
    Node node;
    node.role = role;
    node.name = std::move(name);
    node.block = block_;
    return out().emplace_back(std::move(node));
  }
  [[nodiscard]] std::vector<Node>& out() { return open_.empty() ? out_ : *open_.back(); }

  /// What `fill` pushes stands in the node.
  template <typename Fill>
  void within(Node node, const Fill& fill) {
    std::vector<Node> children;
    open_.push_back(&children);
    fill();
    open_.pop_back();
    node.children = std::move(children);
    out().push_back(std::move(node));
  }
  [[nodiscard]] Node make(Role role, std::string name) const {
    Node node;
    node.role = role;
    node.name = std::move(name);
    node.block = block_;
    return node;
  }

  void heading(const LocalizedText& text, int level) {
    if (words(text).empty()) return;
    Node& node = push(Role::heading, words(text));
    node.level = level;
    node.language = language_of(text);
  }
  /// Of the platform's own words.
  void heading(std::string text, int level) {
    Node& node = push(Role::heading, std::move(text));
    node.level = level;
    node.language = own_language();
  }

  void paragraph(std::vector<Run> runs, const std::string& language = {}) {
    Node& node = push(Role::paragraph);
    node.runs = resolved(std::move(runs));
    node.language = language;
  }
  void line(const LocalizedText& text) {
    if (!words(text).empty()) paragraph(runs_of(words(text)), language_of(text));
  }
  void markdown(const LocalizedText& text) {
    const auto language = language_of(text);
    for (auto& part : parse_markdown(words(text))) {
      if (part.kind == TextBlock::Kind::paragraph) {
        for (auto& runs : part.lines) paragraph(std::move(runs), language);
        continue;
      }
      within(make(part.kind == TextBlock::Kind::bullets ? Role::list : Role::numbered, ""), [&] {
        for (auto& runs : part.lines) {
          Node& item = push(Role::item);
          item.runs = resolved(std::move(runs));
          item.language = language;
        }
      });
    }
  }

  /// A link to something that is not live leads nowhere: its words stay.
  std::vector<Run> resolved(std::vector<Run> runs) const {
    for (auto& run : runs)
      if (base::is_blank(run.text))
        run.href.clear();  // a link without words cannot be heard
      else if (!run.href.empty())
        run.href = address_of(run.href);
    return runs;
  }
  [[nodiscard]] static bool is_internal(std::string_view link) {
    return link.starts_with("page:") || link.starts_with("miniapp:");
  }
  [[nodiscard]] std::string address_of(const std::string& link) const {
    if (!is_internal(link)) return is_safe_link(link) ? link : "";
    const auto target = view_.find ? view_.find(link) : std::nullopt;
    return target ? target->href : "";
  }

  void link(std::string name, const std::string& href, std::string tone, const std::string& language = {}) {
    Node& node = push(Role::link, std::move(name));
    node.external = href.starts_with("http");
    node.href = href;
    node.tone = std::move(tone);
    node.language = language;
  }

  /// A link whose words are of one language or more.
  void link_of(std::vector<Run> runs, const std::string& href) {
    std::string name;
    for (const auto& run : runs) name += run.text;
    link(std::move(name), href, "", runs.size() == 1 ? runs.front().language : std::string());
    if (runs.size() > 1) out().back().runs = std::move(runs);
  }

  /// Of the platform's own words.
  void note(std::string tone, std::string title, std::vector<Run> runs) {
    Node node = make(Role::note, std::move(title));
    node.tone = std::move(tone);
    node.language = own_language();
    within(std::move(node), [&] { paragraph(std::move(runs), own_language()); });
  }
  /// The platform's own words with an editor's behind them.
  std::vector<Run> own_and(std::string own, const LocalizedText& text) const {
    auto runs = runs_of(std::move(own));
    runs.front().language = own_language();
    runs.push_back(runs_of(words(text)).front());
    runs.back().language = language_of(text);
    // Of one language they are one.
    if (runs.front().language != runs.back().language) return runs;
    runs.front().text += runs.back().text;
    runs.pop_back();
    return runs;
  }

  // ---- the types ----

  void heading_block(const Block& block) { heading(block.text("text"), block.value("level") == "3" ? 3 : 2); }
  void paragraph_block(const Block& block) { markdown(block.text("text")); }

  void notice(const Block& block) {
    const auto& tone = block.value("tone");
    Node node = make(Role::note, words(block.text("title")));
    node.tone = tone.empty() ? "info" : tone;
    node.language = node.name.empty() ? own_language() : language_of(block.text("title"));
    if (node.name.empty()) node.name = say("notice." + node.tone);
    node.closable = block.flag("closable");
    node.icon = node.tone == "info" ? "info" : node.tone == "important" ? "campaign" : "warning_amber";
    within(std::move(node), [&] { markdown(block.text("text")); });
  }

  void questions(const Block& block) {
    heading(block.text("title"), 2);
    const int level = words(block.text("title")).empty() ? 2 : 3;
    for (const auto& item : block.list("items")) {
      heading(item.text("question"), level);
      markdown(item.text("answer"));
    }
  }

  void list(const Block& block) {
    within(make(block.value("style") == "numbers" ? Role::numbered : Role::list, ""), [&] {
      for (const auto& entry : block.list("items")) {
        const auto& text = entry.text("text");
        if (words(text).empty()) continue;
        Node& item = push(Role::item);
        item.runs = runs_of(words(text));
        item.language = language_of(text);
      }
    });
  }

  void part(const Block& block) {
    heading(say("module." + block.value("module")), 2);
    markdown(block.text("text"));
  }

  void image(const Block& block) {
    const auto target = view_.find ? view_.find("media:" + block.value("media")) : std::nullopt;
    if (!target) return;
    const LocalizedText& own = block.text("alternative_text");
    const LocalizedText& text = words(own).empty() ? target->alternative_text : own;
    Node& node = push(Role::image, block.flag("decorative") ? "" : words(text));
    node.href = target->href;
    node.language = language_of(text);
    node.width = target->width;
    node.height = target->height;
    node.focus_x = target->focus_x;
    node.focus_y = target->focus_y;
    line(block.text("caption"));
  }

  void map(const Block& block) {
    const auto& label = block.text("label");
    heading(label, 2);
    paragraph(runs_of(block.value("address")));
    // OpenStreetMap, by coordinates where they are known: no map of a third party is embedded.
    const auto &latitude = block.value("latitude"), &longitude = block.value("longitude");
    const std::string href =
        latitude.empty() || longitude.empty()
            ? "https://www.openstreetmap.org/search?query=" + base::percent_encode(block.value("address"))
            : fmt::format("https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=18/{0}/{1}", latitude,
                          longitude);
    link_of(own_and(say("on_map") + ": ", label), href);
  }

  void file(const Block& block) {
    const auto target = view_.find ? view_.find("media:" + block.value("media")) : std::nullopt;
    if (target) link(words(block.text("label")), target->href, "file", language_of(block.text("label")));
  }

  void button(const Block& block) {
    const auto href = address_of(block.value("link"));
    if (!href.empty() || !view_.find)
      link(words(block.text("label")), href, block.value("style") == "secondary" ? "secondary" : "button",
           language_of(block.text("label")));
  }

  void form(const Block& block) {
    heading(block.text("title"), 2);
    markdown(block.text("intro"));
    Node node = make(Role::form, words(block.text("title")));
    within(std::move(node), [&] {
      for (const auto& field : block.list("fields")) form_field(block, field);
      if (const int days = keep_days(block); days > 0)
        paragraph(
            runs_of(fmt::format(fmt::runtime(say(days == 1 ? "form.kept_a_day" : "form.kept_days")), days)),
            own_language());
      const auto& label = block.text("send_label");
      const bool own = words(label).empty();
      push(Role::button, own ? say("send") : words(label)).language =
          own ? own_language() : language_of(label);
    });
  }

  void form_field(const Block& form, const Record& field) {
    const auto& input = field.value("input");
    const auto& label = field.text("label");
    Node& node = push(input == "long_text" ? Role::text_area
                      : input == "number"  ? Role::number_field
                      : input == "date"    ? Role::date_field
                      : input == "choice"  ? Role::choice
                      : input == "consent" ? Role::checkbox
                      : input == "file"    ? Role::file_field
                                           : Role::text_field,
                      words(label));
    node.language = language_of(label);
    node.field = field.id;
    for (const auto* name : {"help", "pattern_hint"})
      add_hint(node, words(field.text(name)), language_of(field.text(name)));
    if (input == "file") {
      const FileRule rule = file_rule(field);
      node.accept = rule.accept();
      add_hint(node, fmt::format(fmt::runtime(say("file.hint")), rule.in_words(), rule.max_megabytes),
               own_language());
    }
    add_hint(node, condition_of(form, field), own_language());
    // Of the page's language alone it is one text.
    if (std::all_of(node.hint_runs.begin(), node.hint_runs.end(),
                    [](const Run& run) { return run.language.empty(); }))
      node.hint_runs.clear();
    // What is asked under a condition only cannot be demanded by the browser; the platform does.
    node.required = field.flag("required") && field.value("shown_if_field").empty();
    node.minimum = field.value("minimum");
    node.maximum = field.value("maximum");
    node.pattern = field.value("pattern");
    for (const auto& option : field.list("options")) {
      node.options.push_back(words(option.text("label")));
      node.option_ids.push_back(option.id);
    }
  }

  static void add_hint(Node& node, const std::string& words, const std::string& language) {
    if (words.empty()) return;
    Run run = runs_of((node.hint.empty() ? "" : " ") + words).front();
    run.language = language;
    node.hint += run.text;
    node.hint_runs.push_back(std::move(run));
  }

  [[nodiscard]] std::string condition_of(const Block& form, const Record& field) const {
    const auto& other = field.value("shown_if_field");
    if (other.empty()) return {};
    for (const auto& each : form.list("fields")) {
      if (each.id != other) continue;
      std::string value = field.value("shown_if_value");
      for (const auto& option : each.list("options"))
        if (option.id == value) value = words(option.text("label"));
      return fmt::format(fmt::runtime(say("only_if")), words(each.text("label")), value);
    }
    return {};
  }

  void appointment(const Block& block) {
    heading(block.text("title"), 2);
    markdown(block.text("text"));
    const auto href = address_of(block.value("link"));
    const auto& label = block.text("label");
    if (href.empty() && view_.find) return;
    if (words(label).empty())
      link(say("book"), href, "button", own_language());
    else
      link(words(label), href, "button", language_of(label));
  }

  void payment(const Block& block) {
    heading(block.text("title"), 2);
    double cents = 0;
    try {
      cents = std::stod(block.value("amount_cents"));
    } catch (const std::exception&) {  // not filled in yet
      cents = 0;
    }
    const auto whole = static_cast<long long>(cents);
    paragraph(runs_of(fmt::format("{}: {},{:02} €", say("amount"), whole / 100, whole % 100)),
              own_language());
    if (const auto& purpose = block.text("purpose"); !words(purpose).empty())
      paragraph(own_and(say("purpose") + ": ", purpose));
    note("info", say("notice.info"), runs_of(say("payment.needs")));
  }

  void survey(const Block& block) {
    heading(block.text("title"), 2);
    within(make(Role::numbered, ""), [&] {
      for (const auto& entry : block.list("items")) {
        Node& item = push(Role::item);
        item.runs = runs_of(words(entry.text("question")));
        item.language = language_of(entry.text("question"));
      }
    });
    note("info", say("notice.info"), runs_of(say("survey.needs")));
  }

  void miniapp(const Block& block) {
    const auto target = view_.find ? view_.find("miniapp:" + block.value("miniapp")) : std::nullopt;
    if (!target) return;
    const auto& label = block.text("label");
    if (words(label).empty())
      link(target->name, target->href, "miniapp", target->language);
    else
      link(words(label), target->href, "miniapp", language_of(label));
  }

  void opening_hours(const Block& block) {
    const auto& title = block.text("title");
    if (words(title).empty())
      heading(say("hours"), 2);
    else
      heading(title, 2);
    within(make(Role::list, ""), [&] {
      for (auto& each : hours_in_words(block.value("hours"), view_.language)) {
        Node& item = push(Role::item);
        item.runs = runs_of(each);
        item.language = own_language();
      }
    });
    line(block.text("note"));
  }

  void contact(const Block& block) {
    heading(block.text("name"), 2);
    const auto place = fmt::format("{} {}", block.value("postal_code"), block.value("city"));
    if (!block.value("street").empty()) paragraph(runs_of(block.value("street")));
    if (place.size() > 1) paragraph(runs_of(place));
    if (const auto& phone = block.value("phone"); !phone.empty()) {
      std::string digits;
      for (const char c : phone)
        if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
      link(say("phone") + ": " + phone, "tel:" + digits, "", own_language());
    }
    if (const auto& email = block.value("email"); !email.empty() && is_safe_link("mailto:" + email))
      link(say("email") + ": " + email, "mailto:" + email, "", own_language());
    if (const auto& site = block.value("link"); is_safe_link(site))
      link(say("website"), site, "", own_language());
    line(block.text("note"));
  }

  void departures(const Block& block) {
    heading(say("departures") + ": " + block.value("stop"), 2);
    if (!block.value("lines").empty()) paragraph(runs_of(block.value("lines")));
    note("info", say("notice.info"), runs_of(say("departures.needs")));
  }

  const View& view_;
  std::vector<Node>& out_;
  std::vector<std::vector<Node>*> open_;
  std::string block_;
};

const std::array<Renderer::Row, 18> Renderer::kRows = {{
    {"heading", &Renderer::heading_block},
    {"paragraph", &Renderer::paragraph_block},
    {"notice", &Renderer::notice},
    {"questions", &Renderer::questions},
    {"list", &Renderer::list},
    {"part", &Renderer::part},
    {"image", &Renderer::image},
    {"map", &Renderer::map},
    {"file", &Renderer::file},
    {"button", &Renderer::button},
    {"form", &Renderer::form},
    {"appointment", &Renderer::appointment},
    {"payment", &Renderer::payment},
    {"survey", &Renderer::survey},
    {"miniapp", &Renderer::miniapp},
    {"opening_hours", &Renderer::opening_hours},
    {"contact", &Renderer::contact},
    {"departures", &Renderer::departures},
}};

const char* role_word(Role role) {
  static constexpr const char* kWords[] = {
      "heading", "paragraph", "list",   "numbered", "item",   "note",     "image", "link",  "form",
      "text",    "textarea",  "number", "date",     "choice", "checkbox", "file",  "button"};
  return kWords[static_cast<std::size_t>(role)];
}

void outline_of(const std::vector<Node>& nodes, int depth, std::string& out) {
  for (const auto& node : nodes) {
    out.append(static_cast<std::size_t>(depth) * 2, ' ').append(role_word(node.role));
    if (node.level > 0) out += std::to_string(node.level);
    if (!node.name.empty()) out += " \"" + node.name + "\"";
    std::string text;
    for (const auto& run : node.runs) text += run.text;
    if (!text.empty()) out += ": " + text;
    out += '\n';
    outline_of(node.children, depth + 1, out);
  }
}

// ---- opening hours ----

constexpr const char* kDayWords[] = {"day.Mo", "day.Tu", "day.We", "day.Th", "day.Fr", "day.Sa", "day.Su"};

/// Whether a rule is days and times alone, which every language has words for.
bool is_plain(const hours::Rule& rule) {
  using Day = hours::DaySelector::Kind;
  const auto plain_day = [](const hours::DaySelector& day) {
    return day.kind == Day::weekdays || (day.kind == Day::public_holiday && day.move_days == 0);
  };
  return !rule.additional && !rule.fallback && rule.years.empty() && rule.dates.empty() &&
         rule.weeks.empty() && rule.holidays.empty() != rule.days.empty() && rule.comment.empty() &&
         std::all_of(rule.days.begin(), rule.days.end(), plain_day) &&
         std::all_of(rule.holidays.begin(), rule.holidays.end(), plain_day) &&
         std::none_of(rule.spans.begin(), rule.spans.end(),
                      [](const hours::Span& span) { return span.open_end; }) &&
         (rule.state == hours::State::open || (rule.state == hours::State::closed && rule.spans.empty()));
}

bool is_always(const hours::Rule& rule) {
  return rule == hours::read("24/7").expression.front();
}

std::string day_in_words(const hours::DaySelector& day, std::string_view language) {
  if (day.kind == hours::DaySelector::Kind::public_holiday) return std::string(word("day.PH", language));
  const auto from = word(kDayWords[day.from], language);
  if (day.from == day.to) return std::string(from);
  return fmt::format("{} {} {}", from, word("to", language), word(kDayWords[day.to], language));
}

std::string clock_time(int minute) {
  if (minute > hours::kDayMinutes) minute -= hours::kDayMinutes;
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string rule_in_words(const hours::Rule& rule, std::string_view language) {
  if (is_always(rule)) return std::string(word("always", language));
  std::string days, times;
  for (const auto& day : rule.days.empty() ? rule.holidays : rule.days)
    days += (days.empty() ? "" : ", ") + day_in_words(day, language);
  if (rule.state == hours::State::closed) return fmt::format("{}: {}", days, word("closed", language));
  if (rule.spans.empty()) return fmt::format("{}: {}", days, word("open", language));
  for (const auto& span : rule.spans)
    times += fmt::format("{}{}–{}", times.empty() ? "" : fmt::format(" {} ", word("and", language)),
                         clock_time(span.from), clock_time(span.to));
  return fmt::format("{}: {}{}", days, times, word("clock", language));
}

}  // namespace

Target target_of(const contract::Media& media, std::string href) {
  Target target;
  target.href = std::move(href);
  target.name = media.name;
  target.width = static_cast<int>(media.width);
  target.height = static_cast<int>(media.height);
  target.focus_x = media.focus_x;
  target.focus_y = media.focus_y;
  target.alternative_text = media.alternative_text;
  return target;
}

std::string other_language(const LocalizedText& text, std::string_view language) {
  if (text.has(language)) return {};
  const auto& shown = text.in(language);
  for (const auto& [tag, each] : text.by_language)
    if (&each == &shown) return tag;
  return {};
}

bool shown_to(Audience block, Reader reader) {
  if (block == Audience::all || reader.audience == Audience::all || block == reader.audience) return true;
  if (block == Audience::verified) return reader.verified;
  return block == Audience::signed_in &&
         (reader.audience == Audience::verified || reader.audience == Audience::merchant);
}

bool visible(const Block& block, const View& view) {
  if (!shown_to(block.audience, view.audience)) return false;
  if (!view.at) return true;
  return (!block.visible_from || block.visible_from <= view.at) &&
         (!block.visible_until || view.at < block.visible_until);
}

std::vector<Node> render(const Document& document, const View& view) {
  std::vector<Node> nodes;
  Renderer renderer(view, nodes);
  for (const auto& block : document.blocks)
    if (visible(block, view)) renderer.add(block);
  return nodes;
}

std::vector<Node> render_page(const LocalizedText& title, const LocalizedText& summary,
                              const Document& document, const View& view) {
  std::vector<Node> nodes;
  Node& heading = nodes.emplace_back();
  heading.role = Role::heading;
  heading.level = 1;
  heading.name = title.in(view.language);
  heading.language = other_language(title, view.language);
  if (const auto& words = summary.in(view.language); !words.empty()) {
    Node& lead = nodes.emplace_back();
    lead.runs = {Run{words, false, false, ""}};
    lead.tone = "lead";
    lead.language = other_language(summary, view.language);
  }
  auto rest = render(document, view);
  nodes.insert(nodes.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
  return nodes;
}

std::string outline(const std::vector<Node>& nodes) {
  std::string out;
  outline_of(nodes, 0, out);
  return out;
}

std::vector<std::string> hours_in_words(std::string_view expression, std::string_view language) {
  const auto reading = hours::read(expression);
  if (!reading.understood() && reading.problems.front().fault == hours::Fault::empty) return {};
  if (!reading.understood()) return {std::string(expression)};
  const auto& rules = reading.expression;
  if (!std::all_of(rules.begin(), rules.end(),
                   [](const auto& rule) { return is_always(rule) || is_plain(rule); }))
    return {language.starts_with("de") ? hours::sentence_of(rules) : std::string(expression)};
  std::vector<std::string> lines;
  for (const auto& rule : rules) lines.push_back(rule_in_words(rule, language));
  return lines;
}

}  // namespace stadtpult::content
