#pragma once
// What the console keeps on this machine: SQLite files in WAL mode under --data, their values sealed with
// AES-256-GCM. console.sqlite holds what a person did (settings, typed text, outbox); cache.sqlite holds
// copies of lists, so that damage to it costs a reload and nothing else. Not thread-safe: the console reads
// settings before the first frame, then hands the store to the Client, whose I/O thread alone uses it from
// there on.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api-client/base/crypto.hpp"
#include "api-client/base/result.hpp"
#include "api-client/client/updates.hpp"

namespace stadtpult::client {

/// Typed text that was not sent yet.
struct Draft {
  std::string text;
  base::Timestamp saved_at;
};

/// $XDG_DATA_HOME/stadtpult, or ~/.local/share/stadtpult (XDG Base Directory Specification).
std::string default_data_dir();

class LocalStore {
 public:
  /// Opens or makes DIR (mode 0700), its key and its device id (0600) and its files. Errors are sentences:
  /// another console holds it, no room, no right; `field` is "key" or "device" for a file that is no key, as
  /// of base::load_or_create_key(). What is damaged is moved aside, what can be read of it is taken over.
  /// What another key sealed is moved aside whole, and taken back by the first open() with its key (see
  /// notices()).
  static base::Result<std::unique_ptr<LocalStore>> open(const std::string& dir);
  ~LocalStore();
  LocalStore(const LocalStore&) = delete;
  LocalStore& operator=(const LocalStore&) = delete;

  /// What this installation calls itself: random, made once, the same for everybody who signs in here.
  [[nodiscard]] const std::string& device() const { return device_; }

  /// The private key of this installation (Ed25519), with which it proves that a token is its own. Made at
  /// the first call, sealed with the store's key; storage error where it cannot be kept.
  base::Result<base::Key> device_key();
  /// Another one in its place: for platforms this is another machine from then on. Nothing else changes.
  base::Done renew_device_key();

  /// What happened to damaged files, to be told to a person.
  [[nodiscard]] const std::vector<StoreNotice>& notices() const { return notices_; }

  // ---- settings: panel and window state, saved views ----
  [[nodiscard]] std::map<std::string, std::string> settings();
  base::Done set_setting(std::string_view key, std::string_view value);

  // ---- typed text by field key; durable when the call returns ----
  [[nodiscard]] std::map<std::string, Draft> drafts();
  /// Text "" removes.
  base::Done set_draft(std::string_view key, const Draft& draft);

  // ---- the outbox of an account, by ascending number; durable when the call returns ----
  struct StoredCommand {
    std::int64_t number = 0;
    std::string value;
  };
  [[nodiscard]] std::vector<StoredCommand> commands(std::string_view account);
  base::Done set_command(std::string_view account, std::int64_t number, std::string_view value);
  base::Done remove_command(std::string_view account, std::int64_t number);

  // ---- copies of lists ----
  /// Adds or replaces things, as (id, value).
  base::Done put_cached(std::string_view list,
                        const std::vector<std::pair<std::string_view, std::string_view>>& things);
  base::Done remove_cached(std::string_view list, const std::vector<std::string>& ids);
  /// The copy is complete as of `at`; without this it counts as not there.
  base::Done finish_list(std::string_view list, base::Timestamp at);
  /// When the copy was complete; nothing where there is none.
  [[nodiscard]] std::optional<base::Timestamp> cached_at(std::string_view list);
  void each_cached(std::string_view list, const std::function<void(std::string)>& take);
  [[nodiscard]] std::optional<std::string> cached(std::string_view list, std::string_view id);
  /// Forgets every list whose name starts like this.
  base::Done forget_lists(std::string_view prefix);

 private:
  LocalStore();
  base::Done open_files();
  base::Done open_journal();
  base::Done open_cache();
  base::Result<std::string> move_aside(const std::string& file, std::string_view why);
  void tell_aside(const std::string& aside, bool other_key);
  void take_back();
  struct Salvaged {
    int found = 0, taken = 0;
    int typed = 0;        ///< of those found: text and commands
    bool written = true;  ///< whatever could be read is in the new file
  };
  Salvaged salvage(const std::string& old_file);
  base::Done set_value(const char* table, std::string_view key, std::string_view value);
  base::Done remove_value(const char* table, std::string_view key);
  base::Done cache_done(base::Done done);

  struct Files;
  std::unique_ptr<Files> files_;
  std::vector<StoreNotice> notices_;
  std::string device_;
};

}  // namespace stadtpult::client
