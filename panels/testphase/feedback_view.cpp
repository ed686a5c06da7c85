#include "panels/testphase/feedback_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "api-client/base/csv.hpp"
#include "api-client/base/json.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"
#include "panels/people.hpp"

namespace stadtpult::panels::testphase {

using contract::Operation;
using kit::tr;

namespace {

constexpr std::size_t kShares = 4;
constexpr std::size_t kPreparedAtOnce = 1'500;  ///< within a frame's time

bool is_settled(const Feedback& item) {
  return item.state == FeedbackState::done || item.state == FeedbackState::declined;
}

/// The one shelf beside `all` that it lies on.
Shelf shelf_of(const Feedback& item) {
  if (item.archived) return Shelf::archived;
  if (item.merged_into) return Shelf::merged;
  if (!is_settled(item)) return Shelf::open;
  return item.state == FeedbackState::done ? Shelf::done : Shelf::declined;
}

bool fits(const Feedback& item, const Wish& wish, const std::string& person) {
  if (wish.kind && item.kind != *wish.kind) return false;
  if (wish.priority && item.priority != *wish.priority) return false;
  if (!wish.round_id.empty() && item.round_id != wish.round_id) return false;
  if (!wish.miniapp_id.empty() && item.miniapp_id != wish.miniapp_id) return false;
  if (!wish.label.empty() &&
      std::find(item.labels.begin(), item.labels.end(), wish.label) == item.labels.end())
    return false;
  if (wish.whose == Whose::everybodys) return true;
  return wish.whose == Whose::mine ? item.assignee_id == person && !person.empty() : !item.assignee_id;
}

/// What the search looks into.
void append_text(std::string& out, const Feedback& item) {
  kit::append_folded(out, number_of(item));
  const auto append = [&](std::string_view words) {
    out += ' ';
    kit::append_folded(out, words);
  };
  for (const auto* words : {&item.title, &item.text, &item.tester, &item.assignee_name}) append(*words);
  for (const auto& label : item.labels) append(label);
}

using Json = nlohmann::json;

Json json_of(const Wish& wish) {
  Json out = {{"search", wish.search},
              {"round", wish.round_id},
              {"miniapp", wish.miniapp_id},
              {"label", wish.label},
              {"votes", wish.by_votes},
              {"whose", static_cast<int>(wish.whose)},
              {"shelf", static_cast<int>(wish.shelf)}};
  if (wish.kind) out["kind"] = contract::enum_name(*wish.kind);
  if (wish.priority) out["priority"] = contract::enum_name(*wish.priority);
  return out;
}

std::optional<Wish> wish_of(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  Wish wish;
  try {
    wish.search = json.value("search", "");
    wish.round_id = json.value("round", "");
    wish.miniapp_id = json.value("miniapp", "");
    wish.label = json.value("label", "");
    wish.by_votes = json.value("votes", false);
    wish.whose = static_cast<Whose>(std::clamp(json.value("whose", 0), 0, 2));
    wish.shelf = static_cast<Shelf>(std::clamp(json.value("shelf", 0), 0, kShelves - 1));
    wish.kind = contract::enum_from<FeedbackKind>(json.value("kind", ""));
    wish.priority = contract::enum_from<FeedbackPriority>(json.value("priority", ""));
  } catch (const Json::exception&) {
    return std::nullopt;  // written by another version: a view less, and nothing lost
  }
  return wish;
}

/// What a desk keeps of an item for a conflict: all but its timeline.
std::string encode_before(Feedback feedback) {
  feedback.timeline.clear();
  return contract::encode(feedback);
}

}  // namespace

bool Wish::narrowed() const {
  Wish plain;
  plain.shelf = shelf;
  plain.by_votes = by_votes;
  return *this != plain;
}

std::string to_text(const Wish& wish) {
  return json_of(wish).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Wish> wish_from(std::string_view text) {
  return wish_of(base::parse_json(text));
}

std::string to_text(const std::vector<SavedView>& views) {
  Json out = Json::array();
  for (const auto& view : views) out.push_back({{"name", view.name}, {"wish", json_of(view.wish)}});
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<SavedView> views_from(std::string_view text) {
  std::vector<SavedView> views;
  const Json all = base::parse_json(text);
  if (!all.is_array()) return views;
  for (const auto& each : all) {
    if (!each.is_object() || !each.contains("name") || !each["name"].is_string()) continue;
    if (auto wish = wish_of(each.value("wish", Json()))) views.push_back({each["name"], std::move(*wish)});
  }
  return views;
}

// ---- which are shown ----

void Index::rebuild(const World& world) {
  const auto& items = world.state.feedback.items();
  // The numbers beside the places: items are large, and sorting would fetch each many times.
  std::vector<std::pair<std::int64_t, std::uint32_t>> numbers(items.size());
  for (std::uint32_t i = 0; i < numbers.size(); ++i) numbers[i] = {items[i].number, i};
  const auto newer = [](const auto& a, const auto& b) { return a.first > b.first; };
  if (!std::is_sorted(numbers.begin(), numbers.end(), newer))
    std::sort(numbers.begin(), numbers.end(), newer);
  newest_.resize(items.size());
  std::transform(numbers.begin(), numbers.end(), newest_.begin(),
                 [](const auto& each) { return each.second; });
  voted_.clear();
  all_ = settled_ = 0;
  std::map<std::string_view, int> open;
  std::set<std::string> labels;
  for (const Feedback& item : items) {
    labels.insert(item.labels.begin(), item.labels.end());
    if (item.archived || item.merged_into) continue;
    ++all_;
    if (is_settled(item))
      ++settled_;
    else
      ++open[item.miniapp_id ? std::string_view(*item.miniapp_id) : std::string_view()];
  }
  labels_.assign(labels.begin(), labels.end());
  shares_.clear();
  for (const auto& [id, count] : open) {
    const auto* app = world.state.miniapps.find(id);
    shares_.push_back({std::string(id),
                       id.empty()       ? std::string(tr("testphase.city_app"))
                       : app != nullptr ? app->name.in(language_)
                                        : std::string(id),
                       count});
  }
  std::sort(shares_.begin(), shares_.end(), [](const Share& a, const Share& b) {
    return a.open != b.open ? a.open > b.open : a.name < b.name;
  });
  if (shares_.size() <= kShares + 1) return;
  Share rest{"", tr("testphase.all_others"), 0};
  for (std::size_t i = kShares; i < shares_.size(); ++i) rest.open += shares_[i].open;
  shares_.resize(kShares);
  shares_.push_back(std::move(rest));
}

const std::vector<std::uint32_t>& Index::by_votes(const World& world) {
  const auto& items = world.state.feedback.items();
  if (voted_.size() == items.size()) return voted_;
  voted_ = newest_;
  std::stable_sort(voted_.begin(), voted_.end(),
                   [&](auto a, auto b) { return items[a].votes > items[b].votes; });
  return voted_;
}

bool Index::prepare(const World& world) {
  return texts_.update(world.state.feedback, append_text, kPreparedAtOnce);
}

void Index::update(const World& world, const Wish& wish) {
  const auto& list = world.state.feedback;
  const bool same_list = generation_ == list.generation && language_ == world.language &&
                         apps_generation_ == world.state.miniapps.generation;
  if (same_list && wish_ == wish && person_ == world.principal_id) return;
  generation_ = list.generation;
  apps_generation_ = world.state.miniapps.generation;
  language_ = world.language;
  person_ = world.principal_id;
  wish_ = wish;
  if (!same_list) rebuild(world);
  const auto& items = list.items();
  rows_.clear();
  for (auto& column : columns_) column.clear();
  counts_ = {};
  const auto words = kit::folded(wish.search);
  if (!words.empty()) texts_.update(list, append_text);
  for (const auto at : wish.by_votes ? by_votes(world) : newest_) {
    const Feedback& item = items[at];
    if (!fits(item, wish, person_)) continue;
    if (!words.empty() && texts_[at].find(words) == std::string_view::npos) continue;
    const Shelf shelf = shelf_of(item);
    ++counts_[static_cast<std::size_t>(shelf)];
    ++counts_[static_cast<std::size_t>(Shelf::all)];
    if (wish.shelf == shelf || wish.shelf == Shelf::all) rows_.push_back(at);
    if (!item.archived && !item.merged_into) columns_[static_cast<std::size_t>(item.state)].push_back(at);
  }
}

bool may_read(const World& world) {
  return contract::may(world.role, Operation::list_feedback);
}

bool may_work(const World& world) {
  return contract::may(world.role, Operation::change_feedback);
}

int waiting(const World& world) {
  if (!may_work(world)) return 0;
  const auto& items = world.state.feedback.items();
  return static_cast<int>(std::count_if(items.begin(), items.end(), [](const Feedback& each) {
    return each.state == FeedbackState::received && !each.archived && !each.merged_into;
  }));
}

// ---- words ----

Look look_of(FeedbackKind kind) {
  switch (kind) {
    case FeedbackKind::bug:
      return {kit::icons::bug_report, kit::Tone::err};
    case FeedbackKind::wish:
      return {kit::icons::lightbulb, kit::Tone::vio};
    case FeedbackKind::question:
      return {kit::icons::contact_support, kit::Tone::info};
    case FeedbackKind::praise:
      return {kit::icons::thumb_up, kit::Tone::ok};
  }
  return {kit::icons::bug_report, kit::Tone::neu};
}

Look look_of(FeedbackState state) {
  switch (state) {
    case FeedbackState::received:
      return {kit::icons::inbox, kit::Tone::vio};
    case FeedbackState::triaged:
      return {kit::icons::label_outline, kit::Tone::info};
    case FeedbackState::planned:
      return {kit::icons::event, kit::Tone::info};
    case FeedbackState::in_progress:
      return {kit::icons::pending, kit::Tone::warn};
    case FeedbackState::done:
      return {kit::icons::task_alt, kit::Tone::ok};
    case FeedbackState::declined:
      return {kit::icons::block, kit::Tone::neu};
  }
  return {kit::icons::inbox, kit::Tone::neu};
}

Look look_of(FeedbackPriority priority) {
  switch (priority) {
    case FeedbackPriority::none:
      return {kit::icons::radio_button_unchecked, kit::Tone::neu};
    case FeedbackPriority::low:
      return {kit::icons::info_outline, kit::Tone::info};
    case FeedbackPriority::medium:
      return {kit::icons::error_outline, kit::Tone::warn};
    case FeedbackPriority::high:
      return {kit::icons::warning, kit::Tone::high};
    case FeedbackPriority::critical:
      return {kit::icons::dangerous, kit::Tone::err};
  }
  return {kit::icons::radio_button_unchecked, kit::Tone::neu};
}

std::string word_of(FeedbackKind kind) {
  return kit::tr_or(std::string("testphase.kind.") + contract::enum_name(kind), "");
}
std::string word_of(FeedbackState state) {
  return kit::tr_or(std::string("testphase.state.") + contract::enum_name(state), "");
}
std::string word_of(FeedbackPriority priority) {
  return kit::tr_or(std::string("testphase.priority.") + contract::enum_name(priority), "");
}

std::string number_of(const Feedback& feedback) {
  std::string digits = std::to_string(feedback.number);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  return "RM-" + digits;
}

std::string name_of(const Feedback& feedback) {
  return number_of(feedback) + " " + feedback.title;
}

std::string place_of(const Feedback& feedback, const World& world) {
  if (!feedback.miniapp_id) return tr("testphase.city_app");
  const auto* app = world.state.miniapps.find(*feedback.miniapp_id);
  return app != nullptr ? app->name.in(world.language) : *feedback.miniapp_id;
}

std::string origin_of(const Feedback& feedback, const World& world) {
  std::string words = !feedback.tester.empty()                               ? feedback.tester
                      : feedback.source == contract::FeedbackSource::open311 ? tr("testphase.from.open311")
                      : feedback.source == contract::FeedbackSource::console ? tr("testphase.from.console")
                                                                             : tr("testphase.from.guest");
  words += ", " + kit::format_when_time(feedback.created_at, world.now);
  if (!feedback.device.empty()) words += ", " + feedback.device;
  if (!feedback.app_version.empty())
    words += ", " + std::string(tr("testphase.city_app")) + " " + feedback.app_version;
  return words;
}

StepWords words_of(const contract::TimelineStep& step) {
  struct Row {
    const char* action;
    const char* icon;
  };
  static const Row rows[] = {{"received", kit::icons::inbox},      {"assigned", kit::icons::person_add},
                             {"state", kit::icons::swap_vert},     {"priority", kit::icons::flag},
                             {"note", kit::icons::lock_outline},   {"reply", kit::icons::send},
                             {"merged", kit::icons::content_copy}, {"unmerged", kit::icons::content_copy},
                             {"linked", kit::icons::link},         {"planned", kit::icons::rocket_launch},
                             {"archived", kit::icons::archive},    {"restored", kit::icons::restore},
                             {"redacted", kit::icons::visibility}, {"edited", kit::icons::edit}};
  StepWords out{kit::icons::info_outline, step.action, step.detail};
  for (const auto& row : rows)
    if (step.action == row.action) out.icon = row.icon;
  std::string detail = step.detail;
  if (step.action == "state") {
    const auto colon = detail.find(": ");
    const std::string word = detail.substr(0, colon);
    out.detail = colon == std::string::npos ? "" : detail.substr(colon + 2);
    const auto state = contract::enum_from<FeedbackState>(word);
    out.words = tr("testphase.step.state", {{"state", state ? word_of(*state) : word}});
    return out;
  }
  if (step.action == "priority") {
    const auto priority = contract::enum_from<FeedbackPriority>(detail);
    out.words = tr("testphase.step.priority", {{"priority", priority ? word_of(*priority) : detail}});
    out.detail.clear();
    return out;
  }
  const bool bare =
      detail.empty() && (step.action == "assigned" || step.action == "linked" || step.action == "planned");
  const bool shows_detail = step.action == "note" || step.action == "reply" || step.action == "redacted" ||
                            step.action == "archived";
  if (step.action == "received") detail = kit::tr_or("testphase.source." + step.detail, step.detail.c_str());
  out.words = kit::tr_or("testphase.step." + step.action + (bare ? ".none" : ""), step.action.c_str());
  const auto place = out.words.find("{what}");
  if (place != std::string::npos) out.words.replace(place, 6, detail);
  if (!shows_detail) out.detail.clear();
  return out;
}

Feedback shown(const Feedback& listed, const World& world) {
  Feedback out = listed;
  const auto& state = world.state;
  if (state.open_feedback_id == listed.id && state.open_feedback.value() != nullptr)
    out.timeline = state.open_feedback.value()->timeline;
  return out;
}

bool has_place(const Feedback& feedback) {
  return !feedback.address.empty() || feedback.latitude || feedback.longitude;
}

std::optional<Go> place_to_open(const Feedback& feedback, const World& world) {
  constexpr std::string_view kPage = "page:";
  const auto* round = feedback.round_id ? world.state.test_rounds.find(*feedback.round_id) : nullptr;
  const auto ring = round != nullptr ? round->ring : contract::Ring::everyone;
  if (feedback.screen.starts_with(kPage)) {
    const auto slug = std::string_view(feedback.screen).substr(kPage.size());
    for (const auto& page : world.state.pages.items())
      if (page.slug == slug)
        return Go{"content", page.id,
                  "at:" + std::to_string(feedback.created_at.ms) + ":" + contract::enum_name(ring)};
  }
  if (feedback.miniapp_id && world.state.miniapps.find(*feedback.miniapp_id) != nullptr)
    return Go{"catalogue", *feedback.miniapp_id,
              feedback.miniapp_version.empty() ? "" : "version:" + feedback.miniapp_version};
  return std::nullopt;
}

std::vector<std::uint32_t> find_requirements(const World& world, std::string_view search, std::size_t most) {
  const auto words = kit::folded(search);
  const auto& items = world.state.requirements.items();
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < items.size() && found.size() < most; ++i)
    if (!items[i].archived &&
        kit::folded(items[i].key + " " + items[i].title).find(words) != std::string::npos)
      found.push_back(i);
  return found;
}

std::vector<std::pair<std::string, std::string>> people(const World& world) {
  PeopleSeen seen(world);
  for (const auto& item : world.state.feedback.items())
    if (item.assignee_id && !world.state.feedback.pending(item.id))
      seen.add(*item.assignee_id, item.assignee_name);
  for (const auto& page : world.state.pages.items()) seen.add(page.updated_by, page.updated_by_name);
  for (const auto& release : world.state.releases.items())
    seen.add(release.created_by, release.created_by_name);
  return seen.all();
}

// ---- changes ----

Change change_of(const Feedback& before, const Feedback& after, std::string title) {
  Feedback from = before, to = after;
  from.timeline.clear();  // steps are the platform's
  to.timeline.clear();
  auto change = patch_of(Operation::change_feedback, from, to, std::move(title),
                         number_of(before) + " · " + before.title);
  change.before = encode_before(before);
  Feedback back = from;
  back.note = back.reply = "";
  Feedback done = to;
  done.note = done.reply = done.reason = "";
  // Taking a decline back needs no reason of its own; what was said stays said.
  back.reason = "";
  // Declining needs a reason: what was reopened is declined anew by a person.
  const bool declines = back.state == FeedbackState::declined && done.state != back.state;
  if (back == done || declines) return change;
  auto undo = patch_of(Operation::change_feedback, done, back, change.title, change.detail);
  undo.if_match.clear();
  change.undo = std::make_shared<Change>(std::move(undo));
  return change;
}

Change move_of(const Feedback& feedback, FeedbackState to, const std::string& reason) {
  Feedback after = feedback;
  after.state = to;
  after.reason = reason;
  return change_of(feedback, after, tr("testphase.done.state", {{"state", word_of(to)}}));
}

Change assign_of(const Feedback& feedback, const std::string& person_id, const std::string& name) {
  Feedback after = feedback;
  after.assignee_id = person_id.empty() ? std::nullopt : std::optional(person_id);
  if (person_id.empty()) return change_of(feedback, after, tr("testphase.done.nobody"));
  return change_of(feedback, after, tr("testphase.done.assign", {{"name", name}}));
}

Change merge_of(const Feedback& feedback, const Feedback& into) {
  Feedback after = feedback;
  after.merged_into = into.id;
  return change_of(feedback, after, tr("testphase.done.merge", {{"number", number_of(into)}}));
}

Change speak_of(const Feedback& feedback, const std::string& words, bool internal) {
  Feedback after = feedback;
  (internal ? after.note : after.reply) = words;
  return change_of(feedback, after, tr(internal ? "testphase.done.note" : "testphase.done.reply"));
}

std::optional<FeedbackState> beside(FeedbackState state, int by) {
  const int at = static_cast<int>(state) + by;
  // Declining is no next step: it needs a reason.
  if (at < 0 || at > static_cast<int>(FeedbackState::done)) return std::nullopt;
  return static_cast<FeedbackState>(at);
}

std::vector<Change> bulk_of(std::span<const Feedback* const> items, const Bulk& bulk, std::string group) {
  std::vector<Change> changes;
  for (const auto* item : items) {
    Feedback after = *item;
    std::string title;
    switch (bulk.what) {
      case Bulk::What::state:
        after.state = bulk.state;
        title = tr("testphase.done.state", {{"state", word_of(bulk.state)}});
        break;
      case Bulk::What::priority:
        after.priority = bulk.priority;
        title = tr("testphase.done.priority", {{"priority", word_of(bulk.priority)}});
        break;
      case Bulk::What::assign:
        after.assignee_id =
            bulk.person_id.empty() ? std::nullopt : std::optional<std::string>(bulk.person_id);
        title = bulk.person_id.empty() ? std::string(tr("testphase.done.nobody"))
                                       : tr("testphase.done.assign", {{"name", bulk.person_name}});
        break;
      case Bulk::What::label:
        if (std::find(after.labels.begin(), after.labels.end(), bulk.label) == after.labels.end())
          after.labels.push_back(bulk.label);
        title = tr("testphase.done.label", {{"label", bulk.label}});
        break;
      case Bulk::What::archive:
        after.archived = true;
        title = tr("testphase.done.archive");
        break;
    }
    if (after == *item) continue;
    after.reason = bulk.reason;
    Change change = change_of(*item, after, std::move(title));
    change.group = group;
    changes.push_back(std::move(change));
  }
  return changes;
}

std::string template_title(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r\n.,");
  if (from == std::string_view::npos) return tr("testphase.template");
  text.remove_prefix(from);
  text = text.substr(0, text.find_first_of("\n.,"));
  std::string title;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at + 1), text.size());
    if (!title.empty() && title.size() + (end - at) > 60) break;
    title += text.substr(at, end - at);
    at = end;
  }
  return title.size() > 200 ? std::string(tr("testphase.template")) : title;
}

