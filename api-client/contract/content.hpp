#pragma once
// Content: pages with their versions, media, and what citizens send by forms. A page's blocks travel as one
// JSON document whose parts api-client/content describes.

#include "api-client/contract/release.hpp"

namespace stadtpult::contract {

enum class PageType { page, service, news, event, faq, banner };
BOOST_DESCRIBE_ENUM(PageType, page, service, news, event, faq, banner)

/// The life of what is being written. What is live stands apart (live_version, live_ring): a draft of a live
/// page changes nothing for citizens. `scheduled` is approved with a time, `live` is approved and out.
enum class PageState {
  draft,
  in_review,
  changes_requested,
  approved,
  scheduled,
  live,
  expired,
  archived,
  trashed
};
BOOST_DESCRIBE_ENUM(PageState, draft, in_review, changes_requested, approved, scheduled, live, expired,
                    archived, trashed)

/// How a form's answer is worked off.
enum class FormAnswerState { received, in_progress, done, rejected, erased };
BOOST_DESCRIBE_ENUM(FormAnswerState, received, in_progress, done, rejected, erased)

struct ContentPage {
  std::string id;
  PageType type = PageType::page;
  std::string slug;
  LocalizedText title;
  LocalizedText summary;
  std::string category_id;
  std::optional<std::string> parent_id;
  double position = 0;
  std::optional<std::string> leika_key;
  std::optional<std::string> source;
  std::string owner;
  Timestamp checked_at, check_due_at;
  JsonText content;
  PageState state = PageState::draft;
  std::int64_t version = 0;
  std::string version_id;
  std::optional<std::string> live_version_id;
  std::int64_t live_version = 0;
  std::optional<Ring> live_ring;
  Timestamp publish_at, expire_at;
  std::string schedule_error;
  std::string note;
  std::string submitted_by, submitted_by_name;
  std::string approved_by, approved_by_name;
  std::string updated_by, updated_by_name;
  Timestamp trashed_at;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const ContentPage&) const = default;
  static constexpr const char* kTypeName = "ContentPage";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &ContentPage::id,
              {.help = "Identifier, never reused.", .read_only = true, .filter = true}),
        field("type", &ContentPage::type, {.create_only = true, .filter = true}),
        field(
            "slug", &ContentPage::slug,
            {.help =
                 "Last part of the page's address under /app/p/, one page each. Left out: made of the title.",
             .filter = true,
             .max_length = 80,
             .format = Format::slug,
             .example = R"("wohngeld-beantragen")"}),
        field(
            "title", &ContentPage::title,
            {.help = "What citizens read, per language.", .required = true, .sort = true, .max_length = 120}),
        field("summary", &ContentPage::summary,
              {.help = "One or two sentences under the title.", .max_length = 400}),
        field("category_id", &ContentPage::category_id,
              {.help = "Where citizens find it.", .required = true, .filter = true, .format = Format::id}),
        field("parent_id", &ContentPage::parent_id,
              {.help = "The page above, in the same category; null for a top one.",
               .filter = true,
               .format = Format::id}),
        field("position", &ContentPage::position,
              {.help = "Order among its siblings, ascending. Left out: last.", .sort = true}),
        field("leika_key", &ContentPage::leika_key,
              {.help = "LeiKa key of a service page.", .filter = true, .format = Format::leika_key}),
        field("source", &ContentPage::source,
              {.help = "Where an imported page came from (\"dldb:326690\").",
               .read_only = true,
               .filter = true}),
        field("owner", &ContentPage::owner,
              {.help = "Who answers for it: a person or an office.", .max_length = 120}),
        field("checked_at", &ContentPage::checked_at, {.help = "When somebody last found it right."}),
        field("check_due_at", &ContentPage::check_due_at,
              {.help = "When it is to be checked again; unset: never.", .sort = true}),
        field("content", &ContentPage::content,
              {.help = "The document of blocks, as JSON. One page carries it; lists leave it out.",
               .stored = false,
               .max_length = 1'000'000}),
        field("state", &ContentPage::state,
              {.help = "Set it to take a step of the page's life; which one is open to whom is the "
                       "platform's rule.",
               .filter = true}),
        field("version", &ContentPage::version, {.help = "Number of the newest version.", .read_only = true}),
        field("version_id", &ContentPage::version_id, {.read_only = true}),
        field("live_version_id", &ContentPage::live_version_id,
              {.help = "What citizens see.", .read_only = true}),
        field("live_version", &ContentPage::live_version,
              {.help = "Its number; 0 for none.", .read_only = true}),
        field("live_ring", &ContentPage::live_ring,
              {.help = "The widest ring that sees it.", .read_only = true, .filter = true}),
        field("publish_at", &ContentPage::publish_at,
              {.help = "When an approved page goes out by itself, for everyone. Can be changed until then.",
               .sort = true}),
        field("expire_at", &ContentPage::expire_at,
              {.help = "When a live page is taken out by itself.", .sort = true}),
        field("schedule_error", &ContentPage::schedule_error,
              {.help = "Why something that was due did not happen; empty while all went well.",
               .read_only = true}),
        field(
            "note", &ContentPage::note,
            {.help = "What the last step says: to the reviewer, or back to the author.", .max_length = 2000}),
        field("submitted_by", &ContentPage::submitted_by, {.read_only = true, .filter = true}),
        field("submitted_by_name", &ContentPage::submitted_by_name,
              {.read_only = true, .personal_of = "submitted_by"}),
        field("approved_by", &ContentPage::approved_by, {.read_only = true}),
        field("approved_by_name", &ContentPage::approved_by_name,
              {.read_only = true, .personal_of = "approved_by"}),
        field("updated_by", &ContentPage::updated_by, {.read_only = true, .filter = true}),
        field("updated_by_name", &ContentPage::updated_by_name,
              {.read_only = true, .personal_of = "updated_by"}),
        field("trashed_at", &ContentPage::trashed_at,
              {.help = "When it was put into the trash; it is deleted 30 days later.", .read_only = true}),
        field("created_at", &ContentPage::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &ContentPage::updated_at, {.read_only = true, .sort = true}),
        field("revision", &ContentPage::revision,
              {.help = "Grows with each change; the ETag is made of it.", .read_only = true}));
  }
};

