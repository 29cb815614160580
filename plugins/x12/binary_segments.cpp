// Where the data of BIN and BDS ends.
#include "plugins/x12/binary_segments.hpp"

#include "plugins/edi/envelope_text.hpp"

namespace crossdock::x12 {

std::uint64_t binary_size(std::string_view begin, const edi::Delimiters& delimiters) {
    constexpr std::size_t tag_size = 3;
    const bool bin = begin.starts_with("BIN");
    if ((!bin && !begin.starts_with("BDS")) || begin.size() <= tag_size || begin[tag_size] != delimiters.element)
        return 0;
    const std::size_t size_at = bin ? 1 : 2;
    std::size_t data = 0;
    for (std::size_t separators = 0; separators <= size_at; ++separators) {
        data = begin.find(delimiters.element, data);
        if (data == std::string_view::npos) return 0;
        ++data;
    }
    const auto size = edi::count_of(edi::element_at(begin, delimiters, size_at));
    return size ? data + *size : 0;
}

}  // namespace crossdock::x12
