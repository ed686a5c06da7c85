#include "panels/overview/overview_view.hpp"

#include <algorithm>

#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/security/devices_view.hpp"
#include "panels/security/security_words.hpp"

namespace stadtpult::panels {
namespace {

namespace icons = kit::icons;
using contract::Miniapp;
using contract::Ring;
using contract::Role;
using contract::VersionState;
using kit::Tone;
using kit::tr;
using kit::tr_n;

constexpr std::int64_t kLater = 1LL << 50, kLast = 1LL << 51;
/// What was stopped so lately may need more than stopping.
constexpr std::int64_t kFreshMs = 24LL * 60 * 60 * 1000;

Go to_app(const std::string& id) {
  return {"catalogue", id, ""};
}

bool is_city_curator(Role role) {
  return role == Role::project_lead || role == Role::editor;
}

void add_reviews(const World& world, std::vector<WaitingItem>& out) {
  if (world.role != Role::reviewer && world.role != Role::project_lead && world.role != Role::privacy_officer)
    return;
  for (const auto& review : world.state.reviews.items()) {
    const bool waiting = review.state == contract::ReviewState::waiting;
    const bool mine =
        review.state == contract::ReviewState::in_review && review.reviewer_id == world.principal_id;
    // Four eyes: what I handed in is for somebody else.
    if ((!waiting && !mine) || review.submitted_by == world.principal_id) continue;
    WaitingItem item;
    item.key = "review:" + review.id;
    item.kind = WaitKind::review;
    item.title = tr("overview.review.title",
                    {{"name", review.miniapp_name.in(world.language)}, {"version", review.version}});
    item.detail = tr(mine               ? "overview.review.mine"
                     : review.round > 1 ? "overview.review.again"
                                        : "overview.review.detail",
                     {{"who", review.submitted_by_name},
                      {"organisation", review.organisation_name},
                      {"ago", kit::format_ago(review.submitted_at, world.now)}});
    item.overdue = review.due_at && review.due_at < world.now;
    item.when = review.due_at ? kit::format_when(review.due_at, world.now) : "";
    item.icon = icons::hourglass_empty;
    item.tone = item.overdue ? Tone::warn : Tone::info;
    item.action = tr("overview.action.review");
    item.go = to_app(review.miniapp_id);
    item.order = review.due_at ? review.due_at.ms : kLater;
    out.push_back(std::move(item));
  }
}

/// Rows that follow from the state of a mini-app alone.
struct StateRow {
  VersionState state;
  WaitKind kind;
  const char* key;
  const char* icon;
  Tone tone;
  const char* action;
  bool (*concerns)(const World&, const Miniapp&);
};

/// A merchant's own, or for city staff what the city itself offers.
bool own(const World& world, const Miniapp& app) {
  if (world.role == Role::merchant) return true;
  const auto* organisation = world.state.organisations.find(app.organisation_id);
  return is_city_curator(world.role) && organisation != nullptr &&
         organisation->kind != contract::OrganisationKind::merchant;
}
bool lead(const World& world, const Miniapp&) {
  return world.role == Role::project_lead;
}
bool guard(const World& world, const Miniapp&) {
  return world.role == Role::project_lead || world.role == Role::security_analyst;
}
bool merchant(const World& world, const Miniapp&) {
  return world.role == Role::merchant;
}

constexpr StateRow kStateRows[] = {
    {VersionState::suspended, WaitKind::stopped, "overview.suspended", icons::pause_circle, Tone::err,
     "overview.action.look", guard},
    {VersionState::approved, WaitKind::publish, "overview.approved", icons::rocket_launch, Tone::teal,
     "overview.action.publish", lead},
    {VersionState::changes_requested, WaitKind::returned, "overview.returned", icons::undo, Tone::warn,
     "overview.action.open", own},
    {VersionState::rejected, WaitKind::returned, "overview.rejected", icons::block, Tone::err,
     "overview.action.open", merchant},
    {VersionState::draft, WaitKind::returned, "overview.draft", icons::edit, Tone::neu,
     "overview.action.open", merchant},
};

/// Due dates come before what has none; what was stopped just now before all, what is stopped for long at the
/// end.
std::int64_t order_of(WaitKind kind, base::Timestamp changed, base::Timestamp now) {
  if (kind != WaitKind::stopped) return kLater + changed.ms;
  return now.ms - changed.ms < kFreshMs ? 0 : kLast + changed.ms;
}

void add_states(const World& world, std::vector<WaitingItem>& out) {
  for (const auto& app : world.state.miniapps.items()) {
    if (app.archived) continue;
    for (const auto& row : kStateRows) {
      if (row.state != app.state || !row.concerns(world, app)) continue;
      WaitingItem item;
      item.key = std::string(row.key) + ":" + app.id;
      item.kind = row.kind;
      item.title = tr((std::string(row.key) + ".title").c_str(),
                      {{"name", app.name.in(world.language)}, {"version", app.version.value_or("")}});
      item.detail = tr((std::string(row.key) + ".detail").c_str(), {{"organisation", app.organisation_name}});
      item.when = kit::format_ago(app.updated_at, world.now);
      item.icon = row.icon;
      item.tone = row.tone;
      item.action = tr(row.action);
      item.go = row.kind == WaitKind::publish ? Go{"publish", app.id, ""} : to_app(app.id);
      item.order = order_of(row.kind, app.updated_at, world.now);
      out.push_back(std::move(item));
    }
  }
}

void add_outbox(const World& world, std::vector<WaitingItem>& out) {
  for (const auto& entry : world.state.outbox) {
    if (entry.state != client::CommandState::conflict && entry.state != client::CommandState::refused)
      continue;
    WaitingItem item;
    item.key = "outbox:" + entry.id;
    item.kind = WaitKind::outbox;
    item.title = tr(
        entry.state == client::CommandState::conflict ? "overview.conflict.title" : "overview.refused.title",
        {{"name", entry.title}});
    item.detail = entry.detail;
    item.when = kit::format_ago(entry.created_at, world.now);
    item.icon = icons::outbox;
    item.tone = Tone::warn;
    item.action = tr("overview.action.decide");
    item.go = {"outbox", entry.id, ""};
    item.order = 1;
    out.push_back(std::move(item));
  }
}

/// Critical alerts that are nobody's, one row each; high ones together.
void add_alerts(const World& world, std::vector<WaitingItem>& out) {
  constexpr std::size_t kMost = 10;
  const auto& alerts = world.state.alerts;
  if (world.role != Role::security_analyst) return;
  std::vector<const client::AlertRow*> newest;
  for (const auto row : alerts.critical_unassigned()) newest.push_back(&alerts.rows()[row]);
  const auto shown = std::min(kMost, newest.size());
  std::partial_sort(newest.begin(), newest.begin() + static_cast<std::ptrdiff_t>(shown), newest.end(),
                    [](const auto* a, const auto* b) { return a->last_ms > b->last_ms; });
  const auto add = [&](std::string key, std::string title, std::string detail, bool critical, Go go) {
    WaitingItem item;
    item.key = std::move(key);
    item.kind = WaitKind::alert;
    item.title = std::move(title);
    item.detail = std::move(detail);
    item.icon = critical ? icons::dangerous : icons::warning;
    item.tone = critical ? Tone::err : Tone::high;
    item.action = tr("overview.action.look");
    item.go = std::move(go);
    out.push_back(std::move(item));
  };
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& alert = *newest[i];
    const std::string id(alerts.id(alert));
    add("alert:" + id, alerts.rule(alert).title.in(world.language),
        tr("overview.alert.detail", {{"number", security::alert_number(alert.number)}}), true,
        {"security", id, "alerts"});
    out.back().when = kit::format_ago({alert.last_ms}, world.now);
  }
  if (newest.size() > shown)
    add("alert:more", tr_n("overview.alert.more", static_cast<std::int64_t>(newest.size() - shown)), "", true,
        {"security", "", "critical"});
  if (alerts.high_unassigned() > 0)
    add("alert:high", tr_n("overview.alert.high", alerts.high_unassigned()), tr("overview.alert.high.detail"),
        false, {"security", "", "high"});
}

/// Devices that wait for somebody else than their own person: one by its name, several by their count.
void add_devices(const World& world, std::vector<WaitingItem>& out) {
  const auto waiting = security::devices_to_approve(world);
  if (waiting.empty()) return;
  const auto& first = *waiting.front();
  WaitingItem item;
  item.key = "devices";
  item.kind = WaitKind::device;
  item.title = tr_n("overview.device", static_cast<std::int64_t>(waiting.size()));
  item.detail = waiting.size() == 1 ? first.principal_name + ", " + first.name
                                    : std::string(tr("overview.device.detail"));
  item.when = kit::format_ago(first.created_at, world.now);
  item.icon = icons::phonelink_lock;
  item.tone = Tone::warn;
  item.action = tr("overview.action.look");
  item.go = {"security", first.id, "devices"};
  item.order = 2;
  out.push_back(std::move(item));
}

/// What was due and did not happen: a page that did not appear, or did not go.
void add_missed_pages(const World& world, std::vector<WaitingItem>& out) {
  if (!contract::may(world.role, contract::Operation::change_page)) return;
  for (const auto& page : world.state.pages.items()) {
    if (page.schedule_error.empty()) continue;
    WaitingItem item;
    item.key = "page:" + page.id;
    item.kind = WaitKind::publish;
    item.title = tr("overview.missed.title", {{"name", page.title.in(world.language)}});
    item.detail = tr("overview.missed.detail");
    item.when = kit::format_ago(page.updated_at, world.now);
    item.overdue = true;
    item.icon = icons::error_outline;
    item.tone = Tone::err;
    item.action = tr("overview.action.look");
    item.go = {"content", page.id, ""};
    item.order = 1;
    out.push_back(std::move(item));
  }
}

std::vector<WaitingItem> waiting_items(const World& world) {
  std::vector<WaitingItem> items;
  add_alerts(world, items);
  add_devices(world, items);
  add_outbox(world, items);
  add_missed_pages(world, items);
  add_reviews(world, items);
  add_states(world, items);
  std::stable_sort(items.begin(), items.end(),
                   [](const auto& a, const auto& b) { return a.order < b.order; });
  return items;
}

int count_state(const World& world, std::initializer_list<VersionState> states) {
  int count = 0;
  for (const auto& app : world.state.miniapps.items())
    if (!app.archived && std::find(states.begin(), states.end(), app.state) != states.end()) ++count;
  return count;
}

int count_live(const World& world, Ring narrowest) {
  int count = 0;
  for (const auto& app : world.state.miniapps.items())
    if (!app.archived && app.live_ring && *app.live_ring >= narrowest) ++count;
  return count;
}

void add_figure(OverviewView& view, const char* key, int number, const char* icon, Tone tone, Go go) {
  const std::string words = std::string(key) + ".words";
  view.figures.push_back({tr(key), tr_n(words.c_str(), number), number, icon, tone, std::move(go)});
}

void add_figures(const World& world, OverviewView& view) {
  const Go drafts{"catalogue", "", "drafts"};
  add_figure(view, "overview.figure.reviews",
             count_state(world, {VersionState::submitted, VersionState::in_review}), icons::hourglass_empty,
             Tone::info, {"catalogue", "", "to_review"});
  if (contract::may(world.role, contract::Operation::release_diff))
    add_figure(view, "overview.figure.approved", count_state(world, {VersionState::approved}),
               icons::rocket_launch, Tone::teal, {"publish", "", ""});
  else
    add_figure(view, "overview.figure.returned",
               count_state(world, {VersionState::changes_requested, VersionState::rejected}), icons::undo,
               Tone::warn, drafts);
  add_figure(view, "overview.figure.live", count_live(world, Ring::employees), icons::public_, Tone::ok,
             {"catalogue", "", "live"});
  add_figure(view, "overview.figure.drafts",
             count_state(world, {VersionState::draft, VersionState::changes_requested}), icons::edit,
             Tone::neu, drafts);
}

/// Versions handed in, day by day. A resubmission has a review of its own, so each round counts.
void add_submissions(const World& world, OverviewView& view) {
  if (!contract::may(world.role, contract::Operation::list_reviews)) return;
  constexpr int kDays = 15, kWeek = 7;
  constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
  for (int back = kDays - 1; back >= 0; --back) {
    const base::Timestamp at{world.now.ms - back * kDayMs};
    const auto day = kit::local_time(at);
    const std::string number = std::to_string(day.day) + (kit::language() == "de" ? "." : "");
    view.submissions.push_back(
        {back == 0 ? std::string(tr("overview.today")) : number, kit::format_long_day(at), 0, back == 0});
  }
  const auto midnight = [](base::Timestamp at) {
    const auto time = kit::local_time(at);
    return at.ms - ((time.hour * 60LL + time.minute) * 60 + time.second) * 1000 - at.ms % 1000;
  };
  const std::int64_t tomorrow = midnight(world.now) + kDayMs;
  for (const auto& review : world.state.reviews.items()) {
    const std::int64_t back = (tomorrow - 1 - review.submitted_at.ms) / kDayMs;
    if (review.submitted_at && review.submitted_at.ms < tomorrow && back < kDays)
      ++view.submissions[static_cast<size_t>(kDays - 1 - back)].count;
  }
  const auto week = [&](int from) {
    int sum = 0;
    for (int i = from; i < from + kWeek; ++i) sum += view.submissions[static_cast<size_t>(i)].count;
    return sum;
  };
  const int more = week(kWeek) - week(0);  // today is not over and does not count
  view.trend = more == 0  ? std::string(tr("overview.trend.same"))
               : more > 0 ? tr_n("overview.trend.more", more)
                          : tr_n("overview.trend.less", -more);
}

void add_recent(const World& world, OverviewView& view) {
  std::vector<const contract::Release*> releases;
  for (const auto& release : world.state.releases.items()) releases.push_back(&release);
  std::sort(releases.begin(), releases.end(),
            [](const auto* a, const auto* b) { return a->number > b->number; });
  for (size_t i = 0; i < std::min<size_t>(5, releases.size()); ++i) {
    const auto& release = *releases[i];
    const std::string ring =
        kit::tr_or(std::string("overview.ring.") + contract::enum_name(release.ring), "");
    std::string title = release.note.empty()
                            ? tr("overview.release.title", {{"number", kit::format_number(release.number)}})
                            : release.note;
    view.releases.push_back(
        {std::move(title),
         tr_n("overview.release.detail", static_cast<std::int64_t>(release.items.size()), {{"ring", ring}}),
         kit::format_when(release.created_at, world.now),
         {"publish", release.id, "releases"}});
  }
  std::vector<const Miniapp*> apps;
  for (const auto& app : world.state.miniapps.items()) apps.push_back(&app);
  const size_t most = std::min<size_t>(5, apps.size());
  std::partial_sort(apps.begin(), apps.begin() + static_cast<std::ptrdiff_t>(most), apps.end(),
                    [](const auto* a, const auto* b) { return a->updated_at > b->updated_at; });
  for (size_t i = 0; i < most; ++i)
    view.changed.push_back({apps[i]->name.in(world.language), apps[i]->organisation_name,
                            kit::format_when(apps[i]->updated_at, world.now), to_app(apps[i]->id)});
}

std::string greeting(const World& world) {
  const int hour = kit::local_time(world.now).hour;
  const std::string key = hour < 11 ? "overview.morning" : hour < 18 ? "overview.day" : "overview.evening";
  std::string name = world.state.me ? world.state.me->name : std::string();
  // The first name is how the pictures greet; a title stays with the family name.
  if (!name.starts_with("Dr.") && name.find(' ') != std::string::npos) name.resize(name.find(' '));
  return name.empty() ? std::string(kit::tr_or(key + ".nobody", "")) : tr(key.c_str(), {{"name", name}});
}

}  // namespace

int waiting_count(const World& world) {
  return static_cast<int>(waiting_items(world).size());
}

OverviewView make_overview(const World& world) {
  OverviewView view;
  view.greeting = greeting(world);
  view.there = world.state.miniapps.remote.value() != nullptr;
  if (!view.there) return view;
  view.waiting = waiting_items(world);
  view.sentence = tr_n("overview.sentence", static_cast<std::int64_t>(view.waiting.size()),
                       {{"day", kit::format_long_day(world.now)}});
  add_figures(world, view);
  const int all =
      static_cast<int>(std::count_if(world.state.miniapps.items().begin(), world.state.miniapps.items().end(),
                                     [](const Miniapp& app) { return !app.archived; }));
  for (const auto ring : contract::enum_values<Ring>())
    view.rings.push_back({kit::tr_or(std::string("overview.ring.") + contract::enum_name(ring), ""),
                          count_live(world, ring), all});
  add_recent(world, view);
  add_submissions(world, view);
  return view;
}

}  // namespace stadtpult::panels
