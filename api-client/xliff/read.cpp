#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "api-client/base/percent.hpp"
#include "api-client/content/translation.hpp"
#include "api-client/contract/language_tag.hpp"
#include "api-client/xliff/xliff.hpp"
#include "api-client/xliff/xml.hpp"

namespace stadtpult::xliff {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string_view name_of(const xmlNode* node) {
  return view(node->name);
}

bool is(const xmlNode* node, std::string_view uri, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && node->ns != nullptr && view(node->ns->href) == uri &&
         name_of(node) == name;
}

/// "" where there is none.
std::string attribute(const xmlNode* node, const char* name, const char* uri = nullptr) {
  auto* owned = const_cast<xmlNode*>(node);
  const auto* key = reinterpret_cast<const xmlChar*>(name);
  const std::unique_ptr<xmlChar, xmlFreeFunc> value(
      uri == nullptr ? xmlGetNoNsProp(owned, key)
                     : xmlGetNsProp(owned, key, reinterpret_cast<const xmlChar*>(uri)),
      xmlFree);
  return std::string(view(value.get()));
}

/// The first child of this name; nullptr for none.
const xmlNode* child(const xmlNode* parent, std::string_view uri, std::string_view name) {
  for (const auto* each = parent->children; each != nullptr; each = each->next)
    if (is(each, uri, name)) return each;
  return nullptr;
}

bool same_tag(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return low(x) == low(y);
  });
}

void add_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

/// A text with its inline codes put back as they are written; remembers the first thing that is not right.
class Inline {
 public:
  /// `budget`: bytes that all texts of the file may still have; a code can stand for much.
  explicit Inline(std::size_t& budget) : budget_(budget) {}
  virtual ~Inline() = default;

  std::string text(const xmlNode* node) {
    text_.clear();
    children(node);
    if (!open_.empty()) wrong("a code that is opened is not closed");
    open_.clear();
    return text_;
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 protected:
  virtual void element(const xmlNode* node) = 0;

  void children(const xmlNode* node) {
    for (const auto* each = node->children; each != nullptr; each = each->next) {
      if (each->type == XML_TEXT_NODE || each->type == XML_CDATA_SECTION_NODE)
        add(view(each->content));
      else if (each->type == XML_ELEMENT_NODE)
        element(each);
    }
  }
  void add(std::string_view text) {
    if (text.size() > budget_) return wrong("the codes stand for too much");
    budget_ -= text.size();
    text_ += text;
  }
  void wrong(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
  }
  void unknown(const xmlNode* node) { wrong(fmt::format("<{}> is not known here", name_of(node))); }
  void codepoint(std::string_view hex) {
    char32_t c = 0;
    const bool good = !hex.empty() && hex.size() <= 6 && std::all_of(hex.begin(), hex.end(), [&](char digit) {
      const auto at = std::string_view("0123456789abcdef").find(static_cast<char>(digit | 0x20));
      c = c * 16 + static_cast<char32_t>(at);
      return at != std::string_view::npos && (digit < '0' || digit > '9' || at < 10);
    });
    // What XML holds is written as it is; this is for the others.
    if (!good || is_xml_char(c) || c > 0xFFFF)
      wrong(fmt::format("\"{}\" is no character that needs a code", hex));
    else
      add_utf8(text_, c);
  }
  void opened(const std::string& id) {
    if (!open_.insert(id).second) wrong(fmt::format("the code {} is opened twice", id));
  }
  void closed(const std::string& id) {
    if (open_.erase(id) == 0) wrong(fmt::format("the code {} is closed and was not opened", id));
  }

  std::string text_;

 private:
  std::size_t& budget_;
  std::string problem_;
  std::set<std::string> open_;
};

/// 1.2: codes hold what they stand for.
class Inline12 final : public Inline {
 public:
  using Inline::Inline;

 private:
  void element(const xmlNode* node) override {
    const auto name = name_of(node);
    if (node->ns == nullptr || view(node->ns->href) != kNamespace12) return unknown(node);
    if (name == "mrk") return children(node);
    if (name == "ph" && attribute(node, "ctype") == "x-codepoint") return codepoint(native(node));
    if (name != "bpt" && name != "ept" && name != "ph" && name != "it") return unknown(node);
    const auto rid = attribute(node, "rid");
    const auto id = rid.empty() ? attribute(node, "id") : rid;
    if (name == "bpt") opened(id);
    if (name == "ept") closed(id);
    add(native(node));
  }
  std::string native(const xmlNode* node) {
    std::string out;
    for (const auto* each = node->children; each != nullptr; each = each->next)
      if (each->type == XML_TEXT_NODE || each->type == XML_CDATA_SECTION_NODE)
        out += view(each->content);
      else if (each->type == XML_ELEMENT_NODE)
        unknown(each);
    return out;
  }
};

/// 2.0: codes name what they stand for in <originalData>.
class Inline20 final : public Inline {
 public:
  Inline20(std::size_t& budget, const xmlNode* original_data) : Inline(budget) {
    for (const auto* each = original_data == nullptr ? nullptr : original_data->children; each != nullptr;
         each = each->next)
      if (is(each, kNamespace20, "data")) data_.emplace(attribute(each, "id"), each);
  }

