#pragma once
// What citizens send by forms: taken, read, worked off, exported, erased.

#include "platform/routes/handlers.hpp"

namespace stadtpult::platform {

/// A file of an answer.
struct FormFile {
  std::string field;
  std::string_view bytes;
};

/// Numbers the answer, seals what was sent with its files and stores it. The line of the record names the
/// form and nothing of what was sent. Returns it with the answers readable. Writer's thread.
base::Result<contract::FormAnswer> receive_form_answer(Change& change, contract::FormAnswer answer,
                                                       const std::vector<FormFile>& files = {});

/// Writes into the record who opens which answer; an error where there is no such one. Writer's thread.
base::Done note_answer_reading(const Call& call, Change& change);
/// Writes into the record who reads which file of an answer; an error where there is no such file. Writer's
/// thread.
base::Done note_file_reading(const Call& call, Change& change);

/// In whose name answers are erased when their period is over.
Actor retention_actor();
/// Destroys what was sent, its files and what was noted about it, in the record too; nothing where that has
/// happened. Writer's thread.
base::Done erase_form_answer(Change& change, const contract::FormAnswer& answer, const std::string& reason);
/// The reason that stands at an answer whose period is over.
std::string retention_reason(const contract::FormAnswer& answer);

}  // namespace stadtpult::platform
