#include "host/commands/text_layout.hpp"

#include <algorithm>

namespace crossdock::commands {

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    const std::string margin = "\n" + std::string(indent, ' ');
    std::string out;
    std::size_t used = indent;  // of the line
    bool begun = false;         // the line has a word
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
        const std::string_view word = text.substr(0, end);
        if (begun && used + 1 + word.size() > width) {
            out += margin;
            used = indent;
            begun = false;
        }
        if (begun) {
            out += ' ';
            ++used;
        }
        out += word;
        used += word.size();
        begun = true;
        if (end == text.size()) break;
        if (text[end] == '\n') {
            out += margin;
            used = indent;
            begun = false;
        }
        text.remove_prefix(end + 1);
    }
    return out;
}

}  // namespace crossdock::commands
