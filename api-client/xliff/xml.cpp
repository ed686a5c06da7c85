#include "api-client/xliff/xml.hpp"

#include <libxml/SAX2.h>

#include <algorithm>
#include <mutex>

#include "api-client/xliff/xliff.hpp"

namespace stadtpult::xliff {
namespace {

struct Watch {
  bool doctype = false, too_many = false;
  std::int64_t elements = 0;
};

Watch& watch_of(void* context) {
  return *static_cast<Watch*>(static_cast<xmlParserCtxtPtr>(context)->_private);
}

/// Told of as soon as its name is read, before anything in it.
void on_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  watch_of(context).doctype = true;
  xmlStopParser(static_cast<xmlParserCtxtPtr>(context));
}

void on_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int namespaces,
                const xmlChar** namespace_list, int attributes, int defaulted,
                const xmlChar** attribute_list) {
  Watch& watch = watch_of(context);
  if (++watch.elements > kMostElements) {
    watch.too_many = true;
    return xmlStopParser(static_cast<xmlParserCtxtPtr>(context));
  }
  xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, namespace_list, attributes, defaulted,
                        attribute_list);
}

std::string first_line(const char* text) {
  std::string line = text == nullptr ? "" : text;
  line.resize(std::min(line.find_first_of("\r\n"), line.size()));
  return line;
}

/// Bytes of a character's unit, as libxml2 finds it by the first four (XML 1.0, appendix F).
std::size_t unit_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  const auto begins = bytes.substr(0, 4);
  if (begins == "<\0\0\0"sv || begins == "\0\0\0<"sv) return 4;
  for (const auto mark : {"\xFF\xFE"sv, "\xFE\xFF"sv, "<\0"sv, "\0<"sv})
    if (begins.starts_with(mark)) return 2;
  return 1;
}

/// The line of the first NUL, 0 for none. No document may hold one (XML 1.0, 2.2), and libxml2 takes it for
/// the end and leaves the rest unread.
std::int64_t line_of_nul(std::string_view bytes) {
  const std::string nul(unit_of(bytes), '\0');
  auto at = bytes.find(nul);
  while (at != std::string_view::npos && at % nul.size() != 0) at = bytes.find(nul, at + 1);
  if (at == std::string_view::npos) return 0;
  return 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
}

}  // namespace

Parsed parse(std::string_view bytes) {
  static std::once_flag once;
  std::call_once(once, xmlInitParser);
  if (bytes.size() > kLargestFile) return {nullptr, "file.too-large", std::to_string(kLargestFile >> 20), 0};
  if (const auto line = line_of_nul(bytes); line > 0)
    return {nullptr, "file.malformed", "a NUL character", line};
  const std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxtPtr)> context(xmlNewParserCtxt(),
                                                                           xmlFreeParserCtxt);
  if (!context) return {nullptr, "file.malformed", "out of memory", 0};
  Watch watch;
  context->_private = &watch;
  context->sax->internalSubset = on_doctype;
  context->sax->startElementNs = on_element;
  // No option loads or replaces entities, and depth and lengths stay bounded (no XML_PARSE_HUGE).
  Doc document(xmlCtxtReadMemory(
      context.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
      XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES));
  if (watch.doctype) return {nullptr, "file.doctype", "", 0};
  if (watch.too_many) return {nullptr, "file.too-many", std::to_string(kMostElements), 0};
  if (document && context->wellFormed == 1 && xmlDocGetRootElement(document.get()) != nullptr)
    return {std::move(document), "", "", 0};
  const auto* error = xmlCtxtGetLastError(context.get());
  if (error == nullptr) return {nullptr, "file.malformed", "", 0};
  return {nullptr, "file.malformed", first_line(error->message), error->line};
}

base::Result<std::string> in_utf8(std::string_view bytes) {
  auto parsed = parse(bytes);
  if (!parsed.document)
    return base::fail(base::ErrorKind::invalid, message({"", "", parsed.rule, parsed.detail, parsed.line}));
  xmlChar* text = nullptr;
  int size = 0;
  xmlDocDumpMemoryEnc(parsed.document.get(), &text, &size, "UTF-8");
  const std::unique_ptr<xmlChar, xmlFreeFunc> owner(text, xmlFree);
  if (text == nullptr) return base::fail(base::ErrorKind::internal, "The file cannot be written as UTF-8.");
  return std::string(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

}  // namespace stadtpult::xliff
