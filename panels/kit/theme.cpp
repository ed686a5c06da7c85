#include "panels/kit/theme.hpp"

#include <algorithm>
#include <cmath>

namespace stadtpult::panels::kit {
namespace {

/// 0xRRGGBB as the design writes it, to 0xAABBGGRR as ImGui draws it.
constexpr Color rgb(std::uint32_t hex, std::uint32_t alpha = 0xFF) {
  return (alpha << 24U) | ((hex & 0xFFU) << 16U) | (hex & 0xFF00U) | (hex >> 16U);
}

constexpr Palette kLight = {
    .app = rgb(0xF1F3F6),
    .surface = rgb(0xFFFFFF),
    .subtle = rgb(0xF7F8FA),
    .raised = rgb(0xFFFFFF),
    .hover = rgb(0xEFF2F6),
    .sel = rgb(0xE6EEFC),
    .inset = rgb(0xF1F3F6),
    .track = rgb(0xE0E5EC),
    .line = rgb(0xE2E6EC),
    .line2 = rgb(0xCCD2DB),
    .field = rgb(0x868F9E),
    .tx = rgb(0x171C26),
    .tx2 = rgb(0x465062),
    .tx3 = rgb(0x5D6778),
    .txd = rgb(0x7C8594),
    .acc = rgb(0x2558C9),
    .acch = rgb(0x1C479F),
    .acct = rgb(0x2253BE),
    .onacc = rgb(0xFFFFFF),
    .focus = rgb(0x2558C9),
    .errfill = rgb(0xC92A26),
    .errh = rgb(0xA81F1C),
    .onerr = rgb(0xFFFFFF),
    .inv = rgb(0x171C26),
    .invtx = rgb(0xFFFFFF),
    .invtx2 = rgb(0xB6BECA),
    .invact = rgb(0x92B4FF),
    .scrim = rgb(0x10141C, 0x73),
    .tones = {{
        {rgb(0x17673A), rgb(0xE4F4EA), rgb(0xB4DDC3), rgb(0x2A8A53)},  // ok
        {rgb(0x0B5F63), rgb(0xE0F3F3), rgb(0xA9DADA), rgb(0x14868B)},  // teal
        {rgb(0x2253BE), rgb(0xE6EEFC), rgb(0xBFD2F6), rgb(0x3F74E0)},  // info
        {rgb(0x7F4A00), rgb(0xFFF2D6), rgb(0xEFD295), rgb(0xB97400)},  // warn
        {rgb(0x9B3A06), rgb(0xFFECE0), rgb(0xF4C8AD), rgb(0xCC5417)},  // high
        {rgb(0xAE1F1C), rgb(0xFDEAE9), rgb(0xF2C0BD), rgb(0xC92A26)},  // err
        {rgb(0x5F3AB0), rgb(0xF0EBFB), rgb(0xD6C9F2), rgb(0x7A55CC)},  // vio
        {rgb(0x465062), rgb(0xEDF0F4), rgb(0xD6DBE3), rgb(0x7E8796)},  // neu
    }},
};

constexpr Palette kDark = {
    .app = rgb(0x0D1015),
    .surface = rgb(0x15191F),
    .subtle = rgb(0x1A1F26),
    .raised = rgb(0x1E242C),
    .hover = rgb(0x212730),
    .sel = rgb(0x1B2B4A),
    .inset = rgb(0x0F1318),
    .track = rgb(0x262D37),
    .line = rgb(0x272E38),
    .line2 = rgb(0x3A4350),
    .field = rgb(0x6E7989),
    .tx = rgb(0xE9ECF1),
    .tx2 = rgb(0xB6BECA),
    .tx3 = rgb(0x98A2B1),
    .txd = rgb(0x727C8B),
    .acc = rgb(0x3A6AE0),
    .acch = rgb(0x2F5FD3),
    .acct = rgb(0x92B4FF),
    .onacc = rgb(0xFFFFFF),
    .focus = rgb(0x7FA6FF),
    .errfill = rgb(0xD43A35),
    .errh = rgb(0xA81F1C),
    .onerr = rgb(0xFFFFFF),
    .inv = rgb(0xE9ECF1),
    .invtx = rgb(0x171C26),
    .invtx2 = rgb(0x465062),
    .invact = rgb(0x2253BE),
    .scrim = rgb(0x05070A, 0xA6),
    .tones = {{
        {rgb(0x74D295), rgb(0x12301F), rgb(0x23533A), rgb(0x3FAE6C)},  // ok
        {rgb(0x6CCFD2), rgb(0x0F2F31), rgb(0x1E5254), rgb(0x2FA3A8)},  // teal
        {rgb(0x92B4FF), rgb(0x1B2B4A), rgb(0x2D4677), rgb(0x5585F0)},  // info
        {rgb(0xF0C062), rgb(0x33270C), rgb(0x5A4717), rgb(0xD59A2B)},  // warn
        {rgb(0xFFA36E), rgb(0x3A2212), rgb(0x643B20), rgb(0xE97B3C)},  // high
        {rgb(0xFF908B), rgb(0x3C1B1D), rgb(0x6A2C2D), rgb(0xD43A35)},  // err
        {rgb(0xC2AAFF), rgb(0x2A2145), rgb(0x46387A), rgb(0x9A7BEA)},  // vio
        {rgb(0xB6BECA), rgb(0x262D37), rgb(0x38414E), rgb(0x7F8A9A)},  // neu
    }},
};
struct Look {
  ThemeName name = ThemeName::light;
  float user = 1.0F;
  float monitor = 1.0F;
  bool compact = false;
  bool reduced_motion = false;
};
Look look;  // frame thread only

}  // namespace

const Palette& palette(ThemeName name) {
  return name == ThemeName::dark ? kDark : kLight;
}

const Palette& theme() {
  return palette(look.name);
}
ThemeName theme_name() {
  return look.name;
}
void set_theme(ThemeName name) {
  look.name = name;
}

Color with_alpha(Color color, float alpha) {
  const auto a = static_cast<float>(color >> 24U) * std::clamp(alpha, 0.0F, 1.0F);
  return (color & 0x00FFFFFFU) | (static_cast<Color>(std::lround(a)) << 24U);
}

void set_scale(float user, float monitor) {
  look.user = std::clamp(user, 1.0F, 2.0F);
  look.monitor = std::clamp(monitor, 0.5F, 4.0F);
}
float scale() {
  return look.user * look.monitor;
}
float user_scale() {
  return look.user;
}

float px(float logical) {
  if (logical <= 0.0F) return std::round(logical * scale());
  return std::max(1.0F, std::round(logical * scale()));
}

void set_compact(bool compact) {
  look.compact = compact;
}
bool compact() {
  return look.compact;
}
void set_reduced_motion(bool reduced) {
  look.reduced_motion = reduced;
}
bool reduced_motion() {
  return look.reduced_motion;
}

float row_height(RowKind kind) {
  constexpr std::array<float, 5> kHeights = {50, 44, 36, 30, 32};
  return px(kHeights[static_cast<std::size_t>(kind)] - (look.compact ? 4.0F : 0.0F));
}

Breakpoint breakpoint(float logical_width) {
  if (logical_width < 720) return Breakpoint::phone;
  if (logical_width < 1024) return Breakpoint::sheet;
  return logical_width < 1280 ? Breakpoint::narrow : Breakpoint::wide;
}

}  // namespace stadtpult::panels::kit
