/* A plugin in plain C11 with one adapter type for each interface, small and right: it shows that the ABI needs no C++,
 * and crossdock-plugin-check must find nothing wrong with it. */
#include <crossdock/abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct plain_adapter {
    crossdock_adapter table;
    const crossdock_host* host;
    enum { CREATED, INITIALISED, STARTED } state;
    const char* interface_id;
    const void* interface_table;
    char path[1024]; /* of the source's file or of the sink's folder */
    int handed_over; /* source: its file was committed and not refused */
} plain_adapter;

static void fill_error(crossdock_error* error, crossdock_error_class error_class, const char* code, const char* text) {
    if (error == NULL || error->struct_size < sizeof *error) return;
    error->error_class = error_class;
    error->retry_after_ms = 0;
    error->offset = CROSSDOCK_NO_OFFSET;
    snprintf(error->code, sizeof error->code, "%s", code);
    snprintf(error->text, sizeof error->text, "%s", text);
}

static crossdock_status fail(crossdock_error* error, const char* code, const char* text) {
    fill_error(error, CROSSDOCK_ERROR_PERMANENT, code, text);
    return CROSSDOCK_FAILED;
}

static crossdock_text_view text_view(const char* text) {
    crossdock_text_view view = {text, strlen(text)};
    return view;
}

/* ---- source: hands over one file, until it is taken ---- */

static crossdock_status CROSSDOCK_CALL source_poll(void* self, uint32_t* more, crossdock_error* error) {
    plain_adapter* adapter = self;
    const crossdock_intake* intake = adapter->host->get_extension(adapter->host, CROSSDOCK_INTAKE);
    uint64_t message = 0;
    char piece[4096];
    size_t size = 0;
    FILE* file = NULL;
    crossdock_status status = CROSSDOCK_OK;
    crossdock_commit commit;
    *more = 0;
    if (adapter->handed_over) return CROSSDOCK_OK;
    file = fopen(adapter->path, "rb");
    if (file == NULL) return CROSSDOCK_OK;
    status = intake->open(adapter->host, &message, error);
    if (status != CROSSDOCK_OK) {
        fclose(file);
        *more = status == CROSSDOCK_FULL;
        return status == CROSSDOCK_FULL ? CROSSDOCK_OK : status;
    }
    while (status == CROSSDOCK_OK && (size = fread(piece, 1, sizeof piece, file)) > 0) {
        const crossdock_bytes_view view = {(const uint8_t*)piece, size};
        status = intake->write(adapter->host, message, view, error);
    }
    fclose(file);
    if (status != CROSSDOCK_OK) {
        intake->abandon(adapter->host, message);
        return status;
    }
    memset(&commit, 0, sizeof commit);
    commit.struct_size = sizeof commit;
    commit.dedupe_key = commit.origin = text_view(adapter->path);
    adapter->handed_over = 1;
    status = intake->commit(adapter->host, message, &commit, error);
    if (status != CROSSDOCK_OK) adapter->handed_over = 0;
    return status;
}

static void CROSSDOCK_CALL source_credit(void* self, uint32_t messages) { (void)self, (void)messages; }

static void CROSSDOCK_CALL source_committed(void* self, uint64_t message, const crossdock_receipt* receipt) {
    (void)message;
    if (receipt->verdict == CROSSDOCK_REFUSED) ((plain_adapter*)self)->handed_over = 0;
}

static const crossdock_source source_table = {
    sizeof(crossdock_source), CROSSDOCK_SOURCE_POLLS, source_poll, source_credit, source_committed, NULL};

/* ---- completing an operation ---- */

static void CROSSDOCK_CALL release_memory(void* owner) { free(owner); }

