// Memory runs out at every allocation in turn, in C++ code as in std::string: the call must end with
// SPOTWRIGHT_RESOURCE_EXHAUSTED and an error, and leak nothing.
#include <spotwright.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include "check.h"

namespace {

long allocations_left = -1;  // Below 0: no limit.
long live_allocations = 0;

}  // namespace

// The library's own operator new is this one: the program's definition comes first for the dynamic linker.
void* operator new(std::size_t size) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  void* const memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  ++live_allocations;
  return memory;
}
void operator delete(void* memory) noexcept {
  if (memory != nullptr) --live_allocations;
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { operator delete(memory); }

namespace {

using DecisionFunction = decltype(&spotwright_decide_mix);

enum class Leaks { kCount, kIgnore };

// Grants more and more allocations until the call ends in anything but want of memory, which must be `wanted`. Returns
// how many it took. Of the first 100 each is refused once, of the thousands that follow every so many.
long Starve(DecisionFunction function, const char* request, std::int32_t wanted, Leaks leaks) {
  for (long granted = 0;; granted += 1 + granted / 100) {
    const long live_before = live_allocations;
    spotwright_buffer response;
    spotwright_error* error;
    allocations_left = granted;
    const std::int32_t code =
        function(SPOTWRIGHT_FORMAT_JSON, request, std::strlen(request), nullptr, &response, &error);
    allocations_left = -1;
    CHECK((code == SPOTWRIGHT_OK) == (error == nullptr));
    CHECK((code == SPOTWRIGHT_OK) == (response.data != nullptr));
    CHECK(spotwright_error_code(error) == code);
    CHECK(code == SPOTWRIGHT_OK || std::strlen(spotwright_error_message(error)) > 0);
    spotwright_buffer_free(&response);
    spotwright_error_free(&error);
    CHECK(error == nullptr);
    CHECK(leaks == Leaks::kIgnore || live_allocations == live_before);
    if (code != SPOTWRIGHT_RESOURCE_EXHAUSTED) {
      CHECK(code == wanted);
      return granted;
    }
  }
}

void CheckStarving(DecisionFunction function, const char* request, std::int32_t wanted) {
  // The first round builds the tables that live as long as the process, and fails in the midst of it.
  Starve(function, request, wanted, Leaks::kIgnore);
  CHECK(Starve(function, request, wanted, Leaks::kCount) > 1);
}

}  // namespace

int main() {
  CheckStarving(spotwright_decide_mix,
                R"({"total_units":9,"policy":{"on_demand_percentage":30},"offers":[{"instance_type":"m6i.large",
                      "zone":"a","capacity_type":"spot","price_usd_per_hour":0.03,"labels":{"team":"a long enough one"}},
                      {"instance_type":"m6i.large","zone":"a","capacity_type":"on_demand","price_usd_per_hour":0.1}]})",
                SPOTWRIGHT_OK);
  CheckStarving(spotwright_balance_zones,
                R"({"units_to_add":3,"zones":[{"name":"a zone with a long name"},{"name":"b","units":2}]})",
                SPOTWRIGHT_OK);
  CheckStarving(spotwright_pack,
                R"({"workloads":[{"name":"web","replicas":3,"requests":{"cpu_millicores":500}}],"offers":[
                      {"instance_type":"m6i.large","zone":"a","capacity_type":"on_demand","price_usd_per_hour":0.1,
                       "allocatable":{"cpu_millicores":1900,"memory_bytes":7000000000,"pods":29}}]})",
                SPOTWRIGHT_OK);
  // An error needs memory too.
  CheckStarving(spotwright_decide_mix, R"({"total_units":"a string where a number should be, and a long one"})",
                SPOTWRIGHT_INVALID_ARGUMENT);
  return report_checks();
}
