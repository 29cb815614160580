#include "host/commands/edi/pairing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <span>

#include "host/base/sha256.hpp"
#include "host/commands/edi/difference.hpp"
#include "host/commands/edi/document_view.hpp"

namespace crossdock::commands::edi {

namespace {

class Indexing final : public Visitor {
public:
    explicit Indexing(TypeBook& types) : types_(types) {}

    Status transaction(ReadTransaction& transaction) override {
        Fingerprint& print = found.emplace_back();
        const schema::Type* const type = types_.find(transaction.slice.type);
        if (type == nullptr || transaction.document == nullptr)
            return Error{"edi.not-comparable", ErrorClass::permanent,
                         fmt::format("transaction {} at segment {} is a {}, which cannot be read{}",
                                     transaction.slice.control_number, transaction.slice.first_segment,
                                     transaction.slice.type.empty() ? "type that nobody knows" : transaction.slice.type,
                                     transaction.findings.empty() ? "" : ": " + transaction.findings.front().text)};
        print.key = traced_value(*transaction.document, *type);
        const std::string content = content_of(*transaction.document, transaction.slice.control_number);
        print.digest = to_hex(sha256(std::as_bytes(std::span(content))));
        print.place = std::move(transaction);
        print.place.document = nullptr;
        print.place.findings.clear();
        return {};
    }

    std::vector<Fingerprint> found;

private:
    TypeBook& types_;
};

}  // namespace

Result<std::vector<Fingerprint>> fingerprints(plugins::FormatClient& format, const Input& input,
                                              const plugins::FormatOptions& options, TypeBook& types) {
    Indexing indexing(types);
    const Names names;
    CROSSDOCK_TRY(read_interchanges(format, input, options, names, Decode::yes, indexing));
    return std::move(indexing.found);
}

std::vector<std::pair<std::size_t, std::size_t>> pair_up(const std::vector<Fingerprint>& before,
                                                         const std::vector<Fingerprint>& after) {
    std::vector<std::size_t> partner(before.size(), nobody);
    std::vector<bool> taken(after.size(), false);
    const auto match = [&](auto key_of) {
        std::map<std::string, std::deque<std::size_t>> free;
        for (std::size_t index = 0; index < after.size(); ++index)
            if (!taken[index]) free[key_of(after[index])].push_back(index);
        for (std::size_t index = 0; index < before.size(); ++index) {
            const auto found = partner[index] == nobody ? free.find(key_of(before[index])) : free.end();
            if (found == free.end() || found->second.empty()) continue;
            partner[index] = found->second.front();
            taken[partner[index]] = true;
            found->second.pop_front();
        }
    };
    match([](const Fingerprint& print) { return print.place.slice.type + "\n" + print.digest; });
    match([](const Fingerprint& print) { return print.place.slice.type + "\n" + print.key; });
    match([](const Fingerprint& print) { return print.place.slice.type; });
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t index = 0; index < before.size(); ++index) pairs.emplace_back(index, partner[index]);
    for (std::size_t index = 0; index < after.size(); ++index)
        if (!taken[index]) pairs.emplace_back(nobody, index);
    return pairs;
}

}  // namespace crossdock::commands::edi
