#include "platform/store/testphase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "api-client/contract/codec.hpp"
#include "platform/domain/feedback_rules.hpp"
#include "platform/store/collation.hpp"

namespace stadtpult::platform {

using contract::Feedback;
using contract::SimilarFeedback;

namespace {

constexpr std::size_t kChosenPieces = 16, kMostPieces = 240;
/// Items read of one piece, the newest first: what more items have than these says little about one of them.
constexpr int kMostOfPiece = 1'000;
constexpr std::size_t kCandidates = 120;
constexpr double kAlike = 0.22;

std::string words_of(const Feedback& feedback) {
  return feedback.title + " " + feedback.text;
}

/// In FTS5 a string in double quotes, with those in it doubled.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

/// One begins where the other is within two characters: they mostly come from the same word.
bool overlap(std::string_view one, std::string_view other) {
  const auto behind = [](std::string_view piece) {
    std::size_t at = 1;
    while (at < piece.size() && (static_cast<unsigned char>(piece[at]) & 0xC0U) == 0x80U) ++at;
    return piece.substr(at);
  };
  return other.starts_with(behind(one)) || one.starts_with(behind(other));
}

struct Piece {
  std::int64_t items;  ///< that have it, counted up to kMostOfPiece
  std::string text;
};

/// The pieces that fewest items have, from different places of the text: what an item is about.
std::vector<Piece> rarest(Database& database, const std::vector<std::string>& pieces) {
  static const std::string kCount = fmt::format(
      "SELECT COUNT(*) FROM (SELECT 1 FROM feedback_pieces WHERE feedback_pieces MATCH :p1 LIMIT {})",
      kMostOfPiece);
  std::vector<Piece> found;
  for (const auto& piece : pieces) {
    const auto rows = database.query(kCount, "i", {quoted(piece)});
    const std::int64_t items = rows.empty() ? 0 : as_int(rows[0][0]);
    if (items > 1) found.push_back({items, piece});  // 1: this item alone
  }
  std::sort(found.begin(), found.end(), [](const Piece& a, const Piece& b) {
    return std::tie(a.items, a.text) < std::tie(b.items, b.text);
  });
  std::vector<Piece> chosen;
  for (auto& each : found) {
    if (chosen.size() == kChosenPieces) break;
    if (std::none_of(chosen.begin(), chosen.end(),
                     [&](const Piece& other) { return overlap(each.text, other.text); }))
      chosen.push_back(std::move(each));
  }
  return chosen;
}

/// Rows of the items that share most of these pieces, a rare one counting more. FTS5 would rank them by
/// reading the words of each again: there are ten thousands of them.
std::vector<std::int64_t> candidates(Database& database, const std::vector<Piece>& pieces) {
  const auto newest = database.query("SELECT COALESCE(MAX(row), 0) FROM feedback", "i");
  const double all = newest.empty() ? 0 : as_double(newest[0][0]);
  std::unordered_map<std::int64_t, double> weights;
  for (const auto& piece : pieces) {
    const double weight = std::log(1 + all / static_cast<double>(piece.items));
    // Letters, digits and spaces: nothing in it can end the quotes.
    database.scan(fmt::format("SELECT rowid FROM feedback_pieces WHERE feedback_pieces MATCH '{}' ORDER BY "
                              "rowid DESC LIMIT {}",
                              quoted(piece.text), kMostOfPiece),
                  {}, [&](const Database::RowView& row) {
                    weights[row.number(0)] += weight;
                    return true;
                  });
  }
  std::vector<std::pair<double, std::int64_t>> heaviest;
  heaviest.reserve(weights.size());
  for (const auto& [row, weight] : weights) heaviest.emplace_back(weight, row);
  const auto most = std::min(heaviest.size(), kCandidates);
  std::partial_sort(heaviest.begin(), heaviest.begin() + static_cast<std::ptrdiff_t>(most), heaviest.end(),
                    std::greater<>());
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < most; ++i) rows.push_back(heaviest[i].second);
  return rows;
}

}  // namespace

void write_pieces(Database& database, const Feedback& feedback, bool replace) {
  const std::string words = searchable(words_of(feedback));
  if (replace) {
    // Most changes leave the words alone, and their pieces are some hundred.
    const auto rows = database.query(
        "SELECT text FROM feedback_pieces WHERE rowid = (SELECT row FROM feedback WHERE id = :p1)", "s",
        {feedback.id});
    if (!rows.empty() && as_text(rows[0][0]) == words) return;
    database.run("DELETE FROM feedback_pieces WHERE rowid = (SELECT row FROM feedback WHERE id = :p1)",
                 {feedback.id});
  }
  database.run("INSERT INTO feedback_pieces(rowid, text) SELECT row, :p1 FROM feedback WHERE id = :p2",
               {words, feedback.id});
}

