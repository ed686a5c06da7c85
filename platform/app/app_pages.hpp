#pragma once
// The citizens' pages as HTML documents: plain, fast, accessible, without a framework, readable without
// scripts. Pure; any thread.

#include <string>
#include <vector>

#include "api-client/content/html.hpp"
#include "api-client/content/render.hpp"
#include "api-client/contract/merchants.hpp"
#include "api-client/contract/release.hpp"
#include "api-client/contract/testphase.hpp"
#include "platform/domain/live_page.hpp"
#include "platform/domain/publishing.hpp"

namespace stadtpult::platform::app {

/// A live page of the type "banner": what everybody must have seen, whatever page they open.
struct AlertBanner {
  std::string slug;
  contract::LocalizedText title, summary;
};

/// What stands around every page.
struct Frame {
  std::string language = "de";
  std::string path = "/app/";  ///< of this page, without a query
  std::string query = {};      ///< of this page beside the language: "q=…", percent-encoded
  std::string title = {};      ///< of the document; "" on the start page
  std::vector<std::string> languages = {"de", "en", "tr", "uk"};  ///< offered at the foot
  std::string round = {};  ///< the test round that this browser takes part in; "" for none
  /// Where signing in is offered, and to whom.
  enum class Door { none, sign_in, account };
  Door door = Door::none;
  std::vector<AlertBanner> banners = {};  ///< above the page; on its own page a banner is left out
};

/// "/app/p/wohngeld?language=en": an address in this language; German is the one without a word.
std::string address(std::string_view path, std::string_view language, std::string_view query = {});
std::string page_address(const std::string& slug, std::string_view language);

/// The start page: news, then the top categories with those below them.
std::string home(const Frame& frame, const ShownCatalogue& shown, const std::vector<LivePage>& news);
/// Whose words a page's main part is made of: the platform's, or pages' with few of the platform's among
/// them. They differ where the platform does not speak the language that was asked for
/// (content::word_language).
enum class Words { platform, pages };
/// A page's frame around what stands in it.
std::string document(const Frame& frame, const std::string& main, Words words = Words::platform);
/// " lang=\"fr\"" for a text among the platform's words that is in another language; "" for the same one.
std::string language_beside(const contract::LocalizedText& text, const Frame& frame);
/// The same where it is known that the text is in the language `other`; "" for the page's.
std::string language_beside(const std::string& other, const Frame& frame);
/// A category: those below it, its pages in their order, its mini-apps, its merchants.
std::string category(const Frame& frame, const contract::PublicCategory& category,
                     const ShownCatalogue& shown, const std::vector<LivePage>& pages,
                     const std::vector<contract::Merchant>& merchants);
/// A page: its nodes, and the pages below it. `form` says what was wrong with one that was sent.
std::string page(const Frame& frame, const LivePage& page, const std::vector<content::Node>& nodes,
                 const std::vector<LivePage>& below, content::HtmlOptions form = {});
std::string news(const Frame& frame, const std::vector<LivePage>& pages);
/// `found`: the mini-apps that were found, with their languages.
std::string search(const Frame& frame, const std::string& words, const std::vector<LivePage>& pages,
                   const ShownCatalogue& found);
/// The form for feedback, with what was typed where it was sent with something wrong in it.
struct FeedbackForm {
  std::string client_id;  ///< names what is sent, so that sending twice is once
  std::string kind = {}, text = {}, rating = {}, miniapp = {}, screen = {};
  std::string miniapp_name = {};      ///< what it is about, where it is about one
  std::string miniapp_language = {};  ///< of that name, where German stands in
  std::string miniapp_version = {};
  std::string device = {}, app_version = {};  ///< what is sent along; "" where it is not known
  std::string wrong = {};                     ///< a sentence; "" for none
};
std::string feedback_form(const Frame& frame, const FeedbackForm& form);
/// What became of it.
std::string receipt(const Frame& frame, const contract::FeedbackReceipt& receipt);
/// Asks for a tester's code; `wrong` says what was wrong with one.
std::string test_form(const Frame& frame, const std::string& wrong);
/// What a code lets into, and the button that takes part.
struct TestInvitation {
  std::string round_name, code;
  base::Timestamp until;
  bool by_account = false;  ///< it is the account that takes part
};
std::string test_invitation(const Frame& frame, const TestInvitation& invitation);
/// Why a code lets nobody in now, with the way to `path` ("/app/sign-in", "/app/account" or "/app/").
std::string test_refusal(const Frame& frame, const std::string& why, const std::string& path);
/// A page of one sentence: nothing here, what was wrong with a form, or that it arrived.
std::string message(const Frame& frame, std::string_view heading, const std::vector<std::string>& lines,
                    const std::string& back);

}  // namespace stadtpult::platform::app
