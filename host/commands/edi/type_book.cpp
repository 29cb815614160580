#include "host/commands/edi/type_book.hpp"

namespace crossdock::commands::edi {

const schema::Type* TypeBook::find(const std::string& type) {
    const auto known = types_.find(type);
    if (known != types_.end()) return known->second.get();
    auto& entry = types_[type];
    if (const auto text = format_->describe(type); text.ok())
        if (auto compiled = schema::compile_type(type, text.value(), type, names_); compiled.ok())
            entry = std::move(compiled).value();
    return entry.get();
}

}  // namespace crossdock::commands::edi
