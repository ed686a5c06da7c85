#include "platform/print/document.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <qrencode.h>

#include <algorithm>
#include <functional>

#include "platform/print/typesetter.hpp"

namespace stadtpult::platform::print {
namespace {

constexpr double kCellPadding = 1.2, kCellText = 9;
constexpr int kQuietModules = 4;  // ISO/IEC 18004, 6.3.8

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct Document::Parts {
  using Draw = std::function<void(cairo_t*)>;

  struct Rule {
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0, grey = 0;
    bool dashed = false;
  };
  /// A page: its lines, its text, and what else is drawn.
  struct Page {
    std::vector<Rule> rules;
    std::vector<Draw> draws;
    Type type;

    void draw(cairo_t* to) const {
      draw_rules(to);
      for (const auto& each : draws) each(to);
      type.draw(to);
    }

   private:
    /// Those that look alike and follow each other in one stroke.
    void draw_rules(cairo_t* to) const {
      static constexpr double kDashes[] = {3, 3};
      cairo_set_line_width(to, 0.5);
      for (std::size_t i = 0; i < rules.size(); ++i) {
        const Rule& rule = rules[i];
        cairo_move_to(to, points(rule.x1), points(rule.y1));
        cairo_line_to(to, points(rule.x2), points(rule.y2));
        if (i + 1 < rules.size() && rules[i + 1].grey == rule.grey && rules[i + 1].dashed == rule.dashed)
          continue;
        cairo_set_source_rgb(to, rule.grey, rule.grey, rule.grey);
        cairo_set_dash(to, kDashes, rule.dashed ? 2 : 0, 0);
        cairo_stroke(to);
      }
    }
  };

  explicit Parts(Options given) : options(std::move(given)), typesetter(options.language) {
    pages.emplace_back();
  }

  void draw(Draw what) { pages.back().draws.push_back(std::move(what)); }
  void draw_line(Line line, double x, double y) { pages.back().type.add(std::move(line), x, y); }
  void draw_lines(std::vector<Line> lines, double x, double y) {
    for (auto& line : lines) {
      const double height = line.height;
      draw_line(std::move(line), x, y);
      y += height;
    }
  }

  [[nodiscard]] double room() const { return kHeight - kBottom - place; }
  void new_page() {
    pages.emplace_back();
    place = kTop;
  }

  /// Lines one below the other, over as many pages as they need.
  void flow(std::vector<Line> lines, double x) {
    for (auto& line : lines) {
      const double height = line.height;
      if (height > room() && place > kTop) new_page();
      draw_line(std::move(line), x, place);
      place += height;
    }
  }

  Options options;
  Typesetter typesetter;
  std::vector<Page> pages;
  double place = kTop;  ///< where the next thing begins
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
  auto lines = parts_->typesetter.lines_of(words, kTextWidth, style);
  if (parts_->place > kTop) parts_->place += style.size_pt * 0.35;
  // Never alone at the foot of a page.
  if (height_of_lines(lines) + 12 > room() && parts_->place > kTop) new_page();
  parts_->flow(std::move(lines), kSide);
  parts_->place += style.size_pt * 0.12;
}

void Document::paragraph(std::string_view words, const Style& style) {
  parts_->flow(parts_->typesetter.lines_of(words, kTextWidth, style), kSide);
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
      cells.push_back(
          parts_->typesetter.lines_of(i < words.size() ? words[i] : "", widths[i] - 2 * kCellPadding, style));
    }
    return cells;
  };
  const auto draw_row = [&](Cells cells, double grey) {
    const double height = height_of_row(cells);
    for (std::size_t i = 0; i < cells.size(); ++i)
      parts_->draw_lines(std::move(cells[i]), lefts[i] + kCellPadding, parts_->place + kCellPadding);
    parts_->place += height;
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
    if (!is_empty(cells)) draw_row(std::move(cells), 0.8);
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
  auto lines = parts_->typesetter.lines_of(words, width, style);
  const double height = height_of_lines(lines);
  parts_->draw_lines(std::move(lines), x, y);
  return height;
}

double Document::height_of(double width, std::string_view words, const Style& style) {
  const int unknown = parts_->typesetter.unknown();
  const double height = height_of_lines(parts_->typesetter.lines_of(words, width, style));
  parts_->typesetter.forget_unknown(unknown);  // nothing was drawn
  return height;
}

void Document::put_line(double x1, double y1, double x2, double y2, double grey, bool dashed) {
  parts_->pages.back().rules.push_back({x1, y1, x2, y2, grey, dashed});
}

base::Done Document::put_qr(double x, double y, double side, std::string_view text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                        QR_ECLEVEL_M),
      QRcode_free);
  if (!code) return base::fail(base::ErrorKind::invalid, "This is too long for a QR code.", "text");
  // As a picture with one pixel a module: a thousand of them as paths would take seconds.
  const int modules = code->width, width = modules + 2 * kQuietModules;
  const std::shared_ptr<cairo_surface_t> picture(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, width),
                                                 cairo_surface_destroy);
  unsigned char* pixels = cairo_image_surface_get_data(picture.get());
  if (pixels == nullptr) return base::fail(base::ErrorKind::internal, "There is no memory for a picture.");
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(picture.get()));
  std::fill_n(pixels, stride * static_cast<std::size_t>(width), static_cast<unsigned char>(0xFF));
  for (int row = 0; row < modules; ++row)
    for (int column = 0; column < modules; ++column)
      if ((code->data[row * modules + column] & 1U) != 0)
        std::fill_n(pixels + static_cast<std::size_t>(row + kQuietModules) * stride +
                        static_cast<std::size_t>(column + kQuietModules) * 4,
                    4, static_cast<unsigned char>(0));
  cairo_surface_mark_dirty(picture.get());
  parts_->draw([=](cairo_t* to) {
    cairo_save(to);
    cairo_translate(to, points(x), points(y));
    cairo_scale(to, points(side) / width, points(side) / width);
    cairo_set_source_surface(to, picture.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(to), CAIRO_FILTER_NEAREST);
    cairo_paint(to);
    cairo_restore(to);
  });
  return {};
}

int Document::pages() const {
  return static_cast<int>(parts_->pages.size());
}

int Document::unknown_characters() const {
  return parts_->typesetter.unknown();
}

base::Result<std::string> Document::finish() {
  const Options& options = parts_->options;
  if (options.page_numbers || !options.footer.empty()) {
    Parts& parts = *parts_;
    std::vector<Parts::Page> all = std::move(parts.pages);
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
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                 Typesetter::readable(options.title).c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Stadtpult");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day.c_str());
  cairo_t* to = cairo_create(surface);
  for (const auto& page : parts_->pages) {
    page.draw(to);
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
