#include "platform/security/layers.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "platform/audit/chain.hpp"
#include "platform/detection/map_http.hpp"
#include "platform/security/stops.hpp"
#include "platform/store/packages.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {
namespace {

using contract::LayerState;
using contract::LocalizedText;

constexpr int kSampledPackages = 5;
constexpr int kCheckedLines = 2'000;
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kFreshBackupMs = 26 * kHourMs;  ///< one a day, and two hours to make it in
constexpr std::int64_t kOldBackupMs = 7 * base::kDayMs;
constexpr std::int64_t kSilentBackupMs = 5 * base::kMinuteMs;

/// "1 Freigabe", "3 Freigaben".
std::string counted(std::int64_t n, const char* one, const char* more) {
  return fmt::format("{} {}", n, n == 1 ? one : more);
}

/// The same in both languages.
struct Both {
  std::string de, en;
};

struct Judgement {
  LayerState state = LayerState::unknown;
  LocalizedText evidence;
};

Judgement tls(const LayerSources& from) {
  if (!from.edge) return {LayerState::unknown, {"Kein TLS-Zugang ist bekannt.", "No TLS endpoint is known."}};
  const std::int64_t days = (from.edge->certificate_ends.ms - from.now.ms) / base::kDayMs;
  const LayerState state = from.edge->certificate_ends <= from.now ? LayerState::broken
                           : days < 14                             ? LayerState::warning
                                                                   : LayerState::holds;
  if (state == LayerState::broken)
    return {state,
            {fmt::format("Mindestens {}; das Zertifikat ist abgelaufen, seit: {}.", from.edge->tls_minimum,
                         base::to_rfc3339(from.edge->certificate_ends)),
             fmt::format("{} at least; the certificate has expired, on {}.", from.edge->tls_minimum,
                         base::to_rfc3339(from.edge->certificate_ends))}};
  return {state,
          {fmt::format("Mindestens {}; das Zertifikat gilt noch {}.", from.edge->tls_minimum,
                       counted(days, "Tag", "Tage")),
           fmt::format("{} at least; the certificate is valid for {}.", from.edge->tls_minimum,
                       counted(days, "more day", "more days"))}};
}

Judgement devices(const LayerSources& from) {
  const TokenUse& use = from.tokens;
  if (use.all() == 0)
    return {LayerState::unknown,
            {"In den letzten 30 Tagen hat sich niemand angemeldet.", "Nobody has signed in for 30 days."}};
  // Without the rule a device that nobody approved is served all the same: that is a warning, unless none is.
  const bool all_approved = use.approved == use.all();
  const char* rule_de = from.devices_required ? "andere werden abgewiesen"
                                              : "andere werden auch bedient (serve --require-devices fehlt)";
  const char* rule_en = from.devices_required ? "others are refused"
                                              : "others are served too (serve --require-devices is not set)";
  return {
      from.devices_required || all_approved ? LayerState::holds : LayerState::warning,
      {fmt::format("{} von {} der letzten 30 Tage von freigegebenen Geräten (wartend {}, gesperrt {}, ohne "
                   "Gerät {}); {}.",
                   use.approved, counted(use.all(), "Sitzung", "Sitzungen"), use.waiting, use.revoked,
                   use.unbound, rule_de),
       fmt::format("{} of {} of the last 30 days from approved devices (waiting {}, revoked {}, without a "
                   "device {}); {}.",
                   use.approved, counted(use.all(), "session", "sessions"), use.waiting, use.revoked,
                   use.unbound, rule_en)}};
}

Judgement token_binding(const LayerSources& from) {
  if (!from.binding_holds())
    return {LayerState::broken,
            {"Die Probe mit einem fremden Schlüssel wurde angenommen.",
             "The test with another key's proof was let in."}};
  const TokenUse& use = from.tokens;
  const std::int64_t bound = use.all() - use.unbound;
  return {
      use.all() == 0                              ? LayerState::unknown
      : use.unbound == 0 || from.devices_required ? LayerState::holds
                                                  : LayerState::warning,
      {fmt::format("Probe mit fremdem Schlüssel gerade abgewiesen; {} von {} der letzten 30 Tage an ein "
                   "Gerät gebunden, überall gültig: {}.",
                   bound, counted(use.all(), "Token", "Tokens"), use.unbound),
       fmt::format("A test with another key was refused just now; {} of {} of the last 30 days bound to a "
                   "device, good anywhere: {}.",
                   bound, counted(use.all(), "token", "tokens"), use.unbound)}};
}

Judgement rights(const LayerSources& from) {
  std::int64_t asked = 0, open = 0, pairs = 0;
  std::string first;
  for (const auto& route : contract::routes()) {
    for (const auto role : contract::enum_values<contract::Role>())
      pairs += contract::may(role, route.operation);
    if ((route.roles & contract::kAnyone) != 0 || route.method != contract::Method::get) continue;
    if (route.path.find('{') != std::string_view::npos) continue;
    ++asked;
    if (from.ask_without_token(std::string(route.path)) == 401) continue;
    ++open;
    if (first.empty()) first = route.path;
  }
  if (open > 0)
    return {LayerState::broken,
            {fmt::format("{} von {} Adressen antworten ohne Token, zuerst {}.", open, asked, first),
             fmt::format("{} of {} addresses answer without a token, first {}.", open, asked, first)}};
  return {LayerState::holds,
          {fmt::format("{} Adressen gerade ohne Token gefragt, alle verweigern; {} Rechte sind vergeben.",
                       asked, pairs),
           fmt::format("{} addresses asked without a token just now, all refuse; {} rights are granted.",
                       asked, pairs)}};
}

Judgement four_eyes(const LayerSources& from) {
  std::int64_t cases = 0, broken = 0;
  for (const auto& line : Table<contract::AuditRecord>::where(
           from.database, {{"action", {std::string("block.lift"), std::string("block.agree")}}})) {
    const auto block = Table<contract::Block>::find(from.database, line.object_id);
    if (!block) continue;
    ++cases;
    const std::string& first =
        line.action == "block.agree" ? block->created_by : block->lift_requested_by.value_or("");
    if (first == line.principal_id) ++broken;
  }
  const std::int64_t resumed =
      count_audit(from.database, {"version.resume"}, {from.now.ms - 90 * base::kDayMs});
  if (broken > 0)
    return {LayerState::broken,
            {fmt::format("{} von {} Freigaben {} von derselben Person.", broken, cases,
                         broken == 1 ? "kam" : "kamen"),
             fmt::format("{} of {} agreements came from the same person.", broken, cases)}};
  if (cases + resumed == 0)
    return {LayerState::unknown,
            {"Es gab noch keinen Fall, der zwei Personen braucht.",
             "There was no case yet that needs two people."}};
  return {
      LayerState::holds,
      {fmt::format("{} geprüft, jede von zwei Personen; {} von zwei Personen fortgesetzt.",
                   counted(cases, "Freigabe", "Freigaben"), counted(resumed, "Mini-App", "Mini-Apps")),
       fmt::format("{} checked, each by two people; {} resumed by two people.",
                   counted(cases, "agreement", "agreements"), counted(resumed, "mini-app", "mini-apps"))}};
}

Judgement input_limits(const LayerSources& from) {
  if (!from.edge)
    return {LayerState::unknown,
            {"Kein Zugang mit Grenzen ist bekannt.", "No endpoint with limits is known."}};
  const std::string last = from.last_refused_input ? base::to_rfc3339(from.last_refused_input) : "";
  return {
      LayerState::holds,
      {fmt::format(
           "Kopf bis {} KB, Inhalt bis {} MB, {} Verbindungen; {} Eingaben seit dem Start abgelehnt{}{}.",
           from.edge->header_limit >> 10, from.edge->body_limit >> 20, from.edge->max_connections,
           from.refused_inputs, last.empty() ? "" : ", zuletzt ", last),
       fmt::format(
           "Heads up to {} KB, bodies up to {} MB, {} connections; {} inputs refused since the start{}{}.",
           from.edge->header_limit >> 10, from.edge->body_limit >> 20, from.edge->max_connections,
           from.refused_inputs, last.empty() ? "" : ", last ", last)}};
}

Judgement encryption_at_rest(const LayerSources& from) {
  struct stat info {};
  if (::stat(from.key_file.c_str(), &info) != 0)
    return {LayerState::broken, {"Die Schlüsseldatei fehlt.", "The key file is missing."}};
  const unsigned mode = info.st_mode & 0777U;
  if ((mode & 0077U) != 0)
    return {LayerState::broken,
            {fmt::format("Die Schlüsseldatei ist für andere lesbar ({:o}).", mode),
             fmt::format("Others may read the key file ({:o}).", mode)}};
  for (const auto& block : Table<contract::Block>::where(from.database, {blocks_in_force()}))
    if (targets_pseudonym(block) && !from.pseudonyms.value_of(from.database, block.target))
      return {LayerState::broken,
              {fmt::format("Die Sperre {} wirkt nicht: Wen sie betrifft, lässt sich mit dem Schlüssel nicht "
                           "öffnen.",
                           block.target),
               fmt::format("The block of {} is not in force: whom it stops cannot be opened with the key.",
                           block.target)}};
  const std::int64_t newest = newest_batch(from.database);
  if (newest == 0)
    return {LayerState::unknown,
            {fmt::format(
                 "Die Schlüsseldatei ist geschützt ({:o}); es sind noch keine Ereignisse gespeichert.", mode),
             fmt::format("The key file is protected ({:o}); no events are stored yet.", mode)}};
  const auto sealed = read_segment(from.database, newest);
  if (!sealed || !from.pseudonyms.open_events(*sealed))
    return {LayerState::broken,
            {"Das neueste Ereignispaket lässt sich mit dem Schlüssel nicht öffnen.",
             "The newest events cannot be opened with the key."}};
  return {
      LayerState::holds,
      {fmt::format(
           "Ereignisse und Personenbezüge sind verschlüsselt (AES-256-GCM), gerade geprüft; Schlüssel {:o}. "
           "Der Katalog selbst liegt unverschlüsselt.",
           mode),
       fmt::format("Events and personal values are encrypted (AES-256-GCM), checked just now; key {:o}. The "
                   "catalogue itself is not encrypted.",
                   mode)}};
}

Judgement package_pinning(const LayerSources& from) {
  const auto hashes = live_package_hashes(from.database, kSampledPackages);
  if (hashes.empty())
    return {LayerState::unknown, {"Es ist kein Paket veröffentlicht.", "No package is live."}};
  for (const auto& hash : hashes)
    if (const auto bytes = read_package(from.database, hash); !bytes)
      return {LayerState::broken,
              {fmt::format("Paket {} ist nicht mehr, was geprüft wurde.", hash.substr(0, 12)),
               fmt::format("Package {} is no longer what was reviewed.", hash.substr(0, 12))}};
  return {LayerState::holds,
          {fmt::format("{} gerade nachgerechnet: unverändert.",
                       counted(static_cast<std::int64_t>(hashes.size()), "veröffentlichtes Paket",
                               "veröffentlichte Pakete")),
           fmt::format("{} hashed again just now: unchanged.",
                       counted(static_cast<std::int64_t>(hashes.size()), "live package", "live packages"))}};
}

Judgement rate_limits(const LayerSources& from) {
  const auto blocks =
      Table<contract::Block>::where(from.database, {{"kind", {std::string("source")}}, blocks_in_force()});
  const Both slowed = {fmt::format("Quellen gedrosselt: {}, Anfragen seit dem Start gebremst: {}",
                                   blocks.size(), from.throttled + from.held_back),
                       fmt::format("Sources throttled: {}, requests slowed since the start: {}",
                                   blocks.size(), from.throttled + from.held_back)};
  // Behind a proxy that sees to it, this is as it should be; the platform cannot know.
  if (from.requests_per_second == 0)
    return {LayerState::warning,
            {slowed.de + "; eine allgemeine Grenze je Quelle ist nicht gesetzt.",
             slowed.en + "; no general limit per source is set."}};
  return {LayerState::holds,
          {fmt::format("Je Quelle {} Anfragen in der Sekunde. {}.", from.requests_per_second, slowed.de),
           fmt::format("{} requests a second per source. {}.", from.requests_per_second, slowed.en)}};
}

Judgement detection_layer(const LayerSources& from) {
  if (from.rules == nullptr)
    return {LayerState::unknown,
            {"Dieser Dienst sucht nicht nach Angriffen.", "This service does not look for attacks."}};
  const auto loaded = static_cast<std::int64_t>(from.rules->rules->rules().size());
  std::int64_t refused = 0;
  for (const auto& verdict : from.rules->verdicts) refused += !verdict.loaded;
  // An attack that every web rule set knows, through an engine over the rules that are in force.
  detection::Event attack;
  detection::add_request(
      attack, {"GET", "/suche?q=1%27%20UNION%20ALL%20SELECT%20null,password%20FROM%20users--", {}, {}});
  detection::Engine engine(from.rules->rules);
  const bool found = !engine.match(attack).empty();
  const std::int64_t age_s =
      from.monitor.last_event_at ? (from.now.ms - from.monitor.last_event_at.ms) / 1000 : -1;
  const LayerState state = loaded == 0                                      ? LayerState::broken
                           : !found || refused > 0 || from.monitor.lost > 0 ? LayerState::warning
                                                                            : LayerState::holds;
  return {
      state,
      {fmt::format("{}, {} abgelehnt; Probeangriff {}; letztes Ereignis {}; {} verloren.",
                   counted(loaded, "Regel", "Regeln"), refused, found ? "gerade erkannt" : "nicht erkannt",
                   age_s < 0 ? "noch keines" : fmt::format("vor {} s", age_s),
                   counted(from.monitor.lost, "Ereignis", "Ereignisse")),
       fmt::format("{}, {} refused; test attack {}; last event {}; {} lost.",
                   counted(loaded, "rule", "rules"), refused, found ? "found just now" : "not found",
                   age_s < 0 ? "none yet" : fmt::format("{} s ago", age_s),
                   counted(from.monitor.lost, "event", "events"))}};
}

Judgement audit_chain(const LayerSources& from) {
  ListQuery query;
  query.order = Order{"id", true};
  query.limit = kCheckedLines;
  auto lines = Table<contract::AuditRecord>::list(from.database, query).items;
  if (lines.empty()) return {LayerState::unknown, {"Das Protokoll ist leer.", "The record is empty."}};
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool follows = i + 1 >= lines.size() ||
                         (lines[i].prev_hash == lines[i + 1].hash && lines[i].id == lines[i + 1].id + 1);
    if (line_hash(lines[i]) != lines[i].hash || !follows)
      return {LayerState::broken,
              {fmt::format("Eintrag {} passt nicht zur Kette.", lines[i].id),
               fmt::format("Entry {} does not fit the chain.", lines[i].id)}};
  }
  return {
      LayerState::holds,
      {fmt::format("Die letzten {} von {} Einträgen gerade nachgerechnet: lückenlos.", lines.size(),
                   lines.front().id),
       fmt::format("The last {} of {} entries checked just now: no gap.", lines.size(), lines.front().id)}};
}

