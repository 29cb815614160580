// Thread tags.
#include <crossdock/testing/fake_threads.hpp>

namespace crossdock::sdk::testing {

void FakeThreads::become_main() {
    const std::lock_guard lock(mutex_);
    main_ = std::this_thread::get_id();
}

bool FakeThreads::is_main() const {
    const std::lock_guard lock(mutex_);
    return main_ == std::this_thread::get_id();
}

bool FakeThreads::is_lane() const {
    const std::lock_guard lock(mutex_);
    return lanes_.contains(std::this_thread::get_id());
}

FakeThreads::Lane::Lane(FakeThreads& threads) : threads_(threads) {
    const std::lock_guard lock(threads_.mutex_);
    ++threads_.lanes_[std::this_thread::get_id()];
}

FakeThreads::Lane::~Lane() {
    const std::lock_guard lock(threads_.mutex_);
    const auto found = threads_.lanes_.find(std::this_thread::get_id());
    if (--found->second == 0) threads_.lanes_.erase(found);
}

void FakeThreads::require_main(std::string_view function) {
    if (!is_main()) breach(std::string(function) + " is [main] and was called on another thread");
}

void FakeThreads::breach(std::string text) {
    const std::lock_guard lock(mutex_);
    breaches_.push_back(std::move(text));
}

std::vector<std::string> FakeThreads::breaches() const {
    const std::lock_guard lock(mutex_);
    return breaches_;
}

}  // namespace crossdock::sdk::testing
