#pragma once
// The small formats of texts in a manifest. Internal to the package checks. Any thread.

#include <string_view>

namespace stadtpult::platform {

bool all_digits(std::string_view text);

/// appIdRule of miniapp-manifest: name *("." name); name is a letter, then letters, digits and "-".
bool follows_app_id_rule(std::string_view app_id);

/// X.Y.Z, without leading zeros (Semantic Versioning, 2).
bool is_xyz(std::string_view version_name);

/// The syntax of <link sizes>: "any" or WIDTHxHEIGHT, several with spaces between.
bool are_icon_sizes(std::string_view sizes);

/// A colour as CSS writes it in sRGB: "#fff", "#ffffffff", "white", "rgb(0 0 0)".
bool is_css_color(std::string_view text);

}  // namespace stadtpult::platform
