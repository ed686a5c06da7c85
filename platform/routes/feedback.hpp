#pragma once
// Taking feedback in, from wherever it comes. Writer's thread.

#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// Numbers, titles and stores an item as it was received, and gives it back as it stands. The caller has
/// checked its fields against their description.
contract::Feedback receive_feedback(Change& change, contract::Feedback feedback);

}  // namespace stadtpult::platform
