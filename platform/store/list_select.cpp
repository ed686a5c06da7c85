#include "platform/store/list_select.hpp"

#include <fmt/format.h>

namespace stadtpult::platform {
namespace {

using contract::FieldInfo;
using contract::Kind;

std::string bound(Select& select, const Value& value) {
  select.params.push_back(value);
  return fmt::format(":p{}", select.params.size());
}

/// "state IN (…)", with NULL as a value of its own.
std::string condition(Select& select, const TableInfo& table, const Filter& filter, bool ordered) {
  std::string list;
  bool with_null = false;
  for (const auto& value : filter.values) {
    if (is_null(value))
      with_null = true;
    else
      list += (list.empty() ? "" : ", ") + bound(select, value);
  }
  std::string column = fmt::format("{}.{}", table.table, filter.column);
  // Several steps of a scale (severity 4 and 5) fit much of a table: the index of the order is walked and the
  // rest passed over, instead of gathering all of them and sorting. The "+" keeps the column's own index out.
  const auto* field = table.type->find(filter.column);
  if (ordered && filter.values.size() > 1 && field != nullptr && field->kind == Kind::integer)
    column = "+" + column;
  if (filter.from || filter.to) {
    std::string range;
    if (filter.from) range = fmt::format("{} >= {}", column, bound(select, *filter.from));
    if (filter.to)
      range += fmt::format("{}{} < {}", range.empty() ? "" : " AND ", column, bound(select, *filter.to));
    return fmt::format("{}({})", filter.negated ? "NOT " : "", range);
  }
  std::string any;
  if (!list.empty()) any = fmt::format("{} {}IN ({})", column, filter.negated ? "NOT " : "", list);
  if (filter.negated) {
    // In SQL, NOT IN is never true of NULL; for a person "not X" includes "nothing".
    if (with_null)
      return any.empty() ? column + " IS NOT NULL" : fmt::format("({} AND {} IS NOT NULL)", any, column);
    return any.empty() ? "1 = 1" : fmt::format("({} OR {} IS NULL)", any, column);
  }
  if (with_null) return any.empty() ? column + " IS NULL" : fmt::format("({} OR {} IS NULL)", any, column);
  return any.empty() ? "1 = 0" : any;
}

std::string conditions(Select& select, const TableInfo& table, const ListQuery& query, bool ordered = false) {
  std::string where;
  const auto add = [&](const std::string& one) { where += (where.empty() ? " WHERE " : " AND ") + one; };
  for (const auto& filter : query.filters) add(condition(select, table, filter, ordered));
  if (query.match) {
    if (query.match->empty())
      add("1 = 0");
    else
      add(fmt::format("{0}.{1} IN (SELECT rowid FROM {0}_search WHERE {0}_search MATCH {2})", table.table,
                      table.numbered, bound(select, *query.match)));
  }
  return where;
}

}  // namespace

char kind_letter(const FieldInfo& field) {
  if (field.list) return 's';
  switch (field.kind) {
    case Kind::integer:
    case Kind::boolean:
    case Kind::time:
      return 'i';
    case Kind::number:
      return 'd';
    default:
      return 's';
  }
}

std::string column_list(const TableInfo& table, std::string& kinds) {
  std::string list;
  for (const auto& field : table.type->fields) {
    const std::string column =
        field.rule.stored ? fmt::format("{}.{}", table.table, field.name) : joined_column(table, field.name);
    list += (list.empty() ? "" : ", ") + column;
    kinds += kind_letter(field);
  }
  return list;
}

Select select_items(const TableInfo& table, const ListQuery& query) {
  Select select;
  const Order order = query.order.value_or(table.order);
  std::string columns = column_list(table, select.kinds);
  columns += fmt::format(", {}.{}", table.table, order.column);
  // The column's own kind decides how the cursor keeps it.
  char kind = 's';
  for (const auto& field : table.type->fields)
    if (field.name == order.column || (sort_column(field) == order.column && field.kind == Kind::word))
      kind = field.name == order.column ? kind_letter(field) : 'i';
  select.kinds += kind;
  std::string where = conditions(select, table, query, true);
  const char* direction = order.descending ? "DESC" : "ASC";
  const bool by_id = order.column == "id";
  if (query.behind) {
    const char* compare = order.descending ? "<" : ">";
    where += where.empty() ? " WHERE " : " AND ";
    if (by_id) {
      where += fmt::format("{}.id {} {}", table.table, compare, bound(select, query.behind->id));
    } else {
      // One after the other: the order in which arguments are made is not fixed, that of parameters is.
      const std::string sort = bound(select, query.behind->sort);
      const std::string id = bound(select, query.behind->id);
      where += fmt::format("({0}.{1}, {0}.id) {2} ({3}, {4})", table.table, order.column, compare, sort, id);
    }
  }
  select.sql = fmt::format("SELECT {} FROM {}{} ORDER BY {}.{} {}", columns, table.table, where, table.table,
                           order.column, direction);
  if (!by_id) select.sql += fmt::format(", {}.id {}", table.table, direction);
  if (query.limit > 0)
    select.sql += fmt::format(" LIMIT {}", bound(select, static_cast<std::int64_t>(query.limit)));
  return select;
}

Select select_count(const TableInfo& table, const ListQuery& query) {
  Select select;
  select.kinds = "i";
  const std::string where = conditions(select, table, query);
  select.sql = fmt::format("SELECT COUNT(*) FROM {}{}", table.table, where);
  return select;
}

Select select_from(const std::string& head, std::vector<Value> params, const TableInfo& table,
                   const ListQuery& query) {
  Select select;
  select.params = std::move(params);
  const std::string where = conditions(select, table, query);
  select.sql = fmt::format("{} FROM {}{}", head, table.table, where);
  return select;
}

}  // namespace stadtpult::platform
