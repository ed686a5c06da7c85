#include "platform/domain/package/zip_archive.hpp"

#include <algorithm>
#include <optional>

#include "platform/domain/package/names.hpp"

namespace stadtpult::platform {

namespace {

constexpr std::string_view kLocalHeader = "PK\3\4";
constexpr std::string_view kCentralHeader = "PK\1\2";
constexpr std::string_view kEnd = "PK\5\6";
constexpr std::string_view kZip64Locator = "PK\6\7";
constexpr std::string_view kDescriptor = "PK\7\10";

constexpr std::uint64_t kLocalHeaderSize = 30;
constexpr std::uint64_t kCentralHeaderSize = 46;
constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kZip64LocatorSize = 20;
constexpr std::uint64_t kMagicSize = 16;  // of a signing block

constexpr std::uint16_t kEncrypted = 1U << 0U;
constexpr std::uint16_t kHasDescriptor = 1U << 3U;
constexpr std::uint16_t kPatched = 1U << 5U;
constexpr std::uint16_t kStrongEncryption = 1U << 6U;
constexpr std::uint16_t kUtf8Name = 1U << 11U;
constexpr std::uint16_t kMaskedHeader = 1U << 13U;

constexpr std::uint16_t kZip64Extra = 0x0001;
constexpr std::uint16_t kUnicodePathExtra = 0x7075;

/// Little-endian numbers at offsets the caller has checked.
std::uint16_t u16(std::string_view bytes, std::uint64_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) |
                                    (static_cast<unsigned char>(bytes[at + 1]) << 8U));
}
std::uint32_t u32(std::string_view bytes, std::uint64_t at) {
  return static_cast<std::uint32_t>(u16(bytes, at)) | (static_cast<std::uint32_t>(u16(bytes, at + 2)) << 16U);
}

struct End {
  std::uint64_t at = 0;
  std::uint64_t comment = 0;
};

/// One pass over one file. The steps go from the end of the file to its entries.
class Parser {
 public:
  Parser(std::string_view bytes, const PackageLimits& limits, Findings& findings)
      : bytes_(bytes), limits_(limits), findings_(findings) {}

  ZipArchive parse() {
    check_type();
    const auto end = find_end();
    if (!end || !read_end(*end)) return std::move(archive_);
    read_central_directory();
    check_unpacked_size();
    check_layout();
    return std::move(archive_);
  }

 private:
  void error(std::string_view path, const char* rule, std::string message) {
    findings_.error(path, std::string("package.") + rule, std::move(message));
  }

  void check_type() {
    if (bytes_.starts_with(kDescriptor)) {
      error("", "split", "split ZIP archives are not allowed");
    } else if (!bytes_.starts_with(kLocalHeader) && !bytes_.starts_with(kEnd)) {
      error("", "type", "not a MiniApp package: the file does not start as a ZIP file does");
    }
  }

  // ---- end of central directory

  /// The record whose comment reaches exactly to the end of the file, else the last one there is.
  std::optional<End> find_end() {
    std::optional<End> exact;
    std::optional<End> loose;
    bool ambiguous = false;
    constexpr std::uint64_t kLongestComment = 0xffff;
    const auto size = bytes_.size();
    const auto lowest = size > kEndSize + kLongestComment ? size - kEndSize - kLongestComment : 0;
    for (auto at = size < kEndSize ? 0 : size - kEndSize + 1; at > lowest; --at) {
      const auto start = at - 1;
      if (bytes_.compare(start, kEnd.size(), kEnd) != 0) continue;
      const End found{start, u16(bytes_, start + 20)};
      if (start + kEndSize + found.comment != size) {
        if (!loose) loose = found;
      } else if (exact) {
        ambiguous = true;
      } else {
        exact = found;
      }
    }
    if (exact) {
      if (ambiguous || (loose && loose->at > exact->at)) {
        error("", "ambiguous-end", "more than one end of the central directory");
      }
      return exact;
    }
    if (!loose) {
      error("", "truncated", "no end of the central directory: the file is cut off or not a ZIP file");
    } else if (loose->at + kEndSize + loose->comment > size) {
      error("", "truncated", "the comment is cut off");
    } else {
      error("", "trailing-bytes", "bytes after the end of the ZIP file");
    }
    return loose;
  }