std::string filled(const contract::ReplyTemplate& reply, const Feedback& feedback) {
  std::string text = reply.text;
  const std::pair<std::string_view, std::string> fields[] = {{"{nummer}", number_of(feedback)},
                                                             {"{titel}", feedback.title}};
  for (const auto& [name, value] : fields)
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
      text.replace(at, name.size(), value);
  return text;
}

std::string csv_of(const World& world, std::span<const std::uint32_t> rows) {
  const auto& items = world.state.feedback.items();
  std::string csv;
  csv.reserve(rows.size() * 200);
  const char* heads[] = {"number", "kind", "title",    "text",   "state",       "priority", "votes",
                         "place",  "from", "assignee", "labels", "requirement", "received"};
  const char separator = base::csv_separator(world.language);
  std::vector<std::string> words;
  for (const auto* head : heads) words.push_back(kit::tr_or(std::string("testphase.csv.") + head, ""));
  csv += base::kByteOrderMark;
  csv += base::csv_row(words, separator);
  for (const auto row : rows) {
    const Feedback& item = items[row];
    std::string labels;
    for (const auto& each : item.labels) labels += (labels.empty() ? "" : ", ") + each;
    const auto* requirement =
        item.requirement_id ? world.state.requirements.find(*item.requirement_id) : nullptr;
    const std::string cells[] = {number_of(item),
                                 word_of(item.kind),
                                 item.title,
                                 item.text,
                                 word_of(item.state),
                                 word_of(item.priority),
                                 std::to_string(item.votes),
                                 place_of(item, world),
                                 item.tester,
                                 item.assignee_name,
                                 labels,
                                 requirement != nullptr ? requirement->key : "",
                                 base::to_rfc3339(item.created_at)};
    csv += base::csv_row(cells, separator);
  }
  return csv;
}

