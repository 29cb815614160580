#include "host/commands/edi/reader.hpp"

#include <deque>
#include <iterator>
#include <utility>

namespace crossdock::commands::edi {

namespace {

using plugins::Finding;
using plugins::Scope;

constexpr std::uint64_t piece_size = 256U * 1024U;
// In one exchange with the format.
constexpr std::size_t decoded_at_once_max = 100;
constexpr std::uint64_t bytes_at_once_max = 256U * 1024U;

std::string_view context_of(const std::shared_ptr<const plugins::Envelope>& envelope) {
    return envelope == nullptr ? std::string_view{} : std::string_view(envelope->context);
}

plugins::DecodeItem item_of(const ReadTransaction& transaction, const plugins::SharedBytes& bytes) {
    plugins::DecodeItem item;
    item.payload = bytes;
    item.source_offset = transaction.slice.offset;
    item.first_segment = transaction.slice.first_segment;
    item.type = transaction.slice.type;
    item.interchange_context = context_of(transaction.interchange);
    item.group_context = context_of(transaction.group);
    item.size = bytes->size();
    return item;
}

// Only what is wrong with the transaction itself is one of its findings.
Status take(ReadTransaction& transaction, plugins::Decoded decoded) {
    if (!decoded.status.ok() && decoded.status.error().error_class != ErrorClass::permanent) return decoded.status;
    transaction.document = std::move(decoded.document);
    if (!transaction.slice.complete) return {};
    std::move(decoded.findings.begin(), decoded.findings.end(), std::back_inserter(transaction.findings));
    if (decoded.status.ok() || !transaction.findings.empty()) return {};
    const Error& error = decoded.status.error();
    Finding& finding = transaction.findings.emplace_back();
    finding.code = error.code;
    finding.text = error.text;
    finding.segment = transaction.slice.first_segment;
    finding.offset = error.position.offset;
    return {};
}

class Reader {
public:
    Reader(plugins::FormatClient& format, const Input& input, const plugins::FormatOptions& options, const Names& names,
           Decode decode, Visitor& visitor)
        : format_(format), input_(input), options_(options), names_(names), decode_(decode), visitor_(visitor) {}

    Status read() {
        CROSSDOCK_TRY_ASSIGN(const std::unique_ptr<plugins::SplitStream> split, format_.split(options_));
        for (std::uint64_t offset = 0;;) {
            CROSSDOCK_TRY_ASSIGN(std::string piece, input_.read(offset, piece_size));
            if (piece.empty()) break;
            offset += piece.size();
            CROSSDOCK_TRY_ASSIGN(std::vector<plugins::SplitEvent> events,
                                 split->feed(std::make_shared<const std::string>(std::move(piece))));
            CROSSDOCK_TRY(take_events(std::move(events)));
        }
        CROSSDOCK_TRY_ASSIGN(std::vector<plugins::SplitEvent> events, split->close());
        CROSSDOCK_TRY(take_events(std::move(events)));
        flush();
        if (!seen_)
            return Error{"edi.no-interchange", ErrorClass::permanent, "there is no interchange in it"}.at(
                {input_.name()});
        return {};
    }

private:
    // Transactions first, as many as are at hand, so that they are decoded together.
    Status take_events(std::vector<plugins::SplitEvent> events) {
        std::vector<ReadTransaction> transactions;
        for (plugins::SplitEvent& event : events) {
            if (auto* envelope = std::get_if<plugins::Envelope>(&event)) remember(*envelope);
            if (auto* slice = std::get_if<plugins::Slice>(&event)) {
                ReadTransaction& transaction = transactions.emplace_back();
                transaction.interchange = interchange_;
                transaction.group = group_;
                transaction.slice = *slice;
            }
            if (const auto* end = std::get_if<plugins::EnvelopeEnd>(&event)) forget(*end);
        }
        std::size_t next = 0;     // the transaction that the next slice is
        std::size_t decoded = 0;  // how many of them are decoded
        for (plugins::SplitEvent& event : events) {
            if (std::holds_alternative<plugins::Slice>(event)) {
                if (next == decoded) CROSSDOCK_TRY(decode_some(transactions, decoded));
                ReadTransaction& transaction = transactions[next++];
                transaction.findings.insert(transaction.findings.begin(), std::make_move_iterator(pending_.begin()),
                                            std::make_move_iterator(pending_.end()));
                pending_.clear();
                CROSSDOCK_TRY(visitor_.transaction(transaction));
                transaction = {};
            } else if (const auto* envelope = std::get_if<plugins::Envelope>(&event)) {
                flush();
                seen_ = true;
                in_group_ = envelope->level == plugins::EnvelopeLevel::group;
                visitor_.begin(*envelope);
            } else if (const auto* end = std::get_if<plugins::EnvelopeEnd>(&event)) {
                flush();
                in_group_ = false;
                CROSSDOCK_TRY(visitor_.end(*end));
            } else {
                take_finding(std::get<Finding>(std::move(event)));
            }
        }
        return {};
    }

