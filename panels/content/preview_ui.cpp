#include "panels/content/preview_ui.hpp"

#include <algorithm>
#include <cmath>

#include "panels/content/live_view.hpp"
#include "panels/content/page_changes.hpp"
#include "panels/content/page_words.hpp"
#include "panels/content/picture_ui.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels::pages {

using namespace kit;
using content::Node;
using content::Run;
using NodeRole = content::Node::Role;

namespace {

constexpr float kPhone[] = {280, 336};         // logical px: a small phone and a large one
constexpr std::string_view kMedia = "media:";  // before the id of a file of the library
constexpr float kBezel = 9, kPhoneRadius = 30, kScreenRadius = 22, kSide = 14;

/// One drawing of the page: places things downwards and draws what is in view.
class Painter {
 public:
  Painter(const World& world, const Palette& colors, bool large, float left, float right, float top)
      : world_(world), colors_(colors), large_(large), left_(left), right_(right), y_(top) {}

  [[nodiscard]] float y() const { return y_; }
  void nodes(const std::vector<Node>& all) {
    for (const auto& node : all) draw(node);
  }
  void draw(const Node& node);

 private:
  [[nodiscard]] Font body() const { return large_ ? Font::body : Font::base; }
  [[nodiscard]] Font strong() const { return large_ ? Font::card : Font::base_semi; }
  [[nodiscard]] float width() const { return right_ - left_; }
  [[nodiscard]] bool seen(float height) const {
    const auto& window = *ImGui::GetWindowDrawList();
    return y_ < window.GetClipRectMax().y && y_ + height > window.GetClipRectMin().y;
  }
  void words(std::string_view text, Font font, Color color) {
    if (text.empty()) return;
    const float height = text_size(font, text, width()).y;
    if (seen(height)) draw_text_wrapped(draw_list(), font, {left_, y_}, color, text, width());
    y_ += height;
  }
  void runs(const std::vector<Run>& all);
  void children(const Node& node, float indent) {
    left_ += indent;
    nodes(node.children);
    left_ -= indent;
  }
  semantic::Bounds bounds(float from) const { return {left_, from, width(), y_ - from}; }
  void heading(const Node& node);
  void list(const Node& node);
  void note(const Node& node);
  void picture(const Node& node);
  void button(const Node& node);
  void field(const Node& node);

