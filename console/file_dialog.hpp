#pragma once
// Choosing a file: folders and files as a list, and a path to type. Reading the folder happens when it is
// entered, not each frame. Main thread.

#include <functional>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::console {

class FileDialog {
 public:
  /// `chosen` gets the full path.
  void open(std::function<void(std::string)> chosen);
  /// A file that is to be made: its folder is chosen, its name is typed, `name` is proposed.
  void save(const std::string& name, std::function<void(std::string)> chosen);
  void draw();

 private:
  struct Entry {
    std::string name;
    bool folder = false;
    std::uint64_t bytes = 0;
  };
  void enter(const std::string& folder);
  void choose(const Entry& entry);
  void finish_saving();

  bool open_ = false, focus_path_ = false, saving_ = false;
  std::string folder_, typed_, name_, error_;
  std::vector<Entry> entries_;
  std::function<void(std::string)> chosen_;
};

/// The bytes of a file, at most `most`.
base::Result<std::string> read_file(const std::string& path, std::uint64_t most);

/// ~/Downloads where there is one, else the home folder.
std::string downloads_dir();
/// Writes a file that is not there yet ("name-2.jsonl" where it is), for this person alone (mode 0600); its
/// path.
base::Result<std::string> write_new_file(const std::string& folder, const std::string& name,
                                         const std::string& bytes);

}  // namespace stadtpult::console
