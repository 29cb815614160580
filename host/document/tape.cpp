#include "host/document/tape.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>

#include "host/document/utf8.hpp"

namespace crossdock {

namespace {

static_assert(document_depth_max == 512, "the text of tape.too-deep names the limit");
constexpr std::uint32_t names_max = 1U << 20U;
constexpr std::uint64_t events_max = 1U << 24U;
constexpr std::uint64_t name_bytes_max = 1024;

struct FlagPair {
    std::uint8_t tape;
    std::uint8_t node;
};
constexpr std::array flag_pairs = {
    FlagPair{CROSSDOCK_TAPE_LIST_ITEM, node_flag::list_item}, FlagPair{CROSSDOCK_TAPE_NULL, node_flag::null},
    FlagPair{CROSSDOCK_TAPE_NUMBER, node_flag::number},       FlagPair{CROSSDOCK_TAPE_BOOLEAN, node_flag::boolean},
    FlagPair{CROSSDOCK_TAPE_ATTRIBUTE, node_flag::attribute},
};

// The flags are the same bits, moved by one for IN_SOURCE.
constexpr std::uint8_t node_flags(std::uint8_t tape) { return (tape >> 1U) & 31U; }
constexpr std::uint8_t tape_flags(std::uint8_t node) { return static_cast<std::uint8_t>((node & 31U) << 1U); }
constexpr bool flags_match() {
    for (const FlagPair pair : flag_pairs)
        if (node_flags(pair.tape) != pair.node || tape_flags(pair.node) != pair.tape) return false;
    return true;
}
static_assert(flags_match());

class TapeReader {
public:
    TapeReader(const crossdock_tape_view& tape, TapeNames& names, Document& document)
        : tape_(tape), names_(names), document_(document) {}

    Status read() {
        CROSSDOCK_TRY(check_view());
        symbols_ = names_.symbols(tape_);
        const std::string_view source(reinterpret_cast<const char*>(tape_.source.data), tape_.source.size);
        const std::string_view text(tape_.text.data, tape_.text.size);
        ascii_ = utf8::is_ascii(source) && utf8::is_ascii(text);
        areas_ = {text, source};
        open_[0].group = Document::root;
        document_.reserve(tape_.event_count + 1);
        for (const crossdock_tape_event& event : std::span(tape_.events, tape_.event_count)) {
            const bool good = event.kind == CROSSDOCK_TAPE_VALUE   ? add_value(event)
                              : event.kind == CROSSDOCK_TAPE_BEGIN ? begin(event)
                              : event.kind == CROSSDOCK_TAPE_END   ? end(event)
                                                                   : refuse("tape.kind",
                                                                            "its kind is none of BEGIN, "
                                                                              "END and VALUE");
            if (!good) return at_event(event);
        }
        if (depth_ != 0)
            return Error{"tape.unbalanced", ErrorClass::needs_person,
                         fmt::format("the tape ends inside {} open groups; each BEGIN needs its END", depth_)};
        return {};
    }

private:
    struct Open {
        NodeIndex group;
        std::uint32_t name;
    };

    Status check_view() {
        const auto bad = [](std::string text) { return Error{"tape.view", ErrorClass::needs_person, std::move(text)}; };
        if (tape_.struct_size < sizeof tape_)
            return bad(
                fmt::format("the tape's struct_size is {}; it must be at least {}", tape_.struct_size, sizeof tape_));
        if (tape_.event_count > events_max)
            return bad(fmt::format("the tape has {} events; {} are allowed", tape_.event_count, events_max));
        if (tape_.name_count > names_max)
            return bad(fmt::format("the tape has {} names; {} are allowed", tape_.name_count, names_max));
        if ((tape_.event_count != 0 && tape_.events == nullptr) || (tape_.name_count != 0 && tape_.names == nullptr) ||
            (tape_.text.size != 0 && tape_.text.data == nullptr) ||
            (tape_.source.size != 0 && tape_.source.data == nullptr))
            return bad("the tape gives a size without a pointer");
        return {};
    }

