// What an item matches: the semantics of the specification, one by one.

#include "platform/detection/network.hpp"
#include "tests/platform/detection/support.hpp"

using namespace stadtpult::platform::detection;

namespace {

struct Case {
  const char* item;
  const char* event;
  bool expected;
};

void check(const std::vector<Case>& rows) {
  for (const auto& row : rows) {
    CAPTURE(row.item);
    CAPTURE(row.event);
    CHECK(item_matches(row.item, row.event) == row.expected);
  }
}

}  // namespace

TEST_CASE("texts are compared without case, as a whole") {
  check({{"f: Value", R"({"f":"vALUE"})", true},
         {"f: Value", R"({"f":"values"})", false},
         {"f: Value", R"({"F":"value"})", false},
         {"f: Value", R"({"g":"value"})", false},
         {"f: 'Größe'", R"({"f":"GRÖSSE"})", false},
         {"f: 'GRÖßE'", R"({"f":"größe"})", true},
         {"f: 'ΣΊΣΥΦΟΣ'", R"({"f":"σίσυφος"})", true},
         {"f|cased: Value", R"({"f":"Value"})", true},
         {"f|cased: Value", R"({"f":"value"})", false},
         {"f|contains|cased: 'lu'", R"({"f":"VaLue"})", false},
         {"f|cased|contains: 'Lu'", R"({"f":"VaLue"})", true}});
}

TEST_CASE("wildcards and escapes") {
  check({{"f: 'prog?.exe'", R"({"f":"progA.exe"})", true},
         {"f: 'prog?.exe'", R"({"f":"prog.exe"})", false},
         {"f: 'prog?.exe'", R"({"f":"progä.exe"})", true},
         {"f: 'a*z'", R"({"f":"az"})", true},
         {"f: 'a*m*z'", R"({"f":"a--m--z"})", true},
         {"f: 'a*m*z'", R"({"f":"a--z"})", false},
         {"f: 'a*ab'", R"({"f":"aab"})", true},
         {"f: 'ab*ab'", R"({"f":"ab"})", false},
         {"f: '*'", R"({"f":""})", true},
         {"f: '*'", R"({"f":null})", false},
         {"f: '*'", R"({"g":"x"})", false},
         {R"(f: 'a\*')", R"({"f":"a*"})", true},
         {R"(f: 'a\*')", R"({"f":"ab"})", false},
         {R"(f: 'a\?')", R"({"f":"a?"})", true},
         {R"(f: 'a\\*')", R"({"f":"a\\bc"})", true},
         {R"(f: 'a\\*')", R"({"f":"a*"})", false},
         {R"(f: 'a\\\*')", R"({"f":"a\\*"})", true},
         {R"(f: 'a\\\*')", R"({"f":"a\\b"})", false},
         {R"(f: 'C:\Windows\x')", R"({"f":"c:\\windows\\X"})", true},
         {R"(f: 'a\\b')", R"({"f":"a\\b"})", true},
         {R"(f: '\\\\srv')", R"({"f":"\\\\srv"})", true},
         {R"(f: '\\\srv')", R"({"f":"\\\\srv"})", true},
         {R"(f: 'a\')", R"({"f":"a\\"})", true},
         {R"(f|contains: '100\*')", R"({"f":"is 100* x"})", true},
         {R"(f|contains: '1?3')", R"({"f":"x123x"})", true}});
}

TEST_CASE("startswith, endswith, contains") {
  check({{"f|startswith: ab", R"({"f":"ABc"})", true},
         {"f|startswith: ab", R"({"f":"cab"})", false},
         {"f|endswith: bc", R"({"f":"aBC"})", true},
         {"f|endswith: bc", R"({"f":"bcd"})", false},
         {"f|contains: b", R"({"f":"abc"})", true},
         {"f|contains: ''", R"({"f":""})", true},
         {"f|contains: 46", R"({"f":4625})", true},
         {"f|startswith: 46", R"({"f":4625})", true},
         {"f|endswith: 46", R"({"f":4625})", false},
         {"f|contains: [x, b]", R"({"f":"abc"})", true},
         {"f|contains|all: [a, c]", R"({"f":"abc"})", true},
         {"f|contains|all: [a, x]", R"({"f":"abc"})", false},
         {"f|all|contains: [a, c]", R"({"f":"abc"})", true}});
}

