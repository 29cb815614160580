// What is parked of a message: all of it, an interchange, a transaction, a part that is not there any more.
#include <fmt/format.h>

#include "host/base/error_text.hpp"
#include "host/intake/intake_worker.hpp"
#include "host/journal/exception_text.hpp"

namespace crossdock::intake {

namespace {

// What is parked again when the part that a person tried again cannot be read.
journal::ExceptionParked::Subject subject_of_part(const PendingMessage& message) {
    return message.again == Again::acknowledge ? journal::ExceptionParked::Subject::acknowledgement
                                               : journal::ExceptionParked::Subject::transaction;
}

}  // namespace

Error rejection(const std::vector<plugins::Finding>& findings) {
    std::string text = "rejected:";
    std::string code = "intake.rejected";
    for (const plugins::Finding& finding : findings) {
        if (finding.severity == plugins::Severity::note) continue;
        if (code == "intake.rejected" && finding.severity == plugins::Severity::error) code = finding.code;
        text += fmt::format("\n{}{}{}", finding.segment != 0 ? fmt::format("segment {}: ", finding.segment) : "",
                            finding.text, finding.code.empty() ? "" : fmt::format(" ({})", finding.code));
    }
    return Error{std::move(code), ErrorClass::needs_person, std::move(text)};
}

std::vector<journal::RecordedFinding> recorded(const std::vector<plugins::Finding>& findings) {
    std::vector<journal::RecordedFinding> list;
    list.reserve(findings.size());
    for (const plugins::Finding& finding : findings)
        list.push_back({static_cast<std::uint32_t>(finding.severity), finding.segment, finding.element,
                        finding.component, finding.offset, finding.code, finding.text, finding.value, finding.tag,
                        finding.standard_code});
    return list;
}

EntityId Intake::Worker::park(Prepared& prepared, journal::ExceptionParked parked, const Error& error) const {
    const EntityId exception = options_.store->allocate_ids(1);
    parked.exception = exception;
    parked.code = error.code;
    parked.error_class = static_cast<std::uint32_t>(error.error_class);
    parked.text = text_with_causes(error);
    parked.position = describe(error.position);
    parked.deployment = deployment().digest();
    prepared.unit.records.push_back(journal::make_record(parked, exception));
    prepared.unit.records.push_back(journal::make_record(parked, parked.message));
    prepared.unit.advances.push_back({exception, journal::entity_kind::exception, 0, false, {}});
    prepared.parked.push_back(journal::log_line(parked));
    return exception;
}

void Intake::Worker::park_message(const Work& work, const Error& error, Prepared& prepared) const {
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::message;
    parked.parked = parked.message = work.message.id;
    parked.partner = work.message.info.partner;
    park(prepared, std::move(parked), error);
}

// An interchange whose agreement is not known; when a part of it was tried again, that part.
void Intake::Worker::park_refused(const Work& work, const Interchange& interchange, Prepared& prepared) const {
    const std::uint64_t offset = offset_of(interchange);
    journal::MessageRead read;
    read.format = work.format;
    read.outcome = "parked";
    read.offset = offset;
    if (interchange.envelope) read.interchange_control_number = interchange.envelope->control_number;
    if (!read.interchange_control_number.empty())
        prepared.unit.trace_keys.push_back({"control-number", read.interchange_control_number, work.message.id});
    read.findings = recorded(interchange.findings);
    prepared.unit.records.push_back(journal::make_record(read, work.message.id));
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::message;
    parked.control_number = read.interchange_control_number;
    parked.offset = offset;
    if (work.message.only && *work.message.only != offset) {
        parked.subject = subject_of_part(work.message);
        parked.control_number.clear();
        parked.offset = *work.message.only;
    }
    parked.parked = parked.message = work.message.id;
    parked.partner = work.message.info.partner;
    park(prepared, std::move(parked), *interchange.refused);
}

// What is wrong around its groups; what is in them has been released or parked by itself.
void Intake::Worker::park_interchange(const Work& work, const Interchange& interchange, Prepared& prepared) const {
    const bool empty = interchange.groups.empty() && interchange.streamed == 0;
    if (!empty && decide(interchange.findings) != plugins::Decision::rejected) return;
    journal::ExceptionParked parked;
    parked.subject =
        empty ? journal::ExceptionParked::Subject::message : journal::ExceptionParked::Subject::interchange;
    parked.parked = parked.message = work.message.id;
    parked.partner = interchange.agreement->partner;
    if (interchange.envelope) parked.control_number = interchange.envelope->control_number;
    parked.offset = offset_of(interchange);
    park(prepared, std::move(parked),
         interchange.findings.empty()
             ? Error{"intake.nothing-found", ErrorClass::needs_person, "there is no document in this interchange"}
             : rejection(interchange.findings));
}

void Intake::Worker::park_missing_part(const Work& work, Prepared& prepared) const {
    journal::ExceptionParked parked;
    parked.subject = subject_of_part(work.message);
    parked.parked = parked.message = work.message.id;
    parked.partner = work.message.info.partner;
    parked.offset = *work.message.only;
    park(prepared, std::move(parked),
         Error{"intake.part-not-found", ErrorClass::needs_person,
               fmt::format("when {} is read with the present site, no document begins at byte {} any more; restore the "
                           "format's former settings and retry, or let the partner send it again",
                           flow::show_message(work.message.id), *work.message.only)});
}

}  // namespace crossdock::intake
