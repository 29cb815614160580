// A format adapter under test, through the tables of the ABI.
#pragma once

#include "tests/plugins/edi/memory.hpp"
#include "tests/plugins/edi/recorders.hpp"

#include <crossdock/cpp/plugin.hpp>
#include <crossdock/cpp/views.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace edi_test {

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
            *value = crossdock::sdk::view(found->second);
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

// A format adapter as a host sees it: made, configured and asked through its tables.
template <typename Format>
struct FormatUnderTest {
    explicit FormatUnderTest(std::map<std::string, std::string> properties) : host(std::move(properties)) {
        table = crossdock::sdk::AdapterShell::release(std::make_unique<Format>(host.raw()));
        error = crossdock::sdk::empty_error();
        status = table->init(table->self, &error);
        if (status == CROSSDOCK_OK)
            format = static_cast<const crossdock_format*>(table->get_extension(table->self, CROSSDOCK_FORMAT));
    }
    FormatUnderTest(const FormatUnderTest&) = delete;
    FormatUnderTest& operator=(const FormatUnderTest&) = delete;
    ~FormatUnderTest() { table->destroy(table->self); }
    [[nodiscard]] std::uint32_t probe(std::string_view head) const {
        return format->probe(table->self, crossdock::sdk::bytes_view(head), crossdock::sdk::view("a.edi"), {});
    }
    // What ends an interchange with these control numbers and this context; `failed: CODE` when it is refused.
    [[nodiscard]] std::string trailers(std::string_view context, std::string_view interchange, const char* group,
                                       std::uint64_t transactions) const {
        const auto envelope = [&](std::string_view control) {
            crossdock_envelope made{};
            made.struct_size = sizeof made;
            made.context = crossdock::sdk::view(context);
            made.control_number = crossdock::sdk::view(control);
            return made;
        };
        const crossdock_envelope outer = envelope(interchange);
        const crossdock_envelope inner = envelope(group == nullptr ? "" : group);
        Output output;
        crossdock_error failed = crossdock::sdk::empty_error();
        const auto answer = format->trailers(table->self, &outer, group == nullptr ? nullptr : &inner, transactions,
                                             &output.raw(), &failed);
        return answer == CROSSDOCK_OK ? std::string(output.bytes()) : std::string("failed: ") + failed.code;
    }
    // Splits the payload, once to its end and once abandoned on the way; answers the findings of both.
    [[nodiscard]] std::vector<Finding> split_twice(std::string_view payload,
                                                   const crossdock_format_options* options) const {
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
        crossdock_error failed = crossdock::sdk::empty_error();
        for (const bool to_the_end : {true, false}) {
            void* state = nullptr;
            REQUIRE(format->split_open(table->self, &events, options, &state, &failed) == CROSSDOCK_OK);
            REQUIRE(format->split_feed(table->self, state, crossdock::sdk::bytes_view(payload), &failed) ==
                    CROSSDOCK_OK);
            if (to_the_end)
                REQUIRE(format->split_close(table->self, state, &failed) == CROSSDOCK_OK);
            else
                format->split_abandon(table->self, state);
        }
        return findings;
    }
    ConfigHost host;
    const crossdock_adapter* table = nullptr;
    const crossdock_format* format = nullptr;
    crossdock_error error{};
    crossdock_status status = CROSSDOCK_FAILED;
};

}  // namespace edi_test