 private:
  void element(const xmlNode* node) override {
    const auto name = name_of(node);
    if (node->ns == nullptr || view(node->ns->href) != kNamespace20) return unknown(node);
    if (name == "mrk") return children(node);
    if (name == "sm" || name == "em") return;
    if (name == "cp") return codepoint(attribute(node, "hex"));
    if (name == "pc") {
      refer(node, "dataRefStart");
      children(node);
      refer(node, "dataRefEnd");
    } else if (name == "ph" || name == "sc" || name == "ec") {
      if (name == "sc") opened(attribute(node, "id"));
      if (name == "ec") closed(attribute(node, "startRef"));
      refer(node, "dataRef");
    } else {
      unknown(node);
    }
  }
  /// Data are words: codes in them would lead in circles.
  void refer(const xmlNode* node, const char* by) {
    const auto data = data_.find(attribute(node, by));
    if (data == data_.end())
      return wrong(fmt::format("<{}> names no data that stands for it", name_of(node)));
    for (const auto* each = data->second->children; each != nullptr; each = each->next)
      if (each->type == XML_TEXT_NODE || each->type == XML_CDATA_SECTION_NODE)
        add(view(each->content));
      else if (each->type == XML_ELEMENT_NODE)
        unknown(each);
  }

  std::map<std::string, const xmlNode*> data_;
};

class Reader {
 public:
  Reading read(std::string_view bytes) {
    const auto parsed = parse(bytes);
    budget_ = 4 * bytes.size();
    if (!parsed.document) {
      add({"", "", parsed.rule, parsed.detail, parsed.line});
      return std::move(reading_);
    }
    const auto* root = xmlDocGetRootElement(parsed.document.get());
    const auto version = attribute(root, "version");
    if (is(root, kNamespace12, "xliff") && version == "1.2")
      each_element(root, [&](const xmlNode* node) {
        if (is(node, kNamespace12, "file")) file12(node);
      });
    else if (is(root, kNamespace20, "xliff") && version == "2.0")
      document20(root);
    else
      add({"", "", "file.version",
           name_of(root) == "xliff" ? (version.empty() ? "?" : version)
                                    : "<" + std::string(name_of(root)) + ">",
           line_of(root)});
    if (reading_.problems.empty() && reading_.file.pages.empty()) add({"", "", "file.empty", "", 0});
    if (!reading_.problems.empty()) reading_.file = {};
    return std::move(reading_);
  }

 private:
  static std::int64_t line_of(const xmlNode* node) { return xmlGetLineNo(node); }

  void add(Problem problem) {
    if (reading_.problems.size() < kMostProblems) reading_.problems.push_back(std::move(problem));
  }

  template <typename Visit>
  static void each_element(const xmlNode* parent, const Visit& visit) {
    for (const auto* each = parent->children; each != nullptr; each = each->next)
      if (each->type == XML_ELEMENT_NODE) visit(each);
  }

  /// The languages of a file; all files have the same.
  void languages(const xmlNode* node, const std::string& page, const std::string& source,
                 const std::string& target) {
    if (!same_tag(source, content::kSource)) add({page, "", "file.source-language", source, line_of(node)});
    if (!contract::is_language_tag(target) || same_tag(target, content::kSource))
      add({page, "", "file.target-language", target, line_of(node)});
    else if (reading_.file.language.empty())
      reading_.file.language = contract::usual_case(target);
    else if (!same_tag(target, reading_.file.language))
      add({page, "", "file.languages", target, line_of(node)});
  }

  void begin_page(const xmlNode* node, const std::string& id) {
    if (!pages_.insert(id).second) add({id, "", "page.twice", "", line_of(node)});
    if (id.empty()) add({"", "", "page.unnamed", "", line_of(node)});
    reading_.file.pages.push_back({id, line_of(node), {}});
    paths_.clear();
  }

  /// Takes "b1.text.3af66756bef5cb7c" apart; nullptr where it is none of ours.
  Unit* begin_unit(const xmlNode* node) {
    auto& page = reading_.file.pages.back();
    const auto id = attribute(node, "id");
    const auto dot = id.rfind('.');
    const bool known =
        dot != std::string::npos && dot > 0 && base::is_lower_hex(std::string_view(id).substr(dot + 1), 16);
    if (!known) {
      add({page.page, id, "unit.id", "", line_of(node)});
      return nullptr;
    }
    Unit unit;
    unit.path = id.substr(0, dot);
    std::replace(unit.path.begin(), unit.path.end(), '.', '/');
    unit.hash = id.substr(dot + 1);
    unit.line = line_of(node);
    if (!paths_.insert(unit.path).second) add({page.page, unit.path, "unit.twice", "", unit.line});
    return &page.units.emplace_back(std::move(unit));
  }

