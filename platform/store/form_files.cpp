#include "platform/store/form_files.hpp"

namespace stadtpult::platform {
namespace {

/// Ids hold no "/".
std::string file_id(const std::string& answer_id, const std::string& field) {
  return answer_id + "/" + field;
}

}  // namespace

void keep_form_file(Database& database, const std::string& answer_id, const std::string& field,
                    const std::string& sealed) {
  database.write_blob("INSERT INTO form_files(id, sealed) VALUES(:p1, :p2)", file_id(answer_id, field),
                      sealed);
}

std::optional<std::string> read_form_file(Database& database, const std::string& answer_id,
                                          const std::string& field) {
  return database.read_blob("SELECT sealed FROM form_files WHERE id = :p1", file_id(answer_id, field));
}

bool has_form_file(Database& database, const std::string& answer_id, const std::string& field) {
  return !database.query("SELECT id FROM form_files WHERE id = :p1", "s", {file_id(answer_id, field)})
              .empty();
}

void destroy_form_files(Database& database, const std::string& answer_id) {
  // "0" comes right behind "/", and "." right behind "-".
  database.run("DELETE FROM form_files WHERE id > :p1 AND id < :p2", {answer_id + "/", answer_id + "0"});
  // A kept answer says by its ETag of which thing it is (contract::etag).
  database.run("DELETE FROM idempotency WHERE etag > :p1 AND etag < :p2",
               {"\"" + answer_id + "-", "\"" + answer_id + "."});
}

void merge_form_answer_words(Database& database) {
  database.run("INSERT INTO form_answers_search(form_answers_search) VALUES('optimize')");
}

DueAnswers due_form_answers(Database& database, std::int64_t now_ms, std::int64_t most) {
  DueAnswers due;
  for (const auto& row : database.query("SELECT id FROM form_answers WHERE erase_at > 0 AND erase_at <= :p1 "
                                        "ORDER BY erase_at LIMIT :p2",
                                        "s", {now_ms, most}))
    due.ids.push_back(as_text(row[0]));
  for (const auto& row :
       database.query("SELECT MIN(erase_at) FROM form_answers WHERE erase_at > :p1", "i", {now_ms}))
    if (!is_null(row[0])) due.next_ms = as_int(row[0]);
  return due;
}

}  // namespace stadtpult::platform
