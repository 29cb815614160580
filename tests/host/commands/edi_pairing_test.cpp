#include "host/commands/edi/pairing.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace crossdock::commands::edi;

namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

Fingerprint print(const char* type, const char* key, const char* digest) {
    Fingerprint made;
    made.place.slice.type = type;
    made.key = key;
    made.digest = digest;
    return made;
}

std::vector<Fingerprint> list(std::initializer_list<std::array<const char*, 3>> made) {
    std::vector<Fingerprint> found;
    for (const auto& [type, key, digest] : made) found.push_back(print(type, key, digest));
    return found;
}

}  // namespace

TEST_CASE("transactions are paired by what they say, then by their key, then in order") {
    const auto before = list({{"850", "A", "1"}, {"850", "B", "2"}, {"850", "C", "3"}});
    CHECK(pair_up(before, list({{"850", "C", "3"}, {"850", "B", "9"}, {"850", "X", "8"}})) ==
          Pairs{{0, 2}, {1, 1}, {2, 0}});
}

TEST_CASE("what has no counterpart of its type stands alone") {
    const auto before = list({{"850", "A", "1"}, {"855", "A", "2"}});
    CHECK(pair_up(before, list({{"850", "A", "1"}, {"810", "A", "2"}})) == Pairs{{0, 0}, {1, nobody}, {nobody, 1}});
    CHECK(pair_up({}, before) == Pairs{{nobody, 0}, {nobody, 1}});
    CHECK(pair_up({}, {}).empty());
}

TEST_CASE("of several that say the same each has its own counterpart") {
    const auto twice = list({{"850", "A", "1"}, {"850", "A", "1"}});
    CHECK(pair_up(twice, list({{"850", "A", "1"}})) == Pairs{{0, 0}, {1, nobody}});
}