void destroy_feedback_words(Database& database, const std::string& feedback_id) {
  // As in destroy_form_files: a kept answer says by its ETag of which thing it is, and "." comes behind "-".
  database.run("DELETE FROM idempotency WHERE etag > :p1 AND etag < :p2",
               {"\"" + feedback_id + "-", "\"" + feedback_id + "."});
}

void merge_feedback_words(Database& database) {
  database.run("INSERT INTO feedback_search(feedback_search) VALUES('optimize')");
  database.run("INSERT INTO feedback_pieces(feedback_pieces) VALUES('optimize')");
}

std::vector<SimilarFeedback> similar_feedback(Database& database, const Feedback& feedback, int most) {
  const auto mine = pieces_of(searchable(words_of(feedback)));
  // Spread over the whole text: its end counts as much as its beginning.
  std::vector<std::string> asked;
  const std::size_t step = mine.size() / kMostPieces + 1;
  for (std::size_t i = 0; i < mine.size(); i += step) asked.push_back(mine[i]);
  const auto rows = candidates(database, rarest(database, asked));
  if (rows.empty()) return {};
  std::vector<SimilarFeedback> found;
  for (const auto& row : database.query(
           fmt::format("SELECT f.id, p.text FROM feedback f JOIN feedback_pieces p ON p.rowid = f.row WHERE "
                       "f.row IN ({}) AND f.id <> :p1 AND +f.archived = 0 AND +f.merged_into IS NULL",
                       fmt::join(rows, ", ")),
           "ss", {feedback.id})) {
    if (feedback.merged_into == as_text(row[0])) continue;
    const double alike = similarity(mine, pieces_of(as_text(row[1])));
    if (alike >= kAlike) found.push_back({as_text(row[0]), alike});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.id < b.id;
  });
  if (found.size() > static_cast<std::size_t>(most)) found.resize(static_cast<std::size_t>(most));
  return found;
}

std::optional<Feedback> root_of(Database& database, const Feedback& feedback) {
  std::set<std::string> seen{feedback.id};
  std::optional<Feedback> at = feedback;
  while (at && at->merged_into) {
    if (!seen.insert(*at->merged_into).second) return std::nullopt;
    at = Table<Feedback>::find(database, *at->merged_into);
  }
  return at;
}

void keep_burnup(Database& database, const std::string& app_version_id, const std::string& day) {
  database.run(
      "INSERT INTO app_version_days(app_version_id, day, scope, done) SELECT :p1, :p2, COUNT(*), "
      "COALESCE(SUM(state = 'done'), 0) FROM requirements WHERE app_version_id = :p3 AND archived = 0 "
      "ON CONFLICT(app_version_id, day) DO UPDATE SET scope = excluded.scope, done = excluded.done",
      {app_version_id, day, app_version_id});
}

std::vector<contract::BurnupPoint> read_burnup(Database& database, const std::string& app_version_id) {
  std::vector<contract::BurnupPoint> points;
  for (const auto& row :
       database.query("SELECT day, scope, done FROM app_version_days WHERE app_version_id = :p1 ORDER BY day",
                      "sii", {app_version_id}))
    points.push_back({as_text(row[0]), as_int(row[1]), as_int(row[2])});
  return points;
}

contract::GoLiveGate read_gate(Database& database, const std::string& app_version_id) {
  contract::GoLiveGate gate;
  const auto ids = [&](const std::string& sql, std::vector<Value> params) {
    std::vector<std::string> found;
    for (const auto& row : database.query(sql, "s", params)) found.push_back(as_text(row[0]));
    return found;
  };
  gate.requirements =
      ids("SELECT id FROM requirements WHERE app_version_id = :p1 AND archived = 0 AND priority = 'must' AND "
          "state <> 'done' ORDER BY key_sort LIMIT 10000",
          {app_version_id});
  // Critical is critical: also where nobody said yet which version is to bring its end.
  gate.feedback =
      ids("SELECT id FROM feedback WHERE priority = 'critical' AND archived = 0 AND merged_into IS NULL AND "
          "state NOT IN ('done', 'declined') AND COALESCE(app_version_id, :p1) = :p2 ORDER BY number LIMIT "
          "10000",
          {app_version_id, app_version_id});
  gate.rounds = ids("SELECT id FROM test_rounds WHERE app_version_id = :p1 AND closed = 0 ORDER BY number",
                    {app_version_id});
  gate.open = gate.requirements.empty() && gate.feedback.empty() && gate.rounds.empty();
  return gate;
}

