#include "platform/domain/import/merchant_marks.hpp"

#include <algorithm>

#include "platform/domain/import/text.hpp"

namespace stadtpult::platform::import {
namespace {

/// Without blanks and signs: "Rad Speichenglück" and "Rad-Speichenglück" are one.
std::string folded(std::string_view text) {
  // A slug begins with a letter and is never empty, so it is asked for behind one.
  auto out = slug("x" + std::string(text)).substr(1);
  std::erase(out, '-');
  return out.empty() ? std::string(text) : out;
}

}  // namespace

std::string folded_name(std::string_view name) {
  return name.empty() ? std::string() : folded(name);
}

std::string folded_address(std::string_view street, std::string_view postal_code) {
  if (street.empty() || postal_code.empty()) return {};
  auto out = folded(street);
  // "kaemmererstr12" → "kaemmererstrasse12"
  for (auto at = out.find("str"); at != std::string::npos; at = out.find("str", at + 3))
    if (out.compare(at, 7, "strasse") != 0 &&
        (at + 3 == out.size() || (out[at + 3] >= '0' && out[at + 3] <= '9')))
      out.insert(at + 3, "asse");
  return out + " " + std::string(postal_code);
}

}  // namespace stadtpult::platform::import
