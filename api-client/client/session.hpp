#pragma once
// One person at one platform: who it is, the lists, what is loaded on demand, and the stream that keeps all
// of it up to date. Everything here belongs to the I/O thread.

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/inbox.hpp"
#include "api-client/client/alert_loader.hpp"
#include "api-client/client/client.hpp"
#include "api-client/client/event_stream.hpp"
#include "api-client/client/keeper.hpp"
#include "api-client/client/list_loader.hpp"
#include "api-client/client/outbox.hpp"
#include "api-client/client/record_watch.hpp"
#include "api-client/client/transport.hpp"

namespace stadtpult::client {

class Session {
 public:
  Session(ClientOptions options, Transport& transport, LocalStore& store, base::Inbox<Update>& inbox);

  /// Posts what this machine keeps: notices, who it was last, lists, outbox.
  void show_kept();
  void connect(const Platform& platform);
  void reconnect_now();
  void renew_device_key(const Platform& platform);
  void reload();
  void need_versions(const std::string& miniapp_id);
  void need_diff(contract::Ring ring);
  void need_audit(const std::string& query, const std::string& cursor);
  void need_alert(const std::string& alert_id);
  void need_page(const std::string& page_id);
  void need_page_versions(const std::string& page_id);
  void need_page_version(const std::string& page_id, const std::string& version_id);
  void need_form_answers();
  void need_media_pages(const std::string& media_id);
  void need_feedback(const std::string& feedback_id);
  void need_app_version(const std::string& version_id);
  void need_floods();
  void need_me();
  void need_merchant(const std::string& merchant_id);
  void sign_in_with_code(const Platform& platform, const contract::CodeSignIn& wish);
  void load_media_bytes(const std::string& media_id);
  void download(contract::Operation operation, std::span<const std::string> ids, const std::string& query,
                const std::string& name);
  void export_answers(const contract::FormExport& wish, const std::string& path);
  void look_at(const std::string& object_id);
  void reveal(const std::string& pseudonym, const std::string& reason);
  void need_rules();
  void need_layers();
  void check(const std::string& tag, std::string bytes, std::string content_type);
  /// Everything handed over is on disk.
  bool flush();

  Outbox& outbox() { return outbox_; }
  Keeper& keeper() { return keeper_; }
  RecordWatch& record() { return record_; }

 private:
  void line_changed(const LineChanged& line);
  void load_me();
  void ask_me();
  /// The platform gets to know this machine and binds the token to it, where it can; then goes on.
  void register_device(std::function<void()> then);
  [[nodiscard]] Endpoint endpoint_of(const Platform& platform, std::string token);
  void take_me(const contract::Me& me, std::string_view json);
  void keep_me(const contract::Me& me, std::string_view json);
  void load_lists();
  void signed_out(base::Error error);
  void changed(const contract::StreamChange& change);
  void take_news(Update update);
  void version_changed(const std::string& version_id);
  void load_versions(const std::string& miniapp_id);
  void diffs_changed();
  void load_diff(contract::Ring ring);
  void answered(const Command& command, const HttpAnswer& answer);
  void load_alert();
  void load_page();
  /// Something that is read on demand. It is read once more behind itself where it was asked for meanwhile,
  /// and with the next line where no answer came.
  struct Loading {
    bool under_way = false, again = false;
    bool missed = false;  ///< no answer came, or the platform said that it has none at the moment
    int line = 0;         ///< lines_ when it began
  };
  /// False where it is under way already.
  bool begins(Loading& loading);
  /// `error` is null where it was read. True: it is to be read once more, now.
  bool ended(Loading& loading, const base::Error* error);
  /// All but those of one thing among many, each with the way to read it.
  template <typename Visit>
  void each_single(Visit&& visit);
  void repeat_missed();
  void forget_missed();
  /// Of the thing with this id, as a whole; "" where the call names none. `once_more` looks whether it is
  /// still wanted.
  template <typename T>
  void load_shown(contract::Operation operation, const std::string& id, Loading& loading,
                  std::function<void(base::Result<std::vector<T>>)> answer, std::function<void()> once_more,
                  std::string_view query = {});
  void load_page_versions();
  void load_media_pages();
  void load_page_version(const std::string& page_id, const std::string& version_id);
  void load_feedback();
  void load_feedback_item();
  void load_similar();
  void load_app_version();
  void load_gate();
  void load_burnup();
  void load_rules();
  void load_layers();
  void load_merchant();
  void load_floods();
  /// One thing by this call; nothing is answered where the platform was changed meanwhile.
  template <typename T>
  void load_one(contract::Operation operation, std::span<const std::string> ids, Loading& loading,
                std::function<void(base::Result<T>)> answer, std::function<void()> once_more);
  /// What a read answers, byte for byte.
  void load_bytes(contract::Operation operation, std::span<const std::string> ids, std::string_view query,
                  std::function<void(base::Result<std::string>)> answer);
  void take_page(std::string_view json);
  void take_feedback(std::string_view json);
  void take_merchant(std::string_view json);
  void page_changed(const std::string& page_id);
  void tell_presence(const std::string& object_id, bool present);
  void load_presence();
  [[nodiscard]] std::string before(const Command& command);
  template <typename Visit>
  void each_list(Visit&& visit) {
    for (const auto& each : lists_) visit(*each);
    visit(alerts_);
  }
  [[nodiscard]] ListLoader& list(List which);
  [[nodiscard]] bool is_wanted(const ListLoader& list) const;

  ClientOptions options_;
  Transport& transport_;
  LocalStore& store_;
  base::Inbox<Update>& inbox_;
  Keeper keeper_;
  RecordWatch record_;
  Outbox outbox_;
  EventStream stream_;
  LoaderContext loading_;
  const std::vector<std::unique_ptr<ListLoader>> lists_;
  AlertLoader alerts_;
  std::string open_alert_;                         ///< the one that is shown with evidence
  std::set<std::string, std::less<>> jobs_named_;  ///< by the stream, and not looked at since
  std::string open_page_, versions_page_;          ///< the page that is shown; the one with its versions, too
  std::string open_feedback_, open_version_;       ///< the item and the version that are shown
  std::string open_merchant_;                      ///< with all that was checked
  bool answers_wanted_ = false;                    ///< somebody looked at what citizens sent
  std::map<std::pair<std::string, std::string>, Loading>
      page_versions_loading_;   ///< by page and version: one by one, with their content
  bool floods_wanted_ = false;  ///< somebody looks at the test phase
  Loading alert_, page_, versions_of_page_, pages_of_media_, feedback_, similar_, gate_, burnup_, merchant_,
      floods_, rules_, layers_, presence_;
  int lines_ = 0;           ///< how often the line became live
  std::string open_media_;  ///< whose pages are shown
  std::string looking_at_;  ///< what the others are told of
  std::optional<contract::Me> me_;
  bool me_confirmed_ = false;  ///< by the platform, with the token in use
  bool may_register_ = false;  ///< the platform has not said yet whether it binds this token
  bool registering_ = false;
  base::Error not_registered_;  ///< why not, as the platform said it last
  std::string bound_mark_;      ///< of the token in use, in the note that it is bound
  Transport::Handle me_request_ = 0, me_timer_ = 0, diff_timer_ = 0;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>>
      versions_;                                                  ///< asked for: ids by mini-app
  std::map<std::string, Loading, std::less<>> versions_loading_;  ///< by mini-app
  std::set<contract::Ring> diffs_;
  std::map<contract::Ring, Loading> diffs_loading_;
};

}  // namespace stadtpult::client
