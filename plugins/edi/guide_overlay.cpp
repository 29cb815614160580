#include "plugins/edi/guide_overlay.hpp"

#include "plugins/edi/guide_tree.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

using Kind = GuideRule::Kind;

class Overlay {
public:
    Overlay(const GuideSource& guide, const ReleaseSource& release, const TransactionSource& set) : guide_(guide) {
        made_.release = release;
        made_.release.transactions.clear();
        made_.set = set;
        made_.set.guide = guide.name;
    }

    GuideOverlay make() {
        read_dictionary(guide_.definitions, guide_.file, made_.release);
        added_.swap(made_.release.transactions);
        GuideTree tree(guide_, made_.set);
        tree_ = &tree;
        for (const GuideStatement& each : guide_.statements) {
            statement_ = &each;
            statement();
        }
        return std::move(made_);
    }

private:
    static constexpr std::string_view statements =
        "require, optional, unused, length, codes, repeat, note, any, move, add, drop, trace, count, sum, hash, "
        "control "
        "and hierarchy";

    void statement() {
        static const std::map<std::string_view, void (Overlay::*)()> known{
            {"require", &Overlay::require},    {"optional", &Overlay::optional},
            {"unused", &Overlay::unused},      {"length", &Overlay::length},
            {"codes", &Overlay::codes},        {"repeat", &Overlay::repeat},
            {"note", &Overlay::note},          {"any", &Overlay::any},
            {"move", &Overlay::move},          {"add", &Overlay::add},
            {"drop", &Overlay::drop},          {"trace", &Overlay::about_set},
            {"count", &Overlay::about_set},    {"sum", &Overlay::about_set},
            {"hash", &Overlay::about_set},     {"control", &Overlay::about_set},
            {"hierarchy", &Overlay::about_set}};
        const auto found = known.find(word(0).text);
        if (found == known.end())
            fail(word(0), fmt::format("unknown statement `{}`: {} are right, and to define something element, "
                                      "composite, segment and names",
                                      word(0).text, statements));
        (this->*found->second)();
    }

    // ---- what the statement at hand says ----
    [[nodiscard]] const GuideWord& word(std::size_t index) const { return statement_->words[index]; }
    [[nodiscard]] std::size_t count() const { return statement_->words.size(); }
    [[noreturn]] void fail(const GuideWord& at, std::string_view what) const {
        guide_.fail(statement_->line, at.column, what);
    }
    [[noreturn]] void fail(const GuidePlace& at, std::string_view what) const { guide_.fail(at.line, at.column, what); }
    void need_words(std::size_t least, std::string_view form, std::size_t most = 1000) const {
        if (count() < least) guide_.fail_after(*statement_, fmt::format("this statement reads `{}`", form));
        if (count() > most) fail(word(most), fmt::format("this statement reads `{}`", form));
    }
    [[nodiscard]] std::string place_text() const { return fmt::format("{}:{}", guide_.file, statement_->line); }
    [[nodiscard]] std::uint32_t number(const GuideWord& at, std::string_view text) const {
        std::uint32_t value = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (failed != std::errc{} || end != text.data() + text.size() || value == 0 || value > 65000)
            fail(at, fmt::format("`{}` is no number from 1 to 65000", text));
        return value;
    }
    // A segment, loop, element or component that is there.
    [[nodiscard]] GuidePlace place(const GuideWord& at) {
        GuidePlace place = read_guide_place(guide_, statement_->line, at);
        if (!place.steps.empty()) check_path(place);
        if (place.is_element()) check_label(place, place.element, at.column);
        for (const GuideStep& step : place.steps)
            if (!step.codes.empty()) check_label(place, step.condition, step.column);
        return place;
    }
    void check_path(GuidePlace& place) {
        GuideTree::Found found = tree_->find(place);
        if (!place.is_element()) return;
        // `N1-loop/N104` is of the N1 in the loop.
        if (found.node().kind == NodeSource::Kind::loop) {
            GuideStep step;
            step.name = step.text = place.element.tag;
            step.column = place.column;
            place.steps.push_back(std::move(step));
            found = tree_->find(place);
        }
        if (found.node().id != place.element.tag)
            fail(place, fmt::format("an element of {} is called `{}01`", found.node().id, found.node().id));
    }
    void check_label(const GuidePlace& place, const ElementLabel& label, std::size_t column) const {
        const auto segment = made_.release.segments.find(label.tag);
        if (segment == made_.release.segments.end())
            guide_.fail(place.line, column,
                        fmt::format("`{}` is no segment of release {}", label.tag, made_.release.id));
        const auto& uses = segment->second.uses;
        if (label.place.element > uses.size())
            guide_.fail(place.line, column,
                        fmt::format("segment {} has no element {}; its elements are {}01 to {}{:02}", label.tag,
                                    label.place.element, label.tag, label.tag, uses.size()));
        if (label.place.component == 0) return;
        const auto composite = made_.release.composites.find(uses[label.place.element - 1u].id);
        const std::size_t components = composite == made_.release.composites.end() ? 0 : composite->second.uses.size();
        if (label.place.component > components)
            guide_.fail(place.line, column,
                        fmt::format("{}{:02} has {} components", label.tag, label.place.element, components));
    }
    GuideRuleSource& rule(Kind kind, GuidePlace place) {
        GuideRuleSource& rule = made_.rules.emplace_back();
        rule.kind = kind;
        rule.place = std::move(place);
        rule.reason = statement_->reason;
        return rule;
    }

