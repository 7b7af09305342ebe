/* The acceptance test of the C interface: a C99 program that uses all of it, as its header says. */
#include <spotwright.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

typedef int32_t (*decision_function)(int32_t format, const void* request, size_t size, const spotwright_call* call,
                                     spotwright_buffer* response, spotwright_error** error);

typedef struct decision {
  const char* verb;
  decision_function function;
} decision;

#define SPOTWRIGHT_DECISION(verb) {#verb, spotwright_##verb},
static const decision decisions[] = {
#include "../../capi/decisions.inc"
};
#undef SPOTWRIGHT_DECISION

enum { DECISION_COUNT = sizeof decisions / sizeof decisions[0] };

static const char mix_request[] =
    "{\"total_units\":41,\"policy\":{\"on_demand_base_units\":10,\"on_demand_percentage\":50,"
    "\"rounding\":\"on_demand_down\"}}";
static const char zones_request[] =
    "{\"units_to_add\":3,\"zones\":[{\"name\":\"a\",\"units\":2},{\"name\":\"b\",\"units\":0},{\"name\":\"c\","
    "\"units\":1}]}";
static const char prices_request[] =
    "{\"offers\":[{\"instance_type\":\"m6i.large\",\"zone\":\"a\",\"capacity_type\":\"spot\",\"price_usd_per_hour\":0."
    "09}],"
    "\"policy\":{\"max_spot_price_usd_per_hour\":0.05}}";
static const char pack_request[] =
    "{\"workloads\":[{\"name\":\"web\",\"replicas\":3,\"requests\":{\"cpu_millicores\":500,\"memory_bytes\":1000000}}],"
    "\"offers\":[{\"instance_type\":\"m6i.large\",\"zone\":\"a\",\"capacity_type\":\"on_demand\","
    "\"price_usd_per_hour\":0.1,\"vcpus\":2,"
    "\"allocatable\":{\"cpu_millicores\":1900,\"memory_bytes\":7000000000,\"pods\":29}}]}";

/* One valid request for each decision that pairs with it by name. */
static const char* valid_request(const char* verb) {
  if (strcmp(verb, "decide_mix") == 0) return mix_request;
  if (strcmp(verb, "balance_zones") == 0) return zones_request;
  if (strcmp(verb, "assess_prices") == 0) return prices_request;
  if (strcmp(verb, "pack") == 0 || strcmp(verb, "plan") == 0) return pack_request;
  return "{}";
}

static int contains(const spotwright_buffer* buffer, const char* text) {
  return buffer->data != NULL && strstr(buffer->data, text) != NULL;
}

/* A call that must succeed; the caller frees the response. */
static spotwright_buffer succeed(decision_function function, const char* request) {
  spotwright_buffer response;
  spotwright_error* error;
  const int32_t code = function(SPOTWRIGHT_FORMAT_JSON, request, strlen(request), NULL, &response, &error);
  CHECK(code == SPOTWRIGHT_OK);
  CHECK(error == NULL);
  CHECK(response.data != NULL);
  if (code != SPOTWRIGHT_OK) {
    fprintf(stderr, "  %s: %s\n", spotwright_error_field(error), spotwright_error_message(error));
    spotwright_error_free(&error);
  }
  return response;
}

/* A call that must fail with `code`, the path `field`, and `part` in the message. */
static void expect_error(decision_function function, int32_t format, const void* request, size_t size,
                         const spotwright_call* call, int32_t code, const char* field, const char* part) {
  spotwright_buffer response = {&response, 17};
  spotwright_error* error = NULL;
  CHECK(function(format, request, size, call, &response, &error) == code);
  CHECK(response.data == NULL);
  CHECK(response.size == 0);
  CHECK(error != NULL);
  CHECK(spotwright_error_code(error) == code);
  CHECK(strcmp(spotwright_error_field(error), field) == 0);
  CHECK(strstr(spotwright_error_message(error), part) != NULL);
  if (strcmp(spotwright_error_field(error), field) != 0 || strstr(spotwright_error_message(error), part) == NULL) {
    fprintf(stderr, "  got %s: %s\n", spotwright_error_field(error), spotwright_error_message(error));
  }
  spotwright_error_free(&error);
  CHECK(error == NULL);
}

static void expect_json_error(decision_function function, const char* request, const char* field, const char* part) {
  expect_error(function, SPOTWRIGHT_FORMAT_JSON, request, strlen(request), NULL, SPOTWRIGHT_INVALID_ARGUMENT, field,
               part);
}

