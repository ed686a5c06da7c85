#pragma once
// Nodes as HTML: plain, accessible, without scripts or styles in it. Pure; any thread.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/content/render.hpp"

namespace stadtpult::content {

struct HtmlOptions {
  std::string language = "de";
  /// Where a form of the page is sent: the block's id between these.
  std::string form_prefix = {}, form_suffix = {};
  /// A form that was sent with something wrong in it: what was typed stands in it again, what is wrong above
  /// it.
  std::string form = {};                          ///< id of its block; "" for none
  std::map<std::string, std::string> typed = {};  ///< by field
  std::vector<std::string> wrong = {};
};

/// The nodes one after the other; every text is escaped, every attribute quoted.
std::string to_html(const std::vector<Node>& nodes, const HtmlOptions& options);
/// "&", "<", ">", and both quotes as entities.
std::string escape_html(std::string_view text);

}  // namespace stadtpult::content
