#pragma once
// One mini-app as in the design's picture (Wohngeld, 1.2.0 in review, 1.1.3 live), and what a test wants to
// be otherwise.

#include "panels/panel.hpp"

namespace stadtpult::test {

inline constexpr const char* kMiniappId = "app_wohngeld";
inline constexpr const char* kReviewId = "rev_2";

/// 2026-11-23, 09:41 in Berlin.
base::Timestamp sample_now();
contract::Miniapp sample_miniapp();
/// Newest first: 1.2.0 in review, 1.1.3 released, 1.1.2 live before it.
std::vector<contract::Version> sample_versions();
/// Round 1 returned, round 2 in review by "p_lead" with 5 of 6 lines passed.
std::vector<contract::Review> sample_reviews();
std::vector<contract::Reason> sample_reasons();

/// Everything loaded; `change` is applied to the parts before.
struct Sample {
  std::vector<contract::Miniapp> miniapps{sample_miniapp()};
  std::vector<contract::Version> versions = sample_versions();
  std::vector<contract::Review> reviews = sample_reviews();
  std::vector<contract::Reason> reasons = sample_reasons();

  contract::Version& newest() { return versions.front(); }
  contract::Review& review() { return reviews.front(); }
  /// Sets the state of the newest version and of the mini-app, and what belongs to it.
  void set_state(contract::VersionState state);
  [[nodiscard]] client::State state() const;
};

/// Jana Arndt, project lead, "p_lead", online.
panels::World sample_world(const client::State& state);

}  // namespace stadtpult::test
