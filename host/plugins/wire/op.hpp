// What a frame asks or answers. An answer has the op and the operation id of what it answers.
#pragma once

#include <cstdint>

namespace crossdock::plugins {

enum class Op : std::uint16_t {
    // Life of an adapter. The runner begins with `hello`; the host answers with `setup`, and so on.
    hello = 1,    // runner: build id
    setup,        // host: AdapterSetup; runner: status, Description
    start,        // host; runner: status
    stop,         // host; runner: status
    stop_source,  // host: no further polls and credit; a pure source is stopped; runner: status
    ping,         // host; runner, from its main thread
    exit,         // host: the runner ends

    // Anything the adapter says by itself.
    log,       // runner: level, text
    progress,  // runner: operation, done, total

    // Sinks and services. The answer to each is an outcome.
    submit,  // host: Delivery, payload part
    check,   // host: idempotency key
    call,    // host: Call, request part
    cancel,  // host: gives the operation up, which is still answered

    // Sources. `operation` is the message's number.
    credit,    // host: how many more messages may be open
    commit,    // runner: what goes with it, payload part unless pieces came before
    piece,     // runner: payload part; host: taken, so that more may follow
    abandon,   // runner
    refused,   // runner: origin, code, text
    receipts,  // host: several, each with its message's number
    reply,     // host: a correlated reply

    // Checkpoints.
    load_checkpoint,  // runner; host: status, bytes
    save_checkpoint,  // runner: bytes; host: status

    // Metrics.
    metrics,  // host; runner: the figures

    // Formats. `open_lane` goes over the control channel, all else directly to the lane that it names.
    open_lane,  // host: index; runner: endpoint
    probe,
    types,
    describe,
    split_open,
    split_feed,
    split_close,
    split_abandon,
    split_all,
    decode,
    encode,
    assemble,
    write,
    acknowledge,
    trailers,
    close_lane,
};

}  // namespace crossdock::plugins
