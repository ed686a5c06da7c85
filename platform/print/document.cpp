#include "platform/print/document.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "api-client/base/utf8.hpp"

namespace stadtpult::platform::print {
namespace {

constexpr double kPointsPerMm = 72.0 / 25.4;
constexpr double kCellPadding = 1.2, kCellText = 9;
constexpr int kQuietModules = 4;  // ISO/IEC 18004, 6.3.8

double points(double mm) {
  return mm * kPointsPerMm;
}
double millimetres(int pango_units) {
  return static_cast<double>(pango_units) / PANGO_SCALE / kPointsPerMm;
}

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using Layout = std::shared_ptr<PangoLayout>;

/// A line of a laid out text: where it begins, and how far it reaches below the one before.
struct Line {
  Layout layout;
  int number = 0;
  double x = 0, height = 0, baseline = 0;  ///< mm; the baseline from the line's top
  double grey = 0;
};

std::vector<Line> lines_of(const Layout& layout, double grey) {
  std::vector<Line> lines;
  PangoLayoutIter* at = pango_layout_get_iter(layout.get());
  do {
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(at, nullptr, &logical);
    int top = 0, bottom = 0;
    pango_layout_iter_get_line_yrange(at, &top, &bottom);
    lines.push_back({layout, static_cast<int>(lines.size()), millimetres(logical.x),
                     millimetres(bottom - top), millimetres(pango_layout_iter_get_baseline(at) - top), grey});
  } while (pango_layout_iter_next_line(at) != 0);
  pango_layout_iter_free(at);
  return lines;
}

double height_of_lines(const std::vector<Line>& lines) {
  double height = 0;
  for (const auto& line : lines) height += line.height;
  return height;
}

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct Document::Parts {
  using Draw = std::function<void(cairo_t*)>;

  explicit Parts(Options given) : options(std::move(given)) {
    fonts.reset(pango_cairo_font_map_new());
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts.get()), 72);
    context.reset(pango_font_map_create_context(fonts.get()));
    // As on paper, not as on a screen: nothing is moved onto pixels.
    cairo_font_options_t* quality = cairo_font_options_create();
    cairo_font_options_set_hint_style(quality, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(quality, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), quality);
    cairo_font_options_destroy(quality);
    pango_context_set_round_glyph_positions(context.get(), 0);
    pango_context_set_language(context.get(), pango_language_from_string(options.language.c_str()));
    pages.emplace_back();
  }

  void draw(Draw what) { pages.back().push_back(std::move(what)); }

