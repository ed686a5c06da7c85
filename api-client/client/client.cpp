#include "api-client/client/client.hpp"

#include <chrono>
#include <future>

#include "api-client/base/crypto.hpp"
#include "api-client/client/link_probe.hpp"
#include "api-client/client/session.hpp"
#include "api-client/client/transport.hpp"

namespace stadtpult::client {

struct Client::Parts {
  Parts(ClientOptions options, std::unique_ptr<LocalStore> local, base::Inbox<Update>& updates)
      : inbox(updates),
        store(std::move(local)),
        transport(options.retry_unit_ms),
        session(std::move(options), transport, *store, updates) {}
  ~Parts() {
    transport.run([this] { session.flush(); });
    transport.stop();  // from here on this thread alone touches the session
  }

  base::Inbox<Update>& inbox;
  std::unique_ptr<LocalStore> store;
  Transport transport;
  Session session;
  std::unique_ptr<LinkProbe> links;  ///< with its thread, once somebody asks
};

Client::Client() = default;
Client::~Client() = default;

std::unique_ptr<Client> Client::start(ClientOptions options, std::unique_ptr<LocalStore> store,
                                      base::Inbox<Update>& inbox) {
  std::unique_ptr<Client> client(new Client());
  client->parts_ = std::make_unique<Parts>(std::move(options), std::move(store), inbox);
  client->parts_->transport.run([parts = client->parts_.get()] { parts->session.show_kept(); });
  return client;
}

void Client::connect(Platform platform) {
  parts_->transport.run(
      [parts = parts_.get(), platform = std::move(platform)] { parts->session.connect(platform); });
}

void Client::renew_device_key(Platform platform) {
  parts_->transport.run(
      [parts = parts_.get(), platform = std::move(platform)] { parts->session.renew_device_key(platform); });
}

void Client::reconnect_now() {
  parts_->transport.run([parts = parts_.get()] { parts->session.reconnect_now(); });
}

void Client::reload() {
  parts_->transport.run([parts = parts_.get()] { parts->session.reload(); });
}

void Client::need_versions(std::string_view miniapp_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(miniapp_id)] { parts->session.need_versions(id); });
}

void Client::need_diff(contract::Ring ring) {
  parts_->transport.run([parts = parts_.get(), ring] { parts->session.need_diff(ring); });
}

void Client::need_audit(std::string_view query, std::string_view cursor) {
  parts_->transport.run([parts = parts_.get(), query = std::string(query), cursor = std::string(cursor)] {
    parts->session.need_audit(query, cursor);
  });
}

void Client::check_record() {
  parts_->transport.run([parts = parts_.get()] { parts->session.record().check_lines(); });
}

void Client::export_record(contract::AuditExport wish) {
  parts_->transport.run(
      [parts = parts_.get(), wish = std::move(wish)] { parts->session.record().export_lines(wish); });
}

void Client::accept_record() {
  parts_->transport.run([parts = parts_.get()] { parts->session.record().accept(); });
}

void Client::need_alert(std::string_view alert_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(alert_id)] { parts->session.need_alert(id); });
}

void Client::check_links(std::vector<std::string> urls) {
  LinksChecked asked;
  for (const auto& url : urls) asked.links[url] = {};
  parts_->inbox.post(std::move(asked));
  if (!parts_->links)
    parts_->links =
        std::make_unique<LinkProbe>([&inbox = parts_->inbox](const std::string& url, LinkState state) {
          inbox.post(LinksChecked{{{url, state}}});
        });
  parts_->links->check(std::move(urls));
}

void Client::look_at(std::string_view object_id) {
  parts_->transport.run([parts = parts_.get(), id = std::string(object_id)] { parts->session.look_at(id); });
}

void Client::reveal(std::string_view pseudonym, std::string_view reason) {
  parts_->transport.run([parts = parts_.get(), what = std::string(pseudonym), why = std::string(reason)] {
    parts->session.reveal(what, why);
  });
}

void Client::need_page(std::string_view page_id) {
  parts_->transport.run([parts = parts_.get(), id = std::string(page_id)] { parts->session.need_page(id); });
}

void Client::need_page_versions(std::string_view page_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(page_id)] { parts->session.need_page_versions(id); });
}