  const World& world_;
  const Palette& colors_;
  bool large_;
  float left_, right_, y_;
};

/// Words of several looks, wrapped where a word no longer fits.
void Painter::runs(const std::vector<Run>& all) {
  float x = left_;
  const float line = line_height(body());
  for (const auto& run : all) {
    const Font font = run.bold ? strong() : body();
    const bool is_link = !run.href.empty();
    const Color color = is_link ? colors_.acct : colors_.tx;
    std::string_view rest = run.text;
    while (!rest.empty()) {
      auto end = rest.find(' ');
      end = end == std::string_view::npos ? rest.size() : end + 1;
      const auto word = rest.substr(0, end);
      rest.remove_prefix(end);
      const float wide = text_width(font, word);
      const float solid = word.ends_with(' ') ? wide - text_width(font, " ") : wide;
      if (x > left_ && x + solid > right_) {
        x = left_;
        y_ += line;
      }
      if (seen(line)) {
        // Italic has no face of its own here: a line of dots tells it apart.
        draw_text(draw_list(), font, {x, y_}, color, word);
        if (is_link) fill_rect({{x, y_ + line - px(2)}, {x + solid, y_ + line - px(1)}}, color);
        if (run.italic)
          for (float dot = x; dot < x + solid; dot += px(4))
            fill_rect({{dot, y_ + line - px(2)}, {dot + px(1), y_ + line - px(1)}}, colors_.tx3);
      }
      x += wide;
    }
  }
  y_ += line;
}

std::string text_of(const std::vector<Run>& all) {
  std::string text;
  for (const auto& run : all) text += run.text;
  return text;
}

void Painter::heading(const Node& node) {
  const Font font = node.level == 1   ? (large_ ? Font::title : Font::heading)
                    : node.level == 2 ? (large_ ? Font::heading : Font::card)
                                      : strong();
  y_ += px(node.level == 1 ? 4 : 8);
  const float from = y_;
  if (!node.icon.empty() && seen(line_height(font)))
    draw_icon(draw_list(), icon_by_name(node.icon), {left_ + px(11), y_ + line_height(font) / 2}, 22,
              colors_.acct);
  left_ += node.icon.empty() ? 0 : px(30);
  words(node.name, font, colors_.tx);
  left_ -= node.icon.empty() ? 0 : px(30);
  semantic::tree().add(semantic::Role::heading, {.name = node.name, .bounds = bounds(from)});
  y_ += px(4);
}

void Painter::list(const Node& node) {
  const semantic::Scope scope(semantic::Role::list, {.name = node.name});
  int number = 0;
  for (const auto& item : node.children) {
    ++number;
    const float from = y_;
    const std::string mark = node.role == NodeRole::numbered ? std::to_string(number) + "." : "•";
    if (seen(line_height(body()))) draw_text(draw_list(), body(), {left_, y_}, colors_.tx2, mark);
    const semantic::Scope entry(semantic::Role::listitem,
                                {.name = item.name.empty() ? text_of(item.runs) : item.name});
    left_ += px(20);
    if (!item.runs.empty()) runs(item.runs);
    if (item.runs.empty() && !item.name.empty()) words(item.name, body(), colors_.tx);
    nodes(item.children);
    left_ -= px(20);
    semantic::tree().set_bounds(entry.index(), bounds(from));
    y_ += px(2);
  }
}

void Painter::note(const Node& node) {
  const bool warns = node.tone == "important" || node.tone == "warning";
  const auto& tone = colors_.tone(node.tone == "unknown" ? Tone::neu : warns ? Tone::warn : Tone::info);
  const semantic::Scope scope(semantic::Role::group, {.name = node.name});
  const float from = y_;
  auto& list = draw_list();
  list.ChannelsSplit(2);
  list.ChannelsSetCurrent(1);
  y_ += px(10);
  draw_icon(list, node.tone == "warning" ? icons::warning_amber : icons::info,
            {left_ + px(20), y_ + line_height(body()) / 2}, 16, tone.text);
  left_ += px(36);
  right_ -= px(10);
  words(node.name, strong(), colors_.tx);
  if (!node.runs.empty()) runs(node.runs);
  nodes(node.children);
  left_ -= px(36);
  right_ += px(10);
  y_ += px(6);
  list.ChannelsSetCurrent(0);
  fill_rect({{left_, from}, {right_, y_}}, tone.tint, radius::kBlock);
  list.ChannelsMerge();
  semantic::tree().set_bounds(scope.index(), bounds(from));
}

/// As wide as the page; what is too high for a phone is cut around its focus point.
void Painter::picture(const Node& node) {
  const float ratio = node.width > 0 && node.height > 0
                          ? static_cast<float>(node.height) / static_cast<float>(node.width)
                          : 0.5F;
  const float height = std::clamp(width() * ratio, px(60), px(220));
  const Rect box{{left_, y_}, {right_, y_ + height}};
  if (seen(height)) {
    const auto id = node.href.starts_with(kMedia) ? std::string_view(node.href).substr(kMedia.size()) : "";
    media::draw_cover(world_, {id, true, node.focus_x, node.focus_y}, media::Size::large, box,
                      radius::kBlock);
  }
  y_ += height;
  semantic::tree().add(semantic::Role::img, {.name = node.name, .bounds = bounds(box.min.y)});
}

void Painter::button(const Node& node) {
  const float height = px(large_ ? 44 : 40);
  const Rect box{{left_, y_}, {right_, y_ + height}};
  if (seen(height)) {
    fill_rect(box, colors_.acc, radius::kButton);
    const float wide = text_width(strong(), node.name);
    draw_text_fit(
        draw_list(), strong(),
        {std::max(left_ + px(8), box.center().x - wide / 2), box.center().y - line_height(strong()) / 2},
        width() - px(16), colors_.onacc, node.name);
  }
  y_ += height;
  semantic::tree().add(node.role == NodeRole::link ? semantic::Role::link : semantic::Role::button,
                       {.name = node.name, .bounds = bounds(box.min.y)});
}

semantic::Role field_role(NodeRole role) {
  switch (role) {
    case NodeRole::choice:
      return semantic::Role::combobox;
    case NodeRole::checkbox:
      return semantic::Role::checkbox;
    case NodeRole::file_field:
      return semantic::Role::button;
    default:
      return semantic::Role::textbox;
  }
}

void Painter::field(const Node& node) {
  const float from = y_;
  const bool ticks = node.role == NodeRole::checkbox;
  if (ticks) {
    stroke_rect({{left_, y_ + px(1)}, {left_ + px(16), y_ + px(17)}}, colors_.field, radius::kCheckbox);
    left_ += px(24);
  }
  words(node.required ? node.name + " *" : node.name, ticks ? body() : Font::meta_medium, colors_.tx2);
  words(node.hint, Font::meta, colors_.tx3);
  if (ticks) {
    left_ -= px(24);
  } else {
    y_ += px(3);
    const float height = px(node.role == NodeRole::text_area ? 72 : 34);
    if (seen(height)) stroke_rect({{left_, y_}, {right_, y_ + height}}, colors_.field, radius::kButton);
    if (node.role == NodeRole::choice && seen(height))
      draw_icon(draw_list(), icons::expand_more, {right_ - px(16), y_ + height / 2}, 16, colors_.tx2);
    if (node.role == NodeRole::file_field && seen(height))
      draw_icon(draw_list(), icons::attach_file, {left_ + px(16), y_ + height / 2}, 16, colors_.tx2);
    y_ += height;
  }
  semantic::tree().add(field_role(node.role), {.name = node.name, .bounds = bounds(from)});
  y_ += px(4);
}

void Painter::draw(const Node& node) {
  const float from = y_;
  switch (node.role) {
    case NodeRole::heading:
      heading(node);
      break;
    case NodeRole::paragraph: {
      runs(node.runs);
      const std::string text = text_of(node.runs);
      semantic::tree().add(semantic::Role::text, {.name = text, .bounds = bounds(from)});
      break;
    }
    case NodeRole::list:
    case NodeRole::numbered:
      list(node);
      break;
    case NodeRole::note:
      note(node);
      break;
    case NodeRole::image:
      picture(node);
      break;
    case NodeRole::button:
      button(node);
      break;
    case NodeRole::link:
      if (node.tone == "button") {
        button(node);
        break;
      }
      if (seen(line_height(body())) && !node.icon.empty())
        draw_icon(draw_list(), icon_by_name(node.icon), {left_ + px(8), y_ + line_height(body()) / 2}, 16,
                  colors_.acct);
      left_ += node.icon.empty() ? 0 : px(24);
      words(node.name, body(), colors_.acct);
      left_ -= node.icon.empty() ? 0 : px(24);
      semantic::tree().add(semantic::Role::link, {.name = node.name, .bounds = bounds(from)});
      break;
    case NodeRole::form:
    case NodeRole::item: {
      const semantic::Scope scope(
          node.role == NodeRole::item ? semantic::Role::listitem : semantic::Role::group,
          {.name = node.name});
      words(node.name, strong(), colors_.tx);
      if (!node.runs.empty()) runs(node.runs);
      y_ += px(2);
      nodes(node.children);
      semantic::tree().set_bounds(scope.index(), bounds(from));
      break;
    }
    default:
      field(node);
  }
  y_ += px(6);
}

}  // namespace

