#include "platform/detection/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <optional>

#include "platform/detection/document.hpp"

namespace stadtpult::platform::detection {
namespace {

namespace fs = std::filesystem;

/// A document on its way: read, then linked with those that it names, then taken or refused.
struct Candidate {
  std::size_t verdict = 0;
  std::optional<Document> document;  ///< none: refused
  enum class Link { open, busy, done } link = Link::open;
  std::uint32_t index = 0;  ///< among the rules of the set, once done
};

class Linker {
 public:
  explicit Linker(RuleSetOptions options) : options_(options) {}

  void add_file(const std::string& file, std::string_view text) {
    auto documents = read_yaml(text);
    if (!documents) return refuse_file(file, documents.error().message);
    if (documents->empty()) return refuse_file(file, "there is no rule in it");
    for (const auto& node : *documents) add_document(file, node);
  }

  void refuse_file(const std::string& file, std::string reason) {
    verdicts_.push_back({file, "", "", false, std::move(reason)});
  }

  Loaded finish() {
    for (auto& candidate : candidates_) link(candidate, 0);
    for (auto& candidate : candidates_) apply_filter(candidate);
    settle_alerts();
    Loaded loaded;
    loaded.rules = std::make_shared<const RuleSet>(std::move(rules_), std::move(filters_), options_);
    loaded.verdicts = std::move(verdicts_);
    return loaded;
  }

 private:
  static constexpr int kDeepest = 16;  // correlations over correlations

  void add_document(const std::string& file, const YamlNode& node) {
    Problems problems;
    Candidate candidate;
    candidate.verdict = verdicts_.size();
    verdicts_.push_back({file, "", "", true, ""});
    if (node.kind != YamlNode::Kind::map) {
      problems.add(node.line, "document", "a map is expected");
    } else {
      Meta meta = read_meta(node, problems);
      meta.file = file;
      verdicts_.back().id = meta.id;
      verdicts_.back().title = meta.title;
      claim(meta, problems);
      candidate.document = read_document(node, std::move(meta), problems);
    }
    if (!problems.none()) refuse(candidate, problems.text());
    candidates_.push_back(std::move(candidate));
    if (candidates_.back().document) register_names(candidates_.size() - 1);
  }

  /// Names are unique, and ids should be (rules specification, "Identification"): whoever names a rule means
  /// the first document. A second one with an id is loaded, and its verdict says so.
  void claim(const Meta& meta, Problems& problems) {
    const auto taken = [&](const std::string& value) -> std::string {
      const auto found = by_name_.find(value);
      if (value.empty() || found == by_name_.end()) return {};
      return fmt::format("\"{}\" is used in {} already", value,
                         verdicts_[candidates_[found->second].verdict].file);
    };
    if (const auto why = taken(meta.name); !why.empty()) problems.add(meta.line, "name", why);
    if (const auto why = taken(meta.id); !why.empty())
      verdicts_.back().reason =
          fmt::format("line {}, id: {}; others who name it mean that one", meta.line, why);
  }

  void register_names(std::size_t index) {
    const auto& meta = candidates_[index].document->meta;
    if (!meta.id.empty()) by_name_.emplace(meta.id, index);
    if (!meta.name.empty()) by_name_.emplace(meta.name, index);
  }

  void refuse(Candidate& candidate, std::string reason) {
    auto& verdict = verdicts_[candidate.verdict];
    verdict.loaded = false;
    verdict.reason = std::move(reason);
    candidate.document.reset();
  }

  Candidate* find(const std::string& name) {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &candidates_[found->second];
  }

  /// Gives the rule its index, behind the rules that it names.
  void link(Candidate& candidate, int depth) {
    if (candidate.link != Candidate::Link::open) return;
    candidate.link = Candidate::Link::busy;
    if (candidate.document) {
      if (auto* detection = std::get_if<DetectionRule>(&candidate.document->body)) {
        take(candidate, std::move(*detection), {});
      } else if (const auto* correlation = std::get_if<CorrelationRule>(&candidate.document->body)) {
        link_correlation(candidate, CorrelationRule(*correlation), depth);
      }
    }
    candidate.link = Candidate::Link::done;
  }

