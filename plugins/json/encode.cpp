#include "plugins/json/encode.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/output_writer.hpp>
#include <crossdock/cpp/views.hpp>

#include "plugins/json/siblings.hpp"
#include "plugins/json/text_writer.hpp"

namespace crossdock::json {

namespace {

// Writes one document. Recursion is bounded by the depth limit that Siblings checks.
class Encoder {
public:
    Encoder(const crossdock_tape_view& tape, const Settings& settings, crossdock_output& output)
        : tape_(tape), settings_(settings), siblings_(tape, settings.depth_limit), output_(output) {}

    void run() {
        const auto count = static_cast<std::uint32_t>(tape_.event_count);
        if (settings_.root_array)
            root_items(count);
        else
            members(0, count);
        output_.finish();
    }

private:
    // The members of a group, events from `index` up to `end`.
    void members(std::uint32_t index, std::uint32_t end) {
        if (index == end) return output_.put("{}");
        output_.put('{');
        ++level_;
        for (bool first = true; index < end; index = siblings_.after(index)) {
            if (siblings_.repeats(index)) continue;
            if (!first) output_.put(',');
            first = false;
            new_line();
            name(index);
            const bool list = siblings_.next_same(index) != Siblings::none ||
                              (tape_.events[index].flags & CROSSDOCK_TAPE_LIST_ITEM) != 0;
            if (list)
                items(index);
            else
                value(index);
        }
        --level_;
        new_line();
        output_.put('}');
    }

    void items(std::uint32_t index) {
        output_.put('[');
        ++level_;
        for (bool first = true; index != Siblings::none; index = siblings_.next_same(index)) {
            if (!first) output_.put(',');
            first = false;
            new_line();
            value(index);
        }
        --level_;
        new_line();
        output_.put(']');
    }

    void root_items(std::uint32_t count) {
        if (count == 0) return output_.put("[]");
        for (std::uint32_t index = 0; index < count; index = siblings_.after(index))
            if (sdk::text(tape_.names[tape_.events[index].name]) != "item")
                throw sdk::Failure::permanent(
                    "json.not-an-array", fmt::format("'{}' cannot be in a root array; root-array writes 'item' only",
                                                     sdk::text(tape_.names[tape_.events[index].name])));
        items(0);
    }

    void value(std::uint32_t index) {
        const crossdock_tape_event& event = tape_.events[index];
        if (event.kind == CROSSDOCK_TAPE_BEGIN) return members(index + 1, siblings_.after(index) - 1);
        const std::string_view text = sdk::text(crossdock_tape_text(&tape_, &event));
        if ((event.flags & CROSSDOCK_TAPE_NULL) != 0) return output_.put("null");
        if ((event.flags & CROSSDOCK_TAPE_NUMBER) != 0) {
            if (!is_number(text)) fail(index, "json.not-a-number", "is marked as a number but is no JSON number", text);
            return output_.put(text);
        }
        if ((event.flags & CROSSDOCK_TAPE_BOOLEAN) != 0) {
            if (text != "true" && text != "false")
                fail(index, "json.not-a-boolean", "is marked as a boolean but is neither true nor false", text);
            return output_.put(text);
        }
        if (!write_string(output_, text)) fail(index, "json.not-utf-8", "is not UTF-8", {});
    }

    void name(std::uint32_t index) {
        if (!write_string(output_, sdk::text(tape_.names[tape_.events[index].name])))
            throw sdk::Failure::permanent("json.not-utf-8", "a member name is not UTF-8");
        output_.put(settings_.indent == 0 ? ":" : ": ");
    }

    void new_line() {
        if (settings_.indent == 0) return;
        output_.put('\n');
        output_.fill(std::size_t{settings_.indent} * level_, ' ');
    }

    [[noreturn]] void fail(std::uint32_t index, std::string code, std::string_view what, std::string_view text) const {
        throw sdk::Failure::permanent(std::move(code),
                                      fmt::format("'{}' {}{}{}", sdk::text(tape_.names[tape_.events[index].name]), what,
                                                  text.empty() ? "" : ": ", text.substr(0, 100)));
    }

    const crossdock_tape_view& tape_;
    const Settings& settings_;
    Siblings siblings_;
    sdk::OutputWriter output_;
    std::uint32_t level_ = 0;
};

}  // namespace

void encode(const crossdock_encode_request& request, const Settings& settings, crossdock_output& output) {
    Encoder(*request.document, settings, output).run();
}

}  // namespace crossdock::json
