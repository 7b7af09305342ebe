// The hand-written parts of capi/spotwright.h.
#ifndef SPOTWRIGHT_SRC_GENERATE_C_HEADER_TEXT_H_
#define SPOTWRIGHT_SRC_GENERATE_C_HEADER_TEXT_H_

#include <string_view>

namespace spotwright::generate {

inline constexpr std::string_view kCHeaderHead =
    R"(/* Spotwright decides what capacity to run: how much spot, in which pools and zones, where each pod goes.
 *
 * This is its C interface: bytes in, bytes out. Generated from the table of decisions: run `make generate`, do not
 * edit. C99 and C++.
 *
 * Conventions, which hold for every function:
 *
 * 1. One function for each decision, all with one signature. A decision is a pure function: no handle, no state kept
 *    between calls, no I/O, no clock, no random number of its own. The same request gives the same response, byte for
 *    byte. What must be remembered from call to call is part of the response and of the next request.
 *
 * 2. Requests and responses are JSON or Protobuf wire format, as `format` says; both ways use the same format.
 *    The messages are described in docs/reference/, by JSON Schemas in docs/schema/, and in spotwright.proto.
 *    Requests are read strictly: an unknown field is an error, since a newer client must not be misread in silence.
 *    Read responses leniently: a newer library may add fields.
 *
 * 3. Functions return a spotwright_code. Anything but SPOTWRIGHT_OK is a failure: nothing was decided. A request that
 *    is well formed but cannot be met is no failure: its response says so with `feasible`, and why with `reasons`.
 *
 * 4. Inputs are borrowed until the function returns, never changed and never kept. `request` may be NULL when `size`
 *    is 0; that is an empty message in Protobuf, and no JSON. At most 2147483647 bytes are accepted.
 *
 * 5. Outputs are overwritten without being read: free what they held first. On success `response` holds the bytes and
 *    `*error` is NULL. On failure `response` is {NULL, 0} and `*error` holds the error. `error` may be NULL when only
 *    the code is wanted; `response` must not be.
 *
 * 6. What the library allocated is freed by the library alone: spotwright_buffer_free, spotwright_error_free. They
 *    accept NULL and what is empty already, and leave NULL and 0 behind, so that freeing twice is harmless.
 *
 * 7. Every function may be called from any thread at any time, also many at once. The library starts no thread,
 *    holds no lock while it decides, and has no thread-local state: there is no "last error".
 *
 * 8. No input aborts the process and no C++ exception crosses this interface: a null pointer, an unknown format and
 *    garbage bytes come back as SPOTWRIGHT_INVALID_ARGUMENT, and want of memory as SPOTWRIGHT_RESOURCE_EXHAUSTED.
 *
 * 9. Enums cross as int32_t; strings are UTF-8 and end with a NUL.
 *
 * 10. Within one SPOTWRIGHT_ABI_VERSION (the number in libspotwright.so.N) no function is removed and none changes;
 *    fields and functions are only added, and the numbers of fields and enum values are never used again.
 *
 * An example:
 *
 *     const char request[] = "{\"total_units\": 10, \"policy\": {\"on_demand_percentage\": 30}}";
 *     spotwright_buffer response;
 *     spotwright_error* error;
 *     if (spotwright_decide_mix(SPOTWRIGHT_FORMAT_JSON, request, sizeof request - 1, NULL, &response, &error) !=
 *         SPOTWRIGHT_OK) {
 *       fprintf(stderr, "%s: %s\n", spotwright_error_field(error), spotwright_error_message(error));
 *       spotwright_error_free(&error);
 *     } else {
 *       fwrite(response.data, 1, response.size, stdout);
 *       spotwright_buffer_free(&response);
 *     }
 */
#ifndef SPOTWRIGHT_H_
#define SPOTWRIGHT_H_

#include <stddef.h>
#include <stdint.h>

/* Marks what the shared library exports. */
#ifndef SPOTWRIGHT_API
#if defined(__GNUC__)
#define SPOTWRIGHT_API __attribute__((visibility("default")))
#else
#define SPOTWRIGHT_API
#endif
#endif

/* The version of this interface; see convention 10. Compare with spotwright_abi_version(). */
)";

