// `opening-hours`: what an expression means, for whoever wants to try one or compare us with another reader.

#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "api-client/hours/evaluator.hpp"
#include "api-client/hours/sentence.hpp"
#include "platform/commands.hpp"

namespace stadtpult::platform {
namespace {

using nlohmann::ordered_json;

constexpr int kMostSpanDays = 3'700;  // ten years and a few days

struct Question {
  hours::Land land{};
  hours::LocalTime from, to;
};

base::Result<Question> question_of(const HoursCommand& command) {
  const auto refuse = [](std::string message) {
    return base::fail(base::ErrorKind::invalid, std::move(message));
  };
  const auto land = hours::land_of(command.region);
  if (!land) return refuse("--region: \"" + command.region + "\" is no German state such as de-rp.");
  const auto from = hours::local_time_of(command.from), to = hours::local_time_of(command.to);
  if (!from) return refuse("--from: \"" + command.from + "\" is no time such as 2026-12-14T00:00.");
  if (!to) return refuse("--to: \"" + command.to + "\" is no time such as 2027-01-11T00:00.");
  if (*to <= *from) return refuse("--to must be later than --from.");
  if (to->day() - from->day() > kMostSpanDays)
    return refuse("--from and --to may be ten years apart at most.");
  return Question{*land, hours::existing(*from), hours::existing(*to)};
}

ordered_json json_of(const hours::Interval& interval) {
  ordered_json object = {{"from", hours::text_of(interval.from)}, {"to", hours::text_of(interval.to)}};
  if (interval.unknown) object["unknown"] = true;
  if (!interval.comment.empty()) object["comment"] = interval.comment;
  return object;
}

ordered_json answer(const Question& question, std::string_view expression) {
  const auto reading = hours::read(expression);
  auto problems = reading.problems;
  auto intervals = ordered_json::array(), sentences = ordered_json::array();
  if (reading.understood()) {
    const hours::Evaluator evaluator(reading.expression, question.land);
    if (const auto gap = evaluator.gap(question.from, question.to))
      problems.push_back(*gap);
    else
      for (const auto& each : evaluator.intervals(question.from, question.to))
        intervals.push_back(json_of(each));
  }
  for (const auto& problem : problems) sentences.push_back(hours::sentence_of(problem));
  return {{"understood", problems.empty()},
          {"intervals", intervals},
          {"sentence", reading.understood() ? hours::sentence_of(reading.expression) : ""},
          {"problems", sentences}};
}

}  // namespace

int run_opening_hours(const HoursCommand& command) {
  const auto question = question_of(command);
  if (!question) return report(question.error());
  auto expression = command.expression;
  if (expression == "-") {
    expression.assign(std::istreambuf_iterator<char>(std::cin), {});
    while (expression.ends_with('\n') || expression.ends_with('\r')) expression.pop_back();
  }
  std::cout << answer(*question, expression).dump() << '\n';
  return 0;
}

}  // namespace stadtpult::platform
