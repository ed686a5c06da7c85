#include "panels/merchants/import_ui.hpp"

#include <algorithm>

#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::merchants {

using namespace kit;

namespace {

constexpr float kImportWide = 940, kImportRows = 270, kMappingHeight = 116;  // logical px

/// What a column may be, in the order of the application.
constexpr const char* kImportFields[] = {
    "name",           "trade",           "legal_name",    "legal_form",   "register_court",
    "register_kind",  "register_number", "vat_id",        "contact_name", "contact_email",
    "phone",          "street",          "postal_code",   "city",         "iban",
    "account_holder", "website",         "opening_hours", "languages",    "description"};

std::string field_word(std::string_view field) {
  return tr_or("merchants.field." + std::string(field), "");
}

/// The platform's own sentence stands behind the field that it is about.
std::string cell_words(const contract::CellProblem& problem) {
  const std::string field = problem.column.empty() ? "" : field_word(problem.column);
  std::string words = tr_or("merchants.rule." + problem.rule, "");
  if (words.empty()) words = problem.message;
  return field.empty() ? words : field + ": " + words;
}

}  // namespace

void MerchantImportDialog::receive(IncomingFile file) {
  import_.take(std::move(file));
  table_ = {};
  open_ = true;
}

/// A choice for each column of the file.
void MerchantImportDialog::mapping() {
  const auto& report = *import_.report();
  std::vector<std::string> words{tr("merchants.import.left_out")};
  for (const char* field : kImportFields) words.push_back(field_word(field));
  std::vector<Choice> choices;
  for (const auto& each : words) choices.push_back({.label = each});
  meta(tr("merchants.import.mapping"));
  const Pane pane{"mapping",
                  {.rect = place({available_width(), px(kMappingHeight)}),
                   .name = tr("merchants.import.mapping"),
                   .surface = Surface::inset,
                   .padding = 8,
                   .gap = 4,
                   .is_f6_stop = false}};
  const int across = std::max(1, static_cast<int>(available_width() / px(220)));
  for (std::size_t first = 0; first < report.headings.size(); first += static_cast<std::size_t>(across)) {
    const Row row{{.height = 56}};
    for (std::size_t i = first;
         i < std::min(report.headings.size(), first + static_cast<std::size_t>(across)); ++i) {
      const IdScope scope{static_cast<std::uint64_t>(i)};
      const std::string taken = i < report.columns.size() ? report.columns[i] : "";
      const auto at = std::find(std::begin(kImportFields), std::end(kImportFields), taken);
      int chosen = at == std::end(kImportFields) ? 0 : static_cast<int>(at - std::begin(kImportFields)) + 1;
      if (!combobox("column", chosen, choices, {.label = report.headings[i], .width = 204})) continue;
      auto columns = report.columns;
      columns.resize(report.headings.size());
      const std::string field = chosen == 0 ? "" : kImportFields[chosen - 1];
      // A field has one column: the other one is left out.
      for (auto& each : columns)
        if (each == field) each.clear();
      columns[i] = field;
      import_.wish.columns = std::move(columns);
    }
  }
}

