#include <doctest/doctest.h>

#include "panels/kit/text.hpp"

int main(int argc, char** argv) {
  stadtpult::panels::kit::set_time_zone("Europe/Berlin");
  return doctest::Context(argc, argv).run();
}
