#pragma once
// One list that the console holds whole: shown from this machine at once, loaded page by page, kept up to
// date by fetching what the stream names. I/O thread.

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
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

template <List list, contract::Operation operation>
struct ReadBy {
  static constexpr List kList = list;
  static constexpr auto kOperation = operation;
  static constexpr bool kOnDisk = true;  ///< this machine keeps a copy
};
/// Which list holds a T, and by which call it is read.
template <typename T>
struct ListOf;
template <>
struct ListOf<contract::Category> : ReadBy<List::categories, contract::Operation::list_categories> {};
template <>
struct ListOf<contract::Miniapp> : ReadBy<List::miniapps, contract::Operation::list_miniapps> {};
template <>
struct ListOf<contract::Review> : ReadBy<List::reviews, contract::Operation::list_reviews> {};
template <>
struct ListOf<contract::Reason> : ReadBy<List::reasons, contract::Operation::list_reasons> {};
template <>
struct ListOf<contract::Organisation> : ReadBy<List::organisations, contract::Operation::list_organisations> {
};
template <>
struct ListOf<contract::Release> : ReadBy<List::releases, contract::Operation::list_releases> {};
template <>
struct ListOf<contract::Incident> : ReadBy<List::incidents, contract::Operation::list_incidents> {};
template <>
struct ListOf<contract::Block> : ReadBy<List::blocks, contract::Operation::list_blocks> {};
template <>
struct ListOf<contract::SecurityJob> : ReadBy<List::security_jobs, contract::Operation::list_security_jobs> {
};
template <>
struct ListOf<contract::ContentPage> : ReadBy<List::pages, contract::Operation::list_pages> {};
template <>
struct ListOf<contract::RuleFilter> : ReadBy<List::rule_filters, contract::Operation::list_rule_filters> {};

template <>
struct ListOf<contract::Media> : ReadBy<List::media, contract::Operation::list_media> {};
template <>
struct ListOf<contract::TestRound> : ReadBy<List::test_rounds, contract::Operation::list_test_rounds> {};
template <>
struct ListOf<contract::Feedback> : ReadBy<List::feedback, contract::Operation::list_feedback> {};
template <>
struct ListOf<contract::ReplyTemplate>
    : ReadBy<List::reply_templates, contract::Operation::list_reply_templates> {};
template <>
struct ListOf<contract::Requirement> : ReadBy<List::requirements, contract::Operation::list_requirements> {};
template <>
struct ListOf<contract::AppVersion> : ReadBy<List::app_versions, contract::Operation::list_app_versions> {};
template <>
struct ListOf<contract::Merchant> : ReadBy<List::merchants, contract::Operation::list_merchants> {};
template <>
struct ListOf<contract::Offering> : ReadBy<List::offerings, contract::Operation::list_offerings> {};
template <>
struct ListOf<contract::Resource> : ReadBy<List::resources, contract::Operation::list_resources> {};
template <>
struct ListOf<contract::Booking> : ReadBy<List::bookings, contract::Operation::list_bookings> {};
template <>
struct ListOf<contract::Device> : ReadBy<List::devices, contract::Operation::list_devices> {};
/// What citizens sent is on no desk's disk, nor in the outbox.
template <>
struct ListOf<contract::FormAnswer> : ReadBy<List::form_answers, contract::Operation::list_form_answers> {
  static constexpr bool kOnDisk = false;
};

template <typename T>
class ListLoader {
 public:
  explicit ListLoader(LoaderContext& context) : context_(context) {}
  ~ListLoader() { stop(); }

  /// Posts what an earlier run left, if it was complete.
  void show_cached();
  /// Loads the whole list; where the role may not read it, says so.
  void reload(contract::Role role);
  /// The stream named this thing: it is fetched with others, soon.
  void changed(std::string id);
  /// The line is back: what was named meanwhile is fetched.
  void resume();
  /// The answer to a change is news too.
  void put(const T& item, std::string_view json);
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
  void keep(const std::vector<T>& items, std::string_view body);
  void write_back(const Texts& texts);

  LoaderContext& context_;
  bool loading_ = false, again_ = false, loaded_ = false;
  contract::Role role_ = contract::Role::editor;
  std::vector<T> items_;                        ///< of the load under way
  std::set<std::string, std::less<>> changed_;  ///< named by the stream, to be fetched
  struct Kept {
    std::int64_t revision = 0;
    std::size_t hash = 0;  ///< of its JSON: computed members change without a new revision
    bool operator==(const Kept&) const = default;
  };
  std::unordered_map<std::string, Kept> kept_;  ///< what the cache holds
  Transport::Handle page_ = 0, fetch_ = 0, timer_ = 0;
};

/// The items of a page of a list by any call, all pages one after the other; for lists that are loaded on
/// demand. `etag`, where given, is the first page's when `done` is called.
template <typename T>
void load_all(Transport& transport, const std::string& target,
              const std::function<void(base::Result<std::vector<T>>)>& done,
              const std::shared_ptr<std::string>& etag = {});

}  // namespace stadtpult::client
