// Appends groups and values by name to a tape.
#include "plugins/edi/tape_builder.hpp"

#include <crossdock/cpp/failure.hpp>

namespace crossdock::edi {

TapeBuilder::TapeBuilder(const Transaction& transaction, crossdock_tape_writer& tape)
    : dialect_(*transaction.release->dialect), tape_(tape) {
    for (std::size_t index = 0; index < transaction.names.size(); ++index)
        names_.emplace(transaction.names[index], static_cast<std::uint32_t>(index));
    tape.names = transaction.name_views.data();
    tape.name_count = static_cast<std::uint32_t>(transaction.name_views.size());
    tape.names_id = transaction.names_id;
}

void TapeBuilder::begin(std::string_view name) {
    open_.push_back(names_.at(name));
    append(CROSSDOCK_TAPE_BEGIN, open_.back(), {});
}

void TapeBuilder::end() {
    append(CROSSDOCK_TAPE_END, open_.back(), {});
    open_.pop_back();
}

void TapeBuilder::value(std::string_view name, std::string_view text) {
    if (!text.empty()) append(CROSSDOCK_TAPE_VALUE, names_.at(name), text);
}

void TapeBuilder::append(std::uint8_t kind, std::uint32_t name, std::string_view text) {
    crossdock_tape_event event{};
    event.kind = kind;
    event.name = name;
    if (crossdock_tape_append_text(&tape_, event, text.data(), text.size()) != CROSSDOCK_OK)
        throw sdk::Failure::permanent(dialect_.code("document-too-large"),
                                      "the document is larger than the tape's limit");
}

}  // namespace crossdock::edi
