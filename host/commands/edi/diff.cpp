// `crossdock edi diff`: two interchanges compared by what they say.
#include <fmt/format.h>

#include <set>

#include "host/commands/edi/arguments.hpp"
#include "host/commands/edi/difference.hpp"
#include "host/commands/edi/paint.hpp"
#include "host/commands/edi/pairing.hpp"
#include "host/document/json_text.hpp"

namespace crossdock::commands {

namespace {

using namespace edi;
using Kind = Difference::Kind;

std::string name_of_transaction(const Fingerprint& print) {
    return fmt::format("{} {}", print.place.slice.type,
                       print.key.empty() ? print.place.slice.control_number : print.key);
}

// What the envelopes around a transaction say, but for numbers, dates and delimiters.
std::vector<std::pair<std::string, std::string>> facts_of(const ReadTransaction& transaction) {
    std::vector<std::pair<std::string, std::string>> facts;
    const auto add = [&](const char* where, const plugins::Envelope& envelope) {
        const auto fact = [&](const char* what, const std::string& value) {
            facts.emplace_back(fmt::format("{} {}", where, what), value);
        };
        const auto party = [](const plugins::Party& each) {
            return each.qualifier.empty() ? each.id : each.qualifier + " " + each.id;
        };
        fact("sender", party(envelope.sender));
        fact("receiver", party(envelope.receiver));
        fact("version", envelope.version);
        fact("kind", envelope.functional_id);
        fact("test", envelope.test ? "yes" : "no");
    };
    add("interchange", transaction.interchange == nullptr ? plugins::Envelope{} : *transaction.interchange);
    add("group", transaction.group == nullptr ? plugins::Envelope{} : *transaction.group);
    return facts;
}

class Report {
public:
    Report(bool json, Paint paint) : json_(json), paint_(paint) {
        if (json_) fmt::print("[");
    }

    void end() const {
        if (json_) fmt::print("{}]\n", found_ == 0 ? "" : "\n");
    }
    [[nodiscard]] std::size_t found() const { return found_; }

    void add(const std::string& transaction, const Difference& difference) {
        if (json_) return object(transaction, difference);
        if (transaction != shown_) fmt::print("{}\n", paint_(Colour::tag, on_one_line(transaction)));
        shown_ = transaction;
        const char* const sign = difference.kind == Kind::added ? "+" : difference.kind == Kind::removed ? "-" : "~";
        const Colour colour = difference.kind == Kind::added     ? Colour::meaning
                              : difference.kind == Kind::removed ? Colour::error
                                                                 : Colour::warning;
        std::string said;
        if (difference.kind != Kind::added) said = value(difference.before, difference.before_meaning);
        if (difference.kind == Kind::changed) said += " → ";
        if (difference.kind != Kind::removed) said += value(difference.after, difference.after_meaning);
        fmt::print("  {} {}: {}{}\n", paint_(colour, sign), difference.path, said,
                   difference.title.empty() ? "" : paint_(Colour::quiet, fmt::format("  ({})", difference.title)));
        ++found_;
    }

private:
    static std::string value(const std::string& text, const std::string& meaning) {
        return on_one_line(text) + (meaning.empty() ? "" : " " + meaning);
    }
    void object(const std::string& transaction, const Difference& difference) {
        const auto text = [](bool there, const std::string& value) { return there ? json_text(value) : "null"; };
        const auto number = [](std::uint32_t value) { return value == 0 ? "null" : fmt::format("{}", value); };
        const bool before = difference.kind != Kind::added;
        const bool after = difference.kind != Kind::removed;
        fmt::print(R"({}{{"kind":{},"transaction":{},"path":{},"title":{},"before":{},"after":{},"before_meaning":{},)"
                   R"("after_meaning":{},"before_segment":{},"after_segment":{}}})",
                   found_ == 0 ? "\n" : ",\n",
                   json_text(!before  ? "added"
                             : !after ? "removed"
                                      : "changed"),
                   json_text(transaction), json_text(difference.path),
                   text(!difference.title.empty(), difference.title), text(before, difference.before),
                   text(after, difference.after), text(!difference.before_meaning.empty(), difference.before_meaning),
                   text(!difference.after_meaning.empty(), difference.after_meaning), number(difference.before_segment),
                   number(difference.after_segment));
        ++found_;
    }

