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

}  // namespace stadtpult::testing
