#pragma once
// One write request inside the writer's transaction. What it inserts and updates brings its audit line, its
// stream change and its row of the full-text index along. Lives on the writer's thread.

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "api-client/base/crypto.hpp"
#include "platform/domain/actor.hpp"
#include "platform/store/events.hpp"
#include "platform/store/personal.hpp"
#include "platform/store/table.hpp"

namespace stadtpult::platform {

/// Where the chain of audit lines and the stream end, and what was touched; put back when a request fails.
struct Head {
  std::int64_t audit_id = 0;
  std::string audit_hash;
  std::int64_t event_id = 0;
  TableSet touched = 0;
  bool clears_journal = false;  ///< stays where a request is taken back: clearing once too often harms nobody
  std::vector<StoredEvent> events;
  std::vector<std::function<void()>> then;  ///< once it is committed, before anybody hears of it

  struct Mark {
    std::int64_t audit_id = 0;
    std::string audit_hash;
    std::int64_t event_id = 0;
    TableSet touched = 0;
    std::size_t events = 0, then = 0;
  };
  [[nodiscard]] Mark mark() const {
    return {audit_id, audit_hash, event_id, touched, events.size(), then.size()};
  }
  void back_to(const Mark& mark) {
    audit_id = mark.audit_id;
    audit_hash = mark.audit_hash;
    event_id = mark.event_id;
    touched = mark.touched;
    events.resize(mark.events);
    then.resize(mark.then);
  }
};
/// Reads the ends from the store.
Head read_head(Database& database);

using MakeId = std::function<std::string(std::string_view prefix)>;

/// Who asks, when, and how ids are made.
struct Occasion {
  Actor actor;
  base::Timestamp at;
  std::string request_id;
  MakeId make_id;
  /// Seals what is never to stand readable in the store; nullptr before the service has read it.
  const base::Key* key = nullptr;
};

class Change {
 public:
  Change(Database& database, Head& head, Occasion occasion)
      : database_(database), head_(head), start_(head.mark()), occasion_(std::move(occasion)) {}

  /// The same transaction for somebody else at another time: the demo city's past.
  [[nodiscard]] Change in_the_name_of(Occasion occasion) { return {database_, head_, std::move(occasion)}; }

  [[nodiscard]] const Actor& actor() const { return occasion_.actor; }
  [[nodiscard]] base::Timestamp now() const { return occasion_.at; }
  [[nodiscard]] std::string make_id(std::string_view prefix) const { return occasion_.make_id(prefix); }
  [[nodiscard]] const base::Key* key() const { return occasion_.key; }
  Database& database() { return database_; }

  template <contract::Described T>
  std::optional<T> find(const std::string& id) {
    return Table<T>::find(database_, id);
  }
  template <contract::Described T>
  std::vector<T> where(const std::string& column, const Value& value) {
    return Table<T>::where(database_, {{column, {value}}});
  }

  /// Sets times and revision (and the id, where it has none) and inserts. `action` is the verb of the audit
  /// line: "create" → "category.create".
  template <contract::Described T>
  void insert(T& thing, std::string_view action = "create");
  /// Sets time and revision and updates; does nothing where nothing stored differs.
  template <contract::Described T>
  void update(const T& before, T& after, std::string_view action = "change");
  /// As insert and update, without a line in the audit record: what the platform counts and measures by
  /// itself.
  template <contract::Described T>
  void insert_unrecorded(T& thing);
  template <contract::Described T>
  void update_unrecorded(const T& before, T& after);
  /// Announces a change that SQL made by itself; `change` is "created" or "changed".
  template <contract::Described T>
  void tell(const std::string& id, const char* change = "changed");

  /// Announces what stands in no table, to these roles.
  void tell_of(const char* word, const std::string& id, contract::Roles roles) {
    announce(word, id, "changed", roles, "");
  }

  /// An audit line for something that is no contract type (a token).
  void note(std::string action, std::string object_type, std::string object_id, std::string title,
            std::vector<contract::FieldChange> changes, const IdIn& id_in = {});
  /// Takes back everything that this request did so far; it may write something else then (the refusal
  /// itself).
  void roll_back();
  /// What is to happen outside the store once this is committed, before its events are told. Must be cheap.
  void after_commit(std::function<void()> act) { head_.then.push_back(std::move(act)); }
  /// Something was destroyed: after the commit its older pages leave SQLite's write-ahead log, too.
  void clear_journal() { head_.clears_journal = true; }
  void touch(TableId table) { head_.touched |= table_bit(table); }

 private:
  /// The page shows other files of the media library than before: those are counted anew.
  void tell_media(const std::set<std::string>& before, const std::string& page_id);
  void announce(const TableInfo& table, const std::string& id, const char* change, const std::string& owner);
  void announce(const char* word, const std::string& id, const char* change, contract::Roles roles,
                const std::string& owner);

  Database& database_;
  Head& head_;
  Head::Mark start_;
  Occasion occasion_;
};

}  // namespace stadtpult::platform