  bool read_end(const End& end) {
    const auto disk = u16(bytes_, end.at + 4);
    const auto directory_disk = u16(bytes_, end.at + 6);
    const auto entries_here = u16(bytes_, end.at + 8);
    declared_entries_ = u16(bytes_, end.at + 10);
    const std::uint64_t size = u32(bytes_, end.at + 12);
    const std::uint64_t offset = u32(bytes_, end.at + 16);
    if (end.comment > 0) {
      findings_.warning("", "package.comment",
                        "ZIP comment of " + std::to_string(end.comment) + " bytes is not used");
    }
    const bool locator =
        end.at >= kZip64LocatorSize && bytes_.compare(end.at - kZip64LocatorSize, 4, kZip64Locator) == 0;
    const bool unreadable = size == 0xffffffff || offset == 0xffffffff;
    if (locator || unreadable || declared_entries_ == 0xffff) {
      error("", "zip64", "ZIP64 needs version 4.5, only 2.0 is allowed");
    }
    if (!unreadable && (disk != 0 || directory_disk != 0 || entries_here != declared_entries_)) {
      error("", "split", "split ZIP archives are not allowed");
    }
    if (unreadable) return false;
    // Bytes put before or after the archive move it against its own offsets; the size tells where it really
    // starts.
    directory_end_ = end.at;
    if (offset + size != end.at && !locator) {
      error("", "central-directory", "central directory is not where the end record says");
    }
    if (locator) {
      directory_start_ = offset;
      directory_end_ = offset + size;
    } else if (size <= end.at) {
      directory_start_ = end.at - size;
      if (directory_start_ >= offset) shift_ = directory_start_ - offset;
    }
    return size <= end.at && directory_start_ <= directory_end_ && directory_end_ <= end.at;
  }

  // ---- central directory

  void read_central_directory() {
    auto at = directory_start_;
    while (at < directory_end_) {
      if (archive_.entries.size() >= limits_.entries) {
        error("", "entries", "more than " + std::to_string(limits_.entries) + " entries");
        complete_ = false;
        return;
      }
      if (!read_central_header(at)) {
        error("", "central-directory", "central directory is damaged or cut off");
        complete_ = false;
        return;
      }
    }
    if (archive_.entries.size() != declared_entries_) {
      error("", "central-directory",
            "central directory has " + std::to_string(archive_.entries.size()) +
                " entries, its end record says " + std::to_string(declared_entries_));
    }
  }

  /// Reads the record at `at` and moves `at` behind it; false where there is none.
  bool read_central_header(std::uint64_t& at) {
    if (directory_end_ - at < kCentralHeaderSize || bytes_.compare(at, 4, kCentralHeader) != 0) return false;
    const std::uint64_t name = u16(bytes_, at + 28);
    const std::uint64_t extra = u16(bytes_, at + 30);
    const std::uint64_t comment = u16(bytes_, at + 32);
    const auto size = kCentralHeaderSize + name + extra + comment;
    if (directory_end_ - at < size) return false;

    ZipEntry entry;
    entry.name = bytes_.substr(at + kCentralHeaderSize, name);
    entry.version_needed = u16(bytes_, at + 6);
    entry.flags = u16(bytes_, at + 8);
    entry.method = u16(bytes_, at + 10);
    entry.crc = u32(bytes_, at + 16);
    entry.packed = u32(bytes_, at + 20);
    entry.unpacked = u32(bytes_, at + 24);
    entry.external_attributes = u32(bytes_, at + 38);
    entry.header_offset = u32(bytes_, at + 42) + shift_;
    if (u16(bytes_, at + 34) != 0) error(entry.name, "split", "split ZIP archives are not allowed");
    check_entry(entry, bytes_.substr(at + kCentralHeaderSize + name, extra));
    archive_.entries.push_back(std::move(entry));
    at += size;
    return true;
  }

