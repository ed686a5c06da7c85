#include "api-client/content/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/base/utf8.hpp"
#include "api-client/content/form_rules.hpp"
#include "api-client/content/markdown.hpp"
#include "api-client/content/reading.hpp"
#include "api-client/hours/parser.hpp"

namespace stadtpult::content {
namespace {

using contract::LocalizedText;
using Severity = Finding::Severity;

/// In lower case (ASCII), without what stands around it.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != '.' && c != '!' && c != ':' && c != '>')
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  while (!out.empty() && out.back() == ' ') out.pop_back();
  while (!out.empty() && out.front() == ' ') out.erase(out.begin());
  return out;
}

/// Words of a link that say nothing about where it leads (WCAG 2.2, 2.4.4).
bool says_nothing(std::string_view words) {
  static constexpr std::string_view kEmpty[] = {
      "hier",          "klicken sie hier", "hier klicken", "mehr",       "weiter",    "link",
      "weiterlesen",   "mehr lesen",       "here",         "click here", "read more", "more",
      "mehr erfahren", "burada",           "тут"};
  const auto text = bare(words);
  return text.empty() || std::find(std::begin(kEmpty), std::end(kEmpty), text) != std::end(kEmpty);
}

/// Writes a heading of level 2 of its own (render.cpp).
bool has_heading(const Block& block) {
  for (const auto* type :
       {"part", "form", "contact", "appointment", "payment", "survey", "opening_hours", "departures", "map"})
    if (block.type == type) return true;
  return block.type == "questions" && !block.text("title").in("de").empty();
}

class Checker {
 public:
  Checker(const CheckContext& context) : context_(context) {}

  std::vector<Finding> check(const Document& document) {
    if (context_.title.in("de").empty()) add(Severity::error, "title.missing", "title");
    if (document.blocks.empty()) add(Severity::error, "page.empty", "");
    int level = 1;
    std::string german;
    for (const auto& block : document.blocks) {
      const auto* type = find_block_type(block.type);
      if (type == nullptr || !block.foreign.empty()) {
        add(Severity::hint, "block.unknown", block.id, "", block.type);
        continue;
      }
      record(block.id, block, type->fields);
      if (block.visible_from && block.visible_until && block.visible_until <= block.visible_from)
        add(Severity::error, "block.never-visible", block.id);
      if (block.type == "heading") {
        const int now = block.value("level") == "3" ? 3 : 2;
        if (now > level + 1) add(Severity::error, "heading.order", block.id + "/level");
        level = now;
      }
      if (has_heading(block)) level = 2;
      if (block.type == "image") image(block);
      if (block.type == "form") form(block);
    }
    each_text(document, [&](const std::string& path, const BlockField& field, const LocalizedText& text) {
      words(path, field, text, german);
    });
    reading(german);
    std::stable_sort(findings_.begin(), findings_.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    return std::move(findings_);
  }

 private:
  void add(Severity severity, std::string rule, std::string path, std::string language = "",
           std::string detail = "") {
    findings_.push_back({severity, std::move(rule), std::move(path), std::move(language), std::move(detail)});
  }

  void record(const std::string& path, const Record& record_, std::span<const BlockField> fields) {
    for (const auto& field : fields) {
      const std::string at = path + "/" + field.name;
      if (field.kind == FieldKind::items) {
        const auto& list = record_.list(field.name);
        if (field.required && list.empty()) add(Severity::error, "field.missing", at);
        for (const auto& entry : list) record(at + "/" + entry.id, entry, field.item_fields);
      } else if (field.localized) {
        if (field.required && record_.text(field.name).in("de").empty())
          add(Severity::error, "field.missing", at);
      } else {
        value(at, field, record_.value(field.name));
      }
    }
  }

  void value(const std::string& path, const BlockField& field, const std::string& value) {
    if (value.empty()) {
      if (field.required) add(Severity::error, "field.missing", path);
      return;
    }
    if (field.kind != FieldKind::number && base::characters(value) > field.max_length)
      add(Severity::error, "text.too-long", path, "", fmt::format("{}", field.max_length));
    if (field.kind == FieldKind::link) link(path, "", value);
    if (field.kind == FieldKind::expression)
      if (const auto reading = hours::read(value); !reading.understood())
        add(Severity::hint, "hours.not-understood", path, "",
            fmt::format("{}: {}", reading.problems.front().position, reading.problems.front().word));
    if (field.kind == FieldKind::media) known(path, "media:" + value);
    if (field.kind == FieldKind::miniapp) known(path, "miniapp:" + value);
  }

  void known(const std::string& path, const std::string& reference, const std::string& language = "") {
    if (context_.exists && !context_.exists(reference))
      add(Severity::error, "link.broken", path, language, reference);
  }

  void link(const std::string& path, const std::string& language, const std::string& href) {
    if (!is_safe_link(href))
      add(Severity::error, "link.not-allowed", path, language, href);
    else if (href.starts_with("page:") || href.starts_with("miniapp:"))
      known(path, href, language);
    else if (href.starts_with("http") && context_.is_dead && context_.is_dead(href))
      add(Severity::hint, "link.dead", path, language, href);
  }

  void words(const std::string& path, const BlockField& field, const LocalizedText& text,
             std::string& german) {
    for (const auto& [language, words] : text.by_language) {
      if (base::characters(words) > field.max_length)
        add(Severity::error, "text.too-long", path, language, fmt::format("{}", field.max_length));
      if (field.kind != FieldKind::text) continue;
      for (const auto& part : parse_markdown(words))
        for (const auto& line : part.lines)
          for (const auto& run : line) {
            if (run.href.empty()) continue;
            if (says_nothing(run.text)) add(Severity::hint, "link.says-nothing", path, language, run.text);
            link(path, language, run.href);
          }
      if (words.find("](") != std::string::npos) unsafe_links(path, language, words);
      if (language == "de" || language == "de-simple") {
        const auto result = reading_of(plain_text(words));
        for (const auto& sentence : result.hard)
          add(Severity::hint, "reading.hard-sentence", path, language, sentence);
        if (language == "de") german += plain_text(words) + "\n";
      }
    }
    if (path.ends_with("/label") && path.find("/fields/") == std::string::npos &&
        path.find("/options/") == std::string::npos)
      for (const auto& [language, words] : text.by_language)
        if (!words.empty() && says_nothing(words))
          add(Severity::hint, "link.says-nothing", path, language, words);
  }

  /// A link that parse_markdown took the address of is text to citizens; its author wants to know.
  void unsafe_links(const std::string& path, const std::string& language, std::string_view words) {
    for (std::size_t at = words.find("]("); at != std::string_view::npos; at = words.find("](", at + 2)) {
      const auto end = words.find(')', at);
      if (end == std::string_view::npos) return;
      auto href = words.substr(at + 2, end - at - 2);
      href = href.substr(0, href.find(' '));
      if (!is_safe_link(href)) add(Severity::error, "link.not-allowed", path, language, std::string(href));
    }
  }

  void image(const Block& block) {
    const bool described =
        block.flag("decorative") || !block.text("alternative_text").in("de").empty() ||
        (context_.has_alternative_text && context_.has_alternative_text(block.value("media"), "de"));
    if (!described) add(Severity::error, "image.alternative-text", block.id + "/alternative_text");
    if (block.flag("has_text") && !block.flag("contrast_checked"))
      add(Severity::error, "image.contrast", block.id + "/contrast_checked");
  }

  void form(const Block& block) {
    const auto& fields = block.list("fields");
    int megabytes = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto& field = fields[i];
      const std::string path = block.id + "/fields/" + field.id;
      if (field.value("input") == "choice" && field.list("options").empty())
        add(Severity::error, "form.no-options", path + "/options");
      const auto& other = field.value("shown_if_field");
      if (!other.empty() && std::none_of(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(i),
                                         [&](const Record& each) { return each.id == other; }))
        add(Severity::error, "form.condition", path + "/shown_if_field");
      if (!field.value("pattern").empty() && field.text("pattern_hint").in("de").empty())
        add(Severity::hint, "form.pattern-hint", path + "/pattern_hint");
      if (field.value("input") == "file") megabytes += file_rule(field).max_megabytes;
    }
    if (megabytes > kMostFormMegabytes)
      add(Severity::error, "form.files-too-large", block.id + "/fields", "",
          fmt::format("{}", kMostFormMegabytes));
  }

