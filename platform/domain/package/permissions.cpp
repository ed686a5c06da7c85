// How much a permission lets a mini-app do, and what changed against the last approved version.

#include <algorithm>
#include <array>
#include <cctype>

#include "platform/domain/package/package.hpp"

namespace stadtpult::platform {

namespace {

using contract::Permission;
using contract::PermissionChange;
using contract::PermissionLevel;

// The words of a permission that is low: it reaches nothing about a person. All words of its name must be
// here, so what nobody has judged counts as high: identity, documents, contacts, location, camera,
// microphone, payment, health, calendar, messages, calls, photos and files, NFC (it reads identity cards),
// Bluetooth, biometrics, and every new one.
constexpr std::array<std::string_view, 30> kLowWords = {
    "access",  "alert",        "badge",         "battery",   "brightness",  "flashlight",
    "haptic",  "internet",     "info",          "keep",      "language",    "locale",
    "network", "notification", "notifications", "on",        "orientation", "post",
    "push",    "receive",      "screen",        "send",      "show",        "state",
    "theme",   "timer",        "vibrate",       "vibration", "wake",        "wakelock"};

/// Lower-case words of the last part of a name: "system.permission.ACCESS_NETWORK_STATE", "networkState".
std::vector<std::string> words_of(std::string_view name) {
  if (const auto dot = name.find_last_of(".:/"); dot != std::string_view::npos) name.remove_prefix(dot + 1);
  std::vector<std::string> words(1);
  bool after_lower = false;
  for (const char raw : name) {
    const auto c = static_cast<unsigned char>(raw);
    const bool upper = std::isupper(c) != 0;
    if (c == '_' || c == '-' || c == ' ' || (upper && after_lower)) words.emplace_back();
    if (c != '_' && c != '-' && c != ' ') words.back() += static_cast<char>(std::tolower(c));
    after_lower = std::islower(c) != 0;
  }
  std::erase(words, "");
  return words;
}

const Permission* find(const std::vector<Permission>& permissions, std::string_view name) {
  const auto found = std::find_if(permissions.begin(), permissions.end(),
                                  [&](const Permission& each) { return each.name == name; });
  return found == permissions.end() ? nullptr : &*found;
}

}  // namespace

PermissionLevel permission_level(std::string_view name) {
  const auto words = words_of(name);
  const bool harmless =
      !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
        return std::find(kLowWords.begin(), kLowWords.end(), word) != kLowWords.end();
      });
  return harmless ? PermissionLevel::low : PermissionLevel::high;
}

std::vector<Permission> permission_changes(const std::vector<Permission>& approved,
                                           const std::vector<Permission>& asked) {
  // The list of an approved version may itself name what it no longer asked for.
  std::vector<Permission> granted = approved;
  std::erase_if(granted, [](const Permission& each) { return each.change == PermissionChange::removed; });

  std::vector<Permission> changes;
  for (auto permission : asked) {
    const auto* before = find(granted, permission.name);
    permission.change = before == nullptr                     ? PermissionChange::added
                        : before->reason != permission.reason ? PermissionChange::reason_changed
                                                              : PermissionChange::same;
    changes.push_back(std::move(permission));
  }
  for (auto& permission : granted) {
    if (find(asked, permission.name) != nullptr) continue;
    permission.change = PermissionChange::removed;
    changes.push_back(std::move(permission));
  }
  return changes;
}

}  // namespace stadtpult::platform
