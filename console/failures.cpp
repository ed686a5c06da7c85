#include "console/failures.hpp"

#include "api-client/client/request.hpp"
#include "api-client/contract/proof.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::console {

using base::ErrorKind;
using panels::kit::tr;

namespace {

/// A key file that is no good, by what helps. `length` is the text for one that is no key at all.
std::string key_words(const base::Error& error, const std::string& usual_file, const char* length) {
  std::string file = usual_file;
  for (const auto& [name, value] : error.values)
    if (name == "file") file = value;
  const char* words = error.problem == "key-length" ? length
                      : error.problem == "key-mode" ? "shell.failed.key_mode"
                                                    : "shell.failed.key_unread";
  return tr(words, {{"file", file}});
}

}  // namespace

std::string store_failure_words(const base::Error& error, const std::string& data_dir) {
  if (error.field == "data") return tr("shell.failed.in_use", {{"folder", data_dir}});
  if (error.field == "key") return key_words(error, data_dir + "/key", "shell.failed.key_length");
  if (error.field == "device") return key_words(error, data_dir + "/device", "shell.failed.device");
  if (error.field == "full") return tr("shell.failed.full", {{"folder", data_dir}});
  return tr("shell.failed.folder", {{"folder", data_dir}});
}

std::string demo_failure_words(const base::Error& error, const std::string& data_dir) {
  if (error.kind == ErrorKind::unavailable) return tr("shell.failed.demo_locked");
  if (error.field == "key" && error.problem.empty())
    return tr("shell.failed.demo_key_other", {{"folder", data_dir}});
  if (error.field == "key")
    return key_words(error, data_dir + "/demo-city.sqlite.key", "shell.failed.demo_key");
  return tr("shell.failed.demo", {{"folder", data_dir}});
}

Sentences notice_words(const client::StoreNotice& notice) {
  using What = client::StoreNotice::What;
  const auto about_key = [&](const char* title) {
    return Sentences{tr(title), tr("shell.notice.key_detail"),
                     tr("shell.notice.key_more",
                        {{"file", notice.file},
                         {"key", notice.file.substr(0, notice.file.find_last_of('/') + 1) + "key"}})};
  };
  switch (notice.what) {
    case What::cache_rebuilt:
      return {tr("shell.notice.cache_rebuilt"), tr("shell.notice.cache_rebuilt_detail")};
    case What::key_missing:
      return about_key("shell.notice.key_missing");
    case What::key_other:
      return about_key("shell.notice.key_other");
    case What::key_back:
      return {tr("shell.notice.key_back"), tr("shell.notice.key_back_detail")};
    case What::journal_moved_aside:
      break;
  }
  return {tr("shell.notice.journal_moved_aside"), tr("shell.notice.journal_moved_aside_detail")};
}

std::string sign_in_words(client::SignInNeeded::Why why, const std::string& empty_token_file) {
  using Why = client::SignInNeeded::Why;
  if (why == Why::expired) return tr("shell.signin.expired");
  if (why == Why::refused) return tr("shell.signin.refused");
  if (!empty_token_file.empty()) return tr("shell.signin.empty_file", {{"file", empty_token_file}});
  return tr("shell.signin.body");
}

Sentences line_failure(const base::Error& error, const std::string& platform) {
  if (error.field == client::kNoTrust)
    return {tr("shell.offline.certificate"), tr("shell.offline.certificate_detail")};
  if (error.field == "url") return {tr("shell.offline.address"), tr("shell.offline.address_detail")};
  if (error.problem == contract::kDeviceUnapproved) {
    std::string key;
    for (const auto& [name, value] : error.values)
      if (name == "thumbprint") key = panels::short_hash(value);
    return {tr("shell.offline.unapproved"), tr("shell.offline.unapproved_detail", {{"key", key}})};
  }
  if (error.problem == contract::kDeviceLimit)
    return {tr("shell.offline.unknown_device"), tr("shell.problem.device_limit")};
  if (error.problem == contract::kProofTime)
    return {tr("shell.offline.clock"), tr("shell.offline.clock_detail")};
  if (error.problem == contract::kDeviceMissing)
    return {tr("shell.offline.unknown_device"), tr("shell.offline.unknown_device_detail")};
  if (error.problem == contract::kDeviceRevoked)
    return {tr("shell.offline.revoked"), tr("shell.offline.revoked_detail")};
  if (error.kind == ErrorKind::unauthenticated && !contract::is_of_proof(error))
    return {tr("shell.offline.key"), tr("shell.offline.key_detail")};
  if (error.kind == ErrorKind::forbidden || error.kind == ErrorKind::not_found)
    return {tr("shell.offline.no_platform"),
            tr("shell.offline.no_platform_detail", {{"platform", platform}})};
  return {};
}

}  // namespace stadtpult::console
