#pragma once
// An expression as a plain German sentence, rule by rule, so that it is true also where it is long. Pure; any
// thread.

#include <string>

#include "api-client/hours/expression.hpp"

namespace stadtpult::hours {

/// "Montag bis Freitag 8 bis 12 Uhr, an Feiertagen geschlossen."
std::string sentence_of(const Expression& expression);

}  // namespace stadtpult::hours
