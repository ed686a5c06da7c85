#pragma once
// What a PDF of the library may not hold, and what is taken out of it (ISO 32000-1 and -2). Throws what qpdf
// throws.

#if defined(__clang__)
// clang 14 does not take the vector in qpdf's JSON.hh as C++20 (fuzzers). Nothing here needs it.
#define JSON_HH
class JSON;
#endif

#include <optional>
#include <qpdf/QPDF.hh>
#include <string_view>

namespace stadtpult::platform {

/// Why a PDF is not taken.
struct PdfFinding {
  std::string_view reason;    ///< one word: the console has its own sentence for it
  std::string_view sentence;  ///< goes after "The PDF "
};

/// Of a document that may stay as it is.
struct UntouchedPdf {
  std::optional<PdfFinding> finding;  ///< the first reason to refuse it
  bool is_signed = false;             ///< holds a signature over bytes of this file
};
/// The same without taking anything out, and over all objects of the file, since each of them stays.
UntouchedPdf judge_untouched(QPDF& pdf, std::size_t file_size);

/// Walks through all that hangs on the catalogue, over loops and in object streams too, and takes out what
/// tells of makers. The first reason to refuse the document ends it.
std::optional<PdfFinding> judge_pdf(QPDF& pdf);

}  // namespace stadtpult::platform
