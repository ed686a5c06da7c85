#include "platform/print/typesetter.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <unordered_map>

#include "api-client/base/utf8.hpp"

namespace stadtpult::platform::print {

/// What is never torn apart at the end of a line. Widths are Pango's units.
struct Word {
  struct Glyph {
    unsigned int index = 0;
    int bytes = 0;  ///< of the text that it stands for; 0: the glyph before it stands for its text, too
    int right = 0, down = 0;
    int advance = 0;
    bool operator==(const Glyph&) const = default;
  };
  std::string text;
  std::vector<Glyph> glyphs;
  int width = 0;
};

namespace {

double millimetres(int pango_units) {
  return static_cast<double>(pango_units) / PANGO_SCALE / kPointsPerMm;
}

constexpr std::size_t kWordsOfLine = 8;  ///< mostly

/// Letters, figures and signs of European languages in Latin script that stand for themselves: no mark is
/// put onto another, nothing runs from right to left, nothing is invisible.
bool is_plain(gunichar c) {
  return (c > 0x20 && c < 0x7F) || (c > 0xA0 && c < 0x180 && c != 0xAD) || c == 0x2013 || c == 0x2014 ||
         (c >= 0x2018 && c <= 0x201E) || c == 0x2022 || c == 0x2026 || c == 0x20AC;
}

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_figure(char c) {
  return is_figure(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

using FontDescription = std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)>;

FontDescription description_of(const Style& style) {
  FontDescription font(
      pango_font_description_from_string(style.mono ? "JetBrains Mono, DejaVu Sans Mono, monospace"
                                                    : "Inter, DejaVu Sans, sans-serif"),
      pango_font_description_free);
  pango_font_description_set_absolute_size(font.get(), style.size_pt * PANGO_SCALE);
  if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
  if (style.italic) pango_font_description_set_style(font.get(), PANGO_STYLE_ITALIC);
  return font;
}

constexpr std::string_view kFigures = "0123456789";
constexpr std::size_t kShapedAlong = 2;  ///< figures that are shaped with what stands beside them

/// The ten figures of a font, each with the space that it leaves before any of the others.
class Figures {
 public:
  /// `shape`: text to Word.
  template <typename Shape>
  explicit Figures(const Shape& shape) {
    const auto is_like = [](const Word& word, std::size_t glyphs) { return word.glyphs.size() == glyphs; };
    for (const char a : kFigures) {
      const Word alone = shape(std::string(1, a));
      if (!is_like(alone, 1)) return;
      place(a, '\0') = alone.glyphs[0];
    }
    std::string all;  // each three of them, to see that no font makes more of them
    for (const char a : kFigures)
      for (const char b : kFigures) {
        const Word pair = shape({a, b});
        if (!is_like(pair, 2)) return;
        place(a, b) = pair.glyphs[0];
        for (const char c : kFigures) all += {a, b, c};
      }
    const Word shaped = shape(all);
    simple_ = is_like(shaped, all.size());
    for (std::size_t i = 0; i < all.size() && simple_; ++i)
      simple_ = shaped.glyphs[i] == glyph(all[i], i + 1 < all.size() ? all[i + 1] : '\0');
  }

  /// A figure looks the same everywhere, and nothing but the one behind it says how wide it is.
  [[nodiscard]] bool simple() const { return simple_; }
  /// `next`: the figure behind it; 0 for none.
  [[nodiscard]] const Word::Glyph& glyph(char figure, char next) const {
    return glyphs_[index(figure)][next == '\0' ? kFigures.size() : index(next)];
  }

 private:
  static std::size_t index(char figure) { return static_cast<std::size_t>(figure - '0'); }
  Word::Glyph& place(char figure, char next) {
    return glyphs_[index(figure)][next == '\0' ? kFigures.size() : index(next)];
  }

  std::array<std::array<Word::Glyph, kFigures.size() + 1>, kFigures.size()> glyphs_;
  bool simple_ = false;
};

}  // namespace

class Face {
 public:
  Face(PangoContext* context, const Style& style) : language_(pango_context_get_language(context)) {
    font_.reset(pango_context_load_font(context, description_of(style).get()));
    if (!font_) return;
    scaled_ = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font_.get()));
    space_ = shaped(" ");
  }

  /// Height and baseline of its lines, as Pango says of a line of it; once.
  void set_line(const Line& like) {
    height_ = like.height;
    baseline_ = like.baseline;
  }
  [[nodiscard]] bool knows_its_line() const { return height_ > 0; }
  [[nodiscard]] cairo_scaled_font_t* scaled() const { return scaled_; }
  [[nodiscard]] const Word& space() const { return space_; }