/// A page as it once stood. Versions are added and never changed, but for the newest draft, which its
/// author's further typing goes into.
struct PageVersion {
  std::string id;
  std::string page_id;
  std::int64_t number = 0;
  LocalizedText title;
  LocalizedText summary;
  JsonText content;
  std::string sha256;
  PageState state = PageState::draft;
  std::int64_t restored_from = 0;
  std::string created_by, created_by_name;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const PageVersion&) const = default;
  static constexpr const char* kTypeName = "PageVersion";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &PageVersion::id, {.read_only = true, .filter = true}),
        field("page_id", &PageVersion::page_id, {.read_only = true, .filter = true}),
        field("number", &PageVersion::number,
              {.help = "Counts the page's versions from 1.", .read_only = true, .sort = true}),
        field("title", &PageVersion::title, {.read_only = true}),
        field("summary", &PageVersion::summary, {.read_only = true}),
        field("content", &PageVersion::content,
              {.help = "The document of blocks, as JSON.", .read_only = true, .max_length = 1'000'000}),
        field("sha256", &PageVersion::sha256,
              {.help = "Of title, summary and content in canonical JSON: what is approved is what goes out.",
               .read_only = true,
               .format = Format::sha256}),
        field("state", &PageVersion::state,
              {.help = "How far this version came.", .read_only = true, .filter = true}),
        field("restored_from", &PageVersion::restored_from,
              {.help = "Number of the version whose text it brought back; 0: none.", .read_only = true}),
        field("created_by", &PageVersion::created_by, {.read_only = true}),
        field("created_by_name", &PageVersion::created_by_name,
              {.read_only = true, .personal_of = "created_by"}),
        field("created_at", &PageVersion::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &PageVersion::updated_at, {.read_only = true}),
        field("revision", &PageVersion::revision, {.read_only = true}));
  }
};

