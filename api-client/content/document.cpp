#include "api-client/content/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "api-client/base/crypto.hpp"
#include "api-client/base/json.hpp"
#include "api-client/base/line_ends.hpp"
#include "api-client/base/utf8.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/language_tag.hpp"

namespace stadtpult::content {
namespace {

using base::Result;
using contract::LocalizedText;
using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestId = 40;
constexpr std::size_t kMostLanguages = 40;

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// ---- writing ----

Json text_json(const LocalizedText& text) {
  Json out = Json::object();
  for (const auto& [tag, words] : text.by_language)
    if (!words.empty()) out[tag] = words;
  return out;
}

Json value_json(const BlockField& field, const std::string& value) {
  if (field.kind == FieldKind::flag) return value == "true";
  if (field.kind == FieldKind::number) {
    const Json number = base::parse_ordered_json(value);
    if (number.is_number()) return number;
  }
  return value;
}

void write_record(const Record& record, std::span<const BlockField> fields, Json& out) {
  out["id"] = record.id;
  for (const auto& field : fields) {
    if (field.kind == FieldKind::items) {
      const auto& entries = record.list(field.name);
      if (entries.empty()) continue;
      Json& list = out[field.name] = Json::array();
      for (const auto& entry : entries)
        write_record(entry, field.item_fields, list.emplace_back(Json::object()));
    } else if (field.localized) {
      if (Json text = text_json(record.text(field.name)); !text.empty()) out[field.name] = std::move(text);
    } else if (const auto& value = record.value(field.name); !value.empty()) {
      out[field.name] = value_json(field, value);
    }
  }
  for (const auto& [name, json] : record.unknown) out[name] = base::parse_ordered_json(json);
}

Json block_json(const Block& block) {
  if (!block.foreign.empty()) return base::parse_ordered_json(block.foreign);
  Json out = Json::object();
  out["id"] = block.id;
  out["type"] = block.type;
  if (block.audience != Audience::all) out["audience"] = contract::enum_name(block.audience);
  if (block.visible_from) out["visible_from"] = base::to_rfc3339(block.visible_from);
  if (block.visible_until) out["visible_until"] = base::to_rfc3339(block.visible_until);
  if (const auto* type = find_block_type(block.type)) write_record(block, type->fields, out);
  return out;
}

// ---- reading ----

class DocumentReader {
 public:
  Result<Document> read(const Json& json) {
    Document document;
    if (!json.is_object())
      return base::fail(base::ErrorKind::invalid, "a document is a JSON object", "content");
    for (const auto& [name, value] : json.items()) {
      if (name == "blocks")
        read_blocks(value, document);
      else if (name == "made_from")
        read_made_from(value, document);
      else
        wrong(name, "is not known in a document");
    }
    if (errors_.empty()) return document;
    base::Error error =
        base::fail(base::ErrorKind::invalid,
                   "the content is malformed: " + errors_.front().field + " " + errors_.front().message,
                   errors_.front().field);
    error.fields = std::move(errors_);
    return error;
  }

 private:
  void wrong(const std::string& place, std::string message) {
    if (errors_.size() < 100) errors_.push_back({"content." + place, std::move(message)});
  }

  void read_blocks(const Json& json, Document& document) {
    if (!json.is_array()) return wrong("blocks", "must be an array");
    if (json.size() > kMostBlocks)
      return wrong("blocks",
                   fmt::format("has {} blocks; at most {} fit in a page", json.size(), kMostBlocks));
    for (std::size_t i = 0; i < json.size(); ++i)
      read_block(fmt::format("blocks[{}]", i), json[i], document.blocks.emplace_back());
  }

  void read_block(const std::string& place, const Json& json, Block& block) {
    if (!json.is_object()) return wrong(place, "must be an object");
    const auto type_at = json.find("type");
    if (type_at == json.end() || !type_at->is_string() || type_at->get_ref<const std::string&>().empty())
      return wrong(place + ".type", "must name a type of block");
    block.type = type_at->get<std::string>();
    if (block.type.size() > kLongestId) return wrong(place + ".type", "is too long");
    read_id(place, json, block);
    const auto* type = find_block_type(block.type);
    if (type == nullptr) {
      // Whom it is for and when it is visible holds for every type.
      if (const auto at = json.find("audience"); at != json.end())
        read_audience(place + ".audience", *at, block);
      if (const auto at = json.find("visible_from"); at != json.end())
        read_time(place + ".visible_from", *at, block.visible_from);
      if (const auto at = json.find("visible_until"); at != json.end())
        read_time(place + ".visible_until", *at, block.visible_until);
      block.foreign = dump(json);
      if (block.foreign.size() > kLongestText) wrong(place, "is too large");
      return;
    }
    for (const auto& [name, value] : json.items()) {
      const std::string at = place + "." + name;
      if (name == "type" || name == "id") continue;
      if (name == "audience")
        read_audience(at, value, block);
      else if (name == "visible_from")
        read_time(at, value, block.visible_from);
      else if (name == "visible_until")
        read_time(at, value, block.visible_until);
      else
        read_field(at, name, value, type->fields, block);
    }
  }

