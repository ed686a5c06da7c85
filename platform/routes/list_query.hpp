#pragma once
// filter, sort, q, limit and cursor of a list, read against the description of its type.

#include "platform/routes/target.hpp"
#include "platform/store/list_select.hpp"

namespace stadtpult::platform {

/// Errors are 400 and name the parameter.
base::Result<ListQuery> parse_list_query(const TableInfo& table, const Names& query);

/// limit alone, for lists that no table stands behind.
base::Result<int> parse_limit(const Names& query);

/// "next" of a page: opaque to the reader, tied to the order.
std::string make_cursor(const Order& order, const Place& place);

}  // namespace stadtpult::platform
