#pragma once
// Everything of the kit for a panel's *_ui.cpp. Views include text.hpp, theme.hpp, icons.hpp, semantic.hpp
// only.

#include "panels/kit/buttons.hpp"
#include "panels/kit/chips.hpp"
#include "panels/kit/drag.hpp"
#include "panels/kit/focus.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/layout.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/semantic.hpp"
#include "panels/kit/state.hpp"
#include "panels/kit/table.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/theme.hpp"
#include "panels/kit/toast.hpp"
#include "panels/kit/tree.hpp"
#include "panels/kit/typography.hpp"
