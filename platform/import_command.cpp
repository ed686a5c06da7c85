// `import`: hands the files of a municipal catalogue to the platform as POST /v1/imports does, and prints the
// report.

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <future>
#include <sstream>

#include "api-client/base/crypto.hpp"
#include "api-client/base/utf8.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/xliff/xliff.hpp"
#include "platform/commands.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::int64_t kTokenMs = 3600 * 1000;

base::Result<std::string> read_input(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || file.bad() || text.str().empty())
    return fail(ErrorKind::storage,
                fmt::format("The file {} cannot be read ({}). Check the path and who may read it.", path,
                            errno != 0 ? std::strerror(errno) : "it is empty"));
  return text.str();
}

/// The platform's answer: an ImportReport as JSON.
base::Result<std::string> import_into(Service& service, const contract::ImportRequest& import) {
  const auto token = operator_token(service, "Import");
  if (!token) return token.error();
  return ask(service, *token, "POST",
             std::string(contract::route(contract::Operation::import_catalogue).path),
             contract::encode_new(import));
}

/// A table, as offices write it.
base::Result<std::string> read_table(const std::string& path) {
  auto bytes = read_input(path);
  if (!bytes) return bytes.error();
  auto text = base::from_office(std::move(*bytes));
  if (text.converted) fmt::print(stderr, "{} is not in UTF-8; it was read as Windows-1252.\n", path);
  return std::move(text.text);
}

/// Translations travel as text; what is wrong with the file by itself is said at once.
base::Result<std::string> read_translations(const std::string& path) {
  auto bytes = read_input(path);
  if (!bytes) return bytes.error();
  if (const auto reading = xliff::read(*bytes); !reading.problems.empty())
    return xliff::refusal(reading.problems);
  return xliff::in_utf8(*bytes);
}

base::Result<std::string> import_files(const ImportCommand& command) {
  if (const auto file = store_file(command.store); !file) return file.error();
  contract::ImportRequest import;
  import.format = command.format;
  import.check = command.check;
  // Catalogues in JSON are in UTF-8 (RFC 8259, 8.1).
  const auto read_catalogue = command.format == contract::ImportFormat::ozg ? read_table : read_input;
  auto services = command.format == contract::ImportFormat::xliff ? read_translations(command.services_file)
                                                                  : read_catalogue(command.services_file);
  if (!services) return services.error();
  import.services = std::move(*services);
  const std::pair<const std::string*, std::string*> beside[] = {
      {&command.topics_file, &import.topics},
      {&command.locations_file, &import.locations},
      {&command.authorities_file, &import.authorities}};
  for (const auto& [file, text] : beside) {
    if (file->empty()) continue;
    auto read = read_catalogue(*file);
    if (!read) return read.error();
    *text = std::move(*read);
  }
  auto service = Service::open({.store = command.store});
  if (!service) return service.error();
  auto answer = import_into(**service, import);
  (*service)->stop();
  return answer;
}

void print_report(const contract::ImportReport& report) {
  fmt::print(
      "rows read           {:>7}\ncreated             {:>7}\nchanged             {:>7}\nunchanged           "
      "{:>7}\nnot taken           {:>7}\ncategories created  {:>7}\n",
      report.rows, report.created, report.changed, report.unchanged, report.skipped,
      report.categories_created);
  if (!report.not_taken.empty()) fmt::print("\nNot taken, or not as it stood:\n");
  for (const auto& row : report.not_taken) {
    std::string what = row.id;
    if (!row.title.empty()) what += (what.empty() ? "" : " ") + fmt::format("\"{}\"", row.title);
    fmt::print("{}:{}: {}{}{}\n", row.source, row.line, what, what.empty() ? "" : ": ", row.reason);
  }
}

/// The platform's answer: a RequirementImportReport as JSON.
base::Result<std::string> import_table(const RequirementsCommand& command, bool apply) {
  if (const auto file = store_file(command.store); !file) return file.error();
  auto table = read_table(command.file);
  if (!table) return table.error();
  contract::RequirementImport wish;
  wish.csv = std::move(*table);
  wish.ozg = command.ozg;
  wish.skip = command.skip;
  wish.apply = apply;
  auto service = Service::open({.store = command.store});
  if (!service) return service.error();
  const auto token = operator_token(**service, "Import");
  auto answer = token ? ask(**service, *token, "POST",
                            std::string(contract::route(contract::Operation::import_requirements).path),
                            contract::encode_new(wish))
                      : base::Result<std::string>(token.error());
  (*service)->stop();
  return answer;
}

void print_report(const contract::RequirementImportReport& report) {
  fmt::print("rows read           {:>7}\n{}{:>7}\nundecided           {:>7}\n", report.rows.size(),
             report.applied ? "taken               " : "would be taken      ", report.taken,
             report.undecided);
  for (const auto& column : report.ignored) fmt::print("column not taken    {}\n", column);
  for (const auto& each : report.problems)
    fmt::print("line {}{}{}: {} ({})\n", each.line, each.column.empty() ? "" : ", ", each.column,
               each.message, each.value);
}

}  // namespace

base::Result<std::string> operator_token(Service& service, const std::string& name) {
  return service.make_token(contract::Role::project_lead, name, "", kTokenMs);
}

base::Result<std::string> ask(Service& service, const std::string& token, std::string method,
                              std::string target, std::string body) {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.authorization = "Bearer " + token;
  request.request_id = base::new_id("req_");
  if (!body.empty()) {
    request.content_type = "application/json";
    request.idempotency_key = request.request_id;
    request.body = std::move(body);
  }
  const Response response = ask(service, std::move(request));
  if (response.status >= 300) return contract::error_from_answer(response.status, *response.body);
  return *response.body;
}

Response ask(Service& service, Request request) {
  std::promise<Response> promise;
  service.handle(std::move(request),
                 [&promise](Response response) { promise.set_value(std::move(response)); });
  return promise.get_future().get();
}

int run_import(const ImportCommand& command) {
  const auto answer = import_files(command);
  if (!answer) {
    for (const auto& field : answer.error().fields)
      fmt::print(stderr, "{}: {}\n", field.field, field.message);
    return report(answer.error());
  }
  if (command.json) {
    fmt::print("{}\n", *answer);
    return 0;
  }
  const auto read = contract::decode<contract::ImportReport>(*answer);
  if (!read) return report(read.error());
  print_report(*read);
  return 0;
}

int run_import_requirements(const RequirementsCommand& command) {
  const auto answer = import_table(command, !command.check);
  if (!answer) {
    for (const auto& field : answer.error().fields)
      fmt::print(stderr, "{}: {}\n", field.field, field.message);
    return report(answer.error());
  }
  const auto read = contract::decode<contract::RequirementImportReport>(*answer);
  if (!read) return report(read.error());
  if (command.json)
    fmt::print("{}\n", *answer);
  else
    print_report(*read);
  return read->undecided > 0 ? 1 : 0;
}

}  // namespace stadtpult::platform
