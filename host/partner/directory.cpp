#include "host/partner/directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace crossdock::partner {

namespace {

std::string show(const plugins::Party& party) {
    return party.qualifier.empty() ? party.id : fmt::format("{}:{}", party.qualifier, party.id);
}

const char* use_of(bool test) { return test ? "test" : "production"; }

Error twice(const char* what, const std::string& name, const Position& position) {
    return Error{"partner.name-twice", ErrorClass::configuration,
                 fmt::format("{} '{}' is there twice in this site; give each its own", what, name)}
        .at(position);
}

}  // namespace

Directory::Directory(std::vector<std::unique_ptr<Partner>> partners, std::vector<plugins::Party> ours,
                     std::vector<Error>& errors)
    : partners_(std::move(partners)), ours_(std::move(ours)) {
    std::set<std::string> names;
    std::set<std::string> agreements;
    std::map<std::string, std::string> identities;
    for (const auto& each : partners_) {
        if (!names.insert(each->name).second) errors.push_back(twice("the partner", each->name, each->position));
        for (const plugins::Party& identity : each->identities) {
            const auto [known, fresh] = identities.emplace(show(identity), each->name);
            if (!fresh)
                errors.push_back(Error{"partner.identity-twice", ErrorClass::configuration,
                                       fmt::format("the identity {} belongs to {} and to {}; one partner may have it",
                                                   show(identity), known->second, each->name)}
                                     .at(each->position));
        }
        for (const auto& agreement : each->agreements)
            if (!agreements.insert(agreement->name).second)
                errors.push_back(twice("the agreement", agreement->name, agreement->position));
    }
}

const Partner* Directory::partner(std::string_view name) const {
    for (const auto& each : partners_)
        if (each->name == name) return each.get();
    return nullptr;
}

const Agreement* Directory::agreement(std::string_view name) const {
    for (const auto& each : partners_)
        for (const auto& agreement : each->agreements)
            if (agreement->name == name) return agreement.get();
    return nullptr;
}

const plugins::Party& Directory::our_identity(const Agreement& agreement) const {
    static const plugins::Party nobody;
    if (agreement.ours) return *agreement.ours;
    return ours_.empty() ? nobody : ours_.front();
}

Result<const Agreement*> Directory::by_envelope(std::string_view format, const plugins::Party& sender,
                                                const plugins::Party& receiver, bool test) const {
    const Partner* from = nullptr;
    for (const auto& each : partners_)
        if (std::find(each->identities.begin(), each->identities.end(), sender) != each->identities.end())
            from = each.get();
    if (from == nullptr)
        return Error{
            "partner.unknown", ErrorClass::needs_person,
            fmt::format("no partner has the identity {}; add <identity qualifier=\"{}\" id=\"{}\"/> to its file "
                        "in partners/",
                        show(sender), sender.qualifier, sender.id)};
    const Agreement* other_use = nullptr;
    bool for_us = false;
    for (const auto& agreement : from->agreements) {
        if (agreement->format != format) continue;
        const bool ours = agreement->ours ? *agreement->ours == receiver
                                          : std::find(ours_.begin(), ours_.end(), receiver) != ours_.end();
        if (!ours) continue;
        for_us = true;
        if (agreement->test == test) return agreement.get();
        other_use = agreement.get();
    }
    if (other_use != nullptr)
        return Error{
            "partner.wrong-use", ErrorClass::needs_person,
            fmt::format("this is a {} interchange, and agreement {} with {} is for {}; ask the partner, or add an "
                        "agreement with use=\"{}\"",
                        use_of(test), other_use->name, from->name, use_of(!test), use_of(test))};
    if (!for_us)
        return Error{"partner.not-for-us", ErrorClass::needs_person,
                     fmt::format("{} sent this to {}, which is none of our identities in an agreement for {}",
                                 from->name, show(receiver), format)};
    return Error{"partner.no-agreement", ErrorClass::needs_person,
                 fmt::format("{} has no agreement for {}", from->name, format)};
}

Result<const Agreement*> Directory::by_name(std::string_view format, std::string_view name) const {
    const Partner* from = partner(name);
    if (from == nullptr)
        return Error{"partner.unknown", ErrorClass::needs_person,
                     fmt::format("there is no partner '{}'; add partners/{}.xml", name, name)};
    for (const auto& agreement : from->agreements)
        if (agreement->format == format) return agreement.get();
    return Error{"partner.no-agreement", ErrorClass::needs_person,
                 fmt::format("{} has no agreement for {}; add one to its file in partners/", name, format)};
}

Result<const Agreement*> Directory::for_sending(std::string_view name, std::string_view document,
                                                std::string_view origin) const {
    const auto refused = [](std::string text) {
        return Error{"partner.not-sent", ErrorClass::configuration, std::move(text)};
    };
    const Agreement* const came = agreement(origin);
    if (came != nullptr && came->partner == name && came->send(document) != nullptr) return came;
    std::array<const Agreement*, 2> senders{};  // the first for production, the first for test
    if (const Partner* const to = partner(name); to != nullptr)
        for (const auto& each : to->agreements)
            if (each->send(document) != nullptr && senders[each->test] == nullptr) senders[each->test] = each.get();
    if (senders[0] == nullptr && senders[1] == nullptr)
        return refused(fmt::format("{} gets no {}; add <send document=\"{}\" …/> to an agreement in its file", name,
                                   document, document));
    if (came == nullptr && senders[0] != nullptr && senders[1] != nullptr)
        return refused(
            fmt::format("{} gets {} under {} for production and under {} for test, and there is no agreement '{}', "
                        "under which this came, to say which it is",
                        name, document, senders[0]->name, senders[1]->name, origin));
    const bool test = came == nullptr ? senders[0] == nullptr : came->test;
    if (senders[test] != nullptr) return senders[test];
    const char* const use = use_of(test);
    return refused(
        fmt::format("{} gets {} under {}, which is for {}, and this came under {}, which is for {}; add <send "
                    "document=\"{}\" …/> to an agreement with use=\"{}\" in its file",
                    name, document, senders[!test]->name, use_of(!test), came->name, use, document, use));
}

}  // namespace crossdock::partner
