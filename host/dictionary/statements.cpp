// What Crossdock knows of a set beside its structure: keys, counts and sums that follow it in a dictionary file.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "host/dictionary/known.hpp"
#include "host/dictionary/source_file.hpp"

namespace crossdock::dictionary {

namespace {

// Whether what a statement names is in a message.
class Places {
public:
    Places(const Dictionary& dictionary, const Message& message)
        : dictionary_(dictionary), message_(message), tags_(tags_of(message.nodes)) {}

    [[nodiscard]] bool has_all(const std::vector<std::string_view>& words) const {
        return dictionary_.standard == Standard::x12 ? has_all_of_x12(words) : has_all_of_edifact(words);
    }

private:
    [[nodiscard]] bool has_segment(std::string_view tag) const { return tags_.count(tag) != 0; }

    // `count CTT01 PO1`, `sum W0301 W1203`, `hash CTT02 PO102`, `hierarchy HL`, `trace BEG03 order-number`
    [[nodiscard]] bool has_all_of_x12(const std::vector<std::string_view>& words) const {
        if (words[0] == "hierarchy") return words.size() == 2 && has_segment(words[1]);
        if (words.size() != 3 || !has_element(words[1])) return false;
        if (words[0] == "trace") return true;
        return words[0] == "count" ? has_segment(words[2]) : has_element(words[2]);
    }

    // `BEG03`, `REF04-2`
    [[nodiscard]] bool has_element(std::string_view name) const {
        const std::string_view whole = name.substr(0, name.find('-'));
        if (whole.size() < 4) return false;
        const auto segment = dictionary_.segments.find(whole.substr(0, whole.size() - 2));
        std::uint32_t position = 0;
        if (segment == dictionary_.segments.end() || !has_segment(segment->first) ||
            !read_number(whole.substr(whole.size() - 2), position) || position == 0 ||
            position > segment->second.uses.size())
            return false;
        return whole.size() == name.size() || dictionary_.composites.count(segment->second.uses[position - 1].id) != 0;
    }

    // `control 2 LIN`, `control 1 sum LIN/QTY C186.6060`, `trace RFF[C506.1153=UC] C506.1154 customer-order-number`
    [[nodiscard]] bool has_all_of_edifact(const std::vector<std::string_view>& words) const {
        if (words[0] == "trace") return words.size() == 4 && has_place(words[1], words[2]);
        if (words[0] != "control" || !has_segment("CNT")) return false;
        if (words.size() == 3) return has_segment(words[2]);
        return words.size() == 5 && words[2] == "sum" && has_place(words[3], words[4]);
    }

    [[nodiscard]] bool has_place(std::string_view path, std::string_view element) const {
        const std::size_t bracket = std::min(path.find('['), path.size());
        const std::string_view condition = path.substr(bracket);
        path = path.substr(0, bracket);
        const std::size_t slash = path.find('/');
        const std::string_view tag = slash == std::string_view::npos ? path : path.substr(slash + 1);
        if (!has_segment(tag) ||
            (slash != std::string_view::npos && !has_in_loop(message_.nodes, path.substr(0, slash), tag)))
            return false;
        if (!condition.empty() &&
            !has_number(tag, condition.substr(1, std::min(condition.find('='), condition.size()) - 1)))
            return false;
        return has_number(tag, element);
    }

    static bool has_in_loop(const std::vector<Node>& nodes, std::string_view loop, std::string_view tag) {
        return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
            const bool here = node.is_loop && node.tag == loop &&
                              std::any_of(node.children.begin(), node.children.end(),
                                          [&](const Node& child) { return child.tag == tag; });
            return here || has_in_loop(node.children, loop, tag);
        });
    }

    // `1004`, or `C186.6060` of a composite
    [[nodiscard]] bool has_number(std::string_view tag, std::string_view number) const {
        const auto segment = dictionary_.segments.find(tag);
        const std::size_t dot = std::min(number.find('.'), number.size());
        if (segment == dictionary_.segments.end() || !uses(segment->second, number.substr(0, dot))) return false;
        if (dot == number.size()) return true;
        const auto composite = dictionary_.composites.find(number.substr(0, dot));
        return composite != dictionary_.composites.end() && uses(composite->second, number.substr(dot + 1));
    }
    static bool uses(const Shape& shape, std::string_view id) {
        return std::any_of(shape.uses.begin(), shape.uses.end(), [&](const Use& use) { return use.id == id; });
    }

    const Dictionary& dictionary_;
    const Message& message_;
    std::set<std::string, std::less<>> tags_;
};

// Of the releases that know the set, the last that is not later than this one, else the first.
const KnownSet* nearest(const std::vector<KnownRelease>& known, const Dictionary& dictionary, const std::string& id,
                        const KnownRelease*& from) {
    const KnownSet* best = nullptr;
    from = nullptr;
    for (const KnownRelease& release : known) {
        if (release.standard != dictionary.standard) continue;
        const auto set =
            std::find_if(release.sets.begin(), release.sets.end(), [&](const KnownSet& each) { return each.id == id; });
        if (set == release.sets.end()) continue;
        const bool later = is_earlier(release.standard, dictionary.release, release.id);
        const bool best_later = from != nullptr && is_earlier(release.standard, dictionary.release, from->id);
        const bool after_best = from != nullptr && !is_earlier(release.standard, release.id, from->id);
        if (from != nullptr && (later ? !best_later || after_best : !best_later && !after_best)) continue;
        from = &release;
        best = &*set;
    }
    return best;
}

}  // namespace

std::vector<std::string> take_statements(const std::vector<KnownRelease>& known, Dictionary& dictionary) {
    std::vector<std::string> taken;
    for (auto& [id, message] : dictionary.messages) {
        const KnownRelease* from = nullptr;
        const KnownSet* set = nearest(known, dictionary, id, from);
        if (set == nullptr) continue;
        const Places places(dictionary, message);
        for (const std::string& statement : set->statements)
            if (places.has_all(words_of(statement))) message.statements.push_back(statement);
        if (!message.statements.empty())
            taken.push_back(fmt::format("{} has from {}/{}: {}", id, name_of(from->standard), from->id,
                                        fmt::join(message.statements, "; ")));
    }
    return taken;
}

}  // namespace crossdock::dictionary
