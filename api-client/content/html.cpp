#include "api-client/content/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api-client/content/words.hpp"

namespace stadtpult::content {
namespace {

using Role = Node::Role;

class Writer {
 public:
  explicit Writer(const HtmlOptions& options) : options_(options) {}

  std::string write(const std::vector<Node>& nodes) {
    all(nodes);
    return std::move(out_);
  }

 private:
  void all(const std::vector<Node>& nodes) {
    for (const auto& node : nodes) one(node);
  }

  void attribute(std::string_view name, std::string_view value) {
    out_.append(" ").append(name).append("=\"").append(escape_html(value)).append("\"");
  }
  void language(const Node& node) {
    if (!node.language.empty() && node.language != options_.language) attribute("lang", node.language);
  }
  /// Of what the platform says itself, where it does not speak the page's language.
  void own_language() {
    if (const auto spoken = word_language(options_.language); spoken != options_.language)
      attribute("lang", spoken);
  }
  void text(std::string_view words) {
    std::size_t start = 0;
    while (true) {
      const auto end = words.find('\n', start);
      out_ += escape_html(words.substr(start, end == std::string_view::npos ? end : end - start));
      if (end == std::string_view::npos) return;
      out_ += "<br>";
      start = end + 1;
    }
  }
  void runs(const std::vector<Run>& runs) {
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const auto& run = runs[i];
      // One link may have words of several looks.
      const bool begins = i == 0 || runs[i - 1].href != run.href;
      const bool ends = i + 1 == runs.size() || runs[i + 1].href != run.href;
      if (!run.href.empty() && begins) {
        out_ += "<a";
        attribute("href", run.href);
        if (run.href.starts_with("http")) attribute("rel", "noopener noreferrer");
        out_ += ">";
      }
      const bool foreign = !run.language.empty() && run.language != options_.language;
      if (foreign) {
        out_ += "<span";
        attribute("lang", run.language);
        out_ += ">";
      }
      if (run.bold) out_ += "<strong>";
      if (run.italic) out_ += "<em>";
      text(run.text);
      if (run.italic) out_ += "</em>";
      if (run.bold) out_ += "</strong>";
      if (foreign) out_ += "</span>";
      if (!run.href.empty() && ends) out_ += "</a>";
    }
  }
  void around(const std::string& tag, const Node& node) {
    out_ += "<" + tag;
    language(node);
    out_ += ">";
    if (!node.name.empty()) text(node.name);
    runs(node.runs);
    all(node.children);
    out_ += "</" + tag + ">\n";
  }

  void one(const Node& node) {
    switch (node.role) {
      case Role::heading:
        return around("h" + std::to_string(node.level), node);
      case Role::paragraph:
        out_ += "<p";
        if (!node.tone.empty()) attribute("class", node.tone);
        language(node);
        out_ += ">";
        runs(node.runs);
        out_ += "</p>\n";
        return;
      case Role::list:
        return around("ul", node);
      case Role::numbered:
        return around("ol", node);
      case Role::item:
        return around("li", node);
      case Role::note:
        return note(node);
      case Role::image:
        return image(node);
      case Role::link:
        return link(node);
      case Role::form:
        return form(node);
      case Role::button:
        out_ += "<button type=\"submit\"";
        language(node);
        out_ += ">";
        text(node.name);
        out_ += "</button>\n";
        return;
      default:
        return field(node);
    }
  }

  void note(const Node& node) {
    out_ += "<div role=\"note\"";
    attribute("class", "note " + node.tone);
    if (!node.name.empty()) attribute("aria-label", node.name);
    language(node);
    out_ += ">\n";
    if (!node.name.empty()) {
      out_ += "<p class=\"note-title\"><strong>";
      text(node.name);
      out_ += "</strong></p>\n";
    }
    // The language of its name is not that of what stands in it.
    const bool foreign = !node.language.empty() && node.language != options_.language;
    if (foreign) {
      out_ += "<div";
      attribute("lang", options_.language);
      out_ += ">\n";
    }
    all(node.children);
    out_ += foreign ? "</div>\n</div>\n" : "</div>\n";
  }

  /// Where a picture is cut, its focus point stays in view: fifths by classes of the style sheet, as the page
  /// may not hold styles of its own.
  void focus(const Node& node) {
    const auto step = [](double share) { return std::lround(std::clamp(share, 0.0, 1.0) * 4); };
    const long x = step(node.focus_x), y = step(node.focus_y);
    if (x != 2 || y != 2) attribute("class", fmt::format("fx{} fy{}", x, y));
  }

  void image(const Node& node) {
    out_ += "<img";
    attribute("src", node.href);
    attribute("alt", node.name);
    language(node);
    if (node.width > 0 && node.height > 0) {
      attribute("width", std::to_string(node.width));
      attribute("height", std::to_string(node.height));
    }
    focus(node);
    out_ += " loading=\"lazy\">\n";
  }

  void link(const Node& node) {
    out_ += "<p><a";
    attribute("href", node.href);
    if (!node.tone.empty()) attribute("class", node.tone);
    if (node.external) attribute("rel", "noopener noreferrer");
    language(node);
    out_ += ">";
    if (node.runs.empty())
      text(node.name);
    else
      runs(node.runs);
    out_ += "</a></p>\n";
  }

