#include "platform/domain/media/pdf_rules.hpp"

#include <algorithm>
#include <array>
#include <qpdf/Buffer.hh>
#include <set>
#include <string>
#include <vector>

#include "platform/domain/media/pdf_file.hpp"
#include "platform/domain/media/pdf_pictures.hpp"

namespace stadtpult::platform {

namespace {

using Handle = QPDFObjectHandle;
using Finding = std::optional<PdfFinding>;

constexpr PdfFinding kScripts{"scripts", "holds scripts"};
constexpr PdfFinding kActs{"actions", "acts by itself when it is opened, turned or printed"};
constexpr PdfFinding kPrograms{"programs", "starts other programs"};
constexpr PdfFinding kSends{"sending", "sends what is filled in somewhere, or fetches it"};
constexpr PdfFinding kFilms{"films", "holds films, sounds or models"};
constexpr PdfFinding kFiles{"files", "holds other files"};
constexpr PdfFinding kOutside{"outside", "leads to files outside of it"};
constexpr PdfFinding kLink{"link", "holds a link that is no http, https, mailto or tel"};
constexpr PdfFinding kXfa{"xfa", "is an XFA form, which is a program"};
constexpr PdfFinding kSigned{"signed", "is signed, and the signature would not survive being cleaned"};
constexpr PdfFinding kComplex{"complex", "is made of too many parts"};
constexpr PdfFinding kDamagedPicture{"damaged", "holds a damaged picture"};

struct NameRow {
  std::string_view name;
  PdfFinding finding;
};

/// Actions, by /S (ISO 32000-2, 12.6.4). What is left turns pages, shows and hides.
constexpr NameRow kActions[] = {
    {"/JavaScript", kScripts}, {"/Launch", kPrograms}, {"/SubmitForm", kSends}, {"/ImportData", kSends},
    {"/Rendition", kFilms},    {"/Movie", kFilms},     {"/Sound", kFilms},      {"/RichMediaExecute", kFilms},
    {"/GoTo3DView", kFilms},   {"/GoToE", kFiles},     {"/GoToR", kOutside}};

/// Annotations and external objects, by /Subtype (12.5.6, 8.8.2).
constexpr NameRow kSubtypes[] = {{"/RichMedia", kFilms}, {"/Movie", kFilms}, {"/Sound", kFilms},
                                 {"/Screen", kFilms},    {"/3D", kFilms},    {"/FileAttachment", kFiles},
                                 {"/PS", kPrograms}};

/// /Filespec is judged behind what a file in the document itself says (7.11.3).
constexpr NameRow kTypes[] = {{"/EmbeddedFile", kFiles}, {"/Collection", kFiles},
                              {"/Rendition", kFilms},    {"/MediaClip", kFilms},
                              {"/3D", kFilms},           {"/RichMediaContent", kFilms}};
constexpr NameRow kFileTypes[] = {{"/Filespec", kOutside}, {"/FileSpec", kOutside}};

template <std::size_t N>
Finding found_in(const NameRow (&rows)[N], const Handle& name) {
  if (!Handle(name).isName()) return {};
  const auto word = Handle(name).getName();
  for (const auto& row : rows)
    if (row.name == word) return row.finding;
  return {};
}

/// http, https, mailto, tel, or no scheme at all (RFC 3986, 3.1). What readers skip does not hide one.
bool harmless_address(const std::string& address) {
  std::string scheme;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) <= ' ') continue;
    if (std::string_view("/?#").find(c) != std::string_view::npos) return true;
    if (c == ':') return scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel";
    scheme += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return true;
}

/// The dictionary of a stream, or the dictionary itself.
Handle dictionary_of(Handle object) {
  return object.isStream() ? object.getDict() : object;
}

Finding judge_action(Handle& action) {
  auto kind = action.getKey("/S");
  if (auto found = found_in(kActions, kind)) return found;
  // Articles are read in this document, where no other one is named (12.6.4.7).
  if (kind.isNameAndEquals("/Thread") && action.hasKey("/F")) return kOutside;
  if (!kind.isNameAndEquals("/URI")) return {};
  auto address = action.getKey("/URI");
  return address.isString() && !harmless_address(address.getStringValue()) ? Finding(kLink) : Finding();
}

