// Label layout.
#include "label_text.hpp"

namespace example {

namespace {

constexpr int dots_per_mm = 8;

// `^FH` makes `_5E` of a field mean the character with that code.
std::string field_data(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character != '^' && character != '~' && character != '_' && byte >= 0x20) {
            out += character;
            continue;
        }
        out += '_';
        out += digits[byte >> 4u];
        out += digits[byte & 15u];
    }
    return out;
}

std::string field(int x, int y, int height, std::string_view text) {
    return "^FO" + std::to_string(x) + ',' + std::to_string(y) + "^A0N," + std::to_string(height) + "^FH^FD" +
           field_data(text) + "^FS\n";
}

}  // namespace

std::string label_text(const Order& order, const LabelFormat& format) {
    std::string label = "^XA\n^CI28\n^LL" + std::to_string(format.height_mm * dots_per_mm) + '\n';
    label += field(40, 40, 60, order.name);
    int y = 120;
    for (const std::string& line : order.address) {
        label += field(40, y, 40, line);
        y += 50;
    }
    label += "^FO40," + std::to_string(y + 20) + "^BCN,100^FH^FD" + field_data(order.number) + "^FS\n";
    return label + "^PQ" + std::to_string(format.copies) + "\n^XZ\n";
}

std::string safe_file_name(std::string_view number) {
    std::string name;
    for (const char character : number.substr(0, 100)) {
        const bool letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        const bool digit = character >= '0' && character <= '9';
        const bool inner_dot = character == '.' && !name.empty();
        name += letter || digit || inner_dot || character == '-' || character == '_' ? character : '_';
    }
    return name;
}

}  // namespace example
