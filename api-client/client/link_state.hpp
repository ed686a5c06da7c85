#pragma once
// What an address outside of the platform answered. Pure.

namespace stadtpult::client {

struct LinkState {
  enum class What {
    checking,
    reachable,   ///< also where it wants somebody to sign in: it is there
    gone,        ///< 404 or 410
    unreachable  ///< no answer in time, no such host, a certificate that does not hold, a server's error
  } what = What::checking;
  int status = 0;  ///< of HTTP; 0 where none came
  bool operator==(const LinkState&) const = default;
};

}  // namespace stadtpult::client