  /// Nothing where the text is not plain, or a word of it is wider than the line.
  std::optional<std::vector<Line>> lines_of(std::string_view text, int width, Align align) {
    if (scaled_ == nullptr || space_.glyphs.size() != 1) return std::nullopt;
    std::vector<Line> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find('\n', begin), text.size());
      if (!add_paragraph(lines, text.substr(begin, end - begin), width, align)) return std::nullopt;
      begin = end + 1;
    }
    return lines;
  }

 private:
  /// A word and where it may be torn apart; empty for one that is not plain.
  using Pieces = std::vector<Word>;

  bool add_paragraph(std::vector<Line>& lines, std::string_view text, int width, Align align) {
    Line line;
    int used = 0, spaces = 0;
    const auto finish = [&] {
      line.face = this;
      line.height = height_;
      line.baseline = baseline_;
      if (align != Align::left) line.x = millimetres((width - used) / (align == Align::center ? 2 : 1));
      lines.push_back(std::move(line));
      line = {};
      used = 0;
    };
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] == ' ') {
        ++spaces;
        ++at;
        continue;
      }
      const auto end = std::min(text.find(' ', at), text.size());
      const Pieces& pieces = pieces_of(text.substr(at, end - at));
      if (pieces.empty()) return false;
      for (const auto& piece : pieces) {
        if (!line.words.empty() && used + spaces * space_.width + piece.width > width) {
          finish();
          spaces = 0;  // they hang over the end of the line before
        }
        const int more = spaces * space_.width + piece.width;
        if (used + more > width) return false;
        used += more;
        if (line.words.empty()) line.words.reserve(kWordsOfLine);
        line.words.emplace_back(&piece, spaces);
        spaces = 0;
      }
      at = end;
    }
    finish();
    return true;
  }

  const Pieces& pieces_of(std::string_view word) {
    if (const auto known = words_.find(word); known != words_.end()) return known->second;
    return words_.emplace(std::string(word), cut(word)).first->second;
  }

  Pieces cut(std::string_view word) {
    for (const char* at = word.data(); at < word.data() + word.size(); at = g_utf8_next_char(at)) {
      const gunichar c = g_utf8_get_char(at);
      if (!is_plain(c) || !has(c)) return {};
    }
    Pieces pieces;
    // Words of letters and figures are whole; for the others there are rules (Unicode, UAX #14).
    const auto strange = std::find_if(word.begin(), word.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x80 && !is_letter_or_figure(c);
    });
    const bool signs = strange != word.end() || word.find_first_of("\xC2\xE2") != std::string_view::npos;
    std::size_t begin = 0;
    if (signs)
      for (const auto here : breaks_in(word)) {
        pieces.push_back(shaped(word.substr(begin, here - begin)));
        begin = here;
      }
    pieces.push_back(shaped(word.substr(begin)));
    const bool good = std::all_of(pieces.begin(), pieces.end(), [](const Word& each) {
      return !each.glyphs.empty() && each.glyphs.front().bytes > 0;
    });
    if (!good) pieces.clear();
    return pieces;
  }

  /// Where it may be torn apart, in bytes. Figures are all of one class there, so numbers that look alike are
  /// looked at once.
  const std::vector<std::size_t>& breaks_in(std::string_view word) {
    std::string like(word);
    std::replace_if(like.begin(), like.end(), is_figure, '0');
    if (const auto known = breaks_.find(like); known != breaks_.end()) return known->second;
    const auto characters = static_cast<int>(g_utf8_strlen(word.data(), static_cast<gssize>(word.size())));
    std::vector<PangoLogAttr> attributes(static_cast<std::size_t>(characters) + 1);
    pango_get_log_attrs(word.data(), static_cast<int>(word.size()), 0, language_, attributes.data(),
                        characters + 1);
    std::vector<std::size_t> breaks;
    const char* at = word.data();
    for (int i = 1; i < characters; ++i) {
      at = g_utf8_next_char(at);
      if (attributes[static_cast<std::size_t>(i)].is_line_break != 0)
        breaks.push_back(static_cast<std::size_t>(at - word.data()));
    }
    return breaks_.emplace(std::move(like), std::move(breaks)).first->second;
  }

  bool has(gunichar c) {
    const auto known = has_.find(c);
    if (known != has_.end()) return known->second;
    return has_[c] = pango_font_has_char(font_.get(), c) != 0;
  }

  Word shaped(std::string_view text) {
    auto number = number_of(text);
    return number ? std::move(*number) : shaped_whole(text);
  }

  /// A number, put together of figures that were shaped once: of all words only numbers are new again and
  /// again. What stands before and behind its figures is shaped with two of them. Nothing where it is none,
  /// or where the font does more with figures than to space each by the one behind it.
  std::optional<Word> number_of(std::string_view text) {
    const auto first = text.find_first_of(kFigures);
    const auto last = std::min(text.find_first_not_of(kFigures, first), text.size());
    if (first == text.npos || last - first < 2 * kShapedAlong ||
        text.find_first_of(kFigures, last) != text.npos)
      return std::nullopt;
    if (!figures_) figures_.emplace([this](const std::string& some) { return shaped_whole(some); });
    const Figures& figures = *figures_;
    if (!figures.simple()) return std::nullopt;
    const std::size_t from = first > 0 ? first + kShapedAlong : 0;
    const std::size_t until = last < text.size() ? last - kShapedAlong : last;
    const Word& before = part_of_number(text.substr(0, from));
    const Word& behind = part_of_number(text.substr(until));
    const auto figure_at = [&](std::size_t i) {
      return figures.glyph(text[i], i + 1 < last ? text[i + 1] : '\0');
    };
    Word word;
    word.text = text;
    word.glyphs.reserve(text.size());
    word.glyphs = before.glyphs;
    // The last one of those knows nothing yet of the figure behind it.
    if (from > 0) {
      if (before.glyphs.empty() || before.glyphs.back() != figures.glyph(text[from - 1], '\0'))
        return std::nullopt;
      word.glyphs.back() = figure_at(from - 1);
    }
    for (std::size_t i = from; i < until; ++i) word.glyphs.push_back(figure_at(i));
    if (until < text.size()) {
      if (behind.glyphs.empty() || behind.glyphs.front() != figure_at(until)) return std::nullopt;
      word.glyphs.insert(word.glyphs.end(), behind.glyphs.begin(), behind.glyphs.end());
    }
    for (const auto& each : word.glyphs) word.width += each.advance;
    return word;
  }

  const Word& part_of_number(std::string_view text) {
    if (const auto known = parts_of_numbers_.find(text); known != parts_of_numbers_.end())
      return known->second;
    return parts_of_numbers_.emplace(std::string(text), text.empty() ? Word() : shaped_whole(text))
        .first->second;
  }

  /// Without glyphs where it cannot be told which stands for what.
  [[nodiscard]] Word shaped_whole(std::string_view text) const {
    PangoAnalysis analysis{};
    analysis.font = font_.get();
    analysis.language = language_;
    analysis.script = G_UNICODE_SCRIPT_LATIN;
    const std::unique_ptr<PangoGlyphString, decltype(&pango_glyph_string_free)> glyphs(
        pango_glyph_string_new(), pango_glyph_string_free);
    const auto size = static_cast<int>(text.size());
    pango_shape_full(text.data(), size, text.data(), size, &analysis, glyphs.get());
    Word word;
    word.text = text;
    for (int i = 0; i < glyphs->num_glyphs; ++i) {
      const PangoGlyphInfo& each = glyphs->glyphs[i];
      if (each.glyph == PANGO_GLYPH_EMPTY || (each.glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) return {};
      const int begin = glyphs->log_clusters[i];
      const int end = i + 1 < glyphs->num_glyphs ? glyphs->log_clusters[i + 1] : size;
      if (end < begin) return {};
      word.glyphs.push_back(
          {each.glyph, end - begin, each.geometry.x_offset, each.geometry.y_offset, each.geometry.width});
      word.width += each.geometry.width;
    }
    return word;
  }

  std::unique_ptr<PangoFont, Unref> font_;
  PangoLanguage* language_ = nullptr;
  cairo_scaled_font_t* scaled_ = nullptr;  ///< the font's
  Word space_;
  double height_ = 0, baseline_ = 0;
  std::optional<Figures> figures_;
  std::unordered_map<std::string, Word, Hash, std::equal_to<>> parts_of_numbers_;
  std::unordered_map<std::string, Pieces, Hash, std::equal_to<>> words_;
  std::unordered_map<std::string, std::vector<std::size_t>> breaks_;  ///< of words with figures as 0
  std::unordered_map<gunichar, bool> has_;
};

