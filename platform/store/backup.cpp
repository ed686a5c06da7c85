#include "platform/store/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "api-client/base/crypto.hpp"
#include "platform/store/audit_check.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

namespace fs = std::filesystem;
using base::Done;
using base::ErrorKind;
using base::Result;

namespace {

constexpr std::string_view kBegin = "stadtpult-", kEnd = ".sqlite";
constexpr size_t kNameLength = kBegin.size() + std::string_view("20261128T083000Z").size() + kEnd.size();
constexpr size_t kPiece = 1U << 20;

/// "2026-11-28T08:30:00Z" without what a file name does not like.
std::string name_at(base::Timestamp at) {
  std::string time = base::to_rfc3339({at.ms - at.ms % 1'000});
  if (const auto dot = time.find('.'); dot != std::string::npos) time.erase(dot, time.find('Z') - dot);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{}{}{}", kBegin, time, kEnd);
}

base::Error failed(const std::string& what, const std::string& path) {
  return base::fail(ErrorKind::storage, fmt::format("{} {}: {}.", what, path, std::strerror(errno)));
}

/// An empty file that nobody else may read.
Done make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failed("This file cannot be made:", path);
  ::close(file);
  return {};
}

/// Everything of a file or a folder is on the disk.
Done flush_to_disk(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = file >= 0 && ::fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) ::close(file);
  errno = reason;
  if (!flushed) return failed("This cannot be written to the disk:", path);
  return {};
}

Result<std::string> hash_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  base::Sha256 hash;
  std::string piece(kPiece, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hash.add(std::string_view(piece).substr(0, static_cast<size_t>(file.gcount())));
  }
  if (!file.eof()) return failed("This file cannot be read:", path);
  return hash.hex();
}

RecordEnd end_of_record(Database& database) {
  const auto rows = database.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1", "is");
  if (rows.empty()) return {};
  return {as_int(rows[0][0]), as_text(rows[0][1])};
}

/// What goes away unless it is kept.
class Partial {
 public:
  explicit Partial(std::string path) : path_(std::move(path)) {}
  ~Partial() {
    std::error_code ignored;
    for (const char* beside : {"", "-journal", "-wal", "-shm"}) fs::remove(path_ + beside, ignored);
  }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Gives it its name, in which there was nothing.
  Done keep_as(const std::string& name) {
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) != 0)
      return failed("This file cannot be made:", name);
    return flush_to_disk(fs::path(name).parent_path());
  }

 private:
  std::string path_;
};

/// A copy of the whole file `from` in `to`, which is empty.
Result<RecordEnd> copy(const std::string& from, const std::string& to) {
  auto source = Database::open(from, Database::Access::read);
  if (!source) return source.error();
  (*source)->copy_to(to);
  if (const auto& failure = (*source)->failure()) return *failure;
  if (const auto flushed = flush_to_disk(to); !flushed) return flushed.error();
  return end_of_backup(to);
}

}  // namespace

Result<Backup> make_backup(const std::string& store_file, const std::string& folder, base::Timestamp at) {
  std::error_code error;
  const fs::path place = fs::absolute(folder, error).lexically_normal();
  fs::create_directories(place, error);
  if (error)
    return base::fail(ErrorKind::storage,
                      fmt::format("The folder {} cannot be made: {}.", folder, error.message()));
  Backup made;
  made.file = (place / name_at(at)).string();
  Partial partial(made.file + ".partial");
  if (const auto done = make_private(partial.path()); !done) return done.error();
  const auto end = copy(store_file, partial.path());
  if (!end) return end.error();
  made.end = *end;
  made.bytes = static_cast<std::int64_t>(fs::file_size(partial.path(), error));
  auto hash = hash_of(partial.path());
  if (!hash) return hash.error();
  made.sha256 = *std::move(hash);
  if (const auto kept = partial.keep_as(made.file); !kept) return kept.error();
  return made;
}

std::vector<std::string> prune_backups(const std::string& folder, int keep) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.size() == kNameLength && name.starts_with(kBegin) && name.ends_with(kEnd)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.resize(names.size() - std::min(names.size(), static_cast<size_t>(std::max(keep, 1))));
  std::erase_if(names, [&](const std::string& name) {
    std::error_code failed_to;
    return !fs::remove(fs::path(folder) / name, failed_to);
  });
  return names;
}

Result<RecordEnd> end_of_backup(const std::string& file) {
  if (std::error_code error; !fs::is_regular_file(file, error))
    return base::fail(ErrorKind::not_found, fmt::format("There is no file {}.", file), "file");
  auto database = Database::open(file, Database::Access::read);
  if (!database) return database.error();
  const auto end = end_of_record(**database);
  if (const auto& failure = (*database)->failure()) return *failure;
  return end;
}

Result<RecordEnd> restore_backup(const std::string& file, const std::string& store_file) {
  std::error_code error;
  if (fs::exists(store_file, error))
    return base::fail(
        ErrorKind::conflict,
        fmt::format("There is a store {} already. Move it away first, with its -wal and -shm.", store_file));
  for (const char* key : {".key", ".audit.key"})
    if (!fs::exists(store_file + key, error))
      return base::fail(ErrorKind::invalid,
                        fmt::format("The key {}{} is missing. Put the keys of the store that was copied "
                                    "there first: without them nobody can read what is encrypted.",
                                    store_file, key));
  if (const auto end = end_of_backup(file); !end) return end.error();
  Partial partial(store_file + ".partial");
  if (const auto done = make_private(partial.path()); !done) return done.error();
  const auto end = copy(file, partial.path());
  if (!end) return end.error();
  {
    auto database = Database::open(partial.path(), Database::Access::read);
    if (!database) return database.error();
    const auto found = (*database)->query("PRAGMA integrity_check(1)", "s");
    if (const auto& failure = (*database)->failure()) return *failure;
    if (found.empty() || as_text(found[0][0]) != "ok")
      return base::fail(ErrorKind::storage, fmt::format("The copy {} is damaged. Take another one.", file));
  }
  const auto checked = check_audit(partial.path());
  if (!checked) return checked.error();
  if (!checked->report.valid)
    return base::fail(ErrorKind::storage,
                      fmt::format("The audit record in {} does not hold: {} Take another copy.", file,
                                  checked->report.reason));
  if (const auto kept = partial.keep_as(fs::absolute(store_file, error).string()); !kept) return kept.error();
  return *end;
}

}  // namespace stadtpult::platform
