#pragma once
// What the handlers of the citizens' pages share: the live page behind an address, and answers as HTML.

#include <optional>

#include "api-client/content/render.hpp"
#include "platform/app/app_pages.hpp"
#include "platform/domain/publishing.hpp"
#include "platform/routes/handlers.hpp"
#include "platform/store/live_pages.hpp"

namespace stadtpult::platform {

/// What everybody sees, or what the test round does that this browser takes part in.
inline contract::Ring ring_of(const Call& call) {
  return call.tester ? call.tester->ring : contract::Ring::everyone;
}

/// As whom pages are shown to this browser.
inline content::Reader audience_of(const Call& call) {
  return call.citizen ? call.citizen->reader : content::Reader{};
}

/// What pages name by an id, as it is live in a ring.
class Live {
 public:
  Live(Database& database, contract::Ring ring, std::string language)
      : database_(database), ring_(ring), language_(std::move(language)) {}

  std::optional<content::Target> find(std::string_view reference);
  /// A mini-app as the catalogue shows it; nullptr where it does not. Lives as long as this.
  const contract::PublicMiniapp* shown_miniapp(const std::string& id);
  /// The language of its name, where that is not the page's; "" where it is.
  std::string language_of_miniapp(const std::string& id);
  content::View view(base::Timestamp at, content::Reader reader) {
    return {language_, at, reader, [this](std::string_view reference) { return find(reference); }};
  }

 private:
  std::optional<content::Target> page(const std::string& id);
  std::optional<content::Target> media(const std::string& id);
  std::optional<content::Target> miniapp(const std::string& id);

  Database& database_;
  contract::Ring ring_;
  std::string language_;
  std::optional<ShownCatalogue> shown_;  ///< read when the first mini-app is asked for
};

/// A live page, as it is shown to somebody at a time.
struct OpenPage {
  LivePage page;
  content::Document document;
  std::vector<content::Node> nodes;
  std::vector<LivePage> below;
};
std::optional<OpenPage> open_page(Database& database, contract::Ring ring, const std::string& slug,
                                  const std::string& language, base::Timestamp at, content::Reader reader);

/// The first moment after `at` at which a block begins or ends to be visible; unset for none.
base::Timestamp next_turn(const content::Document& document, base::Timestamp at);

/// With an ETag where it is fine.
Answer html(std::string text, int status = 200);
/// A page that no cache keeps, as it says who, or what is so only now.
Answer html_for_once(std::string text, int status = 200);
/// The language asked for where it is one; a wrong word in an address is no reason to show nothing.
std::string language_for(const Call& call);
app::Frame frame_for(const Call& call, std::string path, std::string title = {});

// ---- forms and cookies

/// The value of this cookie as it was sent; nothing where there is none of this name.
std::optional<std::string_view> cookie_value(const std::string& cookies, std::string_view name);
/// What Set-Cookie says: of this host and HTTPS alone, out of reach of scripts and of other sites' forms.
/// Zero seconds take it away.
std::string set_cookie(std::string_view name, std::string_view value, std::int64_t seconds);
/// 303, with a cookie where there is one to set.
Answer see_other(const std::string& where, std::string cookie = {});

/// The fields of a form without files (application/x-www-form-urlencoded); 413 and 415 for others.
base::Result<Names> form_fields(const Request& request, std::size_t longest);
/// "" where it is missing or no UTF-8; line ends are one character.
std::string text_in(const Names& fields, std::string_view name);

}  // namespace stadtpult::platform