// ---- floods ----

std::vector<Slowed> slowed_lately(const World& world) {
  std::map<std::tuple<contract::FloodKind, std::string_view, std::string_view>, Slowed> all;
  const auto* floods = world.state.floods.value();
  if (floods == nullptr) return {};
  for (const auto& flood : *floods) {
    if (flood.hour.ms < world.now.ms - base::kDayMs) continue;
    const std::string_view round = flood.round_id ? std::string_view(*flood.round_id) : std::string_view();
    auto& slowed = all[{flood.kind, flood.who, round}];
    const bool first = slowed.count == 0;
    slowed.kind = flood.kind;
    slowed.who = flood.who;
    slowed.round_id = round;
    slowed.count += flood.count;
    slowed.since = first ? flood.hour : std::min(slowed.since, flood.hour);
    if (first || flood.hour >= slowed.last) {
      slowed.last_count = (!first && flood.hour == slowed.last ? slowed.last_count : 0) + flood.count;
      slowed.last = flood.hour;
    }
  }
  std::vector<Slowed> rows;
  for (auto& [key, slowed] : all) rows.push_back(std::move(slowed));
  std::stable_sort(rows.begin(), rows.end(), [](const Slowed& a, const Slowed& b) {
    return a.last != b.last ? a.last > b.last : a.count > b.count;
  });
  return rows;
}

