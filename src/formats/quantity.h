// Quantities as Kubernetes writes them: "500m", "1.5", "2Gi", "1e3".
#ifndef SPOTWRIGHT_SRC_FORMATS_QUANTITY_H_
#define SPOTWRIGHT_SRC_FORMATS_QUANTITY_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace spotwright::formats {

enum class QuantityUnit : std::uint8_t {
  kOne,    // Bytes, pods, devices.
  kMilli,  // Millicores.
};

// The amount in `unit`, rounded up, as Kubernetes rounds. Nothing when the text is no quantity, negative or above 2^63
// - 1. Exact for any number of digits. Grammar: sign, digits with a point, then one of n u m k M G T P E, Ki to Ei, or
// a decimal exponent; "1E" is exa, "1E3" is a thousand (Kubernetes: apimachinery, resource.Quantity). O(length).
std::optional<std::int64_t> ReadQuantity(std::string_view text, QuantityUnit unit);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_QUANTITY_H_
