#include "platform/routes/first_fill.hpp"

namespace stadtpult::platform {
namespace {

struct FirstReason {
  const char* id;
  const char* german;
  const char* english;
};
constexpr FirstReason kFirstReasons[] = {
    {"reason-permission", "Der Zweck einer Berechtigung ist nicht klar",
     "The purpose of a permission is not clear"},
    {"reason-english", "Englische Texte fehlen oder sind unvollständig",
     "English texts are missing or incomplete"},
    {"reason-accessibility", "Die Barrierefreiheit reicht nicht aus", "Accessibility is not sufficient"},
    {"reason-content", "Der Inhalt ist fachlich nicht richtig", "The content is not correct"},
    {"reason-privacy", "Die Datenschutzhinweise fehlen oder sind veraltet",
     "The privacy notice is missing or out of date"},
    {"reason-imprint", "Impressum oder Kontakt fehlen", "Imprint or contact is missing"},
    {"reason-duplicate", "Das Angebot gibt es in der City-App schon",
     "The City-App already has this offering"},
    {"reason-scope", "Das Angebot passt nicht in die City-App", "The offering does not fit the City-App"},
};

}  // namespace

base::Done first_fill(Change& change) {
  ListQuery any;
  any.limit = 1;
  if (Table<contract::Reason>::count(change.database(), any) > 0) return {};
  double position = 0;
  for (const auto& row : kFirstReasons) {
    contract::Reason reason;
    reason.id = row.id;
    reason.text = contract::LocalizedText(row.german, row.english);
    reason.position = ++position;
    change.insert(reason);
  }
  return {};
}

}  // namespace stadtpult::platform