/// A file by its name or address (7.11.2, 7.11.3).
bool names_file(Handle value) {
  if (value.isString()) return true;
  if (!value.isDictionary() || value.isStream()) return false;
  for (const auto* key : {"/F", "/UF", "/DOS", "/Mac", "/Unix"})
    if (value.getKey(key).isString()) return true;
  return false;
}

/// What a reader would fetch or draw from elsewhere.
Finding judge_files(Handle& dictionary, bool is_stream) {
  if (dictionary.getKey("/EmbeddedFiles").isDictionary() || dictionary.getKey("/EF").isDictionary())
    return kFiles;
  if (auto found = found_in(kFileTypes, dictionary.getKey("/Type"))) return found;
  // The bytes of a stream may stand in a file elsewhere (7.3.8.2), and so may a page that is drawn in place
  // of a picture (8.10.4), and what print shops put there (14.11.7).
  if (is_stream && dictionary.hasKey("/F")) return kOutside;
  auto page = dictionary.getKey("/Ref");
  if (page.isDictionary() && page.hasKey("/F")) return kOutside;
  auto print = dictionary.getKey("/OPI");
  if (print.isDictionary() && (print.hasKey("/1.3") || print.hasKey("/2.0"))) return kOutside;
  // A property of a tag writes its value in words there (14.7.6.4).
  const bool property = dictionary.hasKey("/N") && dictionary.hasKey("/V") && !dictionary.hasKey("/S");
  if (!property && names_file(dictionary.getKey("/F"))) return kOutside;
  if (dictionary.getKey("/UF").isString()) return kOutside;
  auto base = dictionary.getKey("/URI");
  if (base.isDictionary() && base.getKey("/Base").isString() &&
      !harmless_address(base.getKey("/Base").getStringValue()))
    return kLink;
  return {};
}

/// Resources, glyphs and styles have names of their makers' choice, so a key alone says little; what is
/// below it has to fit.
Finding judge(Handle& dictionary, bool is_stream) {
  if (auto found = found_in(kTypes, dictionary.getKey("/Type"))) return found;
  if (auto found = found_in(kSubtypes, dictionary.getKey("/Subtype"))) return found;
  if (dictionary.getKey("/Subtype2").isNameAndEquals("/PS")) return kPrograms;
  if (auto found = judge_action(dictionary)) return found;
  auto script = dictionary.getKey("/JS");
  if (script.isString() || script.isStream()) return kScripts;
  auto scripts = dictionary.getKey("/JavaScript");
  if (scripts.isDictionary() && !scripts.hasKey("/Type")) return kScripts;
  auto acts = dictionary.getKey("/AA");
  if (acts.isDictionary() && !acts.hasKey("/Type")) return kActs;
  if (auto found = judge_files(dictionary, is_stream)) return found;
  auto xfa = dictionary.getKey("/XFA");
  if (xfa.isArray() || xfa.isStream()) return kXfa;
  if (dictionary.getKey("/ByteRange").isArray() && dictionary.hasKey("/Contents")) return kSigned;
  return {};
}

/// A signature over bytes of a file of this size, all but its own place (12.8.1).
bool signs_file(Handle dictionary, std::size_t file_size) {
  auto range = dictionary.getKey("/ByteRange"), sealed = dictionary.getKey("/Contents");
  if (!range.isArray() || range.getArrayNItems() != 4 || !sealed.isString()) return false;
  std::array<long long, 4> at{};
  for (int i = 0; i < 4; ++i) {
    auto number = range.getArrayItem(i);
    if (!number.isInteger()) return false;
    at[static_cast<std::size_t>(i)] = number.getIntValue();
  }
  const auto size = static_cast<long long>(file_size);
  const bool fits =
      at[0] == 0 && at[1] > 0 && at[2] > at[1] && at[2] < size && at[3] > 0 && at[3] <= size - at[2];
  return fits && sealed.getStringValue().starts_with('\x30');  // a sequence in DER: CMS, or a time stamp
}

bool is_metadata(const Handle& object) {
  return Handle(object).isStream() && Handle(object).getDict().getKey("/Type").isNameAndEquals("/Metadata");
}

