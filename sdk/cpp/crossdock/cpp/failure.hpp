// How C++ plugin code says that something failed: it throws a Failure; the trampolines turn it into a crossdock_error.
#pragma once

#include <crossdock/types.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace crossdock::sdk {

// Writes `text` into a zero-terminated array of the ABI, cut at its size without splitting a UTF-8 character.
template <std::size_t Size>
void copy_text(char (&into)[Size], std::string_view text) noexcept {
    std::size_t size = std::min(text.size(), Size - 1);
    if (size < text.size())
        while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0u) == 0x80u) --size;
    std::memcpy(into, text.data(), size);
    into[size] = '\0';
}

inline void fill_error(crossdock_error* error, crossdock_error_class error_class, std::string_view code,
                       std::string_view text, std::uint32_t retry_after_ms = 0,
                       std::uint64_t offset = CROSSDOCK_NO_OFFSET) noexcept {
    if (error == nullptr || error->struct_size < sizeof(crossdock_error)) return;
    error->error_class = error_class;
    error->retry_after_ms = retry_after_ms;
    error->offset = offset;
    copy_text(error->code, code);
    copy_text(error->text, text);
}

// An error of the ABI, empty and ready to be handed to a call.
inline crossdock_error empty_error() noexcept {
    crossdock_error error{};
    error.struct_size = sizeof error;
    error.offset = CROSSDOCK_NO_OFFSET;
    return error;
}

// `what()` is the text for a person: what is wrong and what to do.
class Failure : public std::runtime_error {
public:
    Failure(crossdock_error_class error_class, std::string code, const std::string& text,
            std::uint64_t offset = CROSSDOCK_NO_OFFSET)
        : std::runtime_error(text), error_class_(error_class), code_(std::move(code)), offset_(offset) {}

    static Failure retry(std::string code, const std::string& text) {
        return {CROSSDOCK_ERROR_RETRY, std::move(code), text};
    }
    static Failure retry_after(std::string code, const std::string& text, std::uint32_t delay_ms) {
        Failure failure{CROSSDOCK_ERROR_RETRY_AFTER, std::move(code), text};
        failure.retry_after_ms_ = delay_ms;
        return failure;
    }
    static Failure permanent(std::string code, const std::string& text, std::uint64_t offset = CROSSDOCK_NO_OFFSET) {
        return {CROSSDOCK_ERROR_PERMANENT, std::move(code), text, offset};
    }
    static Failure needs_person(std::string code, const std::string& text) {
        return {CROSSDOCK_ERROR_NEEDS_PERSON, std::move(code), text};
    }
    static Failure configuration(std::string code, const std::string& text) {
        return {CROSSDOCK_ERROR_CONFIGURATION, std::move(code), text};
    }
    static Failure from(const crossdock_error& error) {
        Failure failure{error.error_class, error.code, error.text, error.offset};
        failure.retry_after_ms_ = error.retry_after_ms;
        return failure;
    }

    [[nodiscard]] crossdock_error_class error_class() const noexcept { return error_class_; }
    [[nodiscard]] const std::string& code() const noexcept { return code_; }
    [[nodiscard]] std::uint32_t retry_after_ms() const noexcept { return retry_after_ms_; }

    void fill(crossdock_error* error) const noexcept {
        fill_error(error, error_class_, code_, what(), retry_after_ms_, offset_);
    }

private:
    crossdock_error_class error_class_;
    std::string code_;
    std::uint64_t offset_;
    std::uint32_t retry_after_ms_ = 0;
};

// Runs `body` and turns whatever it throws into a status and an error: the wall between C++ and the ABI. What is no
// Failure is a fault of the plugin, `plugin.exception`: class retry, since it says nothing against what was given.
template <typename Body>
crossdock_status guarded(crossdock_error* error, Body&& body) noexcept {
    try {
        return std::forward<Body>(body)();
    } catch (const Failure& failure) {
        failure.fill(error);
    } catch (const std::bad_alloc&) {
        fill_error(error, CROSSDOCK_ERROR_RETRY, "plugin.out-of-memory", "memory ran out");
    } catch (const std::exception& exception) {
        fill_error(error, CROSSDOCK_ERROR_RETRY, "plugin.exception", exception.what());
    } catch (...) {
        fill_error(error, CROSSDOCK_ERROR_RETRY, "plugin.exception", "the plugin threw something unknown");
    }
    return CROSSDOCK_FAILED;
}

}  // namespace crossdock::sdk
