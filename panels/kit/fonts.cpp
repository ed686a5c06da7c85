#include "panels/kit/fonts.hpp"

// imgui_freetype.h of 1.86 forgets this one.
#include <initializer_list>

#include <ft2build.h>
#include FT_FREETYPE_H
#include <imgui_freetype.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "panels/kit/icons.hpp"

namespace stadtpult::panels::kit {
namespace {

enum class File : std::uint8_t { regular, medium, semibold, mono, icons };
constexpr std::size_t kFileCount = 5;

struct FileFact {
  const char* path;
  const char* package;
  float size_factor;  // ImGui's SizePixels is ascender minus descender (DESIGN §3)
};
constexpr std::array<FileFact, kFileCount> kFiles = {{
    {"/usr/share/fonts/opentype/inter/Inter-Regular.otf", "fonts-inter", 1.2102F},
    {"/usr/share/fonts/opentype/inter/Inter-Medium.otf", "fonts-inter", 1.2102F},
    {"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf", "fonts-inter", 1.2102F},
    {"/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "fonts-jetbrains-mono", 1.32F},
    {"/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf",
     "fonts-material-design-icons-iconfont", 1.0F},
}};

/// What one role is made of. icon_size > 0 merges all icons in that size, so the six icon sizes cost no fonts
/// of their own.
struct RoleFact {
  File file;
  float size;  // px of the design
  float line;
  bool wide;  // Cyrillic and the rarer signs too
  float icon_size;
};
constexpr std::array<RoleFact, kFontCount> kRoles = {{
    {File::semibold, 26, 32, false, 32},  // figure
    {File::semibold, 20, 28, true, 24},   // title
    {File::semibold, 16, 24, true, 20},   // heading
    {File::semibold, 14, 20, true, 0},    // card
    {File::regular, 14, 20, true, 18},    // body
    {File::medium, 14, 20, true, 0},      // body_medium
    {File::regular, 13, 18, true, 16},    // base
    {File::medium, 13, 18, true, 0},      // base_medium
    {File::semibold, 13, 18, true, 0},    // base_semi
    {File::regular, 12, 16, true, 14},    // meta
    {File::medium, 12, 16, true, 0},      // meta_medium
    {File::semibold, 12, 16, true, 0},    // meta_semi
    {File::mono, 12, 16, true, 0},        // mono
    {File::medium, 11, 16, true, 0},      // badge
}};

// DESIGN §3. Digits stand apart because they are merged first, with one advance for all.
constexpr ImWchar kDigits[] = {0x30, 0x39, 0};
constexpr ImWchar kText[] = {0x0020, 0x002F, 0x003A, 0x017F, 0x0400, 0x045F, 0x0490,
                             0x0491, 0x2010, 0x2026, 0x2039, 0x203A, 0x20AC, 0x20AC,
                             0x2190, 0x2193, 0x2212, 0x2212, 0x2264, 0x2265, 0};
// Key figures: digits with units and signs, in any language of the interface.
constexpr ImWchar kFigure[] = {0x0020, 0x002F, 0x003A, 0x00FF, 0x2010, 0x2026,
                               0x20AC, 0x20AC, 0x2212, 0x2212, 0};

/// Offset that moves merged icons to the middle of the text line (DESIGN §3).
float icon_offset(float text_size) {
  return text_size < 15 ? 3.0F : 2.0F;
}

using Bytes = std::shared_ptr<const std::string>;

base::Result<Bytes> read_font(const FileFact& fact) {
  std::ifstream in(fact.path, std::ios::binary);
  if (!in) {
    return base::fail(
        base::ErrorKind::not_found,
        std::string("font file ") + fact.path + " is missing; install the Debian package " + fact.package);
  }
  return Bytes(std::make_shared<const std::string>(std::istreambuf_iterator<char>(in),
                                                   std::istreambuf_iterator<char>()));
}

/// All five files, read once and kept: ImGui reads from them whenever an atlas is built.
base::Result<std::array<Bytes, kFileCount>> font_files() {
  static const auto loaded = []() -> base::Result<std::array<Bytes, kFileCount>> {
    std::array<Bytes, kFileCount> all;
    for (std::size_t i = 0; i < kFileCount; ++i) {
      auto bytes = read_font(kFiles[i]);
      if (!bytes) return bytes.error();
      all[i] = *bytes;
    }
    return all;
  }();
  return loaded;
}

/// FreeType answers that ImGui does not give: advance of "0" and the ascender at a size.
class Measure {
 public:
  Measure() { FT_Init_FreeType(&library_); }
  ~Measure() { FT_Done_FreeType(library_); }
  Measure(const Measure&) = delete;
  Measure& operator=(const Measure&) = delete;

  struct Answer {
    float zero_advance = 0;
    float ascender = 0;
  };
  Answer ask(const std::string& bytes, int size_pixels) {
    FT_Face face = nullptr;
    Answer answer;
    if (FT_New_Memory_Face(library_, reinterpret_cast<const FT_Byte*>(bytes.data()),
                           static_cast<FT_Long>(bytes.size()), 0, &face) != 0) {
      return answer;
    }
    // The same request ImGui's builder makes.
    FT_Size_RequestRec request{FT_SIZE_REQUEST_TYPE_REAL_DIM, 0, static_cast<FT_Long>(size_pixels) * 64, 0,
                               0};
    FT_Request_Size(face, &request);
    answer.ascender = std::ceil(static_cast<float>(face->size->metrics.ascender) / 64.0F);
    if (FT_Load_Char(face, '0', FT_LOAD_TARGET_LIGHT) == 0) {
      answer.zero_advance = std::ceil(static_cast<float>(face->glyph->advance.x) / 64.0F);
    }
    FT_Done_Face(face);
    return answer;
  }

 private:
  FT_Library library_ = nullptr;
};

const ImWchar* icon_ranges() {
  // One range per icon: the font has 2,000 more that nobody draws.
  static const auto ranges = [] {
    std::vector<ImWchar> all;
    for (const IconName& icon : all_icons()) all.insert(all.end(), 2, static_cast<ImWchar>(icon.code));
    all.push_back(0);
    return all;
  }();
  return ranges.data();
}

ImFont* add(ImFontAtlas& atlas, const std::string& bytes, float pixels, const ImWchar* ranges,
            ImFontConfig config) {
  config.FontDataOwnedByAtlas = false;
  config.FontData = const_cast<char*>(bytes.data());  // ImGui's field is not const; nobody writes
  config.FontDataSize = static_cast<int>(bytes.size());
  config.SizePixels = pixels;
  config.GlyphRanges = ranges;
  config.OversampleH = 2;
  config.OversampleV = 1;
  return atlas.AddFont(&config);
}

FontSet current_set;  // frame thread only
// Where an icon's em box begins below the top of its font's line, by role; physical px at the current scale.
std::array<float, kFontCount> icon_top{};

/// ImGui's FreeType builder cuts SizePixels to a whole number, so round here.
float size_pixels(const RoleFact& role, float scale_factor) {
  return std::round(role.size * scale_factor * kFiles[static_cast<std::size_t>(role.file)].size_factor);
}

}  // namespace

base::Result<FontSet> build_fonts(ImFontAtlas& atlas, float scale_factor) {
  auto files = font_files();
  if (!files) return files.error();
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  atlas.TexDesiredWidth = scale_factor > 1.4F ? 2048 : 1024;
  Measure measure;
  FontSet set;
  set.scale = scale_factor;
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    const RoleFact& role = kRoles[i];
    const std::string& bytes = *(*files)[static_cast<std::size_t>(role.file)];
    const float pixels = size_pixels(role, scale_factor);
    ImFontConfig digits;
    digits.GlyphMinAdvanceX = digits.GlyphMaxAdvanceX =
        measure.ask(bytes, static_cast<int>(pixels)).zero_advance;
    set.fonts[i] = add(atlas, bytes, pixels, kDigits, digits);
    ImFontConfig rest;
    rest.MergeMode = true;
    add(atlas, bytes, pixels, role.wide ? kText : kFigure, rest);
    if (role.icon_size > 0) {
      ImFontConfig icons_config;
      icons_config.MergeMode = true;
      icons_config.GlyphOffset.y = std::round(icon_offset(role.size) * scale_factor);
      add(atlas, *(*files)[static_cast<std::size_t>(File::icons)], std::round(role.icon_size * scale_factor),
          icon_ranges(), icons_config);
    }
  }
  if (!atlas.Build()) return base::fail(base::ErrorKind::internal, "the font atlas could not be built");
  return set;
}

void use_fonts(const FontSet& set) {
  current_set = set;
  Measure measure;
  const auto files = font_files();
  for (std::size_t i = 0; files && i < kRoles.size(); ++i) {
    const RoleFact& role = kRoles[i];
    if (role.icon_size <= 0) continue;
    const auto icon_pixels = static_cast<int>(std::round(role.icon_size * set.scale));
    const float ascender =
        measure.ask(*(*files)[static_cast<std::size_t>(File::icons)], icon_pixels).ascender;
    icon_top[i] =
        std::round(set.fonts[i]->Ascent) + std::round(icon_offset(role.size) * set.scale) - ascender;
  }
  ImGui::GetIO().FontDefault = set.fonts[static_cast<std::size_t>(Font::base)];
}

ImFont* font(Font role) {
  return current_set.fonts[static_cast<std::size_t>(role)];
}

float line_height(Font role) {
  return std::round(kRoles[static_cast<std::size_t>(role)].line * current_set.scale);
}

float text_width(Font role, std::string_view text) {
  if (text.empty()) return 0;
  ImFont* face = font(role);
  return face->CalcTextSizeA(face->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

namespace {

/// Calls `line(begin, end, top)` for every wrapped line and returns the whole height.
template <typename Line>
float each_line(Font role, std::string_view text, float wrap, Line line) {
  ImFont* face = font(role);
  const float height = line_height(role);
  const char* at = text.data();
  const char* const end = at + text.size();
  float top = 0;
  while (at < end) {
    const char* newline = static_cast<const char*>(memchr(at, '\n', static_cast<std::size_t>(end - at)));
    const char* const paragraph = newline != nullptr ? newline : end;
    const char* stop = face->CalcWordWrapPositionA(1.0F, at, paragraph, wrap);
    if (stop == at && stop < paragraph) ++stop;
    line(at, stop, top);
    top += height;
    at = stop;
    while (at < paragraph && *at == ' ') ++at;
    if (at == paragraph && newline != nullptr) ++at;
  }
  return top;
}

}  // namespace

ImVec2 text_size(Font role, std::string_view text, float wrap) {
  float widest = 0;
  const float height = each_line(role, text, wrap, [&](const char* begin, const char* end, float) {
    widest = std::max(widest, text_width(role, {begin, static_cast<std::size_t>(end - begin)}));
  });
  return {widest, height};
}

void draw_text(ImDrawList& list, Font role, ImVec2 at, Color color, std::string_view text) {
  if (text.empty()) return;
  ImFont* face = font(role);
  const float top = std::floor(at.y + (line_height(role) - face->FontSize) / 2);
  list.AddText(face, face->FontSize, {std::floor(at.x), top}, color, text.data(), text.data() + text.size());
}

float draw_text_wrapped(ImDrawList& list, Font role, ImVec2 at, Color color, std::string_view text,
                        float wrap) {
  return each_line(role, text, wrap, [&](const char* begin, const char* end, float top) {
    draw_text(list, role, {at.x, at.y + top}, color, {begin, static_cast<std::size_t>(end - begin)});
  });
}

bool draw_text_lines(ImDrawList& list, Font role, ImVec2 at, Color color, std::string_view text, float wrap,
                     int lines) {
  const char* const text_end = text.data() + text.size();
  int line = 0;
  bool cut = false;
  each_line(role, text, wrap, [&](const char* begin, const char* end, float top) {
    if (++line > lines) return;
    if (line < lines) {
      draw_text(list, role, {at.x, at.y + top}, color, {begin, static_cast<std::size_t>(end - begin)});
      return;
    }
    std::string rest(begin, text_end);
    std::replace(rest.begin(), rest.end(), '\n', ' ');
    cut = draw_text_fit(list, role, {at.x, at.y + top}, wrap, color, rest);
  });
  return cut;
}

namespace {
constexpr std::string_view kEllipsis = "…";
}

std::string_view fitting(Font role, float width, std::string_view text) {
  // Half a pixel of slack: widths that came from text_width() must fit into themselves.
  if (text_width(role, text) <= width + 0.5F) return text;
  ImFont* face = font(role);
  const float room = width - text_width(role, kEllipsis);
  const char* rest = text.data();
  if (room > 0) face->CalcTextSizeA(face->FontSize, room, 0, text.data(), text.data() + text.size(), &rest);
  while (rest > text.data() && rest[-1] == ' ') --rest;
  return text.substr(0, static_cast<std::size_t>(rest - text.data()));
}

bool draw_text_fit(ImDrawList& list, Font role, ImVec2 at, float width, Color color, std::string_view text) {
  const std::string_view head = fitting(role, width, text);
  draw_text(list, role, at, color, head);
  if (head.size() == text.size()) return false;
  draw_text(list, role, {at.x + text_width(role, head), at.y}, color, kEllipsis);
  return true;
}

void draw_icon(ImDrawList& list, const char* icon, ImVec2 center, float logical_size, Color color) {
  if (icon == nullptr || *icon == '\0') return;
  // The smallest merged size that is at least as large as asked for.
  std::size_t best = static_cast<std::size_t>(Font::figure);
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    const float offered = kRoles[i].icon_size;
    if (offered >= logical_size && offered < kRoles[best].icon_size) best = i;
  }
  ImFont* face = current_set.fonts[best];
  const float pixels = std::round(kRoles[best].icon_size * current_set.scale);
  const ImVec2 at(std::round(center.x - pixels / 2), std::round(center.y - pixels / 2 - icon_top[best]));
  list.AddText(face, face->FontSize, at, color, icon);
}

}  // namespace stadtpult::panels::kit