    bool refuse(const char* code, const char* text, ErrorClass error_class = ErrorClass::needs_person) {
        code_ = code;
        class_ = error_class;
        text_ = text;
        return false;
    }

    Error at_event(const crossdock_tape_event& event) const {
        Position position;
        position.line = event.line;
        position.offset = event.source_offset;
        return Error{code_, class_, fmt::format("event {} of the tape: {}", &event - tape_.events, text_),
                     std::move(position)};
    }

    bool resolve(std::uint32_t name, Symbol& symbol) {
        if (name >= symbols_.size()) return refuse("tape.name", "its name is beyond the tape's names");
        symbol = symbols_[name];
        if (symbol < TapeNames::unresolved) return true;
        const crossdock_text_view& view = tape_.names[name];
        if (view.size > name_bytes_max || (view.size != 0 && view.data == nullptr))
            return refuse("tape.name", "its name is longer than 1024 bytes or has no memory", ErrorClass::permanent);
        const std::string_view text(view.data, view.size);
        if (symbol == TapeNames::unresolved) {
            if (!utf8::is_valid(text)) return refuse("tape.not-utf8", "its name is not UTF-8", ErrorClass::permanent);
            symbol = symbols_[name] = names_.names().find(text);
        }
        if (symbol == no_symbol) {
            symbol = document_.symbol(text);
            if (tape_.names_id == 0) symbols_[name] = symbol;
        }
        return true;
    }

    static NodePosition position(const crossdock_tape_event& event) {
        return {event.source_offset, event.line, event.element, event.component};
    }

    [[nodiscard]] NodeIndex parent() const { return open_[depth_].group; }

    bool begin(const crossdock_tape_event& event) {
        if (depth_ == document_depth_max)
            return refuse("tape.too-deep", "groups are nested deeper than 512", ErrorClass::permanent);
        Symbol symbol = no_symbol;
        if (!resolve(event.name, symbol)) return false;
        const NodeIndex group =
            document_.add_group(parent(), symbol, node_flags(event.flags) & node_flag::list_item, position(event));
        open_[++depth_] = {group, event.name};
        return true;
    }

    bool end(const crossdock_tape_event& event) {
        if (depth_ == 0) return refuse("tape.unbalanced", "it is an END without a BEGIN");
        if (open_[depth_].name != event.name)
            return refuse("tape.unbalanced", "it is an END of another name than the BEGIN it closes");
        --depth_;
        return true;
    }

    bool add_value(const crossdock_tape_event& event) {
        static_assert(CROSSDOCK_TAPE_IN_SOURCE == 1, "the flag is the place among the areas");
        const std::string_view& area = areas_[event.flags & CROSSDOCK_TAPE_IN_SOURCE];
        if (event.text_offset > area.size() || event.text_size > area.size() - event.text_offset)
            return refuse("tape.text", "its text lies outside the tape's text or source");
        const std::string_view value(area.data() + event.text_offset, event.text_size);
        if (!ascii_ && !utf8::is_valid(value))
            return refuse("tape.not-utf8", "its text is not UTF-8", ErrorClass::permanent);
        Symbol symbol = no_symbol;
        if (!resolve(event.name, symbol)) return false;
        document_.add_value(parent(), symbol, value, node_flags(event.flags), position(event));
        return true;
    }

