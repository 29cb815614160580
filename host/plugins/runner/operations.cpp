#include "host/plugins/runner/operations.hpp"

#include <fmt/format.h>

#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

// The response as a part: it is the host's from here on, and released when the part is.
bus::Part take(const crossdock_buffer& buffer) {
    const auto* data = reinterpret_cast<const char*>(buffer.data);
    const std::shared_ptr<const void> owner(buffer.owner, [release = buffer.release](void* held) {
        if (release != nullptr) release(held);
    });
    return bus::shared_part(data == nullptr ? std::string_view{} : std::string_view(data, buffer.size), owner);
}

}  // namespace

OperationInputs& Operations::begin(bus::Received request) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t id = request.head.operation;
    auto& operation = operations_[id];
    operation = std::make_unique<Operation>();
    operation->inputs.request = std::move(request);
    return operation->inputs;
}

bool Operations::end(std::uint64_t id, Op& op) {
    std::unique_ptr<Operation> gone;
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(id);
    if (found == operations_.end() || found->second->ended) return false;
    op = found->second->inputs.request.op<Op>();
    found->second->ended = true;
    if (found->second->returned) {
        gone = std::move(found->second);
        operations_.erase(found);
    }
    return true;
}

void Operations::answer(Op op, std::uint64_t id, crossdock_status status, const crossdock_error* error) {
    bus::Frame frame(op, id);
    frame.set_status(status);
    auto fields = frame.fields();
    fields.text({});
    write(fields, error_of(status, error == nullptr ? empty_abi_error() : *error));
    to_host_->send(std::move(frame));
}

void Operations::returned(std::uint64_t id, crossdock_status status, const crossdock_error& error) {
    Op op{};
    if (status != CROSSDOCK_OK) {
        if (end(id, op))
            answer(op, id, status == CROSSDOCK_NOT_FOUND ? CROSSDOCK_FAILED : status, &error);
        else
            report_(fmt::format("operation {} was completed, and refused when its beginning returned", id));
    }
    std::unique_ptr<Operation> gone;
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(id);
    if (found == operations_.end()) return;
    found->second->returned = true;
    if (!found->second->ended) return;
    gone = std::move(found->second);
    operations_.erase(found);
}

crossdock_status Operations::complete(std::uint64_t id, const crossdock_outcome& given) {
    const crossdock_outcome outcome = sized_copy(&given);
    const crossdock_error error = outcome.error == nullptr ? empty_abi_error() : sized_copy(outcome.error);
    bus::Part response = take(outcome.response);
    Op op{};
    if (!end(id, op)) {
        report_(fmt::format("operation {} was completed twice, or never begun", id));
        return CROSSDOCK_BAD_STATE;
    }
    bus::Frame frame(op, id);
    frame.set_status(outcome.status);
    auto fields = frame.fields();
    fields.text(text_of(outcome.reference));
    if (outcome.status != CROSSDOCK_OK) write(fields, error_of(outcome.status, error));
    frame.add(std::move(response));
    to_host_->send(std::move(frame));
    return CROSSDOCK_OK;
}

void Operations::cancel_all() {
    std::vector<std::uint64_t> left;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, operation] : operations_)
            if (!operation->ended) left.push_back(id);
    }
    for (const std::uint64_t id : left)
        if (Op op{}; end(id, op)) answer(op, id, CROSSDOCK_CANCELLED, nullptr);
}

std::optional<Op> Operations::mark_cancelled(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(id);
    if (found == operations_.end() || found->second->ended) return {};
    found->second->cancelled = true;
    return found->second->inputs.request.op<Op>();
}

bool Operations::is_cancelled(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(id);
    return found != operations_.end() && found->second->cancelled;
}

std::size_t Operations::size() {
    const std::lock_guard lock(mutex_);
    return operations_.size();
}

}  // namespace crossdock::plugins
