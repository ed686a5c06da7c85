// What citizens send by forms. The column `answers` is sealed with AES-256-GCM (base::seal) under the key
// that lies beside the store, mode 0600 (STORE.key, the one that seals pseudonyms and security events): who
// has the store's file or a copy of it, without the key, reads nothing of what was sent, and an answer that
// was moved into another row does not open. The full-text index, the record and kept answers
// (Idempotency-Key) hold nothing of it either. Files are sealed in the same way beside it (form_files). An
// answer that is erased is destroyed on disk too (secure_delete), with the notes on it that the record holds
// apart.

#include "platform/routes/form_answers.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "api-client/base/csv.hpp"
#include "api-client/base/json.hpp"
#include "api-client/base/sealed_text.hpp"
#include "platform/domain/media/media_file.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/security.hpp"
#include "platform/store/form_files.hpp"
#include "platform/store/personal.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::FormAnswer;
using contract::FormAnswerState;

namespace {

std::string context_of(const FormAnswer& answer) {
  return "stadtpult form answer " + answer.id;
}

std::string context_of(const std::string& answer_id, const std::string& field) {
  return fmt::format("stadtpult form file {}/{}", answer_id, field);
}

base::Error without_key() {
  return base::fail(ErrorKind::internal, "The key of the store is not there.");
}

std::string sealed(const base::Key& key, const FormAnswer& answer) {
  return base::seal_text(key, answer.answers.text, context_of(answer));
}

/// Makes what was sent readable.
Done open_answer(const base::Key* key, FormAnswer& answer) {
  if (key == nullptr) return without_key();
  auto plain = base::open_text(*key, answer.answers.text, context_of(answer));
  if (!plain) return plain.error();
  answer.answers.text = std::move(*plain);
  return {};
}

const base::Key* key_of(const Call& call) {
  return call.security != nullptr ? &call.security->key() : nullptr;
}

Result<Answer> patch_answer(const Call& call, Change& change) {
  const auto stored = to_change<FormAnswer>(call, change, call.id());
  if (!stored) return stored.error();
  if (stored->state == FormAnswerState::erased)
    return base::fail(ErrorKind::conflict, "The answer was erased; nothing is left to work on.");
  FormAnswer before = *stored;
  if (const auto done = open_answer(change.key(), before); !done) return done.error();
  auto after = contract::decode_patch(call.request.body, before);
  if (!after) return after.error();
  if (after->state == FormAnswerState::erased)
    return base::fail(ErrorKind::invalid, "An answer is erased at /erasures, with a reason.", "state");
  if (after->assignee_id && after->assignee_id->empty()) after->assignee_id.reset();
  if (after->assignee_id != before.assignee_id) {
    after->assignee_name.clear();
    if (after->assignee_id) {
      const auto who = find_principal(change.database(), *after->assignee_id);
      if (!who || who->is_merchant())
        return base::fail(ErrorKind::invalid, "There is nobody of the city with this id.", "assignee_id");
      after->assignee_name = who->name;
    }
  }
  const std::string readable = after->answers.text;
  after->answers = stored->answers;
  change.update(*stored, *after);
  after->answers.text = readable;
  return answer_with(*after);
}

// ---- CSV (RFC 4180)

/// A label, and which of several equal ones in the same form.
using Column = std::pair<std::string, int>;

std::map<Column, std::string> cells_of(const FormAnswer& answer, std::vector<Column>& columns) {
  std::map<Column, std::string> cells;
  const auto sent = base::parse_json(answer.answers.text);
  if (!sent.is_array()) return cells;
  for (const auto& entry : sent) {
    if (!entry.is_object()) continue;
    const auto& label = entry.contains("label") && entry["label"].is_string()
                            ? entry["label"]
                            : entry.value("field", nlohmann::json());
    const auto value = entry.value("value", nlohmann::json());
    Column column{label.is_string() ? label.get<std::string>() : "", 1};
    while (cells.contains(column)) ++column.second;
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
    cells[column] = value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
  }
  return cells;
}

std::string csv_of(const std::vector<FormAnswer>& answers) {
  std::vector<Column> columns;
  std::vector<std::map<Column, std::string>> rows;
  for (const auto& answer : answers) rows.push_back(cells_of(answer, columns));
  std::string csv = "Nummer,Eingang,Status,Formular,Sprache";
  for (const auto& column : columns) csv += "," + base::csv_cell(column.first);
  csv += "\r\n";
  for (size_t i = 0; i < answers.size(); ++i) {
    const auto& answer = answers[i];
    csv += fmt::format("{},{},{},{},{}", answer.number, base::to_rfc3339(answer.created_at),
                       contract::enum_name(answer.state), base::csv_cell(answer.block_id),
                       base::csv_cell(answer.language));
    for (const auto& column : columns) {
      const auto at = rows[i].find(column);
      csv += "," + (at == rows[i].end() ? std::string() : base::csv_cell(at->second));
    }
    csv += "\r\n";
  }
  return csv;
}

Result<Answer> export_answers(Change& change, const contract::FormExport& wish) {
  ListQuery query;
  query.filters = {{"page_id", {wish.page_id}}};
  if (!wish.block_id.empty()) query.filters.push_back({"block_id", {wish.block_id}});
  query.order = Order{"number"};
  query.limit = 0;
  auto answers = Table<FormAnswer>::list(change.database(), query).items;
  std::erase_if(answers, [](const auto& each) { return each.state == FormAnswerState::erased; });
  const auto page = change.find<contract::ContentPage>(wish.page_id);
  if (!page && answers.empty()) return base::fail(ErrorKind::invalid, "There is no such page.", "page_id");
  for (auto& answer : answers)
    if (const auto done = open_answer(change.key(), answer); !done) return done.error();
  contract::FormExported out;
  out.answers = static_cast<std::int64_t>(answers.size());
  out.csv = csv_of(answers);
  auto told = contract::changed_fields(contract::FormExport{}, wish);
  told.push_back({"answers", "", std::to_string(out.answers)});
  change.note("form_answer.export", "page", wish.page_id, page ? page->title.in("de") : "", std::move(told));
  Answer answer;
  answer.body = contract::encode(out);
  return answer;
}

}  // namespace

