// The end of an interchange of which the headers are there: for transactions that are taken out of another one.
#pragma once

#include "plugins/edi/dialect.hpp"
#include "plugins/edi/envelope_syntax.hpp"

#include <string>

namespace crossdock::edi {

// The trailers of the group, where there is one, and of the interchange, for that many transactions. Of the envelopes,
// which `split` reported, context and control number are read. Throws sdk::Failure (permanent) when the context is not
// one of this standard or the interchange's characters lack one of the control number's. Re-entrant.
[[nodiscard]] std::string trailers(const Dialect& dialect, const EnvelopeSyntax& syntax,
                                   const crossdock_envelope& interchange, const crossdock_envelope* group,
                                   std::uint64_t transactions);

}  // namespace crossdock::edi
