/* Source: brings messages in. The host's half is the intake (open, write, commit, abandon); the adapter's half is told
 * how many messages it may have open, what became of a commit, and what the reply is when it asked for one.
 *
 * A payload comes in pieces, so that a gigabyte never sits in memory. Only after `committed` may the source delete the
 * file, answer the request or sign the receipt.
 */
#ifndef CROSSDOCK_SOURCE_H
#define CROSSDOCK_SOURCE_H

#include <crossdock/host.h>

#define CROSSDOCK_INTAKE "crossdock.intake/1"
#define CROSSDOCK_SOURCE "crossdock.source/1"

typedef struct crossdock_commit {
    uint32_t struct_size;
    uint32_t reply_timeout_ms;      /* 0: no reply wanted; else `reply` is called once, within that time */
    crossdock_text_view dedupe_key; /* what makes this message the same one when it comes again; empty: none */
    crossdock_text_view origin;     /* for people and for `trace`: a file's name, a client's address */
    crossdock_text_view partner; /* who sent it if the transport knows (a key, a certificate); empty: the format says */
    crossdock_text_view content_type; /* empty: unknown */
    const crossdock_header_view* headers;
    uint64_t header_count;
} crossdock_commit;

/* The host's half, an extension of the host. */
typedef struct crossdock_intake {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any-thread] Begins a message and takes one credit. `*message` names it in the other calls. FULL without credit.
     */
    crossdock_status(CROSSDOCK_CALL* open)(const crossdock_host* host, uint64_t* message, crossdock_error* error);
    /* [any-thread, one thread a message at a time] Appends bytes. */
    crossdock_status(CROSSDOCK_CALL* write)(const crossdock_host* host, uint64_t message, crossdock_bytes_view piece,
                                            crossdock_error* error);
    /* [any-thread] Asks for durability. On OK `committed` follows exactly once; otherwise the message is abandoned. */
    crossdock_status(CROSSDOCK_CALL* commit)(const crossdock_host* host, uint64_t message,
                                             const crossdock_commit* commit, crossdock_error* error);
    /* [any-thread] Forgets the message and gives its credit back. */
    void(CROSSDOCK_CALL* abandon)(const crossdock_host* host, uint64_t message);
    /* [any-thread] A source that noticed bad input before it had a message to commit (a body that is no JSON) says so;
     * the host records the refusal, without the payload. */
    void(CROSSDOCK_CALL* refused)(const crossdock_host* host, crossdock_text_view origin, crossdock_text_view code,
                                  crossdock_text_view text);
} crossdock_intake;

typedef uint32_t crossdock_verdict;
#define CROSSDOCK_ACCEPTED 1u      /* durable */
#define CROSSDOCK_ALREADY_KNOWN 2u /* the same dedupe key came before with the same content; `id` is the first one's \
                                    */
#define CROSSDOCK_REFUSED 3u       /* nothing kept; `error` says why (disk low, same key with other content, …) */

typedef struct crossdock_receipt {
    uint32_t struct_size;
    crossdock_verdict verdict;
    crossdock_text_view id;       /* the message's id, as `crossdock trace` takes it */
    const crossdock_error* error; /* NULL unless refused */
} crossdock_receipt;

/* What a correlated reply holds. On timeout `complete` is 0, and the id is what to ask for later. */
typedef struct crossdock_reply {
    uint32_t struct_size;
    uint32_t complete;
    crossdock_text_view id;
    crossdock_bytes_view payload;
    crossdock_text_view content_type;
    const crossdock_error* error; /* NULL unless the run failed or was parked */
} crossdock_reply;

#define CROSSDOCK_SOURCE_LISTENS 1u /* works on threads of its own */
#define CROSSDOCK_SOURCE_POLLS 2u   /* the host calls `poll` by the adapter's schedule */

/* The adapter's half. */
typedef struct crossdock_source {
    uint32_t struct_size;
    uint32_t flags; /* CROSSDOCK_SOURCE_* */
    /* [main] Looks once for new messages and hands them over while there is credit. One poll at a time. `*more` is set
     * to 1 when it stopped for want of credit or of time. NULL for a source that only listens. */
    crossdock_status(CROSSDOCK_CALL* poll)(void* self, uint32_t* more, crossdock_error* error);
    /* [main] So many messages more may be open. */
    void(CROSSDOCK_CALL* credit)(void* self, uint32_t messages);
    /* [main] Exactly once for every commit that answered OK, also when the host stops. */
    void(CROSSDOCK_CALL* committed)(void* self, uint64_t message, const crossdock_receipt* receipt);
    /* [main] Exactly once after an accepted or known commit that asked for a reply. NULL when it never asks. */
    void(CROSSDOCK_CALL* reply)(void* self, uint64_t message, const crossdock_reply* reply);
} crossdock_source;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_commit, reply_timeout_ms) == 4, "commit.reply_timeout_ms");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_commit, dedupe_key) == 8, "commit.dedupe_key");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_commit, origin) == 24, "commit.origin");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_commit, partner) == 40, "commit.partner");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_commit, content_type) == 56, "commit.content_type");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_commit, headers) == 72, "commit.headers");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_commit, header_count) == 80, "commit.header_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_intake, open) == 8, "intake.open");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_intake, write) == 16, "intake.write");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_intake, commit) == 24, "intake.commit");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_intake, abandon) == 32, "intake.abandon");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_intake, refused) == 40, "intake.refused");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_receipt, verdict) == 4, "receipt.verdict");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_receipt, id) == 8, "receipt.id");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_receipt, error) == 24, "receipt.error");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_reply, complete) == 4, "reply.complete");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_reply, id) == 8, "reply.id");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_reply, payload) == 24, "reply.payload");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_reply, content_type) == 40, "reply.content_type");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_reply, error) == 56, "reply.error");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_source, flags) == 4, "source.flags");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_source, poll) == 8, "source.poll");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_source, credit) == 16, "source.credit");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_source, committed) == 24, "source.committed");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_source, reply) == 32, "source.reply");

#endif
