#pragma once
// Writes ZIP files of any kind, above all such as no honest program writes. For tests only.

#include <zlib.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stadtpult::test {

/// One entry. What is set replaces the honest value in the headers.
struct ZipItem {
  std::string name;
  std::string content = {};
  bool deflate = false;
  std::uint16_t flags = 0;
  std::optional<std::uint16_t> method = {};
  std::uint16_t version_needed = 20;
  std::optional<std::uint16_t> local_version_needed = {};
  std::optional<std::uint32_t> crc = {};
  std::optional<std::uint32_t> packed_size = {};
  std::optional<std::uint32_t> unpacked_size = {};
  std::optional<std::string> packed = {};      ///< the bytes that stand as data
  std::optional<std::string> local_name = {};  ///< another name in the local header
  std::optional<std::uint16_t> local_flags = {};
  std::optional<std::uint32_t> local_crc = {};
  std::optional<std::uint32_t> header_offset = {};
  std::uint32_t external_attributes = 0;
  std::uint16_t disk = 0;
  std::string extra = {};  ///< in the central directory
  std::string local_extra = {};
  bool descriptor = false;  ///< sizes and CRC behind the data (flag bit 3), zeros in the local header
  bool descriptor_signature = true;
  std::optional<std::uint32_t> descriptor_crc = {};
  bool local = true;        ///< false: stands in the central directory only
  bool central = true;      ///< false: stands in the data only
  std::string before = {};  ///< bytes in front of the local header
};

struct ZipShape {
  std::string prefix = {};         ///< in front of everything; offsets do not count it
  std::string signing_block = {};  ///< between entries and central directory
  std::string comment = {};
  std::string suffix = {};
  std::optional<std::uint16_t> entries = {};  ///< in the end record
  std::uint16_t disk = 0;
  std::uint32_t directory_offset_shift = 0;
  std::string before_end = {};  ///< between central directory and end record (ZIP64 records)
  bool end = true;
};

inline void put16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xffU);
  out += static_cast<char>((value >> 8U) & 0xffU);
}
inline void put32(std::string& out, std::uint32_t value) {
  put16(out, value & 0xffffU);
  put16(out, value >> 16U);
}
inline std::string extra_field(std::uint16_t id, const std::string& value) {
  std::string out;
  put16(out, id);
  put16(out, static_cast<std::uint32_t>(value.size()));
  return out + value;
}

inline std::uint32_t crc_of(const std::string& bytes) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

inline std::string deflate_raw(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

namespace detail {

inline void put_central(std::string& directory, const ZipItem& item, std::uint16_t flags,
                        std::uint16_t method, std::uint32_t crc, std::uint32_t packed, std::uint32_t unpacked,
                        std::uint32_t offset) {
  directory += "PK\1\2";
  put16(directory, 0x031e);  // Unix
  put16(directory, item.version_needed);
  put16(directory, flags);
  put16(directory, method);
  put32(directory, 0x00210000);
  put32(directory, crc);
  put32(directory, packed);
  put32(directory, unpacked);
  put16(directory, static_cast<std::uint32_t>(item.name.size()));
  put16(directory, static_cast<std::uint32_t>(item.extra.size()));
  put16(directory, 0);
  put16(directory, item.disk);
  put16(directory, 0);
  put32(directory, item.external_attributes);
  put32(directory, offset);
  directory += item.name + item.extra;
}

}  // namespace detail

inline std::string write_zip(const std::vector<ZipItem>& items, const ZipShape& shape = {}) {
  std::string out;
  std::string directory;
  std::uint32_t count = 0;
  for (const auto& item : items) {
    const auto packed = item.packed.value_or(item.deflate ? deflate_raw(item.content) : item.content);
    const auto method = item.method.value_or(item.deflate ? 8 : 0);
    const auto flags = static_cast<std::uint16_t>(item.flags | (item.descriptor ? 8U : 0U));
    const auto crc = item.crc.value_or(crc_of(item.content));
    const auto packed_size = item.packed_size.value_or(static_cast<std::uint32_t>(packed.size()));
    const auto unpacked_size = item.unpacked_size.value_or(static_cast<std::uint32_t>(item.content.size()));
    out += item.before;
    const auto offset = item.header_offset.value_or(static_cast<std::uint32_t>(out.size()));
    if (item.local) {
      const auto& name = item.local_name.value_or(item.name);
      out += "PK\3\4";
      put16(out, item.local_version_needed.value_or(item.version_needed));
      put16(out, item.local_flags.value_or(flags));
      put16(out, method);
      put32(out, 0x00210000);
      put32(out, item.descriptor ? 0 : item.local_crc.value_or(crc));
      put32(out, item.descriptor ? 0 : packed_size);
      put32(out, item.descriptor ? 0 : unpacked_size);
      put16(out, static_cast<std::uint32_t>(name.size()));
      put16(out, static_cast<std::uint32_t>(item.local_extra.size()));
      out += name + item.local_extra + packed;
      if (item.descriptor) {
        if (item.descriptor_signature) out += "PK\7\10";
        put32(out, item.descriptor_crc.value_or(crc));
        put32(out, packed_size);
        put32(out, unpacked_size);
      }
    }
    if (!item.central) continue;
    detail::put_central(directory, item, flags, method, crc, packed_size, unpacked_size, offset);
    ++count;
  }
  out += shape.signing_block;
  const auto start = static_cast<std::uint32_t>(out.size());
  out += directory + shape.before_end;
  if (!shape.end) return shape.prefix + out;
  out += "PK\5\6";
  put16(out, shape.disk);
  put16(out, shape.disk);
  put16(out, shape.entries.value_or(static_cast<std::uint16_t>(count)));
  put16(out, shape.entries.value_or(static_cast<std::uint16_t>(count)));
  put32(out, static_cast<std::uint32_t>(directory.size()));
  put32(out, start + shape.directory_offset_shift);
  put16(out, static_cast<std::uint32_t>(shape.comment.size()));
  return shape.prefix + out + shape.comment + shape.suffix;
}

}  // namespace stadtpult::test
