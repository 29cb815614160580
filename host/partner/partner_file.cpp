// Reads partners/*.xml.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "host/partner/agreement.hpp"

namespace crossdock::partner {

namespace {

plugins::Party read_identity(ElementReader& element) {
    plugins::Party party{element.optional("qualifier"), element.required("id")};
    element.finish();
    return party;
}

void read_duplicates(ElementReader& element, Agreement& agreement) {
    static constexpr std::array<std::string_view, 3> rules{"control-number", "digest", "none"};
    const std::string by = element.choice("by", rules, true);
    agreement.duplicates = by == "digest" ? DuplicateRule::digest
                           : by == "none" ? DuplicateRule::none
                                          : DuplicateRule::control_number;
    agreement.duplicates_within_ms = element.duration_ms("within", "0");
    static constexpr std::array<std::string_view, 4> answers{"recognise", "ask", "refuse", "accept"};
    const std::string then = element.choice("then", answers);
    agreement.on_duplicate = then == "ask"      ? DuplicateAnswer::ask
                             : then == "refuse" ? DuplicateAnswer::refuse
                             : then == "accept" ? DuplicateAnswer::accept
                                                : DuplicateAnswer::recognise;
    element.finish();
}

void read_release(ElementReader& element, Agreement& agreement) {
    static constexpr std::array<std::string_view, 3> rules{"group", "transaction", "interchange"};
    const std::string by = element.choice("by", rules, true);
    agreement.release = by == "transaction"   ? ReleaseRule::transaction
                        : by == "interchange" ? ReleaseRule::interchange
                                              : ReleaseRule::group;
    element.finish();
}

void read_acknowledge(ElementReader& element, Agreement& agreement) {
    static constexpr std::array<std::string_view, 3> times{"always", "requested", "never"};
    const std::string when = element.choice("when", times);
    agreement.acknowledge = when == "requested" ? AcknowledgeWhen::requested
                            : when == "never"   ? AcknowledgeWhen::never
                                                : AcknowledgeWhen::always;
    if (agreement.acknowledge != AcknowledgeWhen::never) agreement.acknowledge_to = element.required("to");
    element.finish();
}

Receive read_receive(ElementReader& element) {
    Receive receive{element.required("type"), element.required("map"), element.required("publish"), element.position()};
    element.finish();
    return receive;
}

Send read_send(ElementReader& element) {
    Send send;
    send.document = element.required("document");
    send.map = element.optional("map");
    send.type = element.required("type");
    send.to = element.required("to");
    send.expects = element.optional("expects");
    if (!send.expects.empty()) {
        send.expects_within_ms = element.duration_ms("within", "24h");
        send.overdue = element.optional("overdue");
    }
    send.position = element.position();
    element.finish();
    return send;
}

std::unique_ptr<Agreement> read_agreement(ElementReader& element, const Partner& partner, std::vector<Error>& errors) {
    auto agreement = std::make_unique<Agreement>();
    static constexpr std::array<std::string_view, 2> uses{"production", "test"};
    agreement->partner = partner.name;
    agreement->name = element.required("name");
    agreement->format = element.required("format");
    agreement->test = element.choice("use", uses) == "test";
    agreement->group_sender = element.optional("group-sender");
    agreement->group_receiver = element.optional("group-receiver");
    agreement->position = element.position();
    for (ElementReader& ours : element.children("ours")) agreement->ours = read_identity(ours);
    for (ElementReader& option : element.children("option")) {
        agreement->options.emplace_back(option.required("name"), option.required("value"));
        option.finish();
    }
    for (ElementReader& child : element.children("duplicates")) read_duplicates(child, *agreement);
    for (ElementReader& child : element.children("release")) read_release(child, *agreement);
    for (ElementReader& child : element.children("acknowledge")) read_acknowledge(child, *agreement);
    for (ElementReader& child : element.children("receive")) {
        Receive receive = read_receive(child);
        if (agreement->receive(receive.type) != nullptr)
            errors.push_back(Error{"partner.receives-twice", ErrorClass::configuration,
                                   fmt::format("{} is received twice in this agreement; keep one", receive.type)}
                                 .at(receive.position));
        agreement->receives.push_back(std::move(receive));
    }
    for (ElementReader& child : element.children("send")) {
        Send send = read_send(child);
        if (agreement->send(send.document) != nullptr)
            errors.push_back(Error{"partner.sends-twice", ErrorClass::configuration,
                                   fmt::format("{} is sent twice in this agreement; keep one", send.document)}
                                 .at(send.position));
        agreement->sends.push_back(std::move(send));
    }
    element.finish();
    return agreement;
}

}  // namespace

std::vector<std::string> Agreement::guides() const {
    std::vector<std::string> names;
    for (const auto& [option, value] : options) {
        if (option != "guide") continue;
        for (std::size_t at = 0; (at = value.find_first_not_of(", ", at)) != std::string::npos;) {
            const std::size_t end = std::min(value.find_first_of(", ", at), value.size());
            names.push_back(value.substr(at, end - at));
            at = end;
        }
    }
    return names;
}

const Receive* Agreement::receive(std::string_view type) const {
    const auto found =
        std::find_if(receives.begin(), receives.end(), [&](const Receive& each) { return each.type == type; });
    return found == receives.end() ? nullptr : &*found;
}

const Send* Agreement::send(std::string_view document) const {
    const auto found =
        std::find_if(sends.begin(), sends.end(), [&](const Send& each) { return each.document == document; });
    return found == sends.end() ? nullptr : &*found;
}

std::unique_ptr<Partner> read_partner(const XmlFile& file, std::vector<Error>& errors) {
    ElementReader element(file, file.root(), errors);
    auto partner = std::make_unique<Partner>();
    partner->position = element.position();
    if (element.element() != "partner")
        element.mistake("partner.root",
                        fmt::format("a partner file begins with <partner>, not <{}>", element.element()));
    partner->name = element.required("name");
    partner->title = element.optional("title", partner->name);
    for (ElementReader& child : element.children("identity")) partner->identities.push_back(read_identity(child));
    for (ElementReader& child : element.children("agreement"))
        partner->agreements.push_back(read_agreement(child, *partner, errors));
    element.finish();
    return partner;
}

}  // namespace crossdock::partner
