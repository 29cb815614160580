// Names looked up in types, as paths see them: through segments and composites, whose names may be left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/schema/type.hpp"

namespace crossdock::mapping {

// The nodes from the top of a type, which is the first, down to one of them.
using TypeChain = std::vector<const schema::TypeNode*>;

// The ways from below `group` to the nodes of that name: `BEG`, `BEG03`. Direct children come first; only when there is
// none, those within segments, then those within composites in them. More than one way: the name is ambiguous.
// `@id` finds the attribute `id`, however its type spells it.
std::vector<TypeChain> look_up(const schema::TypeNode& group, std::string_view name);

// What may be written in a path below `group`.
std::vector<std::string_view> names_below(const schema::TypeNode& group);

// `N1-loop/N104`: the first place anywhere in the type that has the name, or empty.
std::string path_anywhere(const schema::TypeNode& root, std::string_view name);

// `PO1-loop/PO1/PO102`, without the top.
std::string to_text(const TypeChain& chain);

}  // namespace crossdock::mapping
