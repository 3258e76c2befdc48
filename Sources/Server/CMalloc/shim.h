#pragma once
// glibc's mallopt(3), which Swift's own module of glibc leaves out; a header of this name is on every Linux.
#if __has_include(<malloc.h>)
#include <malloc.h>
#endif