void MerchantImportDialog::rows() {
  const auto& report = *import_.report();
  const std::string line = tr("merchants.import.line"), name = tr("merchants.field.name"),
                    what = tr("merchants.import.problem"), skip = tr("merchants.import.skip");
  const Column columns[] = {{.id = "line", .title = line, .width = 60, .right = true},
                            {.id = "name", .title = name, .width = 0, .min_width = 150},
                            {.id = "problem", .title = what, .width = 0, .weight = 1.6F, .min_width = 170},
                            {.id = "skip", .title = skip, .width = 130}};
  table(
      "rows", table_,
      {.name = tr("merchants.import.rows"),
       .columns = columns,
       .rows = static_cast<int>(report.rows.size()),
       .footer = true,
       .key =
           [&](int i) { return static_cast<std::uint64_t>(report.rows[static_cast<std::size_t>(i)].line); },
       .rect = place({available_width(), px(kImportRows)}),
       .padding = 8},
      [&](TableRow& row) {
        const auto& each = report.rows[static_cast<std::size_t>(row.index())];
        const auto wrong = import_.problems(each.line);
        std::string words;
        for (const auto* problem : wrong) {
          if (problem->rule == "duplicate") continue;
          words += (words.empty() ? "" : " ") + cell_words(*problem);
        }
        const bool twin = each.duplicate_of || each.duplicate_line > 0;
        // A shared address alone stops nothing.
        const bool hint = twin && wrong.empty();
        if (hint) {
          words = each.duplicate_of
                      ? tr("merchants.import.neighbour", {{"name", each.duplicate_name}})
                      : tr("merchants.import.neighbour_line", {{"line", format_number(each.duplicate_line)}});
        } else if (twin) {
          const std::string by = tr_or("merchants.import.by." + each.duplicate_by, "");
          words +=
              (words.empty() ? "" : " ") +
              (each.duplicate_of ? tr("merchants.import.there", {{"name", each.duplicate_name}, {"by", by}})
                                 : tr("merchants.import.twice",
                                      {{"line", format_number(each.duplicate_line)}, {"by", by}}));
        }
        row.name(each.name.empty() ? format_number(each.line) : each.name);
        if (row.cell("line")) row.text(format_number(each.line));
        if (row.cell("name"))
          row.two_lines(each.name,
                        each.trade + (each.trade.empty() || each.street.empty() ? "" : ", ") + each.street);
        if (row.cell("problem")) {
          if (hint) {
            icon(icons::info, theme().tone(Tone::info).text, 16);
            row.text(words, Font::base, theme().tone(Tone::info).text);
          } else if (wrong.empty()) {
            chip({.label = tr("merchants.import.fine"),
                  .icon = icons::check,
                  .tone = Tone::ok,
                  .plain = true});
          } else {
            const Tone tone = twin ? Tone::warn : Tone::err;
            icon(twin ? icons::content_copy : icons::error_outline, theme().tone(tone).text, 16);
            row.text(words, Font::base, theme().tone(tone).text);
          }
        }
        if (row.cell("skip")) {
          bool out = import_.skipped(each.line);
          if (checkbox("skip", out,
                       {.label = tr("merchants.import.leave_out"),
                        .name = tr("merchants.import.leave_out_name", {{"line", format_number(each.line)}})}))
            import_.skip(each.line, out);
        }
      });
}

void MerchantImportDialog::buttons(const World& world, Intents& out) {
  const auto* report = import_.report();
  Row row{{.height = 40}};
  if (!import_.applied() &&
      button("choose", {.label = tr("merchants.import.choose"), .icon = icons::description}))
    out.emplace_back(ChooseFile{kMerchantTable});
  if (report != nullptr && report->undecided > 0 && !import_.applied() &&
      button("skip_all", {.label = tr("merchants.import.skip_all")}))
    import_.skip_problems();
  row.right();
  if (import_.applied()) {
    if (button("close", {.kind = Button::primary, .label = tr("merchants.close")})) open_ = false;
    return;
  }
  if (button("cancel", {.label = tr("shell.cancel")})) open_ = false;
  const char* why = !world.online           ? tr("shell.palette.needs_line")
                    : report == nullptr     ? tr("merchants.import.why.no_table")
                    : import_.asking()      ? tr("merchants.import.why.asking")
                    : report->undecided > 0 ? tr("merchants.import.why.undecided")
                    : report->taken == 0    ? tr("merchants.import.why.nothing")
                                            : "";
  if (button("go", {.kind = Button::primary, .label = tr("merchants.import.do"), .disabled_because = why}))
    import_.apply(out);
}

void MerchantImportDialog::draw(const World& world, Intents& out) {
  if (!open_) {
    if (import_.there()) import_.forget();
    return;
  }
  if (!contract::may(world.role, contract::Operation::import_merchants)) {
    open_ = false;
    return;
  }
  import_.step(world, out);
  const Dialog dialog{
      "merchants.import",
      open_,
      {.title = tr("merchants.import.title"),
       .body = import_.there() ? std::string_view(import_.name()) : tr("merchants.import.body"),
       .icon = icons::inbox,
       .width = import_.there() ? kImportWide : size::kDialogWidth}};
  if (!dialog) return;
  if (import_.converted()) note(tr("merchants.import.converted"), icons::info, Tone::info);
  if (const auto& error = import_.error())
    if (error_card("error", {.title = tr("merchants.import.failed"),
                             .detail = error_words(*error),
                             .technical = error->message}))
      import_.retry();
  if (const auto* report = import_.report()) {
    if (import_.applied()) {
      note(tr_n("merchants.import.taken", report->taken), icons::task_alt, Tone::ok);
    } else {
      mapping();
      meta(tr("merchants.import.counts",
              {{"rows", format_number(static_cast<std::int64_t>(report->rows.size()))},
               {"taken", format_number(report->taken)},
               {"undecided", format_number(report->undecided)}}));
      rows();
    }
  }
  buttons(world, out);
}

}  // namespace stadtpult::panels::merchants
