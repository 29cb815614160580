#include "host/commands/edi/tree.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/commands/edi/document_view.hpp"
#include "host/document/utf8.hpp"

namespace crossdock::commands::edi {

namespace {

using plugins::Finding;

constexpr std::size_t number_width = 7;
constexpr std::size_t value_width = 34;

std::string margin(unsigned depth) { return std::string(number_width + 2U + 2U * depth, ' '); }

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char each) { return (static_cast<unsigned char>(each) & 0xC0U) != 0x80U; }));
}

class Drawing {
public:
    Drawing(const Document& document, const schema::Type* type, const std::vector<Finding>& findings,
            const Paint& paint, std::string& out)
        : document_(document), type_(type), paint_(paint), out_(out) {
        for (const Finding& finding : findings) findings_.push_back(&finding);
        std::stable_sort(findings_.begin(), findings_.end(),
                         [](const Finding* left, const Finding* right) { return left->segment < right->segment; });
    }

    void draw(unsigned depth) {
        children(Document::root, type_ == nullptr ? nullptr : &type_->root, depth);
        until(UINT32_MAX, depth);
    }

private:
    void children(NodeIndex parent, const schema::TypeNode* type, unsigned depth) {
        for (NodeIndex at = document_[parent].first_child; at != no_node; at = document_[at].next) {
            const schema::TypeNode* const field = field_of(document_, at, type);
            if (document_[at].kind == NodeKind::value)
                value(at, field, depth);
            else if (field != nullptr && field->shape == schema::Shape::object)
                loop(at, *field, depth);
            else if (field != nullptr && field->shape == schema::Shape::composite)
                children(at, field, depth);  // its components say whose they are
            else
                segment(at, field, depth);
        }
    }

    void loop(NodeIndex at, const schema::TypeNode& field, unsigned depth) {
        until(document_[at].position.line, depth);
        out_ += fmt::format("{}{} {}\n", margin(depth), paint_(Colour::tag, field.name),
                            paint_(Colour::quiet, field.title));
        children(at, &field, depth + 1);
    }

    void segment(NodeIndex at, const schema::TypeNode* field, unsigned depth) {
        const std::uint32_t line = document_[at].position.line;
        until(line, depth);
        const std::string_view title = field == nullptr ? std::string_view{} : std::string_view(field->title);
        out_ += fmt::format("{:>{}}  {}{} {}\n", line, number_width, std::string(2U * depth, ' '),
                            paint_(Colour::tag, document_.name_of(at)), paint_(Colour::meaning, title));
        children(at, field, depth + 1);
        for (; next_ < findings_.size() && findings_[next_]->segment == line; ++next_)
            if (!said(*findings_[next_])) draw_finding(*findings_[next_], paint_, depth + 1, out_);
    }

    void value(NodeIndex at, const schema::TypeNode* field, unsigned depth) {
        const Node& node = document_[at];
        const std::string_view meaning =
            field == nullptr || type_ == nullptr ? std::string_view{} : type_->meaning(*field, node.text);
        const std::string name(document_.name_of(at));
        const std::string text = on_one_line(node.text);
        std::string line = fmt::format("{}{} {}", margin(depth), paint_(Colour::quiet, name), text);
        if (!meaning.empty()) line += " " + paint_(Colour::meaning, meaning);
        if (field != nullptr && !field->title.empty()) {
            const std::size_t used = columns(text) + (meaning.empty() ? 0 : columns(meaning) + 1) + name.size();
            line += std::string(used < value_width ? value_width - used : 1, ' ') + " " +
                    paint_(Colour::quiet, field->title);
        }
        out_ += line + "\n";
        for (std::size_t index = next_; index < findings_.size() && findings_[index]->segment <= node.position.line;
             ++index) {
            const Finding& finding = *findings_[index];
            if (finding.segment != node.position.line || finding.element == 0 ||
                finding.element != node.position.element ||
                (finding.component != 0 && finding.component != node.position.component) || said(finding))
                continue;
            said_.push_back(&finding);
            draw_finding(finding, paint_, depth + 1, out_);
        }
    }

    // Findings of segments before `line`, which are not in the document.
    void until(std::uint32_t line, unsigned depth) {
        for (; next_ < findings_.size() && findings_[next_]->segment < line; ++next_) {
            const Finding& finding = *findings_[next_];
            if (said(finding)) continue;
            if (!finding.tag.empty() && finding.segment != 0 && finding.segment != shown_) {
                out_ += fmt::format("{:>{}}  {}{}\n", finding.segment, number_width, std::string(2U * depth, ' '),
                                    paint_(Colour::tag, on_one_line(finding.tag)));
                shown_ = finding.segment;
            }
            draw_finding(finding, paint_, depth + 1, out_);
        }
        said_.clear();
    }

    [[nodiscard]] bool said(const Finding& finding) const {
        return std::find(said_.begin(), said_.end(), &finding) != said_.end();
    }

    const Document& document_;
    const schema::Type* type_;
    const Paint& paint_;
    std::string& out_;
    std::vector<const Finding*> findings_;  // by segment
    std::size_t next_ = 0;                  // the first that may not have been drawn
    std::vector<const Finding*> said_;      // at elements of the segment at hand
    std::uint32_t shown_ = 0;               // the segment that was shown for its findings alone
};

}  // namespace

void draw_finding(const Finding& finding, const Paint& paint, unsigned depth, std::string& out) {
    out += fmt::format("{}{} {}{}\n", margin(depth),
                       paint(Paint::of(finding.severity), fmt::format("! {}:", name_of(finding.severity))),
                       on_one_line(finding.text), paint(Colour::quiet, fmt::format(" ({})", finding.code)));
}

void draw_document(const Document& document, const schema::Type* type, const std::vector<Finding>& findings,
                   const Paint& paint, unsigned depth, std::string& out) {
    Drawing(document, type, findings, paint, out).draw(depth);
}

}  // namespace crossdock::commands::edi