std::string who_of(const Slowed& slowed, const World& world) {
  if (slowed.who.empty()) return tr("testphase.floods.many");
  if (slowed.kind == contract::FloodKind::source) return tr("testphase.floods.source", {{"who", slowed.who}});
  const auto* round = world.state.test_rounds.find(slowed.round_id);
  return round == nullptr ? slowed.who
                          : tr("testphase.floods.code", {{"who", slowed.who}, {"round", round->name}});
}

std::string count_words(const Slowed& slowed, const World& world) {
  return kit::tr_n("testphase.floods.count", slowed.count,
                   {{"since", kit::format_when_time(slowed.since, world.now)}});
}

std::string flood_words(const std::vector<Slowed>& all, const World& world) {
  if (all.empty()) return {};
  if (all.size() == 1) return who_of(all[0], world) + ": " + count_words(all[0], world);
  Slowed together = all[0];
  for (std::size_t i = 1; i < all.size(); ++i) {
    together.count += all[i].count;
    together.since = std::min(together.since, all[i].since);
  }
  return kit::tr_n("testphase.floods.senders", static_cast<std::int64_t>(all.size())) + ": " +
         count_words(together, world);
}

std::string mark_of(const std::vector<Slowed>& all) {
  if (all.empty()) return {};
  const auto newest = all.front().last;
  std::int64_t count = 0;
  for (const auto& each : all)
    if (each.last == newest) count += each.last_count;
  return std::to_string(newest.ms) + ":" + std::to_string(count);
}

