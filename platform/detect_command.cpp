// `detect`: the engine of the service over the lines of a file.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "api-client/base/trim.hpp"
#include "platform/detection/engine.hpp"
#include "platform/detection/loader.hpp"
#include "platform/detection/mappers.hpp"
#include "platform/detection/ndjson.hpp"
#include "platform/detection/reports.hpp"
#include "platform/detection_commands.hpp"

namespace stadtpult::platform {
namespace {

using detection::Event;

struct Format {
  std::string_view name;
  base::Result<Event> (*map)(std::string_view line);
  std::string_view id_field;  ///< the event's field that is the line's id; "" where lines have none
};

constexpr Format kFormats[] = {
    {"ndjson", detection::map_ndjson, "id"},
    {"requests", detection::map_request, "metadata.uid"},
    {"payloads", detection::map_payload, "metadata.uid"},
    {"combined", detection::map_combined, ""},
    {"auth", [](std::string_view line) { return detection::map_auth(line); }, ""},
};

detection::FieldValue id_of(const Event& event, std::string_view field) {
  const auto found = std::find_if(event.fields.begin(), event.fields.end(),
                                  [field](const detection::Field& one) { return one.name == field; });
  return found == event.fields.end() ? detection::FieldValue{} : found->value;
}

detection::LineReport look_at(std::string_view line, const Format& format, detection::Engine& engine) {
  detection::LineReport report;
  const auto event = format.map(line);
  if (!event) {
    report.error = event.error().message;
    return report;
  }
  report.id = id_of(*event, format.id_field);
  for (const auto& hit : engine.match(*event)) {
    const auto& key = engine.rules().rules()[hit.rule].meta.key();
    if (report.alerts.empty() || report.alerts.back() != key) report.alerts.push_back(key);
  }
  return report;
}

int look_at_all(std::istream& in, const Format& format, detection::Engine& engine, std::ostream& out) {
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
    // A line without anything has its answer, too: who reads them beside each other counts on it.
    auto report = base::is_blank(line) ? detection::LineReport{} : look_at(line, format, engine);
    report.line = number;
    out << encode(report) << '\n';
  }
  out.flush();
  return in.bad() ? 1 : 0;
}

}  // namespace

std::vector<std::string> detect_formats() {
  std::vector<std::string> names;
  for (const auto& format : kFormats) names.emplace_back(format.name);
  return names;
}

int run_detect(const DetectCommand& command, std::istream& in, std::ostream& out, std::ostream& errors) {
  const auto fail = [&errors](std::string_view why) {
    errors << "stadtpult-platform: " << why << '\n';
    return 1;
  };
  const auto* format = std::find_if(std::begin(kFormats), std::end(kFormats),
                                    [&command](const Format& one) { return one.name == command.format; });
  if (format == std::end(kFormats)) return fail(fmt::format("There is no format {}.", command.format));
  const auto loaded = detection::load_rules(command.rules);
  if (!loaded) return fail(loaded.error().message);
  const auto refused = std::count_if(loaded->verdicts.begin(), loaded->verdicts.end(),
                                     [](const detection::Verdict& one) { return !one.loaded; });
  if (refused > 0)
    errors << fmt::format("{} of {} rules were not loaded; \"rules check\" says why.\n", refused,
                          loaded->verdicts.size());
  if (loaded->rules->rules().empty()) return fail("There is no rule that could be loaded.");
  detection::Engine engine(loaded->rules);
  if (command.file == "-") return look_at_all(in, *format, engine, out);
  if (std::error_code error; std::filesystem::is_directory(command.file, error))
    return fail(fmt::format("{} is a folder, not a file.", command.file));
  errno = 0;
  std::ifstream file(command.file, std::ios::binary);
  if (!file) return fail(fmt::format("The file {} cannot be read ({}).", command.file, std::strerror(errno)));
  return look_at_all(file, *format, engine, out);
}

}  // namespace stadtpult::platform
