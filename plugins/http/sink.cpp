#include "plugins/http/sink.hpp"

#include "plugins/http/header_text.hpp"
#include "plugins/http/operation_end.hpp"
#include "plugins/http/types.hpp"
#include "plugins/http/verdict.hpp"

namespace crossdock::http {

namespace {

std::vector<crossdock_property> sink_properties() {
    using sdk::property;
    auto properties = client_properties();
    const std::vector<crossdock_property> own{
        property("method", CROSSDOCK_PROPERTY_CHOICE, "How deliveries are sent.", "POST", 0, "POST|PUT|PATCH"),
        property("path", CROSSDOCK_PROPERTY_TEXT,
                 "Added to url: /orders/{number}. {key} is the delivery's idempotency key, any other {name} its header "
                 "of that name. A key is sent as Idempotency-Key too."),
        property("content-type", CROSSDOCK_PROPERTY_TEXT,
                 "The Content-Type of deliveries. Unless given: the delivery's own, else application/octet-stream."),
        property("idempotent", CROSSDOCK_PROPERTY_BOOLEAN,
                 "yes: the server makes one thing of requests with the same Idempotency-Key, so that a delivery may be "
                 "sent again when its outcome is unknown.",
                 "no"),
        property("check-path", CROSSDOCK_PROPERTY_TEXT,
                 "A path with {key} in it to ask with GET whether a delivery arrived: 2xx says yes, 404 or 410 no."),
        property("check-timeout", CROSSDOCK_PROPERTY_DURATION, "How long such a question may take.", "30s"),
        property("reference", CROSSDOCK_PROPERTY_TEXT,
                 "A JSON pointer to what the server calls the delivery, in its response. Without a text there the "
                 "response's Location is taken.",
                 "/id"),
    };
    properties.insert(properties.end(), own.begin(), own.end());
    return properties;
}

}  // namespace

sdk::AdapterType sink_type() {
    return sdk::type<HttpSink>("http-sink", CROSSDOCK_INTERFACE_SINK,
                               "Sends each delivery as an HTTP request to a server.", sink_properties());
}

void HttpSink::init() {
    static_cast<void>(read_client_settings(host()));
    method_ = host().property_or("method", "POST");
    path_ = PathTemplate::parse(host().property_or("path", ""));
    reference_pointer_ = host().property_or("reference", "/id");
    check_timeout_ms_ = static_cast<std::uint32_t>(host().number_or("check-timeout", 30'000));
    const std::string check_path = host().property_or("check-path", "");
    if (!check_path.empty()) {
        check_path_ = PathTemplate::parse(check_path);
        if (!check_path_->uses("key"))
            throw sdk::Failure::configuration("http.check-path", "check-path asks for one delivery: put {key} into it");
    }
    promise_ = check_path_                           ? CROSSDOCK_CHECKABLE
               : host().flag_or("idempotent", false) ? CROSSDOCK_IDEMPOTENT
                                                     : CROSSDOCK_AT_LEAST_ONCE;
}

void HttpSink::start() { client_ = std::make_unique<Client>(read_client_settings(host())); }

void HttpSink::stop() { client_->stop(stop_grace_ms); }

void HttpSink::submit(const crossdock_delivery& delivery) {
    Request request;
    request.operation = delivery.operation;
    request.method = method_;
    request.path = path_->path([&](std::string_view placeholder) -> std::optional<std::string> {
        if (placeholder == "key") return std::string(sdk::text(delivery.idempotency_key));
        const auto value = sdk::find_header(delivery.headers, delivery.header_count, placeholder);
        if (value.empty()) return {};
        return std::string(value);
    });
    std::string content_type = host().property_or("content-type", sdk::text(delivery.content_type));
    if (content_type.empty() || !is_field_value(content_type)) content_type = "application/octet-stream";
    request.fields = {"Content-Type: " + content_type};
    if (delivery.idempotency_key.size > 0)
        request.fields.push_back(idempotency_field(sdk::text(delivery.idempotency_key)));
    request.body = sdk::text(delivery.payload);
    request.deadline_ms = delivery.deadline_ms;
    started(client_).begin(std::move(request), [this, operation = delivery.operation](const Exchange& exchange) {
        delivered(operation, exchange);
    });
}

void HttpSink::delivered(std::uint64_t operation, const Exchange& exchange) const {
    if (ended_badly(host(), operation, exchange)) return;
    host().succeed(operation, scalar_at(exchange.body, reference_pointer_).value_or(exchange.location));
}

void HttpSink::check(std::uint64_t operation, std::string_view idempotency_key) {
    Request request;
    request.operation = operation;
    request.method = "GET";
    request.has_body = false;
    request.deadline_ms = check_timeout_ms_;
    request.path = check_path_->path([&](std::string_view placeholder) -> std::optional<std::string> {
        if (placeholder == "key") return std::string(idempotency_key);
        return {};
    });
    started(client_).begin(std::move(request),
                           [this, operation](const Exchange& exchange) { checked(operation, exchange); });
}

void HttpSink::checked(std::uint64_t operation, const Exchange& exchange) const {
    if (exchange.end == Exchange::End::answered && (exchange.status == 404 || exchange.status == 410)) {
        host().fail(operation, sdk::Failure::permanent("http.not-there", "the server has no such delivery"),
                    CROSSDOCK_NOT_FOUND);
        return;
    }
    delivered(operation, exchange);
}

void HttpSink::cancel(std::uint64_t operation) {
    if (client_) client_->cancel(operation);
}

}  // namespace crossdock::http
