// Agreement with an independent library: its verdicts over given values, and its own examples.

#include <cstdio>
#include <cstdlib>

#include "tests/checks/support.hpp"
#include "tests/support/json.hpp"

namespace stadtpult::checks::testing {
namespace {

using contract::RegisterKind;

/// What the library takes as one text: "Mainz HRB 12345".
Checked check_entry(const std::string& text) {
  const std::pair<const char*, RegisterKind> kinds[] = {{" HRA ", RegisterKind::hra},
                                                        {" HRB ", RegisterKind::hrb},
                                                        {" GnR ", RegisterKind::gnr},
                                                        {" PR ", RegisterKind::pr},
                                                        {" VR ", RegisterKind::vr}};
  for (const auto& [word, kind] : kinds)
    if (const auto at = text.find(word); at != std::string::npos)
      return check_register(text.substr(0, at), kind, text.substr(at + std::string_view(word).size()));
  return {{}, {{"register_kind.missing", 0, {}}}};
}

nlohmann::json vectors() {
  const char* set = std::getenv("STADTPULT_DATA");
  const auto path = std::filesystem::path(set != nullptr ? set : STADTPULT_DATA_DIR) / "merchants" /
                    "payment-vectors" / "vectors.json";
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    MESSAGE("skipped: no " << path.string());
    return {};
  }
  return json_in(file);
}

/// Lines that a program writes; none where it fails.
std::vector<std::string> lines_of(const std::string& command) {
  std::vector<std::string> out;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  std::string line;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    if (c != '\n') {
      line += static_cast<char>(c);
      continue;
    }
    out.push_back(line);
    line.clear();
  }
  return pclose(pipe) == 0 ? out : std::vector<std::string>{};
}

/// The library's own examples and small changes of them, each with its verdict: kind, 1 or 0, text.
constexpr const char* kAsk = R"PY(
import doctest, stdnum.iban, stdnum.de.vat, stdnum.de.handelsregisternummer, stdnum.eu.vat, re
def ask(kind, module, text):
    print(kind, int(module.is_valid(text)), text, sep='\t')
def examples(module):
    for example in doctest.DocTestParser().get_examples(module.__doc__):
        found = re.match(r"(?:validate|compact)\('([^']*)'\)$", example.source.strip())
        if found: yield found.group(1)
    for court in getattr(module, 'GERMAN_COURTS', ()): yield court + ' HRB 4711'
def changed(text):
    yield text
    yield text[:-1]
    yield text + '0'
    for at, c in enumerate(text):
        if c.isdigit(): yield text[:at] + str((int(c) + 1) % 10) + text[at + 1:]
for text in examples(stdnum.iban):
    for other in changed(text): ask('iban', stdnum.iban, other)
for text in ('ES9121000418450200051332', 'FR1420041010050500013M02606', 'MT84MALT011000012345MTLCAST001S', 'NO9386011117947'):
    for other in changed(text): ask('iban', stdnum.iban, other)
for text in examples(stdnum.de.vat):
    for other in changed(text): ask('vat', stdnum.de.vat, other)
for text in examples(stdnum.eu.vat): ask('vat', stdnum.eu.vat, text)
for text in examples(stdnum.de.handelsregisternummer): ask('register', stdnum.de.handelsregisternummer, text)
)PY";

std::vector<std::string> library_says() {
  const auto script =
      std::filesystem::temp_directory_path() / ("stadtpult_ask_" + std::to_string(getpid()) + ".py");
  std::ofstream(script) << kAsk;
  for (const auto* python : {"python3", "/usr/bin/python3"}) {
    if (std::system((std::string(python) + " -c 'import stdnum' 2>/dev/null").c_str()) != 0) continue;
    auto out = lines_of("PYTHONIOENCODING=utf-8 " + std::string(python) + " " + script.string());
    std::filesystem::remove(script);
    REQUIRE_MESSAGE(!out.empty(), "the library's program failed");
    return out;
  }
  std::filesystem::remove(script);
  return {};
}

}  // namespace

TEST_CASE("the shared vectors: an independent library's verdicts") {
  const auto all = vectors();
  if (all.is_null()) return;
  REQUIRE(all["iban"].size() >= 10);
  for (const auto& one : all["iban"]) {
    const auto text = one["in"].get<std::string>();
    CAPTURE(text);
    const auto checked = check_iban(text);
    CHECK(checked.ok() == one["valid"].get<bool>());
    if (checked.ok()) CHECK(checked.compact == one["compact"].get<std::string>());
  }
  for (const auto& one : all["ust_idnr"]) {
    CAPTURE(one["in"].get<std::string>());
    CHECK(check_vat_id(one["in"].get<std::string>()).ok() == one["valid"].get<bool>());
  }
  for (const auto& one : all["handelsregister"]) {
    CAPTURE(one["in"].get<std::string>());
    CHECK(check_entry(one["in"].get<std::string>()).ok() == one["valid"].get<bool>());
  }
}

TEST_CASE("python3-stdnum says the same of its own examples") {
  const auto lines = library_says();
  if (lines.empty()) {
    MESSAGE("skipped: no python3-stdnum");
    return;
  }
  REQUIRE(lines.size() > 200);
  for (const auto& line : lines) {
    CAPTURE(line);
    const auto first_tab = line.find('\t'), second_tab = line.find('\t', first_tab + 1);
    const auto kind = line.substr(0, first_tab), text = line.substr(second_tab + 1);
    const bool good = line.at(first_tab + 1) == '1';
    if (kind == "iban") CHECK(check_iban(text).ok() == good);
    if (kind == "vat") CHECK(check_vat_id(text).ok() == good);
    if (kind == "register") CHECK(check_entry(text).ok() == good);
  }
}

}  // namespace stadtpult::checks::testing
