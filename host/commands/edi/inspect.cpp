// `crossdock edi inspect`: an interchange as a tree with names.
#include <fmt/format.h>

#include "host/commands/edi/arguments.hpp"
#include "host/commands/edi/reader.hpp"
#include "host/commands/edi/tree.hpp"
#include "host/commands/edi/type_book.hpp"

namespace crossdock::commands {

namespace {

using namespace edi;

constexpr std::size_t shown_raw_max = 4000;

std::string party(const plugins::Party& party) {
    return party.qualifier.empty() ? party.id : party.qualifier + " " + party.id;
}

class Tree final : public Visitor {
public:
    Tree(const Input& input, TypeBook& types, Paint paint) : input_(input), types_(types), paint_(paint) {}

    void begin(const plugins::Envelope& envelope) override {
        const bool group = envelope.level == plugins::EnvelopeLevel::group;
        depth_ = group ? 1 : 0;
        heading(envelope.segment, group ? "Group" : "Interchange",
                fmt::format("{}{}{}", envelope.control_number, envelope.functional_id.empty() ? "" : "  ",
                            envelope.functional_id));
        std::string facts = fmt::format("from {} to {}", party(envelope.sender), party(envelope.receiver));
        if (!envelope.version.empty()) facts += ", version " + envelope.version;
        if (!envelope.date.empty()) facts += fmt::format(", {} {}", envelope.date, envelope.time);
        if (envelope.test) facts += ", test";
        if (envelope.acknowledgement_requested) facts += ", acknowledgement wanted";
        out_ += fmt::format("{:9}{}{}\n", "", std::string(2U * depth_ + 2U, ' '), on_one_line(facts));
        ++depth_;
        if (!group) ++interchanges_;
        print();
    }
    Status end(const plugins::EnvelopeEnd& end) override {
        if (!end.complete)
            out_ += fmt::format("{:9}{}{}\n", "", std::string(2U * depth_, ' '),
                                paint_(Colour::error, "the end is missing"));
        depth_ = end.level == plugins::EnvelopeLevel::group ? 1 : 0;
        print();
        return {};
    }
    void finding(const plugins::Finding& finding) override {
        count(finding);
        draw_finding(finding, paint_, depth_, out_);
        print();
    }
    Status transaction(ReadTransaction& transaction) override {
        const plugins::Slice& slice = transaction.slice;
        const schema::Type* const type = types_.find(slice.type);
        ++transactions_;
        for (const plugins::Finding& finding : transaction.findings) count(finding);
        heading(slice.first_segment, "Transaction",
                fmt::format("{}  {}{}{}", slice.control_number, slice.type,
                            type == nullptr ? "" : "  " + type->root.title, slice.complete ? "" : ", cut off"));
        if (transaction.document != nullptr) {
            draw_document(*transaction.document, type, transaction.findings, paint_, depth_ + 1, out_);
        } else {
            for (const plugins::Finding& finding : transaction.findings)
                draw_finding(finding, paint_, depth_ + 1, out_);
            CROSSDOCK_TRY_ASSIGN(const std::string bytes,
                                 input_.read(slice.offset, std::min<std::uint64_t>(slice.size, shown_raw_max)));
            out_ += fmt::format("{:9}{}{}\n", "", std::string(2U * depth_ + 2U, ' '),
                                paint_(Colour::quiet, "as it came, because its type is not known:"));
            out_ += fmt::format("{:9}{}{}{}\n", "", std::string(2U * depth_ + 2U, ' '),
                                on_one_line(bytes, shown_raw_max), bytes.size() < slice.size ? "…" : "");
        }
        print();
        return {};
    }

    void sum_up() {
        const auto several = [](std::size_t count, const char* what) {
            return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
        };
        out_ += fmt::format("\n{}, {}: {}, {}, {}\n", several(interchanges_, "interchange"),
                            several(transactions_, "transaction"), several(errors_, "error"),
                            several(warnings_, "warning"), several(notes_, "note"));
        print();
    }

private:
    void heading(std::uint32_t segment, std::string_view what, const std::string& text) {
        out_ += fmt::format("{:>7}  {}{} {}\n", segment, std::string(2U * depth_, ' '), paint_(Colour::tag, what),
                            on_one_line(text));
    }
    void count(const plugins::Finding& finding) {
        ++(finding.severity == plugins::Severity::error     ? errors_
           : finding.severity == plugins::Severity::warning ? warnings_
                                                            : notes_);
    }
    void print() {
        fmt::print("{}", out_);
        out_.clear();
    }

    const Input& input_;
    TypeBook& types_;
    Paint paint_;
    std::string out_;
    unsigned depth_ = 0;
    std::size_t interchanges_ = 0;
    std::size_t transactions_ = 0;
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
    std::size_t notes_ = 0;
};

}  // namespace

int run_edi_inspect(const Words& words) {
    Options options(
        "edi inspect FILE",
        "Shows an interchange as a tree: each segment with its number and name, each element with its value, what the "
        "value means where it is a code, and its name; what is wrong stands below what it is about. In colour at a "
        "terminal, unless NO_COLOR is set. FILE may be - for standard input. Reads a transaction at a time, so files "
        "may be large. Needs no site and no running host. Exit status: 0 it was shown, 2 it cannot be read.",
        {{"edi inspect in/orders.edi | less", "a whole file"},
         {"edi inspect --levels none orders.edi", "without findings, but for those of the envelopes"},
         {"edi inspect - < orders.edi", "from standard input"}},
        Options::Common::none);
    add_format_arguments(options);
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
    TypeBook types(*opened.value().format);
    Tree tree(opened.value().input, types, Paint(shows_colour()));
    const Status status = read_interchanges(*opened.value().format, opened.value().input, choice.value().options,
                                            Names(), Decode::yes, tree);
    tree.sum_up();
    return status.ok() ? exit_ok : fail_unreadable(status.error(), options.text("file"));
}

}  // namespace crossdock::commands