/// Takes out what tells of makers and is of no use to readers.
void strip(Handle& dictionary) {
  static constexpr const char* kGone[] = {"/PieceInfo", "/LastModified", "/SpiderInfo", "/CreatorInfo",
                                          "/Thumb"};
  for (const auto* key : kGone) {
    // A picture or font of this name among the resources is none of these.
    auto value = dictionary_of(dictionary.getKey(key));
    const bool resource = value.isDictionary() && value.hasKey("/Type") &&
                          (std::string_view(key) != "/Thumb" || !value.hasKey("/Width"));
    if (!resource) dictionary.removeKey(key);
  }
  auto told = dictionary.getKey("/Metadata");
  if (told.isStream() && !told.getDict().getKey("/Type").isNameAndEquals("/XObject"))
    dictionary.removeKey("/Metadata");
  if (!dictionary.getKey("/Subtype").isName() || !dictionary.getKey("/Rect").isArray()) return;
  // An annotation: when it was made, and by whom. The /T of a form's field is its name.
  for (const auto* key : {"/M", "/CreationDate", "/NM"}) dictionary.removeKey(key);
  if (!dictionary.getKey("/Subtype").isNameAndEquals("/Widget")) dictionary.removeKey("/T");
}

/// The name of the last filter, the one next to the picture; "" without one.
std::string last_filter(Handle filter) {
  if (filter.isArray() && filter.getArrayNItems() > 0)
    filter = filter.getArrayItem(filter.getArrayNItems() - 1);
  return filter.isName() ? filter.getName() : std::string();
}

/// A list without its last entry, or nothing of a single one.
Handle without_last(Handle list) {
  if (!list.isArray() || list.getArrayNItems() == 0) return Handle::newNull();
  auto shorter = list.shallowCopy();
  shorter.eraseItem(shorter.getArrayNItems() - 1);
  return shorter;
}

