// Reads a transaction, writes it again and names the differences.
#include "tests/plugins/edi/rewriting.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/format.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <catch2/catch.hpp>

namespace edi_test {
namespace edi = crossdock::edi;
namespace sdk = crossdock::sdk;

namespace {

bool is_blank(char c) { return c == '\r' || c == '\n' || c == ' ' || c == '\t'; }

std::string unreleased(std::string_view text, char release) {
    std::string clear;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (release != '\0' && text[at] == release && at + 1 < text.size()) ++at;
        clear += text[at];
    }
    return clear;
}

// Parts of a text between separators that are not released; with what is released as it came.
std::vector<std::string> parts_of(std::string_view text, char separator, char release) {
    std::vector<std::string> parts{""};
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (release != '\0' && text[at] == release && at + 1 < text.size())
            parts.back() += text[at++];
        else if (text[at] == separator) {
            parts.emplace_back();
            continue;
        }
        parts.back() += text[at];
    }
    return parts;
}

bool same_count(std::string left, std::string right) {
    left.erase(0, left.find_first_not_of('0'));
    right.erase(0, right.find_first_not_of('0'));
    return left == right;
}

// Without separators that nothing follows.
std::string without_end(std::string text, const edi::Delimiters& delimiters, bool repeats) {
    std::string result;
    const std::vector<std::string> repetitions = repeats && delimiters.repetition != '\0'
                                                     ? parts_of(text, delimiters.repetition, delimiters.release)
                                                     : std::vector<std::string>{std::move(text)};
    for (const std::string& repetition : repetitions) {
        std::vector<std::string> components = parts_of(repetition, delimiters.component, delimiters.release);
        while (components.size() > 1 && components.back().empty()) components.pop_back();
        if (&repetition != &repetitions.front()) result += delimiters.repetition;
        result += fmt::format("{}", fmt::join(components, std::string(1, delimiters.component)));
    }
    return result;
}

// The name of a difference between two elements, `position` 1 for the first.
std::string name_of(const std::string& tag, std::size_t position, const std::string& was, const std::string& is,
                    const edi::Delimiters& delimiters) {
    static const std::set<std::string> counts{"SE01", "GE01", "IEA01", "UNT01", "UNE01", "UNZ01"};
    const std::string place = fmt::format("{}{:02}", tag, position);
    if (counts.count(place) == 1 && same_count(was, is)) return "zeros before a count";
    if (place == "GS04" || place == "GS05") return "time of the group";
    if (place == "ISA11") return "repetition separator";
    if (place == "GS01") return "functional identifier";
    if (place == "GS07") return "responsible agency";
    if ((place == "UNB02" || place == "UNB03") && was.starts_with(is + delimiters.component)) return "internal address";
    if (place == "UNB04" && was == "20" + is) return "century";
    if (without_end(was, delimiters, true) == is) return "separators at the end";
    if (unreleased(was, delimiters.release) == unreleased(is, delimiters.release)) return "released for nothing";
    std::string pointed = was;
    std::replace(pointed.begin(), pointed.end(), ',', '.');
    if (delimiters.decimal_mark != '\0' && pointed == is) return "decimal mark";
    return fmt::format("{}: was '{}', is '{}'", place, was, is);
}

void compare(const std::string& source, const std::string& written, const edi::Delimiters& delimiters,
             std::set<std::string>& found) {
    if (source == written) return;
    std::vector<std::string> was = elements_of(source, delimiters);
    std::vector<std::string> is = elements_of(written, delimiters);
    const std::size_t before = was.size();
    while (was.size() > is.size() && without_end(was.back(), delimiters, true).empty()) was.pop_back();
    if (was.size() != before) found.insert("separators at the end");
    if (was.size() != is.size() || was.front() != is.front()) {
        found.insert(fmt::format("segments: was '{}', is '{}'", source, written));
        return;
    }
    for (std::size_t at = 1; at < was.size(); ++at)
        if (was[at] != is[at]) found.insert(name_of(was.front(), at, was[at], is[at], delimiters));
}

}  // namespace

