#include "api-client/base/log.hpp"
#include "console/app.hpp"
#include "console/options.hpp"

int main(int argc, char** argv) {
  const auto parsed = stadtpult::console::parse_options(argc, argv);
  if (!parsed.options) return parsed.exit_code;
  stadtpult::base::log::start(parsed.options->log_level.c_str());
  return stadtpult::console::run_app(*parsed.options);
}
