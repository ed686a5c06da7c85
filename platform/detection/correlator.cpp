#include "platform/detection/correlator.hpp"

#include <algorithm>

namespace stadtpult::platform::detection {
namespace {

/// Parts joined so that no two lists give the same text.
std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) {
    out += std::to_string(part.size());
    out += ':';
    out += part;
  }
  return out;
}

/// The values of a field in the order of the event, each once.
std::vector<std::string> values_of(const std::vector<Slot>& slots, const EventView& view) {
  std::vector<std::string> out;
  (void)view.any(slots, [&out](const Cell& cell) {
    if (!std::holds_alternative<std::monostate>(*cell.value) &&
        std::find(out.begin(), out.end(), cell.raw) == out.end())
      out.emplace_back(cell.raw);
    return out.size() >= kMostGroupsOfEvent;
  });
  return out;
}

std::vector<std::string> values_of(const std::string& name, const std::vector<Slot>& slots,
                                   const EventView& view, const Hit* inner) {
  if (inner) {
    for (const auto& one : inner->group) {
      if (one.name == name) return {one.value};
    }
  }
  return values_of(slots, view);
}

/// Each choice of one value a field; at most kMostGroupsOfEvent. None where a field has no value.
std::vector<std::vector<std::string>> combined(const std::vector<std::vector<std::string>>& fields) {
  std::vector<std::vector<std::string>> out = {{}};
  for (const auto& values : fields) {
    std::vector<std::vector<std::string>> next;
    for (const auto& begun : out) {
      for (const auto& value : values) {
        if (next.size() == kMostGroupsOfEvent) break;
        next.push_back(begun);
        next.back().push_back(value);
      }
    }
    out = std::move(next);
  }
  return out;
}

}  // namespace

Correlator::Correlator(const RuleSet& rules, Correlator* before)
    : rules_(rules), program_(rules.program()), matched_(rules.rules().size()) {
  for (const auto index : program_.correlations) {
    State state;
    state.key = rules.rules()[index].meta.key();
    state.definition = program_.rules[index].definition;
    if (before) {
      for (auto& old : before->states_) {
        if (old.key == state.key && old.definition == state.definition) state.groups = std::move(old.groups);
      }
    }
    groups_ += state.groups.size();
    for (const auto& [key, group] : state.groups) kept_ += group.window.size();
    states_.push_back(std::move(state));
  }
  if (before) {
    clock_ = before->clock_;
    let_go_ = before->let_go_;
  }
}

void Correlator::follow(const std::vector<std::uint32_t>& matched, const EventView& view, base::Timestamp at,
                        std::vector<Hit>& hits) {
  if (states_.empty() || matched.empty()) return;
  for (const auto rule : matched) matched_[rule] = true;
  for (std::uint32_t i = 0; i < states_.size(); ++i) follow_one(i, view, at, hits);
  std::fill(matched_.begin(), matched_.end(), false);
}

void Correlator::follow_one(std::uint32_t correlation, const EventView& view, base::Timestamp at,
                            std::vector<Hit>& hits) {
  const auto index = program_.correlations[correlation];
  const auto& rule = std::get<CorrelationRule>(rules_.rules()[index].body);
  const auto& parts = program_.rules[index].parts;
  std::map<std::string, Membership> members;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!matched_[parts[i].rule]) continue;
    bool chained = false;
    for (const auto& hit : hits) {
      if (hit.rule != parts[i].rule || rules_.rules()[hit.rule].parts.empty()) continue;
      chained = true;
      collect(parts[i], i, view, hit.last, &hit, members);
    }
    if (!chained) collect(parts[i], i, view, at, nullptr, members);
  }
  std::vector<Hit> fulfilled;
  for (const auto& [key, member] : members) {
    Kept kept;
    if (!keep_of(rule, parts[member.part], member, view, kept)) continue;
    auto& groups = states_[correlation].groups;
    const auto [place, fresh] = groups.try_emplace(key);
    auto& group = place->second;
    if (fresh) {
      ++groups_;
      group.values = member.values;
    }
    group.touched = ++clock_;
    const auto found = group.window.add(rule, kept);
    bool too_many = false;
    const auto dropped = group.window.take_dropped(too_many);
    kept_ = kept_ + 1 - dropped;
    if (too_many) ++let_go_;
    if (!found) continue;
    Hit hit{index, {}, found->value, {found->first_ms}, {found->last_ms}};
    for (std::size_t i = 0; i < rule.group_by.size(); ++i)
      hit.group.push_back({rule.group_by[i], member.values[i]});
    fulfilled.push_back(std::move(hit));
  }
  if (!fulfilled.empty()) matched_[index] = true;
  hits.insert(hits.end(), std::make_move_iterator(fulfilled.begin()),
              std::make_move_iterator(fulfilled.end()));
  make_room();
}

/// Adds the event to the groups that it belongs to as a match of this part. Without a value for each field of
/// group-by it belongs to none.
void Correlator::collect(const CorrelationPart& part, std::size_t index, const EventView& view,
                         base::Timestamp at, const Hit* inner, std::map<std::string, Membership>& to) const {
  std::vector<std::vector<std::string>> fields;
  for (std::size_t i = 0; i < part.group.size(); ++i)
    fields.push_back(values_of(part.group_names[i], part.group[i], view, inner));
  for (auto& values : combined(fields)) {
    auto key = joined(values);
    const auto [place, fresh] = to.try_emplace(std::move(key));
    auto& member = place->second;
    if (fresh) {
      member.values = std::move(values);
      member.part = index;
      member.ms = at.ms;
      member.inner = inner;
    }
    member.parts |= std::uint64_t{1} << index;
  }
}

/// What is kept of the event; false where it lacks the field that is counted or summed.
bool Correlator::keep_of(const CorrelationRule& rule, const CorrelationPart& part, const Membership& member,
                         const EventView& view, Kept& kept) const {
  kept.ms = member.ms;
  kept.parts = member.parts;
  if (rule.type == CorrelationType::value_count) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < part.fields.size(); ++i) {
      auto found = values_of(rule.fields[i], part.fields[i], view, member.inner);
      if (found.empty()) return false;
      values.push_back(std::move(found.front()));
    }
    kept.key = std::hash<std::string>{}(joined(values));
  } else if (rule.type == CorrelationType::value_sum || rule.type == CorrelationType::value_avg) {
    std::optional<Number> number;
    (void)view.any(part.fields.front(), [&number](const Cell& cell) {
      number = number_of(*cell.value);
      return number.has_value();
    });
    if (!number) return false;
    kept.number = std::visit([](auto one) { return static_cast<double>(one); }, *number);
  }
  return true;
}

/// Lets the groups go that were quiet longest, a tenth at a time.
void Correlator::make_room() {
  if (kept_ <= kMostKeptEvents && groups_ <= kMostGroups) return;
  std::vector<std::uint64_t> touched;
  for (const auto& state : states_) {
    for (const auto& [key, group] : state.groups) touched.push_back(group.touched);
  }
  if (touched.empty()) return;
  const auto tenth = touched.begin() + static_cast<std::ptrdiff_t>(touched.size() / 10);
  std::nth_element(touched.begin(), tenth, touched.end());
  const auto limit = *tenth;
  for (auto& state : states_) {
    std::erase_if(state.groups, [this, limit](const auto& entry) {
      if (entry.second.touched > limit) return false;
      kept_ -= entry.second.window.size();
      let_go_ += entry.second.window.size();
      --groups_;
      return true;
    });
  }
}

}  // namespace stadtpult::platform::detection
