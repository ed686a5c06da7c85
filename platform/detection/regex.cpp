#define PCRE2_CODE_UNIT_WIDTH 8
#include "platform/detection/regex.hpp"

#include <fmt/format.h>
#include <pcre2.h>

#include <algorithm>
#include <string>

namespace stadtpult::platform::detection {
namespace {

constexpr std::size_t kLongest = 4'096;
constexpr std::uint32_t kSteps = 200'000;
constexpr std::uint32_t kHeapKib = 20'000;

std::string anchored(std::string_view expression, Place place) {
  const std::string text(expression);
  if (place == Place::start) return "\\A(?:" + text + ")";
  if (place == Place::end) return "(?:" + text + ")\\z";
  return text;
}

std::string message_of(int code) {
  PCRE2_UCHAR text[256];
  if (pcre2_get_error_message(code, text, sizeof text) < 0) return "not a regular expression";
  return reinterpret_cast<const char*>(text);
}

}  // namespace

struct Regex::Code {
  pcre2_code* code;
  explicit Code(pcre2_code* compiled) : code(compiled) {}
  ~Code() { pcre2_code_free(code); }
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
};

struct Regex::Scratch::Parts {
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
  pcre2_jit_stack* stack = pcre2_jit_stack_create(32 * 1024, 1024 * 1024, nullptr);
  Parts() {
    pcre2_jit_stack_assign(context, nullptr, stack);
    pcre2_set_match_limit(context, kSteps);
    pcre2_set_heap_limit(context, kHeapKib);
  }
  ~Parts() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    pcre2_jit_stack_free(stack);
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
};

Regex::Scratch::Scratch() : parts_(std::make_unique<Parts>()) {}
Regex::Scratch::~Scratch() = default;
Regex::Scratch::Scratch(Scratch&&) noexcept = default;
Regex::Scratch& Regex::Scratch::operator=(Scratch&&) noexcept = default;

base::Result<Regex> Regex::compile(std::string_view expression, RegexFlags flags, Place place) {
  if (expression.empty())
    return base::fail(base::ErrorKind::invalid, "an empty expression matches everything");
  if (expression.size() > kLongest)
    return base::fail(base::ErrorKind::invalid, fmt::format("longer than {} characters", kLongest));
  // Verbs such as (*UTF) or (*LIMIT_MATCH=…) would change the rules of the match.
  if (expression.find("(*") != std::string_view::npos)
    return base::fail(base::ErrorKind::invalid, "verbs such as (*…) are not supported");
  const auto text = anchored(expression, place);
  // Bytes that are no UTF-8 are met in attacks; MATCH_INVALID_UTF steps over them.
  std::uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP;
  if (flags.ignore_case) options |= PCRE2_CASELESS;
  if (flags.multi_line) options |= PCRE2_MULTILINE;
  if (flags.dot_all) options |= PCRE2_DOTALL;
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), options, &error,
                                   &offset, nullptr);
  if (code == nullptr)
    return base::fail(base::ErrorKind::invalid, fmt::format("{} (after \"{}\")", message_of(error),
                                                            text.substr(0, std::min(offset, text.size()))));
  // Without the just-in-time compiler the interpreter does the same, slower.
  (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
  Regex regex;
  regex.code_ = std::make_shared<Code>(code);
  return regex;
}

Regex::Found Regex::find(std::string_view text, Scratch& scratch) const {
  const auto found = pcre2_match(code_->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0,
                                 scratch.parts_->data, scratch.parts_->context);
  if (found >= 0) return Found::yes;
  return found == PCRE2_ERROR_NOMATCH ? Found::no : Found::gave_up;
}

}  // namespace stadtpult::platform::detection
