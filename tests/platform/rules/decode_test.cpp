#include "platform/detection/decode.hpp"

#include "tests/platform/rules/support.hpp"

using namespace rules_test;

TEST_CASE("decoding takes off one encoding after the other") {
  CHECK(decode_text("%27%20or%201%3D1") == "' or 1=1");
  CHECK(decode_text("%2527") == "'");
  CHECK(decode_text("%25%32%37") == "'");
  CHECK(decode_text("%u0027%U003c") == "'<");
  CHECK(decode_text("\\u003cscript\\x3e") == "<script>");
  CHECK(decode_text("\\u{3c}b") == "<b");
  CHECK(decode_text("&lt;a&#62;&#x0000028;&colon;&Tab;") == "<a>(:\t");
  CHECK(decode_text("&#60b") == "<b");
  CHECK(decode_text("%26lt%3B") == "<");
  CHECK(decode_text("a+b", Plus::space) == "a b");
  CHECK(decode_text("a%2Bb", Plus::space) == "a+b");
  CHECK(decode_text("a+b") == "a+b");
}

TEST_CASE("decoding leaves alone what is no encoding") {
  for (const std::string text : {"100 % sicher", "50%", "%zz", "%u12", "C:\\Users\\xaver", "M&M's",
                                 "&unbekannt;", "Q&A", "\\u12", "&#;", "&#x;", "\\u{}", "\\u{110000", "%"})
    CHECK(decode_text(text) == text);
}

TEST_CASE("overlong and stray bytes become characters") {
  CHECK(decode_text("%c0%ae%c0%ae%c0%af") == "../");
  CHECK(decode_text("%e0%80%af") == "/");
  CHECK(decode_text("%c0%a527") == "'");  // an overlong percent sign
  CHECK(decode_text("M%fcller") == "Müller");
  CHECK(decode_text("M%C3%BCller") == "Müller");
  CHECK(decode_text("%F0%9F%98%80") == "😀");
  CHECK(decode_text("%ed%a0%80") == "\u00ed\u00a0\u0080");  // half a surrogate pair is no character
}

TEST_CASE("normalising makes texts that mean the same look the same") {
  CHECK(normalise("  SELECT\t \v* ") == "select *");
  CHECK(normalise("UN/**/ION/* x */SELECT") == "un ion select");
  CHECK(normalise("/*!50000UNION*/ SELECT") == "union select");
  CHECK(normalise("a /* offen") == "a /* offen");
  CHECK(normalise("＜ＳＣＲＩＰＴ＞") == "<script>");
  CHECK(normalise("ⓛⓞⓒⓐⓛ") == "local");
  CHECK(normalise("java\u200bscript") == "javascript");
  CHECK(normalise(std::string("a\0b", 3)) == "ab");
  CHECK(normalise("a \r\n b") == "a\nb");
  CHECK(normalise("Größe") == "grösse");
}

TEST_CASE("what shells ignore goes") {
  CHECK(without_shell_quoting("c'a't /et\"c\"/pas\\swd") == "cat /etc/passwd");
  CHECK(without_shell_quoting("c^md") == "cmd");
  CHECK(without_shell_quoting("ca$@t") == "cat");
  CHECK(without_shell_quoting("cat$ifs$9/etc") == "cat /etc");
  CHECK(without_shell_quoting("cat${ifs}/etc") == "cat /etc");
  CHECK(without_shell_quoting("pi``ng") == "ping");
  CHECK(without_shell_quoting("/etc/[p]asswd") == "/etc/passwd");
  CHECK(without_shell_quoting("{cat,/etc/passwd}") == " cat /etc/passwd ");
  CHECK(without_shell_quoting("{\"a\": 1}") == "{a: 1}");
  CHECK(without_shell_quoting("ganz normal").empty());
}

TEST_CASE("base64 is read where it holds text") {
  CHECK(base64_text("d2hvYW1pOyBpZA==") == "whoami; id");
  CHECK(base64_text("d2hvYW1pOyBpZA") == "whoami; id");
  CHECK_FALSE(base64_text("Grundsteuerbescheid2026"));
  CHECK_FALSE(base64_text("aWQ="));
  CHECK_FALSE(base64_text("d2hv YW1pOyBpZA=="));
}

