#include "host/mapping/program.hpp"

namespace crossdock::mapping {

void Program::finish() {
    index.finish();
    for (CompiledPath& path : paths) {
        if (path.context == no_id) continue;
        const std::uint32_t first = index.context(path.context).first_slot;
        path.first_slot += first;
        if (path.slot != no_id) path.slot += first;
    }
    for (TextMatch& match : matches) match.slot = paths[match.path].slot;
    for (Instruction& instruction : instructions) {
        if (instruction.operation != Operation::value || paths[instruction.number].slot == no_id) continue;
        instruction.operation = Operation::reached;
        instruction.number = paths[instruction.number].slot;
    }
}

}  // namespace crossdock::mapping
