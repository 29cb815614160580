// Writes a document as one transaction, ST to SE.
#include "plugins/x12/encoder.hpp"

#include "plugins/x12/segment_writer.hpp"
#include "plugins/x12/tape_reader.hpp"

#include <crossdock/cpp/format.hpp>

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

constexpr std::uint32_t control_number_width = 4;
constexpr std::uint32_t unknown_name = UINT32_MAX;

class Encoder {
public:
    Encoder(const Transaction& transaction, const TapeReader& tape, const OutputSyntax& syntax, bool ascii_only,
            crossdock_output& output)
        : transaction_(transaction),
          tape_(tape),
          syntax_(syntax),
          output_(output),
          writer_(*transaction.release, syntax, ascii_only),
          node_names_(tape.name_count()) {}

    void encode(std::uint64_t first, std::uint64_t last) {
        const std::string separator(1, syntax_.delimiters.element);
        const std::string terminator = syntax_.delimiters.segment + std::string(syntax_.line_end);
        sdk::write(output_, "ST" + separator + transaction_.set + separator);
        slot();
        sdk::write(output_, terminator);
        segments_ = 1;
        loop(0, first, last);
        sdk::write(output_, fmt::format("SE{}{}{}", separator, segments_ + 1, separator));
        slot();
        sdk::write(output_, terminator);
    }

private:
    struct Child {
        std::uint16_t node = 0;
        std::uint64_t at = 0;
    };

    void slot() {
        if (crossdock_output_slot(&output_, CROSSDOCK_SLOT_TRANSACTION, 0, control_number_width) != CROSSDOCK_OK)
            throw sdk::Failure::permanent("format.output-too-large", "the output is larger than its limit");
    }

    void loop(std::uint16_t loop, std::uint64_t first, std::uint64_t last) {
        std::vector<Child> children;
        for (std::uint64_t at = first; at < last; at = tape_.next_sibling(at)) {
            const std::uint16_t node = child_of(loop, at);
            if (node != 0) children.push_back({node, at});
        }
        const auto& nodes = transaction_.nodes;
        std::stable_sort(children.begin(), children.end(), [&](const Child& left, const Child& right) {
            return nodes[left.node].rank < nodes[right.node].rank;
        });
        std::vector<std::uint32_t> counts(nodes[loop].end - loop, 0);
        for (const Child& child : children) ++counts[child.node - loop];
        check_children(loop, counts);
        std::fill(counts.begin(), counts.end(), 0);
        for (const Child& child : children) {
            const Node& node = nodes[child.node];
            path_.push_back({child.node, ++counts[child.node - loop]});
            if (node.is_loop) {
                this->loop(child.node, child.at + 1, tape_.end_of(child.at));
            } else {
                segment(child, node.segment);
            }
            path_.pop_back();
        }
    }

    void segment(const Child& child, std::uint16_t segment) {
        ++segments_;
        line_.clear();
        try {
            writer_.write(line_, tape_, child.at + 1, tape_.end_of(child.at), segment);
        } catch (const sdk::Failure& failure) {
            refuse(failure.code(), failure.what());
        }
        sdk::write(output_, line_);
    }

    // The child of `loop` that the event is; 0 for ST and SE, which are written anyway.
    std::uint16_t child_of(std::uint16_t loop, std::uint64_t at) {
        if (tape_.event(at).kind != CROSSDOCK_TAPE_BEGIN)
            refuse("x12.bad-structure", fmt::format("the value '{}' stands outside its segment", tape_.name(at)));
        const std::uint32_t name = node_name(at);
        const auto& nodes = transaction_.nodes;
        for (auto child = static_cast<std::uint16_t>(loop + 1); name != unknown_name && child < nodes[loop].end;
             child = nodes[child].end)
            if (nodes[child].name == name) return is_envelope(child) ? std::uint16_t{0} : child;
        refuse("x12.unknown-name",
               fmt::format("'{}' is no segment or loop of this place in {}", tape_.name(at), transaction_.type));
    }

    // ST or SE.
    [[nodiscard]] bool is_envelope(std::uint16_t node) const {
        return node == 1 || node + 1u == transaction_.nodes[0].end;
    }

    // A tape has few names and many events: each name is looked up once.
    std::uint32_t node_name(std::uint64_t at) {
        auto& known = node_names_[tape_.event(at).name];
        if (!known) {
            const auto found = transaction_.node_names.find(tape_.name(at));
            known = found == transaction_.node_names.end() ? unknown_name : found->second;
        }
        return *known;
    }

    // `counts` has how often each child of `loop` comes, by its distance from the loop.
    void check_children(std::uint16_t loop, const std::vector<std::uint32_t>& counts) const {
        const auto& nodes = transaction_.nodes;
        for (auto child = static_cast<std::uint16_t>(loop + 1); child < nodes[loop].end; child = nodes[child].end) {
            const Node& node = nodes[child];
            const std::uint32_t count = counts[child - loop];
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
        for (const auto& [node, index] : path_) {
            place.append("/").append(transaction_.names[transaction_.nodes[node].name]);
            if (transaction_.nodes[node].max > 1) place += fmt::format("[{}]", index);
        }
        throw sdk::Failure::permanent(std::string(code), fmt::format("{}: {}", place, what));
    }

    const Transaction& transaction_;
    const TapeReader& tape_;
    const OutputSyntax& syntax_;
    crossdock_output& output_;
    SegmentWriter writer_;
    std::vector<std::optional<std::uint32_t>> node_names_;
    std::string line_;
    std::vector<std::pair<std::uint16_t, std::uint32_t>> path_;  // nodes around the place at hand, and which of them
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
