// The dynamic symbol table of ELF (System V ABI, chapter 4) and the export table of PE (Microsoft PE format, .edata).
#include "exported_symbols.hpp"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

namespace crossdock::sdk::validator {

namespace {

// Bounds-checked little-endian reads; the first read out of bounds makes everything after it 0 and `damaged`.
class Image {
public:
    explicit Image(std::string bytes) : bytes_(std::move(bytes)) {}

    template <typename Number>
    Number number(std::uint64_t at) {
        Number value = 0;
        if (at > bytes_.size() || sizeof value > bytes_.size() - at)
            damaged = true;
        else
            std::memcpy(&value, bytes_.data() + at, sizeof value);
        return value;
    }
    std::string text(std::uint64_t at) {
        const std::size_t end = at < bytes_.size() ? bytes_.find('\0', at) : std::string::npos;
        if (end == std::string::npos) {
            damaged = true;
            return {};
        }
        return bytes_.substr(at, end - at);
    }
    [[nodiscard]] bool starts_with(std::string_view magic) const { return bytes_.compare(0, magic.size(), magic) == 0; }

    bool damaged = false;

private:
    std::string bytes_;
};

std::vector<std::string> elf_exports(Image& image) {
    constexpr std::uint32_t type_dynamic_symbols = 11;
    constexpr std::uint64_t section_size = 64;
    constexpr std::uint64_t symbol_size = 24;
    const auto sections = image.number<std::uint64_t>(40);
    const auto section_count = image.number<std::uint16_t>(60);
    std::vector<std::string> names;
    bool found = false;
    for (std::uint16_t index = 0; index < section_count && !image.damaged; ++index) {
        const std::uint64_t section = sections + index * section_size;
        if (image.number<std::uint32_t>(section + 4) != type_dynamic_symbols) continue;
        found = true;
        const auto symbols = image.number<std::uint64_t>(section + 24);
        const auto size = image.number<std::uint64_t>(section + 32);
        const std::uint64_t strings_section = sections + image.number<std::uint32_t>(section + 40) * section_size;
        const auto strings = image.number<std::uint64_t>(strings_section + 24);
        for (std::uint64_t at = symbols; at - symbols < size && !image.damaged; at += symbol_size) {
            const unsigned binding = image.number<std::uint8_t>(at + 4) >> 4u;
            const unsigned visibility = image.number<std::uint8_t>(at + 5) & 3u;
            const bool defined = image.number<std::uint16_t>(at + 6) != 0;
            if (defined && binding != 0 && visibility == 0)
                names.push_back(image.text(strings + image.number<std::uint32_t>(at)));
        }
    }
    image.damaged = image.damaged || !found;
    return names;
}

std::vector<std::string> pe_exports(Image& image) {
    const auto header = image.number<std::uint32_t>(0x3c);
    const auto section_count = image.number<std::uint16_t>(header + 6);
    const auto optional_size = image.number<std::uint16_t>(header + 20);
    const std::uint64_t optional = header + 24;
    const std::uint64_t sections = optional + optional_size;
    const auto file_offset = [&](std::uint64_t address) -> std::uint64_t {
        for (std::uint16_t index = 0; index < section_count; ++index) {
            const std::uint64_t section = sections + index * std::uint64_t{40};
            const auto begin = image.number<std::uint32_t>(section + 12);
            const auto size = image.number<std::uint32_t>(section + 16);
            if (address >= begin && address - begin < size)
                return address - begin + image.number<std::uint32_t>(section + 20);
        }
        image.damaged = true;
        return 0;
    };
    const auto table_address = image.number<std::uint32_t>(optional + 112);
    if (table_address == 0) return {};
    const std::uint64_t table = file_offset(table_address);
    const auto count = image.number<std::uint32_t>(table + 24);
    const std::uint64_t addresses = file_offset(image.number<std::uint32_t>(table + 32));
    std::vector<std::string> names;
    for (std::uint32_t index = 0; index < count && !image.damaged; ++index)
        names.push_back(image.text(file_offset(image.number<std::uint32_t>(addresses + 4 * std::uint64_t{index}))));
    return names;
}

}  // namespace

std::optional<std::vector<std::string>> exported_symbols(const std::filesystem::path& file, std::string& failure) {
    std::ifstream stream(file, std::ios::binary);
    Image image(std::string(std::istreambuf_iterator<char>(stream), {}));
    std::vector<std::string> names;
    if (image.starts_with("\177ELF\2\1")) {
        names = elf_exports(image);
    } else if (image.starts_with("MZ")) {
        names = pe_exports(image);
    } else {
        failure = "the file is neither a 64-bit ELF shared object nor a Windows library";
        return {};
    }
    if (image.damaged) {
        failure = "its tables of symbols are missing or damaged";
        return {};
    }
    return names;
}

}  // namespace crossdock::sdk::validator
