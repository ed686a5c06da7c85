#include "platform/detection/event_view.hpp"

namespace stadtpult::platform::detection {

void EventView::load(const Event& event, const Program& program) {
  if (first_.size() != program.slots.size()) {
    first_.assign(program.slots.size(), 0);
    last_.assign(program.slots.size(), 0);
  } else {
    for (const auto slot : used_) first_[slot] = last_[slot] = 0;
  }
  used_.clear();
  folded_.clear();
  starts_.clear();
  cells_.resize(event.fields.size());
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const auto& field = event.fields[i];
    starts_.push_back(folded_.size());
    if (const auto* text = std::get_if<std::string>(&field.value)) {
      fold_onto(folded_, *text);
    } else {
      text_onto(folded_, field.value);
    }
    folded_ += '\n';
    cells_[i].value = &field.value;
    cells_[i].next = 0;
    const auto slot = program.slots.find(std::string_view(field.name));
    if (slot == program.slots.end()) continue;
    const auto at = static_cast<std::uint32_t>(i + 1);
    if (first_[slot->second] == 0) {
      first_[slot->second] = at;
      used_.push_back(slot->second);
    } else {
      cells_[last_[slot->second] - 1].next = at;
    }
    last_[slot->second] = at;
  }
  starts_.push_back(folded_.size());
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    auto& cell = cells_[i];
    cell.folded = std::string_view(folded_).substr(starts_[i], starts_[i + 1] - starts_[i] - 1);
    const auto* text = std::get_if<std::string>(cell.value);
    cell.raw = text ? std::string_view(*text) : cell.folded;
  }
}

}  // namespace stadtpult::platform::detection
