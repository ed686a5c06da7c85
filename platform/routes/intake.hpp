#pragma once
// What the ways in of the test phase share: who takes part, what is too fast, taking feedback.

#include <memory>

#include "platform/domain/media/media_file.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/intake_gate.hpp"
#include "platform/routes/operations.hpp"
#include "platform/store/intake.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

/// Whose browser this is, where its cookie holds the code of a round that runs now.
std::optional<Tester> tester_of(const Call& call, Store& store);

enum class RoundTime { not_yet, running, over };
RoundTime time_of(const StoredCode& code, base::Timestamp now);
/// When an account took part is told to the day alone: a time would say which number it has.
base::Timestamp day_told(base::Timestamp at);
/// The code as it is stored; where its round runs now, it is used from now on. Writer's thread.
std::optional<StoredCode> use_code(Change& change, const std::string& code);

/// 429 with the time to wait; what the gate counted is written before it.
base::Result<WritePlan> turned_away(const WriteCall& call, int wait_ms);
base::Error too_fast(int wait_ms);
/// On the writer's thread. Addresses become pseudonyms.
void write_floods(Change& change, Security& security, const std::vector<IntakeGate::Slowed>& rows);

/// Feedback that was read and may be taken.
struct Intake {
  contract::NewFeedback sent;
  std::shared_ptr<const CleanFile> picture;  ///< nullptr: none
};
/// Checks what needs no store; the error names the field.
base::Result<Intake> checked_intake(contract::NewFeedback sent);

struct Taken {
  contract::FeedbackReceipt receipt;
  bool again = false;  ///< it was there before
};
/// The parts that take it; `answer` makes the answer of what was taken or why not.
std::vector<WritePart> take_feedback(const WriteCall& call, Intake intake,
                                     std::function<base::Result<Answer>(const base::Result<Taken>&)> answer);

/// What became of the feedback with this receipt; nothing where there is none.
std::optional<contract::FeedbackReceipt> receipt_of(Database& database, const std::string& receipt);

/// The last answer that its reporter may read; unset time where there is none.
contract::FeedbackReply last_reply(const contract::Feedback& item, const contract::Feedback& root);

}  // namespace stadtpult::platform
