// What has to be known of a tape's groups before their start tags can be written.
#pragma once

#include <crossdock/tape.h>

#include <cstdint>
#include <vector>

#include "plugins/xml/tape_names.hpp"

namespace crossdock::xml {

struct Group {
    std::uint32_t after = 0;      // the event after its END
    bool content = false;         // it has more than attributes
    bool text = false;            // it has `#text`: line breaks between its parts would become part of the text
    bool late_attribute = false;  // an attribute comes after other content
};

// One entry for each event, of which those of BEGIN events mean something, and one more at the end for the document
// itself. Throws Failure `xml.bad-tape` or `xml.too-deep`.
std::vector<Group> find_groups(const crossdock_tape_view& tape, TapeNames& names, std::uint32_t depth_limit);

}  // namespace crossdock::xml
