#include "plugins/http/source.hpp"

#include <fmt/format.h>

#include "plugins/http/types.hpp"

namespace crossdock::http {

namespace {

constexpr std::int64_t stop_deadline_ms = 5000;

}  // namespace

sdk::AdapterType source_type() {
    return sdk::type<HttpSource>("http-source", CROSSDOCK_INTERFACE_SOURCE,
                                 "Takes in what is posted over HTTP or HTTPS, and answers once it is durable.",
                                 source_properties());
}

void HttpSource::init() {
    SourceSettings settings = read_source_settings(host());
    server_ = std::make_unique<Server>(host(), std::move(settings.server));
    server_->check();
    reception_ = std::make_unique<Reception>(host(), std::move(settings.reception), [this] { server_->wake(); });
}

void HttpSource::start() {
    server_->start(*reception_);
    host().log(CROSSDOCK_LOG_INFO, fmt::format("listening on port {}", server_->port()));
}

void HttpSource::stop() { server_->stop(stop_deadline_ms); }

void HttpSource::committed(std::uint64_t message, const crossdock_receipt& receipt) {
    reception_->settle(message, receipt);
}

void HttpSource::reply(std::uint64_t message, const crossdock_reply& reply) { reception_->settle(message, reply); }

}  // namespace crossdock::http
