#include "plugins/csv/encode.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/output_writer.hpp>
#include <crossdock/cpp/utf8.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <vector>

namespace crossdock::csv {

namespace {

// Writes one document. One thread.
class Encoder {
public:
    Encoder(const crossdock_tape_view& tape, const Settings& settings, crossdock_output& output)
        : tape_(tape), settings_(settings), output_(output), column_of_name_(tape.name_count, none) {}

    void run() {
        find_columns();
        if (columns_.empty())
            throw sdk::Failure::permanent("csv.no-columns",
                                          "the document has no values, so no columns; name them in `columns`");
        values_.assign(columns_.size(), nullptr);
        if (settings_.header) header();
        rows();
        output_.finish();
    }

private:
    static constexpr std::uint32_t none = UINT32_MAX;

    [[nodiscard]] std::string_view name(const crossdock_tape_event& event) const {
        return sdk::text(tape_.names[event.name]);
    }

    void find_columns() {
        for (const std::string& column : settings_.columns) columns_.emplace_back(column);
        for (std::uint64_t index = 0; index < tape_.event_count; ++index) {
            const crossdock_tape_event& event = tape_.events[index];
            if (event.kind != CROSSDOCK_TAPE_VALUE) continue;
            if (event.name >= tape_.name_count) fail_rows();
            if (column_of_name_[event.name] != none) continue;
            const auto known =
                settings_.columns.empty() ? columns_.end() : std::find(columns_.begin(), columns_.end(), name(event));
            if (known == columns_.end()) {
                if (!settings_.columns.empty())
                    throw sdk::Failure::permanent("csv.unknown-column",
                                                  fmt::format("'{}' is not one of the `columns`", name(event)));
                column_of_name_[event.name] = static_cast<std::uint32_t>(columns_.size());
                columns_.push_back(name(event));
            } else {
                column_of_name_[event.name] = static_cast<std::uint32_t>(known - columns_.begin());
            }
        }
    }

    void header() {
        for (std::size_t index = 0; index < columns_.size(); ++index) {
            if (index > 0) output_.put(settings_.delimiter);
            field(columns_[index], columns_[index]);
        }
        output_.put(settings_.line_end);
    }

    void rows() {
        bool inside = false;
        bool flat = false;
        for (std::uint64_t index = 0; index < tape_.event_count; ++index) {
            const crossdock_tape_event& event = tape_.events[index];
            if (event.kind == CROSSDOCK_TAPE_BEGIN) {
                if (flat || inside || event.name >= tape_.name_count || name(event) != "row") fail_rows();
                inside = true;
            } else if (event.kind == CROSSDOCK_TAPE_END) {
                if (!inside) fail_rows();
                inside = false;
                row();
            } else {
                flat = flat || !inside;
                if (flat && rows_ > 0) fail_rows();
                const crossdock_tape_event*& value = values_[column_of_name_[event.name]];
                if (value != nullptr)
                    throw sdk::Failure::permanent("csv.repeated-column",
                                                  fmt::format("'{}' occurs twice in a row", name(event)));
                value = &event;
            }
        }
        if (inside) fail_rows();
        if (flat) row();
    }

    void row() {
        for (std::size_t index = 0; index < values_.size(); ++index) {
            if (index > 0) output_.put(settings_.delimiter);
            const crossdock_tape_event* const value = values_[index];
            values_[index] = nullptr;
            if (value != nullptr && (value->flags & CROSSDOCK_TAPE_NULL) == 0)
                field(sdk::text(crossdock_tape_text(&tape_, value)), columns_[index]);
            else if (values_.size() == 1)
                output_.fill(2, settings_.quote);  // a line with nothing on it is no row
        }
        output_.put(settings_.line_end);
        ++rows_;
    }

    // An empty text is quoted, which tells it from a value that is not there.
    void field(std::string_view text, std::string_view column) {
        if (sdk::find_invalid_utf8(text) != std::string_view::npos)
            throw sdk::Failure::permanent("csv.not-utf-8", fmt::format("the text of '{}' is not UTF-8", column));
        const auto special = [this](char byte) {
            return byte == settings_.delimiter || byte == settings_.quote || byte == '\n' || byte == '\r';
        };
        if (!text.empty() && std::none_of(text.begin(), text.end(), special)) return output_.put(text);
        output_.put(settings_.quote);
        for (std::size_t quote = text.find(settings_.quote); quote != std::string_view::npos;
             quote = text.find(settings_.quote)) {
            output_.put(text.substr(0, quote + 1));
            output_.put(settings_.quote);
            text.remove_prefix(quote + 1);
        }
        output_.put(text);
        output_.put(settings_.quote);
    }

    [[noreturn]] static void fail_rows() {
        throw sdk::Failure::permanent(
            "csv.not-rows",
            "the document is not a table; it must have `row` groups of values and nothing else, or "
            "values alone");
    }

    const crossdock_tape_view& tape_;
    const Settings& settings_;
    sdk::OutputWriter output_;
    std::vector<std::uint32_t> column_of_name_;
    std::vector<std::string_view> columns_;
    std::vector<const crossdock_tape_event*> values_;  // of the row, by column
    std::uint64_t rows_ = 0;
};

}  // namespace

void encode(const crossdock_encode_request& request, const Settings& settings, crossdock_output& output) {
    Encoder(*request.document, settings, output).run();
}

}  // namespace crossdock::csv
