// Reads how an interchange is to be written.
#include "plugins/x12/options.hpp"

#include "plugins/edi/options.hpp"
#include "plugins/x12/dialect.hpp"

namespace crossdock::x12 {

OutputSyntax output_syntax(const crossdock_format_options* options) {
    OutputSyntax syntax;
    Delimiters& delimiters = syntax.delimiters;
    delimiters.element = delimiter_option(dialect, "element-separator", option(options, "element-separator", "*"));
    delimiters.component =
        delimiter_option(dialect, "component-separator", option(options, "component-separator", ":"));
    const std::string_view repetition = option(options, "repetition-separator");
    if (!repetition.empty()) delimiters.repetition = delimiter_option(dialect, "repetition-separator", repetition);
    read_terminator(dialect, options, "~", syntax);
    check_distinct(dialect, delimiters);
    const std::string_view charset = option(options, "charset", "ascii");
    if (charset != "ascii" && charset != "utf-8") refuse_option(dialect, "charset", charset, "ascii or utf-8");
    syntax.characters = charset == "ascii" ? &ascii_only() : &ascii_or_wider();
    return syntax;
}

}  // namespace crossdock::x12
