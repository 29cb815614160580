// Reading a transaction and writing it again, and in what the two may differ.
#pragma once

#include "plugins/edi/delimiters.hpp"
#include "tests/plugins/edi/memory.hpp"
#include "tests/plugins/edi/recorders.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace edi_test {

// A standard's plugin, by its functions.
struct Plugin {
    const crossdock::edi::Catalog& catalog;
    Decode decode;
    void (*encode)(const crossdock::edi::Catalog& catalog, const crossdock_encode_request& request,
                   crossdock_output& output);
    void (*assemble)(const crossdock::edi::Catalog& catalog, const crossdock_assemble_request& request,
                     crossdock_output& output);
};

// Options made at run time.
class OptionList {
public:
    explicit OptionList(std::vector<std::pair<std::string, std::string>> items);
    OptionList(const OptionList&) = delete;
    OptionList& operator=(const OptionList&) = delete;
    operator const crossdock_format_options*() const { return &options_; }

private:
    std::vector<std::pair<std::string, std::string>> items_;
    std::vector<crossdock_header_view> views_;
    crossdock_format_options options_{};
};

// A transaction that was read and written again.
struct Rewritten {
    std::string type;
    std::vector<Finding> findings;   // of reading
    std::string refusal;             // `code: text` of what could not be read or written; empty when it was
    std::unique_ptr<Output> output;  // what was written
};
Rewritten rewritten(const Plugin& plugin, std::string_view payload, const Slice& slice,
                    const crossdock_format_options* options);

// The bytes with their slots filled.
using SlotText = std::function<std::string(const crossdock_slot& slot)>;
std::string filled_with(const Output& output, const SlotText& text);

// Who sends an interchange to whom, and when.
struct Sending {
    std::string sender_qualifier, sender, receiver_qualifier, receiver, group_sender, group_receiver;
    bool test = false;
    std::int64_t time_ms = 0;
};
std::string assembled(const Plugin& plugin, const Sending& sending, const std::vector<Rewritten>& transactions,
                      const crossdock_format_options* options, const SlotText& numbers);

// Milliseconds since 1970 of a date (YYMMDD or YYYYMMDD) and a time (HHMM) of an envelope.
std::int64_t moment_of(std::string_view date, std::string_view time);

// A segment's elements as they came, the tag first.
std::vector<std::string> elements_of(std::string_view segment, const crossdock::edi::Delimiters& delimiters);
// The segments of a text without terminators and what stands between them.
std::vector<std::string> segments_of(std::string_view text, const crossdock::edi::Delimiters& delimiters);

// In what a text and what was written of it differ, each difference by its name in docs/edi-corpus.md. What has no name
// there is `TAG01: was 'a', is 'b'`, or `segments: ...`. Empty when they are the same bytes.
std::set<std::string> differences(std::string_view source, std::string_view written,
                                  const crossdock::edi::Delimiters& delimiters);

// What became of the messages or interchanges that were written again.
struct RewritingCount {
    std::size_t same = 0, explained = 0, with_findings = 0, without_dictionary = 0;
    std::map<std::string, std::size_t> differences;
    // Counts one that was written, with its differences.
    void add(const std::set<std::string>& differences);
};
// Fails the test unless docs/edi-corpus.md has these counts for what `title` names (`X12 transaction sets`).
void check_rewriting_page(const std::string& title, const RewritingCount& count);

}  // namespace edi_test
