#include "panels/content/media_view.hpp"

#include <algorithm>

#include "api-client/base/percent.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::media {

using contract::Media;
using contract::Operation;
using contract::PageState;
using kit::tr;

namespace {

constexpr std::size_t kLargest = 20U << 20;  // bytes that the platform takes

bool belongs(const Media& media, Shelf shelf) {
  if (shelf == Shelf::archived) return media.archived;
  if (media.archived) return false;
  switch (shelf) {
    case Shelf::pictures:
      return is_picture(media);
    case Shelf::documents:
      return !is_picture(media);
    case Shelf::without_text:
      return lacks_text(media);
    case Shelf::unused:
      return media.used_in == 0;
    default:
      return true;
  }
}

}  // namespace

bool is_picture(const Media& media) {
  return media.media_type.starts_with("image/");
}

bool lacks_text(const Media& media) {
  return is_picture(media) && !media.decorative && !media.alternative_text.has("de");
}

std::string kind_word(const Media& media) {
  struct Row {
    std::string_view type;
    const char* word;
  };
  static constexpr Row kWords[] = {
      {"image/png", "PNG"}, {"image/jpeg", "JPEG"}, {"image/webp", "WebP"}, {"application/pdf", "PDF"}};
  for (const auto& row : kWords)
    if (row.type == media.media_type) return row.word;
  return media.media_type;
}

std::string facts(const Media& media) {
  std::string words = kind_word(media);
  if (media.width > 0)
    words += " · " + kit::format_number(media.width) + " × " + kit::format_number(media.height);
  return words + " · " + kit::format_bytes(static_cast<std::uint64_t>(media.size_bytes));
}

std::string use_words(const Media& media) {
  return kit::tr_n("media.used", media.used_in);
}

// ---- the list ----

