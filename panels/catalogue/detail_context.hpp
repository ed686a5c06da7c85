#pragma once
// What the parts of the detail share while a frame is drawn. Frame thread only.

#include "panels/catalogue/detail_drafts.hpp"
#include "panels/catalogue/detail_view.hpp"

namespace stadtpult::panels::detail {

struct Context {
  const World& world;
  const Facts& facts;
  const DetailView& view;
  Drafts& drafts;
  Intents& out;

  void send(Intent intent) const { out.push_back(std::move(intent)); }
};

}  // namespace stadtpult::panels::detail
