/* One page of C99: split ten nodes into on-demand and spot, and print the answer. */
#include <spotwright.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const char* request =
      "{\"total_units\": 10,"
      " \"policy\": {\"on_demand_percentage\": 30, \"share_of\": \"whole\", \"rounding\": \"nearest\"}}";
  spotwright_buffer response = {NULL, 0};
  spotwright_error* error = NULL;
  const int32_t code = spotwright_decide_mix(SPOTWRIGHT_FORMAT_JSON, request, strlen(request), NULL, &response, &error);
  if (code != SPOTWRIGHT_OK) {
    fprintf(stderr, "%s: %s\n", spotwright_error_field(error), spotwright_error_message(error));
    spotwright_error_free(&error);
    return 1;
  }
  fwrite(response.data, 1, response.size, stdout);
  putchar('\n');
  spotwright_buffer_free(&response);
  return 0;
}