  void check_entry(ZipEntry& entry, std::string_view extra) {
    entry.named = check_entry_name(entry.name, findings_);
    check_kind(entry);
    zip64_extra_ = check_extra(entry, extra);
    entry.readable = check_local_header(entry);
    if (zip64_extra_) error(entry.name, "zip64", "ZIP64 needs version 4.5, only 2.0 is allowed");
    check_features(entry);
    if (entry.is_folder()) {
      check_folder(entry);
      entry.readable = false;
    } else if (entry.unpacked > limits_.unpacked_bytes) {
      unpacked_size(entry.name, entry.unpacked);
      entry.readable = false;
    } else if (entry.unpacked > limits_.ratio_from_bytes && is_bomb(entry.unpacked, entry.packed)) {
      error(entry.name, "ratio", "unpacks to more than " + std::to_string(limits_.ratio) + " times its size");
      entry.readable = false;
    } else {
      unpacked_ += entry.unpacked;
    }
  }

  /// Nothing unpacks a folder, so nothing else would look at its bytes.
  void check_folder(const ZipEntry& entry) {
    const auto packed =
        entry.end_offset > 0 ? bytes_.substr(entry.data_offset, entry.packed) : std::string_view();
    if (entry.unpacked != 0 || (!packed.empty() && !(entry.method == 8 && is_empty_deflate(packed)))) {
      error(entry.name, "folder-data", "a folder has content");
    } else if (entry.crc != 0) {
      error(entry.name, "crc", "CRC does not match the content");
    }
  }

  /// No bytes, as RFC 1951 writes them: one last block, with fixed codes or stored.
  static bool is_empty_deflate(std::string_view packed) {
    return packed == std::string_view("\3\0", 2) || packed == std::string_view("\1\0\0\xff\xff", 5);
  }

  [[nodiscard]] bool is_bomb(std::uint64_t unpacked, std::uint64_t packed) const {
    return unpacked / limits_.ratio >= std::max<std::uint64_t>(1, packed);
  }

  /// Symbolic links and devices, by the Unix mode in the upper half of the external attributes.
  void check_kind(const ZipEntry& entry) {
    constexpr std::uint32_t kTypeMask = 0xf000;
    const auto type = (entry.external_attributes >> 16U) & kTypeMask;
    if (type == 0xa000) {
      error(entry.name, "symlink", "symbolic links are not allowed");
    } else if (type != 0 && type != 0x8000 && type != 0x4000) {
      error(entry.name, "special-file", "only files and folders are allowed");
    } else if ((type == 0x4000) != entry.is_folder() && type != 0) {
      error(entry.name, "file-folder-clash", "name and attributes disagree on whether this is a folder");
    }
  }

  void check_features(ZipEntry& entry) {
    constexpr std::uint16_t kAnyEncryption = kEncrypted | kStrongEncryption | kMaskedHeader;
    if ((entry.flags & kAnyEncryption) != 0) {
      error(entry.name, "encryption", "ZIP encryption must not be used (general-purpose flag bit 0)");
      entry.readable = false;
    }
    if ((entry.flags & kPatched) != 0) {
      error(entry.name, "patched-data", "patched data must not be used (general-purpose flag bit 5)");
      entry.readable = false;
    }
    if (entry.method != 0 && entry.method != 8) {
      error(entry.name, "method",
            "compression method other than 0 (stored) or 8 (deflate): " + std::to_string(entry.method));
      entry.readable = false;
    }
    // The upper byte names a system, not a version.
    if ((entry.version_needed & 0xffU) > 20) {
      const auto version = entry.version_needed & 0xffU;
      error(entry.name, "version-needed",
            "version needed to extract is " + std::to_string(version / 10) + "." +
                std::to_string(version % 10) + ", at most 2.0 is allowed");
    }
    const bool ascii =
        std::all_of(entry.name.begin(), entry.name.end(), [](char c) { return (c & 0x80) == 0; });
    if (!ascii && entry.named && (entry.flags & kUtf8Name) == 0) {
      findings_.warning(entry.name, "package.name-flag",
                        "name is UTF-8 but not marked so (general-purpose flag bit 11)");
    }
  }

