#pragma once
// Files that citizens sent with an answer to a form, sealed by who stores them; and the end of an answer.

#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// One file a field of an answer.
void keep_form_file(Database& database, const std::string& answer_id, const std::string& field,
                    const std::string& sealed);
std::optional<std::string> read_form_file(Database& database, const std::string& answer_id,
                                          const std::string& field);
bool has_form_file(Database& database, const std::string& answer_id, const std::string& field);

/// Destroys, bytes and not rows alone, what the store holds of the answer beside its own row: its files and
/// the kept answers to requests that changed it. From here on this connection overwrites what it deletes.
void destroy_form_files(Database& database, const std::string& answer_id);
/// What was deleted stays in older parts of the index until they are merged: this merges them.
void merge_form_answer_words(Database& database);

struct DueAnswers {
  std::vector<std::string> ids;
  std::int64_t next_ms = 0;  ///< the earliest time that is still to come; 0 for none
};
/// Answers whose period is over, the oldest first, at most `most`.
DueAnswers due_form_answers(Database& database, std::int64_t now_ms, std::int64_t most);

}  // namespace stadtpult::platform
