#pragma once
// The part "Geräte" of the panel: machines that people sign in from, who waits for approval first. Frame
// thread.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"

namespace stadtpult::panels {

class DevicesPart {
 public:
  void draw(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& intents);
  void show(const std::string& device_id);

 private:
  void refresh(const World& world);
  void detail(const World& world, const contract::Device& device, Intents& intents);
  void revoke(const World& world, const contract::Device& device, const std::string& because,
              Intents& intents);

  std::uint64_t generation_ = ~0ULL;
  std::vector<const contract::Device*> rows_;
  kit::TableState table_;
  std::string open_id_;
  std::map<std::string, std::string> reasons_;  ///< what was begun, by device
};

}  // namespace stadtpult::panels
