#pragma once
// What the handlers of the citizens' pages share: the live page behind an address, and answers as HTML.

#include <optional>

#include "api-client/content/render.hpp"
#include "platform/app/app_pages.hpp"
#include "platform/routes/handlers.hpp"
#include "platform/store/live_pages.hpp"

namespace stadtpult::platform {

/// What everybody sees, or what the test round does that this browser takes part in.
inline contract::Ring ring_of(const Call& call) {
  return call.tester ? call.tester->ring : contract::Ring::everyone;
}

/// What pages name by an id, as it is live in a ring.
class Live {
 public:
  Live(Database& database, contract::Ring ring, std::string language)
      : database_(database), ring_(ring), language_(std::move(language)) {}

  std::optional<content::Target> find(std::string_view reference);
  content::View view(base::Timestamp at) {
    return {language_, at, content::Audience::guest,
            [this](std::string_view reference) { return find(reference); }};
  }

 private:
  std::optional<content::Target> page(const std::string& id);
  std::optional<content::Target> media(const std::string& id);
  std::optional<content::Target> miniapp(const std::string& id);

  Database& database_;
  contract::Ring ring_;
  std::string language_;
  std::optional<contract::PublicCatalogue> catalogue_;  ///< read when the first mini-app is asked for
};

/// A live page, as it is shown at a time.
struct OpenPage {
  LivePage page;
  content::Document document;
  std::vector<content::Node> nodes;
  std::vector<LivePage> below;
};
std::optional<OpenPage> open_page(Database& database, contract::Ring ring, const std::string& slug,
                                  const std::string& language, base::Timestamp at);

/// With an ETag where it is fine.
Answer html(std::string text, int status = 200);
/// The language asked for where it is one; a wrong word in an address is no reason to show nothing.
std::string language_for(const Call& call);
app::Frame frame_for(const Call& call, std::string path, std::string title = {});

}  // namespace stadtpult::platform
