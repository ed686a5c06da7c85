#pragma once
// The hand-in dialog: package or web address, what the check found, category and provider, note, submission.
// Frame thread.

#include <string>

#include "panels/catalogue/detail_context.hpp"
#include "panels/catalogue/handin_view.hpp"
#include "panels/form/form_ui.hpp"

namespace stadtpult::panels::detail {

class HandInDialog {
 public:
  /// A new mini-app (`miniapp_id` ""), or a new version of one. What was typed before and not sent is there
  /// again.
  void open(const World& world, const std::string& miniapp_id, const std::string& category_id,
            const Drafts& drafts);
  /// A file for it: dropped, or chosen. Opens the dialog where it is not open (with the next draw).
  void receive(IncomingFile file);
  void draw(const World& world, Drafts& drafts, Intents& out);

 private:
  void take_file(const World& world, Drafts& drafts, Intents& out);
  void ask_check(Intents& out);
  void follow(const World& world, const Facts& facts, Drafts& drafts, Intents& out);
  void follow_creation(const client::CommandDone& answer, const Facts& facts, Intents& out);
  void finish(Drafts& drafts);

  void draw_body(const World& world, const Facts& facts, Drafts& drafts, Intents& out);
  void draw_source(Drafts& drafts, Intents& out);
  void draw_package(Intents& out);
  void draw_web(Drafts& drafts, Intents& out);
  void draw_check(const World& world, Intents& out);
  void draw_place(const Facts& facts, Drafts& drafts, Intents& out);
  void draw_fields(std::vector<form::Field> fields, form::FormState& state,
                   std::map<std::string, std::string>& values, const char* id, Drafts& drafts, Intents& out);
  void draw_refusal();
  void draw_buttons(const World& world, const Facts& facts, Drafts& drafts, Intents& out);
  void keep(Drafts& drafts, Intents& out) {
    drafts.keep(handin_.key, has_input(handin_) ? to_draft(handin_) : "", out);
  }

  bool open_ = false;
  bool shown_ = false;          ///< in the last frame: then it has to be closed by the kit
  bool opened_before_ = false;  ///< handin_ belongs to an opening that was not sent
  HandIn handin_;
  form::FormState miniapp_form_, version_form_;
  std::vector<IncomingFile> files_;
  std::string checked_;                           ///< content of the last check that was asked for
  const client::CommandDone* refused_ = nullptr;  ///< valid for this frame
  float body_height_ = 0;                         ///< physical px of the last frame
};

}  // namespace stadtpult::panels::detail
