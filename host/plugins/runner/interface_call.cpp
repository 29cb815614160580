#include "host/plugins/runner/interface_call.hpp"

#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

std::string_view part(const bus::Received& request) {
    return request.parts.empty() ? std::string_view{} : bus::view(request.parts[0]);
}

crossdock_status submit(const AdapterInstance& adapter, OperationInputs& inputs, crossdock_error* error) {
    const bus::Received& request = inputs.request;
    ByteReader in = request.fields();
    crossdock_delivery& delivery = inputs.delivery;
    delivery.struct_size = sizeof delivery;
    delivery.operation = request.head.operation;
    delivery.attempt = in.fixed<std::uint32_t>();
    delivery.deadline_ms = in.fixed<std::uint32_t>();
    delivery.idempotency_key = text_view(in.text());
    delivery.content_type = text_view(in.text());
    delivery.payload = bytes_view(part(request));
    inputs.headers.resize(in.count(2));
    for (crossdock_header_view& header : inputs.headers) {
        header.name = text_view(in.text());
        header.value = text_view(in.text());
    }
    delivery.headers = inputs.headers.data();
    delivery.header_count = inputs.headers.size();
    return adapter.sink()->submit(adapter.self(), &delivery, error);
}

crossdock_status call(const AdapterInstance& adapter, OperationInputs& inputs, crossdock_error* error) {
    const bus::Received& request = inputs.request;
    ByteReader in = request.fields();
    crossdock_call& call = inputs.call;
    call.struct_size = sizeof call;
    call.operation = request.head.operation;
    call.attempt = in.fixed<std::uint32_t>();
    call.deadline_ms = in.fixed<std::uint32_t>();
    call.name = text_view(in.text());
    call.idempotency_key = text_view(in.text());
    call.request = bytes_view(part(request));
    return adapter.service()->call(adapter.self(), &call, error);
}

}  // namespace

bus::Frame submit_frame(std::uint64_t operation, const Delivery& delivery, std::uint32_t deadline_ms) {
    bus::Frame frame(Op::submit, operation);
    auto out = frame.fields();
    out.fixed(delivery.attempt);
    out.fixed(deadline_ms);
    out.text(delivery.idempotency_key);
    out.text(delivery.content_type);
    out.varint(delivery.headers.size());
    for (const auto& [name, value] : delivery.headers) {
        out.text(name);
        out.text(value);
    }
    if (delivery.payload) frame.add(bus::shared_part(*delivery.payload, delivery.payload));
    return frame;
}

bus::Frame check_frame(std::uint64_t operation, std::string_view idempotency_key) {
    bus::Frame frame(Op::check, operation);
    frame.fields().text(idempotency_key);
    return frame;
}

bus::Frame call_frame(std::uint64_t operation, Call call, std::uint32_t deadline_ms) {
    bus::Frame frame(Op::call, operation);
    auto out = frame.fields();
    out.fixed(call.attempt);
    out.fixed(deadline_ms);
    out.text(call.operation);
    out.text(call.idempotency_key);
    frame.add(bus::owned_part(std::move(call.request)));
    return frame;
}

crossdock_status call_interface(const AdapterInstance& adapter, OperationInputs& inputs, crossdock_error* error) {
    const bus::Received& request = inputs.request;
    switch (request.op<Op>()) {
        case Op::submit: return adapter.sink() == nullptr ? CROSSDOCK_NOT_SUPPORTED : submit(adapter, inputs, error);
        case Op::check:
            if (adapter.sink() == nullptr || adapter.sink()->check == nullptr) return CROSSDOCK_NOT_SUPPORTED;
            return adapter.sink()->check(adapter.self(), request.head.operation, text_view(request.fields().text()),
                                         error);
        case Op::call: return adapter.service() == nullptr ? CROSSDOCK_NOT_SUPPORTED : call(adapter, inputs, error);
        default: return CROSSDOCK_NOT_SUPPORTED;
    }
}

}  // namespace crossdock::plugins
