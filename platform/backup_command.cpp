// `backup` and `restore`: copies of the store, made while `serve` runs on it, and put back where it does not.

#include <fmt/format.h>

#include "platform/commands.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {
namespace {

/// The copy is made before the store is opened as the service does it, which may make or change one.
base::Result<Backup> back_up(const BackupCommand& command, const std::string& file) {
  const auto made = make_backup(file, command.folder, base::now());
  if (!made) return made;
  auto service = Service::open({.store = command.store});
  if (!service) return service.error();
  const auto going = command.keep > 0 ? surplus_backups(*made, command.keep) : std::vector<std::string>();
  const auto noted = (*service)->note_backup(*made, going);
  (*service)->stop();
  if (!noted) return noted.error();
  for (const auto& old : going) delete_backup(old);
  return made;
}

}  // namespace

int run_backup(const BackupCommand& command) {
  const auto file = store_file(command.store);
  if (!file) return report(file.error());
  const auto made = back_up(command, *file);
  if (!made) return report(made.error());
  fmt::print(stderr,
             "The keys {0}.key and {0}.audit.key are not in the copy. Keep them somewhere else: without them "
             "it is of no use.\n",
             *file);
  fmt::print("{}  {}\n", made->sha256, made->file);
  return 0;
}

int run_restore(const BackupCommand& command) {
  const auto file = store_file(command.store);
  if (!file) return report(file.error());
  const auto known = restore_backup(command.file, *file);
  if (!known) return report(known.error());
  fmt::print(
      "The store {} is what it was on {}, at line {} of the audit record; every page and the record were "
      "checked.\nWhat was revoked, bound, stopped or erased after that is not so in it: look at the "
      "devices, the tokens and the blocks before you serve it.\n",
      *file, base::to_rfc3339(known->at), known->end.line);
  return 0;
}

}  // namespace stadtpult::platform
