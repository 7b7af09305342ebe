// One form for packings that mean the same.
#ifndef SPOTWRIGHT_SRC_PACKING_ALIKE_H_
#define SPOTWRIGHT_SRC_PACKING_ALIKE_H_

#include "src/packing/instance.h"

namespace spotwright::packing {

// Hosts by index, then new nodes by kind and content (loads by item), those alike as one entry with their number.
// Nodes without content are dropped.
void MergeAlike(Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_ALIKE_H_
