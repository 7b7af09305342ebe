// Validation: what a field table promises, checked on a struct, whoever filled it.
#ifndef SPOTWRIGHT_SRC_MODEL_VALIDATE_H_
#define SPOTWRIGHT_SRC_MODEL_VALIDATE_H_

#include <optional>
#include <string>

#include "spotwright/result.h"
#include "src/model/field.h"

namespace spotwright::model {

// Checks ranges, finiteness, enum values, required strings and enums, and UTF-8, depth first, and of each object, after
// its fields, what its table checks between them; returns the first error, with its full path. O(size of the object),
// and what those checks take.
std::optional<Error> Validate(const Message& message, const void* object);

template <typename T>
std::optional<Error> Validate(const T& object) {
  return Validate(MessageOf<T>(), &object);
}

// Builds the error for a field: `offers[3].price_usd_per_hour`, "is -1; accepted: 0 to 1000000".
Error InvalidField(std::string field, std::string message);

// "spot, on_demand"
std::string EnumNames(const Enum& enumeration);

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_VALIDATE_H_
