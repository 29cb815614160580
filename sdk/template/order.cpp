// A reader for JSON (RFC 8259) that keeps the few members a label needs and checks the rest.
#include "order.hpp"

#include <crossdock/cpp/failure.hpp>

#include <map>

namespace example {

namespace {

using crossdock::sdk::Failure;

// Flattens the strings and numbers of a document to `shipTo/name` → text. Lists are passed over.
class Reader {
public:
    explicit Reader(std::string_view json) : json_(json) {}

    std::map<std::string, std::string> read() {
        value("", 0);
        space();
        if (at_ != json_.size()) fail("nothing may follow the document");
        return std::move(found_);
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Failure::permanent("labels.bad-json", "the order is not JSON: " + what, at_);
    }
    void space() {
        while (at_ < json_.size() && std::string_view(" \t\r\n").find(json_[at_]) != std::string_view::npos) ++at_;
    }
    char next() {
        if (at_ == json_.size()) fail("it ends too soon");
        return json_[at_++];
    }
    bool take(char wanted) {
        space();
        if (at_ == json_.size() || json_[at_] != wanted) return false;
        ++at_;
        return true;
    }
    void expect(char wanted) {
        if (!take(wanted)) fail(std::string("expected `") + wanted + "`");
    }

    void value(const std::string& path, int depth) {
        if (depth > 64) fail("it is nested more than 64 deep");
        if (take('{')) return object(path, depth);
        if (take('[')) return list(path, depth);
        if (take('"')) {
            found_[path] = string();
            return;
        }
        const std::size_t begin = at_;
        while (at_ < json_.size() && std::string_view(",]} \t\r\n").find(json_[at_]) == std::string_view::npos) ++at_;
        if (at_ == begin) fail("a value is missing");
        found_[path] = std::string(json_.substr(begin, at_ - begin));
    }
    void object(const std::string& path, int depth) {
        if (take('}')) return;
        do {
            expect('"');
            const std::string name = string();
            expect(':');
            value(path.empty() ? name : path + '/' + name, depth + 1);
        } while (take(','));
        expect('}');
    }
    void list(const std::string& path, int depth) {
        if (take(']')) return;
        do value(path + "/[]", depth + 1);
        while (take(','));
        expect(']');
    }
    std::string string() {
        std::string out;
        while (true) {
            const char character = next();
            if (character == '"') return out;
            if (static_cast<unsigned char>(character) < 0x20) fail("a control character in a string");
            out += character == '\\' ? escaped() : std::string(1, character);
        }
    }
    std::string escaped() {
        const char character = next();
        switch (character) {
            case '"':
            case '\\':
            case '/': return {character};
            case 'b': return "\b";
            case 'f': return "\f";
            case 'n': return "\n";
            case 'r': return "\r";
            case 't': return "\t";
            case 'u': return code_point();
            default: fail("an unknown escape in a string");
        }
    }
    unsigned code_unit() {
        unsigned unit = 0;
        for (int digit = 0; digit < 4; ++digit) {
            const char character = next();
            const std::size_t value = std::string_view("0123456789abcdefABCDEF").find(character);
            if (value == std::string_view::npos) fail("\\u takes four hexadecimal digits");
            unit = unit * 16 + static_cast<unsigned>(value < 16 ? value : value - 6);
        }
        return unit;
    }
    std::string code_point() {
        unsigned point = code_unit();
        if (point >= 0xD800 && point < 0xE000) {
            if (point >= 0xDC00 || next() != '\\' || next() != 'u') fail("half a surrogate pair");
            const unsigned low = code_unit();
            if (low < 0xDC00 || low >= 0xE000) fail("half a surrogate pair");
            point = 0x10000 + ((point - 0xD800) << 10u) + (low - 0xDC00);
        }
        const auto continuation = [point](unsigned shift) {
            return static_cast<char>(0x80u | ((point >> shift) & 0x3Fu));
        };
        if (point < 0x80) return {static_cast<char>(point)};
        if (point < 0x800) return {static_cast<char>(0xC0u | (point >> 6u)), continuation(0)};
        if (point < 0x10000) return {static_cast<char>(0xE0u | (point >> 12u)), continuation(6), continuation(0)};
        return {static_cast<char>(0xF0u | (point >> 18u)), continuation(12), continuation(6), continuation(0)};
    }

    std::string_view json_;
    std::size_t at_ = 0;
    std::map<std::string, std::string> found_;
};

}  // namespace

Order read_order(std::string_view json) {
    const auto found = Reader(json).read();
    const auto member = [&found](const char* path) {
        const auto value = found.find(path);
        return value == found.end() ? std::string() : value->second;
    };
    Order order{member("number"), member("shipTo/name"), {}};
    if (order.number.empty()) throw Failure::permanent("labels.no-number", "the order has no `number`");
    if (order.name.empty()) throw Failure::permanent("labels.no-name", "the order has no `shipTo/name`");
    for (const char* path : {"shipTo/street", "shipTo/city", "shipTo/country"})
        if (std::string line = member(path); !line.empty()) order.address.push_back(std::move(line));
    return order;
}

}  // namespace example
