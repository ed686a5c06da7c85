#include "console/painted_frame.hpp"

#include <algorithm>
#include <cstring>

namespace stadtpult::console {
namespace {

bool same(const ImVec2& a, const ImVec2& b) {
  return a.x == b.x && a.y == b.y;
}

/// By member: a command has padding. One with a callback may paint anything, so it is like no other.
bool same(const ImDrawCmd& a, const ImDrawCmd& b) {
  return a.UserCallback == nullptr && b.UserCallback == nullptr && a.TextureId == b.TextureId &&
         a.VtxOffset == b.VtxOffset && a.IdxOffset == b.IdxOffset && a.ElemCount == b.ElemCount &&
         a.ClipRect.x == b.ClipRect.x && a.ClipRect.y == b.ClipRect.y && a.ClipRect.z == b.ClipRect.z &&
         a.ClipRect.w == b.ClipRect.w;
}

/// Elements without padding.
template <typename T>
bool same_bytes(const std::vector<T>& kept, const ImVector<T>& now) {
  return kept.size() == static_cast<std::size_t>(now.Size) &&
         (kept.empty() || std::memcmp(kept.data(), now.Data, kept.size() * sizeof(T)) == 0);
}

}  // namespace

bool PaintedFrame::shows(const ImDrawData& frame) const {
  if (!known_ || count_ != static_cast<std::size_t>(frame.CmdListsCount) ||
      !same(position_, frame.DisplayPos) || !same(size_, frame.DisplaySize) ||
      !same(scale_, frame.FramebufferScale))
    return false;
  for (std::size_t i = 0; i < count_; ++i) {
    const ImDrawList& now = *frame.CmdLists[i];
    const List& kept = lists_[i];
    if (!std::equal(kept.commands.begin(), kept.commands.end(), now.CmdBuffer.begin(), now.CmdBuffer.end(),
                    [](const ImDrawCmd& a, const ImDrawCmd& b) { return same(a, b); }) ||
        !same_bytes(kept.vertices, now.VtxBuffer) || !same_bytes(kept.indices, now.IdxBuffer))
      return false;
  }
  return true;
}

bool PaintedFrame::take(const ImDrawData& frame) {
  if (shows(frame)) return false;
  known_ = true;
  position_ = frame.DisplayPos;
  size_ = frame.DisplaySize;
  scale_ = frame.FramebufferScale;
  count_ = static_cast<std::size_t>(frame.CmdListsCount);
  if (lists_.size() < count_) lists_.resize(count_);
  for (std::size_t i = 0; i < count_; ++i) {
    const ImDrawList& now = *frame.CmdLists[i];
    lists_[i].vertices.assign(now.VtxBuffer.begin(), now.VtxBuffer.end());
    lists_[i].indices.assign(now.IdxBuffer.begin(), now.IdxBuffer.end());
    lists_[i].commands.assign(now.CmdBuffer.begin(), now.CmdBuffer.end());
  }
  return true;
}

}  // namespace stadtpult::console
