#pragma once

#include <md4c.h>

namespace stadtpult::content {

/// CommonMark without what page texts have not: HTML, code blocks by indentation. Bare addresses become
/// links.
inline constexpr unsigned kDialect =
    MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_PERMISSIVEAUTOLINKS;

}  // namespace stadtpult::content
