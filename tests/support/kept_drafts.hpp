#pragma once
// What typed text a console would find if this one were killed now.

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>

#include "api-client/client/local_store.hpp"
#include "tests/support/scratch.hpp"

namespace stadtpult::test {

/// Reads a copy of the store's files as they are on disk: the store itself stays open, and its lock with it.
inline std::map<std::string, client::Draft> drafts_on_disk(const std::string& dir) {
  const TempDir copy;
  for (const auto& file : std::filesystem::directory_iterator(dir))
    if (file.path().filename() != "lock")
      std::filesystem::copy(file.path(), std::filesystem::path(copy.path()) / file.path().filename());
  const auto store = client::LocalStore::open(copy.path());
  REQUIRE_MESSAGE(store.ok(), (store.ok() ? "" : store.error().message));
  return (*store)->drafts();
}

}  // namespace stadtpult::test
