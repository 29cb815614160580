// What is refused at the gate, and what is not.
#include "host/intake/gate.hpp"

#include "tests/host/flow/engine_fixture.hpp"

using namespace crossdock;
using namespace crossdock::intake;

namespace {

class AtTheGate : public flow::EngineFixture {
public:
    AtTheGate() { REQUIRE(start(R"(<send to="erp" format="json"/>)").ok()); }

    std::optional<Gate::Refusal> check() {
        plugins::ReceivedMessage message;
        message.adapter = "in";
        message.payload.bytes = std::string("{}");
        Gate gate(adapters, flows->deployment());
        return gate.check({&message}).front();
    }
};

}  // namespace

TEST_CASE_METHOD(AtTheGate, "what no format knows is refused for good") {
    const auto refusal = check();
    REQUIRE(refusal);
    CHECK(refusal->error.code == unrecognised);
    CHECK(refusal->error.error_class == ErrorClass::permanent);
}

TEST_CASE_METHOD(AtTheGate, "a format that could not be asked is no reason to refuse what came") {
    adapters.probe = [](std::string_view) -> Result<std::uint32_t> {
        return Error{"plugin.died", ErrorClass::retry, "the worker died"};
    };
    CHECK_FALSE(check());
}
