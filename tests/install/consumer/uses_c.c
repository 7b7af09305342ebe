#include <spotwright.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const char request[] = "{\"total_units\": 10, \"policy\": {\"on_demand_percentage\": 30}}";
  spotwright_buffer response;
  spotwright_error* error;
  if (spotwright_decide_mix(SPOTWRIGHT_FORMAT_JSON, request, sizeof request - 1, NULL, &response, &error) !=
      SPOTWRIGHT_OK) {
    fprintf(stderr, "%s: %s\n", spotwright_error_field(error), spotwright_error_message(error));
    spotwright_error_free(&error);
    return 1;
  }
  printf("%s\n", (const char*)response.data);
  const int right = strstr(response.data, "\"target_on_demand_units\":3") != NULL;
  spotwright_buffer_free(&response);
  return right ? 0 : 1;
}