/// "vor 3 Stunden", "vor 2 Tagen".
Both age(std::int64_t ms) {
  const std::int64_t hours = std::max<std::int64_t>(0, ms / kHourMs);
  if (hours < 48)
    return {"vor " + counted(hours, "Stunde", "Stunden"), counted(hours, "hour", "hours") + " ago"};
  return {"vor " + counted(hours / 24, "Tag", "Tagen"), counted(hours / 24, "day", "days") + " ago"};
}

Judgement backup(const LayerSources& from) {
  const BackupLook& look = from.backup;
  if (!look.at)
    return {LayerState::unknown,
            {"Die Sicherung wird gerade angesehen.", "The backup is being looked at just now."}};
  if (const std::int64_t silent_ms = from.now.ms - look.at.ms; silent_ms > kSilentBackupMs)
    return {LayerState::broken,
            {fmt::format("Der Ort der letzten Sicherung antwortet seit {} nicht: {}.",
                         counted(silent_ms / base::kMinuteMs, "Minute", "Minuten"), look.file),
             fmt::format("Where the last backup lies has not answered for {}: {}.",
                         counted(silent_ms / base::kMinuteMs, "minute", "minutes"), look.file)}};
  if (look.file.empty())
    return {LayerState::unknown,
            {"Es gibt keine Sicherung: „stadtpult-platform backup“ legt eine an.",
             "There is no backup: \"stadtpult-platform backup\" makes one."}};
  const std::int64_t age_ms = from.now.ms - look.made_at.ms;
  const Both since = age(age_ms);
  if (look.problem && look.problem->kind == base::ErrorKind::not_found)
    // It may well be kept elsewhere, which is a good idea; but nobody looked at it.
    return {
        age_ms > kOldBackupMs ? LayerState::broken : LayerState::warning,
        {fmt::format("Die letzte Sicherung ist {} angelegt, liegt aber mit ihrem Begleitzettel nicht mehr "
                     "in {}; geprüft ist sie nicht.",
                     since.de, look.file),
         fmt::format("The last backup was made {} but is, with its note, no longer in {}; it is not "
                     "checked.",
                     since.en, look.file)}};
  if (look.problem || !look.in_record)
    return {
        LayerState::broken,
        {fmt::format("Die letzte Sicherung ({}) ist beschädigt oder gehört zu einem anderen Protokoll: {}.",
                     since.de, look.file),
         fmt::format("The last backup ({}) is damaged or belongs to another record: {}.", since.en,
                     look.file)}};
  return {
      age_ms > kOldBackupMs     ? LayerState::broken
      : age_ms > kFreshBackupMs ? LayerState::warning
                                : LayerState::holds,
      {fmt::format("Letzte Sicherung {}, gerade geöffnet: unterschrieben, so lang wie angelegt, und bis "
                   "Protokolleintrag {}, der zur Kette passt ({}). Ganz nachgerechnet wird sie beim "
                   "Zurückspielen.",
                   since.de, look.end.line, look.file),
       fmt::format("Last backup {}, opened just now: signed, as long as it was made, and up to entry {} of "
                   "the record, which fits the chain ({}). Every byte is checked when it is put back.",
                   since.en, look.end.line, look.file)}};
}

