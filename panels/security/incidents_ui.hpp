#pragma once
// The parts "Vorfälle" and "Gestoppt" of the panel. Frame thread.

#include <string>
#include <vector>

#include "panels/dialog_drafts.hpp"
#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/security/alert_actions.hpp"
#include "panels/typed_drafts.hpp"

namespace stadtpult::panels {

class IncidentsPart {
 public:
  void draw(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& intents);
  void show(const std::string& incident_id);
  void restore(std::string_view key, std::string_view value) {
    dialogs_.restore(key, value);
    notes_.restore(key, value);
  }
  std::string take_query() { return std::exchange(asked_query_, {}); }

 private:
  void refresh(const World& world);
  void detail(const World& world, const contract::Incident& incident, Intents& intents);
  void note_part(const World& world, const contract::Incident& incident, const std::string& because,
                 Intents& intents);
  void dialog(const World& world, Intents& intents);

  std::uint64_t generation_ = ~0ULL;
  std::vector<const contract::Incident*> rows_;
  kit::TableState table_;
  std::string open_id_, asked_query_, title_;
  TypedDrafts notes_{"draft:security.incident.note/"};
  std::string note_, note_of_;  ///< what is typed, and to which incident
  DialogDrafts dialogs_{"draft:security.incident.dialog/"};
  bool new_open_ = false;
};

class BlocksPart {
 public:
  void draw(const World& world, const ListDetail::Places& places, ListDetail& panes, Intents& intents);

 private:
  void refresh(const World& world);
  void detail(const World& world, const contract::Block& block, Intents& intents);

  std::uint64_t generation_ = ~0ULL;
  std::vector<const contract::Block*> rows_;
  kit::TableState table_;
  std::string open_id_;
};

}  // namespace stadtpult::panels
