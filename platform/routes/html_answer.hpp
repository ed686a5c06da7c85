#pragma once
// What every page under /app/ begins with.

#include "api-client/contract/language_tag.hpp"
#include "platform/app/app_pages.hpp"
#include "platform/routes/common.hpp"

namespace stadtpult::platform {

inline Answer html(std::string text, int status = 200) {
  Answer answer;
  answer.status = status;
  answer.content_type = "text/html; charset=utf-8";
  answer.body = std::move(text);
  if (status == 200) answer.etag = etag_of_body(answer.body);
  return answer;
}

/// The language asked for where it is one; a wrong word in an address is no reason to show nothing.
inline std::string language_for(const Call& call) {
  const auto* tag = find_name(call.query, "language");
  return tag != nullptr && contract::is_language_tag(*tag) ? *tag : "de";
}

inline app::Frame frame_for(const Call& call, std::string path, std::string title = {}) {
  app::Frame frame;
  frame.language = language_for(call);
  frame.path = std::move(path);
  frame.title = std::move(title);
  if (call.tester) frame.round = call.tester->round_name;
  return frame;
}

}  // namespace stadtpult::platform
