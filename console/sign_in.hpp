#pragma once
// The question who it is, where a platform needs a token: an access key, or the code of an invitation with
// the name of who was invited. Frame thread.

#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/result.hpp"
#include "api-client/contract/merchants.hpp"

namespace stadtpult::console {

/// Three groups of four, however they are written: an access key is longer.
bool looks_like_code(std::string_view typed);

class SignIn {
 public:
  struct Wish {
    std::string token;                         ///< to connect with
    std::optional<contract::CodeSignIn> code;  ///< to be turned into a token first
    bool quit = false;
  };
  /// Draws the dialog, which says `why` there is a question; what the person wants, in the frame in which it
  /// was said.
  std::optional<Wish> draw(std::string_view why);
  /// What became of the code: its token goes the way of a typed one, else the dialog says why not.
  void taken(const base::Result<contract::SignInToken>& token);
  /// Signed in: nothing that was typed stays.
  void forget() { *this = {}; }

 private:
  std::string typed_, name_, error_;
  bool tried_ = false, shown_ = false, asking_ = false;
};

}  // namespace stadtpult::console
