#pragma once
// What is on the screen, as it was handed to OpenGL. Main thread.

#include <imgui.h>

#include <cstddef>
#include <vector>

namespace stadtpult::console {

/// After an event a few frames follow until hover, focus and layout have settled, and most of them look like
/// the one before; on a laptop without a graphics card painting is what costs. So a frame that is the same to
/// the byte is not painted again.
class PaintedFrame {
 public:
  /// Takes a frame of ImGui::Render(); true where it has to be painted.
  bool take(const ImDrawData& frame);
  /// Something that no draw list tells is different: pixels of a texture, the window's surface.
  void forget() { known_ = false; }

 private:
  struct List {
    std::vector<ImDrawVert> vertices;
    std::vector<ImDrawIdx> indices;
    std::vector<ImDrawCmd> commands;
  };
  [[nodiscard]] bool shows(const ImDrawData& frame) const;

  bool known_ = false;
  ImVec2 position_, size_, scale_;
  std::vector<List> lists_;  ///< kept, so that a frame needs no memory of its own
  std::size_t count_ = 0;    ///< of lists_ in use
};

}  // namespace stadtpult::console
