// Document to JSON text.
#include <algorithm>
#include <numeric>
#include <vector>

#include "host/document/json.hpp"
#include "host/document/json_sink.hpp"

namespace crossdock {

namespace {

constexpr std::size_t scanned_runs_max = 16;
constexpr std::uint32_t no_run = UINT32_MAX;

// Children of one name that follow each other. Runs of the same name in one group are linked into one member.
struct Run {
    std::uint64_t key = 0;
    NodeIndex first = no_node;
    std::uint32_t next = no_run;
    bool continues = false;  // an earlier run's member
};

class JsonWriter {
public:
    JsonWriter(const Document& document, JsonStyle style, std::string& out)
        : document_(document), pretty_(style == JsonStyle::pretty), sink_(out) {}

    void write(NodeIndex group) {
        write_group(group);
        if (pretty_) sink_.put('\n');
    }

private:
    void write_group(NodeIndex group) {
        const NodeIndex first = document_[group].first_child;
        if (first == no_node) {
            sink_.put("{}");
            return;
        }
        const auto begin = static_cast<std::uint32_t>(runs_.size());
        collect_runs(first);
        const auto end = static_cast<std::uint32_t>(runs_.size());
        write_members(begin, end);
        runs_.resize(begin);
    }

    void write_members(std::uint32_t begin, std::uint32_t end) {
        open('{');
        bool comma = false;
        for (std::uint32_t run = begin; run != end; ++run) {
            if (runs_[run].continues) continue;
            if (comma) sink_.put(',');
            comma = true;
            new_line();
            write_name(runs_[run].first);
            if (is_list(run))
                write_list(run);
            else
                write_node(runs_[run].first);
        }
        close('}');
    }

    void write_list(std::uint32_t run) {
        open('[');
        bool comma = false;
        for (; run != no_run; run = runs_[run].next) {
            for (NodeIndex index = runs_[run].first; index != no_node && key(index) == runs_[run].key;
                 index = document_[index].next) {
                if (comma) sink_.put(',');
                comma = true;
                new_line();
                write_node(index);
            }
        }
        close(']');
    }

    void write_name(NodeIndex index) {
        sink_.put((document_[index].flags & node_flag::attribute) != 0 ? std::string_view("\"@") : "\"");
        sink_.put_escaped(document_.name_of(index));
        sink_.put(pretty_ ? std::string_view("\": ") : "\":");
    }

    void write_node(NodeIndex index) {
        const Node& node = document_[index];
        if (node.kind == NodeKind::group) {
            write_group(index);
            return;
        }
        const bool bare_number = (node.flags & node_flag::number) != 0 && is_json_number(node.text);
        const bool bare_boolean =
            (node.flags & node_flag::boolean) != 0 && (node.text == "true" || node.text == "false");
        if ((node.flags & node_flag::null) != 0)
            sink_.put("null");
        else if (bare_number || bare_boolean)
            sink_.put(node.text);
        else
            sink_.put_quoted(node.text);
    }

    [[nodiscard]] std::uint64_t key(NodeIndex index) const {
        const Node& node = document_[index];
        return std::uint64_t{node.name} << 1U | ((node.flags & node_flag::attribute) != 0 ? 1U : 0U);
    }

    [[nodiscard]] bool is_list(std::uint32_t run) const {
        const NodeIndex first = runs_[run].first;
        const NodeIndex second = document_[first].next;
        return (document_[first].flags & node_flag::list_item) != 0 || runs_[run].next != no_run ||
               (second != no_node && key(second) == runs_[run].key);
    }

    void collect_runs(NodeIndex first) {
        const std::size_t begin = runs_.size();
        for (NodeIndex index = first; index != no_node; index = document_[index].next)
            if (runs_.size() == begin || runs_.back().key != key(index)) runs_.push_back({key(index), index});
        const std::size_t count = runs_.size() - begin;
        if (count <= scanned_runs_max)
            link_by_scanning(begin);
        else
            link_by_sorting(begin, count);
    }

    void link(std::size_t earlier, std::size_t later) {
        runs_[earlier].next = static_cast<std::uint32_t>(later);
        runs_[later].continues = true;
    }

    void link_by_scanning(std::size_t begin) {
        for (std::size_t later = begin + 1; later < runs_.size(); ++later)
            for (std::size_t earlier = later; earlier-- > begin;)
                if (runs_[earlier].key == runs_[later].key) {
                    link(earlier, later);
                    break;
                }
    }

    void link_by_sorting(std::size_t begin, std::size_t count) {
        std::vector<std::size_t> order(count);
        std::iota(order.begin(), order.end(), begin);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return runs_[a].key < runs_[b].key; });
        for (std::size_t place = 1; place < count; ++place)
            if (runs_[order[place - 1]].key == runs_[order[place]].key) link(order[place - 1], order[place]);
    }

    void open(char bracket) {
        sink_.put(bracket);
        ++depth_;
    }
    void close(char bracket) {
        --depth_;
        new_line();
        sink_.put(bracket);
    }
    void new_line() {
        if (!pretty_) return;
        sink_.put('\n');
        for (std::size_t level = 0; level < depth_; ++level) sink_.put("  ");
    }

    const Document& document_;
    bool pretty_;
    JsonSink sink_;
    std::size_t depth_ = 0;
    std::vector<Run> runs_;  // of the groups that are being written, innermost last
};

}  // namespace

void write_json(const Document& document, NodeIndex group, JsonStyle style, std::string& out) {
    JsonWriter(document, style, out).write(group);
}

std::string to_json(const Document& document, JsonStyle style) {
    std::string out;
    write_json(document, Document::root, style, out);
    return out;
}

bool is_json_number(std::string_view text) {
    std::size_t index = 0;
    const auto digits = [&] {
        const std::size_t begin = index;
        while (index < text.size() && text[index] >= '0' && text[index] <= '9') ++index;
        return index - begin;
    };
    const auto take = [&](std::string_view any) {
        if (index == text.size() || any.find(text[index]) == std::string_view::npos) return false;
        ++index;
        return true;
    };
    take("-");
    const bool zero = index < text.size() && text[index] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (take(".") && digits() == 0) return false;
    if (take("eE")) {
        take("+-");
        if (digits() == 0) return false;
    }
    return index == text.size();
}

}  // namespace crossdock
