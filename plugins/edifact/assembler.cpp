// Puts messages into an interchange.
#include "plugins/edifact/assembler.hpp"

#include "plugins/edi/assembly_writer.hpp"
#include "plugins/edi/options.hpp"
#include "plugins/edifact/options.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace crossdock::edifact {
namespace {

constexpr std::size_t longest_party = 35;
constexpr std::size_t longest_qualifier = 4;
constexpr std::size_t date_size_before_4 = 6;

// Of UTF-8.
bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; }

class Assembler {
public:
    Assembler(const Catalog& catalog, const crossdock_assemble_request& request, crossdock_output& output)
        : catalog_(catalog),
          request_(request),
          version_(syntax_option(request.options)),
          syntax_(output_syntax(request.options)),
          writer_(dialect, syntax_, output) {}

    void assemble() {
        if (request_.transaction_count == 0)
            refuse_assembly(dialect, "there is no message to assemble; one or more would be right");
        advice();
        header();
        for (std::uint64_t index = 0; index < request_.transaction_count; ++index) {
            const crossdock_encoded_view& encoded = transaction_of(request_, index);
            static_cast<void>(known(sdk::text(encoded.type)));
            writer_.copy(encoded, static_cast<std::uint32_t>(index));
        }
        writer_.write(fmt::format("UNZ{}{}{}", separator(), request_.transaction_count, separator()));
        writer_.slot(CROSSDOCK_SLOT_INTERCHANGE, 0, 1);
        writer_.end_segment();
    }

private:
    [[nodiscard]] char separator() const { return syntax_.delimiters.element; }
    [[nodiscard]] std::string_view setting(std::string_view name, std::string_view otherwise = {}) const {
        return option(request_.options, name, otherwise);
    }

    [[nodiscard]] const Transaction& known(std::string_view type) const {
        const Transaction* transaction = catalog_.find(type);
        if (transaction == nullptr)
            throw sdk::Failure::permanent(dialect.code(rules::unknown_transaction_set),
                                          fmt::format("'{}' is not in the dictionaries", type));
        return *transaction;
    }

    void advice() {
        const std::string_view wanted = setting("advice", "when-needed");
        if (wanted != "always" && wanted != "when-needed" && wanted != "never")
            refuse_option(dialect, "advice", wanted, "always, when-needed or never");
        Delimiters usual = usual_delimiters();
        const bool repeats = version_.version == "4";
        if (repeats) usual.repetition = '*';
        const Delimiters& own = syntax_.delimiters;
        if (wanted == "never" && !(own == usual))
            refuse_option(dialect, "advice", wanted, "another for delimiters that are not the usual ones");
        if (wanted == "never" || (wanted == "when-needed" && own == usual)) return;
        writer_.write("UNA");
        writer_.write(std::string{own.component, own.element, own.decimal_mark, own.release == '\0' ? ' ' : own.release,
                                  own.repetition == '\0' ? ' ' : own.repetition});
        writer_.end_segment();
    }

    // Data of the header in the interchange's characters, with delimiters released.
    [[nodiscard]] std::string field(std::string_view name, std::string_view value, std::size_t min,
                                    std::size_t max) const {
        const auto size = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), begins_character));
        if (size < min || size > max)
            refuse_assembly(dialect,
                            fmt::format("{} is '{}'; {} to {} characters would be right", name, value, min, max));
        const auto bytes = syntax_.characters->from_utf8(value);
        if (!bytes)
            refuse_assembly(dialect, fmt::format("{} is '{}', which holds characters that {} does not have", name,
                                                 value, version_.repertoire));
        std::string text;
        const Delimiters& all = syntax_.delimiters;
        for (const char c : *bytes) {
            const bool special = c == all.element || c == all.component || c == all.segment || c == all.release ||
                                 (c == all.repetition && all.repetition != '\0');
            if (special && all.release == '\0')
                refuse_assembly(dialect, fmt::format("{} is '{}', which holds a delimiter", name, value));
            if (special) text += all.release;
            text += c;
        }
        return text;
    }

    [[nodiscard]] std::string party(std::string_view name, const crossdock_party_view& view) const {
        std::string text = field(fmt::format("the id of the {}", name), sdk::text(view.id), 1, longest_party);
        const std::string_view qualifier = sdk::text(view.qualifier);
        if (!qualifier.empty())
            text.append(1, syntax_.delimiters.component)
                .append(field(fmt::format("the qualifier of the {}", name), qualifier, 1, longest_qualifier));
        return text;
    }

    void header() {
        const Moment now = moment(request_.time_ms);
        const std::string date =
            version_.version == "4" ? now.date : now.date.substr(now.date.size() - date_size_before_4);
        const char s = separator();
        const char c = syntax_.delimiters.component;
        writer_.write(fmt::format("UNB{}{}{}{}{}{}{}{}{}{}{}{}{}", s, version_.repertoire, c, version_.version, s,
                                  party("sender", request_.sender), s, party("receiver", request_.receiver), s, date, c,
                                  now.time, s));
        writer_.slot(CROSSDOCK_SLOT_INTERCHANGE, 0, 1);
        const std::string_view asks = setting("acknowledgement-requested", "no");
        const std::vector<std::string> rest{
            field("password", setting("password"), 0, 14),
            field("application-reference", setting("application-reference"), 0, 14),
            field("priority", setting("priority"), 0, 1),
            asks == "yes" || asks == "1" ? "1" : "",
            field("agreement", setting("agreement"), 0, 35),
            request_.test != 0 ? "1" : "",
        };
        std::size_t used = rest.size();
        while (used > 0 && rest[used - 1].empty()) --used;
        for (std::size_t index = 0; index < used; ++index) writer_.write(s + rest[index]);
        writer_.end_segment();
    }

    const Catalog& catalog_;
    const crossdock_assemble_request& request_;
    Syntax version_;
    OutputSyntax syntax_;
    AssemblyWriter writer_;
};

}  // namespace

void assemble(const Catalog& catalog, const crossdock_assemble_request& request, crossdock_output& output) {
    Assembler(catalog, request, output).assemble();
}

}  // namespace crossdock::edifact
