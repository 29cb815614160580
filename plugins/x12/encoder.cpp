// Writes a document as one transaction, ST to SE.
#include "plugins/x12/encoder.hpp"

#include "plugins/x12/segment_writer.hpp"
#include "plugins/x12/tape_reader.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/output_writer.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

constexpr std::uint32_t control_number_width = 4;
constexpr std::size_t usual_children = 64;
constexpr std::size_t usual_depth = 16;

class Encoder {
public:
    Encoder(const Transaction& transaction, const TapeReader& tape, const OutputSyntax& syntax, bool ascii_only,
            crossdock_output& output)
        : transaction_(transaction),
          tape_(tape),
          syntax_(syntax),
          output_(output),
          writer_(*transaction.release, syntax, ascii_only, tape, output_),
          known_(tape.name_count(), 0),
          counts_(transaction.nodes.size(), 0) {
        children_.reserve(usual_children);
        path_.reserve(usual_depth);
    }

    void encode(std::uint64_t first, std::uint64_t last) {
        envelope("ST", transaction_.set);
        segments_ = 1;
        loop(0, first, last);
        envelope("SE", std::to_string(segments_ + 1));
        output_.finish();
    }

private:
    struct Child {
        std::uint16_t node = 0;
        std::uint32_t index = 0;  // which of its kind in its loop, 1 first
        std::uint64_t at = 0;
    };

    // ST or SE: its first element, and a slot for the control number.
    void envelope(std::string_view tag, std::string_view element) {
        output_.put(tag);
        output_.put(syntax_.delimiters.element);
        output_.put(element);
        output_.put(syntax_.delimiters.element);
        output_.slot(CROSSDOCK_SLOT_TRANSACTION, 0, control_number_width);
        output_.put(syntax_.delimiters.segment);
        output_.put(syntax_.line_end);
    }

    void loop(std::uint16_t loop, std::uint64_t first, std::uint64_t last) {
        const std::size_t begin = children_.size();
        gather(loop, first, last);
        check_children(loop, begin);
        sort(begin);
        const std::size_t end = children_.size();
        for (std::size_t index = begin; index < end; ++index) {
            const Child child = children_[index];
            path_.push_back(child);
            if (transaction_.nodes[child.node].is_loop)
                this->loop(child.node, child.at + 1, tape_.end_of(child.at));
            else
                segment(child);
            path_.pop_back();
        }
        children_.resize(begin);
    }

    void segment(const Child& child) {
        ++segments_;
        try {
            writer_.write(child.at + 1, tape_.end_of(child.at), transaction_.nodes[child.node].segment);
        } catch (const sdk::Failure& failure) {
            refuse(failure.code(), failure.what());
        }
    }

    // Adds the children of `loop` in the order of the document.
    void gather(std::uint16_t loop, std::uint64_t first, std::uint64_t last) {
        auto node = static_cast<std::uint16_t>(loop + 1);
        for (std::uint64_t at = first; at < last; at = tape_.next_sibling(at)) {
            node = child_of(loop, at, node);
            if (is_envelope(node)) continue;
            Child& child = children_.emplace_back();
            child.node = node;
            child.index = ++counts_[node];
            child.at = at;
        }
    }

    // Documents mostly come in the order of the dictionary.
    void sort(std::size_t begin) {
        const auto first = children_.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto before = [&](const Child& left, const Child& right) {
            return transaction_.nodes[left.node].rank < transaction_.nodes[right.node].rank;
        };
        if (!std::is_sorted(first, children_.end(), before)) std::stable_sort(first, children_.end(), before);
    }

    // The child of `loop` that the event is. A tape has few names and many events, so a name is mostly what it was
    // before; if not, the search begins at `likely`, the child that came before this one.
    std::uint16_t child_of(std::uint16_t loop, std::uint64_t at, std::uint16_t likely) {
        const crossdock_tape_event& event = tape_.event(at);
        if (event.kind != CROSSDOCK_TAPE_BEGIN)
            refuse("x12.bad-structure", fmt::format("the value '{}' stands outside its segment", tape_.name(at)));
        const auto& nodes = transaction_.nodes;
        std::uint16_t& known = known_[event.name];
        if (known != 0 && nodes[known].parent == loop) return known;
        std::uint16_t child = likely;
        do {
            if (transaction_.names[nodes[child].name] == tape_.name(at)) return known = child;
            child = nodes[child].end == nodes[loop].end ? static_cast<std::uint16_t>(loop + 1) : nodes[child].end;
        } while (child != likely);
        refuse("x12.unknown-name",
               fmt::format("'{}' is no segment or loop of this place in {}", tape_.name(at), transaction_.type));
    }

