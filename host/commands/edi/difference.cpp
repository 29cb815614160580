#include "host/commands/edi/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <unordered_map>

#include "host/base/decimal.hpp"
#include "host/commands/edi/document_view.hpp"
#include "host/commands/edi/paint.hpp"

namespace crossdock::commands::edi {

namespace {

// A document as it is compared: without what frames it.
struct Side {
    const Document& document;
    NodeIndex header = no_node;   // the first segment
    NodeIndex trailer = no_node;  // the last
    std::string_view control_number;

    Side(const Document& compared, std::string_view control)
        : document(compared),
          header(compared[Document::root].first_child),
          trailer(compared[Document::root].last_child),
          control_number(control) {}

    // Whether a child of `parent` counts.
    [[nodiscard]] bool counts(NodeIndex parent, NodeIndex at) const {
        if (parent == Document::root && at == trailer && at != header) return false;
        if (document[at].kind == NodeKind::group) {
            NodeIndex child = document[at].first_child;
            while (child != no_node && !counts(at, child)) child = document[child].next;
            return child != no_node;
        }
        return !document[at].text.empty() && (parent != header || document[at].text != control_number);
    }
    [[nodiscard]] std::vector<NodeIndex> children(NodeIndex parent) const {
        std::vector<NodeIndex> found;
        for (NodeIndex at = document[parent].first_child; at != no_node; at = document[at].next)
            if (counts(parent, at)) found.push_back(at);
        return found;
    }
    // The place of the segment that a node is, or begins with.
    [[nodiscard]] std::uint32_t segment(NodeIndex at) const { return document[at].position.line; }
};

bool is_number(const schema::TypeNode* field) {
    return field != nullptr &&
           (field->data_type == schema::DataType::decimal || field->data_type == schema::DataType::integer);
}

bool same_value(std::string_view left, std::string_view right, const schema::TypeNode* field) {
    if (left == right) return true;
    if (!is_number(field)) return false;
    const auto left_number = Decimal::parse(left);
    const auto right_number = Decimal::parse(right);
    return left_number.ok() && right_number.ok() && compare(left_number.value(), right_number.value()) == 0;
}

void write_content(const Side& side, NodeIndex parent, std::string& out) {
    for (const NodeIndex at : side.children(parent)) {
        out += side.document.name_of(at);
        if (side.document[at].kind == NodeKind::value) {
            out.append("=").append(side.document[at].text).append("\n");
            continue;
        }
        out += "{\n";
        write_content(side, at, out);
        out += "}\n";
    }
}

// The values below a group, for people.
std::string all_values(const Side& side, NodeIndex parent) {
    std::string out;
    for (const NodeIndex at : side.children(parent)) {
        const std::string text = side.document[at].kind == NodeKind::value
                                     ? fmt::format("{}={}", side.document.name_of(at), side.document[at].text)
                                     : all_values(side, at);
        if (!text.empty()) out += (out.empty() ? "" : " ") + text;
    }
    return out;
}

// One of several segments or loops of the same name.
struct Item {
    NodeIndex node = no_node;
    std::string_view key;  // its first element, if it has one
    bool coded = false;    // the key is a code: it says what kind it is, and not which one
    std::string content;
    std::size_t index = 0;
    Item* counterpart = nullptr;
};

class Comparison {
public:
    Comparison(Side before, Side after, const schema::Type& type) : before_(before), after_(after), type_(type) {}

    std::vector<Difference> compare() {
        groups(Document::root, Document::root, &type_.root, {});
        return std::move(found_);
    }

private:
    using Kind = Difference::Kind;

    void groups(NodeIndex before, NodeIndex after, const schema::TypeNode* type, const std::string& path) {
        const std::vector<NodeIndex> left = before_.children(before);
        const std::vector<NodeIndex> right = after_.children(after);
        std::vector<std::string_view> names;
        const auto note = [&](const Side& side, const std::vector<NodeIndex>& nodes) {
            for (const NodeIndex at : nodes)
                if (const auto name = side.document.name_of(at);
                    std::find(names.begin(), names.end(), name) == names.end())
                    names.push_back(name);
        };
        note(before_, left);
        note(after_, right);
        for (const std::string_view name : names) {
            const auto named = [&](const Side& side, const std::vector<NodeIndex>& nodes) {
                std::vector<NodeIndex> found;
                for (const NodeIndex at : nodes)
                    if (side.document.name_of(at) == name) found.push_back(at);
                return found;
            };
            lists(named(before_, left), named(after_, right), type, path + std::string(name));
        }
    }

