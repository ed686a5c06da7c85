#pragma once
// One requirement: what is missing, who signed, what proves it, its words, and what was said about it. Frame
// thread.

#include <string>

#include "panels/dialog_drafts.hpp"
#include "panels/form/edit_form.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/requirements/requirements_view.hpp"

namespace stadtpult::panels::requirements {

/// The file of a piece of evidence stays where it is; its hash goes to the platform.
inline constexpr const char* kEvidenceFile = "requirements.evidence";

class RequirementDetail {
 public:
  void draw(const World& world, const ListDetail::Places& places, ListDetail& panes, const std::string& id,
            Intents& out);
  /// What lies over it; every frame.
  void draw_over(const World& world, Intents& out);
  void restore(std::string_view key, std::string_view value) {
    edit_.restore(key, value);
    dialogs_.restore(key, value);
  }
  void receive(const IncomingFile& file);
  /// Ctrl+Enter: asks for a note and signs.
  void ask_signature(const World& world, const Requirement& requirement);
  void ask_evidence(const Requirement& requirement);

 private:
  void heads(const World& world, const Requirement& requirement, Intents& out);
  void signatures(const World& world, const Requirement& requirement);
  void evidence(const World& world, const Requirement& requirement);
  void evidence_line(const World& world, const Requirement& requirement, const contract::Evidence& each);
  void words(const World& world, const Requirement& requirement, Intents& out);
  void stakeholders(const World& world, const Requirement& requirement, Intents& out);
  void dependencies(const World& world, const Requirement& requirement, Intents& out);
  void said(const World& world, const Requirement& requirement, Intents& out);
  void evidence_dialog(const World& world, Intents& out);
  void round_choice(const World& world);
  void file_choice(Intents& out);
  [[nodiscard]] std::string why_no_evidence() const;
  void withdraw_dialog(const World& world, Intents& out);
  void signature_dialog(const World& world, Intents& out);
  void unsign_dialog(const World& world, Intents& out);

  form::EditForm edit_{"requirements"};
  Said said_;
  bool evidence_open_ = false, signature_open_ = false;
  std::string asked_for_;  ///< the requirement that a dialog is about
  contract::Evidence wanted_;
  DialogDrafts dialogs_{"draft:requirements.dialog/"};
  std::string note_;
  std::string check_title_, check_record_;  ///< of evidence by a check
  kit::ConfirmState withdrawing_, unsigning_;
  std::string withdrawn_evidence_;
};

}  // namespace stadtpult::panels::requirements
