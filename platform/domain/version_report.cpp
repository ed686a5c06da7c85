#include "platform/domain/version_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "api-client/content/html.hpp"
#include "api-client/hours/local_time.hpp"
#include "platform/domain/german_time.hpp"

namespace stadtpult::platform {
namespace {

using base::Timestamp;
using contract::FeedbackKind;
using contract::FeedbackState;
using contract::Requirement;
using contract::RequirementPriority;
using contract::RequirementState;
using contract::Stakeholder;

constexpr std::size_t kMostVoted = 10;
constexpr std::size_t kHashShown = 12;

const char* word(RequirementPriority value) {
  switch (value) {
    case RequirementPriority::must:
      return "muss";
    case RequirementPriority::should:
      return "soll";
    case RequirementPriority::can:
      return "kann";
  }
  return "";
}

const char* word(RequirementState value) {
  switch (value) {
    case RequirementState::open:
      return "offen";
    case RequirementState::evidenced:
      return "nachgewiesen, nicht abgenommen";
    case RequirementState::done:
      return "erledigt";
  }
  return "";
}

const char* word(Stakeholder value) {
  switch (value) {
    case Stakeholder::administration:
      return "Stadtverwaltung";
    case Stakeholder::ihk:
      return "IHK";
    case Stakeholder::university:
      return "Hochschule";
    case Stakeholder::business_development:
      return "Wirtschaftsförderung";
    case Stakeholder::retail:
      return "Handel";
    case Stakeholder::gastronomy:
      return "Gastronomie";
    case Stakeholder::city_marketing:
      return "Stadtmarketing";
  }
  return "";
}

const char* word(FeedbackKind value) {
  switch (value) {
    case FeedbackKind::bug:
      return "Fehler";
    case FeedbackKind::wish:
      return "Wunsch";
    case FeedbackKind::question:
      return "Frage";
    case FeedbackKind::praise:
      return "Lob";
  }
  return "";
}

const char* word(FeedbackState value) {
  switch (value) {
    case FeedbackState::received:
      return "neu";
    case FeedbackState::triaged:
      return "eingeordnet";
    case FeedbackState::planned:
      return "eingeplant";
    case FeedbackState::in_progress:
      return "in Umsetzung";
    case FeedbackState::done:
      return "erledigt";
    case FeedbackState::declined:
      return "abgelehnt";
  }
  return "";
}

const char* word(contract::AppVersionState value) {
  switch (value) {
    case contract::AppVersionState::planned:
      return "geplant";
    case contract::AppVersionState::testing:
      return "in der Testphase";
    case contract::AppVersionState::live:
      return "live";
  }
  return "";
}

std::string number_of(std::int64_t feedback) {
  return fmt::format("RM-{:04}", feedback);
}

/// Lines of a cell.
std::string lines(const std::vector<std::string>& all) {
  return fmt::format("{}", fmt::join(all, "\n"));
}

std::string words_of(const std::vector<Stakeholder>& stakeholders) {
  std::vector<std::string> words;
  for (const auto each : stakeholders) words.emplace_back(word(each));
  return fmt::format("{}", fmt::join(words, ", "));
}

class Teller {
 public:
  explicit Teller(const ReportData& data) : data_(data), version_(data.version) {
    for (const auto& each : data.feedback)
      if (!each.requirement_id.empty()) said_of_[each.requirement_id].push_back(number_of(each.number));
  }

  ReportDocument run() {
    report_.title = fmt::format("Bericht zur Version {} der City-App", version_.name);
    find_newest();
    heading(1, report_.title);
    text(fmt::format("Stand der Daten: {} Uhr.", german_day_and_time(report_.as_of)));
    summary();
    asked();
    built();
    said();
    decided();
    signed_by();
    return std::move(report_);
  }

 private:
  void heading(int level, std::string words) {
    report_.parts.emplace_back(ReportHeading{level, std::move(words)});
  }
  void text(std::string words) { report_.parts.emplace_back(ReportText{std::move(words)}); }
  void table(ReportTable table, const char* empty) {
    if (table.rows.empty())
      text(empty);
    else
      report_.parts.emplace_back(std::move(table));
  }

  void find_newest() {
    auto& newest = report_.as_of;
    newest = version_.updated_at;
    for (const auto& each : data_.requirements) newest = std::max(newest, each.updated_at);
    for (const auto& each : data_.rounds) newest = std::max(newest, each.updated_at);
    for (const auto& each : data_.feedback) newest = std::max(newest, each.updated_at);
  }