std::string draw_phone(const World& world, const std::vector<Node>& nodes, const Phone& phone,
                       const Rect& rect) {
  const auto& colors = palette(phone.dark ? ThemeName::dark : ThemeName::light);
  const float wide = std::min(px(kPhone[phone.large ? 1 : 0]), rect.width());
  Rect frame{{std::floor(rect.center().x - wide / 2), rect.min.y},
             {std::floor(rect.center().x + wide / 2), rect.max.y}};
  fill_rect(frame, palette(ThemeName::light).inv, kPhoneRadius);
  const Rect screen = frame.shrunk(px(kBezel));
  fill_rect(screen, colors.surface, kScreenRadius);
  const Rect inside = screen.shrunk(0, px(14));
  const Pane pane{"phone",
                  {.rect = inside,
                   .name = tr("content.preview.screen"),
                   .surface = Surface::none,
                   .padding = 0,
                   .is_f6_stop = false}};
  const auto origin = ImGui::GetCursorScreenPos();
  const float left = inside.min.x + px(kSide), right = inside.max.x - px(kSide + 5);
  Painter painter(world, colors, phone.large_letters, left, right, origin.y);
  std::string clicked;
  const semantic::Scope page(semantic::Role::group, {.name = tr("content.preview.page")});
  if (!phone.absent.empty()) empty_state("absent", {.icon = icons::visibility, .title = phone.absent});
  float block_top = origin.y;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const bool first = i == 0 || nodes[i - 1].block != nodes[i].block;
    if (first) block_top = painter.y();
    painter.draw(nodes[i]);
    const bool last = i + 1 == nodes.size() || nodes[i + 1].block != nodes[i].block;
    if (!last || nodes[i].block.empty()) continue;
    const Rect box{{left - px(6), block_top - px(3)}, {right + px(6), painter.y() - px(3)}};
    if (nodes[i].block == phone.selected) {
      stroke_rect(box, colors.focus, radius::kBlock, 2);
      if (phone.reveal) ImGui::SetScrollFromPosY(block_top - ImGui::GetWindowPos().y, 0.3F);
    }
    if (ImGui::IsWindowHovered() && ImGui::IsMouseClicked(0) &&
        Rect{box.min, box.max}.contains(ImGui::GetIO().MousePos))
      clicked = nodes[i].block;
  }
  ImGui::Dummy({1, painter.y() - origin.y + px(12)});
  return clicked;
}

