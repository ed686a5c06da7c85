#include <doctest/doctest.h>

#include <csignal>
#include <string_view>

#include "api-client/base/log.hpp"
#include "tests/client/kill_test.hpp"

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  stadtpult::base::log::start("off");
  if (count > 1 && std::string_view(values[1]) == "--work-at-desk")
    return stadtpult::test::work_at_desk(count, values);
  return doctest::Context(count, values).run();
}
