#pragma once
// One list that the console holds whole: shown from this machine at once, loaded page by page, kept up to
// date by fetching what the stream names. I/O thread.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/client/local_store.hpp"
#include "api-client/client/transport.hpp"
#include "api-client/client/updates.hpp"

namespace stadtpult::client {

/// What all loaders share.
struct LoaderContext {
  Transport& transport;
  LocalStore& store;
  base::Clock clock;
  std::string account;
  int batch_ms = 100;
  int retry_ms = 15'000;
  std::function<void(Update)> post;
  std::function<void(base::Error)> refused_token;
};

/// What a list says of itself, in one row of lists.cpp. The rest of what is known of it follows from the
/// contract.
struct ListKind {
  List list;
  contract::Operation read;    ///< the call that lists it
  std::string_view type_name;  ///< of its things, as in contract::TypeInfo
  bool on_disk = true;         ///< this machine keeps a copy
};

/// What of a list depends on the type of its things: they are decoded and handed on, and nothing else. Holds
/// the page that was decoded last, and what was collected of such pages.
class ListThings {
 public:
  /// Valid until the next page is decoded, collected or handed on.
  struct Mark {
    std::string_view id;
    std::int64_t revision = 0;
  };
  struct Page {
    std::vector<Mark> marks;
    std::optional<std::string> next;
    std::int64_t total = 0;
  };
  virtual ~ListThings() = default;
  /// Decodes a page of the list; an error leaves everything as it was.
  virtual base::Result<Page> take_page(std::string_view body) = 0;
  /// Decodes a single thing as a page of its own; nullopt where it is none.
  virtual std::optional<Mark> take_one(std::string_view json) = 0;
  /// The thing at this place of the page, JSON.
  [[nodiscard]] virtual std::string encoded(std::size_t at) const = 0;
  /// Moves the page behind what was collected.
  virtual void collect() = 0;
  /// The ids of what was collected.
  [[nodiscard]] virtual std::vector<std::string_view> collected() const = 0;
  virtual void drop_collected() = 0;
  /// ListLoaded with what was collected, which is moved.
  virtual Update loaded(base::Timestamp at, bool cached) = 0;
  /// ThingsChanged with the page, which is moved.
  virtual Update changed(base::Timestamp at, std::vector<std::string> removed) = 0;
};

class ListLoader {
 public:
  ListLoader(LoaderContext& context, const ListKind& kind, std::unique_ptr<ListThings> things);
  ~ListLoader() { stop(); }
  ListLoader(const ListLoader&) = delete;
  ListLoader& operator=(const ListLoader&) = delete;

  [[nodiscard]] const ListKind& kind() const { return kind_; }
  /// The call that changes one of its things.
  [[nodiscard]] std::optional<contract::Operation> change() const { return change_; }
  /// What the stream calls its things ("form_answer").
  [[nodiscard]] std::string_view stream_type() const { return stream_type_; }

  /// Posts what an earlier run left, if it was complete.
  void show_cached();
  /// Loads the whole list; where the role may not read it, says so.
  void reload(contract::Role role);
  /// The stream named this thing: it is fetched with others, soon.
  void changed(std::string id);
  /// The line is back: what was named meanwhile is fetched.
  void resume();
  /// The answer to a change is news too. What is no thing of this list is left alone.
  void put(std::string_view json);
  /// Drops what is under way.
  void stop();
  /// The thing as last received, JSON; "" where it is not known in this revision.
  [[nodiscard]] std::string known(const std::string& id, std::string_view etag);
  /// Forgets everything (another person).
  void forget();

 private:
  using Texts = std::vector<std::pair<std::string_view, std::string_view>>;
  [[nodiscard]] std::string cache_name() const;
  void next_page(std::string_view cursor);
  void take_page(const HttpAnswer& answer);
  void finish();
  void failed(base::Error error);
  void fetch_soon(int ms);
  void fetch_changed();
  void take_changed(const std::vector<std::string>& asked, const HttpAnswer& answer);
  void keep(const std::vector<ListThings::Mark>& marks, std::string_view body);
  void write_back(const Texts& texts);

  LoaderContext& context_;
  ListKind kind_;
  std::optional<contract::Operation> change_;
  std::string_view stream_type_;
  std::unique_ptr<ListThings> things_;
  bool loading_ = false, again_ = false, loaded_ = false;
  contract::Role role_ = contract::Role::editor;
  std::int64_t done_ = 0;                       ///< things that the load under way has brought
  std::set<std::string, std::less<>> changed_;  ///< named by the stream, to be fetched
  struct Kept {
    std::int64_t revision = 0;
    std::size_t hash = 0;  ///< of its JSON: computed members change without a new revision
    bool operator==(const Kept&) const = default;
  };
  std::unordered_map<std::string, Kept> kept_;  ///< what the cache holds
  Transport::Handle page_ = 0, fetch_ = 0, timer_ = 0;
};

/// All that the console holds whole, each once. `context` must outlive them.
std::vector<std::unique_ptr<ListLoader>> all_lists(LoaderContext& context);

/// The items of a page of a list by any call, all pages one after the other; for lists that are loaded on
/// demand.
template <typename T>
void load_all(Transport& transport, const std::string& target,
              const std::function<void(base::Result<std::vector<T>>)>& done);

}  // namespace stadtpult::client
