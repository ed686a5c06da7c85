#pragma once
// Fills a store with the demo city.

#include "api-client/base/result.hpp"
#include "platform/domain/demo/demo_city.hpp"
#include "platform/routes/service.hpp"
#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// Performs the demo city's story inside one write request: every deed is a call of its route, under its own
/// rules, in the name of the person who did it and at the time they did it. The story ends at the request's
/// own time; the same time gives the same store, ids included. Writer's thread.
base::Done perform_demo_story(Change& change, const demo::DemoCity& city, const ServiceOptions& options);

}  // namespace stadtpult::platform