OptionList::OptionList(std::vector<std::pair<std::string, std::string>> items) : items_(std::move(items)) {
    for (const auto& [name, value] : items_) views_.push_back(sdk::header(name, value));
    options_.struct_size = sizeof options_;
    options_.items = views_.data();
    options_.count = views_.size();
}

Rewritten rewritten(const Plugin& plugin, std::string_view payload, const Slice& slice,
                    const crossdock_format_options* options) {
    Rewritten result;
    result.type = slice.type;
    const std::string source(payload.substr(slice.offset, slice.size));
    Tape tape;
    crossdock_findings findings{};
    findings.struct_size = sizeof findings;
    findings.context = &result.findings;
    findings.report = [](void* context, const crossdock_finding* finding) {
        static_cast<std::vector<Finding>*>(context)->push_back(copied(*finding));
    };
    crossdock_decode_request decoding{};
    decoding.struct_size = sizeof decoding;
    decoding.first_segment = slice.first_segment;
    decoding.source = sdk::bytes_view(source);
    decoding.source_offset = slice.offset;
    decoding.type = sdk::view(slice.type);
    decoding.interchange_context = sdk::view(slice.interchange_context);
    decoding.group_context = sdk::view(slice.group_context);
    try {
        plugin.decode(plugin.catalog, decoding, edi::all_levels, tape.writer(), findings);
        const crossdock_tape_view view = tape.view(source);
        crossdock_encode_request encoding{};
        encoding.struct_size = sizeof encoding;
        encoding.type = sdk::view(slice.type);
        encoding.document = &view;
        encoding.options = options;
        result.output = std::make_unique<Output>();
        plugin.encode(plugin.catalog, encoding, result.output->raw());
    } catch (const sdk::Failure& failure) {
        result.refusal = failure.code() + ": " + failure.what();
    }
    return result;
}

std::string filled_with(const Output& output, const SlotText& text) {
    const std::string bytes = output.bytes();
    std::string result;
    std::size_t at = 0;
    for (const crossdock_slot& slot : output.slots()) {
        result += bytes.substr(at, slot.offset - at) + text(slot);
        at = slot.offset + slot.size;
    }
    return result + bytes.substr(at);
}

std::string assembled(const Plugin& plugin, const Sending& sending, const std::vector<Rewritten>& transactions,
                      const crossdock_format_options* options, const SlotText& numbers) {
    std::vector<crossdock_encoded_view> encoded;
    encoded.reserve(transactions.size());
    for (const Rewritten& each : transactions) encoded.push_back(each.output->encoded(each.type));
    crossdock_assemble_request request{};
    request.struct_size = sizeof request;
    request.test = sending.test ? 1 : 0;
    request.sender = {sdk::view(sending.sender_qualifier), sdk::view(sending.sender)};
    request.receiver = {sdk::view(sending.receiver_qualifier), sdk::view(sending.receiver)};
    request.group_sender = sdk::view(sending.group_sender);
    request.group_receiver = sdk::view(sending.group_receiver);
    request.time_ms = sending.time_ms;
    request.transactions = encoded.data();
    request.transaction_count = encoded.size();
    request.transaction_size = sizeof(crossdock_encoded_view);
    request.options = options;
    Output output;
    plugin.assemble(plugin.catalog, request, output.raw());
    return filled_with(output, numbers);
}

std::int64_t moment_of(std::string_view date, std::string_view time) {
    const auto two = [](std::string_view text, std::size_t at) {
        return at + 2 <= text.size() ? (text[at] - '0') * 10 + (text[at + 1] - '0') : 0;
    };
    const std::size_t year_size = date.size() == 8 ? 4 : 2;
    const int year = year_size == 4 ? two(date, 0) * 100 + two(date, 2) : 2000 + two(date, 0);
    const std::chrono::sys_days day{std::chrono::year(year) /
                                    std::chrono::month(static_cast<unsigned>(two(date, year_size))) /
                                    std::chrono::day(static_cast<unsigned>(two(date, year_size + 2)))};
    const auto moment = day.time_since_epoch() + std::chrono::hours(two(time, 0)) + std::chrono::minutes(two(time, 2));
    return std::chrono::duration_cast<std::chrono::milliseconds>(moment).count();
}