  void read_id(const std::string& place, const Json& json, Record& record) {
    const auto at = json.find("id");
    if (at == json.end() || !at->is_string() || !is_id(at->get_ref<const std::string&>()))
      return wrong(place + ".id", "must be 1 to 40 letters, digits, \"_\" or \"-\"");
    record.id = at->get<std::string>();
    if (!ids_.insert(record.id).second) wrong(place + ".id", "stands more than once in the page");
  }

  void read_audience(const std::string& place, const Json& json, Block& block) {
    const auto word =
        json.is_string() ? contract::enum_from<Audience>(json.get_ref<const std::string&>()) : std::nullopt;
    if (!word) return wrong(place, "must be one of all, guest, signed_in, verified, merchant");
    block.audience = *word;
  }

  void read_time(const std::string& place, const Json& json, base::Timestamp& time) {
    if (json.is_null()) return;
    const auto at = json.is_string() ? base::from_rfc3339(json.get_ref<const std::string&>()) : std::nullopt;
    if (!at) return wrong(place, "must be a time (RFC 3339)");
    time = *at;
  }

  void read_field(const std::string& place, const std::string& name, const Json& json,
                  std::span<const BlockField> fields, Record& record) {
    const auto* field = find_field(fields, name);
    if (field == nullptr) {
      record.unknown[name] = dump(json);
      if (name.size() > kLongestId || record.unknown[name].size() > kLongestText)
        wrong(place, "is too large");
    } else if (json.is_null()) {
      return;
    } else if (field->kind == FieldKind::items) {
      read_items(place, *field, json, record.lists[name]);
    } else if (field->localized) {
      read_text(place, json, record.texts[name]);
    } else {
      read_value(place, *field, json, record.values[name]);
    }
  }

  void read_items(const std::string& place, const BlockField& field, const Json& json,
                  std::vector<Record>& list) {
    if (!json.is_array()) return wrong(place, "must be an array");
    if (json.size() > field.max_length)
      return wrong(place, fmt::format("has {} entries; at most {} fit", json.size(), field.max_length));
    for (std::size_t i = 0; i < json.size(); ++i) {
      const std::string at = fmt::format("{}[{}]", place, i);
      if (!json[i].is_object()) {
        wrong(at, "must be an object");
        continue;
      }
      Record& entry = list.emplace_back();
      read_id(at, json[i], entry);
      for (const auto& [name, value] : json[i].items())
        if (name != "id") read_field(at + "." + name, name, value, field.item_fields, entry);
    }
  }

  void read_text(const std::string& place, const Json& json, LocalizedText& text) {
    if (json.is_string()) return read_words(place, json, text.by_language["de"]);
    if (!json.is_object()) return wrong(place, "must be a text per language");
    if (json.size() > kMostLanguages) return wrong(place, "has too many languages");
    for (const auto& [tag, words] : json.items()) {
      if (!contract::is_language_tag(tag))
        wrong(place, "names a language that is no language tag (BCP 47)");
      else if (!words.is_null())
        read_words(place + "." + tag, words, text.by_language[tag]);
    }
  }

  void read_words(const std::string& place, const Json& json, std::string& words) {
    if (!json.is_string()) return wrong(place, "must be a text");
    words = json.get<std::string>();
    base::fold_line_ends(words);
    if (words.size() > 4 * kLongestText)
      return wrong(place, fmt::format("has more than {} characters", kLongestText));
    for (const char c : words)
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
        return wrong(place, "holds a control character");
  }

  void read_value(const std::string& place, const BlockField& field, const Json& json, std::string& value) {
    switch (field.kind) {
      case FieldKind::flag:
        if (!json.is_boolean()) return wrong(place, "must be true or false");
        if (json.get<bool>()) value = "true";
        return;
      case FieldKind::number: {
        if (!json.is_number()) return wrong(place, "must be a number");
        const double number = json.get<double>();
        if (!(number >= field.minimum && number <= field.maximum))
          return wrong(place, fmt::format("must be from {} to {}", field.minimum, field.maximum));
        value = dump(json);
        return;
      }
      case FieldKind::choice:
        if (json.is_string())
          for (const auto* word : field.words)
            if (json.get_ref<const std::string&>() == word) {
              value = word;
              return;
            }
        return wrong(place, fmt::format("must be one of {}", fmt::join(field.words, ", ")));
      default:
        return read_words(place, json, value);
    }
  }

  void read_made_from(const Json& json, Document& document) {
    if (!json.is_object()) return wrong("made_from", "must be an object");
    for (const auto& [tag, texts] : json.items()) {
      const std::string place = "made_from." + tag;
      if (!contract::is_language_tag(tag) || !texts.is_object()) {
        wrong(place, "must be an object under a language tag");
        continue;
      }
      for (const auto& [path, hash] : texts.items())
        if (!hash.is_string() || path.size() > 4 * kLongestId ||
            hash.get_ref<const std::string&>().size() > 64)
          wrong(place, "must hold a hash for each text");
        else
          document.made_from[tag][path] = hash.get<std::string>();
    }
  }

