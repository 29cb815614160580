#include "host/journal/types.hpp"

namespace crossdock::journal {

Digest digest_of(Bytes bytes) { return sha256(bytes); }

std::string to_hex(const Digest& digest) { return crossdock::to_hex(Bytes(digest)); }

}  // namespace crossdock::journal
