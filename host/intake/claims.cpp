// What becomes of an interchange that came before.
#include <crossdock/host_findings.h>
#include <fmt/format.h>

#include <algorithm>

#include "host/base/binary.hpp"
#include "host/intake/intake_worker.hpp"

namespace crossdock::intake {

namespace {

// Whether anything of it went out when the message was read before. One that never did has no repeats.
bool was_released(const PendingMessage& message, const Interchange& interchange) {
    return std::any_of(interchange.groups.begin(), interchange.groups.end(),
                       [&](const Group& group) { return message.done->whole.count(group.offset) != 0; });
}

std::string first_of(const Work& work, const journal::Conflict& conflict) {
    return conflict.owner == work.message.id
               ? "an interchange before it in the same message"
               : flow::show_message(conflict.owner) + " at " + format_utc(conflict.claimed_at_ms);
}

}  // namespace

plugins::Finding refused_duplicate(std::string text) {
    plugins::Finding finding;
    finding.scope = plugins::Scope::interchange;
    finding.code = CROSSDOCK_FINDING_DUPLICATE;
    finding.text = std::move(text);
    return finding;
}

// What makes it the same as another one by its agreement's rule; nothing where there is no rule.
std::optional<journal::KeyClaim> Intake::Worker::claim_of(const Work& work, const Interchange& interchange) const {
    if (interchange.agreement == nullptr || interchange.agreement->duplicates == partner::DuplicateRule::none)
        return std::nullopt;
    const partner::Agreement& agreement = *interchange.agreement;
    journal::KeyClaim claim{"interchange/" + agreement.name,
                            {},
                            work.message.id,
                            content_of(work, interchange),
                            agreement.duplicates_within_ms};
    if (agreement.duplicates == partner::DuplicateRule::digest || !interchange.envelope ||
        interchange.envelope->control_number.empty())
        claim.key = to_hex(claim.content);
    else
        claim.key =
            fmt::format("{}:{}>{}:{}#{}{}", interchange.envelope->sender.qualifier, interchange.envelope->sender.id,
                        interchange.envelope->receiver.qualifier, interchange.envelope->receiver.id,
                        interchange.envelope->control_number, interchange.envelope->test ? "T" : "P");
    return claim;
}

// Asks for its key in the unit, or finds that an interchange before it in the same message has it. A claim that stands
// is the message's own after a restart, so it cannot tell the two apart.
void Intake::Worker::claim(Work& work, Interchange& interchange, journal::Unit& unit) const {
    const auto claim = claim_of(work, interchange);
    if (!claim) return;
    const std::uint64_t offset = offset_of(interchange);
    const bool streamed = work.message.bytes == nullptr;
    const bool by_whole_message = streamed && claim->key == to_hex(claim->content);
    const PendingMessage& message = work.message;
    const bool passed_over = message.only && !is_about(interchange, *message.only);
    if (passed_over && !streamed && !was_released(message, interchange)) return;
    Work::First first{offset, claim->content};
    if (!by_whole_message) first = work.first_of_key.try_emplace(claim->space + '\n' + claim->key, first).first->second;
    // A part of an interchange claims nothing; a whole one that comes through only now does.
    if (passed_over || (message.only && message.again != Again::read)) return;
    if (first.offset != offset)
        came_before(interchange,
                    {journal::Conflict::With::claim, 0, message.id,
                     // Of those that are streamed nobody knows whether they are the same: they count as different.
                     streamed ? journal::Digest{} : first.content, options_.clock->wall_ms()});
    else if (!interchange.claimed)
        unit.claims.push_back(*claim);
}

// What tells a repeat from another interchange under the same number: the digest of its own bytes where they are at
// hand, of the whole message where it is streamed.
journal::Digest Intake::Worker::content_of(const Work& work, const Interchange& interchange) const {
    const std::uint64_t begin = interchange.envelope ? interchange.envelope->offset : 0;
    const std::uint64_t end = interchange.end.offset;
    if (work.message.bytes == nullptr || !interchange.envelope || end <= begin || end > work.message.bytes->size())
        return work.message.info.digest;
    return journal::digest_of(
        as_bytes(std::string_view(*work.message.bytes)
                     .substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin))));
}

