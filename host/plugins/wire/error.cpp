#include "host/plugins/wire/error.hpp"

#include <crossdock/cpp/failure.hpp>

#include <cstring>

namespace crossdock::plugins {

namespace {

template <std::size_t Size>
std::string text_in(const char (&from)[Size]) {
    return {from, strnlen(from, Size)};
}

}  // namespace

Error from_abi(const crossdock_error& error) {
    Error made;
    const bool known = error.error_class >= CROSSDOCK_ERROR_RETRY && error.error_class <= CROSSDOCK_ERROR_CONFIGURATION;
    // A plugin that gives no reason says nothing against what it was given.
    made.error_class = known ? static_cast<ErrorClass>(error.error_class) : ErrorClass::needs_person;
    made.code = text_in(error.code);
    made.text = text_in(error.text);
    if (made.code.empty()) made.code = "plugin.failed";
    if (made.text.empty()) made.text = "the plugin failed and gave no reason";
    made.position.offset = error.offset;
    made.retry_after_ms = error.retry_after_ms;
    return made;
}

void to_abi(const Error& error, crossdock_error* into) {
    sdk::fill_error(into, static_cast<crossdock_error_class>(error.error_class), error.code, error.text,
                    error.retry_after_ms, error.position.offset);
}

crossdock_error empty_abi_error() { return sdk::empty_error(); }

Error error_of(crossdock_status status, const crossdock_error& error) {
    switch (status) {
        case CROSSDOCK_BAD_STATE:
            return {"plugin.bad-state", ErrorClass::needs_person, "the plugin says that the call came out of order"};
        case CROSSDOCK_NOT_SUPPORTED:
            return {"plugin.not-supported", ErrorClass::needs_person, "the adapter does not do that"};
        case CROSSDOCK_FULL: return {"plugin.full", ErrorClass::retry, "the adapter takes no more now"};
        case CROSSDOCK_CANCELLED: return {"plugin.cancelled", ErrorClass::retry, "the operation was given up"};
        case CROSSDOCK_NOT_FOUND:
            return {"plugin.not-found", ErrorClass::permanent, "the adapter does not know what was asked for"};
        default: return from_abi(error);
    }
}

void write(ByteWriter& out, const Error& error) {
    out.fixed(static_cast<std::uint32_t>(error.error_class));
    out.fixed(error.retry_after_ms);
    out.fixed(error.position.offset);
    out.text(error.code);
    out.text(error.text);
}

Error read_error(ByteReader& in) {
    Error error;
    const auto error_class = in.fixed<std::uint32_t>();
    error.error_class =
        error_class >= 1 && error_class <= 5 ? static_cast<ErrorClass>(error_class) : ErrorClass::permanent;
    error.retry_after_ms = in.fixed<std::uint32_t>();
    error.position.offset = in.fixed<std::uint64_t>();
    error.code = in.text();
    error.text = in.text();
    if (in.failed()) return {"bus.bad-frame", ErrorClass::needs_person, "an answer ends where its error should stand"};
    return error;
}

}  // namespace crossdock::plugins
