// `export xliff`: pages for a translation office, read from the platform as every reader does.

#include <fmt/format.h>

#include <fstream>

#include "api-client/base/percent.hpp"
#include "api-client/content/translation.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/content.hpp"
#include "api-client/xliff/xliff.hpp"
#include "platform/commands.hpp"
#include "platform/domain/page_life.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using contract::ContentPage;

Result<std::vector<std::string>> ids_of(Service& service, const std::string& token,
                                        const ExportCommand& command) {
  if (!command.pages.empty()) return command.pages;
  std::vector<std::string> ids;
  std::string cursor;
  do {
    std::string target = "/v1/pages?limit=1000";
    if (!command.category.empty())
      target += "&filter=" + base::percent_encode("category_id:" + command.category);
    if (!cursor.empty()) target += "&cursor=" + base::percent_encode(cursor);
    const auto body = ask(service, token, "GET", target);
    if (!body) return body.error();
    const auto page = contract::decode_page<ContentPage>(*body);
    if (!page) return page.error();
    for (const auto& each : page->items)
      if (takes_translation(each.state)) ids.push_back(each.id);
    cursor = page->next.value_or("");
  } while (!cursor.empty());
  return ids;
}

Result<xliff::Page> page_of(Service& service, const std::string& token, const std::string& id) {
  const auto body = ask(service, token, "GET", "/v1/pages/" + base::percent_encode(id));
  if (!body) return fail(body.error().kind, fmt::format("{}: {}", id, body.error().message), id);
  auto page = contract::decode<ContentPage>(*body);
  if (!page) return page.error();
  auto document = content::decode_document(page->content.text);
  if (!document) return document.error();
  return xliff::Page{page->id, page->version, std::move(page->title), std::move(page->summary),
                     std::move(*document)};
}

struct Outcome {
  std::string text;
  std::size_t pages = 0;
  int missing = 0, outdated = 0;
};

Result<Outcome> export_from(Service& service, const ExportCommand& command) {
  const auto token = operator_token(service, "Export");
  if (!token) return token.error();
  const auto ids = ids_of(service, *token, command);
  if (!ids) return ids.error();
  Outcome outcome;
  std::vector<xliff::Page> pages;
  for (const auto& id : *ids) {
    auto page = page_of(service, *token, id);
    if (!page) return page.error();
    const auto state = content::state_of({page->title, page->summary, page->document}, command.language);
    if (command.needed && state.complete()) continue;
    outcome.missing += state.missing;
    outcome.outdated += state.outdated;
    pages.push_back(std::move(*page));
  }
  auto text = xliff::write(pages, command.language, *xliff::version_from(command.version));
  if (!text) return text.error();
  outcome.text = std::move(*text);
  outcome.pages = pages.size();
  return outcome;
}

}  // namespace

int run_export(const ExportCommand& command) {
  auto service = open_city(command.store);
  if (!service) return report(service.error());
  const auto outcome = export_from(**service, command);
  (*service)->stop();
  if (!outcome) return report(outcome.error());
  std::ofstream out(command.file, std::ios::binary | std::ios::trunc);
  out << outcome->text;
  out.close();
  if (!out)
    return report(fail(ErrorKind::storage, fmt::format("The file {} cannot be written.", command.file)));
  fmt::print("{} pages stand in {}: {} texts to translate, {} to look at again.\n", outcome->pages,
             command.file, outcome->missing, outcome->outdated);
  return 0;
}

}  // namespace stadtpult::platform
