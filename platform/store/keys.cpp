#include "platform/store/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "platform/store/store.hpp"

namespace stadtpult::platform {

namespace fs = std::filesystem;
using base::Done;
using base::ErrorKind;
using base::Result;

namespace {

constexpr const char* kKeyEndings[] = {".key", ".audit.key"};
constexpr const char* kWithout =
    "put the old one back; without it nobody can read what is encrypted, nor prove the record.";

base::Key& key_at(StoreKeys& keys, std::string_view ending) {
  return ending == kKeyEndings[0] ? keys.seals : keys.signs;
}

base::Error not_its_own(const std::string& path) {
  return base::fail(ErrorKind::invalid,
                    fmt::format("The key {} is not the one of this store: {}", path, kWithout), "key");
}

}  // namespace

std::string mark_of(const base::Key& key) {
  return base::keyed_hash_hex(key, "stadtpult backup").substr(0, 16);
}

Result<StoreKeys> read_keys(const std::string& store_file) {
  StoreKeys keys;
  for (const char* ending : kKeyEndings) {
    const std::string path = store_file + ending;
    if (std::error_code error; !fs::exists(path, error))
      return base::fail(
          ErrorKind::invalid,
          fmt::format("The key {} is missing. A store has its keys beside it: {}", path, kWithout), "key");
    const auto read = base::load_or_create_key(path);
    if (!read) return read.error();
    key_at(keys, ending) = *read;
  }
  return keys;
}

Done check_marks(Database& database, const std::string& store_file, const StoreKeys& keys) {
  StoreKeys own = keys;
  for (const auto& row : database.query("SELECT name, mark FROM store_keys", "ss"))
    for (const char* ending : kKeyEndings)
      if (as_text(row[0]) == ending && as_text(row[1]) != mark_of(key_at(own, ending)))
        return not_its_own(store_file + ending);
  if (const auto& failure = database.failure()) return *failure;
  return {};
}

Done check_not_emptied(const std::string& store_file) {
  std::error_code error;
  if (!fs::is_regular_file(store_file, error) || fs::file_size(store_file, error) != 0) return {};
  if (std::none_of(std::begin(kKeyEndings), std::end(kKeyEndings),
                   [&](const char* ending) { return fs::exists(store_file + ending, error); }))
    return {};
  return base::fail(
      ErrorKind::storage,
      fmt::format("The store {} is empty, but its keys lie beside it: delete the empty file and put the last "
                  "backup back with \"stadtpult-platform restore\"; for a new city move the keys away.",
                  store_file),
      "store");
}

Result<StoreKeys> keys_of(Store& store, base::Timestamp now, const OpensSealed& opens) {
  const std::string& file = store.file();
  // The first line of the record comes after the keys and their marks, whenever a first start is killed.
  bool begun = false, marked = false;
  Done done = store.read([&](Database& database) {
    begun = !database.query("SELECT id FROM audit LIMIT 1", "i").empty();
    marked = database.query("SELECT name FROM store_keys", "s").size() == std::size(kKeyEndings);
  });
  if (!done) return done.error();
  StoreKeys keys;
  if (begun || marked) {
    auto found = read_keys(file);
    if (!found) return found.error();
    keys = *found;
    Done fits;
    done = store.read([&](Database& database) {
      fits = check_marks(database, file, keys);
      if (fits && !marked && !opens(database, keys.seals)) fits = not_its_own(file + kKeyEndings[0]);
    });
    if (!done) return done.error();
    if (!fits) return fits.error();
  } else {
    for (const char* ending : kKeyEndings) {
      const auto made = base::load_or_create_key(file + ending);
      if (!made) return made.error();
      key_at(keys, ending) = *made;
    }
  }
  if (marked) return keys;
  done = store.write_and_wait(
      [now] {
        return Occasion{system_actor(), now, "", base::new_id};
      },
      [&](Change& change) -> Done {
        for (const char* ending : kKeyEndings)
          change.database().run("INSERT OR IGNORE INTO store_keys(name, mark) VALUES(:p1, :p2)",
                                {std::string(ending), mark_of(key_at(keys, ending))});
        return {};
      });
  if (!done) return done.error();
  return keys;
}

}  // namespace stadtpult::platform
