#include "platform/domain/media/pdf_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>

#include "api-client/base/utf8.hpp"
#include "platform/domain/media/pdf_rules.hpp"

// Behind pdf_rules.hpp, which has QPDF.hh.
#include <qpdf/Buffer.hh>
#include <qpdf/QPDFWriter.hh>

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;

namespace {

base::Error pdf_refused(const PdfFinding& finding) {
  return base::fail(
      ErrorKind::invalid,
      fmt::format("The PDF {}. Please print it into a new PDF (PDF/A) and send that.", finding.sentence),
      fmt::format("body.{}", finding.reason));
}

constexpr PdfFinding kDamaged{"damaged", "is damaged or cut off"};
constexpr PdfFinding kEncrypted{"encrypted", "is encrypted"};
constexpr PdfFinding kTooLarge{"complex", "takes too much memory to be read"};
constexpr PdfFinding kNoPages{"empty", "has no pages"};

constexpr std::size_t kLongestTitle = 1'000;        ///< bytes
constexpr std::size_t kLargestPacket = 256U << 10;  ///< bytes of XMP, compressed or not

/// Between two words, without what stands before and behind them; "" where one is missing.
std::string_view between(std::string_view text, std::string_view from, std::string_view to) {
  const auto begin = text.find(from);
  if (begin == std::string_view::npos) return {};
  const auto end = text.find(to, begin + from.size());
  return end == std::string_view::npos ? std::string_view()
                                       : text.substr(begin + from.size(), end - begin - from.size());
}

struct Escape {
  char character;
  std::string_view entity;
};
constexpr Escape kEscapes[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}};

std::string escaped_xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto* row = std::find_if(std::begin(kEscapes), std::end(kEscapes),
                                   [c](const Escape& each) { return each.character == c; });
    if (row == std::end(kEscapes))
      out += c;
    else
      out += row->entity;
  }
  return out;
}

std::string read_xml(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto* row = std::find_if(std::begin(kEscapes), std::end(kEscapes),
                                   [&](const Escape& each) { return text.starts_with(each.entity); });
    out += row == std::end(kEscapes) ? text.front() : row->character;
    text.remove_prefix(row == std::end(kEscapes) ? 1 : row->entity.size());
  }
  return out;
}

/// What the document says of itself that readers need.
struct Words {
  std::string title;  ///< UTF-8; "" without one
  char pdf_ua = 0;    ///< the part of PDF/UA that it follows by its own account, '1' or '2'; 0 for none
};

/// The XMP packet as text; "" where there is none or too much of it.
std::string packet_of(QPDF& pdf) {
  auto stream = pdf.getRoot().getKey("/Metadata");
  if (!stream.isStream() || stream.getRawStreamData()->getSize() > kLargestPacket) return {};
  const auto bytes = stream.getStreamData(qpdf_dl_generalized);
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

Words words_of(QPDF& pdf) {
  Words words;
  const auto packet = packet_of(pdf);
  auto info = pdf.getTrailer().getKey("/Info");
  if (info.isDictionary() && info.getKey("/Title").isString())
    words.title = info.getKey("/Title").getUTF8Value();
  if (words.title.empty()) {
    const auto item = between(between(packet, "<dc:title", "</dc:title>"), "<rdf:li", "</rdf:li>");
    words.title = read_xml(item.substr(std::min(item.find('>'), item.size() - 1) + 1));
  }
  std::erase_if(words.title, [](char c) { return static_cast<unsigned char>(c) < ' '; });
  if (words.title.size() > kLongestTitle || !base::is_utf8(words.title)) words.title.clear();
  for (const auto& [from, to] : {std::pair("<pdfuaid:part>", "<"), std::pair("pdfuaid:part=\"", "\"")}) {
    const auto part = between(packet, from, to);
    if (part == "1" || part == "2") words.pdf_ua = part.front();
  }
  return words;
}

/// The title where readers and screen readers look for it (/Info, and XMP as ISO 14289-1, 7.1 asks), and
/// nothing else.
void write_words(QPDF& pdf, const Words& words) {
  auto trailer = pdf.getTrailer();
  for (const auto& key : trailer.getKeys())
    if (key != "/Root" && key != "/Size") trailer.removeKey(key);
  if (!words.title.empty()) {
    auto info = QPDFObjectHandle::newDictionary();
    info.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(words.title));
    trailer.replaceKey("/Info", pdf.makeIndirectObject(info));
  }
  if (words.title.empty() && words.pdf_ua == 0) return;
  std::string packet =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">";
  if (!words.title.empty())
    packet +=
        fmt::format("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>",
                    escaped_xml(words.title));
  if (words.pdf_ua != 0) packet += fmt::format("<pdfuaid:part>{}</pdfuaid:part>", words.pdf_ua);
  packet += "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>";
  auto stream = QPDFObjectHandle::newStream(&pdf, packet);
  stream.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
  stream.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
  pdf.getRoot().replaceKey("/Metadata", stream);
}

/// Streams as they were (but for photographs), objects that nothing leads to left out, among them what
/// earlier states of the file held. The identifier is made of what is written.
std::string written(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.setObjectStreamMode(qpdf_o_preserve);
  writer.setDeterministicID(true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

void open_pdf(QPDF& pdf, std::string_view bytes) {
  pdf.setSuppressWarnings(true);
  // What qpdf would have to guess, other readers guess differently.
  pdf.setAttemptRecovery(false);
  pdf.processMemoryFile("PDF", bytes.data(), bytes.size());
}

/// A document as it came, where it may stay so; nothing where it is to be cleaned.
std::optional<Result<std::string>> kept_as_signed(std::string_view bytes) {
  QPDF pdf;
  open_pdf(pdf, bytes);
  if (pdf.isEncrypted()) return pdf_refused(kEncrypted);
  const auto judged = judge_untouched(pdf, bytes.size());
  if (!judged.is_signed) return std::nullopt;
  if (judged.finding) return pdf_refused(*judged.finding);
  if (pdf.getAllPages().empty()) return pdf_refused(kNoPages);
  if (pdf.anyWarnings()) return pdf_refused(kDamaged);
  return Result<std::string>(std::string(bytes));
}

Result<std::string> clean_with_qpdf(std::string_view bytes) {
  QPDF pdf;
  open_pdf(pdf, bytes);
  if (pdf.isEncrypted()) return pdf_refused(kEncrypted);
  auto root = pdf.getRoot();
  if (!root.getKey("/Pages").isDictionary()) return pdf_refused(kDamaged);
  const auto words = words_of(pdf);
  if (const auto finding = judge_pdf(pdf)) return pdf_refused(*finding);
  if (pdf.anyWarnings()) return pdf_refused(kDamaged);
  if (pdf.getAllPages().empty()) return pdf_refused(kNoPages);
  write_words(pdf, words);
  auto out = written(pdf);
  return pdf.anyWarnings() ? Result<std::string>(pdf_refused(kDamaged)) : out;
}

}  // namespace

Result<std::string> clean_pdf(std::string_view bytes, SignedPdf when_signed) {
  try {
    if (when_signed == SignedPdf::kept)
      if (auto kept = kept_as_signed(bytes)) return std::move(*kept);
    return clean_with_qpdf(bytes);
  } catch (const QPDFExc& problem) {
    return pdf_refused(problem.getErrorCode() == qpdf_e_password ? kEncrypted : kDamaged);
  } catch (const std::bad_alloc&) {
    return pdf_refused(kTooLarge);
  } catch (const std::exception&) {
    return pdf_refused(kDamaged);
  }
}

}  // namespace stadtpult::platform
