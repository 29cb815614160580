#include "host/site/site_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace crossdock::site {

namespace {

void read_log(ElementReader& element, LogConfig& log) {
    static constexpr std::array<std::string_view, 5> levels{"info", "trace", "debug", "warning", "error"};
    log.level = element.choice("level", levels);
    log.file = element.optional("file");
    log.rotate_bytes = element.size_bytes("rotate", "16MiB");
    log.keep = static_cast<std::uint32_t>(element.integer("keep", 8, 1, 1'000));
    element.finish();
}

void read_intake(ElementReader& element, IntakeConfig& intake) {
    intake.backlog_messages = static_cast<std::uint32_t>(element.integer("backlog", 100'000, 1, 10'000'000));
    intake.memory_bytes = element.size_bytes("memory", "64MiB");
    intake.remember_ms = element.duration_ms("remember", "400d");
    intake.window_bytes = element.size_bytes("window", "4MiB");
    element.finish();
}

RetryPolicy read_retry(ElementReader& element) {
    RetryPolicy retry;
    retry.name = element.required("name");
    retry.attempts = static_cast<std::uint32_t>(element.integer("attempts", 10, 1, 10'000));
    retry.first_ms = element.duration_ms("first", "1s");
    retry.factor = static_cast<double>(element.integer("factor", 2, 1, 100));
    retry.longest_ms = element.duration_ms("longest", "10m");
    retry.jitter = static_cast<double>(element.integer("jitter-percent", 20, 0, 100)) / 100.0;
    element.finish();
    return retry;
}

AdapterConfig read_adapter(ElementReader& element) {
    static constexpr std::array<std::string_view, 2> isolations{"thread", "process"};
    AdapterConfig adapter;
    plugins::AdapterSettings& settings = adapter.settings;
    settings.name = element.required("name");
    settings.plugin = element.required("plugin");
    settings.type = element.optional("type", settings.plugin);
    settings.isolation =
        element.choice("isolation", isolations) == "process" ? plugins::Isolation::process : plugins::Isolation::thread;
    settings.position = element.position();
    settings.lane.width = static_cast<std::uint32_t>(element.integer("width", 1, 1, 256));
    settings.lane.deadline_ms = static_cast<std::uint32_t>(element.duration_ms("deadline", "30s"));
    settings.lane.credit = static_cast<std::uint32_t>(element.integer("credit", 64, 1, 65'536));
    settings.lane.poll_every_ms = static_cast<std::uint32_t>(element.duration_ms("poll", "1s"));
    settings.lane.stop_within_ms = static_cast<std::uint32_t>(element.duration_ms("stop-within", "10s"));
    adapter.format = element.optional("format");
    adapter.retry = element.optional("retry", "standard");
    adapter.checked = element.yes_no("checked", false);
    for (ElementReader& property : element.children("property")) {
        settings.properties.push_back(
            {property.required("name"), property.optional("value"), property.position("value", true)});
        property.finish();
    }
    element.finish();
    return adapter;
}

}  // namespace

std::int64_t RetryPolicy::delay_ms(std::uint32_t next, double random) const {
    const double grown = static_cast<double>(first_ms) * std::pow(factor, static_cast<double>(next < 2 ? 0 : next - 2));
    const double bounded = std::min(grown, static_cast<double>(longest_ms));
    return static_cast<std::int64_t>(bounded * (1.0 + jitter * (2.0 * random - 1.0)));
}

const AdapterConfig* SiteConfig::adapter(std::string_view wanted) const {
    const auto found = std::find_if(adapters.begin(), adapters.end(),
                                    [&](const AdapterConfig& each) { return each.settings.name == wanted; });
    return found == adapters.end() ? nullptr : &*found;
}

SiteConfig read_site_config(const XmlFile& file, std::vector<Error>& errors) {
    SiteConfig config;
    ElementReader element(file, file.root(), errors);
    if (element.element() != "site")
        element.mistake("site.root", fmt::format("crossdock.xml begins with <site>, not <{}>", element.element()));
    config.name = element.required("name");
    config.stop_within_ms = static_cast<std::uint32_t>(element.duration_ms("stop-within", "30s"));
    for (ElementReader& child : element.children("identity")) {
        config.identities.push_back({child.optional("qualifier"), child.required("id")});
        child.finish();
    }
    for (ElementReader& child : element.children("journal")) {
        config.journal_low_water_bytes = child.size_bytes("low-water", "256MiB");
        config.journal_segment_bytes = child.size_bytes("segment", "64MiB");
        child.finish();
    }
    for (ElementReader& child : element.children("readiness")) {
        config.readiness_address = child.required("address");
        config.readiness_position = child.position("address", true);
        child.finish();
    }
    for (ElementReader& child : element.children("plugins")) {
        config.allow_unsigned_plugins = child.yes_no("allow-unsigned", false);
        child.finish();
    }
    for (ElementReader& child : element.children("log")) read_log(child, config.log);
    for (ElementReader& child : element.children("intake")) read_intake(child, config.intake);
    config.retries.emplace("standard", RetryPolicy{"standard"});
    for (ElementReader& child : element.children("retry")) {
        RetryPolicy retry = read_retry(child);
        config.retries.insert_or_assign(retry.name, retry);
    }
    for (ElementReader& child : element.children("adapter")) {
        AdapterConfig adapter = read_adapter(child);
        if (config.adapter(adapter.settings.name) != nullptr)
            child.mistake("name", "site.adapter-twice",
                          fmt::format("there are two adapters '{}'; give each its own name", adapter.settings.name));
        if (config.retries.find(adapter.retry) == config.retries.end())
            child.mistake("retry", "site.unknown-retry",
                          fmt::format("there is no <retry name=\"{}\">; add it, or use standard", adapter.retry));
        config.adapters.push_back(std::move(adapter));
    }
    for (const AdapterConfig& adapter : config.adapters)
        if (!adapter.format.empty() && config.adapter(adapter.format) == nullptr)
            errors.push_back(Error{"site.unknown-adapter", ErrorClass::configuration,
                                   fmt::format("adapter {} names the format '{}', and there is no adapter of that name",
                                               adapter.settings.name, adapter.format)}
                                 .at(adapter.settings.position));
    element.finish();
    return config;
}

}  // namespace crossdock::site
