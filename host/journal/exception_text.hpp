// An exception in words: what it is about, and its reason in one line.
#pragma once

#include <string>

#include "host/journal/records.hpp"

namespace crossdock::journal {

// What is parked: `M1`, `M1 transaction 0002`, `R5 of D4`, `S9`.
std::string subject_of(const ExceptionParked& parked);

// Whether it only tells something, so that there is nothing to try again: discarding it says that it was read.
bool is_notice(const ExceptionParked& parked);

// What says most in one line: the first, and the second where the first only announces it.
std::string first_line(const std::string& text);

// `X12 parked: R5 of D4, flow order-to-erp step 3: the key came before (flow.once-conflict)`, for a log.
std::string log_line(const ExceptionParked& parked);

}  // namespace crossdock::journal
