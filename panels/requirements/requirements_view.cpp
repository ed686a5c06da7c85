#include "panels/requirements/requirements_view.hpp"

#include <algorithm>
#include <cstdio>

#include "api-client/base/csv.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::requirements {

using contract::Evidence;
using contract::MaturityModel;
using contract::Operation;
using contract::SignOff;
using kit::tr;

namespace {

bool asks(const Requirement& requirement, Stakeholder stakeholder) {
  return std::find(requirement.stakeholders.begin(), requirement.stakeholders.end(), stakeholder) !=
         requirement.stakeholders.end();
}

bool fits(const Requirement& requirement, const Wish& wish) {
  if (wish.priority && requirement.priority != *wish.priority) return false;
  if (wish.state && requirement.state != *wish.state) return false;
  if (wish.stakeholder && !asks(requirement, *wish.stakeholder)) return false;
  if (wish.version.empty()) return true;
  return requirement.app_version_id.value_or(kNoVersion) == wish.version;
}

std::string_view digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return text.substr(at, end - at);
}

/// R-2 before R-10, as the platform sorts them: digits count as a number. Below 0: `a` comes first.
int natural_order(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    auto one = digits_at(a, i), other = digits_at(b, j);
    if (one.empty() || other.empty()) {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
      ++i, ++j;
      continue;
    }
    i += one.size(), j += other.size();
    one.remove_prefix(std::min(one.find_first_not_of('0'), one.size()));
    other.remove_prefix(std::min(other.find_first_not_of('0'), other.size()));
    if (one.size() != other.size()) return one.size() < other.size() ? -1 : 1;
    if (const int order = one.compare(other); order != 0) return order;
  }
  return static_cast<int>(i < a.size()) - static_cast<int>(j < b.size());
}

std::string searched(const Requirement& requirement) {
  std::string text = requirement.key + " " + requirement.title + " " + requirement.text;
  for (const auto& each : requirement.criteria) text += " " + each;
  return kit::folded(text);
}

template <typename E>
std::string enum_word(const char* area, E value) {
  return kit::tr_or(std::string(area) + contract::enum_name(value), "");
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : std::string(between)) + part;
  return text;
}

std::vector<std::string> parted(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(separators), text.size());
    const auto first = text.find_first_not_of(" \t\r", 0);
    if (first < end) {
      const auto part = text.substr(first, end - first);
      parts.emplace_back(part.substr(0, part.find_last_not_of(" \t\r") + 1));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

void give_versions(std::vector<form::Field>& all, const World& world) {
  auto* field = form::find(all, "app_version_id");
  if (field == nullptr) return;
  field->choices.clear();  // "none" is there by itself
  for (const auto& version : world.state.app_versions.items())
    field->choices.push_back({version.id, version.name, ""});
}

Change post(Operation operation, const Requirement& requirement, std::string body, std::string title) {
  Change change;
  change.operation = operation;
  change.ids = {requirement.id};
  change.body = std::move(body);
  change.title = std::move(title);
  change.detail = title_of(requirement);
  return change;
}

}  // namespace

// ---- the list

void Index::update(const World& world, const Wish& wish) {
  const auto& list = world.state.requirements;
  const auto& items = list.items();
  const bool same_list = generation_ == list.generation;
  if (same_list && wish_ == wish) return;
  generation_ = list.generation;
  wish_ = wish;
  if (!same_list) {
    order_.clear();
    for (std::uint32_t i = 0; i < items.size(); ++i)
      if (!items[i].archived) order_.push_back(i);
    std::vector<std::string> keys(items.size());
    for (const auto at : order_) keys[at] = kit::folded(items[at].key);
    std::sort(order_.begin(), order_.end(), [&](auto a, auto b) {
      const auto order = natural_order(keys[a], keys[b]);
      return order != 0 ? order < 0 : items[a].key < items[b].key;
    });
    folded_.clear();
    done_ = 0;
    for (const auto at : order_) {
      folded_.push_back(searched(items[at]));
      done_ += items[at].state == RequirementState::done ? 1 : 0;
    }
  }
  rows_.clear();
  const auto words = kit::folded(wish.search);
  for (std::size_t i = 0; i < order_.size(); ++i)
    if (fits(items[order_[i]], wish) && folded_[i].find(words) != std::string::npos)
      rows_.push_back(order_[i]);
}

