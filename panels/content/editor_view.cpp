#include "panels/content/editor_view.hpp"

#include <algorithm>

#include "api-client/contract/codec.hpp"

namespace stadtpult::panels::pages {

namespace {

/// The entries of a copied block get ids of their own.
void renumber(content::Record& record, const std::string& block, int& count) {
  for (auto& [name, entries] : record.lists)
    for (auto& entry : entries) {
      entry.id = block + "e" + std::to_string(++count);
      renumber(entry, block, count);
    }
}

/// Mine and theirs in one text; what both changed is added to `conflicts`.
PageText merged(const PageText& base, const PageText& mine, const PageText& theirs,
                std::vector<content::Conflict>& conflicts) {
  auto documents = content::merge(base.document, mine.document, theirs.document);
  PageText out;
  out.title = content::merge_text("title", base.title, mine.title, theirs.title, conflicts);
  out.summary = content::merge_text("summary", base.summary, mine.summary, theirs.summary, conflicts);
  out.document = std::move(documents.document);
  conflicts.insert(conflicts.end(), documents.conflicts.begin(), documents.conflicts.end());
  return out;
}

/// Notes of what translations were made from are the platform's, too.
bool same_words(PageText a, PageText b) {
  a.document.made_from.clear();
  b.document.made_from.clear();
  return a == b;
}

bool inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

}  // namespace

base::Result<PageText> text_of(const contract::ContentPage& page) {
  auto document = content::decode_document(page.content.text);
  if (!document) return document.error();
  return PageText{page.title, page.summary, std::move(*document)};
}

std::string snapshot_of(const PageText& text) {
  return contract::encode_value(text.title) + "\n" + contract::encode_value(text.summary) + "\n" +
         content::encode_document(text.document);
}

std::optional<PageText> text_from(std::string_view snapshot) {
  const auto first = snapshot.find('\n');
  const auto second = first == std::string_view::npos ? first : snapshot.find('\n', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto title = contract::decode_value<contract::LocalizedText>(snapshot.substr(0, first));
  auto summary =
      contract::decode_value<contract::LocalizedText>(snapshot.substr(first + 1, second - first - 1));
  auto document = content::decode_document(snapshot.substr(second + 1));
  if (!title || !summary || !document) return std::nullopt;
  return PageText{std::move(*title), std::move(*summary), std::move(*document)};
}

void Editor::set(PageText text) {
  text_ = std::move(text);
  snapshot_ = snapshot_of(text_);
  ++generation_;
}

// ---- the platform's page ----

base::Done Editor::take(const contract::ContentPage& page) {
  if (page.revision <= revision_ && page.id == page_id_) return {};
  auto theirs = text_of(page);
  if (!theirs) return theirs.error();
  if (revision_ == 0) {
    page_id_ = page.id;
    base_ = *theirs;
    set(std::move(*theirs));
  } else if (*theirs != base_) {
    // Taken over, though its answer was never seen: nobody else wrote meanwhile.
    if (sent_ && same_words(*theirs, *sent_)) answered(true);
    if (*theirs == base_) {
      conflicts_.clear();
    } else if (*theirs == text_) {
      conflicts_.clear();  // what was sent has arrived
    } else {
      std::vector<content::Conflict> conflicts;
      auto text = merged(base_, text_, *theirs, conflicts);
      rebase(undo_, true, *theirs);
      rebase(redo_, false, *theirs);
      conflicts_ = std::move(conflicts);
      theirs_ = *theirs;
      set(std::move(text));
    }
    base_ = std::move(*theirs);
  }
  base_content_ = page.content.text;
  revision_ = page.revision;
  return {};
}

void Editor::answered(bool taken) {
  if (taken && sent_) {
    base_ = *sent_;
    base_content_ = content::encode_document(base_.document);
  }
  sent_.reset();
}

/// What others wrote stands in every earlier text as well: undo takes back only what was written here.
void Editor::rebase(Steps& steps, bool is_undo, const PageText& theirs) {
  std::vector<std::string> states{snapshot_};
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    auto state = is_undo ? applied(states.back(), step->at, step->after, step->before)
                         : applied(states.back(), step->at, step->before, step->after);
    if (!state) break;
    states.push_back(std::move(*state));
  }
  std::vector<std::string> keys;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) keys.push_back(step->key);
  steps.clear();
  std::string nearer;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto text = text_from(states[i]);
    if (!text) break;
    std::vector<content::Conflict> ignored;
    auto state = snapshot_of(merged(base_, *text, theirs, ignored));
    if (i > 0 && state != nearer) {
      auto step = is_undo ? difference(state, nearer) : difference(nearer, state);
      step.key = keys[i - 1];
      steps.push_front(std::move(step));
    }
    nearer = std::move(state);
  }
}

