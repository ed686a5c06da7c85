// The report on paper.

#include "platform/domain/version_report.hpp"
#include "platform/print/document.hpp"

namespace stadtpult::platform {
namespace {

class Paper {
 public:
  explicit Paper(const ReportDocument& report)
      : document_({.title = report.title,
                   .language = report.language,
                   .made_at = report.as_of,
                   .footer = report.title}) {}

  void operator()(const ReportHeading& heading) { document_.heading(heading.words, heading.level); }
  void operator()(const ReportText& text) { document_.paragraph(text.words); }
  void operator()(const ReportTable& table) {
    std::vector<print::Column> columns;
    for (const auto& each : table.columns)
      columns.push_back({each.title, each.share, each.number ? print::Align::right : print::Align::left});
    document_.table(columns, table.rows);
  }
  base::Result<std::string> finish() { return document_.finish(); }

 private:
  print::Document document_;
};

}  // namespace

base::Result<std::string> report_pdf(const ReportDocument& report) {
  Paper paper(report);
  for (const auto& part : report.parts) std::visit(paper, part);
  return paper.finish();
}

}  // namespace stadtpult::platform
