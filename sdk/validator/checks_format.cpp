// Formats: probing, splitting and decoding, of right and hostile bytes.
#include <algorithm>
#include <thread>

#include "checks.hpp"
#include "checks_format_writing.hpp"
#include "format_session.hpp"
#include "platform.hpp"

namespace crossdock::sdk::validator {

namespace {

using testing::RecordedSlice;
using testing::RecordedSplit;
using testing::TapeBuffer;

void whole(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    const crossdock_format& table = format.table();
    report.expect(table.struct_size >= sizeof table,
                  "struct_size of the format is at least " + std::to_string(sizeof table),
                  std::to_string(table.struct_size));
    const bool functions = table.probe != nullptr && table.types != nullptr && table.describe != nullptr &&
                           table.split_open != nullptr && table.split_feed != nullptr && table.split_close != nullptr &&
                           table.split_abandon != nullptr && table.decode != nullptr && table.encode != nullptr &&
                           table.assemble != nullptr && table.acknowledge != nullptr;
    report.expect(functions, "the format has every function", "NULL");
}

void probes(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    for (const Sample& sample : samples(subject.options)) {
        for (std::string& bytes : hostile_variants(sample)) {
            const std::uint32_t sure = format.probe({sample.name, sample.content_type, std::move(bytes)});
            if (!report.expect(sure <= 100, "probe answers 0 to 100", std::to_string(sure))) return;
        }
    }
}

void same_in_pieces(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    for (const Sample& sample : format.own_samples(subject.options)) {
        RecordedSplit once;
        report.expect_decided("a split of " + sample.name,
                              testing::split_all(format.table(), format.self(), sample.bytes, 1u << 20u, once));
        for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{64}}) {
            RecordedSplit pieces;
            static_cast<void>(testing::split_all(format.table(), format.self(), sample.bytes, size, pieces));
            report.expect(pieces.to_text() == once.to_text(),
                          "the events of " + sample.name + " are the same in pieces of " + std::to_string(size),
                          "others: " + pieces.to_text() + " instead of " + once.to_text());
        }
    }
}

void slices_lie_inside(const RecordedSplit& split, std::size_t size, Report& report) {
    for (const RecordedSlice& slice : split.all<RecordedSlice>())
        report.expect(slice.offset <= size && slice.size <= size - slice.offset, "a slice lies inside the payload",
                      std::to_string(slice.offset) + "+" + std::to_string(slice.size) + " of " + std::to_string(size));
}

void lie_in_order(const RecordedSplit& split, Report& report) {
    std::uint64_t reported = 0;
    for (const testing::SplitEvent& event : split.events()) {
        const auto* slice = std::get_if<RecordedSlice>(&event);
        const auto* envelope = std::get_if<testing::RecordedEnvelope>(&event);
        if (slice == nullptr && envelope == nullptr) continue;
        const std::uint64_t offset = slice != nullptr ? slice->offset : envelope->offset;
        if (!report.expect(offset >= reported, "envelopes and slices come in the order in which they lie",
                           "one at " + std::to_string(offset) + " after one up to " + std::to_string(reported)))
            return;
        reported = slice != nullptr ? offset + slice->size : offset;
    }
}

void hostile_split(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    for (const Sample& sample : samples(subject.options))
        for (const std::string& bytes : hostile_variants(sample)) {
            RecordedSplit split;
            const std::size_t piece = bytes.size() > 5000 ? 4096 : 13;
            report.expect_decided("a split of damaged " + sample.name,
                                  testing::split_all(format.table(), format.self(), bytes, piece, split));
            slices_lie_inside(split, bytes.size(), report);
            lie_in_order(split, report);
            if (!report.clean()) return;
        }
}

void abandoned(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    const crossdock_format& table = format.table();
    const std::vector<Sample> own = format.own_samples(subject.options);
    const auto round = [&] {
        for (const Sample& sample : own)
            for (const std::size_t fed : {std::size_t{0}, sample.bytes.size() / 2, sample.bytes.size()}) {
                const RecordedSplit split;
                void* state = nullptr;
                crossdock_error error = empty_error();
                if (table.split_open(format.self(), &split.table(), nullptr, &state, &error) != CROSSDOCK_OK) continue;
                const std::string_view bytes(sample.bytes.data(), fed);
                static_cast<void>(table.split_feed(format.self(), state, bytes_view(bytes), &error));
                table.split_abandon(format.self(), state);
            }
    };
    for (int warm_up = 0; warm_up < 20; ++warm_up) round();
    const Resources before = measure_resources();
    for (int count = 0; count < 200; ++count) round();
    const Resources after = measure_resources();
    report.expect(after.heap_bytes <= before.heap_bytes + 4096, "split_abandon frees its state",
                  std::to_string((after.heap_bytes - before.heap_bytes) / 200) + " bytes more each time");
}

