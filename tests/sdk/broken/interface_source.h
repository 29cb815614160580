/* The source of a right frame: polled, it brings up to three messages, one for each credit. */
#ifndef CROSSDOCK_TESTS_BROKEN_INTERFACE_SOURCE_H
#define CROSSDOCK_TESTS_BROKEN_INTERFACE_SOURCE_H

#define BROKEN_INTERFACE CROSSDOCK_INTERFACE_SOURCE
#define BROKEN_EXTENSION CROSSDOCK_SOURCE

#ifdef BROKEN_MESSAGE
static crossdock_status BROKEN_MESSAGE(broken_adapter* source, const crossdock_intake* intake, crossdock_error* error);
#endif
#ifdef BROKEN_COMMITTED
static void BROKEN_COMMITTED(broken_adapter* source, const crossdock_receipt* receipt);
#endif
#ifndef BROKEN_REPLY_TIMEOUT_MS
#define BROKEN_REPLY_TIMEOUT_MS 0
#endif

static const crossdock_intake* broken_intake(broken_adapter* source) {
    return (const crossdock_intake*)source->host->get_extension(source->host, CROSSDOCK_INTAKE);
}

static crossdock_bytes_view broken_payload(void) {
    crossdock_bytes_view payload;
    payload.data = (const uint8_t*)"hello";
    payload.size = 5;
    return payload;
}

static crossdock_status broken_commit(broken_adapter* source, const crossdock_intake* intake, uint64_t message,
                                      crossdock_error* error) {
    crossdock_commit commit;
    memset(&commit, 0, sizeof commit);
    commit.struct_size = (uint32_t)sizeof commit;
    commit.reply_timeout_ms = BROKEN_REPLY_TIMEOUT_MS;
    return intake->commit(source->host, message, &commit, error);
}

/* One message from its beginning to its commit. A failure is the host's, with its text, and ends the poll. */
static crossdock_status broken_message(broken_adapter* source, const crossdock_intake* intake, crossdock_error* error) {
#ifdef BROKEN_MESSAGE
    (void)broken_commit, (void)broken_payload;
    return BROKEN_MESSAGE(source, intake, error);
#else
    uint64_t message = 0;
    crossdock_status status = intake->open(source->host, &message, error);
    if (status != CROSSDOCK_OK) return status;
    status = intake->write(source->host, message, broken_payload(), error);
    if (status == CROSSDOCK_OK) return broken_commit(source, intake, message, error);
    intake->abandon(source->host, message);
    return status;
#endif
}

static crossdock_status CROSSDOCK_CALL broken_poll(void* self, uint32_t* more, crossdock_error* error) {
    broken_adapter* source = (broken_adapter*)self;
    *more = 0;
    while (source->credit > 0 && source->sent < 3) {
        const crossdock_status status = broken_message(source, broken_intake(source), error);
        if (status != CROSSDOCK_OK) return status;
        --source->credit;
        ++source->sent;
    }
    return CROSSDOCK_OK;
}

static void CROSSDOCK_CALL broken_credit(void* self, uint32_t messages) { ((broken_adapter*)self)->credit += messages; }

static void CROSSDOCK_CALL broken_committed(void* self, uint64_t message, const crossdock_receipt* receipt) {
    (void)message;
#ifdef BROKEN_COMMITTED
    BROKEN_COMMITTED((broken_adapter*)self, receipt);
#else
    (void)self, (void)receipt;
#endif
}

#ifndef BROKEN_POLL_FUNCTION
#define BROKEN_POLL_FUNCTION broken_poll
#endif
#ifndef BROKEN_CREDIT_FUNCTION
#define BROKEN_CREDIT_FUNCTION broken_credit
#endif

static const crossdock_source broken_table = {(uint32_t)sizeof(crossdock_source),
                                              CROSSDOCK_SOURCE_POLLS,
                                              BROKEN_POLL_FUNCTION,
                                              BROKEN_CREDIT_FUNCTION,
                                              broken_committed,
                                              NULL};

static inline void broken_unused(void) { (void)broken_poll, (void)broken_credit; }

#endif