void Editor::keep_mine(std::size_t conflict) {
  if (conflict < conflicts_.size())
    conflicts_.erase(conflicts_.begin() + static_cast<std::ptrdiff_t>(conflict));
}

void Editor::take_theirs(std::size_t conflict, base::Timestamp now) {
  if (conflict >= conflicts_.size()) return;
  const auto chosen = conflicts_[conflict];
  edit("", now, [&](PageText& text) {
    const auto take = [&](contract::LocalizedText& mine, const contract::LocalizedText& theirs) {
      const auto at = theirs.by_language.find(chosen.language);
      if (at == theirs.by_language.end())
        mine.by_language.erase(chosen.language);
      else
        mine.by_language[chosen.language] = at->second;
    };
    if (chosen.path == "title") return take(text.title, theirs_.title);
    if (chosen.path == "summary") return take(text.summary, theirs_.summary);
    content::take_theirs(text.document, theirs_.document, chosen);
  });
  keep_mine(conflict);
}

// ---- steps ----

Editor::Step Editor::difference(std::string_view before, std::string_view after) {
  const auto most = std::min(before.size(), after.size());
  std::size_t head = static_cast<std::size_t>(
      std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(most), after.begin()).first -
      before.begin());
  std::size_t tail = 0;
  while (tail < most - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  // A step is kept as JSON: it holds whole characters.
  while (head > 0 && (inside_character(before, head) || inside_character(after, head))) --head;
  while (tail > 0 &&
         (inside_character(before, before.size() - tail) || inside_character(after, after.size() - tail)))
    --tail;
  Step step;
  step.at = head;
  step.before = before.substr(head, before.size() - head - tail);
  step.after = after.substr(head, after.size() - head - tail);
  return step;
}

std::optional<std::string> Editor::applied(const std::string& text, std::size_t at, std::string_view from,
                                           std::string_view to) {
  if (at > text.size() || std::string_view(text).substr(at, from.size()) != from) return std::nullopt;
  std::string out = text;
  out.replace(at, from.size(), to);
  return out;
}

void Editor::edit(std::string_view key, base::Timestamp now, const std::function<void(PageText&)>& change) {
  PageText after = text_;
  change(after);
  if (after == text_) return;
  content::note_made_from(text_.texts(), after.title, after.summary, after.document);
  const std::string before = std::move(snapshot_);
  set(std::move(after));
  redo_.clear();
  edited_at_ = now;
  const bool goes_on =
      !key.empty() && !undo_.empty() && undo_.back().key == key && now.ms - undo_.back().time.ms < kPauseMs;
  std::optional<std::string> start;
  if (goes_on) start = applied(before, undo_.back().at, undo_.back().after, undo_.back().before);
  if (start) undo_.pop_back();
  auto step = difference(start ? *start : before, snapshot_);
  step.key = key;
  step.time = now;
  if (!step.before.empty() || !step.after.empty()) undo_.push_back(std::move(step));
  while (undo_.size() > kMostSteps) undo_.pop_front();
}

