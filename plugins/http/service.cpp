#include "plugins/http/service.hpp"

#include <fmt/format.h>

#include "plugins/http/json_check.hpp"
#include "plugins/http/operation_end.hpp"
#include "plugins/http/types.hpp"

namespace crossdock::http {

namespace {

constexpr std::uint32_t response_depth_max = 200;

std::vector<crossdock_property> service_properties() {
    auto properties = client_properties();
    properties.push_back(sdk::property(
        "operation", CROSSDOCK_PROPERTY_TEXT,
        "NAME METHOD PATH, then any of safe (it changes nothing), idempotent (the same Idempotency-Key twice has the "
        "effect of once) and compensated-by=NAME: validate-customer POST /customers/validate safe. GET is safe; GET, "
        "PUT and DELETE are idempotent. {name} in the path is the text of that name in the request document.",
        nullptr, CROSSDOCK_PROPERTY_REQUIRED | CROSSDOCK_PROPERTY_REPEATED));
    return properties;
}

// `a/b` as a step of a JSON pointer.
std::string pointer_to(std::string_view member) {
    std::string pointer = "/";
    for (const char character : member)
        pointer += character == '~' ? "~0" : character == '/' ? "~1" : std::string(1, character);
    return pointer;
}

}  // namespace

sdk::AdapterType service_type() {
    return sdk::type<HttpService>("http-service", CROSSDOCK_INTERFACE_SERVICE,
                                  "Calls operations of a server that speaks JSON over HTTP.", service_properties());
}

void HttpService::init() {
    static_cast<void>(read_client_settings(host()));
    for (const std::string& line : host().properties("operation")) {
        OperationLine operation = parse_operation(line);
        const std::string name = operation.name;
        declare(operation.declared(line));
        if (!operations_.emplace(name, std::move(operation)).second)
            throw sdk::Failure::configuration("http.bad-operation", "two operations have the name " + name);
    }
    for (const auto& [name, operation] : operations_)
        if (!operation.compensated_by.empty() && !operations_.contains(operation.compensated_by))
            throw sdk::Failure::configuration(
                "http.bad-operation",
                fmt::format("{} is compensated by {}, which is no operation here", name, operation.compensated_by));
    if (operations_.empty())
        throw sdk::Failure::configuration("http.bad-operation",
                                          "no operation to call: give one as the property operation");
}

void HttpService::start() { client_ = std::make_unique<Client>(read_client_settings(host())); }

void HttpService::stop() { client_->stop(stop_grace_ms); }

void HttpService::call(const crossdock_call& call) {
    const auto found = operations_.find(sdk::text(call.name));
    if (found == operations_.end())
        throw sdk::Failure::configuration("http.no-such-operation",
                                          fmt::format("this service has no operation '{}'", sdk::text(call.name)));
    const OperationLine& operation = found->second;
    const std::string_view document = sdk::text(call.request);
    Request request;
    request.operation = call.operation;
    request.method = operation.method;
    request.path =
        operation.path.path([&](std::string_view placeholder) { return scalar_at(document, pointer_to(placeholder)); });
    request.fields = {"Accept: application/json"};
    if (call.idempotency_key.size > 0) request.fields.push_back(idempotency_field(sdk::text(call.idempotency_key)));
    request.has_body = operation.sends_body();
    if (request.has_body) {
        request.body = document;
        request.fields.emplace_back("Content-Type: application/json");
    }
    request.deadline_ms = call.deadline_ms;
    started(client_).begin(std::move(request),
                           [this, id = call.operation](Exchange exchange) { answered(id, std::move(exchange)); });
}

void HttpService::answered(std::uint64_t operation, Exchange exchange) const {
    if (ended_badly(host(), operation, exchange)) return;
    if (exchange.body.empty()) exchange.body = "{}";
    if (const auto mistake = check_json(exchange.body, response_depth_max)) {
        host().fail(operation, sdk::Failure::permanent("http.response-not-json",
                                                       fmt::format("the server answered {} with what is no JSON: {}",
                                                                   exchange.status, mistake->text),
                                                       mistake->offset));
        return;
    }
    host().succeed(operation, "", std::move(exchange.body));
}

void HttpService::cancel_call(std::uint64_t operation) {
    if (client_) client_->cancel(operation);
}

}  // namespace crossdock::http
