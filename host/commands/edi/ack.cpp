// `crossdock edi ack`: the functional acknowledgement that an interchange gets.
#include <fmt/format.h>

#include <utility>

#include "host/base/clock.hpp"
#include "host/commands/edi/arguments.hpp"
#include "host/commands/edi/reply.hpp"

namespace crossdock::commands {

namespace {

using namespace edi;

// The same as a report about its interchange: for a standard that acknowledges groups with their interchange.
plugins::GroupReport of_interchange(const plugins::GroupReport& report) {
    plugins::GroupReport whole;
    whole.level = plugins::EnvelopeLevel::interchange;
    whole.interchange = report.interchange;
    whole.groups.push_back(report);
    if (!report.group.control_number.empty()) return whole;
    whole.decision = report.decision;
    whole.interchange_end = report.group_end;
    whole.findings = std::exchange(whole.groups.front().findings, {});
    return whole;
}

// The acknowledgement as bytes; empty when the format has none for this.
Result<std::string> acknowledgement(plugins::FormatClient& format, const plugins::GroupReport& report,
                                    const plugins::FormatOptions& options, std::uint64_t number) {
    const Names names;
    std::string type;
    plugins::GroupReport asked = report;
    asked.options = options;
    auto document = format.acknowledge(asked, names, type);
    if (!document.ok() && document.error().code == "format.no-acknowledgement") {
        asked = of_interchange(report);
        asked.options = options;
        document = format.acknowledge(asked, names, type);
    }
    if (!document.ok() && document.error().code == "format.no-acknowledgement") return std::string();
    if (!document.ok()) return std::move(document).error();
    CROSSDOCK_TRY(document.value().status);
    plugins::WriteRequest request;
    request.type = type;
    request.count = 1;
    request.document = [&](std::size_t) -> Result<const Document*> { return document.value().document.get(); };
    request.envelope.test = report.interchange.test;
    request.envelope.sender = report.interchange.receiver;
    request.envelope.receiver = report.interchange.sender;
    request.envelope.group_sender = report.group.receiver.id;
    request.envelope.group_receiver = report.group.sender.id;
    request.envelope.time_ms = system_clock().wall_ms();
    request.envelope.options = options;
    CROSSDOCK_TRY_ASSIGN(const plugins::Written written, format.write_payload(request));
    CROSSDOCK_TRY(written.documents.front());
    return with_numbers(written.payload, number);
}

}  // namespace

int run_edi_ack(const Words& words) {
    namespace po = boost::program_options;
    Options options(
        "edi ack FILE",
        "Prints the acknowledgements that a host would send for FILE: one interchange for each group, or for the "
        "interchange where it has no groups, written by the format itself from what it finds. Nothing is sent and no "
        "control number is used up: --number says which are written. How an agreement wants its acknowledgements "
        "(delimiters, versions, release rule) is not known here; --option says what the format is to know of it. FILE "
        "may be - for standard input. Exit status: 0 they were printed, 1 there are none to print or one cannot be "
        "written, 2 FILE cannot be read.",
        {{"edi ack in/orders.edi", "a 997, or a CONTRL"},
         {"edi ack orders.edi | crossdock edi inspect -", "the same, explained"},
         {"edi ack --option segment-terminator='~\\n' orders.edi", "a segment a line"}},
        Options::Common::none);
    add_format_arguments(options);
    options.add()("number", po::value<std::size_t>()->value_name("N"), "the first control number (1)");
    options.positional("file");
    if (!options.parse(words)) return options.exit_status();
    if (options.text("file").empty())
        return fail_unreadable(Error{"edi.usage", ErrorClass::configuration, "name a file, or - for standard input"});
    const auto choice = format_choice(options);
    if (!choice.ok()) return fail_unreadable(choice.error());
    auto formats = Formats::start(choice.value());
    if (!formats.ok()) return fail_unreadable(formats.error());
    auto opened = open_input(formats.value(), options.text("file"));
    if (!opened.ok()) return fail_unreadable(opened.error());
    plugins::FormatClient& format = *opened.value().format;
    std::uint64_t number = options.number_or("number", 1);
    std::size_t printed = 0;
    std::size_t failed = 0;
    ReportCollector collector([&](const plugins::GroupReport& report) -> Status {
        const auto bytes = acknowledgement(format, report, choice.value().options, number);
        if (!bytes.ok()) {
            fail(bytes.error());
            ++failed;
        } else if (!bytes.value().empty()) {
            fmt::print("{}{}", bytes.value(), bytes.value().back() == '\n' ? "" : "\n");
            ++printed;
            ++number;
        }
        return {};
    });
    const Status status =
        read_interchanges(format, opened.value().input, choice.value().options, Names(), Decode::yes, collector);
    if (!status.ok()) return fail_unreadable(status.error(), options.text("file"));
    if (printed == 0 && failed == 0)
        return fail(Error{"edi.no-acknowledgement", ErrorClass::permanent,
                          "there is nothing to acknowledge: acknowledgements are not acknowledged, and without a "
                          "transaction there is none"});
    return failed == 0 ? exit_ok : exit_failed;
}

}  // namespace crossdock::commands
