#include "tests/panels/content/sample.hpp"

#include "api-client/content/document.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"

namespace stadtpult::sample {

using contract::ContentPage;
using contract::LocalizedText;
using contract::PageState;

namespace {

constexpr const char* kHousing = R"({"blocks":[
 {"id":"b1","type":"image","media":"med_1","alternative_text":{"de":"Rathaus am Marktplatz"}},
 {"id":"b2","type":"heading","level":"2","text":{"de":"Wohngeld beantragen","en":"Apply for housing benefit"}},
 {"id":"b3","type":"paragraph","text":{"de":"Mit dem Wohngeld unterstützt die Stadt **Haushalte** mit geringem Einkommen."}},
 {"id":"b4","type":"notice","tone":"info","title":{"de":"Höhere Freibeträge"},"text":{"de":"Ab Dezember gelten höhere Freibeträge."}},
 {"id":"b5","type":"questions","title":{"de":"Fragen"},"items":[
   {"id":"q1","question":{"de":"Wer bekommt es?"},"answer":{"de":"Haushalte mit wenig Geld."}}]},
 {"id":"b6","type":"list","style":"bullets","items":[{"id":"l1","text":{"de":"Ausweis"}},{"id":"l2","text":{"de":"Mietvertrag"}}]},
 {"id":"b7","type":"button","style":"primary","label":{"de":"Antrag starten"},"link":"https://worms.example/antrag"},
 {"id":"b8","type":"contact","name":{"de":"Wohngeldstelle"},"phone":"06241 853","email":"wohngeld@worms.example"}],
 "made_from":{"en":{"b2/text":"3af66756bef5cb7c"}}})";

ContentPage page(const char* id, const char* title, const char* slug, const char* category, PageState state) {
  ContentPage made;
  made.id = id;
  made.title = LocalizedText(title);
  made.slug = slug;
  made.category_id = category;
  made.state = state;
  made.revision = 3;
  made.version = 2;
  made.updated_at = {1'795'500'000'000};
  return made;
}

}  // namespace

ContentPage housing_page() {
  auto made =
      page("pag_wohngeld", "Wohngeld beantragen", "wohngeld-beantragen", "cat_buerger", PageState::draft);
  made.type = contract::PageType::service;
  made.summary = LocalizedText("Ein Zuschuss zur Miete.");
  made.content.text = kHousing;
  return made;
}

std::vector<ContentPage> pages(int extra) {
  std::vector<ContentPage> all;
  auto first = housing_page();
  first.content = {};
  all.push_back(first);
  all.push_back(page("pag_ausweis", "Personalausweis", "personalausweis", "cat_buerger", PageState::live));
  auto below = page("pag_reise", "Reisepass für Kinder", "reisepass-kinder", "cat_buerger", PageState::live);
  below.parent_id = "pag_ausweis";
  all.push_back(below);
  auto reviewed = page("pag_fest", "Backfischfest", "backfischfest", "cat_bank", PageState::in_review);
  reviewed.submitted_by = "usr_other";
  all.push_back(reviewed);
  all.push_back(page("pag_alt", "Alte Seite", "alte-seite", "cat_buerger", PageState::archived));
  for (int i = 0; i < extra; ++i) {
    const auto number = std::to_string(i);
    auto made =
        page(("pag_" + number).c_str(), ("Leistung " + number).c_str(), ("leistung-" + number).c_str(),
             i % 2 == 0 ? "cat_buerger" : "cat_bank", PageState::live);
    made.position = i;
    all.push_back(std::move(made));
  }
  return all;
}

std::vector<contract::PageVersion> housing_versions() {
  contract::PageVersion newest, oldest;
  newest.id = "pgv_2";
  newest.page_id = oldest.page_id = "pag_wohngeld";
  newest.number = 2;
  newest.title = oldest.title = LocalizedText("Wohngeld beantragen");
  newest.summary = oldest.summary = LocalizedText("Ein Zuschuss zur Miete.");
  newest.content.text = kHousing;
  newest.created_by_name = oldest.created_by_name = "Lena Vogt";
  newest.updated_at = oldest.updated_at = {1'795'500'000'000};
  oldest.id = "pgv_1";
  oldest.number = 1;
  oldest.state = PageState::live;
  auto document = *content::decode_document(kHousing);
  document.made_from.clear();
  document.blocks.erase(document.blocks.begin() + 7);
  document.blocks[3].texts["text"].by_language["de"] = "Ab November gelten neue Freibeträge.";
  oldest.content.text = content::encode_document(document);
  return {newest, oldest};
}

