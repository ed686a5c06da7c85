#pragma once
// Nodes as HTML: plain, accessible, without scripts or styles in it. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/content/render.hpp"

namespace stadtpult::content {

struct HtmlOptions {
  std::string language = "de";
  /// Where a form of the page is sent: this, then the block's id.
  std::string form_prefix = {};
  /// Put as a hidden field into every form: makes a form sent twice count once.
  std::string form_key = {};
};

/// The nodes one after the other; every text is escaped, every attribute quoted.
std::string to_html(const std::vector<Node>& nodes, const HtmlOptions& options);
/// "&", "<", ">", and both quotes as entities.
std::string escape_html(std::string_view text);

}  // namespace stadtpult::content