TEST_CASE("each input of a request stands by itself") {
  Event event;
  add_decoded(event, {"/a%20b",
                      "q=%3Cb%3E&n[$ne]=1&leer=",
                      R"({"x":{"y":["Z <i>"]},"n":5})",
                      {{"content-type", "application/json"},
                       {"cookie", "s=1%27--; t=ok2"},
                       {"accept", "*/*"},
                       {"referer", "https://www.example.org/x?y=%3Cz"},
                       {"x-foo", "Bar"}}});
  for (const auto* text : {"/a b", "<b>", "n[$ne]", "leer", "z <i>", "1'--", "ok2", "/x", "<z", "bar"})
    CHECK_MESSAGE(has_input(event, text), text);
  CHECK_FALSE(has_input(event, "*/*"));
  CHECK_FALSE(has_input(event, "www.example.org"));
  CHECK(value_of(event, "stadtpult.decoded.path") == "/a b");
  CHECK(value_of(event, "stadtpult.decoded.query") == "q=<b>&n[$ne]=1&leer=");
}

TEST_CASE("bodies of each kind") {
  const auto inputs = [](std::string_view type, std::string_view body) {
    Event event;
    add_decoded(event, {"/", "", body, {{"content-type", type}}});
    return event;
  };
  CHECK(has_input(inputs("application/x-www-form-urlencoded", "a=b+c&d=%3C"), "b c"));
  CHECK(has_input(inputs("application/xml", "<a x=\"y z\"><b>T&amp;U</b></a>"), "t&u"));
  CHECK(has_input(inputs("application/xml", "<a x=\"y z\"><b>T&amp;U</b></a>"), "y z"));
  CHECK(has_input(inputs("text/plain", "Ganzer Text"), "ganzer text"));
  CHECK(has_input(inputs("application/json", "{kaputt"), "{kaputt"));
  // Nothing hides behind a NUL, where parsers end, nor before it.
  const auto hidden = inputs("application/json", std::string("{\"a\":\"vorn \\u003ci\"}\0hinten", 27));
  CHECK(has_input(hidden, "vorn <i"));
  const auto all = values_of(hidden, "stadtpult.input");
  CHECK(std::any_of(all.begin(), all.end(),
                    [](const auto& each) { return each.find("hinten") != std::string::npos; }));
  const auto multipart =
      inputs("multipart/form-data; boundary=abc",
             "--abc\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.php\"\r\nContent-Type: "
             "application/json\r\n\r\n{\"k\":\"Wert 1\"}\r\n--abc\r\nContent-Disposition: form-data; "
             "name=\"g\"\r\n\r\nWert 2\r\n--abc--\r\n");
  CHECK(has_input(multipart, "wert 1"));
  CHECK(has_input(multipart, "wert 2"));
  CHECK(has_input(inputs("", "q=%7B%22a%22%3A%22tief%20drin%22%7D"), "tief drin"));
  CHECK(has_input(inputs("", "q=d2hvYW1pOyBpZA=="), "whoami; id"));
}

TEST_CASE("hostile inputs cost a bounded amount") {
  std::string query;
  for (int i = 0; i < 20'000; ++i) query += "a" + std::to_string(i) + "=b&";
  Event many;
  add_decoded(many, {"/", query, {}, {}});
  CHECK(values_of(many, "stadtpult.input").size() <= kInputs);
  const std::string deep(100'000, '[');
  Event nested;
  add_decoded(nested, {"/", "", deep, {{"content-type", "application/json"}}});
  CHECK(value_of(nested, "stadtpult.decoded.body").size() <= kDecodedBytes);
  std::string comments;
  for (int i = 0; i < 100'000; ++i) comments += "/*a";
  CHECK(normalise(comments).size() == comments.size());
  std::string percent = "%";
  for (int i = 0; i < 20; ++i) percent = "%25" + percent.substr(1);
  CHECK(decode_text(percent + "27").size() > 1);  // deeper than the rounds: left as it is, no loop
}

TEST_CASE("an event with OCSF names is decoded once") {
  Event event;
  event.add("http_request.url.url_string", "/s?q=%3Cb%3E");
  event.add("http_request.http_headers.x-a", "%27");
  decode_request(event);
  CHECK(has_input(event, "<b>"));
  CHECK(values_of(event, "http_request.url.url_string") ==
        std::vector<std::string>{"/s?q=%3Cb%3E", "/s?q=<b>"});
  const auto count = event.fields.size();
  decode_request(event);
  CHECK(event.fields.size() == count);
  Event other;
  other.add("message", "%27");
  decode_request(other);
  CHECK(other.fields.size() == 1);
}
