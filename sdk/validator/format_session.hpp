// A format under check, and the calls that several checks make of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "samples.hpp"
#include "subject.hpp"

namespace crossdock::sdk::validator {

struct DecodedSlice {
    Answer answer;
    std::string text;  // the tape, printed with positions
    std::vector<std::string> faults;
};

// A started adapter with a format. Formats are re-entrant: the const functions may be called from any thread.
class FormatSession {
public:
    FormatSession(const Subject& subject, Report& report);

    // False, reported, when there is no format to be had.
    [[nodiscard]] bool ready() const noexcept { return format_ != nullptr; }
    [[nodiscard]] const crossdock_format& table() const noexcept { return *format_; }
    [[nodiscard]] void* self() const noexcept { return session_.adapter.self(); }

    [[nodiscard]] std::uint32_t probe(const Sample& sample) const;
    // The samples that the format takes for its own, or all when it takes none.
    [[nodiscard]] std::vector<Sample> own_samples(const Options& options) const;
    // Decodes the slice, or with `slice` null the whole payload; `inside` sees the tape while the adapter lives.
    [[nodiscard]] DecodedSlice decode(std::string_view payload, const testing::RecordedSplit& split,
                                      const testing::RecordedSlice* slice, testing::TapeBuffer& tape) const;

private:
    Session session_;
    const crossdock_format* format_ = nullptr;
};

}  // namespace crossdock::sdk::validator
