// GET /v1/app-versions/{id}/report.

#include "platform/domain/version_report.hpp"

#include <algorithm>

#include "platform/domain/report_words.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {

using base::Result;

Result<Answer> app_version_report(const Reading& reading) {
  const auto* format = find_name(reading.call.query, "format");
  const bool pdf = format != nullptr && *format == "pdf";
  if (format != nullptr && !pdf && *format != "html")
    return base::fail(base::ErrorKind::invalid, "The report is there as html and as pdf.", "format");
  const auto* wish = find_name(reading.call.query, "language");
  const std::string language = wish == nullptr ? "de" : *wish;
  if (!ReportWords::known(language))
    return base::fail(base::ErrorKind::invalid, "The report is there in German (de) and in English (en).",
                      "language");
  const auto version = visible<contract::AppVersion>(reading.call, reading.database, reading.call.id());
  if (!version) return version.error();
  ReportData data;
  data.version = *version;
  data.requirements = Table<contract::Requirement>::where(
      reading.database, {{"app_version_id", {version->id}}, {"archived", {std::int64_t{0}}}});
  data.rounds = Table<contract::TestRound>::where(reading.database, {{"app_version_id", {version->id}}});
  std::reverse(data.rounds.begin(), data.rounds.end());  // the newest comes first
  data.feedback = feedback_of_version(reading.database, version->id);
  data.gate = read_gate(reading.database, version->id);
  Answer answer;
  answer.later = [data = std::move(data), pdf, language]() -> Result<Answer> {
    const auto report = version_report(data, language);
    auto bytes = pdf ? report_pdf(report) : Result<std::string>(report_html(report));
    if (!bytes) return bytes.error();
    Answer made;
    made.content_type = pdf ? "application/pdf" : "text/html; charset=utf-8";
    made.body = std::move(*bytes);
    made.etag = etag_of_body(made.body);
    return made;
  };
  return answer;
}

}  // namespace stadtpult::platform