std::vector<std::string> elements_of(std::string_view segment, const edi::Delimiters& delimiters) {
    return parts_of(segment, delimiters.element, delimiters.release);
}

std::vector<std::string> segments_of(std::string_view text, const edi::Delimiters& delimiters) {
    std::vector<std::string> segments;
    for (std::string& part : parts_of(text, delimiters.segment, delimiters.release)) {
        const auto begin = std::find_if_not(part.begin(), part.end(), is_blank);
        part.erase(part.begin(), begin);
        segments.push_back(std::move(part));
    }
    if (!segments.empty() && segments.back().empty()) segments.pop_back();
    return segments;
}

std::set<std::string> differences(std::string_view source, std::string_view written,
                                  const edi::Delimiters& delimiters) {
    std::set<std::string> found;
    if (source == written) return found;
    std::vector<std::string> was = segments_of(source, delimiters);
    std::vector<std::string> is = segments_of(written, delimiters);
    const auto joined = [&](const std::vector<std::string>& segments) {
        return fmt::format("{}", fmt::join(segments, std::string(1, delimiters.segment)));
    };
    if (joined(was) == joined(is)) return {"between segments"};
    if (std::count(was.begin(), was.end(), "") > 0) {
        was.erase(std::remove(was.begin(), was.end(), ""), was.end());
        found.insert("empty segments");
    }
    const auto acknowledges = [](const std::string& segment) { return segment.starts_with("TA1"); };
    const auto place = [&](const std::vector<std::string>& segments) {
        return std::find_if(segments.begin(), segments.end(), acknowledges) - segments.begin();
    };
    if (was.size() == is.size() && place(was) != place(is)) {
        found.insert("place of TA1");
        std::stable_partition(was.begin(), was.end(), acknowledges);
        std::stable_partition(is.begin(), is.end(), acknowledges);
    }
    if (was.size() == is.size()) {
        std::set<std::string> in_order = found;
        for (std::size_t at = 0; at < was.size(); ++at) compare(was[at], is[at], delimiters, in_order);
        const auto nameless = [](const std::string& name) { return name.find(": ") != std::string::npos; };
        std::vector<std::string> left = was;
        std::vector<std::string> right = is;
        std::sort(left.begin(), left.end());
        std::sort(right.begin(), right.end());
        if (left == right && std::any_of(in_order.begin(), in_order.end(), nameless))
            found.insert("order of segments");
        else
            found = in_order;
    } else {
        found.insert(fmt::format("segments: were {}, are {}", was.size(), is.size()));
    }
    return found;
}

void RewritingCount::add(const std::set<std::string>& names) {
    ++(names.empty() ? same : explained);
    for (const std::string& name : names) ++differences[name];
}

void check_rewriting_page(const std::string& title, const RewritingCount& count) {
    std::ifstream file(CROSSDOCK_SOURCE_DIR "/docs/edi-corpus.md");
    const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::vector<std::string> rows{fmt::format("| {} | {} | {} | {} | {} |", title, count.same, count.explained,
                                              count.with_findings, count.without_dictionary)};
    for (const auto& [name, times] : count.differences)
        rows.push_back(fmt::format("| {} | {} | {} |", title, name, times));
    for (const std::string& row : rows) {
        INFO("not in docs/edi-corpus.md: " << row);
        CHECK(page.find(row) != std::string::npos);
    }
    // And no row of a difference that is not there.
    std::size_t listed = 0;
    for (std::size_t at = page.find("| " + title + " |"); at != std::string::npos;
         at = page.find("| " + title + " |", at + 1))
        ++listed;
    CHECK(listed == rows.size());
}

}  // namespace edi_test
