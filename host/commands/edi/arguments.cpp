#include "host/commands/edi/arguments.hpp"

#include <fmt/format.h>

namespace crossdock::commands::edi {

namespace po = boost::program_options;

namespace {

constexpr std::uint64_t head_size = 4096;

}  // namespace

void add_format_arguments(Options& options) {
    options.add()("format", po::value<std::string>()->value_name("NAME"),
                  "the format, such as x12 or edifact (else whichever recognises the file)")(
        "dictionary", po::value<std::vector<std::string>>()->value_name("DIR"),
        "a folder of dictionaries beside those that ship: DIR/x12/004010/*.dict; may be given several times")(
        "levels", po::value<std::string>()->value_name("LIST"),
        "what is checked beside the envelopes: all, none, or a list of syntax, types, usage, order, codes, relational, "
        "hierarchy and counts")("option", po::value<std::vector<std::string>>()->value_name("NAME=VALUE"),
                                "an option of the format, as an agreement has them; may be given several times");
}

Result<FormatChoice> format_choice(const Options& options) {
    FormatChoice choice;
    choice.format = options.text("format");
    for (const std::string& folder : options.texts("dictionary")) choice.dictionaries.emplace_back(folder);
    if (options.has("levels")) choice.options.emplace_back("validate", options.text("levels"));
    for (const std::string& each : options.texts("option")) {
        const std::size_t equals = each.find('=');
        if (equals == std::string::npos || equals == 0)
            return Error{"edi.usage", ErrorClass::configuration,
                         fmt::format("--option {} should read NAME=VALUE, as in --option segment-terminator=~", each)};
        choice.options.emplace_back(each.substr(0, equals), each.substr(equals + 1));
    }
    return choice;
}

Result<OpenedInput> open_input(Formats& formats, const std::string& name) {
    CROSSDOCK_TRY_ASSIGN(Input input, Input::open(name));
    CROSSDOCK_TRY_ASSIGN(const std::string head, input.read(0, head_size));
    auto format = formats.recognise(head, name);
    if (!format.ok()) return std::move(format).error().at({input.name()});
    return OpenedInput{std::move(input), format.value()};
}

int fail_unreadable(const Error& error, const std::string& file) {
    const bool placed = file.empty() || error.position.known() || error.text.find(file) != std::string::npos;
    fmt::print(stderr, "crossdock: {}{}\n", placed ? "" : file + ": ", describe(error));
    return exit_unreadable;
}

}  // namespace crossdock::commands::edi
