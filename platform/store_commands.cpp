// `token` and `seed`: short commands that open the store, also while `serve` runs on it.

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "api-client/contract/people.hpp"
#include "platform/commands.hpp"
#include "platform/routes/service.hpp"
#include "platform/store/keys.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
using base::fail;

constexpr int kMostDays = 3650;

template <contract::DescribedEnum E>
std::string all_words() {
  std::string names;
  for (const auto each : contract::enum_values<E>())
    names += (names.empty() ? "" : ", ") + std::string(contract::enum_name(each));
  return names;
}

base::Result<std::string> make_token(const TokenCommand& command) {
  const auto role = contract::enum_from<contract::Role>(command.role);
  if (!role)
    return fail(ErrorKind::invalid, fmt::format("\"{}\" is not a role. Give one of: {}.", command.role,
                                                all_words<contract::Role>()));
  if (*role == contract::Role::merchant && command.organisation.empty())
    return fail(ErrorKind::invalid,
                "A merchant belongs to an organisation. Give its id with --organisation, for "
                "example --organisation demo-merchant in the demo city.");
  std::optional<contract::Stakeholder> stakeholder;
  if (!command.stakeholder.empty()) {
    stakeholder = contract::enum_from<contract::Stakeholder>(command.stakeholder);
    if (!stakeholder)
      return fail(ErrorKind::invalid, fmt::format("\"{}\" is not a stakeholder. Give one of: {}.",
                                                  command.stakeholder, all_words<contract::Stakeholder>()));
  }
  if (command.days < 1 || command.days > kMostDays)
    return fail(ErrorKind::invalid, fmt::format("A token is valid for 1 to {} days.", kMostDays));
  auto service = open_city(command.store);
  if (!service) return service.error();
  const std::string name = command.name.empty() ? command.role : command.name;
  auto token =
      (*service)->make_token(*role, name, command.organisation, command.days * base::kDayMs, stakeholder);
  (*service)->stop();
  return token;
}

}  // namespace

base::Result<std::string> store_file(const std::string& store) {
  static constexpr std::string_view kScheme = "sqlite:";
  if (store.empty())
    return fail(
        ErrorKind::invalid,
        "Say which store to use: add --store sqlite:FILE, for example --store sqlite:stadtpult.sqlite.");
  if (store.rfind(kScheme, 0) != 0 || store.size() == kScheme.size())
    return fail(
        ErrorKind::invalid,
        fmt::format("\"{}\" is not a store. Give it as sqlite:FILE, for example sqlite:stadtpult.sqlite.",
                    store));
  return store.substr(kScheme.size());
}

base::Result<std::unique_ptr<Service>> open_city(const std::string& store) {
  const auto file = store_file(store);
  if (!file) return file.error();
  if (const auto whole = check_not_emptied(*file); !whole) return whole.error();
  if (std::error_code error;
      !std::filesystem::exists(*file, error) || std::filesystem::file_size(*file, error) == 0)
    return fail(ErrorKind::not_found,
                fmt::format("There is no store {}. Check the path; \"serve\" makes the store of a new city, "
                            "\"seed worms\" that of the demo city.",
                            *file),
                "store");
  return Service::open({.store = store});
}

int over_the_store(const std::string& store, const std::function<int(Service&)>& work) {
  auto service = open_city(store);
  if (!service) return report(service.error());
  const int code = work(**service);
  (*service)->stop();
  return code;
}

int report(const base::Error& error) {
  fmt::print(stderr, "stadtpult-platform: {}\n", error.message);
  return 1;
}

int run_token(const TokenCommand& command) {
  const auto token = make_token(command);
  if (!token) return report(token.error());
  fmt::print("{}\n", *token);
  return 0;
}

int run_seed(const std::string& city, const std::string& store) {
  if (city != "worms")
    return report(
        fail(ErrorKind::invalid, fmt::format("There is no demo city \"{}\". Give: seed worms.", city)));
  if (const auto file = store_file(store); !file) return report(file.error());
  auto service = Service::open({.store = store});
  if (!service) return report(service.error());
  const auto seeded = (*service)->seed_demo_city();
  (*service)->stop();
  if (!seeded) return report(seeded.error());
  fmt::print("The store {} holds the demo city Worms.\n", store);
  return 0;
}

}  // namespace stadtpult::platform