// ---- coverage

void Coverage::update(const World& world) {
  const auto& requirements = world.state.requirements;
  const auto& versions = world.state.app_versions;
  if (requirements_ == requirements.generation && app_versions_ == versions.generation &&
      language_ == world.language)
    return;
  requirements_ = requirements.generation;
  app_versions_ = versions.generation;
  language_ = world.language;
  std::vector<const contract::AppVersion*> by_date;
  for (const auto& each : versions.items()) by_date.push_back(&each);
  std::sort(by_date.begin(), by_date.end(),
            [](const auto* a, const auto* b) { return a->due_at < b->due_at; });
  versions_.clear();
  std::map<std::string, std::size_t, std::less<>> place;
  for (const auto* each : by_date) {
    place[each->id] = versions_.size();
    versions_.push_back({each->id, each->name});
  }
  versions_.push_back({kNoVersion, tr("requirements.no_version")});
  const auto stakeholders = contract::enum_values<Stakeholder>().size();
  cells_.assign(stakeholders + 1, std::vector<Cell>(versions_.size()));
  const auto count = [](Cell& cell, const Requirement& each) {
    ++cell.all;
    cell.evidenced += each.state == RequirementState::evidenced;
    cell.done += each.state == RequirementState::done;
  };
  for (const auto& each : requirements.items()) {
    if (each.archived) continue;
    const auto at = each.app_version_id ? place.find(*each.app_version_id) : place.end();
    const auto column = at == place.end() ? versions_.size() - 1 : at->second;
    for (const auto stakeholder : each.stakeholders)
      count(cells_[static_cast<std::size_t>(stakeholder)][column], each);
    count(cells_.back()[column], each);
  }
}

Cell Coverage::cell(std::optional<Stakeholder> stakeholder, std::size_t version) const {
  const auto row = stakeholder ? static_cast<std::size_t>(*stakeholder) : cells_.size() - 1;
  return cells_[row][version];
}

Cell Coverage::sum(std::optional<Stakeholder> stakeholder) const {
  Cell sum;
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    const auto one = cell(stakeholder, i);
    sum.all += one.all;
    sum.evidenced += one.evidenced;
    sum.done += one.done;
  }
  return sum;
}

// ---- feedback

const std::vector<std::uint32_t>& Said::about(const World& world, const std::string& requirement_id) {
  static const std::vector<std::uint32_t> kNothing;
  const auto& list = world.state.feedback;
  if (generation_ != list.generation) {
    generation_ = list.generation;
    by_requirement_.clear();
    const auto& items = list.items();
    for (std::uint32_t i = 0; i < items.size(); ++i)
      if (items[i].requirement_id && !items[i].merged_into && !items[i].archived)
        by_requirement_[*items[i].requirement_id].push_back(i);
    for (auto& [id, rows] : by_requirement_)
      std::stable_sort(rows.begin(), rows.end(),
                       [&](auto a, auto b) { return items[a].votes > items[b].votes; });
  }
  const auto at = by_requirement_.find(requirement_id);
  return at == by_requirement_.end() ? kNothing : at->second;
}

// ---- rights and words

bool may_write(const World& world) {
  return contract::may(world.role, Operation::change_requirement);
}

bool may_prove(const World& world) {
  return contract::may(world.role, Operation::add_evidence);
}

std::optional<Stakeholder> signs_for(const World& world) {
  return world.state.me ? world.state.me->stakeholder : std::nullopt;
}

int waiting(const World& world) {
  const auto mine = signs_for(world);
  if (!mine) return 0;
  const auto& all = world.state.requirements.items();
  return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const Requirement& each) {
    const auto* sign = signature(each, *mine);
    return !each.archived && each.state == RequirementState::evidenced && asks(each, *mine) &&
           (sign == nullptr || !sign->counts);
  }));
}

