// Compiles the order of segments in a transaction set: nodes, the table that says which node a segment is, and the
// names that stand on the tape.
#include "plugins/edi/dictionary_compiler.hpp"

#include <crossdock/cpp/failure.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

constexpr std::uint16_t deepest = 14;

class TransactionCompiler {
public:
    TransactionCompiler(const TransactionSource& source, const Release& release) : source_(source), release_(release) {}

    std::unique_ptr<Transaction> compile(std::uint64_t names_id) {
        transaction_->type = fmt::format("{}/{}/{}", release_.dialect->name, release_.id, source_.set);
        transaction_->set = source_.set;
        if (!source_.guide.empty()) transaction_->type += "@" + source_.guide;
        transaction_->functional_ids = source_.functional_ids;
        transaction_->name = source_.name;
        transaction_->release = &release_;
        transaction_->names_id = names_id;
        Node root;
        root.is_loop = true;
        transaction_->nodes.push_back(root);
        transaction_->groups.emplace_back();
        transaction_->names.push_back(source_.set);
        children(source_.nodes, 0, transaction_->type);
        transaction_->is_lone_segment = transaction_->nodes.size() == 2 && tag(1) == source_.set;
        if (!transaction_->is_lone_segment && (transaction_->nodes.size() < 3 || tag(1) != release_.dialect->header ||
                                               tag(last_child(0)) != release_.dialect->trailer))
            fail(transaction_->type,
                 fmt::format("a transaction set begins with {} and ends with {}, or is one segment of its own name",
                             release_.dialect->header, release_.dialect->trailer));
        mark_required();
        fill_next();
        name_elements();
        transaction_->controlled.assign(release_.segments.size(), false);
        for (const StatementSource& statement : source_.statements) compile_statement(statement, *transaction_);
        for (const std::string& name : transaction_->names)
            transaction_->name_views.push_back({name.data(), name.size()});
        return std::move(transaction_);
    }

private:
    [[noreturn]] void fail(const std::string& place, const std::string& what) const {
        throw sdk::Failure::configuration(release_.dialect->code("bad-dictionary"), fmt::format("{}: {}", place, what));
    }
    [[nodiscard]] const std::string& tag(std::size_t node) const {
        return release_.segments[transaction_->nodes[node].segment].id;
    }
    [[nodiscard]] std::uint16_t last_child(std::uint16_t parent) const {
        std::uint16_t last = 0;
        for (std::uint16_t child = first_child(parent); child != 0; child = next_child(parent, child)) last = child;
        return last;
    }
    // Children of a loop, one after the other; 0 after the last.
    [[nodiscard]] std::uint16_t first_child(std::uint16_t parent) const {
        return transaction_->nodes[parent].end > parent + 1 ? static_cast<std::uint16_t>(parent + 1) : std::uint16_t{0};
    }
    [[nodiscard]] std::uint16_t next_child(std::uint16_t parent, std::uint16_t child) const {
        const std::uint16_t next = transaction_->nodes[child].end;
        return next < transaction_->nodes[parent].end ? next : std::uint16_t{0};
    }

    void children(const std::vector<NodeSource>& sources, std::uint16_t parent, const std::string& place) {
        if (sources.empty() || sources[0].kind != NodeSource::Kind::segment || !sources[0].required)
            fail(place, "a loop begins with a mandatory segment");
        std::map<std::string, int> seen;
        std::uint16_t rank = 0;
        for (const NodeSource& source : sources) {
            if (source.kind == NodeSource::Kind::any) {
                for (const NodeSource& member : source.children) {
                    if (member.kind == NodeSource::Kind::any) fail(member.place, "`any` inside `any` makes no sense");
                    node(member, parent, rank, seen);
                }
            } else {
                node(source, parent, rank, seen);
            }
            ++rank;
        }
        transaction_->nodes[parent].end = static_cast<std::uint16_t>(transaction_->nodes.size());
        transaction_->nodes[parent].segment = transaction_->nodes[parent + 1u].segment;
        transaction_->nodes[parent + 1u].begins_loop = true;
    }