/// A picture or a document of the media library. The bytes are those that the platform made of the file that
/// was sent: decoded, without metadata.
struct Media {
  std::string id;
  std::string organisation_id;
  std::string name;
  std::string media_type;
  std::string sha256;
  std::int64_t size_bytes = 0;
  std::int64_t width = 0, height = 0;
  LocalizedText alternative_text;
  bool decorative = false;
  double focus_x = 0.5, focus_y = 0.5;
  std::int64_t used_in = 0;
  bool archived = false;
  std::string created_by, created_by_name;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Media&) const = default;
  static constexpr const char* kTypeName = "Media";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Media::id, {.read_only = true, .filter = true}),
        field("organisation_id", &Media::organisation_id,
              {.help = "The merchant whose picture it is; \"\": the city's.",
               .read_only = true,
               .filter = true}),
        field(
            "name", &Media::name,
            {.help = "What editors call it.", .sort = true, .max_length = 120, .personal_of = "created_by"}),
        field("media_type", &Media::media_type,
              {.help = "image/png, image/jpeg, image/webp or application/pdf.",
               .read_only = true,
               .filter = true}),
        field("sha256", &Media::sha256,
              {.help = "Of the bytes; equal files of one owner are one.",
               .read_only = true,
               .filter = true,
               .format = Format::sha256}),
        field("size_bytes", &Media::size_bytes, {.read_only = true}),
        field("width", &Media::width, {.help = "Pixels; 0 for a document.", .read_only = true}),
        field("height", &Media::height, {.help = "Pixels; 0 for a document.", .read_only = true}),
        field("alternative_text", &Media::alternative_text,
              {.help = "What the picture shows, per language, for those who do not see it.",
               .max_length = 300,
               .personal_of = "created_by"}),
        field("decorative", &Media::decorative, {.help = "It says nothing that the text does not say."}),
        field("focus_x", &Media::focus_x,
              {.help = "What stays in view where it is cut, from the left edge (0) to the right (1).",
               .minimum = 0,
               .maximum = 1}),
        field("focus_y", &Media::focus_y,
              {.help = "From the top (0) to the bottom (1).", .minimum = 0, .maximum = 1}),
        field("used_in", &Media::used_in,
              {.help = "Pages, merchants' profiles and offerings that show it.",
               .read_only = true,
               .stored = false}),
        field("archived", &Media::archived, {.help = "Only what is used nowhere.", .filter = true}),
        field("created_by", &Media::created_by, {.read_only = true}),
        field("created_by_name", &Media::created_by_name, {.read_only = true, .personal_of = "created_by"}),
        field("created_at", &Media::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Media::updated_at, {.read_only = true, .sort = true}),
        field("revision", &Media::revision, {.read_only = true}));
  }
};

/// A page in which a file was replaced, or could not be.
struct MediaUse {
  std::string page_id;
  LocalizedText title;
  PageState state = PageState::draft;
  std::int64_t version = 0;

  bool operator==(const MediaUse&) const = default;
  static constexpr const char* kTypeName = "MediaUse";
  static constexpr void describe(auto&& visit) {
    visit(field("page_id", &MediaUse::page_id, {.read_only = true}),
          field("title", &MediaUse::title, {.read_only = true}),
          field("state", &MediaUse::state, {.help = "How the page stands now.", .read_only = true}),
          field("version", &MediaUse::version, {.help = "Its newest version.", .read_only = true}));
  }
};

/// Body of POST /v1/media/{id}/replacements: every page that shows the file gets a new draft that shows the
/// other one. What is live stays.
struct MediaReplacement {
  std::string by;
  std::vector<MediaUse> pages, left;

  bool operator==(const MediaReplacement&) const = default;
  static constexpr const char* kTypeName = "MediaReplacement";
  static constexpr void describe(auto&& visit) {
    visit(
        field("by", &MediaReplacement::by,
              {.help = "The file of the library that takes its place: a picture for a picture, a document "
                       "for a document.",
               .required = true,
               .format = Format::id}),
        field("pages", &MediaReplacement::pages, {.help = "Those that got a new draft.", .read_only = true}),
        field("left", &MediaReplacement::left,
              {.help = "Those that are not written on: archived, expired or in the trash.",
               .read_only = true}));
  }
};