  void form(const Node& node) {
    prefix_ = node.block + "-";
    out_ += "<form method=\"post\" accept-charset=\"utf-8\"";
    // Without a file the shorter encoding stays.
    if (std::any_of(node.children.begin(), node.children.end(),
                    [](const Node& each) { return each.role == Role::file_field; }))
      attribute("enctype", "multipart/form-data");
    attribute("action", options_.form_prefix + node.block + options_.form_suffix);
    attribute("aria-label", node.name);
    out_ += ">\n";
    again_ = !options_.form.empty() && options_.form == node.block;
    if (again_ && !options_.wrong.empty()) {
      out_ += "<div role=\"alert\" class=\"note warning\"";
      own_language();
      out_ += ">\n<p>";
      text(word("form.wrong", options_.language));
      out_ += "</p>\n<ul>\n";
      for (const auto& line : options_.wrong) out_ += "<li>" + escape_html(line) + "</li>\n";
      out_ += "</ul>\n</div>\n";
    }
    all(node.children);
    out_ += "</form>\n";
  }

  /// What stood in the field when the form was sent.
  [[nodiscard]] const std::string& typed(const Node& node) const {
    static const std::string kNothing;
    if (!again_) return kNothing;
    const auto at = options_.typed.find(node.field);
    return at == options_.typed.end() ? kNothing : at->second;
  }

  void common(const Node& node) {
    attribute("id", prefix_ + node.field);
    attribute("name", node.field);
    if (!node.hint.empty()) attribute("aria-describedby", prefix_ + node.field + "-hint");
    if (node.required) out_ += " required";
  }

  void label(const Node& node) {
    out_ += "<label";
    attribute("for", prefix_ + node.field);
    language(node);
    out_ += ">";
    text(node.name);
    out_ += "</label>";
    if (node.required) {
      out_ += " <span class=\"required\" aria-hidden=\"true\"";
      own_language();
      out_ += ">(";
      text(word("required", options_.language));
      out_ += ")</span>";
    }
    out_ += "\n";
  }

  void field(const Node& node) {
    out_ += node.role == Role::checkbox ? "<div class=\"field check\">\n" : "<div class=\"field\">\n";
    if (node.role != Role::checkbox) label(node);
    if (!node.hint.empty()) {
      out_ += "<p class=\"hint\"";
      attribute("id", prefix_ + node.field + "-hint");
      out_ += ">";
      if (node.hint_runs.empty())
        text(node.hint);
      else
        runs(node.hint_runs);
      // A browser does not keep a file for a form that comes back.
      if (node.role == Role::file_field && !typed(node).empty()) {
        out_ += " <strong";
        own_language();
        out_ += ">" +
                escape_html(fmt::format(fmt::runtime(word("file.again", options_.language)), typed(node))) +
                "</strong>";
      }
      out_ += "</p>\n";
    }
    switch (node.role) {
      case Role::text_area:
        out_ += "<textarea rows=\"5\" maxlength=\"4000\"";
        common(node);
        out_ += ">" + escape_html(typed(node)) + "</textarea>\n";
        break;
      case Role::choice:
        out_ += "<select";
        common(node);
        out_ += "><option value=\"\"";
        own_language();
        out_ += ">";
        text(word("choose", options_.language));
        out_ += "</option>";
        for (std::size_t i = 0; i < node.options.size(); ++i) {
          const auto& id = node.option_ids[i];
          out_ += "<option";
          attribute("value", id);
          out_ += id == typed(node) ? " selected>" : ">";
          out_ += escape_html(node.options[i]);
          out_ += "</option>";
        }
        out_ += "</select>\n";
        break;
      default:
        input(node);
    }
    if (node.role == Role::checkbox) label(node);
    out_ += "</div>\n";
  }

  void input(const Node& node) {
    out_ += "<input";
    attribute("type", node.role == Role::checkbox       ? "checkbox"
                      : node.role == Role::number_field ? "number"
                      : node.role == Role::date_field   ? "date"
                      : node.role == Role::file_field   ? "file"
                                                        : "text");
    common(node);
    if (node.role == Role::checkbox) {
      attribute("value", "true");
      if (!typed(node).empty()) out_ += " checked";
    } else if (node.role == Role::file_field) {
      attribute("accept", node.accept);
    } else if (!typed(node).empty()) {
      attribute("value", typed(node));
    }
    if (node.role == Role::number_field) {
      attribute("step", "any");
      if (!node.minimum.empty()) attribute("min", node.minimum);
      if (!node.maximum.empty()) attribute("max", node.maximum);
    }
    if (node.role == Role::text_field) {
      attribute("maxlength", "500");
      if (!node.pattern.empty()) attribute("pattern", node.pattern);
    }
    out_ += ">\n";
  }

  const HtmlOptions& options_;
  std::string out_, prefix_;
  bool again_ = false;  ///< the form that is written was sent before
};

}  // namespace

std::string to_html(const std::vector<Node>& nodes, const HtmlOptions& options) {
  return Writer(options).write(nodes);
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace stadtpult::content