Judgement updates(const LayerSources& from) {
  struct stat info {};
  if (::stat("/proc/self/exe", &info) != 0)
    return {LayerState::unknown,
            {"Version " STADTPULT_VERSION "; ihr Alter ist nicht bekannt.",
             "Version " STADTPULT_VERSION "; its age is not known."}};
  const std::int64_t days = (from.now.ms / 1000 - info.st_mtime) / (24 * 3600);
  return {days > 90 ? LayerState::warning : LayerState::holds,
          {fmt::format("Version {}, seit {} auf diesem Rechner.", STADTPULT_VERSION,
                       counted(std::max<std::int64_t>(0, days), "Tag", "Tagen")),
           fmt::format("Version {}, on this machine for {}.", STADTPULT_VERSION,
                       counted(std::max<std::int64_t>(0, days), "day", "days"))}};
}

Judgement retention(const LayerSources& from) {
  const auto ages = class_ages(from.database);
  if (ages.empty())
    return {LayerState::unknown, {"Es sind keine Ereignisse gespeichert.", "No events are stored."}};
  const std::int64_t limit_days = kEventsKeptMs / base::kDayMs;
  std::int64_t events = 0, oldest_days = 0;
  for (const auto& age : ages) {
    events += age.events;
    oldest_days = std::max(oldest_days, (from.now.ms - age.oldest.ms) / base::kDayMs);
  }
  ListQuery held;
  held.filters = {{"legal_hold", {std::int64_t{1}}}};
  const auto classes = static_cast<std::int64_t>(ages.size());
  const std::int64_t holds = Table<contract::Incident>::count(from.database, held);
  const LayerState state = oldest_days <= limit_days ? LayerState::holds
                           : holds > 0               ? LayerState::warning
                                                     : LayerState::broken;
  return {
      state,
      {fmt::format("{} in {}, das älteste {} alt, Grenze {}; {} mit Aufbewahrungspflicht.",
                   counted(events, "Ereignis", "Ereignisse"), counted(classes, "Klasse", "Klassen"),
                   counted(oldest_days, "Tag", "Tage"), limit_days, counted(holds, "Vorfall", "Vorfälle")),
       fmt::format("{} in {}, the oldest {} old, limit {}; {} with legal hold.",
                   counted(events, "event", "events"), counted(classes, "class", "classes"),
                   counted(oldest_days, "day", "days"), limit_days,
                   counted(holds, "incident", "incidents"))}};
}

}  // namespace

std::vector<contract::ProtectionLayer> measure_layers(const LayerSources& from) {
  struct LayerRow {
    const char* id;
    Judgement (*measure)(const LayerSources&);
  };
  static constexpr LayerRow kRows[] = {{"tls", tls},
                                       {"devices", devices},
                                       {"token_binding", token_binding},
                                       {"rights", rights},
                                       {"four_eyes", four_eyes},
                                       {"input_limits", input_limits},
                                       {"encryption_at_rest", encryption_at_rest},
                                       {"package_pinning", package_pinning},
                                       {"rate_limits", rate_limits},
                                       {"detection", detection_layer},
                                       {"audit_chain", audit_chain},
                                       {"backup", backup},
                                       {"updates", updates},
                                       {"retention", retention}};
  std::vector<contract::ProtectionLayer> layers;
  for (const auto& row : kRows) {
    Judgement found = row.measure(from);
    layers.push_back({row.id, static_cast<std::int64_t>(layers.size()) + 1, found.state,
                      std::move(found.evidence), from.now});
  }
  return layers;
}

}  // namespace stadtpult::platform
