#pragma once
// The two keys beside a store, without which its content is of no use: STORE.key opens what is sealed,
// STORE.audit.key signs the record. The store holds a mark of each, so that another key, or a new one in the
// place of one that was lost, is noticed before anything is sealed or signed with it. Blocking; any thread.

#include <functional>
#include <string>

#include "api-client/base/clock.hpp"
#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {

class Database;
class Store;

struct StoreKeys {
  base::Key seals;  ///< STORE.key
  base::Key signs;  ///< STORE.audit.key
};

/// Tells a key from others without telling it; also in the note beside a copy of the store.
std::string mark_of(const base::Key& key);

/// The keys that lie beside this file; none is made. Errors are sentences that name the file.
base::Result<StoreKeys> read_keys(const std::string& store_file);
/// They are those whose marks the store holds; true where it holds none, as one of before schema 19.
base::Done check_marks(Database& database, const std::string& store_file, const StoreKeys& keys);

/// A file of 0 bytes beside keys is what a broken disk or a failed copy left, not the beginning of a city.
base::Done check_not_emptied(const std::string& store_file);

/// What is sealed in the store opens with this key; true where nothing is.
using OpensSealed = std::function<bool(Database&, const base::Key&)>;
/// The store's keys, made (mode 0600) where it has no content yet. Of a store with content both have to be
/// there and to be its own; where it holds no marks of them yet, `opens` says so, and the marks are kept.
base::Result<StoreKeys> keys_of(Store& store, base::Timestamp now, const OpensSealed& opens);

}  // namespace stadtpult::platform
