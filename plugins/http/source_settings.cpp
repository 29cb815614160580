#include "plugins/http/source_settings.hpp"

#include <fmt/format.h>

#include "plugins/http/header_text.hpp"

namespace crossdock::http {

namespace {

sdk::Failure mistake(const char* code, const std::string& text) {
    return sdk::Failure::configuration(fmt::format("http.{}", code), text);
}

void read_keys(const sdk::Host& host, ReceptionSettings& settings) {
    const auto partners = host.properties("api-key-partner");
    std::uint64_t count = 0;
    while (const auto key = host.secret("api-key", count)) {
        if (key->empty())
            throw mistake("empty-api-key", fmt::format("the value of api-key number {} is empty", count + 1));
        settings.keys.add(*key, count < partners.size() ? partners[count] : "");
        ++count;
    }
    if (!partners.empty() && partners.size() != count)
        throw mistake("api-key-partner",
                      fmt::format("there are {} api-key and {} api-key-partner: give one api-key-partner for each "
                                  "api-key, in the same order, or none at all",
                                  count, partners.size()));
    for (const std::string& partner : partners)
        if (partner.find('/') != std::string::npos)
            throw mistake("api-key-partner", "a partner's name cannot have a / in it: " + partner);
    settings.anonymous = host.flag_or("anonymous", false);
    settings.partner = host.property_or("partner", "");
    if (settings.anonymous && !settings.keys.empty())
        throw mistake("anonymous", "anonymous=yes and api-key exclude each other: remove one of them");
    if (!settings.anonymous && settings.keys.empty())
        throw mistake("no-api-key", "nobody could send anything: give an api-key, or say anonymous=yes");
}

ReceptionSettings read_reception(const sdk::Host& host) {
    ReceptionSettings settings;
    settings.paths = host.properties("path");
    for (const std::string& path : settings.paths)
        if (!path.starts_with('/') || path.find_first_of("?# ") != std::string::npos || !is_field_value(path))
            throw mistake("bad-path", "a path begins with / and has no ?, # or space in it: '" + path + "'");
    if (settings.paths.empty()) throw mistake("no-path", "no path to listen on: give one, such as /orders");
    read_keys(host, settings);
    settings.requires_idempotency_key = host.flag_or("require-idempotency-key", false);
    settings.checks_json = host.flag_or("check-json", true);
    settings.json_depth_max = static_cast<std::uint32_t>(host.number_or("json-depth", 64));
    settings.reply_timeout_ms = static_cast<std::uint32_t>(host.number_or("reply-timeout", 0));
    settings.reply_timeout_max_ms = static_cast<std::uint32_t>(host.number_or("reply-timeout-max", 30'000));
    if (settings.reply_timeout_ms > settings.reply_timeout_max_ms)
        throw mistake("reply-timeout", "reply-timeout is longer than reply-timeout-max");
    settings.location = host.property_or("location", "");
    if (!is_field_value(settings.location)) throw mistake("location", "location has a control character in it");
    return settings;
}

ServerSettings read_server(const sdk::Host& host) {
    ServerSettings settings;
    settings.address = host.property_or("address", "127.0.0.1");
    const std::int64_t port = host.number_or("port", 0);
    if (port < 0 || port > 65'535) throw mistake("port", fmt::format("port is 0 to 65535 and not {}", port));
    settings.port = static_cast<std::uint16_t>(port);
    settings.certificate_path = host.property_or("certificate", "");
    settings.private_key = host.secret("private-key").value_or("");
    if (settings.certificate_path.empty() != settings.private_key.empty())
        throw mistake("tls", "HTTPS needs both certificate and private-key: give the one that is missing, or neither");
    settings.body_size_max = static_cast<std::uint64_t>(host.number_or("body-size-max", 1 << 20));
    settings.header_size_max = static_cast<std::uint32_t>(host.number_or("header-size-max", 16 << 10));
    settings.connections_max = static_cast<std::uint32_t>(host.number_or("connections-max", 4096));
    settings.header_timeout_ms = host.number_or("header-timeout", 10'000);
    settings.body_timeout_ms = host.number_or("body-timeout", 30'000);
    settings.idle_timeout_ms = host.number_or("idle-timeout", 60'000);
    return settings;
}

}  // namespace

std::vector<crossdock_property> source_properties() {
    using sdk::property;
    constexpr auto text = CROSSDOCK_PROPERTY_TEXT;
    constexpr auto duration = CROSSDOCK_PROPERTY_DURATION;
    return {
        property("address", text, "The address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 or :: for all.",
                 "127.0.0.1"),
        property("port", CROSSDOCK_PROPERTY_INTEGER, "The port; 0 takes a free one, which the log names.", nullptr,
                 CROSSDOCK_PROPERTY_REQUIRED, "0..65535"),
        property("path", text,
                 "A path that messages are posted to, such as /orders. It goes with the message as the "
                 "header path.",
                 nullptr, CROSSDOCK_PROPERTY_REQUIRED | CROSSDOCK_PROPERTY_REPEATED),
        property("api-key", text,
                 "A key that a client shows as X-Api-Key or Authorization: Bearer. Several may be valid at a time.",
                 nullptr, CROSSDOCK_PROPERTY_SENSITIVE | CROSSDOCK_PROPERTY_REPEATED),
        property("api-key-partner", text,
                 "Whose key it is: one for each api-key, in the same order. Unless given, the documents say who sent "
                 "them.",
                 nullptr, CROSSDOCK_PROPERTY_REPEATED),
        property("anonymous", CROSSDOCK_PROPERTY_BOOLEAN,
                 "yes: no key is asked for, because something before this host does that.", "no"),
        property("partner", text, "Who sends anonymous requests."),
        property("certificate", CROSSDOCK_PROPERTY_PATH,
                 "The server's certificate and its chain as PEM; with it this is HTTPS (TLS 1.2 or later)."),
        property("private-key", text, "The certificate's private key as PEM.", nullptr, CROSSDOCK_PROPERTY_SENSITIVE),
        property("require-idempotency-key", CROSSDOCK_PROPERTY_BOOLEAN,
                 "yes: a request without Idempotency-Key is answered 400. With a key a request may be sent again and "
                 "makes one message.",
                 "no"),
        property("check-json", CROSSDOCK_PROPERTY_BOOLEAN,
                 "yes: a body that says it is JSON and is not is answered 400 at once.", "yes"),
        property("json-depth", CROSSDOCK_PROPERTY_INTEGER, "How deep JSON may be nested.", "64", 0, "1..1000"),
        property("body-size-max", CROSSDOCK_PROPERTY_SIZE,
                 "A longer body is answered 413. A body is held in memory until it is complete.", "1MiB"),
        property("header-size-max", CROSSDOCK_PROPERTY_SIZE, "Longer header fields are answered 431.", "16KiB"),
        property("connections-max", CROSSDOCK_PROPERTY_INTEGER,
                 "With so many open, further connections wait until one closes.", "4096", 0, "1..100000"),
        property("header-timeout", duration, "How long a request's header may take.", "10s"),
        property("body-timeout", duration, "How long a request's body may take.", "30s"),
        property("idle-timeout", duration, "How long a connection may lie idle, or an answer not be read.", "60s"),
        property("reply-timeout", duration,
                 "Wait this long for the outcome of the run and answer 200 with it; 202 when it takes longer. 0s: "
                 "answer 202 at once, unless the client asks with Prefer: wait=5.",
                 "0s"),
        property("reply-timeout-max", duration, "The longest wait a client may ask for; 0s: none.", "30s"),
        property("location", text,
                 "The Location of an accepted message, where a client can look it up: {path} is the request's path, "
                 "{id} the "
                 "message's id. Empty: none.",
                 ""),
    };
}

SourceSettings read_source_settings(const sdk::Host& host) { return {read_server(host), read_reception(host)}; }

}  // namespace crossdock::http
