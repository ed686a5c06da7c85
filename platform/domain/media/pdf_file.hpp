#pragma once
// One PDF: read whole by qpdf, judged, written anew without what tells of its makers. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::platform {

inline constexpr std::size_t kMostPdfObjects = 500'000;

/// What becomes of a document that is signed. Written anew, the signature would be broken.
enum class SignedPdf {
  refused,  ///< "body.signed"
  kept,     ///< judged as the others, what nothing leads to as well, and given back byte by byte
};

/// The document with what readers need (pages, tags, language, title, outline, forms to fill in by hand) and
/// without what tells of its makers: /Info, XMP, /PieceInfo, thumbnails, who commented when, places in
/// photographs, earlier states of the file. The same bytes give the same bytes. Refused, each with a reason
/// of its own ("body.scripts", …) and a sentence: what acts, carries other files, leads elsewhere than to web
/// pages, mail and telephone, is signed, encrypted, damaged or without pages.
///
/// A hostile file can make qpdf use up any memory, time and stack. Where the file is a stranger's this runs
/// in a process of its own: see clean_pdf_apart().
base::Result<std::string> clean_pdf(std::string_view bytes, SignedPdf when_signed = SignedPdf::refused);

/// clean_pdf() in the program stadtpult-pdf, which has bounds of its own and takes nobody with it when it
/// breaks. Blocks until that has ended, `most_ms` at most and never over kPdfMs: what is not ready by then is
/// killed ("body.complex"). An installation without that program takes no PDF (ErrorKind::internal, problem
/// kNoPdfReader).
base::Result<std::string> clean_pdf_apart(std::string_view bytes, SignedPdf when_signed, int most_ms);
/// The same by another program. For tests.
base::Result<std::string> clean_pdf_by(const std::string& program, std::string_view bytes,
                                       SignedPdf when_signed, int most_ms);
/// Beside the program that runs, or where packages have it; "" where it is in neither.
std::string pdf_program();

inline constexpr const char* kNoPdfReader = "no-pdf-reader";
inline constexpr unsigned kPdfSeconds = 10;           ///< of the processor
inline constexpr int kPdfMs = 20'000;                 ///< by the clock, whatever it waits for
inline constexpr std::size_t kPdfMemory = 1U << 30;   ///< bytes of address space
inline constexpr std::size_t kPdfOutput = 32U << 20;  ///< bytes it may write; more ends it

/// The argument of stadtpult-pdf for SignedPdf::kept.
inline constexpr const char* kKeepSigned = "keep-signed";

/// Goes before the id of the process that starts stadtpult-pdf: without that one it does not go on.
inline constexpr const char* kStartedBy = "started-by=";

/// What stadtpult-pdf ends with; anything else is a document that broke it.
enum class PdfExit { cleaned = 0, refused = 3 };

}  // namespace stadtpult::platform
