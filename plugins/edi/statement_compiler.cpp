// Compiles what follows a set: `count`, `sum`, `hash`, `control`, `hierarchy` and `trace`, which name segments and
// elements.
#include "plugins/edi/dictionary_compiler.hpp"

#include <crossdock/cpp/failure.hpp>

#include <charconv>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

// Where EDIFACT's own statement about totals looks.
constexpr std::string_view control_segment = "CNT";
constexpr std::string_view control_qualifier = "C270.6069";
constexpr std::string_view control_value = "C270.6066";

class StatementCompiler {
public:
    StatementCompiler(const StatementSource& statement, Transaction& transaction)
        : statement_(statement), transaction_(transaction), release_(*transaction.release) {}

    void compile() {
        const std::string& word = statement_.words[0];
        if (word == "count") return count();
        if (word == "sum" || word == "hash") return sum();
        if (word == "control") return control();
        if (word == "hierarchy") return hierarchy();
        if (statement_.words.size() == 3) return trace_position();
        trace_number();
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw sdk::Failure::configuration(release_.dialect->code("bad-dictionary"),
                                          fmt::format("{}: {}", statement_.place, what));
    }
    [[nodiscard]] const std::string& word(std::size_t position, std::string_view form) const {
        if (position >= statement_.words.size()) fail(fmt::format("this line should read `{}`", form));
        return statement_.words[position];
    }
    [[nodiscard]] std::uint16_t segment(std::string_view tag) const {
        const std::uint16_t found = release_.tags->find(tag);
        if (found == none) fail(fmt::format("`{}` is no segment of the release", tag));
        return found;
    }

    void add(const ControlRule& rule) {
        transaction_.controls.push_back(rule);
        transaction_.controlled[rule.says] = true;
        transaction_.controlled[rule.counted] = true;
    }

    // `count CTT01 PO1`
    void count() {
        constexpr std::string_view form = "count ELEMENT SEGMENT";
        ControlRule rule;
        rule.total = position(word(1, form), rule.says);
        rule.counted = segment(word(2, form));
        add(rule);
    }

    // `sum W0301 W1203`, `hash CTT02 PO102`
    void sum() {
        constexpr std::string_view form = "sum|hash ELEMENT ELEMENT";
        ControlRule rule;
        rule.total = position(word(1, form), rule.says);
        rule.summed = position(word(2, form), rule.counted);
        rule.is_hash = statement_.words[0] == "hash";
        add(rule);
    }

    // `hierarchy HL`
    void hierarchy() {
        transaction_.hierarchy = segment(word(1, "hierarchy SEGMENT"));
        if (release_.segments[transaction_.hierarchy].use_count < 4)
            fail("a segment that numbers a tree has four elements or more");
    }

    // `control 2 LIN`, `control 1 sum LIN/QTY C186.6060`
    void control() {
        constexpr std::string_view form = "control CODE [sum LOOP/]SEGMENT [ELEMENT]";
        ControlRule rule;
        rule.says = segment(control_segment);
        rule.qualifier = place(rule.says, control_qualifier);
        rule.total = place(rule.says, control_value);
        rule.code = word(1, form);
        if (word(2, form) == "sum") {
            std::string_view path = word(3, form);
            if (const std::size_t slash = path.find('/'); slash != std::string_view::npos) {
                rule.loop = segment(path.substr(0, slash));
                path.remove_prefix(slash + 1);
            }
            rule.counted = segment(path);
            rule.summed = place(rule.counted, word(4, form));
        } else {
            rule.counted = segment(word(2, form));
        }
        add(rule);
    }

    // `trace BEG03 order-number`
    void trace_position() { transaction_.traces.push_back({statement_.words[1], statement_.words[2]}); }

    // `trace RFF[C506.1153=ON] C506.1154 order-number`
    void trace_number() {
        constexpr std::string_view form = "trace SEGMENT[ELEMENT=CODE] ELEMENT KEY";
        std::string_view tag = word(1, form);
        std::string_view condition;
        if (const std::size_t open = tag.find('['); open != std::string_view::npos) {
            if (!tag.ends_with(']')) fail(fmt::format("`{}` lacks its `]`", tag));
            condition = tag.substr(open + 1, tag.size() - open - 2);
            tag = tag.substr(0, open);
        }
        const std::uint16_t of = segment(tag);
        Trace trace{label(tag, place(of, word(2, form))), word(3, form)};
        if (!condition.empty()) {
            const std::size_t equals = condition.find('=');
            if (equals == std::string_view::npos) fail(fmt::format("`{}` should read ELEMENT=CODE", condition));
            trace.qualifier = label(tag, place(of, condition.substr(0, equals)));
            trace.code = condition.substr(equals + 1);
        }
        transaction_.traces.push_back(std::move(trace));
    }

    // As on the tape: `RFF01-2`.
    [[nodiscard]] static std::string label(std::string_view tag, Place at) {
        return at.component == 0 ? fmt::format("{}{:02}", tag, at.element)
                                 : fmt::format("{}{:02}-{}", tag, at.element, at.component);
    }

    // The segment and the two digits at the end of `CTT01`.
    [[nodiscard]] Place position(std::string_view element, std::uint16_t& of) const {
        Place at;
        if (element.size() < 4) fail(fmt::format("`{}` is no element", element));
        std::from_chars(element.data() + element.size() - 2, element.data() + element.size(), at.element);
        if (at.element == 0) fail(fmt::format("`{}` is no element", element));
        of = segment(element.substr(0, element.size() - 2));
        if (at.element > release_.segments[of].use_count)
            fail(fmt::format("segment {} has no element {}", release_.segments[of].id, at.element));
        return at;
    }

    // The first place of `1004` or `C506.1153` in a segment.
    [[nodiscard]] Place place(std::uint16_t segment, std::string_view number) const {
        const Shape& shape = release_.segments[segment];
        const std::size_t dot = number.find('.');
        const std::string_view composite = dot == std::string_view::npos ? std::string_view{} : number.substr(0, dot);
        const std::string_view element = dot == std::string_view::npos ? number : number.substr(dot + 1);
        for (std::uint16_t at = 0; at < shape.use_count; ++at) {
            const Use& use = release_.uses_of(shape)[at];
            if (composite.empty()) {
                if (use.element != none && release_.elements[use.element].id == element)
                    return {static_cast<std::uint16_t>(at + 1), 0};
            } else if (use.composite != none && release_.composites[use.composite].id == composite) {
                const Shape& group = release_.composites[use.composite];
                for (std::uint16_t part = 0; part < group.use_count; ++part)
                    if (release_.elements[release_.uses_of(group)[part].element].id == element)
                        return {static_cast<std::uint16_t>(at + 1), static_cast<std::uint16_t>(part + 1)};
            }
        }
        fail(fmt::format("segment {} has no element {}", shape.id, number));
    }

    const StatementSource& statement_;
    Transaction& transaction_;
    const Release& release_;
};

}  // namespace

void compile_statement(const StatementSource& statement, Transaction& transaction) {
    StatementCompiler(statement, transaction).compile();
}

}  // namespace crossdock::edi
