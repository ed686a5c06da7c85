#pragma once
// One PDF: read whole by qpdf, judged, written anew without what tells of its makers. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::platform {

inline constexpr std::size_t kMostPdfObjects = 500'000;

/// The document with what readers need (pages, tags, language, title, outline, forms to fill in by hand) and
/// without what tells of its makers: /Info, XMP, /PieceInfo, thumbnails, who commented when, places in
/// photographs, earlier states of the file. The same bytes give the same bytes. Refused, each with a reason
/// of its own ("body.scripts", …) and a sentence: what acts, carries other files, leads elsewhere than to web
/// pages, mail and telephone, is signed, encrypted, damaged or without pages.
///
/// A hostile file can make qpdf use up any memory, time and stack. Where the file is a stranger's this runs
/// in a process of its own: see clean_pdf_apart().
base::Result<std::string> clean_pdf(std::string_view bytes);

/// clean_pdf() in the program stadtpult-pdf, which has bounds of its own and takes nobody with it when it
/// breaks. Blocks until that has ended, kPdfSeconds of the processor at most. An installation without that
/// program takes no PDF (ErrorKind::internal).
base::Result<std::string> clean_pdf_apart(std::string_view bytes);

inline constexpr unsigned kPdfSeconds = 10;           ///< of the processor
inline constexpr std::size_t kPdfMemory = 1U << 30;   ///< bytes of address space
inline constexpr std::size_t kPdfOutput = 32U << 20;  ///< bytes it may write; more ends it

/// What stadtpult-pdf ends with; anything else is a document that broke it.
enum class PdfExit { cleaned = 0, refused = 3 };

}  // namespace stadtpult::platform
