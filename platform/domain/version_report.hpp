#pragma once
// The report of a version of the City-App: what was asked, what was built, what testers said, what was
// decided and who signed. Of the data alone: no clock, so the same data give the same bytes. Pure; any
// thread.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/testphase.hpp"

namespace stadtpult::platform {

/// Feedback as far as the report tells of it.
struct ReportedFeedback {
  std::int64_t number = 0;
  std::string title;
  contract::FeedbackKind kind = contract::FeedbackKind::bug;
  contract::FeedbackState state = contract::FeedbackState::received;
  std::int64_t votes = 1;
  std::string requirement_id;  ///< "" for none
  std::string reason;          ///< why it was declined
  base::Timestamp updated_at;
};

/// Everything that one report is made of; lists in the order in which it tells them.
struct ReportData {
  contract::AppVersion version;
  std::vector<contract::Requirement> requirements;
  std::vector<contract::TestRound> rounds;
  std::vector<ReportedFeedback> feedback;
  contract::GoLiveGate gate;
};

// ---- a document before it is written in a format

struct ReportHeading {
  int level = 1;  ///< 1 to 3
  std::string words;
};
struct ReportText {
  std::string words;
};
struct ReportTable {
  struct Column {
    std::string title;
    double share = 1;  ///< of the width
    bool number = false;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< a line break within a cell is one on paper
};
using ReportPart = std::variant<ReportHeading, ReportText, ReportTable>;

struct ReportDocument {
  std::string title;
  std::string language = "de";
  base::Timestamp as_of;  ///< the newest change among the data
  std::vector<ReportPart> parts;
};

/// In German, or in English ("en"): the words of assets/text/LANGUAGE/report.json. What people wrote stays as
/// it is.
ReportDocument version_report(const ReportData& data, std::string_view language = "de");

/// One file that needs no other: style within, fit to be printed, every text escaped.
std::string report_html(const ReportDocument& report);
/// On A4, PDF.
base::Result<std::string> report_pdf(const ReportDocument& report);

}  // namespace stadtpult::platform
