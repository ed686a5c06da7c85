#include "platform/domain/merchant_timeline.hpp"

#include <algorithm>
#include <utility>

#include "platform/domain/import/merchant_marks.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using contract::Merchant;

namespace {

constexpr std::size_t kRoomForSteps = 20;  // more than one act writes

bool tells_fields(std::string_view action) {
  return action == "account" || action == "changed";
}

std::set<std::string> words_in(std::string_view list) {
  std::set<std::string> words;
  while (!list.empty()) {
    const auto end = std::min(list.find(", "), list.size());
    words.emplace(list.substr(0, end));
    list.remove_prefix(std::min(end + 2, list.size()));
  }
  return words;
}

}  // namespace

void write_step(const MerchantScene& scene, Merchant& merchant, std::string action, std::string detail) {
  merchant.timeline.push_back(
      {scene.now, scene.actor.id, scene.actor.name, std::move(action), std::move(detail)});
}

base::Error merchant_refusal(std::string sentence, std::string field, ErrorKind kind) {
  return base::fail(kind, std::move(sentence), std::move(field));
}

base::Error merchant_refusals(std::string sentence, std::vector<base::FieldError> fields) {
  auto error = base::fail(ErrorKind::invalid, std::move(sentence), fields.front().field);
  error.fields = std::move(fields);
  return error;
}

std::string comma_list(const std::set<std::string>& words) {
  std::string out;
  for (const auto& each : words) out += (out.empty() ? "" : ", ") + each;
  return out;
}

bool joined_last_step(const MerchantScene& scene, Merchant& merchant, const std::set<std::string>& fields,
                      bool account) {
  if (merchant.timeline.empty()) return false;
  auto& last = merchant.timeline.back();
  if (!tells_fields(last.action) || last.principal_id != scene.actor.id ||
      scene.now.ms - last.at.ms >= base::kMinuteMs)
    return false;
  auto all = words_in(last.detail);
  all.insert(fields.begin(), fields.end());
  last.detail = comma_list(all);
  if (account) last.action = "account";
  return true;
}

void make_room(Merchant& merchant) {
  auto& steps = merchant.timeline;
  if (steps.size() < kMostMerchantSteps) return;
  auto surplus = steps.size() - kMostMerchantSteps + kRoomForSteps;
  std::erase_if(steps, [&](const auto& step) {
    if (surplus == 0 || step.action != "changed") return false;
    --surplus;
    return true;
  });
}

bool is_person(const Actor& actor, const std::string& id, const std::string& name) {
  if (!id.empty() && actor.id == id) return true;
  const auto folded = import::folded_name(name);
  return !folded.empty() && folded == import::folded_name(actor.name);
}

}  // namespace stadtpult::platform
