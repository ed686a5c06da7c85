#include "platform/domain/version_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "api-client/content/html.hpp"
#include "api-client/hours/local_time.hpp"
#include "platform/domain/german_time.hpp"
#include "platform/domain/report_words.hpp"

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

std::string number_of(std::int64_t feedback) {
  return fmt::format("RM-{:04}", feedback);
}

/// Lines of a cell.
std::string lines(const std::vector<std::string>& all) {
  return fmt::format("{}", fmt::join(all, "\n"));
}

class Teller {
 public:
  Teller(const ReportData& data, const ReportWords& words)
      : data_(data), version_(data.version), words_(words) {
    for (const auto& each : data.feedback)
      if (!each.requirement_id.empty()) said_of_[each.requirement_id].push_back(number_of(each.number));
  }

  ReportDocument run() {
    report_.language = words_.language();
    report_.title = say("title", {{"version", version_.name}});
    find_newest();
    heading(1, report_.title);
    text(say("as_of", {{"time", day_and_time(report_.as_of)}}));
    summary();
    asked();
    built();
    said();
    decided();
    signed_by();
    return std::move(report_);
  }

 private:
  [[nodiscard]] std::string say(std::string_view key, const ReportWords::Values& values = {}) const {
    return words_.say(key, values);
  }
  [[nodiscard]] std::string word(RequirementPriority value) const { return of("priority.", value); }
  [[nodiscard]] std::string word(RequirementState value) const { return of("requirement.", value); }
  [[nodiscard]] std::string word(Stakeholder value) const { return of("stakeholder.", value); }
  [[nodiscard]] std::string word(FeedbackKind value) const { return of("kind.", value); }
  [[nodiscard]] std::string word(FeedbackState value) const { return of("feedback.", value); }
  [[nodiscard]] std::string word(contract::AppVersionState value) const { return of("version.", value); }
  template <typename E>
  [[nodiscard]] std::string of(const char* before, E value) const {
    return say(before + std::string(contract::enum_name(value)));
  }
  [[nodiscard]] std::string words_of(const std::vector<Stakeholder>& stakeholders) const {
    std::vector<std::string> words;
    for (const auto each : stakeholders) words.push_back(word(each));
    return fmt::format("{}", fmt::join(words, ", "));
  }
  /// By the clock in Germany, as the language writes days: where it is not German, by ISO 8601.
  [[nodiscard]] std::string day(Timestamp at) const {
    return words_.is_german() ? german_day(at) : clock_text(at).substr(0, 10);
  }
  [[nodiscard]] std::string day_and_time(Timestamp at) const {
    return words_.is_german() ? german_day_and_time(at) : clock_text(at).substr(0, 16);
  }
  [[nodiscard]] ReportTable::Column column(std::string_view key, double share, bool number = false) const {
    return {key.empty() ? "" : say(key), share, number};
  }
  void heading(int level, std::string words) {
    report_.parts.emplace_back(ReportHeading{level, std::move(words)});
  }
  void text(std::string words) { report_.parts.emplace_back(ReportText{std::move(words)}); }
  void table(ReportTable table, std::string_view empty) {
    if (table.rows.empty())
      text(say(empty));
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
    const auto when =
        version_.state == contract::AppVersionState::live
            ? say("live_since", {{"day", day(version_.live_at)}})
            : say("state_and_due", {{"state", word(version_.state)}, {"day", day(version_.due_at)}});
    text(when);
    if (!version_.summary.empty()) text(version_.summary);
    ReportTable counts{{column("", 2), column("column.asked", 1, true), column("column.evidenced", 1, true),
                        column("column.done", 1, true)},
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
      counts.rows.push_back({say("requirements_of", {{"priority", word(priority)}}), std::to_string(all),
                             std::to_string(evidenced), std::to_string(done)});
    }
    report_.parts.emplace_back(std::move(counts));
    if (version_.state == contract::AppVersionState::live) return;
    text(gate_words());
  }

