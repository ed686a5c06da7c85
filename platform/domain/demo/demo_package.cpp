#include "platform/domain/demo/demo_package.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <nlohmann/json.hpp>

#include "platform/domain/package/package_writer.hpp"

namespace stadtpult::platform::demo {
namespace {

using Json = nlohmann::ordered_json;

/// Tone colours of the design, one for each mini-app by its name.
std::uint32_t color_of(const std::string& key) {
  static constexpr std::array<std::uint32_t, 6> kTones{0x2A8A53, 0x14868B, 0x3F74E0,
                                                       0xB97400, 0xCC5417, 0x7A55CC};
  std::uint32_t sum = 0;
  for (const char c : key) sum = sum * 31 + static_cast<unsigned char>(c);
  return kTones[sum % kTones.size()];
}

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

std::string png_chunk(std::string type_and_data) {
  const auto size = static_cast<std::uint32_t>(type_and_data.size());
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(type_and_data.data()), size);
  return big_endian(size - 4) + type_and_data + big_endian(static_cast<std::uint32_t>(sum));
}

/// A square with round corners in one colour, 48 x 48, RGBA (PNG, W3C recommendation of 2003).
std::string icon_png(std::uint32_t rgb) {
  constexpr int kSize = 48, kRadius = 10;
  std::string pixels;
  for (int y = 0; y < kSize; ++y) {
    pixels += '\0';  // filter: none
    for (int x = 0; x < kSize; ++x) {
      const int dx = std::max({kRadius - x, x - (kSize - 1 - kRadius), 0});
      const int dy = std::max({kRadius - y, y - (kSize - 1 - kRadius), 0});
      const bool inside = dx * dx + dy * dy <= kRadius * kRadius;
      pixels += big_endian(inside ? (rgb << 8) | 0xFF : 0);
    }
  }
  auto size = compressBound(pixels.size());
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(pixels.data()),
            pixels.size(), 1);
  packed.resize(size);
  return "\x89PNG\r\n\x1A\n" +
         png_chunk("IHDR" + big_endian(kSize) + big_endian(kSize) + std::string("\x08\x06\0\0\0", 5)) +
         png_chunk("IDAT" + packed) + png_chunk("IEND");
}

std::string manifest_json(const DemoMiniapp& miniapp, const DemoVersion& version) {
  Json manifest;
  manifest["app_id"] = miniapp.data.app_id;
  manifest["name"] = miniapp.data.name.in("de");
  manifest["description"] = miniapp.data.summary.in("de");
  manifest["lang"] = "de";
  manifest["dir"] = "ltr";
  manifest["version"] = {{"code", version.code}, {"name", version.name}};
  manifest["platform_version"] = {{"min_code", 1}, {"target_code", 1}};
  manifest["icons"] =
      Json::array({{{"src", "common/icon.png"}, {"sizes", "48x48"}, {"label", miniapp.data.name.in("de")}}});
  manifest["pages"] = {"pages/home/home"};
  if (!version.permissions.empty()) {
    manifest["req_permissions"] = Json::array();
    for (const auto& permission : version.permissions)
      manifest["req_permissions"].push_back({{"name", permission.name}, {"reason", permission.reason}});
  }
  manifest["window"] = {{"navigation_bar_title_text", miniapp.data.name.in("de")},
                        {"orientation", "portrait"}};
  manifest["color_scheme"] = "auto";
  return manifest.dump(2) + "\n";
}

std::string texts_json(const DemoMiniapp& miniapp, const DemoVersion& version, const char* language) {
  const Json texts = {{"title", miniapp.data.name.in(language)},
                      {"summary", miniapp.data.summary.in(language)},
                      {"version", version.name}};
  return texts.dump(2) + "\n";
}

std::string app_css(std::uint32_t rgb) {
  return fmt::format(
      ":root {{ --accent: #{:06x}; }}\nbody {{ margin: 16px; font: 16px/24px sans-serif; }}\n"
      "h1 {{ color: var(--accent); font-size: 20px; }}\n",
      rgb);
}

}  // namespace

std::string demo_package(const DemoMiniapp& miniapp, const DemoVersion& version) {
  const auto color = color_of(miniapp.key);
  return build_package({
      {"manifest.json", manifest_json(miniapp, version)},
      {"app.js", "export default { onLaunch() {}, onShow() {}, onHide() {} };\n"},
      {"app.css", app_css(color)},
      {"pages/home/home.html",
       "<main>\n  <h1>{{ $t('title') }}</h1>\n  <p>{{ $t('summary') }}</p>\n</main>\n"},
      {"pages/home/home.css", "main { max-width: 640px; }\n"},
      {"pages/home/home.js", "export default { data: {}, onReady() {} };\n"},
      {"i18n/de.json", texts_json(miniapp, version, "de")},
      {"i18n/en.json", texts_json(miniapp, version, "en")},
      {"common/icon.png", icon_png(color)},
  });
}

std::string demo_web_manifest(const DemoMiniapp& miniapp) {
  const auto color = fmt::format("#{:06X}", color_of(miniapp.key));
  const Json light = {{"backgroundColor", color}}, dark = {{"backgroundColor", "#111827"}};
  const Json document = {
      {"version", "2.0"},
      {"fullScreen", true},
      {"theme", "app-default"},
      {"statusBar", {{"theme", {{"light", light}, {"dark", dark}}}}},
      {"navigationBar", {{"visible", true}, {"theme", {{"light", light}, {"dark", dark}}}}}};
  return document.dump(2) + "\n";
}

std::string demo_url(const DemoMiniapp& miniapp) {
  return "https://miniapps.worms.example/" + miniapp.key;
}

}  // namespace stadtpult::platform::demo
