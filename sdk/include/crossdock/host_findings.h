/* Codes of the findings that a host makes itself, in a report that is to be acknowledged. They have no code of a
 * standard: the format puts its own. */
#ifndef CROSSDOCK_HOST_FINDINGS_H
#define CROSSDOCK_HOST_FINDINGS_H

/* The interchange came before, and its agreement refuses it. Of the interchange's scope. */
#define CROSSDOCK_FINDING_DUPLICATE "intake.duplicate-refused"

#endif
