// One adapter under check from its creation to its end.
#include "subject.hpp"

namespace crossdock::sdk::validator {

namespace {

FakeAdapter create(const Subject& subject, const std::filesystem::path& site, FakeHost& host, Report& report) {
    std::filesystem::create_directories(site);
    configure(subject, site, host, report);
    FakeAdapter adapter(host, *subject.entry, subject.type->name);
    if (adapter.table() == nullptr)
        report.problem("create makes an adapter of type " + std::string(subject.type->name), describe(adapter.created));
    return adapter;
}

}  // namespace

Session::Session(const Subject& subject, Report& report)
    : subject_(subject),
      report_(report),
      site_(subject.scratch / "site"),
      adapter(create(subject, site_, host, report)) {}

Session::~Session() {
    finish();
    std::error_code ignored;
    std::filesystem::remove_all(site_, ignored);
}

bool Session::initialised() {
    if (!created()) return false;
    const Answer answer = adapter.init();
    return report_.expect(answer.ok(), "init answers OK" + configuration_advice(subject_), describe(answer));
}

bool Session::started() {
    if (!initialised()) return false;
    const Answer answer = adapter.start();
    if (!answer.ok() && answer.status == CROSSDOCK_FAILED) report_.expect_filled("start", answer.error);
    return report_.expect(answer.ok(), "start answers OK" + configuration_advice(subject_), describe(answer));
}

void Session::finish() {
    if (!created()) return;
    adapter.destroy();
    for (const std::string& held : host.outstanding())
        report_.problem("nothing of the host is outstanding after destroy", held);
    for (const std::string& breach : host.breaches()) report_.problem("the contract is kept", breach);
}

}  // namespace crossdock::sdk::validator
