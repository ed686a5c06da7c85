#pragma once
// What citizens send by forms: taken, read, worked off, exported.

#include "platform/routes/handlers.hpp"

namespace stadtpult::platform {

/// Numbers the answer, seals what was sent and stores it. The line of the record names the form and nothing
/// of what was sent. Returns it with the answers readable. Writer's thread.
base::Result<contract::FormAnswer> receive_form_answer(Change& change, contract::FormAnswer answer);

}  // namespace stadtpult::platform
