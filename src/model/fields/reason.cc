#include "spotwright/reason.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Message& MessageOf<Reason>() {
  static const Message kTable = Describe<Reason>(
      "Reason", "Why a decision is what it is.",
      {
          Field<&Reason::code>(1, "code", "snake_case and stable, such as `price_above_cap`.").Required(),
          Field<&Reason::sentence>(2, "sentence", "The same in English."),
          Field<&Reason::numbers>(3, "numbers", "The numbers behind it, with units in their names."),
          Field<&Reason::paths>(4, "paths", "What it speaks of: request paths, or names."),
      });
  return kTable;
}

}  // namespace spotwright::model
