// Puts transactions into an interchange.
#include "plugins/x12/assembler.hpp"

#include "plugins/edi/assembly_writer.hpp"
#include "plugins/edi/options.hpp"
#include "plugins/x12/acknowledger.hpp"
#include "plugins/x12/options.hpp"

#include <crossdock/cpp/format.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

constexpr std::uint32_t interchange_control_width = 9;
constexpr std::uint32_t group_control_width = 1;
constexpr std::string_view acknowledgements = "FA";

struct Group {
    std::string functional_id;
    std::string release;
    std::vector<const crossdock_encoded_view*> transactions;
};

[[noreturn]] void refuse(const std::string& what) { refuse_assembly(dialect, what); }

class Assembler {
public:
    Assembler(const Catalog& catalog, const crossdock_assemble_request& request, crossdock_output& output)
        : catalog_(catalog),
          request_(request),
          syntax_(output_syntax(request.options)),
          writer_(dialect, syntax_, output) {}

    void assemble() {
        gather();
        const Moment now = moment(request_.time_ms);
        interchange_header(now);
        for (const crossdock_encoded_view* segment : lone_) write(sdk::text(segment->bytes));
        std::uint32_t group_ordinal = 0;
        std::uint32_t transaction_ordinal = 0;
        for (const Group& group : groups_) {
            group_header(group, now, group_ordinal);
            for (const crossdock_encoded_view* transaction : group.transactions)
                writer_.copy(*transaction, transaction_ordinal++);
            write(fmt::format("GE{}{}{}", separator(), group.transactions.size(), separator()));
            slot(CROSSDOCK_SLOT_GROUP, group_ordinal++, group_control_width);
            end_segment();
        }
        write(fmt::format("IEA{}{}{}", separator(), groups_.size(), separator()));
        slot(CROSSDOCK_SLOT_INTERCHANGE, 0, interchange_control_width);
        end_segment();
    }

private:
    [[nodiscard]] char separator() const { return syntax_.delimiters.element; }
    [[nodiscard]] std::string_view setting(std::string_view name, std::string_view otherwise) const {
        return option(request_.options, name, otherwise);
    }
    void write(std::string_view text) { writer_.write(text); }
    void slot(crossdock_slot_kind kind, std::uint32_t ordinal, std::uint32_t width) {
        writer_.slot(kind, ordinal, width);
    }
    void end_segment() { writer_.end_segment(); }

    void gather() {
        if (request_.transaction_count == 0) refuse("there is no transaction to assemble; one or more would be right");
        for (std::uint64_t index = 0; index < request_.transaction_count; ++index) {
            const crossdock_encoded_view& encoded = transaction_of(request_, index);
            const Transaction* known = catalog_.find(sdk::text(encoded.type));
            if (known == nullptr)
                throw sdk::Failure::permanent("x12.unknown-transaction-set",
                                              fmt::format("'{}' is not in the dictionaries", sdk::text(encoded.type)));
            if (known->is_lone_segment) {
                lone_.push_back(&encoded);
                continue;
            }
            const auto found = std::find_if(groups_.begin(), groups_.end(), [&](const Group& group) {
                return group.functional_id == known->functional_id && group.release == known->release->id;
            });
            Group& group = found != groups_.end()
                               ? *found
                               : groups_.emplace_back(Group{known->functional_id, known->release->id, {}});
            group.transactions.push_back(&encoded);
        }
    }

    // Data of the header, checked and padded: it must not hold a delimiter, and its width is fixed.
    [[nodiscard]] std::string field(std::string_view name, std::string_view value, std::size_t min, std::size_t max,
                                    bool padded) const {
        const Delimiters& delimiters = syntax_.delimiters;
        for (const char c : value)
            if (c == delimiters.element || c == delimiters.component || c == delimiters.segment ||
                static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E)
                refuse(fmt::format("{} is '{}', which holds a delimiter or a character that may not be there", name,
                                   value));
        if (value.size() < min || value.size() > max)
            refuse(fmt::format("{} is '{}'; {} to {} characters would be right", name, value, min, max));
        std::string text(value);
        if (padded) text.resize(max, ' ');
        return text;
    }

