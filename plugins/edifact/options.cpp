// Reads how an interchange is to be written.
#include "plugins/edifact/options.hpp"

#include "plugins/edi/options.hpp"
#include "plugins/edifact/character_sets.hpp"

namespace crossdock::edifact {

Delimiters usual_delimiters() {
    Delimiters usual;
    usual.element = '+';
    usual.component = ':';
    usual.segment = '\'';
    usual.release = '?';
    return usual;
}

Syntax syntax_option(const crossdock_format_options* options) {
    const std::string_view text = option(options, "syntax", "UNOC:3");
    const std::size_t colon = text.find(':');
    Syntax syntax;
    syntax.repertoire = text.substr(0, colon);
    if (colon != std::string_view::npos) syntax.version = text.substr(colon + 1);
    const bool known_version = syntax.version.size() == 1 && syntax.version[0] >= '1' && syntax.version[0] <= '4';
    if (find_character_set(syntax.repertoire) == nullptr || !known_version)
        refuse_option(dialect, "syntax", text,
                      "a repertoire UNOA to UNOK, UNOW or UNOY, and a version 1 to 4, `UNOC:3`,");
    return syntax;
}

OutputSyntax output_syntax(const crossdock_format_options* options) {
    const Syntax chosen = syntax_option(options);
    OutputSyntax syntax;
    Delimiters& delimiters = syntax.delimiters;
    delimiters.element = delimiter_option(dialect, "element-separator", option(options, "element-separator", "+"));
    delimiters.component =
        delimiter_option(dialect, "component-separator", option(options, "component-separator", ":"));
    const std::string_view release = option(options, "release-character", "?");
    delimiters.release = release == "none" ? '\0' : delimiter_option(dialect, "release-character", release);
    const std::string_view mark = option(options, "decimal-mark", ".");
    if (mark != "." && mark != ",") refuse_option(dialect, "decimal-mark", mark, "a point or a comma");
    delimiters.decimal_mark = mark[0];
    if (chosen.version == "4")
        delimiters.repetition =
            delimiter_option(dialect, "repetition-separator", option(options, "repetition-separator", "*"));
    read_terminator(dialect, options, "'", syntax);
    check_distinct(dialect, delimiters);
    for (const char other :
         {delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition, delimiters.release})
        if (other == delimiters.decimal_mark)
            refuse_option(dialect, "decimal-mark", mark, "another character than the delimiters");
    syntax.characters = find_character_set(chosen.repertoire);
    return syntax;
}

}  // namespace crossdock::edifact
