// What two documents of one type say differently.
#pragma once

#include <string>
#include <vector>

#include "host/document/document.hpp"
#include "host/schema/type.hpp"

namespace crossdock::commands::edi {

struct Difference {
    enum class Kind { added, removed, changed } kind = Kind::changed;
    std::string path;   // `PO1-loop[1]/PO1/PO102`: repeated segments and loops by their first element, else their place
    std::string title;  // what it is called
    std::string before;          // the value in the first document; of a segment or loop, all its values
    std::string after;           // likewise in the second
    std::string before_meaning;  // of a code; empty: unknown
    std::string after_meaning;
    std::uint32_t before_segment = 0;  // number in its interchange; 0: not there
    std::uint32_t after_segment = 0;
};

// Compares values where they stand: absent is the same as empty, and a number the same however it is written. Repeated
// segments and loops are matched by their first element (a qualifier, a line number), those that share it by what they
// hold, then in order; so their order alone is no difference. What frames the transaction (the control number in the
// first segment, and the last segment) does not count. `control_number_*` are those of the transactions.
std::vector<Difference> differences(const Document& before, std::string_view control_number_before,
                                    const Document& after, std::string_view control_number_after,
                                    const schema::Type& type);

// All values of a transaction as one text, the same for documents that say the same in the same order.
std::string content_of(const Document& document, std::string_view control_number);

}  // namespace crossdock::commands::edi