double height_of_lines(const std::vector<Line>& lines) {
  double height = 0;
  for (const auto& line : lines) height += line.height;
  return height;
}

Typesetter::Typesetter(const std::string& language) {
  fonts_.reset(pango_cairo_font_map_new());
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_.get()), 72);
  context_.reset(pango_font_map_create_context(fonts_.get()));
  // As on paper, not as on a screen: nothing is moved onto pixels.
  cairo_font_options_t* quality = cairo_font_options_create();
  cairo_font_options_set_hint_style(quality, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(quality, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_.get(), quality);
  cairo_font_options_destroy(quality);
  pango_context_set_round_glyph_positions(context_.get(), 0);
  pango_context_set_language(context_.get(), pango_language_from_string(language.c_str()));
}

Typesetter::~Typesetter() = default;

std::string Typesetter::readable(std::string_view words) {
  std::string text;
  if (base::is_utf8(words)) {
    text = words;
  } else {
    gchar* made = g_utf8_make_valid(words.data(), static_cast<gssize>(words.size()));
    text = made;
    g_free(made);
  }
  std::erase(text, '\r');
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') c = '?';
  return text;
}

std::vector<Line> Typesetter::lines_of(std::string_view words, double width, const Style& style) {
  const std::string text = readable(words);
  auto lines = face_of(style).lines_of(text, static_cast<int>(points(width) * PANGO_SCALE), style.align);
  if (!lines || (style.max_lines > 0 && lines->size() > static_cast<std::size_t>(style.max_lines)))
    lines = set_by_pango(text, width, style);
  for (auto& line : *lines) line.grey = style.grey;
  return std::move(*lines);
}

