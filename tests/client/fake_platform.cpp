#include "tests/client/fake_platform.hpp"

#include <algorithm>
#include <charconv>

#include "api-client/base/crypto.hpp"
#include "api-client/client/command_codec.hpp"
#include "api-client/contract/checkpoint.hpp"
#include "api-client/contract/routes.hpp"
#include "platform/audit/merkle.hpp"

namespace stadtpult::test {

using contract::Category;
using contract::Miniapp;

namespace {

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      int byte = 0;
      std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16);
      out.push_back(static_cast<char>(byte));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::string parameter(const std::string& target, const std::string& name) {
  auto at = target.find('?');
  while (at != std::string::npos) {
    const auto end = std::min(target.find('&', at + 1), target.size());
    const std::string_view pair = std::string_view(target).substr(at + 1, end - at - 1);
    if (pair.starts_with(name + "=")) return decoded(pair.substr(name.size() + 1));
    at = end == target.size() ? std::string::npos : end;
  }
  return {};
}

template <typename T>
std::string page_of(const std::vector<T>& all, const std::string& target) {
  contract::Page<T> page;
  page.total = static_cast<std::int64_t>(all.size());
  const std::string filter = parameter(target, "filter");
  if (!filter.empty()) {
    const std::string wanted = "," + filter.substr(3) + ",";
    for (const auto& each : all)
      if (wanted.find("," + each.id + ",") != std::string::npos) page.items.push_back(each);
    return contract::encode_page(page);
  }
  const std::string cursor = parameter(target, "cursor"), limit_text = parameter(target, "limit");
  const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor);
  const std::size_t to = std::min(all.size(), from + (limit_text.empty() ? 50 : std::stoul(limit_text)));
  page.items.assign(all.begin() + static_cast<std::ptrdiff_t>(from),
                    all.begin() + static_cast<std::ptrdiff_t>(to));
  if (to < all.size()) page.next = std::to_string(to);
  return contract::encode_page(page);
}

std::int64_t revision_of(const std::string& json) {
  std::int64_t revision = 0;
  const auto at = json.find("\"revision\":");
  if (at != std::string::npos) std::from_chars(json.data() + at + 11, json.data() + json.size(), revision);
  return revision;
}
std::string tag_of(const std::string& json) {
  return contract::etag(client::text_member(json, "id"), revision_of(json));
}
std::string next_revision(const std::string& json) {
  return client::merged(json, "{\"revision\":" + std::to_string(revision_of(json) + 1) + "}");
}

std::string problem(int status, const std::string& detail, const std::string& type = {}) {
  return R"({"status":)" + std::to_string(status) + R"(,"detail":")" + detail + R"(","type":")" +
         (type.empty() ? "about:blank" : "urn:stadtpult:problem:" + type) + R"("})";
}

}  // namespace

FakePlatform::FakePlatform() : certificate_(make_test_certificate("127.0.0.1")) {
  go_online();
}

FakePlatform::~FakePlatform() {
  go_offline();
}

void FakePlatform::go_online() {
  server_ = std::make_unique<TlsServer>(
      certificate_,
      [this](const SeenRequest& request, TlsServer::Peer& peer) { return handle(request, peer); }, port_);
  port_ = server_->port();
}

void FakePlatform::go_offline() {
  server_.reset();
}

std::string FakePlatform::url() const {
  return "https://127.0.0.1:" + std::to_string(port_);
}

