#include <doctest/doctest.h>

#include <csignal>

#include "api-client/base/log.hpp"
#include "panels/kit/text.hpp"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // the test's own server writes to consoles that are gone
  stadtpult::base::log::start("off");
  stadtpult::panels::kit::set_time_zone("Europe/Berlin");
  return doctest::Context(argc, argv).run();
}
