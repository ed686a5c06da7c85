#include "console/app.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <future>
#include <thread>

#include "api-client/base/crypto.hpp"
#include "api-client/base/log.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/client/client.hpp"
#include "api-client/client/state.hpp"
#include "api-client/contract/proof.hpp"
#include "console/changes.hpp"
#include "console/critical_notices.hpp"
#include "console/desktop_notice.hpp"
#include "console/disk_notice.hpp"
#include "console/embedded.hpp"
#include "console/failures.hpp"
#include "console/file_dialog.hpp"
#include "console/follow_up.hpp"
#include "console/outbox_ui.hpp"
#include "console/palette.hpp"
#include "console/pictures.hpp"
#include "console/png_file.hpp"
#include "console/preferences.hpp"
#include "console/semantics_file.hpp"
#include "console/shell.hpp"
#include "console/sign_in.hpp"
#include "console/window.hpp"
#include "panels/audit/audit_view.hpp"
#include "panels/help/help_ui.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"
#include "panels/security/security_words.hpp"
#include "panels/settings/settings_ui.hpp"

namespace stadtpult::console {
namespace {

namespace kit = panels::kit;
using base::Timestamp;
using contract::Role;
using kit::Chord;
using kit::Key;
using kit::tr;

constexpr std::uint64_t kLargestFile = 64U << 20;
constexpr double kScreenshotSeconds = 30;
constexpr int kSettledFrames = 8;  // layout, remembered widths and the skeletons' end need a few frames
constexpr double kTellEverySeconds = 25;    // the platform forgets after 60
constexpr double kOfflineAfterSeconds = 3;  // DESIGN §7.4
constexpr double kFreshTokenSeconds = 10;   // between two tokens of the embedded platform
constexpr double kGoSeconds = 1.5;          // between G and its letter

class App {
 public:
  explicit App(const Options& options) : options_(options) {}
  ~App() {
    if (starter_.joinable()) starter_.join();
    client_.reset();  // before the embedded platform that it speaks to
  }

  int run() {
    kit::set_time_zone("Europe/Berlin");
    auto store = client::LocalStore::open(options_.data_dir);
    preferences_ = std::make_unique<Preferences>(
        store ? (*store)->settings() : std::map<std::string, std::string>{}, options_);
    preferences_->apply();
    // The platform starts while the window opens.
    if (store && options_.platform_url.empty()) start_embedded();
    WindowOptions window;
    window.width = preferences_->width;
    window.height = preferences_->height;
    window.exact = options_.width > 0;
    window.no_pointer = !options_.screenshot.empty();
    window.user_scale = preferences_->scale();
    auto opened = Window::open(window);
    if (!opened) {
      fmt::print(stderr, "stadtpult: {}. './run shots' draws every panel into PNG files without one.\n",
                 opened.error().message);
      return 1;
    }
    window_ = std::move(*opened);
    inbox_.on_post([] { Window::wake(); });
    tasks_.on_post([] { Window::wake(); });
    if (store)
      begin(std::move(*store));
    else
      fail(store_failure_words(store.error(), options_.data_dir), store.error());
    window_->on_drop([this](const std::vector<std::string>& paths) {
      for (const auto& path : paths) receive_file(path, "", current_);
    });
    window_->run([this] { frame(); }, [this] { write_screen(); });
    remember_window();
    if (client_) client_->flush(2000);
    if (options_.timings) fmt::print("frames drawn: {}\n", window_->frames());
    return exit_code_;
  }

 private:
  // ---- start
  // ----------------------------------------------------------------------------------------------------

  Role demo_role() const { return options_.role.value_or(Role::project_lead); }

  void start_embedded() {
    starter_ = std::thread([this] {
      auto started = EmbeddedPlatform::start(options_.data_dir);
      auto token = started ? (*started)->token(demo_role()) : base::Result<std::string>(started.error());
      tasks_.post([this, started = std::make_shared<decltype(started)>(std::move(started)),
                   token = std::move(token)]() mutable {
        if (!*started || !token) {
          const auto& error = *started ? token.error() : started->error();
          return fail(demo_failure_words(error, options_.data_dir), error);
        }
        embedded_ = std::move(**started);
        platform_ = {embedded_->url(), *token, embedded_->certificate_pem(), ""};
        facts_.platform = embedded_->url();
        if (client_) client_->connect(platform_);
      });
    });
  }