void FakePlatform::accept_token(const std::string& token, const std::string& person, contract::Role role) {
  const std::lock_guard lock(mutex_);
  contract::Me me;
  me.id = person;
  me.name = person;
  me.role = role;
  tokens_[token] = me;
}
void FakePlatform::refuse_token(const std::string& token) {
  const std::lock_guard lock(mutex_);
  tokens_.erase(token);
}
void FakePlatform::fail_writes(int status, int count, const std::string& problem) {
  const std::lock_guard lock(mutex_);
  fail_status_ = status;
  fail_count_ = count;
  fail_problem_ = problem;
}
void FakePlatform::lose_answers(int count) {
  const std::lock_guard lock(mutex_);
  lose_count_ = count;
}
void FakePlatform::fail_reads(const std::string& target, int status, int count) {
  const std::lock_guard lock(mutex_);
  failing_[target] = {status, count};
}
void FakePlatform::hold_reads(const std::string& target, bool on) {
  const std::lock_guard lock(mutex_);
  if (on)
    held_.insert(target);
  else
    held_.erase(target);
}
void FakePlatform::silence(bool on) {
  const std::lock_guard lock(mutex_);
  silent_ = on;
}
void FakePlatform::forget_events() {
  const std::lock_guard lock(mutex_);
  resync_ = true;
}

void FakePlatform::add_lines(int count) {
  const std::lock_guard lock(mutex_);
  for (int i = 0; i < count; ++i) leaves_.push_back(base::leaf_hash(std::to_string(leaves_.size())));
}
void FakePlatform::cut_lines(int count) {
  const std::lock_guard lock(mutex_);
  leaves_.resize(leaves_.size() - static_cast<std::size_t>(count));
}
void FakePlatform::rewrite_line(int index) {
  const std::lock_guard lock(mutex_);
  leaves_[static_cast<std::size_t>(index)] = base::leaf_hash("rewritten");
}
void FakePlatform::change_key() {
  const std::lock_guard lock(mutex_);
  ++key_[0];
}
void FakePlatform::withhold_record(bool on) {
  const std::lock_guard lock(mutex_);
  withhold_ = on;
}

std::string FakePlatform::add_category(const std::string& name) {
  const std::lock_guard lock(mutex_);
  Category made;
  made.id = base::new_id("cat_");
  made.name = contract::LocalizedText(name);
  made.revision = 1;
  categories_.push_back(made);
  tell("category", made.id);
  return made.id;
}
void FakePlatform::change_category(const std::string& id, const std::string& patch) {
  const std::lock_guard lock(mutex_);
  for (auto& each : categories_) {
    if (each.id != id) continue;
    each = *contract::decode_patch(patch, each);
    ++each.revision;
  }
  tell("category", id);
}
void FakePlatform::hide_category(const std::string& id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(categories_, [&](const Category& each) { return each.id == id; });
  tell("category", id);
}
void FakePlatform::add_miniapps(int count) {
  const std::lock_guard lock(mutex_);
  for (int i = 0; i < count; ++i) {
    Miniapp made;
    made.id = "app_" + std::to_string(miniapps_.size());
    made.app_id = "de.worms.a" + std::to_string(miniapps_.size());
    made.name = contract::LocalizedText("Mini-App " + std::to_string(miniapps_.size()));
    made.revision = 1;
    miniapps_.push_back(std::move(made));
  }
}

void FakePlatform::add_alerts(int count) {
  const std::lock_guard lock(mutex_);
  std::vector<contract::Alert> fresh;
  for (int i = 0; i < count; ++i) {
    contract::Alert made;
    made.number = static_cast<std::int64_t>(alerts_.size()) + i + 1;
    made.id = "alr_" + std::to_string(made.number);
    made.rule_id = "R-12";
    made.rule_title = contract::LocalizedText("Zertifikat auf zweitem Gerät verwendet");
    made.severity_id = made.number % 5 + 1;
    made.device = "WO-" + std::to_string(made.number % 97);
    made.evidence.text = R"({"event":"certificate.used"})";
    made.timeline = {{{made.number}, "", "", "raised", ""}};
    made.last_at = {1'000'000 + made.number};
    made.revision = 1;
    fresh.push_back(std::move(made));
  }
  for (auto& each : fresh) {
    tell("alert", each.id);
    alerts_.insert(alerts_.begin(), std::move(each));
  }
}
void FakePlatform::grow_alert(const std::string& id) {
  const std::lock_guard lock(mutex_);
  for (auto& each : alerts_) {
    if (each.id != id) continue;
    ++each.count;
    ++each.revision;
  }
  tell("alert", id);
}
void FakePlatform::remove_alert(const std::string& id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(alerts_, [&](const contract::Alert& each) { return each.id == id; });
  tell("alert", id);
}

