// Which parts of a message are wanted: all, or what a person tries again.
#include <algorithm>

#include "host/intake/intake_worker.hpp"

namespace crossdock::intake {

std::uint64_t offset_of(const Interchange& interchange) {
    return interchange.envelope ? interchange.envelope->offset : 0;
}

bool is_about(const Interchange& interchange, std::uint64_t offset) {
    return interchange.envelope && interchange.envelope->offset == offset;
}

// A transaction that a person tries again is wanted whatever became of its group; a group that is out already is not.
bool Intake::Worker::wanted(const Work& work, const Interchange& interchange, const Group& group) const {
    const std::optional<std::uint64_t>& only = work.message.only;
    if (only && work.message.again == Again::acknowledge) return group.offset == *only || is_about(interchange, *only);
    if (only && std::any_of(group.transactions.begin(), group.transactions.end(),
                            [&](const Transaction& each) { return each.slice.offset == *only; }))
        return true;
    if (work.message.done->whole.count(group.offset) != 0) return false;
    return is_whole(work, interchange);
}

bool Intake::Worker::wants_acknowledgement_alone(const Work& work, const Interchange& interchange) {
    return work.message.only && work.message.again == Again::acknowledge && is_about(interchange, *work.message.only);
}

// Whether all of a group is worked on, and not just a transaction of it that a person tries again. For formats without
// envelopes a retry is about a transaction, unless it takes a message that came before.
bool Intake::Worker::is_whole(const Work& work, const Interchange& interchange) {
    const PendingMessage& message = work.message;
    if (!message.only || is_about(interchange, *message.only)) return true;
    return message.again == Again::take_duplicate && !interchange.envelope;
}

}  // namespace crossdock::intake
