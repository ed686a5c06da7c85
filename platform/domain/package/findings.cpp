#include "platform/domain/package/findings.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <utility>

namespace stadtpult::platform {

namespace {

// A hostile package has room for tens of thousands of mistakes; nobody reads beyond the first thousand.
constexpr std::size_t kMostFindings = 1'000;
constexpr std::size_t kMostPathBytes = 300;

bool is_control(UChar32 c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

}  // namespace

std::string printable(std::string_view raw) {
  std::string text;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(raw.data());
  const auto length = static_cast<std::int64_t>(raw.size());
  for (std::int64_t at = 0; at < length;) {
    if (text.size() > kMostPathBytes - 12) return text + "…";
    const auto start = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    char code[16];
    if (c < 0) {
      for (auto bad = start; bad < at; ++bad) {
        std::snprintf(code, sizeof code, "\\x%02X", bytes[bad]);
        text += code;
      }
    } else if (is_control(c)) {
      std::snprintf(code, sizeof code, "\\u%04X", static_cast<unsigned>(c));
      text += code;
    } else {
      text.append(raw.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(at - start)));
    }
  }
  return text;
}

bool has_control_character(std::string_view utf8) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto length = static_cast<std::int64_t>(utf8.size());
  for (std::int64_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    if (c >= 0 && is_control(c)) return true;
  }
  return false;
}

void Findings::error(std::string_view path, std::string rule, std::string message) {
  ++errors_;
  keep({contract::Severity::error, printable(path), std::move(rule), std::move(message)});
}

void Findings::warning(std::string_view path, std::string rule, std::string message) {
  keep({contract::Severity::warning, printable(path), std::move(rule), std::move(message)});
}

void Findings::keep(contract::Finding finding) {
  const bool is_error = finding.severity == contract::Severity::error;
  if (found_.size() >= kMostFindings) {
    ++left_out_;
    if (!is_error || errors_kept_ == found_.size()) return;
    const auto last = std::find_if(found_.rbegin(), found_.rend(), [](const auto& each) {
      return each.severity == contract::Severity::warning;
    });
    found_.erase(std::next(last).base());
  }
  errors_kept_ += is_error ? 1 : 0;
  found_.push_back(std::move(finding));
}

void Findings::append(Findings& other) {
  errors_ += std::exchange(other.errors_, 0);
  left_out_ += std::exchange(other.left_out_, 0);
  other.errors_kept_ = 0;
  for (auto& finding : std::exchange(other.found_, {})) keep(std::move(finding));
}

contract::CheckReport Findings::take() {
  if (left_out_ > 0) {
    const bool errors = errors_ > errors_kept_;
    found_.push_back({errors ? contract::Severity::error : contract::Severity::warning, "",
                      "check.more-findings", std::to_string(left_out_) + " more findings are not listed"});
  }
  contract::CheckReport report{errors_ == 0, std::exchange(found_, {})};
  errors_ = errors_kept_ = left_out_ = 0;
  return report;
}

}  // namespace stadtpult::platform