  /// True where there is a ZIP64 field. A second name for other readers is an error, as are bytes that are no
  /// field; but for the zeros that some programs align content with.
  bool check_extra(const ZipEntry& entry, std::string_view extra) {
    bool zip64 = false;
    while (extra.size() >= 4) {
      const auto id = u16(extra, 0);
      const std::size_t size = u16(extra, 2);
      if (extra.size() - 4 < size) break;
      const auto value = extra.substr(4, size);
      if (id == kZip64Extra) zip64 = true;
      if (id == kUnicodePathExtra && size > 5 && value.substr(5) != entry.name) {
        error(entry.name, "name-mismatch", "has a second, different name in an extra field");
      }
      extra.remove_prefix(4 + size);
    }
    if (extra.size() < 4 && extra.find_first_not_of('\0') == std::string_view::npos) {
      if (!extra.empty()) {
        findings_.warning(entry.name, "package.extra-field",
                          std::to_string(extra.size()) + " bytes after the extra fields are not used");
      }
    } else {
      error(entry.name, "extra-field",
            extra.size() < 4 ? "bytes among the extra fields belong to none" : "an extra field is cut off");
    }
    return zip64;
  }

  // ---- local headers

  /// Finds the data of the entry; false with a finding where local header and central directory do not fit.
  bool check_local_header(ZipEntry& entry) {
    const auto at = entry.header_offset;
    if (at > directory_start_ || directory_start_ - at < kLocalHeaderSize ||
        bytes_.compare(at, 4, kLocalHeader) != 0) {
      error(entry.name, "local-header", "no local header where the central directory says");
      return false;
    }
    const std::uint64_t name = u16(bytes_, at + 26);
    const std::uint64_t extra = u16(bytes_, at + 28);
    entry.data_offset = at + kLocalHeaderSize + name + extra;
    if (entry.data_offset > directory_start_ || directory_start_ - entry.data_offset < entry.packed) {
      error(entry.name, "truncated", "content is cut off or runs into the central directory");
      return false;
    }
    if (bytes_.substr(at + kLocalHeaderSize, name) != entry.name) {
      error(
          entry.name, "name-mismatch",
          "local header has another name: \"" + printable(bytes_.substr(at + kLocalHeaderSize, name)) + "\"");
    }
    const auto local_extra = bytes_.substr(at + kLocalHeaderSize + name, extra);
    zip64_extra_ = check_extra(entry, local_extra) || zip64_extra_;
    compare_headers(entry, at);
    entry.end_offset = entry.data_offset + entry.packed;
    return read_descriptor(entry);
  }

  void compare_headers(ZipEntry& entry, std::uint64_t at) {
    constexpr std::uint16_t kCompared =
        kEncrypted | kHasDescriptor | kStrongEncryption | kUtf8Name | kMaskedHeader;
    const auto flags = u16(bytes_, at + 6);
    const auto crc = u32(bytes_, at + 14);
    const auto packed = u32(bytes_, at + 18);
    const auto unpacked = u32(bytes_, at + 22);
    const bool later = (flags & kHasDescriptor) != 0;  // crc and sizes may stand in the descriptor only
    const auto differs = [&](std::uint64_t local, std::uint64_t central) {
      return local != central && !(later && local == 0);
    };
    if (((flags ^ entry.flags) & kCompared) != 0 || u16(bytes_, at + 8) != entry.method ||
        differs(crc, entry.crc) ||
        ((differs(packed, entry.packed) || differs(unpacked, entry.unpacked)) && !zip64_extra_)) {
      error(entry.name, "header-mismatch",
            "local header and central directory disagree on flags, method, CRC or size");
    }
    // The worse of both counts.
    entry.flags |=
        static_cast<std::uint16_t>(flags & (kEncrypted | kPatched | kStrongEncryption | kMaskedHeader));
    const auto version = u16(bytes_, at + 4);
    if ((version & 0xffU) > (entry.version_needed & 0xffU)) entry.version_needed = version;
  }

