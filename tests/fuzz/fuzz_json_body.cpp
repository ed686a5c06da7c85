// Bodies of POST and PATCH, for each struct that a client may send. The first byte chooses it.

#include "api-client/contract/codec.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using namespace stadtpult;

/// What was taken can be written and read again without a change; what was not has a reason.
template <typename T>
void body(std::string_view json) {
  if (const auto made = contract::decode_new<T>(json); made.ok()) {
    const auto written = contract::encode(*made);
    fuzz::require(contract::is_json(written));
    const auto again = contract::decode<T>(written);
    fuzz::require(again.ok() && *again == *made);
  } else {
    fuzz::require(!made.error().message.empty());
  }
  const T current{};
  if (const auto changed = contract::decode_patch<T>(json, current); changed.ok()) {
    const auto patch = contract::encode_patch<T>(current, *changed);
    fuzz::require(contract::is_json(patch));
    (void)contract::changed_fields<T>(current, *changed);
  }
  (void)contract::decode_page<T>(json);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto json = fuzz::text_of(data + 1, size - 1);
  switch (data[0] % 10) {
    case 0:
      body<contract::Category>(json);
      break;
    case 1:
      body<contract::Miniapp>(json);
      break;
    case 2:
      body<contract::Version>(json);
      break;
    case 3:
      body<contract::VersionChange>(json);
      break;
    case 4:
      body<contract::ReviewChange>(json);
      break;
    case 5:
      body<contract::Reason>(json);
      break;
    case 6:
      body<contract::NewRelease>(json);
      break;
    case 7:
      body<contract::ReleaseChange>(json);
      break;
    case 8:
      body<contract::Organisation>(json);
      break;
    default:
      body<contract::ImportRequest>(json);
      break;
  }
  if (contract::is_json(json)) fuzz::require(contract::is_json(contract::canonical_json(json)));
  return 0;
}
