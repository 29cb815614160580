// A site's settings of an adapter against its type.
#include "host/plugins/inspection.hpp"

#include <catch2/catch.hpp>

#include "tests/host/plugins/running_host.hpp"

using namespace crossdock;
using namespace crossdock::plugins;
using namespace crossdock::testing;

namespace {

const PluginInfo& trial() {
    static const PluginInfo info = inspect(good_plugins() / "trial.so");
    return info;
}

// The codes of what is wrong; the settings are normalised.
std::vector<std::string> check(AdapterSettings& settings) {
    std::vector<Error> errors;
    check_settings(trial(), settings, "/site", errors);
    std::vector<std::string> codes;
    for (const Error& error : errors) codes.push_back(error.code + ":" + std::to_string(error.position.line));
    return codes;
}

std::string value(const AdapterSettings& settings, const std::string& name) {
    for (const PropertyText& property : settings.properties)
        if (property.name == name) return property.value;
    return "absent";
}

AdapterSettings record(std::vector<PropertyText> properties) {
    AdapterSettings settings = adapter("record", "record", Isolation::thread, std::move(properties));
    settings.position = {"crossdock.xml", 1, 1};
    return settings;
}

}  // namespace

TEST_CASE("properties are brought into the form that plugins read, and defaults filled in") {
    AdapterSettings settings = record({{"path", "out/orders", {}},
                                       {"limit", "2KiB", {}},
                                       {"mode", "append", {}},
                                       {"sync", "yes", {}},
                                       {"tag", "a", {}},
                                       {"tag", "b", {}},
                                       {"url", "https://example.com/x", {}}});
    CHECK(check(settings).empty());
    CHECK(value(settings, "path") == "/site/out/orders");
    CHECK(value(settings, "limit") == "2048");
    CHECK(value(settings, "wait") == "1000");
}

TEST_CASE("each mistake in the settings is named with its place, all in one look") {
    AdapterSettings settings = record({{"pathh", "x", {"crossdock.xml", 2, 1}},
                                       {"limit", "lots", {"crossdock.xml", 3, 1}},
                                       {"mode", "apend", {"crossdock.xml", 4, 1}},
                                       {"sync", "true", {"crossdock.xml", 5, 1}},
                                       {"wait", "soon", {"crossdock.xml", 6, 1}},
                                       {"wait", "1s", {"crossdock.xml", 7, 1}},
                                       {"url", "example.com", {"crossdock.xml", 8, 1}}});
    CHECK(check(settings) == std::vector<std::string>{"property.unknown:2", "property.not-a-size:3",
                                                      "property.unknown-choice:4", "property.not-yes-or-no:5",
                                                      "property.not-a-duration:6", "property.repeated:7",
                                                      "property.not-a-url:8", "property.missing:1"});
}

TEST_CASE("integers are held to their range") {
    AdapterSettings settings =
        adapter("emit", "emit", Isolation::thread, {{"count", "1000001", {"x", 2, 1}}, {"hang-at", "1x", {"x", 3, 1}}});
    CHECK(check(settings) == std::vector<std::string>{"property.out-of-range:2", "property.not-an-integer:3"});
}

TEST_CASE("a secret given as text is refused without repeating it") {
    AdapterSettings settings = adapter("echo", "echo", Isolation::thread, {{"password", "hunter2", {"x", 2, 1}}});
    std::vector<Error> errors;
    check_settings(trial(), settings, "/site", errors);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].code == "property.secret-as-text");
    CHECK(errors[0].text.find("hunter2") == std::string::npos);
    settings.properties[0].value = "file:keys/p";
    CHECK(check(settings).empty());
    CHECK(settings.properties[0].value == "file:/site/keys/p");
}

TEST_CASE("an unknown type is answered with the nearest there is") {
    AdapterSettings settings = adapter("x", "ekko", Isolation::thread);
    std::vector<Error> errors;
    check_settings(trial(), settings, "/site", errors);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].text.find("did you mean echo?") != std::string::npos);
}
