/* The whole ABI in one include. */
#ifndef CROSSDOCK_ABI_H
#define CROSSDOCK_ABI_H

#include <crossdock/entry.h>
#include <crossdock/ext/buffer.h>
#include <crossdock/ext/checkpoint.h>
#include <crossdock/ext/config.h>
#include <crossdock/ext/log.h>
#include <crossdock/ext/metrics.h>
#include <crossdock/ext/progress.h>
#include <crossdock/ext/scheduler.h>
#include <crossdock/ext/secrets.h>
#include <crossdock/ext/thread_check.h>
#include <crossdock/format.h>
#include <crossdock/host_findings.h>
#include <crossdock/service.h>
#include <crossdock/sink.h>
#include <crossdock/source.h>
#include <crossdock/tape_writer.h>

#endif
