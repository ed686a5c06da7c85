// The take-over of a municipal catalogue: which files, and what came of it.
#include "api-client/contract/codec.hpp"
#include "panels/catalogue/catalogue_ui.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;

void draw_rows_not_taken(const contract::ImportReport& report, TableState& state) {
  heading(tr_n("catalogue.import.not_taken", static_cast<std::int64_t>(report.not_taken.size())),
          Heading::group);
  const Column columns[] = {{.id = "row", .title = tr("catalogue.import.row"), .width = 220},
                            {.id = "reason", .title = tr("catalogue.import.reason")}};
  table("rows", state,
        {.name = tr("catalogue.import.not_taken_name"),
         .columns = columns,
         .rows = static_cast<int>(report.not_taken.size()),
         .rect = place({available_width(), px(280)}),
         .padding = 8},
        [&](TableRow& row) {
          const auto& line = report.not_taken[static_cast<std::size_t>(row.index())];
          const std::string& title = line.title.empty() ? line.id : line.title;
          const std::string where =
              tr("catalogue.import.place", {{"file", line.source}, {"line", format_number(line.line)}});
          row.name(title);
          if (row.cell("row")) row.two_lines(title, where);
          if (row.cell("reason")) row.text(line.reason);
        });
}

}  // namespace

void CataloguePanel::draw_import(const World& world) {
  if (!import_.open) return;
  Dialog dialog{
      "catalogue.import",
      import_.open,
      {.title = tr("catalogue.import.title"), .body = tr("catalogue.import.body"), .icon = icons::inbox}};
  if (!dialog) return;
  const bool dldb = import_.format == contract::ImportFormat::dldb;
  const auto line = [&](const catalogue::ImportFile& file, const char* what, const char* expected) {
    const bool there = !file.bytes.empty();
    line_item({.icon = there ? icons::check_circle : icons::radio_button_unchecked,
               .icon_color = there ? theme().tone(Tone::ok).text : theme().tx3,
               .words = tr(what),
               .detail = there ? std::string_view(file.name) : std::string_view(expected),
               .height = 44});
  };
  line(import_.services, "catalogue.import.services", dldb ? "services_de.json" : "ozg_leistungen.csv");
  line(import_.topics, "catalogue.import.topics", dldb ? "topic_de.json" : "leika_leistungen.csv");
  if (import_.services.converted || import_.topics.converted)
    note(tr("catalogue.import.converted"), icons::info, Tone::info);
  gap(8);
  Row row{{.height = 32}};
  if (button("choose", {.label = tr("catalogue.import.choose")}))
    out_.emplace_back(ChooseFile{"catalogue.import"});
  row.right();
  if (button("cancel", {.label = tr("catalogue.cancel")})) import_ = {};
  const std::string why = !import_.ready() ? tr("catalogue.import.missing")
                          : !world.online  ? tr("catalogue.why.needs_line")
                                           : catalogue::why_no_curating(world.role);
  if (button("start",
             {.kind = Button::primary, .label = tr("catalogue.import.start"), .disabled_because = why})) {
    out_.emplace_back(import_.change());
    import_ = {};
    import_sent_ = true;
  }
}

void CataloguePanel::take_import_answer(const World& world) {
  if (!import_sent_) return;
  const auto* answer = world.state.answer_for(catalogue::kImportKey);
  if (answer == nullptr || answer->id == import_seen_) return;
  import_seen_ = answer->id;
  import_sent_ = false;
  if (!answer->ok) return;  // the console shows what went wrong
  if (auto report = contract::decode<contract::ImportReport>(answer->answer))
    import_report_ = std::move(*report);
}

void CataloguePanel::draw_import_report() {
  if (!import_report_) return;
  const auto& report = *import_report_;
  bool open = true;
  {
    Dialog dialog{
        "catalogue.import.report",
        open,
        {.title = tr("catalogue.import.done"), .icon = icons::task_alt, .tone = Tone::ok, .width = 640}};
    if (dialog) {
      meta(tr("catalogue.import.summary", {{"created", format_number(report.created)},
                                           {"changed", format_number(report.changed)},
                                           {"unchanged", format_number(report.unchanged)},
                                           {"categories", format_number(report.categories_created)}}));
      if (!report.not_taken.empty()) draw_rows_not_taken(report, import_rows_);
      gap(8);
      Row row{{.height = 32}};
      row.right();
      if (button("close", {.kind = Button::primary, .label = tr("catalogue.close")})) open = false;
    }
  }
  if (!open) import_report_.reset();
}

}  // namespace stadtpult::panels
