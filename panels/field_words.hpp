#pragma once
// What the platform says in its own words, as a person reads it: names of fields, values of differences and
// of the audit record, errors. The words stand in text/<language>/field.json. Pure; no ImGui.

#include <string>
#include <string_view>

#include "api-client/base/result.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

/// "category_id" → "Rubrik", "name.tr" → "Name (Türkisch)"; a field without a word keeps its own name.
std::string field_label(std::string_view field);

/// A value as JSON text: texts language by language, names instead of ids, words instead of enumerators,
/// dates in the person's own form. "" for nothing.
std::string field_value(const World& world, std::string_view field, std::string_view json);

/// The beginning of a hash, enough to compare by eye: "9f2c 41d0 88aa 03be …". Of a key's thumbprint, which
/// two people compare on two screens, these are 96 bits.
std::string short_hash(std::string_view hash);

/// What a person reads about an error: what happened and what is safe, by kind.
std::string error_words(const base::Error& error);

/// The same of a failure that the platform keeps with a thing (ContentPage::schedule_error): problem details
/// as JSON text. A sentence of an earlier version stays as it is.
std::string kept_error_words(std::string_view reason);

}  // namespace stadtpult::panels
