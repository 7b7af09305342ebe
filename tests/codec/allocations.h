// How many bytes this program has asked of operator new.
#ifndef SPOTWRIGHT_TESTS_CODEC_ALLOCATIONS_H_
#define SPOTWRIGHT_TESTS_CODEC_ALLOCATIONS_H_

#include <cstddef>

namespace spotwright::test {

std::size_t AllocatedBytes();

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_CODEC_ALLOCATIONS_H_
