#include "platform/open311/format.hpp"

#include <fmt/format.h>
#include <libxml/xmlwriter.h>

#include <memory>
#include <nlohmann/json.hpp>

namespace stadtpult::platform::open311 {
namespace {

using Json = nlohmann::ordered_json;

template <typename... F>
struct Cases : F... {
  using F::operator()...;
};
template <typename... F>
Cases(F...) -> Cases<F...>;

Json json_of(const Record& record) {
  Json out = Json::object();
  for (const auto& [name, value] : record.fields)
    out[name] = std::visit(
        Cases{[](std::monostate) { return Json(); },
              [](const std::vector<Record>& within) {
                return within.empty() ? Json::object() : json_of(within.front());
              },
              [](EmptyList) { return Json(Json::array()); }, [](const auto& plain) { return Json(plain); }},
        value);
  return out;
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const xmlChar* xml(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}

/// Without the few characters of Unicode that XML 1.0 has no place for.
std::string for_xml(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') continue;
    if (text.compare(i, 3, "\xEF\xBF\xBE") == 0 || text.compare(i, 3, "\xEF\xBF\xBF") == 0) {
      i += 2;
      continue;
    }
    out += text[i];
  }
  return out;
}

/// One document; what fails (memory) leaves it empty.
class Writer {
 public:
  Writer() : buffer_(xmlBufferCreate()), writer_(xmlNewTextWriterMemory(buffer_.get(), 0)) {
    xmlTextWriterStartDocument(writer_.get(), nullptr, "UTF-8", nullptr);
  }
  void start(const char* name) { xmlTextWriterStartElement(writer_.get(), xml(name)); }
  void end() { xmlTextWriterEndElement(writer_.get()); }
  void element(const std::string& name, const Value& value) {
    start(name.c_str());
    std::visit(Cases{[](std::monostate) {}, [](EmptyList) {},
                     [&](const std::vector<Record>& within) {
                       for (const auto& each : within) fields(each);
                     },
                     [&](const std::string& text) {
                       xmlTextWriterWriteString(writer_.get(), xml(for_xml(text).c_str()));
                     },
                     [&](const auto& plain) {
                       xmlTextWriterWriteString(writer_.get(), xml(fmt::format("{}", plain).c_str()));
                     }},
               value);
    end();
  }
  void fields(const Record& record) {
    for (const auto& [name, value] : record.fields) element(name, value);
  }
  std::string finish() {
    xmlTextWriterEndDocument(writer_.get());
    xmlTextWriterFlush(writer_.get());
    return {reinterpret_cast<const char*>(xmlBufferContent(buffer_.get())),
            static_cast<std::size_t>(xmlBufferLength(buffer_.get()))};
  }

 private:
  struct Free {
    void operator()(xmlBuffer* buffer) const { xmlBufferFree(buffer); }
    void operator()(xmlTextWriter* writer) const { xmlFreeTextWriter(writer); }
  };
  std::unique_ptr<xmlBuffer, Free> buffer_;
  std::unique_ptr<xmlTextWriter, Free> writer_;
};

}  // namespace

std::string encode(Format format, const char* root, const char* item, const std::vector<Record>& records) {
  if (format == Format::json) {
    Json all = Json::array();
    for (const auto& record : records) all.push_back(json_of(record));
    return dump(all);
  }
  Writer writer;
  writer.start(root);
  for (const auto& record : records) {
    writer.start(item);
    writer.fields(record);
    writer.end();
  }
  writer.end();
  return writer.finish();
}

std::string encode_one(Format format, const char* root, const Record& record) {
  if (format == Format::json) return dump(json_of(record));
  Writer writer;
  writer.start(root);
  writer.fields(record);
  writer.end();
  return writer.finish();
}

std::string encode_errors(Format format, const std::vector<std::pair<int, std::string>>& errors) {
  std::vector<Record> records;
  for (const auto& [code, description] : errors)
    records.push_back({{{"code", std::int64_t{code}}, {"description", description}}});
  return encode(format, "errors", "error", records);
}

const char* content_type(Format format) {
  return format == Format::xml ? "text/xml; charset=utf-8" : "application/json; charset=utf-8";
}

}  // namespace stadtpult::platform::open311
