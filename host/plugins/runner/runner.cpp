#include "host/plugins/runner/runner.hpp"
#include "host/base/platform/thread_name.hpp"

#include "host/bus/build_id.hpp"
#include "host/plugins/runner/guarded_call.hpp"
#include "host/plugins/runner/interface_call.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

constexpr std::size_t frames_per_wake = 256;

std::string_view name_of(Op operation) {
    return operation == Op::submit ? "submit" : operation == Op::check ? "check" : "call";
}

zmq::socket_t connect_to_hub(const RunnerLink& link, const char* direction) {
    zmq::socket_t socket = bus::make_socket(*link.context, zmq::socket_type::dealer);
    socket.set(zmq::sockopt::routing_id, link.id + direction);
    // A hub that is gone shows when the host's process ends or says so; there is nothing to do about it here.
    static_cast<void>(bus::connect(socket, link.hub));
    return socket;
}

}  // namespace

Runner::Runner(RunnerLink link, LibraryCache& libraries, const Clock& clock)
    : link_(std::move(link)), libraries_(&libraries), clock_(&clock) {}

bool Runner::run() {
    main_ = std::this_thread::get_id();
    zmq::socket_t in = connect_to_hub(link_, "i");
    bus::Frame hello(Op::hello);
    hello.fields().text(bus::build_id());
    std::move(hello).send(in);
    mailbox_.emplace(*link_.context, std::move(in), "inproc://" + link_.id + "/wake");
    to_host_.emplace(connect_to_hub(link_, "o"));
    while (!exit_) {
        const std::int64_t wait_ms = deferred_.empty() ? timers_.wait_ms(clock_->steady_ms()) : 0;
        mailbox_->run_once(wait_ms, frames_per_wake,
                           [this](bus::Received frame) { deferred_.push_back(std::move(frame)); });
        while (!deferred_.empty() && !exit_) {
            bus::Received frame = std::move(deferred_.front());
            deferred_.pop_front();
            handle(std::move(frame));
        }
        timers_.run_due(clock_->steady_ms());
        if (stopping_) go_on_stopping();
    }
    mailbox_->close();
    if (!hung_ && adapter_) stop_adapter();
    return !hung_;
}

void Runner::handle(bus::Received frame) {
    switch (frame.op<Op>()) {
        case Op::setup: set_up(frame); break;
        case Op::start: start(frame); break;
        case Op::stop: begin_stop(frame, false); break;
        case Op::stop_source: begin_stop(frame, true); break;
        case Op::ping: answer(frame, {}); break;
        case Op::exit: exit_ = true; break;
        case Op::submit:
        case Op::check:
        case Op::call: begin_operation(std::move(frame)); break;
        case Op::cancel: cancel_operation(frame.head.operation); break;
        case Op::credit:
            if (!services_) break;
            services_->give_credit(frame.fields().fixed<std::uint32_t>());
            if (wants_poll_) schedule_poll(0);
            break;
        case Op::piece:
            if (services_) services_->intake.piece_taken(frame.head.operation);
            break;
        case Op::receipts: take_receipts(frame); break;
        case Op::reply: take_reply(frame); break;
        case Op::open_lane: open_lane(frame); break;
        case Op::metrics: {
            bus::Frame figures(Op::metrics, frame.head.operation);
            auto out = figures.fields();
            write(out, services_ ? services_->metrics.figures() : std::vector<MetricFigure>{});
            to_host_->send(std::move(figures));
            break;
        }
        default: break;
    }
}

void Runner::answer(const bus::Received& frame, const Status& status) {
    bus::Frame reply(frame.op<Op>(), frame.head.operation);
    reply.set_status(status.ok() ? CROSSDOCK_OK : CROSSDOCK_FAILED);
    if (!status.ok()) {
        auto out = reply.fields();
        write(out, status.error());
    }
    to_host_->send(std::move(reply));
}

void Runner::set_up(const bus::Received& frame) {
    ByteReader in = frame.fields();
    const AdapterSetup setup = read_setup(in);
    // Its lanes inherit the name.
    platform::name_thread(setup.settings.name.c_str());
    const Result<Description> made = make_adapter(setup);
    if (!made.ok()) return answer(frame, made.error());
    bus::Frame reply(Op::setup, frame.head.operation);
    auto out = reply.fields();
    write(out, *made);
    to_host_->send(std::move(reply));
}

Result<Description> Runner::make_adapter(const AdapterSetup& setup) {
    CROSSDOCK_TRY_ASSIGN(const PluginLibrary* library, libraries_->load(setup.plugin_file));
    services_ = std::make_unique<Services>(setup, library->wake_handles(), *to_host_, *mailbox_, *this, *clock_);
    threads_ = std::make_unique<WorkThreads>(setup.settings.lane.width, [this] { services_->enter_lane(); });
    CROSSDOCK_TRY_ASSIGN(adapter_, AdapterInstance::create(*library, *services_));
    return adapter_->describe();
}

void Runner::start(const bus::Received& frame) {
    const Status status = adapter_->start();
    answer(frame, status);
    const crossdock_source* source = adapter_->source();
    polls_ = status.ok() && source != nullptr && (source->flags & CROSSDOCK_SOURCE_POLLS) != 0;
    // The first poll comes with the first credit.
    wants_poll_ = polls_;
}

void Runner::begin_operation(bus::Received given) {
    const std::uint64_t id = given.head.operation;
    const Op op = given.op<Op>();
    OperationInputs& inputs = services_->operations.begin(std::move(given));
    threads_->run([this, id, op, &inputs] {
        crossdock_error error = empty_abi_error();
        const auto status = guarded_call(name_of(op), error, [&] { return call_interface(*adapter_, inputs, &error); });
        services_->operations.returned(id, status, error);
    });
}