static void complete(plain_adapter* adapter, uint64_t operation, const char* reference, const char* response,
                     const crossdock_error* error) {
    const crossdock_completion* completion = adapter->host->get_extension(adapter->host, CROSSDOCK_COMPLETION);
    crossdock_outcome outcome;
    memset(&outcome, 0, sizeof outcome);
    outcome.struct_size = sizeof outcome;
    outcome.status = error == NULL ? CROSSDOCK_OK : CROSSDOCK_FAILED;
    outcome.reference = text_view(reference);
    outcome.error = error;
    outcome.response.struct_size = sizeof outcome.response;
    if (response != NULL) {
        const size_t size = strlen(response);
        uint8_t* bytes = malloc(size);
        if (bytes != NULL) {
            /* A payload is bytes. NOLINTNEXTLINE(bugprone-not-null-terminated-result) */
            memcpy(bytes, response, size);
            outcome.response.data = bytes;
            outcome.response.size = size;
            outcome.response.owner = bytes;
            outcome.response.release = release_memory;
        }
    }
    completion->complete(adapter->host, operation, &outcome);
}

/* ---- sink: one file for each idempotency key ---- */

static crossdock_status CROSSDOCK_CALL sink_submit(void* self, const crossdock_delivery* delivery,
                                                   crossdock_error* error) {
    plain_adapter* adapter = self;
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    uint64_t index = 0;
    char path[1100];
    char name[32];
    FILE* file = NULL;
    crossdock_error failure;
    int written = 0;
    (void)error;
    for (index = 0; index < delivery->idempotency_key.size; ++index)
        hash = (hash ^ (uint8_t)delivery->idempotency_key.data[index]) * 1099511628211u;
    snprintf(name, sizeof name, "%016llx.out", (unsigned long long)hash);
    snprintf(path, sizeof path, "%s/%s", adapter->path, name);
    file = fopen(path, "wb");
    if (file != NULL) {
        written = delivery->payload.size == 0 ||
                  fwrite(delivery->payload.data, 1, (size_t)delivery->payload.size, file) == delivery->payload.size;
        written = fclose(file) == 0 && written;
    }
    failure.struct_size = sizeof failure;
    fill_error(&failure, CROSSDOCK_ERROR_RETRY, "plain.not-writable", "the file cannot be written in the sink's path");
    complete(adapter, delivery->operation, name, NULL, written ? NULL : &failure);
    return CROSSDOCK_OK;
}

static void CROSSDOCK_CALL ignore_cancel(void* self, uint64_t operation) { (void)self, (void)operation; }

static const crossdock_sink sink_table = {sizeof(crossdock_sink), CROSSDOCK_IDEMPOTENT, sink_submit, NULL,
                                          ignore_cancel};

/* ---- service: counts the bytes of the request ---- */

static const crossdock_operation length_operation = {sizeof(crossdock_operation),
                                                     CROSSDOCK_OPERATION_SAFE | CROSSDOCK_OPERATION_IDEMPOTENT,
                                                     "length",
                                                     NULL,
                                                     "{\"type\":\"object\",\"properties\":{\"bytes\":{\"type\":"
                                                     "\"integer\"}},\"additionalProperties\":false}",
                                                     NULL,
                                                     "How many bytes the request has."};

static uint64_t CROSSDOCK_CALL operation_count(void* self) {
    (void)self;
    return 1;
}

static const crossdock_operation* CROSSDOCK_CALL operation_at(void* self, uint64_t index) {
    (void)self;
    return index == 0 ? &length_operation : NULL;
}

static crossdock_status CROSSDOCK_CALL service_call(void* self, const crossdock_call* call, crossdock_error* error) {
    char response[64];
    if (call->name.size != 6 || memcmp(call->name.data, "length", 6) != 0)
        return fail(error, "plain.unknown-operation", "the only operation here is `length`");
    snprintf(response, sizeof response, "{\"bytes\":%llu}", (unsigned long long)call->request.size);
    complete(self, call->operation, "", response, NULL);
    return CROSSDOCK_OK;
}

static const crossdock_service service_table = {
    sizeof(crossdock_service), 0, operation_count, operation_at, service_call, ignore_cancel};

/* ---- format: every line is a document with one value ---- */

typedef struct line_split {
    crossdock_split_events events;
    uint64_t offset;     /* of the next byte */
    uint64_t line_begin; /* of the line that is open */
    uint32_t line;       /* its number */
} line_split;

