#pragma once
// What every panel is given and what it hands back. A panel looks at the world, draws, and returns intents;
// the console carries them out. No panel calls the network, reads a file or writes the state.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/client/state.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::panels {

/// Pictures of the media library as far as they can be drawn now. What is asked for and not there is loaded
/// beside the frame; what was not drawn for long gives its place to others. Frame thread.
class PictureShelf {
 public:
  enum class Size { small, large };  ///< a row's picture; one that fills a pane
  struct Picture {
    void* texture = nullptr;    ///< ImTextureID; nullptr while it is loading, and where it cannot be drawn
    int width = 0, height = 0;  ///< pixels of the texture
    bool failed = false;
  };
  virtual ~PictureShelf() = default;
  /// Valid for this frame.
  virtual Picture find(std::string_view media_id, Size size) = 0;
};

/// What a panel may look at in this frame. Read only; lives for the frame.
struct World {
  const client::State& state;
  base::Timestamp now;
  bool online = false;  ///< the platform answers and the stream is live
  std::string language = "de";
  contract::Role role = contract::Role::editor;
  std::string principal_id = {};     ///< "" while nobody is signed in
  std::string organisation_id = {};  ///< of the signed-in person; "" for none
  PictureShelf* pictures = nullptr;  ///< null: none are drawn
};

/// A change for the platform. It is journalled, sent in order, and kept while the line is down.
struct Change {
  contract::Operation operation = contract::Operation::change_miniapp;
  std::vector<std::string> ids = {};  ///< fill {id}, {version_id} of the route's path, in order; in the undo
                                      ///< of a POST "" stands for the id that the platform gave
  std::string query = {};             ///< "move_miniapps_to=cat_1", percent-encoded
  std::string body = {};          ///< JSON by contract::encode_patch / encode_new, or the bytes of a package
  std::string content_type = {};  ///< "" = JSON
  std::string if_match = {};  ///< contract::etag(id, revision) that the change is based on; "" for POST, and
                              ///< for an undo, which is based on the revision that the change itself made
  /// The thing as the person saw it, JSON, where the client does not hold it whole (alerts); "" = it does.
  std::string before = {};
  std::string title = {};   ///< what was done, in the person's language ("Rubrik umbenannt")
  std::string detail = {};  ///< with what ("Mobilität")
  bool queueable =
      true;  ///< false: needs the line now (publish, suspend, withdraw); never waits in the outbox
  std::shared_ptr<const Change> undo =
      {};  ///< the compensating change, offered in the toast and by Ctrl+Z; null = none
  std::string draft_key =
      {};  ///< the typed text that this change carries: thrown away once it is acknowledged
  /// Taken on what the person reads here (to agree, to go live): where somebody changed it meanwhile, it is
  /// refused and never merged.
  bool is_step = false;
  bool quiet = false;  ///< saved while typing: a toast only where it was refused
  /// Changes with the same group ("bulk:7") are one act: one toast, undone together, the last first. "" =
  /// alone.
  std::string group = {};
};

/// Open a panel, and in it an object ("app_…"); `view` is the panel's own word for a tab or filter. Goes into
/// the history of Alt+Left.
struct Go {
  std::string panel;
  std::string object_id;
  std::string view;
};

/// Load what is not in the state by itself.
struct Need {
  enum class What {
    versions,
    diff,
    audit,
    lists,
    alert,
    rules,
    layers,
    page,
    page_versions,
    page_version,
    form_answers,
    media_pages,
    feedback,
    app_version,
    floods,
    merchant,
    me
  } what;
  std::string
      id;  ///< mini-app for versions; ring for diff; query, line end and cursor for audit; id for
           ///< alert, page, page_versions, media_pages, feedback, app_version and merchant; "" for
           ///< all lists anew, for form_answers and for me; page and id, a line each, for page_version
};

/// Keep something of the panel over restarts (filters, saved views, widths): encrypted, local. Written behind
/// the frame.
struct Keep {
  std::string key;
  std::string value;
};

/// Keep typed text: journalled on disk within 250 ms, offered again after a crash. Empty text removes it.
struct KeepDraft {
  std::string key;
  std::string text;
};

/// A short notice without an action of the platform behind it.
struct Notice {
  std::string title;
  std::string detail;
  bool error = false;
};

/// Put text on the clipboard.
struct CopyText {
  std::string text;
};

/// Let the person choose a file; the console reads it and hands it over as Incoming.
struct ChooseFile {
  std::string purpose;  ///< comes back with the file
};

/// Write a new file into the folder for downloads; a file of that name stays, this one is "name-2" then.
struct SaveFile {
  std::string name;
  std::string bytes;
};

