#include <fmt/format.h>
#include <libxml/xmlwriter.h>

#include <algorithm>
#include <map>

#include "api-client/base/utf8.hpp"
#include "api-client/content/markdown_pieces.hpp"
#include "api-client/content/translation.hpp"
#include "api-client/contract/language_tag.hpp"
#include "api-client/xliff/entries.hpp"
#include "api-client/xliff/xliff.hpp"
#include "api-client/xliff/xml.hpp"

namespace stadtpult::xliff {
namespace {

using content::Piece;
using content::TextState;

std::string unit_id(const Entry& entry) {
  std::string id = entry.path;
  std::replace(id.begin(), id.end(), '/', '.');
  return id + "." + content::hash_of(entry.source);
}

/// A mark of the translation that stands in the German text, too, has its number; others come after.
void number_like(const std::vector<Piece>& source, std::vector<Piece>& target) {
  std::map<int, std::string> free;  // id of the source's mark → all that it is written with
  const auto written = [](const std::vector<Piece>& all) {
    std::map<int, std::string> marks;
    for (const auto& each : all)
      if (each.id != 0) marks[each.id] += std::to_string(static_cast<int>(each.kind)) + each.text + '\n';
    return marks;
  };
  free = written(source);
  int next = free.empty() ? 0 : free.rbegin()->first;
  std::map<int, int> numbers;
  for (const auto& [id, text] : written(target)) {
    const auto like = std::find_if(free.begin(), free.end(),
                                   [&, &mark = text](const auto& each) { return each.second == mark; });
    numbers[id] = like == free.end() ? ++next : like->first;
    if (like != free.end()) free.erase(like);
  }
  for (auto& each : target)
    if (each.id != 0) each.id = numbers[each.id];
}

const xmlChar* xml(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}

/// One document; what fails (memory) shows at the end.
class Writer {
 public:
  Writer() : buffer_(xmlBufferCreate()), writer_(xmlNewTextWriterMemory(buffer_.get(), 0)) {
    good_ = buffer_ && writer_;
    ok(good_ ? xmlTextWriterStartDocument(writer_.get(), nullptr, "UTF-8", nullptr) : -1);
  }
  void start(const char* name) { ok(good_ ? xmlTextWriterStartElement(writer_.get(), xml(name)) : -1); }
  void end() { ok(good_ ? xmlTextWriterEndElement(writer_.get()) : -1); }
  void attribute(const char* name, const std::string& value) {
    ok(good_ ? xmlTextWriterWriteAttribute(writer_.get(), xml(name), xml(value.c_str())) : -1);
  }
  void text(const std::string& text) {
    ok(good_ && !text.empty() ? xmlTextWriterWriteString(writer_.get(), xml(text.c_str())) : 0);
  }
  /// A new line for the structure; never within texts.
  void line(int depth) { text("\n" + std::string(static_cast<std::size_t>(depth) * 2, ' ')); }
  void element(const char* name, const std::string& words) {
    start(name);
    text(words);
    end();
  }

  std::optional<std::string> finish() {
    ok(good_ ? xmlTextWriterEndDocument(writer_.get()) : -1);
    if (!good_) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(xmlBufferContent(buffer_.get())),
                       static_cast<std::size_t>(xmlBufferLength(buffer_.get())));
  }

 private:
  void ok(int result) { good_ = good_ && result >= 0; }

  struct Free {
    void operator()(xmlBuffer* buffer) const { xmlBufferFree(buffer); }
    void operator()(xmlTextWriter* writer) const { xmlFreeTextWriter(writer); }
  };
  std::unique_ptr<xmlBuffer, Free> buffer_;
  std::unique_ptr<xmlTextWriter, Free> writer_;
  bool good_ = false;
};

/// Valid UTF-8 in stretches that XML can hold and single characters that it cannot.
template <typename Words, typename Char>
void each_stretch(const std::string& text, const Words& words, const Char& other) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    char32_t c = 0;
    std::size_t size = 1;
    if (byte < 0x20)
      c = byte;
    else if (byte == 0xEF && static_cast<unsigned char>(text[i + 1]) == 0xBF &&
             static_cast<unsigned char>(text[i + 2]) >= 0xBE)
      c = static_cast<unsigned char>(text[i + 2]) == 0xBE ? 0xFFFE : 0xFFFF, size = 3;
    else
      continue;
    if (is_xml_char(c)) continue;
    words(text.substr(start, i - start));
    other(fmt::format("{:04X}", static_cast<unsigned>(c)));
    i += size - 1;
    start = i + 1;
  }
  words(text.substr(start));
}

