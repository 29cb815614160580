/* Answers OK to every call in every state. */
#define BROKEN_IGNORES_ORDER
#include "frame.h"