    // All children of one name on both sides.
    void lists(const std::vector<NodeIndex>& left, const std::vector<NodeIndex>& right, const schema::TypeNode* parent,
               const std::string& path) {
        const bool on_left = !left.empty();
        const Side& side = on_left ? before_ : after_;
        const NodeIndex sample = on_left ? left.front() : right.front();
        const schema::TypeNode* const field = field_of(side.document, sample, parent);
        const bool repeats = field != nullptr && field->repeats;
        if (side.document[sample].kind == NodeKind::value) {
            for (std::size_t index = 0; index < std::max(left.size(), right.size()); ++index)
                values(index < left.size() ? left[index] : no_node, index < right.size() ? right[index] : no_node,
                       field, repeats ? fmt::format("{}[{}]", path, index + 1) : path);
            return;
        }
        std::vector<Item> before = items(before_, left, field);
        std::vector<Item> after = items(after_, right, field);
        pair(before, after, [](const Item& item) { return std::optional<std::string_view>(item.content); });
        pair(before, after, [](const Item& item) { return std::optional<std::string_view>(item.key); });
        // Where the key only counts or names, the next one is the same with another number or name.
        pair(before, after, [&](const Item& item) {
            return repeats && item.coded ? std::nullopt : std::optional<std::string_view>("");
        });
        for (const Item& item : before) {
            if (item.counterpart == nullptr)
                whole(Kind::removed, item, field, label(path, item, repeats));
            else if (item.content != item.counterpart->content)
                groups(item.node, item.counterpart->node, field, label(path, item, repeats) + "/");
        }
        for (const Item& item : after)
            if (item.counterpart == nullptr) whole(Kind::added, item, field, label(path, item, repeats));
    }

    // Those that have none yet get a counterpart with the same key, each the first that is free. Without a key: none.
    template <typename KeyOf>
    static void pair(std::vector<Item>& before, std::vector<Item>& after, KeyOf key_of) {
        std::unordered_map<std::string_view, std::deque<Item*>> free;
        for (Item& item : after)
            if (const auto key = item.counterpart == nullptr ? key_of(item) : std::nullopt) free[*key].push_back(&item);
        for (Item& item : before) {
            const auto key = item.counterpart == nullptr ? key_of(item) : std::nullopt;
            const auto found = key ? free.find(*key) : free.end();
            if (found == free.end() || found->second.empty()) continue;
            item.counterpart = found->second.front();
            item.counterpart->counterpart = &item;
            found->second.pop_front();
        }
    }

    [[nodiscard]] std::vector<Item> items(const Side& side, const std::vector<NodeIndex>& nodes,
                                          const schema::TypeNode* field) const {
        std::vector<Item> found;
        for (const NodeIndex node : nodes) {
            Item& item = found.emplace_back();
            item.node = node;
            item.index = found.size() - 1;
            write_content(side, node, item.content);
            // The segment that begins a loop, and composites, are looked through.
            const schema::TypeNode* type = field;
            NodeIndex at = node;
            while (side.document[at].kind == NodeKind::group) {
                at = side.children(at).front();
                type = field_of(side.document, at, type);
            }
            const NodePosition& position = side.document[at].position;
            if (position.element > 1 || position.component > 1) continue;
            item.key = side.document[at].text;
            item.coded = type != nullptr && !type->codes.empty();
        }
        return found;
    }

    static std::string label(const std::string& path, const Item& item, bool repeats) {
        if (!repeats) return path;
        return item.key.empty() ? fmt::format("{}[#{}]", path, item.index + 1)
                                : fmt::format("{}[{}]", path, on_one_line(item.key, 40));
    }

    void values(NodeIndex left, NodeIndex right, const schema::TypeNode* field, const std::string& path) {
        const std::string_view before = left == no_node ? std::string_view{} : before_.document[left].text;
        const std::string_view after = right == no_node ? std::string_view{} : after_.document[right].text;
        if (left != no_node && right != no_node && same_value(before, after, field)) return;
        Difference& difference = found_.emplace_back();
        difference.kind = left == no_node ? Kind::added : right == no_node ? Kind::removed : Kind::changed;
        difference.path = path;
        difference.before = before;
        difference.after = after;
        if (left != no_node) difference.before_segment = before_.segment(left);
        if (right != no_node) difference.after_segment = after_.segment(right);
        if (field == nullptr) return;
        difference.title = field->title;
        difference.before_meaning = type_.meaning(*field, before);
        difference.after_meaning = type_.meaning(*field, after);
    }

    void whole(Kind kind, const Item& item, const schema::TypeNode* field, const std::string& path) {
        const Side& side = kind == Kind::removed ? before_ : after_;
        Difference& difference = found_.emplace_back();
        difference.kind = kind;
        difference.path = path;
        if (field != nullptr) difference.title = field->title;
        (kind == Kind::removed ? difference.before : difference.after) = all_values(side, item.node);
        (kind == Kind::removed ? difference.before_segment : difference.after_segment) = side.segment(item.node);
    }

    Side before_;
    Side after_;
    const schema::Type& type_;
    std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> differences(const Document& before, std::string_view control_number_before,
                                    const Document& after, std::string_view control_number_after,
                                    const schema::Type& type) {
    return Comparison(Side(before, control_number_before), Side(after, control_number_after), type).compare();
}

std::string content_of(const Document& document, std::string_view control_number) {
    std::string content;
    write_content(Side(document, control_number), Document::root, content);
    return content;
}

}  // namespace crossdock::commands::edi
