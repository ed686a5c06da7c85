#pragma once
// How every benchmark prints its rows, so that `./run bench` is one table:
//
//   name | value | reference | ratio | goal | met
//
// A benchmark measures the product and a reference in the same run, interleaved where it can, and compares:
// the figures drift from machine to machine, the ratio tells. Usage:
//
//   bench::Report report;
//   report.at_least("TLS GET of a list page, requests/s", ours, hello, 0.5);   // ratio ours/hello, goal >=
//   0.5 report.at_most("frame of 100,000 against 100, ms", big, small, 1.2);       // ratio big/small, goal
//   <= 1.2 report.limit("idle CPU, % of a core", cpu, 0.5);                           // a figure of its own,
//   goal <= 0.5 return report.finish();                                                    // 0 where all
//   goals are met, else 1

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace stadtpult::bench {

class Report {
 public:
  /// The more the better: value/reference shall be at least `goal`.
  void at_least(const std::string& name, double value, double reference, double goal) {
    const double ratio = reference > 0 ? value / reference : 0;
    row(name, figure(value), figure(reference), fmt::format("{:.2f}", ratio), fmt::format(">= {:g}", goal),
        ratio >= goal);
  }

  /// The less the better: value/reference shall be at most `goal`.
  void at_most(const std::string& name, double value, double reference, double goal) {
    const double ratio = reference > 0 ? value / reference : 0;
    row(name, figure(value), figure(reference), fmt::format("{:.2f}", ratio), fmt::format("<= {:g}", goal),
        reference > 0 && ratio <= goal);
  }

  /// A figure that has a limit and no reference.
  void limit(const std::string& name, double value, double most) {
    row(name, figure(value), "-", "-", fmt::format("<= {:g}", most), value <= most);
  }

  /// The same with a reference that it is read beside, and that it is not judged by.
  void limit_beside(const std::string& name, double value, double reference, double most) {
    row(name, figure(value), figure(reference),
        reference > 0 ? fmt::format("{:.1f}", value / reference) : std::string("-"),
        fmt::format("<= {:g}", most), value <= most);
  }

  /// Exit code of the program: 0 where all goals are met.
  [[nodiscard]] int finish() const { return missed_ == 0 ? 0 : 1; }

 private:
  static std::string figure(double value) {
    return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
  }

  void row(const std::string& name, const std::string& value, const std::string& reference,
           const std::string& ratio, const std::string& goal, bool met) {
    if (!met) ++missed_;
    fmt::print("{:<56} | {:>9} | {:>9} | {:>5} | {:>8} | {}\n", name, value, reference, ratio, goal,
               met ? "yes" : "NO");
    std::fflush(stdout);
  }

  int missed_ = 0;
};

/// The middle one of several runs: one slow run, on a machine that others use too, does not count.
inline double median(std::vector<double> runs) {
  if (runs.empty()) return 0;
  std::sort(runs.begin(), runs.end());
  return runs[runs.size() / 2];
}

}  // namespace stadtpult::bench
