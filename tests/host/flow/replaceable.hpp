// A function that a test replaces while another thread calls it.
#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace crossdock::flow {

// Thread-safe; the function called is the one that was there when the call began.
template <typename Answer, typename Argument>
class Replaceable {
public:
    using Function = std::function<Answer(Argument)>;

    explicit Replaceable(Function function) : function_(std::move(function)) {}
    Replaceable& operator=(Function function) {
        const std::lock_guard lock(mutex_);
        function_ = std::move(function);
        return *this;
    }
    Answer operator()(Argument argument) const {
        Function function;
        {
            const std::lock_guard lock(mutex_);
            function = function_;
        }
        return function(argument);
    }

private:
    mutable std::mutex mutex_;
    Function function_;
};

}  // namespace crossdock::flow
