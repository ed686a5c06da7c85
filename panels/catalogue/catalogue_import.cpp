#include "panels/catalogue/catalogue_import.hpp"

#include "api-client/base/utf8.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::catalogue {

bool ImportForm::take(IncomingFile file) {
  const std::string name = kit::folded(file.name);
  const bool csv = name.ends_with(".csv"), json = name.ends_with(".json");
  if (!csv && !json) return false;
  const auto arrived = csv ? contract::ImportFormat::ozg : contract::ImportFormat::dldb;
  if (arrived != format) {
    services = {};
    topics = {};
    format = arrived;
  }
  const bool second = name.find(csv ? "leika" : "topic") != std::string::npos;
  ImportFile read{std::move(file.name), std::move(file.bytes)};
  if (csv) {
    auto text = base::from_office(std::move(read.bytes));
    read.bytes = std::move(text.text);
    read.converted = text.converted;
  }
  (second ? topics : services) = std::move(read);
  open = true;
  return true;
}

Change ImportForm::change() const {
  const contract::ImportRequest request{format, services.bytes, topics.bytes, {}, {}};
  return {.operation = contract::Operation::import_catalogue,
          .body = contract::encode_new(request),
          .title = kit::tr("catalogue.done.imported"),
          .detail = services.name,
          .queueable = false,
          .draft_key = kImportKey};
}

}  // namespace stadtpult::panels::catalogue
