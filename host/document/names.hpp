// Names as numbers, so that a compiled path compares integers and never strings.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace crossdock {

// A name's number. Equal numbers of one Names mean equal names.
using Symbol = std::uint32_t;

inline constexpr Symbol no_symbol = UINT32_MAX;

// The names that a deployment's schemas, maps and flows mention. Filled while they are compiled, by one thread, and
// only read afterwards, by any. Names that turn up in data are looked up here and never added, so that hostile input
// cannot make it grow; a Document keeps such names itself.
class Names {
public:
    Names() = default;
    Names(Names&&) noexcept = default;
    Names& operator=(Names&&) noexcept = default;
    Names(const Names&) = delete;
    Names& operator=(const Names&) = delete;
    ~Names() = default;

    Symbol intern(std::string_view name);
    // no_symbol when nobody mentioned it.
    [[nodiscard]] Symbol find(std::string_view name) const;
    [[nodiscard]] std::string_view text(Symbol symbol) const { return texts_[symbol]; }
    [[nodiscard]] std::size_t size() const { return texts_.size(); }

private:
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, Symbol> symbols_;
};

}  // namespace crossdock
