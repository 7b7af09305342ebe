// What the name of an instance type tells of it.
#ifndef SPOTWRIGHT_SRC_MODEL_INSTANCE_TYPE_H_
#define SPOTWRIGHT_SRC_MODEL_INSTANCE_TYPE_H_

#include <string>
#include <string_view>

namespace spotwright::model {

// The name of a type without its size: "m6i" of m6i.large (AWS), "Ds_v5" of Standard_D2s_v5 (Azure), "n2-standard" of
// n2-standard-4 (GCP).
std::string FamilyOf(std::string_view instance_type);

// The letters that the name begins with: "m" of m6i.large, "D" of Standard_D2s_v5, "n" of n2-standard-4. Families of
// one series differ in generation, maker of the processor and extras.
std::string_view SeriesOf(std::string_view instance_type);

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_INSTANCE_TYPE_H_