/// Marks that XML cannot hold stay words.
std::vector<Piece> pieces(const Entry& entry, const std::string& text) {
  auto all = entry.markdown ? content::pieces_of(text) : std::vector<Piece>();
  bool writable = !all.empty();
  for (const auto& each : all)
    if (each.id != 0)
      each_stretch(
          each.text, [](const std::string&) {}, [&](const std::string&) { writable = false; });
  if (!writable) all = {{Piece::Kind::words, Piece::Look::none, text, 0}};
  return all;
}

/// What both versions have in common: which pages and texts, in which order.
class Form {
 public:
  Form(Writer& writer, std::string language) : out_(writer), language_(std::move(language)) {}
  virtual ~Form() = default;
  virtual void begin() = 0;
  virtual void page(const Page& page, const std::vector<Entry>& entries) = 0;

 protected:
  std::string limit_words(const Entry& entry) const {
    return entry.most == 0 ? std::string() : fmt::format("Höchstens {} Zeichen.", entry.most);
  }
  static std::string version_words(const Page& page) { return fmt::format("Fassung {}", page.version); }

  Writer& out_;
  std::string language_;
};

class Form12 final : public Form {
 public:
  using Form::Form;

  void begin() override {
    out_.start("xliff");
    out_.attribute("version", "1.2");
    out_.attribute("xmlns", std::string(kNamespace12));
  }

  void page(const Page& page, const std::vector<Entry>& entries) override {
    out_.line(1);
    out_.start("file");
    out_.attribute("original", page.id);
    out_.attribute("source-language", std::string(content::kSource));
    out_.attribute("target-language", language_);
    out_.attribute("datatype", "plaintext");
    out_.attribute("product-name", "Stadtpult");
    out_.attribute("product-version", std::to_string(page.version));
    out_.line(2);
    out_.start("header");
    out_.element("note", version_words(page));
    out_.end();
    out_.line(2);
    out_.start("body");
    for (const auto& entry : entries) unit(entry);
    out_.line(2);
    out_.end();
    out_.line(1);
    out_.end();
  }

 private:
  void unit(const Entry& entry) {
    const auto source = pieces(entry, entry.source);
    out_.line(3);
    out_.start("trans-unit");
    out_.attribute("id", unit_id(entry));
    out_.attribute("resname", entry.path);
    if (entry.most != 0) {
      out_.attribute("maxwidth", std::to_string(entry.most));
      out_.attribute("size-unit", "char");
    }
    out_.attribute("xml:space", "preserve");
    out_.line(4);
    out_.start("source");
    text(source);
    out_.end();
    if (!entry.target.empty()) {
      auto target = pieces(entry, entry.target);
      number_like(source, target);
      out_.line(4);
      out_.start("target");
      out_.attribute("state", entry.state == TextState::current ? "translated" : "needs-review-translation");
      text(target);
      out_.end();
    }
    if (const auto words = limit_words(entry); !words.empty()) {
      out_.line(4);
      out_.element("note", words);
    }
    out_.line(3);
    out_.end();
  }

  void text(const std::vector<Piece>& all) {
    int next = 1;
    for (const auto& each : all) next = std::max(next, each.id + 1);
    for (const auto& each : all) {
      if (each.kind == Piece::Kind::words)
        each_stretch(
            each.text, [&](const std::string& words) { out_.text(words); },
            [&](const std::string& hex) { code("ph", next++, "x-codepoint", hex); });
      else
        code(each.kind == Piece::Kind::open    ? "bpt"
             : each.kind == Piece::Kind::close ? "ept"
                                               : "ph",
             each.id, each.kind == Piece::Kind::alone ? "x-list" : look(each), each.text);
    }
  }

  void code(const char* name, int id, const char* type, const std::string& text) {
    out_.start(name);
    out_.attribute("id", std::to_string(id));
    if (type[0] != 0 && std::string_view(name) != "ept") out_.attribute("ctype", type);
    out_.text(text);
    out_.end();
  }

  static const char* look(const Piece& piece) {
    switch (piece.look) {
      case Piece::Look::bold:
        return "bold";
      case Piece::Look::italic:
        return "italic";
      case Piece::Look::link:
        return "link";
      default:
        return "x-other";
    }
  }
};

class Form20 final : public Form {
 public:
  using Form::Form;

  void begin() override {
    out_.start("xliff");
    out_.attribute("version", "2.0");
    out_.attribute("xmlns", std::string(kNamespace20));
    out_.attribute("srcLang", std::string(content::kSource));
    out_.attribute("trgLang", language_);
  }

  void page(const Page& page, const std::vector<Entry>& entries) override {
    out_.line(1);
    out_.start("file");
    out_.attribute("id", page.id);
    out_.attribute("original", page.id);
    out_.line(2);
    notes(version_words(page));
    for (const auto& entry : entries) unit(entry);
    out_.line(1);
    out_.end();
  }

 private:
  using Data = std::map<std::string, std::string>;  // mark → id

  void notes(const std::string& words) {
    out_.start("notes");
    out_.element("note", words);
    out_.end();
  }

