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
}

}  // namespace crossdock::mapping