  Layout lay_out(std::string_view words, double width, const Style& style) {
    Layout layout(pango_layout_new(context.get()), Unref());
    PangoFontDescription* font = pango_font_description_from_string(
        style.mono ? "JetBrains Mono, DejaVu Sans Mono, monospace" : "Inter, DejaVu Sans, sans-serif");
    pango_font_description_set_absolute_size(font, style.size_pt * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    if (style.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_width(layout.get(), static_cast<int>(points(width) * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), style.align == Align::center  ? PANGO_ALIGN_CENTER
                                             : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                           : PANGO_ALIGN_LEFT);
    if (style.max_lines > 0) {
      pango_layout_set_height(layout.get(), -style.max_lines);
      pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    }
    const std::string text = readable(words);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    unknown += pango_layout_get_unknown_glyphs_count(layout.get());
    return layout;
  }

  /// Whatever comes is drawn: what is no UTF-8, and what controls a machine, as a mark.
  static std::string readable(std::string_view words) {
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

  void draw_line(const Line& line, double x, double y) {
    draw([line, x, y](cairo_t* to) {
      cairo_set_source_rgb(to, line.grey, line.grey, line.grey);
      cairo_move_to(to, points(x + line.x), points(y + line.baseline));
      pango_cairo_show_layout_line(to, pango_layout_get_line_readonly(line.layout.get(), line.number));
    });
  }

  void draw_lines(const std::vector<Line>& lines, double x, double y) {
    for (const auto& line : lines) {
      draw_line(line, x, y);
      y += line.height;
    }
  }

  [[nodiscard]] double room() const { return kHeight - kBottom - place; }
  void new_page() {
    pages.emplace_back();
    place = kTop;
  }

  /// Lines one below the other, over as many pages as they need.
  void flow(const std::vector<Line>& lines, double x) {
    for (const auto& line : lines) {
      if (line.height > room() && place > kTop) new_page();
      draw_line(line, x, place);
      place += line.height;
    }
  }

  Options options;
  std::unique_ptr<PangoFontMap, Unref> fonts;
  std::unique_ptr<PangoContext, Unref> context;
  std::vector<std::vector<Draw>> pages;
  double place = kTop;  ///< where the next thing begins
  int unknown = 0;
};

namespace {

/// A table while it is drawn: each row's cells as lines.
using Cells = std::vector<std::vector<Line>>;

double height_of_row(const Cells& cells) {
  double height = 0;
  for (const auto& lines : cells) height = std::max(height, height_of_lines(lines));
  return height + 2 * kCellPadding;
}

/// Takes as many lines of each cell as fit; the rest stays. At least one line of each, so that it ends.
Cells take_fitting(Cells& cells, double height) {
  Cells taken(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    double left = height - 2 * kCellPadding;
    std::size_t count = 0;
    while (count < cells[i].size() && (count == 0 || cells[i][count].height <= left))
      left -= cells[i][count++].height;
    const auto end = cells[i].begin() + static_cast<std::ptrdiff_t>(count);
    taken[i].assign(cells[i].begin(), end);
    cells[i].erase(cells[i].begin(), end);
  }
  return taken;
}

bool is_empty(const Cells& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const auto& lines) { return lines.empty(); });
}

}  // namespace

Document::Document(Options options) : parts_(std::make_unique<Parts>(std::move(options))) {}
Document::~Document() = default;

void Document::heading(std::string_view words, int level) {
  static constexpr double kSizes[] = {18, 13, 11};
  Style style;
  style.size_pt = kSizes[std::clamp(level, 1, 3) - 1];
  style.bold = true;
  const auto lines = lines_of(parts_->lay_out(words, kTextWidth, style), 0);
  if (parts_->place > kTop) parts_->place += style.size_pt * 0.35;
  // Never alone at the foot of a page.
  if (height_of_lines(lines) + 12 > room() && parts_->place > kTop) new_page();
  parts_->flow(lines, kSide);
  parts_->place += style.size_pt * 0.12;
}

void Document::paragraph(std::string_view words, const Style& style) {
  parts_->flow(lines_of(parts_->lay_out(words, kTextWidth, style), style.grey), kSide);
  parts_->place += style.size_pt * 0.18;
}

void Document::table(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows) {
  if (columns.empty()) return;
  double shares = 0;
  for (const auto& column : columns) shares += column.share;
  std::vector<double> lefts, widths;
  double x = kSide;
  for (const auto& column : columns) {
    lefts.push_back(x);
    widths.push_back(kTextWidth * column.share / shares);
    x += widths.back();
  }
  const auto cells_of = [&](const std::vector<std::string>& words, bool bold) {
    Cells cells;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      Style style{.size_pt = kCellText, .bold = bold, .align = columns[i].align};
      cells.push_back(lines_of(
          parts_->lay_out(i < words.size() ? words[i] : "", widths[i] - 2 * kCellPadding, style), 0));
    }
    return cells;
  };
  const auto draw_row = [&](const Cells& cells, double grey) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      parts_->draw_lines(cells[i], lefts[i] + kCellPadding, parts_->place + kCellPadding);
    parts_->place += height_of_row(cells);
    put_line(kSide, parts_->place, kWidth - kSide, parts_->place, grey);
  };
  std::vector<std::string> titles;
  for (const auto& column : columns) titles.push_back(column.title);
  const Cells head = cells_of(titles, true);
  const double head_height = height_of_row(head);
  const double most = kHeight - kTop - kBottom - head_height;
  const auto begin_page = [&] {
    new_page();
    draw_row(head, 0.2);
  };
  if (head_height + 10 > room() && parts_->place > kTop) new_page();
  draw_row(head, 0.2);
  for (const auto& row : rows) {
    Cells cells = cells_of(row, false);
    const double height = height_of_row(cells);
    if (height > room() && height <= most) begin_page();
    while (height > most && !is_empty(cells)) {
      if (room() < 12) begin_page();
      draw_row(take_fitting(cells, room()), 0.8);
    }
    if (!is_empty(cells)) draw_row(cells, 0.8);
  }
  parts_->place += 3;
}

void Document::rule() {
  gap(2);
  put_line(kSide, parts_->place, kWidth - kSide, parts_->place, 0.6);
  gap(2);
}