void Index::update(const World& world, const Wish& wish) {
  const auto& list = world.state.media;
  const bool same_list = generation_ == list.generation;
  if (same_list && wish_ == wish) return;
  generation_ = list.generation;
  wish_ = wish;
  const auto& items = list.items();
  if (!same_list) {
    order_.resize(items.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
    std::sort(order_.begin(), order_.end(), [&](auto a, auto b) {
      return items[a].created_at != items[b].created_at ? items[b].created_at < items[a].created_at
                                                        : items[a].id < items[b].id;
    });
    counts_ = {};
    folded_.clear();
    for (const auto at : order_) {
      const Media& media = items[at];
      std::string text = media.name + " " + kind_word(media);
      for (const auto& [language, words] : media.alternative_text.by_language) text += " " + words;
      folded_.push_back(kit::folded(text));
      for (int i = 0; i < kShelves; ++i)
        counts_[static_cast<std::size_t>(i)] += belongs(media, static_cast<Shelf>(i)) ? 1 : 0;
    }
  }
  rows_.clear();
  const auto words = kit::folded(wish.search);
  for (std::size_t i = 0; i < order_.size(); ++i)
    if (belongs(items[order_[i]], wish.shelf) && folded_[i].find(words) != std::string::npos)
      rows_.push_back(order_[i]);
}

// ---- changes ----

bool may_change(const World& world) {
  return contract::may(world.role, Operation::change_media);
}

std::vector<form::Field> fields_of(const Media& media) {
  std::vector<std::string> languages{"de", "de-simple", "en"};
  for (const auto& [language, words] : media.alternative_text.by_language)
    if (std::find(languages.begin(), languages.end(), language) == languages.end())
      languages.push_back(language);
  std::vector<std::string> leave_out{"focus_x", "focus_y", "archived"};
  if (!is_picture(media)) leave_out.insert(leave_out.end(), {"alternative_text", "decorative"});
  return form::fields_of(contract::type_info<Media>(), "media", languages, leave_out);
}

Change change_of(const Media& before, const Media& after, const char* title) {
  auto change = patch_of(Operation::change_media, before, after, title, before.name);
  auto back = patch_of(Operation::change_media, after, before, title, before.name);
  back.if_match.clear();
  change.undo = std::make_shared<Change>(std::move(back));
  return change;
}

Change archive_of(const Media& media) {
  Media after = media;
  after.archived = !media.archived;
  return change_of(media, after, tr(media.archived ? "media.done.restore" : "media.done.archive"));
}

std::string why_not_archived(const Media& media) {
  if (media.archived || media.used_in == 0) return {};
  return kit::tr_n("media.why.used", media.used_in);
}

std::string trouble_with(const IncomingFile& file) {
  const std::string_view bytes = file.bytes;
  if (bytes.empty()) return tr("media.trouble.empty");
  if (bytes.size() > kLargest)
    return tr("media.trouble.large",
              {{"size", kit::format_bytes(bytes.size())}, {"most", kit::format_bytes(kLargest)}});
  const bool known = bytes.starts_with("\x89PNG\r\n\x1A\n") || bytes.starts_with("\xFF\xD8\xFF") ||
                     (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) ||
                     bytes.starts_with("%PDF-");
  return known ? std::string() : std::string(tr("media.trouble.kind"));
}

bool send(IncomingFile file, const std::string& draft_key, Intents& out) {
  if (auto trouble = trouble_with(file); !trouble.empty()) {
    out.emplace_back(Notice{tr("media.trouble.title", {{"name", file.name}}), std::move(trouble), true});
    return false;
  }
  out.emplace_back(upload_of(std::move(file), draft_key));
  return true;
}

Change upload_of(IncomingFile file, std::string draft_key) {
  Change change;
  change.operation = Operation::create_media;
  change.query = "name=" + base::percent_encode(file.name);
  change.body = std::move(file.bytes);
  change.content_type = "application/octet-stream";
  change.title = tr("media.done.upload");
  change.detail = std::move(file.name);
  change.draft_key = std::move(draft_key);
  return change;
}

std::vector<std::string> uploads(const World& world) {
  std::vector<std::string> all;
  for (const auto& entry : world.state.outbox) {
    if (entry.operation != Operation::create_media) continue;
    if (entry.state == client::CommandState::sending)
      all.push_back(tr("media.upload.sending", {{"name", entry.detail}}));
    if (entry.state == client::CommandState::waiting)
      all.push_back(
          tr(world.online ? "media.upload.waiting" : "media.upload.offline", {{"name", entry.detail}}));
  }
  return all;
}

// ---- replacing ----

Change replace_of(const Media& media, const Media& by) {
  Change change;
  change.operation = Operation::replace_media;
  change.ids = {media.id};
  contract::MediaReplacement wish;
  wish.by = by.id;
  change.body = contract::encode_new(wish);
  change.title = tr("media.done.replace");
  change.detail = media.name + " → " + by.name;
  change.draft_key = "media.replace:" + media.id;
  change.queueable = false;  // what is replaced is what was shown before it was confirmed
  return change;
}

bool may_replace(const Media& media, const Media& by) {
  return by.id != media.id && !by.archived && is_picture(by) == is_picture(media);
}

bool takes_text(PageState state) {
  return state != PageState::trashed && state != PageState::archived && state != PageState::expired;
}

std::vector<std::string> consequences(const std::vector<contract::ContentPage>& pages) {
  std::int64_t drafts = 0, judged = 0, live = 0, left = 0;
  for (const auto& page : pages) {
    if (!takes_text(page.state)) {
      ++left;
      continue;
    }
    ++drafts;
    judged += page.state == PageState::in_review || page.state == PageState::approved ||
                      page.state == PageState::scheduled
                  ? 1
                  : 0;
    live += page.live_version > 0 ? 1 : 0;
  }
  std::vector<std::string> all;
  all.push_back(kit::tr_n("media.replace.drafts", drafts));
  if (live > 0) all.push_back(kit::tr_n("media.replace.live", live));
  if (judged > 0) all.push_back(kit::tr_n("media.replace.judged", judged));
  if (left > 0) all.push_back(kit::tr_n("media.replace.left", left));
  return all;
}

}  // namespace stadtpult::panels::media
