#pragma once
// Finds which of many texts stand in a text, all at once (Hyperscan).

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/detection/glob.hpp"

namespace stadtpult::platform::detection {

/// Collect with `add`, then `build`; immutable from there on. Any thread may search, each with its own
/// Scratch.
class Literals {
 public:
  class Scratch {
   public:
    explicit Scratch(const Literals& literals);
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class Literals;
    void* space_ = nullptr;
  };

  Literals();
  ~Literals();
  Literals(Literals&&) noexcept;
  Literals& operator=(Literals&&) noexcept;

  /// Equal texts share an id. Ids count from 0.
  LiteralId add(const std::string& text);
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  [[nodiscard]] const std::string& text(LiteralId id) const { return texts_[id]; }

  /// False where this processor cannot run the search (it lacks SSSE3); then `usable` stays false.
  bool build();
  [[nodiscard]] bool usable() const { return database_ != nullptr; }

  /// Calls `found` for each literal in `text`, possibly more than once. False where the search could not be
  /// done.
  template <typename Found>
  bool search(std::string_view text, Scratch& scratch, Found found) const {
    return search_raw(
        text, scratch, [](LiteralId id, void* context) { (*static_cast<Found*>(context))(id); }, &found);
  }

 private:
  using Raw = void (*)(LiteralId, void*);
  bool search_raw(std::string_view text, Scratch& scratch, Raw found, void* context) const;

  std::vector<std::string> texts_;
  std::unordered_map<std::string, LiteralId> ids_;
  void* database_ = nullptr;  ///< owned
};

}  // namespace stadtpult::platform::detection
