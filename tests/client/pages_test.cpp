// Pages: the list that the console holds, the one that is open, and its versions.
#include <doctest/doctest.h>

#include "tests/client/desk.hpp"
#include "tests/client/fake_platform.hpp"

using namespace stadtpult;
using client::RemoteState;
using test::Desk;
using test::within;

namespace {

struct Pages {
  explicit Pages(contract::Role role = contract::Role::editor) {
    platform.accept_token("t", "usr_1", role);
    platform.go_online();
  }
  [[nodiscard]] client::Platform target() const { return {platform.url(), "t", platform.certificate(), ""}; }

  test::TempDir dir;
  test::FakePlatform platform;
};

}  // namespace

TEST_CASE("pages are held as a list without blocks, and shown from this machine without the line") {
  Pages world;
  world.platform.add_page("Wohngeld beantragen");
  world.platform.add_page("Personalausweis");
  {
    Desk desk(world.dir.path());
    desk.client().connect(world.target());
    CHECK(within([&] { return desk.state().pages.items().size() == 2; }));
    CHECK(desk.state().pages.find("pag_1")->content.text.empty());
    world.platform.write_page("pag_2", "Reisepass");
    CHECK(within([&] { return desk.state().pages.find("pag_2")->title.in("de") == "Reisepass"; }));
  }
  world.platform.go_offline();
  Desk later(world.dir.path());
  CHECK(within([&] { return later.state().pages.items().size() == 2; }));
  CHECK(later.state().pages.find("pag_2")->title.in("de") == "Reisepass");
}

TEST_CASE("the open page comes with its blocks and versions, and follows the stream") {
  Pages world;
  world.platform.add_page("Wohngeld beantragen");
  world.platform.add_page("Personalausweis");
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.online() && desk.state().pages.remote.state() == RemoteState::there; }));
  desk.client().need_page("pag_1");
  desk.client().need_page_versions("pag_1");
  CHECK(within([&] { return desk.state().open_page.value() != nullptr; }));
  CHECK(desk.state().open_page.value()->content.text.find("paragraph") != std::string::npos);
  CHECK(within([&] { return desk.state().page_versions.value() != nullptr; }));
  CHECK(desk.state().page_versions.value()->size() == 1);
  world.platform.write_page("pag_1", "Wohngeld");
  CHECK(within([&] { return desk.state().open_page.value()->revision == 2; }));
  CHECK(within([&] { return desk.state().page_versions.value()->size() == 2; }));
  // Versions come without their content; one that is asked for has it, and keeps it when the list is read
  // again.
  const auto content_of = [&](std::size_t at) {
    return desk.state().page_versions.value()->at(at).content.text;
  };
  CHECK(content_of(1).empty());
  desk.client().need_page_version("pag_1", "pag_1v1");
  CHECK(within([&] { return !content_of(1).empty(); }));
  CHECK(content_of(0).empty());
  world.platform.write_page("pag_1", "Wohngeld");
  CHECK(within([&] { return desk.state().page_versions.value()->size() == 3; }));
  CHECK(content_of(2).find("paragraph") != std::string::npos);
  CHECK(world.platform.requests("/v1/pages/pag_1/versions/pag_1v1") == 1);
  desk.client().need_page_version("pag_1", "pag_1v99");
  CHECK(within([&] { return desk.state().version_failures.contains("pag_1v99"); }));
  // Another one: nothing of the first stands under its name.
  desk.client().need_page("pag_2");
  CHECK(within([&] { return desk.state().open_page_id == "pag_2"; }));
  CHECK((desk.state().open_page.value() == nullptr || desk.state().open_page.value()->id == "pag_2"));
  CHECK(desk.state().page_versions.value() == nullptr);
  const int asked = world.platform.requests("/v1/pages/pag_1");
  desk.client().need_page("pag_none");
  CHECK(within([&] { return desk.state().open_page.state() == RemoteState::failed; }));
  CHECK(desk.state().open_page.error().kind == base::ErrorKind::not_found);
  CHECK(world.platform.requests("/v1/pages/pag_1") == asked);
}

TEST_CASE("a role that may not read pages is not asked for them") {
  Pages world(contract::Role::merchant);
  world.platform.add_page("Wohngeld beantragen");
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.state().pages.remote.state() == RemoteState::forbidden; }));
  desk.client().need_page("pag_1");
  CHECK(within([&] { return desk.state().open_page.state() == RemoteState::forbidden; }));
  CHECK(world.platform.requests("/v1/pages") == 0);
}

