#pragma once
// The parts of the detail that show: permissions, findings, manifest, versions, history. Each returns what
// was pressed; the pane acts on it. Frame thread.

#include <string>

#include "panels/catalogue/detail_context.hpp"

namespace stadtpult::panels::detail {

/// What was pressed in a section.
struct Pressed {
  bool manifest = false;            ///< "Ganz anzeigen"
  bool files = false;               ///< checksums of the files
  std::string show_version;         ///< id: "Ansehen"
  std::string compare, compare_to;  ///< ids: newer, older
  std::string roll_back;            ///< id: goes live again
};

void draw_head_words(const Context& context);
/// On a low sheet: the name, and the station instead of the stepper.
void draw_low_head_words(const DetailView& view);
/// Who provides it, and the id of the app.
void draw_provider(const Context& context);
void draw_stepper(const DetailView& view);
void draw_permissions(const Context& context);
void draw_findings(const Context& context);
void draw_manifest(const Context& context, const std::vector<FactLine>& manifest_facts, Pressed& pressed);
void draw_versions(const Context& context, Pressed& pressed);
void draw_history(const Context& context);

/// One finding of a check: sign, word, place, sentence.
void draw_finding(const FindingLine& line);
/// The chip of a version's state (the eight of the design, and "Abgelehnt").
void state_chip(contract::VersionState state);
/// A heading that is not glued to what stands above it.
void section_gap();

}  // namespace stadtpult::panels::detail