static uint32_t CROSSDOCK_CALL format_probe(void* self, crossdock_bytes_view head, crossdock_text_view name,
                                            crossdock_text_view content_type) {
    (void)self, (void)head, (void)name;
    return content_type.size == 10 && memcmp(content_type.data, "text/plain", 10) == 0 ? 60 : 5;
}

static crossdock_status write_all(crossdock_output* output, const void* bytes, uint64_t size, crossdock_error* error) {
    if (crossdock_output_write(output, bytes, size) == CROSSDOCK_OK) return CROSSDOCK_OK;
    return fail(error, "plain.output-too-large", "the output is larger than its limit");
}

static crossdock_status CROSSDOCK_CALL format_types(void* self, crossdock_output* output, crossdock_error* error) {
    (void)self;
    return write_all(output, "lines/line\n", 11, error);
}

static crossdock_status CROSSDOCK_CALL format_describe(void* self, crossdock_text_view type, crossdock_output* output,
                                                       crossdock_error* error) {
    static const char schema[] =
        "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"additionalProperties\":false}";
    (void)self;
    if (type.size == 10 && memcmp(type.data, "lines/line", 10) == 0)
        return write_all(output, schema, sizeof schema - 1, error);
    fill_error(error, CROSSDOCK_ERROR_PERMANENT, "plain.unknown-type", "the only type here is lines/line");
    return CROSSDOCK_NOT_FOUND;
}

static crossdock_status CROSSDOCK_CALL split_open(void* self, const crossdock_split_events* events,
                                                  const crossdock_format_options* options, void** state,
                                                  crossdock_error* error) {
    line_split* split = calloc(1, sizeof *split);
    (void)self, (void)options;
    if (split == NULL) return fail(error, "plain.out-of-memory", "memory ran out");
    split->events = *events;
    split->line = 1;
    *state = split;
    return CROSSDOCK_OK;
}

static void end_line(line_split* split) {
    crossdock_slice slice;
    memset(&slice, 0, sizeof slice);
    slice.struct_size = sizeof slice;
    slice.complete = 1;
    slice.offset = split->line_begin;
    slice.size = split->offset - split->line_begin;
    slice.first_segment = split->line++;
    slice.segment_count = 1;
    slice.type = text_view("lines/line");
    split->events.transaction(split->events.context, &slice);
    split->line_begin = split->offset;
}