  void begin(std::unique_ptr<client::LocalStore> store) {
    const auto drafts = store->drafts();
    make_panels();
    for (auto& panel : panels_) {
      for (const auto& [key, value] : preferences_->stored()) panel->restore(key, value);
      for (const auto& [key, draft] : drafts) panel->restore(key, draft.text);
    }
    client::ClientOptions client_options;
    client_options.account = options_.platform_url.empty()
                                 ? std::string("embedded/") + contract::enum_name(demo_role())
                                 : options_.platform_url;
    client_ = client::Client::start(client_options, std::move(store), inbox_);
    changes_ = std::make_unique<Changes>(*client_);
    pictures_ = std::make_unique<Pictures>(Pictures::Hooks{
        .load = [this](const std::string& id) { client_->load_media_bytes(id); },
        .upload =
            [this](const Pixels& from) { return window_->upload(from.width, from.height, from.rgba.data()); },
        .drop = [this](void* texture) { window_->drop(texture); },
        .beside = [this](std::function<void()> work) { beside_frame(std::move(work)); },
        .post = [this](std::function<void()> task) { tasks_.post(std::move(task)); }});
    facts_.demo = options_.platform_url.empty();
    facts_.data_dir = options_.data_dir;
    facts_.version = STADTPULT_VERSION;
    if (!options_.platform_url.empty()) {
      facts_.platform = options_.platform_url;
      platform_ = {options_.platform_url, stored_token(), "", options_.ca_file};
      if (platform_.token.empty()) empty_token_file_ = options_.token_file;
      if (platform_.token.empty())
        state_.apply(client::SignInNeeded{}, base::now());
      else
        client_->connect(platform_);
    }
  }

  std::string stored_token() const {
    if (!options_.token_file.empty()) {
      std::ifstream file(options_.token_file);
      std::string token;
      std::getline(file, token);
      token = base::trimmed(token);
      return token;
    }
    const auto at = preferences_->stored().find("platform.token:" + options_.platform_url);
    return at == preferences_->stored().end() ? std::string() : at->second;
  }

  void make_panels() {
    for (const auto& row : panel_rows()) {
      if (row.make != nullptr)
        panels_.push_back(row.make());
      else if (row.id == "settings")
        panels_.push_back(std::make_unique<panels::SettingsPanel>(preferences_->settings, facts_));
      else
        panels_.push_back(std::make_unique<panels::HelpPanel>([this] { return key_map(); }));
    }
    current_ = find_panel(preferences_->panel) != nullptr ? preferences_->panel : "overview";
    wanted_object_ = options_.object;
  }

  panels::Panel& panel(std::string_view id) {
    for (auto& each : panels_)
      if (each->id() == id) return *each;
    return *panels_.front();
  }

  // ---- one frame
  // ------------------------------------------------------------------------------------------------

  [[nodiscard]] panels::World world(Timestamp now) const {
    panels::World w{state_, now};
    w.pictures = pictures_.get();
    w.online = state_.line.line == client::Line::live;
    w.language = kit::language();
    if (state_.me) {
      w.role = state_.me->role;
      w.principal_id = state_.me->id;
      w.organisation_id = state_.me->organisation_id.value_or("");
    } else if (options_.platform_url.empty()) {
      w.role = demo_role();
    }
    return w;
  }

  void frame() {
    const Timestamp now = base::now();
    for (auto& task : tasks_.take()) task();
    for (auto& update : inbox_.take()) take(std::move(update), now);
    follow_up_answers(now);
    tell_critical();
    if (pictures_) pictures_->next_frame();
    const kit::Screen screen{tr("shell.app")};
    if (!fatal_.empty()) {
      draw_failure();
      // A picture of a failure is no picture of the panel.
      if (!options_.screenshot.empty()) finish(1, fatal_technical_);
      return;
    }
    const auto w = world(now);
    choose_panel(w);
    if (!wanted_object_.empty() && state_.settled())
      panel(current_).open({current_, std::exchange(wanted_object_, ""), options_.view}, w);
    go_by_letter(w);
    kit::Rect sheet;
    handle(draw_shell(status(now), nav(w), layout(w), now, sheet), w);
    {
      const kit::Region region{sheet};
      carry_out(panel(current_).draw(w), w);
      tell_presence(panel(current_).looking_at(w));
    }
    draw_sheet_frame(sheet);
    shortcuts(w);
    outbox_.draw(state_, *client_, now);
    files_.draw();
    palette_.draw(w.online, [&](std::string_view typed) { return collect(typed, w); });
    draw_sign_in();
    after_frame();
  }

  /// The state keeps the newest answers only, and many may come at once: none is passed over.
  void follow_up_answers(Timestamp now) {
    const auto w = world(now);
    carry_out(follow_up(panels_, w), w);
  }

  void take(client::Update update, Timestamp now) {
    const bool is_answer = update.get_if<client::CommandDone>() != nullptr;
    if (const auto* answer = update.get_if<client::CommandDone>()) changes_->done(*answer);
    if (const auto* alerts = update.get_if<client::AlertsChanged>()) note_critical(*alerts);
    if (const auto* line = update.get_if<client::LineChanged>()) line_changed(*line);
    if (update.get_if<client::SignedIn>() != nullptr) sign_in_.forget();
    if (const auto* code = update.get_if<client::CodeTaken>()) {
      sign_in_.taken(code->token);
      if (code->token) connect_with(code->token->token);
    }
    if (update.get_if<client::SignInNeeded>() != nullptr && embedded_) renew_demo_token();
    if (const auto* notice = update.get_if<client::StoreNotice>()) show_notice(*notice);
    if (const auto* outbox = update.get_if<client::OutboxChanged>()) tell_conflicts(*outbox);
    if (const auto* exported = update.get_if<client::RecordExported>()) keep_export(exported->file);
    if (const auto* exported = update.get_if<client::AnswersExported>()) keep_answers(*exported);
    if (auto* file = update.get_if<client::Downloaded>()) keep_download(std::move(*file));
    if (auto* loaded = update.get_if<client::MediaBytesLoaded>())
      pictures_->loaded(loaded->media_id, std::move(loaded->bytes));
    if (const auto* disk = update.get_if<client::DiskState>()) disk_.take(*disk);
    state_.apply(std::move(update), now);
    if (is_answer) follow_up_answers(now);
  }

