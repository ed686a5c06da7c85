#include "platform/domain/package/manifest_formats.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "api-client/base/trim.hpp"
#include "platform/domain/package/names.hpp"

namespace stadtpult::platform {

namespace {

// CSS Color 4, section 6.1, and "transparent" of section 6.2.
constexpr std::string_view kNames =
    " aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown "
    "burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue "
    "darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange "
    "darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise "
    "darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia "
    "gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo "
    "ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan "
    "lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue "
    "lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon "
    "mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue "
    "mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin "
    "navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen "
    "paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red "
    "rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue "
    "slategray slategrey snow springgreen steelblue tan teal thistle tomato transparent turquoise violet "
    "wheat white whitesmoke yellow yellowgreen ";

bool only(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

/// "rgb(…)" and its kin: the name is known and there are three or four numbers.
bool is_color_function(std::string_view text) {
  constexpr std::array<std::string_view, 5> kFunctions = {"rgb(", "rgba(", "hsl(", "hsla(", "hwb("};
  const auto name =
      std::find_if(kFunctions.begin(), kFunctions.end(), [&](auto each) { return text.starts_with(each); });
  if (name == kFunctions.end() || !text.ends_with(')')) return false;
  const auto inner = text.substr(name->size(), text.size() - name->size() - 1);
  if (!only(inner, "0123456789.,%/+- degratunko")) return false;
  int numbers = 0;
  bool inside = false;
  for (const char c : inner) {
    const bool separator = c == ' ' || c == ',' || c == '/';
    if (!separator && !inside) ++numbers;
    inside = !separator;
  }
  return numbers == 3 || numbers == 4;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

}  // namespace

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool follows_app_id_rule(std::string_view app_id) {
  const auto names = split(app_id, '.');
  return std::all_of(names.begin(), names.end(), [](std::string_view name) {
    return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
      return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
    });
  });
}

bool is_xyz(std::string_view name) {
  const auto parts = split(name, '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return all_digits(part) && (part.size() == 1 || part[0] != '0');
         });
}

bool are_icon_sizes(std::string_view sizes) {
  bool any = false;
  for (const auto part : split(sizes, ' ')) {
    if (part.empty()) continue;
    any = true;
    if (part == "any") continue;
    const auto cross = part.find_first_of("xX");
    if (cross == std::string_view::npos || part[0] == '0' || !all_digits(part.substr(0, cross))) return false;
    const auto height = part.substr(cross + 1);
    if (!all_digits(height) || height[0] == '0') return false;
  }
  return any;
}

bool is_css_color(std::string_view text) {
  constexpr std::size_t kLongest = 100;
  if (text.empty() || text.size() > kLongest) return false;
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (lower[0] == '#') {
    const auto digits = lower.size() - 1;
    return (digits == 3 || digits == 4 || digits == 6 || digits == 8) &&
           only(lower.substr(1), "0123456789abcdef");
  }
  if (only(lower, "abcdefghijklmnopqrstuvwxyz"))
    return kNames.find(" " + lower + " ") != std::string_view::npos;
  return is_color_function(lower);
}

}  // namespace stadtpult::platform
