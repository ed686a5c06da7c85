#include "console/file_dialog.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "panels/kit/kit.hpp"

namespace stadtpult::console {

using namespace panels::kit;
namespace fs = std::filesystem;

base::Result<std::string> read_file(const std::string& path, std::uint64_t most) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error)
    return base::fail(base::ErrorKind::storage, fmt::format("cannot read {}: {}", path, error.message()));
  if (size > most)
    return base::fail(base::ErrorKind::too_large, fmt::format("{} is larger than {} bytes", path, most));
  std::ifstream file(path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size)))
    return base::fail(base::ErrorKind::storage, fmt::format("cannot read {}", path));
  return bytes;
}

std::string downloads_dir() {
  const char* home = std::getenv("HOME");
  const fs::path folder = home != nullptr ? home : ".";
  std::error_code error;
  return fs::is_directory(folder / "Downloads", error) ? (folder / "Downloads").string() : folder.string();
}

base::Result<std::string> write_new_file(const std::string& folder, const std::string& name,
                                         const std::string& bytes) {
  constexpr int kMostNames = 1000;
  const fs::path wanted = fs::path(folder) / fs::path(name).filename();  // a name, never a way elsewhere
  fs::path path = wanted;
  std::error_code error;
  for (int i = 2; fs::exists(path, error) && i < kMostNames; ++i)
    path =
        wanted.parent_path() / fmt::format("{}-{}{}", wanted.stem().string(), i, wanted.extension().string());
  // Made by us and readable for nobody else from its first byte on: what goes out is personal, mostly.
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  bool whole = file >= 0;
  for (std::size_t at = 0; whole && at < bytes.size();) {
    const auto done = ::write(file, bytes.data() + at, bytes.size() - at);
    if (done < 0 && errno == EINTR) continue;
    whole = done > 0;
    at += static_cast<std::size_t>(std::max<ssize_t>(done, 0));
  }
  if (file >= 0 && ::close(file) != 0) whole = false;
  if (!whole) return base::fail(base::ErrorKind::storage, fmt::format("cannot write {}", path.string()));
  return path.string();
}

void FileDialog::open(std::function<void(std::string)> chosen) {
  chosen_ = std::move(chosen);
  open_ = focus_path_ = true;
  saving_ = false;
  if (folder_.empty()) {
    const char* home = std::getenv("HOME");
    folder_ = home != nullptr ? home : "/";
  }
  enter(folder_);
}

void FileDialog::save(const std::string& name, std::function<void(std::string)> chosen) {
  if (folder_.empty()) folder_ = downloads_dir();
  open(std::move(chosen));
  saving_ = true;
  focus_path_ = false;
  name_ = name;
}

void FileDialog::finish_saving() {
  std::error_code ignored;
  if (name_.empty() || name_.find('/') != std::string::npos || name_.starts_with('.')) {
    error_ = tr("shell.file.no_name");
  } else if (fs::exists(fs::path(folder_) / name_, ignored)) {
    error_ = tr("shell.file.is_there");
  } else {
    open_ = false;
    if (chosen_) chosen_((fs::path(folder_) / name_).string());
  }
}

void FileDialog::enter(const std::string& folder) {
  std::error_code error;
  std::vector<Entry> entries;
  for (auto at = fs::directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
       !error && at != fs::directory_iterator(); at.increment(error)) {
    std::error_code ignored;
    Entry entry{at->path().filename().string(), at->is_directory(ignored), 0};
    if (entry.name.starts_with('.')) continue;
    if (!entry.folder) entry.bytes = at->file_size(ignored);
    entries.push_back(std::move(entry));
  }
  if (error) {
    error_ = tr("shell.file.cannot_open");
    return;
  }
  error_.clear();
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.folder != b.folder ? a.folder : a.name < b.name; });
  entries_ = std::move(entries);
  folder_ = typed_ = folder;
}

void FileDialog::choose(const Entry& entry) {
  const std::string path = (fs::path(folder_) / entry.name).string();
  if (entry.folder) return enter(path);
  if (saving_) {
    name_ = entry.name;
    return;
  }
  open_ = false;
  if (chosen_) chosen_(path);
}

void FileDialog::draw() {
  if (!open_) return;
  Dialog dialog{"shell.file",
                open_,
                {.title = tr(saving_ ? "shell.file.save_title" : "shell.file.title"),
                 .icon = icons::description,
                 .width = 640}};
  if (!dialog) return;
  {
    Row row{{.height = 34}};
    if (icon_button("up", {.icon = icons::arrow_upward, .name = tr("shell.file.up"), .border = true}))
      enter(fs::path(folder_).parent_path().string());
    if (text_field("path", typed_,
                   {.label = tr("shell.file.path"),
                    .label_hidden = true,
                    .mono = true,
                    .focus_now = std::exchange(focus_path_, false)})
            .submitted) {
      std::error_code ignored;
      if (fs::is_directory(typed_, ignored))
        enter(typed_);
      else if (!saving_ && fs::is_regular_file(typed_, ignored)) {
        open_ = false;
        if (chosen_) chosen_(typed_);
      } else
        error_ = tr("shell.file.no_such");
    }
  }
  if (!error_.empty()) note(error_, icons::error_outline, Tone::err);
  const Rect box = place({available_width(), px(300)});
  int opened = -1;
  {
    static TableState list_state;
    const auto event =
        list("files", list_state,
             {.name = tr("shell.file.list"),
              .rows = static_cast<int>(entries_.size()),
              .row_kind = RowKind::plain,
              .rect = box},
             [&](TableRow& row) {
               const auto& entry = entries_[static_cast<size_t>(row.index())];
               row.name(entry.name);
               const Rect rect = row.rect();
               draw_icon(draw_list(), entry.folder ? icons::archive : icons::description,
                         {rect.min.x + px(24), rect.center().y}, 18, theme().tx2);
               draw_text_fit(draw_list(), Font::base,
                             {rect.min.x + px(44), rect.center().y - line_height(Font::base) / 2},
                             rect.width() - px(160), theme().tx, entry.name);
               if (!entry.folder) {
                 const std::string size = format_bytes(entry.bytes);
                 draw_text(draw_list(), Font::meta,
                           {rect.max.x - px(16) - text_width(Font::meta, size),
                            rect.center().y - line_height(Font::meta) / 2},
                           theme().tx3, size);
               }
             });
    opened = event.opened;
  }
  bool saves = false;
  if (saving_)
    saves = text_field("name", name_,
                       {.label = tr("shell.file.name"), .max_length = 120, .focus_now = dialog.appearing()})
                .submitted;
  Row row{{.height = 40}};
  row.right();
  if (button("cancel", {.label = tr("shell.cancel")})) open_ = false;
  if (saving_ && (button("save", {.kind = Button::primary, .label = tr("shell.file.save")}) || saves))
    finish_saving();
  if (opened >= 0) choose(entries_[static_cast<size_t>(opened)]);
}

}  // namespace stadtpult::console