void Runner::cancel_operation(std::uint64_t operation) {
    if (!services_ || !adapter_) return;
    const auto op = services_->operations.mark_cancelled(operation);
    if (!op) return;
    services_->notify("cancel", [&] {
        if (*op == Op::call) {
            if (adapter_->service() != nullptr) adapter_->service()->cancel(adapter_->self(), operation);
        } else if (adapter_->sink() != nullptr) {
            adapter_->sink()->cancel(adapter_->self(), operation);
        }
    });
}

void Runner::take_receipts(const bus::Received& frame) {
    if (!adapter_ || adapter_->source() == nullptr) return;
    ByteReader in = frame.fields();
    const auto count = in.count(3);
    std::uint32_t credit = in.fixed<std::uint32_t>();
    for (std::size_t at = 0; at < count; ++at) {
        const std::uint64_t message = in.varint();
        crossdock_receipt receipt{};
        receipt.struct_size = sizeof receipt;
        receipt.verdict = in.fixed<std::uint8_t>();
        receipt.id = text_view(in.text());
        crossdock_error error = empty_abi_error();
        if (receipt.verdict == CROSSDOCK_REFUSED) {
            to_abi(read_error(in), &error);
            receipt.error = &error;
        }
        if (services_->intake.receipt_came(message))
            services_->notify("committed", [&] { adapter_->source()->committed(adapter_->self(), message, &receipt); });
    }
    if (credit == 0) return;
    services_->give_credit(credit);
    if (wants_poll_) schedule_poll(0);
}

void Runner::take_reply(const bus::Received& frame) {
    if (!adapter_ || adapter_->source() == nullptr || adapter_->source()->reply == nullptr) return;
    ByteReader in = frame.fields();
    crossdock_reply reply{};
    reply.struct_size = sizeof reply;
    reply.complete = in.fixed<std::uint8_t>();
    reply.id = text_view(in.text());
    reply.content_type = text_view(in.text());
    crossdock_error error = empty_abi_error();
    if (in.fixed<std::uint8_t>() != 0) {
        to_abi(read_error(in), &error);
        reply.error = &error;
    }
    if (!frame.parts.empty()) reply.payload = bytes_view(bus::view(frame.parts[0]));
    services_->notify("reply", [&] { adapter_->source()->reply(adapter_->self(), frame.head.operation, &reply); });
}

void Runner::open_lane(const bus::Received& frame) {
    const std::uint32_t index = frame.fields().fixed<std::uint32_t>();
    if (!adapter_ || adapter_->format() == nullptr)
        return answer(frame, Error{"adapter.not-a-format", ErrorClass::configuration, "the adapter is no format"});
    auto lane =
        std::make_unique<FormatLane>(link_.context, *services_, FormatTable{adapter_->self(), *adapter_->format()});
    const Result<bus::Endpoint> endpoint = lane->open(link_.id + "." + std::to_string(index));
    if (!endpoint.ok()) return answer(frame, endpoint.error());
    lanes_[index] = std::move(lane);
    bus::Frame reply(Op::open_lane, frame.head.operation);
    auto out = reply.fields();
    out.text(endpoint->address);
    out.text(endpoint->server_key);
    to_host_->send(std::move(reply));
}

void Runner::schedule_poll(std::int64_t delay_ms) {
    if (poll_timer_) timers_.cancel(*poll_timer_);
    poll_timer_.reset();
    if (polls_) poll_timer_ = timers_.at(clock_->steady_ms() + delay_ms, [this] { poll(); });
}

void Runner::poll() {
    wants_poll_ = false;
    std::uint32_t more = 0;
    crossdock_error error = empty_abi_error();
    const crossdock_status status =
        guarded_call("poll", error, [&] { return adapter_->source()->poll(adapter_->self(), &more, &error); });
    if (status != CROSSDOCK_OK) {
        const Error why = error_of(status, error);
        services_->log(CROSSDOCK_LOG_WARNING, "poll failed: " + why.text + " (" + why.code + ")");
    }
    const bool again = status == CROSSDOCK_OK && more != 0;
    const bool has_credit = services_->intake.credit() != 0;
    wants_poll_ = again && !has_credit;
    schedule_poll(again && has_credit ? 0 : services_->setup.settings.lane.poll_every_ms);
}

std::optional<bus::Received> Runner::ask_host(bus::Frame request, std::uint64_t operation) {
    to_host_->send(std::move(request));
    const std::int64_t until = clock_->steady_ms() + services_->setup.settings.lane.deadline_ms;
    for (std::int64_t left = until - clock_->steady_ms(); left > 0; left = until - clock_->steady_ms()) {
        auto frame = mailbox_->receive(left);
        if (!frame || bus::Mailbox::is_wake(*frame)) continue;
        const Op op = frame->op<Op>();
        if (frame->head.operation == operation && (op == Op::load_checkpoint || op == Op::save_checkpoint))
            return frame;
        if (op == Op::piece)
            handle(*std::move(frame));
        else
            deferred_.push_back(*std::move(frame));
        if (op == Op::exit) return {};
    }
    return {};
}

void Runner::pump() {
    constexpr std::int64_t patience_ms = 50;
    auto frame = mailbox_->receive(patience_ms);
    if (!frame || bus::Mailbox::is_wake(*frame)) return;
    if (frame->op<Op>() == Op::exit) services_->intake.close();
    if (frame->op<Op>() == Op::piece)
        handle(*std::move(frame));
    else
        deferred_.push_back(*std::move(frame));
}

void Runner::after(std::uint32_t delay_ms, std::function<void()> task) {
    timers_.at(clock_->steady_ms() + delay_ms, std::move(task));
}

}  // namespace crossdock::plugins