TEST_CASE("what citizens sent is followed by the stream and lies on no disk; files beside it do") {
  Pages world;
  world.platform.add_form_answer("Laterne aus");
  {
    Desk desk(world.dir.path());
    desk.client().connect(world.target());
    CHECK(within([&] { return desk.online() && desk.state().pages.remote.state() == RemoteState::there; }));
    // Nobody has looked: it is said that something came, and nothing of it is read.
    world.platform.add_form_answer("Hallo");
    CHECK(within([&] { return desk.state().arrived_answers.contains("fan_2"); }));
    CHECK(world.platform.requests("/v1/forms/answers") == 0);
    CHECK(desk.state().form_answers.remote.state() == RemoteState::not_asked);
    desk.client().need_form_answers();
    CHECK(within([&] { return desk.state().form_answers.items().size() == 2; }));
    CHECK(desk.state().arrived_answers.empty());
    world.platform.add_form_answer("Danke");
    CHECK(within([&] { return desk.state().form_answers.find("fan_3") != nullptr; }));
    CHECK(desk.state().form_answers.find("fan_3")->answers.text.find("Danke") != std::string::npos);
  }
  world.platform.go_offline();
  world.platform.add_page("Wohngeld");
  Desk later(world.dir.path());
  CHECK(within([&] { return later.state().me.has_value(); }));
  CHECK(later.state().form_answers.items().empty());
  CHECK(later.state().form_answers.remote.value() == nullptr);
  Pages reviewer(contract::Role::reviewer);
  Desk other(reviewer.dir.path());
  other.client().connect(reviewer.target());
  CHECK(within([&] { return other.state().form_answers.remote.state() == RemoteState::forbidden; }));
  CHECK(reviewer.platform.requests("/v1/forms/answers") == 0);
}

TEST_CASE("a file of the platform comes byte for byte under the name it was asked for; a failure says why") {
  Pages world;
  world.platform.add_page("Wohngeld beantragen");
  Desk desk(world.dir.path());
  desk.client().download(contract::Operation::get_page, {"pag_1"}, "", "frueh.json");
  CHECK(within([&] { return (desk.state(), desk.downloads.size() == 1); }));
  CHECK_FALSE(desk.downloads[0].bytes);  // nobody is signed in yet
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.online() && desk.state().pages.items().size() == 1; }));
  desk.client().download(contract::Operation::get_page, {desk.state().pages.items()[0].id}, "", "seite.json");
  CHECK(within([&] { return (desk.state(), desk.downloads.size() == 2); }));
  REQUIRE(desk.downloads[1].bytes);
  CHECK(desk.downloads[1].name == "seite.json");
  CHECK(desk.downloads[1].bytes->find("Wohngeld beantragen") != std::string::npos);
  desk.client().download(contract::Operation::get_page, {"pag_none"}, "", "keine.json");
  desk.client().download(contract::Operation::get_page, {"one", "too many"}, "", "keine.json");
  CHECK(within([&] { return (desk.state(), desk.downloads.size() == 4); }));
  CHECK_FALSE(desk.downloads[2].bytes);
  CHECK_FALSE(desk.downloads[3].bytes);
}

TEST_CASE("a file's pages are there when they are asked for; its bytes go to whoever draws them") {
  Pages world;
  world.platform.add_page("Wohngeld beantragen");
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.online() && desk.state().media.remote.state() == RemoteState::there; }));
  desk.client().need_media_pages("med_1");
  CHECK(within([&] { return desk.state().media_pages.value() != nullptr; }));
  CHECK(desk.state().open_media_id == "med_1");
  CHECK(desk.state().media_pages.value()->size() == 1);
  desk.client().need_media_pages("med_none");
  CHECK(within([&] { return desk.state().media_pages.state() == RemoteState::failed; }));
  desk.client().load_media_bytes("med_1");
  CHECK(within([&] { return world.platform.requests("/v1/media/med_1/content") == 1; }));
}

TEST_CASE("who was slowed is asked for once, and then follows the stream and the line") {
  Pages world;
  Desk desk(world.dir.path());
  desk.client().connect(world.target());
  CHECK(within([&] { return desk.online() && desk.state().pages.remote.state() == RemoteState::there; }));
  world.platform.slow_down("Q-81F0", 3);
  CHECK(desk.state().floods.state() == RemoteState::not_asked);
  desk.client().need_floods();
  CHECK(within([&] { return desk.state().floods.value() != nullptr; }));
  CHECK(desk.state().floods.value()->size() == 1);
  world.platform.slow_down("Testperson 0317", 25);
  CHECK(within([&] { return desk.state().floods.value()->size() == 2; }));
  CHECK(desk.state().floods.value()->front().count == 25);
  // What came while the line was down is there once it is back.
  world.platform.go_offline();
  CHECK(within([&] { return !desk.online(); }));
  world.platform.slow_down("Q-02AB", 1);
  world.platform.go_online();
  CHECK(within([&] { return desk.state().floods.value()->size() == 3; }));
}
