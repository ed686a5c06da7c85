// `ingest`: lines of a log into the store as events, each once. What was stored is known by how far into the
// file it reaches, so a second run goes on where the first one stopped.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/commands.hpp"
#include "platform/detection/mappers.hpp"
#include "platform/detection/ndjson.hpp"
#include "platform/routes/service.hpp"
#include "platform/security/own_events.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
using base::fail;
using contract::EventIntake;
using detection::Event;

/// With --follow it runs as long as the machine does.
constexpr std::int64_t kIngestTokenMs = 10LL * 365 * 24 * 3600 * 1000;
constexpr size_t kMostLines = 5'000, kMostBytes = 4'000'000, kPiece = 256 * 1024;
constexpr auto kPause = std::chrono::milliseconds(500);
constexpr auto kBusyPause = std::chrono::seconds(2);

struct IngestFormat {
  std::string_view name;
  base::Result<Event> (*map)(std::string_view line);
};
constexpr IngestFormat kIngestFormats[] = {
    {"ndjson", detection::read_ndjson},
    {"combined", detection::map_combined},
    {"auth", [](std::string_view line) { return detection::map_auth(line); }},
};

/// An open file, by what stays the same when it is renamed.
struct Source {
  int fd = -1;
  std::string producer;     ///< "" until its first line is there
  std::int64_t offset = 0;  ///< of the first byte that is not sent
  std::string rest;         ///< read and not sent
  ino_t inode = 0;

  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() { close(); }
  void close() {
    if (fd > 0) ::close(fd);
    fd = -1;
  }
};

class Ingest {
 public:
  Ingest(Service& service, std::string token, const IngestFormat& format)
      : service_(service), token_(std::move(token)), format_(format) {}

  base::Done run(const IngestCommand& command) {
    Source source;
    if (const auto done = open(command.file, source); !done) return done;
    while (true) {
      const auto more = take(source, !command.follow);
      if (!more) return more.error();
      if (*more) continue;
      if (!command.follow) return {};
      std::this_thread::sleep_for(kPause);
      struct stat now {};
      const bool moved = command.file != "-" && ::stat(command.file.c_str(), &now) == 0 &&
                         (now.st_ino != source.inode || now.st_size < source.offset);
      if (!moved) continue;
      // The old file is at its end: what stands in it without a line end belongs to it.
      base::Result<bool> last = true;
      while (last && *last) last = take(source, true);
      if (!last) return last.error();
      source.close();
      if (const auto done = open(command.file, source); !done) return done;
    }
  }

  std::int64_t accepted = 0, repeated = 0, unreadable = 0;

 private:
  base::Done open(const std::string& file, Source& source) {
    source.rest.clear();
    source.offset = 0;
    if (file == "-") {
      source.fd = 0;
      source.producer = base::new_id("stdin_");  // nobody can go on in a pipe
      return {};
    }
    source.producer.clear();
    source.fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (source.fd < 0 || ::fstat(source.fd, &info) != 0)
      return fail(ErrorKind::invalid, fmt::format("{} cannot be read: {}.", file, std::strerror(errno)));
    source.inode = info.st_ino;
    return {};
  }

  /// A file is known by where it lies and by how it begins; the platform says how far it has it. False where
  /// the first line is not whole yet: known by less, the file would be another one the next time.
  base::Result<bool> recognise(Source& source, bool to_the_end) {
    struct stat info {};
    std::string begin(256, '\0');
    const ssize_t got = ::pread(source.fd, begin.data(), begin.size(), 0);
    if (got < 0 || ::fstat(source.fd, &info) != 0)
      return fail(ErrorKind::storage, fmt::format("Reading failed: {}.", std::strerror(errno)));
    begin.resize(static_cast<size_t>(got));
    const size_t line_end = begin.find('\n');
    if (line_end == std::string::npos && begin.size() < 256 && !(to_the_end && got > 0)) return false;
    begin.resize(std::min(begin.size(), line_end));
    const auto producer =
        fmt::format("file_{}_{}_{}", info.st_dev, info.st_ino, base::sha256_hex(begin).substr(0, 16));
    // A line that is no event asks how far this producer is.
    const auto known = send(producer, "?\n");
    if (!known) return known.error();
    source.producer = producer;
    if (known->last_sequence > info.st_size) return true;  // the file was emptied and filled again
    source.offset = known->last_sequence;
    ::lseek(source.fd, source.offset, SEEK_SET);
    return true;
  }

