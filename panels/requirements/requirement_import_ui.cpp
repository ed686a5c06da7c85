#include "panels/requirements/requirement_import_ui.hpp"

#include <algorithm>

#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::requirements {

using namespace kit;
using contract::RequirementImportReport;

namespace {

constexpr float kWide = 860, kRowsHeight = 300;  // logical px

}  // namespace

void ImportDialog::receive(IncomingFile file) {
  import_.take(std::move(file));
  table_ = {};
  open_ = true;
}

void ImportDialog::stakeholder_choice() {
  auto& chosen = import_.wish.stakeholders;
  std::vector<std::string> words{tr("requirements.import.nobody")};
  const auto all = contract::enum_values<Stakeholder>();
  int at = 0;
  for (const auto each : all) {
    if (!chosen.empty() && chosen.front() == each) at = static_cast<int>(words.size());
    words.push_back(word(each));
  }
  std::vector<Choice> choices;
  for (const auto& each : words) choices.push_back({.label = each});
  if (!combobox("stakeholder", at, choices, {.label = tr("requirements.import.stakeholder"), .width = kFill}))
    return;
  chosen.clear();
  if (at > 0) chosen.push_back(all[static_cast<std::size_t>(at - 1)]);
}

/// What a row has where its own cells say nothing.
void ImportDialog::choices(const World& world) {
  auto& wish = import_.wish;
  const Segment kinds[] = {{.label = tr("requirements.import.table")},
                           {.label = tr("requirements.import.ozg")}};
  int kind = wish.ozg ? 1 : 0;
  if (segmented("kind", kind, kinds, {.name = tr("requirements.import.kind"), .small = true}))
    wish.ozg = kind == 1;
  meta(tr("requirements.import.defaults"));
  // Side by side with their labels, or one below the other where that is too narrow.
  constexpr float kBeside = 480, kChoice = 60;  // logical px
  if (available_width() < px(kBeside)) {
    stakeholder_choice();
    version_choice(world);
    return priority_choice();
  }
  Rect columns[3];
  split_columns(place({available_width(), px(kChoice)}), columns);
  {
    const Region region{columns[0]};
    stakeholder_choice();
  }
  {
    const Region region{columns[1]};
    version_choice(world);
  }
  const Region region{columns[2]};
  priority_choice();
}

void ImportDialog::version_choice(const World& world) {
  auto& wish = import_.wish;
  std::vector<std::string> ids{""}, names{tr("requirements.no_version")};
  for (const auto& version : world.state.app_versions.items()) {
    if (version.state == contract::AppVersionState::live) continue;
    ids.push_back(version.id);
    names.push_back(version.name);
  }
  std::vector<Choice> choices;
  for (const auto& name : names) choices.push_back({.label = name});
  const auto found = std::find(ids.begin(), ids.end(), wish.app_version_id.value_or(""));
  int version = found == ids.end() ? 0 : static_cast<int>(found - ids.begin());
  if (combobox("version", version, choices, {.label = tr("requirements.column.version"), .width = kFill}))
    wish.app_version_id = version == 0 ? std::nullopt : std::optional(ids[static_cast<std::size_t>(version)]);
}

void ImportDialog::priority_choice() {
  auto& wish = import_.wish;
  std::vector<std::string> words;
  for (const auto each : contract::enum_values<RequirementPriority>()) words.push_back(word(each));
  std::vector<Choice> priorities;
  for (const auto& each : words) priorities.push_back({.label = each});
  int priority = static_cast<int>(wish.priority);
  if (combobox("priority", priority, priorities,
               {.label = tr("requirements.field.priority"), .width = kFill}))
    wish.priority = static_cast<RequirementPriority>(priority);
}

void ImportDialog::summary(const RequirementImportReport& report) {
  meta(tr("requirements.import.counts",
          {{"rows", format_number(static_cast<std::int64_t>(report.rows.size()))},
           {"taken", format_number(report.taken)},
           {"undecided", format_number(report.undecided)}}));
  if (!report.ignored.empty()) {
    std::string names;
    for (const auto& each : report.ignored) names += (names.empty() ? "" : ", ") + each;
    meta(tr("requirements.import.ignored", {{"columns", names}}));
  }
}

