#include "plugins/xml/encode.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/output_writer.hpp>

#include <vector>

#include "plugins/xml/groups.hpp"
#include "plugins/xml/tape_names.hpp"
#include "plugins/xml/text_writer.hpp"

namespace crossdock::xml {

namespace {

// The last part of a type's name that can name an element: `order/1` → order.
std::string_view root_name(std::string_view type) {
    while (!type.empty()) {
        const std::size_t slash = type.rfind('/');
        const std::string_view part = slash == std::string_view::npos ? type : type.substr(slash + 1);
        if (is_name(part)) return part;
        type = type.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
    return "document";
}

// Writes one document, straight to the output. Recursion is bounded by the depth limit that find_groups checks.
class Encoder {
public:
    Encoder(const crossdock_tape_view& tape, const Settings& settings, crossdock_output& output)
        : tape_(tape),
          settings_(settings),
          names_(tape),
          groups_(find_groups(tape, names_, settings.depth_limit)),
          output_(output) {}

    void run(std::string_view type) {
        if (settings_.declaration) {
            output_.put(R"(<?xml version="1.0" encoding="UTF-8"?>)");
            if (settings_.indent > 0) output_.put('\n');
        }
        const auto count = static_cast<std::uint32_t>(tape_.event_count);
        group(settings_.root.empty() ? root_name(type) : std::string_view(settings_.root), groups_[count], 0, count,
              settings_.indent > 0);
        if (settings_.indent > 0) output_.put('\n');
        output_.finish();
    }

private:
    // An element with the events from `index` up to `end`. `lines`: its parts stand on lines of their own.
    void group(std::string_view name, const Group& facts, std::uint32_t index, std::uint32_t end, bool lines) {
        open_tag(name);
        const bool root = end == tape_.event_count && level_ == 0;
        attributes(facts, index, end, root);
        if (!facts.content) return output_.put("/>");
        output_.put('>');
        lines = lines && !facts.text;
        ++level_;
        while (index < end) index = part(index, lines);
        --level_;
        if (lines) new_line();
        close_tag(name);
    }

    // Writes one child, unless it is an attribute; answers the event after it.
    std::uint32_t part(std::uint32_t index, bool lines) {
        const crossdock_tape_event& event = tape_.events[index];
        const TapeNames::Kind kind = names_.kind(event.name);
        if (event.kind == CROSSDOCK_TAPE_BEGIN) {
            if (kind != TapeNames::Kind::element)
                throw sdk::Failure::permanent("xml.not-a-value",
                                              fmt::format("'{}' is a group; an attribute or #text is a single value",
                                                          sdk::text(tape_.names[event.name])));
            if (lines) new_line();
            const Group& facts = groups_[index];
            group(names_.text(event.name), facts, index + 1, facts.after - 1, lines);
            return facts.after;
        }
        if (kind == TapeNames::Kind::element) {
            if (lines) new_line();
            value(names_.text(event.name), event);
        } else if (kind == TapeNames::Kind::text) {
            escaped(event, Place::text);
        }
        return index + 1;
    }

    void value(std::string_view name, const crossdock_tape_event& event) {
        open_tag(name);
        if ((event.flags & CROSSDOCK_TAPE_NULL) != 0) {
            output_.put(R"( xmlns:xsi=")");
            output_.put(schema_instance_namespace);
            return output_.put(R"(" xsi:nil="true"/>)");
        }
        if (event.text_size == 0) return output_.put("/>");
        output_.put('>');
        escaped(event, Place::text);
        close_tag(name);
    }

    // Those at the group's beginning, and those that come later if there are any.
    void attributes(const Group& facts, std::uint32_t index, std::uint32_t end, bool root) {
        bool default_namespace = root && !settings_.default_namespace.empty();
        written_.clear();
        while (index < end) {
            const crossdock_tape_event& event = tape_.events[index];
            const bool attribute =
                event.kind == CROSSDOCK_TAPE_VALUE && names_.kind(event.name) == TapeNames::Kind::attribute;
            if (!attribute && !facts.late_attribute) break;
            index = event.kind == CROSSDOCK_TAPE_BEGIN ? groups_[index].after : index + 1;
            if (!attribute || (event.flags & CROSSDOCK_TAPE_NULL) != 0) continue;
            const std::string_view name = names_.text(event.name);
            for (const std::uint32_t other : written_)
                if (other == event.name)
                    throw sdk::Failure::permanent(
                        "xml.duplicate-attribute",
                        fmt::format("'@{}' occurs twice in an element; an attribute is a single value", name));
            written_.push_back(event.name);
            if (name == "xmlns") default_namespace = false;
            output_.put(' ');
            output_.put(name);
            output_.put("=\"");
            escaped(event, Place::attribute);
            output_.put('"');
        }
        if (!default_namespace) return;
        output_.put(" xmlns=\"");
        if (!write_escaped(output_, settings_.default_namespace, Place::attribute))
            throw sdk::bad_setting("namespace", "", "a namespace of characters that XML allows");
        output_.put('"');
    }

    void open_tag(std::string_view name) {
        output_.reserve(name.size() + 1);
        char* const out = output_.cursor();
        out[0] = '<';
        std::memcpy(out + 1, name.data(), name.size());
        output_.advance(name.size() + 1);
    }
    void close_tag(std::string_view name) {
        output_.reserve(name.size() + 3);
        char* const out = output_.cursor();
        out[0] = '<';
        out[1] = '/';
        std::memcpy(out + 2, name.data(), name.size());
        out[name.size() + 2] = '>';
        output_.advance(name.size() + 3);
    }
    void new_line() {
        const std::size_t spaces = std::size_t{settings_.indent} * level_;
        output_.reserve(spaces + 1);
        char* const out = output_.cursor();
        out[0] = '\n';
        std::memset(out + 1, ' ', spaces);
        output_.advance(spaces + 1);
    }

    void escaped(const crossdock_tape_event& event, Place place) {
        if (write_escaped(output_, sdk::text(crossdock_tape_text(&tape_, &event)), place)) return;
        throw sdk::Failure::permanent(
            "xml.bad-character",
            fmt::format("'{}' has a character that XML forbids, or is not UTF-8; control characters cannot be sent",
                        sdk::text(tape_.names[event.name])));
    }

    const crossdock_tape_view& tape_;
    const Settings& settings_;
    TapeNames names_;
    std::vector<Group> groups_;
    sdk::OutputWriter output_;
    std::vector<std::uint32_t> written_;  // the attributes of the element at hand
    std::uint32_t level_ = 0;
};

}  // namespace

void encode(const crossdock_encode_request& request, const Settings& settings, crossdock_output& output) {
    Encoder(*request.document, settings, output).run(sdk::text(request.type));
}

}  // namespace crossdock::xml
