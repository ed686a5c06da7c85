#include <doctest/doctest.h>

#include <csignal>

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // tests' own servers and clients write to peers that are gone
  return doctest::Context(argc, argv).run();
}
