// The design's sheet of components, png/08: the same things in the same places, drawn with the kit.
#include <array>

#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

namespace stadtpult::test {
namespace {

using namespace panels::kit;

Rect box(float x, float y, float width, float height) {
  return {{px(x), px(y)}, {px(x + width), px(y + height)}};
}

void section(float x, float y, std::string_view words, std::string_view detail = {}) {
  const Region region(box(x, y, 320, 24));
  heading(words, Heading::card, detail);
}

void swatches() {
  section(20, 21, "Farben mit Kontrast");
  struct Swatch {
    const char* name;
    Color text, ground, border;
    const char* ratio;
  };
  const Palette& p = theme();
  const auto tone = [&](const char* name, Tone which, const char* ratio) {
    const ToneColors& t = p.tone(which);
    return Swatch{name, t.text, t.tint, t.border, ratio};
  };
  const std::array<Swatch, 12> all = {{{"Text", p.tx, p.surface, p.line, "17,1"},
                                       {"Text 2", p.tx2, p.surface, p.line, "8,1"},
                                       {"Text 3", p.tx3, p.surface, p.line, "5,7"},
                                       {"Akzent", p.acct, p.surface, p.line, "6,9"},
                                       tone("Erfolg", Tone::ok, "6,1"),
                                       tone("Warnung", Tone::warn, "6,6"),
                                       tone("Hoch", Tone::high, "6,1"),
                                       tone("Gefahr", Tone::err, "6,0"),
                                       tone("Info", Tone::info, "5,9"),
                                       tone("Violett", Tone::vio, "6,6"),
                                       tone("Petrol", Tone::teal, "6,5"),
                                       tone("Neutral", Tone::neu, "7,1")}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Swatch& one = all[i];
    const Rect rect = box(20 + 109 * static_cast<float>(i % 3), 47 + 52 * static_cast<float>(i / 3), 101, 46);
    fill_rect(rect, one.ground, radius::kBlock);
    stroke_rect(rect, one.border, radius::kBlock);
    draw_text(draw_list(), Font::card, {rect.min.x + px(9), rect.min.y + px(5)}, one.text, "Aa");
    draw_text(draw_list(), Font::meta, {rect.min.x + px(9), rect.min.y + px(23)}, one.text, one.name);
    const float width = text_width(Font::meta, one.ratio);
    draw_text(draw_list(), Font::meta, {rect.max.x - px(9) - width, rect.min.y + px(6)}, one.text, one.ratio);
  }
}

void type_samples() {
  section(20, 261, "Schrift");
  struct Sample {
    const char* name;
    Font font;
    const char* words;
    float y;
  };
  constexpr std::array<Sample, 7> kAll = {
      {{"26/32 Semi", Font::figure, "1.284 Euro", 287},
       {"20/28 Semi", Font::title, "Katalog", 319},
       {"16/24 Semi", Font::heading, "Wohngeld beantragen", 349},
       {"14/20 Regular", Font::body, "Straßenverkehr, Größe, Übermaß", 374},
       {"13/18 Medium", Font::base_medium, "Freigeben, prüfen, zurückgeben", 400},
       {"12/16 Regular", Font::meta, "Zuletzt geändert am 23.11. um 09:41", 425},
       {"Mono 12/16", Font::mono, "WO-4F2A91 09:17:02.418", 451}}};
  for (const Sample& sample : kAll) {
    const float top = px(sample.y);
    draw_text(draw_list(), Font::meta,
              {px(20), top + line_height(sample.font) - line_height(Font::meta) - px(1)}, theme().tx3,
              sample.name);
    draw_text(draw_list(), sample.font, {px(114), top}, theme().tx, sample.words);
  }
}

void loading() {
  section(20, 490, "Ladezustand");
  const Rect rect = box(20, 517, 319, 128);
  stroke_rect(rect, theme().line, radius::kCard);
  {
    const Region region(rect.shrunk(0, px(13)));
    skeleton_rows(3, 34.0F, 1.0);
  }
  const Region region(box(20, 651, 319, 40));
  paragraph("Erst nach 200 ms, ohne Bewegung bei reduzierter Animation",
            {.font = Font::meta, .color = theme().tx3});
}

void buttons() {
  section(380, 21, "Schaltflächen", "Ruhe, Zeiger, Fokus, gesperrt");
  struct Kind {
    Button kind;
    const char* id;
    const char* label;
  };
  constexpr std::array<Kind, 5> kKinds = {{{Button::primary, "primary", "Prüfen"},
                                           {Button::secondary, "secondary", "Öffnen"},
                                           {Button::ghost, "ghost", "Mehr"},
                                           {Button::danger_outline, "outline", "Sperren"},
                                           {Button::danger, "danger", "Löschen"}}};
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    const Region region(box(380, 47 + 40 * static_cast<float>(i), 340, 40));
    const Row row({.height = 32});
    const IdScope scope(kKinds[i].id);
    button("rest", {.kind = kKinds[i].kind, .label = kKinds[i].label, .width = 74});
    button("pointer", {.kind = kKinds[i].kind, .label = kKinds[i].label, .width = 74, .name = "Zeiger"});
    button("focus", {.kind = kKinds[i].kind, .label = kKinds[i].label, .width = 74, .name = "Fokus"});
    button("off", {.kind = kKinds[i].kind,
                   .label = "",
                   .width = 74,
                   .disabled_because = "Es fehlt die Freigabe durch den Datenschutz (Dr. Wendt).",
                   .name = "Gesperrt"});
  }
}

struct Values {
  std::string search, text = "Wohngeld", wrong = "25:00", fixed = "automatisch";
  bool yes = true, no = false, on = true, off = false;
  int radio = 0, segment = 0, choice = 0, conflict = 0;
};
Values values;

void inputs() {
  section(380, 251, "Eingaben");
  {
    const Region region(box(380, 278, 319, 40));
    Row row({.height = 32, .gap = 12});
    search_box("search", values.search, {.placeholder = "Suchen", .width = 154});
    text_field("text", values.text, {.label = "Leistung", .label_hidden = true, .width = 153});
  }
  {
    const Region region(box(380, 320, 158, 60));
    text_field("wrong", values.wrong, {.label = "Bis", .label_hidden = true, .error = "Uhrzeit bis 23:59"});
  }
  {
    const Region region(box(550, 320, 149, 40));
    text_field("fixed", values.fixed, {.label = "Prüfsumme", .label_hidden = true, .readonly = true});
  }
  section(380, 383, "Auswahl");
  {
    const Region region(box(380, 409, 320, 32));
    Row row({.height = 32, .gap = 16});
    checkbox("yes", values.yes, {.label = "Ja"});
    checkbox("no", values.no, {.label = "Nein"});
    constexpr std::array<RadioOption, 2> kRadios = {{{"Alle"}, {"Keine"}}};
    radio_group("radio", values.radio, kRadios, {.name = "Umfang", .horizontal = true});
  }
  const Region region(box(380, 441, 320, 32));
  Row row({.height = 32, .gap = 16});
  switch_("on", values.on, {.label = "An"});
  switch_("off", values.off, {.label = "Aus"});
  constexpr std::array<Segment, 2> kSegments = {{{"Board"}, {"Liste"}}};
  segmented("segments", values.segment, kSegments, {.name = "Ansicht", .small = true});
}

void empty() {
  section(380, 486, "Leerer Zustand");
  const Rect rect = box(380, 513, 319, 153);
  stroke_rect(rect, theme().line, radius::kCard);
  const Region region(rect.shrunk(px(16)));
  gap(3);
  empty_state("empty", {.icon = icons::inbox,
                        .title = "Nichts zu prüfen",
                        .detail = "Neue Einreichungen erscheinen hier.",
                        .action = "Alle Mini-Apps zeigen"});
}

void chips() {
  section(740, 21, "Status");
  const auto line = [](float y, std::initializer_list<StateChip> states) {
    const Region region(box(740, y, 340, 28));
    const Row row({.height = 22, .gap = 6});
    for (const StateChip state : states) chip(state);
  };
  line(47, {StateChip::draft, StateChip::submitted, StateChip::in_review});
  line(75, {StateChip::returned, StateChip::approved});
  line(103, {StateChip::published, StateChip::suspended});
  line(131, {StateChip::withdrawn});
  section(740, 165, "Schwere");
  line(192, {StateChip::critical, StateChip::high, StateChip::medium, StateChip::low});
  line(220, {StateChip::info});
}

void rows() {
  section(740, 254, "Tabellenzeile");
  static TableState state;
  state.selected = 3;
  struct Line {
    const char* name;
    StateChip chip;
  };
  constexpr std::array<Line, 5> kLines = {{{"Ruhe", StateChip::published},
                                           {"Zeiger", StateChip::in_review},
                                           {"Gewählt", StateChip::approved},
                                           {"Fokus", StateChip::draft},
                                           {"Gewählt und Fokus", StateChip::suspended}}};
  constexpr std::array<Column, 2> kColumns = {
      {{.id = "name", .title = "Name"}, {.id = "state", .title = "Status", .width = 124}}};
  const Rect rect = box(740, 281, 319, 161);
  const auto draw = [&](TableRow& row) {
    const Line& line = kLines[static_cast<std::size_t>(row.index())];
    row.name(line.name);
    row.cell("name");
    row.text(line.name, Font::base, theme().tx);
    row.cell("state");
    chip(line.chip, row.selected());
  };
  table("rows", state,
        {.name = "Zustände einer Zeile",
         .columns = kColumns,
         .rows = 5,
         .row_height = 32,
         .header = false,
         .rect = rect},
        draw);
  stroke_rect(rect, theme().line, radius::kCard);
}

void troubles() {
  section(740, 455, "Fehler im Bereich");
  {
    const Region region(box(740, 482, 319, 120));
    error_card("error", {.title = "Manifest konnte nicht geladen werden",
                         .detail = "Die Plattform antwortet nicht. Ihre Eingaben sind gesichert.",
                         .technical = "503 Service Unavailable"});
  }
  section(740, 610, "Fortschritt");
  {
    const Region region(box(740, 637, 319, 20));
    progress(0.62F, {.name = "Fortschritt", .label = "1.240 von 2.000"});
  }
  section(740, 669, "Hinweisfahne");
  const Region region(box(740, 696, 319, 40));
  button("publish", {.kind = Button::primary,
                     .label = "Veröffentlichen",
                     .disabled_because = "Es fehlt die Freigabe durch den Datenschutz (Dr. Wendt)."});
  draw_list();
}

void conflict() {
  section(1100, 226, "Konflikt");
  const Region region(box(1100, 252, 320, 300));
  const Card card({.padding = 16, .name = "Konflikt"});
  {
    Row row({.height = 58, .gap = 10});
    tile({.icon = icons::compare_arrows, .tone = Tone::warn});
    const Rect rest = available();
    const Region words(rest);
    paragraph("Zwei Fassungen von „Öffnungszeiten“", {.font = Font::card});
    gap(-8);
    meta("Lena Vogt hat um 09:39 gespeichert.", {.color = theme().tx2});
  }
  constexpr std::array<RadioOption, 3> kChoices = {{{"Ihre Fassung", "Mo–Fr 08:30–18:00"},
                                                    {"Fassung von Lena Vogt", "Mo–Do 08:30–17:00"},
                                                    {"Beide zusammenführen", "Feld für Feld auswählen"}}};
  radio_group("conflict", values.conflict, kChoices, {.name = "Fassung", .cards = true});
  Row row({.height = 36});
  button("later", {.kind = Button::ghost, .label = "Später", .small = true});
  row.right();
  button("keep", {.kind = Button::primary, .label = "Ihre Fassung behalten", .small = true});
}

void keys() {
  section(1100, 563, "Tasten");
  struct Hint {
    const char* words;
    Chord chord;
  };
  constexpr std::array<Hint, 5> kHints = {{{"Befehle", {.key = Key::k, .ctrl = true}},
                                           {"Seitenleiste", {.key = Key::b, .ctrl = true}},
                                           {"Rückgängig", {.key = Key::z, .ctrl = true}},
                                           {"Bereich wechseln", {.key = Key::f6}},
                                           {"Größer", {.key = Key::equal, .ctrl = true}}}};
  for (std::size_t i = 0; i < kHints.size(); ++i) {
    const Region region(box(1100, 591 + 26 * static_cast<float>(i), 320, 26));
    Row row({.height = 26});
    text(kHints[i].words, {.color = theme().tx2});
    row.right();
    key_caps(kHints[i].chord);
  }
}

void symbols() {
  fill_rect(box(0, 762, 1440, 1), theme().line);
  section(20, 772, "Symbole");
  float x = 40;
  float y = 806;
  for (const IconName& one : all_icons().first(72)) {
    draw_icon(draw_list(), one.utf8, {px(x), px(y)}, 20, theme().tx2);
    x += 39;
    if (x > 1420) {
      x = 40;
      y += 38;
    }
  }
}

}  // namespace

void draw_component_sheet() {
  fill_rect(box(0, 0, 1440, 900), theme().surface);
  for (const float x : {360.0F, 720.0F, 1080.0F}) fill_rect(box(x - 1, 0, 1, 762), theme().line);
  swatches();
  type_samples();
  loading();
  buttons();
  inputs();
  empty();
  chips();
  rows();
  troubles();
  section(1100, 21, "Meldungen");
  conflict();
  keys();
  symbols();
}

}  // namespace stadtpult::test
