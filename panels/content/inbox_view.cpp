#include "panels/content/inbox_view.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"
#include "panels/people.hpp"

namespace stadtpult::panels::inbox {

using contract::Operation;
using kit::tr;

namespace {

/// "PDF": the same in every language.
std::string kind_word(const std::string& media_type) {
  static constexpr std::pair<std::string_view, const char*> kWords[] = {
      {"application/pdf", "PDF"}, {"image/jpeg", "JPEG"}, {"image/png", "PNG"}, {"image/webp", "WebP"}};
  for (const auto& [type, word] : kWords)
    if (type == media_type) return word;
  return media_type;
}

bool belongs(const FormAnswer& answer, Shelf shelf) {
  switch (shelf) {
    case Shelf::open:
      return answer.state == FormAnswerState::received || answer.state == FormAnswerState::in_progress;
    case Shelf::received:
      return answer.state == FormAnswerState::received;
    case Shelf::in_progress:
      return answer.state == FormAnswerState::in_progress;
    case Shelf::done:
      return answer.state == FormAnswerState::done;
    case Shelf::rejected:
      return answer.state == FormAnswerState::rejected;
    default:
      return true;
  }
}

bool belongs(const FormAnswer& answer, Whose whose, const std::string& person) {
  const auto who = answer.assignee_id.value_or("");
  return whose == Whose::everybodys || (whose == Whose::mine ? who == person && !who.empty() : who.empty());
}

std::string page_title(const FormAnswer& answer, std::string_view language) {
  const auto& title = answer.page_title.in(language);
  return title.empty() ? answer.page_id : title;
}

/// Without what was sent: this goes into the outbox, which lies on this machine.
FormAnswer without_answers(FormAnswer answer) {
  answer.answers = {};
  return answer;
}

Change change_of(const FormAnswer& before, const FormAnswer& after, std::string title, const World& world) {
  auto change = patch_of(Operation::change_form_answer, before, after, std::move(title),
                         title_of(before, world.language));
  change.before = contract::encode(without_answers(before));
  auto back = patch_of(Operation::change_form_answer, after, before, change.title, change.detail);
  back.if_match.clear();
  back.before = contract::encode(without_answers(after));  // no list on this machine says it
  change.undo = std::make_shared<Change>(std::move(back));
  return change;
}

}  // namespace

bool may_read(const World& world) {
  return contract::may(world.role, Operation::list_form_answers);
}

bool may_work(const World& world) {
  return contract::may(world.role, Operation::change_form_answer);
}

bool may_erase(const World& world) {
  return contract::may(world.role, Operation::erase_form_answer);
}

int waiting(const World& world) {
  if (!may_work(world)) return 0;
  const auto& list = world.state.form_answers;
  if (list.remote.value() == nullptr) return static_cast<int>(world.state.arrived_answers.size());
  const auto& all = list.items();
  return static_cast<int>(std::count_if(
      all.begin(), all.end(), [](const auto& each) { return each.state == FormAnswerState::received; }));
}

// ---- the list ----

void Index::update(const World& world, const Wish& wish) {
  const auto& list = world.state.form_answers;
  const auto& items = list.items();
  const bool same_list = generation_ == list.generation && language_ == world.language;
  if (same_list && wish_ == wish && person_ == world.principal_id) return;
  generation_ = list.generation;
  language_ = world.language;
  person_ = world.principal_id;
  wish_ = wish;
  if (!same_list) {
    order_.resize(items.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
    std::sort(order_.begin(), order_.end(),
              [&](auto a, auto b) { return items[a].number > items[b].number; });
    folded_.clear();
    std::map<std::string, Origin> origins;
    for (const auto at : order_) {
      const FormAnswer& answer = items[at];
      std::string text = std::to_string(answer.number) + " " + page_title(answer, language_) + " " +
                         answer.assignee_name + " " + answer.note;
      for (const auto& entry : entries_of(answer)) text += " " + entry.value;
      folded_.push_back(kit::folded(text));
      auto& origin = origins[answer.page_id];
      origin.page_id = answer.page_id;
      if (origin.title.empty()) origin.title = page_title(answer, language_);
      ++origin.answers;
    }
    origins_.clear();
    for (auto& [id, origin] : origins) origins_.push_back(std::move(origin));
    std::sort(origins_.begin(), origins_.end(),
              [](const Origin& a, const Origin& b) { return a.title < b.title; });
  }
  rows_.clear();
  counts_ = {};
  const auto words = kit::folded(wish.search);
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const FormAnswer& answer = items[order_[i]];
    if (!wish.page_id.empty() && answer.page_id != wish.page_id) continue;
    if (!belongs(answer, wish.whose, person_) || folded_[i].find(words) == std::string::npos) continue;
    for (int shelf = 0; shelf < kShelves; ++shelf)
      counts_[static_cast<std::size_t>(shelf)] += belongs(answer, static_cast<Shelf>(shelf)) ? 1 : 0;
    if (belongs(answer, wish.shelf)) rows_.push_back(order_[i]);
  }
}

// ---- words ----

StateLook look_of(FormAnswerState state) {
  switch (state) {
    case FormAnswerState::received:
      return {kit::icons::inbox, kit::Tone::vio};
    case FormAnswerState::in_progress:
      return {kit::icons::hourglass_empty, kit::Tone::info};
    case FormAnswerState::done:
      return {kit::icons::task_alt, kit::Tone::ok};
    case FormAnswerState::rejected:
      return {kit::icons::block, kit::Tone::neu};
    case FormAnswerState::erased:
      return {kit::icons::delete_outline, kit::Tone::neu};
  }
  return {kit::icons::inbox, kit::Tone::neu};
}

std::string state_word(FormAnswerState state) {
  return kit::tr_or(std::string("inbox.state.") + contract::enum_name(state), "");
}

std::string title_of(const FormAnswer& answer, std::string_view language) {
  return tr("inbox.number", {{"n", kit::format_number(answer.number)}}) + " · " +
         page_title(answer, language);
}

std::vector<Entry> entries_of(const FormAnswer& answer) {
  const auto sent = base::parse_json(answer.answers.text);
  if (!sent.is_array()) return {{tr("inbox.unreadable"), answer.answers.text}};
  std::vector<Entry> all;
  const auto words = [](const nlohmann::json& value) {
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump();
  };
  for (const auto& each : sent) {
    if (!each.is_object()) continue;
    const auto label = words(each.value("label", nlohmann::json()));
    const auto field = words(each.value("field", nlohmann::json()));
    Entry entry{label.empty() ? field : label, words(each.value("value", nlohmann::json()))};
    if (const auto file = each.find("file"); file != each.end() && file->is_object()) {
      entry.field = field;
      const auto size = file->value("size_bytes", nlohmann::json());
      entry.facts = kind_word(words(file->value("media_type", nlohmann::json()))) + " · " +
                    kit::format_bytes(size.is_number_unsigned() ? size.get<std::uint64_t>() : 0);
    }
    all.push_back(std::move(entry));
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> people(const World& world) {
  PeopleSeen seen(world);
  for (const auto& answer : world.state.form_answers.items())
    seen.add(answer.assignee_id.value_or(""), answer.assignee_name);
  for (const auto& page : world.state.pages.items()) {
    seen.add(page.updated_by, page.updated_by_name);
    seen.add(page.submitted_by, page.submitted_by_name);
  }
  return seen.all();
}

// ---- changes ----

Change step_of(const FormAnswer& answer, FormAnswerState to, const World& world) {
  FormAnswer after = answer;
  after.state = to;
  return change_of(answer, after, kit::tr_or(std::string("inbox.done.") + contract::enum_name(to), ""),
                   world);
}

Change assign_of(const FormAnswer& answer, const std::string& person_id, const std::string& name,
                 const World& world) {
  FormAnswer after = answer;
  after.assignee_id = person_id.empty() ? std::nullopt : std::optional(person_id);
  if (!person_id.empty() && after.state == FormAnswerState::received)
    after.state = FormAnswerState::in_progress;
  return change_of(
      answer, after,
      person_id.empty() ? std::string(tr("inbox.done.nobody")) : tr("inbox.done.assign", {{"name", name}}),
      world);
}

Change note_of(const FormAnswer& answer, const FormAnswer& after, const World& world) {
  return change_of(answer, after, tr("inbox.done.note"), world);
}

Change erase_of(const FormAnswer& answer, const std::string& reason, const World& world) {
  Change change;
  change.operation = Operation::erase_form_answer;
  change.ids = {answer.id};
  change.body = contract::encode_new(contract::FormErasure{reason});
  change.title = tr("inbox.done.erased");
  change.detail = title_of(answer, world.language);
  change.queueable = false;
  return change;
}

std::string erased_words(const FormAnswer& answer, base::Timestamp now) {
  return tr("inbox.erased.note",
            {{"when", kit::format_when_time(answer.erased_at, now)},
             {"who", answer.erased_by == "system" ? std::string(tr("inbox.erased.by_platform"))
                                                  : answer.erased_by_name},
             {"reason", answer.erase_reason}});
}

std::string export_name(std::string_view title, base::Timestamp now) {
  const auto day = kit::local_time(now);
  char date[16];
  std::snprintf(date, sizeof date, "%04d-%02d-%02d", day.year, day.month, day.day);
  std::string name;
  for (const char c : kit::folded(title)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      name += c;
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  if (!name.empty() && name.back() != '-') name += '-';
  return name + date + ".csv";
}

}  // namespace stadtpult::panels::inbox
