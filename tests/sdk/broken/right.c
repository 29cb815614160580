/* Nothing is broken here: the frame itself must pass every check, or the others prove nothing. */
#include "frame.h"
