#pragma once
// Imports of real municipal catalogues: what is handed over and what the report says.

#include "api-client/contract/describe.hpp"

namespace stadtpult::contract {

enum class ImportFormat { dldb, ozg, dldb_pages, xliff };
BOOST_DESCRIBE_ENUM(ImportFormat, dldb, ozg, dldb_pages, xliff)

/// Body of POST /v1/imports: the files' texts as they are.
struct ImportRequest {
  ImportFormat format = ImportFormat::dldb;
  std::string services;
  std::string topics;
  std::string locations, authorities;
  bool check = false;

  bool operator==(const ImportRequest&) const = default;
  static constexpr const char* kTypeName = "ImportRequest";
  static constexpr void describe(auto&& visit) {
    visit(
        field(
            "format", &ImportRequest::format,
            {.help =
                 "dldb: services_de.json and topic_de.json become drafts of mini-apps; dldb_pages: the same "
                 "with locations_de.json and authority_de.json become service pages; ozg: "
                 "ozg_leistungen.csv and leika_leistungen.csv; xliff: translations of pages that are there, "
                 "taken as a whole or not at all.",
             .required = true}),
        field("services", &ImportRequest::services,
              {.help = "Text of services_de.json, ozg_leistungen.csv or the XLIFF file.",
               .required = true,
               .max_length = 40000000}),
        field(
            "topics", &ImportRequest::topics,
            {.help = "Text of topic_de.json or leika_leistungen.csv; may be empty.", .max_length = 40000000}),
        field("locations", &ImportRequest::locations,
              {.help = "Text of locations_de.json, for pages; may be empty.", .max_length = 40000000}),
        field("authorities", &ImportRequest::authorities,
              {.help = "Text of authority_de.json, for pages; may be empty.", .max_length = 40000000}),
        field("check", &ImportRequest::check,
              {.help = "xliff only: says what would be taken, and writes nothing."}));
  }
};

/// A row that was not taken, or not as it stood.
struct ImportRow {
  std::string source;
  std::int64_t line = 0;
  std::string id, title, reason;
  std::string rule;

  bool operator==(const ImportRow&) const = default;
  static constexpr const char* kTypeName = "ImportRow";
  static constexpr void describe(auto&& visit) {
    visit(field("source", &ImportRow::source, {.help = "Which file.", .read_only = true}),
          field("line", &ImportRow::line,
                {.help = "Line of a CSV file (1 is the header), or number of the entry, from 1.",
                 .read_only = true}),
          field("id", &ImportRow::id, {.read_only = true}),
          field("title", &ImportRow::title, {.read_only = true}),
          field("reason", &ImportRow::reason, {.help = "Why it was not taken.", .read_only = true}),
          field("rule", &ImportRow::rule,
                {.help = "Short name of the reason (\"leika.not-listed\").", .read_only = true}));
  }
};

struct ImportReport {
  std::int64_t rows = 0, created = 0, changed = 0, unchanged = 0, skipped = 0, categories_created = 0;
  std::vector<ImportRow> not_taken;

  bool operator==(const ImportReport&) const = default;
  static constexpr const char* kTypeName = "ImportReport";
  static constexpr void describe(auto&& visit) {
    visit(field("rows", &ImportReport::rows,
                {.help = "Rows read from both files; texts of an XLIFF file.", .read_only = true}),
          field("created", &ImportReport::created,
                {.help = "Drafts of mini-apps or pages made; texts translated that were not.",
                 .read_only = true}),
          field("changed", &ImportReport::changed,
                {.help = "Mini-apps, pages or translations brought up to date.", .read_only = true}),
          field("unchanged", &ImportReport::unchanged,
                {.help = "Already there as they are.", .read_only = true}),
          field("skipped", &ImportReport::skipped,
                {.help = "Rows not taken; each stands in not_taken.", .read_only = true}),
          field("categories_created", &ImportReport::categories_created, {.read_only = true}),
          field("not_taken", &ImportReport::not_taken, {.read_only = true}));
  }
};

/// What is wrong with one cell.
struct CellProblem {
  std::int64_t line = 0;
  std::string column, rule, value, message;
  bool operator==(const CellProblem&) const = default;
  static constexpr const char* kTypeName = "CellProblem";
  static constexpr void describe(auto&& visit) {
    visit(field("line", &CellProblem::line,
                {.help = "The row, by its line; 1 is the head.", .read_only = true}),
          field("column", &CellProblem::column,
                {.help = "As the field is called; \"\": the row as a whole.", .read_only = true}),
          field("rule", &CellProblem::rule,
                {.help = "Short name of what is wrong (\"key.taken\").", .read_only = true}),
          field("value", &CellProblem::value, {.help = "What stands there.", .read_only = true}),
          field("message", &CellProblem::message, {.read_only = true}));
  }
};

}  // namespace stadtpult::contract