void Client::need_page_version(std::string_view page_id, std::string_view version_id) {
  parts_->transport.run([parts = parts_.get(), page = std::string(page_id), id = std::string(version_id)] {
    parts->session.need_page_version(page, id);
  });
}

void Client::need_form_answers() {
  parts_->transport.run([parts = parts_.get()] { parts->session.need_form_answers(); });
}

void Client::need_media_pages(std::string_view media_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(media_id)] { parts->session.need_media_pages(id); });
}

void Client::need_feedback(std::string_view feedback_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(feedback_id)] { parts->session.need_feedback(id); });
}

void Client::need_me() {
  parts_->transport.run([parts = parts_.get()] { parts->session.need_me(); });
}

void Client::need_floods() {
  parts_->transport.run([parts = parts_.get()] { parts->session.need_floods(); });
}

void Client::need_merchant(std::string_view merchant_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(merchant_id)] { parts->session.need_merchant(id); });
}

void Client::sign_in_with_code(Platform platform, contract::CodeSignIn wish) {
  parts_->transport.run([parts = parts_.get(), platform = std::move(platform), wish = std::move(wish)] {
    parts->session.sign_in_with_code(platform, wish);
  });
}

void Client::need_app_version(std::string_view version_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(version_id)] { parts->session.need_app_version(id); });
}

void Client::load_media_bytes(std::string_view media_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(media_id)] { parts->session.load_media_bytes(id); });
}

void Client::download(contract::Operation operation, std::vector<std::string> ids, std::string query,
                      std::string name) {
  parts_->transport.run([parts = parts_.get(), operation, ids = std::move(ids), query = std::move(query),
                         name = std::move(name)] { parts->session.download(operation, ids, query, name); });
}

void Client::export_answers(contract::FormExport wish, std::string_view path) {
  parts_->transport.run([parts = parts_.get(), wish = std::move(wish), path = std::string(path)] {
    parts->session.export_answers(wish, path);
  });
}

void Client::need_rules() {
  parts_->transport.run([parts = parts_.get()] { parts->session.need_rules(); });
}

void Client::need_layers() {
  parts_->transport.run([parts = parts_.get()] { parts->session.need_layers(); });
}

void Client::check(std::string_view tag, std::string bytes, std::string_view content_type) {
  parts_->transport.run(
      [parts = parts_.get(), tag = std::string(tag), bytes = std::move(bytes),
       type = std::string(content_type)]() mutable { parts->session.check(tag, std::move(bytes), type); });
}

std::string Client::submit(Command command) {
  std::string id = base::new_id("cmd_");
  parts_->transport.run([parts = parts_.get(), id, command = std::move(command)]() mutable {
    parts->session.outbox().submit(id, std::move(command));
  });
  return id;
}

void Client::cancel(std::string_view command_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(command_id)] { parts->session.outbox().cancel(id); });
}

void Client::resolve(std::string_view command_id, std::string body, std::string if_match) {
  parts_->transport.run([parts = parts_.get(), id = std::string(command_id), body = std::move(body),
                         tag = std::move(if_match)] { parts->session.outbox().resolve(id, body, tag); });
}

void Client::retry(std::string_view command_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(command_id)] { parts->session.outbox().retry(id); });
}

void Client::discard(std::string_view command_id) {
  parts_->transport.run(
      [parts = parts_.get(), id = std::string(command_id)] { parts->session.outbox().discard(id); });
}

void Client::save_draft(std::string_view key, std::string_view text) {
  parts_->transport.run([parts = parts_.get(), key = std::string(key), text = std::string(text)] {
    parts->session.keeper().save_draft(key, text);
  });
}

void Client::save_setting(std::string_view key, std::string_view value) {
  parts_->transport.run([parts = parts_.get(), key = std::string(key), value = std::string(value)] {
    parts->session.keeper().save_setting(key, value);
  });
}

bool Client::flush(int timeout_ms) {
  const auto done = std::make_shared<std::promise<bool>>();
  auto outcome = done->get_future();
  parts_->transport.run([parts = parts_.get(), done] { done->set_value(parts->session.flush()); });
  return outcome.wait_for(std::chrono::milliseconds(timeout_ms)) == std::future_status::ready &&
         outcome.get();
}

}  // namespace stadtpult::client