    // ---- the elements of the dictionary ----
    [[nodiscard]] UseSource& use_of(const GuidePlace& place) {
        UseSource& use = made_.release.segments.at(place.element.tag).uses[place.element.place.element - 1u];
        if (place.element.place.component == 0) return use;
        return made_.release.composites.at(use.id).uses[place.element.place.component - 1u];
    }
    [[nodiscard]] const Element& element_of(const GuidePlace& place) {
        const auto found = made_.release.elements.find(use_of(place).id);
        if (found == made_.release.elements.end())
            fail(place, fmt::format("{} is a composite; name one of its components, {}-1", place.text, place.text));
        return found->second;
    }
    // What a guide allows holds for the segment wherever it stands: decoding knows one shape of each.
    void need_everywhere(const GuidePlace& place) const {
        if (place.steps.empty()) return;
        const std::size_t slash = place.text.rfind('/');
        fail(place, fmt::format("this allows more than the dictionary, which a guide can do for a segment wherever it "
                                "stands only: `{}` reads right",
                                place.text.substr(slash == std::string::npos ? 0 : slash + 1)));
    }
    static bool has_condition(const GuidePlace& place) {
        return std::any_of(place.steps.begin(), place.steps.end(),
                           [](const GuideStep& step) { return !step.codes.empty(); });
    }
    void need_no_condition(const GuidePlace& place) const {
        if (has_condition(place)) fail(place, "the structure of a set depends on no value: leave out the condition");
    }
    // A copy that only the place uses, so that a change touches no other.
    template <typename Definitions>
    auto& own_copy(Definitions& definitions, UseSource& use, const std::string& label) {
        const std::string id = fmt::format("{}@{}", use.id.substr(0, use.id.find('@')), label);
        if (use.id != id) definitions[id] = definitions.at(use.id);
        use.id = id;
        return definitions.at(id);
    }
    [[nodiscard]] UseSource& own_use(const GuidePlace& place) {
        need_everywhere(place);
        const ElementLabel& label = place.element;
        UseSource& use = made_.release.segments.at(label.tag).uses[label.place.element - 1u];
        if (label.place.component == 0) return use;
        const std::string name = fmt::format("{}{:02}", label.tag, label.place.element);
        return own_copy(made_.release.composites, use, name).uses[label.place.component - 1u];
    }
    [[nodiscard]] Element& own_element(const GuidePlace& place) {
        return own_copy(made_.release.elements, own_use(place), place.text);
    }

    // ---- statements ----
    void require() {
        need_words(2, "require PLACE…");
        for (std::size_t at = 1; at < count(); ++at) rule(Kind::required, place(word(at)));
    }

    void optional() {
        need_words(2, "optional PLACE…");
        for (std::size_t at = 1; at < count(); ++at) {
            const GuidePlace of = place(word(at));
            need_no_condition(of);
            allow_absence(of);
        }
    }

    void unused() {
        need_words(2, "unused PLACE…");
        for (std::size_t at = 1; at < count(); ++at) {
            const GuidePlace of = place(word(at));
            if (!has_condition(of)) allow_absence(of);
            rule(Kind::unused, of);
        }
    }

    void allow_absence(const GuidePlace& of) {
        if (of.is_element()) {
            if (use_of(of).required) own_use(of).required = false;
            return;
        }
        const GuideTree::Found found = tree_->find(of);
        if (tree_->is_frame(found))
            fail(of, fmt::format("{} begins or ends its loop or the set, so it is there with it", of.text));
        found.node().required = false;
    }

