#pragma once
// The log: one line a fact, on stderr. spdlog's macros are not used, so that only this header names it.

#include <spdlog/spdlog.h>

namespace stadtpult::base::log {

using spdlog::debug;
using spdlog::error;
using spdlog::info;
using spdlog::warn;

/// Sets level ("debug", "info", "warn", "error") and format. Call once, before threads start.
void start(const char* level);

}  // namespace stadtpult::base::log