    const crossdock_tape_view& tape_;
    TapeNames& names_;
    Document& document_;
    std::span<Symbol> symbols_{};
    bool ascii_ = false;
    std::uint32_t depth_ = 0;
    std::array<std::string_view, 2> areas_;          // the tape's own text, and the source
    std::array<Open, document_depth_max + 1> open_;  // those around the event at hand, the root first
    const char* code_ = nullptr;
    ErrorClass class_ = ErrorClass::needs_person;
    const char* text_ = nullptr;
};

}  // namespace

std::span<Symbol> TapeNames::symbols(const crossdock_tape_view& tape) {
    const auto fill = [&](std::vector<Symbol>& symbols) -> std::span<Symbol> {
        symbols.assign(tape.name_count, unresolved);
        return symbols;
    };
    if (tape.names_id == 0) return fill(unnamed_list_);
    for (List& list : lists_)
        if (list.id == tape.names_id) {
            if (list.symbols.size() != tape.name_count) return fill(list.symbols);
            return list.symbols;
        }
    if (lists_.size() < lists_max) {
        lists_.push_back({tape.names_id, {}});
        return fill(lists_.back().symbols);
    }
    List& replaced = lists_[oldest_];
    oldest_ = (oldest_ + 1) % lists_max;
    replaced.id = tape.names_id;
    return fill(replaced.symbols);
}

Status read_tape(const crossdock_tape_view& tape, std::shared_ptr<const void> owner, TapeNames& names,
                 Document& document) {
    assert(&names.names() == &document.names());
    document.clear();
    Status status = TapeReader(tape, names, document).read();
    if (status.ok())
        document.keep_alive(std::move(owner));
    else
        document.clear();
    return status;
}

Status read_tape(const crossdock_tape_view& tape, std::shared_ptr<const void> owner, Document& document) {
    TapeNames names(document.names());
    return read_tape(tape, std::move(owner), names, document);
}

Result<crossdock_tape_view> TapeBuilder::build(const Document& document) {
    for (const Symbol symbol : used_) shared_indexes_[symbol] = unused;
    used_.clear();
    local_indexes_.clear();
    events_.clear();
    text_.clear();
    names_.clear();
    too_large_ = false;
    shared_indexes_.resize(document.names().size(), unused);
    add_children(document, Document::root);
    if (too_large_)
        return Error{"tape.text", ErrorClass::permanent, "a value is longer than 4 GiB, which no tape can hold"};
    crossdock_tape_view tape{};
    tape.struct_size = sizeof tape;
    tape.name_count = static_cast<std::uint32_t>(names_.size());
    tape.events = events_.data();
    tape.event_count = events_.size();
    tape.text = {text_.data(), text_.size()};
    tape.names = names_.data();
    return tape;
}

void TapeBuilder::add_children(const Document& document, NodeIndex parent) {
    for (NodeIndex index = document[parent].first_child; index != no_node; index = document[index].next) {
        const Node& node = document[index];
        crossdock_tape_event event{};
        event.flags = tape_flags(node.flags);
        event.element = node.position.element;
        event.component = node.position.component;
        event.name = name_index(document, node.name);
        event.source_offset = node.position.offset;
        event.line = node.position.line;
        if (node.kind == NodeKind::value) {
            if (node.text.size() > UINT32_MAX) too_large_ = true;
            event.kind = CROSSDOCK_TAPE_VALUE;
            event.text_offset = text_.size();
            event.text_size = static_cast<std::uint32_t>(node.text.size());
            text_.append(node.text);
            events_.push_back(event);
        } else {
            event.kind = CROSSDOCK_TAPE_BEGIN;
            events_.push_back(event);
            add_children(document, index);
            event.kind = CROSSDOCK_TAPE_END;
            event.flags = 0;
            events_.push_back(event);
        }
    }
}

std::uint32_t TapeBuilder::name_index(const Document& document, Symbol symbol) {
    assert(symbol != no_symbol);
    std::vector<std::uint32_t>& indexes = Document::is_local(symbol) ? local_indexes_ : shared_indexes_;
    const std::size_t place = Document::is_local(symbol) ? Document::local_index(symbol) : symbol;
    if (place >= indexes.size()) indexes.resize(place + 1, unused);
    if (indexes[place] == unused) {
        indexes[place] = static_cast<std::uint32_t>(names_.size());
        const std::string_view name = document.name(symbol);
        names_.push_back({name.data(), name.size()});
        if (!Document::is_local(symbol)) used_.push_back(symbol);
    }
    return indexes[place];
}

}  // namespace crossdock
