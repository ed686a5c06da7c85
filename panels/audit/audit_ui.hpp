#pragma once

#include "panels/audit/audit_view.hpp"
#include "panels/kit/table.hpp"

namespace stadtpult::panels {

/// The panel "audit": the append-only record of changes, paged in as it is read.
class AuditPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "audit"; }
  Intents draw(const World& world) override;
  void open(const Go& go, const World& world) override;

 private:
  void ask(Intents& intents, std::string cursor);
  void detail(const client::AuditPages* pages, const kit::Rect& rect, Intents& intents);

  int filter_ = 0;         ///< index into audit_filters()
  std::string object_id_;  ///< shown alone; "" = everything
  std::string asked_for_;  ///< query of the page under way
  std::string requested_;  ///< cursor that was asked for last
  bool asked_ = false;
  kit::TableState table_;
};

}  // namespace stadtpult::panels
