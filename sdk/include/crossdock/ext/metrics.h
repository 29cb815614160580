/* Metrics: declared once in `init`, used by id afterwards. */
#ifndef CROSSDOCK_EXT_METRICS_H
#define CROSSDOCK_EXT_METRICS_H

#include <crossdock/host.h>

#define CROSSDOCK_METRICS "crossdock.metrics/1"

#define CROSSDOCK_METRIC_COUNTER 1u   /* only grows */
#define CROSSDOCK_METRIC_GAUGE 2u     /* a level */
#define CROSSDOCK_METRIC_HISTOGRAM 3u /* a distribution */

typedef struct crossdock_metrics {
    uint32_t struct_size;
    uint32_t reserved;
    /* [main] `name` is lower_snake with its unit last (`poll_duration_ms`). The same name again gives the same id. */
    crossdock_status(CROSSDOCK_CALL* declare)(const crossdock_host* host, uint32_t kind, const char* name,
                                              const char* documentation, uint32_t* metric, crossdock_error* error);
    /* [any-thread] A counter grows by `value`, a gauge is set to it, a histogram takes it in. Never blocks. */
    void(CROSSDOCK_CALL* record)(const crossdock_host* host, uint32_t metric, double value);
} crossdock_metrics;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_metrics, declare) == 8, "metrics.declare");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_metrics, record) == 16, "metrics.record");

#endif
