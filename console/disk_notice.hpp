#pragma once
// The notice that what was typed could not be written: it stands as long as that is true, and no longer.
// Frame thread.

#include <cstdint>

#include "api-client/client/updates.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/toast.hpp"

namespace stadtpult::console {

class DiskNotice {
 public:
  void take(const client::DiskState& disk) {
    namespace kit = panels::kit;
    if (disk.ok == ok_) return;
    ok_ = disk.ok;
    if (!ok_) {
      shown_ = kit::show_toast({.tone = kit::Tone::err,
                                .title = kit::tr("shell.toast.disk"),
                                .detail = panels::error_words(disk.error),
                                .technical = disk.error.message});
      return;
    }
    kit::close_toast(shown_);
    kit::show_toast({.tone = kit::Tone::ok, .title = kit::tr("shell.toast.disk_again")});
  }

 private:
  bool ok_ = true;
  std::uint64_t shown_ = 0;
};

}  // namespace stadtpult::console