ContentPage long_page(int blocks) {
  auto made = housing_page();
  made.id = "pag_lang";
  const auto start = *content::decode_document(kHousing);
  content::Document document;
  for (int i = 0; i < blocks; ++i) {
    auto block = start.blocks[static_cast<std::size_t>(i) % start.blocks.size()];
    block.id = "x" + std::to_string(i);
    for (auto& [name, entries] : block.lists)
      for (auto& entry : entries) entry.id += "x" + std::to_string(i);
    document.blocks.push_back(std::move(block));
  }
  made.content.text = content::encode_document(document);
  return made;
}

void write(client::State& state, base::Timestamp now, int extra) {
  state.apply(client::ListLoaded<ContentPage>{pages(extra), now}, now);
}

void open(client::State& state, const ContentPage& page, base::Timestamp now) {
  state.apply(client::DemandLoading{client::DemandLoading::What::page, page.id}, now);
  state.apply(client::PageLoaded{page.id, page, now}, now);
  state.apply(client::PageVersionsLoaded{page.id, housing_versions(), now}, now);
}

namespace {

contract::Media file(const char* id, const char* name, const char* type, std::int64_t age_days) {
  contract::Media made;
  made.id = id;
  made.name = name;
  made.media_type = type;
  made.sha256 = std::string(64, 'a');
  made.size_bytes = 240'000;
  if (std::string_view(type) != "application/pdf") {
    made.width = 1600;
    made.height = 900;
  }
  made.created_by_name = "Lena Vogt";
  made.created_at = made.updated_at = {now().ms - age_days * 86'400'000};
  made.revision = 1;
  return made;
}

std::vector<contract::Media> files() {
  auto town_hall = file("med_1", "rathaus.jpg", "image/jpeg", 1);
  town_hall.alternative_text = LocalizedText("Fassade des Rathauses");
  town_hall.used_in = 1;
  auto line = file("med_3", "linie.webp", "image/webp", 9);
  line.decorative = true;
  auto old = file("med_4", "alt.png", "image/png", 40);
  old.archived = true;
  return {line, file("med_pdf", "antrag.pdf", "application/pdf", 2), town_hall,
          file("med_2", "marktplatz.png", "image/png", 5), old};
}

contract::FormAnswer sent(int number, const char* page, const char* title, const char* answers,
                          contract::FormAnswerState state) {
  contract::FormAnswer made;
  made.id = "fan_" + std::to_string(number);
  made.number = number;
  made.page_id = page;
  made.block_id = "b9";
  made.page_title = LocalizedText(title);
  made.answers.text = answers;
  made.language = "de";
  made.state = state;
  made.created_at = {now().ms - (10 - number) * 3'600'000};
  made.revision = 1;
  return made;
}

std::vector<contract::FormAnswer> answers() {
  using State = contract::FormAnswerState;
  std::vector<contract::FormAnswer> all{
      sent(1, "pag_wohngeld", "Wohngeld beantragen",
           R"json([{"field":"f1","label":"Name","value":"Mia Müller"},
               {"field":"f2","label":"Anliegen","value":"<script>alert(1)</script> [klick](https://boese.example)"},
               {"field":"f3","label":"Nachweis","value":"bescheid.pdf","file":{"media_type":"application/pdf","size_bytes":1258291}}])json",
           State::received),
      sent(
          2, "pag_wohngeld", "Wohngeld beantragen",
          R"([{"field":"f1","label":"Name","value":"Ali Kaplan"},{"field":"f2","label":"Anliegen","value":"Wie lange dauert es?"}])",
          State::in_progress),
      sent(3, "pag_wohngeld", "Wohngeld beantragen", R"([{"field":"f1","label":"Name","value":"Eva"}])",
           State::done),
      sent(4, "pag_fest", "Backfischfest", R"([{"field":"f1","label":"Wunsch","value":"Standplatz"}])",
           State::received)};
  all[1].assignee_id = "usr_editor";
  all[1].assignee_name = "Lena Vogt";
  return all;
}

}  // namespace

client::State media_city(contract::Role role) {
  auto state = working_city(role);
  auto all = pages();
  all[1].updated_by = "usr_kaya";
  all[1].updated_by_name = "Mehmet Kaya";
  state.apply(client::ListLoaded<ContentPage>{all, now()}, now());
  state.apply(client::ListLoaded<contract::Media>{files(), now()}, now());
  if (contract::may(role, contract::Operation::list_form_answers))
    state.apply(client::ListLoaded<contract::FormAnswer>{answers(), now()}, now());
  return state;
}

}  // namespace stadtpult::sample
