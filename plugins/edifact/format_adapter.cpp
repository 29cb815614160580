#include "plugins/edifact/format_adapter.hpp"

#include "plugins/edifact/acknowledger.hpp"
#include "plugins/edifact/assembler.hpp"
#include "plugins/edifact/transaction.hpp"

namespace crossdock::edifact {

void EdifactFormat::decode_transaction(const crossdock_decode_request& request, std::uint32_t levels,
                                       crossdock_tape_writer& tape, const crossdock_findings& findings) const {
    edifact::decode(catalog(), request, levels, tape, findings);
}

void EdifactFormat::encode(const crossdock_encode_request& request, crossdock_output& output) const {
    edifact::encode(catalog(), request, output);
}

void EdifactFormat::assemble(const crossdock_assemble_request& request, crossdock_output& output) const {
    edifact::assemble(catalog(), request, output);
}

std::string EdifactFormat::write_acknowledgement(const crossdock_group_report& report,
                                                 crossdock_tape_writer& tape) const {
    return edifact::acknowledge(catalog(), report, tape);
}

std::vector<crossdock_property> EdifactFormat::properties() {
    return properties_of(
        "A folder that holds edifact/DIRECTORY/*.dict. Several are read in order, a later one replacing what an "
        "earlier one defines. Without it: the dictionaries that ship with the plugin.");
}

}  // namespace crossdock::edifact
