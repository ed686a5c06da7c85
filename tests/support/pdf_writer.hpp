#pragma once
// Writes PDF files, honest ones and such as no honest program writes. For tests only.

#include <fmt/format.h>

#include <string>
#include <vector>

namespace stadtpult::testing {

/// "<< … >> stream … endstream"; `entries` stand in its dictionary.
inline std::string pdf_stream(const std::string& entries, const std::string& bytes) {
  return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", entries, bytes.size(), bytes);
}

/// The file with these objects, the first one number 1 and the catalogue.
inline std::string pdf_of(const std::vector<std::string>& objects, const std::string& in_trailer = "") {
  std::string file = "%PDF-1.7\n";
  std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", file.size());
    file += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  return file + table +
         fmt::format("trailer\n<< /Size {} /Root 1 0 R {} >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1,
                     in_trailer, file.size());
}

/// One page that shows `words` (ASCII without brackets). `in_catalogue` and `in_page` are further entries
/// there; `more` are the objects from number 6 on.
inline std::string pdf_page(const std::string& words, const std::string& in_catalogue = "",
                            const std::string& in_page = "", const std::vector<std::string>& more = {},
                            const std::string& in_trailer = "") {
  std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R " + in_catalogue + " >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R "
      ">> >> " +
          in_page + " >>",
      pdf_stream("", "BT /F1 12 Tf 10 50 Td (" + words + ") Tj ET"),
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  objects.insert(objects.end(), more.begin(), more.end());
  return pdf_of(objects, in_trailer);
}

/// One page with a signature over all bytes but its own (what is sealed is no true CMS, nobody checks it).
inline std::string signed_pdf(const std::string& words, const std::string& in_catalogue = "",
                              const std::vector<std::string>& more = {},
                              const std::string& sealed = "30820100") {
  std::vector<std::string> objects = {
      "<< /FT /Sig /T (Siegel) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /V 7 0 R >>",
      "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20260101) /ByteRange [0 "
      "{1111111} {2222222} {3333333}] /Contents <" +
          sealed + "> >>"};
  objects.insert(objects.end(), more.begin(), more.end());
  auto file = pdf_page(words, "/AcroForm << /SigFlags 3 /Fields [6 0 R] >> " + in_catalogue,
                       "/Annots [6 0 R]", objects, "/Info << /Producer (Registergericht) >>");
  const auto from = file.find("<" + sealed + ">"), to = from + sealed.size() + 2;
  const auto write = [&file](const char* mark, std::size_t number) {
    file.replace(file.find(mark), 9, fmt::format("{:09}", number));
  };
  write("{1111111}", from);
  write("{2222222}", to);
  write("{3333333}", file.size() - to);
  return file;
}

}  // namespace stadtpult::testing