void ImportDialog::rows() {
  const auto& report = *import_.report();
  const std::string skip = tr("requirements.import.skip"), line = tr("requirements.import.line"),
                    key = tr("requirements.column.key"), title = tr("requirements.column.title"),
                    what = tr("requirements.import.problem");
  const Column columns[] = {{.id = "line", .title = line, .width = 64, .right = true},
                            {.id = "key", .title = key, .width = 110},
                            {.id = "title", .title = title, .width = 0, .min_width = 140},
                            {.id = "problem", .title = what, .width = 0, .weight = 1.4F, .min_width = 160},
                            {.id = "skip", .title = skip, .width = 130}};
  table("rows", table_,
        {.name = tr("requirements.import.rows"),
         .columns = columns,
         .rows = static_cast<int>(report.rows.size()),
         .footer = true,
         .key =
             [&](int i) { return static_cast<std::uint64_t>(report.rows[static_cast<std::size_t>(i)].line); },
         .rect = place({available_width(), px(kRowsHeight)}),
         .padding = 8},
        [&](TableRow& row) {
          const auto& each = report.rows[static_cast<std::size_t>(row.index())];
          const auto wrong = import_.problems(each.line);
          std::string words;
          for (const auto* problem : wrong) words += (words.empty() ? "" : " ") + problem_words(*problem);
          row.name(each.title.empty() ? format_number(each.line) : each.title);
          if (row.cell("line")) row.text(format_number(each.line));
          if (row.cell("key")) row.text(each.key, Font::mono);
          if (row.cell("title"))
            row.two_lines(each.title, word(each.priority) + (each.stakeholders.empty() ? "" : " · ") +
                                          words_of(each.stakeholders) +
                                          (each.version.empty() ? "" : " · " + each.version));
          if (row.cell("problem")) {
            if (wrong.empty()) {
              chip({.label = tr("requirements.import.fine"),
                    .icon = icons::check,
                    .tone = Tone::ok,
                    .plain = true});
            } else {
              icon(icons::error_outline, theme().tone(Tone::err).text, 16);
              row.text(words, Font::base, theme().tone(Tone::err).text);
            }
          }
          if (row.cell("skip")) {
            bool out = import_.skipped(each.line);
            if (checkbox(
                    "skip", out,
                    {.label = tr("requirements.import.leave_out"),
                     .name = tr("requirements.import.leave_out_name", {{"line", format_number(each.line)}})}))
              import_.skip(each.line, out);
          }
        });
}

void ImportDialog::buttons(const World& world, Intents& out) {
  const auto* report = import_.report();
  dialog_foot();
  Row row{{.height = 40}};
  if (button("choose", {.label = tr("requirements.choose_file"), .icon = icons::description}))
    out.emplace_back(ChooseFile{kTableFile});
  if (report != nullptr && report->undecided > 0 && !import_.applied() &&
      button("skip_all", {.label = tr("requirements.import.skip_all")}))
    import_.skip_problems();
  row.right();
  if (import_.applied()) {
    if (button("close", {.kind = Button::primary, .label = tr("requirements.import.close")})) open_ = false;
    return;
  }
  if (button("cancel", {.label = tr("shell.cancel")})) open_ = false;
  const char* why = !world.online           ? tr("shell.palette.needs_line")
                    : report == nullptr     ? tr("requirements.why.no_table")
                    : import_.asking()      ? tr("requirements.why.asking")
                    : report->undecided > 0 ? tr("requirements.why.undecided")
                    : report->taken == 0    ? tr("requirements.why.nothing")
                                            : "";
  if (button("go", {.kind = Button::primary, .label = tr("requirements.import.do"), .disabled_because = why}))
    import_.apply(out);
}

void ImportDialog::draw(const World& world, Intents& out) {
  if (!open_) {
    if (import_.there()) import_.forget();
    return;
  }
  import_.step(world, out);
  const Dialog dialog{
      "requirements.import",
      open_,
      {.title = tr("requirements.import.title"),
       .body = import_.there() ? std::string_view(import_.name()) : tr("requirements.import.body"),
       .icon = icons::inbox,
       .width = import_.there() ? kWide : size::kDialogWidth}};
  if (!dialog) return;
  if (import_.converted()) note(tr("requirements.import.converted"), icons::info, Tone::info);
  if (import_.there() && !import_.applied()) choices(world);
  if (const auto& error = import_.error()) {
    if (error_card("error", {.title = tr("requirements.import.failed"),
                             .detail = error_words(*error),
                             .technical = error->message}))
      import_.retry();
  }
  if (const auto* report = import_.report()) {
    if (import_.applied())
      note(tr_n("requirements.import.taken", report->taken), icons::task_alt, Tone::ok);
    else
      summary(*report);
    if (!import_.applied()) rows();
  }
  buttons(world, out);
}

}  // namespace stadtpult::panels::requirements
