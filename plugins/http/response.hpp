// What the source answers a request with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crossdock::http {

struct Response {
    unsigned status = 500;
    std::string content_type{};
    std::string body{};
    std::string fields{};  // further header fields, each with its line end
    bool closes = false;   // the connection ends after it, because the rest of the request is not read
};

// An answer of RFC 9457 (`application/problem+json`). `code` is stable, `detail` for a person.
struct Problem {
    unsigned status = 500;
    std::string_view code;
    std::string_view detail;
    std::string_view id{};                      // of the message, when there is one
    std::optional<std::string_view> pointer{};  // JSON pointer into the body
    std::optional<std::uint64_t> offset{};      // byte in the body
};
Response problem(const Problem& problem);

// `Retry-After` of at least one second as a header field with its line end.
std::string retry_after_field(std::uint32_t delay_ms);

// `{"id":"…"}`
std::string id_body(std::string_view id);

// The reason phrase of a status.
std::string_view reason_of(unsigned status) noexcept;

// The bytes on the wire, appended to `into`. `date` is the Date field's value; `old_version` says that the client
// speaks HTTP/1.0 and has to be told that the connection stays open.
void append_to_wire(std::string& into, const Response& response, std::string_view date, bool keeps_alive,
                    bool old_version);

}  // namespace crossdock::http
