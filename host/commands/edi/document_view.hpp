// Looking at a decoded document with its type beside it.
#pragma once

#include <string>
#include <string_view>

#include "host/document/document.hpp"
#include "host/schema/type.hpp"

namespace crossdock::commands::edi {

// What the type says of a child of a group of that type; null when it says nothing, or there is no type.
const schema::TypeNode* field_of(const Document& document, NodeIndex child, const schema::TypeNode* parent);

// A value that the type has as a look-up key, such as the order number; empty without one.
std::string_view traced_value(const Document& document, const schema::Type& type);

}  // namespace crossdock::commands::edi