  /// A critical alert that was not there before is told by the desktop too, also while another window is in
  /// front.
  void note_critical(const client::AlertsChanged& update) {
    if (update.of_load) return;
    for (const auto& alert : update.items)
      if (alert.severity_id >= contract::kSeverityCritical && alert.status_id == contract::kStatusNew &&
          state_.alerts.find(alert.id) == client::AlertTable::kNone)
        critical_.add({alert.rule_title.in(kit::language()), alert.number});
  }
  void tell_critical() {
    const auto fresh = critical_.take(window_->seconds());
    if (const auto rest = critical_.rest(window_->seconds())) kit::request_frame(*rest);
    const auto how = preferences_->settings.get("alarm");
    if (fresh.empty() || how == "off") return;
    const auto& first = fresh.front();
    notices_.send({fresh.size() == 1
                       ? tr("security.notice.one", {{"title", first.title}})
                       : tr("security.notice.many",
                            {{"n", kit::format_number(static_cast<std::int64_t>(fresh.size()))}}),
                   tr("security.notice.body", {{"number", panels::security::alert_number(first.number)}}),
                   how == "sound"});
  }

  /// What a person wrote may be missing: that stays on screen until it is closed.
  static void show_notice(const client::StoreNotice& notice) {
    const auto words = notice_words(notice);
    using What = client::StoreNotice::What;
    const bool lost = notice.what == What::journal_moved_aside || notice.what == What::key_missing ||
                      notice.what == What::key_other;
    kit::show_toast({.tone = lost ? kit::Tone::err : kit::Tone::info,
                     .title = words.title,
                     .detail = words.detail,
                     .technical = words.more.empty() ? notice.message : words.more});
  }

  /// Counted by the window's clock: the clock on the wall may jump.
  [[nodiscard]] double seconds_offline() const {
    return offline_since_s_ < 0 ? 0 : window_->seconds() - offline_since_s_;
  }

  void line_changed(const client::LineChanged& line) {
    if (line.line != client::Line::live) {
      if (offline_since_s_ < 0) offline_since_s_ = window_->seconds();
      return;
    }
    if (was_live_ && seconds_offline() >= kOfflineAfterSeconds)
      kit::show_toast(
          {.tone = kit::Tone::info,
           .title = tr("shell.online.again"),
           .detail = kit::tr_n("shell.online.sent", static_cast<std::int64_t>(state_.outbox.size()))});
    offline_since_s_ = -1;
    was_live_ = true;
  }

  /// A token of the demo city lasts a day, the console may stay open for longer.
  void renew_demo_token() {
    if (demo_token_at_s_ >= 0 && window_->seconds() - demo_token_at_s_ < kFreshTokenSeconds) return;
    demo_token_at_s_ = window_->seconds();
    auto token = embedded_->token(demo_role());
    if (!token) return fail(demo_failure_words(token.error(), options_.data_dir), token.error());
    platform_.token = *token;
    client_->connect(platform_);
  }

  void tell_conflicts(const client::OutboxChanged& outbox) {
    for (const auto& entry : outbox.entries) {
      if (entry.state != client::CommandState::conflict) continue;
      const bool known = std::any_of(state_.outbox.begin(), state_.outbox.end(), [&](const auto& old) {
        return old.id == entry.id && old.state == entry.state;
      });
      if (known) continue;
      // Texts of pages are merged in their editor, which the person opens where it is not open.
      const bool page = entry.operation == contract::Operation::change_page &&
                        entry.mine.find("\"content\"") != std::string::npos;
      if (page && current_ == "content") continue;
      changes_->conflict(entry, [this, page, id = entry.id, object = entry.object_id] {
        if (page) return go({"content", object, ""}, world(base::now()));
        outbox_.decide(id);
      });
    }
  }

  /// Writes beside the frame, into the folder for downloads; an older file of the same name stays.
  void keep_export(const base::Result<contract::AuditExported>& file) {
    if (!file) {
      kit::show_toast({.tone = kit::Tone::err,
                       .title = tr("audit.export.failed"),
                       .detail = error_words(file.error()),
                       .technical = file.error().message});
      return;
    }
    beside_frame([this, file = *file] {
      auto written = write_new_file(downloads_dir(), file.name, file.text);
      tasks_.post([lines = file.lines, written = std::move(written)] {
        if (written)
          kit::show_toast(
              {.tone = kit::Tone::ok, .title = kit::tr_n("audit.export.done", lines), .detail = *written});
        else
          kit::show_toast({.tone = kit::Tone::err,
                           .title = tr("audit.export.failed"),
                           .detail = written.error().message});
      });
    });
  }