void FakePlatform::put_job(const contract::SecurityJob& job) {
  const std::lock_guard lock(mutex_);
  std::erase_if(jobs_, [&](const contract::SecurityJob& each) { return each.id == job.id; });
  jobs_.push_back(job);
  tell("security_job", job.id);
}

std::string FakePlatform::add_page(const std::string& title) {
  const std::lock_guard lock(mutex_);
  contract::ContentPage page;
  page.id = "pag_" + std::to_string(pages_.size() + 1);
  page.title = contract::LocalizedText(title);
  page.content.text = R"({"blocks":[{"id":"b1","type":"paragraph","text":{"de":"Text"}}]})";
  page.revision = page.version = 1;
  pages_.push_back(page);
  tell("page", page.id);
  return page.id;
}
void FakePlatform::write_page(const std::string& id, const std::string& title) {
  const std::lock_guard lock(mutex_);
  for (auto& each : pages_) {
    if (each.id != id) continue;
    each.title = contract::LocalizedText(title);
    ++each.revision;
    ++each.version;
  }
  tell("page", id);
}

void FakePlatform::add_thing(const std::string& type, const std::string& path, const std::string& json) {
  const std::lock_guard lock(mutex_);
  things_[path] = {type, json};
  tell(type, client::text_member(json, "id"));
}
void FakePlatform::patch_thing(const std::string& path, const std::string& patch) {
  const std::lock_guard lock(mutex_);
  auto& [type, json] = things_.at(path);
  json = next_revision(client::merged(json, patch));
  tell(type, client::text_member(json, "id"));
}
void FakePlatform::name(const std::string& type, const std::string& id) {
  const std::lock_guard lock(mutex_);
  tell(type, id);
}

void FakePlatform::slow_down(const std::string& who, std::int64_t count) {
  const std::lock_guard lock(mutex_);
  contract::FeedbackFlood flood;
  flood.who = who;
  flood.count = count;
  floods_.insert(floods_.begin(), flood);
  tell("feedback_flood", who);
}

std::string FakePlatform::add_form_answer(const std::string& words) {
  const std::lock_guard lock(mutex_);
  contract::FormAnswer answer;
  answer.number = static_cast<std::int64_t>(form_answers_.size()) + 1;
  answer.id = "fan_" + std::to_string(answer.number);
  answer.page_id = "pag_1";
  answer.answers.text = "[{\"field\":\"f\",\"label\":\"Anliegen\",\"value\":\"" + words + "\"}]";
  answer.revision = 1;
  form_answers_.push_back(answer);
  tell("form_answer", answer.id, "created");
  return answer.id;
}

Category FakePlatform::category(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  for (const auto& each : categories_)
    if (each.id == id) return each;
  return {};
}
std::vector<Category> FakePlatform::categories() const {
  const std::lock_guard lock(mutex_);
  return categories_;
}
std::vector<std::string> FakePlatform::written() const {
  const std::lock_guard lock(mutex_);
  return written_;
}
std::vector<std::string> FakePlatform::notes() const {
  const std::lock_guard lock(mutex_);
  return notes_;
}
int FakePlatform::streams_opened() const {
  const std::lock_guard lock(mutex_);
  return streams_;
}
int FakePlatform::requests(const std::string& start_of_target) const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::count_if(targets_.begin(), targets_.end(), [&](const std::string& each) {
    return each.starts_with(start_of_target);
  }));
}

int FakePlatform::writes(const std::string& target) const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::count(write_targets_.begin(), write_targets_.end(), target));
}
std::string FakePlatform::thing(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto at = things_.find(path);
  return at == things_.end() ? std::string() : at->second.json;
}

