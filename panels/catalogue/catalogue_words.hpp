#pragma once
// The catalogue's values in words and tones. Pure: no ImGui; texts in the language in use.

#include <string>
#include <string_view>

#include "panels/catalogue/catalogue_view.hpp"
#include "panels/kit/theme.hpp"

namespace stadtpult::panels::catalogue {

const char* state_text(contract::VersionState state);
const char* audience_text(Audience audience);
const char* kind_text(contract::MiniappKind kind);
const char* tab_text(Tab tab);
const char* since_text(Since since);
const char* field_text(FilterField field);

/// What a chip says behind its field: "Alle", "Entwurf, Eingereicht", "alle außer Test", "3 Anbieter".
std::string chip_value(const View& view, FilterField field);
/// "1.1.3, Pilot": what is live where it is not the newest version; "" where they are the same or nothing is
/// live.
std::string live_words(const contract::Miniapp& miniapp);

/// The tone of a tile: always the same for an icon.
kit::Tone tone_of(std::string_view icon);

}  // namespace stadtpult::panels::catalogue
