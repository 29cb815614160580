#include "host/commands/story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "host/base/error_text.hpp"
#include "host/base/quantity.hpp"
#include "host/commands/entity_name.hpp"
#include "host/flow/run.hpp"
#include "host/journal/records.hpp"
#include "host/plugins/format_types.hpp"

namespace crossdock::commands {

namespace {

using journal::EntityId;

// Whether a person decided about an exception with it.
bool is_decision(const journal::StoredUnit& unit) {
    return std::any_of(unit.records.begin(), unit.records.end(), [](const journal::Record& record) {
        return record.kind == static_cast<std::uint16_t>(journal::RecordKind::exception_resolved);
    });
}

// Follows the references between records until nothing new turns up. When the story begins with a document, or with a
// transaction that became none, the others of its message are left out.
class Teller {
public:
    explicit Teller(const journal::Store& store) : store_(store) {}

    Result<std::vector<StoryEvent>> tell(EntityId subject) {
        want(subject);
        while (!wanted_.empty()) {
            const EntityId next = *wanted_.begin();
            wanted_.erase(wanted_.begin());
            seen_.insert(next);
            CROSSDOCK_TRY_ASSIGN(const std::vector<journal::StoredUnit> units, store_.history(next));
            for (const journal::StoredUnit& unit : units) CROSSDOCK_TRY(read(unit, next));
        }
        std::vector<StoryEvent> events;
        for (auto& [key, event] : events_) events.push_back(std::move(event));
        std::stable_sort(events.begin(), events.end(), [](const StoryEvent& left, const StoryEvent& right) {
            return left.position < right.position;
        });
        return events;
    }

private:
    void want(EntityId id) {
        if (id != 0 && !seen_.contains(id)) wanted_.insert(id);
    }

    void say(const journal::StoredUnit& unit, std::size_t index, std::string subject, std::string what,
             std::string text, std::int64_t took_ms = -1) {
        StoryEvent event{unit.committed_at_ms, unit.position,   std::move(subject),
                         std::move(what),      std::move(text), took_ms};
        events_.emplace(fmt::format("{:020}-{:06}-{}-{}", unit.position, index, event.subject, event.what),
                        std::move(event));
    }

    Status read(const journal::StoredUnit& unit, EntityId about) {
        for (std::size_t index = 0; index < unit.records.size(); ++index) {
            const journal::Record& record = unit.records[index];
            if (about < record.first_entity || about > record.last_entity) continue;
            CROSSDOCK_TRY(read(unit, index, record, about));
        }
        return {};
    }

    Status read(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record, EntityId about);
    Status read_documents(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record,
                          EntityId about);
    Status read_step(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record, EntityId about);
    Status read_message(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record,
                        EntityId about);
    Status read_acknowledgement(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record,
                                EntityId about);