void decodes(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    for (const Sample& sample : format.own_samples(subject.options)) {
        RecordedSplit split;
        if (!testing::split_all(format.table(), format.self(), sample.bytes, 1u << 20u, split).ok()) continue;
        TapeBuffer tape;
        for (const RecordedSlice& slice : split.all<RecordedSlice>()) {
            const DecodedSlice decoded = format.decode(sample.bytes, split, &slice, tape);
            report.expect_decided("decode of a slice of " + sample.name, decoded.answer);
            for (const std::string& fault : decoded.faults) report.problem("a tape that is well formed", fault);
        }
    }
}

void hostile_decode(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    for (const Sample& sample : samples(subject.options))
        for (const std::string& bytes : hostile_variants(sample)) {
            RecordedSplit split;
            TapeBuffer tape;
            static_cast<void>(testing::split_all(format.table(), format.self(), bytes, 1u << 20u, split));
            std::vector<DecodedSlice> all;
            for (const RecordedSlice& slice : split.all<RecordedSlice>())
                all.push_back(format.decode(bytes, split, &slice, tape));
            all.push_back(format.decode(bytes, split, nullptr, tape));
            for (const DecodedSlice& decoded : all) {
                report.expect_decided("decode of damaged " + sample.name, decoded.answer);
                for (const std::string& fault : decoded.faults) report.problem("a tape that is well formed", fault);
            }
            if (!report.clean()) return;
        }
}

void tape_limit(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    for (const Sample& sample : format.own_samples(subject.options)) {
        RecordedSplit split;
        static_cast<void>(testing::split_all(format.table(), format.self(), sample.bytes, 1u << 20u, split));
        for (const RecordedSlice& slice : split.all<RecordedSlice>())
            for (const std::uint64_t events : {0, 1, 2, 5, 9}) {
                TapeBuffer tape({events, 1u << 20u});
                report.expect_decided("decode into a tape that is full",
                                      format.decode(sample.bytes, split, &slice, tape).answer);
            }
    }
}

void re_entrant(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    const std::vector<Sample> own = format.own_samples(subject.options);
    const auto everything = [&] {
        std::string text;
        for (const Sample& sample : own) {
            RecordedSplit split;
            TapeBuffer tape;
            static_cast<void>(testing::split_all(format.table(), format.self(), sample.bytes, 64, split));
            text += split.to_text();
            for (const RecordedSlice& slice : split.all<RecordedSlice>())
                text += format.decode(sample.bytes, split, &slice, tape).text;
        }
        return text;
    };
    const std::string alone = everything();
    std::vector<std::string> texts(4);
    std::vector<std::thread> threads;
    threads.reserve(texts.size());
    for (std::string& text : texts)
        threads.emplace_back([&everything, &text, &alone] {
            for (int round = 0; round < 20 && (text.empty() || text == alone); ++round) text = everything();
        });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& text : texts)
        report.expect(text == alone, "four threads at once get what one alone gets", "something else");
}

constexpr std::uint32_t format_only = CROSSDOCK_INTERFACE_FORMAT;
constexpr Check checks[] = {
    {"format: its table is whole", format_only, 1, whole},
    {"format: probe answers 0 to 100 for any bytes", format_only, 2, probes},
    {"format: a split is the same in pieces of any size", format_only, 1, same_in_pieces},
    {"format: a split survives hostile bytes", format_only, 4, hostile_split},
    {"format: a split can be abandoned", format_only, 1, abandoned},
    {"format: decode writes a well-formed tape", format_only, 1, decodes},
    {"format: decode survives hostile bytes", format_only, 4, hostile_decode},
    {"format: decode survives a full tape", format_only, 1, tape_limit},
    {"format: four threads at once do not disturb each other", format_only, 2, re_entrant},
    {"format: its types are described", format_only, 1, types_described},
    {"format: encode and assemble survive every document", format_only, 2, encodes},
    {"format: encode and assemble survive a full output", format_only, 2, output_limit},
    {"format: acknowledge answers or is not supported", format_only, 1, acknowledges},
    {"format: trailers end an interchange, or are not supported", format_only, 1, ends_interchanges},
};

}  // namespace

std::span<const Check> format_checks() { return checks; }

}  // namespace crossdock::sdk::validator