  /// What citizens sent goes where the person said, and nowhere else; an older file of that name stays.
  void keep_answers(const client::AnswersExported& exported) {
    const auto failed = [](const base::Error& error) {
      kit::show_toast({.tone = kit::Tone::err,
                       .title = tr("inbox.export.failed"),
                       .detail = error_words(error),
                       .technical = error.message});
    };
    if (!exported.file) return failed(exported.file.error());
    beside_frame([this, failed, path = exported.path, file = *exported.file] {
      const auto slash = path.find_last_of('/');
      auto written = write_new_file(path.substr(0, slash), path.substr(slash + 1), file.csv);
      tasks_.post([failed, answers = file.answers, written = std::move(written)] {
        if (!written) return failed(written.error());
        kit::show_toast(
            {.tone = kit::Tone::ok, .title = kit::tr_n("inbox.export.done", answers), .detail = *written});
      });
    });
  }

  ShellStatus status(Timestamp now) const {
    ShellStatus s;
    const bool down = state_.line.line == client::Line::offline;
    // A short gap is no news; DESIGN §7.4.
    const bool long_down = offline_since_s_ >= 0 && seconds_offline() >= kOfflineAfterSeconds;
    s.line = state_.line.line == client::Line::live ? ShellStatus::Line::live
             : down && long_down                    ? ShellStatus::Line::offline
                                                    : ShellStatus::Line::connecting;
    if (down && !long_down) kit::request_frame(kOfflineAfterSeconds - seconds_offline() + 0.05);
    s.offline_since = state_.line.since;
    s.next_try_at = state_.line.next_try_at;
    s.data_at = state_.data_at;
    for (const auto& entry : state_.outbox) {
      s.waiting += entry.state == client::CommandState::waiting;
      s.sending += entry.state == client::CommandState::sending;
      s.attention +=
          entry.state == client::CommandState::refused || entry.state == client::CommandState::conflict;
    }
    if (s.line == ShellStatus::Line::offline)
      s.offline_because = line_failure(state_.line.error, facts_.platform);
    s.key_revoked = is_shut_out();
    s.disk_failed = !state_.disk.ok;
    if (auto alarm = panels::record_alarm(state_, now)) {
      s.record_alarm = std::move(alarm->title);
      s.record_detail = std::move(alarm->detail);
    }
    s.demo = facts_.demo;
    s.city = tr("shell.city");
    s.platform_host = facts_.platform;
    if (state_.me) {
      s.person = state_.me->name;
      s.role = kit::tr_or(std::string("shell.role.") + contract::enum_name(state_.me->role), "");
    }
    return s;
  }

  /// The platform revoked this machine.
  bool is_shut_out() const {
    return state_.line.line == client::Line::offline && state_.line.error.problem == contract::kDeviceRevoked;
  }

  bool may_open(const panels::World& w, std::string_view id) const {
    const auto* row = find_panel(id);
    return row != nullptr && (row->roles & contract::role_bit(w.role)) != 0;
  }

  /// What this person may not open gives way to the overview; until it is known who it is, the wish stays.
  void choose_panel(const panels::World& w) {
    if (state_.me && !wanted_panel_.empty()) {
      const std::string wanted = std::exchange(wanted_panel_, "");
      if (current_ == "overview" && may_open(w, wanted)) current_ = wanted;
    }
    if (may_open(w, current_)) return;
    if (!state_.me) wanted_panel_ = current_;
    current_ = "overview";
  }

  std::vector<NavEntry> nav(const panels::World& w) {
    std::vector<NavEntry> entries;
    for (const auto& row : panel_rows())
      if (may_open(w, row.id))
        entries.push_back({&row, panel(row.id).badge(w), panel(row.id).badge_critical()});
    return entries;
  }

  ShellLayout layout(const panels::World& w) {
    ShellLayout l;
    // Three panes need the room: they start with the rail below 1600 px (DESIGN §4).
    const float logical = ImGui::GetIO().DisplaySize.x / kit::scale();
    l.nav_rail =
        preferences_->nav_chosen
            ? preferences_->nav_rail
            : (current_ == "catalogue" || current_ == "content" || current_ == "security") && logical < 1600;
    l.current_panel = current_;
    l.title = tr(find_panel(current_)->title_key);
    l.hints = panel(current_).hints(w);
    return l;
  }

  /// For tests and tools that read the screen; after the frame, so that toasts and tooltips are on it.
  void write_screen() {
    if (options_.semantics.empty()) return;
    const auto written =
        write_semantics(options_.semantics, window_->frames() + 1, window_->width(), window_->height());
    if (!written) base::log::error("{}", written.error().message);
  }

  void after_frame() {
    if (state_.settled() && first_usable_ == 0) {
      first_usable_ = window_->seconds();
      if (options_.timings) fmt::print("first usable frame: {:.0f} ms\n", first_usable_ * 1000);
      std::fflush(stdout);
    }
    if (!options_.screenshot.empty()) screenshot();
  }