static void test_versions(void) {
  CHECK(spotwright_abi_version() == SPOTWRIGHT_ABI_VERSION);
  CHECK(spotwright_version() != NULL);
  CHECK(strchr(spotwright_version(), '.') != NULL);
  CHECK(DECISION_COUNT >= 7);
}

static void test_decisions_in_json(void) {
  spotwright_buffer response = succeed(spotwright_decide_mix, mix_request);
  /* Azure's documented example: of 41 with base 10 and 50 %, 15 more regular and 16 spot. */
  CHECK(contains(&response, "\"target_on_demand_units\":25"));
  CHECK(contains(&response, "\"target_spot_units\":16"));
  CHECK(((const char*)response.data)[response.size] == '\0');
  CHECK(strlen(response.data) == response.size);
  spotwright_buffer_free(&response);

  response = succeed(spotwright_balance_zones, zones_request);
  CHECK(contains(&response, "{\"zone\":\"a\",\"change\":0,\"units\":2}"));
  CHECK(contains(&response, "{\"zone\":\"b\",\"change\":2,\"units\":2}"));
  CHECK(contains(&response, "{\"zone\":\"c\",\"change\":1,\"units\":2}"));
  spotwright_buffer_free(&response);

  response = succeed(spotwright_assess_prices, prices_request);
  CHECK(contains(&response, "\"feasible\":false"));
  CHECK(contains(&response, "\"refused_count\":1"));
  spotwright_buffer_free(&response);

  response = succeed(spotwright_pack, pack_request);
  CHECK(contains(&response, "\"feasible\":true"));
  CHECK(contains(&response, "\"placed_replicas\":3"));
  CHECK(contains(&response, "\"new_nodes\":1"));
  spotwright_buffer_free(&response);

  response = succeed(spotwright_plan, pack_request);
  CHECK(contains(&response, "\"action\":\"launch\""));
  spotwright_buffer_free(&response);
}

static void test_decision_in_protobuf(void) {
  const unsigned char request[] = {0x08, 10, 0x12, 2, 0x08, 2}; /* total_units: 10; policy.preset: smart_scale. */
  const unsigned char feasible_then_4_and_6[] = {0x08, 1, 0x10, 4, 0x18, 6};
  spotwright_buffer response;
  CHECK(spotwright_decide_mix(SPOTWRIGHT_FORMAT_PROTOBUF, request, sizeof request, NULL, &response, NULL) ==
        SPOTWRIGHT_OK);
  CHECK(response.size > sizeof feasible_then_4_and_6);
  CHECK(response.data != NULL && memcmp(response.data, feasible_then_4_and_6, sizeof feasible_then_4_and_6) == 0);
  spotwright_buffer_free(&response);
}

static void test_errors_name_their_field(void) {
  expect_json_error(spotwright_decide_mix, "{}", "total_units", "required");
  expect_json_error(spotwright_decide_mix, "{\"total_units\":-1}", "total_units", "-1");
  expect_json_error(spotwright_decide_mix, "{\"total_unit\":1}", "total_unit", "total_units");
  expect_json_error(spotwright_decide_mix, "{\"total_units\":1,\"policy\":{\"on_demand_percentage\":101}}",
                    "policy.on_demand_percentage", "101");
  expect_json_error(spotwright_decide_mix, "{\"total_units\":1,\"policy\":{\"preset\":\"smart\"}}", "policy.preset",
                    "smart_scale");
  expect_json_error(spotwright_assess_prices,
                    "{\"offers\":[{\"instance_type\":\"t\",\"zone\":\"a\",\"capacity_type\":\"spot\",\"price_usd_per_"
                    "hour\":\"cheap\"}]}",
                    "offers[0].price_usd_per_hour", "cheap");
  expect_json_error(spotwright_balance_zones, "{\"zones\":[{\"name\":\"\"}]}", "zones[0].name", "required");
  expect_json_error(spotwright_plan, "[1]", "", "object");
}

