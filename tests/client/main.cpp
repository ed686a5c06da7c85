#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <csignal>

#include "api-client/base/log.hpp"

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  stadtpult::base::log::start("off");
  return doctest::Context(count, values).run();
}