    void length() {
        constexpr std::string_view form = "length ELEMENT MIN..MAX";
        need_words(3, form, 3);
        const GuidePlace of = place(word(1));
        if (!of.is_element()) fail(word(1), "only elements and components have a length");
        const std::string& range = word(2).text;
        const std::size_t dots = range.find("..");
        if (dots == std::string::npos) fail(word(2), "a length reads MIN..MAX");
        GuideRuleSource& made = rule(Kind::length, of);
        made.min = number(word(2), std::string_view(range).substr(0, dots));
        made.max = number(word(2), std::string_view(range).substr(dots + 2));
        if (made.min > made.max) fail(word(2), "the minimal length is above the maximal length");
        const Element& now = element_of(of);
        if (made.min >= now.min && made.max <= now.max) return;
        Element& own = own_element(of);
        own.min = std::min(own.min, static_cast<std::uint16_t>(made.min));
        own.max = std::max(own.max, static_cast<std::uint16_t>(made.max));
    }

    void codes() {
        constexpr std::string_view form =
            "codes ELEMENT closed [CODE…], codes ELEMENT also CODE… or codes ELEMENT open";
        need_words(3, form);
        const GuidePlace of = place(word(1));
        if (!of.is_element()) fail(word(1), "only elements and components have codes");
        const Element& now = element_of(of);
        std::vector<std::string> given;
        for (std::size_t at = 3; at < count(); ++at) given.push_back(word(at).text);
        const std::string& how = word(2).text;
        if (how == "open") {
            if (!given.empty()) fail(word(3), fmt::format("this statement reads `{}`", form));
            if (now.closed) own_element(of).closed = false;
        } else if (how == "also") {
            if (given.empty()) guide_.fail_after(*statement_, fmt::format("this statement reads `{}`", form));
            if (now.codes.empty())
                fail(word(1), fmt::format("{} has no list of codes: any value may stand there", of.text));
            add_codes(own_element(of), given);
        } else if (how == "closed") {
            if (given.empty()) given = now.codes;
            if (given.empty())
                guide_.fail_after(*statement_, fmt::format("{} has no list of codes; give one", of.text));
            const bool all_known = std::all_of(given.begin(), given.end(), [&](const std::string& code) {
                return std::binary_search(now.codes.begin(), now.codes.end(), code);
            });
            if (!all_known && !now.codes.empty() && (now.closed || of.steps.empty())) add_codes(own_element(of), given);
            std::sort(given.begin(), given.end());
            rule(Kind::codes, of).codes = std::move(given);
        } else {
            fail(word(2), fmt::format("`{}` is not right: `closed`, `also` or `open` is", how));
        }
    }

    static void add_codes(Element& element, const std::vector<std::string>& more) {
        element.codes.insert(element.codes.end(), more.begin(), more.end());
        std::sort(element.codes.begin(), element.codes.end());
        element.codes.erase(std::unique(element.codes.begin(), element.codes.end()), element.codes.end());
    }

    void repeat() {
        need_words(3, "repeat PLACE MAX", 3);
        const GuidePlace of = place(word(1));
        const std::uint32_t most = word(2).text == "*" ? unbounded : number(word(2), word(2).text);
        if (of.is_element()) {
            if (of.element.place.component != 0) fail(word(1), "a component does not repeat; its element may");
            if (most == unbounded) fail(word(2), "an element repeats a number of times");
            if (use_of(of).repeat < most) own_use(of).repeat = static_cast<std::uint16_t>(most);
        } else {
            const GuideTree::Found found = tree_->find(of);
            if (tree_->is_frame(found)) fail(word(1), fmt::format("{} comes once; its loop may come often", of.text));
            found.node().max = std::max(found.node().max, most);
        }
        if (most != unbounded) rule(Kind::repeats, of).max = most;
    }

    void note() {
        need_words(3, "note SEGMENT NOTE…");
        GuidePlace of = read_guide_place(guide_, statement_->line, word(1));
        if (of.steps.size() == 1 && of.steps[0].codes.empty() && !of.is_element()) {
            of.element.tag = of.steps[0].name;  // wherever it stands
            of.steps.clear();
        } else {
            of = place(word(1));
            const GuideTree::Found found = tree_->find(of);
            if (of.is_element() || found.node().kind != NodeSource::Kind::segment)
                fail(word(1), "a note is about the elements of a segment");
            of.element.tag = found.node().id;
        }
        if (made_.release.segments.find(of.element.tag) == made_.release.segments.end())
            fail(word(1), fmt::format("`{}` is no segment of release {}", of.element.tag, made_.release.id));
        for (std::size_t at = 2; at < count(); ++at) rule(Kind::note, of).note = word(at).text;
    }

