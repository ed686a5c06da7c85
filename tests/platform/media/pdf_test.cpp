// PDFs for the media library, for forms and for proofs: what they may not hold, wherever it stands in them;
// what is gone afterwards; and files that are made to break their reader.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <thread>

#include "platform/domain/media/media_file.hpp"
#include "platform/domain/media/pdf_file.hpp"
#include "platform/domain/media/pdf_pictures.hpp"
#include "platform/domain/media/pdf_walls.hpp"
#include "tests/support/pdf_writer.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using testing::pdf_of;
using testing::pdf_page;
using testing::pdf_stream;

namespace {

/// The word for why it is not taken; "" where it is.
std::string reason(const std::string& bytes) {
  const auto file = clean_file(bytes);
  if (file) return "";
  CHECK(file.error().kind == base::ErrorKind::invalid);
  CHECK(file.error().message.starts_with("The PDF "));
  const std::string field = file.error().field;
  return field.starts_with("body.") ? field.substr(5) : "?" + field;
}

std::string cleaned(const std::string& bytes) {
  const auto file = clean_file(bytes);
  REQUIRE_MESSAGE(file.ok(), (file ? "" : file.error().message));
  CHECK(file->media_type == "application/pdf");
  return file->bytes;
}

enum class Form { packed, readable, locked, locked_for_print };

/// Written anew by qpdf: objects packed into compressed streams; or all of it to be read by eye.
std::string rewritten(const std::string& bytes, Form form) {
  QPDF pdf;
  pdf.processMemoryFile("test", bytes.data(), bytes.size());
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStaticID(true);
  writer.setObjectStreamMode(form == Form::readable ? qpdf_o_disable : qpdf_o_generate);
  if (form == Form::readable) writer.setStreamDataMode(qpdf_s_uncompress);
  if (form == Form::locked || form == Form::locked_for_print)
    writer.setR6EncryptionParameters(form == Form::locked ? "geheim" : "", "owner", true, true, true, true,
                                     true, true, qpdf_r3p_none, true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string out(size, '\0');
  REQUIRE(compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                   bytes.size()) == Z_OK);
  out.resize(size);
  return out;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

/// A JPEG by its segments, with what a camera writes.
std::string photograph() {
  using namespace std::string_literals;
  return "\xFF\xD8"s + "\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"s + "\xFF\xE1\0\x15"s +
         "Exif\0\0GEHEIM 49.63N"s + "\xFF\xFE\0\x0AGEHEIM-K"s + "\xFF\xEE\0\x0E"s + "Adobe\0\x64\0\0\0\0\0"s +
         "\xFF\xDB\0\x05\0\1\2"s + "\xFF\xDA\0\x04\1\2"s + "bild\xFF\0mehr\xFF\xD0rest"s + "\xFF\xD9"s +
         "GEHEIM hinter dem Ende";
}

/// One object of an xref stream's kind, with numbers of 1, 4 and 2 bytes.
std::string xref_row(unsigned kind, std::size_t second, unsigned third) {
  std::string row(1, static_cast<char>(kind));
  for (int shift = 24; shift >= 0; shift -= 8) row += static_cast<char>(second >> shift & 0xFFU);
  for (int shift = 8; shift >= 0; shift -= 8) row += static_cast<char>(third >> shift & 0xFFU);
  return row;
}

/// A file whose table is a stream, as PDF 1.5 has it, so that objects may stand in streams.
class StreamedPdf {
 public:
  void add(int number, const std::string& body) {
    place(number, xref_row(1, file_.size(), 0));
    file_ += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
  }
  /// The object is the index-th one of the object stream with this number.
  void packed(int number, int stream, unsigned index) {
    place(number, xref_row(2, static_cast<std::size_t>(stream), index));
  }
  [[nodiscard]] std::string bytes(const std::string& entries = "") const {
    std::string table;
    for (const auto& row : rows_) table += row;
    const auto packed_table = deflated(table);
    return file_ + fmt::format("{} 0 obj\n", rows_.size()) +
           pdf_stream(fmt::format("/Type /XRef /Size {} /W [1 4 2] /Root 1 0 R /Filter /FlateDecode {}",
                                  rows_.size(), entries),
                      packed_table) +
           fmt::format("\nendobj\nstartxref\n{}\n%%EOF\n", file_.size());
  }

 private:
  void place(int number, const std::string& row) {
    const auto at = static_cast<std::size_t>(number);
    if (rows_.size() <= at) rows_.resize(at + 1, xref_row(0, 0, 0));
    rows_[at] = row;
  }

  std::string file_ = "%PDF-1.7\n";
  std::vector<std::string> rows_ = {xref_row(0, 0, 0)};
};

/// Catalogue and page as object 1 to 3.
void add_page(StreamedPdf& pdf, const std::string& in_page) {
  pdf.add(1, "<< /Type /Catalog /Pages 2 0 R >>");
  pdf.add(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  pdf.add(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] " + in_page + " >>");
}

}  // namespace

TEST_CASE("a PDF that acts, carries or leads elsewhere is refused by name, packed or not") {
  struct Row {
    std::string in_catalogue, in_page;
    std::vector<std::string> more;
    std::string reason;
  };
  const auto annotation = [](const std::string& entries) {
    return Row{"", "/Annots [6 0 R]", {"<< /Type /Annot /Rect [0 0 9 9] " + entries + " >>"}, ""};
  };
  const auto refused = [](Row row, const std::string& why) {
    row.reason = why;
    return row;
  };
  const std::string script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
  const std::vector<Row> rows = {
      {"/OpenAction " + script, "", {}, "scripts"},
      {"/OpenAction << /S /J#61vaScript /J#53 (x) >>", "", {}, "scripts"},
      {"/OpenAction 6 0 R", "", {"<< /S /GoTo /D [3 0 R /Fit] /Next [7 0 R] >>", script}, "scripts"},
      {"/OpenAction << /S /Rendition /JS 6 0 R >>", "", {pdf_stream("", "app.alert(1)")}, "films"},
      {"/OpenAction << /S /Named /N /NextPage /JS 6 0 R >>", "", {pdf_stream("", "x")}, "scripts"},
      {"/Names << /JavaScript << /Names [(a) 6 0 R] >> >>", "", {script}, "scripts"},
      {"/AA << /WC 6 0 R >>", "", {"<< /S /Named /N /Print >>"}, "actions"},
      {"", "/AA << /O << /S /GoTo /D [3 0 R /Fit] >> >>", {}, "actions"},
      {"/Outlines 6 0 R",
       "",
       {"<< /First 7 0 R /Last 7 0 R >>", "<< /Title (x) /Parent 6 0 R /A << /S /Launch /F (cmd.exe) >> >>"},
       "programs"},
      refused(annotation("/Subtype /Link /A << /S /Launch /F (calc) >>"), "programs"),
      refused(annotation("/Subtype /Widget /FT /Btn /T (b) /A << /S /SubmitForm /F (https://x) >>"),
              "sending"),
      refused(annotation("/Subtype /Link /A << /S /ImportData /F (x) >>"), "sending"),
      refused(annotation("/Subtype /Link /A << /S /GoToR /F (\\\\\\\\host\\\\a.pdf) /D [0 /Fit] >>"),
              "outside"),
      refused(annotation("/Subtype /Link /A << /S /GoToE /T << /R /C >> >>"), "files"),
      refused(annotation("/Subtype /Link /A << /S /URI /URI (Java\\tScript:alert\\(1\\)) >>"), "link"),
      refused(annotation("/Subtype /Link /A << /S /URI /URI (file:///etc/passwd) >>"), "link"),
      refused(annotation("/Subtype /FileAttachment"), "files"),
      refused(annotation("/Subtype /RichMedia"), "films"),
      refused(annotation("/Subtype /Movie"), "films"),
      refused(annotation("/Subtype /Sound"), "films"),
      refused(annotation("/Subtype /Screen"), "films"),
      refused(annotation("/Subtype /3D"), "films"),
      {"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>",
       "",
       {"<< /Type /Filespec /F (a) /EF << /F 7 0 R >> >>", pdf_stream("/Type /EmbeddedFile", "x")},
       "files"},
      {"/AF [6 0 R]", "/AF [6 0 R]", {"<< /F (a) /EF << /F 7 0 R >> >>", pdf_stream("", "x")}, "files"},
      {"", "/X 6 0 R", {pdf_stream("/Type /EmbeddedFile", "x")}, "files"},
      {"/Collection << /View /D >>", "", {}, "files"},
      {"/AcroForm << /Fields [] /XFA [(a) 6 0 R] >>", "", {pdf_stream("", "<xdp/>")}, "xfa"},
      {"", "/X 6 0 R", {pdf_stream("/F (/etc/passwd)", "")}, "outside"},
      {"", "/X 6 0 R", {pdf_stream("/F << /FS /URL /F (https://x/y) >>", "")}, "outside"},
      refused(annotation("/Subtype /Link /A << /S /Thread /F (x.pdf) /D 0 >>"), "outside"),
      refused(
          annotation(
              "/Subtype /Link /A << /S /Named /N /NextPage /Next << /S /Thread /F << /F (x.pdf) >> >> >>"),
          "outside"),
      {"/OpenAction << /S /GoToR /F (x.pdf) /D (a) >>", "", {}, "outside"},
      // A page of another document that is drawn in place of this picture.
      {"",
       "/X 6 0 R",
       {pdf_stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F 7 0 R /Page 0 >>", ""),
        "<< /Type /Filespec /F (x.pdf) >>"},
       "outside"},
      {"", "/X 6 0 R", {pdf_stream("/Subtype /Form /BBox [0 0 9 9] /Ref << /F null /Page 0 >>", "")}, ""},
      // What the print shop puts there.
      {"",
       "/X 6 0 R",
       {pdf_stream("/Subtype /Image /Width 1 /Height 1 /OPI << /1.3 << /Type /OPI /Version 1.3 >> >>", "x")},
       "outside"},
      {"",
       "/X 6 0 R",
       {pdf_stream("/Subtype /Form /BBox [0 0 9 9] /OPI << /2.0 << /Version 2.0 /F (x.tif) >> >>", "")},
       "outside"},
      {"", "/X << /Type /Filespec /FS /URL /F (https://x/y) >>", {}, "outside"},
      {"", "/X << /Y << /F (x) >> >>", {}, "outside"},
      {"", "/X << /Y << /F << /Unix (x) >> >> >>", {}, "outside"},
      {"", "/X << /UF (x) >>", {}, "outside"},
      {"/URI << /Base (file:///etc/) >>", "", {}, "link"},
      {"/OpenAction << /S /ImportData /F (x.fdf) >>", "", {}, "sending"},
      {"/OpenAction << /S /Rendition /R 6 0 R >>", "", {"<< /Type /Rendition /S /MR >>"}, "films"},
      {"", "/X << /Y 6 0 R >>", {"<< /Type /Rendition /S /MR /C << /S /MCD /D (x.mp4) >> >>"}, "films"},
      {"", "/X 6 0 R", {pdf_stream("/Type /3D /Subtype /U3D", "x")}, "films"},
      {"", "/X 6 0 R", {pdf_stream("/Type /XObject /Subtype /PS", "showpage")}, "programs"},
      {"/AcroForm << /SigFlags 3 /Fields [6 0 R] >>",
       "",
       {"<< /FT /Sig /T (s) /V 7 0 R >>",
        "<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>"},
       "signed"},
      // Deep in arrays and dictionaries that no reader knows.
      {"", "/X [[[<< /Y [<< /Z 6 0 R >>] >>]]]", {"<< /A " + script + " >>"}, "scripts"}};
  for (const auto& row : rows) {
    CAPTURE(row.in_catalogue);
    CAPTURE(row.in_page);
    CAPTURE((row.more.empty() ? "" : row.more.front()));
    const auto plain = pdf_page("Hallo", row.in_catalogue, row.in_page, row.more);
    CHECK(reason(plain) == row.reason);
    const auto packed = rewritten(plain, Form::packed);
    REQUIRE(packed.find("/ObjStm") != std::string::npos);
    CHECK(packed.find("/Launch") == std::string::npos);  // nothing of it is to be seen from outside
    CHECK(reason(packed) == row.reason);
  }
}

TEST_CASE("what only looks like it, or nothing leads to, is no reason to refuse a PDF") {
  const std::vector<std::string> fonts = {"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"};
  CHECK(reason(pdf_page("/JS /Launch JavaScript")).empty());
  CHECK(
      reason(pdf_page("x", "", "/X << /JS 6 0 R /JavaScript 6 0 R /AA 6 0 R /XFA 6 0 R >>", fonts)).empty());
  // A letter that flags, roles, resources and properties have, too.
  CHECK(reason(pdf_page("x", "/StructTreeRoot << /RoleMap << /F /P >> >>",
                        "/X << /F 5 0 R >> /Y << /F 4 >> /Z << /N (Preis) /V 5 /F (5 Euro) >>"))
            .empty());
  CHECK(reason(pdf_page("x", "/OpenAction << /S /Thread /D 0 >>")).empty());
  CHECK(reason(pdf_page("x", "/OpenAction [3 0 R /Fit] /PageMode /UseNone")).empty());
  CHECK(reason(pdf_page("x", "/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")).empty());
  for (const auto* address : {"https://www.worms.de/a?b=javascript:c", "HTTP://worms.de", "mailto:a@b.de",
                              "tel:+4962418530", "seite2.html#a:b", "www.worms.de/a:b"})
    CHECK_MESSAGE(reason(pdf_page("x", "", "/Annots [6 0 R]",
                                  {fmt::format("<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI "
                                               "/URI ({}) >> >>",
                                               address)}))
                      .empty(),
                  address);
  // Nothing leads to it, so it is not written.
  const auto out = cleaned(pdf_page("x", "", "", {"<< /S /JavaScript /JS (GEHEIM) >>"}));
  CHECK(out.find("GEHEIM") == std::string::npos);
}

TEST_CASE("what tells of the makers of a PDF is gone, what readers need is there") {
  const std::string xmp =
      "<?xpacket begin='' id=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>GEHEIM</dc:creator>"
      "<pdfuaid:part>1</pdfuaid:part></x:xmpmeta>";
  const auto photo = photograph();
  const auto whole = pdf_page(
      "Der Text bleibt",
      "/Lang (de-DE) /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R /Metadata 7 0 R /GEHEIM_Key (GEHEIM) "
      "/ViewerPreferences << /DisplayDocTitle true >> /AcroForm << /Fields [11 0 R] >> /PieceInfo << /Word "
      "<< "
      "/Private (GEHEIM) >> >> /SpiderInfo << /V 1 /C [(GEHEIM)] >> /Names << /IDS << /Names [(GEHEIM) 8 0 "
      "R] >> "
      ">>",
      "/StructParents 0 /LastModified (GEHEIM) /Thumb 8 0 R /PieceInfo << /AI << /P (GEHEIM) >> >> /Metadata "
      "9 0 "
      "R /Annots [10 0 R 11 0 R] /X [9 0 R 12 0 R 13 0 R]",
      {"<< /Type /StructTreeRoot /K << /S /P /P 6 0 R /Pg 3 0 R /K 0 /Alt (Bildtext) >> >>",
       pdf_stream("/Type /Metadata /Subtype /XML /Filter /FlateDecode", deflated(xmp)),
       pdf_stream("/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "GEHEIM"),
       pdf_stream("/Type /Metadata /Subtype /XML", "GEHEIM"),
       "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Hinweis) /T (GEHEIM) /M (GEHEIM) /NM "
       "(GEHEIM) "
       "/CreationDate (GEHEIM) >>",
       "<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /FT /Tx /T (Feldname) /M (GEHEIM) >>",
       pdf_stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /Filter /DCTDecode /Metadata 9 0 R",
                  photo),
       pdf_stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /Filter [/FlateDecode /DCTDecode] "
                  "/DecodeParms [null << /ColorTransform 0 >>]",
                  deflated(photo)),
       "<< /Title (Merkblatt f\\374r alle) /Author (GEHEIM) /Producer (GEHEIM 3.1) /CreationDate (D:GEHEIM) "
       ">>"},
      "/Info 14 0 R /ID [<00474548> <00474548>] /DocChecksum /GEHEIM");
  // A later state of the same file takes the page's words back; the earlier ones are still in it.
  const auto page_four = whole.size();
  auto later = whole + "4 0 obj\n" + pdf_stream("", "BT (Neuer Text) Tj ET") + "\nendobj\n";
  const auto table = later.size();
  later += fmt::format(
      "xref\n4 1\n{:010} 00000 n \ntrailer\n<< /Size 15 /Root 1 0 R /Info 14 0 R /Prev {} "
      ">>\nstartxref\n{}\n%%EOF\n",
      page_four, whole.rfind("xref\n0 "), table);
  for (const auto& file : {whole, rewritten(whole, Form::packed), later}) {
    const auto out = cleaned(file);
    const auto readable = rewritten(out, Form::readable);
    CHECK(out.find("GEHEIM") == std::string::npos);
    CHECK(readable.find("GEHEIM") == std::string::npos);
    for (const auto* kept : {"(de-DE)", "/Marked true", "/StructTreeRoot", "(Bildtext)", "(Feldname)",
                             "(Hinweis)", "/DisplayDocTitle true", "<dc:title>", "Merkblatt f\xC3\xBCr alle",
                             "<pdfuaid:part>1</pdfuaid:part>", "/Title (Merkblatt f\xFCr alle)", "JFIF",
                             "Adobe", "/ColorTransform 0", "bild\xFF"})
      CHECK_MESSAGE(readable.find(kept) != std::string::npos, kept);
    CHECK((readable.find("Der Text bleibt") != std::string::npos) == (&file != nullptr && file != later));
    CHECK((readable.find("Neuer Text") != std::string::npos) == (file == later));
    // The same bytes give the same bytes, and what is clean stays as it is.
    CHECK(cleaned(file) == out);
    CHECK(cleaned(out) == out);
  }
}

TEST_CASE("a title is found where only XMP has it; without one none is made up") {
  const auto titled = [](const std::string& packet) {
    return rewritten(
        cleaned(pdf_page("x", "/Metadata 6 0 R", "", {pdf_stream("/Type /Metadata /Subtype /XML", packet)})),
        Form::readable);
  };
  const auto out = titled(
      "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Gr\xC3\xBC\xC3\x9F"
      "e &amp; mehr</rdf:li></rdf:Alt></dc:title>");
  CHECK(out.find("/Title (Gr\xFC\xDF"
                 "e & mehr)") != std::string::npos);
  CHECK(out.find(">Gr\xC3\xBC\xC3\x9F"
                 "e &amp; mehr</rdf:li>") != std::string::npos);
  for (const auto* packet : {"", "<dc:title></dc:title>", "<dc:title><rdf:li",
                             "<dc:title><rdf:li></rdf:li></dc:title>", "<dc:title><rdf:li></dc:title>"}) {
    const auto bare = titled(packet);
    CHECK(bare.find("/Info") == std::string::npos);
    CHECK(bare.find("/Metadata") == std::string::npos);
  }
}

TEST_CASE("the pictures of a PDF lose what is beside them and not a byte of themselves") {
  const auto photo = photograph();
  const auto clean = jpeg_without_metadata(photo);
  REQUIRE(clean);
  CHECK(clean->find("GEHEIM") == std::string::npos);
  CHECK(clean->ends_with(std::string("bild\xFF\0mehr\xFF\xD0rest\xFF\xD9", 18)));
  CHECK(jpeg_without_metadata(*clean) == clean);
  CHECK_FALSE(jpeg_without_metadata("no picture"));
  CHECK_FALSE(jpeg_without_metadata(photo.substr(0, 30)));
  CHECK(reason(pdf_page("x", "", "/X 6 0 R", {pdf_stream("/Filter /DCTDecode", "no picture")})) == "damaged");

  using namespace std::string_literals;
  const std::string start = "\0\0\0\x0CjP  \r\n\x87\n"s, code = "\0\0\0\0jp2cGEHEIM ist hier Bild"s;
  const auto boxes = start + "\0\0\0\x0Exml GEHEIM"s + "\0\0\0\1uuid\0\0\0\0\0\0\0\x16GEHEIM"s + code;
  const auto free = jpeg2000_without_metadata(boxes);
  REQUIRE(free);
  CHECK(free->size() == boxes.size());
  CHECK(*free == start + "\0\0\0\x0E"s + "free" + std::string(6, '\0') + "\0\0\0\1free\0\0\0\0\0\0\0\x16"s +
                     std::string(6, '\0') + code);
  CHECK_FALSE(jpeg2000_without_metadata(start + "\0\0\0\x7Fxml GEHEIM"s));
  CHECK(jpeg2000_without_metadata("\xFF\x4F\xFF\x51 code") == "\xFF\x4F\xFF\x51 code");
}

TEST_CASE("locked, cut off and damaged PDFs are refused with a sentence") {
  const auto whole = pdf_page("Hallo");
  CHECK(reason(whole).empty());
  CHECK(reason(rewritten(whole, Form::locked)) == "encrypted");
  CHECK(reason(rewritten(whole, Form::locked_for_print)) == "encrypted");
  for (const auto& file : {whole, rewritten(whole, Form::packed)})
    for (const double part : {0.1, 0.3, 0.5, 0.7, 0.9})
      CHECK(reason(file.substr(0, static_cast<std::size_t>(part * static_cast<double>(file.size())))) ==
            "damaged");
  CHECK(reason("%PDF-1.7\n%%EOF\n") == "damaged");
  CHECK(reason(pdf_of({"<< /Type /Catalog >>"})) == "damaged");
  CHECK(reason(pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"})) ==
        "empty");
  auto shifted = whole;
  shifted.insert(9, "xxxx");  // each place in the table is wrong
  CHECK(reason(shifted) == "damaged");
  const auto file = clean_file(rewritten(whole, Form::locked));
  REQUIRE_FALSE(file);
  CHECK(file.error().message ==
        "The PDF is encrypted. Please print it into a new PDF (PDF/A) and send that.");
}

TEST_CASE("loops in a PDF end") {
  // Where loops belong: parents, outlines.
  CHECK(reason(pdf_page("x", "/Outlines 6 0 R", "",
                        {"<< /First 7 0 R /Last 7 0 R >>",
                         "<< /Title (x) /Parent 6 0 R /Next 7 0 R /Prev 7 0 R /Dest [3 0 R /Fit] >>"}))
            .empty());
  CHECK(reason(pdf_page("x", "", "/X 6 0 R", {"[6 0 R 7 0 R]", "<< /A 6 0 R /B 7 0 R >>"})).empty());
  // Where they do not: pages, lengths, references that lead in a circle, tables.
  CHECK(reason(pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"})) ==
        "damaged");
  CHECK(reason(pdf_page("x", "", "/X 6 0 R", {"<< /Length 6 0 R >>\nstream\nx\nendstream"})) == "damaged");
  CHECK_FALSE(reason(pdf_page("x", "", "/X 6 0 R", {"7 0 R", "6 0 R"})).starts_with("?"));
  const auto loop = pdf_page("x", "", "", {}, "/Prev 0000");
  auto prev = loop;
  prev.replace(prev.find("/Prev 0000"), 10, fmt::format("/Prev {:04}", loop.rfind("xref\n0 ")));
  CHECK(reason(prev) == "damaged");
}

TEST_CASE("PDFs that are made to break their reader break nothing") {
  // Nested deeper than any stack.
  CHECK_FALSE(reason(pdf_page("x", "", "/X " + std::string(500'000, '['))).empty());
  CHECK_FALSE(reason(pdf_page("x", "", "/X " + repeated("<</A", 200'000))).empty());
  std::vector<std::string> tree = {"<< /Type /Catalog /Pages 2 0 R >>"};
  for (int i = 0; i < 100'000; ++i)
    tree.push_back(fmt::format("<< /Type /Pages /Kids [{} 0 R] /Count 1 >>", i + 3));
  tree.emplace_back("<< /Type /Page /MediaBox [0 0 9 9] >>");
  CHECK(reason(pdf_of(tree)) == "complex");

  // A length that stands in a stream, whose length stands in a stream, and so on.
  StreamedPdf chain;
  add_page(chain, "/X 4 0 R");
  const int links = 20'000;
  for (int i = 0; i < links; ++i) {
    const int number = 4 + 2 * i, holder = number + 1;
    chain.packed(number, holder, 0);
    const auto content = fmt::format("{} 0 {}", number, 9);
    const auto first = content.rfind(' ') + 1;
    chain.add(holder,
              fmt::format("<< /Type /ObjStm /N 1 /First {} /Length {} >>\nstream\n{}\nendstream", first,
                          i + 1 < links ? fmt::format("{} 0 R", number + 2) : std::to_string(content.size()),
                          content));
  }
  CHECK_FALSE(reason(chain.bytes()).empty());

  // Gigabytes of nothing in some megabytes, once and wrapped twice.
  const auto gigabyte = [] {
    std::string packed;
    z_stream stream{};
    REQUIRE(deflateInit(&stream, 1) == Z_OK);
    std::string zeros(1U << 20, ' '), out(1U << 16, '\0');
    for (int i = 0; i <= 1'200; ++i) {
      stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
      stream.avail_in = i < 1'200 ? static_cast<uInt>(zeros.size()) : 0;
      do {
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, i < 1'200 ? Z_NO_FLUSH : Z_FINISH);
        packed.append(out.data(), out.size() - stream.avail_out);
      } while (stream.avail_out == 0);
    }
    deflateEnd(&stream);
    return packed;
  }();
  for (const bool twice : {false, true}) {
    StreamedPdf bomb;
    add_page(bomb, "/X 4 0 R");
    bomb.packed(4, 5, 0);
    bomb.add(5, pdf_stream(fmt::format("/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode{}]",
                                       twice ? " /FlateDecode" : ""),
                           twice ? deflated(gigabyte) : gigabyte));
    CHECK_FALSE(reason(bomb.bytes()).empty());
  }

  // Many objects that are all the same large one.
  StreamedPdf same;
  add_page(same, "/X 4 0 R");
  std::string numbers;
  const int copies = 20'000;
  for (int i = 0; i < copies; ++i) numbers += fmt::format("{} 0 ", 4 + i);
  for (int i = 0; i < copies; ++i) same.packed(4 + i, 4 + copies, static_cast<unsigned>(i));
  same.add(4 + copies, pdf_stream(fmt::format("/Type /ObjStm /N {} /First {} /Filter /FlateDecode", copies,
                                              numbers.size()),
                                  deflated(numbers + "[" + repeated("1 ", 500'000) + "]")));
  CHECK_FALSE(reason(same.bytes()).empty());

  // More parts than any document has.
  StreamedPdf parts;
  const int many = static_cast<int>(kMostPdfObjects) + 1;
  std::string list = "/X [", heads, ones;
  for (int i = 0; i < many; ++i) {
    list += fmt::format("{} 0 R ", 4 + i);
    heads += fmt::format("{} {} ", 4 + i, 2 * i);
    ones += "1 ";
    parts.packed(4 + i, 4 + many, static_cast<unsigned>(i));
  }
  add_page(parts, list + "]");
  parts.add(4 + many,
            pdf_stream(fmt::format("/Type /ObjStm /N {} /First {} /Filter /FlateDecode", many, heads.size()),
                       deflated(heads + ones)));
  CHECK(reason(parts.bytes()) == "complex");

  // Numbers that are larger than what is there.
  StreamedPdf size;
  add_page(size, "");
  CHECK_FALSE(reason(size.bytes("/Index [0 2147483647]")).empty());
  CHECK_FALSE(reason(size.bytes("/DecodeParms << /Predictor 12 /Columns 2147483647 >>")).empty());
  auto claims = pdf_page("x");
  claims.replace(claims.find("xref\n0 6"), 8, "xref\n0 999999999");
  CHECK_FALSE(reason(claims).empty());
  CHECK_FALSE(
      reason(pdf_page("x", "", "/X 6 0 R", {"<< /Length 99999999999 >>\nstream\nx\nendstream"})).empty());
}

TEST_CASE("a reader of PDFs that hangs is ended, and the caller is told") {
  const auto script = std::filesystem::temp_directory_path() / fmt::format("stadtpult-hangs-{}", ::getpid());
  for (const auto* hangs : {"exec sleep 3600", "kill -STOP $$"}) {
    CAPTURE(hangs);
    std::ofstream(script) << "#!/bin/sh\n" << hangs << "\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    const auto out = clean_pdf_by(script.string(), pdf_page("x"), SignedPdf::refused, 300);
    REQUIRE_FALSE(out);
    CHECK(out.error().field == "body.complex");
    CHECK(out.error().message.starts_with("The PDF takes too long"));
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // nobody is left
    CHECK(errno == ECHILD);
  }
  std::filesystem::remove(script);
}

TEST_CASE("a reader of PDFs ends with who started it, and does not begin behind one that is gone") {
  const auto program = pdf_program();
  REQUIRE_FALSE(program.empty());
  constexpr int kLongMs = 20'000;
  const auto ended = [](pid_t pid) {
    const int watched = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    REQUIRE(watched >= 0);
    ::pollfd waiting{watched, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, kLongMs);
    ::close(watched);
    if (ready == 0) ::kill(pid, SIGKILL);
    return ready == 1;
  };
  // The end of its document does not come: by itself it would wait for ever.
  std::array<int, 2> document{}, told{};
  REQUIRE(::pipe(document.data()) == 0);
  REQUIRE(::pipe(told.data()) == 0);
  const auto become_reader = [&](const std::string& started_by) {
    ::dup2(document[0], STDIN_FILENO);
    ::execl(program.c_str(), "stadtpult-pdf", started_by.c_str(), nullptr);
    ::_exit(127);
  };
  const pid_t platform = ::fork();
  REQUIRE(platform >= 0);
  if (platform == 0) {
    const auto me = kStartedBy + std::to_string(::getpid());
    const pid_t reader = ::fork();
    if (reader == 0) become_reader(me);
    if (::write(told[1], &reader, sizeof reader) != sizeof reader) ::_exit(1);
    while (true) ::pause();
  }
  pid_t reader = 0;
  REQUIRE(::read(told[0], &reader, sizeof reader) == sizeof reader);
  const auto runs = [&] {
    std::error_code ignored;
    return std::filesystem::read_symlink(fmt::format("/proc/{}/exe", reader), ignored).filename() ==
           "stadtpult-pdf";
  };
  for (int i = 0; i < kLongMs && !runs(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(runs());
  ::kill(platform, SIGKILL);
  REQUIRE(::waitpid(platform, nullptr, 0) == platform);
  CHECK(ended(reader));

  const pid_t late = ::fork();
  REQUIRE(late >= 0);
  if (late == 0) become_reader(std::string(kStartedBy) + "0");  // nobody has this id
  CHECK(ended(late));
  int status = 0;
  REQUIRE(::waitpid(late, &status, 0) == late);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 1);
  for (const auto& ends : {document, told})
    for (const int end : ends) ::close(end);

  // Whoever has a document cleaned says who that is.
  const auto script = std::filesystem::temp_directory_path() / fmt::format("stadtpult-says-{}", ::getpid());
  std::ofstream(script) << "#!/bin/sh\nprintf '%s ' \"$@\"\n";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  const auto me = kStartedBy + std::to_string(::getpid()) + " ";
  CHECK(clean_pdf_by(script.string(), pdf_page("x"), SignedPdf::refused, kLongMs).value_or("") == me);
  CHECK(clean_pdf_by(script.string(), pdf_page("x"), SignedPdf::kept, kLongMs).value_or("") ==
        me + kKeepSigned + " ");
  std::filesystem::remove(script);
}

TEST_CASE("an installation without the reader of PDFs says so, and not that the file is bad") {
  const auto out = clean_pdf_by("/nowhere/stadtpult-pdf", pdf_page("x"), SignedPdf::refused, 1'000);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == base::ErrorKind::internal);
  CHECK(out.error().problem == kNoPdfReader);
  CHECK(out.error().field.empty());
}

TEST_CASE("who reads a PDF opens nothing, starts nothing and speaks to nobody") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  MESSAGE("skipped: what a sanitizer does in a new process is refused, too");
  return;
#endif
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    if (!wall_off()) ::_exit(77);
    const auto refused = [](long result) { return result == -1 && errno == EPERM; };
    std::array<char*, 1> none{nullptr};
    int held = 0;
    held += refused(::open("/etc/passwd", O_RDONLY)) ? 1 : 0;
    held += refused(::socket(AF_INET, SOCK_STREAM, 0)) ? 2 : 0;
    held += refused(::execve("/bin/true", none.data(), none.data())) ? 4 : 0;
    held += refused(::fork()) ? 8 : 0;
    held += refused(::kill(::getppid(), 0)) ? 16 : 0;
    ::_exit(held);
  }
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77)
    MESSAGE("skipped: this kernel has no filters");
  else
    CHECK(WEXITSTATUS(status) == 31);
}

TEST_CASE("a signed document is kept byte by byte where it may be, and judged as the others") {
  using testing::signed_pdf;
  const auto kept = [](const std::string& bytes) {
    const auto file = clean_file(bytes, {.when_signed = SignedPdf::kept});
    if (file) return file->bytes == bytes ? std::string("as it came") : std::string("written anew");
    return file.error().field.substr(5);
  };
  const auto extract = signed_pdf("Registerauszug");
  CHECK(extract.find("Registergericht") != std::string::npos);
  CHECK(kept(extract) == "as it came");
  CHECK(reason(extract) == "signed");  // elsewhere it is not taken
  // A later addition (a second signature, a time stamp) keeps the earlier one.
  CHECK(kept(extract + "\n% danach\n") == "as it came");
  // What is not signed is cleaned as ever.
  CHECK(kept(pdf_page("x", "", "", {"<< /Author (GEHEIM) >>"}, "/Info 6 0 R")) == "written anew");
  // A signature opens no door.
  const std::string script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
  CHECK(kept(signed_pdf("x", "/OpenAction " + script)) == "scripts");
  CHECK(kept(signed_pdf("x", "/Names << /EmbeddedFiles << /Names [(a) 8 0 R] >> >>",
                        {"<< /Type /Filespec /F (a) /EF << /F 9 0 R >> >>",
                         pdf_stream("/Type /EmbeddedFile", "x")})) == "files");
  CHECK(kept(signed_pdf("x", "/AA << /WC << /S /Named /N /Print >> >>")) == "actions");
  CHECK(kept(signed_pdf("x", "/URI << /Base (file:///) >>")) == "link");
  // What nothing leads to would stay in it, so it counts. It is refused for what it is elsewhere.
  CHECK(kept(signed_pdf("x", "", {script})) == "scripts");
  // What only says that it is signed.
  CHECK(kept(signed_pdf("x", "", {}, "41414141")) == "signed");
  CHECK(kept(pdf_page("x", "/AcroForm << /SigFlags 3 /Fields [6 0 R] >>", "",
                      {"<< /FT /Sig /T (s) /V 7 0 R >>",
                       "<< /Type /Sig /ByteRange [0 100 200 999999] /Contents <3082> >>"})) == "signed");
  auto cut = extract;
  cut.resize(cut.size() - 20);
  CHECK(kept(cut) == "damaged");
}