  /// What stands against the go-live: only what there is, one as one.
  [[nodiscard]] std::string gate_words() const {
    const auto& gate = data_.gate;
    std::vector<std::string> parts;
    const auto add = [&](const char* key, std::size_t count) {
      if (count > 0) parts.push_back(words_.count(key, static_cast<std::int64_t>(count)));
    };
    add("gate.requirements", gate.requirements.size());
    add("gate.feedback", gate.feedback.size());
    add("gate.rounds", gate.rounds.size());
    if (parts.empty()) return say("gate.open");
    const auto all = gate.requirements.size() + gate.feedback.size() + gate.rounds.size();
    return words_.count("gate.shut", static_cast<std::int64_t>(all),
                        {{"what", fmt::format("{}", fmt::join(parts, "; "))}});
  }

  void asked() {
    heading(2, say("asked"));
    ReportTable all{
        {column("column.number", 1.1), column("column.requirement", 3.6), column("column.priority", 1.3),
         column("column.stakeholders", 2.6), column("column.criteria", 3.4)},
        {}};
    for (const auto& each : data_.requirements) {
      std::vector<std::string> what{each.title};
      if (!each.text.empty()) what.push_back(each.text);
      if (each.maturity_model != contract::MaturityModel::none)
        what.push_back(say(
            "ozg", {{"id", each.ozg_id.value_or("–")},
                    {"grade", std::to_string(each.maturity)},
                    {"model",
                     say(each.maturity_model == contract::MaturityModel::ozg_1_1 ? "ozg.1_1" : "ozg.2_0")}}));
      all.rows.push_back(
          {each.key, lines(what), word(each.priority), words_of(each.stakeholders), lines(each.criteria)});
    }
    table(std::move(all), "asked.none");
  }

  [[nodiscard]] std::string evidence_line(const contract::Evidence& each) const {
    const ReportWords::Values values{
        {"title", each.title},
        {"detail", each.detail},
        {"hash", each.sha256},
        {"who", fmt::format("{}, {}", each.created_by_name, day(each.created_at))}};
    if (each.withdrawn_at) return say("evidence.withdrawn", values);
    switch (each.kind) {
      case contract::EvidenceKind::check:
        return say(each.passed ? "evidence.passed" : "evidence.not_passed", values);
      case contract::EvidenceKind::round:
        return say("evidence.round", values);
      case contract::EvidenceKind::file:
        return say("evidence.file", values);
    }
    return {};
  }

  void built() {
    heading(2, say("built"));
    ReportTable all{{column("column.number", 1), column("column.state", 2), column("column.evidence", 6),
                     column("column.feedback", 2)},
                    {}};
    for (const auto& each : data_.requirements) {
      std::vector<std::string> evidence;
      for (const auto& one : each.evidence) evidence.push_back(evidence_line(one));
      const auto said = said_of_.find(each.id);
      all.rows.push_back({each.key, word(each.state), evidence.empty() ? "–" : lines(evidence),
                          said == said_of_.end() ? "–" : lines(said->second)});
    }
    table(std::move(all), "built.none");
  }

  /// Whom the lot asked is counted nowhere; its share is what was decided. Employees are asked by the mail
  /// domain of their account, and a card invites any number of them.
  [[nodiscard]] std::string invited(const contract::TestRound& round) const {
    if (round.cohort == contract::Cohort::share)
      return say("by_lot", {{"percent", std::to_string(round.share_percent)}});
    return round.cohort == contract::Cohort::employees ? say("employees") : std::to_string(round.invited);
  }

  void said() {
    heading(2, say("said"));
    ReportTable rounds{{column("column.round", 3), column("column.time", 3),
                        column("column.invited", 1, true), column("column.took_part", 1, true),
                        column("column.feedback", 1, true), column("column.closing", 2)},
                       {}};
    for (const auto& each : data_.rounds)
      rounds.rows.push_back(
          {fmt::format("{}. {}", each.number, each.name),
           say("from_to", {{"from", day(each.starts_at)}, {"to", day(each.ends_at)}}), invited(each),
           std::to_string(each.testers), std::to_string(each.feedback_count),
           each.closed ? fmt::format("{}, {}", day(each.closed_at), each.closed_by_name) : say("open")});
    table(std::move(rounds), "rounds.none");
    for (const auto& each : data_.rounds)
      if (each.closed) {
        heading(3, say("round.result", {{"round", fmt::format("{}. {}", each.number, each.name)}}));
        text(each.conclusion);
      }
    heading(3, say("by_kind"));
    ReportTable kinds{{column("", 2)}, {}};
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
    table(std::move(kinds), "feedback.none");
    if (data_.feedback.empty()) return;
    heading(3, say("most"));
    std::vector<const ReportedFeedback*> voted;
    for (const auto& each : data_.feedback) voted.push_back(&each);
    std::stable_sort(voted.begin(), voted.end(),
                     [](const auto* a, const auto* b) { return a->votes > b->votes; });
    ReportTable most{{column("column.number", 1), column("column.item", 5), column("column.kind", 1),
                      column("column.state", 1), column("column.votes", 1, true)},
                     {}};
    for (std::size_t i = 0; i < voted.size() && i < kMostVoted; ++i)
      most.rows.push_back({number_of(voted[i]->number), voted[i]->title, word(voted[i]->kind),
                           word(voted[i]->state), std::to_string(voted[i]->votes)});
    report_.parts.emplace_back(std::move(most));
  }

