#pragma once
// A list as asked for, and the SQL that answers it. Names come from the contract's description only; every
// value is a bound parameter.

#include "platform/store/database.hpp"
#include "platform/store/records.hpp"

namespace stadtpult::platform {

/// field = any of values; or none of them.
struct Filter {
  std::string column;
  std::vector<Value> values;
  bool negated = false;
  /// Of a range, instead of `values`: from here on, and before there.
  std::optional<std::int64_t> from = {}, to = {};
};

/// The place behind which a page starts: what the last item was ordered by, and its id.
struct Place {
  Value sort;
  Value id;
};

struct ListQuery {
  std::vector<Filter> filters;
  std::optional<Order> order;        ///< else the table's own
  std::optional<Place> behind;       ///< else from the start
  std::optional<std::string> match;  ///< FTS5 expression; "" finds nothing
  int limit = 50;                    ///< 0: all
};

struct Select {
  std::string sql;
  std::string kinds;
  std::vector<Value> params;
};

/// Columns of the type in its order, then the order's column.
Select select_items(const TableInfo& table, const ListQuery& query);
Select select_count(const TableInfo& table, const ListQuery& query);
/// `head` ("INSERT … SELECT alerts.row") over the rows that the query finds, without order and limit;
/// `params` are those that stand in `head`.
Select select_from(const std::string& head, std::vector<Value> params, const TableInfo& table,
                   const ListQuery& query);

/// The letter of a column's kind, for Database::query.
char kind_letter(const contract::FieldInfo& field);
/// "id, parent_id, …", joined ones as their expressions; adds the kinds' letters.
std::string column_list(const TableInfo& table, std::string& kinds);

}  // namespace stadtpult::platform