  void summary() {
    const auto when = version_.state == contract::AppVersionState::live
                          ? fmt::format("Live seit {}.", german_day(version_.live_at))
                          : fmt::format("Zustand: {}. Geplanter Start: {}.", word(version_.state),
                                        german_day(version_.due_at));
    text(when);
    if (!version_.summary.empty()) text(version_.summary);
    ReportTable counts{{{"", 2}, {"verlangt", 1, true}, {"nachgewiesen", 1, true}, {"erledigt", 1, true}},
                       {}};
    for (const auto priority :
         {RequirementPriority::must, RequirementPriority::should, RequirementPriority::can}) {
      std::int64_t all = 0, evidenced = 0, done = 0;
      for (const auto& each : data_.requirements) {
        if (each.priority != priority) continue;
        ++all;
        evidenced += each.state == RequirementState::evidenced;
        done += each.state == RequirementState::done;
      }
      counts.rows.push_back({fmt::format("Anforderungen „{}“", word(priority)), std::to_string(all),
                             std::to_string(evidenced), std::to_string(done)});
    }
    table(std::move(counts), "");
    if (version_.state == contract::AppVersionState::live) return;
    text(gate_words());
  }

  /// What stands against the go-live: only what there is, one as one.
  [[nodiscard]] std::string gate_words() const {
    const auto& gate = data_.gate;
    std::vector<std::string> parts;
    const auto add = [&](std::size_t count, const char* one, const char* many) {
      if (count > 0) parts.push_back(fmt::format("{} {}", count, count == 1 ? one : many));
    };
    add(gate.requirements.size(), "Muss-Anforderung, die nicht erledigt ist",
        "Muss-Anforderungen, die nicht erledigt sind");
    add(gate.feedback.size(), "kritische Rückmeldung", "kritische Rückmeldungen");
    add(gate.rounds.size(), "Testrunde, die nicht abgeschlossen ist",
        "Testrunden, die nicht abgeschlossen sind");
    if (parts.empty()) return "Dem Start steht nach diesen Daten nichts entgegen.";
    const bool one = gate.requirements.size() + gate.feedback.size() + gate.rounds.size() == 1;
    return fmt::format("Dem Start {} entgegen: {}.", one ? "steht" : "stehen", fmt::join(parts, "; "));
  }

  void asked() {
    heading(2, "Was verlangt war");
    ReportTable all{
        {{"Nr.", 1.1}, {"Anforderung", 3.6}, {"Priorität", 1.3}, {"Beteiligte", 2.6}, {"Kriterien", 3.4}},
        {}};
    for (const auto& each : data_.requirements) {
      std::vector<std::string> what{each.title};
      if (!each.text.empty()) what.push_back(each.text);
      if (each.maturity_model != contract::MaturityModel::none)
        what.push_back(fmt::format("OZG {}, Reifegrad {} ({})", each.ozg_id.value_or("–"), each.maturity,
                                   each.maturity_model == contract::MaturityModel::ozg_1_1
                                       ? "Modell 1.1, 0 bis 4"
                                       : "Modell 2.0, 0 bis 7"));
      all.rows.push_back(
          {each.key, lines(what), word(each.priority), words_of(each.stakeholders), lines(each.criteria)});
    }
    table(std::move(all), "Für diese Version ist keine Anforderung eingeplant.");
  }

  static std::string evidence_line(const contract::Evidence& each) {
    const auto who = fmt::format("{}, {}", each.created_by_name, german_day(each.created_at));
    if (each.withdrawn_at) return fmt::format("Zurückgezogen: {} ({})", each.title, who);
    switch (each.kind) {
      case contract::EvidenceKind::check:
        return fmt::format("{}: {}. {} ({})", each.passed ? "Bestanden" : "Nicht bestanden", each.title,
                           each.detail, who);
      case contract::EvidenceKind::round:
        return fmt::format("Testrunde: {} ({})", each.title, who);
      case contract::EvidenceKind::file:
        return fmt::format("Datei: {}, SHA-256 {} ({})", each.title, each.sha256, who);
    }
    return {};
  }

  void built() {
    heading(2, "Was gebaut ist");
    ReportTable all{{{"Nr.", 1}, {"Stand", 2}, {"Nachweise", 6}, {"Rückmeldungen", 2}}, {}};
    for (const auto& each : data_.requirements) {
      std::vector<std::string> evidence;
      for (const auto& one : each.evidence) evidence.push_back(evidence_line(one));
      const auto said = said_of_.find(each.id);
      all.rows.push_back({each.key, word(each.state), evidence.empty() ? "–" : lines(evidence),
                          said == said_of_.end() ? "–" : lines(said->second)});
    }
    table(std::move(all), "Es gibt nichts nachzuweisen.");
  }