  void link_correlation(Candidate& candidate, CorrelationRule rule, int depth) {
    std::vector<std::uint32_t> parts;
    const int line = candidate.document->meta.line;
    const auto wrong = [&](const std::string& why) {
      refuse(candidate, fmt::format("line {}, correlation.rules: {}", line, why));
    };
    if (depth > kDeepest) return wrong("correlations over correlations, too deeply");
    for (const auto& name : rule.rules) {
      auto* part = find(name);
      if (!part) return wrong(fmt::format("there is no rule \"{}\"", name));
      if (part->link == Candidate::Link::busy) return wrong(fmt::format("\"{}\" depends on this rule", name));
      link(*part, depth + 1);
      if (!part->document) return wrong(fmt::format("the rule \"{}\" was refused", name));
      if (std::holds_alternative<FilterRule>(part->document->body))
        return wrong(fmt::format("\"{}\" is a filter", name));
      if (std::find(parts.begin(), parts.end(), part->index) != parts.end())
        return wrong(fmt::format("\"{}\" is named twice", name));
      parts.push_back(part->index);
    }
    // An alias names its rule as the list does, or by its other name.
    for (auto& alias : rule.aliases) {
      const auto* meant = find(alias.rule);
      const auto at = meant == nullptr ? parts.end() : std::find(parts.begin(), parts.end(), meant->index);
      if (at == parts.end())
        return refuse(candidate, fmt::format("line {}, correlation.aliases.{}: \"{}\" is not among the rules",
                                             line, alias.name, alias.rule));
      alias.rule = rule.rules[static_cast<std::size_t>(at - parts.begin())];
    }
    take(candidate, std::move(rule), std::move(parts));
  }

  template <typename Body>
  void take(Candidate& candidate, Body body, std::vector<std::uint32_t> parts) {
    candidate.index = static_cast<std::uint32_t>(rules_.size());
    LoadedRule rule;
    rule.meta = candidate.document->meta;
    rule.body = std::move(body);
    rule.parts = std::move(parts);
    rules_.push_back(std::move(rule));
  }

  void apply_filter(Candidate& candidate) {
    if (!candidate.document || !std::holds_alternative<FilterRule>(candidate.document->body)) return;
    auto& filter = std::get<FilterRule>(candidate.document->body);
    const auto& meta = candidate.document->meta;
    std::vector<std::uint32_t> targets;
    for (const auto& name : filter.rules) {
      if (const auto why = not_filterable(name, meta.source); !why.empty())
        return refuse(candidate, fmt::format("line {}, filter.rules: {}", meta.line, why));
      targets.push_back(find(name)->index);
    }
    for (const auto target : targets)
      rules_[target].filters.push_back(static_cast<std::uint32_t>(filters_.size()));
    filters_.push_back({meta, std::move(filter.search)});
  }

  /// Why a filter cannot be applied to the rule; "" where it can.
  std::string not_filterable(const std::string& name, const LogSource& source) {
    const auto* rule = find(name);
    if (!rule || !rule->document) return fmt::format("there is no rule \"{}\"", name);
    if (!std::holds_alternative<DetectionRule>(rule->document->body))
      return fmt::format("\"{}\" is not a rule with a detection", name);
    if (!compatible(rules_[rule->index].meta.source, source))
      return fmt::format("the log source of \"{}\" is another one", name);
    return "";
  }

  /// A rule that correlations name raises no alerts of its own unless one of them says `generate`.
  void settle_alerts() {
    std::vector<bool> named(rules_.size()), generated(rules_.size());
    for (const auto& rule : rules_) {
      for (const auto part : rule.parts) {
        named[part] = true;
        if (std::get<CorrelationRule>(rule.body).generate) generated[part] = true;
      }
    }
    for (std::size_t i = 0; i < rules_.size(); ++i) rules_[i].alerts = !named[i] || generated[i];
  }

