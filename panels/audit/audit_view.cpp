#include "panels/audit/audit_view.hpp"

#include "panels/field_words.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels {

std::span<const AuditFilter> audit_filters() {
  static constexpr AuditFilter kFilters[] = {
      {"audit.filter.all", ""},
      {"audit.filter.category", "filter=object_type:category"},
      {"audit.filter.miniapp", "filter=object_type:miniapp,version"},
      {"audit.filter.review", "filter=object_type:review"},
      {"audit.filter.release", "filter=object_type:release"},
      {"audit.filter.organisation", "filter=object_type:organisation"}};
  return kFilters;
}

std::string action_words(std::string_view action) {
  const size_t dot = action.find('.');
  const std::string thing(action.substr(0, dot));
  const std::string verb(dot == std::string_view::npos ? "" : action.substr(dot + 1));
  const std::string noun = kit::tr_or("audit.thing." + thing, thing.c_str());
  const std::string done = kit::tr_or("audit.verb." + verb, verb.c_str());
  return done.empty() ? noun : noun + " " + done;
}

std::string record_summary(const contract::AuditRecord& record) {
  std::string fields;
  for (const auto& change : record.changes)
    fields += (fields.empty() ? "" : ", ") + field_label(change.field);
  return fields;
}

Chain chain_of(const client::AuditPages& pages) {
  if (!pages.query.empty() || pages.records.empty()) return Chain::unknown;
  // Newest first: each line's prev_hash is the hash of the one below it.
  for (size_t i = 0; i + 1 < pages.records.size(); ++i) {
    const auto& newer = pages.records[i];
    const auto& older = pages.records[i + 1];
    if (newer.id != older.id + 1 || newer.prev_hash != older.hash) return Chain::broken;
  }
  return Chain::holds;
}

}  // namespace stadtpult::panels
