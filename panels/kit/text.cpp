#include "panels/kit/text.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>

#include "api-client/base/fill.hpp"
#include "api-client/base/json.hpp"
#include "assets/assets.hpp"

namespace stadtpult::panels::kit {
namespace {

using Json = nlohmann::json;

/// One text of one language: a plain one uses `other` only.
struct Forms {
  std::string zero, one, other;
  bool plural = false;
};

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Table = std::unordered_map<std::string, Forms, Hash, std::equal_to<>>;

struct Texts {
  std::map<std::string, Table, std::less<>> languages;
  std::vector<std::string> problems;
};

/// Reads {"zero", "one", "other"}; nothing where the object is no plural.
bool read_plural(const Json& object, Forms& out) {
  out.plural = true;
  for (const auto& [form, words] : object.items()) {
    if (!words.is_string()) return false;
    if (form == "zero")
      out.zero = words.get<std::string>();
    else if (form == "one")
      out.one = words.get<std::string>();
    else if (form == "other")
      out.other = words.get<std::string>();
    else
      return false;
  }
  return !out.one.empty() && !out.other.empty();
}

void read_file(Texts& texts, std::string_view path, std::string_view bytes) {
  // text/<language>/<area>.json
  const auto slash = path.find('/', 5);
  if (slash == std::string_view::npos || !path.ends_with(".json")) return;
  const std::string_view area = path.substr(slash + 1, path.size() - slash - 6);
  Table& table = texts.languages[std::string(path.substr(5, slash - 5))];
  const Json file = base::parse_json(bytes);
  if (!file.is_object()) {
    texts.problems.push_back(std::string(path) + " is no JSON object");
    return;
  }
  const std::string prefix = std::string(area) + '.';
  for (const auto& [key, value] : file.items()) {
    Forms forms;
    if (value.is_string())
      forms.other = value.get<std::string>();
    else if (!value.is_object() || !read_plural(value, forms)) {
      texts.problems.push_back(std::string(path) + ": \"" + key +
                               "\" is neither a text nor {zero?, one, other}");
      continue;
    }
    if (!table.emplace(key.starts_with(prefix) ? key : prefix + key, std::move(forms)).second) {
      texts.problems.push_back(std::string(path) + ": \"" + key + "\" is there twice");
    }
  }
}

const Texts& texts() {
  static const Texts loaded = [] {
    Texts all;
    for (const assets::Asset& asset : assets::all()) {
      if (asset.path.starts_with("text/")) read_file(all, asset.path, asset.bytes);
    }
    return all;
  }();
  return loaded;
}

struct Chosen {
  std::string_view name = "de";
  const Table* table = nullptr;
};
Chosen& chosen() {
  static Chosen now = [] {
    Chosen first;
    const auto at = texts().languages.find("de");
    if (at != texts().languages.end()) first.table = &at->second;
    return first;
  }();
  return now;
}

std::atomic<std::uint64_t> missing_count{0};
std::mutex missing_mutex;
std::string missing_last;

const Forms* find(std::string_view key) {
  const Table* table = chosen().table;
  if (table != nullptr) {
    const auto at = table->find(key);
    if (at != table->end()) return &at->second;
  }
  missing_count.fetch_add(1, std::memory_order_relaxed);
  const std::lock_guard lock(missing_mutex);
  missing_last.assign(key);
  return nullptr;
}

/// The last of equal names counts; "n" is `count`, where there is one.
std::string fill(std::string_view words, std::initializer_list<TextArg> args, const TextArg* count) {
  return base::fill(words, [&](std::string_view name) {
    std::optional<std::string_view> value;
    if (count != nullptr && count->name == name) value = count->value;
    for (const TextArg& arg : args)
      if (arg.name == name) value = arg.value;
    return value;
  });
}

void collect_placeholders(std::string_view words, std::vector<std::string>& names) {
  for (auto open = words.find('{'); open != std::string_view::npos; open = words.find('{', open + 1)) {
    const auto close = words.find('}', open);
    if (close == std::string_view::npos) return;
    names.emplace_back(words.substr(open + 1, close - open - 1));
  }
}

}  // namespace

bool set_language(std::string_view language) {
  const auto at = texts().languages.find(language);
  if (at == texts().languages.end()) return false;
  chosen() = {at->first, &at->second};
  return true;
}

std::string_view language() {
  return chosen().name;
}

std::vector<std::string> languages() {
  std::vector<std::string> names;
  for (const auto& [name, table] : texts().languages) names.push_back(name);
  return names;
}

const char* tr(const char* key) {
  const Forms* forms = find(key);
  return forms != nullptr ? forms->other.c_str() : key;
}

const char* tr_or(std::string_view key, const char* otherwise) {
  const Forms* forms = find(key);
  return forms != nullptr ? forms->other.c_str() : otherwise;
}

std::string tr(const char* key, std::initializer_list<TextArg> args) {
  const Forms* forms = find(key);
  return forms != nullptr ? fill(forms->other, args, nullptr) : key;
}

std::string tr_n(const char* key, std::int64_t count, std::initializer_list<TextArg> args) {
  const Forms* forms = find(key);
  if (forms == nullptr) return key;
  const std::string number = format_number(count);
  const TextArg n{"n", number};
  const bool one = count == 1 || count == -1;
  const std::string& words = count == 0 && !forms->zero.empty() ? forms->zero
                             : one && forms->plural             ? forms->one
                                                                : forms->other;
  return fill(words, args, &n);
}

std::uint64_t missing_texts() {
  return missing_count.load(std::memory_order_relaxed);
}
std::string last_missing_text() {
  const std::lock_guard lock(missing_mutex);
  return missing_last;
}

std::vector<TextEntry> all_texts() {
  std::vector<TextEntry> entries;
  for (const auto& [name, table] : texts().languages) {
    for (const auto& [key, forms] : table) {
      TextEntry entry{key, name, {}, {}};
      if (!forms.plural)
        entry.forms = {""};
      else if (forms.zero.empty())
        entry.forms = {"one", "other"};
      else
        entry.forms = {"zero", "one", "other"};
      for (const std::string* words : {&forms.zero, &forms.one, &forms.other}) {
        collect_placeholders(*words, entry.placeholders);
      }
      std::sort(entry.placeholders.begin(), entry.placeholders.end());
      entry.placeholders.erase(std::unique(entry.placeholders.begin(), entry.placeholders.end()),
                               entry.placeholders.end());
      entries.push_back(std::move(entry));
    }
  }
  std::sort(entries.begin(), entries.end(), [](const TextEntry& a, const TextEntry& b) {
    return std::tie(a.key, a.language) < std::tie(b.key, b.language);
  });
  return entries;
}

const std::vector<std::string>& text_problems() {
  return texts().problems;
}

}  // namespace stadtpult::panels::kit
