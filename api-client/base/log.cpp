#include "api-client/base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>

namespace stadtpult::base::log {

void start(const char* level) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("stadtpult"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e %^%l%$ %v");
  spdlog::set_level(spdlog::level::from_str(level));
}

}  // namespace stadtpult::base::log