TEST_CASE("fields with several values: any of them matches") {
  check({{"f: b", R"({"f":["a","b"]})", true},
         {"f: c", R"({"f":["a","b"]})", false},
         {"f|contains|all: [a, b]", R"({"f":["a","b"]})", true},
         {"f|neq: a", R"({"f":["a","b"]})", false},
         {"f|neq: c", R"({"f":["a","b"]})", true},
         {"f.g: b", R"({"f":[{"g":"a"},{"g":"b"}]})", true}});
}

TEST_CASE("numbers, truths and their texts") {
  check({{"f: 4625", R"({"f":4625})", true},
         {"f: 4625", R"({"f":"4625"})", true},
         {"f: 4625", R"({"f":4625.0})", true},
         {"f: 4625", R"({"f":46250})", false},
         {"f: 4625", R"({"f":"4625.0"})", false},
         {"f: '4625'", R"({"f":4625})", true},
         {"f: '46*'", R"({"f":4625})", true},
         {"f: 1.50", R"({"f":1.5})", true},
         {"f: 1.50", R"({"f":"1.50"})", true},
         {"f: 0x17", R"({"f":23})", true},
         {"f: 0x17", R"({"f":"0x17"})", true},
         {"f: '0x17'", R"({"f":23})", false},
         {"f: 007", R"({"f":7})", true},
         {"f: 007", R"({"f":"007"})", true},
         {"f: true", R"({"f":true})", true},
         {"f: true", R"({"f":"TRUE"})", true},
         {"f: 'true'", R"({"f":true})", true},
         {"f: true", R"({"f":false})", false},
         {"f: true", R"({"f":1})", false},
         {"f: -3", R"({"f":-3})", true},
         {"f: 9223372036854775807", R"({"f":9223372036854775806})", false}});
}

TEST_CASE("null, empty and absent") {
  check({{"f: null", R"({"f":null})", true},
         {"f: null", R"({"g":1})", true},
         {"f:", R"({"g":1})", true},
         {"f: null", R"({"f":""})", false},
         {"f: ''", R"({"f":""})", true},
         {"f: ''", R"({"f":null})", false},
         {"f: ''", R"({"g":1})", false},
         {"f: 'null'", R"({"f":null})", false},
         {"f: 'null'", R"({"f":"null"})", true},
         {"f|neq: null", R"({"f":"x"})", true},
         {"f|neq: null", R"({"g":1})", false},
         {"f|exists: true", R"({"f":null})", true},
         {"f|exists: true", R"({"f":""})", true},
         {"f|exists: true", R"({"g":1})", false},
         {"f|exists: false", R"({"g":1})", true},
         {"f|exists: false", R"({"f":0})", false}});
}

TEST_CASE("neq") {
  check({{"f|neq: a", R"({"f":"b"})", true},
         {"f|neq: a", R"({"f":"A"})", false},
         {"f|neq: a", R"({"g":1})", true},
         {"f|neq: [a, b]", R"({"f":"c"})", true},
         {"f|neq: [a, b]", R"({"f":"b"})", false},
         {"f|neq: 5", R"({"f":5})", false},
         {"f|contains|neq: x", R"({"f":"axb"})", false},
         {"f|contains|neq: x", R"({"f":"ab"})", true}});
}

TEST_CASE("comparisons of numbers") {
  check({{"f|lt: 5", R"({"f":4})", true},
         {"f|lt: 5", R"({"f":5})", false},
         {"f|lte: 5", R"({"f":5})", true},
         {"f|gt: 5", R"({"f":5.1})", true},
         {"f|gt: 5", R"({"f":"6"})", true},
         {"f|gt: 5", R"({"f":"six"})", false},
         {"f|gte: 5.5", R"({"f":5})", false},
         {"f|gte: 5.5", R"({"f":"5.5"})", true},
         {"f|gt: 5", R"({"g":6})", false},
         {"f|gt: 5", R"({"f":true})", false},
         {"f|gt: [5, 1]", R"({"f":2})", true},
         {"f|gt|neq: 5", R"({"f":2})", true}});
}