std::set<std::string> FakePlatform::devices() const {
  const std::lock_guard lock(mutex_);
  return devices_;
}

/// Under the mutex.
void FakePlatform::tell(const std::string& type, const std::string& id, const std::string& what) {
  contract::StreamChange change;
  change.type = type;
  change.id = id;
  change.change = what;
  events_.push_back(contract::encode(change));
  news_.notify_all();
}

bool FakePlatform::handle(const SeenRequest& request, TlsServer::Peer& peer) {
  Answer answer;
  bool lost = false;
  {
    const std::lock_guard lock(mutex_);
    targets_.push_back(request.target);
    if (request.method != "GET") write_targets_.push_back(request.target);
    devices_.insert(request.header("stadtpult-device"));
    const std::string authorization = request.header("authorization");
    const auto token = tokens_.find(authorization.substr(std::min<std::size_t>(7, authorization.size())));
    if (token == tokens_.end()) {
      answer = {401, problem(401, "no valid token"), ""};
    } else if (request.target == "/v1/me") {
      answer.body = contract::encode(token->second);
    } else if (request.target == "/v1/devices") {
      answer = {404, problem(404, "a platform of an earlier version"), ""};
    } else if (request.method != "GET") {
      const std::size_t before = written_.size();
      answer = write(request);
      lost = written_.size() != before && lose_count_ > 0 && lose_count_-- > 0;
    } else if (!request.target.starts_with("/v1/stream")) {
      answer = read(request);
    } else {
      answer.status = 0;
    }
  }
  if (answer.status == 0) return stream(request, peer);
  if (request.method == "GET" && !kept_waiting(request, peer)) return false;
  {
    const std::lock_guard lock(mutex_);
    auto& failing = failing_[request.target];
    if (request.method == "GET" && failing.count > 0 && failing.count-- > 0) {
      lost = failing.status == 0;
      answer = {failing.status, problem(failing.status, "on purpose"), ""};
    }
  }
  if (lost) {
    peer.reset();
    return false;
  }
  const std::string etag = answer.etag.empty() ? "" : "ETag: " + answer.etag + "\r\n";
  return peer.answer(answer.status, answer.body, etag);
}

/// False where the server ends before.
bool FakePlatform::kept_waiting(const SeenRequest& request, TlsServer::Peer& peer) {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (!held_.contains(request.target)) return true;
    }
    if (!peer.pause(5)) return false;
  }
}

FakePlatform::Answer FakePlatform::record(const std::string& path, const std::string& target) {
  if (withhold_) return {404, problem(404, "there is no such thing"), ""};
  platform::MerkleTree tree;
  for (const auto& leaf : leaves_) tree.append(leaf);
  const auto size = leaves_.size();
  if (path == "/v1/audit/checkpoint")
    return {200, contract::encode(contract::sign_checkpoint({size, tree.root(size), base::now()}, key_)), ""};
  if (path == "/v1/audit/check") {
    contract::AuditCheck report;
    report.valid = true;
    report.lines = static_cast<std::int64_t>(size);
    report.root = base::to_hex(tree.root(size));
    return {200, contract::encode(report), ""};
  }
  contract::AuditConsistency answer;
  const auto from = std::stoul(parameter(target, "from")), to = std::stoul(parameter(target, "to"));
  for (const auto& each : platform::consistency_proof(from, to, tree.reader()))
    answer.proof.push_back(base::to_hex(each));
  return {200, contract::encode(answer), ""};
}