    void any() {
        need_words(3, "any FIRST LAST", 3);
        const GuidePlace first = place(word(1));
        const GuidePlace last = place(word(2));
        if (first.is_element() || last.is_element()) fail(word(1), "`any` names segments or loops");
        need_no_condition(first);
        need_no_condition(last);
        tree_->allow_any_order(first, tree_->find(first), tree_->find(last));
    }

    [[nodiscard]] bool is_after(const GuideWord& at) const {
        if (at.text != "after" && at.text != "before") fail(at, "`after` or `before` is right here");
        return at.text == "after";
    }

    void move() {
        need_words(4, "move PLACE after|before PLACE", 4);
        const GuidePlace what = place(word(1));
        const bool after = is_after(word(2));
        const GuidePlace to = place(word(3));
        if (what.is_element() || to.is_element()) fail(word(1), "segments and loops can move");
        need_no_condition(what);
        need_no_condition(to);
        tree_->move(what, tree_->find(what), tree_->find(to), after);
    }

    void add() {
        need_words(3, "add after|before PLACE", 3);
        const bool after = is_after(word(1));
        const GuidePlace at = place(word(2));
        if (at.is_element()) fail(word(2), "segments and loops stand beside segments and loops");
        need_no_condition(at);
        std::vector<NodeSource> nodes = added_.at(fmt::format("+{}", statement_->line)).nodes;
        if (nodes.empty()) fail(word(0), "what is added is missing: lines as in a set, then `end`");
        // What must be there is the guide's to say, not the dictionary's.
        std::vector<bool> required;
        for (NodeSource& node : nodes) {
            const bool any = node.kind == NodeSource::Kind::any;
            for (NodeSource* each = any ? node.children.data() : &node;
                 each != (any ? node.children.data() + node.children.size() : &node + 1); ++each)
                required.push_back(std::exchange(each->required, false));
        }
        const std::vector<std::string> names = tree_->add(at, tree_->find(at), after, std::move(nodes));
        for (std::size_t index = 0; index < names.size(); ++index) {
            if (!required[index]) continue;
            GuidePlace of = at;
            of.steps.back().name = of.steps.back().text = names[index];
            rule(Kind::required, std::move(of));
        }
    }

    void about_set() {
        StatementSource made;
        for (const GuideWord& each : statement_->words) made.words.push_back(each.text);
        made.place = place_text();
        made_.set.statements.push_back(std::move(made));
    }

    void drop() {
        need_words(3, "drop note SEGMENT NOTE… or drop trace ELEMENT KEY");
        if (word(1).text == "note") return drop_notes();
        std::vector<std::string> words;
        for (std::size_t at = 1; at < count(); ++at) words.push_back(word(at).text);
        const auto dropped =
            std::erase_if(made_.set.statements, [&](const StatementSource& each) { return each.words == words; });
        if (dropped > 0) return;
        std::vector<std::string> known;
        for (const StatementSource& each : made_.set.statements)
            if (each.words[0] == words[0]) known.push_back(fmt::format("`{}`", fmt::join(each.words, " ")));
        fail(word(1), fmt::format("{} says no `{}`{}", made_.set.set, fmt::join(words, " "),
                                  known.empty() ? "" : fmt::format("; it says {}", fmt::join(known, ", "))));
    }

    void drop_notes() {
        need_words(4, "drop note SEGMENT NOTE…");
        auto found = made_.release.segments.find(word(2).text);
        if (found == made_.release.segments.end())
            fail(word(2), fmt::format("`{}` is no segment of release {}", word(2).text, made_.release.id));
        std::vector<std::string>& notes = found->second.notes;
        for (std::size_t at = 3; at < count(); ++at)
            if (std::erase(notes, word(at).text) == 0)
                fail(word(at), fmt::format("{} has no note {}; it has {}", word(2).text, word(at).text,
                                           notes.empty() ? "none" : fmt::format("{}", fmt::join(notes, " "))));
    }

    const GuideSource& guide_;
    GuideOverlay made_;
    std::map<std::string, TransactionSource, std::less<>> added_;
    GuideTree* tree_ = nullptr;
    const GuideStatement* statement_ = nullptr;
};

}  // namespace

GuideOverlay lay_over(const GuideSource& guide, const ReleaseSource& release, const TransactionSource& set) {
    return Overlay(guide, release, set).make();
}

}  // namespace crossdock::edi
