#pragma once
// What the demo city's mini-apps are made of: small packages that a phone could run, or the miniApp.json of a
// web mini-app. The same version gives the same bytes. Any thread.

#include <string>

#include "platform/domain/demo/demo_city.hpp"

namespace stadtpult::platform::demo {

/// A whole .ma: manifest, start page, texts in German and English, an icon.
std::string demo_package(const DemoMiniapp& miniapp, const DemoVersion& version);

/// miniApp.json of a web mini-app, and the address at whose root it stands.
std::string demo_web_manifest(const DemoMiniapp& miniapp);
std::string demo_url(const DemoMiniapp& miniapp);

}  // namespace stadtpult::platform::demo