void Preview::controls(const World&) {
  {
    Row row{{.height = 32, .gap = 6}};
    kit::heading(tr("content.preview.title"));
    row.right();
    const Segment sizes[] = {{.label = tr("content.preview.small")}, {.label = tr("content.preview.large")}};
    segmented("size", size_, sizes, {.name = tr("content.preview.size"), .small = true});
    const Segment letters[] = {{.label = "A", .name = tr("content.preview.letters_normal")},
                               {.label = "A+", .name = tr("content.preview.letters_large")}};
    segmented("letters", letters_, letters, {.name = tr("content.preview.letters"), .small = true});
    if (icon_button("dark", {.icon = dark_ ? icons::light_mode : icons::dark_mode,
                             .name = tr(dark_ ? "content.preview.light" : "content.preview.dark"),
                             .small = true}))
      dark_ = !dark_;
  }
  const float half = (available_width() / scale() - 6) / 2;
  const auto choose = [half](const char* id, int& current, const std::vector<std::string>& labels,
                             const char* name) {
    std::vector<Choice> choices;
    for (const auto& label : labels) choices.push_back({.label = label});
    combobox(id, current, choices, {.label = tr(name), .label_hidden = true, .width = half});
  };
  {
    const Row row{{.height = 34, .gap = 6}};
    std::vector<std::string> sources{tr("content.preview.draft")};
    for (const auto ring : contract::enum_values<contract::Ring>())
      sources.push_back(tr_or(std::string("content.preview.live.") + contract::enum_name(ring), ""));
    choose("source", source_, sources, "content.preview.source");
    std::vector<std::string> audiences;
    for (const auto each : contract::enum_values<content::Audience>())
      audiences.push_back(each == content::Audience::all ? std::string(tr("content.preview.everybody"))
                                                         : audience_word(each));
    choose("audience", audience_, audiences, "content.preview.audience");
  }
  const auto typed = text_field("moment", moment_,
                                {.label = tr("content.preview.moment"),
                                 .label_hidden = true,
                                 .placeholder = tr("content.preview.now"),
                                 .error = moment_from(moment_) ? "" : tr("content.moment_wrong"),
                                 .icon = icons::schedule});
  if (typed.changed)
    if (const auto at = moment_from(moment_)) at_ = *at;
}

void Preview::show_live(contract::Ring ring, base::Timestamp at) {
  source_ = static_cast<int>(ring) + 1;
  at_ = at;
  moment_ = moment_words(at);
}

const PageText* Preview::live_text(const World& world, const contract::ContentPage& page,
                                   base::Timestamp at) {
  const auto ring = contract::enum_values<contract::Ring>()[static_cast<std::size_t>(source_ - 1)];
  const auto live = live_then(world.state, page, ring, at_ ? at : world.now, world.now);
  if (live.version_id.empty()) {
    absent_ = tr(live.planned ? "content.preview.expired" : "content.preview.not_live");
    return nullptr;
  }
  const auto* versions = world.state.page_versions.value();
  if (versions == nullptr || world.state.open_page_id != page.id) {
    absent_ = tr(world.online ? "content.preview.loading" : "content.preview.offline");
    return nullptr;
  }
  for (const auto& version : *versions) {
    if (version.id != live.version_id) continue;
    if (version.content.text.empty()) {
      wanted_ = version.id;
      absent_ = tr(world.state.version_failures.contains(version.id) ? "content.history.text_failed"
                   : world.online                                    ? "content.preview.loading"
                                                                     : "content.preview.offline");
      return nullptr;
    }
    auto document = content::decode_document(version.content.text);
    if (!document) break;
    live_ = {version.title, version.summary, std::move(*document)};
    const std::string number = std::to_string(version.number);
    note_ = live.planned ? tr("content.preview.planned_version", {{"version", number}})
                         : tr("content.preview.live_version", {{"version", number},
                                                               {"release", std::to_string(live.release)},
                                                               {"hash", live.release_sha256.substr(0, 8)}});
    return &live_;
  }
  absent_ = tr("content.preview.no_version");
  return nullptr;
}

