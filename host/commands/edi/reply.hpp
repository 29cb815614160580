// The acknowledgements that a file of interchanges gets, from what was found in it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/commands/edi/reader.hpp"

namespace crossdock::commands::edi {

// The decision that a group, or an interchange without groups, gets under the release rule `group`: refused as a whole
// when its envelope is wrong, else each transaction by what was found in it.
void decide(plugins::GroupReport& report);

// An interchange's bytes with its slots filled: the n-th of each kind gets the number `first` + n.
std::string with_numbers(const plugins::Encoded& encoded, std::uint64_t first);

// Gathers what was found and hands over a report for each group when it ends; what stands outside of groups comes with
// the end of its interchange, as a report without a group.
class ReportCollector final : public Visitor {
public:
    using Take = std::function<Status(plugins::GroupReport report)>;
    explicit ReportCollector(Take take) : take_(std::move(take)) {}

    void begin(const plugins::Envelope& envelope) override;
    Status transaction(ReadTransaction& transaction) override;
    Status end(const plugins::EnvelopeEnd& end) override;
    void finding(const plugins::Finding& finding) override;

private:
    Take take_;
    bool in_group_ = false;
    plugins::GroupReport group_;
    plugins::GroupReport lone_;  // outside of groups, with the findings of the interchange
};

}  // namespace crossdock::commands::edi