  void said() {
    heading(2, "Was Testpersonen sagten");
    ReportTable rounds{{{"Testrunde", 3},
                        {"Zeitraum", 3},
                        {"Eingeladen", 1, true},
                        {"Teilgenommen", 1, true},
                        {"Rückmeldungen", 1, true},
                        {"Abschluss", 2}},
                       {}};
    for (const auto& each : data_.rounds)
      rounds.rows.push_back(
          {fmt::format("{}. {}", each.number, each.name),
           fmt::format("{} bis {}", german_day(each.starts_at), german_day(each.ends_at)),
           // Whom the lot asked is counted nowhere; its share is what was decided.
           each.cohort == contract::Cohort::share ? fmt::format("Los: {} %", each.share_percent)
                                                  : std::to_string(each.invited),
           std::to_string(each.testers), std::to_string(each.feedback_count),
           each.closed ? fmt::format("{}, {}", german_day(each.closed_at), each.closed_by_name) : "offen"});
    table(std::move(rounds), "Zu dieser Version gehört keine Testrunde.");
    for (const auto& each : data_.rounds)
      if (each.closed) {
        heading(3, fmt::format("Ergebnis der Testrunde {}. {}", each.number, each.name));
        text(each.conclusion);
      }
    heading(3, "Rückmeldungen nach Art und Stand");
    ReportTable kinds{{{"", 2}}, {}};
    for (const auto state : contract::enum_values<FeedbackState>())
      kinds.columns.push_back({word(state), 1, true});
    std::map<FeedbackKind, std::map<FeedbackState, std::int64_t>> counts;
    for (const auto& each : data_.feedback) ++counts[each.kind][each.state];
    for (auto& [kind, by_state] : counts) {
      std::vector<std::string> row{word(kind)};
      for (const auto state : contract::enum_values<FeedbackState>())
        row.push_back(std::to_string(by_state[state]));
      kinds.rows.push_back(std::move(row));
    }
    table(std::move(kinds), "Zu dieser Version liegt keine Rückmeldung vor.");
    if (data_.feedback.empty()) return;
    heading(3, "Was die meisten sagten");
    std::vector<const ReportedFeedback*> voted;
    for (const auto& each : data_.feedback) voted.push_back(&each);
    std::stable_sort(voted.begin(), voted.end(),
                     [](const auto* a, const auto* b) { return a->votes > b->votes; });
    ReportTable most{{{"Nr.", 1}, {"Rückmeldung", 5}, {"Art", 1}, {"Stand", 1}, {"Stimmen", 1, true}}, {}};
    for (std::size_t i = 0; i < voted.size() && i < kMostVoted; ++i)
      most.rows.push_back({number_of(voted[i]->number), voted[i]->title, word(voted[i]->kind),
                           word(voted[i]->state), std::to_string(voted[i]->votes)});
    table(std::move(most), "");
  }

  static std::string step_words(const contract::TimelineStep& step) {
    if (step.action == "created") return "Geplant für den " + german_days(step.detail);
    if (step.action == "date") return "Anderer Termin: " + german_days(step.detail);
    if (step.action == "override") return "Übergehen beantragt: " + step.detail;
    if (step.action == "agreed") return "Dem Übergehen zugestimmt: " + step.detail;
    if (step.action == "added") return "In den Umfang aufgenommen: " + step.detail;
    if (step.action == "removed") return "Aus dem Umfang genommen: " + step.detail;
    if (step.action != "state") return step.detail;
    const auto colon = std::min(step.detail.find(':'), step.detail.size());
    const auto state = contract::enum_from<contract::AppVersionState>(step.detail.substr(0, colon));
    return (state ? fmt::format("Zustand: {}", word(*state)) : step.detail.substr(0, colon)) +
           step.detail.substr(colon);
  }

  /// "2026-12-14 → 2026-12-21: …" with the days as they are written here.
  static std::string german_days(std::string text) {
    for (std::size_t at = 0; at + 10 <= text.size(); ++at) {
      const auto part = text.substr(at, 10);
      // Only what the platform itself wrote stands before the reason.
      if (part.find(':') != std::string::npos) break;
      if (part[4] != '-' || !hours::local_time_of(part)) continue;
      text.replace(at, 10, part.substr(8, 2) + "." + part.substr(5, 2) + "." + part.substr(0, 4));
    }
    return text;
  }

