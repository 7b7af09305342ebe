#include "spotwright/cloud_provider.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<CloudProvider>() {
  static const Enum kTable{"CloudProvider",
                           "Whose words an event or an error code is in.",
                           {
                               {1, "aws", "Amazon Web Services."},
                               {2, "azure", "Microsoft Azure."},
                               {3, "gcp", "Google Cloud."},
                           }};
  return kTable;
}

}  // namespace spotwright::model
