#include "panels/form/moment.hpp"

#include <cstdio>
#include <ctime>

#include "panels/kit/text.hpp"

namespace stadtpult::panels::form {

std::optional<base::Timestamp> moment_from(std::string_view words) {
  if (words.empty()) return base::Timestamp{};
  std::tm fields{};
  int read = 0;
  const std::string text(words);
  int parts = std::sscanf(text.c_str(), "%d.%d.%d%n, %d:%d%n", &fields.tm_mday, &fields.tm_mon,
                          &fields.tm_year, &read, &fields.tm_hour, &fields.tm_min, &read);
  if ((parts != 3 && parts != 5) || static_cast<std::size_t>(read) != text.size()) return std::nullopt;
  const std::tm wanted = fields;
  if (wanted.tm_year < 2000 || wanted.tm_year > 2200) return std::nullopt;
  fields.tm_mon -= 1;
  fields.tm_year -= 1900;
  fields.tm_isdst = -1;
  const std::time_t seconds = std::mktime(&fields);
  // The 31st of February becomes another day: it was no date.
  if (seconds == -1 || fields.tm_mday != wanted.tm_mday || fields.tm_mon != wanted.tm_mon - 1 ||
      fields.tm_hour != wanted.tm_hour || fields.tm_min != wanted.tm_min)
    return std::nullopt;
  return base::Timestamp{static_cast<std::int64_t>(seconds) * 1000};
}

std::string moment_words(base::Timestamp at) {
  if (!at) return {};
  const auto local = kit::local_time(at);
  char out[32];
  std::snprintf(out, sizeof out, "%02d.%02d.%04d, %02d:%02d", local.day, local.month, local.year, local.hour,
                local.minute);
  return out;
}

}  // namespace stadtpult::panels::form
