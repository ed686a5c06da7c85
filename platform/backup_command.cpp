// `backup` and `restore`: copies of the store, made while `serve` runs on it, and put back where it does not.

#include <fmt/format.h>

#include "platform/commands.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {

int run_backup(const BackupCommand& command) {
  const auto file = store_file(command.store);
  if (!file) return report(file.error());
  auto service = Service::open({.store = command.store});
  if (!service) return report(service.error());
  const auto made = (*service)->back_up(command.folder, command.keep);
  (*service)->stop();
  if (!made) return report(made.error());
  fmt::print(stderr,
             "The keys {0}.key and {0}.audit.key are not in the copy. Keep them somewhere else: without them "
             "nobody can read what is encrypted in it.\n",
             *file);
  fmt::print("{}  {}\n", made->sha256, made->file);
  return 0;
}

int run_restore(const BackupCommand& command) {
  const auto file = store_file(command.store);
  if (!file) return report(file.error());
  const auto end = restore_backup(command.file, *file);
  if (!end) return report(end.error());
  fmt::print(
      "The store {} is what it was at line {} of the audit record. Its pages and its record were checked.\n",
      *file, end->line);
  return 0;
}

}  // namespace stadtpult::platform
