// What a city employee reads when the console cannot start or has no line: German and English, without the
// technical sentence, and different for what has to be done differently.
#include "console/failures.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "api-client/contract/proof.hpp"
#include "console/disk_notice.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/toast.hpp"

using namespace stadtpult;
using base::ErrorKind;
using base::fail;

TEST_CASE("failures: each start that fails says what to do, in both languages") {
  for (const char* language : {"de", "en"}) {
    panels::kit::set_language(language);
    std::set<std::string> said;
    for (const char* field : {"data", "key", "full", ""})
      said.insert(console::store_failure_words(fail(ErrorKind::storage, "SQLITE_CANTOPEN", field),
                                               "/home/jana/pult"));
    said.insert(console::demo_failure_words(fail(ErrorKind::storage, "SQLITE_CORRUPT"), "/home/jana/pult"));
    said.insert(
        console::demo_failure_words(fail(ErrorKind::invalid, "SQLITE_key", "key"), "/home/jana/pult"));
    said.insert(console::demo_failure_words(fail(ErrorKind::unavailable, "SQLITE_BUSY"), "/home/jana/pult"));
    CHECK(said.size() == 7);
    for (const auto& words : said) {
      CAPTURE(words);
      CHECK(words.find("SQLITE") == std::string::npos);
      CHECK(words.find('{') == std::string::npos);
      CHECK(words.size() > 40);
    }
  }
  panels::kit::set_language("de");
}

TEST_CASE("failures: a key that is no good is named, with what helps") {
  const auto about = [](const char* field, const char* problem, const std::string& file) {
    auto error = fail(ErrorKind::storage, "English words", field);
    error.problem = problem;
    error.values = {{"file", file}};
    return error;
  };
  for (const char* language : {"de", "en"}) {
    panels::kit::set_language(language);
    std::set<std::string> said;
    const auto check = [&](const std::string& words, const std::string& file, bool mode) {
      CAPTURE(words);
      CHECK(words.find(file) != std::string::npos);
      // Its mode cures a key of the wrong length as little as its length the mode.
      CHECK((words.find("0600") != std::string::npos) == mode);
      CHECK(words.find('{') == std::string::npos);
      CHECK(said.insert(words).second);
    };
    for (const char* field : {"key", "device"}) {
      const std::string file = std::string("/pult/") + field;
      check(console::store_failure_words(about(field, "key-length", file), "/pult"), file, false);
      check(console::store_failure_words(about(field, "key-mode", file), "/pult"), file, true);
      check(console::store_failure_words(about(field, "key-unread", file), "/pult"), file, true);
    }
    const std::string demo = "/pult/demo-city.sqlite.key";
    check(console::demo_failure_words(about("key", "key-length", demo), "/pult"), demo, false);
    check(console::demo_failure_words(about("key", "key-mode", demo), "/pult"), demo, true);
  }
  panels::kit::set_language("de");
  // Of one file alone the platform would open the store without the key that it needs.
  CHECK(console::demo_failure_words(about("key", "key-length", "/k"), "/pult").find("alle Dateien") !=
        std::string::npos);
}

TEST_CASE("failures: what was set aside for want of its key is told with its place and the way back") {
  using What = client::StoreNotice::What;
  for (const char* language : {"de", "en"}) {
    panels::kit::set_language(language);
    std::set<std::string> titles;
    for (const auto what : {What::key_missing, What::key_other, What::journal_moved_aside, What::key_back}) {
      const auto words = console::notice_words({what, "English", "/pult/console.sqlite.other-key-7"});
      CHECK(titles.insert(words.title).second);
      if (what != What::key_missing && what != What::key_other) continue;
      CHECK(words.more.find("/pult/console.sqlite.other-key-7") != std::string::npos);
      CHECK(words.more.find("/pult/key ") != std::string::npos);
      CHECK(words.more.find('{') == std::string::npos);
    }
  }
  panels::kit::set_language("de");
  CHECK(console::notice_words({What::key_missing, "English", "/pult/c"}).title ==
        "Der Schlüssel Ihrer Eingaben fehlt");
}