Wish wish_for(const Slowed& slowed) {
  Wish wish;
  wish.search = slowed.who;
  wish.round_id = slowed.round_id;
  wish.shelf = Shelf::all;
  return wish;
}

// ---- rounds ----

RoundLife life_of(const contract::TestRound& round, base::Timestamp now) {
  if (round.closed) return RoundLife::closed;
  if (now < round.starts_at) return RoundLife::planned;
  return now < round.ends_at ? RoundLife::running : RoundLife::over;
}

std::string life_words(const contract::TestRound& round, base::Timestamp now) {
  const auto days = [](std::int64_t ms) { return (ms + base::kDayMs - 1) / base::kDayMs; };
  switch (life_of(round, now)) {
    case RoundLife::planned:
      return tr("testphase.round.planned");
    case RoundLife::running:
      return tr("testphase.round.running",
                {{"day", kit::format_number((now.ms - round.starts_at.ms) / base::kDayMs + 1)},
                 {"days", kit::format_number(days(round.ends_at.ms - round.starts_at.ms))}});
    case RoundLife::over:
      return tr("testphase.round.over");
    case RoundLife::closed:
      return tr("testphase.round.closed");
  }
  return {};
}

float progress_of(const contract::TestRound& round, base::Timestamp now) {
  if (round.closed) return 1;
  const auto whole = static_cast<float>(round.ends_at.ms - round.starts_at.ms);
  return whole <= 0 ? 0 : std::clamp(static_cast<float>(now.ms - round.starts_at.ms) / whole, 0.0F, 1.0F);
}

std::vector<const contract::TestRound*> rounds_of(const World& world) {
  std::vector<const contract::TestRound*> rounds;
  for (const auto& each : world.state.test_rounds.items()) rounds.push_back(&each);
  std::sort(rounds.begin(), rounds.end(),
            [](const auto* a, const auto* b) { return a->starts_at < b->starts_at; });
  return rounds;
}

std::string cohort_word(contract::Cohort cohort) {
  return kit::tr_or(std::string("testphase.cohort.") + contract::enum_name(cohort), "");
}

std::string way_in(const World& world, contract::Cohort cohort) {
  if (cohort == contract::Cohort::share) return tr("testphase.round.share_what");
  if (cohort == contract::Cohort::invited) return tr("testphase.round.invited_what");
  if (auto why = why_no_employees(world); !why.empty()) return why;
  if (!world.state.me) return tr("testphase.round.employees_what");
  return tr("testphase.round.employees_at",
            {{"domains", fmt::format("{}", fmt::join(world.state.me->staff_domains, ", "))}});
}

std::string why_no_employees(const World& world) {
  return world.state.me && world.state.me->staff_domains.empty() ? tr("testphase.why.no_domain") : "";
}

}  // namespace stadtpult::panels::testphase
