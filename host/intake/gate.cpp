#include "host/intake/gate.hpp"

#include <fmt/format.h>

#include <map>

#include "host/intake/reading.hpp"
#include "host/intake/source_keys.hpp"
#include "host/schema/validate.hpp"

namespace crossdock::intake {

namespace {

Error violation_error(const schema::Type& type, const std::vector<schema::Violation>& violations) {
    std::string text = fmt::format("this is not a valid {}:", type.name);
    for (const schema::Violation& violation : violations)
        text += fmt::format("\n{}: {} ({})", violation.pointer, violation.text, violation.code);
    return Error{"intake.invalid-document", ErrorClass::permanent, std::move(text)};
}

}  // namespace

std::vector<std::optional<Gate::Refusal>> Gate::check(const std::vector<const plugins::ReceivedMessage*>& messages) {
    std::vector<std::optional<Refusal>> refusals(messages.size());
    struct Item {
        std::size_t index;
        const schema::Type* type;
        plugins::DecodeItem request;
    };
    std::map<std::pair<std::string, const partner::Agreement*>, std::vector<Item>> items;
    for (std::size_t index = 0; index < messages.size(); ++index) {
        const plugins::ReceivedMessage& message = *messages[index];
        auto format = formats_.recognise(message.adapter, message.payload.bytes.view().substr(0, 4096), message.origin,
                                         message.content_type);
        if (!format.ok()) {
            if (format.error().code == unrecognised) {
                refusals[index] = Refusal{std::move(format).error(), {}};
                refusals[index]->error.error_class = ErrorClass::permanent;
            }
            continue;
        }
        auto agreement = deployment_->partners().by_name(format.value(), message.partner);
        if (!agreement.ok()) {
            refusals[index] = Refusal{std::move(agreement).error(), {}};
            continue;
        }
        // Which of several documents it is, only the format could say: then intake checks it later.
        if (agreement.value()->receives.size() != 1) continue;
        const std::string& type = agreement.value()->receives.front().type;
        plugins::DecodeItem request;
        request.payload = message.payload.bytes.share();
        request.size = request.payload->size();
        request.type = type;
        items[{format.value(), agreement.value()}].push_back({index, deployment_->find_type(type), std::move(request)});
    }
    for (auto& [key, group] : items) {
        std::vector<plugins::DecodeItem> requests;
        for (const Item& item : group) requests.push_back(item.request);
        auto client = formats_.client(key.first);
        auto decoded = client.ok() ? client.value()->decode(requests, key.second->options, deployment_->names())
                                   : Result<std::vector<plugins::Decoded>>(client.error());
        for (std::size_t at = 0; at < group.size(); ++at) {
            std::optional<Refusal>& refusal = refusals[group[at].index];
            const Status status = decoded.ok() ? decoded.value()[at].status : Status(decoded.error());
            if (!status.ok()) {
                if (status.error().error_class == ErrorClass::permanent) refusal = Refusal{status.error(), {}};
                continue;
            }
            const plugins::Decoded& each = decoded.value()[at];
            std::vector<schema::Violation> violations;
            const schema::Type& type = *group[at].type;
            if (decide(each.findings) == plugins::Decision::rejected)
                refusal = Refusal{{each.findings.front().code, ErrorClass::permanent, each.findings.front().text}, {}};
            else if (schema::validate(type, *each.document, violations) != 0)
                refusal = Refusal{violation_error(type, violations), {}};
            if (refusal) refusal->keys = source_keys(&type, *each.document);
        }
    }
    return refusals;
}

}  // namespace crossdock::intake