  /// Reads and sends a piece; false at the end of what is there.
  base::Result<bool> take(Source& source, bool to_the_end) {
    if (source.producer.empty())
      if (const auto known = recognise(source, to_the_end); !known || !*known) return known;
    std::string piece(kPiece, '\0');
    const ssize_t got = ::read(source.fd, piece.data(), piece.size());
    if (got < 0) return fail(ErrorKind::storage, fmt::format("Reading failed: {}.", std::strerror(errno)));
    source.rest.append(piece, 0, static_cast<size_t>(got));
    if (got == 0 && to_the_end && !source.rest.empty() && source.rest.back() != '\n') source.rest += '\n';
    std::string batch;
    size_t lines = 0, at = 0;
    for (size_t end = 0; (end = source.rest.find('\n', at)) != std::string::npos; at = end + 1) {
      add(std::string_view(source.rest).substr(at, end - at),
          source.offset + static_cast<std::int64_t>(end) + 1, batch);
      if (++lines < kMostLines && batch.size() < kMostBytes) continue;
      if (const auto done = flush(source, batch); !done) return done.error();
      lines = 0;
    }
    if (const auto done = flush(source, batch); !done) return done.error();
    source.rest.erase(0, at);
    source.offset += static_cast<std::int64_t>(at);
    if (source.rest.size() > detection::kLongestLine)
      return fail(ErrorKind::invalid, "A line is longer than 1 MiB. Is this a text file?");
    return got > 0;
  }

  /// The sequence number of a line is where it ends in the file.
  void add(std::string_view line, std::int64_t sequence, std::string& batch) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty()) return;
    auto event = format_.map(line);
    if (!event) {
      if (++unreadable <= 20) fmt::print(stderr, "up to byte {}: {}\n", sequence, event.error().message);
      return;
    }
    std::erase_if(event->fields,
                  [](const detection::Field& field) { return field.name == "metadata.sequence"; });
    event->add("metadata.sequence", sequence);
    batch += to_json_line(*event) + "\n";
  }

  base::Done flush(const Source& source, std::string& batch) {
    if (batch.empty()) return {};
    const auto outcome = send(source.producer, batch);
    if (!outcome) return outcome.error();
    accepted += outcome->accepted;
    repeated += outcome->repeated;
    unreadable += static_cast<std::int64_t>(outcome->problems.size());
    batch.clear();
    return {};
  }

  base::Result<EventIntake> send(const std::string& producer, const std::string& lines) {
    while (true) {
      Request request;
      request.method = "POST";
      request.target = "/v1/security/events?producer=" + producer;
      request.authorization = "Bearer " + token_;
      request.content_type = std::string(contract::kEventsType);
      request.request_id = base::new_id("req_");
      request.body = lines;
      const Response response = ask(service_, std::move(request));
      if (response.status == 201) return contract::decode<EventIntake>(*response.body);
      if (response.status != 429 && response.status != 503)
        return contract::error_from_answer(response.status, *response.body);
      std::this_thread::sleep_for(kBusyPause);
    }
  }

  Service& service_;
  const std::string token_;
  const IngestFormat& format_;
};

base::Result<std::string> ingest(const IngestCommand& command) {
  const auto* format = std::find_if(std::begin(kIngestFormats), std::end(kIngestFormats),
                                    [&](const IngestFormat& each) { return each.name == command.format; });
  if (format == std::end(kIngestFormats))
    return fail(ErrorKind::invalid, "The format is one of ndjson, combined, auth.");
  auto service = open_city(command.store);
  if (!service) return service.error();
  auto token = (*service)->make_token(contract::Role::security_analyst, "Ingest", "", kIngestTokenMs);
  if (!token) return token.error();
  Ingest run(**service, *token, *format);
  const auto done = run.run(command);
  (*service)->stop();
  if (!done) return done.error();
  return fmt::format("{} events taken, {} were there already, {} lines could not be read", run.accepted,
                     run.repeated, run.unreadable);
}

}  // namespace

int run_ingest(const IngestCommand& command) {
  const auto summary = ingest(command);
  if (!summary) return report(summary.error());
  fmt::print("{}\n", *summary);
  return 0;
}

}  // namespace stadtpult::platform