Look look_of(RequirementState state) {
  switch (state) {
    case RequirementState::open:
      return {kit::icons::radio_button_unchecked, kit::Tone::neu};
    case RequirementState::evidenced:
      return {kit::icons::hourglass_empty, kit::Tone::info};
    case RequirementState::done:
      return {kit::icons::task_alt, kit::Tone::ok};
  }
  return {kit::icons::radio_button_unchecked, kit::Tone::neu};
}

Look look_of(RequirementPriority priority) {
  switch (priority) {
    case RequirementPriority::must:
      return {kit::icons::flag, kit::Tone::high};
    case RequirementPriority::should:
      return {kit::icons::arrow_upward, kit::Tone::warn};
    case RequirementPriority::can:
      return {kit::icons::remove, kit::Tone::neu};
  }
  return {kit::icons::remove, kit::Tone::neu};
}

std::string word(RequirementState state) {
  return enum_word("requirements.state.", state);
}
std::string word(RequirementPriority priority) {
  return enum_word("requirements.field.priority.", priority);
}
std::string word(Stakeholder stakeholder) {
  return enum_word("requirements.stakeholder.", stakeholder);
}

std::string words_of(const std::vector<Stakeholder>& stakeholders) {
  std::vector<std::string> words;
  for (const auto each : stakeholders) words.push_back(word(each));
  return joined(words, ", ");
}

std::string version_name(const World& world, const std::optional<std::string>& version_id) {
  if (!version_id) return {};
  const auto* version = world.state.app_versions.find(*version_id);
  return version != nullptr ? version->name : *version_id;
}

std::string title_of(const Requirement& requirement) {
  return requirement.key + " · " + requirement.title;
}

std::string missing_words(const Requirement& requirement) {
  if (requirement.state == RequirementState::done) return {};
  if (requirement.state == RequirementState::open)
    return tr(requirement.evidence.empty() ? "requirements.missing.evidence" : "requirements.missing.passed");
  std::vector<std::string> waiting_for;
  for (const auto each : requirement.stakeholders) {
    const auto* sign = signature(requirement, each);
    if (sign == nullptr || !sign->counts) waiting_for.push_back(word(each));
  }
  if (waiting_for.empty()) return tr("requirements.missing.stakeholder");
  return tr("requirements.missing.signatures", {{"who", joined(waiting_for, ", ")}});
}

std::string model_word(MaturityModel model) {
  return enum_word("requirements.field.maturity_model.", model);
}

const SignOff* signature(const Requirement& requirement, Stakeholder stakeholder) {
  const auto at = std::find_if(requirement.signoffs.begin(), requirement.signoffs.end(),
                               [&](const SignOff& each) { return each.stakeholder == stakeholder; });
  return at == requirement.signoffs.end() ? nullptr : &*at;
}

std::string why_not_sign(const World& world, const Requirement& requirement) {
  const auto mine = signs_for(world);
  if (!mine) return tr("requirements.why.no_stakeholder");
  if (!asks(requirement, *mine)) return tr("requirements.why.not_mine", {{"who", word(*mine)}});
  if (requirement.state == RequirementState::open) return tr("requirements.why.no_evidence");
  const auto* sign = signature(requirement, *mine);
  if (sign != nullptr && sign->counts) return tr("requirements.why.signed");
  return {};
}

// ---- what is written

Written written_of(const Requirement& requirement) {
  return {requirement.id,
          requirement.title,
          requirement.text,
          joined(requirement.criteria, "\n"),
          joined(requirement.depends_on, ", "),
          requirement.priority,
          requirement.app_version_id,
          requirement.ozg_id,
          requirement.maturity_model,
          requirement.maturity};
}

Requirement with(const Requirement& requirement, const Written& written) {
  Requirement after = requirement;
  after.title = written.title;
  after.text = written.text;
  after.criteria = parted(written.criteria, "\n");
  after.depends_on = parted(written.depends_on, ", ;");
  after.priority = written.priority;
  after.app_version_id = written.app_version_id;
  after.ozg_id = written.ozg_id;
  after.maturity_model = written.maturity_model;
  after.maturity = written.maturity;
  // A grade has the scale that is in use since 2025, and no scale has no grade.
  if (written.maturity != requirement.maturity && after.maturity_model == MaturityModel::none)
    after.maturity_model = MaturityModel::ozg_2_0;
  else if (after.maturity_model == MaturityModel::none)
    after.maturity = 0;
  return after;
}