static void test_bad_arguments_of_every_function(void) {
  const char garbage[] = "\xff\xfe\x00\x01{[\"garbage\x7f";
  for (int i = 0; i < DECISION_COUNT; ++i) {
    const decision_function function = decisions[i].function;
    spotwright_buffer response = {NULL, 0};
    spotwright_error* error = NULL;

    /* Null pointers, one by one and all at once. */
    CHECK(function(SPOTWRIGHT_FORMAT_JSON, "{}", 2, NULL, NULL, NULL) == SPOTWRIGHT_INVALID_ARGUMENT);
    CHECK(function(0, NULL, 0, NULL, NULL, NULL) == SPOTWRIGHT_INVALID_ARGUMENT);
    CHECK(function(SPOTWRIGHT_FORMAT_JSON, "{}", 2, NULL, NULL, &error) == SPOTWRIGHT_INVALID_ARGUMENT);
    CHECK(strcmp(spotwright_error_field(error), "response") == 0);
    spotwright_error_free(&error);
    CHECK(function(SPOTWRIGHT_FORMAT_JSON, garbage, sizeof garbage, NULL, &response, NULL) ==
          SPOTWRIGHT_INVALID_ARGUMENT);
    expect_error(function, SPOTWRIGHT_FORMAT_JSON, NULL, 5, NULL, SPOTWRIGHT_INVALID_ARGUMENT, "request", "NULL");

    /* Sizes: none, and more than is accepted, which is refused before a byte is read. */
    expect_error(function, SPOTWRIGHT_FORMAT_JSON, NULL, 0, NULL, SPOTWRIGHT_INVALID_ARGUMENT, "", "JSON");
    expect_error(function, SPOTWRIGHT_FORMAT_JSON, "", 0, NULL, SPOTWRIGHT_INVALID_ARGUMENT, "", "JSON");
    expect_error(function, SPOTWRIGHT_FORMAT_PROTOBUF, "", (size_t)2147483647 + 1, NULL, SPOTWRIGHT_RESOURCE_EXHAUSTED,
                 "size", "2147483648");
    expect_error(function, SPOTWRIGHT_FORMAT_JSON, "", (size_t)-1, NULL, SPOTWRIGHT_RESOURCE_EXHAUSTED, "size", "");
    function(SPOTWRIGHT_FORMAT_PROTOBUF, NULL, 0, NULL, &response, &error);
    spotwright_buffer_free(&response);
    spotwright_error_free(&error);

    for (int32_t format = -1; format <= 3; ++format) {
      if (format == SPOTWRIGHT_FORMAT_JSON || format == SPOTWRIGHT_FORMAT_PROTOBUF) continue;
      expect_error(function, format, "{}", 2, NULL, SPOTWRIGHT_INVALID_ARGUMENT, "format", "JSON");
    }
    for (int32_t format = SPOTWRIGHT_FORMAT_JSON; format <= SPOTWRIGHT_FORMAT_PROTOBUF; ++format) {
      CHECK(function(format, garbage, sizeof garbage, NULL, &response, &error) == SPOTWRIGHT_INVALID_ARGUMENT);
      CHECK(strlen(spotwright_error_message(error)) > 0);
      spotwright_error_free(&error);
    }
    /* A Protobuf length that is only claimed. */
    CHECK(function(SPOTWRIGHT_FORMAT_PROTOBUF, "\x0a\xff\xff\xff\xff\x07", 6, NULL, &response, &error) ==
          SPOTWRIGHT_INVALID_ARGUMENT);
    spotwright_error_free(&error);
  }
}

/* Every byte of a request spoiled in turn: an answer or an error, never a crash. */
static void test_spoiled_requests(void) {
  for (int i = 0; i < DECISION_COUNT; ++i) {
    char request[1024];
    const size_t size = strlen(valid_request(decisions[i].verb));
    CHECK(size < sizeof request);
    for (size_t at = 0; at < size; ++at) {
      for (int spoiled_byte = 0; spoiled_byte < 256; spoiled_byte += 37) {
        spotwright_buffer response;
        spotwright_error* error;
        memcpy(request, valid_request(decisions[i].verb), size);
        request[at] = (char)spoiled_byte;
        const int32_t code = decisions[i].function(SPOTWRIGHT_FORMAT_JSON, request, size, NULL, &response, &error);
        CHECK((code == SPOTWRIGHT_OK) == (response.data != NULL));
        CHECK((code == SPOTWRIGHT_OK) == (error == NULL));
        CHECK(code == SPOTWRIGHT_OK || code == SPOTWRIGHT_INVALID_ARGUMENT);
        spotwright_buffer_free(&response);
        spotwright_error_free(&error);
      }
    }
  }
}

static void test_freeing(void) {
  spotwright_buffer response = succeed(spotwright_decide_mix, mix_request);
  spotwright_error* error = NULL;
  spotwright_buffer_free(&response);
  CHECK(response.data == NULL && response.size == 0);
  spotwright_buffer_free(&response);
  spotwright_buffer_free(NULL);
  spotwright_error_free(NULL);
  spotwright_error_free(&error);
  CHECK(spotwright_decide_mix(0, NULL, 0, NULL, &response, &error) != SPOTWRIGHT_OK);
  spotwright_error_free(&error);
  spotwright_error_free(&error);
  CHECK(spotwright_error_code(NULL) == SPOTWRIGHT_OK);
  CHECK(strcmp(spotwright_error_message(NULL), "") == 0);
  CHECK(strcmp(spotwright_error_field(NULL), "") == 0);
}

