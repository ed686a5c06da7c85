// stadtpult-platform: the service behind the console, and the commands of its operator.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>

#include "api-client/base/log.hpp"
#include "api-client/base/utf8.hpp"
#include "api-client/contract/routes.hpp"
#include "platform/commands.hpp"
#include "platform/detection_commands.hpp"
#include "platform/domain/package/check_command.hpp"

namespace {

using stadtpult::contract::ImportFormat;
namespace platform = stadtpult::platform;

struct CommandLine {
  std::function<int()> run;  ///< the command that was asked for
  std::string store, city, file;
  std::string log_level = "warn", serve_log_level = "info";
  platform::ServeCommand serve;
  platform::TokenCommand token;
  platform::DevicesCommand devices;
  platform::Open311Command open311;
  platform::ImportCommand import_files;
  platform::RequirementsCommand requirements;
  platform::ExportCommand export_pages;
  platform::AuditCommand audit;
  platform::BackupCommand backup;
  platform::IngestCommand ingest;
  platform::HoursCommand hours;
};

/// --store is understood at every level, so it may stand anywhere; help shows it where it is needed.
void add_store(CLI::App& app, CommandLine& line, bool show) {
  auto* option = app.add_option("--store", line.store, "The store, as sqlite:FILE");
  if (!show) option->group("");
}

void add_serve(CLI::App& app, CommandLine& line) {
  auto* serve = app.add_subcommand("serve", "Runs the service until it is told to stop (SIGTERM, Ctrl+C)");
  add_store(*serve, line, true);
  serve->add_option("--listen", line.serve.listen, "HOST:PORT; port 0 takes any free one")
      ->capture_default_str();
  serve->add_option("--tls-cert", line.serve.tls_cert,
                    "Certificate chain, PEM; without it one is made beside the store");
  serve->add_option("--tls-key", line.serve.tls_key, "Its key, PEM");
  serve->add_option("--threads", line.serve.threads, "Threads for connections")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  serve->add_option(
      "--rules", line.serve.rules,
      "Folder with detection rules (Sigma), several times; without it the product's own. Changed files "
      "are read again by themselves, and on SIGHUP");
  serve
      ->add_option("--public-url", line.serve.public_url,
                   "Where citizens reach this platform (https://app.worms.de), for codes that are printed")
      ->check([](const std::string& url) {
        return url.starts_with("https://") && url.size() > 8 && url.find_first_of(" ?#") == std::string::npos
                   ? std::string()
                   : std::string("it must be https://HOST without a query");
      });
  serve
      ->add_option("--marketplace-checks", line.serve.marketplace_checks,
                   "required, or recommended: a merchant may go live before every check has passed "
                   "(Regulation (EU) 2022/2065, Art. 29)")
      ->check(CLI::IsMember({"required", "recommended"}))
      ->capture_default_str();
  serve->add_flag("--require-devices", line.serve.require_devices,
                  "Serve only tokens that are bound to an approved device (docs/security-monitoring.md); the "
                  "first one is approved with \"devices approve\"");
  serve->add_option("--jurisdiction", line.serve.jurisdictions,
                    "jurisdiction_id of this city in Open311, several times; else 07319000 and worms. The "
                    "first municipality key among them says whose public holidays count");
  serve->add_option("--staff-domain", line.serve.staff_domains,
                    "Mail domain of the city's own people (worms.de), several times: who has a confirmed "
                    "address there gets into test rounds for employees. Subdomains are domains of their own; "
                    "without it nobody gets in");
  serve->add_option("--smtp", line.serve.smtp,
                    "Mail server for letters about bookings (smtps://HOST:465); without it they wait");
  serve->add_option("--mail-from", line.serve.mail_from, "Their sender (\"Stadt Worms <app@worms.de>\")");
  serve->add_option("--smtp-user-file", line.serve.smtp_user_file,
                    "File with user and password, a line each, that nobody else may read");
  serve
      ->add_option(
          "--requests-per-second", line.serve.requests_per_second,
          "Of one network (IPv4 address, IPv6 /64), and ten times as many at once; 0: any number, for "
          "a platform behind a proxy that limits them")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  serve->add_option("--log-level", line.serve_log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
      ->capture_default_str();
  serve->final_callback([&line] {
    line.serve.store = line.store;
    line.log_level = line.serve_log_level;
    line.run = [&line] { return platform::run_serve(line.serve); };
  });
}

void add_token(CLI::App& app, CommandLine& line) {
  auto* token = app.add_subcommand("token", "Makes an access token and prints it on the last line");
  add_store(*token, line, true);
  token
      ->add_option("--role", line.token.role,
                   "project_lead, editor, reviewer, merchant, security_analyst or "
                   "privacy_officer")
      ->required();
  token->add_option("--organisation", line.token.organisation,
                    "Id of the organisation; needed for a merchant (demo-merchant in the demo city)");
  token->add_option("--name", line.token.name, "Name of the person, for the audit record");
  token->add_option("--stakeholder", line.token.stakeholder,
                    "For whom the account signs requirements: administration, ihk, university, "
                    "business_development, retail, gastronomy or city_marketing");
  token->add_option("--days", line.token.days, "How long it is valid")->capture_default_str();
  token->final_callback([&line] {
    line.token.store = line.store;
    line.run = [&line] { return platform::run_token(line.token); };
  });
}

void add_devices(CLI::App& app, CommandLine& line) {
  auto* devices = app.add_subcommand("devices", "Machines that people sign in from");
  add_store(*devices, line, false);
  devices->require_subcommand(1);
  devices->fallthrough();
  auto* list = devices->add_subcommand("list", "Id, state, thumbprint, person, name and system of each");
  auto* approve = devices->add_subcommand("approve", "Lets one in; the console's way needs a second person");
  approve->add_option("id", line.devices.id, "Its id, as the list shows it (dev_…)")->required();
  for (auto* sub : {list, approve}) {
    add_store(*sub, line, true);
    sub->final_callback(
        [&line, run = sub == list ? platform::run_devices_list : platform::run_devices_approve] {
          line.devices.store = line.store;
          line.run = [&line, run] { return run(line.devices); };
        });
  }
}

void add_open311(CLI::App& app, CommandLine& line) {
  auto* keys = app.add_subcommand("open311-key", "Keys with which other tools send requests by Open311");
  add_store(*keys, line, false);
  keys->require_subcommand(1);
  keys->fallthrough();
  const auto add = [&](const char* name, const char* help, bool named,
                       int (*run)(const platform::Open311Command&)) {
    auto* sub = keys->add_subcommand(name, help);
    add_store(*sub, line, true);
    if (named) sub->add_option("--name", line.open311.name, "The tool that has the key")->required();
    sub->final_callback([&line, run] {
      line.open311.store = line.store;
      line.run = [&line, run] { return run(line.open311); };
    });
  };
  add("add", "Makes a key and prints it, this once", true, platform::run_open311_add);
  add("list", "Name, when it was made, whether it is in force", false, platform::run_open311_list);
  add("revoke", "A key that opens nothing any more", true, platform::run_open311_revoke);
}

void finish_import(CLI::App& sub, CommandLine& line, ImportFormat format) {
  sub.final_callback([&line, format] {
    line.import_files.store = line.store;
    line.import_files.format = format;
    line.run = [&line] { return platform::run_import(line.import_files); };
  });
}

CLI::App* add_import(CLI::App& parent, CommandLine& line, ImportFormat format, const char* name,
                     const char* help, const char* services, const char* topics, const char* topics_help) {
  auto* sub = parent.add_subcommand(name, help);
  add_store(*sub, line, true);
  sub->add_option(services, line.import_files.services_file, "File with the services")->required();
  sub->add_option(topics, line.import_files.topics_file, topics_help);
  sub->add_flag("--json", line.import_files.json, "Print the report as JSON");
  finish_import(*sub, line, format);
  return sub;
}

void add_imports(CLI::App& app, CommandLine& line) {
  auto* import = app.add_subcommand("import", "Takes a municipal catalogue or translations over as drafts");
  add_store(*import, line, false);
  import->add_flag("--json", line.import_files.json, "Print the report as JSON")->group("");
  import->require_subcommand(1);
  import->fallthrough();
  add_import(*import, line, ImportFormat::dldb, "dldb", "services_de.json of a service directory (DLDB)",
             "services", "--topics", "topic_de.json");
  auto* pages = add_import(*import, line, ImportFormat::dldb_pages, "pages",
                           "services_de.json of a service directory (DLDB), as service pages", "services",
                           "--topics", "topic_de.json");
  pages->add_option("--locations", line.import_files.locations_file, "locations_de.json");
  pages->add_option("--authorities", line.import_files.authorities_file, "authority_de.json");
  auto* xliff =
      import->add_subcommand("xliff", "A file that a translation office sent back; all of it or nothing");
  add_store(*xliff, line, true);
  xliff->add_option("file", line.import_files.services_file, "The file (XLIFF 1.2 or 2.0)")->required();
  xliff->add_flag("--check", line.import_files.check, "Only say what would be taken");
  xliff->add_flag("--json", line.import_files.json, "Print the report as JSON");
  finish_import(*xliff, line, ImportFormat::xliff);
  auto* table = import->add_subcommand("requirements", "A table of requirements (CSV); every row or none");
  add_store(*table, line, true);
  table->add_option("file", line.requirements.file, "The table (docs/requirements-import.md)")->required();
  table->add_flag("--ozg", line.requirements.ozg, "The table is one of OZG services");
  table->add_option("--skip", line.requirements.skip, "Lines that are left out")
      ->delimiter(',')
      ->allow_extra_args(false);
  table->add_flag("--check", line.requirements.check, "Only say what would be taken");
  table->add_flag("--json", line.requirements.json, "Print the report as JSON");
  table->final_callback([&line] {
    line.requirements.store = line.store;
    line.run = [&line] { return platform::run_import_requirements(line.requirements); };
  });
  add_import(*import, line, ImportFormat::ozg, "ozg", "ozg_leistungen.csv of the OZG catalogue", "services",
             "--leika", "leika_leistungen.csv");
}

void add_exports(CLI::App& app, CommandLine& line) {
  auto* parent = app.add_subcommand("export", "Writes pages for others");
  add_store(*parent, line, false);
  parent->require_subcommand(1);
  parent->fallthrough();
  auto* xliff = parent->add_subcommand("xliff", "Pages for a translation office");
  add_store(*xliff, line, true);
  auto& of = line.export_pages;
  xliff->add_option("file", of.file, "File to write")->required();
  xliff->add_option("--language", of.language, "Into which language: en, tr, uk, de-simple, …")->required();
  xliff->add_option("--version", of.version, "Of XLIFF")
      ->check(CLI::IsMember({"1.2", "2.0"}))
      ->capture_default_str();
  xliff->add_option("--page", of.pages, "Id of a page, several times; without it all that can be written on")
      ->allow_extra_args(false);
  xliff->add_option("--category", of.category, "Id of a category: its pages only");
  xliff->add_flag("--needed", of.needed, "Only pages with something missing or outdated");
  xliff->final_callback([&line] {
    line.export_pages.store = line.store;
    line.run = [&line] { return platform::run_export(line.export_pages); };
  });
}

CLI::App* add_audit_command(CLI::App& parent, CommandLine& line, const char* name, const char* help,
                            int (*run)(const platform::AuditCommand&)) {
  auto* sub = parent.add_subcommand(name, help);
  sub->final_callback([&line, run] {
    line.audit.store = line.store;
    line.run = [&line, run] { return run(line.audit); };
  });
  return sub;
}

void add_audit(CLI::App& app, CommandLine& line) {
  auto* audit = app.add_subcommand("audit", "Checks, exports and verifies the audit record");
  add_store(*audit, line, false);
  audit->require_subcommand(1);
  audit->fallthrough();
  auto& of = line.audit;
  auto* check =
      add_audit_command(*audit, line, "check", "Checks every line of the record; prints JSON, exits 0 or 1",
                        platform::run_audit_check);
  add_store(*check, line, true);
  auto* take = add_audit_command(*audit, line, "export", "Writes lines with their proofs into a file",
                                 platform::run_audit_export);
  add_store(*take, line, true);
  take->add_option("file", of.file, "File to write (JSON lines)")->required();
  const auto positive = [](const std::string& text) {
    const bool whole = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos &&
                       text.find_first_not_of('0') != std::string::npos;
    return whole ? std::string() : std::string("it must be a whole number from 1");
  };
  take->add_option("--from", of.wish.from_id, "The first line")->check(positive)->capture_default_str();
  take->add_option("--to", of.wish.to_id, "The last line; else the newest")->check(positive);
  take->add_option("--principal", of.wish.principal_id, "Lines of this person only");
  take->add_option("--object", of.wish.object_id, "Lines of this thing only");
  auto* verify = add_audit_command(*audit, line, "verify",
                                   "Judges an export or a test vector offline; prints JSON, exits 0 or 1",
                                   platform::run_audit_verify);
  verify->add_option("file", of.file, "The file")->required();
  verify->add_option("--key", of.key, "The verifier key that the export must be signed with");
  auto* erase = add_audit_command(*audit, line, "erase",
                                  "Erases what names a person from the record, which stays provable",
                                  platform::run_audit_erase);
  add_store(*erase, line, true);
  erase
      ->add_option("--principal", of.erasure.principal_id,
                   "Id of the person, of the organisation, or of an answer to a form (fan_…)")
      ->required();
  erase->add_option("--reason", of.erasure.reason, "Why; stands in the record")->required();
}

void add_backups(CLI::App& app, CommandLine& line) {
  auto* backup = app.add_subcommand(
      "backup", "Copies the store, also while the service runs, and prints the copy's SHA-256 and path");
  add_store(*backup, line, true);
  backup->add_option("--to", line.backup.folder, "Folder for copies, best on another disk")->required();
  backup->add_option("--keep", line.backup.keep, "How many of the newest copies stay; without it all")
      ->check(CLI::Range(1, 100'000));
  backup->final_callback([&line] {
    line.backup.store = line.store;
    line.run = [&line] { return platform::run_backup(line.backup); };
  });
  auto* restore = app.add_subcommand(
      "restore", "Checks a copy and puts it where there is no store yet; its keys lie there already");
  add_store(*restore, line, true);
  restore->add_option("file", line.backup.file, "The copy")->required();
  restore->final_callback([&line] {
    line.backup.store = line.store;
    line.run = [&line] { return platform::run_restore(line.backup); };
  });
}

void add_ingest(CLI::App& app, CommandLine& line) {
  auto* ingest =
      app.add_subcommand("ingest",
                         "Takes the lines of a log as security events, each once; goes on where it "
                         "stopped");
  add_store(*ingest, line, true);
  ingest
      ->add_option("--format", line.ingest.format,
                   "combined (Apache, nginx), auth (sshd, sudo, PAM) or ndjson (OCSF)")
      ->required()
      ->check(CLI::IsMember({"combined", "auth", "ndjson"}));
  ingest->add_flag("--follow", line.ingest.follow, "Wait for more lines, also when the file is rotated");
  ingest->add_option("file", line.ingest.file, "The log; - is standard input")->required();
  ingest->final_callback([&line] {
    line.ingest.store = line.store;
    line.run = [&line] { return platform::run_ingest(line.ingest); };
  });
}

void add_hours(CLI::App& app, CommandLine& line) {
  auto* hours = app.add_subcommand(
      "opening-hours", "Says when an expression (OpenStreetMap opening_hours) is open; prints JSON");
  hours->add_option("--region", line.hours.region, "German state, for its holidays: de-rp")->required();
  hours->add_option("--from", line.hours.from, "Local time, 2026-12-14T00:00 or a day")->required();
  hours->add_option("--to", line.hours.to, "The same; at most ten years later")->required();
  hours->add_option("expression", line.hours.expression, "The expression; - is standard input")->required();
  hours->final_callback([&line] { line.run = [&line] { return platform::run_opening_hours(line.hours); }; });
}

void add_commands(CLI::App& app, CommandLine& line) {
  app.set_version_flag("--version", "stadtpult-platform " STADTPULT_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  add_store(app, line, false);
  add_serve(app, line);
  add_token(app, line);
  add_devices(app, line);
  add_open311(app, line);
  auto* seed = app.add_subcommand("seed", "Fills an empty store with a demo city");
  add_store(*seed, line, true);
  seed->add_option("city", line.city, "worms")->required();
  seed->final_callback([&line] { line.run = [&line] { return platform::run_seed(line.city, line.store); }; });
  add_imports(app, line);
  add_exports(app, line);
  add_audit(app, line);
  add_backups(app, line);
  add_ingest(app, line);
  add_hours(app, line);
  platform::add_detection_commands(app, line.run);
  auto* check =
      app.add_subcommand("check", "Judges a manifest or a package offline; prints JSON, exits 0 or 1");
  check->add_option("file", line.file, "A .ma package, a manifest.json or a miniApp.json")->required();
  check->final_callback(
      [&line] { line.run = [&line] { return platform::run_check(line.file, std::cout, std::cerr); }; });
  auto* openapi = app.add_subcommand("openapi", "Prints the description of the interface (OpenAPI 3.1)");
  openapi->final_callback([&line] {
    line.run = [] {
      fmt::print("{}\n", stadtpult::contract::openapi_document());
      return 0;
    };
  });
}

/// What is kept and shown is UTF-8, or no export could prove it as it was typed. Paths are the file system's
/// own bytes, and what is only judged says so itself. The sentence names the option; "" where all is well.
std::string unreadable_argument(int argc, char** argv) {
  for (int i = 1; i < argc; ++i)
    for (const std::string_view option : {"--name", "--reason"}) {
      std::string_view value = argv[i];
      if (value.starts_with(option) && value.substr(option.size()).starts_with('='))
        value.remove_prefix(option.size() + 1);
      else if (argv[i - 1] != option)
        continue;
      if (!stadtpult::base::is_utf8(value))
        return fmt::format("The value of {} is not UTF-8. Type it in a terminal that is.", option);
    }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("The platform service of Stadtpult", "stadtpult-platform");
  CommandLine line;
  add_commands(app, line);
  if (const auto what = unreadable_argument(argc, argv); !what.empty()) {
    fmt::print(stderr, "stadtpult-platform: {}\n", what);
    return 1;
  }
  try {
    app.parse(argc, argv);
    stadtpult::base::log::start(line.log_level.c_str());
    return line.run();
  } catch (const CLI::Success& wish) {  // --help, --version
    return app.exit(wish);
  } catch (const CLI::ParseError& error) {
    std::string what = error.what();
    if (argc > 1 && argv[1][0] != '-' && app.get_subcommands().empty())
      what = fmt::format("\"{}\" is not a command.", argv[1]);
    fmt::print(stderr, "stadtpult-platform: {}\nstadtpult-platform --help says what may be given.\n", what);
    return 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "stadtpult-platform: This did not work: {}\n", error.what());
    return 1;
  }
}
