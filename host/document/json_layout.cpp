#include "host/document/json_layout.hpp"

#include <optional>
#include <vector>

#include "host/document/document.hpp"
#include "host/document/utf8.hpp"

namespace crossdock {

namespace {

// A value, with its name where it is a member. Texts are the JSON's own, quotes included.
struct Part {
    std::string_view name;
    std::string_view scalar;  // of a value without parts
    char open = 0;            // `{` or `[`; 0: a scalar
    std::vector<Part> parts;
    std::size_t flat_width = 0;  // in characters, name and separators included, on one line
};

// Cuts an object or array into parts. It looks for structure only: a word that is no JSON value passes as a scalar.
class Cutter {
public:
    explicit Cutter(std::string_view json) : json_(json) {}

    std::optional<Part> cut() {
        Part part;
        if (!value(part, 0) || part.open == 0) return std::nullopt;
        space();
        if (at_ != json_.size()) return std::nullopt;
        return part;
    }

private:
    void space() {
        while (at_ < json_.size() && std::string_view(" \t\r\n").find(json_[at_]) != std::string_view::npos) ++at_;
    }

    bool take(char wanted) {
        space();
        if (at_ == json_.size() || json_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    bool string(std::string_view& text) {
        const std::size_t begin = at_;
        if (!take('"')) return false;
        for (; at_ < json_.size(); ++at_) {
            if (json_[at_] == '\\')
                ++at_;
            else if (json_[at_] == '"') {
                ++at_;
                text = json_.substr(begin, at_ - begin);
                return true;
            }
        }
        return false;
    }

    bool value(Part& part, std::uint32_t depth) {
        if (depth > document_depth_max) return false;
        space();
        if (at_ == json_.size()) return false;
        if (json_[at_] == '{' || json_[at_] == '[') return group(part, depth);
        if (json_[at_] == '"') {
            if (!string(part.scalar)) return false;
        } else {
            const std::size_t begin = at_;
            while (at_ < json_.size() && std::string_view(",]} \t\r\n").find(json_[at_]) == std::string_view::npos)
                ++at_;
            part.scalar = json_.substr(begin, at_ - begin);
            if (part.scalar.empty()) return false;
        }
        part.flat_width += utf8::length(part.scalar);
        return true;
    }

    bool group(Part& part, std::uint32_t depth) {
        part.open = json_[at_++];
        const char close = part.open == '{' ? '}' : ']';
        part.flat_width += 2;
        if (take(close)) return true;
        do {
            Part& inner = part.parts.emplace_back();
            if (part.open == '{') {
                space();
                if (!string(inner.name) || !take(':')) return false;
                inner.flat_width = utf8::length(inner.name) + 2;
            }
            if (!value(inner, depth + 1)) return false;
            part.flat_width += inner.flat_width + (part.parts.size() == 1 ? 0 : 2);
        } while (take(','));
        return take(close);
    }

    std::string_view json_;
    std::size_t at_ = 0;
};

class Layout {
public:
    Layout(std::size_t width, std::string& out) : width_(width), out_(out) {}

    // `follows`: how many characters come after the part on its line.
    void write(const Part& part, std::size_t indent, std::size_t follows) {
        name(part);
        if (part.open == 0 || part.parts.empty() || indent + part.flat_width + follows <= width_) {
            flat(part);
            return;
        }
        out_ += part.open;
        std::size_t column = 0;
        bool after_scalar = false;
        for (const Part& inner : part.parts) {
            const std::size_t comma = &inner == &part.parts.back() ? 0 : 1;
            const bool scalar = inner.open == 0;
            if (scalar && after_scalar && column + 1 + inner.flat_width + comma <= width_) {
                out_ += ' ';
                ++column;
            } else {
                out_ += '\n';
                out_.append(indent + 2, ' ');
                column = indent + 2;
            }
            write(inner, indent + 2, comma);
            out_.append(comma, ',');
            column += inner.flat_width + comma;
            after_scalar = scalar;
        }
        out_ += '\n';
        out_.append(indent, ' ');
        out_ += part.open == '{' ? '}' : ']';
    }

private:
    void name(const Part& part) {
        if (!part.name.empty()) out_.append(part.name).append(": ");
    }

    void flat(const Part& part) {
        if (part.open == 0) {
            out_ += part.scalar;
            return;
        }
        out_ += part.open;
        for (const Part& inner : part.parts) {
            if (&inner != &part.parts.front()) out_ += ", ";
            name(inner);
            flat(inner);
        }
        out_ += part.open == '{' ? '}' : ']';
    }

    std::size_t width_;
    std::string& out_;
};

}  // namespace

std::string lay_out_json(std::string_view json, std::size_t width) {
    const std::optional<Part> whole = Cutter(json).cut();
    if (!whole) return std::string(json);
    std::string out;
    Layout(width, out).write(*whole, 0, 0);
    return out + '\n';
}

}  // namespace crossdock
