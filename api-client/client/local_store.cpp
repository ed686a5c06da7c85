#include "api-client/client/local_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

#include "api-client/base/clock.hpp"
#include "api-client/base/log.hpp"
#include "api-client/client/sqlite.hpp"

namespace stadtpult::client {
namespace {

using base::Done;
using base::ErrorKind;

// A sealed word that only the right key opens; a file whose word does not open is not ours.
constexpr std::size_t kDeviceDigits = 16;
constexpr std::string_view kProof = "stadtpult console 1";
constexpr const char* kDeviceKey = "device";
// Ends of the names of what was moved aside, before the time.
constexpr std::string_view kDamaged = "damaged", kOtherKey = "other-key", kTakenBack = "taken-back";

constexpr const char* kJournalSchema =
    "CREATE TABLE IF NOT EXISTS proof (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS secrets (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS drafts (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS outbox (account TEXT NOT NULL, number INTEGER NOT NULL, value BLOB NOT NULL,"
    " PRIMARY KEY (account, number));";
constexpr const char* kCacheSchema =
    "CREATE TABLE IF NOT EXISTS proof (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS lists (name TEXT PRIMARY KEY, complete_at INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS things (list TEXT NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL,"
    " PRIMARY KEY (list, id)) WITHOUT ROWID;";

std::string context(std::string_view table, std::string_view key) {
  return fmt::format("{}/{}", table, key);
}
std::string outbox_context(std::string_view account, std::int64_t number) {
  return fmt::format("outbox/{}/{}", account, number);
}

/// A draft's value: the time it was typed, a space, the text.
std::string draft_value(const Draft& draft) {
  return fmt::format("{} {}", draft.saved_at.ms, draft.text);
}
Draft draft_of(std::string_view value) {
  Draft draft;
  const auto space = value.find(' ');
  std::from_chars(value.data(), value.data() + std::min(space, value.size()), draft.saved_at.ms);
  if (space != std::string_view::npos) draft.text = value.substr(space + 1);
  return draft;
}

Done make_dir(const std::string& dir) {
  std::error_code wrong;
  std::filesystem::create_directories(std::filesystem::path(dir).parent_path(), wrong);
  if (::mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST)
    return base::fail(ErrorKind::storage,
                      fmt::format("cannot make the folder {}: {}", dir, std::strerror(errno)));
  struct stat info {};
  if (::stat(dir.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return base::fail(ErrorKind::storage, fmt::format("{} is no folder", dir));
  if ((info.st_mode & 077) != 0 && ::chmod(dir.c_str(), 0700) != 0)
    return base::fail(ErrorKind::storage, fmt::format("{} belongs to somebody else", dir));
  return {};
}

}  // namespace

std::string default_data_dir() {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/')
    return std::string(data) + "/stadtpult";
  const char* home = std::getenv("HOME");
  return std::string(home != nullptr ? home : "/tmp") + "/.local/share/stadtpult";
}

struct LocalStore::Files {
  std::string dir;
  int lock = -1;
  base::Key key{};
  bool new_key = false;      ///< there was none
  bool other_key = false;    ///< what was kept here has another one
  bool typed_aside = false;  ///< and among it is text or a command, not just settings
  std::optional<Database> journal, cache;
  Statement put_thing;  ///< kept prepared: a hundred thousand things go through it

  ~Files() {
    put_thing = {};
    journal.reset();
    cache.reset();
    if (lock >= 0) ::close(lock);
  }
  [[nodiscard]] std::string path(std::string_view name) const { return fmt::format("{}/{}", dir, name); }
  Done take_lock();
  Done prove(Database& database, std::string_view name, bool& ours);
};

/// Held as long as the store is open; the system lets go of it when the process ends, however it ends.
Done LocalStore::Files::take_lock() {
  lock = ::open(path("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0)
    return base::fail(ErrorKind::storage, fmt::format("cannot write in {}: {}", dir, std::strerror(errno)),
                      errno == ENOSPC || errno == EDQUOT ? "full" : "");
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0)
    return base::fail(ErrorKind::conflict,
                      fmt::format("another console is using {}; close it or start this one with --data", dir),
                      "data");
  return {};
}

/// Writes the proof into a new file; `ours` tells whether the key opens the one that is there.
Done LocalStore::Files::prove(Database& database, std::string_view name, bool& ours) {
  const std::string about = context("proof", name);
  Statement read = database.prepare("SELECT value FROM proof WHERE key = 'key'");
  if (read.step()) {
    const auto word = base::open_sealed(key, read.text(0), about);
    ours = word.ok() && *word == kProof;
    return {};
  }
  if (read.failed()) return database.error();
  ours = true;
  Statement write = database.prepare("INSERT INTO proof (key, value) VALUES ('key', ?)");
  write.bind_blob(1, base::seal(key, kProof, about));
  return database.run(write);
}

LocalStore::LocalStore() : files_(std::make_unique<Files>()) {}
LocalStore::~LocalStore() = default;

base::Result<std::unique_ptr<LocalStore>> LocalStore::open(const std::string& dir) {
  std::unique_ptr<LocalStore> store(new LocalStore());
  store->files_->dir = dir;
  if (auto made = make_dir(dir); !made) return made.error();
  if (auto locked = store->files_->take_lock(); !locked) return locked.error();
  std::error_code wrong;
  store->files_->new_key = !std::filesystem::exists(store->files_->path("key"), wrong);
  auto key = base::load_or_create_key(store->files_->path("key"));
  if (!key) return key.error();
  store->files_->key = *key;
  // Nothing is encrypted with it; it is made and guarded as the key is.
  const auto device = base::load_or_create_key(store->files_->path("device"));
  if (!device) {
    base::Error error = device.error();
    if (error.field == "key") error.field = "device";  // nothing is lost with this one
    return error;
  }
  store->device_ = "dev_" + base::to_hex(std::string_view(reinterpret_cast<const char*>(device->data()),
                                                          kDeviceDigits / 2));
  if (auto opened = store->open_files(); !opened) return opened.error();
  return store;
}

Done LocalStore::open_files() {
  if (auto journal = open_journal(); !journal) return journal;
  return open_cache();
}

Done LocalStore::open_journal() {
  const std::string file = files_->path("console.sqlite");
  std::string aside_file;
  bool other_key = false;
  for (int round = 0; round < 2; ++round) {
    auto opened = Database::open(file, "FULL");
    bool damaged = false;
    base::Error error;
    if (opened) {
      bool ours = false;
      Done ready = opened->run(kJournalSchema);
      if (ready) ready = files_->prove(*opened, "console", ours);
      const bool sound = ready && opened->sound() && !opened->damaged();
      damaged = opened->damaged() || (ready && (!ours || !sound));
      if (round == 0) other_key = sound && !ours;
      if (ready && !damaged) {
        files_->journal = std::move(*opened);
        if (!aside_file.empty()) tell_aside(aside_file, other_key);
        take_back();
        return {};
      }
      if (!ready) error = ready.error();
    } else {
      error = opened.error();
      damaged = error.message.find("not a database") != std::string::npos ||
                error.message.find("malformed") != std::string::npos;
    }
    if (!damaged || round == 1) return error;
    if (opened) *opened = Database();
    auto aside = move_aside(file, other_key ? kOtherKey : kDamaged);
    if (!aside) return aside.error();
    aside_file = *aside;
  }
  return base::fail(ErrorKind::storage, "the local store cannot be opened");
}

Done LocalStore::open_cache() {
  const std::string file = files_->path("cache.sqlite");
  for (int round = 0; round < 2; ++round) {
    auto opened = Database::open(file, "NORMAL");
    bool ours = false;
    Done ready = opened ? opened->run(kCacheSchema) : Done(opened.error());
    if (ready) ready = files_->prove(*opened, "cache", ours);
    if (ready && ours) {
      files_->cache = std::move(*opened);
      files_->put_thing =
          files_->cache->prepare("INSERT OR REPLACE INTO things (list, id, value) VALUES (?, ?, ?)");
      return {};
    }
    if (round == 1 && !ready) return ready;
    // Copies of lists are worth nothing when damaged: the platform has them.
    if (opened) *opened = Database();
    for (const char* end : {"", "-wal", "-shm"}) ::unlink((file + end).c_str());
    // Another key was told of already.
    if (!files_->other_key)
      notices_.push_back({StoreNotice::What::cache_rebuilt,
                          "the cached lists on this device were damaged and are loaded anew"});
  }
  return base::fail(ErrorKind::storage, "the cache cannot be opened");
}

base::Result<std::string> LocalStore::move_aside(const std::string& file, std::string_view why) {
  const std::string aside = fmt::format("{}.{}-{}", file, why, base::now().ms);
  if (::rename(file.c_str(), aside.c_str()) != 0)
    return base::fail(ErrorKind::storage,
                      fmt::format("cannot move {} aside: {}", file, std::strerror(errno)));
  for (const char* end : {"-wal", "-shm"}) ::rename((file + end).c_str(), (aside + end).c_str());
  return aside;
}

/// A file whose proof alone is damaged looks like one of another key: what opens in it tells them apart.
void LocalStore::tell_aside(const std::string& aside, bool other_key) {
  using What = StoreNotice::What;
  const Salvaged saved = salvage(aside);
  files_->other_key = other_key && saved.taken == 0;
  if (!files_->other_key)
    return notices_.push_back(
        {What::journal_moved_aside,
         fmt::format("what was kept was damaged; it lies at {} and what could be read of it was taken over",
                     aside),
         aside});
  if (saved.found == 0) return;  // nobody misses it
  files_->typed_aside = saved.typed > 0;
  const std::string key = files_->path("key");
  notices_.push_back(
      files_->new_key
          ? StoreNotice{What::key_missing,
                        fmt::format("{} was missing; what it sealed lies at {}", key, aside), aside}
          : StoreNotice{What::key_other, fmt::format("{} is not the key of {}", key, aside), aside});
}

/// What was set aside for want of its key, where the key is there again.
void LocalStore::take_back() {
  const std::string start = fmt::format("console.sqlite.{}-", kOtherKey);
  std::vector<std::string> stamps;
  std::error_code wrong;
  for (std::filesystem::directory_iterator at(files_->dir, wrong), end; !wrong && at != end;
       at.increment(wrong)) {
    const std::string name = at->path().filename().string();
    const bool beside = name.ends_with("-wal") || name.ends_with("-shm");
    if (name.starts_with(start) && !beside) stamps.push_back(name.substr(start.size()));
  }
  std::sort(stamps.begin(), stamps.end());
  for (const auto& stamp : stamps) {
    const std::string file = files_->path(start + stamp);
    bool ours = false;
    if (auto old = Database::open_to_read(file); !old || !files_->prove(*old, "console", ours) || !ours)
      continue;
    if (!salvage(file).written) continue;  // no room now: the next start tries again
    const std::string taken = files_->path(fmt::format("console.sqlite.{}-{}", kTakenBack, stamp));
    if (::rename(file.c_str(), taken.c_str()) != 0) continue;
    // The settings of the time in between are no news to somebody who has put the key back.
    if (!files_->typed_aside)
      std::erase_if(notices_, [](const auto& each) { return each.what == StoreNotice::What::key_other; });
    notices_.push_back({StoreNotice::What::key_back,
                        fmt::format("the key is back; what {} held was taken over", file), taken});
  }
}

/// Takes over what can still be read. Each value proves by its seal that it is whole. What is there already
/// is newer and stays; commands come after those that wait.
LocalStore::Salvaged LocalStore::salvage(const std::string& old_file) {
  Salvaged saved;
  auto old = Database::open_to_read(old_file);
  if (!old) return saved;
  const auto count = [&](bool there, const auto& write) {
    const bool taken = there || write().ok();
    saved.written = saved.written && taken;
    saved.taken += taken;
  };
  for (const char* table : {"settings", "secrets", "drafts"}) {
    Statement rows = old->prepare(fmt::format("SELECT key, value FROM {}", table));
    while (rows.step()) {
      const std::string key(rows.text(0));
      ++saved.found;
      saved.typed += table == std::string_view("drafts");
      const auto value = base::open_sealed(files_->key, rows.text(1), context(table, key));
      if (!value) continue;
      Statement newer = files_->journal->prepare(fmt::format("SELECT 1 FROM {} WHERE key = ?", table));
      newer.bind(1, key);
      count(newer.step(), [&] { return set_value(table, key, *value); });
    }
  }
  std::map<std::string, std::vector<StoredCommand>> waiting;
  Statement rows = old->prepare("SELECT account, number, value FROM outbox ORDER BY account, number");
  while (rows.step()) {
    const std::string account(rows.text(0));
    ++saved.found;
    ++saved.typed;
    const auto value = base::open_sealed(files_->key, rows.text(2), outbox_context(account, rows.number(1)));
    if (!value) continue;
    const auto [at, first] = waiting.try_emplace(account);
    auto& there = at->second;
    if (first) there = commands(account);
    const bool known =
        std::any_of(there.begin(), there.end(), [&](const auto& each) { return each.value == *value; });
    std::int64_t number = rows.number(1);
    if (!there.empty()) number = std::max(number, there.back().number + 1);
    count(known, [&] { return set_command(account, number, *value); });
    if (!known) there.push_back({number, *value});
  }
  base::log::warn("local store: {} of {} values were taken over from {}", saved.taken, saved.found, old_file);
  return saved;
}

// ---- console.sqlite ----

Done LocalStore::set_value(const char* table, std::string_view key, std::string_view value) {
  Statement write =
      files_->journal->prepare(fmt::format("INSERT OR REPLACE INTO {} (key, value) VALUES (?, ?)", table));
  write.bind(1, key).bind_blob(2, base::seal(files_->key, value, context(table, key)));
  return files_->journal->run(write);
}

Done LocalStore::remove_value(const char* table, std::string_view key) {
  Statement remove = files_->journal->prepare(fmt::format("DELETE FROM {} WHERE key = ?", table));
  remove.bind(1, key);
  return files_->journal->run(remove);
}

std::map<std::string, std::string> LocalStore::settings() {
  std::map<std::string, std::string> out;
  Statement rows = files_->journal->prepare("SELECT key, value FROM settings");
  while (rows.step()) {
    const std::string key(rows.text(0));
    if (auto value = base::open_sealed(files_->key, rows.text(1), context("settings", key)))
      out[key] = *value;
  }
  return out;
}

Done LocalStore::set_setting(std::string_view key, std::string_view value) {
  return value.empty() ? remove_value("settings", key) : set_value("settings", key, value);
}

base::Result<base::Key> LocalStore::device_key() {
  for (int round = 0; round < 2; ++round) {
    Statement read = files_->journal->prepare("SELECT value FROM secrets WHERE key = ?");
    read.bind(1, kDeviceKey);
    if (read.step())
      if (const auto kept = base::open_sealed(files_->key, read.text(0), context("secrets", kDeviceKey)))
        if (const auto key = base::digest_from(*kept)) return *key;
    // None yet, or one that does not open: the platform gets to know this machine anew.
    if (const Done made = renew_device_key(); !made) return made.error();
  }
  return base::fail(ErrorKind::storage, "the key of this device cannot be kept");
}

Done LocalStore::renew_device_key() {
  return set_value("secrets", kDeviceKey, *base::from_hex(base::random_hex(sizeof(base::Key))));
}

std::map<std::string, Draft> LocalStore::drafts() {
  std::map<std::string, Draft> out;
  Statement rows = files_->journal->prepare("SELECT key, value FROM drafts");
  while (rows.step()) {
    const std::string key(rows.text(0));
    if (auto value = base::open_sealed(files_->key, rows.text(1), context("drafts", key)))
      out[key] = draft_of(*value);
  }
  return out;
}

Done LocalStore::set_draft(std::string_view key, const Draft& draft) {
  return draft.text.empty() ? remove_value("drafts", key) : set_value("drafts", key, draft_value(draft));
}

std::vector<LocalStore::StoredCommand> LocalStore::commands(std::string_view account) {
  std::vector<StoredCommand> out;
  Statement rows =
      files_->journal->prepare("SELECT number, value FROM outbox WHERE account = ? ORDER BY number");
  rows.bind(1, account);
  while (rows.step())
    if (auto value = base::open_sealed(files_->key, rows.text(1), outbox_context(account, rows.number(0))))
      out.push_back({rows.number(0), std::move(*value)});
  return out;
}

Done LocalStore::set_command(std::string_view account, std::int64_t number, std::string_view value) {
  Statement write =
      files_->journal->prepare("INSERT OR REPLACE INTO outbox (account, number, value) VALUES (?, ?, ?)");
  write.bind(1, account).bind(2, number);
  write.bind_blob(3, base::seal(files_->key, value, outbox_context(account, number)));
  return files_->journal->run(write);
}

Done LocalStore::remove_command(std::string_view account, std::int64_t number) {
  Statement remove = files_->journal->prepare("DELETE FROM outbox WHERE account = ? AND number = ?");
  remove.bind(1, account).bind(2, number);
  return files_->journal->run(remove);
}

// ---- cache.sqlite ----

/// A cache that turns out damaged while it is used is made anew; what it held comes from the platform again.
Done LocalStore::cache_done(Done done) {
  if (done || !files_->cache->damaged()) return done;
  files_->put_thing = {};
  files_->cache.reset();
  const std::string file = files_->path("cache.sqlite");
  for (const char* end : {"", "-wal", "-shm"}) ::unlink((file + end).c_str());
  return open_cache();
}

Done LocalStore::put_cached(std::string_view list,
                            const std::vector<std::pair<std::string_view, std::string_view>>& things) {
  Transaction transaction(*files_->cache);
  for (const auto& [id, value] : things) {
    Statement& put = files_->put_thing;
    put.bind(1, list).bind(2, id);
    put.bind_blob(3, base::seal(files_->key, value, fmt::format("things/{}/{}", list, id)));
    const auto done = files_->cache->run(put);
    put.reset();
    if (!done) return cache_done(done);
  }
  return cache_done(transaction.commit());
}

Done LocalStore::remove_cached(std::string_view list, const std::vector<std::string>& ids) {
  Transaction transaction(*files_->cache);
  for (const auto& id : ids) {
    Statement remove = files_->cache->prepare("DELETE FROM things WHERE list = ? AND id = ?");
    remove.bind(1, list).bind(2, id);
    if (auto done = files_->cache->run(remove); !done) return cache_done(done);
  }
  return cache_done(transaction.commit());
}

Done LocalStore::finish_list(std::string_view list, base::Timestamp at) {
  Statement write = files_->cache->prepare("INSERT OR REPLACE INTO lists (name, complete_at) VALUES (?, ?)");
  write.bind(1, list).bind(2, at.ms);
  return cache_done(files_->cache->run(write));
}

std::optional<base::Timestamp> LocalStore::cached_at(std::string_view list) {
  Statement read = files_->cache->prepare("SELECT complete_at FROM lists WHERE name = ?");
  read.bind(1, list);
  if (!read.step()) return std::nullopt;
  return base::Timestamp{read.number(0)};
}

void LocalStore::each_cached(std::string_view list, const std::function<void(std::string)>& take) {
  Statement rows = files_->cache->prepare("SELECT id, value FROM things WHERE list = ?");
  rows.bind(1, list);
  while (rows.step()) {
    const auto about = fmt::format("things/{}/{}", list, rows.text(0));
    if (auto value = base::open_sealed(files_->key, rows.text(1), about)) take(std::move(*value));
  }
}

std::optional<std::string> LocalStore::cached(std::string_view list, std::string_view id) {
  Statement read = files_->cache->prepare("SELECT value FROM things WHERE list = ? AND id = ?");
  read.bind(1, list).bind(2, id);
  if (!read.step()) return std::nullopt;
  auto value = base::open_sealed(files_->key, read.text(0), fmt::format("things/{}/{}", list, id));
  return value ? std::optional(std::move(*value)) : std::nullopt;
}

Done LocalStore::forget_lists(std::string_view prefix) {
  // Names are compared byte by byte; LIKE would take "_" and "%" in an account's name for wildcards.
  Transaction transaction(*files_->cache);
  for (const char* sql : {"DELETE FROM lists WHERE substr(name, 1, length(?1)) = ?1",
                          "DELETE FROM things WHERE substr(list, 1, length(?1)) = ?1"}) {
    Statement remove = files_->cache->prepare(sql);
    remove.bind(1, prefix);
    if (auto done = files_->cache->run(remove); !done) return cache_done(done);
  }
  return cache_done(transaction.commit());
}

}  // namespace stadtpult::client
