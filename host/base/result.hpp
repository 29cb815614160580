// A value or an Error. Across layers nothing throws: a function that can fail returns Result<T> or Status.
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "host/base/error.hpp"

namespace crossdock {

// Holds a T or an Error, never neither. Reading the side that is not there is a programming error and asserts.
// Not thread-safe, like the T inside.
template <typename T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] T& value() & { return *std::get_if<0>(&checked(0)); }
    [[nodiscard]] const T& value() const& { return *std::get_if<0>(&checked(0)); }
    [[nodiscard]] T&& value() && { return std::move(*std::get_if<0>(&checked(0))); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const& { return *std::get_if<1>(&checked(1)); }
    [[nodiscard]] Error&& error() && { return std::move(*std::get_if<1>(&checked(1))); }

private:
    using State = std::variant<T, Error>;
    State& checked([[maybe_unused]] std::size_t index) {
        assert(state_.index() == index);
        return state_;
    }
    const State& checked([[maybe_unused]] std::size_t index) const {
        assert(state_.index() == index);
        return state_;
    }

    State state_;
};

// Success, or an Error.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error& error() const& {
        assert(error_);
        return *error_;
    }
    [[nodiscard]] Error&& error() && {
        assert(error_);
        return std::move(*error_);
    }

private:
    std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace crossdock

#define CROSSDOCK_JOIN_INNER(a, b) a##b
#define CROSSDOCK_JOIN(a, b) CROSSDOCK_JOIN_INNER(a, b)

// Returns the error of `expression` from the enclosing function, if it has one.
#define CROSSDOCK_TRY(expression)                                                                                  \
    do {                                                                                                           \
        if (auto crossdock_tried = (expression); !crossdock_tried.ok()) return std::move(crossdock_tried).error(); \
    } while (false)

// Declares `name` with the value of `expression`, or returns its error from the enclosing function. A declaration must
// not stand in parentheses. NOLINTBEGIN(bugprone-macro-parentheses)
#define CROSSDOCK_TRY_ASSIGN(name, expression)                                 \
    auto CROSSDOCK_JOIN(crossdock_result_, __LINE__) = (expression);           \
    if (!CROSSDOCK_JOIN(crossdock_result_, __LINE__).ok())                     \
        return std::move(CROSSDOCK_JOIN(crossdock_result_, __LINE__)).error(); \
    name = std::move(CROSSDOCK_JOIN(crossdock_result_, __LINE__)).value()
// NOLINTEND(bugprone-macro-parentheses)
