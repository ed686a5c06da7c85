#include "tests/panels/security/sample.hpp"

#include <fmt/format.h>

#include "api-client/base/crypto.hpp"

namespace stadtpult::sample {
namespace {

constexpr std::int64_t kMinuteMs = 60'000, kHourMs = 60 * kMinuteMs, kDayMs = 24 * kHourMs;

struct Kind {
  const char *rule, *de, *en;
  std::int64_t severity;
};
constexpr Kind kKinds[] = {
    {"R-31", "Anmeldung mit veralteter App-Version", "Sign-in with an outdated app version", 2},
    {"R-07", "Drei falsche PIN-Eingaben", "Three wrong PINs", 3},
    {"R-18", "Gerät ohne Bildschirmsperre", "Device without a screen lock", 2},
    {"R-22", "Anmeldeversuche aus vielen Netzen", "Sign-in attempts from many networks", 4},
    {"R-40", "Zahlung über Tageslimit", "Payment above the daily limit", 3},
    {"R-25", "Ungewöhnliche Uhrzeit", "Unusual time of day", 3},
    {"R-12", "Zertifikat auf zweitem Gerät verwendet", "Certificate used on a second device", 5},
    {"R-29", "Standort weicht ab", "Location differs", 2},
    {"R-33", "Nachricht mit verdächtigem Link", "Message with a suspicious link", 3},
    {"R-51", "Wiederholte Signatur abgelehnt", "Repeated signature refused", 4}};
// How often each comes: critical ones are rare.
constexpr int kOrder[] = {0, 1, 2, 3, 4, 0, 5, 7, 8, 1, 2, 9, 0, 4, 7, 2, 1, 8, 5, 0};

contract::TimelineStep step(base::Timestamp at, std::string name, std::string action, std::string detail) {
  return {at, name.empty() ? "" : "usr_tarik", std::move(name), std::move(action), std::move(detail)};
}

}  // namespace

contract::Alert alert(int n, std::int64_t number, base::Timestamp at) {
  const Kind& kind = kKinds[n % 167 == 13 ? 6 : kOrder[n % 20]];
  contract::Alert made;
  made.id = fmt::format("alr_{:08}", number);
  made.number = number;
  made.rule_id = kind.rule;
  made.rule_title = {kind.de, kind.en};
  made.rule_author = "Stadtpult";
  made.rule_version = "3";
  made.techniques = {"T1110"};
  made.severity_id = kind.severity;
  const int state = n % 11;
  made.status_id = state == 3 ? 2 : state == 7 ? 4 : state == 9 ? 3 : 1;
  made.principal = fmt::format("P-{:04X}", (n * 7919) % 65536);
  made.source = fmt::format("Q-{:04X}", (n / 5 * 6151) % 65536);
  made.device = fmt::format("WO-{:04X}{:02X}", (n * 4099) % 65536, n % 256);
  made.session = fmt::format("tok_{:06}", n / 3);
  made.miniapp_id = fmt::format("app_{}", n % 12);
  made.count = n % 9 == 4 ? 2 + n % 30 : 1;
  made.first_at = made.last_at = at;
  if (made.status_id != 1) {
    made.assignee_id = n % 2 == 0 ? "usr_tarik" : "usr_katja";
    made.assignee_name = n % 2 == 0 ? "Tarık Yıldız" : "Katja Brandt";
  }
  made.created_at = made.updated_at = at;
  made.revision = 1;
  return made;
}

std::vector<contract::Alert> alerts(int count, std::int64_t newest, base::Timestamp now) {
  std::vector<contract::Alert> all;
  std::int64_t at = now.ms - 4'000;
  for (int i = 0; i < count; ++i) {
    all.push_back(alert(i, newest - i, {at}));
    // A wave around half an hour ago.
    const bool wave = now.ms - at > 22 * kMinuteMs && now.ms - at < 28 * kMinuteMs;
    at -= wave ? 1'500 : 3'000 + (i * 37 % 11) * 1'500;
  }
  return all;
}

std::vector<contract::Incident> incidents(base::Timestamp now) {
  contract::Incident open;
  open.id = "inc_12";
  open.number = 12;
  open.title = "Anmeldeversuche aus vielen Netzen";
  open.summary = "Seit 09:10 versuchen viele Quellen, sich mit bekannten Namen anzumelden.";
  open.severity_id = 4;
  open.alert_count = 38;
  open.created_at = {now.ms - 30 * kMinuteMs};
  open.updated_at = {now.ms - 4 * kMinuteMs};
  open.revision = 3;
  open.timeline = {step(open.created_at, "Katja Brandt", "raised", "38 Alarme"),
                   step(open.updated_at, "Tarık Yıldız", "note", "Netzbetreiber ist verständigt.")};
  contract::Incident closed = open;
  closed.id = "inc_11";
  closed.number = 11;
  closed.title = "Fremdes Zertifikat";
  closed.closed = true;
  closed.legal_hold = true;
  closed.alert_count = 3;
  closed.updated_at = {now.ms - 3 * kDayMs};
  return {open, closed};
}

std::vector<contract::Block> blocks(base::Timestamp now) {
  contract::Block device;
  device.id = "blk_1";
  device.kind = contract::BlockKind::device;
  device.target = "WO-4F2A91";
  device.reason = "AL-104295: Zertifikat auf zweitem Gerät verwendet";
  device.expires_at = {now.ms + kDayMs};
  device.created_by = "usr_katja";
  device.created_by_name = "Katja Brandt";
  device.cut_connections = 3;
  device.cut_after_ms = 412;
  device.created_at = device.updated_at = {now.ms - 20 * kMinuteMs};
  device.revision = 1;
  contract::Block source = device;
  source.id = "blk_2";
  source.kind = contract::BlockKind::source;
  source.target = "Q-81F0";
  source.state = contract::BlockState::lift_requested;
  source.lift_requested_by = "usr_katja";
  source.lift_requested_by_name = "Katja Brandt";
  source.cut_connections = 0;
  contract::Block wide = device;
  wide.id = "blk_3";
  wide.kind = contract::BlockKind::organisation;
  wide.target = "org_radhaus";
  wide.state = contract::BlockState::requested;
  wide.cut_after_ms = -1;
  return {device, source, wide};
}

std::vector<contract::DetectionRule> detection_rules(base::Timestamp now) {
  std::vector<contract::DetectionRule> all;
  for (const auto& kind : kKinds) {
    contract::DetectionRule rule;
    rule.id = kind.rule;
    rule.title = {kind.de, kind.en};
    rule.author = "Stadtpult";
    rule.version = "3";
    rule.level = kind.severity == 5 ? "critical" : kind.severity == 4 ? "high" : "medium";
    rule.file = fmt::format("rules/{}.yml", kind.rule);
    rule.kind = "rule";
    rule.techniques = {"T1110"};
    rule.loaded = true;
    rule.hits_30d = static_cast<std::int64_t>(all.size()) * 4;
    rule.last_hit_at = {now.ms - 5 * kMinuteMs};
    rule.test_cases = 6;
    rule.tested_at = {now.ms - kHourMs};
    if (all.size() == 3) rule.response = "throttle_source";
    all.push_back(std::move(rule));
  }
  all[2].loaded = false;
  all[2].reason = "Zeile 14: der Modifikator „expand“ wird nicht unterstützt";
  return all;
}

std::vector<contract::Device> devices(base::Timestamp now) {
  const auto made = [&](int n, const char* name, const char* person, std::int64_t age_minutes) {
    contract::Device device;
    device.id = fmt::format("dev_{}", n);
    device.name = name;
    device.system = "Debian GNU/Linux 12 (bookworm), Linux 6.1.0-27-amd64";
    device.thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    device.principal_id = fmt::format("usr_device_{}", n);
    device.principal_name = person;
    device.created_at = device.updated_at = device.state_since = {now.ms - age_minutes * kMinuteMs};
    device.last_seen_at = {now.ms - n * kMinuteMs};
    device.revision = 1;
    return device;
  };
  auto revoked = made(4, "notebook-17", "Paul Reuter", 90'000);
  revoked.state = contract::DeviceState::revoked;
  revoked.reason = "Im Dienstwagen gestohlen";
  auto approved = made(3, "it-leitstand", "Kerstin Blum", 60'000);
  approved.state = contract::DeviceState::approved;
  for (auto* one : {&revoked, &approved}) {
    one->decided_by = "usr_jana";
    one->decided_by_name = "Jana Arndt";
  }
  return {revoked, made(2, "ihk-pruefung", "Dr. Anke Wendt", 12), approved,
          made(1, "rathaus-214", "Lena Vogt", 45)};
}

std::vector<contract::RuleFilter> filters(base::Timestamp now) {
  contract::RuleFilter one;
  one.id = "flt_3";
  one.number = 3;
  one.rule_id = "R-12";
  one.title = "Fehlalarm AL-104120";
  one.text = "filter:\n  selection:\n    source: Q-81F0\n  condition: selection\n";
  one.state = contract::FilterState::active;
  one.replayed_at = {now.ms - kHourMs};
  one.replayed_alerts = 12;
  one.hidden_alerts = 3;
  one.revision = 2;
  return {one};
}

std::vector<contract::ProtectionLayer> layers(base::Timestamp now) {
  constexpr const char* kIds[] = {"tls",         "devices",      "token_binding",      "rights",
                                  "four_eyes",   "input_limits", "encryption_at_rest", "package_pinning",
                                  "rate_limits", "detection",    "audit_chain",        "backup",
                                  "updates"};  // retention is missing: red
  std::vector<contract::ProtectionLayer> all;
  for (const char* id : kIds) {
    contract::ProtectionLayer layer;
    layer.id = id;
    layer.number = static_cast<std::int64_t>(all.size()) + 1;
    layer.state = contract::LayerState::holds;
    layer.evidence = {fmt::format("Beleg für {}", id), fmt::format("Evidence for {}", id)};
    layer.measured_at = {now.ms - 20'000};
    all.push_back(std::move(layer));
  }
  all[0].evidence = contract::LocalizedText("TLS 1.3, Zertifikat 12 Tage alt");
  all[11].state = contract::LayerState::warning;
  all[12].measured_at = {now.ms - 2 * kHourMs};  // old: red
  return all;
}

void watch(client::State& state, base::Timestamp now, int count) {
  state.apply(client::AlertsLoading{}, now);
  client::AlertsChanged page{
      .items = alerts(count, 104'300, now), .at = now, .of_load = true, .total = count, .complete = true};
  state.apply(std::move(page), now);
  state.apply(client::ListLoaded<contract::Incident>{incidents(now), now}, now);
  state.apply(client::ListLoaded<contract::Block>{blocks(now), now}, now);
  state.apply(client::ListLoaded<contract::Device>{devices(now), now}, now);
  state.apply(client::ListLoaded<contract::SecurityJob>{{}, now}, now);
  state.apply(client::ListLoaded<contract::RuleFilter>{filters(now), now}, now);
  state.apply(client::RulesLoaded{detection_rules(now), now}, now);
  state.apply(client::LayersLoaded{layers(now), now}, now);
  contract::Alert open = alert(13, 104'287, {now.ms - 50'000});
  state.apply(client::DemandLoading{client::DemandLoading::What::alert, open.id}, now);
  open.evidence.text =
      R"({"event":"certificate.used","time":"2026-11-23T08:17:02.418Z","certificate":"WO-7731-C4","device":"WO-4F2A91","expected_device":"WO-18BC07","mini_app":"de.worms.strom","decision":"denied","layer":9})";
  open.evidence_sha256 = base::sha256_hex(open.evidence.text);
  open.timeline = {step(open.last_at, "", "raised", "Signatur von nicht zugeordnetem Gerät"),
                   step({open.last_at.ms + 1000}, "", "stopped", "Sitzung tok_000004"),
                   step({open.last_at.ms + 30'000}, "Tarık Yıldız", "note", "Rücksprache mit dem Anbieter")};
  state.apply(client::AlertLoaded{open.id, open, now}, now);
}

}  // namespace stadtpult::sample