std::vector<ReportedFeedback> feedback_of_version(Database& database, const std::string& app_version_id) {
  // Timelines are long: they are read where there is a reason in them.
  const auto rows = database.query(
      "SELECT number, title, kind, state, votes, COALESCE(requirement_id, ''), updated_at, CASE state WHEN "
      "'declined' THEN timeline ELSE '[]' END FROM feedback WHERE merged_into IS NULL AND archived = 0 AND "
      "row "
      "IN (SELECT row FROM feedback WHERE app_version_id = :p1 UNION SELECT row FROM feedback WHERE round_id "
      "IN (SELECT id FROM test_rounds WHERE app_version_id = :p2) UNION SELECT row FROM feedback WHERE "
      "requirement_id IN (SELECT id FROM requirements WHERE app_version_id = :p3)) ORDER BY number",
      "isssisis", {app_version_id, app_version_id, app_version_id});
  std::vector<ReportedFeedback> all;
  all.reserve(rows.size());
  for (const auto& row : rows) {
    ReportedFeedback said;
    said.number = as_int(row[0]);
    said.title = as_text(row[1]);
    said.kind = contract::enum_from<contract::FeedbackKind>(as_text(row[2])).value_or(said.kind);
    said.state = contract::enum_from<contract::FeedbackState>(as_text(row[3])).value_or(said.state);
    said.votes = as_int(row[4]);
    said.requirement_id = as_text(row[5]);
    said.updated_at = {as_int(row[6])};
    const auto steps = contract::decode_value<std::vector<contract::TimelineStep>>(as_text(row[7]));
    const std::string prefix = "declined: ";
    if (steps)
      for (const auto& step : *steps)
        if (step.action == "state" && step.detail.starts_with(prefix))
          said.reason = step.detail.substr(prefix.size());
    all.push_back(std::move(said));
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> gate_values(const contract::GoLiveGate& gate) {
  return {{"requirements", std::to_string(gate.requirements.size())},
          {"feedback", std::to_string(gate.feedback.size())},
          {"rounds", std::to_string(gate.rounds.size())}};
}

std::optional<FirstVersion> version_before_go_live(Database& database) {
  const auto rows = database.query(
      "SELECT id, name FROM app_versions WHERE state = 'testing' AND NOT EXISTS (SELECT 1 FROM app_versions "
      "WHERE "
      "state = 'live') ORDER BY due_at LIMIT 1",
      "ss");
  if (rows.empty()) return std::nullopt;
  return FirstVersion{as_text(rows[0][0]), as_text(rows[0][1])};
}

std::vector<TriedRing> tried_rings(Database& database, base::Timestamp now) {
  std::vector<TriedRing> tried;
  for (const auto& row :
       database.query("SELECT r.ring, r.name, v.id, v.name FROM test_rounds r JOIN app_versions v ON v.id = "
                      "r.app_version_id WHERE v.state = 'testing' AND r.starts_at <= :p1 AND r.ring <> "
                      "'everyone' ORDER BY v.due_at, v.id, r.number",
                      "ssss", {now.ms}))
    tried.push_back({contract::enum_from<contract::Ring>(as_text(row[0])).value_or(contract::Ring::employees),
                     as_text(row[1]), as_text(row[2]), as_text(row[3])});
  return tried;
}

base::Timestamp next_trial(Database& database, base::Timestamp now) {
  const auto rows = database.query(
      "SELECT r.starts_at FROM test_rounds r JOIN app_versions v ON v.id = r.app_version_id WHERE v.state = "
      "'testing' AND r.starts_at > :p1 AND r.ring <> 'everyone' ORDER BY r.starts_at LIMIT 1",
      "i", {now.ms});
  return {rows.empty() ? 0 : as_int(rows[0][0])};
}

RequirementNames requirement_names(Database& database) {
  RequirementNames names;
  for (const auto& row : database.query("SELECT key FROM requirements", "s"))
    names.keys.insert(as_text(row[0]));
  for (const auto& row : database.query("SELECT name, id FROM app_versions", "ss"))
    names.versions[as_text(row[0])] = as_text(row[1]);
  return names;
}

std::string next_requirement_key(Database& database) {
  std::int64_t highest = 0;
  for (const auto& row : database.query("SELECT key FROM requirements WHERE key LIKE 'A-%'", "s")) {
    const std::string digits = as_text(row[0]).substr(2);
    const bool number =
        !digits.empty() && digits.size() < 10 &&
        std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (number) highest = std::max<std::int64_t>(highest, std::stoll(digits));
  }
  return fmt::format("A-{:03}", highest + 1);
}

}  // namespace stadtpult::platform
