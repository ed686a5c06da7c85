#pragma once
// For both ends of what is handed to stadtpult-pdf and back.

#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace stadtpult::platform {

/// All of it, however many pieces the system makes of it; false where it does not take the rest.
inline bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

}  // namespace stadtpult::platform
