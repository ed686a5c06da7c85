#pragma once
// The media library: which files are shown in which order, what each of them lacks, and the changes that are
// made to it. No ImGui; frame thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "panels/form/form_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::media {

/// What the tabs above the list show.
enum class Shelf { all, pictures, documents, without_text, unused, archived };
constexpr int kShelves = 6;

struct Wish {
  std::string search = {};  ///< as typed
  Shelf shelf = Shelf::all;
  bool operator==(const Wish&) const = default;
};

bool is_picture(const contract::Media& media);
/// A picture that says something, and does not say it to those who do not see it: no German text. What the
/// other languages lack is a hint beside their fields.
bool lacks_text(const contract::Media& media);
/// "JPEG", "PDF".
std::string kind_word(const contract::Media& media);
/// "JPEG · 1.600 × 900 · 240 kB".
std::string facts(const contract::Media& media);
/// "Auf 3 Seiten"; "Wird nicht verwendet".
std::string use_words(const contract::Media& media);

/// The files in their order, the newest first. Made anew when the list or the wish is another.
class Index {
 public:
  void update(const World& world, const Wish& wish);
  [[nodiscard]] const std::vector<std::uint32_t>& rows() const { return rows_; }  ///< in state.media.items()
  [[nodiscard]] int count(Shelf shelf) const { return counts_[static_cast<std::size_t>(shelf)]; }

 private:
  std::uint64_t generation_ = ~0ULL;
  Wish wish_;
  std::vector<std::uint32_t> order_, rows_;
  std::vector<std::string> folded_;  ///< beside order_: name, texts and kind
  std::array<int, kShelves> counts_{};
};

bool may_change(const World& world);
/// Name, texts in the languages of the city and those that the file has, decorative.
std::vector<form::Field> fields_of(const contract::Media& media);
/// A change that can be taken back.
Change change_of(const contract::Media& before, const contract::Media& after, const char* title);
Change archive_of(const contract::Media& media);
/// "" where it may be archived; else why not.
std::string why_not_archived(const contract::Media& media);

/// Why a file is not even sent; "" where the platform shall look at it.
std::string trouble_with(const IncomingFile& file);
/// `draft_key`: the answer is found by it (State::answer_for).
Change upload_of(IncomingFile file, std::string draft_key);
/// Sends a file, or says why it is not sent: then false.
bool send(IncomingFile file, const std::string& draft_key, Intents& out);
/// Uploads that are on their way: what is said of them, in the order in which they were begun.
std::vector<std::string> uploads(const World& world);

/// Another file in the place of this one on all pages.
Change replace_of(const contract::Media& media, const contract::Media& by);
/// May `by` take the place of `media`?
bool may_replace(const contract::Media& media, const contract::Media& by);
/// A page gets a new draft; one that is put away does not.
bool takes_text(contract::PageState state);
/// Of the pages that show a file: what a replacement does to them, sentence by sentence.
std::vector<std::string> consequences(const std::vector<contract::ContentPage>& pages);

}  // namespace stadtpult::panels::media