  // ---- what was asked for
  // ---------------------------------------------------------------------------------------

  void handle(const ShellAction& action, const panels::World& w) {
    if (!action.go.empty()) go({action.go, "", ""}, w);
    if (action.command) run_command(*action.command, w);
  }

  void go(const panels::Go& target, const panels::World& w) {
    if (target.panel == "outbox") return outbox_.open();
    if (!may_open(w, target.panel)) return;
    if (target.panel != current_) history_.push_back({current_, "", ""});
    current_ = target.panel;
    if (!target.object_id.empty() || !target.view.empty()) panel(current_).open(target, w);
    keep("shell.panel", current_);
  }

  void keep(const std::string& key, const std::string& value) {
    if (client_) client_->save_setting(key, value);
  }

  void set_setting(std::string_view key, std::string_view value) {
    if (!preferences_->settings.set(key, value)) return;
    preferences_->apply();
    if (key == "scale") window_->set_user_scale(preferences_->scale());
    keep("setting:" + std::string(key), std::string(value));
  }

  void change_scale(int steps) {
    const auto* row = panels::find_setting("scale");
    const auto current = preferences_->settings.get("scale");
    int index = 0;
    for (size_t i = 0; i < row->values.size(); ++i)
      if (row->values[i] == current) index = static_cast<int>(i);
    index = steps == 0 ? 0 : std::clamp(index + steps, 0, static_cast<int>(row->values.size()) - 1);
    set_setting("scale", row->values[static_cast<size_t>(index)]);
  }

  void run_command(ShellCommand command, const panels::World& w) {
    switch (command) {
      case ShellCommand::palette:
        return palette_.open();
      case ShellCommand::back:
        if (!history_.empty()) {
          current_ = history_.back().panel;
          history_.pop_back();
        }
        return;
      case ShellCommand::nav:
        preferences_->nav_rail = !layout(w).nav_rail;
        preferences_->nav_chosen = true;
        return keep("shell.nav_rail", preferences_->nav_rail ? "1" : "0");
      case ShellCommand::undo:
        kit::undo_newest_toast();
        return;
      case ShellCommand::theme:
        return set_setting("theme", kit::theme_name() == kit::ThemeName::dark ? "light" : "dark");
      case ShellCommand::language:
        return set_setting("language", kit::language() == "de" ? "en" : "de");
      case ShellCommand::bigger:
        return change_scale(1);
      case ShellCommand::smaller:
        return change_scale(-1);
      case ShellCommand::normal:
        return change_scale(0);
      case ShellCommand::connect:
        return client_->reconnect_now();
      case ShellCommand::renew_key:
        return client_->renew_device_key(platform_);
      case ShellCommand::outbox:
        return outbox_.open();
      case ShellCommand::next_pane:
        return kit::focus::move_pane(1);
      case ShellCommand::previous_pane:
        return kit::focus::move_pane(-1);
      case ShellCommand::help:
        return go({"help", "", ""}, w);
      case ShellCommand::settings:
        return go({"settings", "", ""}, w);
      case ShellCommand::sign_out:
        if (facts_.demo) return;
        keep("platform.token:" + options_.platform_url, "");
        platform_.token.clear();
        empty_token_file_.clear();    // the person signed out, that is the reason now
        client_->connect(platform_);  // nothing more comes or goes in the name of the person
        return state_.apply(client::SignInNeeded{}, w.now);
      case ShellCommand::quit:
        return window_->close();
    }
  }

  void shortcuts(const panels::World& w) {
    for (const auto& row : shell_commands()) {
      for (const auto& chord : row.keys)
        if (kit::take(chord, row.command == ShellCommand::bigger || row.command == ShellCommand::smaller))
          run_command(row.command, w);
    }
    if (kit::overlay_open()) return;
    int number = 0;
    for (const auto& entry : nav(w)) {
      if (++number > 9) break;
      if (kit::take({.key = static_cast<Key>(static_cast<int>(Key::n0) + number), .ctrl = true}))
        go({std::string(entry.row->id), "", ""}, w);
    }
    if (kit::text_active()) return;
    if (kit::take({.key = Key::slash, .shift = true})) go({"help", "", ""}, w);
    if (kit::take({.key = Key::g})) go_until_ = ImGui::GetTime() + kGoSeconds;
  }

  /// G, then a letter: before the panel sees it, for which the letter alone means something else.
  void go_by_letter(const panels::World& w) {
    if (go_until_ <= ImGui::GetTime() || kit::overlay_open() || kit::text_active()) return;
    for (const auto& row : panel_rows())
      if (row.go_key != Key::none && kit::take({.key = row.go_key})) {
        go_until_ = 0;
        return go({std::string(row.id), "", ""}, w);
      }
  }