std::vector<form::Field> fields(const World& world) {
  auto all = form::fields_of(contract::type_info<Written>(), "requirements", {}, {});
  give_versions(all, world);
  return all;
}

std::vector<form::Field> new_fields(const World& world) {
  auto all = form::fields_of(contract::type_info<Requirement>(), "requirements", {},
                             {"ozg_id", "maturity_model", "maturity", "archived"}, true);
  give_versions(all, world);
  return all;
}

// ---- changes

Change edit_of(const Requirement& before, const Requirement& after, std::string title) {
  auto change = patch_of(Operation::change_requirement, before, after, std::move(title), title_of(before));
  auto back = patch_of(Operation::change_requirement, after, before, change.title, change.detail);
  back.if_match.clear();
  change.undo = std::make_shared<Change>(std::move(back));
  return change;
}

Change create_of(const Requirement& made, const std::string& draft_key) {
  Change change;
  change.operation = Operation::create_requirement;
  change.body = contract::encode_new(made);
  change.title = tr("requirements.done.made");
  change.detail = made.title;
  change.draft_key = draft_key;
  return change;
}

Change evidence_of(const Requirement& requirement, const Evidence& evidence) {
  return post(Operation::add_evidence, requirement, contract::encode_new(evidence),
              tr("requirements.done.evidence"));
}

Change withdraw_of(const Requirement& requirement, const Evidence& evidence) {
  auto change = post(Operation::add_evidence, requirement, "{}", tr("requirements.done.withdrawn"));
  change.query = "withdraw=" + evidence.id;
  return change;
}

Change sign_of(const Requirement& requirement, const std::string& note) {
  contract::NewSignOff wish;
  wish.note = note;
  auto change = post(Operation::sign_requirement, requirement, contract::encode_new(wish),
                     tr("requirements.done.signed"));
  // Of what was read, and of nothing that came meanwhile.
  change.if_match = contract::etag(requirement.id, requirement.revision);
  change.queueable = false;
  change.undo = std::make_shared<Change>(unsign_of(requirement));
  return change;
}

Change unsign_of(const Requirement& requirement) {
  contract::NewSignOff wish;
  wish.withdraw = true;
  return post(Operation::sign_requirement, requirement, contract::encode_new(wish),
              tr("requirements.done.unsigned"));
}

// ---- export

std::string csv_of(const World& world, const std::vector<std::uint32_t>& rows) {
  static const char* const kHeads[] = {"key",      "title",        "text",           "priority",
                                       "criteria", "stakeholders", "depends_on",     "app_version_id",
                                       "state",    "ozg_id",       "maturity_model", "maturity"};
  const char separator = base::csv_separator(world.language);
  std::vector<std::string> heads;
  for (const auto* head : kHeads) heads.push_back(kit::tr_or(std::string("requirements.csv.") + head, ""));
  std::string csv = std::string(base::kByteOrderMark) + base::csv_row(heads, separator);
  for (const auto at : rows) {
    const auto& each = world.state.requirements.items()[at];
    const bool graded = each.maturity_model != MaturityModel::none;
    const std::string cells[] = {each.key,
                                 each.title,
                                 each.text,
                                 word(each.priority),
                                 joined(each.criteria, "|"),
                                 words_of(each.stakeholders),
                                 joined(each.depends_on, ", "),
                                 version_name(world, each.app_version_id),
                                 word(each.state),
                                 each.ozg_id.value_or(""),
                                 each.maturity_model == MaturityModel::ozg_1_1   ? "1.1"
                                 : each.maturity_model == MaturityModel::ozg_2_0 ? "2.0"
                                                                                 : "",
                                 graded ? std::to_string(each.maturity) : ""};
    csv += base::csv_row(cells, separator);
  }
  return csv;
}

std::string csv_name(base::Timestamp now) {
  const auto day = kit::local_time(now);
  char name[64];
  std::snprintf(name, sizeof name, "%s-%04d-%02d-%02d.csv", tr("requirements.csv.name"), day.year, day.month,
                day.day);
  return name;
}

}  // namespace stadtpult::panels::requirements
