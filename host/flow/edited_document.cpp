// A document that a person corrected for a retry: it must be what the run's document is by its type.
#include <fmt/format.h>

#include "host/document/json.hpp"
#include "host/flow/engine_parts.hpp"
#include "host/schema/canonical.hpp"
#include "host/schema/validate.hpp"

namespace crossdock::flow {

namespace {

constexpr const char* source = "the edited document";

Error invalid(const schema::Type& type, const std::vector<schema::Violation>& violations, std::size_t count) {
    std::string text = fmt::format("{} is no valid {}, so nothing was done; correct it and retry:", source, type.name);
    for (const schema::Violation& violation : violations)
        text += fmt::format("\nline {}, {}: {} ({})", violation.position.line,
                            violation.pointer.empty() ? "/" : violation.pointer, violation.text, violation.code);
    if (count > violations.size()) text += fmt::format("\nand {} more", count - violations.size());
    return Error{"exception.invalid-input", ErrorClass::permanent, std::move(text)};
}

}  // namespace

Result<std::string> Engine::Parts::canonical_text(const std::string& input) const {
    Document edited(current->deployment().names());
    CROSSDOCK_TRY(read_json(input, source, edited));
    return to_json(edited);
}

Result<std::string> Engine::Parts::find_type_of(EntityId document) {
    CROSSDOCK_TRY_ASSIGN(const std::vector<journal::StoredUnit> units, options.store->history(document));
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records) {
            if (record.kind != static_cast<std::uint16_t>(journal::RecordKind::documents_created) ||
                document < record.first_entity || document > record.last_entity)
                continue;
            CROSSDOCK_TRY_ASSIGN(journal::DocumentsCreated made,
                                 journal::read_record<journal::DocumentsCreated>(record));
            return std::move(made.type);
        }
    return Error{"journal.record", ErrorClass::needs_person,
                 fmt::format("document {} is missing; run 'crossdock journal verify'", show_document(document))};
}

Status Engine::Parts::take_edited(const std::string& input, EntityId document, const std::string& deployment_digest,
                                  journal::Unit& unit) {
    CROSSDOCK_TRY_ASSIGN(const std::shared_ptr<const FlowSet> flows, flows_of(deployment_digest));
    Document edited(flows->deployment().names());
    CROSSDOCK_TRY(read_json(input, source, edited));
    CROSSDOCK_TRY_ASSIGN(const std::string name, find_type_of(document));
    const schema::Type* const type = flows->deployment().find_type(name);
    // A type that nothing in the site speaks of any more cannot be held against it.
    if (type == nullptr) return {};
    std::vector<schema::Violation> violations;
    if (const std::size_t count = schema::validate(*type, edited, violations, 20); count != 0)
        return invalid(*type, violations, count);
    for (const schema::TraceKey& key : schema::trace_keys(*type, edited))
        unit.trace_keys.push_back({std::string(key.space), std::string(key.value), document});
    return {};
}

}  // namespace crossdock::flow
