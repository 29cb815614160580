// Writes the elements of one segment, checked as the dictionary wants them.
#pragma once

#include "plugins/x12/dictionary.hpp"
#include "plugins/x12/options.hpp"
#include "plugins/x12/tape_reader.hpp"

#include <string>
#include <vector>

namespace crossdock::x12 {

// Operation: `write` appends a segment with its terminator to a text. Concurrency: one thread.
class SegmentWriter {
public:
    SegmentWriter(const Release& release, const OutputSyntax& syntax, bool ascii_only)
        : release_(release), syntax_(syntax), ascii_only_(ascii_only) {}

    // The events from `first` to before `last` are the elements. Throws sdk::Failure for what the dictionary refuses.
    void write(std::string& into, const TapeReader& tape, std::uint64_t first, std::uint64_t last,
               std::uint16_t segment);

private:
    struct Part {
        std::uint16_t element = 0;
        std::uint16_t repetition = 0;
        std::uint16_t component = 0;
        std::string_view text;
    };

    void gather(const TapeReader& tape, std::uint64_t first, std::uint64_t last, const Shape& shape);
    void check(const Use& use, const Part& part, const Shape& shape) const;
    void check_presence(const Shape& shape, std::uint64_t present, std::uint16_t element) const;
    void append(std::string& into) const;
    [[noreturn]] static void refuse(std::string_view code, const std::string& what);

    const Release& release_;
    const OutputSyntax& syntax_;
    bool ascii_only_;
    std::vector<Part> parts_;
};

}  // namespace crossdock::x12
