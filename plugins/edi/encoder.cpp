// Writes a document as one transaction, header to trailer.
#include "plugins/edi/encoder.hpp"

#include "plugins/edi/guide_check.hpp"
#include "plugins/edi/segment_writer.hpp"
#include "plugins/edi/tape_reader.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/output_writer.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

constexpr std::size_t usual_children = 64;
constexpr std::size_t usual_depth = 16;

class Encoder {
public:
    Encoder(const Transaction& transaction, const TapeReader& tape, const OutputSyntax& syntax,
            const TransactionFrame& frame, crossdock_output& output)
        : transaction_(transaction),
          tape_(tape),
          syntax_(syntax),
          frame_(frame),
          output_(output),
          writer_(*transaction.release, syntax, tape, output_),
          known_(tape.name_count(), 0),
          counts_(transaction.nodes.size(), 0) {
        children_.reserve(usual_children);
        path_.reserve(usual_depth);
        if (transaction.guide == nullptr) return;
        guide_.emplace(transaction, syntax.delimiters, *syntax.characters, all_levels,
                       [this](const GuideBreach& breach) { refuse(dialect().code(breach.rule), breach.text); });
    }

    void encode(std::uint64_t first, std::uint64_t last) {
        if (transaction_.is_lone_segment) {
            loop(0, first, last);
            output_.finish();
            return;
        }
        frame(dialect().header, frame_.before_control_number, frame_.after_control_number);
        segments_ = 1;
        loop(0, first, last);
        if (guide_) guide_->finish();
        frame(dialect().trailer, std::to_string(segments_ + 1), {});
        output_.finish();
    }

private:
    struct Child {
        std::uint16_t node = 0;
        std::uint32_t index = 0;  // which of its kind in its loop, 1 first
        std::uint64_t at = 0;
    };

    [[nodiscard]] const Dialect& dialect() const { return *transaction_.release->dialect; }

    // Header or trailer: a slot for the control number, and what stands on its sides.
    void frame(std::string_view tag, std::string_view before, std::string_view after) {
        output_.put(tag);
        output_.put(syntax_.delimiters.element);
        if (!before.empty()) {
            output_.put(before);
            output_.put(syntax_.delimiters.element);
        }
        output_.slot(CROSSDOCK_SLOT_TRANSACTION, 0, frame_.control_number_width);
        if (!after.empty()) {
            output_.put(syntax_.delimiters.element);
            output_.put(after);
        }
        if (tag == dialect().header) rest_of_header();
        output_.put(syntax_.delimiters.segment);
        output_.put(syntax_.line_end);
    }

    // What a header says behind its type and control number (ST03, UNH 0068) is of the document.
    void rest_of_header() {
        constexpr std::uint16_t of_frame = 2;
        for (std::uint64_t at = 0; at < tape_.size(); at = tape_.next_sibling(at)) {
            if (tape_.event(at).kind != CROSSDOCK_TAPE_BEGIN || tape_.name(at) != dialect().header) continue;
            path_.push_back({1, 1, at});
            segment(path_.back(), of_frame);
            path_.pop_back();
            --segments_;  // counted with the frame
            return;
        }
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

    // `written`: how many of its elements stand in the output already.
    void segment(const Child& child, std::uint16_t written = 0) {
        ++segments_;
        const std::uint16_t index = transaction_.nodes[child.node].segment;
        std::string_view sent;
        try {
            sent = writer_.write(child.at + 1, tape_.end_of(child.at), index, written);
        } catch (const sdk::Failure& failure) {
            refuse(failure.code(), failure.what());
        }
        if (!guide_ || written != 0) return;
        ScannedSegment scanned;
        if (SegmentScanner(sent, syntax_.delimiters, dialect().binary).next(scanned))
            guide_->segment(index, child.node, scanned);
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
            refuse(dialect().code("bad-structure"),
                   fmt::format("the value '{}' stands outside its segment", tape_.name(at)));
        const auto& nodes = transaction_.nodes;
        std::uint16_t& known = known_[event.name];
        if (known != 0 && nodes[known].parent == loop) return known;
        std::uint16_t child = likely;
        do {
            if (transaction_.names[nodes[child].name] == tape_.name(at)) return known = child;
            child = nodes[child].end == nodes[loop].end ? static_cast<std::uint16_t>(loop + 1) : nodes[child].end;
        } while (child != likely);
        refuse(dialect().code("unknown-name"),
               fmt::format("'{}' is no segment or loop of this place in {}", tape_.name(at), transaction_.type));
    }

    // Header or trailer, which are written anyway.
    [[nodiscard]] bool is_envelope(std::uint16_t node) const {
        return !transaction_.is_lone_segment && (node == 1 || node + 1u == transaction_.nodes[0].end);
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
                refuse(dialect().code(rules::missing_segment),
                       fmt::format("mandatory {} is missing", transaction_.names[node.name]));
            if (count > node.max)
                refuse(dialect().code(node.is_loop ? rules::loop_over_max : rules::segment_over_max),
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
    const TransactionFrame& frame_;
    sdk::OutputWriter output_;
    SegmentWriter writer_;
    std::optional<GuideCheck> guide_;
    std::vector<std::uint16_t> known_;   // by name of the tape: the node that it was when it came last, 0 none
    std::vector<std::uint32_t> counts_;  // by node: how often it came in the loop at hand
    std::vector<Child> children_;        // of the loop at hand, after those of the loops around it
    std::vector<Child> path_;            // the place at hand and the loops around it
    std::uint64_t segments_ = 0;
};

}  // namespace

const Transaction& transaction_to_write(const Catalog& catalog, std::string_view type, std::string_view guides) {
    if (const Transaction* transaction = catalog.find(type, guides)) return *transaction;
    throw sdk::Failure::permanent(catalog.dialect().code(rules::unknown_transaction_set),
                                  fmt::format("'{}' is not in the dictionaries, so it cannot be written", type));
}

void encode(const Transaction& transaction, const crossdock_tape_view& document, const OutputSyntax& syntax,
            const TransactionFrame& frame, crossdock_output& output) {
    const TapeReader tape(*transaction.release->dialect, document);
    Encoder(transaction, tape, syntax, frame, output).encode(0, tape.size());
}

}  // namespace crossdock::edi
