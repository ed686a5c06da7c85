#include "api-client/content/markdown.hpp"

#include <algorithm>

#include "api-client/content/markdown_dialect.hpp"

namespace stadtpult::content {
namespace {

struct Builder {
  std::vector<TextBlock> blocks;
  int bold = 0, italic = 0, depth = 0;
  std::string href;
  bool open = false;  ///< a line takes text

  void start_line() {
    if (depth == 0) blocks.push_back({});
    blocks.back().lines.emplace_back();
    open = true;
  }
  void add(std::string_view text) {
    if (text.empty()) return;
    if (!open) start_line();
    auto& line = blocks.back().lines.back();
    const Run like{"", bold > 0, italic > 0, href};
    if (line.empty() || line.back().bold != like.bold || line.back().italic != like.italic ||
        line.back().href != like.href)
      line.push_back(like);
    line.back().text += text;
  }
};

int enter_block(MD_BLOCKTYPE type, void*, void* userdata) {
  auto& builder = *static_cast<Builder*>(userdata);
  switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      if (builder.depth++ == 0)
        builder.blocks.push_back(
            {type == MD_BLOCK_UL ? TextBlock::Kind::bullets : TextBlock::Kind::numbers, {}});
      break;
    case MD_BLOCK_LI:
      builder.start_line();
      break;
    case MD_BLOCK_P:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
      if (builder.depth == 0)
        builder.start_line();
      else if (!builder.blocks.back().lines.back().empty())
        builder.add("\n");  // a second paragraph of one entry
      break;
    default:
      break;
  }
  return 0;
}

int leave_block(MD_BLOCKTYPE type, void*, void* userdata) {
  auto& builder = *static_cast<Builder*>(userdata);
  if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) --builder.depth;
  if (builder.depth == 0) builder.open = false;
  return 0;
}

int enter_span(MD_SPANTYPE type, void* detail, void* userdata) {
  auto& builder = *static_cast<Builder*>(userdata);
  if (type == MD_SPAN_STRONG) ++builder.bold;
  if (type == MD_SPAN_EM) ++builder.italic;
  if (type == MD_SPAN_A) {
    const auto& href = static_cast<MD_SPAN_A_DETAIL*>(detail)->href;
    const std::string link(href.text, href.size);
    if (is_safe_link(link)) builder.href = link;
  }
  return 0;
}

int leave_span(MD_SPANTYPE type, void*, void* userdata) {
  auto& builder = *static_cast<Builder*>(userdata);
  if (type == MD_SPAN_STRONG) --builder.bold;
  if (type == MD_SPAN_EM) --builder.italic;
  if (type == MD_SPAN_A) builder.href.clear();
  return 0;
}

int take_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* userdata) {
  auto& builder = *static_cast<Builder*>(userdata);
  if (type == MD_TEXT_BR)
    builder.add("\n");
  else if (type == MD_TEXT_SOFTBR)
    builder.add(" ");
  else if (type == MD_TEXT_NULLCHAR)
    builder.add("\xEF\xBF\xBD");
  else
    builder.add({text, size});  // an entity ("&amp;") is the text that it was typed as
  return 0;
}

bool starts_with_scheme(std::string_view link, std::string_view scheme) {
  return link.size() > scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), link.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
         });
}

}  // namespace

std::vector<TextBlock> parse_markdown(std::string_view text) {
  Builder builder;
  MD_PARSER parser{};
  parser.flags = kDialect;
  parser.enter_block = enter_block;
  parser.leave_block = leave_block;
  parser.enter_span = enter_span;
  parser.leave_span = leave_span;
  parser.text = take_text;
  // md4c 0.4.8 looks at the byte behind an unfinished link: a zero must stand there.
  const std::string ended(text);
  if (md_parse(ended.data(), static_cast<MD_SIZE>(ended.size()), &parser, &builder) != 0)
    return {{TextBlock::Kind::paragraph,
             {{Run{std::string(text), false, false, ""}}}}};  // out of memory: as typed
  std::erase_if(builder.blocks, [](TextBlock& block) {
    std::erase_if(block.lines, [](const auto& line) { return line.empty(); });
    return block.lines.empty();
  });
  return builder.blocks;
}

std::string plain_text(std::string_view markdown) {
  std::string words;
  for (const auto& block : parse_markdown(markdown))
    for (const auto& line : block.lines) {
      if (!words.empty()) words += '\n';
      for (const auto& run : line) words += run.text;
    }
  return words;
}

bool is_safe_link(std::string_view link) {
  if (link.size() > 2'000) return false;
  for (const char c : link)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '"' || c == '<' || c == '>' || c == '\\')
      return false;
  if (starts_with_scheme(link, "http://") || starts_with_scheme(link, "https://")) {
    // A host must follow, and no user name that could pass for one ("https://stadt.example@elsewhere").
    const auto host = link.substr(link.find("//") + 2);
    const auto authority = host.substr(0, host.find_first_of("/?#"));
    return !authority.empty() && authority.find('@') == std::string_view::npos;
  }
  for (const auto* scheme : {"mailto:", "tel:", "page:", "miniapp:"})
    if (starts_with_scheme(link, scheme)) return true;
  return false;
}

}  // namespace stadtpult::content
