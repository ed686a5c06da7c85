// PDFs, in this process. (Of media_file they go to stadtpult-pdf, where a fuzzer sees nothing.) qpdf itself
// is no part of it: with a file of megabytes it uses up memory and stack, which is what that process is for.

#include "platform/domain/media/pdf_file.hpp"
#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stadtpult;
  const auto clean = platform::clean_pdf(fuzz::text_of(data, size));
  if (!clean) {
    fuzz::require(clean.error().field.starts_with("body.") && !clean.error().message.empty());
    return 0;
  }
  // What is clean is taken again and stays what it is.
  const auto again = platform::clean_pdf(*clean);
  fuzz::require(again.ok() && *again == *clean);
  return 0;
}
