// The types of messages as their format describes them, with names for people.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "host/plugins/format_client.hpp"
#include "host/schema/type.hpp"

namespace crossdock::commands::edi {

// Asks for a type once. Used by one thread; borrows the format, which outlives it.
class TypeBook {
public:
    explicit TypeBook(plugins::FormatClient& format) : format_(&format) {}

    // Null when the format has no such type.
    [[nodiscard]] const schema::Type* find(const std::string& type);

private:
    plugins::FormatClient* format_;
    Names names_;
    std::map<std::string, std::unique_ptr<const schema::Type>, std::less<>> types_;
};

}  // namespace crossdock::commands::edi
