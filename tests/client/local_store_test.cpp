#include "api-client/client/local_store.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "api-client/client/command_codec.hpp"
#include "tests/support/scratch.hpp"

using namespace stadtpult;
using namespace stadtpult::client;
namespace fs = std::filesystem;

namespace {

std::unique_ptr<LocalStore> opened(const std::string& dir) {
  auto store = LocalStore::open(dir);
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void overwrite(const fs::path& file, std::size_t at, const std::string& bytes) {
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  out.seekp(static_cast<std::streamoff>(at));
  out << bytes;
}

mode_t mode_of(const fs::path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

}  // namespace

TEST_CASE("what is kept is there again") {
  test::TempDir dir;
  {
    auto store = opened(dir.path());
    CHECK(store->notices().empty());
    REQUIRE(store->set_setting("window", "{\"w\":1440}"));
    REQUIRE(store->set_setting("gone", "x"));
    REQUIRE(store->set_setting("gone", ""));
    REQUIRE(store->set_draft("note", {"Zeile eins\nZeile zwei", {1'234}}));
    REQUIRE(store->set_command("a", 2, "second"));
    REQUIRE(store->set_command("a", 1, "first"));
    REQUIRE(store->set_command("b", 1, "other"));
    REQUIRE(store->put_cached("a/Miniapp", {{"app_1", "{}"}, {"app_2", "{\"x\":1}"}}));
    CHECK(!store->cached_at("a/Miniapp"));
    REQUIRE(store->finish_list("a/Miniapp", {99}));
  }
  auto store = opened(dir.path());
  CHECK(store->settings() == std::map<std::string, std::string>{{"window", "{\"w\":1440}"}});
  REQUIRE(store->drafts().contains("note"));
  CHECK(store->drafts()["note"].text == "Zeile eins\nZeile zwei");
  CHECK(store->drafts()["note"].saved_at.ms == 1'234);
  const auto commands = store->commands("a");
  REQUIRE(commands.size() == 2);
  CHECK(commands[0].value == "first");
  CHECK(store->cached_at("a/Miniapp")->ms == 99);
  CHECK(store->cached("a/Miniapp", "app_2") == "{\"x\":1}");
  int things = 0;
  store->each_cached("a/Miniapp", [&](const std::string&) { ++things; });
  CHECK(things == 2);
  REQUIRE(store->forget_lists("a/"));
  CHECK(!store->cached_at("a/Miniapp"));
  REQUIRE(store->remove_command("a", 1));
  CHECK(store->commands("a").size() == 1);
  REQUIRE(store->set_draft("note", {}));
  CHECK(store->drafts().empty());
}

TEST_CASE("nobody else may read it, and nothing in it can be read") {
  test::TempDir dir;
  const std::string secret = "Bürgermeisterin persönlich";
  const std::string path = dir.path() + "/deep/data";
  auto store = opened(path);
  REQUIRE(store->set_setting("k", secret));
  REQUIRE(store->set_draft("k", {secret, {1}}));
  REQUIRE(store->set_command("a", 1, secret));
  REQUIRE(store->put_cached("l", {{"1", secret}}));
  CHECK(mode_of(path) == 0700);
  int files = 0;
  for (const auto& file : fs::directory_iterator(path)) {
    CAPTURE(file.path());
    CHECK(mode_of(file.path()) == 0600);
    CHECK(bytes_of(file.path()).find(secret) == std::string::npos);
    CHECK(bytes_of(file.path()).find("persönlich") == std::string::npos);
    ++files;
  }
  CHECK(files >= 4);
}

TEST_CASE("a second console on the same folder gets a clear error") {
  test::TempDir dir;
  auto store = opened(dir.path());
  const auto second = LocalStore::open(dir.path());
  REQUIRE(!second);
  CHECK(second.error().kind == base::ErrorKind::conflict);
  store.reset();
  CHECK(LocalStore::open(dir.path()).ok());
}

namespace {

void lose_key_and_find_it(bool gone, bool typed) {
  using What = StoreNotice::What;
  test::TempDir dir;
  const std::string key = dir.path() + "/key", kept_key = dir.path() + "/key.kept";
  base::Key device{};
  {
    auto store = opened(dir.path());
    REQUIRE(store->set_draft("k", {"Text", {1}}));
    REQUIRE(store->set_draft("again", {"alt", {1}}));
    REQUIRE(store->set_setting("theme", "dark"));
    REQUIRE(store->set_command("a", 1, "first"));
    REQUIRE(store->set_command("a", 2, "second"));
    device = *store->device_key();
  }
  fs::copy_file(key, kept_key);
  if (gone)
    fs::remove(key);
  else
    overwrite(key, 0, std::string(32, 'k'));
  std::string aside;
  {
    auto store = opened(dir.path());
    CHECK(store->drafts().empty());
    REQUIRE(store->notices().size() == 1);  // and not that something was damaged, or its cache
    CHECK(store->notices()[0].what == (gone ? What::key_missing : What::key_other));
    aside = store->notices()[0].file;
    CHECK(fs::exists(aside));
    CHECK(aside.starts_with(dir.path()));
    // The settings of an open window.
    REQUIRE(store->set_setting("window", "{}"));
    CHECK(*store->device_key() != device);
  }
  { CHECK(opened(dir.path())->notices().empty()); }  // said once
  if (typed) REQUIRE(opened(dir.path())->set_draft("between", {"neu", {2}}));
  fs::copy_file(kept_key, key, fs::copy_options::overwrite_existing);
  {
    auto store = opened(dir.path());
    CHECK(store->drafts()["k"].text == "Text");
    CHECK(store->drafts()["again"].text == "alt");
    CHECK(store->settings()["theme"] == "dark");
    const auto commands = store->commands("a");
    REQUIRE(commands.size() == 2);
    CHECK(commands[0].value == "first");
    CHECK(*store->device_key() == device);
    CHECK(store->notices().back().what == What::key_back);
    CHECK(store->notices().size() == (typed ? 2 : 1));
    CHECK_FALSE(fs::exists(aside));
    // It is taken back once: what is removed from now on stays removed.
    REQUIRE(store->set_draft("k", {}));
  }
  auto store = opened(dir.path());
  CHECK(store->notices().empty());
  CHECK_FALSE(store->drafts().contains("k"));
  CHECK(store->drafts().contains("again"));
}

}  // namespace

TEST_CASE("without its key nothing opens and nothing is thrown away; with it all is back") {
  // Gone, or another one; and whether something was typed meanwhile, which has that other key.
  for (const bool gone : {true, false})
    for (const bool typed : {false, true}) {
      CAPTURE(gone);
      CAPTURE(typed);
      lose_key_and_find_it(gone, typed);
    }
}

TEST_CASE("what is taken back gives way to what is there, and its commands come after those that wait") {
  test::TempDir dir;
  {
    auto store = opened(dir.path());
    REQUIRE(store->set_draft("k", {"alt", {1}}));
    REQUIRE(store->set_command("a", 1, "early"));
  }
  fs::rename(dir.path() + "/console.sqlite", dir.path() + "/kept");
  {
    auto store = opened(dir.path());
    REQUIRE(store->set_draft("k", {"neu", {2}}));
    REQUIRE(store->set_command("a", 1, "late"));
  }
  // As after a start that found no room to take it back.
  fs::rename(dir.path() + "/kept", dir.path() + "/console.sqlite.other-key-1");
  auto store = opened(dir.path());
  CHECK(store->drafts()["k"].text == "neu");
  const auto commands = store->commands("a");
  REQUIRE(commands.size() == 2);
  CHECK(commands[0].value == "late");
  CHECK(commands[1].value == "early");
}

TEST_CASE("a file that is no key is named, with what is wrong with it, and stays as it is") {
  test::TempDir dir;
  { (void)opened(dir.path()); }
  for (const std::string name : {"key", "device"}) {
    CAPTURE(name);
    const std::string file = dir.path() + "/" + name;
    const auto refused = [&](std::string_view problem) {
      CAPTURE(problem);
      const auto store = LocalStore::open(dir.path());
      REQUIRE_FALSE(store);
      CHECK(store.error().kind == base::ErrorKind::storage);
      CHECK(store.error().field == name);
      CHECK(store.error().problem == problem);
      CHECK(store.error().values == std::vector<std::pair<std::string, std::string>>{{"file", file}});
    };
    const std::string good = bytes_of(file);
    REQUIRE(::chmod(file.c_str(), 0644) == 0);
    refused("key-mode");
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    std::ofstream(file, std::ios::trunc) << "short";
    refused("key-length");
    CHECK(bytes_of(file) == "short");
    fs::remove(file);
    fs::create_directory(file);
    refused("key-length");
    fs::remove(file);
    std::ofstream(file, std::ios::binary) << good;
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    CHECK(opened(dir.path())->notices().empty());
  }
}

TEST_CASE("a damaged journal is moved aside and what can be read of it is taken over") {
  test::TempDir dir;
  const std::string file = dir.path() + "/console.sqlite";
  {
    auto store = opened(dir.path());
    for (int i = 0; i < 200; ++i) {
      REQUIRE(
          store->set_draft("field-" + std::to_string(i), {std::string(300, 'a') + std::to_string(i), {1}}));
      REQUIRE(store->set_command("a", i, std::string(300, 'c')));
    }
    REQUIRE(store->set_setting("theme", "dark"));
  }
  SUBCASE("some pages in the middle") {
    const auto size = fs::file_size(file);
    REQUIRE(size > 80'000);
    for (std::size_t at = size / 2; at < size / 2 + 3 * 4096; at += 512)
      overwrite(file, at, std::string(256, '\x5a'));
    auto store = opened(dir.path());
    CHECK(store->notices().size() == 1);
    CHECK(store->drafts().size() + store->commands("a").size() > 100);
    CHECK(store->drafts().size() + store->commands("a").size() < 400);
    CHECK(store->set_draft("new", {"goes on", {2}}).ok());
  }
  SUBCASE("no database at all") {
    std::ofstream(file, std::ios::trunc) << std::string(10'000, 'x');
    auto store = opened(dir.path());
    CHECK(store->notices().size() == 1);
    CHECK(store->set_draft("new", {"goes on", {2}}).ok());
  }
}

TEST_CASE("a damaged cache is made anew") {
  test::TempDir dir;
  { REQUIRE(opened(dir.path())->put_cached("l", {{"1", "{}"}})); }
  std::ofstream(dir.path() + "/cache.sqlite", std::ios::trunc) << std::string(10'000, 'x');
  auto store = opened(dir.path());
  REQUIRE(store->notices().size() == 1);
  CHECK(store->notices()[0].what == StoreNotice::What::cache_rebuilt);
  CHECK(!store->cached("l", "1"));
  CHECK(store->put_cached("l", {{"1", "{}"}}).ok());
}

TEST_CASE("a value of another place is not taken for this one") {
  test::TempDir dir;
  {
    auto store = opened(dir.path());
    REQUIRE(store->set_draft("a", {"eins", {1}}));
    REQUIRE(store->set_draft("b", {"zwei", {1}}));
  }
  // Somebody who can write the file, but has no key, swaps two values.
  const std::string swap =
      "sqlite3 " + dir.path() +
      "/console.sqlite \"UPDATE drafts SET value = (SELECT value FROM drafts WHERE key = 'b') "
      "WHERE key = 'a'\" 2>/dev/null";
  if (std::system(swap.c_str()) != 0) {
    MESSAGE("skipped: no sqlite3 program here");
    return;
  }
  const auto drafts = opened(dir.path())->drafts();
  CHECK(drafts.contains("b"));
  CHECK_FALSE(drafts.contains("a"));
}

TEST_CASE("a full disk is an error, and what was there stays") {
  test::TempDir dir;
  { REQUIRE(opened(dir.path())->set_draft("k", {"alt", {1}})); }
  // RLIMIT_FSIZE holds for a whole process, so a child meets it.
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    auto store = LocalStore::open(dir.path());
    if (!store) ::_exit(10);
    const rlimit limit{64 * 1024, 64 * 1024};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto done = (*store)->set_draft("big", {std::string(500'000, 'x'), {2}});
    if (done.ok() || done.error().kind != base::ErrorKind::storage) ::_exit(11);
    if ((*store)->drafts().size() != 1) ::_exit(12);
    ::_exit((*store)->set_draft("small", {"passt", {3}}).ok() ? 0 : 13);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  auto store = opened(dir.path());
  CHECK(store->notices().empty());
  CHECK(store->drafts()["k"].text == "alt");
  CHECK(store->drafts()["small"].text == "passt");
}

TEST_CASE("a refusal keeps in the journal what it is told by in a person's language") {
  Pending pending;
  pending.id = "cmd_1";
  pending.state = CommandState::refused;
  pending.error = base::conflict("waits-for-version", "English words", "ring", {{"round", "Runde „2“"}});
  const auto read = decode_pending(encode_pending(pending));
  REQUIRE(read.ok());
  CHECK(read->error.problem == "waits-for-version");
  CHECK(read->error.values == pending.error.values);
}