    void node(const NodeSource& source, std::uint16_t parent, std::uint16_t rank, std::map<std::string, int>& seen) {
        Node node;
        node.segment = release_.tags->find(source.id);
        if (node.segment == none) fail(source.place, fmt::format("segment {} is not defined", source.id));
        node.parent = parent;
        node.rank = rank;
        node.depth = static_cast<std::uint16_t>(transaction_->nodes[parent].depth + 1);
        node.is_loop = source.kind == NodeSource::Kind::loop;
        node.required = source.required;
        node.max = source.max;
        if (node.depth > deepest) fail(source.place, fmt::format("loops more than {} deep", deepest));
        if (transaction_->nodes.size() >= none - 1) fail(source.place, "too many segments in the transaction set");
        std::string name = node.is_loop ? source.id + "-loop" : source.id;
        if (const int times = ++seen[name]; times > 1) name += fmt::format("-{}", times);
        if (!source.name.empty()) name = source.name;
        const auto [known, added] = node_names_.emplace(name, static_cast<std::uint32_t>(transaction_->names.size()));
        if (added) transaction_->names.push_back(name);
        node.name = known->second;
        const auto index = static_cast<std::uint16_t>(transaction_->nodes.size());
        node.end = static_cast<std::uint16_t>(index + 1);
        transaction_->nodes.push_back(node);
        transaction_->groups.push_back(source.group);
        if (!node.is_loop) return;
        if (source.children.empty() || source.children[0].id != source.id)
            fail(source.place, fmt::format("loop {} must begin with segment {}", source.id, source.id));
        children(source.children, index, source.place);
    }

    void mark_required() {
        const auto count = static_cast<std::uint16_t>(transaction_->nodes.size());
        for (std::uint16_t loop = 0; loop < count; ++loop) {
            if (!transaction_->nodes[loop].is_loop) continue;
            transaction_->nodes[loop].first_required = static_cast<std::uint32_t>(transaction_->required.size());
            for (std::uint16_t child = first_child(loop); child != 0; child = next_child(loop, child)) {
                if (!transaction_->nodes[child].required) continue;
                transaction_->required.push_back(child);
                ++transaction_->nodes[loop].required_count;
            }
        }
    }

    [[nodiscard]] bool is_border(std::uint16_t node) const {
        return !release_.dialect->border.empty() && tag(node) == release_.dialect->border;
    }

    // What each segment is after a position: the nearest place that still fits, inside first, then outwards. So a row
    // is that of the loop around the position, with the position's siblings over it, the first of them last.
    void fill_next() {
        const std::size_t segments = release_.segments.size();
        const auto& nodes = transaction_->nodes;
        transaction_->next.assign(nodes.size() * segments, 0);
        std::vector<std::uint16_t> siblings;
        const auto count = static_cast<std::uint16_t>(nodes.size());
        for (std::uint16_t position = 1; position < count; ++position) {
            const std::uint16_t loop = nodes[position].parent;
            const auto row = transaction_->next.begin() + static_cast<std::ptrdiff_t>(position * segments);
            bool crosses = true;  // what is around the loop, or behind a border, can be reached
            siblings.clear();
            for (std::uint16_t child = first_child(loop); child != 0 && crosses; child = next_child(loop, child)) {
                if (nodes[child].rank < nodes[position].rank) continue;
                siblings.push_back(child);
                crosses = child == position || !is_border(child);
            }
            if (!crosses) {
                const std::uint16_t last = last_child(0);  // the trailer is found from anywhere
                row[nodes[last].segment] = last;
            } else if (loop != 0) {
                std::copy_n(transaction_->next.begin() + static_cast<std::ptrdiff_t>(loop * segments), segments, row);
            }
            for (auto child = siblings.rbegin(); child != siblings.rend(); ++child) {
                if (nodes[*child].is_loop)
                    row[nodes[*child].segment] = static_cast<std::uint16_t>(*child + 1);
                else if (!nodes[*child].begins_loop)
                    row[nodes[*child].segment] = *child;
            }
        }
    }

    void name_elements() {
        transaction_->first_name.assign(release_.segments.size(), 0);
        transaction_->first_component_name.assign(release_.segments.size(), 0);
        std::vector<bool> named(release_.segments.size(), false);
        for (const Node& node : transaction_->nodes) {
            if (named[node.segment]) continue;
            named[node.segment] = true;
            const Shape& segment = release_.segments[node.segment];
            auto& names = transaction_->names;
            transaction_->first_name[node.segment] = static_cast<std::uint32_t>(names.size());
            for (std::uint16_t use = 0; use < segment.use_count; ++use)
                names.push_back(fmt::format("{}{:02}", segment.id, use + 1));
            transaction_->first_component_name[node.segment] = static_cast<std::uint32_t>(names.size());
            for (std::uint16_t use = 0; use < segment.use_count; ++use) {
                const Use& element = release_.uses_of(segment)[use];
                if (element.composite == none) continue;
                for (std::uint16_t part = 0; part < release_.composites[element.composite].use_count; ++part)
                    names.push_back(fmt::format("{}{:02}-{}", segment.id, use + 1, part + 1));
            }
        }
    }

    const TransactionSource& source_;
    const Release& release_;
    std::unique_ptr<Transaction> transaction_ = std::make_unique<Transaction>();
    std::map<std::string, std::uint32_t> node_names_;  // of segments and loops: the name's index
};

}  // namespace

std::unique_ptr<Transaction> compile_transaction(const TransactionSource& source, const Release& release,
                                                 std::uint64_t names_id) {
    return TransactionCompiler(source, release).compile(names_id);
}

}  // namespace crossdock::edi
