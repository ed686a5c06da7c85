#include "platform/domain/live_page.hpp"

#include <cstdlib>

#include "api-client/contract/codec.hpp"

namespace stadtpult::platform {
namespace {

/// The published fields, each JSON text.
class Payload {
 public:
  explicit Payload(const LiveEntry& entry) : fields_(entry.payload) {}

  template <typename V>
  [[nodiscard]] V get(const char* name) const {
    const auto at = fields_.find(name);
    if (at == fields_.end() || at->second == "null") return {};
    return contract::decode_value<V>(at->second).value_or(V{});
  }
  [[nodiscard]] std::optional<std::string> optional(const char* name) const {
    auto text = get<std::string>(name);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
  }
  [[nodiscard]] double number(const char* name) const {
    const auto at = fields_.find(name);
    return at == fields_.end() ? 0 : std::strtod(at->second.c_str(), nullptr);
  }

 private:
  const std::map<std::string, std::string>& fields_;
};

}  // namespace

std::optional<LivePage> live_page(const LiveEntry& entry) {
  if (entry.kind != contract::DiffKind::page) return std::nullopt;
  const Payload payload(entry);
  LivePage page;
  page.id = entry.object_id;
  page.slug = payload.get<std::string>("slug");
  page.type = contract::enum_from<contract::PageType>(payload.get<std::string>("type")).value_or(page.type);
  page.title = payload.get<contract::LocalizedText>("name");
  page.summary = payload.get<contract::LocalizedText>("summary");
  page.category_id = payload.get<std::string>("category_id");
  page.parent_id = payload.optional("parent_id");
  page.leika_key = payload.optional("leika_key");
  page.position = payload.number("position");
  page.version = static_cast<std::int64_t>(payload.number("version"));
  page.sha256 = payload.get<std::string>("sha256");
  return page;
}

std::string page_key(const std::string& id) {
  return "page:" + id;
}

}  // namespace stadtpult::platform
