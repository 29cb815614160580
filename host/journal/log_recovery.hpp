// Finding the end of the log after a crash, and telling a torn tail from damage.
#pragma once

#include <functional>

#include "host/journal/frame_reader.hpp"

namespace crossdock::journal {

struct RecoveredLog {
    LogMark end;  // where writing goes on
    // From there to the last byte behind it that is not zero: a torn tail, written and never acknowledged. The zeros
    // of blocks that were reserved and not used are nothing.
    std::uint64_t torn_bytes = 0;
};

// Reads from `from` (nothing, or something that was purged: from the oldest segment) to the end of the last segment
// file, showing each unit, and sets the end of `log`, which is empty before. Fails with `journal.behind-index` when the
// log does not hold the frame that `from` names: something that was durable is gone. A bad frame that no later durable
// one follows is the torn tail of the last batch; any other fails with `journal.damaged`, as does a missing segment.
// Changes no file.
Result<RecoveredLog> recover_log(LogFiles& log, std::optional<LogProgress> from,
                                 const std::function<Status(const FrameView&)>& visit);

}  // namespace crossdock::journal
