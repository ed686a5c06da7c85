#include "panels/requirements/coverage_ui.hpp"

#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"

namespace stadtpult::panels::requirements {

using namespace kit;

namespace {

constexpr float kBar = 56;           // logical px
constexpr const char* kSum = "sum";  // column

/// Done in full, evidenced as a lighter part behind it.
void bar(const Cell& counts, const Rect& rect) {
  fill_rect(rect, theme().track, 3);
  if (counts.all == 0) return;
  const auto part = [&](std::int64_t count) {
    return std::round(rect.width() * static_cast<float>(count) / static_cast<float>(counts.all));
  };
  const auto& tone = theme().tone(Tone::ok);
  const auto proven = counts.done + counts.evidenced;
  if (proven > 0) fill_rect({rect.min, {rect.min.x + part(proven), rect.max.y}}, tone.border, 3);
  if (counts.done > 0) fill_rect({rect.min, {rect.min.x + part(counts.done), rect.max.y}}, tone.fill, 3);
}

}  // namespace

bool CoverageGrid::cell(TableRow& row, std::optional<Stakeholder> stakeholder, const std::string& who,
                        const std::string& version_id, const std::string& version, const Cell& counts,
                        Wish& wish) {
  if (counts.all == 0) {
    row.text("–", Font::base, theme().tx3);
    return false;
  }
  const IdScope scope{version_id.c_str()};
  const auto words = format_number(counts.done) + "/" + format_number(counts.all);
  const auto name = tr("requirements.coverage.cell", {{"who", who},
                                                      {"version", version},
                                                      {"done", format_number(counts.done)},
                                                      {"all", format_number(counts.all)},
                                                      {"evidenced", format_number(counts.evidenced)}});
  const bool pressed = link("cell", {.label = words, .tooltip = name, .name = name});
  const Rect room = place({px(kBar), px(6)});
  bar(counts, room);
  if (!pressed) return false;
  wish = {};
  wish.stakeholder = stakeholder;
  if (version_id != kSum) wish.version = version_id;
  return true;
}

bool CoverageGrid::draw(const World& world, const Rect& rect, Wish& wish, Intents& out) {
  const Region region{rect};
  if (world.state.requirements.remote.value() == nullptr) {
    if (draw_missing(world, world.state.requirements.remote,
                     {.id = "requirements.coverage.missing", .failed = "requirements.failed_list"}))
      out.emplace_back(Need{Need::What::lists, ""});
    return false;
  }
  coverage_.update(world);
  const auto& versions = coverage_.versions();
  const auto stakeholders = contract::enum_values<Stakeholder>();
  const std::string who = tr("requirements.column.stakeholder"), all = tr("requirements.coverage.all"),
                    sum = tr("requirements.coverage.sum");
  std::vector<Column> columns{{.id = "who", .title = who, .width = 190, .fixed = true}};
  for (const auto& version : versions)
    columns.push_back({.id = version.id.c_str(), .title = version.name, .width = 130});
  columns.push_back({.id = kSum, .title = sum, .width = 130});
  bool pressed = false;
  table("requirements.coverage", table_,
        {.name = tr("requirements.tab.coverage"),
         .columns = columns,
         .rows = static_cast<int>(stakeholders.size()) + 1,
         .row_height = 44,
         .rect = available()},
        [&](TableRow& row) {
          const auto at = static_cast<std::size_t>(row.index());
          const auto stakeholder = at < stakeholders.size() ? std::optional(stakeholders[at]) : std::nullopt;
          const auto name = stakeholder ? word(*stakeholder) : all;
          row.name(name);
          if (row.cell("who")) row.text(name, stakeholder ? Font::base : Font::base_semi);
          for (std::size_t i = 0; i < versions.size(); ++i)
            if (row.cell(versions[i].id.c_str()))
              pressed |= cell(row, stakeholder, name, versions[i].id, versions[i].name,
                              coverage_.cell(stakeholder, i), wish);
          if (row.cell(kSum))
            pressed |= cell(row, stakeholder, name, kSum, sum, coverage_.sum(stakeholder), wish);
        });
  return pressed;
}

}  // namespace stadtpult::panels::requirements
