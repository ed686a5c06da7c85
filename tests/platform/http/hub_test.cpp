// The ring that all streams share, without any connection.

#include "platform/http/event_hub.hpp"

#include "tests/platform/http/fake_service.hpp"

namespace stadtpult::testing {
namespace {

using platform::EventHub;

/// The ids in a piece of a stream, in order.
std::vector<int> ids(const std::string& text) {
  std::vector<int> out;
  for (size_t at = text.find("id: "); at != std::string::npos; at = text.find("id: ", at + 1))
    out.push_back(std::stoi(text.substr(at + 4)));
  return out;
}

std::vector<int> from_to(int first, int last) {
  std::vector<int> out;
  for (int i = first; i <= last; ++i) out.push_back(i);
  return out;
}

std::string drain(EventHub& hub, EventHub::Reader& reader, size_t most) {
  std::string text;
  bool more = true;
  for (int i = 0; more && i < 10'000; ++i) {
    std::string piece;
    more = hub.collect(reader, piece, most);
    text += piece;
  }
  return text;
}

}  // namespace

TEST_CASE("an event is written as the standard says, also where its data has lines") {
  CHECK(platform::encode_event({7, 0, "", "{}"}) == "id: 7\nevent: change\ndata: {}\n\n");
  CHECK(platform::encode_event({7, 0, "", "a\r\nb"}) == "id: 7\nevent: change\ndata: a\ndata: b\n\n");
}

TEST_CASE("catch-up from the store, then the ring, lose and double nothing, whatever the sizes") {
  for (const size_t backlog : {1, 10, 1000}) {
    for (const size_t most : {1, 100, 100'000}) {
      FakeService service;
      service.publish(300);
      EventHub hub(service, backlog);
      EventHub::Reader reader{contract::Role::project_lead, "", 20};
      std::string text = drain(hub, reader, most);
      service.publish(30);  // between catch-up and joining
      hub.join(reader);
      hub.pump();
      text += drain(hub, reader, most);
      service.publish(700);
      EventHub::Reader late{contract::Role::project_lead, "", 900};
      text += drain(hub, late, most).substr(0, 0);
      hub.join(late);
      hub.pump();
      text += drain(hub, reader, most);
      CHECK(ids(text) == from_to(21, 1030));
      hub.leave();
      hub.leave();
    }
  }
}

TEST_CASE("roles and organisations see what is theirs, and the cursor passes the rest") {
  FakeService service;
  service.publish(1, contract::role_bit(contract::Role::project_lead));
  service.publish(1, contract::kSignedIn, "A");
  service.publish(1, contract::kSignedIn, "B");
  service.publish(1, contract::kSignedIn, "");
  EventHub hub(service, 100);
  for (const bool joined : {false, true}) {
    EventHub::Reader merchant{contract::Role::merchant, "A", 0}, lead{contract::Role::project_lead, "", 0};
    if (joined) {
      hub.join(merchant);
      hub.pump();
    }
    CHECK(ids(drain(hub, merchant, 10'000)) == std::vector<int>{2, 4});
    CHECK(merchant.cursor == 4);
    CHECK(ids(drain(hub, lead, 10'000)) == from_to(1, 4));
  }
}

TEST_CASE("each change is read from the store once for all who are live") {
  FakeService service;
  EventHub hub(service, 100);
  std::vector<EventHub::Reader> readers(50);
  for (auto& reader : readers) {
    reader.role = contract::Role::editor;
    hub.join(reader);
  }
  service.publish(10);
  const int before = service.reads;
  CHECK(hub.pump());
  CHECK_FALSE(hub.pump());
  for (auto& reader : readers) CHECK(ids(drain(hub, reader, 10'000)) == from_to(1, 10));
  CHECK(service.reads - before == 2);
}

}  // namespace stadtpult::testing
