// Segments of separators and little else.
#pragma once

#include "plugins/edi/dictionary.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace edi_test {

// One to six segments of the transaction's, each with up to 300 bytes drawn from `alphabet`.
inline std::vector<std::string> random_segments(const crossdock::edi::Transaction& transaction,
                                                std::string_view alphabet, std::mt19937& random) {
    std::vector<std::string> segments(1 + random() % 6);
    for (std::string& segment : segments) {
        const auto& node = transaction.nodes[2 + random() % (transaction.nodes.size() - 3)];
        segment = transaction.release->segments[node.segment].id;
        segment += alphabet[0];
        for (auto left = random() % 300; left > 0; --left) segment += alphabet[random() % alphabet.size()];
    }
    return segments;
}

// `text`, and `count` times more behind a separator.
inline std::string repeated(std::string_view text, char separator, std::size_t count) {
    std::string all(text);
    for (; count > 0; --count) all.append(1, separator).append(text);
    return all;
}

}  // namespace edi_test
