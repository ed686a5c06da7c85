#include "panels/catalogue/catalogue_words.hpp"

#include <array>
#include <utility>

#include "panels/kit/text.hpp"

namespace stadtpult::panels::catalogue {
namespace {

using kit::Tone;
using kit::tr;

/// Several words with commas; from the third on only their number says more.
std::string listed(const std::vector<std::string>& words, const char* many) {
  if (words.size() > 2) return kit::tr_n(many, static_cast<std::int64_t>(words.size()));
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string organisations_value(const View& view) {
  std::vector<std::string> names;
  for (const auto& id : view.filter().organisations) {
    std::string name = id;  // one that offers nothing any more
    for (const auto& provider : view.providers())
      if (provider.id == id) name = provider.name;
    names.push_back(std::move(name));
  }
  const std::string words = listed(names, "catalogue.providers");
  return view.filter().organisations_except ? tr("catalogue.chip.except", {{"what", words}}) : words;
}

std::string states_value(const Filter& filter) {
  std::vector<std::string> words;
  for (const auto state : contract::enum_values<contract::VersionState>())
    if ((filter.states & state_bit(state)) != 0) words.emplace_back(state_text(state));
  return listed(words, "catalogue.states");
}

std::string audiences_value(const Filter& filter) {
  std::vector<std::string> words;
  for (int i = 0; i < kAudienceCount; ++i)
    if ((filter.audiences & audience_bit(static_cast<Audience>(i))) != 0)
      words.emplace_back(audience_text(static_cast<Audience>(i)));
  return listed(words, "catalogue.rings");
}

}  // namespace

const char* state_text(contract::VersionState state) {
  constexpr std::array kKeys = {"catalogue.state.draft",     "catalogue.state.submitted",
                                "catalogue.state.in_review", "catalogue.state.changes_requested",
                                "catalogue.state.rejected",  "catalogue.state.approved",
                                "catalogue.state.released",  "catalogue.state.suspended",
                                "catalogue.state.withdrawn"};
  return tr(kKeys[static_cast<std::size_t>(state)]);
}

const char* audience_text(Audience audience) {
  constexpr std::array kKeys = {"catalogue.audience.nobody", "catalogue.audience.employees",
                                "catalogue.audience.pilot", "catalogue.audience.everyone"};
  return tr(kKeys[static_cast<std::size_t>(audience)]);
}

const char* kind_text(contract::MiniappKind kind) {
  return tr(kind == contract::MiniappKind::web ? "catalogue.kind.web" : "catalogue.kind.package");
}

const char* tab_text(Tab tab) {
  constexpr std::array kKeys = {"catalogue.tab.all", "catalogue.tab.to_review", "catalogue.tab.live",
                                "catalogue.tab.drafts", "catalogue.tab.suspended"};
  return tr(kKeys[static_cast<std::size_t>(tab)]);
}

const char* since_text(Since since) {
  constexpr std::array kKeys = {"catalogue.since.any", "catalogue.since.today", "catalogue.since.week",
                                "catalogue.since.month", "catalogue.since.year"};
  return tr(kKeys[static_cast<std::size_t>(since)]);
}

const char* field_text(FilterField field) {
  constexpr std::array kKeys = {"catalogue.column.category", "catalogue.column.organisation",
                                "catalogue.column.state",    "catalogue.column.audience",
                                "catalogue.column.kind",     "catalogue.column.updated",
                                "catalogue.field.archived"};
  return tr(kKeys[static_cast<std::size_t>(field)]);
}

std::string chip_value(const View& view, FilterField field) {
  const Filter& filter = view.filter();
  if (!is_set(filter, field)) return tr("catalogue.chip.all");
  switch (field) {
    case FilterField::category:
      return view.category_path(filter.category_id);
    case FilterField::organisation:
      return organisations_value(view);
    case FilterField::state:
      return states_value(filter);
    case FilterField::audience:
      return audiences_value(filter);
    case FilterField::kind:
      return kind_text(*filter.kind);
    case FilterField::since:
      return since_text(filter.since);
    case FilterField::archived:
      return tr("catalogue.chip.only");
  }
  return {};
}

std::string live_words(const contract::Miniapp& miniapp) {
  if (!miniapp.live_version || miniapp.live_version_id == miniapp.version_id) return {};
  const Audience audience = audience_of(miniapp);
  if (audience == Audience::everyone)
    return tr("catalogue.live_version", {{"version", *miniapp.live_version}});
  return tr("catalogue.live_in_ring",
            {{"version", *miniapp.live_version}, {"ring", audience_text(audience)}});
}

kit::Tone tone_of(std::string_view icon) {
  // As the design's pictures have them; the others spread over the tones that name no state.
  constexpr std::pair<std::string_view, Tone> kKnown[] = {
      {"directions_bus", Tone::teal}, {"place", Tone::teal},           {"pedal_bike", Tone::neu},
      {"local_shipping", Tone::neu},  {"account_balance", Tone::info}, {"water_drop", Tone::info},
      {"bolt", Tone::warn},           {"school", Tone::vio},           {"theater_comedy", Tone::vio},
      {"child_care", Tone::high},     {"shopping_bag", Tone::high},    {"restaurant", Tone::high}};
  for (const auto& [name, tone] : kKnown)
    if (name == icon) return tone;
  constexpr Tone kTones[] = {Tone::info, Tone::teal, Tone::warn, Tone::high, Tone::vio, Tone::neu};
  return kTones[key_of(icon) % std::size(kTones)];
}

}  // namespace stadtpult::panels::catalogue