  void unit(const Entry& entry) {
    const auto source = pieces(entry, entry.source);
    std::vector<Piece> target;
    if (!entry.target.empty()) {
      target = pieces(entry, entry.target);
      number_like(source, target);
    }
    out_.line(2);
    out_.start("unit");
    out_.attribute("id", unit_id(entry));
    out_.attribute("name", entry.path);
    out_.attribute("canResegment", "no");
    out_.attribute("xml:space", "preserve");
    if (const auto words = limit_words(entry); !words.empty()) {
      out_.line(3);
      notes(words);
    }
    const auto data = original_data(source, target);
    out_.line(3);
    out_.start("segment");
    out_.attribute("state", entry.state == TextState::current ? "translated" : "initial");
    if (entry.state == TextState::outdated) out_.attribute("subState", "stadtpult:outdated");
    out_.line(4);
    out_.start("source");
    text(source, data);
    out_.end();
    if (!target.empty()) {
      out_.line(4);
      out_.start("target");
      text(target, data);
      out_.end();
    }
    out_.line(3);
    out_.end();
    out_.line(2);
    out_.end();
  }

  Data original_data(const std::vector<Piece>& source, const std::vector<Piece>& target) {
    Data data;
    for (const auto* all : {&source, &target})
      for (const auto& each : *all)
        if (each.id != 0) data.emplace(each.text, fmt::format("d{}", data.size() + 1));
    if (data.empty()) return data;
    out_.line(3);
    out_.start("originalData");
    for (const auto& [text, id] : data) {
      out_.start("data");
      out_.attribute("id", id);
      out_.attribute("xml:space", "preserve");
      out_.text(text);
      out_.end();
    }
    out_.end();
    return data;
  }

  void words(const std::string& text) {
    each_stretch(
        text, [&](const std::string& stretch) { out_.text(stretch); },
        [&](const std::string& hex) {
          out_.start("cp");
          out_.attribute("hex", hex);
          out_.end();
        });
  }

  void text(const std::vector<Piece>& all, const Data& data) {
    for (auto each = all.begin(); each != all.end(); ++each) {
      if (each->kind == Piece::Kind::words) {
        words(each->text);
      } else if (each->kind == Piece::Kind::close) {
        out_.end();
      } else if (each->kind == Piece::Kind::alone) {
        out_.start("ph");
        out_.attribute("id", std::to_string(each->id));
        out_.attribute("dataRef", data.at(each->text));
        out_.end();
      } else {
        const auto end = std::find_if(each, all.end(), [&](const Piece& other) {
          return other.id == each->id && other.kind == Piece::Kind::close;
        });
        out_.start("pc");
        out_.attribute("id", std::to_string(each->id));
        out_.attribute("dataRefStart", data.at(each->text));
        out_.attribute("dataRefEnd", data.at(end->text));
        look(*each);
      }
    }
  }

  void look(const Piece& piece) {
    if (piece.look == Piece::Look::none) return;
    out_.attribute("type", piece.look == Piece::Look::link ? "link" : "fmt");
    if (piece.look != Piece::Look::link)
      out_.attribute("subType", piece.look == Piece::Look::bold ? "xlf:b" : "xlf:i");
  }
};

base::Error unfit(const Page& page, std::string_view why) {
  return base::fail(base::ErrorKind::invalid, fmt::format("The page {} {}.", page.id, why), page.id);
}

}  // namespace

std::optional<Version> version_from(std::string_view word) {
  if (word == "1.2") return Version::v1_2;
  if (word == "2.0") return Version::v2_0;
  return std::nullopt;
}

base::Result<std::string> write(const std::vector<Page>& pages, std::string_view language, Version version) {
  if (!contract::is_language_tag(language) || language == content::kSource)
    return base::fail(
        base::ErrorKind::invalid,
        fmt::format("\"{}\" is no language to translate into. Give a tag such as en or de-simple.", language),
        "language");
  Writer writer;
  const std::string tag(language);
  Form12 older(writer, tag);
  Form20 newer(writer, tag);
  Form& form = version == Version::v1_2 ? static_cast<Form&>(older) : newer;
  form.begin();
  bool any = false;
  for (const auto& page : pages) {
    const auto entries = entries_of(page, tag);
    if (entries.empty()) continue;
    for (const auto& entry : entries)
      if (!base::is_utf8(entry.source) || !base::is_utf8(entry.target))
        return unfit(page, "holds a text that is no UTF-8");
    form.page(page, entries);
    any = true;
  }
  if (!any)
    return base::fail(base::ErrorKind::invalid, "There is no German text to translate in these pages.",
                      "pages");
  writer.line(0);
  auto text = writer.finish();
  if (!text) return base::fail(base::ErrorKind::internal, "The file could not be written.");
  return std::move(*text);
}

}  // namespace stadtpult::xliff