/// What a citizen sent by a form. Stored encrypted. Of an erased one, that it was there is all that stays.
struct FormAnswer {
  std::string id;
  std::int64_t number = 0;
  std::string page_id, block_id;
  LocalizedText page_title;
  JsonText answers;
  std::string language;
  FormAnswerState state = FormAnswerState::received;
  std::optional<std::string> assignee_id;
  std::string assignee_name;
  std::string note;
  Timestamp erase_at, erased_at;
  std::string erased_by, erased_by_name, erase_reason;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const FormAnswer&) const = default;
  static constexpr const char* kTypeName = "FormAnswer";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &FormAnswer::id, {.read_only = true, .filter = true}),
        field("number", &FormAnswer::number,
              {.help = "Counts the answers; what the citizen is told.", .read_only = true, .sort = true}),
        field("page_id", &FormAnswer::page_id, {.read_only = true, .filter = true}),
        field("block_id", &FormAnswer::block_id,
              {.help = "The form in the page.", .read_only = true, .filter = true}),
        field("page_title", &FormAnswer::page_title, {.read_only = true}),
        field("answers", &FormAnswer::answers,
              {.help = "An array of {\"field\", \"label\", \"value\"}, in the form's order. Where a file was "
                       "sent, the value is its name and {\"file\": {\"media_type\", \"size_bytes\"}} stands "
                       "beside it.",
               .read_only = true,
               .max_length = 200'000}),
        field("language", &FormAnswer::language, {.read_only = true}),
        field("state", &FormAnswer::state, {.filter = true}),
        field("assignee_id", &FormAnswer::assignee_id,
              {.help = "Who works on it; null: nobody.", .filter = true, .format = Format::id}),
        field("assignee_name", &FormAnswer::assignee_name, {.read_only = true, .personal_of = "assignee_id"}),
        // It may name who sent the answer, so it goes with it.
        field("note", &FormAnswer::note,
              {.help = "For colleagues.", .max_length = 2000, .personal_of = "id"}),
        field("erase_at", &FormAnswer::erase_at,
              {.help = "When it is erased by itself, by the form's period; null: never.", .read_only = true}),
        field("erased_at", &FormAnswer::erased_at, {.read_only = true}),
        field("erased_by", &FormAnswer::erased_by, {.read_only = true}),
        field("erased_by_name", &FormAnswer::erased_by_name, {.read_only = true, .personal_of = "erased_by"}),
        field("erase_reason", &FormAnswer::erase_reason, {.read_only = true}),
        field("created_at", &FormAnswer::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &FormAnswer::updated_at, {.read_only = true, .sort = true}),
        field("revision", &FormAnswer::revision, {.read_only = true}));
  }
};

/// Body of POST /v1/forms/answers/{id}/erasures: what was sent is destroyed, with its files and the notes on
/// it. The erasure is recorded.
struct FormErasure {
  std::string reason;

  bool operator==(const FormErasure&) const = default;
  static constexpr const char* kTypeName = "FormErasure";
  static constexpr void describe(auto&& visit) {
    visit(field(
        "reason", &FormErasure::reason,
        {.help = "Stands in the record; must not name the person.", .required = true, .max_length = 500}));
  }
};

/// Body of POST /v1/forms/exports: answers as CSV (RFC 4180, UTF-8). The export is recorded.
struct FormExport {
  std::string page_id;
  std::string block_id;
  std::string reason;

  bool operator==(const FormExport&) const = default;
  static constexpr const char* kTypeName = "FormExport";
  static constexpr void describe(auto&& visit) {
    visit(field("page_id", &FormExport::page_id, {.required = true, .format = Format::id}),
          field("block_id", &FormExport::block_id,
                {.help = "One form of the page; empty: all.", .max_length = 40}),
          field("reason", &FormExport::reason, {.help = "What for.", .required = true, .max_length = 500}));
  }
};

