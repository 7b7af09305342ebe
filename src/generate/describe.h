// How a field is described to people: its type, its range, its default. Shared by every generated document.
#ifndef SPOTWRIGHT_SRC_GENERATE_DESCRIBE_H_
#define SPOTWRIGHT_SRC_GENERATE_DESCRIBE_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/model/field.h"

namespace spotwright::generate {

// The type of one element: "integer", "string", "Offer".
std::string_view ElementType(const model::FieldInfo& field);

// The type of the whole field: "list of Offer", "map from string to number".
std::string Type(const model::FieldInfo& field);

// "0 to 100", "0 or more"; empty when every value is accepted.
std::string Range(const model::FieldInfo& field);

// "required; 0 to 100", "default: 1"; empty when there is nothing to say.
std::string Conditions(const model::Message& message, const model::FieldInfo& field);

// Words broken into lines of at most `width` bytes.
std::vector<std::string> Wrap(std::string_view text, std::size_t width);

// "CapacityType" -> "CAPACITY_TYPE"
std::string UpperSnake(std::string_view camel);

}  // namespace spotwright::generate

#endif  // SPOTWRIGHT_SRC_GENERATE_DESCRIBE_H_
