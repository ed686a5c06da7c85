#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>

#include "platform/domain/media/pdf_file.hpp"
#include "platform/domain/media/write_all.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;

namespace {

/// A file in memory that is gone with its last user.
class MemoryFile {
 public:
  MemoryFile() : fd_(::memfd_create("pdf", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

  bool fill(std::string_view bytes) { return write_all(fd_, bytes) && ::lseek(fd_, 0, SEEK_SET) == 0; }

  [[nodiscard]] std::string text() const {
    struct ::stat info {};
    if (::fstat(fd_, &info) != 0) return {};
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t at = 0;
    while (at < bytes.size()) {
      const auto done = ::pread(fd_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) return {};
      at += static_cast<std::size_t>(done);
    }
    return bytes;
  }

 private:
  int fd_;
};

/// Starts the program on these two files; its process, 0 where that did not work. It inherits nothing else:
/// no other file, no environment, no signal that is held back.
pid_t start_pdf_program(const std::string& program, SignedPdf when_signed, int in, int out) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::string name = "stadtpult-pdf";
  std::string parent = fmt::format("{}{}", kStartedBy, ::getpid());
  std::string keep = kKeepSigned;
  std::array<char*, 4> arguments{name.data(), parent.data(),
                                 when_signed == SignedPdf::kept ? keep.data() : nullptr, nullptr};
  std::array<char*, 1> environment{nullptr};
  pid_t pid = 0;
  if (::posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments.data(), environment.data()) != 0)
    pid = 0;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

/// Waits until it has ended, at most so long: it may sleep or be stopped, which costs no processor.
bool ended_within(pid_t pid, int most_ms) {
  using Clock = std::chrono::steady_clock;
  // The header of glibc 2.36 declares it for C only.
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (watched < 0) return false;
  const auto until = Clock::now() + std::chrono::milliseconds(most_ms);
  int ready = -1;
  do {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    ::pollfd waiting{watched, POLLIN, 0};
    ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(0, left)));
  } while (ready < 0 && errno == EINTR);
  ::close(watched);
  return ready > 0;
}

base::Error no_pdf_here(std::string_view why) {
  auto error = base::fail(ErrorKind::internal, fmt::format("PDFs cannot be checked here: {}.", why));
  error.problem = kNoPdfReader;
  return error;
}

}  // namespace

std::string pdf_program() {
  std::error_code ignored;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const auto& place : {here / "stadtpult-pdf", here / "../libexec/stadtpult/stadtpult-pdf"})
    if (::access(place.c_str(), X_OK) == 0) return place.string();
  return {};
}

Result<std::string> clean_pdf_apart(std::string_view bytes, SignedPdf when_signed, int most_ms) {
  const auto program = pdf_program();
  if (program.empty()) return no_pdf_here("the program stadtpult-pdf is missing");
  return clean_pdf_by(program, bytes, when_signed, std::min(most_ms, kPdfMs));
}

Result<std::string> clean_pdf_by(const std::string& program, std::string_view bytes, SignedPdf when_signed,
                                 int most_ms) {
  // Files and no pipes: nobody waits for the other one to read.
  MemoryFile in, out;
  if (in.fd() < 0 || out.fd() < 0 || !in.fill(bytes)) return no_pdf_here("there is no memory left");
  const pid_t pid = start_pdf_program(program, when_signed, in.fd(), out.fd());
  if (pid == 0) return no_pdf_here("stadtpult-pdf does not start");
  if (!ended_within(pid, most_ms)) ::kill(pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return no_pdf_here("nobody knows how stadtpult-pdf ended");
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code == static_cast<int>(PdfExit::cleaned)) return out.text();
  if (code == static_cast<int>(PdfExit::refused)) {
    const auto told = out.text();
    const auto line = told.find('\n');
    if (line != std::string::npos)
      return base::fail(ErrorKind::invalid, told.substr(line + 1), told.substr(0, line));
  }
  return base::fail(ErrorKind::invalid,
                    "The PDF takes too long or too much memory to be read. Please print it into a new PDF "
                    "(PDF/A) and send that.",
                    "body.complex");
}

}  // namespace stadtpult::platform