    void remember(const plugins::Envelope& envelope) {
        auto shared = std::make_shared<const plugins::Envelope>(envelope);
        if (envelope.level == plugins::EnvelopeLevel::group) {
            group_ = std::move(shared);
            return;
        }
        interchange_ = std::move(shared);
        group_ = nullptr;
    }
    void forget(const plugins::EnvelopeEnd& end) {
        group_ = nullptr;
        if (end.level == plugins::EnvelopeLevel::interchange) interchange_ = nullptr;
    }

    // What is found inside a transaction is reported before it.
    void take_finding(Finding finding) {
        if (finding.scope == Scope::interchange || (finding.scope == Scope::group && in_group_))
            visitor_.finding(finding);
        else
            pending_.push_back(std::move(finding));
    }
    // What was said of a transaction that never came is said of what surrounds it.
    void flush() {
        for (const Finding& finding : pending_) visitor_.finding(finding);
        pending_.clear();
    }

    Status decode_some(std::vector<ReadTransaction>& transactions, std::size_t& decoded) {
        seen_ = true;
        const std::size_t first = decoded;
        if (decode_ == Decode::no) {
            decoded = transactions.size();
            return {};
        }
        std::vector<plugins::DecodeItem> items;
        for (std::uint64_t bytes = 0;
             decoded < transactions.size() && items.size() < decoded_at_once_max && bytes < bytes_at_once_max;
             ++decoded) {
            const ReadTransaction& transaction = transactions[decoded];
            CROSSDOCK_TRY_ASSIGN(std::string text, input_.read(transaction.slice.offset, transaction.slice.size));
            bytes += text.size();
            items.push_back(item_of(transaction, std::make_shared<const std::string>(std::move(text))));
        }
        CROSSDOCK_TRY_ASSIGN(std::vector<plugins::Decoded> answers, format_.decode(items, options_, names_));
        for (std::size_t index = 0; index < answers.size(); ++index)
            CROSSDOCK_TRY(take(transactions[first + index], std::move(answers[index])));
        return {};
    }

    plugins::FormatClient& format_;
    const Input& input_;
    const plugins::FormatOptions& options_;
    const Names& names_;
    Decode decode_;
    Visitor& visitor_;
    std::shared_ptr<const plugins::Envelope> interchange_;
    std::shared_ptr<const plugins::Envelope> group_;
    std::vector<Finding> pending_;
    bool in_group_ = false;
    bool seen_ = false;  // an envelope or a transaction
};

}  // namespace

Status read_interchanges(plugins::FormatClient& format, const Input& input, const plugins::FormatOptions& options,
                         const Names& names, Decode decode, Visitor& visitor) {
    return Reader(format, input, options, names, decode, visitor).read();
}

Status decode_again(plugins::FormatClient& format, const Input& input, const plugins::FormatOptions& options,
                    const Names& names, ReadTransaction& transaction) {
    CROSSDOCK_TRY_ASSIGN(std::string text, input.read(transaction.slice.offset, transaction.slice.size));
    const auto bytes = std::make_shared<const std::string>(std::move(text));
    CROSSDOCK_TRY_ASSIGN(std::vector<plugins::Decoded> answers,
                         format.decode({item_of(transaction, bytes)}, options, names));
    return take(transaction, std::move(answers.front()));
}

}  // namespace crossdock::commands::edi