    const journal::Store& store_;
    std::set<EntityId> wanted_;
    std::set<EntityId> seen_;
    std::map<std::string, StoryEvent> events_;
    std::set<std::pair<EntityId, std::uint64_t>> transactions_;  // by message and offset: parked, perhaps repeatedly
    bool one_document_ = false;
};

// Of the delivery that was prepared; 0 in a journal that does not say.
EntityId own_id(const journal::DeliveryPrepared& prepared) {
    const auto id = std::find_if(prepared.headers.begin(), prepared.headers.end(),
                                 [](const auto& header) { return header.first == "id"; });
    return id == prepared.headers.end() ? 0 : parse_entity(id->second).value_or(0);
}

Status Teller::read_message(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record,
                            EntityId about) {
    CROSSDOCK_TRY_ASSIGN(const auto read, journal::read_record<journal::MessageRead>(record));
    std::size_t documents = 0;
    std::size_t parked = 0;
    for (const auto& transaction : read.transactions) {
        documents += transaction.document != 0 ? 1 : 0;
        parked += transaction.exception != 0 ? 1 : 0;
        const auto is_told = [&](EntityId id) { return seen_.contains(id) || wanted_.contains(id); };
        // The exception of what was rejected tells the findings.
        const bool parked_by_us = is_told(transaction.exception) &&
                                  transaction.decision != static_cast<std::uint32_t>(plugins::Decision::rejected);
        const bool ours = !one_document_ || is_told(transaction.document) || parked_by_us;
        if (!one_document_) {
            want(transaction.document);
            want(transaction.exception);
        }
        for (const auto& finding : transaction.findings)
            if (ours)
                say(unit, index, flow::show_message(about), "found in " + transaction.control_number,
                    fmt::format("{}{} ({})", finding.segment != 0 ? fmt::format("segment {}: ", finding.segment) : "",
                                finding.text, finding.code));
    }
    want(read.acknowledgement);
    std::string text = fmt::format("{}: {} document{}", read.outcome, documents, documents == 1 ? "" : "s");
    if (parked != 0) text += fmt::format(", {} parked", parked);
    if (!read.interchange_control_number.empty())
        text += fmt::format("; interchange {}", read.interchange_control_number);
    if (!read.group_control_number.empty())
        text += fmt::format(", group {} {}", read.functional_id, read.group_control_number);
    if (!read.agreement.empty()) text += fmt::format("; agreement {}", read.agreement);
    for (const auto& finding : read.findings) text += fmt::format("\n{} ({})", finding.text, finding.code);
    say(unit, index, flow::show_message(about), "split", std::move(text), read.duration_ms);
    return {};
}

// What the partner said of a delivery. When the story is one document's, of its transaction; else of those that fared
// otherwise than the whole.
Status Teller::read_acknowledgement(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record,
                                    EntityId about) {
    CROSSDOCK_TRY_ASSIGN(const auto received, journal::read_record<journal::AcknowledgementReceived>(record));
    want(received.delivery);
    if (about != received.delivery) return {};  // told when the delivery itself is read
    std::string text = fmt::format("{} by {}, a {} for {}", received.decision, flow::show_document(received.document),
                                   received.came_as, received.text);
    for (const auto& each : received.transactions)
        if (one_document_ ? seen_.contains(each.document) || seen_.contains(each.run)
                          : each.decision != received.decision)
            text += fmt::format("\n{} as transaction {}: {}", flow::show_document(each.document), each.control_number,
                                each.decision);
    if (received.first != 0)
        text += fmt::format("; that does not count, {} came before", flow::show_document(received.first));
    if (received.exception != 0) text += fmt::format("; it was overdue ({})", flow::show_exception(received.exception));
    say(unit, index, flow::show_delivery(about), "answered", std::move(text));
    return {};
}

Status Teller::read_documents(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record,
                              EntityId about) {
    CROSSDOCK_TRY_ASSIGN(const auto created, journal::read_record<journal::DocumentsCreated>(record));
    if (!seen_.contains(created.message)) one_document_ = true;
    want(created.message);
    const auto& document = created.documents.at(about - record.first_entity);
    say(unit, index, flow::show_document(about), "mapped",
        fmt::format("{} by map {}{}, deployment {}, published as {}", created.type, created.map,
                    document.control_number.empty() ? "" : fmt::format(" from transaction {}", document.control_number),
                    created.deployment.substr(0, 12), created.topic));
    return {};
}

Status Teller::read_step(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record,
                         EntityId about) {
    using What = journal::RunsStepped::What;
    CROSSDOCK_TRY_ASSIGN(const auto stepped, journal::read_record<journal::RunsStepped>(record));
    const bool ours = std::any_of(stepped.runs.begin(), stepped.runs.end(), [&](const journal::IdRange& range) {
        return range.first <= about && about <= range.last;
    });
    if (!ours) return {};
    const std::string run = flow::show_run(about);
    const std::string step = stepped.step.empty() ? "" : fmt::format("step {}: ", stepped.step);
    switch (stepped.what) {
        case What::finished: say(unit, index, run, "finished", ""); break;
        case What::repeated:
            say(unit, index, run, "recognised",
                fmt::format("{}the same order came before, in {}; nothing was done again", step,
                            flow::show_run(stepped.other)));
            break;
        case What::answered: say(unit, index, run, "called", step + stepped.detail, stepped.duration_ms); break;
        case What::published: say(unit, index, run, "published", step + stepped.detail); break;
        case What::sent: want(stepped.other); break;
        case What::parked:
            say(unit, index, run, "parked",
                fmt::format("{}as {}: {}", step, flow::show_exception(stepped.other), stepped.detail));
            want(stepped.other);
            break;
        case What::claimed: say(unit, index, run, "accepted", step + stepped.detail); break;
        case What::attempted:
            say(unit, index, run, fmt::format("attempt {} failed", stepped.other), step + stepped.detail,
                stepped.duration_ms);
            break;
        case What::discarded: break;
    }
    return {};
}

Status Teller::read(const journal::StoredUnit& unit, std::size_t index, const journal::Record& record, EntityId about) {
    using Kind = journal::RecordKind;
    switch (static_cast<Kind>(record.kind)) {
        case Kind::message_received: {
            CROSSDOCK_TRY_ASSIGN(const auto received, journal::read_record<journal::MessageReceived>(record));
            say(unit, index, flow::show_message(about), "received",
                fmt::format("{} by {}{}, {}, SHA-256 {}", received.origin, received.adapter,
                            received.partner.empty() ? "" : " from " + received.partner, format_size(received.size),
                            journal::to_hex(received.digest).substr(0, 16)));
            break;
        }
        case Kind::message_repeated: {
            CROSSDOCK_TRY_ASSIGN(const auto again, journal::read_record<journal::MessageRepeated>(record));
            say(unit, index, flow::show_message(about), "came again",
                fmt::format("{} by {}; it was recognised", again.origin, again.adapter));
            break;
        }
        case Kind::message_read: return read_message(unit, index, record, about);
        case Kind::documents_created: return read_documents(unit, index, record, about);
        case Kind::runs_created: {
            CROSSDOCK_TRY_ASSIGN(const auto created, journal::read_record<journal::RunsCreated>(record));
            if (created.runs.first <= about && about <= created.runs.last && is_decision(unit)) {
                say(unit, index, flow::show_run(about), "began again",
                    fmt::format("flow {} {}, deployment {}", created.flow, created.version,
                                created.deployment.substr(0, 12)));
                break;
            }
            if (about < created.documents.first || about > created.documents.last) break;
            const EntityId run = created.runs.first + (about - created.documents.first);
            want(run);
            say(unit, index, flow::show_run(run), "began",
                fmt::format("flow {} {} on {}", created.flow, created.version, flow::show_document(about)));
            break;
        }
        case Kind::runs_stepped: return read_step(unit, index, record, about);
        case Kind::delivery_prepared: {
            CROSSDOCK_TRY_ASSIGN(const auto prepared, journal::read_record<journal::DeliveryPrepared>(record));
            if (record.first_entity == prepared.message) break;  // told when the delivery itself is read
            if (const EntityId again = own_id(prepared); again != 0 && again != about) {
                want(again);
                say(unit, index, flow::show_delivery(about), "sent again", "as " + flow::show_delivery(again));
                break;
            }
            const bool answer = prepared.purpose == journal::DeliveryPrepared::Purpose::acknowledgement;
            say(unit, index, flow::show_delivery(about), answer ? "acknowledged" : "encoded",
                fmt::format("{} for {}{}{}", prepared.type, prepared.adapter,
                            prepared.step.empty() ? "" : fmt::format(", step {}", prepared.step),
                            prepared.expects.empty() ? ""
                                                     : fmt::format(", a {} is expected by {}", prepared.expects,
                                                                   format_utc(prepared.expected_by_ms))));
            break;
        }
        case Kind::delivery_attempted: {
            CROSSDOCK_TRY_ASSIGN(const auto attempt, journal::read_record<journal::DeliveryAttempted>(record));
            if (attempt.delivered)
                say(unit, index, flow::show_delivery(about), "sent", attempt.reference, attempt.duration_ms);
            else
                say(unit, index, flow::show_delivery(about), fmt::format("attempt {} failed", attempt.attempt),
                    fmt::format("{} ({}){}", attempt.text, attempt.code,
                                attempt.next_at_ms == 0 ? "" : "; again at " + format_utc(attempt.next_at_ms)),
                    attempt.duration_ms);
            break;
        }
        case Kind::exception_parked: {
            CROSSDOCK_TRY_ASSIGN(const auto parked, journal::read_record<journal::ExceptionParked>(record));
            const bool is_transaction = parked.subject == journal::ExceptionParked::Subject::transaction;
            if (about != parked.exception) {
                const bool of_neighbour = is_transaction && !seen_.contains(parked.document) &&
                                          !transactions_.contains({parked.message, parked.offset});
                if (!one_document_ || !of_neighbour) want(parked.exception);
                break;
            }
            if (is_transaction) {
                if (!seen_.contains(parked.message)) one_document_ = true;
                transactions_.emplace(parked.message, parked.offset);
            }
            want(parked.message);
            if (parked.subject != journal::ExceptionParked::Subject::run)
                say(unit, index, flow::show_exception(about), "parked", text_with_code(parked.text, parked.code));
            break;
        }
        case Kind::exception_resolved: {
            CROSSDOCK_TRY_ASSIGN(const auto resolved, journal::read_record<journal::ExceptionResolved>(record));
            if (about != resolved.exception) break;  // told when the exception itself is read
            say(unit, index, flow::show_exception(resolved.exception), resolved.action,
                fmt::format("by {}{}{}", resolved.who, resolved.input.empty() ? "" : ", with an edited document",
                            resolved.why.empty() ? "" : ": " + resolved.why));
            break;
        }
        case Kind::acknowledgement_received: return read_acknowledgement(unit, index, record, about);
        case Kind::control_action: {
            CROSSDOCK_TRY_ASSIGN(const auto action, journal::read_record<journal::ControlAction>(record));
            say(unit, index, action.command == "resend" ? flow::show_delivery(about) : fmt::format("{}", about),
                action.command, fmt::format("by {}{}", action.who, action.why.empty() ? "" : ": " + action.why));
            break;
        }
        case Kind::message_refused: {
            CROSSDOCK_TRY_ASSIGN(const auto refused, journal::read_record<journal::MessageRefused>(record));
            say(unit, index, flow::show_message(about), "refused",
                fmt::format("{} by {}, nothing of it was kept: {}", refused.origin, refused.adapter,
                            text_with_code(refused.text, refused.code)));
            break;
        }
        case Kind::deployment_loaded:
        case Kind::checkpoint_saved: break;
    }
    return {};
}

}  // namespace

namespace {

constexpr std::size_t carriers_max = 100'000;  // looked at
constexpr std::size_t subjects_max = 100;
constexpr std::size_t refused_max = 10;  // of them

Result<bool> was_refused(const journal::Store& store, EntityId entity) {
    CROSSDOCK_TRY_ASSIGN(const auto units, store.history(entity));
    return !units.empty() && std::ranges::any_of(units.front().records, [](const journal::Record& record) {
        return record.kind == static_cast<std::uint16_t>(journal::RecordKind::message_refused);
    });
}

}  // namespace

Result<Subjects> find_subjects(const journal::Store& store, const std::string& word) {
    Subjects found;
    const bool lettered = word.size() > 1 && std::string_view("MDRSX").find(word.front()) != std::string_view::npos;
    const auto id = lettered ? parse_entity(word) : std::nullopt;
    CROSSDOCK_TRY_ASSIGN(const std::vector<EntityId> carriers, store.find_traced("", word, carriers_max));
    std::size_t refused = 0;
    for (auto carrier = carriers.rbegin(); carrier != carriers.rend(); ++carrier) {
        if (id == *carrier) continue;
        bool is_told = found.ids.size() < subjects_max;
        if (is_told) {
            CROSSDOCK_TRY_ASSIGN(const bool is_refusal, was_refused(store, *carrier));
            is_told = !is_refusal || ++refused <= refused_max;
        }
        if (is_told)
            found.ids.push_back(*carrier);
        else
            ++found.left_out;
    }
    std::ranges::reverse(found.ids);
    if (id) {
        CROSSDOCK_TRY_ASSIGN(const auto units, store.history(*id));
        if (!units.empty()) found.ids.insert(found.ids.begin(), *id);
    }
    if (!found.ids.empty()) return found;
    return Error{"trace.unknown", ErrorClass::permanent,
                 fmt::format("nothing in the journal is called '{}'; give an order number, a control number, a file's "
                             "name, or an id such as M12 or D7",
                             word)};
}

Result<std::vector<StoryEvent>> tell_story(const journal::Store& store, EntityId subject) {
    return Teller(store).tell(subject);
}

}  // namespace crossdock::commands