    // ST or SE, which are written anyway.
    [[nodiscard]] bool is_envelope(std::uint16_t node) const {
        return node == 1 || node + 1u == transaction_.nodes[0].end;
    }

    // Whether all that must come came, and nothing too often. `counts_` is zero again afterwards.
    void check_children(std::uint16_t loop, std::size_t begin) {
        const auto& nodes = transaction_.nodes;
        bool right = true;
        for (std::uint32_t at = 0; at < nodes[loop].required_count; ++at) {
            const std::uint16_t child = transaction_.required[nodes[loop].first_required + at];
            right = right && (counts_[child] > 0 || is_envelope(child));
        }
        for (std::size_t at = begin; at < children_.size(); ++at)
            right = right && children_[at].index <= nodes[children_[at].node].max;
        if (!right) refuse_children(loop);
        for (std::size_t at = begin; at < children_.size(); ++at) counts_[children_[at].node] = 0;
    }

    // Throws for the first child of `loop` that is missing or comes too often.
    void refuse_children(std::uint16_t loop) const {
        const auto& nodes = transaction_.nodes;
        for (auto child = static_cast<std::uint16_t>(loop + 1); child < nodes[loop].end; child = nodes[child].end) {
            const Node& node = nodes[child];
            const std::uint32_t count = counts_[child];
            if (is_envelope(child)) continue;
            if (node.required && count == 0)
                refuse(rules::missing_segment.code,
                       fmt::format("mandatory {} is missing", transaction_.names[node.name]));
            if (count > node.max)
                refuse(node.is_loop ? rules::loop_over_max.code : rules::segment_over_max.code,
                       fmt::format("{} comes {} times; at most {} would be right", transaction_.names[node.name], count,
                                   node.max));
        }
    }

    // Throws with the place at hand in front: `855/PO1-loop[2]/ACK-loop[1]: …`.
    [[noreturn]] void refuse(std::string_view code, const std::string& what) const {
        std::string place = transaction_.set;
        for (const Child& child : path_) {
            const Node& node = transaction_.nodes[child.node];
            place.append("/").append(transaction_.names[node.name]);
            if (node.max > 1) place += fmt::format("[{}]", child.index);
        }
        throw sdk::Failure::permanent(std::string(code), fmt::format("{}: {}", place, what));
    }

    const Transaction& transaction_;
    const TapeReader& tape_;
    const OutputSyntax& syntax_;
    sdk::OutputWriter output_;
    SegmentWriter writer_;
    std::vector<std::uint16_t> known_;   // by name of the tape: the node that it was when it came last, 0 none
    std::vector<std::uint32_t> counts_;  // by node: how often it came in the loop at hand
    std::vector<Child> children_;        // of the loop at hand, after those of the loops around it
    std::vector<Child> path_;            // the place at hand and the loops around it
    std::uint64_t segments_ = 0;
};

}  // namespace

void encode(const Catalog& catalog, const crossdock_encode_request& request, crossdock_output& output) {
    const std::string_view type = sdk::text(request.type);
    const Transaction* transaction = catalog.find(type);
    if (transaction == nullptr)
        throw sdk::Failure::permanent("x12.unknown-transaction-set",
                                      fmt::format("'{}' is not in the dictionaries, so it cannot be written", type));
    const OutputSyntax syntax = output_syntax(request.options);
    const std::string_view charset = option(request.options, "charset", "ascii");
    if (charset != "ascii" && charset != "utf-8")
        throw sdk::Failure::configuration("x12.bad-option",
                                          fmt::format("charset is '{}': ascii or utf-8 is right", charset));
    const TapeReader tape(*request.document);
    Encoder(*transaction, tape, syntax, charset == "ascii", output).encode(0, tape.size());
}

}  // namespace crossdock::x12