  /// The data descriptor behind the data, with or without its signature.
  bool read_descriptor(ZipEntry& entry) {
    if ((entry.flags & kHasDescriptor) == 0) return true;
    const auto fits = [&](std::uint64_t at) {
      return at <= directory_start_ && directory_start_ - at >= 12 && u32(bytes_, at) == entry.crc &&
             u32(bytes_, at + 4) == entry.packed && u32(bytes_, at + 8) == entry.unpacked;
    };
    const auto at = entry.end_offset;
    if (bytes_.compare(at, 4, kDescriptor) == 0 && fits(at + 4)) {
      entry.end_offset += 16;
    } else if (fits(at)) {
      entry.end_offset += 12;
    } else {
      error(entry.name, "data-descriptor",
            "data descriptor is missing or disagrees with the central directory");
      entry.end_offset = 0;
      return false;
    }
    return true;
  }

  // ---- the whole

  /// All files together but those that were refused by themselves. Many small bombs are one large one.
  void check_unpacked_size() {
    if (unpacked_ > limits_.unpacked_bytes) {
      unpacked_size("", unpacked_);
    } else if (unpacked_ > limits_.total_ratio_from_bytes && is_bomb(unpacked_, bytes_.size())) {
      error("", "ratio",
            "all files together unpack to more than " + std::to_string(limits_.ratio) +
                " times the size of the package");
    } else {
      return;
    }
    for (auto& entry : archive_.entries) {
      if (is_bomb(entry.unpacked, entry.packed)) entry.readable = false;
    }
  }

  void unpacked_size(std::string_view path, std::uint64_t bytes) {
    error(path, "unpacked-size",
          "unpacks to " + std::to_string(bytes) + " bytes, at most " +
              std::to_string(limits_.unpacked_bytes) + " are allowed");
  }

  /// Entries must lie one behind the other without gaps; only a signing block may stand before the central
  /// directory.
  void check_layout() {
    std::vector<ZipEntry*> by_offset;
    for (auto& entry : archive_.entries) {
      if (entry.end_offset == 0) {
        complete_ = false;
      } else {
        by_offset.push_back(&entry);
      }
    }
    std::stable_sort(by_offset.begin(), by_offset.end(), [](const ZipEntry* a, const ZipEntry* b) {
      return a->header_offset < b->header_offset;
    });
    std::uint64_t reached = 0;
    for (auto* entry : by_offset) {
      if (entry->header_offset < reached) {
        error(entry->name, "overlap", "shares bytes with another entry");
        entry->readable = false;
      } else if (entry->header_offset > reached && complete_) {
        hidden_bytes(entry->header_offset - reached, entry->name, "before this entry");
      }
      reached = std::max(reached, entry->end_offset);
    }
    if (!complete_ || reached >= directory_start_) return;
    const auto block = bytes_.substr(reached, directory_start_ - reached);
    if (is_signing_block(block)) {
      archive_.signing_block = true;
      findings_.warning("", "package.signing-block",
                        "signing block present, unverified (\"" +
                            printable(block.substr(block.size() - kMagicSize)) + "\")");
    } else {
      hidden_bytes(block.size(), "", "before the central directory");
    }
  }

  void hidden_bytes(std::uint64_t count, std::string_view path, const char* where) {
    error(path, "hidden-bytes", std::to_string(count) + " bytes " + where + " belong to no entry");
  }

  /// The draft fixes neither magic nor content, so anything that ends in 16 bytes of a mark and is no entry
  /// counts.
  static bool is_signing_block(std::string_view block) {
    if (block.size() < kMagicSize || block.starts_with(kLocalHeader)) return false;
    return block.substr(block.size() - kMagicSize).find_first_not_of('\0') != std::string_view::npos;
  }

  std::string_view bytes_;
  const PackageLimits& limits_;
  Findings& findings_;
  ZipArchive archive_;
  std::uint64_t directory_start_ = 0;
  std::uint64_t directory_end_ = 0;
  std::uint64_t shift_ = 0;  ///< added to every offset: bytes that were put before the archive
  std::size_t declared_entries_ = 0;
  std::uint64_t unpacked_ = 0;  ///< bytes as declared, of the files that are not refused for their size
  bool complete_ = true;        ///< every entry and its extent is known
  bool zip64_extra_ = false;    ///< of the entry at hand
};

}  // namespace

ZipArchive read_zip(std::string_view bytes, const PackageLimits& limits, Findings& findings) {
  return Parser(bytes, limits, findings).parse();
}

}  // namespace stadtpult::platform