  void reading(const std::string& german) {
    const auto result = reading_of(german);
    if (result.grade > kHardGrade)
      add(Severity::hint, "reading.hard-page", "", "de", fmt::format("{:.1f}", result.grade));
  }

  const CheckContext& context_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check(const Document& document, const CheckContext& context) {
  return Checker(context).check(document);
}

bool stops_publishing(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& each) { return each.severity == Severity::error; });
}

std::string message(const Finding& finding) {
  struct Row {
    std::string_view rule, text;
  };
  static constexpr Row kRows[] = {
      {"title.missing", "The page has no German title."},
      {"page.empty", "The page has no blocks."},
      {"block.unknown", "A newer version wrote this block; it is kept and not shown."},
      {"block.never-visible", "The block ends before it begins to be visible."},
      {"heading.order", "A heading of level 3 needs one of level 2 before it."},
      {"field.missing", "This must be filled in."},
      {"text.too-long", "The text is too long."},
      {"link.broken", "What the link leads to is not there."},
      {"link.dead", "The address did not answer when it was asked last."},
      {"hours.not-understood",
       "These opening hours are not understood, so citizens read them as they stand."},
      {"link.not-allowed", "Only http, https, mailto, tel and internal links are allowed."},
      {"link.says-nothing", "The words of the link do not say where it leads."},
      {"image.alternative-text", "The picture needs a text for those who do not see it, or is decorative."},
      {"image.contrast", "The picture holds text: please look at its contrast and confirm it."},
      {"form.no-options", "The choice has nothing to choose from."},
      {"form.condition", "The condition names a field that does not stand before it."},
      {"form.files-too-large", "The files of one form are too large together; so many megabytes are taken."},
      {"form.pattern-hint", "Say in words what form is expected."},
      {"reading.hard-sentence", "This sentence is hard to read."},
      {"reading.hard-page", "The page is hard to read."},
  };
  for (const auto& row : kRows)
    if (row.rule == finding.rule)
      return std::string(row.text) + (finding.detail.empty() ? "" : fmt::format(" ({})", finding.detail));
  return finding.rule;
}

}  // namespace stadtpult::content
