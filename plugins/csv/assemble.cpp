#include <crossdock/cpp/format.hpp>
#include <crossdock/cpp/transactions.hpp>

#include "plugins/csv/encode.hpp"
#include "plugins/csv/record_reader.hpp"

namespace crossdock::csv {

void assemble(const crossdock_assemble_request& request, const Settings& settings, crossdock_output& output) {
    std::string_view header;
    for (std::uint64_t index = 0; index < request.transaction_count; ++index) {
        std::string_view rows = sdk::text(sdk::transaction(request, index).bytes);
        if (rows.empty()) continue;
        Record record;
        if (settings.header && RecordReader(rows, settings.delimiter, settings.quote).next(record)) {
            const std::string_view own = rows.substr(0, record.end);
            if (header.empty()) {
                header = own;
                sdk::write(output, header);
            } else if (own != header) {
                throw sdk::Failure::configuration(
                    "csv.headers-differ", "the documents for one file have different columns; name them in `columns`");
            }
            rows.remove_prefix(record.end);
        }
        sdk::write(output, rows);
        if (!rows.empty() && rows.back() != '\n') sdk::write(output, settings.line_end);
    }
}

}  // namespace crossdock::csv
