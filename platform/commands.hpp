#pragma once
// The commands of stadtpult-platform. Each prints its own result and returns the exit code.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/audit.hpp"
#include "api-client/contract/imports.hpp"

namespace stadtpult::platform {

class Service;
struct Request;
struct Response;

struct ServeCommand {
  std::string listen = "127.0.0.1:8443";
  std::string store;
  std::string tls_cert, tls_key;  ///< both or none; none: a self-made one beside the store
  int threads = 2;
  std::vector<std::string> rules;               ///< folders with detection rules; none: the product's own
  std::string public_url;                       ///< where citizens reach the platform; "": as who asks does
  std::string marketplace_checks = "required";  ///< or "recommended"
  bool require_devices = false;                 ///< only approved devices are served
  std::vector<std::string> jurisdictions;       ///< what Open311 calls the city; none: the default
  std::string smtp, mail_from;                  ///< both or none; none: letters wait
  std::string smtp_user_file;                   ///< user and password; "": the server asks for none
  std::vector<std::string> staff_domains;       ///< mail domains of the city's people; none: nobody is one
  int requests_per_second = 300;                ///< of one network; 0: any number
};
/// Runs until SIGTERM or SIGINT.
int run_serve(const ServeCommand& command);

struct TokenCommand {
  std::string store, role, organisation, name, stakeholder;
  int days = 30;
};
/// Prints the token alone on the last line of standard output.
int run_token(const TokenCommand& command);

struct DevicesCommand {
  std::string store, id;  ///< of the device to be approved
};
/// A line a device: id, state, thumbprint, person, name, system; those that wait come first.
int run_devices_list(const DevicesCommand& command);
int run_devices_approve(const DevicesCommand& command);

struct Open311Command {
  std::string store, name;  ///< of the key: the tool that has it
};
/// Prints the key alone; it is shown this once.
int run_open311_add(const Open311Command& command);
int run_open311_list(const Open311Command& command);
int run_open311_revoke(const Open311Command& command);

int run_seed(const std::string& city, const std::string& store);

struct ImportCommand {
  contract::ImportFormat format = contract::ImportFormat::dldb;
  std::string services_file, topics_file, locations_file, authorities_file, store;
  bool json = false;
  bool check = false;  ///< xliff: nothing is written
};
int run_import(const ImportCommand& command);

struct RequirementsCommand {
  std::string file, store;
  bool ozg = false;    ///< the table is one of OZG services
  bool check = false;  ///< nothing is written
  bool json = false;
  std::vector<std::int64_t> skip;  ///< lines that are left out
};
/// Takes a table of requirements as the console does: all rows but those of `skip`, or none; 1 where rows are
/// undecided.
int run_import_requirements(const RequirementsCommand& command);

struct ExportCommand {
  std::string store, file;
  std::string language, version = "1.2";
  std::vector<std::string> pages;  ///< ids; none: all that can be written on
  std::string category;            ///< id; "": all
  bool needed = false;             ///< only pages with something missing or outdated
};
/// Writes pages for a translation office (XLIFF).
int run_export(const ExportCommand& command);

struct AuditCommand {
  std::string store;
  std::string file;                ///< to write (export) or to judge (verify)
  std::string key;                 ///< verify: whose signature an export must have; "" = the one in it
  contract::AuditExport wish;      ///< export
  contract::AuditErasure erasure;  ///< erase
};
/// Prints an AuditCheck as JSON; 1 where the record is wrong.
int run_audit_check(const AuditCommand& command);
int run_audit_export(const AuditCommand& command);
/// Prints {"valid": …, "reason": …}; 1 where it is not.
int run_audit_verify(const AuditCommand& command);
int run_audit_erase(const AuditCommand& command);

struct BackupCommand {
  std::string store;
  std::string folder;  ///< backup: where copies go
  std::string file;    ///< restore: the copy
  int keep = 0;        ///< backup: newest copies that stay; 0: all
};
/// Prints hash and path of the copy, as sha256sum does.
int run_backup(const BackupCommand& command);
int run_restore(const BackupCommand& command);

struct IngestCommand {
  std::string format;  ///< ndjson, combined, auth
  std::string store;
  std::string file;  ///< "-" is standard input
  bool follow = false;
};
int run_ingest(const IngestCommand& command);

struct HoursCommand {
  std::string region;      ///< "de-rp"
  std::string from, to;    ///< on the clock: "2026-12-14T08:00" or a day
  std::string expression;  ///< "-" is standard input
};
/// Prints {"understood": …, "intervals": …, "sentence": …, "problems": …}, whatever the expression is; 1
/// where the rest is wrong.
int run_opening_hours(const HoursCommand& command);

/// The service's answer to one request; blocks.
Response ask(Service& service, Request request);
/// The same for a command of the operator, who does what a project lead may: a token of its own, the body of
/// what was answered, or the error that it says. `name` stands in the audit record.
base::Result<std::string> ask(Service& service, const std::string& token, std::string method,
                              std::string target, std::string body = {});
base::Result<std::string> operator_token(Service& service, const std::string& name);
/// The file of "sqlite:FILE"; an error that says what is missing otherwise.
base::Result<std::string> store_file(const std::string& store);
/// The service over a store that is there: a mistyped path makes no new city. Errors are sentences.
base::Result<std::unique_ptr<Service>> open_city(const std::string& store);
/// What `work` does with the service over the store; the exit code.
int over_the_store(const std::string& store, const std::function<int(Service&)>& work);
/// Prints the sentence to standard error; 1.
int report(const base::Error& error);

}  // namespace stadtpult::platform