Face& Typesetter::face_of(const Style& style) {
  auto& face = faces_[{style.size_pt, style.bold, style.italic, style.mono}];
  if (!face) {
    face = std::make_unique<Face>(context_.get(), style);
    face->set_line(set_by_pango("x", Document::kTextWidth, style).front());
  }
  return *face;
}

std::vector<Line> Typesetter::set_by_pango(const std::string& text, double width, const Style& style) {
  const std::shared_ptr<PangoLayout> layout(pango_layout_new(context_.get()), Unref());
  pango_layout_set_font_description(layout.get(), description_of(style).get());
  pango_layout_set_width(layout.get(), static_cast<int>(points(width) * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout.get(), style.align == Align::center  ? PANGO_ALIGN_CENTER
                                           : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                         : PANGO_ALIGN_LEFT);
  if (style.max_lines > 0) {
    pango_layout_set_height(layout.get(), -style.max_lines);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  }
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  unknown_ += pango_layout_get_unknown_glyphs_count(layout.get());
  std::vector<Line> lines;
  PangoLayoutIter* at = pango_layout_get_iter(layout.get());
  do {
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(at, nullptr, &logical);
    int top = 0, bottom = 0;
    pango_layout_iter_get_line_yrange(at, &top, &bottom);
    Line line;
    line.x = millimetres(logical.x);
    line.height = millimetres(bottom - top);
    line.baseline = millimetres(pango_layout_iter_get_baseline(at) - top);
    line.layout = layout;
    line.number = static_cast<int>(lines.size());
    lines.push_back(std::move(line));
  } while (pango_layout_iter_next_line(at) != 0);
  pango_layout_iter_free(at);
  return lines;
}

namespace {

/// Glyphs of one font in one colour, for one call.
struct Run {
  std::vector<cairo_glyph_t> glyphs;
  std::vector<cairo_text_cluster_t> clusters;
  std::string text;

  /// Puts the word at a place (points) and moves on behind it.
  void add(const Word& word, double& x, double y) {
    for (const auto& each : word.glyphs) {
      glyphs.push_back(
          {each.index, x + pango_units_to_double(each.right), y + pango_units_to_double(each.down)});
      if (each.bytes > 0)
        clusters.push_back({each.bytes, 1});
      else
        ++clusters.back().num_glyphs;
      x += pango_units_to_double(each.advance);
    }
    text += word.text;
  }
  void clear() {
    glyphs.clear();
    clusters.clear();
    text.clear();
  }
};

}  // namespace

void Type::draw(cairo_t* to) const {
  Run run;
  const Line* like = nullptr;  // of its font and its colour
  const auto show = [&] {
    if (run.glyphs.empty()) return;
    cairo_set_source_rgb(to, like->grey, like->grey, like->grey);
    cairo_set_scaled_font(to, like->face->scaled());
    cairo_show_text_glyphs(to, run.text.data(), static_cast<int>(run.text.size()), run.glyphs.data(),
                           static_cast<int>(run.glyphs.size()), run.clusters.data(),
                           static_cast<int>(run.clusters.size()), cairo_text_cluster_flags_t{});
    run.clear();
  };
  for (const auto& [line, left, top] : lines_) {
    double x = points(left + line.x);
    const double y = points(top + line.baseline);
    // In the order in which people read, so that whatever reads the page out does so, too.
    if (like == nullptr || line.face != like->face || line.grey != like->grey) show();
    like = &line;
    if (line.layout) {
      cairo_set_source_rgb(to, line.grey, line.grey, line.grey);
      cairo_move_to(to, x, y);
      pango_cairo_show_layout_line(to, pango_layout_get_line_readonly(line.layout.get(), line.number));
      continue;
    }
    for (const auto& [word, spaces] : line.words) {
      for (int i = 0; i < spaces; ++i) run.add(line.face->space(), x, y);
      run.add(*word, x, y);
    }
  }
  show();
}

}  // namespace stadtpult::platform::print
