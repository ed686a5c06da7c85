// The stream of server-sent events, cut anywhere. The first two bytes say where.

#include <string>
#include <vector>

#include "api-client/client/event_stream.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using namespace stadtpult;

struct Taken {
  std::vector<std::string> events;
  bool trusted = true;
  std::string last_id;
  bool operator==(const Taken&) const = default;
};

Taken parse(std::string_view bytes, std::size_t piece) {
  Taken taken;
  client::SseParser parser;
  while (!bytes.empty() && taken.trusted) {
    const auto part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    taken.trusted = parser.feed(part, [&](client::ServerEvent event) {
      fuzz::require(!event.type.empty());
      fuzz::require(event.id.find('\0') == std::string::npos && event.id.find('\n') == std::string::npos);
      taken.events.push_back(event.type + '\x1F' + event.data + '\x1F' + event.id);
      (void)contract::decode<contract::StreamChange>(event.data);
    });
  }
  fuzz::require(!parser.retry_ms() || *parser.retry_ms() >= 0);
  taken.last_id = parser.last_id();
  return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto stream = fuzz::text_of(data + 2, size - 2);
  const std::size_t piece = 1 + data[0] + 256U * data[1];
  // However the network cuts it, the same events come.
  fuzz::require(parse(stream, piece) == parse(stream, stream.size() + 1));
  return 0;
}
