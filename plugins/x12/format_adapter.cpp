#include "plugins/x12/format_adapter.hpp"

#include "plugins/edi/group_report.hpp"
#include "plugins/x12/acknowledger.hpp"
#include "plugins/x12/assembler.hpp"
#include "plugins/x12/interchange_acknowledger.hpp"
#include "plugins/x12/transaction.hpp"

namespace crossdock::x12 {

void X12Format::decode_transaction(const crossdock_decode_request& request, std::uint32_t levels,
                                   crossdock_tape_writer& tape, const crossdock_findings& findings) const {
    x12::decode(catalog(), request, levels, tape, findings);
}

void X12Format::encode(const crossdock_encode_request& request, crossdock_output& output) const {
    x12::encode(catalog(), request, output);
}

void X12Format::assemble(const crossdock_assemble_request& request, crossdock_output& output) const {
    x12::assemble(catalog(), request, output);
}

std::string X12Format::write_acknowledgement(const crossdock_group_report& report, crossdock_tape_writer& tape) const {
    return GroupReport(report).is_of_interchange() ? acknowledge_interchange(catalog(), report, tape)
                                                   : acknowledge_group(catalog(), report, tape);
}

std::vector<crossdock_property> X12Format::properties() {
    return properties_of(
        "A folder that holds x12/RELEASE/*.dict. Several are read in order, a later one replacing what an "
        "earlier one defines. Without it: the dictionaries that ship with the plugin.");
}

}  // namespace crossdock::x12