const PageText* Preview::chosen_text(const World& world, const Editor& editor, base::Timestamp at) {
  absent_.clear();
  note_.clear();
  wanted_.clear();
  if (source_ == 0) {
    note_ = at_ ? tr("content.preview.draft_at", {{"when", format_date_time(at_)}})
                : std::string(tr("content.preview.draft_today"));
    return &editor.text();
  }
  const auto* page = world.state.pages.find(editor.page_id());
  if (page != nullptr) return live_text(world, *page, at);
  absent_ = tr("content.preview.not_live");
  return nullptr;
}

void Preview::update(const World& world, const Editor& editor, const std::string& language) {
  const auto now = at_ ? at_ : base::Timestamp{world.now.ms / 60'000 * 60'000};
  std::string key = std::to_string(editor.generation()) + " " + std::to_string(now.ms) + " " +
                    std::to_string(audience_) + language + editor.page_id() +
                    std::to_string(world.state.miniapps.generation) + " " +
                    std::to_string(world.state.media.generation) + " " + std::to_string(source_);
  if (source_ > 0) key += " " + std::to_string(world.state.generation) + world.language;
  if (key == made_for_) return;
  made_for_ = std::move(key);
  content::View view;
  view.language = language;
  view.at = now;
  view.audience = contract::enum_values<content::Audience>()[static_cast<std::size_t>(audience_)];
  const auto named = [&](const contract::LocalizedText& name) {
    content::Target target;
    target.name = name.in(language);
    target.language = content::other_language(name, language);
    return target;
  };
  view.find = [&](std::string_view reference) -> std::optional<content::Target> {
    if (reference.starts_with("miniapp:"))
      if (const auto* app = world.state.miniapps.find(reference.substr(8))) return named(app->name);
    if (reference.starts_with("page:"))
      if (const auto* page = world.state.pages.find(reference.substr(5))) return named(page->title);
    if (reference.starts_with(kMedia)) {
      // What the library does not know (yet) has its place all the same.
      const auto* media = world.state.media.find(reference.substr(kMedia.size()));
      return content::target_of(media != nullptr ? *media : contract::Media(), std::string(reference));
    }
    return std::nullopt;
  };
  const auto* text = chosen_text(world, editor, now);
  nodes_.clear();
  if (text != nullptr) nodes_ = content::render_page(text->title, text->summary, text->document, view);
}

std::string Preview::draw(const World& world, const Editor& editor, const std::string& language,
                          const std::string& selected, const Rect& rect) {
  const IdScope scope{"preview"};
  const Pane pane{"pane",
                  {.rect = rect,
                   .name = tr("content.preview.title"),
                   .surface = Surface::subtle,
                   .padding = 12,
                   .scroll = false}};
  controls(world);
  update(world, editor, language);
  Rect rest = available();
  rest.cut_bottom(px(28));
  const bool turned = scrolled_to_ != selected + language;
  const auto clicked = draw_phone(world, nodes_,
                                  {.large = size_ == 1,
                                   .large_letters = letters_ == 1,
                                   .dark = dark_,
                                   .selected = selected,
                                   .reveal = turned,
                                   .absent = absent_},
                                  rest);
  const bool is_there = std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
    return !node.block.empty() && node.block == selected;
  });
  if (turned && is_there) scrolled_to_ = selected + language;
  const Region below{{{rest.min.x, rest.max.y + px(8)}, {rest.max.x, rest.max.y + px(28)}}};
  meta(absent_.empty() ? note_ : "", {.width = kFill, .center = true});
  return clicked;
}

}  // namespace stadtpult::panels::pages
