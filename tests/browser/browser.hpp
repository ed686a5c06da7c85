#pragma once
// A headless Chromium, spoken to over the DevTools protocol. Blocking; every wait has a bound.

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace stadtpult::testing {

/// A node of the accessibility tree that says something, in order.
struct AccessibleNode {
  std::string role;  ///< as Chromium calls it: "heading", "paragraph", "StaticText", "link", …
  std::string name;
  int level = 0;  ///< of a heading
  int depth = 0;
};

class Browser {
 public:
  /// Where Chromium is, or "".
  static std::string program();
  Browser();
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  [[nodiscard]] bool works() const { return session_ != nullptr; }
  /// Opens the address and waits until it is loaded; false where it is not within 20 s.
  bool open(const std::string& url);
  /// Everything within the element with this role ("main"), itself left out.
  std::vector<AccessibleNode> accessible_within(const std::string& role);
  /// Runs a script in the page and answers what it gives, as text; promises are waited for.
  std::string evaluate(const std::string& script);
  /// Lines of the console and uncaught errors since the page was opened, and what its policy refused.
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  struct Session;
  std::unique_ptr<Session> session_;
  std::vector<std::string> complaints_;
};

}  // namespace stadtpult::testing
