#include "plugins/http/response.hpp"

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <iterator>

namespace crossdock::http {

namespace {

using Json = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Json& json, std::string_view name, std::string_view value) {
    json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

}  // namespace

std::string_view reason_of(unsigned status) noexcept {
    switch (status) {
        case 200: return "OK";
        case 202: return "Accepted";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 503: return "Service Unavailable";
        default: return "Error";
    }
}

Response problem(const Problem& problem) {
    rapidjson::StringBuffer buffer;
    Json json(buffer);
    json.StartObject();
    text(json, "title", reason_of(problem.status));
    json.Key("status");
    json.Uint(problem.status);
    text(json, "code", problem.code);
    text(json, "detail", problem.detail);
    if (!problem.id.empty()) text(json, "id", problem.id);
    if (problem.pointer) text(json, "pointer", *problem.pointer);
    if (problem.offset) {
        json.Key("offset");
        json.Uint64(*problem.offset);
    }
    json.EndObject();
    Response response;
    response.status = problem.status;
    response.content_type = "application/problem+json";
    response.body.assign(buffer.GetString(), buffer.GetSize());
    return response;
}

std::string retry_after_field(std::uint32_t delay_ms) {
    return fmt::format("Retry-After: {}\r\n", std::max<std::uint32_t>(1, delay_ms / 1000 + (delay_ms % 1000 != 0)));
}

std::string id_body(std::string_view id) {
    rapidjson::StringBuffer buffer;
    Json json(buffer);
    json.StartObject();
    text(json, "id", id);
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

void append_to_wire(std::string& into, const Response& response, std::string_view date, bool keeps_alive,
                    bool old_version) {
    fmt::format_to(std::back_inserter(into), "HTTP/1.1 {} {}\r\nDate: {}\r\nContent-Length: {}\r\n", response.status,
                   reason_of(response.status), date, response.body.size());
    if (!response.content_type.empty())
        fmt::format_to(std::back_inserter(into), "Content-Type: {}\r\n", response.content_type);
    into += response.fields;
    if (!keeps_alive)
        into += "Connection: close\r\n";
    else if (old_version)
        into += "Connection: keep-alive\r\n";
    into += "\r\n";
    into += response.body;
}

}  // namespace crossdock::http
