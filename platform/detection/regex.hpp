#pragma once
// Regular expressions of rules: PCRE, bounded in time.

#include <cstddef>
#include <memory>
#include <string_view>

#include "api-client/base/result.hpp"
#include "platform/detection/rule.hpp"

namespace stadtpult::platform::detection {

/// A compiled expression, found anywhere in a text. Immutable; any thread may match, each with its own
/// Scratch.
class Regex {
 public:
  /// What a match needs; one a thread.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class Regex;
    struct Parts;
    std::unique_ptr<Parts> parts_;
  };

  enum class Found { no, yes, gave_up };

  /// `place` anchors the expression at the start or the end of the text. The error says where it is wrong.
  static base::Result<Regex> compile(std::string_view expression, RegexFlags flags, Place place);

  /// gave_up: the limit of steps was reached, so the text may be made to be slow.
  [[nodiscard]] Found find(std::string_view text, Scratch& scratch) const;

 private:
  struct Code;
  std::shared_ptr<const Code> code_;
};

}  // namespace stadtpult::platform::detection
