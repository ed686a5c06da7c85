#pragma once
// The life of a page: which step follows which and who may take it, when typing makes a new version, and what
// a version's hash is made of. Pure.

#include <functional>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/content.hpp"
#include "platform/domain/actor.hpp"

namespace stadtpult::platform {

/// An author's further typing goes into the draft version that is not older than this.
inline constexpr std::int64_t kSameVersionMs = 10LL * 60 * 1000;
/// What is in the trash is deleted after this.
inline constexpr std::int64_t kTrashMs = 30LL * 24 * 3600 * 1000;

/// Steps that somebody may take with PATCH. The schedule and releases take the others.
std::vector<contract::PageState> next_states(contract::PageState from);

/// 409 with a sentence where the page cannot take this step; what is live is neither archived nor put into
/// the trash, and the trash gives back for 30 days. `from` is where the page stands, which may be a draft
/// that the same request has made.
base::Done check_step(const contract::ContentPage& page, contract::PageState from, contract::PageState to,
                      base::Timestamp now);

/// 403: a reviewer approves or sends back, and does nothing else.
base::Done check_who_steps(const Actor& actor, contract::PageState to);
base::Done check_who_writes(const Actor& actor, const std::vector<contract::FieldChange>& changes,
                            bool content_changed);

/// 403 where the approver handed the page in, or wrote its newest version.
base::Done check_four_eyes(const std::string& approver, const contract::ContentPage& page,
                           const contract::PageVersion& newest);

/// Does what this author types now belong to the newest version, or to a new one?
bool goes_into(const contract::PageVersion& newest, const std::string& author, base::Timestamp now);

/// SHA-256 over the canonical JSON of {"content", "summary", "title"}.
std::string version_hash(const contract::PageVersion& version);

/// What is put away or has run out is made a draft before it is written on.
bool takes_text(contract::PageState state);
/// A translation comes from outside: a page in review stays with its reviewer as it is.
bool takes_translation(contract::PageState state);

/// The steps that a change of text sets back to a draft: everything that somebody has judged, or is judging.
contract::PageState state_after_writing(contract::PageState state);

/// "Straße & Öffnung" → "strasse-oeffnung"; at most 80 characters, "seite" where nothing is left.
std::string slug_of(const std::string& title);

/// May the page stand below its parent? `find` gives a page by its id, nullopt where there is none.
base::Done check_parent(
    const contract::ContentPage& page,
    const std::function<std::optional<contract::ContentPage>(const std::string& id)>& find);

/// A page goes before it comes.
base::Done check_times(const contract::ContentPage& page);

}  // namespace stadtpult::platform
