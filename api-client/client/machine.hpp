#pragma once
// What this machine is called, so that a person recognises it in a list of devices.

#include "api-client/contract/security.hpp"

namespace stadtpult::client {

/// Name in the network and system ("Debian GNU/Linux 12 (bookworm), Linux 6.1.0"). Any thread.
contract::Device this_machine();

}  // namespace stadtpult::client
