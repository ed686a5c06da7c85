// Changes on their way, through a real client that has no line: what it journals, and what the person is
// told.
#include "console/changes.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "api-client/contract/codec.hpp"
#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using console::Changes;
using panels::Change;
namespace kit = panels::kit;
namespace fs = std::filesystem;

namespace {

struct Desk {
  Desk() {
    folder = fs::temp_directory_path() / ("stadtpult-changes-" + base::new_id("t"));
    auto store = client::LocalStore::open(folder.string());
    REQUIRE(store);
    client::ClientOptions options;
    options.account = "test";
    client = client::Client::start(options, std::move(*store), inbox);
    changes = std::make_unique<Changes>(*client);
    kit::close_all_toasts();
  }
  ~Desk() {
    kit::close_all_toasts();
    changes.reset();
    client.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  /// What waits in the outbox, as soon as there are this many; at most two seconds.
  std::vector<client::OutboxEntry> outbox(size_t count) {
    for (int i = 0; i < 400; ++i) {
      for (auto& update : inbox.take())
        if (const auto* changed = update.get_if<client::OutboxChanged>()) entries = changed->entries;
      if (entries.size() == count) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return entries;
  }
  void answer(const std::string& id, bool ok, std::string object_id = "cat_1") {
    client::CommandDone done;
    done.id = id;
    done.ok = ok;
    done.object_id = std::move(object_id);
    done.etag = contract::etag("cat_1", 8);
    if (!ok) done.error = base::fail(base::ErrorKind::conflict, "not now");
    changes->done(done);
  }

  fs::path folder;
  base::Inbox<client::Update> inbox;
  std::unique_ptr<client::Client> client;
  std::unique_ptr<Changes> changes;
  std::vector<client::OutboxEntry> entries;
};

Change rename() {
  Change change;
  change.operation = contract::Operation::change_category;
  change.ids = {"cat_1"};
  change.body = R"({"icon":"bolt"})";
  change.if_match = contract::etag("cat_1", 7);
  change.title = "Rubrik geändert";
  change.detail = "Mobilität";
  Change back = change;
  back.body = R"({"icon":"map"})";
  back.if_match.clear();
  change.undo = std::make_shared<const Change>(back);
  return change;
}

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("changes: one that waits is journalled and said; answered, it offers undo") {
  kit::set_language("de");
  test::Ui ui([] {});
  Desk desk;
  desk.changes->send(rename(), false);
  const auto waiting = desk.outbox(1);
  REQUIRE(waiting.size() == 1);
  CHECK(waiting.front().title == "Rubrik geändert");
  CHECK(waiting.front().object_id == "cat_1");
  CHECK(waiting.front().mine == R"({"icon":"bolt"})");
  CHECK_FALSE(waiting.front().is_step);
  CHECK(kit::toast_titles() == Titles{"Rubrik geändert"});
  kit::close_all_toasts();
  desk.answer(waiting.front().id, true);
  CHECK(kit::toast_titles() == Titles{"Rubrik geändert"});
  REQUIRE(kit::undo_newest_toast());
  const auto undone = desk.outbox(2);
  REQUIRE(undone.size() == 2);
  CHECK(undone.back().mine == R"({"icon":"map"})");
  desk.answer(undone.back().id, true);
  CHECK(kit::toast_titles().front() == "Rückgängig gemacht");
  CHECK_FALSE(kit::undo_newest_toast());
}

TEST_CASE("changes: a step on what the person reads stays one on its way") {
  Desk desk;
  auto step = rename();
  step.is_step = true;
  desk.changes->send(step, false);
  const auto waiting = desk.outbox(1);
  REQUIRE(waiting.size() == 1);
  CHECK(waiting.front().is_step);
}

TEST_CASE("changes: what may not wait is refused at once without the line") {
  test::Ui ui([] {});
  Desk desk;
  auto change = rename();
  change.queueable = false;
  desk.changes->send(change, false);
  CHECK(kit::toast_titles() == Titles{"Rubrik geändert"});
  CHECK(desk.client->flush(2000));
  CHECK(desk.outbox(0).empty());
}

TEST_CASE("changes: a group is one act: one toast, undone together, the last first") {
  test::Ui ui([] {});
  Desk desk;
  for (int i = 0; i < 3; ++i) {
    auto change = rename();
    change.group = "bulk:1";
    change.title = "Drei Rubriken geändert";
    change.body = R"({"position":)" + std::to_string(i) + "}";
    auto back = *change.undo;
    back.body = R"({"position":1)" + std::to_string(i) + "}";
    change.undo = std::make_shared<const Change>(back);
    desk.changes->send(change, true);
  }
  const auto sent = desk.outbox(3);
  REQUIRE(sent.size() == 3);
  desk.answer(sent[0].id, true);
  desk.answer(sent[1].id, true);
  CHECK(kit::toast_titles().empty());
  desk.answer(sent[2].id, true);
  CHECK(kit::toast_titles() == Titles{"Drei Rubriken geändert"});
  REQUIRE(kit::undo_newest_toast());
  const auto all = desk.outbox(6);
  REQUIRE(all.size() == 6);
  CHECK(all[3].mine == R"({"position":12})");
  CHECK(all[5].mine == R"({"position":10})");
}

TEST_CASE("changes: a refused one says so and offers no undo") {
  test::Ui ui([] {});
  Desk desk;
  desk.changes->send(rename(), true);
  const auto sent = desk.outbox(1);
  REQUIRE(sent.size() == 1);
  desk.answer(sent.front().id, false);
  CHECK(kit::toast_titles() == Titles{"Nicht übernommen: Rubrik geändert"});
  CHECK_FALSE(kit::undo_newest_toast());
  // An answer that nobody waits for any more changes nothing.
  desk.answer(sent.front().id, true);
  desk.answer("of an earlier run", true);
  CHECK(kit::toast_titles().size() == 1);
}

TEST_CASE("changes: a collision is kept quiet in the editor of pages alone, which merges by itself") {
  test::Ui ui([] {});
  Desk desk;
  const auto collide = [&](contract::Operation operation, size_t count) {
    auto change = rename();
    change.operation = operation;
    change.quiet = true;
    desk.changes->send(change, true);
    const auto sent = desk.outbox(count);
    REQUIRE(sent.size() == count);
    client::CommandDone done;
    done.id = sent.back().id;
    done.operation = operation;
    done.ok = false;
    done.error = base::fail(base::ErrorKind::stale, "changed");
    done.error.status = 412;
    desk.changes->done(done);
  };
  collide(contract::Operation::change_page, 1);
  CHECK(kit::toast_titles().empty());
  collide(contract::Operation::change_merchant, 2);
  CHECK(kit::toast_titles() == Titles{"Nicht übernommen: Rubrik geändert"});
}

TEST_CASE("changes: undo of something made names what the platform called it") {
  test::Ui ui([] {});
  Desk desk;
  Change make;
  make.operation = contract::Operation::create_category;
  make.body = R"({"name":{"de":"Neu"}})";
  make.title = "Rubrik angelegt";
  Change gone;
  gone.operation = contract::Operation::change_category;
  gone.ids = {""};
  gone.body = R"({"archived":true})";
  gone.title = "Rubrik archiviert";
  make.undo = std::make_shared<const Change>(gone);
  desk.changes->send(make, true);
  const auto sent = desk.outbox(1);
  REQUIRE(sent.size() == 1);
  desk.answer(sent.front().id, true, "cat_new");
  REQUIRE(kit::undo_newest_toast());
  const auto all = desk.outbox(2);
  REQUIRE(all.size() == 2);
  CHECK(all.back().object_id == "cat_new");
}

TEST_CASE("errors are said in words of the console, by kind") {
  using base::ErrorKind;
  std::vector<std::string> said;
  for (const auto kind : {ErrorKind::forbidden, ErrorKind::storage, ErrorKind::unavailable, ErrorKind::stale,
                          ErrorKind::invalid, ErrorKind::conflict, ErrorKind::not_found, ErrorKind::too_large,
                          ErrorKind::internal}) {
    said.push_back(console::error_words(base::fail(kind, "SQLITE_BUSY")));
    CHECK(said.back().find("SQLITE") == std::string::npos);
    CHECK_FALSE(said.back().empty());
  }
  std::sort(said.begin(), said.end());
  CHECK(std::adjacent_find(said.begin(), said.end()) == said.end());
  // The place is named as the forms name it.
  CHECK(console::error_words(base::fail(ErrorKind::invalid, "too long", "name.de")) ==
        "Eine Angabe stimmt nicht: " + panels::field_label("name.de"));
  // Of a document that the library does not take, each reason has words of its own, and what helps.
  for (const auto* reason : {"scripts", "actions", "programs", "sending", "films", "files", "outside", "link",
                             "xfa", "signed", "encrypted", "damaged", "empty", "complex"}) {
    const auto words =
        console::error_words(base::fail(ErrorKind::invalid, "The PDF …", std::string("body.") + reason));
    CHECK_MESSAGE(words.starts_with("Das PDF "), reason);
    CHECK_MESSAGE(words.ends_with("in ein neues PDF (PDF/A) und wählen Sie dieses."), reason);
  }
}