  void decided() {
    heading(2, "Was entschieden ist");
    ReportTable steps{{{"Wann", 2}, {"Wer", 2}, {"Was", 7}}, {}};
    for (const auto& each : version_.history)
      steps.rows.push_back({german_day_and_time(each.at), each.principal_name, step_words(each)});
    table(std::move(steps), "Es ist nichts festgehalten.");
    if (!version_.override_reason.empty()) {
      const auto agreed = version_.override_agreed_by.empty()
                              ? std::string("Es hat noch niemand zugestimmt.")
                              : fmt::format("Zugestimmt hat {}.", version_.override_agreed_by_name);
      heading(3, "Übergangene Hindernisse");
      text(fmt::format("Beantragt von {}: {} {}", version_.override_by_name, version_.override_reason,
                       agreed));
    }
    ReportTable declined{{{"Nr.", 1.3}, {"Abgelehnte Rückmeldung", 4}, {"Grund", 5}}, {}};
    for (const auto& each : data_.feedback)
      if (each.state == FeedbackState::declined)
        declined.rows.push_back({number_of(each.number), each.title, each.reason});
    heading(3, "Was nicht umgesetzt wird");
    table(std::move(declined), "Keine Rückmeldung ist abgelehnt.");
  }

  void signed_by() {
    heading(2, "Wer abgenommen hat");
    ReportTable all{{{"Nr.", 1.2}, {"Für", 2.8}, {"Wer", 3}, {"Wann", 2}, {"Gilt", 2}, {"Prüfsumme", 2}}, {}};
    for (const auto& each : data_.requirements)
      for (const auto stakeholder : each.stakeholders) {
        const auto at = std::find_if(each.signoffs.begin(), each.signoffs.end(),
                                     [&](const auto& one) { return one.stakeholder == stakeholder; });
        if (at == each.signoffs.end()) {
          all.rows.push_back({each.key, word(stakeholder), "–", "–", "fehlt", "–"});
          continue;
        }
        const auto who = at->note.empty() ? at->principal_name : at->principal_name + "\n" + at->note;
        all.rows.push_back({each.key, word(stakeholder), who, german_day_and_time(at->at),
                            at->counts ? "ja" : "nicht mehr: Wortlaut oder Nachweise sind andere",
                            at->sha256.substr(0, kHashShown)});
      }
    table(std::move(all), "Niemand muss abnehmen.");
  }

  const ReportData& data_;
  const contract::AppVersion& version_;
  std::map<std::string, std::vector<std::string>> said_of_;  ///< numbers by requirement
  ReportDocument report_;
};

constexpr const char* kStyle =
    R"(body{font:11pt/1.45 Inter,"Helvetica Neue",Arial,sans-serif;color:#171c26;background:#fff;
margin:2rem auto;max-width:60rem;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2.2rem;border-bottom:2px solid #2253be}
h3{font-size:1.05rem;margin-top:1.5rem}p{white-space:pre-line}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.6rem 0}
th,td{border:1px solid #ccd2db;padding:.3rem .5rem;text-align:left;vertical-align:top;white-space:pre-line;
overflow-wrap:anywhere}th{background:#f1f3f6}.n{text-align:right}
@page{size:A4;margin:18mm}@media print{body{margin:0;max-width:none;padding:0;font-size:9.5pt}
thead{display:table-header-group}tr{break-inside:avoid}h2,h3{break-after:avoid}})";

std::string html_of(const ReportHeading& heading) {
  return fmt::format("<h{0}>{1}</h{0}>\n", heading.level, content::escape_html(heading.words));
}

std::string html_of(const ReportText& text) {
  return fmt::format("<p>{}</p>\n", content::escape_html(text.words));
}

std::string html_of(const ReportTable& table) {
  std::string html = "<table>\n<thead><tr>";
  for (const auto& column : table.columns)
    html += fmt::format("<th scope=\"col\"{}>{}</th>", column.number ? " class=\"n\"" : "",
                        content::escape_html(column.title));
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      html += fmt::format("<td{}>{}</td>", table.columns[i].number ? " class=\"n\"" : "",
                          content::escape_html(row[i]));
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n";
}

}  // namespace

ReportDocument version_report(const ReportData& data) {
  return Teller(data).run();
}

std::string report_html(const ReportDocument& report) {
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, "
      "initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>"
      "\n<main>\n",
      content::escape_html(report.title), kStyle);
  for (const auto& part : report.parts)
    html += std::visit([](const auto& each) { return html_of(each); }, part);
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace stadtpult::platform
