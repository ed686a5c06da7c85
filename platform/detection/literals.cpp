#include "platform/detection/literals.hpp"

#include <hs.h>

#include <limits>
#include <utility>

namespace stadtpult::platform::detection {

Literals::Literals() = default;
Literals::~Literals() {
  hs_free_database(static_cast<hs_database_t*>(database_));
}
Literals::Literals(Literals&& other) noexcept
    : texts_(std::move(other.texts_)),
      ids_(std::move(other.ids_)),
      database_(std::exchange(other.database_, nullptr)) {}
Literals& Literals::operator=(Literals&& other) noexcept {
  std::swap(texts_, other.texts_);
  std::swap(ids_, other.ids_);
  std::swap(database_, other.database_);
  return *this;
}

Literals::Scratch::Scratch(const Literals& literals) {
  if (!literals.usable()) return;
  hs_scratch_t* space = nullptr;
  if (hs_alloc_scratch(static_cast<hs_database_t*>(literals.database_), &space) == HS_SUCCESS) space_ = space;
}
Literals::Scratch::~Scratch() {
  hs_free_scratch(static_cast<hs_scratch_t*>(space_));
}
Literals::Scratch::Scratch(Scratch&& other) noexcept : space_(std::exchange(other.space_, nullptr)) {}
Literals::Scratch& Literals::Scratch::operator=(Scratch&& other) noexcept {
  std::swap(space_, other.space_);
  return *this;
}

LiteralId Literals::add(const std::string& text) {
  const auto [place, fresh] = ids_.emplace(text, static_cast<LiteralId>(texts_.size()));
  if (fresh) texts_.push_back(text);
  return place->second;
}

bool Literals::build() {
  if (texts_.empty() || hs_valid_platform() != HS_SUCCESS) return false;
  std::vector<const char*> starts;
  std::vector<std::size_t> lengths;
  std::vector<unsigned> ids;
  for (LiteralId id = 0; id < texts_.size(); ++id) {
    starts.push_back(texts_[id].data());
    lengths.push_back(texts_[id].size());
    ids.push_back(id);
  }
  const std::vector<unsigned> flags(texts_.size(), HS_FLAG_SINGLEMATCH);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(starts.data(), flags.data(), ids.data(), lengths.data(),
                           static_cast<unsigned>(texts_.size()), HS_MODE_BLOCK, nullptr, &database,
                           &error) != HS_SUCCESS) {
    hs_free_compile_error(error);
    return false;
  }
  database_ = database;
  return true;
}

bool Literals::search_raw(std::string_view text, Scratch& scratch, Raw found, void* context) const {
  if (database_ == nullptr || scratch.space_ == nullptr || text.size() > std::numeric_limits<unsigned>::max())
    return false;
  struct Call {
    Raw found;
    void* context;
  } call{found, context};
  const auto on_match = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* raw) {
    const auto* to = static_cast<Call*>(raw);
    to->found(id, to->context);
    return 0;
  };
  return hs_scan(static_cast<hs_database_t*>(database_), text.data(), static_cast<unsigned>(text.size()), 0,
                 static_cast<hs_scratch_t*>(scratch.space_), on_match, &call) == HS_SUCCESS;
}

}  // namespace stadtpult::platform::detection
