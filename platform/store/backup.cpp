#include "platform/store/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include "platform/store/audit_check.hpp"
#include "platform/store/database.hpp"
#include "platform/store/keys.hpp"
#include "platform/store/migrations.hpp"

namespace stadtpult::platform {

namespace fs = std::filesystem;
using base::Done;
using base::ErrorKind;
using base::Result;

namespace {

constexpr std::string_view kBegin = "stadtpult-", kEnd = ".sqlite", kPartial = ".partial", kNote = ".note";
constexpr std::string_view kNoteHead = "stadtpult backup 1\n";
constexpr size_t kIdDigits = 8, kPiece = 1U << 20, kLongestNote = 4096;
constexpr std::int64_t kOldPartialMs = base::kDayMs;

base::Error failed(const std::string& what, const std::string& path) {
  return base::fail(ErrorKind::storage, fmt::format("{} {}: {}.", what, path, std::strerror(errno)));
}

std::string id_of(const base::PublicKey& signer) {
  return base::to_hex(std::string_view(reinterpret_cast<const char*>(signer.data()), signer.size()))
      .substr(0, kIdDigits);
}

std::string name_of(const std::string& id, base::Timestamp at) {
  std::string time = base::to_rfc3339({at.ms - at.ms % 1'000});
  if (const auto dot = time.find('.'); dot != std::string::npos) time.erase(dot, time.find('Z') - dot);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{}{}-{}{}", kBegin, id, time, kEnd);
}

/// "20261128T083000Z".
bool is_time(std::string_view text) {
  constexpr std::string_view kForm = "00000000T000000Z";
  return text.size() == kForm.size() &&
         std::equal(text.begin(), text.end(), kForm.begin(),
                    [](char c, char form) { return form == '0' ? c >= '0' && c <= '9' : c == form; });
}

/// Names of this city's copies in the folder, or of what became of one that was not finished.
std::vector<std::string> names_in(const fs::path& folder, const std::string& id, std::string_view ending) {
  std::vector<std::string> names;
  const std::string begin = fmt::format("{}{}-", kBegin, id);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(begin) || !name.ends_with(ending)) continue;
    if (is_time(std::string_view(name).substr(begin.size(), name.size() - begin.size() - ending.size())))
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// A file of this text that nobody else may read.
Done write_private(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return failed("This file cannot be made:", path);
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  errno = reason;
  if (!written) return failed("This file cannot be written:", path);
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

/// Gives a file a name in which there was nothing; not every file system can do it in one step.
Done give_name(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  if ((errno == EINVAL || errno == ENOSYS) && ::link(from.c_str(), to.c_str()) == 0) {
    ::unlink(from.c_str());
    return {};
  }
  return failed("This file cannot be made:", to);
}

/// An empty file of one's own, which goes away unless it is given its name.
class Partial {
 public:
  static Result<Partial> make(std::string path) {
    if (const auto done = write_private(path, ""); !done) return done.error();
    return Partial(std::move(path));
  }
  Partial(Partial&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  Partial& operator=(Partial&&) = delete;
  ~Partial() {
    std::error_code ignored;
    if (path_.empty()) return;
    for (const char* beside : {"", "-journal", "-wal", "-shm"}) fs::remove(path_ + beside, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit Partial(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

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

// ---- the note beside a copy

std::string note_text(const Backup& backup, const StoreKeys& keys) {
  return fmt::format("{}at {}\nbytes {}\nsha256 {}\nline {}\nhash {}\nkey {}\n", kNoteHead,
                     base::to_rfc3339(backup.at), backup.bytes, backup.sha256, backup.end.line,
                     backup.end.hash, mark_of(keys.seals));
}

std::string signed_note(const Backup& backup, const StoreKeys& keys) {
  const std::string text = note_text(backup, keys);
  return fmt::format("{}signature {}\n", text, base::to_hex(base::ed25519_sign(keys.signs, text)));
}

struct Note {
  Backup backup;
  std::string key;  ///< mark of the key that opens what is sealed in the copy
};

Result<Note> read_note(const std::string& file, const base::PublicKey& signer) {
  std::ifstream in(file + std::string(kNote), std::ios::binary);
  if (!in)
    return base::fail(ErrorKind::not_found, fmt::format("There is no note beside the copy {}.", file),
                      "file");
  std::string text(kLongestNote, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  const auto foreign = [&] {
    return base::fail(ErrorKind::storage,
                      fmt::format("The note beside {} is not signed by this city's key.", file), "file");
  };
  const auto at = text.rfind("signature ");
  if (!text.starts_with(kNoteHead) || at == std::string::npos || text.back() != '\n') return foreign();
  const auto signature = base::from_hex(text.substr(at + 10, text.size() - at - 11));
  text.resize(at);
  if (!signature || !base::ed25519_verify(signer, text, *signature)) return foreign();
  Note note;
  note.backup.file = file;
  std::istringstream lines(text.substr(kNoteHead.size()));
  for (std::string word, value; lines >> word && std::getline(lines >> std::ws, value);) {
    if (word == "at") note.backup.at = base::from_rfc3339(value).value_or(base::Timestamp{});
    if (word == "bytes") std::from_chars(value.data(), value.data() + value.size(), note.backup.bytes);
    if (word == "sha256") note.backup.sha256 = value;
    if (word == "line") std::from_chars(value.data(), value.data() + value.size(), note.backup.end.line);
    if (word == "hash") note.backup.end.hash = value;
    if (word == "key") note.key = value;
  }
  return note;
}

// ---- what stands in a file

using Schema = std::vector<std::string>;

Schema schema_of(Database& database) {
  Schema schema;
  for (const auto& row : database.query(
           "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || COALESCE(sql, '') FROM sqlite_master "
           "WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1",
           "s"))
    schema.push_back(as_text(row[0]));
  return schema;
}

Result<int> version_of(Database& database) {
  const auto rows = database.query("SELECT MAX(number) FROM schema_migrations", "i");
  if (const auto& failure = database.failure()) return *failure;
  return rows.empty() ? 0 : static_cast<int>(as_int(rows[0][0]));
}

/// What a store of this version has. It takes all migrations to know that, so it is kept.
Result<Schema> schema_of_version(int version) {
  static std::mutex mutex;
  static std::map<int, Schema> known;
  const std::lock_guard lock(mutex);
  if (const auto at = known.find(version); at != known.end()) return at->second;
  auto empty = Database::open(":memory:", Database::Access::write);
  if (!empty) return empty.error();
  if (const auto made = migrate(**empty, version); !made) return made.error();
  return known[version] = schema_of(**empty);
}

/// The file has the tables, and the triggers, that a store of its version has, and no others: what is read
/// from it means what it says.
Done check_tables(Database& database, const std::string& file) {
  const auto version = version_of(database);
  if (!version) return version.error();
  if (*version > newest_schema())
    return base::fail(ErrorKind::storage,
                      fmt::format("{} was written by a newer version of Stadtpult.", file), "file");
  const auto expected = schema_of_version(*version);
  if (!expected) return expected.error();
  const Schema found = schema_of(database);
  if (const auto& failure = database.failure()) return *failure;
  if (*version == 0 || found != *expected)
    return base::fail(ErrorKind::storage, fmt::format("{} is no store of Stadtpult.", file), "file");
  return {};
}

Result<RecordEnd> end_of_record(Database& database) {
  const auto rows = database.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1", "is");
  if (const auto& failure = database.failure()) return *failure;
  if (rows.empty()) return RecordEnd{};
  return RecordEnd{as_int(rows[0][0]), as_text(rows[0][1])};
}

/// Opens a file that somebody may have written, and looks where its record ends.
Result<RecordEnd> end_of_file(const std::string& file) {
  auto database = Database::open(file, Database::Access::read);
  if (!database) return database.error();
  (*database)->run("PRAGMA trusted_schema=OFF");
  if (const auto fits = check_tables(**database, file); !fits) return fits.error();
  return end_of_record(**database);
}

/// A copy of the whole file `from` over `to`.
Done copy_over(const std::string& from, const std::string& to) {
  auto source = Database::open(from, Database::Access::read);
  if (!source) return source.error();
  (*source)->copy_to(to);
  if (const auto& failure = (*source)->failure()) return *failure;
  return flush_to_disk(to);
}

/// Nothing is there, not even what SQLite would read into the store from beside it.
Done nothing_at(const std::string& store_file) {
  for (const char* beside : {"", "-wal", "-shm", "-journal"})
    if (std::error_code error; fs::exists(store_file + beside, error))
      return base::fail(ErrorKind::conflict,
                        fmt::format("There is a file {}{} already. Move away everything that belongs to the "
                                    "old store first: STORE, STORE-wal, STORE-shm, STORE-journal.",
                                    store_file, beside));
  return {};
}

/// Every page, and the whole record.
Done check_inside(const std::string& path, const std::string& file) {
  {
    auto database = Database::open(path, Database::Access::read);
    if (!database) return database.error();
    const auto found = (*database)->query("PRAGMA integrity_check(1)", "s");
    if (const auto& failure = (*database)->failure()) return *failure;
    if (found.empty() || as_text(found[0][0]) != "ok")
      return base::fail(ErrorKind::storage, fmt::format("The copy {} is damaged. Take another one.", file));
  }
  const auto checked = check_audit(path);
  if (!checked) return checked.error();
  if (!checked->report.valid)
    return base::fail(ErrorKind::storage,
                      fmt::format("The audit record in {} does not hold: {} Take another copy.", file,
                                  checked->report.reason));
  return {};
}

/// What the note says, where the file is as it says.
Result<Note> look(const std::string& file, const base::PublicKey& signer) {
  std::error_code error;
  if (!fs::is_regular_file(file, error))
    return base::fail(ErrorKind::not_found, fmt::format("There is no file {}.", file), "file");
  auto note = read_note(file, signer);
  if (!note) return note.error();
  if (static_cast<std::int64_t>(fs::file_size(file, error)) != note->backup.bytes)
    return base::fail(ErrorKind::storage, fmt::format("{} is not as long as it was.", file), "file");
  const auto end = end_of_file(file);
  if (!end) return end.error();
  if (*end != note->backup.end)
    return base::fail(ErrorKind::storage, fmt::format("{} does not end as its note says.", file), "file");
  return note;
}

}  // namespace

Result<Backup> make_backup(const std::string& store_file, const std::string& folder, base::Timestamp at) {
  std::error_code error;
  if (!fs::is_regular_file(store_file, error))
    return base::fail(ErrorKind::not_found, fmt::format("There is no store {}.", store_file), "store");
  const auto keys = read_keys(store_file);
  if (!keys) return keys.error();
  const auto signer = base::ed25519_public(keys->signs);
  {
    auto store = Database::open(store_file, Database::Access::read);
    if (!store) return store.error();
    const auto version = version_of(**store);
    if (!version) return version.error();
    if (*version != newest_schema())
      return base::fail(ErrorKind::conflict,
                        fmt::format("The store has schema {}, this program {}. Make the backup with the "
                                    "version that serves it.",
                                    *version, newest_schema()),
                        "store");
    if (const auto own = check_marks(**store, store_file, *keys); !own) return own.error();
  }
  const fs::path place = fs::absolute(folder, error).lexically_normal();
  fs::create_directories(place, error);
  if (error)
    return base::fail(ErrorKind::storage,
                      fmt::format("The folder {} cannot be made: {}.", folder, error.message()));
  const std::string id = id_of(signer);
  // What a run that was killed left behind.
  for (const auto& name : names_in(place, id, std::string(kEnd) + std::string(kPartial)))
    if (name < name_of(id, {at.ms - kOldPartialMs})) fs::remove(place / name, error);

  Backup made;
  made.file = (place / name_of(id, at)).string();
  made.at = {at.ms - at.ms % 1'000};
  const auto partial = Partial::make(made.file + std::string(kPartial));
  if (!partial) return partial.error();
  if (const auto copied = copy_over(store_file, partial->path()); !copied) return copied.error();
  const auto end = end_of_file(partial->path());
  if (!end) return end.error();
  made.end = *end;
  made.bytes = static_cast<std::int64_t>(fs::file_size(partial->path(), error));
  auto hash = hash_of(partial->path());
  if (!hash) return hash.error();
  made.sha256 = *std::move(hash);
  // The copy first: a note without its copy would be one that is missing.
  if (const auto named = give_name(partial->path(), made.file); !named) return named.error();
  if (const auto noted = write_private(made.file + std::string(kNote), signed_note(made, *keys)); !noted) {
    delete_backup(made.file);
    return noted.error();
  }
  if (const auto flushed = flush_to_disk(place); !flushed) return flushed.error();
  return made;
}

std::vector<std::string> surplus_backups(const Backup& made, int keep) {
  const fs::path file = made.file;
  const std::string own = file.filename();
  auto names = names_in(file.parent_path(), own.substr(kBegin.size(), kIdDigits), kEnd);
  std::erase_if(names, [&](const std::string& name) { return name >= own; });
  names.resize(names.size() - std::min(names.size(), static_cast<size_t>(std::max(keep, 1) - 1)));
  for (auto& name : names) name = (file.parent_path() / name).string();
  return names;
}

void delete_backup(const std::string& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
  fs::remove(file + std::string(kNote), ignored);
}

Result<Backup> look_at_backup(const std::string& file, const base::PublicKey& signer) {
  auto note = look(file, signer);
  if (!note) return note.error();
  return std::move(note->backup);
}

Result<Backup> restore_backup(const std::string& file, const std::string& store_file) {
  std::error_code error;
  if (const auto free = nothing_at(store_file); !free) return free.error();
  const auto keys = read_keys(store_file);
  if (!keys) return keys.error();
  auto note = look(file, base::ed25519_public(keys->signs));
  if (!note) return note.error();
  if (note->key != mark_of(keys->seals))
    return base::fail(ErrorKind::invalid,
                      fmt::format("The key {}.key is not the one of the store that was copied: nothing that "
                                  "is encrypted could be read.",
                                  store_file));
  const auto hash = hash_of(file);
  if (!hash) return hash.error();
  if (*hash != note->backup.sha256)
    return base::fail(ErrorKind::storage, fmt::format("{} is not what was copied. Take another one.", file));
  const auto partial = Partial::make(store_file + std::string(kPartial));
  if (!partial) return partial.error();
  if (const auto copied = copy_over(file, partial->path()); !copied) return copied.error();
  if (const auto sound = check_inside(partial->path(), file); !sound) return sound.error();
  if (const auto free = nothing_at(store_file); !free) return free.error();
  const std::string target = fs::absolute(store_file, error).string();
  if (const auto named = give_name(partial->path(), target); !named) return named.error();
  if (const auto flushed = flush_to_disk(fs::path(target).parent_path()); !flushed) return flushed.error();
  return std::move(note->backup);
}

}  // namespace stadtpult::platform