/// Write a file of the platform into the folder for downloads, as SaveFile does, or where the person chooses.
struct Download {
  contract::Operation operation = contract::Operation::get_media_content;  ///< a read that answers bytes
  std::vector<std::string> ids = {};  ///< fill the route's path, in order
  std::string query = {};             ///< "format=pdf", percent-encoded
  std::string name = {};              ///< of the file; proposed, where the person is asked
  bool asks_where = false;            ///< for what is not to lie about: files of citizens
};

/// Something with the audit record that is no change of the catalogue.
struct RecordAct {
  enum class What { check, export_lines, accept } what = What::check;
  contract::AuditExport wish = {};  ///< which lines are exported
};

/// Ask addresses outside whether they are still there.
struct CheckLinks {
  std::vector<std::string> urls;
};

/// Show what stands behind a pseudonym, for this reason, which is recorded.
struct RevealAct {
  std::string pseudonym, reason;
};

/// Write the answers to a form into a file that the person chooses. The platform records it.
struct ExportAnswers {
  contract::FormExport wish;
  std::string name;  ///< proposed for the file ("kontakt.csv")
};

/// A change that collided with somebody else's is not sent any more: what it carried was merged.
struct DropCommand {
  std::string id;  ///< client::OutboxEntry::id
};

/// A change whose answer never came is asked for again, as the same change.
struct RetryCommand {
  std::string id;  ///< client::OutboxEntry::id
};

using Intent =
    std::variant<Change, Go, Need, Keep, KeepDraft, Notice, CopyText, ChooseFile, SaveFile, Download,
                 RecordAct, CheckLinks, RevealAct, ExportAnswers, DropCommand, RetryCommand>;
using Intents = std::vector<Intent>;

/// A file that was dropped on the window or chosen. Reading happened off the frame.
struct IncomingFile {
  std::string purpose;  ///< of ChooseFile; "" when dropped
  std::string name;     ///< file name without folder
  std::string bytes;
  std::string sha256 = {};  ///< of the bytes, in hexadecimal digits
};

/// A command of a panel, for the palette, the key map and the help page: one row each.
struct PanelCommand {
  std::string id;  ///< "catalogue.approve"; its words stand at "<area>.command.<name>" in the language files
  std::string title;  ///< in the person's language
  std::string icon;   ///< name of the icon
  std::string keys;   ///< "Ctrl+Enter", "F", "Alt+Up"; "" for none (shown only; the panel handles its keys)
  std::string disabled_because;
  bool needs_line = false;
};

/// Something that the palette finds by name.
struct Findable {
  std::string panel, object_id, title, kind, icon;
};

/// One panel: a folder panels/<area> with <area>_view (pure) and <area>_ui (draws, implements this).
class Panel {
 public:
  virtual ~Panel() = default;
  /// "catalogue": as in Go and in --panel.
  [[nodiscard]] virtual std::string_view id() const = 0;
  /// Draws the whole sheet (the rounded area) and returns what the person did. Frame thread.
  virtual Intents draw(const World& world) = 0;
  /// What goes on from what the platform answered, also while another panel is shown: asked for after each
  /// answer and in every frame before a panel is drawn. Frame thread.
  virtual Intents follow_up(const World&) { return {}; }
  /// Another part of the console asks to show this.
  virtual void open(const Go& go, const World& world) = 0;
  /// The alert or page that this person looks at now, which the others are told of; "" for none.
  [[nodiscard]] virtual std::string looking_at(const World&) const { return {}; }
  /// A file of this name that is dropped on the window now is for this panel, else for the catalogue.
  [[nodiscard]] virtual bool takes_dropped(std::string_view) const { return false; }
  /// A file arrived (dropped while this panel is shown, or chosen for it).
  virtual void receive(IncomingFile) {}
  /// What was kept last time, by key; called once before the first draw. Also drafts (key "draft:…").
  virtual void restore(std::string_view, std::string_view) {}
  /// Commands that make sense now.
  [[nodiscard]] virtual std::vector<PanelCommand> commands(const World&) const { return {}; }
  /// Runs one of them (from the palette); intents come with the next draw.
  virtual void run(std::string_view, const World&) {}
  /// Objects of this panel whose name holds these words (already case-folded by kit's fold), best first, at
  /// most `most`.
  [[nodiscard]] virtual std::vector<Findable> find(std::string_view, const World&, int) const { return {}; }
  /// The badge in the navigation: things that wait for this role.
  [[nodiscard]] virtual int badge(const World&) const { return 0; }
  /// What the badge counts is critical: it is red.
  [[nodiscard]] virtual bool badge_critical() const { return false; }
  /// Key hints of the status bar: pairs of caps ("Alt ↑↓") and words.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> hints(const World&) const {
    return {};
  }
};

}  // namespace stadtpult::panels