    bool json_;
    Paint paint_;
    std::string shown_;
    std::size_t found_ = 0;
};

struct Compared {
    OpenedInput opened;
    std::vector<Fingerprint> prints;
};

Result<Compared> read(Formats& formats, const std::string& name, const plugins::FormatOptions& options) {
    CROSSDOCK_TRY_ASSIGN(OpenedInput opened, open_input(formats, name));
    TypeBook types(*opened.format);
    CROSSDOCK_TRY_ASSIGN(std::vector<Fingerprint> prints, fingerprints(*opened.format, opened.input, options, types));
    return Compared{std::move(opened), std::move(prints)};
}

Difference of_whole(Kind kind, const Fingerprint& print) {
    Difference difference;
    difference.kind = kind;
    difference.path = "transaction";
    (kind == Kind::added ? difference.after : difference.before) = name_of_transaction(print);
    (kind == Kind::added ? difference.after_segment : difference.before_segment) = print.place.slice.first_segment;
    return difference;
}

// The envelopes around a pair; what was said of another pair of theirs is not said again.
void compare_envelopes(const ReadTransaction& before, const ReadTransaction& after, std::set<std::string>& said,
                       Report& report) {
    const auto left = facts_of(before);
    const auto right = facts_of(after);
    for (std::size_t index = 0; index < left.size(); ++index) {
        if (left[index].second == right[index].second) continue;
        Difference difference;
        difference.path = left[index].first;
        difference.before = left[index].second;
        difference.after = right[index].second;
        const std::string line = fmt::format("{}\n{}\n{}", difference.path, difference.before, difference.after);
        if (said.insert(line).second) report.add("envelopes", difference);
    }
}

Status compare(Compared& before, Compared& after, const plugins::FormatOptions& options, Report& report) {
    const Names names;
    TypeBook types(*before.opened.format);
    std::set<std::string> said;
    const auto pairs = pair_up(before.prints, after.prints);
    for (const auto& [left, right] : pairs)
        if (left != nobody && right != nobody)
            compare_envelopes(before.prints[left].place, after.prints[right].place, said, report);
    for (const auto& [left, right] : pairs) {
        if (left == nobody) {
            report.add(name_of_transaction(after.prints[right]), of_whole(Kind::added, after.prints[right]));
        } else if (right == nobody) {
            report.add(name_of_transaction(before.prints[left]), of_whole(Kind::removed, before.prints[left]));
        } else if (before.prints[left].digest != after.prints[right].digest) {
            ReadTransaction& one = before.prints[left].place;
            ReadTransaction& other = after.prints[right].place;
            CROSSDOCK_TRY(decode_again(*before.opened.format, before.opened.input, options, names, one));
            CROSSDOCK_TRY(decode_again(*after.opened.format, after.opened.input, options, names, other));
            for (const Difference& difference : differences(*one.document, one.slice.control_number, *other.document,
                                                            other.slice.control_number, *types.find(one.slice.type)))
                report.add(name_of_transaction(before.prints[left]), difference);
            one.document.reset();
            other.document.reset();
        }
    }
    return {};
}

}  // namespace

int run_edi_diff(const Words& words) {
    Options options(
        "edi diff A B",
        "Compares two interchanges by what they say: the same values in the same loops and elements are the same, "
        "whatever the delimiters, line ends, trailing empty elements and control numbers, and a number is the same "
        "however it is written. Transactions are matched by their look-up key (the order number), then in order; "
        "repeated segments and loops by their first element (a qualifier, a line number), those that share it by what "
        "they hold, then in order, so their order alone is no difference. Dates of the envelopes are not compared. One "
        "of A and B may be - for standard input. Exit status: 0 they say the same, 1 they differ, 2 one cannot be "
        "read.",
        {{"edi diff sent.edi received.edi", "- was taken away, + was added, ~ was changed"},
         {"edi diff --json a.edi b.edi", "a JSON list with an object for each difference"}},
        Options::Common::json);
    add_format_arguments(options);
    options.positional("file", 2);
    if (!options.parse(words)) return options.exit_status();
    const std::vector<std::string> files = options.texts("file");
    if (files.size() != 2 || (files[0] == "-" && files[1] == "-"))
        return fail_unreadable(Error{"edi.usage", ErrorClass::configuration, "name two files, one of which may be -"});
    auto choice = format_choice(options);
    if (!choice.ok()) return fail_unreadable(choice.error());
    // What is wrong with them is not asked for.
    if (!options.has("levels")) choice.value().options.emplace_back("validate", "none");
    auto formats = Formats::start(choice.value());
    if (!formats.ok()) return fail_unreadable(formats.error());
    auto before = read(formats.value(), files[0], choice.value().options);
    if (!before.ok()) return fail_unreadable(before.error(), files[0]);
    auto after = read(formats.value(), files[1], choice.value().options);
    if (!after.ok()) return fail_unreadable(after.error(), files[1]);
    Report report(options.json(), Paint(shows_colour()));
    const Status status = compare(before.value(), after.value(), choice.value().options, report);
    report.end();
    if (!status.ok()) return fail_unreadable(status.error());
    return report.found() == 0 ? exit_ok : exit_failed;
}

}  // namespace crossdock::commands
