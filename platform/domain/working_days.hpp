#pragma once
// Working days, Monday to Friday. Public holidays differ by state and are not known here.

#include "api-client/base/clock.hpp"

namespace stadtpult::platform {

/// The same time of day, `days` working days later.
base::Timestamp add_working_days(base::Timestamp from, int days);

}  // namespace stadtpult::platform
