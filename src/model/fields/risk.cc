#include "spotwright/risk.h"

#include "src/model/field.h"
#include "src/model/risk_model.h"

namespace spotwright::model {

template <>
const Message& MessageOf<PoolRisk>() {
  static const Message kTable = Describe<PoolRisk>(
      "PoolRisk", "A pool's own losses within the lead time, those of shocks it shares with others left aside.",
      {
          Field<&PoolRisk::pool>(1, "pool", "Which pool; its capacity type is spot.").Required(),
          Field<&PoolRisk::loss_probability>(2, "loss_probability", "Of each unit, 0 to 1.").Range(0, 1),
          Field<&PoolRisk::loss_correlation>(3, "loss_correlation",
                                             "0: units are lost independently; 1: the pool dies as a block or not at "
                                             "all. Between them the number lost is beta-binomial.")
              .Range(0, 1),
          Field<&PoolRisk::interruptions_per_instance_hour>(
              4, "interruptions_per_instance_hour",
              "Of all causes together, per hour: what expected interruptions are counted with.")
              .Range(0, 3600),
      });
  return kTable;
}

template <>
const Message& MessageOf<ShockRisk>() {
  static const Message kTable = Describe<ShockRisk>(
      "ShockRisk",
      "A shock that takes every spot unit in its scope at once: everything (region and instance_type empty), a region, "
      "or a type in a region. Shocks are independent of each other and of the pools' own losses.",
      {
          Field<&ShockRisk::region>(1, "region", "Empty: everything."),
          Field<&ShockRisk::instance_type>(2, "instance_type", "Only this type. Stated only with a region."),
          Field<&ShockRisk::probability>(3, "probability", "Within the lead time, 0 to 1.").Range(0, 1),
      });
  return kTable;
}

template <>
const Message& MessageOf<RiskModel>() {
  static const Message kTable =
      Describe<RiskModel>("RiskModel", "The distribution of what survives the time that a replacement takes.",
                          {
                              Field<&RiskModel::lead_time_seconds>(
                                  1, "lead_time_seconds", "From a loss to its replacement being ready, in seconds.")
                                  .Range(1, 30.0 * 86400),
                              Field<&RiskModel::pools>(
                                  2, "pools", "One entry for each pool. Pools that are not named lose everything."),
                              Field<&RiskModel::shocks>(3, "shocks", "What pools share. One entry for each scope."),
                          })
          .Checked([](const void* model) { return CheckRiskModel(*static_cast<const RiskModel*>(model)); });
  return kTable;
}

}  // namespace spotwright::model