  RuleSetOptions options_;
  std::vector<Verdict> verdicts_;
  std::vector<Candidate> candidates_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::vector<LoadedRule> rules_;
  std::vector<LoadedFilter> filters_;
};

std::string reason_of(const std::error_code& code) {
  return code.message();
}

bool is_rule_file(const fs::path& path) {
  const auto extension = path.extension();
  return extension == ".yml" || extension == ".yaml";
}

using Refuse = std::function<void(const fs::path& path, std::string reason)>;

/// The rule files below `folder` in the order of their paths; parts that cannot be read are refused and do
/// not stop the others.
base::Result<std::vector<fs::path>> files_below(const fs::path& folder, const Refuse& refuse) {
  std::error_code code;
  fs::recursive_directory_iterator entries(folder, code);
  if (code)
    return base::fail(base::ErrorKind::storage,
                      fmt::format("The folder {} cannot be read ({}).", folder.string(), reason_of(code)));
  const auto cut_short = [&](const fs::path& path) {
    refuse(path, fmt::format("the folder cannot be read further ({})", reason_of(code)));
  };
  std::vector<fs::path> files;
  while (entries != fs::recursive_directory_iterator()) {
    const auto path = entries->path();
    std::error_code ignored;
    if (entries->is_regular_file(ignored) && is_rule_file(path)) files.push_back(path);
    if (entries->is_directory(ignored) && (fs::directory_iterator(path, code), code)) {
      cut_short(path);
      entries.disable_recursion_pending();
    }
    entries.increment(code);
    if (code) {
      cut_short(path);
      break;
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// As much of the file as the loader may judge: one byte more than is allowed shows that it is too large.
base::Result<std::string> read_file(const fs::path& path) {
  constexpr std::size_t kMost = YamlLimits{}.bytes;
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(kMost + 1, '\0');
  if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad())
    return base::fail(base::ErrorKind::storage, fmt::format("it cannot be read ({})", std::strerror(errno)));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

/// The rule files of a path, which may be one itself.
base::Result<std::vector<fs::path>> files_of(const fs::path& path, const Refuse& refuse) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) return std::vector<fs::path>{path};
  return files_below(path, refuse);
}

Refuse refuse_into(std::vector<Verdict>& refused) {
  return [&refused](const fs::path& path, std::string reason) {
    refused.push_back({path.string(), "", "", false, std::move(reason)});
  };
}

}  // namespace

base::Result<Loaded> load_rules(std::span<const fs::path> paths, RuleSetOptions options) {
  Linker linker(options);
  const Refuse refuse = [&](const fs::path& path, std::string reason) {
    linker.refuse_file(path.string(), std::move(reason));
  };
  for (const auto& path : paths) {
    const auto files = files_of(path, refuse);
    if (!files) return files.error();
    for (const auto& file : *files) {
      if (const auto text = read_file(file))
        linker.add_file(file.string(), *text);
      else
        refuse(file, text.error().message);
    }
  }
  return linker.finish();
}

std::vector<fs::path> rule_files(std::span<const fs::path> paths, std::vector<Verdict>& refused) {
  std::vector<fs::path> all;
  const auto refuse = refuse_into(refused);
  for (const auto& path : paths) {
    const auto files = files_of(path, refuse);
    if (files)
      all.insert(all.end(), files->begin(), files->end());
    else
      refuse(path, files.error().message);
  }
  return all;
}

std::vector<RuleText> read_rule_files(std::span<const fs::path> paths, std::vector<Verdict>& refused) {
  std::vector<RuleText> texts;
  const auto refuse = refuse_into(refused);
  for (const auto& file : rule_files(paths, refused)) {
    if (auto text = read_file(file))
      texts.push_back({file.string(), std::move(*text)});
    else
      refuse(file, text.error().message);
  }
  return texts;
}

Loaded load_texts(std::span<const RuleText> texts, RuleSetOptions options) {
  Linker linker(options);
  for (const auto& text : texts) linker.add_file(text.file, text.text);
  return linker.finish();
}

}  // namespace stadtpult::platform::detection