static void test_cancel_flag(void) {
  const int32_t raised = 1;
  const int32_t lowered = 0;
  spotwright_call call = {0};
  call.size = sizeof call;
  for (int i = 0; i < DECISION_COUNT; ++i) {
    const char* request = valid_request(decisions[i].verb);
    if (strcmp(request, "{}") == 0) continue;
    spotwright_buffer response;
    call.cancel = &lowered;
    CHECK(decisions[i].function(SPOTWRIGHT_FORMAT_JSON, request, strlen(request), &call, &response, NULL) ==
          SPOTWRIGHT_OK);
    spotwright_buffer_free(&response);
    call.cancel = &raised;
    expect_error(decisions[i].function, SPOTWRIGHT_FORMAT_JSON, request, strlen(request), &call, SPOTWRIGHT_CANCELLED,
                 "", "cancel");
  }
}

typedef struct progress_seen {
  int count;
  double last;
} progress_seen;

static void see_progress(void* context, double share) {
  progress_seen* seen = context;
  CHECK(share >= 0 && share <= 1);
  CHECK(share >= seen->last);
  seen->last = share;
  ++seen->count;
}

static void test_progress(void) {
  spotwright_call call = {0};
  progress_seen seen = {0, 0};
  spotwright_buffer with;
  spotwright_buffer without = succeed(spotwright_plan, pack_request);
  call.size = sizeof call;
  call.progress = see_progress;
  call.context = &seen;
  CHECK(spotwright_plan(SPOTWRIGHT_FORMAT_JSON, pack_request, strlen(pack_request), &call, &with, NULL) ==
        SPOTWRIGHT_OK);
  CHECK(seen.count > 0);
  CHECK(with.size == without.size && memcmp(with.data, without.data, with.size) == 0);
  spotwright_buffer_free(&with);
  spotwright_buffer_free(&without);
}

/* The size that begins spotwright_call lets older and newer callers and libraries meet. */
static void test_call_sizes(void) {
  const int32_t raised = 1;
  struct {
    spotwright_call call;
    char later[16];
  } newer;
  spotwright_buffer response;
  memset(&newer, 0, sizeof newer);

  newer.call.cancel = &raised;
  newer.call.size = sizeof newer.call.size; /* An older caller: knows of no member but the size. */
  CHECK(spotwright_decide_mix(SPOTWRIGHT_FORMAT_JSON, mix_request, strlen(mix_request), &newer.call, &response, NULL) ==
        SPOTWRIGHT_OK);
  spotwright_buffer_free(&response);

  newer.call.size = sizeof newer; /* A newer caller that uses nothing new, then one that does. */
  expect_error(spotwright_decide_mix, SPOTWRIGHT_FORMAT_JSON, mix_request, strlen(mix_request), &newer.call,
               SPOTWRIGHT_CANCELLED, "", "cancel");
  newer.later[15] = 1;
  expect_error(spotwright_decide_mix, SPOTWRIGHT_FORMAT_JSON, mix_request, strlen(mix_request), &newer.call,
               SPOTWRIGHT_INVALID_ARGUMENT, "call", "does not know");

  newer.call.size = 0;
  expect_error(spotwright_decide_mix, SPOTWRIGHT_FORMAT_JSON, mix_request, strlen(mix_request), &newer.call,
               SPOTWRIGHT_INVALID_ARGUMENT, "call.size", "is 0");
  newer.call.size = (size_t)-1;
  expect_error(spotwright_decide_mix, SPOTWRIGHT_FORMAT_JSON, mix_request, strlen(mix_request), &newer.call,
               SPOTWRIGHT_INVALID_ARGUMENT, "call.size", "sizeof");
}

static void test_same_bytes_each_time(void) {
  for (int i = 0; i < DECISION_COUNT; ++i) {
    const char* request = valid_request(decisions[i].verb);
    if (strcmp(request, "{}") == 0) continue;
    spotwright_buffer first = succeed(decisions[i].function, request);
    spotwright_buffer second = succeed(decisions[i].function, request);
    CHECK(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);
    spotwright_buffer_free(&first);
    spotwright_buffer_free(&second);
  }
}

int main(void) {
  test_versions();
  test_decisions_in_json();
  test_decision_in_protobuf();
  test_errors_name_their_field();
  test_bad_arguments_of_every_function();
  test_spoiled_requests();
  test_freeing();
  test_cancel_flag();
  test_progress();
  test_call_sizes();
  test_same_bytes_each_time();
  return report_checks();
}