inline constexpr std::string_view kCHeaderTypes = R"(
#ifdef __cplusplus
extern "C" {
#endif

/* What a function returns: the canonical codes of gRPC, with the same numbers. More may come. */
enum spotwright_code {
  SPOTWRIGHT_OK = 0,
  SPOTWRIGHT_CANCELLED = 1,          /* The call's cancel flag was raised. */
  SPOTWRIGHT_INVALID_ARGUMENT = 3,   /* The request or an argument is malformed; the error's field says where. */
  SPOTWRIGHT_RESOURCE_EXHAUSTED = 8, /* Memory ran out, or the request or its response is too large. */
  SPOTWRIGHT_INTERNAL = 13           /* A defect of the library, or an exception from a C++ callback. */
};

/* How a request is written, and its response. 0 is refused: it is what a forgotten value holds. */
enum spotwright_format {
  SPOTWRIGHT_FORMAT_JSON = 1,    /* UTF-8 text; field names as in docs/reference/. */
  SPOTWRIGHT_FORMAT_PROTOBUF = 2 /* Wire format of the messages of package spotwright.v1. */
};

/* A response: bytes that the library allocated. A NUL follows the last of them and is not counted in `size`, so that
 * JSON can be used as a C string.
 */
typedef struct spotwright_buffer {
  void* data;  /* NULL on failure. */
  size_t size; /* In bytes; may be 0 in Protobuf, of a message without any field set. */
} spotwright_buffer;

/* What went wrong: a code, a message and a field. */
typedef struct spotwright_error spotwright_error;

/* Follows and stops long work; NULL, or any member NULL, where that is not wanted. Neither member changes the answer:
 * a decision completes, or returns SPOTWRIGHT_CANCELLED.
 *
 * Begin with zeros and set the size, so that members which a later version adds are off:
 *
 *     spotwright_call call = {0};
 *     call.size = sizeof call;
 */
typedef struct spotwright_call {
  /* sizeof(spotwright_call). Members beyond it are taken as absent; members that this library does not know must be
   * zero. */
  size_t size;

  /* Read now and then during the work; not 0 ends it. It may be set from another thread or from a signal handler,
   * with an atomic store. */
  const volatile int32_t* cancel;

  /* Told the share of the work that is done, rising within 0 to 1, on the calling thread, with `context` as given
   * below. It must return: no longjmp. It may raise the cancel flag. */
  void (*progress)(void* context, double share);
  void* context;
} spotwright_call;

/* The version of the library, such as "0.1.0". Static; not to be freed. */
SPOTWRIGHT_API const char* spotwright_version(void);

/* The SPOTWRIGHT_ABI_VERSION that the library was built with. */
SPOTWRIGHT_API int32_t spotwright_abi_version(void);

/* Frees a response and leaves {NULL, 0}. Accepts NULL and empty buffers. Response memory comes from malloc of the C
 * library that this library is linked to: do not free it in any other way.
 */
SPOTWRIGHT_API void spotwright_buffer_free(spotwright_buffer* buffer);

/* Frees an error and leaves NULL. Accepts NULL and a pointer to NULL. */
SPOTWRIGHT_API void spotwright_error_free(spotwright_error** error);

/* The code that the function returned; SPOTWRIGHT_OK for NULL. */
SPOTWRIGHT_API int32_t spotwright_error_code(const spotwright_error* error);

/* One line: the value that was found, and what is accepted. Lives as long as the error; "" for NULL. */
SPOTWRIGHT_API const char* spotwright_error_message(const spotwright_error* error);

/* The path of the field at fault, such as `offers[3].price_usd_per_hour`; the name of a parameter of the function,
 * such as `format`, when that is at fault; "" when no field is. Lives as long as the error; "" for NULL.
 */
SPOTWRIGHT_API const char* spotwright_error_field(const spotwright_error* error);

/* ---- The decisions ---- */
)";

inline constexpr std::string_view kCHeaderBeside = R"(
/* ---- Beside the decisions: foreign formats in, text for people out ---- */
)";

inline constexpr std::string_view kCHeaderTail = R"(
#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SPOTWRIGHT_H_ */
)";

}  // namespace spotwright::generate

#endif  // SPOTWRIGHT_SRC_GENERATE_C_HEADER_TEXT_H_
