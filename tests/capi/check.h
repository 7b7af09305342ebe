/* CHECK for programs in C: says what failed and where, and goes on. */
#ifndef SPOTWRIGHT_TESTS_CAPI_CHECK_H_
#define SPOTWRIGHT_TESTS_CAPI_CHECK_H_

#include <stdio.h>

static int check_count = 0;
static int failure_count = 0;

#define CHECK(condition)                                              \
  do {                                                                \
    ++check_count;                                                    \
    if (!(condition)) {                                               \
      ++failure_count;                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                 \
  } while (0)

/* What main returns. */
static int report_checks(void) {
  printf("%d checks, %d failed\n", check_count, failure_count);
  return failure_count == 0 ? 0 : 1;
}

#endif /* SPOTWRIGHT_TESTS_CAPI_CHECK_H_ */
