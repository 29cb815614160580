#include "plugins/http/client_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plugins/http/header_text.hpp"

namespace crossdock::http {

namespace {

sdk::Failure mistake(const char* code, const std::string& text) {
    return sdk::Failure::configuration(fmt::format("http.{}", code), text);
}

bool is_token(std::string_view name) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
               (character >= 'A' && character <= 'Z') || others.find(character) != std::string_view::npos;
    });
}

// A header line that cannot become two.
std::string checked_field(std::string_view name, std::string_view value, const char* property) {
    if (!is_token(name) || !is_field_value(value))
        throw mistake("bad-header",
                      fmt::format("{} is no header field: write a name, a colon and a value on one line", property));
    return fmt::format("{}: {}", name, trimmed(value));
}

void read_authentication(const sdk::Host& host, ClientSettings& settings) {
    const auto api_key = host.secret("api-key");
    const auto bearer = host.secret("bearer-token");
    const auto password = host.secret("password");
    settings.user = host.property_or("user", "");
    if (api_key)
        settings.fields.push_back(checked_field(host.property_or("api-key-header", "X-Api-Key"), *api_key, "api-key"));
    if (bearer) settings.fields.push_back(checked_field("Authorization", "Bearer " + *bearer, "bearer-token"));
    if (password) settings.password = *password;
    if (settings.user.empty() != !password)
        throw mistake("basic", "basic authentication needs both user and password: give the one that is missing");
    if (bearer && password) throw mistake("two-logins", "bearer-token and password exclude each other");
}

}  // namespace

std::vector<crossdock_property> client_properties() {
    using sdk::property;
    constexpr auto text = CROSSDOCK_PROPERTY_TEXT;
    constexpr auto secret = CROSSDOCK_PROPERTY_SENSITIVE;
    return {
        property("url", CROSSDOCK_PROPERTY_URL,
                 "Where the server is, such as https://erp.example/api; paths are added to it. Redirects are not "
                 "followed.",
                 nullptr, CROSSDOCK_PROPERTY_REQUIRED),
        property("header", text, "A header field for every request: Accept-Language: en.", nullptr,
                 CROSSDOCK_PROPERTY_REPEATED),
        property("api-key", text, "Sent in the field that api-key-header names.", nullptr, secret),
        property("api-key-header", text, "The field that the api-key is sent in.", "X-Api-Key"),
        property("bearer-token", text, "Sent as Authorization: Bearer.", nullptr, secret),
        property("user", text, "The user of basic authentication."),
        property("password", text, "The password of basic authentication.", nullptr, secret),
        property("ca-file", CROSSDOCK_PROPERTY_PATH,
                 "Whom to trust, as PEM. Unless given: whom the system trusts. The server's certificate and name are "
                 "always verified."),
        property("proxy", CROSSDOCK_PROPERTY_URL, "A proxy to go through; unless given, none is used."),
        property("connect-timeout", CROSSDOCK_PROPERTY_DURATION, "How long connecting may take.", "10s"),
        property("connections-max", CROSSDOCK_PROPERTY_INTEGER,
                 "So many connections to the server at a time; they are kept and used again.", "8", 0, "1..1000"),
        property("response-size-max", CROSSDOCK_PROPERTY_SIZE, "A longer response is a failure.", "1MiB"),
    };
}

ClientSettings read_client_settings(const sdk::Host& host) {
    ClientSettings settings;
    settings.url = host.property_or("url", "");
    if (!settings.url.starts_with("http://") && !settings.url.starts_with("https://"))
        throw mistake("bad-url", fmt::format("url begins with http:// or https:// and not '{}'", settings.url));
    if (settings.url.find_first_of("?#@ ") != std::string::npos || !is_plain_text(settings.url))
        throw mistake("bad-url", "url has no user, query or fragment in it");
    while (settings.url.ends_with('/')) settings.url.pop_back();
    for (const std::string& line : host.properties("header")) {
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos) throw mistake("bad-header", "header is no header field: '" + line + "'");
        settings.fields.push_back(checked_field(line.substr(0, colon), line.substr(colon + 1), "header"));
    }
    read_authentication(host, settings);
    settings.ca_file = host.property_or("ca-file", "");
    settings.proxy = host.property_or("proxy", "");
    settings.connect_timeout_ms = static_cast<std::uint32_t>(host.number_or("connect-timeout", 10'000));
    settings.connections_max = static_cast<std::uint32_t>(host.number_or("connections-max", 8));
    settings.response_size_max = static_cast<std::uint64_t>(host.number_or("response-size-max", 1 << 20));
    return settings;
}

}  // namespace crossdock::http
