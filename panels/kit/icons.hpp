#pragma once
// Icon glyphs of Material Icons (DESIGN §3), as UTF-8. `public` is a C++ word, so that one is public_.

#include <span>
#include <string_view>

namespace stadtpult::panels::kit {

namespace icons {
constexpr const char* account_balance = "\xEE\xA1\x8F";         // U+E84F
constexpr const char* account_balance_wallet = "\xEE\xA1\x90";  // U+E850
constexpr const char* account_tree = "\xEE\xA5\xBA";            // U+E97A
constexpr const char* add = "\xEE\x85\x85";                     // U+E145
constexpr const char* apartment = "\xEE\xA9\x80";               // U+EA40
constexpr const char* archive = "\xEE\x85\x89";                 // U+E149
constexpr const char* arrow_back = "\xEE\x97\x84";              // U+E5C4
constexpr const char* arrow_downward = "\xEE\x97\x9B";          // U+E5DB
constexpr const char* arrow_upward = "\xEE\x97\x98";            // U+E5D8
constexpr const char* article = "\xEE\xBD\x82";                 // U+EF42
constexpr const char* assignment_ind = "\xEE\xA1\x9E";          // U+E85E
constexpr const char* attach_file = "\xEE\x88\xA6";             // U+E226
constexpr const char* badge = "\xEE\xA9\xA7";                   // U+EA67
constexpr const char* battery_full = "\xEE\x86\xA4";            // U+E1A4
constexpr const char* block = "\xEE\x85\x8B";                   // U+E14B
constexpr const char* bolt = "\xEE\xA8\x8B";                    // U+EA0B
constexpr const char* bug_report = "\xEE\xA1\xA8";              // U+E868
constexpr const char* cake = "\xEE\x9F\xA9";                    // U+E7E9
constexpr const char* campaign = "\xEE\xBD\x89";                // U+EF49
constexpr const char* category = "\xEE\x95\xB4";                // U+E574
constexpr const char* chat_bubble_outline = "\xEE\x83\x8B";     // U+E0CB
constexpr const char* check = "\xEE\x97\x8A";                   // U+E5CA
constexpr const char* check_circle = "\xEE\xA1\xAC";            // U+E86C
constexpr const char* checklist = "\xEE\x9A\xB1";               // U+E6B1
constexpr const char* chevron_left = "\xEE\x97\x8B";            // U+E5CB
constexpr const char* chevron_right = "\xEE\x97\x8C";           // U+E5CC
constexpr const char* child_care = "\xEE\xAD\x81";              // U+EB41
constexpr const char* close = "\xEE\x97\x8D";                   // U+E5CD
constexpr const char* cloud_done = "\xEE\x8A\xBF";              // U+E2BF
constexpr const char* cloud_off = "\xEE\x8B\x81";               // U+E2C1
constexpr const char* compare_arrows = "\xEE\xA4\x95";          // U+E915
constexpr const char* contact_support = "\xEE\xA5\x8C";         // U+E94C
constexpr const char* content_copy = "\xEE\x85\x8D";            // U+E14D
constexpr const char* dangerous = "\xEE\xA6\x9A";               // U+E99A
constexpr const char* dark_mode = "\xEE\x94\x9C";               // U+E51C
constexpr const char* delete_outline = "\xEE\xA4\xAE";          // U+E92E
constexpr const char* description = "\xEE\xA1\xB3";             // U+E873
constexpr const char* directions_bus = "\xEE\x94\xB0";          // U+E530
constexpr const char* dns = "\xEE\xA1\xB5";                     // U+E875
constexpr const char* drag_indicator = "\xEE\xA5\x85";          // U+E945
constexpr const char* draw = "\xEE\x9D\x86";                    // U+E746
constexpr const char* edit = "\xEE\x8F\x89";                    // U+E3C9
constexpr const char* edit_note = "\xEE\x9D\x85";               // U+E745
constexpr const char* error = "\xEE\x80\x80";                   // U+E000
constexpr const char* error_outline = "\xEE\x80\x81";           // U+E001
constexpr const char* event = "\xEE\xA1\xB8";                   // U+E878
constexpr const char* expand_less = "\xEE\x97\x8E";             // U+E5CE
constexpr const char* expand_more = "\xEE\x97\x8F";             // U+E5CF
constexpr const char* filter_alt = "\xEE\xBD\x8F";              // U+EF4F
constexpr const char* filter_list = "\xEE\x85\x92";             // U+E152
constexpr const char* flag = "\xEE\x85\x93";                    // U+E153
constexpr const char* format_bold = "\xEE\x88\xB8";             // U+E238
constexpr const char* format_italic = "\xEE\x88\xBF";           // U+E23F
constexpr const char* format_list_bulleted = "\xEE\x89\x81";    // U+E241
constexpr const char* forum = "\xEE\x82\xBF";                   // U+E0BF
constexpr const char* group = "\xEE\x9F\xAF";                   // U+E7EF
constexpr const char* help_outline = "\xEE\xA3\xBD";            // U+E8FD
constexpr const char* history_edu = "\xEE\xA8\xBE";             // U+EA3E
constexpr const char* home = "\xEE\xA2\x8A";                    // U+E88A
constexpr const char* hourglass_empty = "\xEE\xA2\x8B";         // U+E88B
constexpr const char* image = "\xEE\x8F\xB4";                   // U+E3F4
constexpr const char* inbox = "\xEE\x85\x96";                   // U+E156
constexpr const char* info = "\xEE\xA2\x8E";                    // U+E88E
constexpr const char* info_outline = "\xEE\xA2\x8F";            // U+E88F
constexpr const char* insert_link = "\xEE\x89\x90";             // U+E250
constexpr const char* label_outline = "\xEE\xA2\x93";           // U+E893
constexpr const char* light_mode = "\xEE\x94\x98";              // U+E518
constexpr const char* lightbulb = "\xEE\x83\xB0";               // U+E0F0
constexpr const char* link = "\xEE\x85\x97";                    // U+E157
constexpr const char* list_alt = "\xEE\x83\xAE";                // U+E0EE
constexpr const char* local_shipping = "\xEE\x95\x98";          // U+E558
constexpr const char* location_city = "\xEE\x9F\xB1";           // U+E7F1
constexpr const char* lock_open = "\xEE\xA2\x98";               // U+E898
constexpr const char* lock_outline = "\xEE\xA2\x99";            // U+E899
constexpr const char* map = "\xEE\x95\x9B";                     // U+E55B
constexpr const char* menu = "\xEE\x97\x92";                    // U+E5D2
constexpr const char* more_horiz = "\xEE\x97\x93";              // U+E5D3
constexpr const char* notifications_none = "\xEE\x9F\xB5";      // U+E7F5
constexpr const char* open_in_new = "\xEE\xA2\x9E";             // U+E89E
constexpr const char* outbox = "\xEE\xBD\x9F";                  // U+EF5F
constexpr const char* pause = "\xEE\x80\xB4";                   // U+E034
constexpr const char* pause_circle = "\xEE\x86\xA2";            // U+E1A2
constexpr const char* payments = "\xEE\xBD\xA3";                // U+EF63
constexpr const char* pedal_bike = "\xEE\xAC\xA9";              // U+EB29
constexpr const char* pending = "\xEE\xBD\xA4";                 // U+EF64
constexpr const char* person = "\xEE\x9F\xBD";                  // U+E7FD
constexpr const char* person_add = "\xEE\x9F\xBE";              // U+E7FE
constexpr const char* phonelink_lock = "\xEE\x83\x9C";          // U+E0DC
constexpr const char* place = "\xEE\x95\x9F";                   // U+E55F
constexpr const char* play_circle_outline = "\xEE\x80\xB9";     // U+E039
constexpr const char* policy = "\xEE\xA8\x97";                  // U+EA17
constexpr const char* poll = "\xEE\xA0\x81";                    // U+E801
constexpr const char* public_ = "\xEE\xA0\x8B";                 // U+E80B
constexpr const char* radio_button_checked = "\xEE\xA0\xB7";    // U+E837
constexpr const char* radio_button_unchecked = "\xEE\xA0\xB6";  // U+E836
constexpr const char* rate_review = "\xEE\x95\xA0";             // U+E560
constexpr const char* redo = "\xEE\x85\x9A";                    // U+E15A
constexpr const char* remove = "\xEE\x85\x9B";                  // U+E15B
constexpr const char* restaurant = "\xEE\x95\xAC";              // U+E56C
constexpr const char* restore = "\xEE\xA2\xB3";                 // U+E8B3
constexpr const char* rocket_launch = "\xEE\xAE\x9B";           // U+EB9B
constexpr const char* rule = "\xEF\x87\x82";                    // U+F1C2
constexpr const char* schedule = "\xEE\xA2\xB5";                // U+E8B5
constexpr const char* schedule_send = "\xEE\xA8\x8A";           // U+EA0A
constexpr const char* school = "\xEE\xA0\x8C";                  // U+E80C
constexpr const char* search = "\xEE\xA2\xB6";                  // U+E8B6
constexpr const char* security = "\xEE\x8C\xAA";                // U+E32A
constexpr const char* send = "\xEE\x85\xA3";                    // U+E163
constexpr const char* sensors = "\xEE\x94\x9E";                 // U+E51E
constexpr const char* settings = "\xEE\xA2\xB8";                // U+E8B8
constexpr const char* shopping_bag = "\xEF\x87\x8C";            // U+F1CC
constexpr const char* smart_button = "\xEF\x87\x81";            // U+F1C1
constexpr const char* spa = "\xEE\xAD\x8C";                     // U+EB4C
constexpr const char* space_dashboard = "\xEE\x99\xAB";         // U+E66B
constexpr const char* star = "\xEE\xA0\xB8";                    // U+E838
constexpr const char* star_border = "\xEE\xA0\xBA";             // U+E83A
constexpr const char* storefront = "\xEE\xA8\x92";              // U+EA12
constexpr const char* swap_vert = "\xEE\xA3\x95";               // U+E8D5
constexpr const char* sync = "\xEE\x98\xA7";                    // U+E627
constexpr const char* task_alt = "\xEE\x8B\xA6";                // U+E2E6
constexpr const char* theater_comedy = "\xEE\xA9\xA6";          // U+EA66
constexpr const char* thumb_up = "\xEE\xA3\x9C";                // U+E8DC
constexpr const char* thumb_up_off_alt = "\xEE\xA7\xB3";        // U+E9F3
constexpr const char* title = "\xEE\x89\xA4";                   // U+E264
constexpr const char* toggle_off = "\xEE\xA7\xB5";              // U+E9F5
constexpr const char* toggle_on = "\xEE\xA7\xB6";               // U+E9F6
constexpr const char* translate = "\xEE\xA3\xA2";               // U+E8E2
constexpr const char* trending_up = "\xEE\xA3\xA5";             // U+E8E5
constexpr const char* undo = "\xEE\x85\xA6";                    // U+E166
constexpr const char* verified = "\xEE\xBD\xB6";                // U+EF76
constexpr const char* verified_user = "\xEE\xA3\xA8";           // U+E8E8
constexpr const char* view_column = "\xEE\xA3\xAC";             // U+E8EC
constexpr const char* view_kanban = "\xEE\xAD\xBF";             // U+EB7F
constexpr const char* view_list = "\xEE\xA3\xAF";               // U+E8EF
constexpr const char* visibility = "\xEE\xA3\xB4";              // U+E8F4
constexpr const char* vpn_key = "\xEE\x83\x9A";                 // U+E0DA
constexpr const char* warning = "\xEE\x80\x82";                 // U+E002
constexpr const char* warning_amber = "\xEF\x82\x83";           // U+F083
constexpr const char* water_drop = "\xEE\x9E\x98";              // U+E798
constexpr const char* widgets = "\xEE\x86\xBD";                 // U+E1BD
constexpr const char* work_outline = "\xEE\xA5\x83";            // U+E943
}  // namespace icons

struct IconName {
  std::string_view name;  ///< as the icon font calls it: "account_balance"
  char16_t code;
  const char* utf8;
};

/// All icons of the design, sorted by name.
std::span<const IconName> all_icons();

/// The glyph for a name that is data (a category's icon); icons::help_outline for an unknown one. Any thread.
const char* icon_by_name(std::string_view name);

}  // namespace stadtpult::panels::kit
