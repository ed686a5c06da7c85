#include "console/sign_in.hpp"

#include <algorithm>

#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::console {

namespace kit = panels::kit;
using kit::tr;

bool looks_like_code(std::string_view typed) {
  constexpr std::size_t kCharacters = 12;
  std::size_t count = 0;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const bool fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!fits) return false;
    ++count;
  }
  return count == kCharacters;
}

void SignIn::taken(const base::Result<contract::SignInToken>& token) {
  asking_ = false;
  if (token) return forget();
  error_ = token.error().kind == base::ErrorKind::unavailable    ? panels::error_words(token.error())
           : token.error().kind == base::ErrorKind::rate_limited ? tr("shell.signin.code_slow")
                                                                 : tr("shell.signin.code_error");
}

std::optional<SignIn::Wish> SignIn::draw(std::string_view why) {
  bool open = true;
  kit::Dialog dialog{
      "shell.signin", open, {.title = tr("shell.signin.title"), .body = why, .icon = kit::icons::vpn_key}};
  if (!dialog) return std::nullopt;
  const bool code = looks_like_code(typed_);
  const std::string wrong = !error_.empty() ? error_ : tried_ ? tr("shell.signin.error") : "";
  const auto key = kit::text_field("token", typed_,
                                   {.label = tr("shell.signin.token"),
                                    .error = wrong,
                                    .password = !code,  // a code is used once and read from paper
                                    .required = true,
                                    .focus_now = !shown_});
  shown_ = true;
  if (key.changed) {
    error_.clear();
    tried_ = false;
  }
  bool entered = key.submitted;
  if (code)
    entered = kit::text_field("name", name_,
                              {.label = tr("shell.signin.name"),
                               .hint = tr("shell.signin.name_hint"),
                               .max_length = 120,
                               .required = true})
                  .submitted ||
              entered;
  kit::dialog_foot();
  kit::Row row{{.height = 40}};
  row.right();
  if (kit::button("quit", {.label = tr("shell.command.quit")}))
    return Wish{.token = {}, .code = {}, .quit = true};
  const bool named = name_.find_first_not_of(' ') != std::string::npos;
  const char* because = asking_          ? tr("shell.signin.asking")
                        : code && !named ? tr("shell.signin.why_name")
                                         : "";
  const bool pressed = kit::button(
      "go", {.kind = kit::Button::primary, .label = tr("shell.signin.action"), .disabled_because = because});
  if (*because != '\0' || typed_.empty() || !(pressed || entered)) return std::nullopt;
  if (!code) {
    tried_ = true;
    return Wish{.token = typed_, .code = {}, .quit = false};
  }
  asking_ = true;
  error_.clear();
  return Wish{.token = {}, .code = contract::CodeSignIn{typed_, name_}, .quit = false};
}

}  // namespace stadtpult::console
