#include "tests/codec/allocations.h"

#include <cstdlib>
#include <new>

namespace {
std::size_t allocated_bytes = 0;
}  // namespace

namespace spotwright::test {
std::size_t AllocatedBytes() { return allocated_bytes; }
}  // namespace spotwright::test

void* operator new(std::size_t size) {
  allocated_bytes += size;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