TEST_CASE("failures: what was repaired is told in the language of the console") {
  using What = client::StoreNotice::What;
  panels::kit::set_language("de");
  const auto cache = console::notice_words({What::cache_rebuilt, "damaged"});
  const auto journal = console::notice_words({What::journal_moved_aside, "damaged"});
  CHECK(cache.detail.find("neu geladen") != std::string::npos);
  CHECK(journal.detail.find("übernommen") != std::string::npos);
}

TEST_CASE("failures: a line that waiting does not bring back says why") {
  panels::kit::set_language("de");
  const auto title = [](base::Error error) {
    return console::line_failure(error, "https://pult.example:8443").title;
  };
  CHECK(title(fail(ErrorKind::unavailable, "ssl", "certificate")) ==
        "Das Zertifikat der Plattform wird nicht anerkannt.");
  CHECK(title(fail(ErrorKind::invalid, "url", "url")) == "Die Adresse der Plattform ist ungültig.");
  CHECK(title(fail(ErrorKind::not_found, "404")) == "Dort antwortet keine Plattform von Stadtpult.");
  base::Error waits = fail(ErrorKind::forbidden, "403");
  waits.problem = "device-unapproved";
  waits.values = {{"thumbprint", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}};
  CHECK(title(waits) == "Dieses Gerät ist noch nicht freigegeben");
  CHECK(console::line_failure(waits, "").detail.find("kPrK _qmx VWaY VA9w") != std::string::npos);
  base::Error revoked = fail(ErrorKind::forbidden, "403");
  revoked.problem = "device-revoked";
  CHECK(title(revoked) == "Dieses Gerät ist gesperrt");
  base::Error clock = fail(ErrorKind::unauthenticated, "401");
  clock.problem = "proof-time";
  CHECK(title(clock) == "Die Uhr dieses Geräts geht falsch");
  CHECK(title(fail(ErrorKind::unauthenticated, "401")) ==
        "Dieser Zugangsschlüssel gilt nicht oder nicht mehr.");
  panels::kit::set_language("en");
  CHECK(title(fail(ErrorKind::unauthenticated, "401")) == "This access key is not valid, or not any more.");
  panels::kit::set_language("de");
  // These pass by themselves.
  base::Error proof = fail(ErrorKind::unauthenticated, "401");
  proof.problem = contract::kProofWrong;
  CHECK(title(proof).empty());
  CHECK(title(fail(ErrorKind::unavailable, "refused", "connection")).empty());
  CHECK(title(fail(ErrorKind::unavailable, "503")).empty());
  CHECK(title(fail(ErrorKind::internal, "500")).empty());
}

TEST_CASE("failures: that the disk is full is said as long as it is, and its end as well") {
  namespace kit = panels::kit;
  using Titles = std::vector<std::string>;
  kit::set_language("de");
  kit::close_all_toasts();
  console::DiskNotice notice;
  notice.take({});
  CHECK(kit::toast_titles().empty());
  const client::DiskState full{false, fail(ErrorKind::storage, "SQLITE_FULL")};
  notice.take(full);
  notice.take(full);
  CHECK(kit::toast_titles() == Titles{"Ihr Text ist noch im Speicher, aber nicht gesichert"});
  notice.take({});
  CHECK(kit::toast_titles() == Titles{"Ihr Text ist wieder gesichert"});
  notice.take({});
  CHECK(kit::toast_titles().size() == 1);
  kit::close_all_toasts();
  // Closed by hand meanwhile: the next time it is said again.
  notice.take(full);
  CHECK(kit::toast_titles() == Titles{"Ihr Text ist noch im Speicher, aber nicht gesichert"});
  kit::close_all_toasts();
}