void Document::gap(double mm) {
  parts_->place += mm;
  if (room() <= 0) new_page();
}

void Document::new_page() {
  parts_->new_page();
}

double Document::room() const {
  return parts_->room();
}

double Document::put_text(double x, double y, double width, std::string_view words, const Style& style) {
  const auto lines = lines_of(parts_->lay_out(words, width, style), style.grey);
  parts_->draw_lines(lines, x, y);
  return height_of_lines(lines);
}

double Document::height_of(double width, std::string_view words, const Style& style) {
  const int unknown = parts_->unknown;
  const double height = height_of_lines(lines_of(parts_->lay_out(words, width, style), 0));
  parts_->unknown = unknown;  // nothing was drawn
  return height;
}

void Document::put_line(double x1, double y1, double x2, double y2, double grey, bool dashed) {
  parts_->draw([=](cairo_t* to) {
    static constexpr double kDashes[] = {3, 3};
    cairo_set_source_rgb(to, grey, grey, grey);
    cairo_set_line_width(to, 0.5);
    cairo_set_dash(to, kDashes, dashed ? 2 : 0, 0);
    cairo_move_to(to, points(x1), points(y1));
    cairo_line_to(to, points(x2), points(y2));
    cairo_stroke(to);
  });
}

base::Done Document::put_qr(double x, double y, double side, std::string_view text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                        QR_ECLEVEL_M),
      QRcode_free);
  if (!code) return base::fail(base::ErrorKind::invalid, "This is too long for a QR code.", "text");
  const int width = code->width;
  std::vector<bool> dark(static_cast<std::size_t>(width) * static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < dark.size(); ++i) dark[i] = (code->data[i] & 1U) != 0;
  const double module = points(side) / (width + 2 * kQuietModules);
  parts_->draw([=](cairo_t* to) {
    cairo_set_source_rgb(to, 0, 0, 0);
    // Neighbours in a row are one rectangle, and all are filled at once: no seams.
    for (int row = 0; row < width; ++row)
      for (int column = 0; column < width;) {
        int end = column;
        while (end < width && dark[static_cast<std::size_t>(row * width + end)]) ++end;
        if (end > column)
          cairo_rectangle(to, points(x) + (column + kQuietModules) * module,
                          points(y) + (row + kQuietModules) * module, (end - column) * module, module);
        column = std::max(end, column + 1);
      }
    cairo_fill(to);
  });
  return {};
}

int Document::pages() const {
  return static_cast<int>(parts_->pages.size());
}

int Document::unknown_characters() const {
  return parts_->unknown;
}

base::Result<std::string> Document::finish() {
  const Options& options = parts_->options;
  if (options.page_numbers || !options.footer.empty()) {
    Parts& parts = *parts_;
    std::vector<std::vector<Parts::Draw>> all = std::move(parts.pages);
    parts.pages.clear();
    for (std::size_t i = 0; i < all.size(); ++i) {
      parts.pages.push_back(std::move(all[i]));
      const Style left{.size_pt = 8, .grey = 0.4, .max_lines = 1};
      Style right = left;
      right.align = Align::right;
      const double y = kHeight - kBottom + 8;
      if (!options.footer.empty()) put_text(kSide, y, kTextWidth - 25, options.footer, left);
      if (options.page_numbers)
        put_text(kWidth - kSide - 24, y, 24, fmt::format("{} / {}", i + 1, all.size()), right);
    }
  }
  std::string file;
  cairo_surface_t* surface =
      cairo_pdf_surface_create_for_stream(append, &file, points(kWidth), points(kHeight));
  const std::string day = options.made_at ? base::to_rfc3339(options.made_at).substr(0, 19) + "Z"
                                          : std::string("1970-01-01T00:00:00Z");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, Parts::readable(options.title).c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Stadtpult");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day.c_str());
  cairo_t* to = cairo_create(surface);
  for (const auto& page : parts_->pages) {
    for (const auto& draw : page) draw(to);
    cairo_show_page(to);
  }
  const cairo_status_t drawn = cairo_status(to);
  cairo_destroy(to);
  cairo_surface_finish(surface);
  const cairo_status_t written = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  for (const auto status : {drawn, written})
    if (status != CAIRO_STATUS_SUCCESS)
      return base::fail(base::ErrorKind::internal,
                        fmt::format("The document could not be made: {}.", cairo_status_to_string(status)));
  return file;
}

}  // namespace stadtpult::platform::print