  void carry_out(const panels::Intents& intents, const panels::World& w) {
    for (const auto& intent : intents) std::visit([&](const auto& each) { carry_out(each, w); }, intent);
  }
  void carry_out(const panels::Change& change, const panels::World& w) {
    // A check changes nothing, so it is no command of the outbox; its answer comes back under the change's
    // key.
    if (change.operation == contract::Operation::check_package)
      client_->check(change.draft_key, change.body, change.content_type);
    else
      changes_->send(change, w.online);
  }
  void carry_out(const panels::Go& target, const panels::World& w) { go(target, w); }
  void carry_out(const panels::Need& need, const panels::World&) {
    using What = panels::Need::What;
    switch (need.what) {
      case What::versions:
        return client_->need_versions(need.id);
      case What::diff:
        if (const auto ring = contract::enum_from<contract::Ring>(need.id)) client_->need_diff(*ring);
        return;
      case What::audit: {
        const size_t end = std::min(need.id.find('\n'), need.id.size());
        return client_->need_audit(need.id.substr(0, end),
                                   end < need.id.size() ? need.id.substr(end + 1) : "");
      }
      case What::lists:
        return client_->reload();
      case What::alert:
        return client_->need_alert(need.id);
      case What::rules:
        return client_->need_rules();
      case What::layers:
        return client_->need_layers();
      case What::page:
        return client_->need_page(need.id);
      case What::page_versions:
        return client_->need_page_versions(need.id);
      case What::page_version: {
        const size_t end = std::min(need.id.find('\n'), need.id.size());
        return client_->need_page_version(need.id.substr(0, end),
                                          end < need.id.size() ? need.id.substr(end + 1) : "");
      }
      case What::form_answers:
        return client_->need_form_answers();
      case What::media_pages:
        return client_->need_media_pages(need.id);
      case What::feedback:
        return client_->need_feedback(need.id);
      case What::app_version:
        return client_->need_app_version(need.id);
      case What::floods:
        return client_->need_floods();
      case What::merchant:
        return client_->need_merchant(need.id);
      case What::me:
        return client_->need_me();
    }
  }
  void carry_out(const panels::Keep& kept, const panels::World&) {
    if (kept.key.starts_with("setting:"))
      set_setting(kept.key.substr(8), kept.value);
    else
      keep(kept.key, kept.value);
  }
  void carry_out(const panels::KeepDraft& draft, const panels::World&) {
    client_->save_draft(draft.key, draft.text);
  }
  void carry_out(const panels::Notice& notice, const panels::World&) {
    kit::show_toast({.tone = notice.error ? kit::Tone::err : kit::Tone::info,
                     .title = notice.title,
                     .detail = notice.detail});
  }
  void carry_out(const panels::CopyText& copy, const panels::World&) { window_->set_clipboard(copy.text); }
  void carry_out(const panels::SaveFile& file, const panels::World&) { save_file(file); }
  void carry_out(const panels::Download& wish, const panels::World&) {
    if (!wish.asks_where) return client_->download(wish.operation, wish.ids, wish.query, wish.name);
    files_.save(wish.name, [this, wish](const std::string& path) {
      client_->download(wish.operation, wish.ids, wish.query, path);
    });
  }
  void keep_download(client::Downloaded&& file) {
    const auto slash = file.name.find_last_of('/');
    if (file.bytes)
      return slash == std::string::npos ? save_file({std::move(file.name), std::move(*file.bytes)})
                                        : save_file({file.name.substr(slash + 1), std::move(*file.bytes)},
                                                    file.name.substr(0, slash));
    kit::show_toast({.tone = kit::Tone::err,
                     .title = tr("shell.toast.download_failed"),
                     .detail = error_words(file.bytes.error()),
                     .technical = file.bytes.error().message});
  }
  void save_file(panels::SaveFile file, std::string folder = downloads_dir()) {
    beside_frame([this, file = std::move(file), folder = std::move(folder)] {
      auto written = write_new_file(folder, file.name, file.bytes);
      tasks_.post([written = std::move(written)] {
        if (written)
          kit::show_toast(
              {.tone = kit::Tone::ok, .title = tr("shell.toast.file_written"), .detail = *written});
        else
          kit::show_toast({.tone = kit::Tone::err,
                           .title = tr("shell.toast.write_failed"),
                           .detail = written.error().message});
      });
    });
  }
  void carry_out(const panels::RecordAct& act, const panels::World&) {
    using What = panels::RecordAct::What;
    if (act.what == What::check) return client_->check_record();
    if (act.what == What::accept) return client_->accept_record();
    client_->export_record(act.wish);
  }
  /// The others hear of it at once, and again before they forget it.
  void tell_presence(const std::string& object_id) {
    const double now = ImGui::GetTime();
    if (object_id != looking_at_ || (!object_id.empty() && now - looking_told_at_ >= kTellEverySeconds)) {
      looking_at_ = object_id;
      looking_told_at_ = now;
      client_->look_at(object_id);
    }
    if (!object_id.empty()) kit::request_frame(kTellEverySeconds);
  }
  void carry_out(const panels::CheckLinks& links, const panels::World&) { client_->check_links(links.urls); }
  void carry_out(const panels::RevealAct& act, const panels::World&) {
    client_->reveal(act.pseudonym, act.reason);
  }
  void carry_out(const panels::ExportAnswers& act, const panels::World&) {
    files_.save(act.name,
                [this, wish = act.wish](const std::string& path) { client_->export_answers(wish, path); });
  }
  void carry_out(const panels::DropCommand& drop, const panels::World&) { client_->discard(drop.id); }
  void carry_out(const panels::RetryCommand& retry, const panels::World&) { client_->retry(retry.id); }
  void carry_out(const panels::ChooseFile& wish, const panels::World&) {
    files_.open([this, purpose = wish.purpose, asked = current_](const std::string& path) {
      receive_file(path, purpose, asked);
    });
  }

