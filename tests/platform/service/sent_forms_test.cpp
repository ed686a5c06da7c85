// Forms that citizens send with files: the body taken apart, what is wrong said at its field, and the files
// sealed, read and destroyed with the answer.

#include <chrono>
#include <fstream>
#include <thread>

#include "platform/domain/form_check.hpp"
#include "platform/routes/multipart.hpp"
#include "tests/platform/service/pages_desk.hpp"
#include "tests/support/form_parts.hpp"
#include "tests/support/pdf_writer.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;
using testing::form_parts;
using testing::Part;
using testing::parts_type;

namespace {

const std::string kOnePixel(
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9c"
    "c````\0\0\0\x05\0\x01\xa5\xf6"
    "E@\0\0\0\0IEND\xae"
    "B`\x82",
    70);
const std::string kPdf =
    testing::pdf_page("Geheim-0815", "", "", {"<< /Author (Karla-0816) >>"}, "/Info 6 0 R");

/// What is wrong with a body, "" for nothing; at which field behind a "|".
std::string refusal_of(const std::string& body, const std::string& type = parts_type()) {
  const auto parts = parse_multipart(type, body);
  return parts ? "" : parts.error().message + "|" + parts.error().field;
}

/// A part with these header fields.
std::string part_with(const std::string& head, const std::string& body = "x") {
  return "------b0und\r\n" + head + "\r\n\r\n" + body + "\r\n------b0und--\r\n";
}

struct FormDesk : Desk {
  explicit FormDesk(const Json& more = Json::object(), ServiceOptions options = {})
      : Desk{Platform(std::move(options))} {
    Json form = {{"id", "f"},
                 {"type", "form"},
                 {"title", {{"de", "Antrag"}}},
                 {"fields",
                  {{{"id", "n"}, {"input", "text"}, {"label", {{"de", "Name"}}}, {"required", true}},
                   {{"id", "d"},
                    {"input", "file"},
                    {"label", {{"de", "Ausweis"}}},
                    {"required", true},
                    {"max_megabytes", 1}},
                   {{"id", "p"}, {"input", "file"}, {"label", {{"de", "Foto"}}}, {"accept", "pictures"}}}}};
    form.update(more);
    publish(page("Antrag", {{"content", {{"blocks", Json::array({form})}}}}));
  }
  Reply send(const std::vector<Part>& parts, const std::string& boundary = "----b0und") {
    return send_raw(form_parts(parts, boundary), parts_type(boundary));
  }
  Reply send_raw(const std::string& body, const std::string& type = parts_type()) {
    return platform.ask("POST", "/app/p/antrag/forms/f", "", body,
                        {.content_type = type, .source = "203.0.113.9"});
  }
  Json answers() { return platform.get("/v1/forms/answers", editor).part("items"); }
  bool stands_on_disk(const std::string& words) {
    for (const char* end : {"", "-wal"}) {
      std::ifstream file(platform.file() + end, std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      if (bytes.find(words) != std::string::npos) return true;
    }
    return false;
  }
};

bool tells(const Reply& reply, const std::string& words) {
  return reply.content_type.starts_with("text/html") && reply.text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("multipart/form-data: parts as they were sent, whatever stands in them") {
  const auto parts = parse_multipart(
      "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
      "nobody's\r\n--a b\r\ncontent-disposition: form-data; name=n\r\n\r\nJörg\r\n--a\r\n--a b \t\r\n"
      "X-Else: 1\r\nContent-Disposition: form-data; name=\"q%22\\\"\"; filename=\"C:\\a\\b%0D%0A.png\"\r\n"
      "Content-Type: image/png\r\n\r\n\r\n--a b\r\nContent-Disposition:form-data;name=e;filename=\"\"\r\n\r\n"
      "\r\n--a b--\r\nnobody's either");
  REQUIRE_MESSAGE(parts, (parts ? "" : parts.error().message));
  REQUIRE(parts->size() == 3);
  CHECK((*parts)[0].name == "n");
  CHECK((*parts)[0].body == "Jörg\r\n--a");
  CHECK_FALSE((*parts)[0].is_file);
  CHECK((*parts)[1].name == "q\"\"");
  CHECK((*parts)[1].file_name == "C:\\a\\b.png");
  CHECK((*parts)[1].body.empty());
  CHECK((*parts)[2].is_file);
  CHECK((*parts)[2].file_name.empty());
  CHECK(parse_multipart(parts_type("x"), "--x--")->empty());
}

TEST_CASE("multipart/form-data: what two readers could understand differently is refused, with its field") {
  const std::string good = form_parts({{"n", "x"}});
  CHECK(refusal_of(good).empty());
  for (const char* type :
       {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a",
        "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=a{b",
        "multipart/mixed; boundary=a", "multipart/form-data, boundary=a"}) {
    CAPTURE(type);
    CHECK(refusal_of(good, type).ends_with("|Content-Type"));
  }
  CHECK(refusal_of(good, parts_type(std::string(71, 'a'))).ends_with("|Content-Type"));
  CHECK(refusal_of("", parts_type()).starts_with("The body does not begin"));
  CHECK(refusal_of(good, parts_type("else")).starts_with("The body does not begin"));
  // Half-sent, at every byte.
  for (std::size_t end = 0; end < good.size() - 4; ++end)
    CHECK_FALSE(refusal_of(good.substr(0, end)).empty());
  CHECK(refusal_of(form_parts({{"n", "a\r\n------b0undary\r\nb"}})).find("does not belong there") !=
        std::string::npos);
  const std::string named = "Content-Disposition: form-data; name=\"n\"";
  CHECK(refusal_of(part_with(named)).empty());
  CHECK(refusal_of(part_with("Content-Type: text/plain")) == "A part has no Content-Disposition.|");
  CHECK(refusal_of(part_with("Content-Disposition: form-data")) == "A part has no name.|");
  CHECK(refusal_of(part_with("Content-Disposition: attachment; name=\"n\"")) ==
        "A part's Content-Disposition must be form-data.|");
  CHECK(refusal_of(part_with(named + "\r\n" + named)) == "A part has two Content-Disposition fields.|n");
  CHECK(refusal_of(part_with(named + "; name=\"m\"")) == "A part is named twice.|n");
  CHECK(refusal_of(part_with(named + "; filename*=UTF-8''a.png")).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "; filename=\"a")).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "\r\n folded: 1")).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "\r\nX-A: a\nb")).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "\r\nX-A: " + std::string("a\0b", 3))).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "\r\nno colon")).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "\r\nContent-Type: multipart/mixed; boundary=i")) ==
        "Parts within parts are not taken.|n");
  CHECK(refusal_of(part_with(named + "\r\nContent-Type: text/plain; charset=utf-16")).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "\r\nContent-Transfer-Encoding: base64")).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "\r\nContent-Transfer-Encoding: binary")).empty());
  CHECK_FALSE(refusal_of(part_with("Content-Disposition: form-data; name=\"a%0D%0Ab\"")).empty());
  CHECK_FALSE(refusal_of(part_with("Content-Disposition: form-data; name=\"\xFF\"")).empty());
  CHECK_FALSE(refusal_of(part_with("Content-Disposition: form-data; name=\"" + std::string(121, 'n') + "\""))
                  .empty());
  CHECK(refusal_of(part_with(named + "; filename=\"" + std::string(1'001, 'f') + "\"")).ends_with("|n"));
  CHECK(refusal_of(part_with(named + "\r\nX-A: " + std::string(kLongestPartHead, 'a'))) ==
        "A part's head is too long.|n");
  CHECK(refusal_of(form_parts(std::vector<Part>(kMostParts, {"n", "x"}))).empty());
  CHECK_FALSE(refusal_of(form_parts(std::vector<Part>(kMostParts + 1, {"n", "x"}))).empty());
}

TEST_CASE("files are kept by names that deceive nobody") {
  CHECK(kept_file_name("ausweis.PNG", "image/png") == "ausweis.PNG");
  CHECK(kept_file_name("C:\\Bilder\\Foto.jpeg", "image/jpeg") == "Foto.jpeg");
  CHECK(kept_file_name("../../etc/passwd", "application/pdf") == "passwd.pdf");
  CHECK(kept_file_name("rechnung.exe", "application/pdf") == "rechnung.exe.pdf");
  CHECK(kept_file_name("a\xE2\x80\xAEgnp.exe", "image/png") == "agnp.exe.png");
  CHECK(kept_file_name(" .bashrc. ", "image/png") == "bashrc.png");
  CHECK(kept_file_name("a:b|c?.pdf", "application/pdf") == "a_b_c_.pdf");
  CHECK(kept_file_name("", "image/webp") == "Datei.webp");
  CHECK(kept_file_name(".pdf", "application/pdf") == "pdf.pdf");
  const auto longest = kept_file_name(std::string(99, 'a') + std::string(200, '\xC3') + ".png", "image/png");
  CHECK(longest.size() <= 160);
  std::string umlauts;
  for (int i = 0; i < 200; ++i) umlauts += "ä";
  CHECK(kept_file_name(umlauts, "image/png").ends_with("ä.png"));
}

TEST_CASE("a form with files arrives once, sealed, and its files are read with a line in the record") {
  FormDesk desk;
  CHECK(tells(desk.platform.get("/app/p/antrag", ""), "enctype=\"multipart/form-data\""));
  const std::vector<Part> whole = {
      {"n", "Jörg"}, {"d", kPdf, "C:\\Ausweis <1>.pdf", "application/pdf"}, {"p", "", "", ""}};
  REQUIRE(desk.send(whole).status == 201);
  // A second press makes another boundary of the same.
  CHECK(desk.send(whole, "another").status == 201);
  REQUIRE(desk.answers().size() == 1);
  std::vector<Part> other = whole;
  other[1].body = testing::pdf_page("Geheim-00815");
  CHECK(desk.send(other).status == 201);
  REQUIRE(desk.answers().size() == 2);
  const Json answer = desk.answers()[1];
  REQUIRE(answer["answers"].size() == 2);
  CHECK(answer["answers"][1]["value"] == "Ausweis _1_.pdf");
  CHECK(answer["answers"][1]["file"]["media_type"] == "application/pdf");
  CHECK_FALSE(answer["answers"][0].contains("file"));
  CHECK_FALSE(desk.stands_on_disk("Geheim-0815"));
  CHECK_FALSE(desk.stands_on_disk("Ausweis _1_"));

  const std::string id = answer["id"], path = "/v1/forms/answers/" + id;
  const auto lines = [&] {
    return desk.platform.get("/v1/audit?filter=action:form_answer.read_file", desk.platform.lead())
        .part("items");
  };
  const Reply file = desk.platform.get(path + "/files/d", desk.editor);
  REQUIRE_MESSAGE(file.status == 200, file.text);
  CHECK(file.text.find("(Geheim-0815)") != std::string::npos);
  CHECK(file.text.find("Karla-0816") == std::string::npos);
  CHECK(answer["answers"][1]["file"]["size_bytes"] == file.text.size());
  CHECK(file.content_type == "application/pdf");
  REQUIRE(lines().size() == 1);
  CHECK(lines()[0]["object_id"] == id);
  CHECK(lines()[0]["principal_name"] == "Lena Vogt");
  CHECK(lines().dump().find("Ausweis") == std::string::npos);
  CHECK(desk.platform.get(path + "/files/p", desk.editor).status == 404);
  CHECK(desk.platform.get(path + "/files/..%2Fd", desk.editor).status == 404);
  CHECK(desk.platform.get("/v1/forms/answers/fan_none/files/d", desk.editor).status == 404);
  for (const auto role : {Role::reviewer, Role::security_analyst})
    CHECK(desk.platform.get(path + "/files/d", desk.platform.token(role)).status == 403);
  CHECK(lines().size() == 1);
  desk.platform.restart();
  CHECK(desk.platform.get(path + "/files/d", desk.editor).text == file.text);
  const Reply csv = desk.platform.post("/v1/forms/exports", desk.editor,
                                       {{"page_id", answer["page_id"]}, {"reason", "Statistik"}});
  CHECK(csv.body["csv"].get<std::string>().find(",Jörg,Ausweis _1_.pdf\r\n") != std::string::npos);
}

TEST_CASE("what is wrong with a file is said at its field, and nothing is stored") {
  FormDesk desk;
  const auto with = [&](const std::string& file, const std::string& name = "a.pdf") {
    return desk.send({{"n", "Jörg <b>"}, {"d", file, name, "application/pdf"}});
  };
  CHECK(tells(desk.send({{"n", "Jörg"}}), "„Ausweis“ fehlt noch."));
  CHECK(tells(desk.send({{"n", "Jörg"}, {"d", "", ""}}), "„Ausweis“ fehlt noch."));
  CHECK(tells(desk.send({{"n", "Jörg"}, {"d", "kein Feld für Text"}}), "„Ausweis“ fehlt noch."));
  CHECK(tells(with(""), "Bei „Ausweis“ ist die Datei leer."));
  CHECK(tells(with("GIF89a"), "Bei „Ausweis“ sind nur diese Dateien möglich: PDF, JPEG, PNG, WebP."));
  CHECK(tells(with(testing::pdf_page("x", "/OpenAction << /S /JavaScript /JS (x) >>")),
              "Bei „Ausweis“ lässt sich die Datei nicht annehmen"));
  CHECK(tells(with(kOnePixel.substr(0, 50)), "lässt sich die Datei nicht annehmen"));
  CHECK(tells(with(std::string(kPdf + std::string(1 << 20, ' '))), "Höchstens 1 MB sind möglich."));
  CHECK(tells(desk.send({{"n", "J"}, {"d", kPdf, "a"}, {"p", kPdf, "foto.png", "image/png"}}),
              "Bei „Foto“ sind nur diese Dateien möglich: JPEG, PNG, WebP."));
  CHECK(tells(desk.send({{"n", "J"}, {"d", kPdf, "a"}, {"d", kPdf, "b"}}),
              "„Ausweis“ wurde mehrmals gesendet."));
  CHECK(tells(desk.send({{"n", "J"}, {"n", "K"}, {"d", kPdf, "a"}}), "„Name“ wurde mehrmals gesendet."));
  // What was typed stands there again, the file is to be chosen again.
  const Reply again = desk.send({{"d", kPdf, "<i>.pdf"}});
  CHECK(again.status == 422);
  CHECK(tells(again, "Bitte wählen Sie „_i_.pdf“ noch einmal aus."));
  CHECK(tells(with(""), "value=\"Jörg &lt;b&gt;\""));
  // Bodies that no browser sends: a page, and the field by its label where it is known.
  const Reply nested = desk.send({{"n", "J"}, {"d", "x", "a", "multipart/mixed; boundary=i"}});
  CHECK(nested.status == 400);
  CHECK(tells(nested, "„Ausweis“ ist nicht richtig angekommen."));
  const std::string good = form_parts({{"n", "J"}, {"d", kPdf, "a"}});
  for (std::size_t end = 0; end < good.size() - 4; end += good.size() / 40) {
    const Reply half = desk.send_raw(good.substr(0, end));
    CHECK(half.status == 400);
    CHECK(tells(half, "<h1>"));
  }
  CHECK(desk.send_raw(good, "multipart/form-data").status == 400);
  CHECK(desk.send({{"n", std::string(70'000, 'n')}, {"d", kPdf, "a"}}).status == 413);
  CHECK(desk.send_raw(std::string(22U << 20, 'x')).status == 413);
  CHECK(desk.platform.ask("POST", "/app/p/antrag/forms/nothing", "", good, {.content_type = parts_type()})
            .status == 404);
  // An old page sends the name of a file without the file.
  CHECK(tells(desk.platform.ask("POST", "/app/p/antrag/forms/f", "", "n=J&d=a.pdf",
                                {.content_type = "application/x-www-form-urlencoded"}),
              "„Ausweis“ fehlt noch."));
  CHECK(desk.answers().empty());
  CHECK_FALSE(desk.stands_on_disk("Geheim-0815"));
}

TEST_CASE("all files of one form have a time together; what is not looked into by then is refused and said") {
  ServiceOptions options;
  options.form_files_ms = 0;
  FormDesk desk(Json::object(), options);
  const Reply late = desk.send({{"n", "Jörg"}, {"d", kPdf, "a.pdf"}, {"p", kOnePixel, "b.png", "image/png"}});
  CHECK(late.status == 422);
  CHECK(tells(late, "Bei „Ausweis“ konnten wir die Datei nicht mehr prüfen"));
  CHECK(tells(late, "Bei „Foto“ konnten wir die Datei nicht mehr prüfen"));
  CHECK(tells(late, "value=\"Jörg\""));
  CHECK(desk.answers().empty());
  FormDesk usual;
  CHECK(usual.send({{"n", "Jörg"}, {"d", kPdf, "a.pdf"}, {"p", kOnePixel, "b.png", "image/png"}}).status ==
        201);
}

TEST_CASE("a file that cannot be taken at the moment is no bad file") {
  const auto page = content::decode_document(
      R"({"blocks":[{"id":"f","type":"form","fields":[{"id":"d","input":"file","label":{"de":"Ausweis"}}]}]})");
  REQUIRE(page);
  SentFile file{"a.pdf", 100, "application/pdf", false, "file.later", ""};
  const auto checked = check_form(page->blocks.at(0), {}, "de", {{"d", file}});
  REQUIRE(checked.problems.size() == 1);
  CHECK(checked.problems[0].find("gerade nicht annehmen. Das liegt nicht an der Datei.") !=
        std::string::npos);
}

TEST_CASE("what anybody sends waits behind files only where it holds some") {
  FormDesk desk;
  const auto holds = [&](const std::string& body, const std::string& type) {
    Request request;
    request.method = "POST";
    request.target = "/v1/public/feedback";
    request.content_type = type;
    request.body = body;
    return desk.platform.service().holds_files(request);
  };
  CHECK_FALSE(holds(R"({"text":"Der Bus kam nicht."})", "application/json"));
  CHECK_FALSE(holds("text=picture", "application/x-www-form-urlencoded"));
  CHECK_FALSE(holds(form_parts({{"n", "Jörg"}, {"d", "", ""}}), parts_type()));
  CHECK(holds(R"({"text":"x","picture":"iVBO"})", "application/json"));
  CHECK(holds(R"({"text":"x","p\u0069cture":"iVBO"})", ""));
  CHECK(holds(form_parts({{"n", "Jörg"}, {"d", kPdf, "a.pdf"}}), parts_type()));
  CHECK(holds(form_parts({{"n", "Jörg"}, {"d", kPdf, ""}}),
              parts_type()));  // a browser's empty name, with bytes
  CHECK(holds("x", "image/png"));
}

TEST_CASE("an erased answer is gone for good, with its files and the notes on it; that it was there stays") {
  FormDesk desk;
  REQUIRE(desk.send({{"n", "Jörg"}, {"d", kOnePixel, "bild.png"}}).status == 201);
  const std::string id = desk.answers()[0]["id"], path = "/v1/forms/answers/" + id;
  const Reply before = desk.platform.get(path, desk.editor);
  const std::string note = R"({"note":"Rückruf bei Jörg-4711","state":"in_progress"})";
  const Reply noted =
      desk.platform.ask("PATCH", path, desk.editor, note, {.if_match = before.etag, .key = "k"});
  REQUIRE(noted.status == 200);
  CHECK(desk.platform.get("/v1/audit?limit=100", desk.platform.lead()).text.find("Jörg-4711") !=
        std::string::npos);
  const auto erase = [&](const std::string& token, const Json& body) {
    return desk.platform.post(path + "/erasures", token, body);
  };
  CHECK(erase(desk.editor, {{"reason", ""}}).body["field"] == "reason");
  CHECK(erase(desk.platform.reviewer(), {{"reason", "Weg"}}).status == 403);
  CHECK(desk.platform.patch(path, desk.editor, {{"state", "erased"}}).body["field"] == "state");
  const Reply erased = erase(desk.platform.token(Role::privacy_officer, "", "Ute Klein"),
                             {{"reason", "Antrag nach Art. 17 DSGVO"}});
  REQUIRE_MESSAGE(erased.status == 200, erased.text);
  CHECK(erased.body["answers"] == Json::array());
  CHECK(erased.body["state"] == "erased");
  CHECK(erased.body["note"] == "");
  CHECK(erased.body["erased_by_name"] == "Ute Klein");
  CHECK(erased.body["erase_reason"] == "Antrag nach Art. 17 DSGVO");
  CHECK(erased.body["erased_at"] == base::to_rfc3339(desk.platform.time));
  CHECK(erased.body["created_at"] == before.body["created_at"]);
  CHECK(desk.platform.get(path + "/files/d", desk.editor).status == 404);
  CHECK(erase(desk.editor, {{"reason", "Noch einmal"}}).status == 409);
  CHECK(desk.platform.patch(path, desk.editor, {{"state", "done"}}).status == 409);
  // A repeat of what changed it is no way back to what was sent.
  CHECK(desk.platform.ask("PATCH", path, desk.editor, note, {.if_match = before.etag, .key = "k"}).status >=
        400);
  const Json record =
      desk.platform.get("/v1/audit?limit=100&filter=object_id:" + id, desk.platform.lead()).body;
  CHECK(record.dump().find("Jörg") == std::string::npos);
  CHECK(record["items"][0]["action"] == "form_answer.erase");
  CHECK(record["items"][0].dump().find("Art. 17") != std::string::npos);
  CHECK(desk.platform.get("/v1/audit/check", desk.platform.lead()).body["valid"] == true);
  CHECK(desk.platform.get("/v1/forms/answers?q=Rückruf", desk.editor).body["total"] == 0);
  const Reply csv = desk.platform.post("/v1/forms/exports", desk.editor,
                                       {{"page_id", before.body["page_id"]}, {"reason", "Statistik"}});
  CHECK(csv.body["answers"] == 0);
  // The next look of the writer takes it out of the journal, too.
  for (int i = 0; i < 100 && desk.stands_on_disk("Jörg-4711"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK_FALSE(desk.stands_on_disk("Jörg-4711"));
  desk.platform.restart();
  CHECK(desk.platform.get(path, desk.editor).body["state"] == "erased");
}

TEST_CASE("the privacy officer's erasure takes an answer as a whole") {
  FormDesk desk;
  REQUIRE(desk.send({{"n", "Jörg"}, {"d", kPdf, "a.pdf"}}).status == 201);
  const std::string id = desk.answers()[0]["id"];
  const auto erase = [&] {
    return desk.platform.post("/v1/audit/erasures", desk.platform.token(Role::privacy_officer),
                              {{"principal_id", id}, {"reason", "Art. 17"}});
  };
  CHECK(erase().body["values"] == 1);
  CHECK(desk.answers()[0]["state"] == "erased");
  CHECK(desk.platform.get("/v1/forms/answers/" + id + "/files/d", desk.editor).status == 404);
  CHECK(erase().status == 409);
}

TEST_CASE("answers are erased by themselves when the form's period is over, and not before") {
  FormDesk desk(Json{{"keep_days", 30}});
  CHECK(tells(desk.platform.get("/app/p/antrag", ""), "Ihre Angaben werden nach 30 Tagen gelöscht."));
  REQUIRE(desk.send({{"n", "Jörg"}, {"d", kPdf, "a.pdf"}}).status == 201);
  const std::string id = desk.answers()[0]["id"];
  CHECK(desk.answers()[0]["erase_at"] == rfc3339(desk.platform.time.ms + 30 * kDay));
  desk.run_due();
  desk.platform.time.ms += 30 * kDay - 1;
  CHECK(desk.run_due() == 0);
  CHECK(desk.answers()[0]["state"] == "received");
  desk.platform.time.ms += 1;
  CHECK(desk.run_due() == 1);
  const Json erased = desk.answers()[0];
  CHECK(erased["state"] == "erased");
  CHECK(erased["answers"] == Json::array());
  CHECK(erased["erased_by_name"] == "Aufbewahrungsfrist");
  CHECK(erased["erase_reason"] == "Aufbewahrungsfrist von 30 Tagen");
  CHECK(desk.platform.get("/v1/forms/answers/" + id + "/files/d", desk.editor).status == 404);
  CHECK(desk.audit(id) == std::vector<std::string>{"form_answer.receive", "form_answer.erase"});
  CHECK(desk.run_due() == 0);
}