FakePlatform::Answer FakePlatform::read(const SeenRequest& request) {
  const std::string path = request.target.substr(0, request.target.find('?'));
  if (path.starts_with("/v1/audit/")) return record(path, request.target);
  if (const auto at = things_.find(path); at != things_.end())
    return {200, at->second.json, tag_of(at->second.json)};
  if (path == "/v1/feedback") {
    std::vector<contract::Feedback> items;
    for (const auto& [where, thing] : things_)
      if (thing.type == "feedback") items.push_back(*contract::decode<contract::Feedback>(thing.json));
    return {200, page_of(items, request.target), ""};
  }
  if (path.ends_with("/similar") || (path.starts_with("/v1/miniapps/") && path.ends_with("/versions")))
    return {200, R"({"items":[],"next":null,"total":0})", ""};
  if (path == "/v1/categories") return {200, page_of(categories_, request.target), ""};
  if (path == "/v1/security/alerts") return {200, page_of(alerts_, request.target), ""};
  if (path == "/v1/security/jobs") return {200, page_of(jobs_, request.target), ""};
  for (const auto& each : alerts_)
    if (path == "/v1/security/alerts/" + each.id)
      return {200, contract::encode(each), contract::etag(each.id, each.revision)};
  if (path == "/v1/releases/diff")
    return {200, R"({"items":[],"next":null,"total":0})",
            "\"difference." + parameter(request.target, "ring") + "\""};
  if (path.starts_with("/v1/security/alerts/")) return {404, problem(404, "not there"), ""};
  if (path.starts_with("/v1/security/")) return {200, R"({"items":[],"next":null,"total":0})", ""};
  if (path == "/v1/pages") {
    auto bare = pages_;
    for (auto& each : bare) each.content = {};
    return {200, page_of(bare, request.target), ""};
  }
  for (const auto& each : pages_) {
    if (path == "/v1/pages/" + each.id)
      return {200, contract::encode(each), contract::etag(each.id, each.revision)};
    const std::string all = "/v1/pages/" + each.id + "/versions";
    if (!path.starts_with(all)) continue;
    contract::Page<contract::PageVersion> versions;
    for (auto number = each.version; number > 0; --number) {
      contract::PageVersion version;
      version.id = each.id + "v" + std::to_string(number);
      version.page_id = each.id;
      version.number = number;
      version.sha256 = std::string(64, 'a');
      versions.items.push_back(version);
      version.content = each.content;
      if (path == all + "/" + version.id)
        return {200, contract::encode(version), contract::etag(version.id, version.revision)};
    }
    if (path != all) return {404, problem(404, "not there"), ""};
    versions.total = each.version;
    return {200, contract::encode_page(versions), ""};
  }
  if (path == "/v1/feedback/floods") {
    contract::Page<contract::FeedbackFlood> page;
    page.items = floods_;
    page.total = static_cast<std::int64_t>(floods_.size());
    return {200, contract::encode_page(page), ""};
  }
  if (path == "/v1/forms/answers") return {200, page_of(form_answers_, request.target), ""};
  if (path == "/v1/media/med_1/content") return {200, "the bytes", "\"sha\""};
  if (path == "/v1/media/med_1/pages") return {200, page_of(pages_, request.target), ""};
  if (path == "/v1/miniapps") return {200, page_of(miniapps_, request.target), ""};
  for (const auto& each : categories_)
    if (path == "/v1/categories/" + each.id)
      return {200, contract::encode(each), contract::etag(each.id, each.revision)};
  if (path.find('/', 4) != std::string::npos) return {404, problem(404, "not there"), ""};
  return {200, R"({"items":[],"next":null,"total":0})", ""};
}

