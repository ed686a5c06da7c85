#include "api-client/content/merge.hpp"

#include <algorithm>
#include <set>

namespace stadtpult::content {

using contract::LocalizedText;

namespace {

using Conflicts = std::vector<Conflict>;

/// One value: who changed it alone wins; both the same is no conflict.
std::string pick(const std::string& path, const std::string& language, const std::string& base,
                 const std::string& mine, const std::string& theirs, Conflicts& conflicts) {
  if (mine == theirs || theirs == base) return mine;
  if (mine == base) return theirs;
  conflicts.push_back({path, language, base, mine, theirs});
  return mine;
}

template <typename V>
const V& at(const ByName<V>& map, const std::string& key) {
  static const V kNone{};
  const auto found = map.find(key);
  return found == map.end() ? kNone : found->second;
}

template <typename V>
std::set<std::string> keys_of(const ByName<V>& a, const ByName<V>& b, const ByName<V>& c) {
  std::set<std::string> keys;
  for (const auto* map : {&a, &b, &c})
    for (const auto& [key, value] : *map) keys.insert(key);
  return keys;
}

template <typename R>
const R* find_in(const std::vector<R>& list, const std::string& id) {
  for (const auto& each : list)
    if (each.id == id) return &each;
  return nullptr;
}

Record merge_record(const std::string& path, const Record& base, const Record& mine, const Record& theirs,
                    Conflicts& conflicts);
Block merge_one(const std::string& path, const Block& base, const Block& mine, const Block& theirs,
                Conflicts& conflicts);
Record merge_one(const std::string& path, const Record& base, const Record& mine, const Record& theirs,
                 Conflicts& conflicts) {
  return merge_record(path, base, mine, theirs, conflicts);
}

template <typename R>
std::vector<std::string> order_of(const std::vector<R>& list) {
  std::vector<std::string> ids;
  for (const auto& each : list) ids.push_back(each.id);
  return ids;
}

/// Ids that both lists have, in the order of the first.
std::vector<std::string> common(const std::vector<std::string>& first,
                                const std::vector<std::string>& second) {
  std::vector<std::string> ids;
  for (const auto& id : first)
    if (std::find(second.begin(), second.end(), id) != second.end()) ids.push_back(id);
  return ids;
}

/// `lead` in its order, and what only the other one has behind the one that it stands behind there.
std::vector<std::string> joined(std::vector<std::string> lead, const std::vector<std::string>& other) {
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (std::find(lead.begin(), lead.end(), other[i]) != lead.end()) continue;
    auto place = lead.begin();
    for (std::size_t k = i; k-- > 0;) {
      const auto before = std::find(lead.begin(), lead.end(), other[k]);
      if (before == lead.end()) continue;
      place = before + 1;
      break;
    }
    lead.insert(place, other[i]);
  }
  return lead;
}

/// Lists of records with ids: blocks, or the entries of a block.
template <typename R>
std::vector<R> merge_list(const std::string& prefix, const std::vector<R>& base, const std::vector<R>& mine,
                          const std::vector<R>& theirs, Conflicts& conflicts) {
  const auto mine_ids = order_of(mine), theirs_ids = order_of(theirs), base_ids = order_of(base);
  // Who moved something leads; both moved: mine.
  const bool i_moved = common(mine_ids, base_ids) != common(base_ids, mine_ids);
  const bool they_moved = common(theirs_ids, base_ids) != common(base_ids, theirs_ids);
  const auto order = !i_moved && they_moved ? joined(theirs_ids, mine_ids) : joined(mine_ids, theirs_ids);
  std::vector<R> out;
  for (const auto& id : order) {
    const R *b = find_in(base, id), *m = find_in(mine, id), *t = find_in(theirs, id);
    const std::string path = prefix + id;
    if (b == nullptr && m != nullptr && t != nullptr) {
      // Two new ones that happen to have one id are two.
      out.push_back(*m);
      if (!(*m == *t)) out.push_back(*t);
    } else if (m != nullptr && t != nullptr) {
      out.push_back(merge_one(path, *b, *m, *t, conflicts));
    } else if (b == nullptr) {
      out.push_back(m != nullptr ? *m : *t);  // new in one
    } else {
      const R& left = m != nullptr ? *m : *t;
      if (left == *b) continue;  // one deleted it, the other did not touch it
      conflicts.push_back(
          {path, "", "", m != nullptr ? "changed" : "deleted", t != nullptr ? "changed" : "deleted"});
      if (m != nullptr) out.push_back(left);
    }
  }
  return out;
}

Record merge_record(const std::string& path, const Record& base, const Record& mine, const Record& theirs,
                    Conflicts& conflicts) {
  Record out;
  out.id = mine.id;
  for (const auto& key : keys_of(base.texts, mine.texts, theirs.texts))
    out.texts[key] = merge_text(path + "/" + key, at(base.texts, key), at(mine.texts, key),
                                at(theirs.texts, key), conflicts);
  for (const auto& key : keys_of(base.values, mine.values, theirs.values))
    if (auto value = pick(path + "/" + key, "", at(base.values, key), at(mine.values, key),
                          at(theirs.values, key), conflicts);
        !value.empty())
      out.values[key] = std::move(value);
  for (const auto& key : keys_of(base.unknown, mine.unknown, theirs.unknown))
    if (auto value = pick(path + "/" + key, "", at(base.unknown, key), at(mine.unknown, key),
                          at(theirs.unknown, key), conflicts);
        !value.empty())
      out.unknown[key] = std::move(value);
  for (const auto& key : keys_of(base.lists, mine.lists, theirs.lists))
    out.lists[key] = merge_list(path + "/" + key + "/", at(base.lists, key), at(mine.lists, key),
                                at(theirs.lists, key), conflicts);
  return out;
}

Block merge_one(const std::string& path, const Block& base, const Block& mine, const Block& theirs,
                Conflicts& conflicts) {
  Block out;
  static_cast<Record&>(out) = merge_record(path, base, mine, theirs, conflicts);
  out.type = mine.type;
  out.audience =
      contract::enum_from<Audience>(pick(path + "/audience", "", contract::enum_name(base.audience),
                                         contract::enum_name(mine.audience),
                                         contract::enum_name(theirs.audience), conflicts))
          .value_or(mine.audience);
  const auto time = [&](const char* field, base::Timestamp Block::*member) {
    const auto text = pick(path + "/" + field, "", base::to_rfc3339(base.*member),
                           base::to_rfc3339(mine.*member), base::to_rfc3339(theirs.*member), conflicts);
    out.*member = base::from_rfc3339(text).value_or(base::Timestamp{});
  };
  time("visible_from", &Block::visible_from);
  time("visible_until", &Block::visible_until);
  out.foreign = pick(path, "", base.foreign, mine.foreign, theirs.foreign, conflicts);
  return out;
}

template <typename R>
R* find_in(std::vector<R>& list, const std::string& id) {
  for (auto& each : list)
    if (each.id == id) return &each;
  return nullptr;
}

/// The record that the first `count` parts of a path lead to.
Record* record_at(Document& document, const std::vector<std::string>& parts, std::size_t count) {
  Record* record = find_in(document.blocks, parts[0]);
  for (std::size_t i = 2; record != nullptr && i < count; i += 2)
    record = find_in(record->lists[parts[i - 1]], parts[i]);
  return record;
}

/// The one with this id is as it is in the other list: there, or not.
template <typename R>
void take_one(std::vector<R>& into, const std::vector<R>& from, const std::string& id) {
  const R* theirs = find_in(from, id);
  if (R* mine = find_in(into, id)) {
    if (theirs != nullptr)
      *mine = *theirs;
    else
      std::erase_if(into, [&](const R& each) { return each.id == id; });
    return;
  }
  if (theirs == nullptr) return;
  // Behind the nearest one before it that is here too.
  auto place = into.begin();
  for (auto at = theirs; at != from.data();) {
    --at;
    const auto before =
        std::find_if(into.begin(), into.end(), [&](const R& each) { return each.id == at->id; });
    if (before == into.end()) continue;
    place = before + 1;
    break;
  }
  into.insert(place, *theirs);
}

/// One field of a record as it is in the other one.
void take_field(Record& mine, const Record& theirs, const Conflict& conflict, const std::string& field) {
  if (!conflict.language.empty()) {
    if (conflict.theirs.empty())
      mine.texts[field].by_language.erase(conflict.language);
    else
      mine.texts[field].by_language[conflict.language] = conflict.theirs;
    return;
  }
  auto& values = theirs.unknown.contains(field) || mine.unknown.contains(field) ? mine.unknown : mine.values;
  if (conflict.theirs.empty())
    values.erase(field);
  else
    values[field] = conflict.theirs;
}

}  // namespace

