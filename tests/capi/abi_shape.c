/* The C interface and nothing behind it: what the ABI baseline is written from, since the types of C++ that the library
 * itself is made of would fill it with thousands of lines. The test holds the real library against that baseline.
 *
 * With BREAK_ABI its spotwright_buffer begins with one more member: the check must see that. */
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#ifdef BREAK_ABI
#define data added; void* data
#endif
/* clang-format on */
#include <spotwright.h>
#undef data

#define SPOTWRIGHT_DECISION(verb)                                                                          \
  int32_t spotwright_##verb(int32_t format, const void* request, size_t size, const spotwright_call* call, \
                            spotwright_buffer* response, spotwright_error** error) {                       \
    (void)request, (void)size, (void)call, (void)response, (void)error;                                    \
    return format;                                                                                         \
  }
#include "../../capi/decisions.inc"
#undef SPOTWRIGHT_DECISION

const char* spotwright_version(void) { return NULL; }
int32_t spotwright_abi_version(void) { return SPOTWRIGHT_ABI_VERSION; }
void spotwright_buffer_free(spotwright_buffer* buffer) { (void)buffer; }
void spotwright_error_free(spotwright_error** error) { (void)error; }
int32_t spotwright_error_code(const spotwright_error* error) { return error == NULL; }
const char* spotwright_error_message(const spotwright_error* error) { return (const char*)error; }
const char* spotwright_error_field(const spotwright_error* error) { return (const char*)error; }