/// The coded picture, with the filters around it undone.
std::string coded_picture(QPDF& pdf, Handle stream) {
  auto filter = stream.getDict().getKey("/Filter");
  auto bytes = stream.getRawStreamData();
  if (filter.isArray() && filter.getArrayNItems() > 1) {
    auto outer = Handle::newStream(&pdf, bytes);
    outer.getDict().replaceKey("/Filter", without_last(filter));
    outer.getDict().replaceKey("/DecodeParms", without_last(stream.getDict().getKey("/DecodeParms")));
    bytes = outer.getStreamData(qpdf_dl_specialized);
  }
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

/// A photograph without what its camera wrote.
Finding clean_picture(QPDF& pdf, Handle& stream) {
  const auto filter = last_filter(stream.getDict().getKey("/Filter"));
  const bool jpeg = filter == "/DCTDecode" || filter == "/DCT";
  if (!jpeg && filter != "/JPXDecode") return {};
  const auto before = coded_picture(pdf, stream);
  auto after = jpeg ? jpeg_without_metadata(before) : jpeg2000_without_metadata(before);
  if (!after) return kDamagedPicture;
  auto parameters = stream.getDict().getKey("/DecodeParms");
  if (parameters.isArray())
    parameters = parameters.getArrayNItems() > 0 ? parameters.getArrayItem(parameters.getArrayNItems() - 1)
                                                 : Handle::newNull();
  stream.replaceStreamData(*after, Handle::newName(jpeg ? "/DCTDecode" : "/JPXDecode"), parameters);
  return {};
}

/// Goes over the document's graph without recursion: it may be as deep as the file is long.
class Walk {
 public:
  explicit Walk(QPDF& pdf) : pdf_(pdf) {}
  /// Takes nothing out, and passes over signatures of a file of this size.
  Walk(QPDF& pdf, std::size_t file_size) : pdf_(pdf), untouched_(true), file_size_(file_size) {}

  [[nodiscard]] bool is_signed() const { return signed_; }

  Finding run(const std::vector<Handle>& roots) {
    for (const auto& root : roots) push(root);
    Finding first;
    while (!open_.empty()) {
      auto next = open_.back();
      open_.pop_back();
      if (seen_.size() > kMostPdfObjects) return kComplex;
      if (auto found = look_at(next); found && !first) first = found;
      if (first && !untouched_) break;  // else whether it is signed is to be known, too
    }
    return first;
  }

 private:
  /// True where it still was to be looked at.
  bool push(Handle object) {
    if (object.isIndirect() && !seen_.insert(object.getObjGen()).second) return false;
    if (object.isArray() || object.isDictionary() || object.isStream()) open_.push_back(object);
    return true;
  }

  Finding look(Handle& dictionary, bool is_stream) {
    auto found = judge(dictionary, is_stream);
    if (!untouched_ || !found || found->reason != kSigned.reason || !signs_file(dictionary, file_size_))
      return found;
    signed_ = true;
    return {};
  }

  /// As it stands there.
  Finding look_at_untouched(Handle& object) {
    if (object.isArray()) {
      for (int i = 0; i < object.getArrayNItems(); ++i) push(object.getArrayItem(i));
      return {};
    }
    auto dictionary = dictionary_of(object);
    for (const auto& key : dictionary.getKeys()) push(dictionary.getKey(key));
    return look(dictionary, object.isStream());
  }

  Finding look_at(Handle& object) {
    if (untouched_) return look_at_untouched(object);
    if (object.isArray()) {
      for (int i = 0; i < object.getArrayNItems(); ++i) {
        const auto item = object.getArrayItem(i);
        if (is_metadata(item))
          object.setArrayItem(i, Handle::newNull());
        else
          push(item);
      }
      return {};
    }
    auto dictionary = dictionary_of(object);
    strip(dictionary);
    if (auto found = look(dictionary, object.isStream())) return found;
    if (object.isStream())
      if (auto found = clean_picture(pdf_, object)) return found;
    dictionary = dictionary_of(object);
    for (const auto& key : dictionary.getKeys()) {
      const auto value = dictionary.getKey(key);
      if (is_metadata(value))
        dictionary.removeKey(key);
      else
        push(value);
    }
    return {};
  }

  QPDF& pdf_;
  bool untouched_ = false, signed_ = false;
  std::size_t file_size_ = 0;
  std::vector<Handle> open_;
  std::set<QPDFObjGen> seen_;
};

/// What belongs to a catalogue that shows pages (7.7.2); makers' own entries are not kept.
constexpr std::string_view kCatalogue[] = {
    "/Type",           "/Version",       "/Extensions",  "/Pages",
    "/PageLabels",     "/Names",         "/Dests",       "/PageLayout",
    "/PageMode",       "/Outlines",      "/Threads",     "/OpenAction",
    "/AcroForm",       "/MarkInfo",      "/Lang",        "/ViewerPreferences",
    "/StructTreeRoot", "/OutputIntents", "/OCProperties"};
constexpr std::string_view kNames[] = {"/Dests", "/AP", "/Pages", "/Templates"};

template <std::size_t N>
void keep_only(Handle dictionary, const std::string_view (&known)[N]) {
  for (const auto& key : dictionary.getKeys())
    if (std::find(std::begin(known), std::end(known), key) == std::end(known)) dictionary.removeKey(key);
}

}  // namespace

std::optional<PdfFinding> judge_pdf(QPDF& pdf) {
  auto root = pdf.getRoot();
  if (root.hasKey("/Collection")) return kFiles;
  if (auto found = judge(root, false)) return found;
  auto names = root.getKey("/Names");
  if (names.isDictionary()) {
    if (auto found = judge(names, false)) return found;
    keep_only(names, kNames);
  }
  keep_only(root, kCatalogue);
  return Walk(pdf).run({root});
}

UntouchedPdf judge_untouched(QPDF& pdf, std::size_t file_size) {
  UntouchedPdf judged;
  if (pdf.getObjectCount() > kMostPdfObjects) {
    judged.finding = kComplex;
    return judged;
  }
  auto roots = pdf.getAllObjects();
  roots.push_back(pdf.getTrailer());
  Walk walk(pdf, file_size);
  judged.finding = walk.run(roots);
  judged.is_signed = walk.is_signed();
  return judged;
}

}  // namespace stadtpult::platform
