/* Counts what a program asks the C library's allocator for, at the program's own speed: `run` compiles it and preloads
 * it. A reallocation counts as an allocation of its new size. */
#include <errno.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

_Atomic size_t plumbline_allocations, plumbline_allocated_bytes;

static void count(size_t bytes) {
    plumbline_allocations++;
    plumbline_allocated_bytes += bytes;
}

void *malloc(size_t bytes) {
    count(bytes);
    return __libc_malloc(bytes);
}

void *calloc(size_t number, size_t bytes) {
    count(number * bytes);
    return __libc_calloc(number, bytes);
}

void *realloc(void *old, size_t bytes) {
    count(bytes);
    return __libc_realloc(old, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
    count(bytes);
    return __libc_memalign(alignment, bytes);
}

int posix_memalign(void **result, size_t alignment, size_t bytes) {
    count(bytes);
    *result = __libc_memalign(alignment, bytes);
    return *result ? 0 : ENOMEM;
}
