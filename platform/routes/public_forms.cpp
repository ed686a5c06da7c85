// Forms that citizens send from a live page, with files or without.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "api-client/base/log.hpp"
#include "api-client/base/utf8.hpp"
#include "api-client/content/form_rules.hpp"
#include "api-client/content/words.hpp"
#include "platform/domain/form_check.hpp"
#include "platform/domain/media/media_file.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/form_answers.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/intake_gate.hpp"
#include "platform/routes/multipart.hpp"
#include "platform/routes/operations.hpp"
#include "platform/store/answers.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using base::Timestamp;

namespace {

constexpr std::size_t kLongestForm = 64 << 10;  ///< bytes of the texts
/// With its files, and what stands around them.
constexpr std::size_t kLargestForm =
    (static_cast<std::size_t>(content::kMostFormMegabytes) << 20) + kLongestForm + (256 << 10);
constexpr std::int64_t kSameFormMs = 2 * base::kMinuteMs;

/// One form, sent.
struct SentForm {
  std::string slug, block, language, key, source;
  contract::Ring ring = contract::Ring::everyone;  ///< what the sender sees
  content::Reader reader = {};
  std::map<std::string, std::string> typed;  ///< by field; of a file its name
  SentFiles files;
  std::set<std::string> twice;  ///< fields that came more than once
  app::Frame frame;
};

const content::Block* form_in(const content::Document& document, const std::string& id,
                              const content::View& view) {
  for (const auto& block : document.blocks)
    if (block.id == id && block.type == "form" && content::visible(block, view)) return &block;
  return nullptr;
}

/// A live page with the form that was sent.
struct OpenForm {
  OpenPage page;
  content::Block form;
};
std::optional<OpenForm> open_form(Database& database, const SentForm& sent, Timestamp at) {
  auto page = open_page(database, sent.ring, sent.slug, sent.language, at, sent.reader);
  if (!page) return std::nullopt;
  Live live(database, sent.ring, sent.language);
  const auto view = live.view(at, sent.reader);
  const auto* form = form_in(page->document, sent.block, view);
  if (form == nullptr) return std::nullopt;
  content::Block copy = *form;
  return OpenForm{std::move(*page), std::move(copy)};
}

Answer no_such_form(const SentForm& sent) {
  return html(app::message(sent.frame, content::word("not_found", sent.language), {},
                           app::address("/app/", sent.language)),
              404);
}

/// The page again, with what was typed and what is wrong.
Answer form_again(const SentForm& sent, const OpenForm& open, std::vector<std::string> wrong, int status) {
  content::HtmlOptions again;
  again.form = sent.block;
  again.typed = sent.typed;
  again.wrong = std::move(wrong);
  if (again.wrong.empty()) again.wrong.emplace_back(content::word("form.wrong", sent.language));
  return html(app::page(sent.frame, open.page.page, open.page.nodes, open.page.below, std::move(again)),
              status);
}

Answer form_arrived(const SentForm& sent, const content::Block& form, std::int64_t number) {
  std::vector<std::string> lines{fmt::format("{}: {}", content::word("form.number", sent.language), number)};
  const auto thanks = content::plain_text(form.text("thanks").in(sent.language));
  if (!thanks.empty()) lines.insert(lines.begin(), thanks);
  return html(app::message(sent.frame, content::word("form.sent", sent.language), lines,
                           app::page_address(sent.slug, sent.language)),
              201);
}

/// Words or files that nobody else sends by chance.
bool has_own_words(const content::Block& form, const CheckedForm& checked) {
  for (const auto& field : form.list("fields")) {
    const auto& input = field.value("input");
    if (input != "text" && input != "long_text" && input != "file") continue;
    for (const auto& answer : checked.answers)
      if (answer.field == field.id) return true;
  }
  return false;
}

const content::Record* field_of(const content::Block& form, std::string_view id) {
  for (const auto& field : form.list("fields"))
    if (field.id == id) return &field;
  return nullptr;
}

std::string says(std::string_view what, const content::Record& field, const std::string& language) {
  return fmt::format(fmt::runtime(content::word(what, language)), field.text("label").in(language));
}

/// A file could not be taken, and that is no fault of the sender's.
bool came_in_vain(const SentForm& sent) {
  return std::any_of(sent.files.begin(), sent.files.end(),
                     [](const auto& each) { return each.second.unread == "file.later"; });
}

Result<Answer> take_form(const SentForm& sent, Change& change) {
  Database& database = change.database();
  const auto open = open_form(database, sent, change.now());
  if (!open) return no_such_form(sent);
  auto checked = check_form(open->form, sent.typed, sent.language, sent.files);
  for (const auto& id : sent.twice)
    if (const auto* field = field_of(open->form, id))
      checked.problems.push_back(says("form.twice", *field, sent.language));
  if (!checked.problems.empty() || checked.answers.empty())
    return form_again(sent, *open, std::move(checked.problems), came_in_vain(sent) ? 503 : 422);
  // The same words from the same place at once were sent twice. Without words of one's own two people may
  // well say the same.
  const bool own_words = has_own_words(open->form, checked);
  const auto turn = change.now().ms / kSameFormMs;
  const std::string who = "guest:" + sent.source;
  for (const auto each : {turn, turn - 1}) {
    if (!own_words) break;
    if (const auto first = find_answer(database, who, fmt::format("{}:{}", sent.key, each), change.now())) {
      Answer same = html(first->body, static_cast<int>(first->status));
      same.etag.clear();
      return same;
    }
  }
  contract::FormAnswer answer;
  answer.page_id = open->page.page.id;
  answer.block_id = sent.block;
  answer.page_title = open->page.page.title;
  answer.answers.text = encode_answers(checked.answers);
  answer.language = sent.language;
  if (const int days = content::keep_days(open->form); days > 0)
    answer.erase_at = {change.now().ms + days * base::kDayMs};
  std::vector<FormFile> files;
  for (const auto& each : checked.answers)
    if (!each.media_type.empty()) files.push_back({each.field, sent.files.at(each.field).bytes});
  const auto kept = receive_form_answer(change, std::move(answer), files);
  if (!kept) return kept.error();
  Answer arrived = form_arrived(sent, open->form, kept->number);
  keep_answer(database, who, fmt::format("{}:{}", sent.key, turn),
              {"", arrived.status, arrived.content_type, "", "", arrived.body}, change.now());
  return arrived;
}

/// What looking into all files of one form may take, so that who sends behind it waits no longer.
class FileTime {
 public:
  explicit FileTime(int most_ms) : until_(Clock::now() + std::chrono::milliseconds(most_ms)) {}
  [[nodiscard]] int left_ms() const {
    return static_cast<int>(
        std::chrono::duration_cast<std::chrono::milliseconds>(until_ - Clock::now()).count());
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point until_;
};

/// Looks into a file only where its field takes such a one: decoding a picture takes long.
SentFile looked_into(const FormPart& part, const content::Record& field, const FileTime& time) {
  SentFile file;
  file.size_bytes = part.body.size();
  file.media_type = media_type_of(part.body);
  file.name = kept_file_name(part.file_name, file.media_type);
  const auto rule = content::file_rule(field);
  if (file.size_bytes > rule.max_bytes() || !rule.takes(file.media_type)) return file;
  const int left_ms = time.left_ms();
  if (left_ms <= 0) {
    file.unread = "file.no_time";
    return file;
  }
  if (auto clean = clean_file(part.body, {.most_ms = left_ms})) {
    file.sound = true;
    file.bytes = std::move(clean->bytes);
  } else if (clean.error().kind == ErrorKind::internal) {
    base::log::error("form file: {}", clean.error().message);  // not the citizen's mistake
    file.unread = "file.later";
  } else if (time.left_ms() <= 0) {
    file.unread = "file.no_time";  // cut off, so nobody knows what it is
  }
  return file;
}

base::Done too_large() {
  return base::fail(
      ErrorKind::too_large,
      fmt::format("A form has at most {} bytes of texts and {} in all here.", kLongestForm, kLargestForm));
}

/// The texts of the parts, and which fields came twice; `key` gets what makes this sending another one than
/// the next. (Browsers make a new boundary each time.)
base::Done take_texts(const std::vector<FormPart>& parts, SentForm& sent, base::Sha256& key) {
  std::size_t texts = 0;
  std::set<std::string_view> seen;
  for (const auto& part : parts) {
    key.add(fmt::format("{}\n{}\n{}\n", part.name, part.file_name, part.body.size()));
    key.add(part.body);
    if (!seen.insert(part.name).second) sent.twice.insert(part.name);
    if (!part.is_file) texts += part.body.size();
    if (!part.is_file && base::is_utf8(part.body)) sent.typed[part.name] = part.body;
  }
  return texts > kLongestForm ? too_large() : base::Done();
}

Result<WritePlan> plan_of(SentForm sent) {
  return WritePlan([sent = std::make_shared<const SentForm>(std::move(sent))](Change& change) {
    return take_form(*sent, change);
  });
}

Result<WritePlan> send_words(const Call& call, SentForm sent) {
  const auto& request = call.request;
  if (request.body.size() > kLongestForm) return too_large().error();
  const auto fields = parse_target("/?" + request.body);
  if (!fields) return fields.error();
  for (const auto& [name, value] : fields->query) {
    if (!base::is_utf8(name) || !base::is_utf8(value)) continue;
    if (!sent.typed.emplace(name, value).second) sent.twice.insert(name);
  }
  sent.key = "form:" + base::sha256_hex(request.target + "\n" + request.body);
  return plan_of(std::move(sent));
}

Result<WritePlan> send_parts(const Call& call, SentForm sent) {
  const auto& request = call.request;
  if (request.body.size() > kLargestForm) return too_large().error();
  // The form as it is live now says which files are worth a look; it is asked again when they are stored.
  std::optional<OpenForm> open;
  const auto read = call.store->read([&](Database& database) { open = open_form(database, sent, call.at); });
  if (!read) return read.error();
  if (!open) return WritePlan(no_such_form(sent));
  const auto parts = parse_multipart(request.content_type, request.body);
  if (!parts) {
    const auto* field = field_of(open->form, parts.error().field);
    if (field == nullptr) return parts.error();
    return WritePlan(form_again(sent, *open, {says("form.broken", *field, sent.language)}, 400));
  }
  base::Sha256 key;
  key.add(request.target + "\n");
  if (const auto done = take_texts(*parts, sent, key); !done) return done.error();
  const FileTime time(call.options->form_files_ms);
  for (const auto& part : *parts) {
    const auto* field = field_of(open->form, part.name);
    // A field that was left empty comes as a file without a name.
    if (!part.is_file || field == nullptr || field->value("input") != "file" ||
        sent.twice.contains(part.name) || (part.file_name.empty() && part.body.empty()))
      continue;
    auto& file = sent.files[part.name] = looked_into(part, *field, time);
    sent.typed[part.name] = file.name;
  }
  sent.key = "form:" + key.hex();
  return plan_of(std::move(sent));
}

}  // namespace

Result<WritePlan> send_form(const WriteCall& call) {
  SentForm sent;
  sent.slug = call->id("slug");
  sent.block = call->id("block_id");
  sent.language = language_for(*call);
  sent.ring = ring_of(*call);
  sent.reader = audience_of(*call);
  sent.source = call->request.source;
  sent.frame = frame_for(*call, "/app/p/" + sent.slug);
  const auto type = media_type(call->request.content_type);
  if (type == "application/x-www-form-urlencoded") return send_words(*call, std::move(sent));
  if (type == "multipart/form-data")
    if (const int wait_ms = call->gate->by_source(call->request.source, call->at); wait_ms > 0)
      return turned_away(call, wait_ms);
  if (type == "multipart/form-data") return send_parts(*call, std::move(sent));
  return base::fail(ErrorKind::unsupported,
                    "The body must be application/x-www-form-urlencoded or multipart/form-data.",
                    "Content-Type");
}

}  // namespace stadtpult::platform