bool Editor::step_back(Steps& from, Steps& to, bool is_undo, base::Timestamp now) {
  if (from.empty()) return false;
  Step step = std::move(from.back());
  from.pop_back();
  const auto state = is_undo ? applied(snapshot_, step.at, step.after, step.before)
                             : applied(snapshot_, step.at, step.before, step.after);
  auto text = state ? text_from(*state) : std::nullopt;
  if (!text) {  // a draft of another version of this program
    from.clear();
    return false;
  }
  step.time = {};
  to.push_back(std::move(step));
  edited_at_ = now;
  set(std::move(*text));
  return true;
}

bool Editor::undo(base::Timestamp now) {
  return step_back(undo_, redo_, true, now);
}
bool Editor::redo(base::Timestamp now) {
  return step_back(redo_, undo_, false, now);
}

// ---- blocks ----

std::size_t Editor::place_of(std::string_view id) const {
  const auto& blocks = text_.document.blocks;
  return static_cast<std::size_t>(
      std::find_if(blocks.begin(), blocks.end(), [&](const auto& each) { return each.id == id; }) -
      blocks.begin());
}

const content::Block* Editor::find(std::string_view id) const {
  const auto at = place_of(id);
  return at < text_.document.blocks.size() ? &text_.document.blocks[at] : nullptr;
}

std::string Editor::insert(const content::BlockType& type, std::size_t at, base::Timestamp now) {
  if (text_.document.blocks.size() >= content::kMostBlocks) return {};
  auto id = content::fresh_id();
  edit("", now, [&](PageText& text) {
    auto& blocks = text.document.blocks;
    blocks.insert(blocks.begin() + static_cast<std::ptrdiff_t>(std::min(at, blocks.size())),
                  content::new_block(type, id));
  });
  return id;
}

std::string Editor::duplicate(std::string_view id, base::Timestamp now) {
  const auto at = place_of(id);
  if (at >= text_.document.blocks.size() || text_.document.blocks.size() >= content::kMostBlocks) return {};
  auto copied = text_.document.blocks[at];
  if (!copied.foreign.empty()) return {};
  copied.id = content::fresh_id();
  int count = 0;
  renumber(copied, copied.id, count);
  edit("", now, [&](PageText& text) {
    text.document.blocks.insert(text.document.blocks.begin() + static_cast<std::ptrdiff_t>(at) + 1, copied);
  });
  return copied.id;
}

void Editor::remove(std::string_view id, base::Timestamp now) {
  edit("", now, [&](PageText& text) {
    std::erase_if(text.document.blocks, [&](const auto& each) { return each.id == id; });
  });
}

bool Editor::move(std::string_view id, int by, base::Timestamp now) {
  const auto at = place_of(id);
  const auto count = text_.document.blocks.size();
  if (at >= count || (by < 0 && at == 0) || (by > 0 && at + 1 >= count)) return false;
  move_to(id, by < 0 ? at - 1 : at + 2, now);
  return true;
}

void Editor::move_to(std::string_view id, std::size_t at, base::Timestamp now) {
  const auto from = place_of(id);
  if (from >= text_.document.blocks.size()) return;
  edit("", now, [&](PageText& text) {
    auto& blocks = text.document.blocks;
    auto moved = std::move(blocks[from]);
    blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(from));
    const auto to = std::min(at > from ? at - 1 : at, blocks.size());
    blocks.insert(blocks.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
  });
}

// ---- for the platform ----

std::string Editor::patch() const {
  if (!dirty()) return {};
  contract::ContentPage from, to;
  from.title = base_.title;
  from.summary = base_.summary;
  from.content.text = content::encode_document(base_.document);
  to.title = text_.title;
  to.summary = text_.summary;
  to.content.text = content::encode_document(text_.document);
  return contract::encode_patch(from, to);
}

std::string Editor::before() const {
  contract::ContentPage page;
  page.id = page_id_;
  page.revision = revision_;
  page.title = base_.title;
  page.summary = base_.summary;
  page.content.text = base_content_;
  return contract::encode(page);
}

}  // namespace stadtpult::panels::pages
