// Reads the interchanges of a file, a few transactions at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/commands/edi/input.hpp"
#include "host/plugins/format_client.hpp"

namespace crossdock::commands::edi {

struct ReadTransaction {
    std::shared_ptr<const plugins::Envelope> interchange;  // null: outside of one
    std::shared_ptr<const plugins::Envelope> group;        // likewise
    plugins::Slice slice;
    std::unique_ptr<Document> document;      // null when none came of it, or none was asked for
    std::vector<plugins::Finding> findings;  // of its splitting and its decoding
};

// What is found, in the order of the file.
class Visitor {
public:
    Visitor() = default;
    Visitor(const Visitor&) = delete;
    Visitor& operator=(const Visitor&) = delete;
    virtual ~Visitor() = default;
    virtual void begin(const plugins::Envelope& /*envelope*/) {}
    virtual Status transaction(ReadTransaction& transaction) = 0;
    virtual Status end(const plugins::EnvelopeEnd& /*end*/) { return {}; }
    // Of an interchange, of a group, or outside of both.
    virtual void finding(const plugins::Finding& /*finding*/) {}
};

enum class Decode { no, yes };

// Splits the whole of `input` and decodes its transactions, unless not asked to; what is cut off is decoded too, but
// what that finds is left out, because the end is missing. Memory is bounded by the largest transaction. Fails when the
// format or the visitor does; error `edi.no-interchange` when there is none in it.
Status read_interchanges(plugins::FormatClient& format, const Input& input, const plugins::FormatOptions& options,
                         const Names& names, Decode decode, Visitor& visitor);

// One transaction again, of which the slice and the envelopes are known: fills document and findings.
Status decode_again(plugins::FormatClient& format, const Input& input, const plugins::FormatOptions& options,
                    const Names& names, ReadTransaction& transaction);

}  // namespace crossdock::commands::edi
