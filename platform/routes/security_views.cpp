// Rules, protection layers, and who is behind a pseudonym.

#include <fmt/format.h>

#include <map>

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/security/security.hpp"
#include "platform/store/collation.hpp"
#include "platform/store/principals.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::DetectionRule;
using contract::ProtectionLayer;

namespace {

constexpr std::int64_t kHitsMs = 30LL * 24 * 3600 * 1000;

/// Does a text hold all words of the search, in any case?
bool holds_words(const std::string& text, const std::string& words) {
  const std::string in = searchable(text);
  const std::string folded = searchable(words);
  size_t at = 0;
  while (at < folded.size()) {
    const size_t end = std::min(folded.find(' ', at), folded.size());
    if (end > at && in.find(folded.substr(at, end - at)) == std::string::npos) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

Result<Answer> list_detection_rules(const Reading& reading) {
  std::vector<DetectionRule> rules;
  if (const auto state = reading.call.security->rules()) rules = state->verdicts;
  std::map<std::string, RuleHits> hits;
  for (auto& each : rule_hits(reading.database, {reading.call.security->now().ms - kHitsMs}))
    hits.emplace(each.rule_id, each);
  for (auto& rule : rules)
    if (const auto at = hits.find(rule.id); at != hits.end() && rule.loaded) {
      rule.hits_30d = at->second.alerts;
      rule.last_hit_at = at->second.last;
    }
  if (const auto* q = find_name(reading.call.query, "q"); q != nullptr && !q->empty())
    std::erase_if(rules, [&](const DetectionRule& rule) {
      return !holds_words(fmt::format("{} {} {} {} {}", rule.title.in("de"), rule.title.in("en"), rule.file,
                                      rule.author, rule.level),
                          *q);
    });
  return plain_page(reading, std::move(rules));
}

Result<Answer> list_protection_layers(const Reading& reading) {
  auto layers = reading.call.security->layers(reading.database);
  if (const auto* q = find_name(reading.call.query, "q"); q != nullptr && !q->empty())
    std::erase_if(layers, [&](const ProtectionLayer& layer) {
      return !holds_words(fmt::format("{} {} {}", layer.id, layer.evidence.in("de"), layer.evidence.in("en")),
                          *q);
    });
  return plain_page(reading, std::move(layers));
}

Result<WritePlan> reveal_pseudonym(const WriteCall& call) {
  const auto wanted = contract::decode_new<contract::Reveal>(call->request.body);
  if (!wanted) return wanted.error();
  return WritePlan([call, wanted = *wanted](Change& change) -> Result<Answer> {
    auto value = call->security->pseudonyms().value_of(change.database(), wanted.pseudonym);
    if (!value) {
      base::Error error = value.error();
      error.field = "pseudonym";
      return error;
    }
    contract::Reveal answer = wanted;
    answer.value = *value;
    if (const auto person = find_principal(change.database(), *value))
      answer.value = fmt::format("{} ({})", person->name, person->id);
    // The record says who looked behind which pseudonym and why; the value itself is not repeated in it.
    change.note("pseudonym.reveal", "pseudonym", wanted.pseudonym, wanted.pseudonym,
                {{"reason", "", contract::encode_value(wanted.reason)}});
    Answer out;
    out.status = 201;
    out.body = contract::encode(answer);
    return out;
  });
}

}  // namespace stadtpult::platform
