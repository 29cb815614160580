/* Declares the same property twice. */
#define BROKEN_PROPERTIES BROKEN_PROPERTY("color", "red"), BROKEN_PROPERTY("color", "green")
#include "frame.h"
