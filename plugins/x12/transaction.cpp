// Reads and writes one transaction set of X12.
#include "plugins/x12/transaction.hpp"

#include "plugins/edi/delimiter_text.hpp"
#include "plugins/edi/options.hpp"
#include "plugins/x12/delimiters.hpp"
#include "plugins/x12/options.hpp"

#include <crossdock/cpp/views.hpp>

namespace crossdock::x12 {

void decode(const Catalog& catalog, const crossdock_decode_request& request, std::uint32_t levels,
            crossdock_tape_writer& tape, const crossdock_findings& findings) {
    const auto known = delimiters_of(sdk::text(request.interchange_context));
    const Delimiters delimiters = known ? *known : guess_delimiters(sdk::text(request.source));
    DecodeSettings settings{delimiters, levels};
    settings.guides = option(request.options, "guide");
    edi::decode(catalog, request, settings, tape, findings);
}

void encode(const Catalog& catalog, const crossdock_encode_request& request, crossdock_output& output) {
    constexpr std::uint32_t control_number_width = 4;
    const Transaction& transaction =
        transaction_to_write(catalog, sdk::text(request.type), option(request.options, "guide"));
    edi::encode(transaction, *request.document, output_syntax(request.options),
                {transaction.set, {}, control_number_width}, output);
}

}  // namespace crossdock::x12
