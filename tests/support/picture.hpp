#pragma once
// Pictures of what draws, off-screen, to look at. Needs an X display (xvfb-run -a) and any OpenGL, Mesa's
// software renderer is enough.

#include <functional>
#include <string>
#include <string_view>

namespace stadtpult::test {

struct PictureOptions {
  int width = 1440, height = 900;
  float scale = 1.0F;
  bool dark = false;
  std::string_view language = "de";
  int frames = 6;  ///< layout and remembered widths need a few
};

/// Runs frames, each inside a Screen, and writes the last one as PNG. "" or what went wrong.
std::string draw_picture(const std::string& path, const PictureOptions& options,
                         const std::function<void(int frame)>& draw);

}  // namespace stadtpult::test
