#pragma once

#include "panels/audit/audit_view.hpp"
#include "panels/kit/table.hpp"
#include "panels/list_detail_ui.hpp"

namespace stadtpult::panels {

/// The panel "audit": the append-only record of changes, paged in as it is read.
class AuditPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "audit"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;
  void restore(std::string_view key, std::string_view value) override { panes_.restore(key, value); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World&) const override;

 private:
  void ask_again() { asked_ = false; }
  void ask(Intents& intents, std::string cursor);
  void head(const World& world, const client::AuditPages* pages, const kit::Rect& rect, Intents& intents);
  void actions(const World& world, const client::AuditPages* pages, bool words, Intents& intents);
  void alarm(const World& world, const RecordAlarm& words, Intents& intents);
  void filters();
  void list(const World& world, const ListDetail::Places& places, Intents& intents);
  void rows(const World& world, const client::AuditPages& pages, const ListDetail::Places& places,
            Intents& intents);
  void detail(const World& world, const ListDetail::Places& places, Intents& intents);

  int filter_ = 0;         ///< index into audit_filters()
  std::string object_id_;  ///< shown alone; "" = everything
  std::string object_title_;
  std::string asked_for_;  ///< query of the page under way
  std::string requested_;  ///< cursor that was asked for last
  bool asked_ = false, asked_online_ = false;
  bool accept_ = false;  ///< the question whether to accept the record as it is
  kit::TableState table_;
  ListDetail panes_{"audit"};
};

}  // namespace stadtpult::panels
