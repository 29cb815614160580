// Life cycle and main thread.
#include <crossdock/testing/fake_adapter.hpp>
#include <crossdock/testing/fake_lane.hpp>

#include <chrono>

namespace crossdock::sdk::testing {

namespace {

const crossdock_adapter_type* find_type(const crossdock_adapter_factory& factory, std::string_view name) {
    for (std::uint64_t index = 0; index < factory.type_count(); ++index)
        if (const auto* type = factory.type_at(index); type != nullptr && name == type->name) return type;
    return nullptr;
}

}  // namespace

FakeAdapter::FakeAdapter(FakeHost& host, const crossdock_entry& entry, const std::string& type_name)
    : host_(&host), adapter_(nullptr) {
    const auto* factory = static_cast<const crossdock_adapter_factory*>(entry.get_factory(CROSSDOCK_ADAPTER_FACTORY));
    if (factory == nullptr) {
        created = {CROSSDOCK_NOT_FOUND,
                   {CROSSDOCK_ERROR_CONFIGURATION, "plugin.no-factory", "the plugin has no adapter factory"}};
        return;
    }
    if (const auto* type = find_type(*factory, type_name)) host.config.apply_defaults(*type);
    crossdock_error error = empty_error();
    host.threads.become_main();
    host.set_creating(true);
    adapter_ = factory->create(host.raw(), type_name.c_str(), &error);
    host.set_creating(false);
    if (adapter_ == nullptr) created = {CROSSDOCK_FAILED, ErrorCopy::of(&error)};
}

FakeAdapter::FakeAdapter(FakeAdapter&& other) noexcept
    : created(std::move(other.created)),
      host_(other.host_),
      adapter_(std::exchange(other.adapter_, nullptr)),
      begun_(std::move(other.begun_)),
      lane_(std::move(other.lane_)) {}

FakeAdapter::~FakeAdapter() {
    if (adapter_ != nullptr) destroy();
    join_lane();
}

Answer FakeAdapter::life(crossdock_status(CROSSDOCK_CALL* step)(void*, crossdock_error*)) {
    host_->threads.become_main();
    crossdock_error error = empty_error();
    const crossdock_status status = step(adapter_->self, &error);
    return {status, status == CROSSDOCK_OK ? ErrorCopy{} : ErrorCopy::of(&error)};
}

Answer FakeAdapter::init() { return life(adapter_->init); }
Answer FakeAdapter::start() { return life(adapter_->start); }
Answer FakeAdapter::stop() { return life(adapter_->stop); }

Answer FakeAdapter::begin() {
    Answer answer = init();
    return answer.ok() ? start() : answer;
}

void FakeAdapter::destroy() {
    host_->threads.become_main();
    wait_for_lane(5000);
    const crossdock_adapter* adapter = std::exchange(adapter_, nullptr);
    adapter->destroy(adapter->self);
    host_->scheduler.retire();
    join_lane();
}

void FakeAdapter::join_lane() {
    for (std::thread& thread : lane_) thread.join();
    lane_.clear();
}

void FakeAdapter::hand_over(const MainEvent& event) {
    if (const auto* woken = std::get_if<Woken>(&event)) {
        const auto* wakeable = extension<crossdock_wakeable>(CROSSDOCK_WAKEABLE);
        if (wakeable == nullptr)
            host_->threads.breach("the adapter asked to be woken but offers no " CROSSDOCK_WAKEABLE);
        else
            wakeable->woken(self(), woken->reason);
        return;
    }
    const crossdock_source* source = this->source();
    if (source == nullptr) return;
    if (const auto* given = std::get_if<CreditGiven>(&event)) {
        source->credit(self(), given->messages);
    } else if (const auto* committed = std::get_if<Committed>(&event)) {
        crossdock_error error = empty_error();
        committed->receipt.error.fill(&error);
        crossdock_receipt receipt{};
        receipt.struct_size = sizeof receipt;
        receipt.verdict = committed->receipt.verdict;
        receipt.id = view(committed->receipt.id);
        receipt.error = receipt.verdict == CROSSDOCK_REFUSED ? &error : nullptr;
        source->committed(self(), committed->message, &receipt);
    } else if (const auto* replied = std::get_if<Replied>(&event); source->reply == nullptr) {
        host_->threads.breach("a commit asked for a reply but the source has no `reply`");
    } else {
        crossdock_error error = empty_error();
        replied->reply.error.fill(&error);
        crossdock_reply reply{};
        reply.struct_size = sizeof reply;
        reply.complete = replied->reply.complete ? 1 : 0;
        reply.id = view(replied->reply.id);
        reply.payload = bytes_view(replied->reply.payload);
        reply.content_type = view(replied->reply.content_type);
        reply.error = replied->reply.error.code.empty() ? nullptr : &error;
        source->reply(self(), replied->message, &reply);
    }
}

std::size_t FakeAdapter::drain() {
    host_->threads.become_main();
    std::size_t count = 0;
    while (const auto event = host_->main_queue.take()) {
        hand_over(*event);
        ++count;
    }
    return count;
}

bool FakeAdapter::run_until(const std::function<bool()>& done, std::uint32_t at_most_ms) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    std::int64_t passed_ms = 0;
    while (true) {
        const std::uint64_t rings = host_->main_queue.rings();
        drain();
        if (done()) return true;
        const auto now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
        if (now_ms > passed_ms) host_->scheduler.advance(static_cast<std::uint32_t>(now_ms - passed_ms));
        passed_ms = now_ms;
        if (now_ms >= at_most_ms) return false;
        host_->main_queue.wait_for_ring(rings, 2);
    }
}

Answer FakeAdapter::poll(bool* more) {
    host_->threads.become_main();
    crossdock_error error = empty_error();
    std::uint32_t said_more = 0;
    const crossdock_status status = source()->poll(self(), &said_more, &error);
    if (more != nullptr) *more = said_more != 0;
    return {status, status == CROSSDOCK_OK ? ErrorCopy{} : ErrorCopy::of(&error)};
}

}  // namespace crossdock::sdk::testing