  void check_tag(const xmlNode* node, const Unit& unit, std::string_view expected, const char* rule) {
    const auto tag = attribute(node, "lang", "http://www.w3.org/XML/1998/namespace");
    if (!tag.empty() && !same_tag(tag, expected))
      add({reading_.file.pages.back().page, unit.path, rule, tag, line_of(node)});
  }

  void take_codes(const Unit& unit, const Inline& codes) {
    if (!codes.problem().empty())
      add({reading_.file.pages.back().page, unit.path, "unit.codes", codes.problem(), unit.line});
  }

  // ---- 1.2 ----

  void file12(const xmlNode* node) {
    reading_.file.version = Version::v1_2;
    const auto id = attribute(node, "original");
    begin_page(node, id);
    target_language_ = attribute(node, "target-language");
    languages(node, id, attribute(node, "source-language"), target_language_);
    if (const auto* body = child(node, kNamespace12, "body")) units12(body);
  }

  void units12(const xmlNode* parent) {
    each_element(parent, [&](const xmlNode* node) {
      if (is(node, kNamespace12, "group")) return units12(node);
      if (is(node, kNamespace12, "trans-unit")) unit12(node);
    });
  }

  void unit12(const xmlNode* node) {
    auto* unit = begin_unit(node);
    if (unit == nullptr) return;
    Inline12 codes(budget_);
    if (const auto* source = child(node, kNamespace12, "source")) {
      check_tag(source, *unit, content::kSource, "file.source-language");
      unit->source = codes.text(source);
    }
    if (const auto* target = child(node, kNamespace12, "target")) {
      check_tag(target, *unit, target_language_, "file.languages");
      unit->target = codes.text(target);
      const auto state = attribute(target, "state");
      unit->settled = attribute(node, "approved") == "yes" || state == "translated" ||
                      state == "signed-off" || state == "final";
    }
    take_codes(*unit, codes);
  }

  // ---- 2.0 ----

  void document20(const xmlNode* root) {
    reading_.file.version = Version::v2_0;
    target_language_ = attribute(root, "trgLang");
    languages(root, "", attribute(root, "srcLang"), target_language_);
    each_element(root, [&](const xmlNode* node) {
      if (!is(node, kNamespace20, "file")) return;
      const auto original = attribute(node, "original");
      begin_page(node, original.empty() ? attribute(node, "id") : original);
      units20(node);
    });
  }

  void units20(const xmlNode* parent) {
    each_element(parent, [&](const xmlNode* node) {
      if (is(node, kNamespace20, "group")) return units20(node);
      if (is(node, kNamespace20, "unit")) unit20(node);
    });
  }

  /// Tools may cut a unit into segments and give them another order.
  void unit20(const xmlNode* node) {
    auto* unit = begin_unit(node);
    if (unit == nullptr) return;
    Inline20 codes(budget_, child(node, kNamespace20, "originalData"));
    std::vector<std::pair<std::int64_t, std::string>> targets;
    std::int64_t place = 0;
    int with = 0, without = 0;
    bool settled = true;
    each_element(node, [&](const xmlNode* part) {
      const bool segment = is(part, kNamespace20, "segment");
      if (!segment && !is(part, kNamespace20, "ignorable")) return;
      ++place;
      std::string words;
      if (const auto* source = child(part, kNamespace20, "source")) {
        check_tag(source, *unit, content::kSource, "file.source-language");
        words = codes.text(source);
        unit->source += words;
      }
      const auto* target = child(part, kNamespace20, "target");
      std::int64_t order = place;
      if (target != nullptr) {
        check_tag(target, *unit, target_language_, "file.languages");
        words = codes.text(target);
        if (const auto wish = attribute(target, "order"); !wish.empty()) order = std::atoll(wish.c_str());
      }
      if (segment) {
        ++(target != nullptr && !words.empty() ? with : without);
        const auto state = attribute(part, "state");
        settled = settled && (state == "translated" || state == "reviewed" || state == "final");
      }
      targets.emplace_back(order, std::move(words));
    });
    take_codes(*unit, codes);
    if (with == 0) return;
    if (without > 0) add({reading_.file.pages.back().page, unit->path, "unit.half", "", unit->line});
    std::stable_sort(targets.begin(), targets.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [at, words] : targets) unit->target += words;
    unit->settled = settled;
  }

  Reading reading_;
  std::set<std::string> pages_, paths_;
  std::string target_language_;
  std::size_t budget_ = 0;
};

}  // namespace

Reading read(std::string_view bytes) {
  return Reader().read(bytes);
}

}  // namespace stadtpult::xliff