struct FormExported {
  std::int64_t answers = 0;
  std::string csv;

  bool operator==(const FormExported&) const = default;
  static constexpr const char* kTypeName = "FormExported";
  static constexpr void describe(auto&& visit) {
    visit(field("answers", &FormExported::answers, {.help = "Lines without the header.", .read_only = true}),
          field("csv", &FormExported::csv, {.read_only = true, .max_length = 100'000'000}));
  }
};

/// A live page in a list, as the citizens' app reads it.
struct PublicPageEntry {
  std::string id, slug, title, summary, category_id;
  PageType type = PageType::page;
  std::optional<std::string> parent_id;
  std::string language;
  Timestamp published_at;

  bool operator==(const PublicPageEntry&) const = default;
  static constexpr const char* kTypeName = "PublicPageEntry";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &PublicPageEntry::id, {.read_only = true}),
          field("slug", &PublicPageEntry::slug, {.read_only = true}),
          field("type", &PublicPageEntry::type, {.read_only = true}),
          field("title", &PublicPageEntry::title, {.read_only = true}),
          field("summary", &PublicPageEntry::summary, {.read_only = true}),
          field("category_id", &PublicPageEntry::category_id, {.read_only = true}),
          field("parent_id", &PublicPageEntry::parent_id, {.read_only = true}),
          field("language", &PublicPageEntry::language,
                {.help = "Language of the title: the one asked for where the page has it, else German.",
                 .read_only = true}),
          field("published_at", &PublicPageEntry::published_at, {.read_only = true}));
  }
};

/// GET /v1/public/pages: live pages in the citizens' order.
struct PublicPages {
  Ring ring = Ring::everyone;
  std::string language;
  std::int64_t release = 0;
  std::string sha256;
  std::vector<PublicPageEntry> pages;

  bool operator==(const PublicPages&) const = default;
  static constexpr const char* kTypeName = "PublicPages";
  static constexpr void describe(auto&& visit) {
    visit(field("ring", &PublicPages::ring, {.read_only = true}),
          field("language", &PublicPages::language, {.read_only = true}),
          field("release", &PublicPages::release,
                {.help = "Number of the last release of this ring; 0 before the first.", .read_only = true}),
          field("sha256", &PublicPages::sha256,
                {.help = "Hash of the ring's live content.", .read_only = true}),
          field("pages", &PublicPages::pages, {.read_only = true}));
  }
};

/// GET /v1/public/pages/{slug}: one live page.
struct PublicPage {
  std::string id, slug, title, summary, category_id, language;
  PageType type = PageType::page;
  std::optional<std::string> parent_id, leika_key;
  std::vector<std::string> languages;
  JsonText content;
  std::int64_t version = 0;
  std::string sha256;
  Timestamp published_at;

  bool operator==(const PublicPage&) const = default;
  static constexpr const char* kTypeName = "PublicPage";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &PublicPage::id, {.read_only = true}),
          field("slug", &PublicPage::slug, {.read_only = true}),
          field("type", &PublicPage::type, {.read_only = true}),
          field("title", &PublicPage::title, {.read_only = true}),
          field("summary", &PublicPage::summary, {.read_only = true}),
          field("category_id", &PublicPage::category_id, {.read_only = true}),
          field("parent_id", &PublicPage::parent_id, {.read_only = true}),
          field("leika_key", &PublicPage::leika_key, {.read_only = true}),
          field("language", &PublicPage::language, {.help = "Language of the texts.", .read_only = true}),
          field("languages", &PublicPage::languages,
                {.help = "Languages that the page has.", .read_only = true}),
          field("content", &PublicPage::content,
                {.help = "The blocks that are visible now, with texts of this language.",
                 .read_only = true,
                 .max_length = 1'000'000}),
          field("version", &PublicPage::version, {.read_only = true}),
          field("sha256", &PublicPage::sha256, {.help = "Of what was approved.", .read_only = true}),
          field("published_at", &PublicPage::published_at, {.read_only = true}));
  }
};

}  // namespace stadtpult::contract
