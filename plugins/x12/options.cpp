// Reads how an interchange is to be written.
#include "plugins/x12/options.hpp"

#include "plugins/edi/options.hpp"
#include "plugins/x12/dialect.hpp"

#include <array>

namespace crossdock::x12 {

OutputSyntax output_syntax(const crossdock_format_options* options) {
    OutputSyntax syntax;
    Delimiters& delimiters = syntax.delimiters;
    delimiters.element = delimiter_option(dialect, "element-separator", option(options, "element-separator", "*"));
    delimiters.component =
        delimiter_option(dialect, "component-separator", option(options, "component-separator", ":"));
    const std::string_view repetition = option(options, "repetition-separator");
    if (!repetition.empty()) delimiters.repetition = delimiter_option(dialect, "repetition-separator", repetition);
    std::string_view terminator = option(options, "segment-terminator", "~");
    if (terminator == "\\n") terminator = "\n";
    if (terminator.size() > 1) {
        const std::string_view rest = terminator.substr(1);
        if (rest == "\n" || rest == "\\n")
            syntax.line_end = "\n";
        else if (rest == "\r\n" || rest == "\\r\\n")
            syntax.line_end = "\r\n";
        else
            refuse_option(dialect, "segment-terminator", terminator, "one character, alone or followed by a line end,");
        terminator = terminator.substr(0, 1);
    }
    delimiters.segment = delimiter_option(dialect, "segment-terminator", terminator);
    const std::array<char, 4> four{delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition};
    for (std::size_t left = 0; left < four.size(); ++left)
        for (std::size_t right = left + 1; right < four.size(); ++right)
            if (four[left] == four[right])
                refuse_option(dialect, "segment-terminator", std::string_view(&four[right], 1),
                              "a different character for each delimiter");
    const std::string_view charset = option(options, "charset", "ascii");
    if (charset != "ascii" && charset != "utf-8") refuse_option(dialect, "charset", charset, "ascii or utf-8");
    syntax.ascii_only = charset == "ascii";
    return syntax;
}

}  // namespace crossdock::x12
