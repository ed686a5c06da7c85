#include "platform/domain/browser_kind.hpp"

#include <span>

namespace stadtpult::platform {
namespace {

struct Sign {
  std::string_view part, name;
};

/// Browsers claim to be those before them, so that the more particular stands first.
constexpr Sign kBrowsers[] = {
    {"Edg/", "Edge"},
    {"EdgA/", "Edge"},
    {"EdgiOS/", "Edge"},
    {"OPR/", "Opera"},
    {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"},
    {"FxiOS/", "Firefox"},
    {"CriOS/", "Chrome"},
    {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},
};
constexpr Sign kSystems[] = {
    {"Android", "Android"}, {"iPhone", "iPhone"},   {"iPad", "iPad"},   {"Windows", "Windows"},
    {"CrOS", "ChromeOS"},   {"Macintosh", "macOS"}, {"Linux", "Linux"},
};

std::string_view first_of(std::span<const Sign> signs, std::string_view text) {
  for (const auto& sign : signs)
    if (text.find(sign.part) != std::string_view::npos) return sign.name;
  return {};
}

}  // namespace

std::string browser_of(std::string_view user_agent) {
  std::string words(first_of(kBrowsers, user_agent));
  const auto system = first_of(kSystems, user_agent);
  if (!words.empty() && !system.empty()) words += ", ";
  return words.append(system);
}

}  // namespace stadtpult::platform
