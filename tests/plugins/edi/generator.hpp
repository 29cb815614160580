// Documents made at random from a dictionary, the same ones in each run.
#pragma once

#include "plugins/edi/delimiters.hpp"
#include "plugins/edi/dictionary.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace edi_test {

// Operation: each `segments` is another valid document of the transaction, without header and trailer: what is
// mandatory, some of what is not, values of the right type and length, relational notes kept. Control totals and
// hierarchies are not: what they say is as random as the rest. Limitations: of segments that could be meant for several
// places it makes those only that the dictionary's order decides about. `text` are the characters of texts; delimiters
// among them are released.
class DocumentGenerator {
public:
    DocumentGenerator(const crossdock::edi::Transaction& transaction, const crossdock::edi::Delimiters& delimiters,
                      std::string text)
        : transaction_(transaction), release_(*transaction.release), delimiters_(delimiters), text_(std::move(text)) {}

    std::vector<std::string> segments();
    // How many of the transaction's places have come so far, of how many there are; loops count as their first segment.
    std::size_t places_made() const { return places_.size(); }
    std::size_t places() const;

private:
    void loop(std::uint16_t loop);
    void repeat(std::uint16_t node);
    bool follows(std::uint16_t node) const;
    void segment(std::uint16_t node);
    std::uint64_t presence(const crossdock::edi::Shape& shape);
    std::string element(const crossdock::edi::Use& use);
    std::string value(const crossdock::edi::Use& use);
    std::string released(const std::string& text) const;
    // A number from 0 up to but not including `bound`.
    std::uint32_t below(std::size_t bound);

    const crossdock::edi::Transaction& transaction_;
    const crossdock::edi::Release& release_;
    crossdock::edi::Delimiters delimiters_;
    std::string text_;
    std::vector<std::string> made_;
    std::set<std::uint16_t> places_;
    std::uint16_t position_ = 1;
    std::uint32_t state_ = 12345;
};

}  // namespace edi_test