// Its agreement says what becomes of it.
void Intake::Worker::came_before(Interchange& interchange, const journal::Conflict& conflict) {
    interchange.claimed = true;
    const bool taken = interchange.agreement->on_duplicate == partner::DuplicateAnswer::accept;
    (taken ? interchange.counts_too : interchange.repeated) = conflict;
}

journal::MessageRead Intake::Worker::read_of(const Work& work, const Interchange& interchange) const {
    journal::MessageRead read;
    read.format = work.format;
    read.agreement = interchange.agreement->name;
    if (interchange.envelope) {
        read.interchange_control_number = interchange.envelope->control_number;
        read.offset = interchange.envelope->offset;
    }
    read.duration_ms = options_.clock->steady_ms() - work.begun_ms;
    return read;
}

void Intake::Worker::record_counts_too(const Work& work, const Interchange& interchange, Prepared& prepared) const {
    if (!is_whole(work, interchange)) return;
    journal::MessageRead read = read_of(work, interchange);
    read.outcome = "taken again";
    journal::RecordedFinding& finding = read.findings.emplace_back();
    finding.severity = static_cast<std::uint32_t>(plugins::Severity::note);
    finding.code = "intake.counts-too";
    finding.text =
        fmt::format("this came before, as {}; its agreement takes it again", first_of(work, *interchange.counts_too));
    prepared.unit.records.push_back(journal::make_record(read, work.message.id));
}

void Intake::Worker::record_repeat(const Work& work, const Interchange& interchange, Prepared& prepared) {
    using partner::DuplicateAnswer;
    const journal::Conflict& conflict = *interchange.repeated;
    const DuplicateAnswer answer = interchange.agreement->on_duplicate;
    const bool same = conflict.content == content_of(work, interchange);
    const bool refused = answer == DuplicateAnswer::refuse;
    const bool recognised = same && answer == DuplicateAnswer::recognise;
    const std::string came =
        same ? "this came before, as " + first_of(work, conflict)
             : "another interchange with this control number came before, as " + first_of(work, conflict);
    journal::MessageRead read = read_of(work, interchange);
    read.outcome = refused ? "refused" : recognised ? "repeated" : "parked";
    journal::RecordedFinding& finding = read.findings.emplace_back();
    finding.severity = static_cast<std::uint32_t>(recognised ? plugins::Severity::note : plugins::Severity::error);
    finding.code = refused ? CROSSDOCK_FINDING_DUPLICATE : recognised ? "intake.repeated" : duplicate_number;
    if (recognised)
        finding.text = came + "; it was recognised and nothing was done again";
    else if (refused)
        finding.text = came + "; its agreement refuses it, and nothing of it is taken";
    else
        finding.text = came + "; ask the partner whether this one counts, too: retry takes it, discard leaves it";
    if (refused && acknowledges(interchange))
        read.acknowledgement = acknowledge(work, interchange, refusal_of(interchange, refused_duplicate(finding.text)),
                                           offset_of(interchange), prepared);
    const Error why{finding.code, ErrorClass::needs_person,
                    refused ? finding.text + "; if its documents are wanted, the partner sends them under a new number"
                            : finding.text};
    prepared.unit.records.push_back(journal::make_record(read, work.message.id));
    if (recognised || (refused && same)) return;
    journal::ExceptionParked parked;
    parked.subject =
        refused ? journal::ExceptionParked::Subject::interchange : journal::ExceptionParked::Subject::message;
    parked.parked = parked.message = work.message.id;
    parked.partner = interchange.agreement->partner;
    parked.control_number = read.interchange_control_number;
    parked.offset = read.offset;
    park(prepared, std::move(parked), why);
}

}  // namespace crossdock::intake
