// What a DLDB directory says of services, locations and authorities. Directories leave out what they have
// not: every member may be missing.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api-client/content/markdown.hpp"
#include "platform/domain/import/dldb_json.hpp"
#include "platform/domain/import/dldb_reader.hpp"
#include "platform/domain/import/text.hpp"

namespace stadtpult::platform::import {
namespace {

using nlohmann::json;

struct Entity {
  std::string_view name, text;
};
constexpr Entity kEntities[] = {
    {"amp", "&"},   {"lt", "<"},     {"gt", ">"},     {"quot", "\""}, {"apos", "'"},  {"nbsp", " "},
    {"auml", "ä"},  {"ouml", "ö"},   {"uuml", "ü"},   {"Auml", "Ä"},  {"Ouml", "Ö"},  {"Uuml", "Ü"},
    {"szlig", "ß"}, {"euro", "€"},   {"ndash", "–"},  {"sect", "§"},  {"bdquo", "„"}, {"ldquo", "“"},
    {"rdquo", "”"}, {"hellip", "…"}, {"eacute", "é"}, {"#39", "'"}};

/// The entity that begins at `at` and where it ends; itself where it is none.
std::string_view entity_at(std::string_view html, std::size_t& at) {
  const auto end = html.substr(at, 10).find(';');
  if (end != std::string_view::npos)
    for (const auto& each : kEntities)
      if (html.substr(at + 1, end - 1) == each.name) {
        at += end + 1;
        return each.text;
      }
  return html.substr(at++, 1);
}

bool is_tag(std::string_view tag, std::string_view name) {
  if (tag.starts_with('/')) tag.remove_prefix(1);
  if (tag.size() < name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i)
    if ((tag[i] | 0x20) != name[i]) return false;
  return tag.size() == name.size() || tag[name.size()] == ' ' || tag[name.size()] == '/';
}

/// What Markdown would take for a mark stands as it is.
void add_literally(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '*' || c == '_' || c == '[' || c == ']' || c == '\\' || c == '`' || c == '<') out += '\\';
    out += c;
  }
}

/// "- [Antrag](https://…)" or "- Antrag: was dazu zu sagen ist".
std::string list_of(const json& entries) {
  std::string out;
  if (entries.is_string()) return words_of_html(entries.get<std::string>());
  if (!entries.is_array()) return out;
  for (const auto& entry : entries) {
    const auto name = words_of_html(entry.is_string() ? entry.get<std::string>() : text_of(entry, "name"));
    const auto more = words_of_html(text_of(entry, "description"));
    const auto link = text_of(entry, "link");
    if (name.empty() && more.empty()) continue;
    std::string line = content::is_safe_link(link) && !name.empty() ? "[" + name + "](" + link + ")" : name;
    if (!more.empty()) line += (line.empty() ? "" : ": ") + more;
    std::replace(line.begin(), line.end(), '\n', ' ');
    out += (out.empty() ? "- " : "\n- ") + line;
  }
  return out;
}

/// "08:00-12:00, 13:00 - 15:00 Uhr" → "08:00-12:00,13:00-15:00"; "" for anything that is not only times.
std::string times_of(const std::string& words) {
  std::string digits;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const char c = words[i];
    if ((c >= '0' && c <= '9') || c == ':' || c == ',')
      digits += c;
    else if (c == '.' && i + 1 < words.size() && words[i + 1] >= '0' && words[i + 1] <= '9')
      digits += ':';
    else if (c == '-')
      digits += '-';
    else if (words.compare(i, 3, "–") == 0)
      digits += '-', i += 2;
    else if (words.compare(i, 3, "Uhr") == 0)
      i += 2;
    else if (words.compare(i, 3, "und") == 0)
      digits += ',', i += 2;
    else if (words.compare(i, 3, "bis") == 0)
      digits += '-', i += 2;
    else if (c != ' ' && c != '\n')
      return {};
  }
  std::string out;
  for (std::size_t start = 0; start < digits.size();) {
    auto end = digits.find(',', start);
    if (end == std::string::npos) end = digits.size();
    const auto part = digits.substr(start, end - start);
    if (part.size() != 11 || part[2] != ':' || part[5] != '-' || part[8] != ':') return {};
    if (part.substr(0, 2) > "24" || part.substr(6, 2) > "24" || part[3] > '5' || part[9] > '5') return {};
    out += (out.empty() ? "" : ",") + part;
    start = end + 1;
  }
  return out;
}

/// `unread`: the words of the first day that are not only times.
std::string hours_of(const json& times, std::string& unread) {
  static constexpr std::pair<const char*, const char*> kDays[] = {
      {"monday", "Mo"}, {"tuesday", "Tu"},  {"wednesday", "We"}, {"thursday", "Th"},
      {"friday", "Fr"}, {"saturday", "Sa"}, {"sunday", "Su"}};
  std::string out;
  for (const auto& [day, word] : kDays) {
    const auto words = words_of_html(text_of(times, day));
    if (words.empty()) continue;
    const auto read = times_of(words);
    if (read.empty()) {
      unread = words;
      return {};  // half an answer would be a wrong one
    }
    out += (out.empty() ? "" : "; ") + std::string(word) + " " + read;
  }
  return out;
}

}  // namespace

