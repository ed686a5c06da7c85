// Lines of foreign logs. The first byte chooses the format.

#include "platform/detection/decode.hpp"
#include "platform/detection/mappers.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::platform::detection;

/// A line that was taken has bounded inputs in valid form; one that was not has a place and a reason.
void check(const base::Result<Event>& event) {
  if (!event.ok()) {
    fuzz::require(!event.error().message.empty() && !event.error().field.empty());
    return;
  }
  std::size_t inputs = 0;
  for (const auto& [name, value] : event->fields) {
    fuzz::require(!name.empty());
    const auto* text = std::get_if<std::string>(&value);
    if (name != "stadtpult.input") continue;
    ++inputs;
    fuzz::require(text != nullptr && !text->empty());
    fuzz::require(text->find('\0') == std::string::npos);
  }
  fuzz::require(inputs <= kInputs);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto line = fuzz::text_of(data + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      check(map_request(line));
      break;
    case 1:
      check(map_payload(line));
      break;
    case 2:
      check(map_combined(line));
      break;
    case 3:
      check(map_auth(line, {1'764'147'600'000}));
      break;
    default: {
      Event event;
      add_decoded(
          event,
          {line, line, line, {{"content-type", line.substr(0, 40)}, {"cookie", line}, {"x-any", line}}});
      check(event);
    }
  }
  return 0;
}