    [[nodiscard]] char usage() const {
        const std::string_view text = setting("usage", request_.test != 0 ? "test" : "production");
        if (text == "production" || text == "P") return 'P';
        if (text == "test" || text == "T") return 'T';
        if (text == "information" || text == "I") return 'I';
        throw sdk::Failure::configuration("x12.bad-option",
                                          fmt::format("usage is '{}': production, test or information is right", text));
    }

    void interchange_header(const Moment& now) {
        const std::string_view version = setting("interchange-version", "00401");
        // What holds nothing but TA1s is not acknowledged.
        const std::string_view asks = groups_.empty() ? "no" : setting("acknowledgement-requested", "no");
        if (version.size() != 5)
            refuse(fmt::format("interchange-version is '{}'; five digits would be right", version));
        const bool repeats = version >= "00402";
        if (repeats && syntax_.delimiters.repetition == '\0')
            throw sdk::Failure::configuration(
                "x12.bad-option", fmt::format("interchange version {} needs the option repetition-separator", version));
        const char s = separator();
        const auto party = [&](std::string_view name, const crossdock_party_view& view) {
            return fmt::format(
                "{}{}{}{}", field(fmt::format("the qualifier of the {}", name), sdk::text(view.qualifier), 2, 2, true),
                s, field(fmt::format("the id of the {}", name), sdk::text(view.id), 1, 15, true), s);
        };
        write(fmt::format("ISA{}{}{}{}{}{}{}{}{}", s,
                          field("authorization-qualifier", setting("authorization-qualifier", "00"), 2, 2, true), s,
                          field("authorization", setting("authorization", ""), 0, 10, true), s,
                          field("security-qualifier", setting("security-qualifier", "00"), 2, 2, true), s,
                          field("security", setting("security", ""), 0, 10, true), s));
        write(party("sender", request_.sender));
        write(party("receiver", request_.receiver));
        write(fmt::format("{}{}{}{}{}{}{}{}", now.date.substr(2), s, now.time, s,
                          repeats ? syntax_.delimiters.repetition : 'U', s, version, s));
        slot(CROSSDOCK_SLOT_INTERCHANGE, 0, interchange_control_width);
        write(fmt::format("{}{}{}{}{}{}", s, asks == "yes" || asks == "1" ? '1' : '0', s, usage(), s,
                          syntax_.delimiters.component));
        end_segment();
    }

    // GS08. Acknowledgements may be of another release than the documents that the agreement is about.
    [[nodiscard]] std::string_view version_of(const Group& group) const {
        const std::string_view release = setting("release", group.release);
        if (group.functional_id != acknowledgements) return release;
        return setting(acknowledgement_version, release.starts_with(group.release) ? release : group.release);
    }

    void group_header(const Group& group, const Moment& now, std::uint32_t ordinal) {
        const auto party = [&](std::string_view name, crossdock_text_view own, const crossdock_party_view& whole) {
            return field(name, own.size != 0 ? sdk::text(own) : sdk::text(whole.id), 2, 15, false);
        };
        const char s = separator();
        const std::string release = field("release", version_of(group), 1, 12, false);
        if (release.substr(0, group.release.size()) != group.release)
            refuse(fmt::format("release is '{}', but the transactions are of release {}", release, group.release));
        write(fmt::format("GS{}{}{}{}{}{}{}{}{}{}{}", s, group.functional_id, s,
                          party("the group's sender (GS02)", request_.group_sender, request_.sender), s,
                          party("the group's receiver (GS03)", request_.group_receiver, request_.receiver), s, now.date,
                          s, now.time, s));
        slot(CROSSDOCK_SLOT_GROUP, ordinal, group_control_width);
        write(fmt::format("{}X{}{}", s, s, release));
        end_segment();
    }

    const Catalog& catalog_;
    const crossdock_assemble_request& request_;
    OutputSyntax syntax_;
    AssemblyWriter writer_;
    std::vector<Group> groups_;
    std::vector<const crossdock_encoded_view*> lone_;  // between ISA and the groups
};

}  // namespace

void assemble(const Catalog& catalog, const crossdock_assemble_request& request, crossdock_output& output) {
    Assembler(catalog, request, output).assemble();
}

}  // namespace crossdock::x12
