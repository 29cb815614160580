// Finds what a partner's acknowledgement is about among what we sent.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "host/document/document.hpp"
#include "host/journal/records.hpp"
#include "host/journal/store.hpp"
#include "host/partner/acknowledgement_type.hpp"
#include "host/partner/directory.hpp"

namespace crossdock::intake {

using partner::acknowledgement_type;

// What was found for one acknowledgement. Without a delivery it is about nothing that we sent.
struct Correlation {
    journal::AcknowledgementReceived record;  // without its own document
    journal::DeliveryPrepared delivery;       // empty when there is none
    std::string claim;                        // the key that makes it the first of its kind
    bool closes = false;                      // it is what the delivery expects, or rejects it altogether
};

// The documents that a delivery carries, in its order: each with the run that sent it.
struct SentDocument {
    journal::EntityId run = 0;
    journal::EntityId document = 0;
};
Result<std::vector<SentDocument>> sent_documents(const journal::Store& store,
                                                 const journal::DeliveryPrepared& prepared);

// How the delivery was prepared, and in which unit; error `delivery.unknown`.
Result<journal::DeliveryPrepared> read_delivery(const journal::Store& store, journal::EntityId delivery,
                                                journal::StoredUnit& unit);

// `document` is a functional-acknowledgement/1 that came under `agreement`: gets `correlation`, and where the delivery
// was found `delivery`, `documents` and the document of each transaction. An acknowledgement with an interchange's
// control number is about that interchange, any other about the group. It is looked for in all of the partner's
// agreements of the same format and use (test or production), by the numbers that we gave out last: a delivery of
// documents before an acknowledgement of ours, and one under `agreement` before others.
// Threads: any; it only reads.
Result<Correlation> correlate(const journal::Store& store, const partner::Directory& partners,
                              const partner::Agreement& agreement, Document& document);

}  // namespace crossdock::intake
