#pragma once
// The other side of the kill test: this program started again as `test_client --work-at-desk DIR URL CERT
// ROUND`.

namespace stadtpult::test {

/// Works at a desk until it is killed, saying on stdout what was acknowledged. The program's exit code.
int work_at_desk(int count, char** values);

}  // namespace stadtpult::test
