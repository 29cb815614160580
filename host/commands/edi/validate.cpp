// `crossdock edi validate`: what is wrong with interchanges, one finding a line.
#include <fmt/format.h>

#include "host/commands/edi/arguments.hpp"
#include "host/commands/edi/finding_text.hpp"

namespace crossdock::commands {

namespace {

using namespace edi;

struct Found {
    std::size_t all = 0;
    std::size_t faults = 0;  // those that are no notes
};

class Listing final : public Visitor {
public:
    Listing(const std::string& file, bool json, Found& found) : file_(file), json_(json), found_(found) {}

    void begin(const plugins::Envelope& envelope) override {
        (envelope.level == plugins::EnvelopeLevel::group ? group_ : interchange_) = envelope;
        if (envelope.level == plugins::EnvelopeLevel::interchange) group_.reset();
    }
    Status end(const plugins::EnvelopeEnd& end) override {
        if (end.level == plugins::EnvelopeLevel::group) group_.reset();
        return {};
    }
    void finding(const plugins::Finding& finding) override { show(finding, nullptr); }
    Status transaction(ReadTransaction& transaction) override {
        for (const plugins::Finding& finding : transaction.findings) show(finding, &transaction.slice);
        ++transactions;
        return {};
    }

    std::size_t transactions = 0;

private:
    void show(const plugins::Finding& finding, const plugins::Slice* slice) {
        const FoundIn in{&file_, interchange_ ? &*interchange_ : nullptr, group_ ? &*group_ : nullptr, slice};
        if (json_)
            fmt::print("{}{}", found_.all == 0 ? "\n" : ",\n", finding_json(finding, in));
        else
            fmt::print("{}\n", finding_line(finding, in));
        ++found_.all;
        if (finding.severity != plugins::Severity::note) ++found_.faults;
    }

    const std::string& file_;
    bool json_;
    Found& found_;
    std::optional<plugins::Envelope> interchange_;
    std::optional<plugins::Envelope> group_;
};

}  // namespace

int run_edi_validate(const Words& words) {
    Options options(
        "edi validate FILE…",
        "Checks interchanges against their standard and lists what is wrong, each with its place, what would be right, "
        "and the code that an acknowledgement has for it. FILE may be - for standard input. Needs no site and no "
        "running host. Exit status: 0 nothing was found, 1 something was that is no note, 2 a file cannot be read "
        "or is no interchange.",
        {{"edi validate in/orders.edi", "one finding a line"},
         {"edi validate --json in/*.edi", "a JSON list with an object for each finding"},
         {"edi validate --levels syntax,types orders.edi", "only these levels, and the envelopes"},
         {"edi validate --dictionary ours orders.edi", "with dictionaries of your own"}},
        Options::Common::json);
    add_format_arguments(options);
    options.positional("file", -1);
    if (!options.parse(words)) return options.exit_status();
    const std::vector<std::string> files = options.texts("file");
    if (files.empty())
        return fail_unreadable(Error{"edi.usage", ErrorClass::configuration,
                                     "name one or more files, or - for "
                                     "standard input"});
    const auto choice = format_choice(options);
    if (!choice.ok()) return fail_unreadable(choice.error());
    auto formats = Formats::start(choice.value());
    if (!formats.ok()) return fail_unreadable(formats.error());
    const Names names;
    Found found;
    bool unreadable = false;
    if (options.json()) fmt::print("[");
    for (const std::string& file : files) {
        auto opened = open_input(formats.value(), file);
        Listing listing(file, options.json(), found);
        const Status status = opened.ok() ? read_interchanges(*opened.value().format, opened.value().input,
                                                              choice.value().options, names, Decode::yes, listing)
                                          : Status(opened.error());
        if (status.ok()) continue;
        fail_unreadable(status.error(), file);
        unreadable = true;
    }
    if (options.json()) fmt::print("{}]\n", found.all == 0 ? "" : "\n");
    return unreadable ? exit_unreadable : found.faults != 0 ? exit_failed : exit_ok;
}

}  // namespace crossdock::commands
