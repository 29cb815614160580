// The plugin's adapter through the tables of the ABI.
#include "tests/plugins/x12/fixture.hpp"

#include "plugins/x12/format_adapter.hpp"

#include <crossdock/cpp/plugin.hpp>

#include <map>

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
namespace sdk = crossdock::sdk;

namespace {

// A host that offers a configuration and nothing else.
class ConfigHost {
public:
    explicit ConfigHost(std::map<std::string, std::string> properties) : properties_(std::move(properties)) {
        host_.struct_size = sizeof host_;
        host_.context = this;
        host_.get_extension = [](const crossdock_host* host, const char* id) -> const void* {
            return std::string_view(id) == CROSSDOCK_CONFIG ? &of(host).config_ : nullptr;
        };
        config_.struct_size = sizeof config_;
        config_.count = [](const crossdock_host* host, const char* name) -> std::uint64_t {
            return of(host).properties_.count(name);
        };
        config_.text = [](const crossdock_host* host, const char* name, std::uint64_t,
                          crossdock_text_view* value) -> crossdock_status {
            const auto found = of(host).properties_.find(name);
            if (found == of(host).properties_.end()) return CROSSDOCK_NOT_FOUND;
            *value = sdk::view(found->second);
            return CROSSDOCK_OK;
        };
    }
    ConfigHost(const ConfigHost&) = delete;
    ConfigHost& operator=(const ConfigHost&) = delete;
    [[nodiscard]] const crossdock_host* raw() const { return &host_; }

private:
    static ConfigHost& of(const crossdock_host* host) { return *static_cast<ConfigHost*>(host->context); }
    crossdock_host host_{};
    crossdock_config config_{};
    std::map<std::string, std::string> properties_;
};

struct Adapter {
    explicit Adapter(std::map<std::string, std::string> properties) : host(std::move(properties)) {
        table = sdk::AdapterShell::release(std::make_unique<x12::X12Format>(host.raw()));
        error = sdk::empty_error();
        status = table->init(table->self, &error);
        if (status == CROSSDOCK_OK)
            format = static_cast<const crossdock_format*>(table->get_extension(table->self, CROSSDOCK_FORMAT));
    }
    Adapter(const Adapter&) = delete;
    Adapter& operator=(const Adapter&) = delete;
    ~Adapter() { table->destroy(table->self); }
    [[nodiscard]] std::uint32_t probe(std::string_view head) const {
        return format->probe(table->self, sdk::bytes_view(head), sdk::view("a.edi"), {});
    }
    ConfigHost host;
    const crossdock_adapter* table = nullptr;
    const crossdock_format* format = nullptr;
    crossdock_error error{};
    crossdock_status status = CROSSDOCK_FAILED;
};

const std::string shipped = CROSSDOCK_SOURCE_DIR "/mappings/dictionaries";

}  // namespace

TEST_CASE("an interchange is recognised by its header") {
    const Adapter adapter({{"dictionaries", shipped}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    CHECK(adapter.probe(order()) == 100);
    CHECK(adapter.probe("\xEF\xBB\xBF\r\n" + order()) == 100);
    CHECK(adapter.probe(order().substr(0, 40)) == 60);
    CHECK(adapter.probe("ISABELLA") == 0);
    CHECK(adapter.probe("UNB+UNOC:3") == 0);
    CHECK(adapter.probe("{}") == 0);
    CHECK(adapter.probe("") == 0);
}

TEST_CASE("types and their descriptions are given; an unknown type is not found") {
    const Adapter adapter({{"dictionaries", shipped}});
    Output types;
    crossdock_error error = sdk::empty_error();
    CHECK(adapter.format->types(adapter.table->self, &types.raw(), &error) == CROSSDOCK_OK);
    CHECK(types.bytes().rfind("x12/004010/810\nx12/004010/820\n", 0) == 0);
    Output description;
    CHECK(adapter.format->describe(adapter.table->self, sdk::view("x12/004010/855"), &description.raw(), &error) ==
          CROSSDOCK_OK);
    CHECK(description.bytes().rfind("{\"$id\":\"x12/004010/855\"", 0) == 0);
    CHECK(adapter.format->describe(adapter.table->self, sdk::view("x12/004010/204"), &description.raw(), &error) ==
          CROSSDOCK_NOT_FOUND);
}

TEST_CASE("a split through the table is fed, closed and abandoned; options override properties") {
    const Adapter adapter({{"dictionaries", shipped}, {"segment-limit", "20"}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    const auto findings_with = [&](const crossdock_format_options* options) {
        std::vector<Finding> findings;
        crossdock_split_events events{};
        events.struct_size = sizeof events;
        events.context = &findings;
        events.envelope_begin = [](void*, const crossdock_envelope*) {};
        events.transaction = [](void*, const crossdock_slice*) {};
        events.envelope_end = [](void*, const crossdock_envelope_end*) {};
        events.finding = [](void* context, const crossdock_finding* finding) {
            static_cast<std::vector<Finding>*>(context)->push_back(copied(*finding));
        };
        crossdock_error error = sdk::empty_error();
        void* state = nullptr;
        REQUIRE(adapter.format->split_open(adapter.table->self, &events, options, &state, &error) == CROSSDOCK_OK);
        const std::string payload = order();
        REQUIRE(adapter.format->split_feed(adapter.table->self, state, sdk::bytes_view(payload), &error) ==
                CROSSDOCK_OK);
        REQUIRE(adapter.format->split_close(adapter.table->self, state, &error) == CROSSDOCK_OK);
        REQUIRE(adapter.format->split_open(adapter.table->self, &events, options, &state, &error) == CROSSDOCK_OK);
        REQUIRE(adapter.format->split_feed(adapter.table->self, state, sdk::bytes_view(payload), &error) ==
                CROSSDOCK_OK);
        adapter.format->split_abandon(adapter.table->self, state);
        return codes(findings);
    };
    CHECK_FALSE(findings_with(nullptr).empty());
    const Options wide{{"segment-limit", "5000"}};
    CHECK(findings_with(wide).empty());
    const Options bad{{"segment-limit", "x"}};
    crossdock_split_events events{};
    void* state = nullptr;
    crossdock_error error = sdk::empty_error();
    CHECK(adapter.format->split_open(adapter.table->self, &events, bad, &state, &error) == CROSSDOCK_FAILED);
    CHECK(std::string(error.code) == "x12.bad-option");
}

TEST_CASE("a wrong configuration stops the adapter with a reason") {
    CHECK(std::string(Adapter({{"dictionaries", std::string("/nowhere")}}).error.code) == "x12.no-dictionaries");
    CHECK(std::string(Adapter({{"dictionaries", shipped}, {"validate", "everything"}}).error.text) ==
          "validate is 'everything': all, none, or a list of syntax, types, usage, order, codes, relational, hierarchy "
          "and counts is "
          "right");
    CHECK(std::string(Adapter({{"dictionaries", shipped}, {"segment-limit", "0"}}).error.code) == "x12.bad-option");
    CHECK(Adapter({{"dictionaries", shipped}, {"validate", "types, usage"}}).status == CROSSDOCK_OK);
}
