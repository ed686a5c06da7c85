// stadtpult-pdf: one PDF from standard input, cleaned to standard output, or why not ("field\nsentence").
// The platform starts it for each PDF of a stranger. What breaks here breaks nothing else.

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include "platform/domain/media/pdf_file.hpp"
#include "platform/domain/media/pdf_walls.hpp"
#include "platform/domain/media/write_all.hpp"

namespace {

using namespace stadtpult::platform;

void bound(decltype(RLIMIT_CPU) what, rlim_t most) {
  const rlimit limit{most, most};
  if (::setrlimit(what, &limit) != 0) ::_exit(1);
}

bool read_all(std::string& bytes) {
  std::vector<char> piece(1U << 16);
  for (;;) {
    const auto done = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return done == 0;
    bytes.append(piece.data(), static_cast<std::size_t>(done));
  }
}

/// Ends with whoever started it: a document that hangs must not outlive the platform. The kernel looks at the
/// thread that started it, which waits for it until its end. False where that one is gone already.
bool end_with(std::string_view parent) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
  return std::to_string(::getppid()) == parent;
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__)
// It reserves more address space than there is memory, and looks at what is used instead.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "hard_rss_limit_mb=1024:detect_leaks=0";
}
constexpr bool kSanitized = true;
#elif defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

int main(int count, char** arguments) {
  bool keeps = false;
  constexpr std::string_view kParent = kStartedBy;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    keeps = keeps || argument == kKeepSigned;
    if (argument.starts_with(kParent) && !end_with(argument.substr(kParent.size()))) return 1;
  }
  bound(RLIMIT_CPU, kPdfSeconds);
  bound(RLIMIT_CORE, 0);  // a stranger's document stays off the disk
  if (!kSanitized) bound(RLIMIT_AS, kPdfMemory);
  std::string bytes;
  if (!read_all(bytes)) return 1;
  bound(RLIMIT_NPROC, 0);   // starts nothing more
  bound(RLIMIT_NOFILE, 3);  // opens nothing more
  bound(RLIMIT_FSIZE, kPdfOutput);
  // A kernel that has no filters leaves the bounds above.
  if (!kSanitized) wall_off();
  const auto clean = clean_pdf(bytes, keeps ? SignedPdf::kept : SignedPdf::refused);
  if (clean) return write_all(STDOUT_FILENO, *clean) ? static_cast<int>(PdfExit::cleaned) : 1;
  return write_all(STDOUT_FILENO, clean.error().field + "\n" + clean.error().message)
             ? static_cast<int>(PdfExit::refused)
             : 1;
}
