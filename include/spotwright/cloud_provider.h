// CloudProvider: whose words an event or an error code is in.
#ifndef SPOTWRIGHT_CLOUD_PROVIDER_H_
#define SPOTWRIGHT_CLOUD_PROVIDER_H_

#include <cstdint>

namespace spotwright {

enum class CloudProvider : std::int32_t {
  kAws = 1,
  kAzure = 2,
  kGcp = 3,
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_CLOUD_PROVIDER_H_
