#pragma once
// The application: takes updates in, draws the shell and the panel, carries out what the person asked for.
// Main thread.

#include <memory>

#include "console/options.hpp"

namespace stadtpult::console {

/// Runs until the window is closed. Returns the exit code; a failure to start was told on stderr in one
/// sentence.
int run_app(const Options& options);

}  // namespace stadtpult::console
