#include "platform/domain/package/package_writer.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>

namespace stadtpult::platform {

namespace {

constexpr std::uint16_t kDosDate = (0U << 9U) | (1U << 5U) | 1U;  // 1980-01-01, the first day ZIP knows

void put16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xffU);
  out += static_cast<char>((value >> 8U) & 0xffU);
}
void put32(std::string& out, std::uint64_t value) {
  put16(out, static_cast<std::uint32_t>(value & 0xffffU));
  put16(out, static_cast<std::uint32_t>((value >> 16U) & 0xffffU));
}

/// Raw deflate; "" where it fails.
std::string deflated(const std::string& bytes) {
  z_stream stream{};
  constexpr int kMemoryLevel = 8;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace

std::string build_package(const std::vector<PackageContent>& files) {
  std::string out;
  std::string directory;
  for (const auto& file : files) {
    auto packed = deflated(file.bytes);
    const bool stored = packed.empty() || packed.size() >= file.bytes.size();
    if (stored) packed = file.bytes;
    const bool ascii =
        std::all_of(file.path.begin(), file.path.end(), [](char c) { return (c & 0x80) == 0; });

    std::string common;  // what local and central header share
    put16(common, stored ? 10 : 20);
    put16(common, ascii ? 0 : 1U << 11U);
    put16(common, stored ? 0 : 8);
    put16(common, 0);
    put16(common, kDosDate);
    put32(common,
          crc32(0, reinterpret_cast<const Bytef*>(file.bytes.data()), static_cast<uInt>(file.bytes.size())));
    put32(common, packed.size());
    put32(common, file.bytes.size());
    put16(common, static_cast<std::uint32_t>(file.path.size()));
    put16(common, 0);

    directory += "PK\1\2";
    put16(directory, 20);
    directory += common;
    put16(directory, 0);  // comment
    put16(directory, 0);  // disk
    put16(directory, 0);  // internal attributes
    put32(directory, 0);  // external attributes
    put32(directory, out.size());
    directory += file.path;

    out += "PK\3\4";
    out += common + file.path + packed;
  }
  const auto start = out.size();
  out += directory;
  out += "PK\5\6";
  put32(out, 0);  // disks
  put16(out, static_cast<std::uint32_t>(files.size()));
  put16(out, static_cast<std::uint32_t>(files.size()));
  put32(out, directory.size());
  put32(out, start);
  put16(out, 0);
  return out;
}

}  // namespace stadtpult::platform
