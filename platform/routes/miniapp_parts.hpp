#pragma once
// Steps that several operations on mini-apps and versions share, inside the writer's transaction.

#include "platform/routes/handlers.hpp"

namespace stadtpult::platform {

/// Owner, category and app_id checked, then inserted.
base::Result<contract::Miniapp> insert_miniapp(Change& change, contract::Miniapp miniapp,
                                               bool position_given);

/// Does the request carry a package rather than JSON?
bool is_package(const Request& request);
base::Result<WritePlan> create_miniapp_from_package(const std::shared_ptr<const Call>& call);

/// After any step in the life of one of its versions or any release: the mini-app's own state, newest version
/// and what is live of it.
void bring_up_to_date(Change& change, const std::string& miniapp_id);

}  // namespace stadtpult::platform
