#pragma once
// What a process that reads a stranger's document may still ask of the system.

namespace stadtpult::platform {

/// From here on this process can use its memory, read and write the files that it has, and end. Everything
/// else (files, network, programs, other processes) fails with EPERM, for good. False where the kernel has
/// no such filters. Of one thread only.
bool wall_off();

}  // namespace stadtpult::platform
