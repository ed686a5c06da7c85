#pragma once
// Changes on their way: hands them to the client, and tells the person when they arrived, with undo. Main
// thread.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api-client/client/client.hpp"
#include "panels/field_words.hpp"
#include "panels/panel.hpp"

namespace stadtpult::console {

class Changes {
 public:
  explicit Changes(client::Client& client) : client_(client) {}

  /// Journals and sends it. Without the line: into the outbox, or refused with a notice where it may not
  /// wait.
  void send(const panels::Change& change, bool online);
  /// The platform's answer: a toast with undo, or what was refused.
  void done(const client::CommandDone& answer);
  /// A command that came back as a conflict.
  void conflict(const client::OutboxEntry& entry, std::function<void()> decide);

 private:
  /// Changes that are one act for the person.
  struct Act {
    std::string title, detail;
    int open = 0, failed = 0;
    std::vector<panels::Change> undo;  ///< to be sent last first, each with its If-Match
    bool quiet = false;                ///< no word of what went well
    bool asks = false;  ///< of an undo: it does something else than to take back ("Aufhebung beantragt")
  };
  struct Sent {
    std::shared_ptr<Act> act;
    std::shared_ptr<const panels::Change> undo;
    bool was_undo = false;
  };
  void submit(const panels::Change& change, std::shared_ptr<Act> act, bool is_undo);
  void finish(const std::shared_ptr<Act>& act, bool was_undo);
  void undo(const std::vector<panels::Change>& steps, const std::string& undone);

  client::Client& client_;
  std::map<std::string, Sent> sent_;                  ///< by command id
  std::map<std::string, std::weak_ptr<Act>> groups_;  ///< by Change::group
};

using panels::error_words;

}  // namespace stadtpult::console