  /// Runs work on files off the frame. It tells its end by tasks_, so it ends before them.
  void beside_frame(std::function<void()> work) {
    std::erase_if(file_work_, [](const auto& each) {
      return each.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    file_work_.push_back(std::async(std::launch::async, std::move(work)));
  }

  /// Reads a file beside the frame and hands it to the panel that asked for it, or that it was dropped on.
  void receive_file(const std::string& path, const std::string& purpose, const std::string& panel_id) {
    beside_frame([this, path, purpose, panel_id] {
      auto bytes = read_file(path, kLargestFile);
      const auto sha256 = bytes ? base::sha256_hex(*bytes) : std::string();
      tasks_.post([this, path, purpose, panel_id, sha256,
                   bytes = std::make_shared<base::Result<std::string>>(std::move(bytes))] {
        if (!*bytes) {
          kit::show_toast({.tone = kit::Tone::err,
                           .title = tr("shell.toast.read_failed"),
                           .detail = error_words(bytes->error()),
                           .technical = bytes->error().message});
          return;
        }
        panels::IncomingFile file{purpose, path.substr(path.find_last_of('/') + 1), std::move(**bytes),
                                  sha256};
        if (!purpose.empty() || panel(panel_id).takes_dropped(file.name))
          return panel(panel_id).receive(std::move(file));
        if (current_ != "catalogue") go({"catalogue", "", ""}, world(base::now()));
        panel("catalogue").receive(std::move(file));
      });
    });
  }

  // ---- palette, help, sign-in
  // -----------------------------------------------------------------------------------

  std::vector<PaletteEntry> collect(std::string_view typed, const panels::World& w) {
    std::vector<PaletteEntry> entries;
    const std::string words = kit::folded(typed.starts_with('>') ? typed.substr(1) : typed);
    if (!words.empty() && !typed.starts_with('>')) {
      for (auto& each : panels_)
        for (auto& found : each->find(words, w, 6))
          entries.push_back(
              {found.title, found.kind, kit::icon_by_name(found.icon), {}, "", false, [this, found] {
                 go({found.panel, found.object_id, ""}, world(base::now()));
               }});
    }
    for (auto& command : panel(current_).commands(w)) {
      std::string because = command.needs_line && !w.online ? std::string(tr("shell.palette.needs_line"))
                                                            : command.disabled_because;
      entries.push_back({command.title, "", kit::icon_by_name(command.icon), chord_labels(command.keys),
                         std::move(because), true,
                         [this, id = command.id] { panel(current_).run(id, world(base::now())); }});
    }
    for (const auto& entry : nav(w)) {
      std::vector<std::string> keys;
      if (entry.row->go_key != Key::none) keys = {"G", std::string(kit::key_label(entry.row->go_key))};
      entries.push_back({tr("shell.command.go", {{"panel", tr(entry.row->title_key)}}), "", entry.row->icon,
                         std::move(keys), "", true, [this, id = std::string(entry.row->id)] {
                           go({id, "", ""}, world(base::now()));
                         }});
    }
    for (const auto& row : shell_commands()) {
      if (row.command == ShellCommand::palette || (row.command == ShellCommand::sign_out && facts_.demo))
        continue;
      // A key that is good is not thrown away by a slip.
      if (row.command == ShellCommand::renew_key && !is_shut_out()) continue;
      entries.push_back({tr(row.title_key), "", row.icon,
                         row.keys.empty() ? std::vector<std::string>{} : chord_labels(row.keys.front()), "",
                         true, [this, command = row.command] { run_command(command, world(base::now())); }});
    }
    return rank(typed, std::move(entries));
  }

  std::vector<panels::HelpKey> key_map() {
    std::vector<panels::HelpKey> keys;
    const std::string everywhere = tr("shell.group.shell");
    for (const auto& row : shell_commands())
      if (!row.keys.empty()) keys.push_back({everywhere, tr(row.title_key), chord_labels(row.keys.front())});
    keys.push_back({everywhere, tr("help.key.number"), chord_labels("Ctrl+1 … 9")});
    const auto w = world(base::now());
    for (const auto& entry : nav(w))
      if (entry.row->go_key != Key::none)
        keys.push_back({everywhere,
                        tr("shell.command.go", {{"panel", tr(entry.row->title_key)}}),
                        {"G", std::string(kit::key_label(entry.row->go_key))}});
    const std::string lists = tr("help.group.lists");
    keys.push_back({lists, tr("help.key.move"), {"↑", "↓"}});
    keys.push_back({lists, tr("help.key.open"), chord_labels("Enter")});
    keys.push_back({lists, tr("help.key.back"), {"Esc"}});
    keys.push_back({lists, tr("help.key.select"), chord_labels("Space")});
    keys.push_back({lists, tr("help.key.extend"), chord_labels("Shift+Down")});
    for (const auto& entry : nav(w))
      for (const auto& command : panel(entry.row->id).commands(w))
        if (!command.keys.empty())
          keys.push_back({tr(entry.row->title_key), command.title, chord_labels(command.keys)});
    return keys;
  }

  void draw_sign_in() {
    if (!state_.sign_in_needed || facts_.demo) return;
    const auto wish = sign_in_.draw(sign_in_words(state_.sign_in_why, empty_token_file_));
    if (!wish) return;
    if (wish->quit) return window_->close();
    if (wish->code) return client_->sign_in_with_code(platform_, *wish->code);
    connect_with(wish->token);
  }

  void connect_with(const std::string& token) {
    platform_.token = token;
    keep("platform.token:" + options_.platform_url, token);
    state_.sign_in_needed = false;
    client_->connect(platform_);
  }

  /// The console cannot go on: the window says why.
  void fail(std::string words, const base::Error& error) {
    fatal_ = std::move(words);
    fatal_technical_ = error.message;
    base::log::error("{}", error.message);
  }

  void draw_failure() {
    const kit::Rect all = kit::available();
    const float width = std::min(all.width() - kit::px(48), kit::px(620));
    const kit::Region region{{{all.center().x - width / 2, all.min.y + all.height() * 0.3F},
                              {all.center().x + width / 2, all.max.y}}};
    if (kit::error_card("shell.fatal", {.title = tr("shell.failed.title"),
                                        .detail = fatal_,
                                        .retry = tr("shell.command.quit"),
                                        .technical = fatal_technical_})) {
      exit_code_ = 1;
      window_->close();
    }
  }

  // ---- end
  // ------------------------------------------------------------------------------------------------------

  void remember_window() {
    if (client_ && options_.width == 0)
      keep("shell.window", fmt::format("{}x{}", window_->width(), window_->height()));
  }

  void finish(int code, const std::string& words) {
    if (!words.empty()) fmt::print(stderr, "stadtpult: {}\n", words);
    exit_code_ = code;
    window_->close();
  }

  [[nodiscard]] bool loading() const {
    const auto is = [](const auto& remote) { return remote.state() == client::RemoteState::loading; };
    return std::any_of(state_.versions.begin(), state_.versions.end(),
                       [&](const auto& each) { return is(each.second); }) ||
           std::any_of(state_.diffs.begin(), state_.diffs.end(),
                       [&](const auto& each) { return is(each.second); }) ||
           is(state_.audit);
  }

  void screenshot() {
    kit::request_frame();
    if (window_->seconds() > kScreenshotSeconds)
      return finish(1, "no data came within 30 seconds, so there is no picture");
    settled_frames_ =
        state_.settled() && !loading() && !(pictures_ && pictures_->busy()) && wanted_object_.empty()
            ? settled_frames_ + 1
            : 0;
    if (settled_frames_ != kSettledFrames) return;
    window_->capture([this](int width, int height, const std::vector<std::uint8_t>& pixels) {
      const auto written = write_png(options_.screenshot, width, height, pixels);
      finish(written ? 0 : 1, written ? "" : written.error().message);
    });
  }

  Options options_;
  std::unique_ptr<Preferences> preferences_;
  std::unique_ptr<Window> window_;
  base::Inbox<client::Update> inbox_;
  base::Inbox<std::function<void()>> tasks_;
  std::unique_ptr<EmbeddedPlatform> embedded_;
  std::thread starter_;
  std::vector<std::future<void>> file_work_;  // posts to tasks_, so it ends before them
  client::Platform platform_;
  std::unique_ptr<client::Client> client_;
  client::State state_;
  std::unique_ptr<Changes> changes_;
  std::unique_ptr<Pictures> pictures_;
  DesktopNotices notices_;
  CriticalNotices critical_;
  DiskNotice disk_;
  std::vector<std::unique_ptr<panels::Panel>> panels_;
  panels::SettingsFacts facts_;
  OutboxDialog outbox_;
  FileDialog files_;
  Palette palette_;
  std::string current_, wanted_panel_, wanted_object_, fatal_, fatal_technical_;
  std::string empty_token_file_;  ///< --token-file where it holds no key
  std::string looking_at_;        ///< what the others were told of last
  double looking_told_at_ = 0;    ///< ImGui time, s
  std::vector<panels::Go> history_;
  double offline_since_s_ = -1, demo_token_at_s_ = -1;  // of the window's clock; -1: not
  bool was_live_ = false;
  SignIn sign_in_;
  double go_until_ = 0, first_usable_ = 0;
  int settled_frames_ = 0, exit_code_ = 0;
};

}  // namespace

int run_app(const Options& options) {
  if (!has_display()) {
    fmt::print(
        stderr,
        "stadtpult: there is no display here. './run shots' draws every panel into PNG files instead.\n");
    return 1;
  }
  return App(options).run();
}

}  // namespace stadtpult::console
