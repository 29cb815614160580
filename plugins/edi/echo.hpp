// What a partner sent, made fit to be sent back to it.
#pragma once

#include "plugins/edi/dictionary.hpp"
#include "plugins/edi/output_syntax.hpp"

#include <string>
#include <string_view>

namespace crossdock::edi {

// Acknowledgements repeat control numbers and names that may hold anything, and must be writable all the same.
// Borrows the release. Immutable, so safe on any thread.
class Echo {
public:
    // `syntax`: how the acknowledgement will be written.
    Echo(const Release& release, const OutputSyntax& syntax) : release_(release), syntax_(syntax) {}

    // The text with a hyphen (a point where that is a delimiter) for each character that cannot be written, without
    // the spaces at its end, and no longer than the data element may be; `otherwise` where nothing is left.
    [[nodiscard]] std::string operator()(std::string_view text, std::string_view data_element,
                                         std::string_view otherwise = {}) const;

private:
    [[nodiscard]] bool can_write(std::string_view character) const;

    const Release& release_;
    OutputSyntax syntax_;
};

}  // namespace crossdock::edi
