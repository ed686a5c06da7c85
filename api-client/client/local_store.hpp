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
  /// Opens or makes DIR (mode 0700), its key (0600) and its file. Errors are clear: another console holds it,
  /// the key file is missing beside existing data, no room. A damaged file is moved aside (see notices()).
  static base::Result<std::unique_ptr<LocalStore>> open(const std::string& dir);
  ~LocalStore();
  LocalStore(const LocalStore&) = delete;
  LocalStore& operator=(const LocalStore&) = delete;

  /// What happened to damaged files, to be told to a person.
  [[nodiscard]] const std::vector<StoreNotice>& notices() const { return notices_; }

  // Settings: panel and window state, saved views.
  [[nodiscard]] std::map<std::string, std::string> settings();
  base::Done set_setting(std::string_view key, std::string_view value);

  // Typed text, by field key. Durable when the call returns; "" removes.
  [[nodiscard]] std::map<std::string, Draft> drafts();
  base::Done set_draft(std::string_view key, const Draft& draft);

  // The outbox, in order of `number`. Durable when the call returns.
  struct StoredCommand {
    std::int64_t number = 0;
    std::string value;
  };
  [[nodiscard]] std::vector<StoredCommand> commands(std::string_view account);
  base::Done set_command(std::string_view account, std::int64_t number, std::string_view value);
  base::Done remove_command(std::string_view account, std::int64_t number);

  // The cache: things by list and id. Losing it costs a reload, so it is written without waiting for the
  // disk.
  /// Replaces or adds things. `begin_list` first empties the list.
  base::Done put_cached(std::string_view list,
                        const std::vector<std::pair<std::string, std::string>>& things);
  base::Done remove_cached(std::string_view list, const std::vector<std::string>& ids);
  base::Done begin_list(std::string_view list);
  /// The list is complete since `at`; before this call after begin_list() it counts as not there.
  base::Done finish_list(std::string_view list, base::Timestamp at);
  /// When the list was complete; nothing where it is not cached.
  [[nodiscard]] std::optional<base::Timestamp> cached_at(std::string_view list);
  /// Calls `take(id, value)` for each thing of the list.
  void each_cached(std::string_view list, const std::function<void(std::string_view, std::string)>& take);
  [[nodiscard]] std::optional<std::string> cached(std::string_view list, std::string_view id);
  /// Forgets every list whose name starts like this.
  base::Done forget_lists(std::string_view prefix);

 private:
  LocalStore() = default;
  struct Files;

  std::unique_ptr<Files> files_;
  std::vector<StoreNotice> notices_;
};

}  // namespace stadtpult::client
