#pragma once
// What a person reads when something around the panels fails: the start, the line, the files of this device.
// One sentence that says what is wrong, and one that says what to do.

#include <string>

#include "api-client/base/result.hpp"
#include "api-client/client/updates.hpp"

namespace stadtpult::console {

/// Why the data folder or its local store could not be opened.
std::string store_failure_words(const base::Error& error, const std::string& data_dir);
/// Why the embedded platform with the demo city did not start.
std::string demo_failure_words(const base::Error& error, const std::string& data_dir);
/// A short sentence, and a second one with what to do or what is safe.
struct Sentences {
  std::string title, detail;
  std::string more = {};  ///< names files, for whoever wants the particulars; "" where there is no more
};
/// What was repaired or set aside at start.
Sentences notice_words(const client::StoreNotice& notice);
/// Why a person has to sign in, and what to do. `empty_token_file` is the file of --token-file where it holds
/// no key, else "".
std::string sign_in_words(client::SignInNeeded::Why why, const std::string& empty_token_file);
/// Why there is no line, where waiting alone does not help: a certificate that is not trusted, an address
/// that is none, a key that the platform refuses. Empty for everything that passes by itself.
Sentences line_failure(const base::Error& error, const std::string& platform);

}  // namespace stadtpult::console