  [[nodiscard]] std::string step_words(const contract::TimelineStep& step) const {
    if (step.action == "created" || step.action == "date")
      return say("step." + step.action, {{"what", days_in(step.detail)}});
    for (const char* action : {"override", "agreed", "added", "removed"})
      if (step.action == action) return say("step." + step.action, {{"what", step.detail}});
    if (step.action != "state") return step.detail;
    const auto colon = std::min(step.detail.find(':'), step.detail.size());
    const auto state = contract::enum_from<contract::AppVersionState>(step.detail.substr(0, colon));
    return (state ? say("step.state", {{"what", word(*state)}}) : step.detail.substr(0, colon)) +
           step.detail.substr(colon);
  }

  /// "2026-12-14 → 2026-12-21: …" with the days as they are written here.
  [[nodiscard]] std::string days_in(std::string text) const {
    if (!words_.is_german()) return text;
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
    heading(2, say("decided"));
    ReportTable steps{{column("column.when", 2), column("column.who", 2), column("column.what", 7)}, {}};
    for (const auto& each : version_.history)
      steps.rows.push_back({day_and_time(each.at), each.principal_name, step_words(each)});
    table(std::move(steps), "decided.none");
    if (!version_.override_reason.empty()) {
      const auto agreed = version_.override_agreed_by.empty()
                              ? say("override.not_agreed")
                              : say("override.agreed", {{"name", version_.override_agreed_by_name}});
      heading(3, say("override"));
      text(say(
          "override.asked",
          {{"name", version_.override_by_name}, {"reason", version_.override_reason}, {"agreed", agreed}}));
    }
    ReportTable declined{
        {column("column.number", 1.3), column("column.declined", 4), column("column.reason", 5)}, {}};
    for (const auto& each : data_.feedback)
      if (each.state == FeedbackState::declined)
        declined.rows.push_back({number_of(each.number), each.title, each.reason});
    heading(3, say("declined"));
    table(std::move(declined), "declined.none");
  }

  void signed_by() {
    heading(2, say("signed"));
    ReportTable all{{column("column.number", 1.2), column("column.for", 2.8), column("column.who", 3),
                     column("column.when", 2), column("column.counts", 2), column("column.hash", 2)},
                    {}};
    for (const auto& each : data_.requirements)
      for (const auto stakeholder : each.stakeholders) {
        const auto at = std::find_if(each.signoffs.begin(), each.signoffs.end(),
                                     [&](const auto& one) { return one.stakeholder == stakeholder; });
        if (at == each.signoffs.end()) {
          all.rows.push_back({each.key, word(stakeholder), "–", "–", say("missing"), "–"});
          continue;
        }
        const auto who = at->note.empty() ? at->principal_name : at->principal_name + "\n" + at->note;
        all.rows.push_back({each.key, word(stakeholder), who, day_and_time(at->at),
                            say(at->counts ? "yes" : "not_any_more"), at->sha256.substr(0, kHashShown)});
      }
    table(std::move(all), "signed.none");
  }

  const ReportData& data_;
  const contract::AppVersion& version_;
  const ReportWords& words_;
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

ReportDocument version_report(const ReportData& data, std::string_view language) {
  const ReportWords words(language);
  return Teller(data, words).run();
}

std::string report_html(const ReportDocument& report) {
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, "
      "initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>"
      "\n<main>\n",
      report.language, content::escape_html(report.title), kStyle);
  for (const auto& part : report.parts)
    html += std::visit([](const auto& each) { return html_of(each); }, part);
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace stadtpult::platform