  std::vector<base::FieldError> errors_;
  std::set<std::string> ids_;
};

// ---- walking ----

void texts_of(const std::string& path, const Record& record, std::span<const BlockField> fields,
              const TextVisitor& visit) {
  for (const auto& field : fields) {
    const std::string at = path + "/" + field.name;
    if (field.kind == FieldKind::items) {
      for (const auto& entry : record.list(field.name))
        texts_of(at + "/" + entry.id, entry, field.item_fields, visit);
    } else if (field.localized) {
      visit(at, field, record.text(field.name));
    }
  }
}

}  // namespace

const LocalizedText& Record::text(std::string_view field) const {
  static const LocalizedText kNone;
  const auto at = texts.find(field);
  return at == texts.end() ? kNone : at->second;
}

const std::string& Record::value(std::string_view field) const {
  static const std::string kNone;
  const auto at = values.find(field);
  return at == values.end() ? kNone : at->second;
}

const std::vector<Record>& Record::list(std::string_view field) const {
  static const std::vector<Record> kNone;
  const auto at = lists.find(field);
  return at == lists.end() ? kNone : at->second;
}

Result<Document> decode_document(std::string_view json) {
  if (json.empty()) return Document{};
  // Depth, members and encoding are judged where every body is.
  if (!contract::is_json(json))
    return base::fail(base::ErrorKind::invalid, "the content is not valid JSON", "content");
  return DocumentReader().read(base::parse_ordered_json(json));
}

std::string encode_document(const Document& document) {
  Json out = Json::object();
  Json& blocks = out["blocks"] = Json::array();
  for (const auto& block : document.blocks) blocks.push_back(block_json(block));
  for (const auto& [tag, texts] : document.made_from)
    for (const auto& [path, hash] : texts) out["made_from"][tag][path] = hash;
  return dump(out);
}

Block new_block(const BlockType& type, std::string id) {
  Block block;
  block.id = std::move(id);
  block.type = type.name;
  for (const auto& field : type.fields)
    if (field.kind == FieldKind::choice) block.values[field.name] = field.words.front();
  return block;
}

std::string fresh_id() {
  return base::new_id("b_");
}

void make_ids_unique(Document& document) {
  std::set<std::string, std::less<>> ids;
  const auto visit = [&](const auto& self, Record& record) -> void {
    while (!ids.insert(record.id).second) record.id = fresh_id();
    for (auto& [name, list] : record.lists)
      for (auto& entry : list) self(self, entry);
  };
  for (auto& block : document.blocks) visit(visit, block);
}

void each_text(const Document& document, const TextVisitor& visit) {
  for (const auto& block : document.blocks)
    if (const auto* type = find_block_type(block.type); type != nullptr && block.foreign.empty())
      texts_of(block.id, block, type->fields, visit);
}

std::vector<std::string_view> steps_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = path.find('/');
    parts.push_back(path.substr(0, at));
    if (at == std::string_view::npos) return parts;
    path.remove_prefix(at + 1);
  }
}

LocalizedText* find_text(Document& document, std::string_view path) {
  const auto parts = steps_of(path);
  if (parts.size() < 2 || parts.size() % 2 != 0) return nullptr;
  for (auto& block : document.blocks) {
    if (block.id != parts[0]) continue;
    const auto* type = find_block_type(block.type);
    if (type == nullptr) return nullptr;
    Record* record = &block;
    auto fields = type->fields;
    for (std::size_t i = 1; i + 1 < parts.size(); i += 2) {
      const auto* field = find_field(fields, parts[i]);
      const auto list = record->lists.find(parts[i]);
      if (field == nullptr || list == record->lists.end()) return nullptr;
      const auto entry = std::find_if(list->second.begin(), list->second.end(),
                                      [&](const Record& each) { return each.id == parts[i + 1]; });
      if (entry == list->second.end()) return nullptr;
      record = &*entry;
      fields = field->item_fields;
    }
    const auto* field = find_field(fields, parts.back());
    return field != nullptr && field->localized ? &record->texts[std::string(parts.back())] : nullptr;
  }
  return nullptr;
}

std::set<std::string> media_of(const Document& document) {
  std::set<std::string> ids;
  for (const auto& block : document.blocks)
    if (const auto& id = block.value("media"); !id.empty()) ids.insert(id);
  return ids;
}

std::string search_text(const Document& document, std::string_view language) {
  std::string text;
  each_text(document, [&](const std::string&, const BlockField&, const LocalizedText& words) {
    for (const auto& [tag, each] : words.by_language)
      if ((language.empty() || tag == language) && !each.empty()) text += (text.empty() ? "" : "\n") + each;
  });
  return text;
}

}  // namespace stadtpult::content