std::string words_of_html(std::string_view html) {
  std::string out;
  const auto line_end = [&](std::string_view gap) {
    while (!out.empty() && out.back() == ' ') out.pop_back();
    if (!out.empty() && !out.ends_with(gap)) out += out.ends_with('\n') ? gap.substr(1) : gap;
  };
  for (std::size_t at = 0; at < html.size();) {
    const char c = html[at];
    if (c == '<') {
      const auto end = html.find('>', at);
      if (end == std::string_view::npos) break;
      const auto tag = html.substr(at + 1, end - at - 1);
      at = end + 1;
      if (is_tag(tag, "script") || is_tag(tag, "style")) {
        const auto close = html.find("</", at);
        if (!tag.starts_with('/')) at = close == std::string_view::npos ? html.size() : close;
      } else if (is_tag(tag, "li")) {
        line_end("\n");
        if (!tag.starts_with('/')) out += "- ";
      } else if (is_tag(tag, "br")) {
        line_end("\n");
      } else if (is_tag(tag, "p") || is_tag(tag, "ul") || is_tag(tag, "ol") || is_tag(tag, "div")) {
        line_end("\n\n");
      }
    } else if (c == '&') {
      add_literally(out, entity_at(html, at));
    } else {
      ++at;
      if (const auto byte = static_cast<unsigned char>(c); byte <= 0x20 || byte == 0x7F) {
        if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
      } else {
        add_literally(out, std::string_view(&c, 1));
      }
    }
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\n' || (out.back() == '-' && out.size() == 1)))
    out.pop_back();
  return out;
}

base::Result<std::vector<DldbDetails>> read_dldb_details(std::string_view services) {
  const auto data = read_data(services, kDldbServicesFile, "services");
  if (!data) return data.error();
  static constexpr std::pair<const char*, const char*> kParts[] = {
      {"prerequisites", "09"}, {"requirements", "08"},       {"forms", "14"},
      {"fees", "costs"},       {"process_time", "duration"}, {"legal", "07"},
      {"links", "15"},         {"publications", "15"},       {"responsibility", "22"}};
  std::vector<DldbDetails> all;
  for (const auto& entry : *data) {
    DldbDetails details;
    details.id = text_of(entry, "id");
    details.description = words_of_html(text_of(entry, "description"));
    for (const auto& [name, module] : kParts)
      if (auto text = list_of(member(entry, name)); !text.empty())
        details.parts.push_back({module, std::move(text)});
    if (const auto& locations = member(entry, "locations"); locations.is_array())
      for (const auto& each : locations)
        details.locations.push_back(
            {text_of(each, "location"), member(member(each, "appointment"), "allowed") == json(true)});
    if (const auto& authorities = member(entry, "authorities"); authorities.is_array())
      for (const auto& each : authorities) details.authorities.push_back(text_of(each, "id"));
    all.push_back(std::move(details));
  }
  return all;
}

base::Result<std::vector<DldbLocation>> read_dldb_locations(std::string_view text) {
  const auto data = read_data(text, kDldbLocationsFile, "locations");
  if (!data) return data.error();
  std::vector<DldbLocation> all;
  for (const auto& entry : *data) {
    const auto &address = member(entry, "address"), &contact = member(entry, "contact");
    DldbLocation location;
    location.line = static_cast<std::int64_t>(all.size()) + 1;
    location.id = text_of(entry, "id");
    location.name = clean(text_of(entry, "name")).value_or("");
    location.street = clean(text_of(address, "street") + " " + text_of(address, "house_number")).value_or("");
    location.postal_code = clean(text_of(address, "postal_code")).value_or("");
    location.city = clean(text_of(address, "city")).value_or("");
    location.phone = clean(text_of(contact, "phone")).value_or("");
    location.email = clean(text_of(contact, "email")).value_or("");
    location.link = text_of(contact, "webinfo");
    if (location.link.empty()) location.link = text_of(member(entry, "meta"), "url");
    location.hours = hours_of(member(entry, "opening_times"), location.unread_hours);
    all.push_back(std::move(location));
  }
  return all;
}

base::Result<std::vector<DldbAuthority>> read_dldb_authorities(std::string_view text) {
  const auto data = read_data(text, kDldbAuthoritiesFile, "authorities");
  if (!data) return data.error();
  std::vector<DldbAuthority> all;
  for (const auto& entry : *data)
    all.push_back({static_cast<std::int64_t>(all.size()) + 1, text_of(entry, "id"),
                   clean(text_of(entry, "name")).value_or(""), text_of(member(entry, "contact"), "webinfo")});
  return all;
}

}  // namespace stadtpult::platform::import