LocalizedText merge_text(const std::string& path, const LocalizedText& base, const LocalizedText& mine,
                         const LocalizedText& theirs, std::vector<Conflict>& conflicts) {
  const auto in = [](const LocalizedText& text, const std::string& tag) {
    const auto found = text.by_language.find(tag);
    return found == text.by_language.end() ? std::string() : found->second;
  };
  std::set<std::string> tags;
  for (const auto* text : {&base, &mine, &theirs})
    for (const auto& [tag, words] : text->by_language) tags.insert(tag);
  LocalizedText out;
  for (const auto& tag : tags)
    if (auto words = pick(path, tag, in(base, tag), in(mine, tag), in(theirs, tag), conflicts);
        !words.empty())
      out.by_language[tag] = std::move(words);
  return out;
}

Merged merge(const Document& base, const Document& mine, const Document& theirs) {
  Merged merged;
  merged.document.blocks = merge_list("", base.blocks, mine.blocks, theirs.blocks, merged.conflicts);
  make_ids_unique(merged.document);
  Conflicts none;  // notes about translations follow the texts; nobody is asked about them
  for (const auto& tag : keys_of(base.made_from, mine.made_from, theirs.made_from)) {
    const auto &b = at(base.made_from, tag), &m = at(mine.made_from, tag), &t = at(theirs.made_from, tag);
    for (const auto& path : keys_of(b, m, t))
      if (auto hash = pick(path, tag, at(b, path), at(m, path), at(t, path), none); !hash.empty())
        merged.document.made_from[tag][path] = std::move(hash);
  }
  return merged;
}

void take_theirs(Document& merged, const Document& theirs, const Conflict& conflict) {
  const auto steps = steps_of(conflict.path);
  const std::vector<std::string> parts(steps.begin(), steps.end());
  Document source = theirs;
  if (parts.size() == 1) return take_one(merged.blocks, source.blocks, parts[0]);
  const bool whole = parts.size() % 2 == 1;  // ends with an id: an entry of a list
  const std::size_t owner = parts.size() - (whole ? 2 : 1);
  Record *mine = record_at(merged, parts, owner), *other = record_at(source, parts, owner);
  if (mine == nullptr || other == nullptr) return;
  if (whole)
    return take_one(mine->lists[parts[parts.size() - 2]], other->list(parts[parts.size() - 2]), parts.back());
  const auto& field = parts.back();
  if (parts.size() == 2) {
    Block &block = *find_in(merged.blocks, parts[0]), &from = *find_in(source.blocks, parts[0]);
    if (field == "audience") return void(block.audience = from.audience);
    if (field == "visible_from") return void(block.visible_from = from.visible_from);
    if (field == "visible_until") return void(block.visible_until = from.visible_until);
  }
  take_field(*mine, *other, conflict, field);
}

}  // namespace stadtpult::content
