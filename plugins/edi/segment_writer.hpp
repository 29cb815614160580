// Writes the elements of one segment, checked as the dictionary wants them.
#pragma once

#include "plugins/edi/dictionary.hpp"
#include "plugins/edi/output_syntax.hpp"
#include "plugins/edi/tape_reader.hpp"

#include <crossdock/cpp/output_writer.hpp>

#include <array>
#include <compare>
#include <span>
#include <string>
#include <vector>

namespace crossdock::edi {

// Operation: `write` appends a segment with its terminator to the output. Concurrency: one thread.
class SegmentWriter {
public:
    SegmentWriter(const Release& release, const OutputSyntax& syntax, const TapeReader& tape,
                  sdk::OutputWriter& output);

    // The events from `first` to before `last` are the elements. Throws sdk::Failure for what the dictionary refuses;
    // nothing is written then. Where the first elements stand in the output already, as many as `already` says, only
    // those behind them are written, without tag and terminator. Answers its bytes, which lie there until the next one.
    std::string_view write(std::uint64_t first, std::uint64_t last, std::uint16_t segment, std::uint16_t already = 0);

private:
    // The place of a value in its segment, as a number by which places sort.
    class Place {
    public:
        Place() = default;
        explicit Place(std::uint16_t element, std::uint16_t repetition, std::uint16_t component)
            : number_(std::uint64_t{element} << 32u | std::uint64_t{repetition} << 16u | component) {}
        [[nodiscard]] std::uint16_t element() const { return static_cast<std::uint16_t>(number_ >> 32u); }
        [[nodiscard]] std::uint16_t repetition() const { return static_cast<std::uint16_t>(number_ >> 16u); }
        // 0: the element itself.
        [[nodiscard]] std::uint16_t component() const { return static_cast<std::uint16_t>(number_); }
        friend auto operator<=>(Place, Place) = default;  // NOLINT(modernize-use-nullptr)

    private:
        std::uint64_t number_ = 0;
    };
    struct Part {
        Place place;
        std::string_view text;
    };

    // Which element of which segment a name is.
    struct Position {
        std::uint16_t segment = none;
        std::uint16_t element = 0;
    };

    // The values of the segment, in the order of the document.
    void gather(std::uint64_t first, std::uint64_t last, std::uint16_t segment);
    void gather_components(std::uint64_t group, Place of, const Shape& composite);
    std::uint16_t element_of(std::uint64_t at, std::uint16_t segment);
    [[nodiscard]] std::uint16_t next_repetition(std::uint16_t element) const;
    void add(Place place, std::uint64_t at);
    void sort();
    [[nodiscard]] std::span<Part> parts() { return {parts_.data(), part_count_}; }
    [[nodiscard]] std::span<const Part> parts() const { return {parts_.data(), part_count_}; }

    // These write to `out`, where there is room, and answer where they stopped.
    char* write_components(char* out, const Shape& shape, const Shape& composite, std::span<const Part> parts) const;
    char* write_value(char* out, const Use& use, const Part& part, const Shape& shape) const;

    void check(const Use& use, const Part& part, const Shape& shape) const;
    void check_presence(const Shape& shape, std::uint64_t present, std::uint16_t element) const;
    char* write_special(char* out, std::string_view text) const;
    [[nodiscard]] bool is_delimiter(char byte) const;
    [[noreturn]] void refuse_name(std::string_view name, const Shape& shape) const;
    [[noreturn]] void refuse(std::string_view rule, const std::string& what) const;

    const Release& release_;
    const OutputSyntax& syntax_;
    const TapeReader& tape_;
    sdk::OutputWriter& output_;
    std::array<std::uint8_t, 256> needs_check_;  // by byte: 1 for what has a meaning, or is no printable ASCII
    std::vector<Position> positions_;            // by name of the tape: what it was when it came last
    std::vector<Part> parts_;                    // of the segment at hand; those from part_count_ on are of another
    std::size_t part_count_ = 0;
    std::size_t room_ = 0;  // bytes that they take with their separators, at most
};

}  // namespace crossdock::edi
