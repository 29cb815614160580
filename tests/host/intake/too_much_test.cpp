// What was found in a message is more than the journal takes in one unit.
#include "tests/host/intake/intake_fixture.hpp"

using namespace crossdock;
using namespace crossdock::intake;

namespace {

// Of a message `fat` more is found than a unit can hold; both kinds come from a partner whom nobody knows.
class SmallUnits : public IntakeFixture {
public:
    SmallUnits() {
        store.reset();
        options.unit_bytes_max = 20'000;
        open();
        adapters.probe = [](std::string_view) -> Result<std::uint32_t> { return 100; };
        adapters.split = [](std::string_view bytes) {
            std::vector<plugins::SplitEvent> events;
            plugins::Envelope envelope;
            envelope.level = plugins::EnvelopeLevel::interchange;
            envelope.sender.id = "NOBODY";
            events.emplace_back(envelope);
            plugins::Finding finding;
            finding.scope = plugins::Scope::interchange;
            finding.text = std::string(100, 'x');
            for (int at = 0; at < (bytes == "fat" ? 1'000 : 1); ++at) events.emplace_back(finding);
            for (int at = 0; at < (bytes == "many" ? 20'000 : 1); ++at) events.emplace_back(plugins::Slice());
            plugins::EnvelopeEnd end;
            end.level = plugins::EnvelopeLevel::interchange;
            events.emplace_back(end);
            return events;
        };
        make_intake();
    }

    std::multiset<std::string> parked_codes() const {
        std::multiset<std::string> codes;
        for (const journal::LiveEntity& live : store->live(journal::entity_kind::exception)) {
            const auto history = store->history(live.id);
            for (const journal::StoredUnit& unit : *history)
                for (const journal::Record& record : unit.records)
                    if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::exception_parked) &&
                        record.first_entity == live.id)
                        codes.insert(journal::read_record<journal::ExceptionParked>(record).value().code);
        }
        return codes;
    }
};

}  // namespace

TEST_CASE_METHOD(SmallUnits,
                 "a message of which more was found than a unit holds is parked, and its neighbours go on") {
    for (const char* bytes : {"slim", "fat", "many", "slim too"}) receive(bytes, true);
    REQUIRE(intake->start().ok());
    CHECK(eventually([&] { return store->live(journal::entity_kind::exception).size() == 4; }));
    CHECK(parked_codes() ==
          std::multiset<std::string>{"intake.too-much", "intake.too-much", "partner.unknown", "partner.unknown"});
    CHECK(store->live(journal::entity_kind::message).empty());
    CHECK(failures.empty());
}