static crossdock_status CROSSDOCK_CALL split_feed(void* self, void* state, crossdock_bytes_view piece,
                                                  crossdock_error* error) {
    line_split* split = state;
    uint64_t index = 0;
    (void)self, (void)error;
    for (index = 0; index < piece.size; ++index) {
        ++split->offset;
        if (piece.data[index] == '\n') end_line(split);
    }
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL split_close(void* self, void* state, crossdock_error* error) {
    line_split* split = state;
    (void)self, (void)error;
    if (split->offset > split->line_begin) end_line(split);
    free(split);
    return CROSSDOCK_OK;
}

static void CROSSDOCK_CALL split_abandon(void* self, void* state) {
    (void)self;
    free(state);
}

static const crossdock_text_view line_names[] = {{"line", 4}, {"text", 4}};

static crossdock_status CROSSDOCK_CALL format_decode(void* self, const crossdock_decode_request* request,
                                                     crossdock_tape_writer* tape, const crossdock_findings* findings,
                                                     crossdock_error* error) {
    crossdock_tape_event event;
    uint64_t size = request->source.size;
    (void)self, (void)findings;
    tape->names = line_names;
    tape->name_count = 2;
    tape->names_id = 1;
    while (size > 0 && (request->source.data[size - 1] == '\n' || request->source.data[size - 1] == '\r')) --size;
    if (size > UINT32_MAX) return fail(error, "plain.line-too-long", "a line is at most 4 GiB long");
    memset(&event, 0, sizeof event);
    event.kind = CROSSDOCK_TAPE_BEGIN;
    event.source_offset = request->source_offset;
    event.line = request->first_segment;
    if (crossdock_tape_reserve(tape, 3, 0) != CROSSDOCK_OK)
        return fail(error, "plain.tape-full", "the document is larger than its limit");
    crossdock_tape_append(tape, &event);
    event.kind = CROSSDOCK_TAPE_VALUE;
    event.flags = CROSSDOCK_TAPE_IN_SOURCE;
    event.name = 1;
    event.text_size = (uint32_t)size;
    crossdock_tape_append(tape, &event);
    event.kind = CROSSDOCK_TAPE_END;
    event.flags = 0;
    event.name = 0;
    event.text_size = 0;
    crossdock_tape_append(tape, &event);
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL format_encode(void* self, const crossdock_encode_request* request,
                                                     crossdock_output* output, crossdock_error* error) {
    uint64_t index = 0;
    (void)self;
    for (index = 0; index < request->document->event_count; ++index) {
        const crossdock_tape_event* event = &request->document->events[index];
        const crossdock_text_view text = crossdock_tape_text(request->document, event);
        if (event->kind != CROSSDOCK_TAPE_VALUE || text.size == 0) continue;
        if (memchr(text.data, '\n', (size_t)text.size) != NULL)
            return fail(error, "plain.line-break", "a value holds a line break, which a line cannot");
        if (write_all(output, text.data, text.size, error) != CROSSDOCK_OK) return CROSSDOCK_FAILED;
    }
    return write_all(output, "\n", 1, error);
}

static crossdock_status CROSSDOCK_CALL format_assemble(void* self, const crossdock_assemble_request* request,
                                                       crossdock_output* output, crossdock_error* error) {
    uint64_t index = 0;
    (void)self;
    for (index = 0; index < request->transaction_count; ++index) {
        const crossdock_encoded_view* encoded =
            (const crossdock_encoded_view*)((const char*)request->transactions + index * request->transaction_size);
        if (write_all(output, encoded->bytes.data, encoded->bytes.size, error) != CROSSDOCK_OK) return CROSSDOCK_FAILED;
    }
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL format_acknowledge(void* self, const crossdock_group_report* report,
                                                          crossdock_tape_writer* tape, crossdock_output* type,
                                                          crossdock_error* error) {
    (void)self, (void)report, (void)tape, (void)type;
    fill_error(error, CROSSDOCK_ERROR_PERMANENT, "plain.no-acknowledgement", "lines are not acknowledged");
    return CROSSDOCK_NOT_SUPPORTED;
}

static const crossdock_format format_table = {sizeof(crossdock_format),
                                              0,
                                              format_probe,
                                              format_types,
                                              format_describe,
                                              split_open,
                                              split_feed,
                                              split_close,
                                              split_abandon,
                                              format_decode,
                                              format_encode,
                                              format_assemble,
                                              format_acknowledge,
                                              NULL};

/* ---- adapters ---- */

static crossdock_status move(plain_adapter* adapter, int from, int to, crossdock_error* error) {
    if ((int)adapter->state != from) {
        fill_error(error, CROSSDOCK_ERROR_PERMANENT, "plain.call-out-of-order", "not legal in the present state");
        return CROSSDOCK_BAD_STATE;
    }
    adapter->state = to;
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL adapter_init(void* self, crossdock_error* error) {
    plain_adapter* adapter = self;
    const crossdock_config* config = adapter->host->get_extension(adapter->host, CROSSDOCK_CONFIG);
    crossdock_text_view path;
    const crossdock_status status = move(adapter, CREATED, INITIALISED, error);
    if (status != CROSSDOCK_OK) return status;
    if (config->text(adapter->host, "path", 0, &path) != CROSSDOCK_OK) return CROSSDOCK_OK;
    if (path.size >= sizeof adapter->path) {
        adapter->state = CREATED;
        return fail(error, "plain.path-too-long", "`path` is at most 1023 bytes long");
    }
    memcpy(adapter->path, path.data, (size_t)path.size);
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL adapter_start(void* self, crossdock_error* error) {
    return move(self, INITIALISED, STARTED, error);
}

static crossdock_status CROSSDOCK_CALL adapter_stop(void* self, crossdock_error* error) {
    return move(self, STARTED, INITIALISED, error);
}

static void CROSSDOCK_CALL adapter_destroy(void* self) { free(self); }

static const void* CROSSDOCK_CALL adapter_extension(void* self, const char* id) {
    plain_adapter* adapter = self;
    return strcmp(id, adapter->interface_id) == 0 ? adapter->interface_table : NULL;
}

/* ---- types ---- */

static const crossdock_property path_property = {sizeof(crossdock_property),
                                                 CROSSDOCK_PROPERTY_PATH,
                                                 CROSSDOCK_PROPERTY_REQUIRED,
                                                 0,
                                                 "path",
                                                 NULL,
                                                 NULL,
                                                 "The file to hand over, or the folder to write into."};

#define PLAIN_TYPE(interface, name, text, properties, count) \
    { sizeof(crossdock_adapter_type), interface, name, "1.0.0", text, properties, count, sizeof(crossdock_property) }
static const crossdock_adapter_type types[] = {
    PLAIN_TYPE(CROSSDOCK_INTERFACE_SOURCE, "plain-source", "Hands over one file.", &path_property, 1),
    PLAIN_TYPE(CROSSDOCK_INTERFACE_SINK, "plain-sink", "Writes one file for each key.", &path_property, 1),
    PLAIN_TYPE(CROSSDOCK_INTERFACE_SERVICE, "plain-service", "Counts bytes.", NULL, 0),
    PLAIN_TYPE(CROSSDOCK_INTERFACE_FORMAT, "plain-lines", "One document a line.", NULL, 0)};
static const struct {
    const char* id;
    const void* table;
} interfaces[] = {{CROSSDOCK_SOURCE, &source_table},
                  {CROSSDOCK_SINK, &sink_table},
                  {CROSSDOCK_SERVICE, &service_table},
                  {CROSSDOCK_FORMAT, &format_table}};

static uint64_t CROSSDOCK_CALL type_count(void) { return sizeof types / sizeof types[0]; }
static const crossdock_adapter_type* CROSSDOCK_CALL type_at(uint64_t index) {
    return index < type_count() ? &types[index] : NULL;
}

static const crossdock_adapter* CROSSDOCK_CALL create(const crossdock_host* host, const char* type_name,
                                                      crossdock_error* error) {
    uint64_t index = 0;
    plain_adapter* adapter = NULL;
    while (index < type_count() && strcmp(types[index].name, type_name) != 0) ++index;
    if (index < type_count()) adapter = calloc(1, sizeof *adapter);
    if (adapter == NULL) {
        fill_error(error, CROSSDOCK_ERROR_CONFIGURATION, "plain.cannot-create",
                   "the type is unknown or memory ran out");
        return NULL;
    }
    adapter->host = host;
    adapter->interface_id = interfaces[index].id;
    adapter->interface_table = interfaces[index].table;
    adapter->table.struct_size = sizeof adapter->table;
    adapter->table.self = adapter;
    adapter->table.init = adapter_init;
    adapter->table.start = adapter_start;
    adapter->table.stop = adapter_stop;
    adapter->table.destroy = adapter_destroy;
    adapter->table.get_extension = adapter_extension;
    return &adapter->table;
}

static const crossdock_adapter_factory factory = {sizeof(crossdock_adapter_factory), 0, type_count, type_at, create};

static crossdock_status CROSSDOCK_CALL entry_init(const char* plugin_path, crossdock_error* error) {
    (void)plugin_path, (void)error;
    return CROSSDOCK_OK;
}
static void CROSSDOCK_CALL entry_deinit(void) {}
static const void* CROSSDOCK_CALL get_factory(const char* id) {
    return strcmp(id, CROSSDOCK_ADAPTER_FACTORY) == 0 ? &factory : NULL;
}

static const crossdock_entry entry = {sizeof(crossdock_entry),
                                      CROSSDOCK_ABI_MAJOR,
                                      CROSSDOCK_ABI_MINOR,
                                      0,
                                      "com.example.plain",
                                      "1.0.0",
                                      "plain-1",
                                      entry_init,
                                      entry_deinit,
                                      get_factory};

CROSSDOCK_EXPORT const crossdock_entry* CROSSDOCK_CALL crossdock_plugin_entry(void);
CROSSDOCK_EXPORT const crossdock_entry* CROSSDOCK_CALL crossdock_plugin_entry(void) { return &entry; }
