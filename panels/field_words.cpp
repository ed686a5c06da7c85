#include "panels/field_words.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "api-client/content/render.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/proof.hpp"
#include "panels/form/form_view.hpp"
#include "panels/kit/text.hpp"
#include "panels/security/security_words.hpp"

namespace stadtpult::panels {
namespace {

using base::ErrorKind;
using kit::tr;

template <typename T>
std::string name_in(const client::Held<T>& list, const std::string& id, std::string_view language) {
  const auto* thing = list.find(id);
  if (thing == nullptr) return id;
  if constexpr (requires { thing->text.in(language); })
    return thing->text.in(language);
  else if constexpr (requires { thing->title; })
    return thing->title;
  else if constexpr (std::is_same_v<decltype(thing->name), std::string>)
    return thing->name;
  else
    return thing->name.in(language);
}

/// Fields whose values are enumerators of the contract.
bool is_word(std::string_view field) {
  return field == "kind" || field == "type" || field == "state" || field == "ring" || field == "live_ring" ||
         field == "identity_method" || field == "identity_document" || field == "priority" ||
         field == "cohort" || field == "maturity_model" || field == "legal_form" ||
         field == "register_kind" || field == "price_unit";
}

/// The word for "trade" or for "price_unit.hour": one of its own here, else that of the panel which has the
/// field in a form; null where there is none.
const char* word_of_field(const std::string& name) {
  for (const char* where :
       {"field.", "merchants.field.", "requirements.field.", "testphase.round.field.", "testphase.field."})
    if (const char* word = kit::tr_or(where + name, nullptr)) return word;
  return nullptr;
}

/// As far as this console has seen them.
std::string person_name(const World& world, const std::string& id) {
  for (const auto& item : world.state.feedback.items())
    if (item.assignee_id == id && !item.assignee_name.empty()) return item.assignee_name;
  for (const auto& answer : world.state.form_answers.items())
    if (answer.assignee_id == id && !answer.assignee_name.empty()) return answer.assignee_name;
  return world.state.me && world.state.me->id == id ? world.state.me->name : id;
}

/// Ids that stand for something with a name.
std::string name_of(const World& world, std::string_view field, const std::string& id) {
  if (field == "parent_id")
    if (const auto* page = world.state.pages.find(id)) return page->title.in(world.language);
  if (field == "category_id" || field == "parent_id")
    return name_in(world.state.categories, id, world.language);
  if (field == "organisation_id") return name_in(world.state.organisations, id, world.language);
  if (field == "miniapp_id") return name_in(world.state.miniapps, id, world.language);
  if (field == "reasons") return name_in(world.state.reasons, id, world.language);
  if (field == "requirement_id" || field == "depends_on")
    return name_in(world.state.requirements, id, world.language);
  if (field == "app_version_id") return name_in(world.state.app_versions, id, world.language);
  if (field == "merged_into") return name_in(world.state.feedback, id, world.language);
  if (field == "offering_id") return name_in(world.state.offerings, id, world.language);
  if (field == "media_ids") return name_in(world.state.media, id, world.language);
  if (field == "assignee_id") return person_name(world, id);
  return id;
}

/// The blocks of a page as citizens read them, a line each.
std::string page_words(const World& world, const std::string& document) {
  const auto read = content::decode_document(document);
  return read ? content::outline(content::render(*read, {.language = world.language})) : document;
}

std::string plain_text(const World& world, std::string_view field, const std::string& text) {
  if (field == "content") return page_words(world, text);
  if (field == "schedule_error") return kept_error_words(text);
  if (field == "stakeholders") return kit::tr_or("requirements.stakeholder." + text, text.c_str());
  if (is_word(field)) {
    const char* word = word_of_field(std::string(field) + "." + text);
    return word != nullptr ? word : text;
  }
  if (field.ends_with("_at") || field.ends_with("_since"))
    if (const auto at = base::from_rfc3339(text)) return kit::format_date_time(*at);
  return name_of(world, field, text);
}

std::string each_language(const contract::LocalizedText& text) {
  std::string all;
  for (const auto& [language, words] : text.by_language)
    all += (all.empty() ? "" : "\n") + form::language_name(language) + ": " + words;
  return all;
}

/// Why a document was not taken ("body.scripts"), and what helps; "" for any other field.
std::string words_of_file(std::string_view field) {
  if (!field.starts_with("body.")) return {};
  const std::string why = kit::tr_or("media.refused." + std::string(field.substr(5)), "");
  return why.empty() ? why : why + " " + tr("media.refused.advice");
}

}  // namespace

std::string field_label(std::string_view field) {
  const std::string name(field.substr(0, field.find('.')));
  const char* word = word_of_field(name);
  const std::string label = word != nullptr ? word : name;
  if (name.size() == field.size()) return label;
  return tr("form.in_language",
            {{"field", label}, {"language", form::language_name(field.substr(name.size() + 1))}});
}

std::string field_value(const World& world, std::string_view field, std::string_view json) {
  if (json.empty() || json == "null" || json == "\"\"") return {};
  const auto name = field.substr(0, field.find('.'));
  if (json == "true" || json == "false") return tr(json == "true" ? "field.yes" : "field.no");
  if (json.front() == '"') {
    const auto text = contract::decode_value<std::string>(json);
    if (text && name.ends_with("sha256")) return short_hash(*text);
    return text ? plain_text(world, name, *text) : std::string(json);
  }
  if (json.front() == '{') {
    const auto text = contract::decode_value<contract::LocalizedText>(json);
    return text ? each_language(*text) : std::string(json);
  }
  if (name == "timeline") {
    const auto steps = contract::decode_value<std::vector<contract::TimelineStep>>(json);
    if (!steps) return std::string(json);
    std::string all;
    for (const auto& step : *steps) all += (all.empty() ? "" : ", ") + security::step_mark(step.action).word;
    return all;
  }
  if (name == "closures") {
    const auto resource =
        contract::decode_patch(R"({"closures":)" + std::string(json) + "}", contract::Resource{});
    if (!resource) return std::string(json);
    std::string all;
    for (const auto& each : resource->closures)
      all += (all.empty() ? "" : "\n") + kit::format_date_time(each.from) + " – " +
             kit::format_date_time(each.to) + (each.reason.empty() ? "" : ": " + each.reason);
    return all;
  }
  if (json.front() == '[') {
    const auto texts = contract::decode_value<std::vector<std::string>>(json);
    if (!texts) return std::string(json);
    std::string all;
    for (const auto& text : *texts) all += (all.empty() ? "" : ", ") + plain_text(world, name, text);
    return all;
  }
  // Numbers that stand for something ("status_id": 4).
  const std::string number(json);
  if (name == "price_cents") {
    std::int64_t cents = 0;
    const auto end = number.data() + number.size();
    if (std::from_chars(number.data(), end, cents).ptr == end) return kit::format_money(cents);
  }
  return kit::tr_or("field." + std::string(name) + "." + number, number.c_str());
}

std::string short_hash(std::string_view hash) {
  constexpr size_t kShown = 16, kGroup = 4;
  std::string words;
  for (size_t at = 0; at < std::min(hash.size(), kShown); at += kGroup)
    words += std::string(hash.substr(at, kGroup)) + " ";
  return hash.size() > kShown ? words + "…" : std::string(hash);
}

namespace {

std::string value_of(const base::Error& error, std::string_view name) {
  for (const auto& [known, value] : error.values)
    if (known == name) return value;
  return {};
}

/// The gate's counts in a refusal, a sentence for each that is not zero.
std::string gate_words(const base::Error& error) {
  std::string words;
  for (const char* each : {"requirements", "feedback", "rounds"}) {
    const std::string value = value_of(error, each);
    std::int64_t count = 0;
    std::from_chars(value.data(), value.data() + value.size(), count);
    const std::string key = std::string("shell.problem.gate.") + each;
    if (count > 0) words += " " + kit::tr_n(key.c_str(), count);
  }
  return words;
}

/// Why this person may not do it and another one may.
std::string another_person_words(std::string_view because) {
  for (const char* each :
       {"handed_in", "worked_on", "own_organisation", "wrote", "asked_for_override", "stands_for_nobody",
        "other_stakeholder", "invited", "typed_account", "checked_first"})
    if (because == each) return tr((std::string("shell.problem.another.") + each).c_str());
  return tr("shell.problem.another");
}

/// What a refusal says beyond its kind; "" for one that this console does not know.
std::string refusal_words(const base::Error& error) {
  if (error.problem == "waits-for-version") {
    const std::string gate = gate_words(error);
    return tr("shell.problem.waits_for_version", {{"title", value_of(error, "title")},
                                                  {"round", value_of(error, "round")},
                                                  {"version", value_of(error, "version")}}) +
           (gate.empty() ? std::string(" ") + tr("shell.problem.gate_open") : gate);
  }
  if (error.problem == "before-go-live")
    return tr("shell.problem.before_go_live", {{"version", value_of(error, "version")}});
  if (error.problem == "gate-shut") return tr("shell.problem.gate_shut") + gate_words(error);
  if (error.problem == contract::kDeviceUnapproved || error.problem == contract::kDeviceMissing)
    return tr("shell.problem.device_unapproved");
  if (error.problem == contract::kDeviceRevoked) return tr("shell.problem.device_revoked");
  if (error.problem == contract::kDeviceLimit) return tr("shell.problem.device_limit");
  if (error.problem == contract::kProofTime) return tr("shell.problem.proof_time");
  if (error.problem == contract::kOtherDevice) return tr("shell.problem.other_device");
  if (error.problem == "identity-code") return tr("shell.problem.identity_code");
  if (error.problem == "identity-tries") return tr("shell.problem.identity_tries");
  if (error.problem == "no-pdf-reader") return tr("shell.problem.no_pdf_reader");
  if (error.problem == "version-not-approved")
    return tr("shell.problem.version_not_approved",
              {{"title", value_of(error, "title")}, {"version", value_of(error, "version")}});
  if (error.problem == "version-never-out")
    return tr("shell.problem.version_never_out",
              {{"title", value_of(error, "title")}, {"version", value_of(error, "version")}});
  if (error.problem == "difference-changed") return tr("shell.problem.difference_changed");
  if (error.problem == "needs-another-person") return another_person_words(value_of(error, "because"));
  if (error.problem == "page-not-approved") return tr("shell.problem.page_not_approved");
  if (error.problem == "category-archived") return tr("shell.problem.category_archived");
  if (error.problem == "needs-what-is-above") return tr("shell.problem.needs_above");
  if (error.problem == "page-mistakes") {
    const std::string value = value_of(error, "count");
    std::int64_t count = 1;
    std::from_chars(value.data(), value.data() + value.size(), count);
    return kit::tr_n("shell.problem.page_mistakes", count);
  }
  if (error.problem == "address-taken")
    return tr("shell.problem.address_taken", {{"address", value_of(error, "address")}});
  return {};
}

}  // namespace

std::string error_words(const base::Error& error) {
  if (std::string words = refusal_words(error); !words.empty()) return words;
  switch (error.kind) {
    case ErrorKind::forbidden:
      return tr("shell.failed.forbidden");
    case ErrorKind::storage:
      return tr("shell.failed.storage");
    case ErrorKind::unavailable:
      return tr("shell.failed.unavailable");
    case ErrorKind::invalid:
      if (auto words = words_of_file(error.field); !words.empty()) return words;
      return error.field.empty() ? tr("shell.failed.invalid_somewhere")
                                 : tr("shell.failed.invalid", {{"field", field_label(error.field)}});
    case ErrorKind::stale:
      return tr("shell.failed.stale");
    case ErrorKind::conflict:
      return tr("shell.failed.conflict");
    case ErrorKind::not_found:
      return tr("shell.failed.not_found");
    case ErrorKind::too_large:
      return tr("shell.failed.too_large");
    default:
      return tr("shell.failed.other");
  }
}

std::string kept_error_words(std::string_view reason) {
  const auto problem = contract::decode<contract::Problem>(reason);
  if (!problem) return std::string(reason);
  return error_words(contract::error_from_answer(static_cast<int>(problem->status), reason));
}

}  // namespace stadtpult::panels
