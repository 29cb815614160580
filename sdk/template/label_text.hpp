// An order as a label in ZPL II, the language of Zebra's label printers.
#pragma once

#include <string>
#include <string_view>

#include "order.hpp"

namespace example {

struct LabelFormat {
    int copies = 1;
    int height_mm = 150;
};

// The whole label, `^XA` to `^XZ`, in UTF-8. What ZPL would take for a command in a field is written as `_xx`.
std::string label_text(const Order& order, const LabelFormat& format);

// The number with everything but letters, digits, `-`, `_` and `.` inside replaced by `_`.
std::string safe_file_name(std::string_view number);

}  // namespace example
