#include "panels/audit/audit_view.hpp"

#include <algorithm>
#include <charconv>

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

std::string record_title(const contract::AuditRecord& record) {
  // A block is called by what it stops ("source P-5C19").
  if (const auto end = record.object_title.find(' ');
      record.object_type == "block" && end != std::string::npos)
    if (const std::string kind = kit::tr_or("security.kind." + record.object_title.substr(0, end), "");
        !kind.empty())
      return kind + record.object_title.substr(end);
  if (!record.object_title.empty()) return record.object_title;
  // All of a kind, or one of which there is one only, such as the record itself: the kind is the name.
  if (record.object_id == record.object_type) {
    const std::string thing = kit::tr_or("audit.thing." + record.object_type, record.object_type.c_str());
    return kit::tr_or("audit.all." + record.object_type, thing.c_str());
  }
  return record.object_id;
}

std::string record_summary(const contract::AuditRecord& record) {
  const std::string_view action = record.action;
  if (action.ends_with(".read_end") || action.ends_with(".read_list_end")) {
    for (const auto& change : record.changes) {
      std::int64_t lines = 0;
      const char* const end = change.new_value.data() + change.new_value.size();
      if (change.field == "lines" && std::from_chars(change.new_value.data(), end, lines).ec == std::errc())
        return kit::tr_n("audit.lines", lines);
    }
    return {};
  }
  if (!action.ends_with(".change")) return {};
  std::vector<std::string> labels;  // a name and its id are one thing to the reader
  for (const auto& change : record.changes)
    if (auto label = field_label(change.field);
        std::find(labels.begin(), labels.end(), label) == labels.end())
      labels.push_back(std::move(label));
  std::string fields;
  for (const auto& label : labels) fields += (fields.empty() ? "" : ", ") + label;
  return fields;
}

Chain chain_of(const client::AuditPages& pages) {
  if (pages.wrong_id) return Chain::broken;
  if (!pages.query.empty() || pages.records.empty()) return Chain::unknown;
  // Newest first: each line's prev_hash is the hash of the one below it.
  for (size_t i = 0; i + 1 < pages.records.size(); ++i) {
    const auto& newer = pages.records[i];
    const auto& older = pages.records[i + 1];
    if (newer.id != older.id + 1 || newer.prev_hash != older.hash) return Chain::broken;
  }
  return Chain::holds;
}

std::optional<RecordAlarm> record_alarm(const client::State& state, base::Timestamp now) {
  const auto& finding = state.record.finding;
  if (!finding) return std::nullopt;
  const std::string fault = contract::enum_name(finding->fault);
  const std::string found = kit::format_when_time(finding->found_at, now);
  RecordAlarm alarm;
  alarm.title = kit::tr_or("audit.fault." + fault, "");
  alarm.detail = finding->good_at
                     ? kit::tr("audit.fault.since", {{"found", found},
                                                     {"good", kit::format_when_time(finding->good_at, now)},
                                                     {"kept", kit::format_number(finding->kept_size)},
                                                     {"seen", kit::format_number(finding->seen_size)}})
                     : kit::tr("audit.fault.first", {{"found", found}});
  return alarm;
}

CheckWords check_words(const contract::AuditCheck& check) {
  if (check.valid) return {true, kit::tr_n("audit.check.valid", check.lines)};
  return {false, kit::tr("audit.check.wrong", {{"id", kit::format_number(check.wrong_id.value_or(0))}})};
}

std::string person_words(const contract::AuditRecord& record, std::string_view place,
                         std::string_view value) {
  for (const auto& each : record.personal)
    if (each.place == place && !each.salt) return std::string(kit::tr("audit.erased"));
  return std::string(value);
}

contract::AuditExport export_wish(const client::AuditPages& pages, const std::string& object_id) {
  contract::AuditExport wish;
  if (!object_id.empty())
    wish.object_id = object_id;
  else if (!pages.records.empty())
    wish.from_id = pages.records.back().id;
  if (!pages.records.empty()) wish.to_id = pages.records.front().id;
  return wish;
}

}  // namespace stadtpult::panels