Result<FormAnswer> receive_form_answer(Change& change, FormAnswer answer,
                                       const std::vector<FormFile>& files) {
  if (change.key() == nullptr) return without_key();
  ListQuery last;
  last.order = Order{"number", true};
  last.limit = 1;
  const auto newest = Table<FormAnswer>::list(change.database(), last).items;
  answer.id = change.make_id("fan_");
  answer.number = newest.empty() ? 1 : newest.front().number + 1;
  answer.state = contract::FormAnswerState::received;
  const std::string readable = answer.answers.text;
  answer.answers.text = sealed(*change.key(), answer);
  for (const auto& file : files)
    keep_form_file(change.database(), answer.id, file.field,
                   base::seal(*change.key(), file.bytes, context_of(answer.id, file.field)));
  change.insert(answer, "receive");
  answer.answers.text = readable;
  return answer;
}

Actor retention_actor() {
  return {"system", "Aufbewahrungsfrist", std::nullopt, ""};
}

std::string retention_reason(const FormAnswer& answer) {
  return fmt::format("Aufbewahrungsfrist von {} Tagen",
                     (answer.erase_at.ms - answer.created_at.ms) / base::kDayMs);
}

Done erase_form_answer(Change& change, const FormAnswer& answer, const std::string& reason) {
  if (answer.state == FormAnswerState::erased) return {};
  if (change.key() == nullptr) return without_key();
  Database& database = change.database();
  destroy_form_files(database, answer.id);
  FormAnswer after = answer;
  after.answers.text = "[]";
  after.answers.text = sealed(*change.key(), after);
  after.state = FormAnswerState::erased;
  after.assignee_id.reset();
  after.assignee_name.clear();
  after.note.clear();
  after.erase_at = {};
  after.erased_at = change.now();
  after.erased_by = change.actor().id;
  after.erased_by_name = change.actor().name;
  after.erase_reason = reason;
  change.update(answer, after, "erase");
  // The notes, which the record keeps apart under the answer's id.
  erase_personal(database, answer.id);
  merge_form_answer_words(database);
  change.clear_journal();
  return {};
}

Done note_answer_reading(const Call& call, Change& change) {
  const auto answer = visible<FormAnswer>(call, change.database(), call.id());
  if (!answer) return answer.error();
  // Nothing is left of an erased one to be read.
  if (answer->state != FormAnswerState::erased)
    change.note("form_answer.read", "form_answer", answer->id, title_of(*answer), {});
  return {};
}

Done note_file_reading(const Call& call, Change& change) {
  const auto answer = visible<FormAnswer>(call, change.database(), call.id());
  if (!answer) return answer.error();
  if (!has_form_file(change.database(), answer->id, call.id("field"))) return no_such_thing("file");
  change.note("form_answer.read_file", "form_answer", answer->id, title_of(*answer),
              {{"field", "", contract::encode_value(call.id("field"))}});
  return {};
}

Result<Answer> get_form_file(const Reading& reading) {
  const Call& call = reading.call;
  const auto stored = visible<FormAnswer>(call, reading.database, call.id());
  if (!stored) return stored.error();
  const auto bytes = read_form_file(reading.database, stored->id, call.id("field"));
  if (!bytes) return no_such_thing("file");
  const base::Key* key = key_of(call);
  if (key == nullptr) return without_key();
  auto plain = base::open_sealed(*key, *bytes, context_of(stored->id, call.id("field")));
  if (!plain) return plain.error();
  Answer answer;
  // What it is, not what it is called: the library's own check made these bytes.
  answer.content_type = media_type_of(*plain);
  answer.body = std::move(*plain);
  return answer;
}

Result<WritePlan> post_form_erasure(const WriteCall& call) {
  const auto wish = contract::decode_new<contract::FormErasure>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, wish = *wish](Change& change) -> Result<Answer> {
    const auto stored = visible<FormAnswer>(*call, change.database(), call->id());
    if (!stored) return stored.error();
    if (stored->state == FormAnswerState::erased)
      return base::fail(ErrorKind::conflict, "The answer was erased before.");
    if (const auto done = erase_form_answer(change, *stored, wish.reason); !done) return done.error();
    auto after = change.find<FormAnswer>(stored->id);
    if (!after) return no_such_thing("form_answer");
    if (const auto done = open_answer(change.key(), *after); !done) return done.error();
    return answer_with(*after);
  });
}

Result<Answer> list_form_answers(const Reading& reading) {
  Done opened;
  auto page = read_page<FormAnswer>(reading, {}, [&](FormAnswer& answer) {
    if (const auto done = open_answer(key_of(reading.call), answer); !done) opened = done;
  });
  if (!opened) return opened.error();
  return page;
}

Result<Answer> get_form_answer(const Reading& reading) {
  auto answer = visible<FormAnswer>(reading.call, reading.database, reading.call.id());
  if (!answer) return answer.error();
  if (const auto done = open_answer(key_of(reading.call), *answer); !done) return done.error();
  return answer_with(*answer);
}

Result<WritePlan> change_form_answer(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_answer(*call, change); });
}

Result<WritePlan> export_form_answers(const WriteCall& call) {
  const auto wish = contract::decode_new<contract::FormExport>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([wish = *wish](Change& change) { return export_answers(change, wish); });
}

}  // namespace stadtpult::platform
