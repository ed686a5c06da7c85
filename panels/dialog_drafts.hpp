#pragma once
// What a person types into a dialog is never lost: it is journalled while it is typed, stands there again
// when the dialog about the same thing is opened once more, and is gone when the platform has taken it
// (DESIGN §7.3). Frame thread.

#include <string>
#include <string_view>
#include <vector>

#include "panels/typed_drafts.hpp"

namespace stadtpult::panels {

class DialogDrafts {
 public:
  /// Only keys that begin like this are its own ("draft:inbox.dialog/").
  explicit DialogDrafts(std::string_view prefix) : drafts_(prefix) {}

  /// What was kept last time (Panel::restore).
  void restore(std::string_view key, std::string_view text) { drafts_.restore(key, text); }

  /// The text of a dialog with one field, which was handed over in another way (Typed::done) and refused: it
  /// stands there again, where nothing newer does.
  void give_back(std::string_view dialog, std::string_view object, const std::string& text,
                 const client::State& state, Intents& out);
  /// It was taken after all: what give_back() put there goes, and nothing else.
  void forget(std::string_view dialog, std::string_view object, std::string_view text, Intents& out);

  /// The texts of the dialog that is drawn in this frame; keeps what has changed at the end of the scope.
  class Typed {
   public:
    ~Typed() { keep(); }
    Typed(const Typed&) = delete;
    Typed& operator=(const Typed&) = delete;
    /// The change carries the texts along: where it is refused, they stand in the dialog again.
    Change sent(Change change);
    /// The same of several changes that are one act; the last carries them.
    std::vector<Change> sent(std::vector<Change> changes);
    /// They were handed over in another way.
    void done();

   private:
    friend class DialogDrafts;
    Typed(DialogDrafts& of, Intents& out, std::vector<std::string*> fields)
        : of_(of), out_(out), fields_(std::move(fields)) {}
    void keep();

    DialogDrafts& of_;
    Intents& out_;
    std::vector<std::string*> fields_;
  };

  /// `dialog`: its own word ("erase"); `object`: id of what it is about, "" for none; `appearing`: its first
  /// frame, in which `fields` hold what they begin with and are filled with what was typed and not sent.
  [[nodiscard]] Typed typed(std::string_view dialog, std::string_view object, bool appearing,
                            const client::State& state, Intents& out, std::vector<std::string*> fields);

 private:
  [[nodiscard]] std::string key_of(std::string_view dialog, std::string_view object) const;

  TypedDrafts drafts_;
  std::string key_;                 ///< of the dialog that is open
  std::vector<std::string> begun_;  ///< what its fields began with
  std::vector<std::string> kept_;   ///< what they held last
};

}  // namespace stadtpult::panels
