// `audit check|export|verify|erase`: the record proven, taken out and freed of a person's name.

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "api-client/base/log.hpp"
#include "api-client/contract/checkpoint.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/audit/proof_file.hpp"
#include "platform/commands.hpp"
#include "platform/routes/service.hpp"
#include "platform/store/audit_check.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
using base::fail;

int print(const base::Result<std::string>& outcome) {
  if (!outcome) return report(outcome.error());
  fmt::print("{}\n", *outcome);
  return 0;
}

/// Opens the store as the service does, so that what is done to it is recorded.
template <typename Work>
base::Result<std::string> with_service(const std::string& store, Work&& work) {
  auto service = open_city(store);
  if (!service) return service.error();
  auto outcome = work(**service);
  (*service)->stop();
  return outcome;
}

base::Result<std::string> read_whole(const std::string& path) {
  if (std::error_code error; std::filesystem::is_directory(path, error))
    return fail(ErrorKind::invalid, fmt::format("{} is a folder, not a file.", path));
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad())
    return fail(ErrorKind::invalid, fmt::format("The file {} cannot be read.", path));
  return text;
}

/// A program has this store open: its keys lie beside it, and SQLite's index of the write-ahead log, which
/// goes with the last connection. A copy, and a store at rest that somebody keeps as evidence, stay as they
/// are.
bool is_in_use(const std::string& file) {
  for (const char* end : {".key", ".audit.key", "-shm"})
    if (::access((file + end).c_str(), R_OK) != 0) return false;
  return ::access(file.c_str(), W_OK) == 0;
}

}  // namespace

int run_audit_check(const AuditCommand& command) {
  const auto file = store_file(command.store);
  if (!file) return report(file.error());
  const bool in_use = is_in_use(*file);  // before the check opens it
  const auto checked = check_audit(*file);
  if (!checked) return report(checked.error());
  fmt::print("{}\n", contract::encode(checked->report));
  // A store of another schema was refused by the check: opening this one moves it to no other.
  if (in_use) {
    const auto told = with_service(command.store, [&](Service& service) -> base::Result<std::string> {
      const auto noted = service.note_check(checked->report);
      return noted ? base::Result<std::string>(std::string()) : noted.error();
    });
    if (!told) base::log::warn("The check is no security event: {}", told.error().message);
  }
  return checked->report.valid ? 0 : 1;
}

int run_audit_export(const AuditCommand& command) {
  return print(with_service(command.store, [&](Service& service) -> base::Result<std::string> {
    std::ofstream out(command.file, std::ios::binary | std::ios::trunc);
    if (!out) return fail(ErrorKind::storage, fmt::format("The file {} cannot be written.", command.file));
    const auto lines = service.export_audit(command.wish, [&](const std::string& text) { out << text; });
    if (!lines) return lines.error();
    out.close();
    if (!out)
      return fail(ErrorKind::storage, fmt::format("The file {} could not be written whole.", command.file));
    return fmt::format("{} lines of the audit record stand in {}.", *lines, command.file);
  }));
}

int run_audit_verify(const AuditCommand& command) {
  const auto text = read_whole(command.file);
  const Verdict verdict = text ? verify_proof_file(*text, command.key) : Verdict{false, text.error().message};
  fmt::print("{}\n", verdict_json(verdict));
  return verdict.valid ? 0 : 1;
}

int run_audit_erase(const AuditCommand& command) {
  return print(with_service(command.store, [&](Service& service) -> base::Result<std::string> {
    const auto values = service.erase_from_audit(command.erasure);
    if (!values) return values.error();
    return fmt::format("{} values were erased. The record holds.", *values);
  }));
}

}  // namespace stadtpult::platform