FakePlatform::Answer FakePlatform::write(const SeenRequest& request) {
  if (request.target == "/v1/audit/comparisons") {
    const auto kept = contract::decode_new<contract::KeptCheckpoint>(request.body);
    if (!kept) return {422, problem(422, "wrong input"), ""};
    notes_.push_back(kept->note);
    return {200, contract::encode(contract::AuditComparison{}), ""};
  }
  const std::string key = request.header("idempotency-key");
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  if (fail_count_ > 0 && fail_count_-- > 0)
    return {fail_status_, problem(fail_status_, "on purpose", fail_problem_), ""};
  Answer answer;
  if (request.method == "POST") {
    auto made = contract::decode_new<Category>(request.body);
    if (!made) return answers_[key] = {422, problem(422, "wrong input"), ""};
    made->id = base::new_id("cat_");
    made->revision = 1;
    categories_.push_back(*made);
    written_.push_back(request.body);
    tell("category", made->id);
    answer = {201, contract::encode(*made), contract::etag(made->id, 1)};
  } else {
    const bool alert = request.target.starts_with("/v1/security/alerts/");
    const std::string id = request.target.substr(request.target.rfind('/') + 1);
    answer = things_.contains(request.target) ? change_thing(request.target, request)
             : alert                          ? change_alert(id, request)
                                              : change(id, request);
  }
  return answers_[key] = answer;
}

FakePlatform::Answer FakePlatform::change_alert(const std::string& id, const SeenRequest& request) {
  for (auto& each : alerts_) {
    if (each.id != id) continue;
    if (request.header("if-match") != contract::etag(id, each.revision))
      return {412, problem(412, "changed"), ""};
    const auto change = contract::decode_patch(request.body, contract::AlertChange{});
    if (!change) return {422, problem(422, "wrong input"), ""};
    if (change->status_id) each.status_id = *change->status_id;
    if (change->assignee_id) each.assignee_id = *change->assignee_id;
    ++each.revision;
    written_.push_back(request.body);
    tell("alert", id);
    return {200, contract::encode(each), contract::etag(id, each.revision)};
  }
  return {404, problem(404, "not there"), ""};
}

/// What is said on feedback becomes a step; the item itself has it no more.
FakePlatform::Answer FakePlatform::change_thing(const std::string& path, const SeenRequest& request) {
  auto& [type, json] = things_.at(path);
  if (request.header("if-match") != tag_of(json)) return {412, problem(412, "changed"), ""};
  json = next_revision(client::merged(json, request.body));
  if (type == "feedback") json = client::merged(json, R"({"note":"","reply":"","reason":""})");
  written_.push_back(request.body);
  tell(type, client::text_member(json, "id"));
  return {200, json, tag_of(json)};
}

FakePlatform::Answer FakePlatform::change(const std::string& id, const SeenRequest& request) {
  for (auto& each : categories_) {
    if (each.id != id) continue;
    if (request.header("if-match") != contract::etag(id, each.revision))
      return {412, problem(412, "changed"), ""};
    const auto patched = contract::decode_patch(request.body, each);
    if (!patched) return {422, problem(422, "wrong input"), ""};
    each = *patched;
    ++each.revision;
    written_.push_back(request.body);
    tell("category", id);
    return {200, contract::encode(each), contract::etag(id, each.revision)};
  }
  return {404, problem(404, "not there"), ""};
}

bool FakePlatform::stream(const SeenRequest& request, TlsServer::Peer& peer) {
  std::size_t sent = 0;
  std::string opening;
  {
    const std::lock_guard lock(mutex_);
    ++streams_;
    const std::string after = request.header("last-event-id");
    sent = after.empty() ? events_.size() : std::stoul(after);
    opening = "id: " + std::to_string(sent) + "\n\n";
    if (std::exchange(resync_, false)) {
      sent = events_.size();
      opening = "id: " + std::to_string(sent) + "\nevent: resync\ndata: {}\n\n";
    }
  }
  if (!peer.open_stream() || !peer.write(opening)) return false;
  while (true) {
    std::string news;
    {
      const std::lock_guard lock(mutex_);
      if (!silent_) {
        for (; sent < events_.size(); ++sent)
          news += "id: " + std::to_string(sent + 1) + "\nevent: change\ndata: " + events_[sent] + "\n\n";
        if (news.empty()) news = ":\n\n";
      }
    }
    if (!peer.write(news) || !peer.pause(20)) return false;
  }
}

}  // namespace stadtpult::test
