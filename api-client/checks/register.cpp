// The registers that German courts keep: section 8 HGB and its relatives.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <utility>

#include "api-client/base/trim.hpp"
#include "api-client/checks/symbols.hpp"

namespace stadtpult::checks {
namespace {

using contract::RegisterKind;

/// Courts that keep one of them.
constexpr std::string_view kCourts[] = {
    "Aachen",
    "Altenburg",
    "Amberg",
    "Ansbach",
    "Apolda",
    "Arnsberg",
    "Arnstadt",
    "Arnstadt Zweigstelle Ilmenau",
    "Aschaffenburg",
    "Augsburg",
    "Aurich",
    "Bad Hersfeld",
    "Bad Homburg v.d.H.",
    "Bad Kreuznach",
    "Bad Oeynhausen",
    "Bad Salzungen",
    "Bamberg",
    "Bayreuth",
    "Berlin (Charlottenburg)",
    "Bielefeld",
    "Bochum",
    "Bonn",
    "Braunschweig",
    "Bremen",
    "Chemnitz",
    "Coburg",
    "Coesfeld",
    "Cottbus",
    "Darmstadt",
    "Deggendorf",
    "Dortmund",
    "Dresden",
    "Duisburg",
    "Düren",
    "Düsseldorf",
    "Eisenach",
    "Erfurt",
    "Eschwege",
    "Essen",
    "Flensburg",
    "Frankfurt am Main",
    "Frankfurt (Oder)",
    "Freiburg",
    "Friedberg",
    "Fritzlar",
    "Fulda",
    "Fürth",
    "Gelsenkirchen",
    "Gera",
    "Gießen",
    "Gotha",
    "Greiz",
    "Göttingen",
    "Gütersloh",
    "Hagen",
    "Hamburg",
    "Hamm",
    "Hanau",
    "Hannover",
    "Heilbad Heiligenstadt",
    "Hildburghausen",
    "Hildesheim",
    "Hof",
    "Homburg",
    "Ingolstadt",
    "Iserlohn",
    "Jena",
    "Kaiserslautern",
    "Kassel",
    "Kempten (Allgäu)",
    "Kiel",
    "Kleve",
    "Koblenz",
    "Korbach",
    "Krefeld",
    "Köln",
    "Königstein",
    "Landau",
    "Landshut",
    "Langenfeld",
    "Lebach",
    "Leipzig",
    "Lemgo",
    "Limburg",
    "Ludwigshafen am Rhein",
    "Lübeck",
    "Lüneburg",
    "Mainz",
    "Mannheim",
    "Marburg",
    "Meiningen",
    "Memmingen",
    "Merzig",
    "Montabaur",
    "Mönchengladbach",
    "Mühlhausen",
    "München",
    "Münster",
    "Neubrandenburg",
    "Neunkirchen",
    "Neuruppin",
    "Neuss",
    "Nordhausen",
    "Nürnberg",
    "Offenbach am Main",
    "Oldenburg (Oldenburg)",
    "Osnabrück",
    "Ottweiler",
    "Paderborn",
    "Passau",
    "Pinneberg",
    "Potsdam",
    "Pößneck",
    "Pößneck Zweigstelle Bad Lobenstein",
    "Recklinghausen",
    "Regensburg",
    "Rostock",
    "Rudolstadt",
    "Rudolstadt Zweigstelle Saalfeld",
    "Saarbrücken",
    "Saarlouis",
    "Schweinfurt",
    "Schwerin",
    "Siegburg",
    "Siegen",
    "Sondershausen",
    "Sonneberg",
    "St. Ingbert",
    "St. Wendel",
    "Stadthagen",
    "Stadtroda",
    "Steinfurt",
    "Stendal",
    "Stralsund",
    "Straubing",
    "Stuttgart",
    "Suhl",
    "Sömmerda",
    "Tostedt",
    "Traunstein",
    "Ulm",
    "Völklingen",
    "Walsrode",
    "Weiden i. d. OPf.",
    "Weimar",
    "Wetzlar",
    "Wiesbaden",
    "Wittlich",
    "Wuppertal",
    "Würzburg",
    "Zweibrücken",
};

struct Pair {
  std::string_view name, court;
};
/// What people call them, too.
constexpr Pair kAlso[] = {
    {"Berlin", "Berlin (Charlottenburg)"},
    {"Charlottenburg", "Berlin (Charlottenburg)"},
    {"Berlin-Charlottenburg", "Berlin (Charlottenburg)"},
    {"Charlottenburg (Berlin)", "Berlin (Charlottenburg)"},
    {"Bad Homburg", "Bad Homburg v.d.H."},
    {"Bad Homburg vor der Höhe", "Bad Homburg v.d.H."},
    {"Kempten", "Kempten (Allgäu)"},
    {"Allgäu", "Kempten (Allgäu)"},
    {"Ludwigshafen", "Ludwigshafen am Rhein"},
    {"Ludwigshafen a.Rhein (Ludwigshafen)", "Ludwigshafen am Rhein"},
    {"Ludwigshafen a. Rh.", "Ludwigshafen am Rhein"},
    {"Ludwigshafen am Rhein (Ludwigshafen)", "Ludwigshafen am Rhein"},
    {"Oldenburg", "Oldenburg (Oldenburg)"},
    {"St. Ingbert (St Ingbert)", "St. Ingbert"},
    {"Sankt Ingbert", "St. Ingbert"},
    {"St. Wendel (St Wendel)", "St. Wendel"},
    {"Sankt Wendel", "St. Wendel"},
    {"Weiden", "Weiden i. d. OPf."},
    {"Weiden in der Oberpfalz", "Weiden i. d. OPf."},
    {"Frankfurt an der Oder", "Frankfurt (Oder)"},
    {"Paderborn früher Höxter", "Paderborn"},
    {"Freiburg im Breisgau", "Freiburg"},
    {"Freiburg i. Br.", "Freiburg"},
    {"Landau in der Pfalz", "Landau"},
    {"Limburg an der Lahn", "Limburg"},
    {"Limburg a. d. Lahn", "Limburg"},
    {"Königstein im Taunus", "Königstein"},
    {"Friedberg (Hessen)", "Friedberg"},
};
/// Towns near ours whose court keeps none, and which does it for them.
constexpr Pair kElsewhere[] = {
    {"Worms", "Mainz"},
    {"Alzey", "Mainz"},
    {"Bingen", "Mainz"},
    {"Bingen am Rhein", "Mainz"},
    {"Frankenthal", "Ludwigshafen am Rhein"},
    {"Frankenthal (Pfalz)", "Ludwigshafen am Rhein"},
    {"Speyer", "Ludwigshafen am Rhein"},
    {"Grünstadt", "Ludwigshafen am Rhein"},
    {"Bad Dürkheim", "Ludwigshafen am Rhein"},
    {"Neustadt an der Weinstraße", "Ludwigshafen am Rhein"},
    {"Lampertheim", "Darmstadt"},
    {"Bensheim", "Darmstadt"},
    {"Heidelberg", "Mannheim"},
};

/// Letters only, without case; umlauts as `wide` (ae) or narrow (a), ß as ss: "St. Wendel" and "ST WENDEL"
/// are one.
std::string folded(std::string_view text, bool wide) {
  struct Umlaut {
    std::string_view letter, narrow, wide;
  };
  constexpr Umlaut kUmlauts[] = {{"ä", "a", "ae"}, {"Ä", "a", "ae"}, {"ö", "o", "oe"},  {"Ö", "o", "oe"},
                                 {"ü", "u", "ue"}, {"Ü", "u", "ue"}, {"ß", "ss", "ss"}, {"ẞ", "ss", "ss"}};
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto* const umlaut = std::find_if(std::begin(kUmlauts), std::end(kUmlauts), [&](const auto& each) {
      return text.substr(at).starts_with(each.letter);
    });
    if (umlaut != std::end(kUmlauts)) {
      out += wide ? umlaut->wide : umlaut->narrow;
      at += umlaut->letter.size();
      continue;
    }
    const char c = text[at++];
    if (is_letter(c)) out += static_cast<char>(upper(c) - 'A' + 'a');
    // What is neither a letter nor a sign stays, so that it matches nothing.
    if (static_cast<unsigned char>(c) >= 0x80 || is_digit(c)) out += c;
  }
  return out;
}

using Names = std::map<std::string, std::string_view>;

void add(Names& names, std::string_view name, std::string_view court) {
  names.emplace(folded(name, false), court);
  names.emplace(folded(name, true), court);
}

const Names& courts() {
  static const Names names = [] {
    Names out;
    for (const auto court : kCourts) add(out, court, court);
    for (const auto& [name, court] : kAlso) add(out, name, court);
    return out;
  }();
  return names;
}

const Names& elsewhere() {
  static const Names names = [] {
    Names out;
    for (const auto& [name, court] : kElsewhere) add(out, name, court);
    return out;
  }();
  return names;
}

/// "Amtsgericht Mainz", "AG Mainz": the court is named without.
std::string without_title(std::string name) {
  for (const std::string_view title : {"amtsgericht", "registergericht"})
    if (name.starts_with(title)) return name.substr(title.size());
  return name;
}

std::string_view found(const Names& names, std::string_view text) {
  auto key = without_title(folded(text, false));
  if (!names.contains(key) && (text.starts_with("AG ") || text.starts_with("ag "))) key = key.substr(2);
  const auto it = names.find(key);
  return it == names.end() ? std::string_view() : it->second;
}

/// Letters that stand in no court's name, and look as if they did.
std::vector<Fault> strangers(std::string_view court) {
  std::vector<Fault> out;
  for (auto& each : typed(court, "register_court", "()./-,'&").faults)
    if (!each.rule.ends_with(".character")) out.push_back(std::move(each));
  return out;
}

std::vector<Fault> court_faults(std::string_view court) {
  if (base::is_blank(court)) return {};
  if (auto out = strangers(court); !out.empty()) return out;
  if (!found(courts(), court).empty()) return {};
  if (const auto other = found(elsewhere(), court); !other.empty())
    return {fault("register_court", "elsewhere", 0, {std::string(court), std::string(other)})};
  return {fault("register_court", "unknown", 0, {std::string(court)})};
}

/// One to six digits, not from 0, and up to three letters of those courts that merged their registers.
Checked check_number(std::string_view number, RegisterKind kind) {
  constexpr std::string_view kKind = "register_number";
  // Chambers number their crafts registers as they like.
  if (kind == RegisterKind::hwr) {
    auto in = typed(number, kKind, "", "-./");
    if (!in.faults.empty()) return {{}, std::move(in.faults)};
    return {in.text(), {}};
  }
  auto in = typed(number, kKind, "");
  if (!in.faults.empty()) return {{}, std::move(in.faults)};
  const auto text = in.text();
  if (text.empty()) return {};
  // "HRB 4711" in the field of the number: the kind has a field of its own.
  const auto letters =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_letter) - text.begin());
  if (letters > 0) return {{}, {fault_at(kKind, "digits_first", in.symbols[0])}};
  const auto digits =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
  if (text[0] == '0') return {{}, {fault_at(kKind, "zero", in.symbols[0])}};
  if (digits > 6) return {{}, {fault(kKind, "long_number", in.symbols[6].at, {std::to_string(digits)})}};
  const auto suffix = text.substr(digits);
  if (suffix.size() > 3 || !std::all_of(suffix.begin(), suffix.end(), is_letter))
    return {{}, {fault_at(kKind, "suffix", in.symbols[digits])}};
  auto compact = text.substr(0, digits);
  if (!suffix.empty()) compact += ' ';
  for (const char c : suffix) compact += upper(c);
  return {std::move(compact), {}};
}

}  // namespace

std::string register_court_of(std::string_view text) {
  return strangers(text).empty() ? std::string(found(courts(), text)) : std::string();
}

Checked check_register(std::string_view court, RegisterKind kind, std::string_view number) {
  auto out = check_number(number, kind);
  // A chamber is no court.
  if (kind == RegisterKind::hwr) return out;
  auto wrong = court_faults(court);
  const bool some = !court.empty() || !number.empty();
  if (kind == RegisterKind::none && some) wrong.push_back(fault("register_kind", "missing", 0));
  if (wrong.empty()) return out;
  wrong.insert(wrong.end(), out.faults.begin(), out.faults.end());
  return {{}, std::move(wrong)};
}

}  // namespace stadtpult::checks
