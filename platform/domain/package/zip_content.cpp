// Unpacks the content of ZIP entries within hard limits.

#include <zlib.h>

#include <algorithm>
#include <array>

#include "platform/domain/package/zip_archive.hpp"

namespace stadtpult::platform {

namespace {

constexpr std::size_t kPiece = 65'536;  // bytes unpacked at a time

/// Counts and hashes what goes to the sink.
struct Output {
  const ContentSink& sink;
  std::uint64_t allowed;  ///< bytes; one more than this is never kept
  std::uint64_t written = 0;
  uLong crc = crc32(0, nullptr, 0);

  void write(std::string_view piece) {
    crc = crc32(crc, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size()));
    written += piece.size();
    sink(piece);
  }
};

void copy_stored(std::string_view packed, Output& out) {
  while (!packed.empty()) {
    out.write(packed.substr(0, kPiece));
    packed.remove_prefix(std::min(kPiece, packed.size()));
  }
}

/// "" or what is wrong. Stops at the first byte beyond what is allowed.
std::string inflate_deflated(std::string_view packed, Output& out) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return "out of memory";
  std::array<char, kPiece> piece;
  // zlib counts input in 32 bits; a package is far smaller, its limit is checked before.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string fault;
  for (int status = Z_OK; status != Z_STREAM_END && fault.empty();) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(std::min<std::uint64_t>(kPiece, out.allowed - out.written + 1));
    const auto room = stream.avail_out;
    status = inflate(&stream, Z_NO_FLUSH);
    const auto made = room - stream.avail_out;
    if (status != Z_OK && status != Z_STREAM_END) {
      fault = status == Z_BUF_ERROR ? "compressed data is cut off" : "compressed data is damaged";
    } else if (made > out.allowed - out.written) {
      fault = "content is longer than declared";
    } else {
      out.write({piece.data(), made});
    }
  }
  if (fault.empty() && stream.avail_in > 0) fault = "compressed data ends before its declared size";
  inflateEnd(&stream);
  return fault;
}

}  // namespace

bool read_content(std::string_view bytes, const ZipEntry& entry, std::uint64_t& budget,
                  const ContentSink& sink, Findings& findings) {
  if (entry.unpacked > budget) return false;  // the total is reported already
  const auto packed = bytes.substr(entry.data_offset, entry.packed);
  Output out{sink, entry.unpacked};
  std::string fault;
  if (entry.method == 0) {
    if (entry.packed != entry.unpacked) {
      fault = "stored content has two different sizes";
    } else {
      copy_stored(packed, out);
    }
  } else {
    fault = inflate_deflated(packed, out);
  }
  budget -= std::min(budget, out.written);
  if (fault.empty() && out.written != entry.unpacked) fault = "content is shorter than declared";
  if (!fault.empty()) {
    findings.error(entry.name, "package.size", fault);
    return false;
  }
  if (out.crc != entry.crc) {
    findings.error(entry.name, "package.crc", "CRC does not match the content");
    return false;
  }
  return true;
}

}  // namespace stadtpult::platform
