#include "platform/detection/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <unordered_set>

#include "api-client/base/utf8.hpp"

namespace stadtpult::platform::detection {
namespace {

/// Leaves yaml-cpp's parser, which knows no other way; caught in read_yaml.
struct Refused {
  int line;
  std::string why;
};

constexpr std::string_view kTagString = "tag:yaml.org,2002:str";

std::size_t count_nodes(const YamlNode& node) {
  std::size_t count = 1;
  for (const auto& item : node.items) count += count_nodes(item);
  for (const auto& [key, value] : node.map) count += 1 + count_nodes(value);
  return count;
}

std::size_t depth_of(const YamlNode& node) {
  std::size_t deepest = 0;
  for (const auto& item : node.items) deepest = std::max(deepest, depth_of(item));
  for (const auto& [key, value] : node.map) deepest = std::max(deepest, depth_of(value));
  return deepest + 1;
}

/// Builds one document. Open lists and maps are on a stack; a map takes a key and a value in turn.
class Builder : public YAML::EventHandler {
 public:
  Builder(const YamlLimits& limits, std::size_t& nodes) : limits_(limits), nodes_(nodes) {}

  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node;
    node.line = line_of(mark);
    node.plain = true;
    count(1, node.line);
    place(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) throw Refused{line_of(mark), "an alias names what is not complete yet"};
    count(count_nodes(known->second), line_of(mark));
    if (open_.size() + depth_of(known->second) > limits_.depth) throw too_deep(line_of(mark));
    place(known->second, 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (tag != "?" && tag != "!" && tag != kTagString && !tag.empty())
      throw Refused{line_of(mark), fmt::format("the tag {} is not supported", tag)};
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.plain = tag == "?" || tag.empty();
    node.text = value;
    node.line = line_of(mark);
    count(1, node.line);
    place(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::list, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor = 0;
    std::string key;
    bool has_key = false;
    std::unordered_set<std::string> keys;
  };

  static int line_of(const YAML::Mark& mark) { return mark.line + 1; }

  Refused too_deep(int line) const {
    return {line, fmt::format("nested deeper than {} levels", limits_.depth)};
  }

  void count(std::size_t more, int line) {
    nodes_ += more;
    if (nodes_ > limits_.nodes) throw Refused{line, fmt::format("more than {} values", limits_.nodes)};
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (open_.size() >= limits_.depth) throw too_deep(line_of(mark));
    count(1, line_of(mark));
    Open next;
    next.node.kind = kind;
    next.node.line = line_of(mark);
    next.anchor = anchor;
    open_.push_back(std::move(next));
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    place(std::move(done.node), done.anchor);
  }

  void place(YamlNode node, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = node;
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      take_key(parent, node);
    } else {
      parent.node.map.push_back({std::move(parent.key), std::move(node)});
      parent.has_key = false;
    }
  }

  static void take_key(Open& parent, const YamlNode& key) {
    if (key.kind != YamlNode::Kind::scalar) throw Refused{key.line, "a name is missing before the colon"};
    if (key.text == "<<") throw Refused{key.line, "merging maps with << is not supported"};
    if (!parent.keys.insert(key.text).second)
      throw Refused{key.line, fmt::format("\"{}\" stands here twice", key.text)};
    parent.key = key.text;
    parent.has_key = true;
  }

  const YamlLimits& limits_;
  std::size_t& nodes_;
  YamlNode root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, YamlNode> anchors_;
};

base::Error refusal(int line, std::string_view why) {
  return base::fail(base::ErrorKind::invalid, fmt::format("line {}: {}", line, why));
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const auto& [name, value] : map) {
    if (name == key) return &value;
  }
  return nullptr;
}

base::Result<std::vector<YamlNode>> read_yaml(std::string_view text, const YamlLimits& limits) {
  if (text.size() > limits.bytes)
    return base::fail(base::ErrorKind::too_large, fmt::format("larger than {} bytes", limits.bytes));
  if (!base::is_utf8(text) || text.find('\0') != std::string_view::npos)
    return base::fail(base::ErrorKind::invalid, "not UTF-8 text");
  std::vector<YamlNode> documents;
  std::size_t nodes = 0;
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    for (;;) {
      Builder builder(limits, nodes);
      if (!parser.HandleNextDocument(builder)) break;
      auto document = builder.take();
      if (document.kind == YamlNode::Kind::null) continue;
      if (documents.size() == limits.documents)
        return refusal(document.line, fmt::format("more than {} documents", limits.documents));
      documents.push_back(std::move(document));
    }
  } catch (const Refused& refused) {
    return refusal(refused.line, refused.why);
  } catch (const YAML::Exception& error) {
    return refusal(error.mark.line + 1, error.msg);
  } catch (const std::exception& error) {
    return base::fail(base::ErrorKind::invalid, fmt::format("no readable YAML ({})", error.what()));
  }
  return documents;
}

}  // namespace stadtpult::platform::detection
