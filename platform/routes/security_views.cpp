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

/// What the query's `q` finds; everything where there is none. `words_of` says what is looked through.
template <typename T, typename Words>
std::vector<T> found(const Reading& reading, std::vector<T> items, Words words_of) {
  if (const auto* q = find_name(reading.call.query, "q"); q != nullptr && !q->empty())
    std::erase_if(items, [&](const T& item) { return !holds_words(words_of(item), *q); });
  return items;
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
  return plain_page(reading, found(reading, std::move(rules), [](const DetectionRule& rule) {
                      return fmt::format("{} {} {} {} {}", rule.title.in("de"), rule.title.in("en"),
                                         rule.file, rule.author, rule.level);
                    }));
}

Result<Answer> list_protection_layers(const Reading& reading) {
  return plain_page(
      reading,
      found(reading, reading.call.security->layers(reading.database), [](const ProtectionLayer& layer) {
        return fmt::format("{} {} {}", layer.id, layer.evidence.in("de"), layer.evidence.in("en"));
      }));
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
