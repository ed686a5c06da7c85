// What a browser sends for a form with files (multipart/form-data). The first line of the input is the
// Content-Type, the rest the body.

#include "api-client/base/utf8.hpp"
#include "platform/domain/form_check.hpp"
#include "platform/routes/multipart.hpp"
#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stadtpult;
  const auto input = fuzz::text_of(data, size);
  const auto line = std::min(input.find('\n'), input.size());
  const auto body = input.substr(std::min(line + 1, input.size()));
  const auto parts = platform::parse_multipart(input.substr(0, line), body);
  if (!parts) {
    fuzz::require(!parts.error().message.empty() && parts.error().status == 400);
    fuzz::require(base::is_utf8(parts.error().field));
    return 0;
  }
  fuzz::require(parts->size() <= platform::kMostParts);
  const char* from = body.data();
  for (const auto& part : *parts) {
    fuzz::require(!part.name.empty() && base::is_utf8(part.name) && base::is_utf8(part.file_name));
    // In the order sent, apart from each other, within the body.
    fuzz::require(part.body.data() >= from &&
                  part.body.data() + part.body.size() <= body.data() + body.size());
    from = part.body.data() + part.body.size();
    const auto name = platform::kept_file_name(part.file_name, "image/png");
    fuzz::require(base::is_utf8(name) && name.size() < 256 && name.find('/') == std::string::npos);
  }
  return 0;
}
