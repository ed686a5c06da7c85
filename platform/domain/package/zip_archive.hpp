#pragma once
// The structure of a ZIP file, read from its bytes with suspicion: what two readers could understand
// differently is an error. Internal to the package checks. Format: PKWARE APPNOTE 6.3.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/domain/package/findings.hpp"
#include "platform/domain/package/package.hpp"

namespace stadtpult::platform {

struct ZipEntry {
  std::string name;  ///< raw bytes
  std::uint16_t version_needed = 0;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint32_t crc = 0;
  std::uint64_t packed = 0;    ///< bytes in the file, as declared
  std::uint64_t unpacked = 0;  ///< bytes of content, as declared
  std::uint32_t external_attributes = 0;
  std::uint64_t header_offset = 0;  ///< of the local header
  std::uint64_t data_offset = 0;
  std::uint64_t end_offset = 0;  ///< after the data and its descriptor; 0 where it could not be found
  bool named = false;            ///< the name's form allows placing it in the folder tree
  bool readable = false;         ///< the content can be unpacked within the limits

  [[nodiscard]] bool is_folder() const { return name.ends_with('/'); }
};

struct ZipArchive {
  std::vector<ZipEntry> entries;  ///< in the order of the central directory
  bool signing_block = false;
};

/// Reads the structure and checks everything but the content of entries.
ZipArchive read_zip(std::string_view bytes, const PackageLimits& limits, Findings& findings);

/// Takes content piece by piece.
using ContentSink = std::function<void(std::string_view piece)>;

/// Unpacks one readable entry into `sink` and checks size and CRC. Takes what it unpacks from `budget` and
/// never unpacks more than the entry declares, nor than the budget has. False with a finding where the
/// content is not what is declared.
bool read_content(std::string_view bytes, const ZipEntry& entry, std::uint64_t& budget,
                  const ContentSink& sink, Findings& findings);

}  // namespace stadtpult::platform
