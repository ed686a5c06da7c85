#pragma once
// The import of many merchants from a table: which column is what, what is wrong with which cell, who is
// there already, and which rows are left out. Frame thread.

#include "panels/kit/table.hpp"
#include "panels/table_import.hpp"

namespace stadtpult::panels::merchants {

inline constexpr const char* kMerchantTable = "merchants.table_file";

class MerchantImportDialog {
 public:
  void ask() { open_ = true; }
  void receive(IncomingFile file);
  void draw(const World& world, Intents& out);

 private:
  void mapping();
  void rows();
  void buttons(const World& world, Intents& out);

  bool open_ = false;
  TableImport<contract::MerchantImport, contract::MerchantImportReport> import_{
      contract::Operation::import_merchants, "merchants.done.imported"};
  kit::TableState table_;
};

}  // namespace stadtpult::panels::merchants
