#pragma once
// Alerts: too many to wait for or to keep on this machine. Pages are shown as they come, the newest first;
// what the stream names is fetched meanwhile, the first at once and then together. I/O thread.

#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/client/list_loader.hpp"

namespace stadtpult::client {

class AlertLoader {
 public:
  explicit AlertLoader(LoaderContext& context) : context_(context) {}
  ~AlertLoader() { stop(); }

  void show_cached() {}  ///< alerts are not kept on this machine
  /// Loads everything; where the role may not read alerts, says so.
  void reload(contract::Role role);
  /// Many were changed without being named (a job of the platform): all are loaded once it is quiet.
  void reload_soon();
  /// The stream named this alert.
  void changed(std::string id);
  /// The line is back: what was named meanwhile is fetched.
  void resume();
  /// The answer to a change is news too.
  void put(const contract::Alert& alert);
  void stop();
  void forget();

 private:
  void next_page(std::string_view cursor);
  void take_page(const HttpAnswer& answer);
  void failed(base::Error error);
  void fetch_soon();
  void fetch();
  void take(const std::vector<std::string>& asked, const HttpAnswer& answer);

  LoaderContext& context_;
  contract::Role role_ = contract::Role::editor;
  bool loading_ = false, again_ = false, may_read_ = false;
  std::set<std::string, std::less<>> changed_;  ///< named by the stream, to be fetched
  std::chrono::steady_clock::time_point next_fetch_{};
  Transport::Handle page_ = 0, fetch_ = 0, timer_ = 0, retry_ = 0, reload_ = 0;
};

}  // namespace stadtpult::client