TEST_CASE("parts of dates") {
  check({{"t|hour: 8", R"({"t":"2026-11-23T08:17:02Z"})", true},
         {"t|minute: 17", R"({"t":"2026-11-23 08:17:02"})", true},
         {"t|day: 23", R"({"t":"2026-11-23"})", true},
         {"t|hour: 0", R"({"t":"2026-11-23"})", false},
         {"t|month: 11", R"({"t":"2026-11-23T08:17:02+05:00"})", true},
         {"t|hour: 8", R"({"t":"2026-11-23T08:17:02+05:00"})", true},
         {"t|year: 2026", R"({"t":1795421822418})", true},
         {"t|hour|gte: 22", R"({"t":"2026-11-23T23:17:02Z"})", true},
         {"t|hour|lt: 6", R"({"t":"2026-11-23T23:17:02Z"})", false},
         {"t|week: 48", R"({"t":"2026-11-23"})", true},
         {"t|week: 53", R"({"t":"2027-01-01"})", true},
         {"t|week: 1", R"({"t":"2025-12-29"})", true},
         {"t|day: 30", R"({"t":"2026-02-30"})", false},
         {"t|year: 2026", R"({"t":"next year"})", false}});
}

TEST_CASE("an address has one form") {
  const std::pair<const char*, const char*> forms[] = {
      {"203.0.113.9", "203.0.113.9"},
      {"::ffff:203.0.113.9", "203.0.113.9"},
      {"::FFFF:CB00:7109", "203.0.113.9"},
      {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
      {"2001:0db8::0001", "2001:db8::1"},
      {"fe80::1%eth0", "fe80::1"},
      {"::1", "::1"},
      {"::", "::"},
      // No address: as it stands.
      {"203.0.113", "203.0.113"},
      {"203.0.113.009", "203.0.113.009"},
      {"Scanner.example", "Scanner.example"},
      {"2001:DB8::1::2", "2001:DB8::1::2"},
      {"", ""},
  };
  for (const auto& [written, normal] : forms) CHECK_MESSAGE(normal_address(written) == normal, written);
}

TEST_CASE("networks") {
  check({{"ip|cidr: 10.0.0.0/8", R"({"ip":"10.255.1.2"})", true},
         {"ip|cidr: 10.0.0.0/8", R"({"ip":"11.0.0.1"})", false},
         {"ip|cidr: 192.168.178.0/23", R"({"ip":"192.168.179.255"})", true},
         {"ip|cidr: 192.168.178.0/23", R"({"ip":"192.168.180.0"})", false},
         {"ip|cidr: 0.0.0.0/0", R"({"ip":"8.8.8.8"})", true},
         {"ip|cidr: 0.0.0.0/0", R"({"ip":"2001:db8::1"})", false},
         {"ip|cidr: '2001:db8::/32'", R"({"ip":"2001:DB8:ffff::1"})", true},
         {"ip|cidr: '2001:db8::/32'", R"({"ip":"2001:db9::1"})", false},
         {"ip|cidr: 'fe80::/10'", R"({"ip":"fe80::1%eth0"})", true},
         {"ip|cidr: 10.0.0.0/8", R"({"ip":"::ffff:10.1.2.3"})", true},
         {"ip|cidr: 10.1.2.3", R"({"ip":"10.1.2.3"})", true},
         {"ip|cidr: 10.0.0.0/8", R"({"ip":"10.1.2"})", false},
         {"ip|cidr: 10.0.0.0/8", R"({"ip":"host"})", false},
         {"ip|cidr: [10.0.0.0/8, 'fc00::/7']", R"({"ip":"fd00::1"})", true},
         {"ip|cidr|neq: 10.0.0.0/8", R"({"ip":"10.0.0.1"})", false}});
}

TEST_CASE("regular expressions") {
  check({{"f|re: 'a.c'", R"({"f":"xxabcxx"})", true},
         {"f|re: 'A.C'", R"({"f":"abc"})", false},
         {"f|re|i: 'A.C'", R"({"f":"abc"})", true},
         {"f|re: '^b'", R"({"f":"a\nb"})", false},
         {"f|re|m: '^b'", R"({"f":"a\nb"})", true},
         {"f|re: 'a.b'", R"({"f":"a\nb"})", false},
         {"f|re|s: 'a.b'", R"({"f":"a\nb"})", true},
         {"f|re|i|m|s: '^A.B$'", R"({"f":"x\na\nb"})", true},
         {R"(f|re: '\*')", R"({"f":"a*"})", true},
         {R"(f|re: '\d{3}')", R"({"f":1234})", true},
         {"f|re: '.{150}'", R"({"f":"short"})", false},
         {"f|re: ['x', 'b']", R"({"f":"abc"})", true},
         {"f|re|all: ['a', 'c']", R"({"f":"abc"})", true},
         {"f|re|startswith: 'b'", R"({"f":"abc"})", false},
         {"f|re|startswith: 'a|b'", R"({"f":"xb"})", false},
         {"f|re|endswith: 'b|c'", R"({"f":"abc"})", true},
         {"f|re|neq: 'b'", R"({"f":"abc"})", false},
         {"f|re: 'ä+'", R"({"f":"xää"})", true}});
}

TEST_CASE("encodings") {
  // "cmd" is Y21k; within other bytes: Y21k, NtZ, jbW
  check({{"f|base64: cmd", R"({"f":"Y21k"})", true},
         {"f|base64|contains: cmd", R"({"f":"=Y21k="})", true},
         {"f|base64offset|contains: 'http://'", R"({"f":"xx aHR0cDovLyhello"})", true},
         {"f|base64offset|contains: 'http://'", R"({"f":"eGh0dHA6Ly9hYmM="})", true},
         {"f|base64offset|contains: 'http://'", R"({"f":"eHhodHRwOi8vYWJj"})", true},
         {"f|base64offset|contains: 'http://'", R"({"f":"ZnRwOi8v"})", false},
         {"f|wide|base64offset|contains: 'ping'", R"({"f":"cABpAG4AZwA="})", true},
         {"f|utf16le|base64|contains: 'ping'", R"({"f":"cABpAG4AZwA="})", true},
         {"f|utf16be|base64|contains: 'ping'", R"({"f":"AHAAaQBuAGc="})", true},
         {"f|utf16|base64: 'ping'", R"({"f":"//5wAGkAbgBnAA=="})", true},
         {"f|wide: 'ab'", R"({"f":"a\u0000B\u0000"})", true},
         {"f|wide|contains: 'b'", R"({"f":"a\u0000b\u0000"})", true},
         {"f|base64|cased: cmd", R"({"f":"y21K"})", false},
         {"f|base64offset|contains|all: [cmd, exe]", R"({"f":"Y21kLmV4ZQ=="})", true}});
}

TEST_CASE("windash takes five characters for one another") {
  check({{"f|windash: ' -s '", R"({"f":" /s "})", true},
         {"f|windash|contains: ' -s'", R"({"f":"x –S y"})", true},
         {"f|windash|contains: ' -s'", R"({"f":"x —s y"})", true},
         {"f|windash|contains: ' /s'", R"({"f":"x ―s y"})", true},
         {"f|contains|windash: ' /s'", R"({"f":"x -s y"})", true},
         {"f|windash|contains: ' -s'", R"({"f":"x +s y"})", false},
         {"f|windash|contains: '-a -b'", R"({"f":"/a –b"})", true},
         {"f|windash|contains: '-a*-b'", R"({"f":"/a zz —b"})", true},
         {"f|windash|base64offset|contains: ' -enc'", R"({"f":"IC9lbmM="})", true}});
}

TEST_CASE("fieldref") {
  check({{"a|fieldref: b", R"({"a":"X","b":"x"})", true},
         {"a|fieldref: b", R"({"a":"x","b":"y"})", false},
         {"a|fieldref: b", R"({"a":"x"})", false},
         {"a|fieldref: b", R"({"a":null,"b":null})", false},
         {"a|fieldref: b", R"({"a":5,"b":5.0})", true},
         {"a|fieldref: b", R"({"a":["p","q"],"b":["q","r"]})", true},
         {"a|fieldref|cased: b", R"({"a":"X","b":"x"})", false},
         {"a|fieldref|startswith: b", R"({"a":"xyz","b":"XY"})", true},
         {"a|fieldref|endswith: b", R"({"a":"xyz","b":"yz"})", true},
         {"a|fieldref|contains: b", R"({"a":"xyz","b":"y"})", true},
         {"a|contains|fieldref: b", R"({"a":"xyz","b":"y"})", true},
         {"a|fieldref|neq: b", R"({"a":"x","b":"y"})", true},
         {"a|fieldref|neq: b", R"({"a":"x","b":"x"})", false},
         {"a|fieldref: [b, c]", R"({"a":"x","c":"x"})", true}});
}

TEST_CASE("keywords look at all values of the event") {
  const auto any = rule_around("  words: [EvilService, 'svc*-n evil', 4711]\n  condition: words\n");
  CHECK(matches(any, R"({"a":{"b":"an evilservice here"}})"));
  CHECK(matches(any, R"({"m":"x svchost.exe -n evil y"})"));
  CHECK(matches(any, R"({"m":47110})"));
  CHECK_FALSE(matches(any, R"({"evilservice":"x"})"));
  const auto all =
      rule_around("  words:\n    '|all': [OabVirtualDirectory, ' -ExternalUrl ']\n  condition: words\n");
  CHECK(matches(all, R"({"a":"OabVirtualDirectory","b":"x -externalurl y"})"));
  CHECK_FALSE(matches(all, R"({"a":"OabVirtualDirectory"})"));
  CHECK(matches(rule_around("  words:\n    '|re': ['ev[i1]l']\n  condition: words\n"), R"({"a":"ev1l"})"));
  const auto mixed = rule_around("  s:\n    - word\n    - f: x\n      g: y\n    - h: z\n  condition: s\n");
  CHECK(matches(mixed, R"({"q":"a WORD"})"));
  CHECK(matches(mixed, R"({"f":"x","g":"y"})"));
  CHECK(matches(mixed, R"({"h":"z"})"));
  CHECK_FALSE(matches(mixed, R"({"f":"x"})"));
}

TEST_CASE("conditions") {
  const auto with = [](const std::string& condition, const std::string& event) {
    return matches(rule_around("  a: {f: 1}\n  b: {g: 1}\n  c: {h: 1}\n  sel_1: {i: 1}\n  sel_2: {j: 1}\n"
                               "  _hidden: {k: 1}\n  condition: " +
                               condition + "\n"),
                   event);
  };
  CHECK(with("a or b and c", R"({"f":1})"));
  CHECK_FALSE(with("(a or b) and c", R"({"f":1})"));
  CHECK(with("not a and b", R"({"g":1})"));
  CHECK_FALSE(with("not (a or b)", R"({"g":1})"));
  CHECK(with("not not a", R"({"f":1})"));
  CHECK(with("1 of them", R"({"j":1})"));
  CHECK_FALSE(with("1 of them", R"({"k":1})"));
  CHECK(with("1 of _*", R"({"k":1})"));
  CHECK(with("_hidden", R"({"k":1})"));
  CHECK(with("any of sel_*", R"({"j":1})"));
  CHECK_FALSE(with("all of sel_*", R"({"j":1})"));
  CHECK(with("all of sel_*", R"({"i":1,"j":1})"));
  CHECK(with("all of them", R"({"f":1,"g":1,"h":1,"i":1,"j":1})"));
  CHECK(with("a and not 1 of sel_*", R"({"f":1})"));
  CHECK_FALSE(with("a and not 1 of sel_*", R"({"f":1,"i":1})"));
  CHECK(with("1 of *_2", R"({"j":1})"));
  CHECK(with("[a and b, c]", R"({"h":1})"));
  CHECK(with("a AND NOT b", R"({"f":1})"));
}

TEST_CASE("log sources") {
  const auto rule = rule_around("  s: {f: 1}\n  condition: s\n", "{category: webserver, product: apache}");
  const auto with = [&rule](const std::string& source) {
    return matches(rule, R"({"f":1,"logsource":)" + source + "}");
  };
  CHECK(with("{}"));
  CHECK(with(R"({"category":"webserver"})"));
  CHECK(with(R"({"category":"webserver","product":"apache","service":"x"})"));
  CHECK_FALSE(with(R"({"category":"proxy"})"));
  CHECK_FALSE(with(R"({"category":"webserver","product":"nginx"})"));
}

TEST_CASE("Sigma's names of web fields mean the OCSF fields as well") {
  const auto rule = [](const char* item) {
    return rule_around(std::string("  s: {") + item + "}\n  condition: s\n", "{category: webserver}");
  };
  CHECK(matches(rule("cs-uri-query|contains: passwd"),
                R"({"http_request":{"url":{"url_string":"/a?/etc/passwd"}}})"));
  CHECK(matches(rule("cs-uri-query|contains: passwd"), R"({"cs-uri-query":"/etc/passwd"})"));
  CHECK(matches(rule("cs-uri-stem: /a"), R"({"http_request":{"url":{"path":"/a"}}})"));
  CHECK(matches(rule("sc-status: 404"), R"({"http_response":{"code":404}})"));
  CHECK(matches(rule("cs-method: GET"), R"({"http_request":{"http_method":"GET"}})"));
  CHECK(matches(rule("cs-referer: x"), R"({"http_request":{"referrer":"x"}})"));
  CHECK(matches(rule("c-ip|cidr: 10.0.0.0/8"), R"({"src_endpoint":{"ip":"10.0.0.1"}})"));
  CHECK_FALSE(matches(rule_around("  s: {cs-method: GET}\n  condition: s\n"),
                      R"({"http_request":{"http_method":"GET"}})"));
}
