/* The default of a choice is not among its values. */
#define BROKEN_PROPERTIES BROKEN_PROPERTY("color", "purple")
#include "frame.h"
